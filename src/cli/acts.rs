//! `demarche acts`: who did what.

use anstyle::AnsiColor;

use demarche::query::{self, ActAnswer, ActQuery, Source};
use demarche::schema::ActStatus;
use demarche::store::{self, ActFilter};

use super::answer::{Answer, ask};
use super::args::Acts;
use super::graphs;
use super::outcome::Outcome;
use super::table::Cell;

/// Prints the acts that fit.
pub fn run(args: Acts) -> anyhow::Result<Outcome> {
    let question = ActQuery {
        source: args.source,
        target: args.target,
        relation: args.relation,
        topic: args.topic,
        meaning: !store::is_store(&args.graph.path),
        status: args.status,
        on: args.period.on,
        since: args.period.since,
        until: args.period.until,
        place: args.place,
        reporter: args.reporter,
        document: args.document,
        min_confidence: args.min_confidence,
    };
    let day = question.on.as_deref();
    let filter = ActFilter {
        source: question.source.as_deref(),
        target: question.target.as_deref(),
        relation: question.relation,
        topic: question.topic.as_deref(),
        status: question.status,
        since: day.or(question.since.as_deref()),
        until: day.or(question.until.as_deref()),
        place: question.place.as_deref(),
        reporter: question.reporter.as_deref(),
        document: question.document.as_deref(),
    };
    let (graph, read) = graphs::read_part(&args.graph.path, |store| store.acts(&filter))?;
    Ok(read.then(ask(&graph, args.form, |graph| query::acts(graph, &question))?))
}

impl Answer for ActAnswer {
    const HEADINGS: &'static [&'static str] = &["DATE", "SOURCE", "RELATION", "TARGET", "TOPIC", "STATUS"];
    const FIELDS: &'static [&'static str] = &[
        "source",
        "relation",
        "target",
        "topic",
        "status",
        "act_date",
        "places",
        "reporter",
        "plover",
        "confidence",
    ];

    fn cells(&self) -> Vec<Cell> {
        let status = self.status.as_str();
        vec![
            match (&self.date, &self.first) {
                (Some(date), _) => Cell::plain(&**date),
                // The day of the article is not that of the act.
                (None, Some(first)) => Cell::dim(format!("told {first}")),
                (None, None) => Cell::dim("unknown"),
            },
            Cell::bold(&*self.source),
            Cell::plain(self.relation.as_str()),
            Cell::bold(self.target.as_deref().unwrap_or("–")),
            Cell::plain(match (&self.topic, &self.alike) {
                (Some(topic), Some(asked)) => format!("{topic} (found by meaning: {asked})"),
                (topic, _) => topic.clone().unwrap_or_else(|| "–".to_owned()),
            }),
            match self.status {
                ActStatus::Occurred => Cell::plain(status),
                ActStatus::Denied => Cell::coloured(status, AnsiColor::Red),
                ActStatus::Planned | ActStatus::Possible => Cell::coloured(status, AnsiColor::Yellow),
            },
        ]
    }

    fn values(&self) -> Vec<String> {
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        let plover: Vec<&str> = self.plover.iter().map(|category| category.as_str()).collect();
        vec![
            self.source.clone(),
            self.relation.to_string(),
            text(&self.target),
            text(&self.topic),
            self.status.to_string(),
            text(&self.date),
            self.places.join("; "),
            text(&self.reporter),
            plover.join("; "),
            self.confidence.to_string(),
        ]
    }

    fn reporter(&self) -> Option<&str> {
        self.reporter.as_deref()
    }

    fn remarks(&self) -> Vec<String> {
        if self.places.is_empty() { Vec::new() } else { vec![format!("in {}", self.places.join(", "))] }
    }

    fn sources(&self) -> &[Source] {
        &self.sources
    }
}
