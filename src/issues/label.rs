//! Names of issues that a reader understands alone.

use std::collections::{BTreeMap, BTreeSet};

use crate::graph::Graph;
use crate::schema::EntityType;

use super::ruled::Ruled;
use super::told::Told;
use super::vocabulary::{Vocabulary, product};
use super::weights::TABLE;

/// Most words of a phrase that is short enough for a label.
const SHORT: usize = 6;

/// What a word too many takes from a phrase, and a word too few.
const COST: f32 = 0.04;

/// Most names that tell which affair a bare phrase belongs to.
const NAMES: usize = 2;

/// What an issue is called.
pub struct Name {
    pub label: String,
    /// Label of the issue that it is a part of.
    pub broader: Option<String>,
}

/// The names of issues, each told by the places of its topics in `told`.
pub fn labels(
    graph: &Graph,
    told: &[Told<'_>],
    vocabulary: &Vocabulary,
    issues: &[Vec<usize>],
    ruled: &Ruled,
) -> Vec<Name> {
    let affairs = Affairs::of(graph, told);
    let mut labels: Vec<String> = Vec::with_capacity(issues.len());
    for members in issues {
        if let Some(name) = ruled.name(members) {
            labels.push(name.to_owned());
            continue;
        }
        let (phrase, telling) = clearest(told, vocabulary, members);
        let affair = affairs.of_issue(members, phrase);
        labels.push(if telling || affair.is_empty() {
            phrase.to_owned()
        } else {
            format!("{phrase} ({})", affair.join(", "))
        });
    }
    tell_apart(graph, &affairs, issues, &mut labels);
    let broader = broader(graph, told, issues);
    let names = broader.into_iter().enumerate().map(|(issue, broader)| Name {
        label: labels[issue].clone(),
        broader: broader.map(|other| labels[other].clone()),
    });
    names.collect()
}

/// The phrase that is nearest to what all say, of a handy length; and whether it says enough alone.
fn clearest<'g>(told: &[Told<'g>], vocabulary: &Vocabulary, members: &[usize]) -> (&'g str, bool) {
    let row = vocabulary.direction(members.iter().flat_map(|&member| told[member].words.iter().copied()));
    let points =
        |phrase: &str| phrase.split_whitespace().any(|word| TABLE.pointing.contains(&word.to_lowercase()));
    let mut best: Option<((bool, bool), f32, &str)> = None;
    for &member in members {
        let told = &told[member];
        let telling = telling(told);
        let near = product(&row, &vocabulary.direction(told.words.iter().copied()));
        for &phrase in &told.phrases {
            let telling = (telling, !points(phrase));
            let count = phrase.split_whitespace().count();
            let value = near - COST * count.saturating_sub(SHORT) as f32;
            let better = best.is_none_or(|(told, other, words)| {
                telling.cmp(&told).then(value.total_cmp(&other)).then(words.cmp(phrase)).is_gt()
            });
            if better {
                best = Some((telling, value, phrase));
            }
        }
    }
    let ((telling, _), _, phrase) = best.expect("an issue has a topic");
    (phrase, telling)
}

/// Whether a phrase says enough alone: it has two words that say something and are not said of anything.
fn telling(told: &Told<'_>) -> bool {
    let phrase = told.phrases.first().copied().unwrap_or_default().to_lowercase();
    let words = phrase
        .split(|c: char| !c.is_alphanumeric() && c != '-')
        .filter(|word| !word.is_empty() && !TABLE.skipped.contains(*word) && !TABLE.bare.contains(*word));
    words.count() >= 2
}

/// What tells which affair an issue belongs to.
struct Affairs<'a, 'g> {
    graph: &'g Graph,
    told: &'a [Told<'g>],
    /// For each article, by its place among the documents, the countries that it mentions, with how often.
    countries: Vec<BTreeMap<&'g str, usize>>,
}

impl<'a, 'g> Affairs<'a, 'g> {
    fn of(graph: &'g Graph, told: &'a [Told<'g>]) -> Self {
        let documents: BTreeMap<&str, usize> = graph.documents().zip(0..).map(|(d, i)| (&*d.id, i)).collect();
        let mut countries = vec![BTreeMap::new(); documents.len()];
        for country in graph.entities().filter(|entity| entity.node().kind == EntityType::Country) {
            for appearance in &country.node().appearances {
                if let Some(&article) = documents.get(&*appearance.document) {
                    countries[article].insert(country.id(), appearance.mentions.len());
                }
            }
        }
        Affairs { graph, told, countries }
    }

    /// The names that tell it: countries that act on the issue, then those that its articles mention most, then others who
    /// act on it; without those that the phrase names.
    fn of_issue(&self, members: &[usize], phrase: &str) -> Vec<&'g str> {
        let mut counts: BTreeMap<&'g str, (bool, usize)> = BTreeMap::new();
        for &member in members {
            for (&actor, count) in &self.told[member].actors {
                let (acts, all) = counts.entry(actor).or_default();
                (*acts, *all) = (true, *all + count);
            }
        }
        let articles: BTreeSet<usize> = members.iter().map(|&member| self.told[member].article).collect();
        for (&country, mentions) in articles.iter().flat_map(|&article| &self.countries[article]) {
            let (acts, all) = counts.entry(country).or_default();
            if !*acts {
                *all += mentions;
            }
        }
        let mut names: Vec<((bool, bool, usize), &'g str)> = counts
            .into_iter()
            .filter_map(|(actor, (acts, count))| {
                let entity = self.graph.entity(actor)?;
                let last = entity.name().split_whitespace().last().unwrap_or_default();
                let named = phrase.contains(entity.name()) || phrase.contains(last);
                let country = entity.node().kind == EntityType::Country;
                (!named).then(|| ((country, acts, count), entity.name()))
            })
            .collect();
        names.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(b.1)));
        names.into_iter().take(NAMES).map(|(_, name)| name).collect()
    }
}

/// Makes labels differ: those that are the same get their affair, then the first day or article, then a number.
fn tell_apart(graph: &Graph, affairs: &Affairs<'_, '_>, issues: &[Vec<usize>], labels: &mut [String]) {
    let documents: Vec<_> = graph.documents().collect();
    let alike = |labels: &[String]| -> Vec<usize> {
        let mut by: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (issue, label) in labels.iter().enumerate() {
            by.entry(label.to_lowercase()).or_default().push(issue);
        }
        by.into_values().filter(|same| same.len() > 1).flatten().collect()
    };
    for issue in alike(labels) {
        if !labels[issue].ends_with(')') {
            let affair = affairs.of_issue(&issues[issue], &labels[issue]);
            if !affair.is_empty() {
                labels[issue] = format!("{} ({})", labels[issue], affair.join(", "));
            }
        }
    }
    for issue in alike(labels) {
        let first = issues[issue].iter().map(|&member| documents[affairs.told[member].article]);
        let first =
            first.min_by_key(|document| (&document.entry.date, &document.id)).expect("an issue has a topic");
        let when = first.entry.date.as_deref().unwrap_or(&first.entry.id);
        labels[issue] = match labels[issue].strip_suffix(')') {
            Some(open) => format!("{open}, {when})"),
            None => format!("{} ({when})", labels[issue]),
        };
    }
    let mut taken: BTreeSet<String> = BTreeSet::new();
    for label in labels {
        let bare = label.clone();
        let mut number = 1;
        while !taken.insert(label.to_lowercase()) {
            number += 1;
            *label = format!("{bare} {number}");
        }
    }
}

/// For each issue the one that it is a part of: that of the topics which the graph has as broader than its own, where
/// most say so.
fn broader(graph: &Graph, told: &[Told<'_>], issues: &[Vec<usize>]) -> Vec<Option<usize>> {
    let mut of: BTreeMap<(usize, &str), usize> = BTreeMap::new();
    for (issue, members) in issues.iter().enumerate() {
        members.iter().for_each(|&member| _ = of.insert((told[member].article, told[member].topic), issue));
    }
    let topics: BTreeMap<&str, Vec<&str>> = graph
        .topics()
        .map(|topic| (topic.id(), topic.broader().map(|broader| broader.id()).collect()))
        .collect();
    let mut found: Vec<Option<usize>> = issues
        .iter()
        .enumerate()
        .map(|(issue, members)| {
            let mut votes: BTreeMap<usize, usize> = BTreeMap::new();
            for &member in members {
                let told = &told[member];
                for broader in topics.get(told.topic).into_iter().flatten() {
                    if let Some(&other) = of.get(&(told.article, *broader)).filter(|other| **other != issue) {
                        *votes.entry(other).or_default() += 1;
                    }
                }
            }
            let most = votes.into_iter().max_by_key(|&(other, votes)| (votes, std::cmp::Reverse(other)));
            most.filter(|(_, votes)| votes * 2 >= members.len().max(1)).map(|(other, _)| other)
        })
        .collect();
    // Nothing is a part of itself by way of others.
    for issue in 0..found.len() {
        let (mut at, mut steps) = (found[issue], 0);
        while let Some(next) = at {
            steps += 1;
            if next == issue || steps > found.len() {
                found[issue] = None;
                break;
            }
            at = found[next];
        }
    }
    found
}
