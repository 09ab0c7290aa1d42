//! When: the dates of a question, and which words tell them.

use std::ops::Range;

use jiff::ToSpan;
use jiff::civil::Date;

use crate::extract::time::{Direction, expressions, resolve};
use crate::lexicon::Lexicon;
use crate::lexicon::times::Times;
use crate::schema::PartialDate;
use crate::text::AnalysedText;

use super::pattern::Word;

/// A time that a question asks for, with the words that tell it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Period {
    pub on: Option<String>,
    pub since: Option<String>,
    pub until: Option<String>,
    /// Ranges of words.
    pub words: Vec<Range<usize>>,
}

/// The dates of a question that stand behind a preposition of time; relative ones are counted from `today`, those that may
/// lie on either side of it in `direction`.
pub(super) fn period(
    doc: &AnalysedText,
    words: &[Word],
    lexicon: &Lexicon,
    today: Option<PartialDate>,
    direction: Direction,
) -> Period {
    let prepositions = &lexicon.questions.time;
    let dates = dates(doc, words, lexicon.times, today, direction);
    let mut period = Period::default();
    let mut skip = false;
    for (i, (range, date)) in dates.iter().enumerate() {
        if std::mem::take(&mut skip) {
            continue;
        }
        let before = |of: &[Vec<String>]| {
            let phrase = of.iter().find(|phrase| {
                range.start >= phrase.len()
                    && words[range.start - phrase.len()..range.start]
                        .iter()
                        .zip(*phrase)
                        .all(|(w, p)| w.lower == *p)
            });
            phrase.map(|phrase| range.start - phrase.len())
        };
        let text = || Some(date.to_string());
        if let Some(start) = before(&prepositions.between)
            && let Some((next, last)) = dates.get(i + 1)
            && prepositions
                .and
                .iter()
                .any(|and| words[range.end..next.start].iter().map(|word| &word.lower).eq(and.iter()))
        {
            (period.since, period.until) = (text(), Some(last.to_string()));
            period.words.push(start..next.end);
            skip = true;
            continue;
        }
        let (part, value, start) = if let Some(start) = before(&prepositions.since) {
            (&mut period.since, text(), start)
        } else if let Some(start) = before(&prepositions.after) {
            (&mut period.since, next(*date, 1), start)
        } else if let Some(start) = before(&prepositions.before) {
            (&mut period.until, next(*date, -1), start)
        } else if let Some(start) = before(&prepositions.until) {
            (&mut period.until, text(), start)
        } else if let Some(start) = before(&prepositions.on) {
            (&mut period.on, text(), start)
        } else if range.end == words.len() && range.start > 0 {
            // "What happened yesterday?"
            (&mut period.on, text(), range.start)
        } else {
            continue;
        };
        if part.is_none() && value.is_some() {
            *part = value;
            period.words.push(start..range.end);
        }
    }
    period
}

/// The day, month or year after or before one.
fn next(date: PartialDate, step: i32) -> Option<String> {
    if let Some(day) = date.whole() {
        return Some(PartialDate::from(day.checked_add(step.days()).ok()?).to_string());
    }
    match date.month() {
        Some(month) => {
            let first = Date::new(date.year(), month, 1).ok()?.checked_add(step.months()).ok()?;
            PartialDate::of_month(first.year(), first.month())
        }
        None => PartialDate::of_year(date.year() + i16::try_from(step).ok()?),
    }
    .map(|date| date.to_string())
}

/// Dates by the words that tell them, in order: as ISO 8601 has them, and as people say them.
fn dates(
    doc: &AnalysedText,
    words: &[Word],
    times: &Times,
    today: Option<PartialDate>,
    direction: Direction,
) -> Vec<(Range<usize>, PartialDate)> {
    let mut found: Vec<(Range<usize>, PartialDate)> = Vec::new();
    for expression in expressions(doc, times) {
        let place = |token: usize| words.iter().position(|word| word.token == token);
        let (Some(start), Some(last)) = (place(expression.tokens.start), place(expression.tokens.end - 1))
        else {
            continue;
        };
        let range = start..last + 1;
        let Some(date) = resolve(expression.meaning, today, Some(direction), None) else { continue };
        if found.iter().all(|(other, _)| other.end <= range.start || range.end <= other.start) {
            found.push((range, date));
        }
    }
    for start in 0..words.len() {
        // A date in figures may be one token or five.
        for end in (start + 1..=words.len().min(start + 5)).rev() {
            let text = doc.slice(words[start].token..words[end - 1].token + 1);
            let free = found.iter().all(|(other, _)| other.end <= start || end <= other.start);
            if let Some(date) = PartialDate::parse(text).filter(|_| free) {
                found.push((start..end, date));
                break;
            }
        }
    }
    found.sort_by_key(|(range, _)| range.start);
    found
}
