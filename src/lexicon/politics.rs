//! Words of politics, from `data/politics.toml`.

use std::collections::HashSet;
use std::sync::LazyLock;

use serde::Deserialize;

/// What tells an article of politics from one of sport, weather or gardening; the file explains each field.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Politics {
    words: HashSet<String>,
    fewest: usize,
    shortest: usize,
}

impl Politics {
    /// The list compiled into the program.
    pub fn builtin() -> &'static Self {
        static POLITICS: LazyLock<Politics> = LazyLock::new(|| {
            toml::from_str(include_str!("../../data/politics.toml"))
                .expect("politics.toml has the fields of Politics")
        });
        &POLITICS
    }

    /// Whether a text of so many sentences and these words has no politics in it.
    pub fn is_absent<'t>(&self, sentences: usize, words: impl IntoIterator<Item = &'t str>) -> bool {
        if sentences < self.shortest {
            return false;
        }
        let mut found = HashSet::new();
        for word in words {
            let word = word.to_lowercase();
            if self.words.contains(&word) && found.insert(word) && found.len() == self.fewest {
                return false;
            }
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_words_are_in_lower_case() {
        let politics = Politics::builtin();
        assert!(politics.words.len() > 100 && politics.words.iter().all(|word| *word == word.to_lowercase()));
    }

    #[test]
    fn a_text_is_without_politics_when_it_is_long_enough_and_has_hardly_a_word_of_it() {
        let absent = |sentences, text: &str| Politics::builtin().is_absent(sentences, text.split(' '));
        assert!(absent(5, "The goalkeeper rejected the Party and the party"));
        assert!(!absent(4, "The goalkeeper rejected the party"));
        assert!(!absent(5, "The President met the opposition"));
    }
}
