//! Dates as far as they are known.

use std::fmt;

use jiff::civil::Date;

/// A year, a month or a day: ISO 8601 at the granularity known (`2025`, `2025-08`, `2025-08-15`).
///
/// A part is known only where the parts before it are, and the whole is a date of the Gregorian calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PartialDate {
    year: i16,
    month: Option<i8>,
    day: Option<i8>,
}

impl PartialDate {
    /// A year, 0 to 9999.
    pub fn of_year(year: i16) -> Option<Self> {
        (0..=9999).contains(&year).then_some(Self { year, month: None, day: None })
    }

    /// A month of a year.
    pub fn of_month(year: i16, month: i8) -> Option<Self> {
        Some(Self { month: Some(month), ..Self::of_year(year)? }).filter(|_| (1..=12).contains(&month))
    }

    /// A day of a month, if there is one.
    pub fn of_day(year: i16, month: i8, day: i8) -> Option<Self> {
        Date::new(year, month, day).ok()?;
        Some(Self { day: Some(day), ..Self::of_month(year, month)? })
    }

    /// Reads `2025`, `2025-08` or `2025-08-15`, and nothing else.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = |part: &str, length: usize| {
            (part.len() == length && part.bytes().all(|b| b.is_ascii_digit())).then_some(())
        };
        let mut parts = text.split('-');
        let year = parts.next()?;
        digits(year, 4)?;
        let year = year.parse().ok()?;
        let (month, day) = (parts.next(), parts.next());
        if parts.next().is_some() {
            return None;
        }
        for part in [month, day].into_iter().flatten() {
            digits(part, 2)?;
        }
        match (month, day) {
            (None, _) => Self::of_year(year),
            (Some(month), None) => Self::of_month(year, month.parse().ok()?),
            (Some(month), Some(day)) => Self::of_day(year, month.parse().ok()?, day.parse().ok()?),
        }
    }

    /// The year.
    pub fn year(self) -> i16 {
        self.year
    }

    /// The month, 1 to 12, where known.
    pub fn month(self) -> Option<i8> {
        self.month
    }

    /// The day of the month, where known.
    pub fn day(self) -> Option<i8> {
        self.day
    }

    /// The whole date, where the day is known.
    pub fn whole(self) -> Option<Date> {
        Date::new(self.year, self.month?, self.day?).ok()
    }

    /// Whether `other` is this date, or a finer one within it.
    pub fn contains(self, other: Self) -> bool {
        self.year == other.year
            && (self.month.is_none() || self.month == other.month)
            && (self.day.is_none() || self.day == other.day)
    }

    /// The finest date that holds both days: a span of days has no finer one.
    pub fn around(first: Date, last: Date) -> Option<Self> {
        let day = Self::from(first);
        if first == last {
            return Some(day);
        }
        let same_year = first.year() == last.year();
        let month = day.month.filter(|_| same_year && first.month() == last.month());
        same_year.then_some(Self { month, day: None, ..day })
    }
}

impl From<Date> for PartialDate {
    fn from(date: Date) -> Self {
        Self { year: date.year(), month: Some(date.month()), day: Some(date.day()) }
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        for part in [self.month, self.day].into_iter().flatten() {
            write!(f, "-{part:02}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> PartialDate {
        PartialDate::parse(text).unwrap_or_else(|| panic!("{text}"))
    }

    #[test]
    fn what_is_written_is_what_is_read_and_nothing_else_is_a_date() {
        for text in ["2025", "2025-08", "2025-08-15", "2024-02-29", "0001-01-01"] {
            assert_eq!(date(text).to_string(), text);
        }
        for text in
            ["", "25", "2025-8", "2025-13", "2025-02-29", "2025-08-15-1", "+025", "2025-08-1a", "2025-"]
        {
            assert_eq!(PartialDate::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_span_is_held_by_the_finest_date_around_it() {
        let around = |a: &str, b: &str| {
            PartialDate::around(date(a).whole().unwrap(), date(b).whole().unwrap()).map(|d| d.to_string())
        };
        assert_eq!(around("2025-08-15", "2025-08-15").as_deref(), Some("2025-08-15"));
        assert_eq!(around("2025-08-04", "2025-08-10").as_deref(), Some("2025-08"));
        assert_eq!(around("2025-07-28", "2025-08-03").as_deref(), Some("2025"));
        assert_eq!(around("2024-12-30", "2025-01-05"), None);
    }

    #[test]
    fn a_coarse_date_contains_the_finer_ones_within_it() {
        assert!(date("2025").contains(date("2025-08-15")) && date("2025-08").contains(date("2025-08")));
        assert!(
            !date("2025-08-15").contains(date("2025-08")) && !date("2025-07").contains(date("2025-08-15"))
        );
    }
}
