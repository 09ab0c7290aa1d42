//! What was given up: an act of yielding that is told in the words which show a fact.
//!
//! "Trump dropped his push for a ceasefire" shows that he was for one, and that he is no longer.

use super::super::acts;
use super::super::source::Source;
use super::model::Fact;
use crate::graph::{ActRef, Evidence, Graph, wish};
use crate::schema::{ActStatus, RelationKind, Stance};

/// Most words between what was given up and what it was about: "his push *for a* ceasefire".
const BETWEEN: usize = 2;

/// All that anybody is told to have given up of what they wanted or rejected.
pub(super) struct GivenUp<'g> {
    graph: &'g Graph,
    acts: Vec<(ActRef<'g>, Stance)>,
}

impl<'g> GivenUp<'g> {
    pub fn of(graph: &'g Graph) -> Self {
        let yields = |act: &ActRef<'_>| {
            act.node().relation == RelationKind::Yielded && act.node().status == ActStatus::Occurred
        };
        let wish = |act: ActRef<'g>| Some((act, wish(act.topic()?.label())?));
        Self { graph, acts: graph.acts().filter(yields).filter_map(wish).collect() }
    }

    /// The acts by which whoever holds or did something is told, in the same words, to have given that up.
    pub fn behind(&self, fact: &Fact) -> Vec<Fact> {
        use RelationKind::{Demanded, Proposed, Rejected, Supported};
        let (actor, stance, topic) = match fact {
            Fact::Position(position) => (&position.holder_id, position.stance, Some(&position.topic_id)),
            Fact::Act(act) => {
                let stance = match act.relation {
                    Demanded | Proposed | Supported => Stance::For,
                    Rejected => Stance::Against,
                    _ => return Vec::new(),
                };
                (&act.source_id, stance, act.topic_id.as_ref())
            }
            Fact::Office(_) => return Vec::new(),
        };
        let own: Vec<ActRef<'_>> = self
            .acts
            .iter()
            .filter(|(act, of)| act.source().id() == actor && *of == stance)
            .map(|(act, _)| *act)
            .collect();
        if own.is_empty() {
            return Vec::new();
        }
        let topic = self.graph.topics().find(|known| Some(known.id()) == topic.map(String::as_str));
        let phrases: Vec<&str> = topic
            .iter()
            .flat_map(|topic| std::iter::once(&topic.node().label).chain(&topic.node().variants))
            .map(|phrase| &**phrase)
            .collect();
        let shows = |act: &&ActRef<'_>| {
            let sources = fact.sources();
            act.node().evidence.iter().any(|given| sources.iter().any(|s| self.is_of(given, s, &phrases)))
        };
        own.iter().filter(shows).map(|act| Fact::Act(acts::answer(self.graph, *act))).collect()
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

/// Whether whoever holds it gave such a thing up, and no later text tells that they hold it.
pub(super) fn is_over(fact: &Fact, given: &[Fact]) -> bool {
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
