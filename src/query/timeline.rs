//! How positions changed.

use serde::Serialize;

use crate::schema::Stance;

use super::positions::PositionAnswer;
use super::source::Source;

/// A stance of one holder on one issue or topic for as long as the texts say the same, one after the other.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Step {
    /// Name of the holder.
    pub holder: String,
    /// Its id in the graph.
    pub holder_id: String,
    /// Label of the issue, where the positions tell theirs; else the topic's phrase.
    pub topic: String,
    /// For, against or conditional.
    pub stance: Stance,
    /// The first day on which the texts say so, ISO 8601; unknown dates come first.
    pub since: Option<String>,
    /// The last day before they say something else.
    pub last: Option<String>,
    /// The stance before, where it was another. None is undone by it: what was said stays said.
    pub change: Option<Stance>,
    /// Name of the source that the texts name for it, where all name the same.
    pub reporter: Option<String>,
    /// The words that show it, by date.
    pub sources: Vec<Source>,
}

/// Positions taken apart into steps: for each holder and issue or topic in order, the stances by the day for which a source
/// speaks.
///
/// [`positions`](super::positions()) has an example.
pub fn timeline(positions: &[PositionAnswer]) -> Vec<Step> {
    let mut told: Vec<(&PositionAnswer, &Source)> =
        positions.iter().flat_map(|position| position.sources.iter().map(move |s| (position, s))).collect();
    let key = |(position, source): &(&PositionAnswer, &Source)| {
        let topic = position.on().to_lowercase();
        let day = day(source).map(str::to_owned);
        let place = (source.document.clone(), source.start, source.end, position.stance);
        (position.holder.clone(), position.holder_id.clone(), topic, day, place)
    };
    told.sort_by_cached_key(key);
    let mut steps: Vec<Step> = Vec::new();
    for (position, source) in told {
        let day = day(source).map(str::to_owned);
        let same = |step: &Step| step.holder_id == position.holder_id && step.topic == position.on();
        match steps.last_mut().filter(|step| same(step)) {
            Some(step) if step.stance == position.stance => {
                step.last = day;
                if step.reporter != position.reporter {
                    step.reporter = None;
                }
                step.sources.push(source.clone());
            }
            before => {
                let change = before.map(|step| step.stance);
                steps.push(Step {
                    holder: position.holder.clone(),
                    holder_id: position.holder_id.clone(),
                    topic: position.on().to_owned(),
                    stance: position.stance,
                    since: day.clone(),
                    last: day,
                    change,
                    reporter: position.reporter.clone(),
                    sources: vec![source.clone()],
                });
            }
        }
    }
    steps
}

/// The day that a source speaks for: that of a past act, else that of the document.
fn day(source: &Source) -> Option<&str> {
    match (source.act_date.as_deref(), source.date.as_deref()) {
        (Some(act), Some(document)) if act > document && !act.starts_with(document) => Some(document),
        (act, document) => act.or(document),
    }
}
