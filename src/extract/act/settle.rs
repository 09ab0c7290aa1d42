//! What acts make of each other: one that stands inside another's topic is not said to have happened.

use std::collections::{HashMap, HashSet};

use super::model::{Act, Context};
use crate::extract::modality::weaker;
use crate::extract::predicate::Class;
use crate::schema::{ActStatus, RelationKind};
use crate::text::{AnalysedText, Deprel};

/// What stands inside another act's topic is not said to have happened: "urged Trump to reject the deal" tells of no
/// rejection. Meetings, visits and aid that are agreed or proposed are kept with the status that this gives them.
pub(super) fn settle(context: Context<'_>, acts: &mut Vec<Act>) {
    let doc = context.clauses.doc;
    struct Outer {
        trigger: usize,
        clause: usize,
        relation: RelationKind,
        source: usize,
        commits: bool,
        denies: bool,
        feels: bool,
    }
    let outers: Vec<Outer> = acts
        .iter()
        .filter_map(|a| {
            let topic = a.topic.as_ref()?;
            let clause = if topic.clausal {
                topic.head
            } else {
                // "introduced a bill to ban arms", "would veto any attempt to block the deal"
                let infinitive = |&c: &usize| c > topic.head && context.clauses.is_infinitive(c);
                let own = doc.children(topic.head).find(|c| {
                    infinitive(c)
                        && match doc.tokens[*c].deprel {
                            Deprel::Acl => topic.tokens.contains(c),
                            Deprel::Relcl => doc.child(*c, Deprel::Nsubj).is_none(),
                            _ => false,
                        }
                });
                // The parser may take it for a purpose.
                let strayed = || {
                    let mut purposes = doc.children_by(a.trigger, Deprel::Advcl);
                    purposes
                        .find(infinitive)
                        .filter(|_| a.relation == RelationKind::Proposed && a.trigger != topic.head)
                };
                own.or_else(strayed)?
            };
            let commits = context.clauses.cues.commissives.contains(&*doc.tokens[a.trigger].lemma);
            let denies = context.clauses.cues.denying.contains(&*doc.tokens[a.trigger].lemma);
            Some(Outer {
                trigger: a.trigger,
                clause,
                relation: a.relation,
                source: a.source,
                commits,
                denies,
                feels: a.class == Class::Adjective,
            })
        })
        .collect();
    // The first of each clause.
    let mut by_clause: HashMap<usize, usize> = HashMap::new();
    for (number, outer) in outers.iter().enumerate() {
        by_clause.entry(outer.clause).or_insert(number);
    }
    let mut undone = HashSet::new();
    acts.retain_mut(|act| {
        let clause = context.clauses.clause_of(act.trigger).unwrap_or(act.trigger);
        let outer = clause_chain(doc, clause)
            .filter(|&c| act.topic.as_ref().is_none_or(|t| t.head != c))
            .filter_map(|c| by_clause.get(&c))
            .min();
        let Some(outer) = outer.map(|&number| &outers[number]) else { return true };
        use RelationKind::*;
        if outer.denies {
            // "denied that A had met B" tells of a meeting that was denied, and of nothing that was refused.
            act.status = ActStatus::Denied;
            undone.insert(outer.trigger);
            return true;
        }
        match (outer.relation, act.relation) {
            (Proposed, Supported | Rejected) if outer.commits && outer.source == act.source => {
                // "vowed to stand by the treaty" is support, and no proposal.
                act.status = ActStatus::Occurred;
                undone.insert(outer.trigger);
                true
            }
            (Proposed, Aided) if outer.commits && outer.source == act.source => {
                act.status = weaker(act.status, ActStatus::Planned);
                true
            }
            (Supported, Supported) if outer.feels && outer.source == act.source => {
                // "is glad to endorse A" is support for A.
                act.status = ActStatus::Occurred;
                undone.insert(outer.trigger);
                true
            }
            (Rejected, Met | Visited) => {
                act.status = ActStatus::Denied;
                true
            }
            (Demanded | Proposed | Supported | Threatened, Met | Visited) => {
                act.status = weaker(act.status, ActStatus::Possible);
                true
            }
            (Agreed, Met | Visited | Aided) => {
                act.status = weaker(act.status, ActStatus::Planned);
                true
            }
            _ => false,
        }
    });
    acts.retain(|act| !undone.contains(&act.trigger));
    // "backed away from its support for T" is no support.
    let dropped: HashSet<(usize, usize)> = acts
        .iter()
        .filter(|a| a.relation == RelationKind::Rejected && a.status == ActStatus::Occurred)
        .filter_map(|a| Some((a.source, a.topic.as_ref()?.head)))
        .collect();
    acts.retain(|a| {
        !(a.relation == RelationKind::Supported
            && a.class == Class::Noun
            && dropped.contains(&(a.source, a.trigger)))
    });
}

/// A clause and the clauses whose conjunct it is.
fn clause_chain(doc: &AnalysedText, clause: usize) -> impl Iterator<Item = usize> + '_ {
    std::iter::successors(Some(clause), |&c| {
        (doc.tokens[c].deprel == Deprel::Conj).then(|| doc.tokens[c].head).filter(|&h| h != c)
    })
    .take(8)
}
