//! Folding of names: what two spellings of one name have in common.

use std::borrow::Cow;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Words that names abbreviate or leave out, from `data/gazetteer/words.tsv`: word in lower case, reading.
static WORDS: LazyLock<Vec<(&str, &str)>> = LazyLock::new(|| {
    include_str!("../../data/gazetteer/words.tsv")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once('\t'))
        .collect()
});

/// A name in plain letters, its case kept: marks are taken off ("Türkiye" → "Turkiye"), apostrophes, full stops and
/// commas dropped ("U.S." → "US"), hyphens and slashes made spaces, "&" read as "and", "St" before a word as "Saint".
/// Letters of other scripts stay.
pub fn fold(name: &str) -> Cow<'_, str> {
    if is_plain(name) {
        return Cow::Borrowed(name);
    }
    let mut letters = String::with_capacity(name.len());
    for c in name.chars() {
        match letter(c) {
            Some(plain) => letters.push_str(plain),
            None => letters.extend(std::iter::once(c).nfkd().filter(|c| !is_combining_mark(*c))),
        }
    }
    let mut folded = String::with_capacity(letters.len());
    let mut words = letters.split_whitespace().peekable();
    while let Some(word) = words.next() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        match words.peek().and_then(|_| reading(word)) {
            Some(full) => folded.push_str(full),
            None => folded.push_str(word),
        }
    }
    Cow::Owned(folded)
}

/// The name without a leading article, if it has one.
pub fn without_article(folded: &str) -> Option<&str> {
    let (first, rest) = folded.split_once(' ')?;
    word(first)?.is_empty().then_some(rest)
}

/// Whether a folded `query` may stand for a folded `name` that differs from it at most in case.
///
/// Case tells "US" from "us" and "Turkey" from "turkey", so that the first word must agree, and every acronym. Later
/// words may be in lower case ("European commission"), and a name of four letters or more may stand in capitals
/// throughout ("GENEVA"), as datelines and headlines have it.
pub fn case_fits(name: &str, query: &str) -> bool {
    if name == query {
        return true;
    }
    let letters = || query.chars().filter(|c| c.is_alphabetic());
    if letters().count() >= 4 && letters().all(char::is_uppercase) {
        return true;
    }
    let mut pairs = name.split(' ').zip(query.split(' '));
    let first = pairs.next().is_none_or(|(n, q)| {
        n == q || word(n) == Some("") || (n.chars().all(char::is_lowercase) && is_capitalized(q))
    });
    first
        && pairs.all(|(n, q)| {
            n == q || !is_acronym(n) && (is_capitalized(q) || !q.chars().any(char::is_uppercase))
        })
}

fn is_capitalized(word: &str) -> bool {
    let mut chars = word.chars();
    chars.next().is_some_and(char::is_uppercase) && !chars.any(char::is_uppercase)
}

fn is_acronym(word: &str) -> bool {
    word.chars().filter(|c| c.is_uppercase()).count() >= 2
}

/// Whether folding leaves the name as it is; most names in running text are such.
fn is_plain(name: &str) -> bool {
    let mut space = true;
    for b in name.bytes() {
        match b {
            b' ' if space => return false,
            b' ' => space = true,
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => space = false,
            _ => return false,
        }
    }
    !space && !name.split(' ').any(|w| reading(w).is_some())
}

/// What `words.tsv` says of a word, in any case.
fn word(w: &str) -> Option<&'static str> {
    // Every entry is short: most words are ruled out by their length alone.
    if w.len() > 3 {
        return None;
    }
    WORDS.iter().find(|(short, _)| short.eq_ignore_ascii_case(w)).map(|(_, full)| *full)
}

/// The full form of a capitalized abbreviation.
fn reading(w: &str) -> Option<&'static str> {
    word(w).filter(|full| !full.is_empty() && w.starts_with(|c: char| c.is_uppercase()))
}

/// What a character that does not decompose is folded to.
fn letter(c: char) -> Option<&'static str> {
    Some(match c {
        '\'' | '’' | '‘' | 'ʼ' | 'ʻ' | 'ʿ' | 'ʾ' | '`' | '´' | 'ʹ' | '′' | '.' | ',' => "",
        '-' | '‐' | '‑' | '‒' | '–' | '—' | '/' | '\u{a0}' => " ",
        '&' => " and ",
        'ø' => "o",
        'Ø' => "O",
        'ł' => "l",
        'Ł' => "L",
        'đ' | 'ð' => "d",
        'Đ' | 'Ð' => "D",
        'ħ' => "h",
        'Ħ' => "H",
        'ı' => "i",
        'ə' => "a",
        'Ə' => "A",
        'ß' => "ss",
        'æ' => "ae",
        'Æ' => "Ae",
        'œ' => "oe",
        'Œ' => "Oe",
        'þ' => "th",
        'Þ' => "Th",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_apostrophes_and_stops_fold_away() {
        assert_eq!(fold("Türkiye"), "Turkiye");
        assert_eq!(fold("Côte d’Ivoire"), "Cote dIvoire");
        assert_eq!(fold("N'Djamena"), "NDjamena");
        assert_eq!(fold("Donetsʹk"), "Donetsk");
        assert_eq!(fold("U.S."), "US");
        assert_eq!(fold("Washington, D.C."), "Washington DC");
        assert_eq!(fold("Łódź"), "Lodz");
        assert_eq!(fold("Diyarbakır"), "Diyarbakir");
    }

    #[test]
    fn hyphens_are_spaces_and_abbreviations_are_read_out() {
        assert_eq!(fold("Nagorno-Karabakh"), "Nagorno Karabakh");
        assert_eq!(fold("Asia–Pacific"), "Asia Pacific");
        assert_eq!(fold("St. Petersburg"), "Saint Petersburg");
        assert_eq!(fold("St Petersburg"), "Saint Petersburg");
        assert_eq!(fold("Wall St"), "Wall St", "a last word is a street");
        assert_eq!(fold("Trinidad & Tobago"), "Trinidad and Tobago");
        assert_eq!(fold("  Hong\u{a0}Kong "), "Hong Kong");
    }

    #[test]
    fn folding_twice_changes_nothing() {
        for name in ["St. St. John's", "Côte d'Ivoire", "Œ & Æ", "", " ", "Київ", "東京", "-", "E.U./U.N."]
        {
            let once = fold(name);
            assert_eq!(fold(&once), once, "{name:?}");
        }
    }

    #[test]
    fn case_tells_names_from_words() {
        assert!(case_fits("US", "US") && !case_fits("US", "us") && !case_fits("US", "Us"));
        assert!(!case_fits("Turkey", "turkey"));
        assert!(case_fits("Geneva", "GENEVA") && !case_fits("Who", "WHO"));
        assert!(case_fits("European Commission", "European commission"));
        assert!(!case_fits("UN Security Council", "Un Security Council"));
        assert!(!case_fits("European Commission", "european commission"));
        assert!(case_fits("The Hague", "the Hague") && case_fits("mainland China", "Mainland China"));
    }
}
