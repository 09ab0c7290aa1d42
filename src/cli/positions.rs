//! `demarche positions`: who is for or against what.

use anstyle::AnsiColor;

use demarche::query::{self, OtherStance, PositionAnswer, PositionQuery, Source};
use demarche::schema::Stance;

use super::answer::{Answer, ask};
use super::args::Positions;
use super::graphs;
use super::outcome::Outcome;
use super::table::Cell;

/// Prints the positions that fit.
pub fn run(args: Positions) -> anyhow::Result<Outcome> {
    let question = PositionQuery { actor: args.actor, topic: args.topic, stance: args.stance };
    let (actor, topic) = (question.actor.as_deref(), question.topic.as_deref());
    let graph = graphs::read_part(&args.graph.path, |store| store.positions(actor, topic))?;
    ask(&graph, args.form, |graph| query::positions(graph, &question))
}

impl Answer for PositionAnswer {
    const HEADINGS: &'static [&'static str] = &["STANCE", "ACTOR", "TOPIC", "SINCE", "SOURCES"];
    const FIELDS: &'static [&'static str] =
        &["holder", "stance", "topic", "since", "last", "reporter", "confidence", "independent_documents"];

    fn cells(&self) -> Vec<Cell> {
        // Orange and blue would be better for the colour-blind, but terminals have neither orange nor one blue that
        // is read on any ground; the word is there beside the colour.
        let colour = match self.stance {
            Stance::For => AnsiColor::Green,
            Stance::Against => AnsiColor::Red,
            Stance::Conditional => AnsiColor::Yellow,
        };
        vec![
            Cell::coloured(self.stance.as_str(), colour),
            Cell::bold(&*self.holder),
            Cell::plain(match &self.narrower_than {
                Some(broader) => format!("{} (narrower than: {broader})", self.topic),
                None => self.topic.clone(),
            }),
            Cell::plain(match (&self.since, &self.last) {
                (Some(since), Some(last)) if since != last => format!("{since}, last {last}"),
                (Some(since), _) => since.clone(),
                (None, _) => "unknown".to_owned(),
            }),
            Cell::plain(self.independent_documents.to_string()),
        ]
    }

    fn values(&self) -> Vec<String> {
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        vec![
            self.holder.clone(),
            self.stance.to_string(),
            self.topic.clone(),
            text(&self.since),
            text(&self.last),
            text(&self.reporter),
            self.confidence.to_string(),
            self.independent_documents.to_string(),
        ]
    }

    fn reporter(&self) -> Option<&str> {
        self.reporter.as_deref()
    }

    fn remarks(&self) -> Vec<String> {
        self.others.iter().map(|other| remark(self, other)).collect()
    }

    fn sources(&self) -> &[Source] {
        &self.sources
    }
}

/// How another stance stands to the one of the row: "before: for, 2025-08-01 to 2025-08-10".
fn remark(row: &PositionAnswer, other: &OtherStance) -> String {
    let order = match (&other.since, &other.last, &row.since, &row.last) {
        (_, Some(last), Some(since), _) if last < since => "before",
        (Some(since), _, _, Some(last)) if since > last => "later",
        _ => "also",
    };
    let mut text = format!("{order}: {}", other.stance);
    match (&other.since, &other.last) {
        (Some(since), Some(last)) if since != last => text.push_str(&format!(", {since} to {last}")),
        (Some(since), _) => text.push_str(&format!(", {since}")),
        (None, _) => {}
    }
    if let Some(reporter) = &other.reporter {
        text.push_str(&format!(", reported by {reporter}"));
    }
    text
}
