//! Phrases for topics, made comparable.

use std::sync::LazyLock;

use serde::Deserialize;

use super::slug::plain;

/// The table in `data/topics.toml`, where each part is explained.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    skipped: Vec<String>,
    endings: Vec<Ending>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Ending {
    from: String,
    to: String,
    #[serde(default)]
    unless: Vec<String>,
}

static TABLE: LazyLock<Table> =
    LazyLock::new(|| toml::from_str(include_str!("../../data/topics.toml")).expect("the table is tested"));

/// The words of a phrase that tell which topic it is: plain, without quotation marks, punctuation and articles.
/// A phrase of nothing else keeps what it has.
pub(crate) fn phrase_words(phrase: &str) -> Vec<String> {
    let joined: String =
        plain(phrase).chars().filter(|c| !matches!(c, '\'' | '’' | '‘' | '\u{2bc}')).collect();
    let words: Vec<String> =
        joined.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_owned).collect();
    let telling: Vec<String> = words.iter().filter(|w| !TABLE.skipped.contains(w)).cloned().collect();
    if telling.is_empty() { words } else { telling }
}

/// What two phrases for one topic have in common. A phrase without a letter or digit is its own.
pub(crate) fn topic_key(phrase: &str) -> String {
    let words = phrase_words(phrase);
    if words.is_empty() { phrase.to_owned() } else { words.join(" ") }
}

/// A plain word without the ending of its plural.
pub(crate) fn stem(word: &str) -> String {
    for ending in &TABLE.endings {
        if let Some(rest) = word.strip_suffix(ending.from.as_str()) {
            if ending.unless.iter().any(|u| word.ends_with(u.as_str())) {
                continue;
            }
            if rest.chars().count() >= 3 {
                return format!("{rest}{}", ending.to);
            }
        }
    }
    word.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_quotes_and_articles_make_no_difference() {
        let words = phrase_words("\"Robust\" security guarantees for the Ukraine");
        assert_eq!(words, ["robust", "security", "guarantees", "for", "ukraine"]);
        assert_eq!(phrase_words("The"), ["the"]);
        assert!(phrase_words("“—”").is_empty());
    }

    #[test]
    fn plurals_lose_their_ending() {
        for (word, stemmed) in [
            ("guarantees", "guarantee"),
            ("countries", "country"),
            ("talks", "talk"),
            ("crisis", "crisi"),
            ("status", "status"),
            ("gas", "gas"),
        ] {
            assert_eq!(stem(word), stemmed);
        }
    }
}
