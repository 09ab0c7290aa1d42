//! Word pieces: what the encoder knows words by.
//!
//! BERT's uncased tokenizer: lower case, accents off, punctuation and Chinese characters apart, then the longest known
//! pieces from the left (Y. Wu and others, "Google's Neural Machine Translation System", 2016).

use std::collections::HashMap;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory};

use crate::error::{Error, ErrorKind, Result};

/// The most pieces of a word that are read.
const MOST: usize = 6;

/// A run of more characters than this is not cut up.
const LONGEST: usize = 100;

/// A vocabulary of word pieces.
#[derive(Debug)]
pub struct Pieces {
    numbers: HashMap<String, u32>,
    unknown: u32,
    /// What stands before and behind a window.
    pub marks: [u32; 2],
}

impl Pieces {
    /// The vocabulary in which each piece has its place as number.
    ///
    /// # Errors
    /// When one of the pieces that have a meaning of their own is missing.
    pub fn new(pieces: Vec<String>) -> Result<Self> {
        let numbers: HashMap<String, u32> = pieces.into_iter().zip(0..).collect();
        let mark = |name: &str| {
            numbers.get(name).copied().ok_or_else(|| {
                Error::new(ErrorKind::Model, format!("the reader's model: the piece {name} is missing"))
            })
        };
        let (unknown, marks) = (mark("[UNK]")?, [mark("[CLS]")?, mark("[SEP]")?]);
        Ok(Self { numbers, unknown, marks })
    }

    /// Adds the pieces of `word` to `out`, at least one.
    pub fn cut(&self, word: &str, out: &mut Vec<u32>) {
        let begin = out.len();
        let plain: String;
        let word = if word.is_ascii() {
            plain = word.to_ascii_lowercase();
            &plain
        } else {
            plain = word.to_lowercase().nfd().filter(|c| !is_combining_mark(*c)).collect();
            &plain
        };
        let mut run = String::new();
        for c in word.chars() {
            if c == '\u{fffd}' || c == '\0' || c.is_control() && !c.is_whitespace() {
                continue;
            }
            let apart = stands_apart(c);
            if apart || c.is_whitespace() {
                self.cut_run(&run, out);
                run.clear();
            }
            if apart {
                self.cut_run(c.encode_utf8(&mut [0; 4]), out);
            } else if !c.is_whitespace() {
                run.push(c);
            }
            if out.len() >= begin + MOST {
                break;
            }
        }
        self.cut_run(&run, out);
        out.truncate(begin + MOST);
        if out.len() == begin {
            out.push(self.unknown);
        }
    }

    fn cut_run(&self, run: &str, out: &mut Vec<u32>) {
        if run.is_empty() {
            return;
        }
        let begin = out.len();
        if run.chars().count() > LONGEST {
            out.push(self.unknown);
            return;
        }
        let mut rest = run;
        let mut inside = String::new();
        while !rest.is_empty() {
            let mut ends = rest.char_indices().map(|(at, c)| at + c.len_utf8()).rev();
            let found = ends.find_map(|end| {
                let number = if rest.len() == run.len() {
                    self.numbers.get(&rest[..end])
                } else {
                    inside.clear();
                    inside.push_str("##");
                    inside.push_str(&rest[..end]);
                    self.numbers.get(&inside)
                };
                number.map(|&number| (end, number))
            });
            let Some((end, number)) = found else {
                // A run with an unknown part is unknown as a whole.
                out.truncate(begin);
                out.push(self.unknown);
                return;
            };
            out.push(number);
            rest = &rest[end..];
        }
    }
}

/// Whether a character is a word of its own: punctuation, all signs of ASCII, Chinese characters.
fn stands_apart(c: char) -> bool {
    c.is_ascii_punctuation()
        || !c.is_ascii() && c.general_category_group() == GeneralCategoryGroup::Punctuation
        || matches!(c as u32,
            0x4e00..=0x9fff | 0x3400..=0x4dbf | 0x20000..=0x2a6df | 0x2a700..=0x2b73f
            | 0x2b740..=0x2b81f | 0x2b820..=0x2ceaf | 0xf900..=0xfaff | 0x2f800..=0x2fa1f)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(word: &str) -> Vec<u32> {
        let pieces = [
            "[UNK]", "[CLS]", "[SEP]", "un", "##reason", "##able", ".", "u", "s", "merkel", "##s", "na", "中",
        ];
        let mut out = Vec::new();
        Pieces::new(pieces.map(String::from).to_vec()).unwrap().cut(word, &mut out);
        out
    }

    #[test]
    fn the_longest_pieces_are_taken_from_the_left() {
        assert_eq!(cut("Unreasonable"), [3, 4, 5]);
        assert_eq!(cut("merkels"), [9, 10]);
        assert_eq!(cut("U.S."), [7, 6, 8, 6]);
    }

    #[test]
    fn accents_are_taken_off_and_chinese_characters_stand_apart() {
        assert_eq!(cut("Ná中"), [11, 12]);
    }

    #[test]
    fn what_has_an_unknown_part_is_unknown_and_every_word_has_a_piece() {
        assert_eq!(cut("unxy"), [0]);
        assert_eq!(cut("\u{200d}\n"), [0]);
        assert_eq!(cut("........."), [6; 6]);
    }
}
