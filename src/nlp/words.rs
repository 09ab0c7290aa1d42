//! Word types: what depends on a token's text alone, computed at its first sight and kept for the next.
//!
//! The store is bounded: an analyser empties it between batches when it has grown past [`Words::LIMIT`] types. Nothing
//! here changes a result, only the time it takes.

use std::ops::Range;
use std::sync::Arc;

use hashbrown::HashTable;

use super::embed::{Embedding, EmbeddingScratch, Features, Seen, VectorKeys};
use super::hash::{murmur64, string_id};
use super::lemmatizer::MorphId;
use super::network::WIDTH;
use super::pipeline::Pipeline;
use super::strings::{is_space, shape};
use super::tokenizer::Part;
use crate::text::Upos;

/// A word type: a text with the norm that an exception gives it, if any.
#[derive(Debug)]
pub struct Word {
    text: Range<usize>,
    norm: u64,
    /// Text in lower case.
    pub lower: Arc<str>,
    /// What the embeddings see of it.
    pub features: Features,
    /// Whether an exception that was taken apart may begin with it.
    pub opens_phrase: bool,
    /// Rules of the attribute ruler whose first token may be this word because of its text.
    pub rules: Range<usize>,
    /// Place of its embedding in each of the [`Words::SLOTS`] variants, counted in rows from 1; 0: not computed.
    mixed: [u32; Words::SLOTS],
}

/// A piece of text that was split before.
#[derive(Debug)]
struct Piece {
    text: Range<usize>,
    tokens: Range<usize>,
}

/// A lemma that was looked up before.
#[derive(Debug)]
struct Lemma {
    word: u32,
    upos: Upos,
    morph: MorphId,
    lemma: Arc<str>,
}

/// The store of word types, split pieces and lemmas.
#[derive(Debug, Default)]
pub struct Words {
    text: String,
    words: Vec<Word>,
    by_text: HashTable<u32>,
    pieces: HashTable<Piece>,
    piece_tokens: Vec<(u32, u32)>,
    rules: Vec<u16>,
    lemmas: HashTable<Lemma>,
    mixed: Vec<f32>,
    /// Of the tagger's and parser's embedding, and of the NER's.
    seen: [Seen; 2],
    fresh: Vec<Features>,
    parts: Vec<Part>,
}

/// Bits of a word with its norm, spread for the table.
fn word_hash(text: &str, norm: u64) -> u64 {
    murmur64(text.as_bytes()) ^ norm.rotate_left(32)
}

fn lemma_hash(word: u32, upos: Upos, morph: MorphId) -> u64 {
    let key = u64::from(word) << 32 | (upos as u64) << 16 | u64::from(morph);
    key.wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(26)
}

impl Words {
    /// Types past which the store is emptied: some 16 MB of embeddings.
    pub const LIMIT: usize = 12_000;

    /// Variants of a word's embedding: of the tagger and parser without and with a space behind, and of the NER.
    pub const SLOTS: usize = 3;

    /// Empties the store when it has grown past its limit. Numbers of word types are void afterwards.
    pub fn trim(&mut self) {
        if self.words.len() > Self::LIMIT {
            *self = Self::default();
        }
    }

    /// Forgets the embeddings alone when there are too many of them: inside a very long piece of text the word types
    /// are still needed.
    pub fn trim_embeddings(&mut self) {
        if self.mixed.len() > Self::LIMIT * Self::SLOTS * WIDTH {
            self.mixed = Vec::new();
            for word in &mut self.words {
                word.mixed = [0; Self::SLOTS];
            }
        }
        for seen in &mut self.seen {
            if seen.len() > Self::LIMIT * Self::SLOTS * WIDTH {
                *seen = Seen::default();
            }
        }
    }

    /// The word type with a number.
    pub fn word(&self, word: u32) -> &Word {
        &self.words[word as usize]
    }

    /// The rules that a word's text lets begin at it.
    pub fn rules(&self, word: u32) -> &[u16] {
        &self.rules[self.words[word as usize].rules.clone()]
    }

    /// The number of the word type of a text, with the id of its norm where an exception gives one (else 0).
    pub fn intern(&mut self, pipeline: &Pipeline, text: &str, norm: u64) -> u32 {
        let hash = word_hash(text, norm);
        let (words, all) = (&self.words, &self.text);
        let same = |&i: &u32| words[i as usize].norm == norm && all[words[i as usize].text.clone()] == *text;
        if let Some(&found) = self.by_text.find(hash, same) {
            return found;
        }
        let number = self.words.len() as u32;
        let start = self.text.len();
        self.text.push_str(text);
        let lower: Arc<str> = text.to_lowercase().into();
        let first_rule = self.rules.len();
        pipeline.ruler.rules_of_word(&lower, &mut self.rules);
        let suffix = text.char_indices().rev().nth(2).map_or(0, |(at, _)| at);
        let prefix = text.chars().next().map_or(0, char::len_utf8);
        let orth = string_id(text);
        self.words.push(Word {
            text: start..self.text.len(),
            norm,
            features: Features {
                norm: if norm == 0 { pipeline.norms.norm_id(text, orth, &lower) } else { norm },
                prefix: string_id(&text[..prefix]),
                suffix: string_id(&text[suffix..]),
                shape: string_id(&shape(text)),
                is_space: !text.is_empty() && text.chars().all(is_space),
                vector: pipeline.vector_keys.as_ref().and_then(|keys: &VectorKeys| keys.row(orth)),
            },
            lower,
            opens_phrase: pipeline.tokenizer.opens_phrase(text),
            rules: first_rule..self.rules.len(),
            mixed: [0; Self::SLOTS],
        });
        let (words, all) = (&self.words, &self.text);
        self.by_text.insert_unique(hash, number, |&i| {
            let word = &words[i as usize];
            word_hash(&all[word.text.clone()], word.norm)
        });
        number
    }

    /// Splits a piece of text, or takes the tokens that it gave before; `each` gets their bytes and word types.
    pub fn split(&mut self, pipeline: &Pipeline, piece: &str, mut each: impl FnMut(usize, u32)) {
        let hash = murmur64(piece.as_bytes());
        let all = &self.text;
        if let Some(found) = self.pieces.find(hash, |p| all[p.text.clone()] == *piece) {
            for &(length, word) in &self.piece_tokens[found.tokens.clone()] {
                each(length as usize, word);
            }
            return;
        }
        let mut parts = std::mem::take(&mut self.parts);
        parts.clear();
        pipeline.tokenizer.split(piece, &mut parts);
        let first = self.piece_tokens.len();
        let mut at = 0;
        for part in &parts {
            let word = self.intern(pipeline, &piece[at..at + part.length], part.norm);
            at += part.length;
            each(part.length, word);
            self.piece_tokens.push((part.length as u32, word));
        }
        self.parts = parts;
        let start = self.text.len();
        self.text.push_str(piece);
        let all = &self.text;
        let piece = Piece { text: start..all.len(), tokens: first..self.piece_tokens.len() };
        self.pieces.insert_unique(hash, piece, |p| murmur64(all[p.text.clone()].as_bytes()));
    }

    /// Computes the embeddings in variant `slot` that the `words` lack; `spacy` says whether the variant has a space
    /// behind.
    pub fn embed(
        &mut self,
        embedding: &Embedding,
        slot: usize,
        spacy: bool,
        words: impl Iterator<Item = u32>,
        scratch: &mut EmbeddingScratch,
    ) {
        let first = self.mixed.len() / WIDTH;
        self.fresh.clear();
        for word in words {
            let word = &mut self.words[word as usize];
            if word.mixed[slot] == 0 {
                self.fresh.push(word.features);
                word.mixed[slot] = (first + self.fresh.len()) as u32;
            }
        }
        self.mixed.resize((first + self.fresh.len()) * WIDTH, 0.0);
        let mixed = &mut self.mixed[first * WIDTH..];
        let seen = &mut self.seen[usize::from(slot == Self::SLOTS - 1)];
        embedding.embed(&self.fresh, spacy, seen, scratch, |i, row| {
            mixed[i * WIDTH..][..WIDTH].copy_from_slice(row);
        });
    }

    /// The embedding of a word in variant `slot`, which must have been computed.
    pub fn embedded(&self, word: u32, slot: usize) -> &[f32] {
        let row = self.words[word as usize].mixed[slot] as usize - 1;
        &self.mixed[row * WIDTH..][..WIDTH]
    }

    /// The lemma of a word with a part of speech and morphology, where no rule gives another.
    pub fn lemma(&mut self, pipeline: &Pipeline, word: u32, upos: Upos, morph: MorphId) -> Arc<str> {
        let hash = lemma_hash(word, upos, morph);
        let same = |l: &Lemma| (l.word, l.upos, l.morph) == (word, upos, morph);
        if let Some(found) = self.lemmas.find(hash, same) {
            return found.lemma.clone();
        }
        let type_ = &self.words[word as usize];
        let text = &self.text[type_.text.clone()];
        let lemma = pipeline.lemmatizer.lemma(text, &type_.lower, upos, pipeline.ruler.morph(morph));
        // Most lemmas are the word itself: share its text.
        let lemma = if *lemma == *type_.lower { type_.lower.clone() } else { Arc::from(&*lemma) };
        let entry = Lemma { word, upos, morph, lemma: lemma.clone() };
        self.lemmas.insert_unique(hash, entry, |l| lemma_hash(l.word, l.upos, l.morph));
        lemma
    }
}
