//! Whose act it is when the subject does not say: authors of documents, speakers; and what kind of clause is said.

use super::model::{Actors, Context};
use crate::extract::predicate::{Class, Predicate, Role};
use crate::text::{Deprel, Tag, Upos};

impl Context<'_> {
    /// The authors of a document that is the subject: "signed a letter urging B to act".
    pub(in crate::extract) fn authors(self, predicate: &Predicate) -> Actors {
        let documents = predicate.role(&Role::Subject).map(|a| a.head).filter(|&s| {
            self.entities(s).is_empty() && self.clauses.cues.documents.contains(&*self.doc().tokens[s].lemma)
        });
        documents.filter_map(|d| self.clauses.author(d)).flat_map(|a| self.actors(a)).collect()
    }

    /// The speaker of a clause whose subject is no actor: "A said the raid cast doubt on B's word" is A's doubt.
    pub(in crate::extract) fn voice(self, predicate: &Predicate) -> Actors {
        let subject = predicate.role(&Role::Subject).next().map(|a| a.head);
        let is_thing = subject.is_some_and(|s| {
            self.doc().tokens[s].upos == Upos::Noun
                && self.entities(s).is_empty()
                && !self.clauses.cues.people.contains(&*self.doc().tokens[s].lemma)
        });
        if !is_thing || predicate.class != Class::Verb {
            return Vec::new();
        }
        let report = self.reports.around(predicate.head).into_iter().find(|r| r.speaker.is_some());
        report
            .filter(|r| self.is_main_clause(predicate.head, r.cue))
            .and_then(|r| r.speaker)
            .map(|s| self.actors(s))
            .unwrap_or_default()
    }

    /// Who announces what nobody is said to do: "A announced that the talks were cancelled".
    pub(in crate::extract) fn announcer(self, predicate: &Predicate) -> Actors {
        let doc = self.doc();
        let clause = match predicate.class {
            Class::Verb => predicate.head,
            // "that sanctions would be reimposed"
            _ => match predicate.carrier {
                Some(carrier) => carrier,
                None => return Vec::new(),
            },
        };
        if !self.clauses.is_passive(clause) || self.clauses.logical_subject(clause).is_some() {
            return Vec::new();
        }
        let report = self.reports.around(clause).into_iter().find(|r| r.speaker.is_some());
        report
            .filter(|r| {
                self.clauses.cues.announcing.contains(&*doc.tokens[r.cue].lemma)
                    && doc.tokens[clause].head == r.cue
            })
            .and_then(|r| r.speaker)
            .map(|s| self.actors(s))
            .unwrap_or_default()
    }

    /// Whether `v` heads what the speech verb `cue` reports: no relative clause, condition or reason inside it.
    pub(in crate::extract) fn is_main_clause(self, v: usize, cue: usize) -> bool {
        let doc = self.doc();
        let mut at = v;
        for _ in 0..8 {
            match doc.tokens[at].deprel {
                Deprel::Relcl | Deprel::Advcl | Deprel::Acl | Deprel::Pcomp | Deprel::Csubj => return false,
                Deprel::Root => return true,
                _ => {}
            }
            at = doc.tokens[at].head;
            if at == cue {
                return true;
            }
        }
        false
    }

    pub(in crate::extract) fn has_other_subject(self, clause: usize) -> bool {
        self.doc().children(clause).any(|c| {
            matches!(self.doc().tokens[c].deprel, Deprel::Nsubj | Deprel::Nsubjpass) && !self.is_pronoun(c)
        })
    }

    /// Whether a clause says what may happen to others, and sets no condition.
    pub(in crate::extract) fn is_risk(self, clause: usize) -> bool {
        let doc = self.doc();
        self.has_other_subject(clause)
            && doc
                .children_by(clause, Deprel::Aux)
                .any(|c| self.clauses.cues.suggestive.contains(&*doc.tokens[c].lower))
            && self.clauses.conditions_on(clause).is_empty()
    }

    /// Whether a clause is a gerund ("easing sanctions") or says what could be done.
    pub(in crate::extract) fn is_suggestion(self, clause: usize) -> bool {
        let doc = self.doc();
        // A claim that is told stands in the past tense; "that the parties form a council" is a subjunctive.
        let bare =
            matches!(doc.tokens[clause].tag, Tag::Vb | Tag::Vbp) && doc.child(clause, Deprel::Aux).is_none();
        bare || doc.tokens[clause].tag == Tag::Vbg && doc.child(clause, Deprel::Nsubj).is_none()
            || self.may_be_done(clause)
                && doc
                    .children_by(clause, Deprel::Aux)
                    .any(|c| self.clauses.cues.suggestive.contains(&*doc.tokens[c].lower))
    }

    /// Whether a clause tells of a deed: "votes by mail could lead to fraud" tells of none.
    fn may_be_done(self, clause: usize) -> bool {
        let doc = self.doc();
        doc.child(clause, Deprel::Nsubj).is_none_or(|s| {
            let lemma = &*doc.tokens[s].lemma;
            doc.tokens[s].upos != Upos::Noun
                || !self.entities(s).is_empty()
                || self.clauses.cues.is_people(lemma)
                || self.clauses.cues.proxies.contains(lemma)
        })
    }

    /// Whether a clause says what is to be done: an infinitive, a subjunctive, or with "must" or "should".
    pub(in crate::extract) fn is_directive(self, clause: usize) -> bool {
        let doc = self.doc();
        let base = |t: usize| doc.tokens[t].tag == Tag::Vb;
        let helped = doc.children_by(clause, Deprel::Aux).next().is_some();
        let subjunctive = !helped
            && doc
                .children(clause)
                .any(|c| matches!(doc.tokens[c].deprel, Deprel::Nsubj | Deprel::Nsubjpass))
            && (base(clause) || doc.children_by(clause, Deprel::Auxpass).any(base));
        self.clauses.is_infinitive(clause)
            || subjunctive
            || doc
                .children_by(clause, Deprel::Aux)
                .any(|c| self.clauses.cues.obligation.contains(&*doc.tokens[c].lower))
    }
}
