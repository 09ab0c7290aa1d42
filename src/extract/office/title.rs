//! Reading a noun phrase as a title: what post, of whom, and whether it is still held.

use std::ops::Range;

use super::super::mention::{MentionKind, Mentions};
use crate::lexicon::{MentionWords, Words};
use crate::schema::{EntityType, OfficeStatus};
use crate::text::{AnalysedText, Deprel, Tag, Upos};

/// A title as a noun phrase gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Title {
    /// Its words, with what says whose it is and how it is held.
    pub tokens: Range<usize>,
    /// The noun that heads it.
    pub head: usize,
    /// In lower case, singular: "foreign minister".
    pub text: String,
    /// Entities that it belongs to: one, or for a plural title ("the foreign ministers of …") several in order.
    pub of: Vec<usize>,
    /// Whether `of` came from a possessive pronoun or a person's name: "his spokesman".
    pub possessor: Option<usize>,
    /// How it is held.
    pub status: OfficeStatus,
    /// Whether the text says whose it is in words that are not resolved: "the island nation's prime minister".
    pub open: bool,
    /// Whether the noun means what another person is: "counterpart".
    pub counterpart: bool,
    /// Whether it is an office only of a body or person that it names.
    pub weak: bool,
}

/// Longest way back from the end of a title to its first word, in tokens.
const LONGEST: usize = 14;

/// Whether token `i` is the "'s" or "'" of a possessor, however it is tagged.
pub(crate) fn is_possessive_mark(doc: &AnalysedText, i: usize) -> bool {
    doc.tokens[i].tag == Tag::Pos
        || doc.tokens[i].deprel == Deprel::Case && doc.word(i).starts_with(['\'', '’'])
}

fn is_noun(doc: &AnalysedText, i: usize) -> bool {
    matches!(doc.tokens[i].upos, Upos::Noun | Upos::Propn | Upos::Adj)
}

/// Whether token `i` is a noun that heads titles, and its singular.
fn head_noun<'a>(doc: &'a AnalysedText, words: &'a MentionWords, i: usize) -> Option<&'a str> {
    let token = &doc.tokens[i];
    let (lower, lemma) = (&*token.lower, &*token.lemma);
    if let Some(full) = words.titles.short.get(lower) {
        return Some(full);
    }
    let heads = &words.titles.heads;
    if heads.contains(lower) {
        return Some(lower);
    }
    if heads.contains(lemma) {
        return Some(lemma);
    }
    // Plurals that stand as names keep their ending: "Presidents Putin and Trump".
    lower.strip_suffix('s').filter(|s| heads.contains(*s))
}

/// Reads the title whose last word stands before token `end`: "former Ukrainian | foreign minister |".
///
/// Only words before `end` are read; what follows ("… of Egypt") is [`Title::add_complements`]'s.
pub(crate) fn title_ending_at(
    doc: &AnalysedText,
    mentions: &Mentions,
    words: &MentionWords,
    end: usize,
) -> Option<Title> {
    let titles = &words.titles;
    let function = &words.names.function;
    let sentence = doc.sentences[doc.sentence_of(end.checked_sub(1)?)].clone();
    let first = sentence.start.max(end.saturating_sub(LONGEST));
    let lower = |i: usize| &*doc.tokens[i].lower;
    let hyphen = |i: usize| matches!(doc.word(i), "-" | "–");
    let in_list = |list: &Words, i: usize| list.contains(lower(i));

    let mut status = OfficeStatus::Current;
    let mut set = |i: usize| {
        let found = if in_list(&titles.status.former, i) {
            OfficeStatus::Former
        } else if in_list(&titles.status.elect, i) {
            OfficeStatus::Elect
        } else if in_list(&titles.status.acting, i) {
            OfficeStatus::Acting
        } else {
            return false;
        };
        status = found;
        true
    };
    let mut last = end;
    // "President-elect", "the president elect"
    while last > first + 1
        && titles.status.elect.contains(lower(last - 1))
        && head_noun(doc, words, last - 1).is_none()
    {
        set(last - 1);
        last -= 1;
        if hyphen(last - 1) {
            last -= 1;
        }
    }
    if last <= first {
        return None;
    }
    // The head: the last word, or the one before "of State".
    let mut head = last - 1;
    if head_noun(doc, words, head).is_none() {
        if !titles.modifiers.contains(lower(head))
            && !words.names.person.counterpart.contains(&*doc.tokens[head].lemma)
        {
            return None;
        }
        let mut k = last;
        while k > first
            && (titles.modifiers.contains(lower(k - 1)) || titles.phrase.between.contains(lower(k - 1)))
            && head_noun(doc, words, k - 1)
                .is_none_or(|_| k - 1 > first && function.of.contains(lower(k - 2)))
        {
            k -= 1;
        }
        if k < last
            && k > first + 1
            && function.of_or_for.contains(lower(k - 1))
            && head_noun(doc, words, k - 2).is_some()
        {
            head = k - 2;
        } else if words.names.person.counterpart.contains(&*doc.tokens[head].lemma) {
            // Handled below.
        } else {
            return None;
        }
    }
    let counterpart = words.names.person.counterpart.contains(&*doc.tokens[head].lemma);
    if mentions.containing(head).is_some_and(|m| m.kind == MentionKind::Name) {
        return None;
    }
    // What belongs to the title before its head.
    let mut start = head;
    while start > first {
        let k = start - 1;
        if mentions.containing(k).is_some_and(|m| matches!(m.kind, MentionKind::Name | MentionKind::Demonym))
        {
            break;
        }
        let joined = hyphen(k) && !doc.tokens[k].space_after;
        if joined && k > first && (titles.status.former.contains(lower(k - 1))) {
            break;
        }
        let coordinated = function.additive.contains(lower(k))
            && k > first
            && is_noun(doc, k - 1)
            && is_noun(doc, k + 1)
            && doc.tokens[k - 1].deprel != Deprel::Conj
            && head_noun(doc, words, k - 1).is_none()
            && (doc.tokens[k - 1].head == head || doc.tokens[k - 1].deprel == Deprel::Compound);
        let party = titles.party_words.contains(lower(k))
            && head_noun(doc, words, head).is_some_and(|noun| titles.beside_party.contains(noun));
        if party {
            break;
        }
        let plain = is_noun(doc, k)
            && !in_list(&titles.outside, k)
            && !titles.status.former.contains(lower(k))
            && !titles.status.elect.contains(lower(k))
            && !titles.status.acting.contains(lower(k))
            || doc.tokens[k].tag == Tag::Vbg
                && titles.modifiers.contains(lower(k))
                && !titles.status.acting.contains(lower(k));
        if !(joined || coordinated || plain) {
            break;
        }
        start = k;
    }
    let mut before = String::new();
    for k in (first..start).rev().take(3) {
        before.insert_str(0, lower(k));
        if titles.status.never.contains(&before) {
            return None;
        }
    }
    while start < head && (hyphen(start) || function.additive.contains(lower(start))) {
        start += 1;
    }
    // "Iranian commander General X": a rank in capitals behind a title belongs to the name.
    let capital = |i: usize| doc.word(i).starts_with(char::is_uppercase);
    while last > start + 1
        && capital(last - 1)
        && titles.honorific.neutral.contains(lower(last - 1))
        && !capital(last - 2)
        && head_noun(doc, words, last - 2).is_some()
    {
        last -= 1;
        head = last - 1;
    }
    let mut text = String::new();
    for i in start..last {
        let word = if i == head && !counterpart {
            head_noun(doc, words, head).unwrap_or(lower(i))
        } else {
            lower(i)
        };
        let joined =
            text.is_empty() || hyphen(i) || i > start && hyphen(i - 1) && !doc.tokens[i - 1].space_after;
        if !joined {
            text.push(' ');
        }
        text.push_str(word);
    }
    // Whose it is, and how it is held.
    let mut of: Vec<usize> = Vec::new();
    let mut possessor = None;
    let sent = titles.sent.contains(head_noun(doc, words, head).unwrap_or_default());
    let mut k = start;
    let beside_party = head_noun(doc, words, head).is_some_and(|noun| titles.beside_party.contains(noun));
    while k > first {
        let i = k - 1;
        let named = mentions.containing(i).filter(|m| m.tokens.end == k && m.tokens.len() == 1);
        let is_body = |entity: usize| mentions.entities[entity].kind == EntityType::Organization;
        let party = beside_party
            && titles.party_words.contains(lower(i))
            && named.is_none_or(|m| m.entity.is_none_or(is_body));
        if party {
            k = i;
            continue;
        }
        let passed = set(i)
            || in_list(&titles.outside, i) && !matches!(doc.tokens[i].tag, Tag::PrpPoss | Tag::WpPoss)
            || hyphen(i) && i > first && titles.status.former.contains(lower(i - 1))
            || is_possessive_mark(doc, i) && (of.is_empty() || sent)
            || doc.tokens[i].upos == Upos::Adj && !of.is_empty() && mentions.containing(i).is_none();
        if passed {
            k = i;
        } else if doc.tokens[i].tag == Tag::PrpPoss || doc.tokens[i].tag == Tag::WpPoss {
            if (of.is_empty() || sent)
                && let Some(m) = mentions.at(i)
            {
                of = m.entity.map_or_else(|| m.members.clone(), |e| vec![e]);
            }
            possessor = Some(i);
            k = i;
            break;
        } else if let Some(m) = mentions.containing(i).filter(|m| {
            m.tokens.end == k
                && (matches!(m.kind, MentionKind::Name | MentionKind::Demonym) || is_possessive_mark(doc, k))
        }) {
            // "Trump's Russia envoy": whose somebody is stands further left than where they are sent.
            if sent
                && !of.is_empty()
                && (m.kind == MentionKind::Demonym
                    || is_possessive_mark(doc, k)
                    || mentions
                        .entities
                        .get(m.entity.unwrap_or(usize::MAX))
                        .is_some_and(|e| e.kind == EntityType::Country))
            {
                of.clear();
            }
            if of.is_empty() {
                of = m.entity.into_iter().collect();
                if is_possessive_mark(doc, k) {
                    possessor = Some(m.head);
                }
            } else if m.kind == MentionKind::Name && !is_possessive_mark(doc, k) {
                break;
            }
            k = m.tokens.start;
        } else if doc.tokens[i].upos == Upos::Adj && !of.is_empty() {
            k = i;
        } else {
            break;
        }
    }
    let head_word = head_noun(doc, words, head).unwrap_or_default();
    // "secretary-general" is one noun.
    let joined = text.rsplit(' ').next().filter(|last| titles.heads.contains(*last)).unwrap_or(head_word);
    let strong = titles.strong.iter().any(|title| {
        text.strip_suffix(title.as_str()).is_some_and(|before| before.is_empty() || before.ends_with(' '))
    });
    let weak = titles.weak.contains(joined) && !strong;
    let owned = possessor.is_some()
        || (k..start).any(|i| is_possessive_mark(doc, i))
        || k > first && is_possessive_mark(doc, k - 1);
    let open = owned && of.is_empty();
    Some(Title { tokens: k..end, head, text, of, possessor, open, status, counterpart, weak })
}

impl Title {
    /// Reads what follows the title's head: "of Egypt", "of the ruling council", "to Zelenskyy", "for foreign affairs".
    pub(crate) fn add_complements(&mut self, doc: &AnalysedText, mentions: &Mentions, words: &MentionWords) {
        let function = &words.names.function;
        let end = self.tokens.end;
        let sent = words.titles.sent.contains(self.text.rsplit([' ', '-']).next().unwrap_or_default());
        for prep in doc.children_by(self.head, Deprel::Prep).filter(|&p| p >= end) {
            let lower = &*doc.tokens[prep].lower;
            if !words.titles.phrase.prepositions.contains(lower) {
                continue;
            }
            let Some(object) = doc.child(prep, Deprel::Pobj) else {
                continue;
            };
            let named =
                mentions.containing(object).filter(|m| m.head == object && m.kind != MentionKind::Pronoun);
            let entities: Vec<usize> = match named {
                Some(m) if m.entity.is_some() => with_conjuncts(doc, mentions, object),
                Some(m) => m.members.clone(),
                None => Vec::new(),
            };
            if !entities.is_empty() {
                if self.of.is_empty()
                    && (function.of.contains(lower)
                        || !sent && (words.titles.phrase.to_body.contains(lower) || self.weak))
                {
                    self.of = entities;
                    self.tokens.end =
                        self.tokens.end.max(mentions.containing(object).map_or(object + 1, |m| m.tokens.end));
                }
            } else if words.names.country.nouns.contains(&*doc.tokens[object].lemma) {
                // "president of the African nation": whose it is was said elsewhere.
                self.open |= self.of.is_empty();
            } else if function.of.contains(lower)
                || function.of_or_for.contains(lower) && doc.tokens[object].upos == Upos::Noun
            {
                // "head of the ruling council": the words belong to the title, and what they are of to its owner.
                let tree = doc.subtree(object);
                let stop = tree
                    .iter()
                    .copied()
                    .find(|&i| {
                        i > object
                            && matches!(
                                doc.tokens[i].deprel,
                                Deprel::Prep | Deprel::Relcl | Deprel::Acl | Deprel::Punct | Deprel::Appos
                            )
                    })
                    .unwrap_or(object + 1 + tree.iter().filter(|&&i| i > object).count());
                let first = tree.iter().copied().find(|&i| i > prep).unwrap_or(object);
                let mut phrase = String::new();
                // "Israel's Mossad spy agency": the noun says what the named body is.
                let body = doc
                    .children_by(object, Deprel::Compound)
                    .filter_map(|c| mentions.at(c))
                    .find(|m| {
                        m.kind == MentionKind::Name
                            && m.entity.is_some_and(|e| mentions.entities[e].kind == EntityType::Organization)
                    })
                    .and_then(|m| m.entity);
                if let Some(body) = body
                    && words.names.organization.heads.contains(&*doc.tokens[object].lower)
                {
                    self.of = vec![body];
                    self.tokens.end = self.tokens.end.max(object + 1);
                    continue;
                }
                for i in first..stop.min(doc.tokens.len()) {
                    if let Some(m) = mentions.containing(i)
                        && let Some(e) = m.entity
                        && m.kind != MentionKind::Description
                    {
                        if self.of.is_empty() {
                            self.of = vec![e];
                        }
                        continue;
                    }
                    if is_possessive_mark(doc, i) || doc.tokens[i].tag == Tag::PrpPoss {
                        continue;
                    }
                    phrase.push(' ');
                    phrase.push_str(&doc.tokens[i].lower);
                }
                let words_in = phrase.split_whitespace().count();
                if (1..=6).contains(&words_in) && !function.article.contains(phrase.trim()) {
                    self.text.push(' ');
                    self.text.push_str(lower);
                    self.text.push_str(&phrase);
                    self.tokens.end = self.tokens.end.max(stop);
                }
                // "head of the Security Service in Kyiv", "leader of the opposition in Israel"
                if self.of.is_empty() {
                    for inner in doc.children_by(object, Deprel::Prep) {
                        if let Some(place) = doc.child(inner, Deprel::Pobj) {
                            self.of = mentions.entities_at(place);
                        }
                    }
                }
                self.weak &= words.titles.weak.contains(&self.text);
            }
        }
    }
}

/// The entity at a token, with those of its conjuncts.
pub(crate) fn with_conjuncts(doc: &AnalysedText, mentions: &Mentions, head: usize) -> Vec<usize> {
    let mut all = Vec::new();
    let mut next = Some(head);
    let mut steps = 0;
    while let Some(i) = next.take() {
        all.extend(mentions.entities_at(i));
        steps += 1;
        if steps < 12 {
            next = doc.child(i, Deprel::Conj);
        }
    }
    all
}
