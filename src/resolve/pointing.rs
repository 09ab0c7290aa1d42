//! Whom descriptions and pronouns mean: the reader's links take the place of the rules' where it is sure.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use crate::extract::mention::{EntityDraft, Gender, Mention, MentionKind, Mentions, slug, tidy};
use crate::lexicon::cues::Cues;
use crate::lexicon::{Lexicon, MentionWords};
use crate::reader::Pointing;
use crate::schema::EntityType;
use crate::text::{AnalysedText, Deprel, Tag, Upos};

/// From this probability on, whom the reader takes a mention to mean is who is meant.
const SURE: f32 = 0.5;

/// How likely each of several must be that a plural means together.
const ONE_OF_SEVERAL: f32 = 0.2;

/// How sure the reader must be of a mention that the rules do not have.
const SURE_MENTION: f32 = 0.7;

/// The reader's numbers of a body, and of a group or an unnamed person.
const BODY: usize = 4;
const GROUP: usize = 5;

/// The most tokens of a described thing's name.
const LONGEST_NAME: usize = 12;

/// Whom a mention means.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Referent {
    One(usize),
    Several(Vec<usize>),
}

impl Referent {
    fn of(mention: &Mention) -> Option<Self> {
        match mention.entity {
            Some(entity) => Some(Self::One(entity)),
            None if mention.members.is_empty() => None,
            None => Some(Self::Several(mention.members.clone())),
        }
    }

    fn put(self, mention: &mut Mention) {
        (mention.entity, mention.members) = match self {
            Self::One(entity) => (Some(entity), Vec::new()),
            Self::Several(members) => (None, members),
        };
    }
}

/// The mentions of `doc` as the reader sees them: `mentions` are those of the rules, names among them, which stay. `acting` are the
/// tokens at the ends of acts: a group without a name is somebody only where it takes part in one.
pub fn pointed(
    doc: &AnalysedText,
    lexicon: &Lexicon,
    mentions: Mentions,
    seen: &[Pointing],
    acting: &HashSet<usize>,
) -> Mentions {
    if seen.is_empty() {
        return mentions;
    }
    let mut first = HashMap::new();
    for mention in &mentions.mentions {
        if let Some(entity) = mention.entity {
            first.entry(entity).or_insert(mention.head);
        }
    }
    let Mentions { entities, mentions, .. } = mentions;
    let at = mentions.iter().enumerate().map(|(k, m)| (m.head, k)).collect();
    let (words, cues) = (lexicon.words, &lexicon.cues);
    let genders = Gender::among(&entities);
    let mut judge =
        Judge { doc, words, cues, genders, entities, mentions, at, first, acting, made: HashMap::new() };
    for pointing in seen {
        judge.judge(pointing);
    }
    judge.follow();
    judge.look_within();
    Mentions::new(judge.entities, judge.mentions, doc.tokens.len())
}

struct Judge<'a> {
    doc: &'a AnalysedText,
    words: &'a MentionWords,
    cues: &'a Cues,
    /// Whether the text names somebody of each gender.
    genders: [bool; 2],
    entities: Vec<EntityDraft>,
    mentions: Vec<Mention>,
    /// Numbers of the mentions by their heads.
    at: HashMap<usize, usize>,
    /// The token at which the rules have each entity first.
    first: HashMap<usize, usize>,
    /// Tokens at the ends of acts.
    acting: &'a HashSet<usize>,
    /// Those that are known by a description alone, by its words.
    made: HashMap<String, usize>,
}

impl Judge<'_> {
    fn referent(&self, token: usize) -> Option<Referent> {
        self.at.get(&token).and_then(|&k| Referent::of(&self.mentions[k]))
    }

    fn judge(&mut self, pointing: &Pointing) {
        let token = pointing.token;
        let own = self.at.get(&token).map(|&k| &self.mentions[k]);
        let (kind, by_rules) = (own.map(|m| m.kind), own.and_then(Referent::of));
        match kind {
            Some(MentionKind::Demonym) => return self.people(pointing),
            Some(MentionKind::Name | MentionKind::FirstPerson) => return,
            _ => {}
        }
        let mut masses: Vec<(Referent, f32)> = Vec::new();
        for &(other, probability) in &pointing.links {
            // What stands behind is known only where it is a name.
            let known = other < token
                || self.at.get(&other).is_some_and(|&k| self.mentions[k].kind == MentionKind::Name);
            let fits = |referent: &Referent| known && self.may_mean(token, referent);
            let Some(referent) = self.referent(other).filter(fits) else { continue };
            match masses.iter_mut().find(|(known, _)| *known == referent) {
                Some((_, mass)) => *mass += probability,
                None => masses.push((referent, probability)),
            }
        }
        let mut best: Option<(&Referent, f32)> = None;
        for (referent, mass) in &masses {
            if best.is_none_or(|(_, most)| *mass > most) {
                best = Some((referent, *mass));
            }
        }
        if let Some(several) = self.several(token, &masses, best.map_or(0.0, |b| b.1)) {
            self.put(pointing, several);
        } else if let Some((referent, mass)) = best
            && mass >= SURE
        {
            let referent = referent.clone();
            self.put(pointing, referent);
        } else if pointing.first >= SURE && kind != Some(MentionKind::Pronoun) {
            self.make(pointing, by_rules);
        }
    }

    /// Whether a pronoun may mean somebody or something: "he" no country and, where the text has a man, no woman; "it" and "which"
    /// nobody.
    fn may_mean(&self, token: usize, referent: &Referent) -> bool {
        let (pronouns, lower) = (&self.words.pronouns, &*self.doc.tokens[token].lower);
        let Referent::One(entity) = referent else { return true };
        let draft = &self.entities[*entity];
        let person = draft.kind == EntityType::Person;
        let of = |gender: Gender| {
            let other = draft.gender.is_some_and(|known| known != gender);
            person && !(other && self.genders[gender as usize])
        };
        if pronouns.masculine.contains(lower) {
            of(Gender::Masculine)
        } else if pronouns.feminine.contains(lower) {
            of(Gender::Feminine)
        } else {
            let thing = pronouns.neuter.contains(lower) || pronouns.impersonal_relative.contains(lower);
            !(thing && person)
        }
    }

    /// The members of a plural that means more than one of those before it.
    fn several(&self, token: usize, masses: &[(Referent, f32)], best: f32) -> Option<Referent> {
        if best >= SURE || !self.is_plural(token) {
            return None;
        }
        let mut members = Vec::new();
        let mut total = 0.0;
        for (referent, mass) in masses {
            if let Referent::One(entity) = referent
                && *mass >= ONE_OF_SEVERAL
            {
                members.push(*entity);
                total += mass;
            }
        }
        (members.len() > 1 && total >= SURE).then_some(Referent::Several(members))
    }

    fn is_plural(&self, token: usize) -> bool {
        let token = &self.doc.tokens[token];
        matches!(token.tag, Tag::Nns | Tag::Nnps)
            || token.upos == Upos::Pron && self.words.pronouns.plural.contains(&*token.lower)
    }

    fn put(&mut self, pointing: &Pointing, referent: Referent) {
        match self.at.get(&pointing.token) {
            Some(&k) => referent.put(&mut self.mentions[k]),
            None if pointing.probability >= SURE_MENTION => {
                let pronoun = self.doc.tokens[pointing.token].upos == Upos::Pron;
                let (tokens, kind) = match pronoun {
                    true => (pointing.token..pointing.token + 1, MentionKind::Pronoun),
                    false => (self.phrase(pointing.token), MentionKind::Description),
                };
                let mut mention =
                    Mention { tokens, head: pointing.token, kind, entity: None, members: Vec::new() };
                referent.put(&mut mention);
                self.add(mention);
            }
            None => {}
        }
    }

    fn add(&mut self, mention: Mention) {
        self.at.insert(mention.head, self.mentions.len());
        self.mentions.push(mention);
    }

    /// A group or body that is told of for the first time, by a description: a group of a country, or whoever takes part in an act.
    fn make(&mut self, pointing: &Pointing, by_rules: Option<Referent>) {
        let token = pointing.token;
        let new = match by_rules {
            None => true,
            // The rules too have it here for the first time.
            Some(Referent::One(entity)) => self.first.get(&entity).is_some_and(|&first| first < token),
            Some(Referent::Several(_)) => false,
        };
        if !new || pointing.probability < SURE_MENTION || self.doc.tokens[token].upos == Upos::Pron {
            return;
        }
        // A graph has no use for "a critic" and "the judge"; "Iraqi lawmakers" and "German companies" act as one, and so do
        // "protesters" and "the army" where they do something.
        let word = &self.doc.tokens[token];
        let tokens = self.phrase(token);
        let country = self.country(&tokens);
        let acts = self.acting.contains(&token) && !self.words.names.commenting.contains(&*word.lemma);
        let (several, one) = (matches!(word.tag, Tag::Nns | Tag::Nnps), word.tag == Tag::Nn);
        let body = pointing.kind == BODY && acts && (several || one);
        let collective = one && acts && self.words.names.collective.contains(&*word.lemma);
        let group = pointing.kind == GROUP && (several && (country.is_some() || acts) || collective);
        // "A delegation of the Taliban" is the Taliban.
        let stands_for_another = country.is_none()
            && self.cues.proxies.contains(&*word.lemma)
            && tokens.clone().any(|t| self.referent(t).is_some());
        if !body && !group || stands_for_another {
            return;
        }
        let Some(name) = self.name(&tokens) else { return };
        let kind = if body { EntityType::Organization } else { EntityType::Group };
        self.give(pointing, kind, name, country);
    }

    /// The people of a country where they do something and not their state: "Palestinians gathered".
    fn people(&mut self, pointing: &Pointing) {
        let token = pointing.token;
        let word = &self.doc.tokens[token];
        let country = self.at.get(&token).and_then(|&k| self.mentions[k].entity);
        let (Tag::Nnps, GROUP, Some(country)) = (word.tag, pointing.kind, country) else { return };
        let name = word.lower.to_string();
        if self.made.contains_key(&name)
            || pointing.probability >= SURE_MENTION && self.acting.contains(&token)
        {
            self.give(pointing, EntityType::Group, self.doc.word(token).to_owned(), Some(country));
        }
    }

    /// Lets a mention mean whoever is known by these words, or somebody new.
    fn give(&mut self, pointing: &Pointing, kind: EntityType, name: String, country: Option<usize>) {
        let words = name.to_lowercase();
        let entity = match self.made.get(&words) {
            Some(&entity) => entity,
            None => {
                let id = slug(&name);
                let mut unique = id.clone();
                let mut number = 1;
                while self.entities.iter().any(|e| e.id == unique) {
                    number += 1;
                    unique = format!("{id}-{number}");
                }
                let entity = self.entities.len();
                self.entities.push(EntityDraft {
                    id: unique,
                    kind,
                    name,
                    same_as: Vec::new(),
                    gender: None,
                    country,
                    named: false,
                });
                self.first.insert(entity, pointing.token);
                self.made.insert(words, entity);
                entity
            }
        };
        self.put(pointing, Referent::One(entity));
    }

    /// The country whose word of nationality or name stands in a description.
    fn country(&self, tokens: &Range<usize>) -> Option<usize> {
        tokens
            .clone()
            .filter_map(|t| self.at.get(&t))
            .find_map(|&k| self.mentions[k].entity.filter(|&e| self.entities[e].kind == EntityType::Country))
    }

    /// The tokens of the noun phrase with this head: what stands before it, and an "of" behind it.
    fn phrase(&self, head: usize) -> Range<usize> {
        let doc = self.doc;
        let sentence = doc.sentences[doc.sentence_of(head)].clone();
        let below = |t: usize| std::iter::successors(Some(t), |&t| doc.head(t)).take(8).any(|t| t == head);
        let mut start = head;
        while start > sentence.start {
            let before = &doc.tokens[start - 1];
            let outside = matches!(
                before.upos,
                Upos::Punct | Upos::Verb | Upos::Aux | Upos::Adp | Upos::Sconj | Upos::Cconj
            ) && before.tag != Tag::Hyph
                || matches!(before.tag, Tag::Wdt | Tag::Wp);
            if outside || !below(start - 1) {
                break;
            }
            start -= 1;
        }
        let mut end = head + 1;
        let of = doc.children_by(head, Deprel::Prep).find(|&p| p == head + 1);
        if let Some(of) = of.filter(|&p| self.words.names.function.of.contains(&*doc.tokens[p].lower))
            && let Some(object) = doc.child(of, Deprel::Pobj)
        {
            end = object + 1;
        }
        start..end
    }

    /// The words of a described thing, without article, possessor or number. They begin in lower case where they only say what it is and
    /// not which: it is then not the same one as in another article.
    fn name(&self, tokens: &Range<usize>) -> Option<String> {
        let doc = self.doc;
        // Articles, possessors and how many they are: "thousands of", "at least 12".
        let from = tokens.clone().find(|&t| {
            let token = &doc.tokens[t];
            let small = matches!(
                token.upos,
                Upos::Det | Upos::Punct | Upos::Pron | Upos::Num | Upos::Adv | Upos::Adp
            );
            !small && token.tag != Tag::PrpPoss && !self.cues.partitives.contains(&*token.lemma)
        })?;
        if tokens.end - from > LONGEST_NAME {
            return None;
        }
        let is_named = |t: usize| {
            let kind = self.at.get(&t).map(|&k| self.mentions[k].kind);
            doc.tokens[t].upos == Upos::Propn
                || matches!(kind, Some(MentionKind::Name | MentionKind::Demonym))
        };
        let phrase = doc.slice(from..tokens.end);
        let mut letters = phrase.chars();
        let first = letters.next()?;
        // "MPs" stays as it is.
        let in_capitals = letters.clone().next().is_some_and(char::is_uppercase);
        let first: String = match (from..tokens.end).any(is_named) {
            true => first.to_uppercase().collect(),
            false if in_capitals => first.to_string(),
            false => first.to_lowercase().collect(),
        };
        Some(tidy(&(first + letters.as_str())))
    }

    /// A relative pronoun means whom its noun means.
    fn follow(&mut self) {
        let doc = self.doc;
        for k in 0..self.mentions.len() {
            let head = self.mentions[k].head;
            if !matches!(doc.tokens[head].tag, Tag::Wdt | Tag::Wp | Tag::WpPoss) {
                continue;
            }
            let clause = std::iter::successors(Some(head), |&t| doc.head(t))
                .take(8)
                .find(|&t| doc.tokens[t].deprel == Deprel::Relcl);
            let noun = clause.and_then(|clause| doc.head(clause));
            // "The administration of President Trump, which …": what the person belongs to.
            let of = |noun: usize| {
                doc.head(noun).filter(|_| doc.tokens[noun].deprel == Deprel::Pobj).and_then(|p| doc.head(p))
            };
            let nouns = noun.into_iter().chain(noun.and_then(of));
            let meant = nouns.filter_map(|noun| self.referent(noun)).find(|found| self.may_mean(head, found));
            if let Some(referent) = meant {
                referent.put(&mut self.mentions[k]);
            }
        }
    }

    /// What a description has within itself: "the city of Kherson" is Kherson, and "a donor to Marco Rubio" somebody else than
    /// Rubio.
    fn look_within(&mut self) {
        let doc = self.doc;
        for k in 0..self.mentions.len() {
            let Mention { kind: MentionKind::Description, head, entity, .. } = self.mentions[k] else {
                continue;
            };
            let behind = |deprel: Deprel| doc.children_by(head, deprel).filter(move |&child| child > head);
            let of =
                behind(Deprel::Prep).find(|&p| self.words.names.function.of.contains(&*doc.tokens[p].lower));
            let object = of.and_then(|of| doc.child(of, Deprel::Pobj));
            if let Some(place) = object.and_then(|object| self.at.get(&object)).map(|&at| &self.mentions[at])
                && place.kind == MentionKind::Name
                && self.words.names.place.named_behind.contains(&*doc.tokens[head].lemma)
                && place.entity.is_some_and(|e| {
                    matches!(
                        self.entities[e].kind,
                        EntityType::City | EntityType::Region | EntityType::Country
                    )
                })
            {
                self.mentions[k].entity = place.entity;
                continue;
            }
            let Some(own) = entity.filter(|&e| self.entities[e].kind == EntityType::Person) else { continue };
            let complements = behind(Deprel::Prep).chain(doc.children_by(head, Deprel::Poss));
            let within = complements.flat_map(|child| doc.subtree(child)).filter_map(|t| self.at.get(&t));
            let mut names = within.map(|&at| &self.mentions[at]).filter(|m| m.kind == MentionKind::Name);
            if names.any(|name| name.entity == Some(own)) {
                self.mentions[k].entity = None;
            }
        }
    }
}
