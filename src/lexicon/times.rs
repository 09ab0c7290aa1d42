//! Words of time and place, from `data/times.toml`.

use std::collections::HashMap;

use serde::Deserialize;

use super::mention_words::Words;

/// A span of time that is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Unit {
    /// A day of the calendar.
    Day,
    /// A week, Monday to Sunday.
    Week,
    /// A month of the calendar.
    Month,
    /// A year of the calendar.
    Year,
}

/// `data/times.toml`; the file explains each list.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the data file explains each list")]
pub struct Times {
    /// 1 for January.
    pub months: HashMap<String, i8>,
    /// 1 for Monday.
    pub weekdays: HashMap<String, i8>,
    pub days: HashMap<String, i32>,
    pub numbers: HashMap<String, i32>,
    pub ordinals: Ordinals,
    pub units: HashMap<String, Unit>,
    pub words: TimeWords,
    pub adjuncts: AdjunctWords,
    pub places: SettingPlaces,
}

/// `[ordinals]` of `data/times.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the data file explains each list")]
pub struct Ordinals {
    pub endings: Vec<String>,
}

/// `[words]` of `data/times.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the data file explains each list")]
pub struct TimeWords {
    pub last: Words,
    pub next: Words,
    pub this: Words,
    pub before: Words,
    pub after: Words,
    pub same: Words,
    pub ago: Words,
    pub earlier: Words,
    pub later: Words,
    pub edges: Words,
    pub parts: Words,
    pub portions: Words,
    pub of: Words,
    pub seasons: Words,
    pub determiners: Words,
    pub repeated: Words,
    pub inexact: Words,
    pub doubtful: Words,
    pub ranges: Words,
    pub spans: Words,
    pub between: Words,
}

/// `[adjuncts]` of `data/times.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the data file explains each list")]
pub struct AdjunctWords {
    pub on: Words,
    pub spanning: Words,
    pub fixed: Words,
    pub fixing: Words,
    pub clock: Words,
    pub happening: Words,
    pub occasions: Words,
    pub occasion_prepositions: Words,
    pub speaking: Words,
    pub issuing: Words,
    pub ahead: Words,
    pub future: Words,
}

/// `[places]` of `data/times.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the data file explains each list")]
pub struct SettingPlaces {
    pub at: Words,
    pub seat: Words,
}

impl Times {
    /// The words compiled into the program.
    pub fn builtin() -> &'static Times {
        static TIMES: std::sync::LazyLock<Times> = std::sync::LazyLock::new(|| {
            toml::from_str(include_str!("../../data/times.toml")).expect("times.toml has the fields of Times")
        });
        &TIMES
    }

    /// The day of a month that a word is: "15", "15th".
    pub fn day_of_month(&self, word: &str) -> Option<i8> {
        let word = word.to_lowercase();
        let digits =
            self.ordinals.endings.iter().find_map(|e| word.strip_suffix(e.as_str())).unwrap_or(&word);
        let plain = (1..=2).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
        digits.parse().ok().filter(|day| plain && (1..=31).contains(day))
    }

    /// The year that a word is: four digits from 1800 to 2099.
    pub fn year(&self, word: &str) -> Option<i16> {
        let plain = word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit());
        word.parse().ok().filter(|year| plain && (1800..2100).contains(year))
    }

    /// The number that a word is, up to 99.
    pub fn number(&self, word: &str) -> Option<i32> {
        let plain = (1..=2).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_digit());
        self.numbers.get(word).copied().or_else(|| word.parse().ok().filter(|_| plain))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_month_and_weekday_is_there_and_all_words_are_in_lower_case() {
        let times = Times::builtin();
        for month in 1..=12 {
            assert!(times.months.values().any(|m| *m == month));
        }
        for day in 1..=7 {
            assert!(times.weekdays.values().any(|d| *d == day));
        }
        let words = [&times.words.edges, &times.words.portions, &times.adjuncts.happening, &times.places.at];
        assert!(words.iter().all(|list| list.iter().all(|word| *word == word.to_lowercase())));
    }

    #[test]
    fn numbers_are_days_or_years_only_in_their_bounds() {
        let times = Times::builtin();
        assert_eq!(
            ["15", "1st", "31ST", "32", "0", "015"].map(|w| times.day_of_month(w)),
            [Some(15), Some(1), Some(31), None, None, None]
        );
        assert_eq!(["2014", "1799", "14", "2,014"].map(|w| times.year(w)), [Some(2014), None, None, None]);
        assert_eq!(["two", "12", "100", "dozen"].map(|w| times.number(w)), [Some(2), Some(12), None, None]);
    }
}
