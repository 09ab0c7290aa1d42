//! Names of people, folded so that the spellings of one name are equal.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::slug::plain;

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

/// The words of a name, folded; empty when it has no letter or digit.
pub(crate) fn person_words(name: &str) -> Vec<String> {
    let folding = &*FOLDING;
    let joined: String =
        plain(name).chars().filter(|c| !matches!(c, '\'' | '’' | '‘' | '\u{2bc}' | '`')).collect();
    joined.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(|w| folding.word(w)).collect()
}

/// What a person's name tells of who it is.
pub(crate) enum PersonName {
    /// At least a given name and a surname: the letters of all its words together ("Jong-un" and "Jong Un" are the
    /// same), and the words that may be its surname, as names are written given name first or family name first.
    Full { key: String, surnames: [String; 2] },
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
    PersonName::Full { key: words.concat(), surnames: [(*first).clone(), (*last).clone()] }
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
    fn a_surname_with_its_particles_is_no_full_name() {
        for bare in ["Zelenskyy", "von der Leyen", "al-Sisi", "bin Salman", "Marcos Jr."] {
            assert!(matches!(person_name(bare), PersonName::Bare { .. }), "{bare}");
        }
        assert!(matches!(person_name("—"), PersonName::Nothing));
    }
}
