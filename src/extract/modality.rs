//! Whether what a clause says has happened: tense, modals, conditions, and the predicates that it is embedded in.
//!
//! In: an analysed text and a verb. Out: its modality.

use super::clause::{Clauses, DEPTH};
use crate::schema::ActStatus;
use crate::text::{Deprel, Tag, Upos};

/// What the words around a predicate say of its happening.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Modality {
    /// Status without negation.
    pub status: ActStatus,
    /// Whether it is negated.
    pub negated: bool,
    /// Whether the negation is of refusal: "will not", "cannot".
    pub unwilling: bool,
    /// Whether it is of ability: "cannot".
    pub unable: bool,
}

impl Modality {
    /// The status of an act that stands in this modality.
    pub fn act_status(self) -> ActStatus {
        if self.negated { ActStatus::Denied } else { self.status }
    }
}

impl Clauses<'_> {
    /// Whether the words about the predicate headed by verb `v` say that it has happened.
    pub fn modality(self, v: usize) -> Modality {
        self.modality_to(v, DEPTH)
    }

    fn modality_to(self, v: usize, depth: usize) -> Modality {
        let doc = self.doc;
        let mut out = Modality {
            status: ActStatus::Occurred,
            negated: self.is_negated(v),
            unwilling: false,
            unable: false,
        };
        if depth == 0 {
            return out;
        }
        let mut has_modal = false;
        for c in doc.children_by(v, Deprel::Aux) {
            if let Some(&status) = self.cues.modals.get(&*doc.tokens[c].lower) {
                has_modal = true;
                out.unwilling |= out.negated;
                out.unable |= out.negated && status == ActStatus::Possible;
                out.status = weaker(out.status, status);
            }
        }
        if doc
            .children_by(v, Deprel::Mark)
            .chain(doc.children_by(v, Deprel::Advmod))
            .any(|c| self.cues.conditionals.contains(&*doc.tokens[c].lower))
        {
            out.status = weaker(out.status, ActStatus::Possible);
        }
        if doc.children_by(v, Deprel::Advmod).any(|c| self.cues.hedges.contains(&*doc.tokens[c].lower)) {
            out.status = weaker(out.status, ActStatus::Possible);
        }
        let Some(head) = doc.head(v) else { return out };
        if doc.tokens[v].deprel == Deprel::Pcomp
            && self.cues.negative_prepositions.contains(&*doc.tokens[head].lower)
        {
            out.negated = !out.negated;
        }
        if doc.tokens[v].deprel == Deprel::Xcomp
            && self.is_infinitive(v)
            && self.cues.future_copulas.contains(&*doc.tokens[head].lemma)
            && doc.child(head, Deprel::Acomp).is_none()
        {
            // "is to visit"
            out.status = weaker(out.status, ActStatus::Planned);
        }
        match doc.tokens[v].deprel {
            Deprel::Xcomp | Deprel::Acomp | Deprel::Oprd => {
                // "is too weak to agree", "is ready to agree": the adjective embeds, wherever the parser hangs the verb.
                let adjective = doc.child(head, Deprel::Acomp).filter(|&a| a < v).unwrap_or(head);
                let exceeds = |c: usize| self.cues.excess.contains(&*doc.tokens[c].lower);
                if doc.tokens[adjective].upos == Upos::Adj
                    && doc.children_by(adjective, Deprel::Advmod).any(exceeds)
                {
                    out.negated = !out.negated;
                }
                self.embed(&mut out, adjective, depth)
            }
            // "After meeting A, B failed to agree", "failed by asking": such a preposition opens an adjunct and no
            // complement, and so does any that stands before its verb. It has the time of its verb alone.
            Deprel::Pcomp if self.is_adjunct(head) => {
                out.status = weaker(out.status, self.modality_to(doc.tokens[head].head, depth - 1).status);
            }
            Deprel::Ccomp | Deprel::Pcomp | Deprel::Acl
                if self.is_infinitive(v) || doc.tokens[v].deprel == Deprel::Pcomp =>
            {
                self.embed(&mut out, head, depth)
            }
            Deprel::Conj
                if !has_modal
                    && self.is_clausal(head)
                    && (self.own_subject(v).is_none() || matches!(doc.tokens[v].tag, Tag::Vb)) =>
            {
                let shared = self.modality_to(head, depth - 1);
                // "will meet A and visit B" shares the modal; "did not meet A but phoned B" does not share the "not".
                // "will meet A and visit B" shares the modal; "did not meet A but phoned B" does not share the "not".
                if !matches!(doc.tokens[v].tag, Tag::Vbd | Tag::Vbz | Tag::Vbp) {
                    out.status = weaker(out.status, shared.status);
                    // "will not sign or ratify" shares it.
                    let joint = doc.children_by(head, Deprel::Cc).rfind(|&c| c < v);
                    let either =
                        joint.is_some_and(|c| self.cues.alternatives.contains(&*doc.tokens[c].lower));
                    if either && shared.negated {
                        out.negated = true;
                        out.unwilling |= shared.unwilling;
                        out.unable |= shared.unable;
                    }
                }
            }
            Deprel::Acl | Deprel::Ccomp | Deprel::Advcl
                if doc.tokens[head].upos == Upos::Noun
                    && self.is_negative_phrase(head)
                    && doc.child(v, Deprel::Mark).is_some() =>
            {
                self.embed(&mut out, head, depth)
            }
            // "called for A to leave"
            Deprel::Advcl
                if self.own_subject(v).is_some()
                    && self.is_infinitive(v)
                    && self.cues.embedders.contains_key(&*doc.tokens[head].lemma) =>
            {
                self.embed(&mut out, head, depth)
            }
            Deprel::Advcl
                if self.own_subject(v).is_none() && self.is_infinitive(v) && self.is_clausal(head) =>
            {
                let above = self.modality_to(head, depth - 1);
                out.status = weaker(out.status, above.status);
                out.negated |= above.negated;
            }
            _ => {}
        }
        out
    }

    /// What the embedding predicate `head` makes of its complement.
    fn embed(self, out: &mut Modality, head: usize, depth: usize) {
        let doc = self.doc;
        // "the idea of A offering T": the noun or verb over the preposition embeds.
        let head = match doc.tokens[head].upos {
            Upos::Adp => doc.head(head).unwrap_or(head),
            _ => head,
        };
        // "no sign that A is ready": the "no" negates what is embedded, once.
        let nothing = doc.tokens[head].upos == Upos::Noun && self.is_negative_phrase(head);
        if nothing {
            out.negated = !out.negated;
        }
        let lemma = &*doc.tokens[head].lemma;
        if let Some(&status) = self.cues.embedders.get(lemma) {
            if status == ActStatus::Denied {
                out.negated = !out.negated;
            } else {
                out.status = weaker(out.status, status);
            }
        }
        let above =
            if self.is_clausal(head) { Some(head) } else { doc.head(head).filter(|&h| self.is_clausal(h)) };
        if let Some(above) = above {
            let outer = self.modality_to(above, depth - 1);
            out.status = weaker(out.status, outer.status);
            out.negated ^= outer.negated && !nothing;
            out.unwilling |= outer.unwilling;
            out.unable |= outer.unable;
        }
    }
}

/// The less certain of two statuses.
pub fn weaker(a: ActStatus, b: ActStatus) -> ActStatus {
    a.max(b)
}
