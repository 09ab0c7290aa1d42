//! From what an expression says to the date that it means, counted from the day of the article.
//!
//! A rule gives a date only where the words leave no other; the sources of the rules are the habits of news writing: a
//! bare weekday or month is the nearest one, in the past for what has happened, ahead for what is planned.

use jiff::civil::{Date, Weekday};
use jiff::{Span, ToSpan};

use super::expression::{Meaning, Point};
use crate::lexicon::times::Unit;
use crate::schema::PartialDate;

/// On which side of the article's day something lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// On the day or before.
    Past,
    /// On the day or after.
    Future,
}

/// The date that `meaning` has in an article of the date `today`; `focus` is the day that was spoken of before. `None`
/// where the words, or what is known of the article, do not tell.
pub fn resolve(
    meaning: Meaning,
    today: Option<PartialDate>,
    direction: Option<Direction>,
    focus: Option<Date>,
) -> Option<PartialDate> {
    match meaning {
        Meaning::Date(date) => Some(date),
        Meaning::Unknown => None,
        Meaning::Focus(days) => Some(shift(focus?, days.days())?.into()),
        Meaning::Relative(unit, count) => relative(unit, count, today?),
        Meaning::Weekday { weekday, shift, week } => {
            let today = today?.whole()?;
            let day = match (week, shift) {
                (Some(week), _) => in_week(today, week, weekday),
                (None, None) => nearest_weekday(today, weekday, direction?),
                (None, Some(shift)) => shifted_weekday(today, weekday, shift),
            };
            Some(day?.into())
        }
        Meaning::Span(first, last) => span(first, last, today, direction?),
        Meaning::Month { month, day: None, shift: Some(shift) } => shifted_month(today?, month, shift),
        Meaning::Month { month, day, .. } => nearest_month(today?, month, day, direction),
    }
}

/// The finest date that holds both ends and all between them.
fn span(first: Point, last: Point, today: Option<PartialDate>, direction: Direction) -> Option<PartialDate> {
    let (from, to) = match (first, last) {
        (Point::Date(from), Point::Date(to)) => (from, to),
        (Point::Weekday(first), Point::Weekday(last)) => {
            let today = today?.whole()?;
            // The end that lies nearer to today is the nearest such day, and the other is counted from it.
            let (from, to) = match direction {
                Direction::Past => {
                    let to = nearest_weekday(today, last, direction)?;
                    (nearest_weekday(to, first, direction)?, to)
                }
                Direction::Future => {
                    let from = nearest_weekday(today, first, direction)?;
                    (from, nearest_weekday(from, last, direction)?)
                }
            };
            return PartialDate::around(from, to);
        }
        (Point::Month { month: first, day: from }, Point::Month { month: last, day: to }) => {
            let before = (first, from) <= (last, to);
            let date = |year: i16, month: i8, day: Option<i8>| match day {
                Some(day) => PartialDate::of_day(year, month, day),
                None => PartialDate::of_month(year, month),
            };
            match direction {
                Direction::Past => {
                    let end = nearest_month(today?, last, to, Some(direction))?;
                    (date(end.year() - i16::from(!before), first, from)?, end)
                }
                Direction::Future => {
                    let start = nearest_month(today?, first, from, Some(direction))?;
                    (start, date(start.year() + i16::from(!before), last, to)?)
                }
            }
        }
        _ => return None,
    };
    if from > to || from.year() != to.year() {
        return None;
    }
    match (from.month(), to.month()) {
        (Some(one), Some(other)) if one == other => {
            if from == to {
                Some(from)
            } else {
                PartialDate::of_month(from.year(), one)
            }
        }
        _ => PartialDate::of_year(from.year()),
    }
}

fn shift(day: Date, span: Span) -> Option<Date> {
    day.checked_add(span).ok()
}

/// The finest date around the unit that lies `count` units from today's.
fn relative(unit: Unit, count: i32, today: PartialDate) -> Option<PartialDate> {
    match unit {
        Unit::Day => Some(shift(today.whole()?, count.days())?.into()),
        Unit::Week => {
            let monday = in_week(today.whole()?, count, 1)?;
            PartialDate::around(monday, shift(monday, 6.days())?)
        }
        Unit::Month => {
            let first = Date::new(today.year(), today.month()?, 1).ok()?;
            let month = shift(first, count.months())?;
            PartialDate::of_month(month.year(), month.month())
        }
        Unit::Year => PartialDate::of_year(today.year().checked_add(i16::try_from(count).ok()?)?),
    }
}

/// A day of the week that lies `weeks` from today's; weeks begin on Monday.
fn in_week(today: Date, weeks: i32, weekday: i8) -> Option<Date> {
    let offset = i32::from(weekday) - i32::from(today.weekday().to_monday_one_offset());
    shift(today, (weeks * 7 + offset).days())
}

/// The nearest such day, today among them: a news article calls its own day by its name.
fn nearest_weekday(today: Date, weekday: i8, direction: Direction) -> Option<Date> {
    let weekday = Weekday::from_monday_one_offset(weekday).ok()?;
    if today.weekday() == weekday {
        return Some(today);
    }
    let nth = match direction {
        Direction::Past => -1,
        Direction::Future => 1,
    };
    today.nth_weekday(nth, weekday).ok()
}

/// "Last Friday" on a Wednesday is that of the week before, whichever way it is counted; "last Monday" may be two days or
/// nine ago and stays unknown.
fn shifted_weekday(today: Date, weekday: i8, shift: i32) -> Option<Date> {
    let here = today.weekday().to_monday_one_offset();
    match shift {
        0 => in_week(today, 0, weekday),
        -1 if weekday >= here => in_week(today, -1, weekday),
        1 if weekday <= here => in_week(today, 1, weekday),
        _ => None,
    }
}

/// "Last November" in August is that of the year before; "last July" may be of this year and stays unknown.
fn shifted_month(today: PartialDate, month: i8, shift: i32) -> Option<PartialDate> {
    let here = today.month()?;
    let years = match shift {
        0 => 0,
        -1 if month >= here => -1,
        1 if month <= here => 1,
        _ => return None,
    };
    PartialDate::of_month(today.year() + years, month)
}

/// The nearest such month or day of a month.
fn nearest_month(
    today: PartialDate,
    month: i8,
    day: Option<i8>,
    direction: Option<Direction>,
) -> Option<PartialDate> {
    let here = today.month()?;
    let date = |year: i16| match day {
        Some(day) => PartialDate::of_day(year, month, day),
        None => PartialDate::of_month(year, month),
    };
    // Where today's day is unknown, or only a month is named, this month is on either side.
    let now = match (day, today.day()) {
        (Some(day), Some(now)) => (month, day).cmp(&(here, now)),
        _ => month.cmp(&here),
    };
    if now.is_eq() {
        return date(today.year());
    }
    match direction? {
        Direction::Past => date(today.year() - i16::from(now.is_gt())),
        Direction::Future => date(today.year() + i16::from(now.is_lt())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 20 August 2025 was a Wednesday.
    fn on(meaning: Meaning, today: &str, direction: Option<Direction>) -> Option<String> {
        resolve(meaning, PartialDate::parse(today), direction, None).map(|date| date.to_string())
    }

    #[test]
    fn weekdays_are_the_nearest_and_those_with_two_readings_stay_unknown() {
        let day = |weekday, shift| Meaning::Weekday { weekday, shift, week: None };
        let wednesday = "2025-08-20";
        for (meaning, direction, date) in [
            (day(1, None), Some(Direction::Past), Some("2025-08-18")),
            (day(5, None), Some(Direction::Past), Some("2025-08-15")),
            (day(3, None), Some(Direction::Past), Some("2025-08-20")),
            (day(5, None), Some(Direction::Future), Some("2025-08-22")),
            (day(1, None), Some(Direction::Future), Some("2025-08-25")),
            (day(1, None), None, None),
            (day(5, Some(-1)), None, Some("2025-08-15")),
            (day(1, Some(-1)), None, None),
            (day(1, Some(1)), None, Some("2025-08-25")),
            (day(5, Some(1)), None, None),
            (day(5, Some(0)), None, Some("2025-08-22")),
        ] {
            assert_eq!(on(meaning, wednesday, direction).as_deref(), date, "{meaning:?}");
        }
        assert_eq!(on(day(1, None), "2025-08", Some(Direction::Past)), None, "the article's day is unknown");
    }

    #[test]
    fn months_and_days_of_months_take_their_year_from_the_article() {
        let month = |month, day| Meaning::Month { month, day, shift: None };
        for (meaning, today, direction, date) in [
            (month(12, Some(26)), "2020-01-05", Direction::Past, Some("2019-12-26")),
            (month(1, Some(3)), "2020-01-05", Direction::Past, Some("2020-01-03")),
            (month(1, Some(3)), "2020-01-05", Direction::Future, Some("2021-01-03")),
            (month(5, None), "2025-08-20", Direction::Past, Some("2025-05")),
            (month(5, None), "2025-08-20", Direction::Future, Some("2026-05")),
            (month(8, None), "2025-08-20", Direction::Future, Some("2025-08")),
            (month(8, Some(3)), "2025-08", Direction::Future, Some("2025-08-03")),
            (month(2, Some(30)), "2025-08-20", Direction::Past, None),
            (month(5, Some(3)), "2025", Direction::Past, None),
        ] {
            assert_eq!(on(meaning, today, Some(direction)).as_deref(), date, "{meaning:?} {today}");
        }
        let last = |month| Meaning::Month { month, day: None, shift: Some(-1) };
        assert_eq!(on(last(11), "2025-08-20", None).as_deref(), Some("2024-11"));
        assert_eq!(on(last(7), "2025-08-20", None), None);
    }

    #[test]
    fn spans_have_the_finest_date_that_holds_them() {
        for (unit, count, today, date) in [
            (Unit::Day, -1, "2025-08-01", Some("2025-07-31")),
            (Unit::Week, -1, "2025-08-20", Some("2025-08")),
            (Unit::Week, -1, "2025-08-05", Some("2025")),
            (Unit::Week, 0, "2025-01-01", None),
            (Unit::Month, -1, "2025-01", Some("2024-12")),
            (Unit::Year, -3, "2025", Some("2022")),
            (Unit::Day, -1, "2025", None),
            (Unit::Year, -40_000, "2025", None),
        ] {
            assert_eq!(on(Meaning::Relative(unit, count), today, None).as_deref(), date, "{unit:?} {count}");
        }
    }

    #[test]
    fn the_day_before_is_counted_from_the_day_spoken_of() {
        let focus = "2025-03-01".parse().ok();
        let date = resolve(Meaning::Focus(-1), None, None, focus);
        assert_eq!(date.map(|d| d.to_string()).as_deref(), Some("2025-02-28"));
        assert_eq!(resolve(Meaning::Focus(-1), PartialDate::parse("2025-03-01"), None, None), None);
    }
}
