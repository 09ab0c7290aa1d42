//! Finding the persons that titles stand beside.

use std::ops::Range;

use super::super::mention::{MentionKind, Mentions};
use super::found::Found;
use super::title::{Title, title_ending_at};
use crate::lexicon::MentionWords;
use crate::schema::{EntityType, OfficeStatus};
use crate::text::{AnalysedText, Deprel, Tag, Upos};

/// Somebody holds a post, with indices into [`Mentions::entities`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfficeDraft {
    /// The person.
    pub holder: usize,
    /// Title in lower case, singular, without the country.
    pub title: String,
    /// The country, organization or person it belongs to.
    pub of: Option<usize>,
    /// How it is held.
    pub status: OfficeStatus,
    /// The words that show it.
    pub tokens: Range<usize>,
    /// Whether the text says whose it is in words that are not resolved here.
    pub(super) open: bool,
    /// Whether what it belongs to is only guessed from what stands near.
    pub(super) guessed: bool,
}

impl OfficeDraft {
    /// A post that a description shows: nothing in the text says more.
    pub(crate) fn described(holder: usize, title: String, of: Option<usize>, tokens: Range<usize>) -> Self {
        Self { holder, title, of, status: OfficeStatus::Current, tokens, open: false, guessed: false }
    }
}

/// The most names that one title covers.
const MOST_LISTED: usize = 12;

/// Finds who holds which post, in text order, each once.
pub fn offices(doc: &AnalysedText, mentions: &Mentions, words: &MentionWords) -> Vec<OfficeDraft> {
    let mut finder = Finder { doc, mentions, words, found: Found::default() };
    for mention in &mentions.mentions {
        let Some(person) = mention.entity.filter(|&e| mentions.entities[e].kind == EntityType::Person) else {
            continue;
        };
        match mention.kind {
            MentionKind::Name => {
                finder.before(person, mention.tokens.clone());
                finder.apposed(person, mention.head, &mention.tokens);
                finder.stated(person, mention.head, &mention.tokens);
            }
            MentionKind::Pronoun => finder.stated(person, mention.head, &mention.tokens),
            MentionKind::Description => finder.described(person, mention.head, &mention.tokens),
            _ => {}
        }
    }
    finder.finish()
}

pub(super) struct Finder<'a> {
    pub(super) doc: &'a AnalysedText,
    pub(super) mentions: &'a Mentions,
    pub(super) words: &'a MentionWords,
    pub(super) found: Found,
}

impl Finder<'_> {
    /// "U.S. President | Donald Trump"
    fn before(&mut self, person: usize, tokens: Range<usize>) {
        // "Prime Minister Sheikh Mohammed"
        let end = self.before_honorifics(tokens.start);
        let title = title_ending_at(self.doc, self.mentions, self.words, tokens.start)
            .or_else(|| title_ending_at(self.doc, self.mentions, self.words, end))
            .or_else(|| self.sent_to_place(tokens.start));
        if let Some(title) = title {
            // "Prime Minister Roosevelt Skerrit of Dominica"
            let head = self.mentions.containing(tokens.start).map_or(tokens.start, |m| m.head);
            // One title for several: "foreign ministers A of Britain and B of France".
            let listed = self.listed(&title, head);
            for &head in &listed {
                let Some(m) = self.mentions.at(head) else { continue };
                let own = self.complement(head);
                let mut title = title.clone();
                if !own.is_empty() && (listed.len() > 1 || title.of.is_empty()) {
                    title.of = own;
                }
                self.add(&[m.entity.unwrap_or(person)], title, m.tokens.clone());
            }
            return;
        }
        // A royal title is part of the name: "Pope Francis".
        let first = &*self.doc.tokens[tokens.start].lower;
        if tokens.len() > 1 && self.words.titles.royal.contains(first) {
            let title = first.to_owned();
            self.found.push(OfficeDraft {
                holder: person,
                title,
                of: None,
                status: OfficeStatus::Current,
                tokens,
                open: false,
                guessed: false,
            });
        }
    }

    /// "US special envoy for Syria | Geir Pedersen": the title before the place that its holder is sent to.
    fn sent_to_place(&self, start: usize) -> Option<Title> {
        let place = self.mentions.containing(start.checked_sub(1)?).filter(|m| {
            m.kind == MentionKind::Name
                && m.entity.is_some_and(|e| self.mentions.entities[e].kind != EntityType::Person)
        })?;
        let prep = place.tokens.start.checked_sub(1)?;
        if !self.words.titles.phrase.to_body.contains(&*self.doc.tokens[prep].lower) {
            return None;
        }
        let title = title_ending_at(self.doc, self.mentions, self.words, prep)?;
        let noun = title.text.rsplit(' ').next().unwrap_or_default();
        (self.words.titles.sent.contains(noun) && !title.of.is_empty()).then_some(title)
    }

    /// Where the honorifics before a name begin.
    fn before_honorifics(&self, start: usize) -> usize {
        let honorific = &self.words.titles.honorific;
        let is = |i: usize| {
            let lower = &*self.doc.tokens[i].lower;
            [&honorific.masculine, &honorific.feminine, &honorific.neutral].iter().any(|l| l.contains(lower))
                && self.doc.word(i).starts_with(char::is_uppercase)
        };
        (0..start).rev().take(3).take_while(|&i| is(i)).last().unwrap_or(start)
    }

    /// The country or body of "of" right behind a name.
    fn complement(&self, head: usize) -> Vec<usize> {
        self.place_behind(head).map_or_else(Vec::new, |place| self.mentions.entities_at(place))
    }

    /// The noun after "of" right behind a name: of what is named there, whatever the parse makes of it, else by the parse.
    fn place_behind(&self, head: usize) -> Option<usize> {
        let end = self.mentions.at(head).map_or(head + 1, |m| m.tokens.end);
        let of = |p: usize| {
            self.doc.tokens.get(p).is_some_and(|t| self.words.names.function.of.contains(&*t.lower))
        };
        if of(end)
            && let Some(place) = self.mentions.containing(end + 1).filter(|m| m.tokens.start == end + 1)
            && place.kind == MentionKind::Name
            && !self.is_person(place.head)
        {
            return Some(place.head);
        }
        let behind = |p: &usize| (*p == head + 1 || *p == end) && of(*p);
        let of = self.doc.children_by(head, Deprel::Prep).find(behind);
        of.and_then(|p| self.doc.child(p, Deprel::Pobj))
    }

    fn is_person(&self, head: usize) -> bool {
        let entity = self.mentions.at(head).and_then(|m| m.entity);
        entity.is_some_and(|e| self.mentions.entities[e].kind == EntityType::Person)
    }

    /// The name with this head, with the conjuncts that a plural title before it covers.
    fn listed(&self, title: &Title, head: usize) -> Vec<usize> {
        let mut all = vec![head];
        // "Foreign Ministers A and B": the tagger may take it for a name in the singular.
        let noun = &self.doc.tokens[title.head];
        let plural = noun.lower.strip_suffix('s').is_some_and(|one| self.words.titles.heads.contains(one));
        if !plural && !matches!(noun.tag, Tag::Nns | Tag::Nnps) {
            return all;
        }
        while all.len() < MOST_LISTED {
            let last = all[all.len() - 1];
            let next =
                self.doc.child(last, Deprel::Conj).filter(|&c| c > last && self.mentions.at(c).is_some());
            // "A of Britain and B of France": the parse may join B to Britain.
            let next = next.or_else(|| {
                let place = self.place_behind(last)?;
                let and = self.mentions.at(place)?.tokens.end;
                let joined = self.words.names.function.additive.contains(&*self.doc.tokens.get(and)?.lower);
                let name =
                    self.mentions.containing(and + 1).filter(|m| joined && m.tokens.start == and + 1)?;
                (name.kind == MentionKind::Name && self.is_person(name.head)).then_some(name.head)
            });
            match next {
                Some(next) if !all.contains(&next) => all.push(next),
                _ => break,
            }
        }
        all
    }

    /// "the British prime minister", standing alone for somebody.
    fn described(&mut self, person: usize, head: usize, tokens: &Range<usize>) {
        let Some(mut title) = title_ending_at(self.doc, self.mentions, self.words, head + 1) else {
            return;
        };
        title.add_complements(self.doc, self.mentions, self.words);
        let ranks = &self.words.titles.rank;
        let says_post = ranks.top.contains(&*title.text) && !ranks.leader.contains(&*title.text)
            || title.text.contains(' ');
        // It is another one's already: "A, the head of the Mossad, B, and …".
        if self.found.at(head).any(|o| o.holder != person) {
            return;
        }
        let says_post = says_post || ranks.leader.contains(&*title.text);
        if says_post && title.of.len() == 1 && title.possessor.is_none() && !title.counterpart && !title.weak
        {
            self.add(&[person], title, tokens.clone());
        }
    }

    /// "X is president of Y", "X was elected president", "X, who leads NATO", "chaired by X"
    fn stated(&mut self, person: usize, head: usize, tokens: &Range<usize>) {
        let doc = self.doc;
        let token = &doc.tokens[head];
        let verb = token.head;
        if verb == head {
            return;
        }
        let lemma = &*doc.tokens[verb].lemma;
        let entry = &self.words.titles.entry;
        match token.deprel {
            Deprel::Nsubj | Deprel::Nsubjpass
                if doc.tokens[verb].upos == Upos::Aux || doc.tokens[verb].upos == Upos::Verb =>
            {
                let negated = doc.child(verb, Deprel::Neg).is_some();
                let modal = doc.children_by(verb, Deprel::Aux).any(|a| doc.tokens[a].tag == Tag::Md);
                if negated {
                    return;
                }
                if entry.into.contains(lemma) {
                    let mut nouns: Vec<usize> = doc
                        .children(verb)
                        .filter(|&c| matches!(doc.tokens[c].deprel, Deprel::Attr | Deprel::Oprd))
                        .collect();
                    for prep in doc
                        .children_by(verb, Deprel::Prep)
                        .filter(|&p| entry.role_prepositions.contains(&*doc.tokens[p].lower))
                    {
                        nouns.extend(doc.child(prep, Deprel::Pobj));
                        for inner in doc
                            .children_by(prep, Deprel::Prep)
                            .filter(|&p| entry.role.contains(&*doc.tokens[p].lower))
                        {
                            nouns.extend(doc.child(inner, Deprel::Pobj));
                        }
                    }
                    for noun in nouns {
                        let before = self.found.len();
                        self.title_at(noun, &[person], tokens);
                        let status = if modal || entry.not_yet.contains(lemma) {
                            Some(OfficeStatus::Elect)
                        } else if doc.tokens[verb].tag == Tag::Vbd
                            && (entry.held.contains(lemma)
                                || entry.copula.contains(lemma) && self.has_end(verb))
                        {
                            Some(OfficeStatus::Former)
                        } else {
                            None
                        };
                        for office in self.found.since(before) {
                            office.status = status.unwrap_or(office.status);
                        }
                    }
                } else if !modal && (entry.take.contains(lemma) || entry.give_up.contains(lemma)) {
                    self.takes_up(person, verb, tokens);
                } else if token.deprel == Deprel::Nsubj
                    && !modal
                    && let Some(title) = self.words.titles.verb.get(lemma)
                {
                    let object = doc.child(verb, Deprel::Dobj);
                    self.leads(person, title, object, verb, tokens);
                }
            }
            // "appointed X as prime minister"
            Deprel::Dobj if entry.into.contains(lemma) => {
                let mut nouns: Vec<usize> = doc.children_by(verb, Deprel::Oprd).collect();
                for prep in doc
                    .children_by(verb, Deprel::Prep)
                    .filter(|&p| entry.role.contains(&*doc.tokens[p].lower))
                {
                    nouns.extend(doc.child(prep, Deprel::Pobj));
                }
                for noun in nouns {
                    self.title_at(noun, &[person], tokens);
                }
            }
            // "the community, which is chaired by X"
            Deprel::Pobj if doc.tokens[verb].deprel == Deprel::Agent => {
                let by = doc.tokens[verb].head;
                if let Some(title) = self.words.titles.verb.get(&*doc.tokens[by].lemma) {
                    let object = doc
                        .child(by, Deprel::Nsubjpass)
                        .or_else(|| (doc.tokens[by].deprel == Deprel::Acl).then_some(doc.tokens[by].head));
                    self.leads(person, title, object, by, tokens);
                }
            }
            _ => {}
        }
    }

    /// Whether a clause says from when or until when: "was president from 2010 to 2015".
    fn has_end(&self, verb: usize) -> bool {
        let time = |i: usize| {
            self.doc.children(i).any(|c| self.words.titles.entry.end.contains(&*self.doc.tokens[c].lower))
        };
        time(verb) || self.doc.child(verb, Deprel::Attr).is_some_and(time)
    }

    fn leads(
        &mut self,
        person: usize,
        title: &str,
        object: Option<usize>,
        verb: usize,
        tokens: &Range<usize>,
    ) {
        let Some(object) = object else { return };
        if self.mentions.at(object).is_none_or(|m| m.kind == MentionKind::Demonym) {
            return;
        }
        for of in self.mentions.entities_at(object) {
            let fits =
                matches!(self.mentions.entities[of].kind, EntityType::Organization | EntityType::Country);
            if fits && of != person {
                self.found.push(OfficeDraft {
                    holder: person,
                    title: title.to_owned(),
                    of: Some(of),
                    status: OfficeStatus::Current,
                    tokens: tokens.start.min(verb)..tokens.end.max(verb + 1),
                    open: false,
                    guessed: false,
                });
            }
        }
    }

    /// Reads the noun phrase with head `noun` as a title of these persons.
    pub(super) fn title_at(&mut self, noun: usize, persons: &[usize], tokens: &Range<usize>) {
        // "director-general" is three tokens, of which the parse may take the first for the head.
        let joined = self.doc.tokens.get(noun + 1).is_some_and(|t| t.tag == Tag::Hyph);
        let noun = if joined && noun + 2 < self.doc.tokens.len() { noun + 2 } else { noun };
        let Some(mut title) = title_ending_at(self.doc, self.mentions, self.words, noun + 1) else {
            return;
        };
        title.add_complements(self.doc, self.mentions, self.words);
        let then = self.words.titles.status.then.iter().any(|phrase| self.stands_at(phrase, title.head + 1));
        if title.status == OfficeStatus::Current && then {
            title.status = OfficeStatus::Former;
        }
        self.add(persons, title, tokens.clone());
    }

    pub(super) fn add(&mut self, persons: &[usize], title: Title, name: Range<usize>) {
        let tokens = name.start.min(title.tokens.start)..name.end.max(title.tokens.end);
        let titles = &self.words.titles;
        let mentions = self.mentions;
        let honorific = title.text.split([' ', '-']).all(|w| {
            titles.honorific.masculine.contains(w)
                || titles.honorific.feminine.contains(w)
                || titles.honorific.neutral.contains(w)
        });
        for (n, &person) in persons.iter().enumerate() {
            // Of several, each has its own: "the foreign ministers of Egypt and Sudan, A and B".
            let mut of =
                if title.of.len() == persons.len() { title.of.get(n) } else { title.of.first() }.copied();
            let mut text = title.text.clone();
            if title.counterpart {
                let Some((other, country)) = self.counterpart_of(&title, person) else {
                    continue;
                };
                text = other;
                of = country;
            } else if let Some(owner) = of
                && self.words.titles.second.contains(&*text)
                && mentions.entities[owner].kind == EntityType::Person
            {
                // "his deputy": of what he is himself.
                let Some(first) = self.found.last_of(owner).next() else {
                    continue;
                };
                (text, of) = (format!("{text} {}", first.title), first.of);
            } else if let Some(owner) = of
                && title.possessor.is_some()
                && mentions.entities[owner].kind == EntityType::Person
                && !title.weak
                && !self.is_personal(&text)
            {
                // "his foreign minister": the post is the country's.
                of = mentions.entities[owner].country.or_else(|| self.country_of(owner));
            } else if let Some(owner) = of
                && mentions.entities[owner].kind == EntityType::Person
                && titles.of_state.iter().any(|state| text.starts_with(state.as_str()))
            {
                // "national security adviser to the president": of the president's country.
                of = mentions.entities[owner].country.or_else(|| self.country_of(owner)).or(of);
            }
            if of == Some(person) {
                of = None;
            }
            let body = of.is_some_and(|o| {
                matches!(mentions.entities[o].kind, EntityType::Organization | EntityType::Person)
            });
            if (title.weak && !body && !(of.is_some() && self.is_governmental(&text)))
                || honorific && of.is_none() && !self.is_reign(&title, &name)
            {
                continue;
            }
            let open = title.open && of.is_none();
            self.found.push(OfficeDraft {
                holder: person,
                title: text,
                of,
                status: title.status,
                tokens: tokens.clone(),
                open,
                guessed: false,
            });
        }
    }

    /// Whether title and name are those of a ruler: "King | Harald V".
    fn is_reign(&self, title: &Title, name: &Range<usize>) -> bool {
        let titles = &self.words.titles;
        titles.regnal.contains(&*title.text)
            && name.len() > 1
            && titles.suffixes.contains(&*self.doc.tokens[name.end - 1].lower)
    }

    /// Whether a weak title is an office of a country too: "chief negotiator", "defense official" are not.
    fn is_governmental(&self, text: &str) -> bool {
        text.split(' ').count() > 1
            && text.split(' ').next().is_none_or(|first| !self.words.titles.rank.vague.contains(first))
    }

    /// Whether a post is held with a person rather than with their country.
    fn is_personal(&self, text: &str) -> bool {
        self.words.titles.personal.contains(text.rsplit(' ').next().unwrap_or(text))
            && !self.words.titles.of_state.iter().any(|state| text.starts_with(state.as_str()))
    }

    /// Title and country of "his Finnish counterpart": the title is the other one's.
    fn counterpart_of(&self, title: &Title, person: usize) -> Option<(String, Option<usize>)> {
        // The demonym before the noun, and the person that the possessive points to.
        let mut country = None;
        for i in title.tokens.clone() {
            if let Some(m) = self.mentions.containing(i)
                && let Some(e) = m.entity
                && self.mentions.entities[e].kind != EntityType::Person
            {
                country = Some(e);
            }
        }
        let explicit: String =
            title.text.rsplit_once(' ').map(|(before, _)| before.to_owned()).unwrap_or_default();
        if !explicit.is_empty() && self.words.titles.heads.contains(explicit.rsplit(' ').next().unwrap_or(""))
        {
            return Some((explicit, country));
        }
        let owner = title.possessor.and_then(|i| self.mentions.entities_at(i).first().copied())?;
        if owner == person {
            return None;
        }
        let current = self.found.last_of(owner).find(|o| o.status != OfficeStatus::Former)?;
        Some((current.title.clone(), country))
    }
}
