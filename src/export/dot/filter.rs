//! Which facts are shown.

use std::collections::BTreeSet;

use crate::graph::{ActRef, EntityRef, Graph, PositionRef, TopicRef};

use super::Options;

/// What acts and positions have in common.
pub(super) trait Fact<'g>: Copy {
    /// Whether the relation is one of those asked for; positions have none.
    fn is_asked(self, options: &Options) -> bool;
    fn confidence(self) -> f64;
    /// First and last date, as fine as known.
    fn dates(self) -> Option<(&'g str, &'g str)>;
    fn topic(self) -> Option<TopicRef<'g>>;
    fn actors(self) -> Vec<EntityRef<'g>>;
}

impl<'g> Fact<'g> for ActRef<'g> {
    fn is_asked(self, options: &Options) -> bool {
        options.relations.is_empty() || options.relations.contains(&self.node().relation)
    }

    fn confidence(self) -> f64 {
        ActRef::confidence(self)
    }

    fn dates(self) -> Option<(&'g str, &'g str)> {
        let own = self.node().date.as_deref().map(|date| (date, date));
        own.or_else(|| ActRef::dates(self))
    }

    fn topic(self) -> Option<TopicRef<'g>> {
        ActRef::topic(self)
    }

    fn actors(self) -> Vec<EntityRef<'g>> {
        std::iter::once(self.source()).chain(self.target()).collect()
    }
}

impl<'g> Fact<'g> for PositionRef<'g> {
    fn is_asked(self, _: &Options) -> bool {
        true
    }

    fn confidence(self) -> f64 {
        PositionRef::confidence(self)
    }

    fn dates(self) -> Option<(&'g str, &'g str)> {
        PositionRef::dates(self)
    }

    fn topic(self) -> Option<TopicRef<'g>> {
        Some(PositionRef::topic(self))
    }

    fn actors(self) -> Vec<EntityRef<'g>> {
        vec![self.holder()]
    }
}

/// Those that pass every filter, in their order.
pub(super) fn shown<'g, F: Fact<'g>>(facts: impl Iterator<Item = F>, options: &Options) -> Vec<F> {
    let passes = |fact: &F| {
        let of_topic =
            options.topics.as_ref().is_none_or(|ids| fact.topic().is_some_and(|t| ids.contains(t.id())));
        fact.is_asked(options)
            && of_topic
            && fact.confidence() >= options.min_confidence
            && in_time(*fact, options)
    };
    let all: Vec<F> = facts.filter(passes).collect();
    if options.focus.is_empty() { all } else { near(all, &options.focus, options.hops) }
}

/// Whether a fact may fall into the time asked for. A coarse date does where a part of it does: behind the characters
/// that are given, `~` sorts after all others.
fn in_time<'g>(fact: impl Fact<'g>, options: &Options) -> bool {
    if options.since.is_none() && options.until.is_none() {
        return true;
    }
    fact.dates().is_some_and(|(first, last)| {
        options.since.as_deref().is_none_or(|since| format!("{last}~").as_str() >= since)
            && options.until.as_deref().is_none_or(|until| first <= format!("{until}~").as_str())
    })
}

/// Those that are at most so many steps from the focus; a step leads from an end of a fact to all its ends.
fn near<'g, F: Fact<'g>>(facts: Vec<F>, focus: &BTreeSet<String>, hops: usize) -> Vec<F> {
    let ends = |fact: &F| -> Vec<&'g str> {
        fact.actors().into_iter().map(EntityRef::id).chain(fact.topic().map(TopicRef::id)).collect()
    };
    let mut reached: BTreeSet<String> = focus.clone();
    let mut near = Vec::new();
    for _ in 0..hops.max(1) {
        near = facts
            .iter()
            .copied()
            .filter(|fact| ends(fact).iter().any(|end| reached.contains(*end)))
            .collect();
        let before = reached.len();
        reached.extend(near.iter().flat_map(ends).map(str::to_owned));
        if reached.len() == before {
            break;
        }
    }
    near
}

/// The filters in words, for the heading.
pub(super) fn told(graph: &Graph, options: &Options) -> Vec<String> {
    let name = |id: &String| {
        let entity = graph.entity(id).map(|entity| entity.name().to_owned());
        let topic = || graph.topics().find(|topic| topic.id() == id).map(|topic| topic.label().to_owned());
        entity.or_else(topic).unwrap_or_else(|| id.clone())
    };
    let some = |ids: &BTreeSet<String>| {
        let names: Vec<String> = ids.iter().take(2).map(name).collect();
        let more = if ids.len() > 2 { format!(" and {} more", ids.len() - 2) } else { String::new() };
        format!("{}{more}", names.join(", "))
    };
    let mut told = Vec::new();
    if !options.focus.is_empty() {
        let steps = if options.hops > 1 { format!(" within {} steps", options.hops) } else { String::new() };
        told.push(format!("around {}{steps}", some(&options.focus)));
    }
    if let Some(topics) = &options.topics {
        told.push(format!("about {}", some(topics)));
    }
    if !options.relations.is_empty() && !options.positions {
        let relations: Vec<&str> = options.relations.iter().map(|relation| relation.as_str()).collect();
        told.push(format!("only {}", relations.join(", ")));
    }
    told.extend(options.since.as_ref().map(|date| format!("since {date}")));
    told.extend(options.until.as_ref().map(|date| format!("until {date}")));
    if options.min_confidence > 0.0 {
        told.push(format!("confidence at least {}", options.min_confidence));
    }
    told
}
