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

    /// Whether `token` limits the "not" before it: "not only".
    pub(super) fn is_restrictive(self, token: usize) -> bool {
        self.doc.tokens.get(token).is_some_and(|t| self.cues.restrictives.contains(&*t.lower))
    }

    /// Whether what follows preposition `prep` is an adjunct of its verb and no complement.
    pub(super) fn is_adjunct(self, prep: usize) -> bool {
        let verb = self.doc.tokens[prep].head;
        self.is_clausal(verb)
            && (prep < verb || self.cues.adjunct_prepositions.contains(&*self.doc.tokens[prep].lower))
    }

    /// The object of a later verb that serves `v` as well: "drafted, debated and signed the deal".
    pub(super) fn shared_object(self, v: usize) -> Option<usize> {
        let doc = self.doc;
        let mut last = v;
        // Real lists of verbs are three or four long.
        for _ in 0..4 {
            last = doc.children_by(last, Deprel::Conj).find(|&c| {
                self.is_clausal(c)
                    && self.own_subject(c).is_none()
                    && matches!(
                        (doc.tokens[c].tag, doc.tokens[v].tag),
                        (Tag::Vbd | Tag::Vbn, Tag::Vbd | Tag::Vbn)
                            | (Tag::Vb, Tag::Vb)
                            | (Tag::Vbz | Tag::Vbp, Tag::Vbz | Tag::Vbp)
                            | (Tag::Vbg, Tag::Vbg)
                    )
                    && self.stands_next(last, c)
            })?;
            if let Some(object) = doc.child(last, Deprel::Dobj) {
                // "A arrived, addressed B and left": what has verbs behind it is the object of its own verb alone.
                let ends = doc.children_by(last, Deprel::Conj).all(|k| k < object || !self.is_clausal(k));
                return ends.then_some(object);
            }
        }
        None
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

    /// Whether a relative word in `v`'s clause is an adverb or hangs on a preposition ("where", "to which").
    pub(super) fn has_relative_adjunct(self, v: usize) -> bool {
        let doc = self.doc;
        doc.children(v).any(|c| {
            doc.tokens[c].tag == Tag::Wrb
                || (doc.tokens[c].deprel == Deprel::Prep
                    && doc.children(c).any(|p| matches!(doc.tokens[p].tag, Tag::Wdt | Tag::Wp)))
        })
    }

    /// Whether the relative word belongs to the complement of `v`: "the deal that A said B had broken".
    pub(super) fn has_relative_below(self, v: usize) -> bool {
        let doc = self.doc;
        doc.children(v)
            .filter(|&c| matches!(doc.tokens[c].deprel, Deprel::Ccomp | Deprel::Xcomp))
            .any(|c| doc.children(c).any(|p| p < v && matches!(doc.tokens[p].tag, Tag::Wdt | Tag::Wp)))
    }

    /// The preposition without an object that ends relative clause `v` or stands in it: "the pact that A pulled out of".
    /// With the prepositions before it, outermost first.
    pub(super) fn stranded_preposition(self, v: usize) -> Option<Vec<usize>> {
        let doc = self.doc;
        if doc.tokens[v].deprel != Deprel::Relcl {
            return None;
        }
        let mut chain = vec![doc.children_by(v, Deprel::Prep).last()?];
        while let Some(inner) = doc.child(chain[chain.len() - 1], Deprel::Prep).filter(|_| chain.len() < 3) {
            chain.push(inner);
        }
        let open = doc.children(chain[chain.len() - 1]).next().is_none();
        open.then_some(chain)
    }
}
