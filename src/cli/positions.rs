//! `demarche positions`: who is for or against what.

use anstyle::AnsiColor;

use demarche::query::{self, PositionAnswer, PositionQuery, Source};
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
    const HEADINGS: &'static [&'static str] = &["STANCE", "ACTOR", "TOPIC", "SINCE"];
    const FIELDS: &'static [&'static str] =
        &["holder", "stance", "topic", "since", "last", "reporter", "confidence"];

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
            Cell::plain(&*self.topic),
            Cell::plain(self.since.as_deref().unwrap_or("unknown")),
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
        ]
    }

    fn reporter(&self) -> Option<&str> {
        self.reporter.as_deref()
    }

    fn sources(&self) -> &[Source] {
        &self.sources
    }
}
