//! Words by themselves: what the encoder's table of word pieces tells of a word without its sentence.
//!
//! Words of like meaning have like rows in the table that an encoder is trained with (T. Mikolov and others, "Efficient
//! Estimation of Word Representations in Vector Space", 2013, found that of simpler tables). The table stays as it was
//! while the reader learns, so that a newer reader knows the same words.

use std::sync::LazyLock;

use super::encoder::WIDTH;
use super::found::MODEL;
use super::model::{Table, open};
use super::pieces::Pieces;
use crate::error::Result;

/// Number of the first piece that is a word: before it come marks, signs and characters.
const FIRST_WORD: u32 = 1996;

/// The piece by whose number a word is half rare: pieces stand by how often they occur.
const HALF_RARE: f32 = 3000.0;

/// The least rarity of a word.
const LEAST_RARITY: f32 = 0.2;

/// What is known of words by themselves.
#[derive(Debug)]
pub struct Words {
    pieces: Pieces,
    table: Table,
    /// Mean of the rows of all words, which says nothing of any of them.
    mean: Vec<f32>,
}

impl Words {
    /// Those of the reader that is part of the program.
    ///
    /// # Panics
    /// Never: a test reads the model.
    pub fn builtin() -> &'static Self {
        static WORDS: LazyLock<Words> =
            LazyLock::new(|| Words::from_bytes(MODEL).expect("the model is part of the program"));
        &WORDS
    }

    /// Those of a model that `train/pack.py` wrote.
    ///
    /// # Errors
    /// Of kind [`crate::error::ErrorKind::Model`], when it is none of this version, or was cut short or changed.
    pub fn from_bytes(model: &[u8]) -> Result<Self> {
        let (header, mut tensors) = open(model)?;
        let table = tensors.table("encoder.pieces", WIDTH)?;
        let mut mean = vec![0.0; WIDTH];
        let words = FIRST_WORD as usize..table.len();
        let count = words.len().max(1) as f32;
        words.for_each(|row| table.add(row, &mut mean));
        mean.iter_mut().for_each(|x| *x /= count);
        Ok(Self { pieces: Pieces::new(header.pieces)?, table, mean })
    }

    /// The direction in which a word's meaning lies: a row of length 1. The product of two rows is greater the more alike
    /// the words are.
    pub fn direction(&self, word: &str) -> Vec<f32> {
        let mut numbers = Vec::new();
        self.pieces.cut(word, &mut numbers);
        let mut row: Vec<f32> = self.mean.iter().map(|x| -x * numbers.len() as f32).collect();
        numbers.iter().for_each(|&number| self.table.add(number as usize, &mut row));
        let length = row.iter().map(|x| x * x).sum::<f32>().sqrt();
        if length > 0.0 {
            row.iter_mut().for_each(|x| *x /= length);
        }
        row
    }

    /// Whether a word is known as a whole or by a part and its ending, and not by parts that any letters have.
    pub fn knows(&self, word: &str) -> bool {
        let mut numbers = Vec::new();
        self.pieces.cut(word, &mut numbers);
        numbers.len() <= 2 && numbers[0] > FIRST_WORD
    }

    /// How much a word tells, from 0.2 for one that is everywhere to 1 for one that is no piece by itself.
    pub fn rarity(&self, word: &str) -> f32 {
        let mut numbers = Vec::new();
        self.pieces.cut(word, &mut numbers);
        match numbers[..] {
            [number] if number > FIRST_WORD => {
                let place = (number - FIRST_WORD) as f32;
                (place / (place + HALF_RARE)).max(LEAST_RARITY)
            }
            [_] => LEAST_RARITY,
            _ => 1.0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn product(a: &str, b: &str) -> f32 {
        let [a, b] = [a, b].map(|word| Words::builtin().direction(word));
        a.iter().zip(&b).map(|(a, b)| a * b).sum()
    }

    #[test]
    fn words_of_like_meaning_lie_in_like_directions() {
        assert!((product("deal", "deal") - 1.0).abs() < 1e-3);
        assert!(product("deal", "agreement") > product("deal", "troops") + 0.1);
        assert!(product("ceasefire", "truce") > product("ceasefire", "election") + 0.1);
    }

    #[test]
    fn a_rarer_word_tells_more() {
        let rarity = |word| Words::builtin().rarity(word);
        assert!(rarity("people") < rarity("tariffs") && rarity("tariffs") <= rarity("rosselkhozbank"));
    }
}
