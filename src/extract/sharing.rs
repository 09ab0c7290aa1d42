//! What conjuncts share, and what relative clauses leave open: the half of [`Clauses`] that looks beside a verb.

use super::clause::Clauses;
use crate::text::{Deprel, EntityLabel, Tag, Upos};

impl Clauses<'_> {
    /// Whether `token` tells a time, which is no agent: "by Friday".
    pub fn is_time(self, token: usize) -> bool {
        self.doc.entity_at(token).is_some_and(|e| matches!(e.label, EntityLabel::Date | EntityLabel::Time))
    }

    /// Whether nothing but conjunctions, commas, adverbs and verbs stands between the verbs `v` and `c`.
    pub(super) fn stands_next(self, v: usize, c: usize) -> bool {
        let between =
            |k: usize| matches!(self.doc.tokens[k].upos, Upos::Cconj | Upos::Punct | Upos::Adv | Upos::Verb);
        (v + 1..c).all(between)
    }

    /// The agent that a passive names after "by" or its like.
    pub(super) fn own_agent(self, v: usize) -> Option<usize> {
        let doc = self.doc;
        doc.children(v)
            .filter(|&c| {
                doc.tokens[c].deprel == Deprel::Agent
                    || (doc.tokens[c].deprel == Deprel::Prep
                        && self.cues.agent_prepositions.contains(&*doc.tokens[c].lower))
            })
            .filter_map(|c| doc.child(c, Deprel::Pobj))
            .find(|&t| !self.is_time(t))
    }

    /// The agent of a later passive that serves `v` as well: "was amended and adopted by A".
    pub(super) fn shared_agent(self, v: usize) -> Option<usize> {
        let doc = self.doc;
        doc.children_by(v, Deprel::Conj)
            .find(|&c| {
                doc.tokens[c].tag == Tag::Vbn && self.own_subject(c).is_none() && self.stands_next(v, c)
            })
            .filter(|&c| doc.child(c, Deprel::Auxpass).is_none())
            .and_then(|c| self.own_agent(c))
    }
}
