//! What was given up: acts by which somebody is told not to want, reject or keep up any longer what a fact says.
//!
//! "Trump dropped his push for a ceasefire" shows that he was for one, and that he is no longer; "Hungary withdrew its
//! opposition to the plan" and "no longer opposes the plan" end what an earlier article tells of it; and sanctions that were
//! lifted are no longer in force. Nothing is given up without words that say so.

use std::collections::BTreeMap;

use super::super::acts;
use super::super::source::Source;
use super::model::Fact;
use crate::graph::{ActRef, Evidence, Graph, measure, wish};
use crate::schema::{ActStatus, RelationKind, Stance};

/// Most words between what was given up and what it was about: "his push *for a* ceasefire".
const BETWEEN: usize = 2;

/// What an act gives up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum What {
    /// A wish for or against something: "his push".
    Wish(Stance),
    /// What an act of a relation left in force: "sanctions on Syria".
    Measure(RelationKind),
    /// A stance, by being told not to be held.
    Stance(Stance),
}

/// All that anybody is told to have given up of what they wanted, rejected or kept up.
pub(in crate::query) struct GivenUp<'g> {
    graph: &'g Graph,
    /// By the id of whoever is told so.
    acts: BTreeMap<&'g str, Vec<(ActRef<'g>, What)>>,
}

impl<'g> GivenUp<'g> {
    pub fn of(graph: &'g Graph) -> Self {
        let mut acts: BTreeMap<&str, Vec<(ActRef<'_>, What)>> = BTreeMap::new();
        for (act, what) in graph.acts().filter_map(|act| Some((act, what(act)?))) {
            acts.entry(act.source().id()).or_default().push((act, what));
        }
        Self { graph, acts }
    }

    /// Whether anybody of this id is told to have given something up.
    pub fn is_told_of(&self, actor: &str) -> bool {
        self.acts.contains_key(actor)
    }

    /// The acts by which whoever holds or did something is told to have given that up.
    pub fn behind(&self, fact: &Fact) -> Vec<Fact> {
        let Some(own) = self.acts.get(holder(fact)) else { return Vec::new() };
        use RelationKind::{Demanded, Proposed, Rejected, Supported};
        let (stance, topic) = match fact {
            Fact::Position(position) => (position.stance, Some(&position.topic_id)),
            Fact::Act(act) => {
                let stance = match act.relation {
                    Demanded | Proposed | Supported => Stance::For,
                    Rejected => Stance::Against,
                    relation => {
                        let lifted = |(given, what): &&(ActRef<'g>, What)| {
                            *what == What::Measure(relation)
                                && given.target().map(|target| target.id()) == act.target_id.as_deref()
                        };
                        return self.answers(own.iter().filter(lifted));
                    }
                };
                (stance, act.topic_id.as_ref())
            }
            Fact::Office(_) => return Vec::new(),
        };
        let phrases = self.phrases(topic.map(String::as_str));
        let shows = |(act, what): &&(ActRef<'_>, What)| match what {
            What::Wish(of) => {
                let sources = fact.sources();
                let told = || {
                    act.node()
                        .evidence
                        .iter()
                        .any(|given| sources.iter().any(|s| self.is_of(given, s, &phrases)))
                };
                *of == stance && (names(*act, *of, &phrases) || told())
            }
            // On one day it may have been told before.
            What::Stance(of) => {
                let later =
                    matches!((fact.last(), act.dates()), (Some(last), Some((told, _))) if last < told);
                *of == stance && later && act.topic().map(|topic| topic.id()) == topic.map(String::as_str)
            }
            What::Measure(_) => false,
        };
        self.answers(own.iter().filter(shows))
    }

    /// The acts by which any of the facts was given up.
    pub fn behind_any(&self, facts: &[Fact]) -> Vec<Fact> {
        let mut all: Vec<Fact> = Vec::new();
        for act in facts.iter().flat_map(|fact| self.behind(fact)) {
            if !all.contains(&act) {
                all.push(act);
            }
        }
        all
    }

    fn answers<'a>(&self, acts: impl Iterator<Item = &'a (ActRef<'g>, What)>) -> Vec<Fact>
    where
        'g: 'a,
    {
        acts.map(|(act, _)| Fact::Act(acts::answer(self.graph, *act))).collect()
    }

    /// The phrases of a topic.
    fn phrases(&self, topic: Option<&str>) -> Vec<&str> {
        let topic = self.graph.topics().find(|known| Some(known.id()) == topic);
        let phrases =
            topic.iter().flat_map(|topic| std::iter::once(&topic.node().label).chain(&topic.node().variants));
        phrases.map(|phrase| &**phrase).collect()
    }

    /// Whether what was given up in these words is what one of the phrases says: it comes right behind, in the words that
    /// show the fact.
    fn is_of(&self, given: &Evidence, source: &Source, phrases: &[&str]) -> bool {
        let document = self.graph.document(&given.document);
        let span = given.quote.span;
        let ends_within = source.start < span.end && span.end < source.end;
        if !ends_within || document.is_none_or(|document| document.entry.id != source.document) {
            return false;
        }
        let behind: String = source.quote.chars().skip(span.end - source.start).collect();
        let first = phrases.iter().filter_map(|phrase| behind.find(phrase)).min();
        first.is_some_and(|at| behind[..at].split_whitespace().count() <= BETWEEN)
    }
}

/// Whether by an act of such a relation and status something may be given up: what a part of a graph needs beside a fact, so that
/// it can be told whether that is over.
pub fn may_give_up(act: ActRef<'_>) -> bool {
    use RelationKind::{Rejected, Supported, Yielded};
    match act.node().relation {
        Yielded => act.node().status == ActStatus::Occurred,
        Rejected | Supported => act.node().status == ActStatus::Denied,
        _ => false,
    }
}

/// What an act gives up, if it does.
fn what(act: ActRef<'_>) -> Option<What> {
    use RelationKind::{Rejected, Supported, Yielded};
    let topic = act.topic().map(|topic| topic.label());
    match act.node().relation {
        _ if !may_give_up(act) => None,
        Yielded => wish(topic?).map(What::Wish).or_else(|| measure(topic?).map(What::Measure)),
        Supported => Some(What::Stance(Stance::For)),
        Rejected => Some(What::Stance(Stance::Against)),
        _ => None,
    }
}

/// Whether the words for what was given up name what one of the phrases says: "its opposition to *the plan*".
fn names(act: ActRef<'_>, of: Stance, phrases: &[&str]) -> bool {
    let Some(topic) = act.topic() else { return false };
    let mut labels = std::iter::once(&topic.node().label).chain(&topic.node().variants);
    labels.any(|label| {
        let words: Vec<&str> = label.split_whitespace().collect();
        let Some(noun) = words.iter().position(|word| wish(word) == Some(of)) else { return false };
        phrases.iter().any(|phrase| {
            let phrase: Vec<&str> = phrase.split_whitespace().collect();
            let begins = |at: usize| {
                let behind = words.get(at..).unwrap_or_default();
                behind.len() >= phrase.len()
                    && behind.iter().zip(&phrase).all(|(a, b)| a.eq_ignore_ascii_case(b))
            };
            !phrase.is_empty() && (1..=1 + BETWEEN).any(|between| begins(noun + between))
        })
    })
}

/// Whether whoever holds it gave such a thing up, and no later text tells that they hold it.
pub(in crate::query) fn is_over(fact: &Fact, given: &[Fact]) -> bool {
    given.iter().any(|act| holder(fact) == holder(act) && fact.last() <= act.told())
}

/// Id of whoever did or holds it.
fn holder(fact: &Fact) -> &str {
    match fact {
        Fact::Act(act) => &act.source_id,
        Fact::Position(position) => &position.holder_id,
        Fact::Office(office) => &office.holder_id,
    }
}
