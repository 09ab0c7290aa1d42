//! `demarche offices`: who holds which office.

use demarche::query::{self, OfficeAnswer, OfficeQuery, Source};
use demarche::schema::OfficeStatus;

use super::answer::{Answer, ask};
use super::args::Offices;
use super::graphs;
use super::outcome::Outcome;
use super::table::Cell;

/// Prints the offices that fit.
pub fn run(args: Offices) -> anyhow::Result<Outcome> {
    let question = OfficeQuery { holder: args.holder, of: args.of, title: args.title, on: args.on };
    let (holder, of, title) = (question.holder.as_deref(), question.of.as_deref(), question.title.as_deref());
    let (graph, read) = graphs::read_part(&args.graph.path, |store| store.offices(holder, of, title))?;
    Ok(read.then(ask(&graph, args.form, |graph| query::offices(graph, &question))?))
}

impl Answer for OfficeAnswer {
    const HEADINGS: &'static [&'static str] = &["HOLDER", "OFFICE", "OF", "STATUS", "SEEN", "SOURCES"];
    const FIELDS: &'static [&'static str] =
        &["holder", "title", "of", "status", "first", "last", "confidence", "independent_documents"];

    fn cells(&self) -> Vec<Cell> {
        let seen = match (&self.first, &self.last) {
            (Some(first), Some(last)) if first != last => format!("{first} to {last}"),
            (Some(date), _) | (_, Some(date)) => date.clone(),
            (None, None) => "unknown".to_owned(),
        };
        let seen = match &self.ended {
            Some(ended) => format!("{seen}, over by {ended}"),
            None => seen,
        };
        let status = match self.status {
            OfficeStatus::Current => Cell::plain(self.status.as_str()),
            _ => Cell::bold(self.status.as_str()),
        };
        vec![
            Cell::bold(&*self.holder),
            Cell::plain(&*self.title),
            Cell::plain(self.of.as_deref().unwrap_or("–")),
            status,
            Cell::plain(seen),
            Cell::plain(self.independent_documents.to_string()),
        ]
    }

    fn values(&self) -> Vec<String> {
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        vec![
            self.holder.clone(),
            self.title.clone(),
            text(&self.of),
            self.status.to_string(),
            text(&self.first),
            text(&self.last),
            self.confidence.to_string(),
            self.independent_documents.to_string(),
        ]
    }

    fn reporter(&self) -> Option<&str> {
        None
    }

    fn sources(&self) -> &[Source] {
        &self.sources
    }
}
