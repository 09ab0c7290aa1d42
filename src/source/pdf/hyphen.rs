//! Words that are parted at the end of a line.

use std::collections::BTreeSet;

use super::fragment::Fragment;

/// What parts a word: a hyphen of either kind, and one that is shown at the end of a line alone.
const HYPHENS: [char; 3] = ['-', '\u{2010}', '\u{ad}'];

/// The words of a text, in small letters; hyphens inside are kept.
#[derive(Debug, Default)]
pub(super) struct Words(BTreeSet<String>);

impl Words {
    /// Those that stand whole in these lines.
    pub fn of<'a>(lines: impl Iterator<Item = &'a Fragment>) -> Self {
        let mut out = BTreeSet::new();
        let mut parted = false;
        for line in lines {
            for word in line.text.split_whitespace().skip(usize::from(parted)) {
                if !word.ends_with(HYPHENS) {
                    out.insert(bare(word));
                }
            }
            parted = line.text.ends_with(HYPHENS);
        }
        Self(out)
    }

    fn has(&self, word: &str) -> bool {
        self.0.contains(&bare(word))
    }

    /// Adds a line behind `text`: a word that is parted is one word again.
    pub fn join(&self, text: &mut String, line: &str) {
        let Some(hyphen) = text.chars().next_back().filter(|c| HYPHENS.contains(c)) else {
            // A dash without spaces has none at the end of a line either.
            if !text.ends_with('—') || text.ends_with(" —") {
                text.push(' ');
            }
            text.push_str(line);
            return;
        };
        let stem = &text[..text.len() - hyphen.len_utf8()];
        let (first, second) = (last_word(stem), line.split_whitespace().next().unwrap_or_default());
        let letter = stem.ends_with(char::is_alphabetic);
        if letter
            && second.starts_with(char::is_lowercase)
            && (hyphen == '\u{ad}' || self.is_one(first, second))
        {
            text.truncate(stem.len());
        } else if !stem.ends_with(char::is_alphanumeric) {
            // A dash, or an item of a list.
            text.push(' ');
        } else {
            text.truncate(stem.len());
            text.push('-');
        }
        text.push_str(line);
    }

    /// Whether the two are one word without a hyphen: as the text has it elsewhere; else unless both are words by
    /// themselves.
    fn is_one(&self, first: &str, second: &str) -> bool {
        self.has(&format!("{first}{second}"))
            || !(self.has(&format!("{first}-{second}"))
                || first.contains('-')
                || (self.has(first) && self.has(second)))
    }
}

fn last_word(text: &str) -> &str {
    text.split_whitespace().next_back().unwrap_or_default()
}

fn bare(word: &str) -> String {
    word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joined(elsewhere: &str, first: &str, second: &str) -> String {
        let line = Fragment { text: elsewhere.to_owned(), from: 0.0, to: 0.0, y: 0.0, size: 0.0 };
        let mut text = first.to_owned();
        Words::of([line].iter()).join(&mut text, second);
        text
    }

    #[test]
    fn a_parted_word_is_whole_again() {
        assert_eq!(joined("", "the govern-", "ment said"), "the government said");
        assert_eq!(joined("a govern ment", "the govern\u{ad}", "ment said"), "the government said");
        assert_eq!(joined("the government", "(govern-", "ment) said"), "(government) said");
    }

    #[test]
    fn a_hyphen_of_the_word_itself_stays() {
        assert_eq!(joined("a cease-fire", "the cease-", "fire held"), "the cease-fire held");
        assert_eq!(joined("a long term", "the long-", "term plan"), "the long-term plan");
        assert_eq!(joined("", "Franco-", "German talks"), "Franco-German talks");
        assert_eq!(joined("", "a five-year-", "old plan"), "a five-year-old plan");
        assert_eq!(joined("", "the mid-", "2025 talks"), "the mid-2025 talks");
    }

    #[test]
    fn other_lines_have_a_space_between_them() {
        assert_eq!(joined("", "the talks", "ended"), "the talks ended");
        assert_eq!(joined("", "the talks -", "they ended"), "the talks - they ended");
        assert_eq!(joined("", "the talks—", "they ended"), "the talks—they ended");
    }
}
