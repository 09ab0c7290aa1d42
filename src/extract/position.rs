//! Positions: which stance an actor holds on a topic, as its acts show it.
//!
//! In: acts. Out: one stance a holder and topic, the last one that the text gives where it changes.

use std::collections::HashMap;

use super::act::{Act, Context};
use super::topic::Topic;
use crate::schema::{ActStatus, RelationKind, Stance};
use crate::text::Deprel;

/// A stance before it becomes a [`crate::schema::Position`].
#[derive(Debug, Clone, PartialEq)]
pub struct Stand<'a> {
    /// Index of the entity.
    pub holder: usize,
    /// On what.
    pub topic: Topic,
    /// For, against or under a condition.
    pub stance: Stance,
    /// What shows it.
    pub act: &'a Act,
}

/// The positions that are stated, and those that follow from acts: from what was proposed, demanded, agreed and supported, for; from what was
/// rejected and criticized, against. A denied act shows none, nor an offer that is only thought of, nor an accusation or
/// its denial; an agreement shows one of each party.
pub fn positions<'a>(context: Context<'_>, acts: &'a [Act], stated: &'a [(Stance, Act)]) -> Vec<Stand<'a>> {
    let mut out: Vec<Stand<'a>> = Vec::new();
    let shown = acts.iter().filter_map(|act| Some((act.relation.stance()?, act)));
    let mut all: Vec<(Stance, &Act)> =
        shown.chain(stated.iter().map(|(stance, act)| (*stance, act))).collect();
    all.sort_by_key(|(_, act)| act.trigger);
    // The first stance of each holder on each topic.
    let mut first: HashMap<(usize, String), Stance> = HashMap::new();
    for (stance, act) in all {
        let Some(topic) = &act.topic else { continue };
        let offered = act.relation != RelationKind::Proposed || act.status != ActStatus::Possible;
        let accuses = context.clauses.cues.accusing.contains(&*context.clauses.doc.tokens[act.trigger].lemma);
        if act.status == ActStatus::Denied || !offered || accuses || gives_up(context, acts, act) {
            continue;
        }
        let stance = if act.conditional { Stance::Conditional } else { stance };
        let holders = [Some(act.source), act.target.filter(|_| act.relation.is_symmetric())];
        for holder in holders.into_iter().flatten() {
            let known = first.get(&(holder, topic.phrase.to_ascii_lowercase()));
            if known == Some(&stance) {
                continue;
            }
            first.entry((holder, topic.phrase.to_ascii_lowercase())).or_insert(stance);
            out.push(Stand { holder, topic: topic.clone(), stance, act });
        }
    }
    out
}

/// Whether an act gives up what is the actor's own: who "withdrew its objection" is not against its objection.
fn gives_up(context: Context<'_>, acts: &[Act], act: &Act) -> bool {
    let Some(topic) = act.topic.as_ref().filter(|_| act.relation == RelationKind::Rejected) else {
        return false;
    };
    let same = |other: &Act| {
        other.relation == RelationKind::Yielded
            && (other.trigger, other.source) == (act.trigger, act.source)
            && other.topic.as_ref().is_some_and(|of| of.head == topic.head)
    };
    let owner = context.clauses.doc.child(topic.head, Deprel::Poss);
    owner.is_some_and(|owner| context.entities(owner).contains(&act.source)) && acts.iter().any(same)
}
