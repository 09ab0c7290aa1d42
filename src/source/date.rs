//! The date of an article: what its catalogue entry, its file's name and its dateline say.
//!
//! In this order, the first that tells: the `date` of a JSON line; the name of the file; the dateline of the text, with its
//! year; the date that is given for all articles. A dateline without a year takes it from the others where they leave no
//! choice: it makes a year or a month more precise, and never changes a day. A `date` that is none leaves the date
//! unknown, whatever else there is: nobody can tell which of the two is wrong.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::fmt::rfc2822;

use crate::lexicon::times::Times;
use crate::schema::PartialDate;

use super::article::iso_date;
use super::paragraphs::paragraphs;

/// Most lines from the top among which a dateline is looked for: a headline and a by-line may stand before it.
const LINES: usize = 3;

/// The date of an article whose file or entry says `own`, and which is taken to be of `default` where nothing does.
pub(super) fn date(own: Option<String>, text: &str, default: Option<&str>) -> Option<String> {
    let line = dateline(text);
    let known = own.or_else(|| line.and_then(Dateline::whole)).or_else(|| default.map(str::to_owned))?;
    let refined = PartialDate::parse(&known).and_then(|known| line?.within(known));
    Some(refined.map_or(known, |date| date.to_string()))
}

/// The first whole date in a file's name, with no digit next to it: `2025-08-17`, `2025_08_17`, `20250817`.
pub(super) fn date_in_name(stem: &str) -> Option<String> {
    let bytes = stem.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    (0..bytes.len()).find_map(|start| {
        if !digit(start) || start > 0 && digit(start - 1) {
            return None;
        }
        let length = (start..).take_while(|&at| digit(at)).count();
        let date = match length {
            4 => {
                let (word, separator) = (stem.get(start..start + 10)?, *bytes.get(start + 4)?);
                let apart = matches!(separator, b'-' | b'_' | b'.') && bytes[start + 7] == separator;
                (apart && !digit(start + 10)).then(|| word.replace(separator as char, "-"))?
            }
            8 => {
                let word = stem.get(start..start + 8)?;
                // Other numbers of eight digits seldom begin with a century of newspapers and go on with a day.
                let recent = word.starts_with("19") || word.starts_with("20");
                recent.then(|| format!("{}-{}-{}", &word[..4], &word[4..6], &word[6..]))?
            }
            _ => return None,
        };
        iso_date(&date)
    })
}

/// What a dateline says of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Dateline {
    year: Option<i16>,
    month: i8,
    day: i8,
}

impl Dateline {
    fn whole(self) -> Option<String> {
        Some(PartialDate::of_day(self.year?, self.month, self.day)?.to_string())
    }

    /// The day of the dateline within `known`, if it is in there and more precise.
    fn within(self, known: PartialDate) -> Option<PartialDate> {
        let date = PartialDate::of_day(self.year.unwrap_or(known.year()), self.month, self.day)?;
        (known.day().is_none() && known.contains(date)).then_some(date)
    }
}

/// The day in the dateline of a text: "KYIV, Aug 17 (Reuters) - ", "WASHINGTON, 17 August 2025 — ".
fn dateline(text: &str) -> Option<Dateline> {
    let lines: Vec<_> = paragraphs(text).into_iter().take(2 * LINES).collect();
    // A dateline is a paragraph of its own that ends in the dash and is followed on its line.
    let line = lines.windows(2).take(LINES).find_map(|pair| {
        let between = &text[pair[0].end..pair[1].start];
        let line = &text[pair[0].clone()];
        (!between.contains('\n') && line.ends_with(['-', '–', '—'])).then_some(line)
    })?;
    day_in(line)
}

/// A day as a file tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Told {
    /// ISO 8601.
    Day(String),
    /// Day and month may be either: "03/04/2025"; both readings, ISO 8601.
    Unclear([String; 2]),
}

/// The day that a field tells in one of the ways in which files do: ISO 8601, the date of a mail message, English words,
/// numbers with strokes or points between them, seconds or thousandths of them since 1970. It is the day of the
/// publisher's own clock where one is told, else of UTC.
pub(super) fn told(value: &str) -> Option<Told> {
    let value = value.trim();
    let plain = || {
        iso_date(value)
            .or_else(|| since_1970(value).map(|time| time.strftime("%Y-%m-%d").to_string()))
            .or_else(|| iso_date(&value.replace('/', "-")))
            .or_else(|| date_in_name(value))
            .or_else(|| day_in(value)?.whole())
            .or_else(|| day_in(&value.replace('-', " "))?.whole())
    };
    numbered(value).or_else(|| plain().map(Told::Day))
}

/// The day on which something was published, as [`told`]; none where it is unclear.
#[cfg(feature = "web")]
pub(super) fn published(value: &str) -> Option<String> {
    match told(value)? {
        Told::Day(day) => Some(day),
        Told::Unclear(_) => None,
    }
}

/// When a text was last changed: a time of UTC where the value tells one, a time of the publisher's clock, or a day.
pub(super) fn changed(value: &str) -> Option<String> {
    let value = value.trim();
    let zoned = value
        .parse::<Timestamp>()
        .ok()
        .or_else(|| since_1970(value))
        .or_else(|| rfc2822::parse(value).ok().map(|time| time.timestamp()));
    if let Some(time) = zoned {
        return Some(time.strftime("%Y-%m-%dT%H:%M:%SZ").to_string());
    }
    match value.parse::<DateTime>() {
        Ok(time) if value.contains(':') => Some(time.strftime("%Y-%m-%dT%H:%M:%S").to_string()),
        _ => match told(value)? {
            Told::Day(day) => Some(day),
            Told::Unclear(_) => None,
        },
    }
}

/// A time as seconds, or thousandths or millionths of them, since 1970: numbers that are long enough to be none of a day.
fn since_1970(value: &str) -> Option<Timestamp> {
    let (whole, rest) = value.split_once('.').unwrap_or((value, ""));
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    let number: i64 = whole.parse().ok().filter(|_| digits(whole) && digits(rest))?;
    match whole.len() {
        9..=10 => Timestamp::from_second(number).ok(),
        13 => Timestamp::from_millisecond(number).ok(),
        16 => Timestamp::from_microsecond(number).ok(),
        _ => None,
    }
}

/// "14/03/2025", "3.4.2025", perhaps with a time behind: the day stands first where the month cannot, the month where the
/// day cannot, and before points always the day.
fn numbered(value: &str) -> Option<Told> {
    let word = value.split([' ', ',', 'T']).next()?;
    let sign = word.chars().find(|c| matches!(c, '/' | '.' | '-'))?;
    let parts: Vec<&str> = word.split(sign).collect();
    let [one, other, year] = parts[..] else { return None };
    let short = |part: &str| matches!(part.len(), 1..=2) && part.bytes().all(|b| b.is_ascii_digit());
    if !short(one) || !short(other) || year.len() != 4 {
        return None;
    }
    let (one, other, year): (i8, i8, i16) = (one.parse().ok()?, other.parse().ok()?, year.parse().ok()?);
    let day = |day, month| PartialDate::of_day(year, month, day).map(|date| date.to_string());
    match (day(one, other), day(other, one)) {
        (Some(first), _) if sign == '.' => Some(Told::Day(first)),
        (Some(first), Some(second)) if first != second => Some(Told::Unclear([first, second])),
        (first, second) => first.or(second).map(Told::Day),
    }
}

/// The first day that stands in `line`: "Aug 17", "17 August 2025".
fn day_in(line: &str) -> Option<Dateline> {
    let times = Times::builtin();
    let words: Vec<&str> = line
        .split(|c: char| c.is_whitespace() || matches!(c, ',' | '(' | ')' | '/' | ';'))
        .map(|word| word.trim_matches(['.', '-', '–', '—']))
        .filter(|word| !word.is_empty())
        .collect();
    let month_at = |at: usize| words.get(at).and_then(|w| times.months.get(&w.to_lowercase())).copied();
    let day_at = |at: usize| words.get(at).and_then(|w| times.day_of_month(w));
    let year_at = |at: usize| words.get(at).and_then(|w| times.year(w));
    (0..words.len()).find_map(|at| {
        let (month, day, next) = match (month_at(at), day_at(at)) {
            (Some(month), _) => (month, day_at(at + 1)?, at + 2),
            (_, Some(day)) => (month_at(at + 1)?, day, at + 2),
            _ => return None,
        };
        Some(Dateline { year: year_at(next), month, day })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_taken_from_a_file_name_and_nothing_else_is_taken_for_one() {
        for (stem, date) in [
            ("2025-08-17-alaska", Some("2025-08-17")),
            ("né-2025-08-17", Some("2025-08-17")),
            ("20250817_alaska", Some("2025-08-17")),
            ("reuters.2025_08_17", Some("2025-08-17")),
            ("12025-08-17", None),
            ("2025-08-171", None),
            ("2025-13-17", None),
            ("2025-08_17", None),
            ("20251317", None),
            ("202508171", None),
            ("10203040", None),
            ("seed-000", None),
            ("2025", None),
        ] {
            assert_eq!(date_in_name(stem).as_deref(), date, "{stem}");
        }
    }

    #[test]
    fn a_dateline_with_its_year_is_a_date() {
        for (text, expected) in [
            ("WASHINGTON, 17 August 2025 - Trump met Putin.", Some("2025-08-17")),
            ("KYIV, Aug. 17, 2025 (Reuters) — Zelensky spoke.", Some("2025-08-17")),
            ("Talks resume\n\nVIENNA (July 14, 2015) — Iran agreed.", Some("2015-07-14")),
            ("KYIV, Aug 17 (Reuters) - Zelensky spoke.", None),
            ("KYIV (Reuters) - Zelensky spoke on 17 August 2025.", None),
            ("NATO met on 17 August 2025 - and left.", None),
            ("Zelensky spoke on 17 August 2025.", None),
            ("KYIV, Feb 30, 2025 - Zelensky spoke.", None),
            ("", None),
        ] {
            assert_eq!(date(None, text, None).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn a_day_is_read_in_the_ways_in_which_files_tell_it() {
        let day = |value| match told(value) {
            Some(Told::Day(day)) => day,
            Some(Told::Unclear([one, other])) => format!("{one} or {other}"),
            None => "none".to_owned(),
        };
        for value in [
            "2025-03-14",
            "March 14, 2025",
            "14 March 2025",
            "14-Mar-2025",
            "14/03/2025",
            "03/14/2025",
            "14.03.2025 09:00",
            "20250314",
            "Fri, 14 Mar 2025 09:00:00 +0100",
            "1741942800",
            "1741942800.5",
            "1741942800000",
            "2025/03/14",
        ] {
            assert_eq!(day(value), "2025-03-14", "{value}");
        }
        assert_eq!(day("03/04/2025"), "2025-04-03 or 2025-03-04");
        assert_eq!(day("03.04.2025"), "2025-04-03");
        assert_eq!(day("04/04/2025"), "2025-04-04");
        assert_eq!(day("2025"), "2025");
        for value in ["31/31/2025", "last Sunday", "12", "12345678", "1/2/3", ""] {
            assert_eq!(day(value), "none", "{value}");
        }
    }

    #[test]
    fn a_time_of_change_is_one_of_utc_where_it_is_told_with_its_zone() {
        for (value, time) in [
            ("2025-03-14T09:00:00+01:00", "2025-03-14T08:00:00Z"),
            ("Fri, 14 Mar 2025 09:00:00 +0100", "2025-03-14T08:00:00Z"),
            ("1741942800", "2025-03-14T09:00:00Z"),
            ("2025-03-14 09:00:00", "2025-03-14T09:00:00"),
            ("2025-03-14", "2025-03-14"),
            ("March 14, 2025", "2025-03-14"),
        ] {
            assert_eq!(changed(value).as_deref(), Some(time), "{value}");
        }
        assert_eq!(changed("03/04/2025"), None);
    }

    #[cfg(feature = "web")]
    #[test]
    fn a_day_of_publication_is_read_however_it_is_written() {
        for value in [
            "2025-08-17T23:30:00-05:00",
            "2025/08/17 10:00",
            "20250817T100000Z",
            "Sun, 17 Aug 2025 23:30:00 -0500",
            "Aug. 17, 2025 at 10:30 a.m. EDT",
            "17 August 2025",
        ] {
            assert_eq!(published(value).as_deref(), Some("2025-08-17"), "{value}");
        }
        assert_eq!(published("August 17"), None);
        assert_eq!(published("yesterday"), None);
    }

    #[test]
    fn the_sources_of_a_date_come_in_their_order() {
        let text = "KYIV, Aug. 17, 2025 - Zelensky spoke.";
        let own = |date: &str| Some(date.to_owned());
        assert_eq!(date(own("2025-08-18"), text, Some("2024")).as_deref(), Some("2025-08-18"));
        assert_eq!(date(None, text, Some("2025-08-20")).as_deref(), Some("2025-08-17"));
        assert_eq!(date(None, "Zelensky spoke.", Some("2025-08")).as_deref(), Some("2025-08"));
    }

    #[test]
    fn a_dateline_without_a_year_is_placed_only_in_a_year_that_is_known() {
        let text = "KYIV, Aug 17 (Reuters) - Zelensky spoke.";
        let own = |date: &str| Some(date.to_owned());
        assert_eq!(date(own("2025"), text, None).as_deref(), Some("2025-08-17"));
        assert_eq!(date(None, text, Some("2025-08")).as_deref(), Some("2025-08-17"));
        assert_eq!(date(own("2025-09"), text, None).as_deref(), Some("2025-09"), "another month");
        assert_eq!(
            date(own("2025-08-18"), text, None).as_deref(),
            Some("2025-08-18"),
            "a day is not changed"
        );
        assert_eq!(date(None, text, None), None);
    }
}
