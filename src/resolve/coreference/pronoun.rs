//! Pronouns of the third person, and the marks of those of the first.

use super::plural::Members;
use super::quotation::Quote;
use super::{Antecedent, AntecedentKind, Resolver};
use crate::extract::mention::{Gender, Mention, MentionKind, in_dateline};
use crate::schema::EntityType;
use crate::text::{Deprel, Tag, Upos};

/// What a pronoun may point to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    Person(Gender),
    Neuter,
    Plural,
}

/// Weights of an antecedent. They are set by hand, in the order that Lappin and Leass (1994) found.
mod weight {
    /// For each sentence between it and the pronoun.
    pub const SENTENCE: f32 = -10.0;
    pub const SUBJECT: f32 = 8.0;
    pub const OBJECT: f32 = 4.0;
    pub const OBLIQUE: f32 = 2.0;
    pub const POSSESSOR: f32 = 3.0;
    /// The subject of the clause that the pronoun stands in.
    pub const OWN_SUBJECT: f32 = 5.0;
    /// Both are subjects.
    pub const PARALLEL: f32 = 3.0;
    /// For each mention so far, up to six.
    pub const FREQUENT: f32 = 0.5;
    /// The speaker of the quotation that the pronoun stands in.
    pub const SPEAKER: f32 = -20.0;
    /// Somebody whose given name is mostly of the other gender.
    pub const UNLIKELY_NAME: f32 = -18.0;
    /// For each token between.
    pub const TOKEN: f32 = -0.05;
    /// A region or city as an "it".
    pub const PLACE: f32 = -4.0;
    /// A thing that is no entity, for an "it" that acts as people do.
    pub const THING_ACTS: f32 = -9.0;
    /// An organization as a "they".
    pub const BODY_PLURAL: f32 = -6.0;
}

impl Resolver<'_> {
    /// Reads a pronoun.
    pub(super) fn pronoun(&mut self, i: usize) {
        let words = &self.words.pronouns;
        let token = &self.doc.tokens[i];
        let lower = &*token.lower;
        if words.first.contains(lower) && matches!(token.tag, Tag::Prp | Tag::PrpPoss) {
            self.at.insert(
                i,
                Mention {
                    tokens: i..i + 1,
                    head: i,
                    kind: MentionKind::FirstPerson,
                    entity: None,
                    members: Vec::new(),
                },
            );
            return;
        }
        let found = if words.relative.contains(lower)
            && matches!(token.tag, Tag::Wp | Tag::WpPoss | Tag::Wdt | Tag::In)
        {
            self.relative(i)
        } else if words.reflexive.contains(lower) {
            self.reflexive(i)
        } else if words.masculine.contains(lower) {
            self.personal(i, Class::Person(Gender::Masculine))
        } else if words.feminine.contains(lower) {
            self.personal(i, Class::Person(Gender::Feminine))
        } else if words.neuter.contains(lower) {
            if self.is_expletive(i) { None } else { self.personal(i, Class::Neuter) }
        } else if words.plural.contains(lower) {
            self.personal(i, Class::Plural)
        } else if words.pair.contains(lower) && self.stands_alone(i) {
            self.counted(i, 2).map(|members| (None, members))
        } else if let Some(&number) = self.words.names.plural.numerals.get(lower)
            && self.is_definite_number(i)
        {
            self.counted(i, number).map(|members| (None, members))
        } else {
            None
        };
        if let Some((entity, members)) = found {
            // What a pronoun shows of somebody holds for the next one.
            let gender = if words.masculine.contains(lower) {
                Some(Gender::Masculine)
            } else if words.feminine.contains(lower) {
                Some(Gender::Feminine)
            } else {
                None
            };
            if let (Some(e), Some(gender)) = (entity, gender) {
                self.base.entities[e].gender.get_or_insert(gender);
                if self.base.entities[e].gender == Some(gender) {
                    self.guessed[e] = false;
                }
            }
            self.remember(Mention { tokens: i..i + 1, head: i, kind: MentionKind::Pronoun, entity, members });
        }
    }

    /// Whether numeral `i` is a subject or object with nothing but "the" before it: "the two agreed".
    fn is_definite_number(&self, i: usize) -> bool {
        let doc = self.doc;
        let mut children = doc.children(i);
        matches!(
            doc.tokens[i].deprel,
            Deprel::Nsubj | Deprel::Nsubjpass | Deprel::Dobj | Deprel::Pobj | Deprel::Poss
        ) && children.next().is_some_and(|c| c + 1 == i && doc.tokens[c].deprel == Deprel::Det)
            && children.next().is_none()
    }

    /// So many who were named together, or who are all the persons, or else sides, of one of the last sentences.
    fn counted(&self, i: usize, number: usize) -> Option<Vec<usize>> {
        let together = self.recent(i, 1).find(|a| a.members.len() == number).map(|a| a.members.clone());
        let sentence = self.doc.sentence_of(i);
        let met = || {
            (0..3).find_map(|back| {
                let mut here: Vec<usize> = self
                    .recent(i, back)
                    .filter(|a| sentence - a.sentence == back)
                    .filter_map(|a| a.entity)
                    .filter(|&e| self.kind(e) == EntityType::Person)
                    .collect();
                here.sort_unstable();
                here.dedup();
                (here.len() == number).then_some(here)
            })
        };
        together.or_else(met).or_else(|| self.find_members(i, Members::Sides, Some(number)))
    }

    /// Whether "both" or "each" is a subject or object by itself.
    fn stands_alone(&self, i: usize) -> bool {
        matches!(
            self.doc.tokens[i].deprel,
            Deprel::Nsubj | Deprel::Nsubjpass | Deprel::Dobj | Deprel::Pobj | Deprel::Agent
        ) && self.doc.children(i).next().is_none()
    }

    /// "who", "which": what the relative clause hangs on.
    fn relative(&self, i: usize) -> Option<(Option<usize>, Vec<usize>)> {
        let clause = std::iter::once(i)
            .chain(self.doc.ancestors(i))
            .take(8)
            .find(|&k| self.doc.tokens[k].deprel == Deprel::Relcl);
        let Some(clause) = clause else {
            // "Taiwan, whose president, A, objected", read as an apposition
            let before = i.checked_sub(2).filter(|_| self.doc.word(i - 1) == ",")?;
            let e = self.base.containing(before).and_then(|m| m.entity)?;
            return Some((Some(e), Vec::new()));
        };
        let head = self.doc.tokens[clause].head;
        let personal = self.words.pronouns.personal_relative.contains(&*self.doc.tokens[i].lower);
        if personal {
            // "the president of the European Commission, who": the person, though the body stands nearer.
            let mut k = head;
            for _ in 0..4 {
                if let Some(e) = self.at.get(&k).and_then(|m| m.entity)
                    && self.kind(e) == EntityType::Person
                {
                    return Some((Some(e), Vec::new()));
                }
                let token = &self.doc.tokens[k];
                if !matches!(token.deprel, Deprel::Pobj | Deprel::Prep) {
                    break;
                }
                k = token.head;
            }
        }
        // The parse may hang the clause on a part of a name or on an apposition.
        let mention = self
            .at
            .get(&head)
            .or_else(|| self.base.containing(head).and_then(|m| self.at.get(&m.head)))
            .filter(|m| m.kind != MentionKind::Demonym);
        let fits = |e: &usize| {
            !personal
                || matches!(self.kind(*e), EntityType::Person | EntityType::Group | EntityType::Organization)
        };
        if let Some(m) = mention {
            if let Some(e) = m.entity
                && (!personal || fits(&e))
            {
                return Some((Some(e), Vec::new()));
            }
            if m.members.len() > 1 {
                return Some((None, m.members.clone()));
            }
        }
        if !personal {
            return None;
        }
        // "X, an independent lawmaker of Kurdish origin, who": the person before the comma.
        let sentence = self.doc.sentence_of(i);
        let person = self
            .history
            .iter()
            .rev()
            .take(4)
            .take_while(|a| a.sentence == sentence)
            .find_map(|a| a.entity.filter(|&e| self.kind(e) == EntityType::Person));
        person.filter(|_| i > 0 && self.doc.word(i - 1) == ",").map(|e| (Some(e), Vec::new()))
    }

    /// "himself": the subject of its own clause.
    fn reflexive(&self, i: usize) -> Option<(Option<usize>, Vec<usize>)> {
        let verb = self
            .doc
            .ancestors(i)
            .take(8)
            .find(|&k| matches!(self.doc.tokens[k].upos, Upos::Verb | Upos::Aux))?;
        let subject = self
            .doc
            .children(verb)
            .find(|&c| matches!(self.doc.tokens[c].deprel, Deprel::Nsubj | Deprel::Nsubjpass))?;
        let m = self.at.get(&subject)?;
        Some((m.entity, m.members.clone()))
    }

    /// Whether an "it" points to nothing.
    fn is_expletive(&self, i: usize) -> bool {
        let doc = self.doc;
        let words = &self.words.pronouns;
        let token = &doc.tokens[i];
        if !words.expletive_pronoun.contains(&*token.lower) {
            return false;
        }
        if token.deprel == Deprel::Expl {
            return true;
        }
        if !matches!(token.deprel, Deprel::Nsubj | Deprel::Nsubjpass) {
            return false;
        }
        let verb = token.head;
        let clause = |v: usize| {
            doc.children(v).any(|c| {
                c > v
                    && matches!(
                        doc.tokens[c].deprel,
                        Deprel::Ccomp | Deprel::Xcomp | Deprel::Csubj | Deprel::Advcl | Deprel::Relcl
                    )
            })
        };
        if words.expletive.contains(&*doc.tokens[verb].lemma)
            && clause(verb)
            && !words.expletive_with_time.contains(&*doc.tokens[verb].lemma)
        {
            return true;
        }
        let complement = doc
            .children(verb)
            .find(|&c| c > verb && matches!(doc.tokens[c].deprel, Deprel::Acomp | Deprel::Attr));
        match complement {
            Some(c) => {
                (clause(verb) || clause(c) || doc.child(c, Deprel::Acl).is_some())
                    && (words.expletive_after.contains(&*doc.tokens[c].lower)
                        || doc.tokens[c].upos == Upos::Adj)
            }
            None => {
                words.expletive_after.contains(&*doc.tokens[verb].lower)
                    && clause(verb)
                    && token.deprel == Deprel::Nsubjpass
            }
        }
    }

    /// The best antecedent of a personal or possessive pronoun.
    fn personal(&self, i: usize, class: Class) -> Option<(Option<usize>, Vec<usize>)> {
        if let Some(found) = self.ahead(i, class) {
            return Some((Some(found), Vec::new()));
        }
        let reach = match class {
            Class::Person(_) => 4,
            Class::Plural => 2,
            Class::Neuter => 2,
        };
        let excluded = self.fellow_arguments(i);
        let mut best: Option<(f32, &Antecedent)> = None;
        for a in self.recent(i, reach) {
            if a.entity.is_some_and(|e| excluded.contains(&e)) {
                continue;
            }
            let Some(score) = self.score(i, class, a) else {
                continue;
            };
            if best.is_none_or(|(b, _)| score > b) {
                best = Some((score, a));
            }
        }
        let (_, a) = best?;
        match (a.entity, a.kind) {
            (_, AntecedentKind::Thing { .. }) => None,
            (Some(e), _) => Some((Some(e), Vec::new())),
            (None, _) if a.members.len() > 1 => Some((None, a.members.clone())),
            _ => None,
        }
    }

    /// "In his speech, Macron said": a pronoun in front of the main clause may point ahead to its subject.
    fn ahead(&self, i: usize, class: Class) -> Option<usize> {
        let doc = self.doc;
        let sentence = doc.sentences[doc.sentence_of(i)].clone();
        let first = (sentence.start..sentence.end).find(|&k| doc.tokens[k].upos != Upos::Punct)?;
        let opens = matches!(doc.tokens[first].upos, Upos::Adp | Upos::Sconj | Upos::Verb) && first < i;
        if !opens {
            return None;
        }
        let root = sentence.clone().find(|&k| doc.head(k).is_none())?;
        let subject = doc
            .children(root)
            .find(|&c| matches!(doc.tokens[c].deprel, Deprel::Nsubj | Deprel::Nsubjpass))?;
        if subject <= i || doc.ancestors(i).take(12).any(|k| k == subject) {
            return None;
        }
        let m = self.base.at(subject).filter(|m| m.kind == MentionKind::Name)?;
        let e = m.entity?;
        // Somebody named before the pronoun in the same sentence has the better right.
        let named = self.recent(i, 0).any(|a| a.entity.is_some_and(|b| self.agrees(class, b)));
        // A clause with a subject of its own may go on from the last sentence.
        let goes_on = doc.tokens[i].deprel == Deprel::Nsubj
            && self.recent(i, 1).any(|a| a.entity.is_some_and(|b| self.agrees(class, b)));
        (!named && !goes_on && self.agrees(class, e)).then_some(e)
    }

    /// Whether an entity is of the class that a pronoun asks for.
    fn agrees(&self, class: Class, e: usize) -> bool {
        let draft = &self.base.entities[e];
        match class {
            Class::Person(gender) => {
                draft.kind == EntityType::Person
                    && (draft.gender.is_none_or(|g| g == gender)
                        || self.guessed[e] && !self.genders[gender as usize])
            }
            Class::Neuter => !matches!(draft.kind, EntityType::Person | EntityType::Group),
            Class::Plural => matches!(draft.kind, EntityType::Group | EntityType::Organization),
        }
    }

    /// How good an antecedent is, or `None` if it is none at all.
    fn score(&self, i: usize, class: Class, a: &Antecedent) -> Option<f32> {
        let doc = self.doc;
        let token = &doc.tokens[i];
        if a.head == i || in_dateline(doc, a.head) || a.kind == AntecedentKind::Mention(MentionKind::Demonym)
        {
            return None;
        }
        // Who speaks is not to be looked for in what is said.
        if self.quote_at(a.head).is_some_and(|q| q.speaker == Some(i)) {
            return None;
        }
        let mut score = 0.0;
        match (class, a.kind) {
            (Class::Person(_), AntecedentKind::Thing { .. } | AntecedentKind::Coordination) => return None,
            (Class::Neuter, AntecedentKind::Thing { plural: false }) => {
                if self.acts(i) {
                    score += weight::THING_ACTS;
                }
            }
            (Class::Plural, AntecedentKind::Thing { plural: true }) => {}
            (_, AntecedentKind::Thing { .. }) => return None,
            (Class::Plural, _) if a.members.len() > 1 => {}
            (_, _) if !a.members.is_empty() => return None,
            _ => {
                let e = a.entity?;
                if !self.agrees(class, e) {
                    return None;
                }
                if let Class::Person(gender) = class
                    && self.base.entities[e].gender.is_some_and(|g| g != gender)
                {
                    score += weight::UNLIKELY_NAME;
                }
                if class == Class::Plural && self.kind(e) == EntityType::Organization {
                    score += weight::BODY_PLURAL;
                }
                if matches!(self.kind(e), EntityType::City | EntityType::Region) {
                    score += weight::PLACE;
                }
                score += weight::FREQUENT * self.counts[e].min(6) as f32;
            }
        }
        if self.are_arguments_of_one(i, a.head) {
            return None;
        }
        let distance = doc.sentence_of(i) - a.sentence;
        score += weight::SENTENCE * distance as f32;
        score += weight::TOKEN * (i.saturating_sub(a.head)).min(60) as f32;
        // A conjunct has the role of the first.
        let mut role = a.head;
        for _ in 0..8 {
            if doc.tokens[role].deprel != Deprel::Conj {
                break;
            }
            role = doc.tokens[role].head;
        }
        let subject = matches!(doc.tokens[role].deprel, Deprel::Nsubj | Deprel::Nsubjpass | Deprel::Csubj);
        score += match doc.tokens[role].deprel {
            Deprel::Nsubj | Deprel::Nsubjpass | Deprel::Csubj => weight::SUBJECT,
            Deprel::Dobj | Deprel::Dative => weight::OBJECT,
            Deprel::Agent | Deprel::Pobj | Deprel::Attr | Deprel::Appos => weight::OBLIQUE,
            Deprel::Poss => weight::POSSESSOR,
            _ => 0.0,
        };
        if subject && self.own_subject(i) == Some(role) {
            score += weight::OWN_SUBJECT;
        }
        if subject && distance > 0 && matches!(token.deprel, Deprel::Nsubj | Deprel::Nsubjpass) {
            score += weight::PARALLEL;
        }
        // Third persons in a quotation are others than who speaks.
        let speaker = self.quote_at(i).and_then(|q| q.speaker);
        if let Some(s) = speaker {
            let same = self
                .base
                .at(s)
                .or_else(|| self.at.get(&s))
                .is_some_and(|m| m.entity.is_some() && m.entity == a.entity);
            if same && self.quote_at(a.head).is_none() {
                score += weight::SPEAKER;
            }
        }
        Some(score)
    }

    /// The quotation that a token stands in.
    fn quote_at(&self, i: usize) -> Option<&Quote> {
        let k = self.quotes.partition_point(|q| q.tokens.end <= i);
        self.quotes.get(k).filter(|q| q.tokens.contains(&i))
    }

    /// The subject of the innermost clause around a pronoun, other than the phrase that it stands in.
    fn own_subject(&self, i: usize) -> Option<usize> {
        let doc = self.doc;
        let mut below = i;
        for k in doc.ancestors(i).take(12) {
            let subject =
                doc.children(k).find(|&c| matches!(doc.tokens[c].deprel, Deprel::Nsubj | Deprel::Nsubjpass));
            if let Some(s) = subject.filter(|&s| s != below && s != i) {
                return Some(s);
            }
            below = k;
        }
        None
    }

    /// Whether a pronoun is the subject of what people and bodies do.
    fn acts(&self, i: usize) -> bool {
        let token = &self.doc.tokens[i];
        token.deprel == Deprel::Nsubj
            && self.words.names.verbs.speech.contains(&*self.doc.tokens[token.head].lemma)
    }

    /// Whether a pronoun and an antecedent are arguments of one verb, so that they cannot be the same ("Putin met him").
    fn are_arguments_of_one(&self, i: usize, other: usize) -> bool {
        let doc = self.doc;
        if doc.tokens[i].tag == Tag::PrpPoss {
            // "his" may point to the subject, but not to the phrase that it stands in.
            let mut k = i;
            for _ in 0..6 {
                let token = &doc.tokens[k];
                if matches!(token.deprel, Deprel::Appos | Deprel::Conj | Deprel::Relcl | Deprel::Acl)
                    || token.head == k
                {
                    return false;
                }
                k = token.head;
                if k == other {
                    return true;
                }
            }
            return false;
        }
        let clause = |mut k: usize| -> Option<usize> {
            for _ in 0..8 {
                let token = &doc.tokens[k];
                match token.deprel {
                    Deprel::Conj | Deprel::Prep | Deprel::Pobj | Deprel::Agent | Deprel::Dative => {
                        k = doc.head(k)?
                    }
                    Deprel::Nsubj | Deprel::Nsubjpass | Deprel::Dobj | Deprel::Attr | Deprel::Oprd => {
                        return doc.head(k);
                    }
                    _ => return None,
                }
                if matches!(doc.tokens[k].upos, Upos::Verb | Upos::Aux) {
                    return Some(k);
                }
            }
            None
        };
        match (clause(i), clause(other)) {
            (Some(a), Some(b)) => a == b,
            _ => false,
        }
    }

    /// The entities that are other arguments of the verb of an object pronoun: "Biden thanked him" is not Biden. A verb
    /// without a subject of its own has that of the verb above it.
    fn fellow_arguments(&self, i: usize) -> Vec<usize> {
        let doc = self.doc;
        let token = &doc.tokens[i];
        if token.tag == Tag::PrpPoss
            || matches!(token.deprel, Deprel::Nsubj | Deprel::Nsubjpass | Deprel::Poss)
        {
            return Vec::new();
        }
        let mut verb = token.head;
        let mut steps = 0;
        while doc.tokens[verb].upos == Upos::Adp && steps < 3 {
            verb = doc.tokens[verb].head;
            steps += 1;
        }
        let is_subject = |c: &usize| matches!(doc.tokens[*c].deprel, Deprel::Nsubj | Deprel::Nsubjpass);
        let mut found: Vec<usize> = doc
            .children(verb)
            .filter(|&c| c != i && matches!(doc.tokens[c].deprel, Deprel::Dobj | Deprel::Dative))
            .flat_map(|c| self.entities_at(c))
            .collect();
        for _ in 0..4 {
            if let Some(subject) = doc.children(verb).find(is_subject) {
                found.extend(self.entities_at(subject));
                break;
            }
            let linked = matches!(
                doc.tokens[verb].deprel,
                Deprel::Advcl | Deprel::Xcomp | Deprel::Conj | Deprel::Pcomp | Deprel::Prep | Deprel::Acl
            );
            if !linked {
                break;
            }
            verb = doc.tokens[verb].head;
        }
        found
    }

    /// A noun phrase that names nobody joins the history as a rival for "it" and "they".
    pub(super) fn thing(&mut self, i: usize) {
        let token = &self.doc.tokens[i];
        let argument = matches!(
            token.deprel,
            Deprel::Nsubj
                | Deprel::Nsubjpass
                | Deprel::Dobj
                | Deprel::Pobj
                | Deprel::Attr
                | Deprel::Appos
                | Deprel::Conj
        );
        let time = self.doc.entity_at(i).is_some();
        if argument && !time && token.upos == Upos::Noun {
            self.history.push(Antecedent {
                head: i,
                sentence: self.doc.sentence_of(i),
                entity: None,
                members: Vec::new(),
                kind: AntecedentKind::Thing { plural: matches!(token.tag, Tag::Nns | Tag::Nnps) },
            });
        }
    }
}
