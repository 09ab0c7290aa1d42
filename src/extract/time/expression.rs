//! Expressions of time: runs of tokens that name a day, a month, a year or a span.
//!
//! In: a text. Out: what each expression says, not yet counted from any day. The grammar is here, the words are in
//! `data/times.toml`. An expression is read as a whole, so that nothing inside it ("the last two years") is taken for a
//! date of its own; spans without a date are expressions with an unknown meaning.

use std::ops::Range;

use crate::lexicon::times::{Times, Unit};
use crate::schema::PartialDate;
use crate::text::{AnalysedText, Deprel, EntityLabel, Tag, Upos};

/// What an expression says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meaning {
    /// A date by itself: "15 August 2025", "2014".
    Date(PartialDate),
    /// A month, or a day of one, without its year: "15 August".
    Month {
        /// 1 for January.
        month: i8,
        /// Day of the month.
        day: Option<i8>,
        /// "last" (-1), "this" (0) or "next" (1) before it.
        shift: Option<i32>,
    },
    /// A day of the week.
    Weekday {
        /// 1 for Monday.
        weekday: i8,
        /// "last" (-1), "this" (0) or "next" (1) before it.
        shift: Option<i32>,
        /// The week it is in, counted from that of the article: "Monday last week".
        week: Option<i32>,
    },
    /// Units counted from the day of the article: "yesterday", "last month", "three years ago".
    Relative(Unit, i32),
    /// Days counted from the day that was spoken of before: "the previous day", "two days later".
    Focus(i32),
    /// From one day or month to another: "from 3 to 5 May", "between Monday and Wednesday".
    Span(Point, Point),
    /// A time that is no date: "the past weeks", "every Monday", "recently".
    Unknown,
}

/// An end of a span.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Point {
    /// A date by itself.
    Date(PartialDate),
    /// A month, or a day of one, without its year.
    Month {
        /// 1 for January.
        month: i8,
        /// Day of the month.
        day: Option<i8>,
    },
    /// A day of the week, 1 for Monday.
    Weekday(i8),
}

impl Point {
    /// What is said of an end; nothing where it is none.
    fn of(meaning: Meaning) -> Option<Self> {
        match meaning {
            Meaning::Date(date) => Some(Self::Date(date)),
            Meaning::Month { month, day, shift: None } => Some(Self::Month { month, day }),
            Meaning::Weekday { weekday, shift: None, week: None } => Some(Self::Weekday(weekday)),
            _ => None,
        }
    }

    /// The span from `self` on, which takes what it lacks from its end: "3 to 5 May 2025", "from May to June 2024".
    fn to(self, end: Self) -> Option<Meaning> {
        let start = match (self, end) {
            (Self::Month { month, day }, Self::Date(end)) => Self::Date(match day {
                Some(day) => PartialDate::of_day(end.year(), month, day)?,
                None => PartialDate::of_month(end.year(), month)?,
            }),
            (Self::Weekday(_), Self::Weekday(_)) | (Self::Month { .. }, Self::Month { .. }) => self,
            (Self::Date(_), Self::Date(_)) => self,
            _ => return None,
        };
        Some(Meaning::Span(start, end))
    }
}

/// An expression of time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expression {
    /// Its tokens.
    pub tokens: Range<usize>,
    /// The token that stands for it in the tree.
    pub head: usize,
    /// What it says.
    pub meaning: Meaning,
}

/// The expressions of a text, in order, without overlap.
pub fn expressions(doc: &AnalysedText, times: &Times) -> Vec<Expression> {
    let mut out = Vec::new();
    for sentence in &doc.sentences {
        let reader = Reader { doc, times, sentence: sentence.clone() };
        let mut at = sentence.start;
        while at < sentence.end {
            match reader.expression(at) {
                Some(found) => {
                    at = found.tokens.end;
                    out.push(found);
                }
                None => at += 1,
            }
        }
    }
    out
}

/// A meaning with the token behind it and the token that carries it.
type Found = (Meaning, usize, usize);

struct Reader<'a> {
    doc: &'a AnalysedText,
    times: &'a Times,
    sentence: Range<usize>,
}

impl Reader<'_> {
    fn word(&self, at: usize) -> &str {
        if self.sentence.contains(&at) { &self.doc.tokens[at].lower } else { "" }
    }

    fn is(&self, at: usize, words: &crate::lexicon::Words) -> bool {
        words.contains(self.word(at))
    }

    /// The expression that begins at token `at`, with what stands around it.
    fn expression(&self, at: usize) -> Option<Expression> {
        let words = &self.times.words;
        let (mut meaning, mut end, core) = self.core(at)?;
        while self.is(end, &words.parts) {
            end += 1;
        }
        if self.word(end) == "," || self.is(end, &words.of) {
            // "Monday, August 18": the second says more; "Monday of last week".
            if let (Meaning::Weekday { weekday, shift: None, week: None }, Some((inner, behind, _))) =
                (meaning, self.core(end + 1))
            {
                match inner {
                    Meaning::Date(date) if date.day().is_some() && self.word(end) == "," => {
                        (meaning, end) = (inner, behind);
                    }
                    Meaning::Month { day: Some(_), .. } if self.word(end) == "," => {
                        (meaning, end) = (inner, behind);
                    }
                    Meaning::Relative(Unit::Week, week) if self.is(end, &words.of) => {
                        meaning = Meaning::Weekday { weekday, shift: None, week: Some(week) };
                        end = behind;
                    }
                    _ => {}
                }
            }
        } else if let (
            Meaning::Weekday { weekday, shift: None, week: None },
            Some((Meaning::Relative(Unit::Week, week), behind, _)),
        ) = (meaning, self.core(end))
        {
            meaning = Meaning::Weekday { weekday, shift: None, week: Some(week) };
            end = behind;
        }
        if let Some((span, behind)) = self.span(at, meaning, end) {
            (meaning, end) = (span, behind);
        }
        let mut start = at;
        let back = |start: usize| start.checked_sub(1).filter(|s| self.sentence.contains(s));
        while let Some(before) = back(start) {
            let hyphen =
                self.word(before) == "-" && back(before).is_some_and(|edge| self.is(edge, &words.edges));
            if self.is(before, &words.edges) || self.is(before, &words.determiners) || hyphen {
                start = before;
            } else if self.is(before, &words.repeated) || self.is(before, &words.inexact) {
                meaning = Meaning::Unknown;
                start = before;
            } else if self.is(before, &words.of)
                && back(before).is_some_and(|portion| self.is(portion, &words.portions))
            {
                start = before - 1;
            } else {
                break;
            }
        }
        let tokens = start..end;
        let mut head = core;
        while let Some(above) = self.doc.head(head).filter(|above| tokens.contains(above)) {
            head = above;
        }
        Some(Expression { tokens, head, meaning })
    }

    fn core(&self, at: usize) -> Option<Found> {
        if !self.sentence.contains(&at) {
            return None;
        }
        self.iso(at)
            .or_else(|| self.days_first(at))
            .or_else(|| self.day_first(at))
            .or_else(|| self.month_first(at))
            .or_else(|| self.weekday(at))
            .or_else(|| self.counted(at))
            .or_else(|| self.shifted(at))
            .or_else(|| self.named_day(at))
            .or_else(|| self.year(at))
    }

    /// "2025-08-15", in one token or in five.
    fn iso(&self, at: usize) -> Option<Found> {
        let one = PartialDate::parse(self.word(at)).filter(|date| date.day().is_some());
        if let Some(date) = one {
            return Some((Meaning::Date(date), at + 1, at));
        }
        let joined: String = (at..at + 5).map(|i| self.word(i)).collect();
        let tight = (at..at + 4).all(|i| self.sentence.contains(&i) && !self.doc.tokens[i].space_after);
        let date = PartialDate::parse(&joined).filter(|date| date.day().is_some() && tight)?;
        Some((Meaning::Date(date), at + 5, at + 4))
    }

    /// A number that can be a day of a month and counts nothing else.
    fn day(&self, at: usize) -> Option<i8> {
        self.sentence.contains(&at).then(|| self.times.day_of_month(self.doc.word(at)))?
    }

    fn month(&self, at: usize) -> Option<i8> {
        let month = self.times.months.get(self.word(at)).copied()?;
        // "May" and "March" begin sentences as verbs do.
        self.doc.word(at).chars().next()?.is_uppercase().then_some(month)
    }

    fn year_at(&self, at: usize) -> Option<i16> {
        self.sentence.contains(&at).then(|| self.times.year(self.doc.word(at)))?
    }

    /// "15 August 2025", "the 15th of August".
    fn day_first(&self, at: usize) -> Option<Found> {
        let day = self.day(at)?;
        let of = usize::from(self.is(at + 1, &self.times.words.of));
        let month_at = at + 1 + of;
        let month = self.month(month_at)?;
        Some(self.with_year(month, Some(day), month_at + 1, month_at))
    }

    /// "3 to 5 May", "3-5 May 2025".
    fn days_first(&self, at: usize) -> Option<Found> {
        let (first, last) = match self.word(at).split_once(['-', '–']) {
            Some((first, _)) => (self.times.day_of_month(first)?, at),
            None => (self.day(at).filter(|_| self.joins(at, at + 1))?, at + 2),
        };
        let day = self.word(last).rsplit(['-', '–']).next().and_then(|day| self.times.day_of_month(day))?;
        let month_at = last + 1 + usize::from(self.is(last + 1, &self.times.words.of));
        let month = self.month(month_at)?;
        let (end, behind, core) = self.with_year(month, Some(day), month_at + 1, month_at);
        let start = Point::Month { month, day: Some(first) };
        Some((Point::of(end).and_then(|end| start.to(end)).unwrap_or(Meaning::Unknown), behind, core))
    }

    /// Whether a word joins two ends of a span of which the first begins at token `first`: "to", a dash, and "and" behind
    /// "between".
    fn joins(&self, first: usize, at: usize) -> bool {
        let words = &self.times.words;
        let mut before = first;
        while before > self.sentence.start && self.is(before - 1, &words.determiners) {
            before -= 1;
        }
        let both = before > self.sentence.start && self.is(before - 1, &words.between);
        self.is(at, if both { &words.ranges } else { &words.spans })
    }

    /// What stands from token `first` on with another date behind it, and the token behind both: "Monday to Wednesday".
    fn span(&self, first: usize, meaning: Meaning, end: usize) -> Option<(Meaning, usize)> {
        let start = Point::of(meaning).filter(|_| self.joins(first, end))?;
        let next = end + 1 + usize::from(self.is(end + 1, &self.times.words.determiners));
        let (other, mut behind, _) = self.core(next)?;
        while self.is(behind, &self.times.words.parts) {
            behind += 1;
        }
        Some((start.to(Point::of(other)?)?, behind))
    }

    /// "August 15, 2025", "August 2025", "August".
    fn month_first(&self, at: usize) -> Option<Found> {
        let month = self.month(at)?;
        let Some(day) = self.day(at + 1) else {
            let found = self.with_year(month, None, at + 1, at);
            let alone = matches!(found.0, Meaning::Month { .. });
            let doubtful = self.times.words.doubtful.contains(self.word(at));
            return (!alone || !doubtful || self.is_calendar(at)).then_some(found);
        };
        if self.is(at + 2, &self.times.words.ranges) && self.day(at + 3).is_some() {
            let last = self.day(at + 3).filter(|_| self.joins(at, at + 2));
            let (end, behind, core) = self.with_year(month, last, at + 4, at);
            // Of "August 15 or 17" the month is what is known.
            let start = Point::Month { month, day: self.day(at + 1) };
            let span = last.and_then(|_| start.to(Point::of(end)?));
            return Some((span.unwrap_or(end), behind, core));
        }
        Some(self.with_year(month, Some(day), at + 2, at))
    }

    /// Whether a word that is a name of a month among other things is one here.
    fn is_calendar(&self, at: usize) -> bool {
        let date = self.doc.entity_at(at).is_some_and(|e| e.label == EntityLabel::Date);
        date && self.doc.tokens[at].upos == Upos::Propn
    }

    fn with_year(&self, month: i8, day: Option<i8>, at: usize, core: usize) -> Found {
        let comma = usize::from(self.word(at) == "," || self.is(at, &self.times.words.of));
        let year = self.year_at(at).map(|year| (year, at)).or_else(|| {
            // "In August, 2014 people" is rare; "August 15, 2014" is not.
            let year = self.year_at(at + comma).filter(|_| comma > 0)?;
            let counts = matches!(self.doc.tokens[at + comma].deprel, Deprel::Nummod)
                && self.doc.tokens[at + comma].head > at + comma;
            (!counts).then_some((year, at + comma))
        });
        match year {
            Some((year, year_at)) => {
                let date = match day {
                    Some(day) => PartialDate::of_day(year, month, day),
                    None => PartialDate::of_month(year, month),
                };
                (date.map_or(Meaning::Unknown, Meaning::Date), year_at + 1, core)
            }
            None => (Meaning::Month { month, day, shift: None }, at, core),
        }
    }

    fn weekday(&self, at: usize) -> Option<Found> {
        let weekday = *self.times.weekdays.get(self.word(at))?;
        let capital = self.doc.word(at).chars().next()?.is_uppercase();
        capital.then_some((Meaning::Weekday { weekday, shift: None, week: None }, at + 1, at))
    }

    /// "two days ago", "a day earlier", "three years later", and spans that are no dates: "two days".
    fn counted(&self, at: usize) -> Option<Found> {
        let words = &self.times.words;
        let number = self.times.number(self.word(at))?;
        let unit = *self.times.units.get(self.word(at + 1))?;
        let behind = at + 2;
        let bare = |i: usize| self.doc.children(i).all(|c| c < i);
        let days = if unit == Unit::Day { Some(number) } else { None };
        let found = if self.is(behind, &words.ago) {
            (Meaning::Relative(unit, -number), behind + 1)
        } else if self.is(behind, &words.earlier) && bare(behind) {
            (days.map_or(Meaning::Unknown, |days| Meaning::Focus(-days)), behind + 1)
        } else if self.is(behind, &words.later) && bare(behind) {
            (days.map_or(Meaning::Unknown, Meaning::Focus), behind + 1)
        } else {
            (Meaning::Unknown, behind)
        };
        // "two days ago": the adverb is the head, the span depends on it.
        Some((found.0, found.1, at + 1))
    }

    /// "last week", "this month", "the previous day", "next Monday", "last July".
    fn shifted(&self, at: usize) -> Option<Found> {
        let words = &self.times.words;
        let shift = match () {
            () if self.is(at, &words.last) => Some(-1),
            () if self.is(at, &words.this) => Some(0),
            () if self.is(at, &words.next) => Some(1),
            () => None,
        };
        let definite = at > self.sentence.start && self.is(at - 1, &words.determiners);
        let focus = match () {
            () if self.is(at, &words.same) => Some(0),
            () if self.is(at, &words.before) => Some(-1),
            () if self.is(at, &words.after) && (definite || shift.is_none()) => Some(1),
            () => None,
        };
        let next = at + 1;
        let behind = next + 1;
        if let Some(unit) = self.times.units.get(self.word(next)).copied() {
            let plural = self.doc.tokens[next].tag == Tag::Nns;
            let meaning = match (shift, focus, unit) {
                _ if plural => Meaning::Unknown,
                (_, Some(days), Unit::Day) => Meaning::Focus(days),
                (Some(shift), None, unit) if unit != Unit::Day && !definite => Meaning::Relative(unit, shift),
                (None, None, _) => return None,
                _ => Meaning::Unknown,
            };
            return Some((meaning, behind, next));
        }
        if shift == Some(-1) && self.is(next, &words.parts) {
            // "last night"
            return Some((Meaning::Relative(Unit::Day, -1), behind, next));
        }
        if shift == Some(0) && self.is(next, &words.parts) {
            return Some((Meaning::Relative(Unit::Day, 0), behind, next));
        }
        if let (Some(shift), Some(&weekday)) = (shift, self.times.weekdays.get(self.word(next))) {
            // "the last Friday" is one of a row.
            let meaning = Meaning::Weekday { weekday, shift: Some(shift), week: None };
            return Some((if definite { Meaning::Unknown } else { meaning }, behind, next));
        }
        if let (Some(shift), Some(month)) = (shift, self.month(next)) {
            if let Some(day) = self.day(behind) {
                return Some(self.with_year(month, Some(day), behind + 1, next));
            }
            return Some((Meaning::Month { month, day: None, shift: Some(shift) }, behind, next));
        }
        if (shift.is_some() || focus.is_some())
            && self.doc.entity_at(next).is_some_and(|e| e.label == EntityLabel::Date)
            && !self.times.months.contains_key(self.word(next))
            && !self.times.weekdays.contains_key(self.word(next))
        {
            // "this weekend", "last summer", "the next few days"
            let end = self.doc.entity_at(next).map_or(behind, |e| e.tokens.end).min(self.sentence.end);
            return Some((Meaning::Unknown, end, end - 1));
        }
        None
    }

    /// "yesterday", "the day before", "the day after".
    fn named_day(&self, at: usize) -> Option<Found> {
        let words = &self.times.words;
        if let Some(&days) = self.times.days.get(self.word(at)) {
            return Some((Meaning::Relative(Unit::Day, days), at + 1, at));
        }
        let definite = at > self.sentence.start && self.is(at - 1, &words.determiners);
        if !definite || self.times.units.get(self.word(at)) != Some(&Unit::Day) {
            return None;
        }
        let sign = match () {
            () if self.is(at + 1, &words.earlier) => -1,
            () if self.is(at + 1, &words.later) => 1,
            () => return None,
        };
        if let Some(&days) = self.times.days.get(self.word(at + 2)) {
            // "the day before yesterday"
            return Some((Meaning::Relative(Unit::Day, days + sign), at + 3, at));
        }
        let bare = self.doc.children(at + 1).next().is_none();
        let meaning = if bare { Meaning::Focus(sign) } else { Meaning::Unknown };
        Some((meaning, at + 2, at))
    }

    /// "2014", and "summer 2014".
    fn year(&self, at: usize) -> Option<Found> {
        if self.is(at, &self.times.words.seasons)
            && let Some(year) = self.year_at(at + 1)
        {
            return Some((
                PartialDate::of_year(year).map_or(Meaning::Unknown, Meaning::Date),
                at + 2,
                at + 1,
            ));
        }
        let year = self.year_at(at)?;
        let token = &self.doc.tokens[at];
        let place = matches!(
            token.deprel,
            Deprel::Pobj
                | Deprel::Npadvmod
                | Deprel::Nummod
                | Deprel::Compound
                | Deprel::Amod
                | Deprel::Nmod
                | Deprel::Poss
        );
        // "2014 people", "$ 2014", "2014 km" are amounts; NER tells them from years.
        let dated = self.doc.entity_at(at).is_some_and(|e| e.label == EntityLabel::Date);
        let ranged = self.is(at + 1, &self.times.words.ranges)
            && (self.year_at(at + 2).is_some() || self.day(at + 2).is_some())
            || at >= self.sentence.start + 2
                && self.is(at - 1, &self.times.words.ranges)
                && self.year_at(at - 2).is_some();
        if !place || !dated {
            return None;
        }
        let meaning = PartialDate::of_year(year).filter(|_| !ranged).map_or(Meaning::Unknown, Meaning::Date);
        Some((meaning, at + 1, at))
    }
}
