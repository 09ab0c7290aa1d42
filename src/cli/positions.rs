//! `demarche positions`: who is for or against what.

use anstyle::AnsiColor;

use demarche::graph::Graph;
use demarche::issues::Issues;
use demarche::query::{self, OtherStance, PositionAnswer, PositionQuery, Source, Step};
use demarche::schema::Stance;
use demarche::store::{self, Store};

use super::answer::{Answer, ask, found, outcome};
use super::args::Positions;
use super::outcome::Outcome;
use super::table::Cell;
use super::{graphs, matrix};

/// Prints the positions that fit.
pub fn run(args: Positions) -> anyhow::Result<Outcome> {
    let question = PositionQuery {
        actor: args.actor,
        topic: args.topic,
        meaning: !store::is_store(&args.graph.path),
        stance: args.stance,
        on: args.period.on,
        since: args.period.since,
        until: args.period.until,
        reporter: args.reporter,
    };
    let (actor, topic) = (question.actor.as_deref(), question.topic.as_deref());
    // Which topics are one issue is seen from the whole graph alone; a store keeps it.
    let (graph, issues, read) = if store::is_store(&args.graph.path) {
        let mut store = Store::open(&args.graph.path)?;
        let part = store.positions(actor, topic)?;
        let issues = if args.phrases { None } else { Some(store.issues_in(&part)?) };
        (part, issues, Outcome::Done)
    } else {
        let (graph, read) = graphs::read(&args.graph.path)?;
        let issues = (!args.phrases).then(|| Issues::of(&graph));
        (graph, issues, read)
    };
    let positions = |graph: &Graph| {
        let found = query::positions(graph, &question)?;
        Ok(match &issues {
            Some(issues) => query::by_issue(found, issues),
            None => found,
        })
    };
    if args.timeline {
        let steps = ask(&graph, args.form, |graph| Ok(query::timeline(&positions(graph)?)))?;
        return Ok(read.then(steps));
    }
    if args.matrix {
        let found = found(positions(&graph))?;
        matrix::print(&query::matrix(&found), args.form)?;
        return Ok(read.then(outcome(&found)));
    }
    Ok(read.then(ask(&graph, args.form, positions)?))
}

/// The colour of a stance.
pub fn colour(stance: Stance) -> AnsiColor {
    // Orange and blue would be better for the colour-blind, but terminals have neither orange nor one blue that is read
    // on any ground; a word or a sign is there beside the colour.
    match stance {
        Stance::For => AnsiColor::Green,
        Stance::Against => AnsiColor::Red,
        Stance::Conditional => AnsiColor::Yellow,
    }
}

impl Answer for PositionAnswer {
    const HEADINGS: &'static [&'static str] = &["STANCE", "ACTOR", "ISSUE", "SINCE", "SOURCES"];
    const FIELDS: &'static [&'static str] = &[
        "holder",
        "stance",
        "issue",
        "topic",
        "since",
        "last",
        "ended",
        "reporter",
        "confidence",
        "independent_documents",
    ];

    fn cells(&self) -> Vec<Cell> {
        vec![
            Cell::coloured(self.stance.as_str(), colour(self.stance)),
            Cell::bold(&*self.holder),
            Cell::plain(match (&self.narrower_than, &self.alike) {
                (Some(broader), _) => format!("{} (narrower than: {broader})", self.on()),
                (None, Some(asked)) => format!("{} (found by meaning: {asked})", self.on()),
                (None, None) => self.on().to_owned(),
            }),
            Cell::plain(match (&self.since, &self.last, &self.ended) {
                (Some(since), _, Some(ended)) => format!("{since}, over by {ended}"),
                (Some(since), Some(last), None) if since != last => format!("{since}, last {last}"),
                (Some(since), _, None) => since.clone(),
                (None, ..) => "unknown".to_owned(),
            }),
            Cell::plain(self.independent_documents.to_string()),
        ]
    }

    fn values(&self) -> Vec<String> {
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        vec![
            self.holder.clone(),
            self.stance.to_string(),
            text(&self.issue),
            self.topic.clone(),
            text(&self.since),
            text(&self.last),
            text(&self.ended),
            text(&self.reporter),
            self.confidence.to_string(),
            self.independent_documents.to_string(),
        ]
    }

    fn reporter(&self) -> Option<&str> {
        self.reporter.as_deref()
    }

    fn remarks(&self) -> Vec<String> {
        let phrase = (self.on() != self.topic).then(|| format!("in these words: {}", self.topic));
        let ended =
            self.ended_by.iter().map(|source| format!("given up: “{}”, {}", source.quote, source.document));
        phrase.into_iter().chain(ended).chain(self.others.iter().map(|other| remark(self, other))).collect()
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

impl Answer for Step {
    const HEADINGS: &'static [&'static str] = &["ACTOR", "ISSUE", "SINCE", "STANCE", "CHANGE"];
    const FIELDS: &'static [&'static str] =
        &["holder", "topic", "since", "last", "stance", "change", "reporter"];

    fn cells(&self) -> Vec<Cell> {
        vec![
            Cell::bold(&*self.holder),
            Cell::plain(&*self.topic),
            Cell::plain(match (&self.since, &self.last) {
                (Some(since), Some(last)) if since != last => format!("{since}, last {last}"),
                (Some(since), _) => since.clone(),
                (None, _) => "unknown".to_owned(),
            }),
            Cell::coloured(self.stance.as_str(), colour(self.stance)),
            Cell::plain(self.change.map_or_else(String::new, |from| format!("was {from}"))),
        ]
    }

    fn values(&self) -> Vec<String> {
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        vec![
            self.holder.clone(),
            self.topic.clone(),
            text(&self.since),
            text(&self.last),
            self.stance.to_string(),
            self.change.map(|from| from.to_string()).unwrap_or_default(),
            text(&self.reporter),
        ]
    }

    fn reporter(&self) -> Option<&str> {
        self.reporter.as_deref()
    }

    fn sources(&self) -> &[Source] {
        &self.sources
    }
}
