//! The words of phrases and quotes, each looked up once.

use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};

use crate::graph::stem;
use crate::reader::Words;

use super::weights::TABLE;

/// A word by its number in a [`Vocabulary`].
pub type Number = u32;

/// What is known of one word.
pub struct Word {
    /// Whether it is known, and not mistyped.
    pub known: bool,
    /// Whether it names a kind of thing and not which.
    pub bare: bool,
    pub direction: Vec<f32>,
    /// Of its stem.
    pub rarity: f32,
    /// Number of its stem; words of one stem count as one.
    pub stem: Number,
}

/// Places of a table that remembers what pairs of phrases have in common, as what agencies write stands in many articles; a
/// new pair drives out the old one at its place. A power of two, and the most there are.
const SEEN: usize = 1 << 20;

/// Spreads numbers over the places of a table (D. Knuth, "The Art of Computer Programming", 6.4: the golden part of 2^64).
pub const SPREAD: u64 = 0x9e37_79b9_7f4a_7c15;

/// All words that were looked up.
#[derive(Default)]
pub struct Vocabulary {
    phrases: HashMap<Vec<(Number, bool)>, Number>,
    seen: RefCell<Vec<(u64, [f32; 2])>>,
    numbers: HashMap<String, Number>,
    stems: HashMap<String, Number>,
    words: Vec<Word>,
}

impl Vocabulary {
    /// The numbers of the words of a text that say something, in order; where none does, of all its words.
    pub fn read(&mut self, text: &str) -> Vec<Number> {
        let words = split(text);
        let telling: Vec<&String> = words.iter().filter(|word| !TABLE.skipped.contains(*word)).collect();
        if telling.is_empty() {
            words.iter().map(|word| self.number(word)).collect()
        } else {
            telling.into_iter().map(|word| self.number(word)).collect()
        }
    }

    fn number(&mut self, word: &str) -> Number {
        if let Some(&number) = self.numbers.get(word) {
            return number;
        }
        let number = self.words.len() as Number;
        let stem = stem(word);
        let rarity = Words::builtin().rarity(&stem);
        let bare = TABLE.bare.contains(word) || TABLE.bare.contains(&stem);
        let stems = self.stems.len() as Number;
        let stem = *self.stems.entry(stem).or_insert(stems);
        let (known, direction) = (Words::builtin().knows(word), Words::builtin().direction(word));
        self.words.push(Word { known, bare, direction, rarity, stem });
        self.numbers.insert(word.to_owned(), number);
        number
    }

    /// As [`Vocabulary::read`], each with whether the text has it as a name or a number.
    pub fn read_names(&mut self, text: &str) -> Vec<(Number, bool)> {
        let pieces = text.split(|c: char| !c.is_alphanumeric());
        let names = pieces.filter(|piece| {
            piece.starts_with(char::is_uppercase)
                || !piece.is_empty() && piece.chars().all(|c| c.is_ascii_digit())
        });
        let names: BTreeSet<String> = names.map(str::to_lowercase).collect();
        let names: BTreeSet<Number> = names.iter().map(|name| self.number(name)).collect();
        self.read(text).into_iter().map(|word| (word, names.contains(&word))).collect()
    }

    /// The number of a word that was read.
    pub fn find(&self, word: &str) -> Option<Number> {
        self.numbers.get(word).copied()
    }

    /// What is known of a word.
    pub fn word(&self, number: Number) -> &Word {
        &self.words[number as usize]
    }

    /// How alike two words are, from about 0 to 1.
    pub fn alike(&self, a: Number, b: Number) -> f32 {
        let (a, b) = (self.word(a), self.word(b));
        if a.stem == b.stem { 1.0 } else { product(&a.direction, &b.direction) }
    }

    /// The number of a phrase that is read as these words, each with whether it is a name.
    pub fn phrase(&mut self, words: &[(Number, bool)]) -> Number {
        let number = self.phrases.len() as Number;
        *self.phrases.entry(words.to_vec()).or_insert(number)
    }

    /// What two phrases have in common, by their numbers, whichever comes first: told by `compare`, or remembered.
    pub fn in_common(&self, a: Number, b: Number, compare: impl FnOnce() -> [f32; 2]) -> [f32; 2] {
        // No two phrases have this key.
        const NONE: u64 = u64::MAX;
        let key = u64::from(a.min(b)) << 32 | u64::from(a.max(b));
        let mut seen = self.seen.borrow_mut();
        if seen.is_empty() {
            let pairs = self.phrases.len().saturating_mul(self.phrases.len());
            seen.resize(pairs.next_power_of_two().clamp(2, SEEN), (NONE, [0.0; 2]));
        }
        let place = key.wrapping_mul(SPREAD) >> (64 - seen.len().ilog2());
        let seen = &mut seen[place as usize];
        if seen.0 != key {
            *seen = (key, compare());
        }
        seen.1
    }

    /// The direction of several words together: rarer words tell more. A row of length 1, or of nothing where there are no
    /// words.
    pub fn direction(&self, words: impl IntoIterator<Item = Number>) -> Vec<f32> {
        let mut row = Vec::new();
        for number in words {
            let word = self.word(number);
            row.resize(word.direction.len(), 0.0);
            row.iter_mut().zip(&word.direction).for_each(|(x, y)| *x += word.rarity * y);
        }
        shorten(&mut row);
        row
    }
}

/// Brings a row to length 1.
pub fn shorten(row: &mut [f32]) {
    let length = product(row, row).sqrt();
    if length > 0.0 {
        row.iter_mut().for_each(|x| *x /= length);
    }
}

/// The product of two rows, of which one may be empty. Its sums have a fixed order.
pub fn product(a: &[f32], b: &[f32]) -> f32 {
    let mut sums = [0f32; 8];
    let (a, b) = (a.as_chunks::<8>().0, b.as_chunks::<8>().0);
    for (a, b) in a.iter().zip(b) {
        for k in 0..8 {
            sums[k] += a[k] * b[k];
        }
    }
    sums.iter().sum()
}

/// The words of a text in lower case, without the ending of an owner.
pub fn split(text: &str) -> Vec<String> {
    let text = text.to_lowercase().replace(['’', '‘', '\u{2bc}'], "'");
    let words = text.split(|c: char| !c.is_alphanumeric() && c != '\'');
    let words = words.map(|word| word.strip_suffix("'s").unwrap_or(word));
    words.flat_map(|word| word.split('\'')).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_say_nothing_are_passed_over_unless_there_are_no_others() {
        let mut vocabulary = Vocabulary::default();
        assert_eq!(vocabulary.read("the end of Russia’s invasion"), vocabulary.read("end Russia invasion"));
        assert_eq!(vocabulary.read("what it was").len(), 3);
    }

    #[test]
    fn singular_and_plural_have_one_stem() {
        let mut vocabulary = Vocabulary::default();
        let words = vocabulary.read("guarantee guarantees");
        assert_eq!(vocabulary.word(words[0]).stem, vocabulary.word(words[1]).stem);
    }
}
