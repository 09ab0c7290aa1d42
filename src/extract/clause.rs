//! The logic of clauses: who is the subject of a verb that has none of its own, what a relative pronoun stands for,
//! whether a verb is passive.
//!
//! In: an analysed text and a token. Out: tokens. Nothing here knows an act.

use super::mention::Mentions;
use crate::lexicon::cues::Cues;
use crate::schema::EntityType;
use crate::text::{AnalysedText, Deprel, EntityLabel, Tag, Upos};

/// How far a chain of control, coordination or relative clauses is followed: real chains are three or four long.
const DEPTH: usize = 12;

/// A text with the word lists that clause logic needs.
#[derive(Clone, Copy)]
pub struct Clauses<'a> {
    /// The text.
    pub doc: &'a AnalysedText,
    /// Function words and verbs of control.
    pub cues: &'a Cues,
    /// Who is mentioned, where that is known already: it tells whom "who" takes up.
    pub mentions: Option<&'a Mentions>,
}

impl<'a> Clauses<'a> {
    /// Whether `v` heads a clause: a verb, or an auxiliary that is not another verb's helper.
    pub fn is_clausal(self, v: usize) -> bool {
        let token = &self.doc.tokens[v];
        match token.upos {
            Upos::Verb => token.deprel != Deprel::Amod && token.deprel != Deprel::Compound,
            Upos::Aux => !matches!(token.deprel, Deprel::Aux | Deprel::Auxpass),
            _ => false,
        }
    }

    /// Whether `v` is passive: by auxiliary, by "by", or a past participle without auxiliary that modifies a noun or
    /// opens a clause.
    pub fn is_passive(self, v: usize) -> bool {
        self.is_passive_to(v, DEPTH)
    }

    fn is_passive_to(self, v: usize, depth: usize) -> bool {
        let doc = self.doc;
        if doc.children(v).any(|c| {
            matches!(
                doc.tokens[c].deprel,
                Deprel::Auxpass | Deprel::Nsubjpass | Deprel::Csubjpass | Deprel::Agent
            )
        }) {
            return true;
        }
        let token = &doc.tokens[v];
        if token.tag != Tag::Vbn || depth == 0 {
            return false;
        }
        if doc.children_by(v, Deprel::Aux).next().is_some() {
            return false;
        }
        if doc.child(v, Deprel::Nsubj).is_some() {
            // "had A arrested", "wants the deal signed"
            return token.deprel == Deprel::Ccomp
                && self.cues.causatives.contains(&*doc.tokens[token.head].lemma)
                && doc.child(v, Deprel::Dobj).is_none()
                && doc.child(v, Deprel::Mark).is_none();
        }
        match token.deprel {
            Deprel::Acl | Deprel::Advcl | Deprel::Relcl => doc.child(v, Deprel::Dobj).is_none(),
            Deprel::Conj => self.is_passive_to(token.head, depth - 1),
            _ => false,
        }
    }

    /// The noun that a relative pronoun stands for, or the token itself.
    pub fn dereference(self, token: usize) -> usize {
        let doc = self.doc;
        // The tagger at times reads the relative "that" as a conjunction.
        let relative = doc.tokens[doc.tokens[token].head].deprel == Deprel::Relcl
            && matches!(doc.tokens[token].deprel, Deprel::Dobj | Deprel::Nsubj | Deprel::Nsubjpass)
            && self.cues.complementizers.contains(&*doc.tokens[token].lower);
        if !relative && !matches!(doc.tokens[token].tag, Tag::Wdt | Tag::Wp | Tag::WpPoss) {
            return token;
        }
        std::iter::once(token)
            .chain(doc.ancestors(token))
            .take(DEPTH)
            .find(|&above| doc.tokens[above].deprel == Deprel::Relcl)
            .map_or(token, |clause| self.antecedent_of_clause(clause, token))
    }

    /// The noun that relative clause `clause` modifies.
    ///
    /// The parser hangs a clause on the nearest noun. "Who" asks for a person: "the head of the Commission, who …" is
    /// the head and not the Commission.
    fn antecedent_of_clause(self, clause: usize, pronoun: usize) -> usize {
        let doc = self.doc;
        let nearest = doc.tokens[clause].head;
        let personal = doc.tokens[pronoun].tag == Tag::Wp
            && self.cues.personal_relatives.contains(&*doc.tokens[pronoun].lower);
        let is_personal = |t: usize| {
            let token = &doc.tokens[t];
            let kinds = |m: &Mentions| {
                m.entities_at(t)
                    .iter()
                    .any(|&e| matches!(m.entities[e].kind, EntityType::Person | EntityType::Group))
            };
            self.mentions.is_some_and(kinds)
                || token.upos == Upos::Noun && self.cues.is_people(&token.lemma)
                || doc.entity_at(t).is_some_and(|e| e.label == EntityLabel::Person)
        };
        if !personal || is_personal(nearest) {
            return nearest;
        }
        doc.ancestors(nearest)
            .take(6)
            .take_while(|&t| matches!(doc.tokens[t].upos, Upos::Noun | Upos::Propn | Upos::Adp))
            .find(|&t| is_personal(t))
            .unwrap_or(nearest)
    }

    /// The subject in the clause's surface order, own or understood: shared, controlled or relative.
    pub fn surface_subject(self, v: usize) -> Option<usize> {
        self.subject_to(v, DEPTH)
    }

    /// The subject among the children: the nearest before the verb where the parser gives two (a dateline, an
    /// apposition), else the first.
    pub(super) fn own_subject(self, v: usize) -> Option<usize> {
        let doc = self.doc;
        let all = || {
            doc.children(v).filter(|&c| {
                matches!(
                    doc.tokens[c].deprel,
                    Deprel::Nsubj | Deprel::Nsubjpass | Deprel::Csubj | Deprel::Csubjpass
                )
            })
        };
        all().rfind(|&c| c < v).or_else(|| all().next())
    }

    fn subject_to(self, v: usize, depth: usize) -> Option<usize> {
        let doc = self.doc;
        if depth == 0 {
            return None;
        }
        if let Some(own) = self.own_subject(v) {
            return Some(self.dereference(own));
        }
        let token = &doc.tokens[v];
        let Some(head) = doc.head(v) else { return self.named_before(v) };
        match token.deprel {
            Deprel::Conj => {
                // "A said that B must go and urged C to help": a past tense goes with the past tense further up.
                let past = |t: usize| doc.tokens[t].tag == Tag::Vbd;
                let above = doc.head(head).filter(|&h| {
                    past(v)
                        && past(h)
                        && doc.tokens[head].tag == Tag::Vb
                        && matches!(doc.tokens[head].deprel, Deprel::Ccomp | Deprel::Xcomp)
                        && self.is_clausal(h)
                });
                let head = above.unwrap_or(head);
                self.is_clausal(head).then(|| self.subject_to(head, depth - 1)).flatten()
            }
            Deprel::Xcomp | Deprel::Ccomp => self.controller(v, head, depth),
            Deprel::Relcl => Some(head),
            Deprel::Acl => {
                if self.is_infinitive(v) {
                    self.noun_agent(head, depth)
                } else {
                    Some(head)
                }
            }
            Deprel::Advcl | Deprel::Dep | Deprel::Parataxis if self.is_clausal(head) => {
                // "Chad, whose president, A, objected", with the last verb read as an adjunct
                let unmarked = doc.child(v, Deprel::Mark).is_none() && doc.child(v, Deprel::Advmod).is_none();
                let named = self.named_before(v).filter(|_| unmarked && token.tag == Tag::Vbd);
                let fronted = self.fronted_patient(v, head).filter(|_| unmarked);
                named.or(fronted).or_else(|| self.subject_to(head, depth - 1))
            }
            Deprel::Advcl if doc.tokens[head].upos == Upos::Adj => {
                doc.head(head).and_then(|h| self.subject_to(h, depth - 1))
            }
            Deprel::Pcomp => {
                let governor = doc.head(head)?;
                if self.is_clausal(governor) {
                    let patient = self.patient(governor);
                    match patient {
                        Some(p)
                            if self.cues.object_control_prepositions.contains(&*doc.tokens[head].lower) =>
                        {
                            Some(p)
                        }
                        _ => self.subject_to(governor, depth - 1),
                    }
                } else {
                    self.noun_agent(governor, depth)
                }
            }
            _ => None,
        }
    }

    /// The noun right before a participle with its agent that the parser has hung on the main verb: "Under the plan, drawn
    /// up by A, B left".
    fn fronted_patient(self, v: usize, main: usize) -> Option<usize> {
        let doc = self.doc;
        let participle = doc.tokens[v].tag == Tag::Vbn
            && v < main
            && v > 1
            && doc.word(v - 1) == ","
            && doc.child(v, Deprel::Agent).is_some()
            && !doc.children(v).any(|c| matches!(doc.tokens[c].deprel, Deprel::Aux | Deprel::Auxpass));
        if !participle {
            return None;
        }
        let mut before = doc
            .children_by(main, Deprel::Prep)
            .chain(doc.children_by(v, Deprel::Prep))
            .filter(|&p| p < v)
            .filter_map(|p| doc.child(p, Deprel::Pobj))
            .filter(|&o| doc.tokens[o].upos == Upos::Noun && !self.is_time(o));
        before.rfind(|&o| doc.subtree(o).into_iter().max() == Some(v - 2))
    }

    /// Who is named right before a finite verb that the parser has left without a subject: "According to the paper, the
    /// minister, A, said".
    fn named_before(self, v: usize) -> Option<usize> {
        let doc = self.doc;
        if !matches!(doc.tokens[v].tag, Tag::Vbd | Tag::Vbz) || self.is_passive(v) {
            return None;
        }
        let sentence = doc.sentences[doc.sentence_of(v)].start;
        let mut at = v;
        while at > sentence && matches!(doc.tokens[at - 1].upos, Upos::Aux | Upos::Adv | Upos::Punct) {
            at -= 1;
        }
        let mentions = self.mentions?;
        let before = at.checked_sub(1).filter(|&t| t >= sentence).and_then(|t| mentions.containing(t))?;
        let person = |e: usize| mentions.entities[e].kind == EntityType::Person;
        before.entity.is_some_and(person).then_some(before.head)
    }

    /// The direct object, or the subject of a passive.
    fn patient(self, v: usize) -> Option<usize> {
        let doc = self.doc;
        let found = if self.is_passive(v) { self.own_subject(v) } else { doc.child(v, Deprel::Dobj) };
        found.map(|t| self.dereference(t))
    }

    /// Who does the infinitive `v` that hangs on `head`.
    fn controller(self, v: usize, head: usize, depth: usize) -> Option<usize> {
        let doc = self.doc;
        match doc.tokens[head].upos {
            Upos::Verb | Upos::Aux => {
                let lemma = &*doc.tokens[head].lemma;
                if !self.is_passive(head)
                    && !self.cues.subject_control.contains(lemma)
                    && doc.tokens[v].deprel == Deprel::Xcomp
                    && let Some(object) = doc
                        .children(head)
                        .find(|&c| matches!(doc.tokens[c].deprel, Deprel::Dobj | Deprel::Dative) && c < v)
                    && !self.cues.reflexives.contains(&*doc.tokens[object].lower)
                {
                    return Some(self.dereference(object));
                }
                self.subject_to(head, depth - 1)
            }
            Upos::Adj => doc.head(head).and_then(|h| self.subject_to(h, depth - 1)),
            _ => self.noun_agent(head, depth),
        }
    }

    /// The verb that a dependent of `verb` belongs to: where the parser has made a subordinate clause the root and hung
    /// the main clause before it ("A praised B, days after meeting C, as D said …"), what stands before the
    /// subordinating word belongs to the main clause.
    fn governing(self, dependent: usize, verb: usize) -> usize {
        let doc = self.doc;
        let Some(mark) = doc.children_by(verb, Deprel::Mark).find(|&m| m > dependent) else { return verb };
        doc.children_by(verb, Deprel::Ccomp)
            .find(|&c| c < mark && self.own_subject(c).is_some())
            .unwrap_or(verb)
    }

    /// Who does what a noun names: its possessor, or the subject of the verb that it is the object of.
    fn noun_agent(self, noun: usize, depth: usize) -> Option<usize> {
        let doc = self.doc;
        if let Some(owner) = doc.child(noun, Deprel::Poss) {
            return Some(self.dereference(owner));
        }
        let mut at = noun;
        for _ in 0..4 {
            let above = doc.head(at)?;
            if self.is_clausal(above) {
                let above = self.governing(at, above);
                return match doc.tokens[at].deprel {
                    Deprel::Nsubj | Deprel::Nsubjpass => None,
                    _ if depth == 0 => None,
                    _ => self.subject_to(above, depth - 1),
                };
            }
            at = above;
        }
        None
    }

    /// Whether `v` is "to" with a verb.
    pub fn is_infinitive(self, v: usize) -> bool {
        self.doc.children_by(v, Deprel::Aux).any(|c| self.doc.tokens[c].tag == Tag::To)
    }

    /// The subject in the logic of the clause: the agent of a passive.
    pub fn logical_subject(self, v: usize) -> Option<usize> {
        if !self.is_passive(v) {
            return self.surface_subject(v);
        }
        self.own_agent(v).or_else(|| self.shared_agent(v)).map(|t| self.dereference(t))
    }

    /// The clauses that set a condition on `v`: "would strike if B sent troops".
    pub fn conditions_on(self, v: usize) -> Vec<usize> {
        let doc = self.doc;
        let opens = |c: usize| {
            doc.children(c).any(|m| {
                matches!(doc.tokens[m].deprel, Deprel::Mark | Deprel::Advmod)
                    && self.cues.conditions.contains(&*doc.tokens[m].lower)
            })
        };
        doc.children_by(v, Deprel::Advcl).filter(|&c| opens(c)).collect()
    }

    /// The verb of the clause that `token` stands in, itself included.
    pub fn clause_of(self, token: usize) -> Option<usize> {
        std::iter::once(token).chain(self.doc.ancestors(token)).take(DEPTH * 2).find(|&t| self.is_clausal(t))
    }

    /// `token` and its further conjuncts, in text order: "A, B and C".
    pub fn conjuncts(self, token: usize) -> Vec<usize> {
        let doc = self.doc;
        let mut out = vec![token];
        let mut next = 0;
        while next < out.len() && out.len() < 64 {
            let at = out[next];
            // "A and not B"
            let denied = |c: usize| !self.is_clausal(c) && doc.child(c, Deprel::Neg).is_some();
            out.extend(doc.children_by(at, Deprel::Conj).filter(|&c| !denied(c)));
            next += 1;
        }
        out
    }

    /// Whether `token` tells a time, which is no agent: "by Friday".
    pub fn is_time(self, token: usize) -> bool {
        self.doc.entity_at(token).is_some_and(|e| matches!(e.label, EntityLabel::Date | EntityLabel::Time))
    }

    /// Whether nothing but conjunctions, commas, adverbs and verbs stands between the verbs `v` and `c`.
    fn stands_next(self, v: usize, c: usize) -> bool {
        let between =
            |k: usize| matches!(self.doc.tokens[k].upos, Upos::Cconj | Upos::Punct | Upos::Adv | Upos::Verb);
        (v + 1..c).all(between)
    }

    /// The agent that a passive names after "by" or its like.
    fn own_agent(self, v: usize) -> Option<usize> {
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
    fn shared_agent(self, v: usize) -> Option<usize> {
        let doc = self.doc;
        doc.children_by(v, Deprel::Conj)
            .find(|&c| {
                doc.tokens[c].tag == Tag::Vbn && self.own_subject(c).is_none() && self.stands_next(v, c)
            })
            .filter(|&c| doc.child(c, Deprel::Auxpass).is_none())
            .and_then(|c| self.own_agent(c))
    }
}
