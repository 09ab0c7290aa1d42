//! Dates of facts held against the dates of a question.
//!
//! All of them are ISO 8601 at the granularity known, which sort as text; a coarser one is the beginning of the finer
//! ones within it.

/// When something must be, to be asked for.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Period<'q> {
    /// Within this day, month or year.
    pub on: Option<&'q str>,
    /// Then or later.
    pub since: Option<&'q str>,
    /// Then or earlier.
    pub until: Option<&'q str>,
}

impl Period<'_> {
    /// Whether nothing is asked of a date.
    pub fn is_any(self) -> bool {
        self.on.is_none() && self.since.is_none() && self.until.is_none()
    }

    /// Whether one day, month or year lies wholly in it. An unknown date lies in no period.
    pub fn holds(self, date: Option<&str>) -> bool {
        let Some(date) = date else { return self.is_any() };
        self.on.is_none_or(|on| date.starts_with(on))
            && self.since.is_none_or(|since| date >= since)
            && self.until.is_none_or(|until| date <= until || date.starts_with(until))
    }

    /// Whether what is told from a first to a last date was told, by texts before and after, at some time in it.
    pub fn meets(self, dates: Option<(&str, &str)>) -> bool {
        let Some((first, last)) = dates else { return self.is_any() };
        let begun_by = |day: &str| first <= day || first.starts_with(day);
        let lasts_to = |day: &str| last >= day || day.starts_with(last);
        self.on.is_none_or(|on| begun_by(on) && lasts_to(on))
            && self.since.is_none_or(lasts_to)
            && self.until.is_none_or(begun_by)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_lies_in_its_month_and_an_unknown_date_nowhere() {
        let august = Period { on: Some("2025-08"), ..Period::default() };
        assert!(august.holds(Some("2025-08-15")) && !august.holds(Some("2025")) && !august.holds(None));
        assert!(Period::default().holds(None));
        let since = Period { since: Some("2025-08-15"), ..Period::default() };
        assert!(since.holds(Some("2025-08-15")) && !since.holds(Some("2025-08-14")));
        let until = Period { until: Some("2025-08"), ..Period::default() };
        assert!(until.holds(Some("2025-08-31")) && !until.holds(Some("2025-09-01")));
    }

    #[test]
    fn what_texts_say_before_and_after_a_day_holds_on_it() {
        let on = |on| Period { on: Some(on), ..Period::default() }.meets(Some(("2025-08-01", "2025-08-20")));
        assert!(on("2025-08-10") && on("2025-08") && on("2025-08-20"));
        assert!(!on("2025-07-31") && !on("2025-08-21"));
    }
}
