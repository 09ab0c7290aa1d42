//! When a found fact is the annotated one, and which is held against which.

use super::figures::{Calibration, Counts, Share};
use super::gold::{GoldOffice, GoldPosition, GoldRelation};
use super::phrase::{normal, stem, words};
use crate::schema::{ActStatus, Office, Position, Relation};

/// What was found and what was not, as indices into both lists.
pub(super) struct Pairing {
    /// Annotated, found.
    pub hits: Vec<(usize, usize)>,
    /// Annotated.
    pub missed: Vec<usize>,
    /// Found.
    pub extra: Vec<usize>,
}

impl Pairing {
    pub fn counts(&self) -> Counts {
        Counts {
            true_positives: self.hits.len(),
            false_positives: self.extra.len(),
            false_negatives: self.missed.len(),
        }
    }

    /// Counts what was found by the tenth of its confidence.
    pub fn calibrate(&self, tenths: &mut [Share; 10], confidence: impl Fn(usize) -> f64) {
        let right = self.hits.iter().map(|&(_, k)| (k, true));
        for (k, right) in right.chain(self.extra.iter().map(|&k| (k, false))) {
            tenths[Calibration::tenth(confidence(k))].count(right);
        }
    }
}

/// Pairs facts one to one: each of the annotation in its order takes the closest that fits it, the first found among those
/// that are level. What is optional is never missed; what fits any of the annotation is never a false alarm, be it
/// optional or another wording of what is taken already.
pub(super) fn pair<G, P>(
    gold: &[G],
    found: &[P],
    optional: impl Fn(&G) -> bool,
    fits: impl Fn(&G, &P) -> bool,
    closeness: impl Fn(&G, &P) -> usize,
) -> Pairing {
    let mut left: Vec<usize> = (0..found.len()).collect();
    let (mut hits, mut missed) = (Vec::new(), Vec::new());
    for (i, g) in gold.iter().enumerate().filter(|(_, g)| !optional(g)) {
        let fitting = left.iter().rev().copied().filter(|&k| fits(g, &found[k]));
        // Of several that are level, `max_by_key` gives the last, which from behind is the first.
        match fitting.max_by_key(|&k| closeness(g, &found[k])) {
            Some(best) => {
                left.retain(|&k| k != best);
                hits.push((i, best));
            }
            None => missed.push(i),
        }
    }
    left.retain(|&k| !gold.iter().any(|g| fits(g, &found[k])));
    Pairing { hits, missed, extra: left }
}

/// Whether the two are one office.
pub(super) fn same_office(g: &GoldOffice, p: &Office) -> bool {
    g.holder == p.holder
        && same_title(&g.title, &p.title)
        && (g.of == p.of || g.of.is_none() || p.of.is_none())
}

pub(super) fn office_closeness(g: &GoldOffice, p: &Office) -> usize {
    usize::from(g.status == Some(p.status))
}

/// Whether the two are one act, by source and relation, and by target or topic without contradiction.
pub(super) fn same_act(g: &GoldRelation, p: &Relation) -> bool {
    let Some((target_agrees, topic_agrees)) = act_agreement(g, p) else { return false };
    let contradicts = g.target.is_some() && p.target.is_some() && !target_agrees;
    !contradicts && (target_agrees || topic_agrees)
}

/// Whether the two are one act in target, topic and status as well.
pub(super) fn same_act_strictly(g: &GoldRelation, p: &Relation) -> bool {
    let Some((target_agrees, topic_agrees)) = act_agreement(g, p) else { return false };
    (target_agrees || g.target.is_none() && p.target.is_none())
        && (topic_agrees || !is_some_phrase(g.topic.as_deref()))
        && g.status.unwrap_or(ActStatus::Occurred) == p.status
}

/// Of two acts of one source and relation, whether both have the same target, and whether both have the same topic.
fn act_agreement(g: &GoldRelation, p: &Relation) -> Option<(bool, bool)> {
    if g.relation != p.relation {
        return None;
    }
    // The ends of a symmetric act may change places.
    let crossed = g.relation.is_symmetric()
        && g.source != p.source
        && p.target.as_ref() == Some(&g.source)
        && g.target.as_ref() == Some(&p.source);
    if g.source != p.source && !crossed {
        return None;
    }
    let target_agrees = crossed || (g.target.is_some() && g.target == p.target);
    let heads = g.topic_heads.as_deref().unwrap_or_default();
    let topic_agrees = is_some_phrase(g.topic.as_deref())
        && p.topic.as_deref().is_some_and(|topic| !topic.is_empty() && same_topic(heads, topic));
    Some((target_agrees, topic_agrees))
}

pub(super) fn act_closeness(g: &GoldRelation, p: &Relation) -> usize {
    [g.target == p.target, g.status == Some(p.status), g.reported_by == p.reported_by]
        .into_iter()
        .map(usize::from)
        .sum()
}

/// Whether the two are one position.
pub(super) fn same_position(g: &GoldPosition, p: &Position) -> bool {
    g.holder == p.holder && g.stance == p.stance && same_topic(&g.topic_heads, &p.topic)
}

pub(super) fn position_closeness(g: &GoldPosition, p: &Position) -> usize {
    usize::from(g.reported_by == p.reported_by)
}

/// Whether one of `heads` is a word of `topic`.
fn same_topic(heads: &[String], topic: &str) -> bool {
    let words = words(topic);
    heads.iter().any(|head| words.contains(stem(&normal(head))))
}

/// Whether the words of one title are all in the other.
fn same_title(a: &str, b: &str) -> bool {
    let (a, b) = (words(a), words(b));
    !a.is_empty() && !b.is_empty() && (a.is_subset(&b) || b.is_subset(&a))
}

fn is_some_phrase(phrase: Option<&str>) -> bool {
    phrase.is_some_and(|phrase| !phrase.is_empty())
}
