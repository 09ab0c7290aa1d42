//! Given names and surnames: whether a word may name a person, and whether a woman or a man.

use super::fold::{case_fits, fold};
use super::table::Table;

/// Given names: name, F, M or -.
const GIVEN: Table = Table::new(include_str!("../../data/names/given.tsv"));
/// Surnames.
const SURNAMES: Table = Table::new(include_str!("../../data/names/surnames.tsv"));

/// The gender of those who mostly bear a name: a guess about a name, never knowledge of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Gender {
    /// Women's name: "she".
    Female,
    /// Men's name: "he".
    Male,
}

/// The gender that a given name points to; none for an unknown name and for one that women and men bear ("Andrea").
///
/// Of a double name ("Jean-Luc", "Maria del Carmen") the first part with a gender decides.
pub fn gender(name: &str) -> Option<Gender> {
    let name = fold(name);
    let of = |name: &str| match entry(GIVEN, name)?.rsplit_once('\t')?.1 {
        "F" => Some(Gender::Female),
        "M" => Some(Gender::Male),
        _ => None,
    };
    of(&name).or_else(|| name.split(' ').find_map(of))
}

/// Whether a word is a given name, of anybody, anywhere; case counts ("Mark", not "mark"). Some are countries,
/// cities or months too ("Jordan", "Paris", "April").
pub fn is_given_name(name: &str) -> bool {
    let name = fold(name);
    entry(GIVEN, &name).is_some()
        || name.contains(' ') && name.split(' ').all(|part| entry(GIVEN, part).is_some())
}

/// Whether a word is a common surname somewhere; case counts ("Smith", not "smith"). The list is far from whole: a
/// word that it has not may well be a surname.
pub fn is_surname(name: &str) -> bool {
    entry(SURNAMES, &fold(name)).is_some()
}

fn entry(table: Table, name: &str) -> Option<&'static str> {
    table.find(name).find(|line| case_fits(line.split('\t').next().unwrap_or_default(), name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_many_languages_have_the_gender_of_those_who_bear_them() {
        for name in ["Ursula", "Giorgia", "Yulia", "Mette", "Angela", "Maria", "URSULA", "Anne-Marie"] {
            assert_eq!(gender(name), Some(Gender::Female), "{name}");
        }
        for name in ["Volodymyr", "Donald", "Emmanuel", "Recep", "Sergey", "José", "Mohammed", "Jean-Luc"] {
            assert_eq!(gender(name), Some(Gender::Male), "{name}");
        }
    }

    #[test]
    fn a_name_that_women_and_men_bear_has_no_gender_but_is_a_name() {
        for name in ["Andrea", "Kim", "Robin", "Jean"] {
            assert_eq!(gender(name), None, "{name}");
            assert!(is_given_name(name), "{name}");
        }
    }

    #[test]
    fn words_are_no_names() {
        for word in ["mark", "Justice", "Unknown", "Government", "Kremlin", "the", "", "-", "東京"] {
            assert!(!is_given_name(word), "{word}");
            assert_eq!(gender(word), None, "{word}");
        }
        for word in ["smith", "Bank", "Church", "Minister", ""] {
            assert!(!is_surname(word), "{word}");
        }
        assert!(is_surname("Smith") && is_surname("Sánchez") && is_surname("Ivanov"));
    }
}
