//! Names of people, folded so that the spellings of one name are equal.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use serde::Deserialize;

use super::slug::plain;
use crate::lexicon::MentionWords;

/// The table in `data/transliteration.toml`, where each part is explained.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    letters: BTreeMap<char, String>,
    anywhere: BTreeMap<String, String>,
    start: BTreeMap<String, String>,
    end: BTreeMap<String, String>,
    words: BTreeMap<String, Vec<String>>,
    surname: Surname,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Surname {
    particles: Vec<String>,
    suffixes: Vec<String>,
}

struct Folding {
    table: Table,
    /// From a spelling to the word it stands for, both folded.
    words: BTreeMap<String, String>,
    particles: Vec<String>,
    suffixes: Vec<String>,
}

static FOLDING: LazyLock<Folding> = LazyLock::new(|| {
    let table: Table =
        toml::from_str(include_str!("../../data/transliteration.toml")).expect("the table is tested");
    let mut folding = Folding { table, words: BTreeMap::new(), particles: Vec::new(), suffixes: Vec::new() };
    let spelled = folding.table.words.iter().flat_map(|(word, spellings)| {
        let word = folding.spelling(word);
        spellings.iter().map(|s| (folding.spelling(s), word.clone())).collect::<Vec<_>>()
    });
    folding.words = spelled.collect();
    folding.particles = folding.table.surname.particles.iter().map(|w| folding.word(w)).collect();
    folding.suffixes = folding.table.surname.suffixes.iter().map(|w| folding.word(w)).collect();
    folding
});

impl Folding {
    /// A plain word with its letters folded.
    fn spelling(&self, word: &str) -> String {
        let mut out = String::with_capacity(word.len());
        for c in word.chars() {
            let start = out.len();
            match self.table.letters.get(&c) {
                Some(letters) => out.push_str(letters),
                None => out.push(c),
            }
            // Doubled letters are where spellings differ most; digits are kept.
            if out[..start]
                .chars()
                .next_back()
                .is_some_and(|last| last.is_alphabetic() && out[start..].starts_with(last))
            {
                let doubled = out[start..].chars().next().map_or(0, char::len_utf8);
                out.replace_range(start..start + doubled, "");
            }
        }
        for (from, to) in &self.table.anywhere {
            out = out.replace(from.as_str(), to);
        }
        if let Some((from, to)) =
            self.table.start.iter().find(|(from, _)| out.starts_with(from.as_str()) && out.len() > from.len())
        {
            out.replace_range(..from.len(), to);
        }
        let ending =
            self.table.end.iter().filter(|(from, _)| out.ends_with(from.as_str()) && out.len() > from.len());
        if let Some((from, to)) = ending.max_by_key(|(from, _)| from.len()) {
            out.replace_range(out.len() - from.len().., to);
        }
        out
    }

    fn word(&self, word: &str) -> String {
        let folded = self.spelling(word);
        self.words.get(&folded).cloned().unwrap_or(folded)
    }
}

/// The words of a name, folded, without a nickname in quotes between them; empty when it has no letter or digit.
pub(crate) fn person_words(name: &str) -> Vec<String> {
    let folding = &*FOLDING;
    let joined: String = plain(&without_nickname(name))
        .chars()
        .filter(|c| !matches!(c, '\'' | '’' | '‘' | '\u{2bc}' | '`'))
        .collect();
    joined.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(|w| folding.word(w)).collect()
}

/// A name without what stands in quotes inside it: "William “Bill” Hartley" is William Hartley. An apostrophe in a word is no
/// quote.
fn without_nickname(name: &str) -> Cow<'_, str> {
    let opening =
        |(i, c): &(usize, char)| matches!(c, '“' | '"' | '\'' | '‘' | '«') && name[..*i].ends_with(' ');
    let Some((start, open)) = name.char_indices().find(opening) else { return Cow::Borrowed(name) };
    let inside = start + open.len_utf8();
    let closing = |(i, c): &(usize, char)| {
        matches!(c, '”' | '"' | '\'' | '’' | '»') && name[inside + i + c.len_utf8()..].starts_with(' ')
    };
    match name[inside..].char_indices().find(closing) {
        Some((end, close)) => {
            Cow::Owned(format!("{}{}", &name[..start], &name[inside + end + close.len_utf8()..]))
        }
        None => Cow::Borrowed(name),
    }
}

/// What a person's name tells of who it is.
#[derive(Debug, Clone)]
pub(crate) enum PersonName {
    /// At least a given name and a surname: the letters of all its words together ("Jong-un" and "Jong Un" are the
    /// same), the words that may be its surname, as names are written given name first or family name first, and all
    /// words but suffixes.
    Full { key: String, surnames: [String; 2], words: Vec<String> },
    /// One word that counts, with or without particles before it.
    Bare { surname: String },
    /// No word at all.
    Nothing,
}

/// Reads a person's name.
pub(crate) fn person_name(name: &str) -> PersonName {
    let folding = &*FOLDING;
    let words = person_words(name);
    let core: Vec<&String> = words.iter().filter(|w| !folding.suffixes.contains(w)).collect();
    let (Some(first), Some(last)) = (core.first(), core.last()) else {
        return PersonName::Nothing;
    };
    let counting = core.len() - core.iter().take_while(|w| folding.particles.contains(w)).count();
    if counting < 2 {
        return PersonName::Bare { surname: (*last).clone() };
    }
    PersonName::Full {
        key: words.concat(),
        surnames: [(*first).clone(), (*last).clone()],
        words: core.into_iter().cloned().collect(),
    }
}

/// The table in `data/identity.toml`, where each part is explained.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct IdentityTable {
    people: People,
    others: Others,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct People {
    patronymics: Vec<String>,
    same_time_months: u32,
    namesakes: NamesakeRules,
    short: BTreeMap<String, Vec<String>>,
}

/// When those who bear one full name are two people.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NamesakeRules {
    pub of_state: BTreeSet<String>,
    pub career_years: i32,
    pub top_career_years: i32,
    pub top: BTreeSet<String>,
    pub life_years: i32,
    pub at_once_months: i32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Others {
    skipped: BTreeSet<String>,
    open: BTreeSet<String>,
    many: BTreeSet<String>,
    generic: BTreeSet<String>,
    unique: BTreeSet<String>,
    spelling: BTreeMap<String, Vec<String>>,
}

struct Rules {
    patronymics: Vec<String>,
    same_time_months: u32,
    namesakes: NamesakeRules,
    /// From a short form of a given name to the name, both folded.
    short: BTreeMap<String, String>,
    others: Others,
    /// From one spelling to the other, with spaces around.
    spelling: Vec<(String, String)>,
}

static RULES: LazyLock<Rules> = LazyLock::new(|| {
    let table: IdentityTable =
        toml::from_str(include_str!("../../data/identity.toml")).expect("the table is tested");
    let folding = &*FOLDING;
    let short = table.people.short.iter().flat_map(|(name, short)| {
        short.iter().map(|s| (folding.word(s), folding.word(name))).collect::<Vec<_>>()
    });
    let spelling = table.others.spelling.iter().flat_map(|(word, other)| {
        other.iter().map(|o| (format!(" {} ", o.replace('-', " ")), format!(" {word} "))).collect::<Vec<_>>()
    });
    Rules {
        patronymics: table.people.patronymics.iter().map(|w| folding.word(w)).collect(),
        same_time_months: table.people.same_time_months,
        namesakes: table.people.namesakes,
        short: short.collect(),
        spelling: spelling.collect(),
        others: table.others,
    }
});

/// Months by which two documents may be apart and still speak of one holder of an office.
pub(crate) fn same_time_months() -> u32 {
    RULES.same_time_months
}

/// When those who bear one full name are two people.
pub(super) fn namesake_rules() -> &'static NamesakeRules {
    &RULES.namesakes
}

/// Whether two different full names, as [`PersonName::Full`] has their words, may be one person's: they end in the same
/// surname, and the given names of one are those of the other, some left out, cut to initials or a short form, or one
/// of them spelled otherwise by a letter.
///
/// A name with an initial that the other lacks may be the same only if the other has none at all: "George W. Bush" and
/// "George H. W. Bush" are two.
pub(crate) fn compatible(one: &[String], other: &[String]) -> bool {
    let (long, short) = if one.len() >= other.len() { (one, other) } else { (other, one) };
    let (Some((surname, long)), Some((same, short))) = (long.split_last(), short.split_last()) else {
        return false;
    };
    if surname != same {
        return false;
    }
    let is_initial = |word: &String| word.chars().count() == 1;
    let is_short_for =
        |a: &String, b: &String| a == b || RULES.short.get(a) == Some(b) || RULES.short.get(b) == Some(a);
    let begins = |a: &String, b: &String| is_initial(a) && b.starts_with(a.as_str());
    if long.len() == short.len() {
        let mut slips = 0;
        return long.iter().zip(short).all(|(a, b)| {
            let same = is_short_for(a, b) || begins(a, b) || begins(b, a);
            slips += usize::from(!same);
            same || is_slip(a, b)
        }) && slips <= 1
            && long.iter().zip(short).any(|(a, b)| !is_initial(a) && !is_initial(b));
    }
    if short.iter().any(is_initial) {
        return false;
    }
    // Each given name of the shorter stands, in order, in the longer.
    let mut from = 0;
    for (n, word) in short.iter().enumerate() {
        let Some(at) = long[from..].iter().position(|other| is_short_for(word, other)) else {
            return false;
        };
        let fathers = n == 0 && at > 0 && RULES.patronymics.contains(&long[at - 1]);
        if fathers {
            return false;
        }
        from += at + 1;
    }
    !short.is_empty()
}

/// Whether two words of five letters or more differ by one letter that is put in, left out or changed.
fn is_slip(one: &str, other: &str) -> bool {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let (long, short) = if one.len() >= other.len() { (one, other) } else { (other, one) };
    if short.len() < 5 || long.len() - short.len() > 1 {
        return false;
    }
    let same = long.iter().zip(&short).take_while(|(a, b)| a == b).count();
    let rest = if long.len() == short.len() { same + 1 } else { same };
    long[(same + 1).min(long.len())..] == short[rest.min(short.len())..]
}

/// Whether words of an article may stand in a list of somebody's names: a name, or a definite description with a name in it, and
/// none that means somebody in its place alone ("a senator", "its commissioner", "the President", "US lawyer", "Biden's son"),
/// or that fits many ("the African nation").
pub(crate) fn is_alias(words: &str) -> bool {
    let (others, titles) = (&RULES.others, &MentionWords::builtin().titles);
    let all: Vec<&str> = words.split_whitespace().collect();
    let (Some(first), Some(last)) = (all.first(), all.last()) else { return false };
    let first = first.to_lowercase();
    let article = others.skipped.contains(&first);
    let capital = |word: &str| word.chars().any(char::is_uppercase);
    let head = |word: &str| {
        let word = word.to_lowercase();
        let honorific = [&titles.honorific.masculine, &titles.honorific.feminine];
        titles.heads.contains(word.strip_suffix('s').unwrap_or(&word))
            || honorific.iter().any(|set| set.contains(&word))
    };
    // "The Lord Mayor" is a title, and "Labour" is none.
    let proper: Vec<&str> =
        all.iter().skip(usize::from(article)).copied().filter(|word| capital(word)).collect();
    let title = |word: &str| head(word) || titles.modifiers.contains(&word.to_lowercase());
    let titled = proper.iter().any(|word| head(word)) && proper.iter().all(|word| title(word));
    let named = !proper.is_empty() && !titled;
    let described = !last.chars().any(|c| c.is_uppercase() || c.is_numeric());
    // Of ministers there are many, of prime ministers one.
    let top = |words: &[&str]| titles.rank.top.contains(&*words.join(" ").to_lowercase());
    let definite = article && (!others.many.contains(*last) || all.len() > 1 && top(&all[all.len() - 2..]));
    named && !others.open.contains(&first) && !first.starts_with(char::is_numeric) && (!described || definite)
}

/// The words of the name of a body, group or place, in one spelling; its letters and digits alone count.
pub(crate) fn other_words(name: &str) -> String {
    let joined: String = plain(name).chars().filter(|c| !matches!(c, '\'' | '’' | '‘' | '\u{2bc}')).collect();
    let mut words = String::from(" ");
    for word in joined.split(|c: char| !c.is_alphanumeric()) {
        if !word.is_empty() && !RULES.others.skipped.contains(word) {
            words.push_str(word);
            words.push(' ');
        }
    }
    for (spelling, word) in &RULES.spelling {
        while words.contains(spelling.as_str()) {
            words = words.replace(spelling.as_str(), word);
        }
    }
    words.trim().to_owned()
}

/// Whether a local id, the slug of a name, tells what a body is and not which.
pub(crate) fn is_generic(slug: &str) -> bool {
    !RULES.others.unique.contains(slug)
        && other_words(slug).split(' ').all(|word| word.is_empty() || RULES.others.generic.contains(word))
}

/// Whether a name is one word of at least three capitals and no small letter, whose letters are, in order, among the
/// beginnings of the words of a longer name, the first of both the same.
pub(crate) fn is_acronym_of(acronym: &str, name: &str) -> bool {
    let letters: Vec<char> = acronym.chars().filter(|c| *c != '.').collect();
    if letters.len() < 3 || !letters.iter().all(|c| c.is_uppercase()) {
        return false;
    }
    let words = other_words(name);
    let mut beginnings = words.split(' ').filter_map(|word| word.chars().next()).peekable();
    let mut letters = letters.into_iter().flat_map(char::to_lowercase).peekable();
    beginnings.peek() == letters.peek()
        && beginnings.clone().count() > 1
        && letters.all(|letter| beginnings.any(|beginning| beginning == letter))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(name: &str) -> String {
        match person_name(name) {
            PersonName::Full { key, .. } => key,
            PersonName::Bare { .. } | PersonName::Nothing => panic!("{name} is no full name"),
        }
    }

    #[test]
    fn spellings_of_one_name_fold_to_the_same_letters() {
        for same in [
            &[
                "Volodymyr Zelenskyy",
                "Volodymyr Zelensky",
                "Volodymyr Zelenskiy",
                "Volodymyr Zelenskyi",
                "Volodymyr Zelens'kyy",
            ][..],
            &["Abdel Fattah el-Sisi", "Abdel-Fattah al-Sisi", "Abdul Fattah El Sisi"],
            &["Kim Jong Un", "Kim Jong-un", "KIM JONG UN"],
            &["Recep Tayyip Erdoğan", "Recep Tayyip Erdogan"],
            &["Sergei Lavrov", "Sergey Lavrov"],
            &["Yevgeny Prigozhin", "Evgeny Prigozhin", "Yevgeniy Prigozhin", "Evgenii Prigozhin"],
            &["Alexander Lukashenko", "Aleksandr Lukashenka"],
            &["Mohammed bin Salman", "Mohammad bin Salman", "Muhammad ibn Salman"],
            &["Pedro Sánchez", "Pedro Sanchez"],
            &["Donald Tusk", "Donald  Tusk"],
            &[
                "William Hartley",
                "William “Bill” Hartley",
                "William \"Bill\" Hartley",
                "William 'Bill' Hartley",
            ],
        ] {
            for other in same {
                assert_eq!(key(same[0]), key(other), "{} and {other}", same[0]);
            }
        }
    }

    #[test]
    fn different_names_stay_different() {
        for (one, other) in [
            ("Volodymyr Zelenskyy", "Vladimir Zelenskyy"),
            ("George W. Bush", "George H. W. Bush"),
            ("George Bush", "George W. Bush"),
            ("Ferdinand Marcos", "Ferdinand Marcos Jr."),
            ("Bill Clinton", "Hillary Clinton"),
            ("Ilham Aliyev", "Heydar Aliyev"),
            ("Kim Jong Un", "Kim Jong Il"),
            ("Xi Jinping", "Jinping Xi"),
            ("Charles II", "Charles III Windsor"),
            ("Sean O'Neill O'Hara", "Sean O'Hara"),
        ] {
            let (PersonName::Full { key: a, .. } | PersonName::Bare { surname: a }) = person_name(one) else {
                panic!()
            };
            let (PersonName::Full { key: b, .. } | PersonName::Bare { surname: b }) = person_name(other)
            else {
                panic!()
            };
            assert_ne!(a, b, "{one} and {other}");
        }
    }

    #[test]
    fn names_and_what_means_one_alone_are_aliases_and_what_fits_many_is_none() {
        for alias in [
            "Zelenskyy",
            "al-Quaety",
            "von der Leyen",
            "F-16",
            "state of Kerala",
            "UK",
            "Republic of Artsakh",
            "the Kremlin",
            "the Indian government",
            "the Greek prime minister",
            "The Trump administration",
            "X",
            "Labour",
            "M23",
        ] {
            assert!(is_alias(alias), "{alias}");
        }
        for other in [
            "a critic",
            "a senator",
            "Its energy commissioner",
            "the president",
            "the President",
            "The Executive director",
            "the Lord Mayor",
            "Officials",
            "Prime Minister",
            "US lawyer",
            "Iranian general",
            "former Israeli official",
            "Biden's son",
            "790 Azerbaijani soldiers",
            "the African nation",
            "the Australian city",
            "",
            "both sides",
        ] {
            assert!(!is_alias(other), "{other}");
        }
    }

    #[test]
    fn a_surname_with_its_particles_is_no_full_name() {
        for bare in ["Zelenskyy", "von der Leyen", "al-Sisi", "bin Salman", "Marcos Jr."] {
            assert!(matches!(person_name(bare), PersonName::Bare { .. }), "{bare}");
        }
        assert!(matches!(person_name("—"), PersonName::Nothing));
    }
}
