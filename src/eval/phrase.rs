//! Names, titles and topics made comparable.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use serde::Deserialize;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::canonical_combining_class;
use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory};

/// An ending leaves at least this many letters.
const STEM_LETTERS: usize = 3;

/// The lists in `data/scoring.toml`, where each is explained.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Lists {
    articles: Vec<String>,
    skipped: BTreeSet<String>,
    pronouns: BTreeSet<String>,
    endings: Vec<String>,
}

static LISTS: LazyLock<Lists> = LazyLock::new(|| {
    toml::from_str(include_str!("../../data/scoring.toml")).expect("data/scoring.toml is well-formed")
});

/// `text` without case, marks, possessives, full stops, commas, quotation marks and a leading article.
pub(super) fn normal(text: &str) -> String {
    let folded: String = text.chars().flat_map(fold).collect();
    let plain: Vec<char> = folded
        .nfkd()
        .filter(|&c| canonical_combining_class(c) == 0)
        .map(|c| if c == '’' { '\'' } else { c })
        .collect();
    let mut kept = String::new();
    let mut i = 0;
    while i < plain.len() {
        let possessive = plain[i..].starts_with(&['\'', 's'])
            && plain.get(i + 2).is_none_or(|&next| !is_letter_or_digit(next) && next != '_');
        if possessive {
            i += 2;
            continue;
        }
        if !matches!(plain[i], '.' | ',' | '"' | '“' | '”' | '‘') {
            kept.push(plain[i]);
        }
        i += 1;
    }
    let kept = kept.trim_matches(is_space);
    let without =
        LISTS.articles.iter().find_map(|article| kept.strip_prefix(article.as_str())?.strip_prefix(' '));
    without.unwrap_or(kept).split(is_space).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// The stems of the words that count.
pub(super) fn words(text: &str) -> BTreeSet<String> {
    let normal = normal(text);
    let words = normal.split(|c| !is_letter_or_digit(c)).filter(|word| !word.is_empty());
    words.filter(|word| !LISTS.skipped.contains(*word)).map(|word| stem(word).to_owned()).collect()
}

/// `word` without its ending.
pub(super) fn stem(word: &str) -> &str {
    let long_enough = |stem: &&str| stem.chars().count() >= STEM_LETTERS;
    let mut stems = LISTS.endings.iter().filter_map(|ending| word.strip_suffix(ending.as_str()));
    stems.find(long_enough).unwrap_or(word)
}

/// Whether a name in [`normal`] form names nobody.
pub(super) fn is_pronoun(name: &str) -> bool {
    LISTS.pronouns.contains(name)
}

/// Unicode's full case folding, but for one letter: the capital sharp s is the only one that needs to be told, and the
/// dotless i the only one that folds to itself and has a capital of another letter.
fn fold(c: char) -> impl Iterator<Item = char> {
    let (kept, folded) = match c {
        'ı' => (Some(c), None),
        'ẞ' => (None, Some('ß')),
        _ => (None, Some(c)),
    };
    kept.into_iter().chain(folded.into_iter().flat_map(char::to_uppercase).flat_map(char::to_lowercase))
}

fn is_letter_or_digit(c: char) -> bool {
    matches!(c.general_category_group(), GeneralCategoryGroup::Letter | GeneralCategoryGroup::Number)
}

/// White space with the four separators of ASCII.
fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{1c}'..='\u{1f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_compared_without_case_marks_articles_and_possessives() {
        assert_eq!(normal("The  U.N.’s"), "un");
        assert_eq!(normal("Recep Tayyip ERDOĞAN"), "recep tayyip erdogan");
        assert_eq!(normal("Straße"), normal("STRASSE"));
        assert_eq!(normal("STRAẞE"), "strasse");
        assert_eq!(normal("Fırat"), "fırat");
        assert_eq!(normal("Ὀδυσσεύς"), "οδυσσευσ");
        assert_eq!(normal("'sport"), "'sport");
        assert_eq!(normal("the"), "the");
        assert_eq!(normal("Another"), "another");
        assert_eq!(normal(" “A ‘deal’, ” "), "deal'");
    }

    #[test]
    fn topics_are_compared_by_the_stems_of_their_words() {
        let set = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<BTreeSet<_>>();
        assert_eq!(
            words("the US offer of security guarantees"),
            set(&["us", "offer", "securit", "guarante"])
        );
        assert_eq!(stem("guarantee"), "guarante");
        assert_eq!(stem("ceding"), "ced");
        assert_eq!(stem("cede"), "ced");
        assert_eq!(stem("ring"), "ring");
        assert_eq!(stem("gas"), "gas");
    }
}
