//! Topics put together to issues.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::graph::{Evidence, Graph, slug};

use super::affair::affairs;
use super::join::{Groups, Rule, Tie};
use super::label::labels;
use super::likeness::{across, across_at_most, beside_words, within};
use super::ruled::Ruled;
use super::told::{Told, told};
use super::vocabulary::Vocabulary;
use super::weights::TABLE;

/// Topics of one article that are held against each other at once, in text order; what stands farther apart is compared
/// as topics of different articles are.
const MOST_AT_ONCE: usize = 300;

/// A question on which actors take sides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Issue {
    /// Its id in the graph: `issue/` and the label as a part of an IRI.
    #[serde(skip)]
    pub id: String,
    /// The clearest of its phrases, with the affair where that is bare; no two issues have the same.
    #[serde(rename = "issue")]
    pub label: String,
    /// Label of the issue that it is a part of.
    pub broader: Option<String>,
    /// Its topics by article.
    pub topics: Vec<IssueTopic>,
}

/// A topic of one article.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct IssueTopic {
    /// The article's own name, as its reader gave it.
    pub article: String,
    /// The article's words.
    pub phrase: String,
    /// [`crate::graph::Topic::id`] of the topic.
    pub topic: String,
}

impl Serialize for IssueTopic {
    /// As a pair of article and phrase.
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (&self.article, &self.phrase).serialize(serializer)
    }
}

/// All issues of a graph.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Issues {
    /// Those of most articles and topics first, then by label.
    issues: Vec<Issue>,
    /// From article, by its own name, and topic to the place in `issues`.
    of: BTreeMap<(String, String), usize>,
    /// From labels and from ids to the place in `issues`.
    names: BTreeMap<String, usize>,
}

impl Issues {
    /// The issues of a graph, each topic of an article in one of them.
    ///
    /// ```
    /// use demarche::graph::Graph;
    /// use demarche::issues::Issues;
    ///
    /// let record = |id: &str, topic: &str| {
    ///     let text = format!(
    ///         r#"{{"id": "{id}", "date": "2025-08-17", "offices": [], "relations": [],
    ///           "entities": [{{"id": "macron", "type": "person", "name": "Emmanuel Macron", "mentions": []}}],
    ///           "positions": [{{"holder": "macron", "topic": "{topic}", "stance": "for",
    ///             "evidence": {{"start": 0, "end": 9, "text": "{topic}"}}}}]}}"#
    ///     );
    ///     serde_json::from_str(&text).unwrap()
    /// };
    /// let graph = Graph::from_records([record("a", "a ceasefire in Ukraine"), record("b", "truce in Ukraine")]);
    /// let issues = Issues::of(&graph);
    /// assert_eq!(issues.iter().count(), 1);
    /// ```
    pub fn of(graph: &Graph) -> Self {
        let mut vocabulary = Vocabulary::default();
        let told = told(graph, &mut vocabulary);
        let ruled = Ruled::of(graph, &told);
        let groups = ruled.join(group(graph, &told, &vocabulary, &ruled));
        let names = labels(graph, &told, &vocabulary, &groups, &ruled);
        let articles: Vec<&str> = graph.documents().map(|document| document.entry.id.as_str()).collect();
        let mut issues: Vec<(Issue, &Vec<usize>)> = groups
            .iter()
            .zip(names)
            .map(|(members, name)| {
                let topics = members.iter().flat_map(|&member| {
                    let told = &told[member];
                    let article = articles[told.article];
                    told.phrases.iter().map(move |phrase| IssueTopic {
                        article: article.to_owned(),
                        phrase: (*phrase).to_owned(),
                        topic: told.topic.to_owned(),
                    })
                });
                let issue = Issue {
                    id: String::new(),
                    label: name.label,
                    broader: name.broader,
                    topics: topics.collect(),
                };
                (issue, members)
            })
            .collect();
        issues.sort_by_cached_key(|(issue, members)| {
            let articles: BTreeSet<usize> = members.iter().map(|&member| told[member].article).collect();
            (std::cmp::Reverse((articles.len(), members.len())), issue.label.clone())
        });
        let mut issues: Vec<Issue> = issues.into_iter().map(|(issue, _)| issue).collect();
        // The first of two whose labels differ by marks alone keeps the plain id.
        let mut taken: BTreeMap<String, usize> = BTreeMap::new();
        for issue in &mut issues {
            let slug = slug(&issue.label);
            let number = taken.entry(slug.clone()).and_modify(|number| *number += 1).or_insert(1);
            issue.id = if *number > 1 { format!("issue/{slug}/{number}") } else { format!("issue/{slug}") };
        }
        Issues::in_order(issues)
    }

    /// Issues that were worked out before, in the order of [`Issues::iter`].
    pub(crate) fn in_order(issues: Vec<Issue>) -> Self {
        let of = issues.iter().enumerate().flat_map(|(place, issue)| {
            issue.topics.iter().map(move |topic| ((topic.article.clone(), topic.topic.clone()), place))
        });
        let names = issues.iter().enumerate();
        let names =
            names.flat_map(|(place, issue)| [(issue.label.clone(), place), (issue.id.clone(), place)]);
        Issues { of: of.collect(), names: names.collect(), issues }
    }

    /// Those of most articles and topics first.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &Issue> {
        self.issues.iter()
    }

    /// The issue that a topic, told by its id in the graph, belongs to in an article, told by its own name.
    pub fn find(&self, article: &str, topic: &str) -> Option<&Issue> {
        self.place(article, topic).map(|place| &self.issues[place])
    }

    /// The place of that issue in [`Issues::iter`].
    pub fn place(&self, article: &str, topic: &str) -> Option<usize> {
        self.of.get(&(article.to_owned(), topic.to_owned())).copied()
    }

    /// The issue that a topic, told by its id in the graph, belongs to where a piece of evidence tells of it.
    pub fn shown(&self, graph: &Graph, topic: &str, evidence: &Evidence) -> Option<&Issue> {
        self.find(&graph.document(&evidence.document)?.entry.id, topic)
    }

    /// The issue of this label or id.
    pub fn named(&self, name: &str) -> Option<&Issue> {
        self.names.get(name).map(|&place| &self.issues[place])
    }
}

/// Topics that are one issue, by their places in `told`: first within each article, then across articles of one affair.
fn group(graph: &Graph, told: &[Told<'_>], vocabulary: &Vocabulary, ruled: &Ruled) -> Vec<Vec<usize>> {
    let rule = &TABLE.join;
    let parts = parts(told);
    let mut groups: Vec<Vec<usize>> = Vec::new();
    let mut of_article: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    let mut all = Groups::new(Rule { nearest: rule.nearest_across, least: rule.across, absent: rule.absent });
    for (part, members) in parts.iter().enumerate() {
        let pairs = (0..members.len()).flat_map(|i| (i + 1..members.len()).map(move |j| (i, j)));
        let pairs: Vec<(usize, usize, f64)> = pairs
            .map(|(i, j)| (i, j, f64::from(within(vocabulary, &told[members[i]], &told[members[j]]))))
            .collect();
        // All pairs are tied, so this value only has to be no greater than any of them.
        let absent = pairs.iter().map(|pair| pair.2).fold(rule.absent, f64::min);
        let mut here = Groups::new(Rule { nearest: rule.nearest_within, least: rule.within, absent });
        members.iter().for_each(|&member| _ = here.add(1, BTreeSet::new(), ruled.sides([member])));
        for (i, j, x) in pairs {
            here.tie(i, j, Tie { sum: x, greatest: x });
        }
        for group in here.join() {
            let sides = ruled.sides(group.iter().map(|&i| members[i]));
            all.add(group.len(), BTreeSet::from([part]), sides);
            of_article.entry(told[members[0]].article).or_default().push(groups.len());
            groups.push(group.iter().map(|&i| members[i]).collect());
        }
    }
    let mut beside = Vec::new();
    let mut hold = |a: usize, b: usize, affair: f32| {
        let pairs = groups[a].iter().flat_map(|&x| groups[b].iter().map(move |&y| (&told[x], &told[y])));
        beside.clear();
        beside.extend(pairs.clone().map(|(x, y)| beside_words(x, y, affair)));
        if beside.iter().all(|&beside| f64::from(across_at_most(beside)) < rule.tie) {
            return;
        }
        let mut tie = Tie { sum: 0.0, greatest: f64::NEG_INFINITY };
        for ((x, y), &beside) in pairs.zip(&beside) {
            let odds = f64::from(across(vocabulary, x, y, beside)).max(rule.absent);
            tie.sum += odds;
            tie.greatest = tie.greatest.max(odds);
        }
        if tie.greatest >= rule.tie {
            all.tie(a, b, tie);
        }
    };
    for ((a, b), affair) in affairs(graph, told, vocabulary) {
        for &x in &of_article[&a] {
            for &y in &of_article[&b] {
                hold(x, y, affair);
            }
        }
    }
    let joined = all.join().into_iter().map(|numbers| {
        let mut members: Vec<usize> =
            numbers.iter().flat_map(|&number| groups[number].iter().copied()).collect();
        members.sort_unstable();
        members
    });
    joined.collect()
}

/// The topics of each article in text order, those of a long one in several parts.
fn parts(told: &[Told<'_>]) -> Vec<Vec<usize>> {
    let mut parts: Vec<Vec<usize>> = Vec::new();
    let mut articles: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (place, told) in told.iter().enumerate() {
        articles.entry(told.article).or_default().push(place);
    }
    for (_, mut members) in articles {
        members.sort_by_key(|&member| (told[member].places.first(), member));
        parts.extend(members.chunks(MOST_AT_ONCE).map(<[usize]>::to_vec));
    }
    parts
}
