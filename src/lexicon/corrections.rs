//! How an article says that it corrects what stood before, from `data/corrections.toml`.

use std::collections::HashSet;
use std::sync::LazyLock;

use serde::Deserialize;

/// Words of corrections, in lower case; the file explains each list.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the data file explains each list")]
pub struct Corrections {
    marks: HashSet<String>,
    begins: Vec<String>,
    pub versions: HashSet<String>,
    pub earlier: HashSet<String>,
    pub wrongly: HashSet<String>,
}

impl Corrections {
    /// The lists compiled into the program.
    pub fn builtin() -> &'static Self {
        static WORDS: LazyLock<Corrections> = LazyLock::new(|| {
            toml::from_str(include_str!("../../data/corrections.toml"))
                .expect("corrections.toml has the fields of Corrections")
        });
        &WORDS
    }

    /// Where the sentence begins behind the mark of a correction that opens `line`, in bytes.
    pub fn body(&self, line: &str) -> Option<usize> {
        let (at, sign) = line.char_indices().find(|(_, c)| matches!(c, ':' | '-' | '–' | '—'))?;
        let mark = line[..at].trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        let begin = at + sign.len_utf8();
        let body = begin + line[begin..].len()
            - line[begin..].trim_start_matches(|c: char| !c.is_alphanumeric()).len();
        (self.marks.contains(&mark) && body < line.len()).then_some(body)
    }

    /// Whether a line of `text` says that it corrects what stood before.
    pub fn corrects(&self, text: &str) -> bool {
        text.lines().map(str::trim).any(|line| {
            self.body(line).is_some() || {
                let lower: String = line.chars().take(80).flat_map(char::to_lowercase).collect();
                let bare = lower.trim_start_matches(|c: char| !c.is_alphanumeric());
                self.begins.iter().any(|begin| bare.starts_with(begin.as_str()))
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_that_corrects_is_told_from_a_sentence_about_a_correction() {
        let words = Corrections::builtin();
        let body = |line: &'static str| words.body(line).map(|at| &line[at..]);
        assert_eq!(body("CORRECTION: Finland did not."), Some("Finland did not."));
        assert_eq!(body("*Correction — It did not."), Some("It did not."));
        assert_eq!(body("Correction: \"It did not.\""), Some("It did not.\""));
        assert_eq!(body("The correction: it did not."), None);
        assert_eq!(body("Correction:"), None);
        assert!(words.corrects("Finland left.\n\nAn earlier version of this article said that it stayed."));
        assert!(!words.corrects("Finland demanded a correction. An earlier version of the treaty stood."));
    }
}
