//! What a user has ruled on issues: phrases that are one issue, phrases that are kept apart, what an issue is called.

use std::collections::{BTreeMap, BTreeSet};

use crate::graph::{Graph, Ruling, RulingKind, topic_key};

use super::told::Told;

/// A ruling that keeps apart, and on which side of it something stands.
pub type Side = (usize, bool);

/// The rulings of a graph, each with the places in `told` of the topics that it is about.
pub struct Ruled {
    /// Topics that are one issue, whichever of the two phrases they have.
    same: Vec<BTreeSet<usize>>,
    /// For each topic the sides that it stands on.
    sides: BTreeMap<usize, BTreeSet<Side>>,
    /// What an issue with one of the topics is called.
    names: Vec<(String, BTreeSet<usize>)>,
    /// Each ruling in words, with the topics that it is about.
    all: Vec<(String, BTreeSet<usize>)>,
}

impl Ruled {
    /// Looks up what is ruled.
    pub fn of(graph: &Graph, told: &[Told<'_>]) -> Self {
        let mut ruled =
            Ruled { same: Vec::new(), sides: BTreeMap::new(), names: Vec::new(), all: Vec::new() };
        let rulings: Vec<&Ruling> =
            graph.rulings().iter().filter(|ruling| ruling.kind.is_of_issues()).collect();
        if rulings.is_empty() {
            return ruled;
        }
        let articles: Vec<&str> = graph.documents().map(|document| document.entry.id.as_str()).collect();
        let mut keys: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
        for (place, topic) in told.iter().enumerate() {
            for phrase in &topic.phrases {
                keys.entry(topic_key(phrase)).or_default().insert(place);
            }
        }
        // A phrase, in one article or in all; of a label, what stands before the affair.
        let find = |text: &str| -> BTreeSet<usize> {
            let (phrase, article) = match text.rsplit_once(" @ ") {
                Some((phrase, article)) => (phrase, Some(article)),
                None => (text, None),
            };
            let bare = phrase.strip_suffix(')').and_then(|text| text.rsplit_once(" (")).map(|(bare, _)| bare);
            let found = std::iter::once(phrase).chain(bare).find_map(|text| keys.get(&topic_key(text)));
            let here =
                |place: &&usize| article.is_none_or(|article| articles[told[**place].article] == article);
            found.into_iter().flatten().filter(here).copied().collect()
        };
        for (number, ruling) in rulings.into_iter().enumerate() {
            let [one, other] = &ruling.names;
            let about = match ruling.kind {
                RulingKind::CallIssue => find(one),
                _ => find(one).union(&find(other)).copied().collect(),
            };
            ruled.all.push((ruling.to_string(), about.clone()));
            match ruling.kind {
                RulingKind::SameIssue => ruled.same.push(about),
                RulingKind::KeepIssuesApart => {
                    for (name, side) in [(one, false), (other, true)] {
                        for place in find(name) {
                            ruled.sides.entry(place).or_default().insert((number, side));
                        }
                    }
                }
                RulingKind::CallIssue => ruled.names.push((other.to_string(), about)),
                RulingKind::SameAs | RulingKind::KeepApart => {}
            }
        }
        ruled
    }

    /// The sides that topics stand on.
    pub fn sides(&self, members: impl IntoIterator<Item = usize>) -> BTreeSet<Side> {
        members.into_iter().filter_map(|member| self.sides.get(&member)).flatten().copied().collect()
    }

    /// Puts together the issues that are ruled to be one, as far as nothing keeps them apart; the result is sorted.
    pub fn join(&self, mut issues: Vec<Vec<usize>>) -> Vec<Vec<usize>> {
        for same in &self.same {
            let (mut ruled, rest): (Vec<_>, Vec<_>) =
                issues.into_iter().partition(|members| members.iter().any(|member| same.contains(member)));
            issues = rest;
            // Each goes to the first that it may be one with.
            let mut joined: Vec<Vec<usize>> = Vec::new();
            for members in ruled.drain(..) {
                let sides = self.sides(members.iter().copied());
                match joined.iter_mut().find(|one| !opposed(&self.sides(one.iter().copied()), &sides)) {
                    Some(one) => one.extend(members),
                    None => joined.push(members),
                }
            }
            issues.extend(joined);
        }
        issues.iter_mut().for_each(|members| members.sort_unstable());
        issues.sort();
        issues
    }

    /// The rulings about one of these topics, in words.
    pub fn about(&self, members: &BTreeSet<usize>) -> Vec<String> {
        let about = self.all.iter().filter(|(_, topics)| !topics.is_disjoint(members));
        about.map(|(ruling, _)| ruling.clone()).collect()
    }

    /// What an issue with these topics is called.
    pub fn name(&self, members: &[usize]) -> Option<&str> {
        let mut names = self.names.iter();
        names.find(|(_, ruled)| members.iter().any(|member| ruled.contains(member))).map(|(name, _)| &**name)
    }
}

/// Whether two stand on different sides of a ruling that keeps apart.
pub fn opposed(a: &BTreeSet<Side>, b: &BTreeSet<Side>) -> bool {
    a.iter().any(|(ruling, side)| b.contains(&(*ruling, !side)))
}
