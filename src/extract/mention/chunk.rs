//! From tokens to chunks: the stretches of a text that bear a name, with titles cut off their front.
//!
//! A chunk starts at a capital and ends where the gazetteer, the NER or the heads of names ("… Ministry", "Lake …")
//! say, whichever reaches furthest, but never past a title.

use std::collections::HashMap;
use std::ops::Range;

use crate::lexicon::{Gazetteer, Known, MentionWords, fold};
use crate::schema::EntityType;
use crate::text::{AnalysedText, Deprel, EntityLabel, Tag, Upos};

/// What a chunk's words are known as.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Source {
    /// A name of the gazetteer: all that bear it.
    Known(Vec<Known>),
    /// A word of nationality.
    Demonym(Known),
    /// The seat of somebody, that is never a place of its own: the Kremlin.
    Seat(Known),
    /// A city that stands for whoever governs from there, or for itself: Kyiv, Brussels.
    Capital {
        /// The city, if the gazetteer has it.
        city: Option<Known>,
        /// Who governs from there.
        government: Known,
    },
    /// Ends in the head of a name of an organization, region or other thing, or only looks like a name.
    Shape(Shape),
}

/// What the words of a chunk show by themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    Organization,
    Region,
    Other,
    Plain,
}

/// A stretch of tokens that bears a name.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Chunk {
    pub tokens: Range<usize>,
    pub head: usize,
    pub source: Source,
    /// Where the titles before it start; equal to `tokens.start` without any.
    pub title_start: usize,
}

pub(crate) struct Chunker<'a> {
    pub(super) doc: &'a AnalysedText,
    gazetteer: &'a Gazetteer,
    pub(super) words: &'a MentionWords,
    /// Look-ups of this text, which repeats its names.
    cache: HashMap<&'a str, Option<Source>>,
}

/// Finds the chunks of a text, in order and without overlap.
pub(crate) fn chunks(doc: &AnalysedText, gazetteer: &Gazetteer, words: &MentionWords) -> Vec<Chunk> {
    let mut chunker = Chunker { doc, gazetteer, words, cache: HashMap::new() };
    let mut found = Vec::new();
    for sentence in &doc.sentences {
        chunker.sentence(sentence.clone(), &mut found);
    }
    found
}

/// Longest name of the gazetteer that is looked for, in tokens.
const LONGEST: usize = 9;
/// Most words of a nickname in quotes.
const NICKNAME: usize = 3;

/// Most tokens of a party and a place in brackets.
const TAG: usize = 7;

impl<'a> Chunker<'a> {
    /// The end of what says of which party somebody is and where they were elected: "(R-TX)", ", D-Ohio,". It names nobody.
    fn party_tag(&self, i: usize, sentence: &Range<usize>) -> Option<usize> {
        let word = |k: usize| self.doc.word(k);
        let before = word(i.checked_sub(1).filter(|before| sentence.contains(before))?);
        let is_hyphen = |text: &str| matches!(text, "-" | "–");
        let (party, cut) = match word(i).split_once('-') {
            Some((party, place)) if !place.is_empty() => (party, i + 1),
            _ if i + 2 < sentence.end && is_hyphen(word(i + 1)) && !self.doc.tokens[i].space_after => {
                (word(i), i + 3)
            }
            _ => return None,
        };
        if !self.words.titles.party_tags.contains(&party.to_lowercase()) || party.to_uppercase() != party {
            return None;
        }
        match before {
            "(" | "[" => {
                let closes = |k: &usize| word(*k).contains([')', ']']);
                (i..sentence.end.min(i + TAG)).find(closes).map(|k| k + 1)
            }
            "," => Some(cut),
            _ => None,
        }
    }

    fn sentence(&mut self, sentence: Range<usize>, found: &mut Vec<Chunk>) {
        let function = &self.words.names.function;
        let mut i = sentence.start;
        let mut title_start = None;
        while i < sentence.end {
            if let Some(end) = self.party_tag(i, &sentence) {
                title_start = None;
                i = end;
                continue;
            }
            if !self.may_start(i, &sentence) {
                title_start = None;
                i += 1;
                continue;
            }
            if self.known(i, &sentence).is_none()
                && let Some(end) = self.shouted(i, &sentence)
            {
                title_start = None;
                i = end;
                continue;
            }
            if function.article.contains(self.lower(i)) && self.known(i, &sentence).is_none() {
                title_start = None;
                i += 1;
                continue;
            }
            let (mut end, mut source) = self.longest(i, &sentence);
            let titled = title_start.is_some() || i > sentence.start && self.is_title_noun(i - 1);
            match &source {
                // After a title a small town's name is a first name: "Speaker Ararat Mirzoyan".
                Source::Known(known)
                    if titled && matches!(known[0].kind, EntityType::City | EntityType::Region) =>
                {
                    let run = self.run_end(i, &sentence);
                    if run > end
                        && (end..run).all(|j| !self.is_title_noun(j))
                        && self.known(end, &sentence).is_none()
                    {
                        (end, source) = (run, Source::Shape(Shape::Plain));
                    }
                }
                // "Foreign Ministry spokesman": the ministry is part of the title.
                Source::Known(_) | Source::Shape(Shape::Organization) if self.is_desk(end, &sentence) => {
                    let first = self.known(i, &sentence).filter(|(known_end, _)| *known_end < end);
                    if let Some((known_end, known)) = first {
                        let tokens = i..known_end;
                        found.push(Chunk {
                            title_start: i,
                            head: self.head_of(&tokens),
                            tokens,
                            source: known,
                        });
                    }
                    i = end;
                    title_start = None;
                    continue;
                }
                Source::Shape(Shape::Plain)
                    if end > i
                        && end < sentence.end
                        && self.doc.tokens[end].upos == Upos::Noun
                        && self.words.names.country.region.contains(self.lower(end))
                            | self.words.names.region.heads.contains(self.lower(end))
                        && (self.label(i) != Some(EntityLabel::Person)
                            || self.doc.tokens[end - 1].head == end)
                        && self.doc.tokens[end].tag == Tag::Nn =>
                {
                    // "Zangezur corridor"
                    end += 1;
                    source = Source::Shape(Shape::Region);
                }
                _ => {}
            }
            if end <= i
                && let Some(after) = self.title_end(i, &sentence)
            {
                title_start = title_start.or(Some(i));
                i = after;
                // A title that no name follows stands alone: it is a description.
                if i < sentence.end && !self.may_start(i, &sentence) {
                    title_start = None;
                }
                continue;
            }
            if end <= i {
                i += 1;
                continue;
            }
            let tokens = i..end;
            let head = self.head_of(&tokens);
            found.push(Chunk { title_start: title_start.take().unwrap_or(i), tokens, head, source });
            i = end;
        }
    }

    /// The end of a run of words in capitals that opens at token `i` and is shouting, not a name: "STAY TUNED!".
    ///
    /// A run of two words or more shouts when one of them is no proper noun to the tagger, when it is long, or when an
    /// exclamation mark follows.
    fn shouted(&self, i: usize, sentence: &Range<usize>) -> Option<usize> {
        let capitals = |j: usize| {
            let word = self.doc.word(j);
            word.chars().count() > 1 && word.chars().all(char::is_uppercase)
        };
        let end = (i..sentence.end).find(|&j| !capitals(j)).unwrap_or(sentence.end);
        let plain = (i..end).any(|j| self.doc.tokens[j].upos != Upos::Propn);
        let exclaimed = end < sentence.end && self.doc.word(end) == "!";
        (end >= i + 2 && (plain || exclaimed || end >= i + 5)).then_some(end)
    }

    fn is_title_noun(&self, i: usize) -> bool {
        self.words.titles.heads.contains(self.lower(i))
    }

    /// Whether a body's name that ends before `end` is the desk of a spokesperson: "Foreign Ministry | spokesman".
    fn is_desk(&self, end: usize, sentence: &Range<usize>) -> bool {
        end < sentence.end
            && self.words.names.organization.desk.contains(self.lower(end - 1))
            && self.words.titles.personal.contains(self.lower(end))
    }

    /// The token of a stretch whose head lies outside.
    fn head_of(&self, tokens: &Range<usize>) -> usize {
        tokens
            .clone()
            .find(|&i| {
                let head = self.doc.tokens[i].head;
                (head == i || !tokens.contains(&head)) && self.doc.tokens[i].upos != Upos::Punct
            })
            .unwrap_or(tokens.end - 1)
    }

    pub(super) fn lower(&self, i: usize) -> &'a str {
        &self.doc.tokens[i].lower
    }

    pub(super) fn is_capitalized(&self, i: usize) -> bool {
        self.doc.word(i).chars().next().is_some_and(char::is_uppercase)
    }

    pub(super) fn label(&self, i: usize) -> Option<EntityLabel> {
        self.doc.entity_at(i).map(|e| e.label)
    }

    fn is_date(&self, i: usize) -> bool {
        // "May" is a surname too: a month is seldom a subject, and never follows a first name.
        if self.words.names.calendar_surnames.contains(self.lower(i))
            && self.doc.tokens[i].tag == Tag::Nnp
            && (matches!(self.doc.tokens[i].deprel, Deprel::Nsubj | Deprel::Nsubjpass | Deprel::Dobj)
                || i > 0 && self.label(i - 1) == Some(EntityLabel::Person) && self.is_capitalized(i - 1))
            && self.doc.tokens.get(i + 1).is_none_or(|next| next.tag != Tag::Cd)
        {
            return false;
        }
        use EntityLabel::{Cardinal, Date, Money, Ordinal, Percent, Quantity, Time};
        matches!(self.label(i), Some(Date | Time | Money | Percent | Quantity | Cardinal | Ordinal))
    }

    /// Whether a token can be part of a name by itself.
    pub(super) fn is_name(&self, i: usize) -> bool {
        let token = &self.doc.tokens[i];
        if !self.is_capitalized(i) || self.is_date(i) {
            return false;
        }
        match token.upos {
            Upos::Propn => true,
            // "Vice Premier He Lifeng": a capital inside a sentence, before a name.
            Upos::Pron => {
                self.doc.word(i).len() > 1
                    && i > 0
                    && self.doc.tokens[i - 1].upos != Upos::Punct
                    && !self.starts_sentence(i)
                    && self.doc.tokens.get(i + 1).is_some_and(|next| next.upos == Upos::Propn)
            }
            Upos::Punct | Upos::Det | Upos::Adp | Upos::Aux | Upos::Cconj | Upos::Sconj | Upos::Part => false,
            _ => {
                use EntityLabel::{Gpe, Norp, Person};
                let label = self.label(i);
                !self.starts_sentence(i)
                    || matches!(label, Some(Gpe | Norp | Person))
                    || self.doc.entity_at(i).is_some_and(|e| e.tokens.len() > 1)
            }
        }
    }

    /// Whether a capital may be there only because a sentence or quotation begins.
    pub(super) fn starts_sentence(&self, i: usize) -> bool {
        self.doc.sentences[self.doc.sentence_of(i)].start == i
            || i > 0 && matches!(self.doc.tokens[i - 1].tag, Tag::QuoteOpen | Tag::QuoteClose | Tag::Colon)
    }

    fn may_start(&self, i: usize, sentence: &Range<usize>) -> bool {
        if self.is_name(i) {
            return true;
        }
        if self.is_date(i) {
            return false;
        }
        if self.is_capitalized(i)
            && matches!(self.doc.tokens[i].upos, Upos::Adj | Upos::Noun | Upos::Det | Upos::Verb)
        {
            return true;
        }
        // "von der Leyen", "al-Hayya"
        self.words.names.leading_particles.contains(self.lower(i))
            && matches!(
                self.doc.tokens[i].upos,
                Upos::Propn | Upos::X | Upos::Noun | Upos::Adj | Upos::Adp | Upos::Det
            )
            && self.after_particles(i, sentence).is_some()
    }

    /// The first capitalized token after the particles and hyphens from `i` on.
    fn after_particles(&self, i: usize, sentence: &Range<usize>) -> Option<usize> {
        let mut j = i;
        while j < sentence.end && j < i + 5 {
            if j > i && self.is_capitalized(j) && self.doc.tokens[j].upos != Upos::Punct {
                return self.is_name(j).then_some(j);
            }
            let hyphen = j > i && self.is_hyphen(j);
            if !hyphen && !self.words.names.particles.contains(self.lower(j)) {
                return None;
            }
            j += 1;
        }
        None
    }

    /// Whether token `i` is a hyphen that joins two tokens.
    pub(super) fn is_hyphen(&self, i: usize) -> bool {
        matches!(self.doc.word(i), "-" | "–" | "‑")
            && !self.doc.tokens[i].space_after
            && i > 0
            && !self.doc.tokens[i - 1].space_after
    }

    /// Where the run of name tokens from `i` ends.
    pub(super) fn run_end(&self, i: usize, sentence: &Range<usize>) -> usize {
        let mut j = i;
        while j < sentence.end {
            if self.is_name(j) {
                j += 1;
            } else if j > i && self.is_hyphen(j) && j + 1 < sentence.end {
                let next = j + 1;
                let same = self.doc.entity_at(next).is_some_and(|e| e.tokens.contains(&i));
                // "Moon Jae-in", but not "Iran-backed"
                let syllable = self.doc.word(next).len() <= 4
                    && self.label(i) == Some(EntityLabel::Person)
                    && !matches!(self.doc.tokens[next].upos, Upos::Verb | Upos::Adj | Upos::Adv);
                if self.is_name(next) || same || syllable || self.doc.tokens[next].upos == Upos::Propn {
                    j = next + 1;
                } else {
                    break;
                }
            } else if self.words.names.particles.contains(self.lower(j))
                && let Some(next) = self.after_particles(j, sentence)
                && (j > i || self.words.names.leading_particles.contains(self.lower(j)))
            {
                j = next + 1;
            } else if j > i && self.words.titles.suffixes.contains(self.lower(j)) && self.is_capitalized(j) {
                j += 1;
            } else if j > i
                && let Some(next) = self.after_nickname(j, sentence)
            {
                j = next;
            } else {
                break;
            }
        }
        j
    }

    pub(super) fn is_quote(&self, i: usize) -> bool {
        matches!(self.doc.word(i), "\"" | "“" | "”" | "'" | "‘" | "’" | "``" | "''")
    }

    /// The name behind a nickname in quotes that opens at token `i`: "| "Bill" | Hartley", "| “El Chapo” | Guzmán".
    fn after_nickname(&self, i: usize, sentence: &Range<usize>) -> Option<usize> {
        if !self.is_quote(i) || self.doc.tokens[i - 1].upos != Upos::Propn {
            return None;
        }
        let close = (i + 2..sentence.end.min(i + 2 + NICKNAME)).find(|&j| self.is_quote(j))?;
        let next = close + 1;
        let fits = next < sentence.end
            && (i + 1..close)
                .all(|j| self.is_capitalized(j) || self.words.names.particles.contains(self.lower(j)))
            && self.doc.tokens[close - 1].upos == Upos::Propn
            && !self.doc.tokens[close - 1].space_after
            && self.doc.tokens[next].upos == Upos::Propn
            && self.is_name(next);
        fits.then_some(next)
    }

    /// What the gazetteer says of these words.
    fn look_up(&mut self, tokens: Range<usize>) -> Option<Source> {
        let form = self.doc.slice(tokens);
        if let Some(hit) = self.cache.get(form) {
            return hit.clone();
        }
        let mut known = self.gazetteer.lookup(form);
        let capital = self.gazetteer.capital(form);
        let hit = if known.first().is_some_and(|k| k.kind == EntityType::Country) {
            Some(Source::Known(known))
        } else if let Some(government) = self.gazetteer.seat(form).or_else(|| capital.clone()) {
            let city = known.iter().position(|k| k.kind == EntityType::City).map(|k| known.swap_remove(k));
            if city.is_some() || capital.is_some() {
                Some(Source::Capital { city, government })
            } else {
                Some(Source::Seat(government))
            }
        } else if !known.is_empty() {
            Some(Source::Known(known))
        } else {
            self.gazetteer.demonym(form).map(Source::Demonym)
        };
        self.cache.insert(form, hit.clone());
        hit
    }

    /// The longest name of the gazetteer that starts at `i`.
    pub(super) fn known(&mut self, i: usize, sentence: &Range<usize>) -> Option<(usize, Source)> {
        if !self.is_capitalized(i) {
            return None;
        }
        let names = &self.words.names;
        // How far words reach that a name may hold.
        let mut ends = vec![i + 1];
        let mut j = i + 1;
        while j < sentence.end && j < i + LONGEST {
            let lower = self.lower(j);
            let joins = names.connectors.contains(lower)
                || names.particles.contains(lower)
                || self.is_hyphen(j)
                || names.function.possessive.contains(lower)
                || matches!(lower, "/" | ",");
            let closes = self.is_capitalized(j)
                || names.organization.heads.contains(lower)
                || names.region.heads.contains(lower)
                || names.organization.desk.contains(lower)
                || self.doc.tokens[j].tag == Tag::Cd
                || j > 0 && self.is_hyphen(j - 1);
            if closes {
                ends.push(j + 1);
            } else if !joins && !matches!(self.doc.tokens[j].upos, Upos::Adj | Upos::Noun) {
                break;
            }
            j += 1;
        }
        let function = &self.words.names.function;
        let article = function.article.contains(self.lower(i));
        ends.into_iter().rev().find_map(|end| {
            let source = self.look_up(i..end)?;
            // "The Hague" has its article, "The Georgian leader" has not.
            let own = matches!(&source, Source::Known(known) if function.without_article(&fold(known[0].name)).is_some());
            (!article || own).then_some((end, source))
        })
    }

    /// The end of a title that starts at `i` in capitals, or with an honorific: "Prime Minister", "Secretary of State".
    pub(super) fn title_end(&self, i: usize, sentence: &Range<usize>) -> Option<usize> {
        let titles = &self.words.titles;
        let function = &self.words.names.function;
        let is_word = |j: usize| j < sentence.end && (self.is_capitalized(j) || self.is_hyphen(j));
        let modifier = |j: usize| titles.modifiers.contains(self.lower(j)) || self.is_hyphen(j);
        let mut end = None;
        let mut j = i;
        while is_word(j) {
            let lower = self.lower(j);
            let plural = lower.strip_suffix('s').is_some_and(|one| titles.heads.contains(one));
            let is_head = plural || titles.heads.contains(lower) || titles.short.contains_key(lower);
            if is_head || self.is_honorific(j) && j + 1 < sentence.end && self.is_capitalized(j + 1) {
                end = Some(j + 1);
            } else if !modifier(j) && !self.words.titles.status.former.contains(lower) {
                break;
            }
            j += 1;
        }
        let mut end = end?;
        // "of State", "for Foreign Affairs": words of titles, not the name of a place.
        while end + 1 < sentence.end && function.joining_titles.contains(self.lower(end)) {
            let mut k = end + 1;
            if k < sentence.end && function.article.contains(self.lower(k)) {
                k += 1;
            }
            let mut last = None;
            while k < sentence.end && self.is_capitalized(k) && modifier(k) {
                k += 1;
                last = Some(k);
            }
            match last {
                Some(k) => end = k,
                None => break,
            }
        }
        // "Justice Department", "President's Office" and the like are no titles.
        let names_body = end < sentence.end
            && self.is_capitalized(end)
            && self.words.names.organization.heads.contains(self.lower(end))
            && !self.words.titles.heads.contains(self.lower(end));
        (!names_body).then_some(end)
    }

    fn is_honorific(&self, i: usize) -> bool {
        let honorific = &self.words.titles.honorific;
        let lower = self.lower(i);
        [&honorific.masculine, &honorific.feminine, &honorific.neutral].iter().any(|set| set.contains(lower))
    }
}
