//! The pass itself: a history of mentions, and the look back of descriptions and pronouns.

use std::collections::HashMap;
use std::ops::Range;

use super::posts::Posts;
use super::quotation;
use crate::extract::mention::{EntityDraft, Mention, MentionKind, Mentions};
use crate::extract::office::Known;
use crate::lexicon::{Gazetteer, MentionWords};
use crate::schema::EntityType;
use crate::text::{AnalysedText, Tag, Upos};

/// Something earlier in the text that a description or pronoun may point back to.
#[derive(Debug, Clone)]
pub(super) struct Antecedent {
    pub(super) head: usize,
    pub(super) sentence: usize,
    pub(super) entity: Option<usize>,
    pub(super) members: Vec<usize>,
    pub(super) kind: AntecedentKind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum AntecedentKind {
    /// A mention of the given kind.
    Mention(MentionKind),
    /// Several mentions joined by "and"; the members are theirs.
    Coordination,
    /// A noun phrase that names no entity: it competes for "it" and "they".
    Thing { plural: bool },
}

pub(super) struct Resolver<'a> {
    pub(super) doc: &'a AnalysedText,
    pub(super) gazetteer: &'a Gazetteer,
    pub(super) words: &'a MentionWords,
    /// The names, and all entities.
    pub(super) base: Mentions,
    pub(super) posts: Posts,
    /// Those whom everybody knows, in order.
    pub(super) leaders: Vec<(usize, Known)>,
    /// How often each entity of the names is named.
    pub(super) named: Vec<usize>,
    /// The capitals that the text names, once somebody asks.
    pub(super) capitals: Option<Capitals>,
    /// Quoted stretches, with the head of their speaker's mention.
    pub(super) quotes: Vec<quotation::Quote>,
    /// Mentions of each entity so far.
    pub(super) counts: Vec<usize>,
    pub(super) by_id: HashMap<String, usize>,
    /// Whether the text names somebody of each gender, [`Gender::among`].
    pub(super) genders: [bool; 2],
    /// Whether the gender of an entity rests on its given name alone.
    pub(super) guessed: Vec<bool>,
    pub(super) history: Vec<Antecedent>,
    /// What has been resolved, by head token.
    pub(super) at: HashMap<usize, Mention>,
}

/// Furthest that a description or pronoun looks back, in antecedents: bounds the time on long texts.
pub(super) const WINDOW: usize = 80;

/// The capitals of countries, by the id of the country.
#[derive(Default)]
pub(super) struct Capitals {
    /// Cities that the text speaks of.
    pub(super) cities: HashMap<&'static str, usize>,
    /// Names by which it calls cities or those who govern from there.
    pub(super) names: HashMap<&'static str, String>,
}

/// How often each entity is named.
pub(super) fn times_named(base: &Mentions) -> Vec<usize> {
    let mut out = vec![0; base.entities.len()];
    for mention in base.mentions.iter().filter(|m| m.kind == MentionKind::Name) {
        mention.entity.into_iter().for_each(|e| out[e] += 1);
    }
    out
}

/// Most entities that are looked through for those that a description fits: bounds the time on long texts.
const ENTITIES: usize = 512;

impl Resolver<'_> {
    /// Reads one token: a mention whose head it is joins the history.
    pub(super) fn read(&mut self, i: usize) {
        if let Some(mut mention) = self.base.at(i).cloned() {
            if mention.kind == MentionKind::Demonym
                && let Some(e) = self.compatriot(&mention)
            {
                mention.kind = MentionKind::Description;
                mention.entity = Some(e);
                mention.tokens.start = self.phrase_start(i);
            } else if let Some(faction) = self.faction(&mention) {
                mention = faction;
            }
            self.remember(mention);
            self.coordination(i);
            return;
        }
        let token = &self.doc.tokens[i];
        match token.tag {
            Tag::Prp | Tag::PrpPoss | Tag::Wp | Tag::WpPoss | Tag::Wdt => self.pronoun(i),
            _ if token.upos == Upos::Pron
                || self.words.pronouns.pair.contains(&*token.lower)
                || token.upos == Upos::Num
                    && self.words.names.plural.numerals.contains_key(&*token.lower) =>
            {
                self.pronoun(i)
            }
            _ if matches!(token.upos, Upos::Noun | Upos::Propn) && self.base.containing(i).is_none() => {
                self.noun(i);
            }
            _ => {}
        }
    }

    /// Adds a mention to the history and to the result.
    pub(super) fn remember(&mut self, mention: Mention) {
        for e in mention.entity.iter().chain(&mention.members) {
            self.counts[*e] += 1;
        }
        self.history.push(Antecedent {
            head: mention.head,
            sentence: self.doc.sentence_of(mention.head),
            entity: mention.entity,
            members: mention.members.clone(),
            kind: AntecedentKind::Mention(mention.kind),
        });
        self.at.insert(mention.head, mention);
    }

    /// At the last of several mentions joined by "and", adds all of them together.
    ///
    /// The list is read from the words: parsers go wrong on long ones.
    pub(super) fn coordination(&mut self, i: usize) {
        let Some((mut before, true)) = self.previous_of_list(i) else {
            return;
        };
        let mut members: Vec<usize> = self.entities_at(i);
        for _ in 0..12 {
            let mut here = self.entities_at(before);
            here.reverse();
            members.extend(here);
            match self.previous_of_list(before) {
                Some((next, false)) => before = next,
                _ => break,
            }
        }
        members.reverse();
        let mut seen = Vec::new();
        members.retain(|e| {
            !seen.contains(e) && {
                seen.push(*e);
                true
            }
        });
        if members.len() > 1 {
            self.history.push(Antecedent {
                head: before,
                sentence: self.doc.sentence_of(i),
                entity: None,
                members,
                kind: AntecedentKind::Coordination,
            });
        }
    }

    /// The head of the mention before that of head `i` in a list, and whether "and" stands between.
    pub(super) fn previous_of_list(&self, i: usize) -> Option<(usize, bool)> {
        let doc = self.doc;
        let here = self.at.get(&i)?;
        let kind = self.kind(*here.entity.iter().chain(&here.members).next()?);
        let sentence = doc.sentences[doc.sentence_of(i)].start;
        // Back over titles and words of nationality to the word that joins.
        let mut k = here.tokens.start;
        let mut steps = 0;
        while k > sentence && steps < 9 {
            let token = &doc.tokens[k - 1];
            let joins = token.tag == Tag::Cc || &*token.lower == ",";
            if joins {
                break;
            }
            let inside = matches!(
                token.upos,
                Upos::Propn | Upos::Adj | Upos::Noun | Upos::Det | Upos::Part | Upos::Pron
            ) || token.tag == Tag::Hyph
                || token.upos == Upos::Adp
                    && steps > 0
                    && self.words.names.function.of.contains(&*token.lower);
            if !inside {
                return None;
            }
            k -= 1;
            steps += 1;
        }
        if k <= sentence + 1 {
            return None;
        }
        let and = doc.tokens[k - 1].tag == Tag::Cc;
        if and && !self.words.names.function.joining_names.contains(&*doc.tokens[k - 1].lower) {
            return None;
        }
        let mut end = k - 1;
        if and && &*doc.tokens[end - 1].lower == "," {
            end -= 1;
        }
        // "A, the foreign minister, and B" is one more remove than is looked for.
        let last = end.checked_sub(1).filter(|&e| e >= sentence)?;
        let m =
            self.base.containing(last).and_then(|m| self.at.get(&m.head)).or_else(|| self.at.get(&last))?;
        let same = m.entity.is_some_and(|e| self.is_like(kind, self.kind(e)));
        (same && m.kind != MentionKind::Demonym && m.tokens.end == end).then_some((m.head, and))
    }

    /// Whether two kinds stand in one list as equals.
    pub(super) fn is_like(&self, a: EntityType, b: EntityType) -> bool {
        (a == EntityType::Person) == (b == EntityType::Person)
    }

    /// Entities resolved at a token so far.
    pub(super) fn entities_at(&self, i: usize) -> Vec<usize> {
        self.at.get(&i).map_or_else(Vec::new, |m| m.entity.map_or_else(|| m.members.clone(), |e| vec![e]))
    }

    pub(super) fn kind(&self, e: usize) -> EntityType {
        self.base.entities[e].kind
    }

    /// The entities mentioned so far, in order; in a text with very many, those mentioned last.
    pub(super) fn mentioned(&self) -> Vec<usize> {
        if self.counts.len() <= ENTITIES {
            return (0..self.counts.len()).filter(|&e| self.counts[e] > 0).collect();
        }
        let last = self.history.iter().rev().take(ENTITIES);
        let mut all: Vec<usize> =
            last.flat_map(|a| a.entity.into_iter().chain(a.members.iter().copied())).collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    /// The latest antecedents, last first, back to `sentences` before that of token `i`.
    pub(super) fn recent(&self, i: usize, sentences: usize) -> impl Iterator<Item = &Antecedent> {
        let first = self.doc.sentence_of(i).saturating_sub(sentences);
        self.history.iter().rev().take(WINDOW).take_while(move |a| a.sentence >= first)
    }

    /// The entity mentioned last that passes, back to `sentences` before token `i`.
    pub(super) fn latest(
        &self,
        i: usize,
        sentences: usize,
        passes: impl Fn(&Self, usize) -> bool,
    ) -> Option<usize> {
        self.recent(i, sentences)
            .filter(|a| a.kind != AntecedentKind::Mention(MentionKind::Demonym))
            .filter_map(|a| a.entity)
            .find(|&e| passes(self, e))
    }

    /// The entity with this id, made if it is new.
    pub(super) fn entity(
        &mut self,
        kind: EntityType,
        id: String,
        name: String,
        country: Option<usize>,
    ) -> usize {
        if let Some(&e) = self.by_id.get(&id) {
            return e;
        }
        let e = self.base.entities.len();
        self.by_id.insert(id.clone(), e);
        self.base.entities.push(EntityDraft {
            id,
            kind,
            name,
            same_as: Vec::new(),
            gender: None,
            country,
            named: true,
        });
        self.counts.push(0);
        self.guessed.push(false);
        e
    }

    /// Where the noun phrase before its head `i` starts.
    pub(super) fn phrase_start(&self, i: usize) -> usize {
        let sentence = self.doc.sentences[self.doc.sentence_of(i)].start;
        let mut start = i;
        while start > sentence {
            let k = start - 1;
            let token = &self.doc.tokens[k];
            let inside = matches!(
                token.upos,
                Upos::Adj | Upos::Noun | Upos::Propn | Upos::Det | Upos::Num | Upos::Part | Upos::Pron
            ) || token.tag == Tag::Hyph
                || token.upos == Upos::Adv && token.head < i && token.head > k;
            // What belongs to the phrase hangs, at some remove, on its head.
            let hangs = std::iter::successors(Some(k), |&j| self.doc.head(j)).take(6).any(|j| j == i);
            if !inside || !hangs || token.tag == Tag::Wp || token.tag == Tag::Wdt {
                break;
            }
            start = k;
        }
        start
    }

    pub(super) fn mention(&self, tokens: Range<usize>, head: usize, entity: usize) -> Mention {
        Mention { tokens, head, kind: MentionKind::Description, entity: Some(entity), members: Vec::new() }
    }

    pub(super) fn finish(self) -> Mentions {
        let mut mentions: Vec<Mention> = self.at.into_values().collect();
        mentions.sort_by_key(|m| (m.head, m.tokens.start, m.tokens.end));
        Mentions::new(self.base.entities, mentions, self.doc.tokens.len())
    }
}
