//! An answer, printed as a table, as JSON or as comma-separated values.

use std::io::{self, Write};

use serde::Serialize;

use demarche::graph::Graph;
use demarche::query::Source;
use demarche::{ErrorKind, Result};

use super::args::Form;
use super::message;
use super::outcome::Outcome;
use super::output::Output;
use super::table::{Cell, Row, Table};

/// One thing that was found.
pub trait Answer: Serialize {
    /// Headings of the table.
    const HEADINGS: &'static [&'static str];
    /// Names of the values, as in JSON.
    const FIELDS: &'static [&'static str];

    /// A cell for each heading.
    fn cells(&self) -> Vec<Cell>;
    /// A value for each field.
    fn values(&self) -> Vec<String>;
    /// Whom the texts name as their source.
    fn reporter(&self) -> Option<&str>;
    /// What else a reader should know, a line each.
    fn remarks(&self) -> Vec<String> {
        Vec::new()
    }
    /// The words that show it.
    fn sources(&self) -> &[Source];
}

/// Puts a question to a graph, and prints what it finds.
///
/// A name that the graph does not know is an answer too: nothing found, and near names where there are any.
pub fn ask<A: Answer>(
    graph: &Graph,
    form: Form,
    question: impl FnOnce(&Graph) -> Result<Vec<A>>,
) -> anyhow::Result<Outcome> {
    let answers = match question(graph) {
        Ok(answers) => {
            if answers.is_empty() {
                message::note("nothing in the graph fits");
            }
            answers
        }
        Err(error) if error.kind() == ErrorKind::Query => {
            message::note(&error.to_string());
            Vec::new()
        }
        Err(error) => return Err(error.into()),
    };
    print(&answers, form)?;
    Ok(if answers.is_empty() { Outcome::NothingFound } else { Outcome::Done })
}

fn print<A: Answer>(answers: &[A], form: Form) -> anyhow::Result<()> {
    if form.json {
        let mut output = Output::standard();
        serde_json::to_writer_pretty(&mut output, answers).map_err(io::Error::from)?;
        writeln!(output)?;
        return output.finish();
    }
    if form.csv {
        return comma_separated(answers);
    }
    if answers.is_empty() {
        return Ok(());
    }
    let mut table = Table::new(A::HEADINGS);
    for answer in answers {
        table.push(Row { cells: answer.cells(), notes: notes(answer) });
    }
    Ok(table.print()?)
}

/// The words with where they stand, and in whose report.
fn notes(answer: &impl Answer) -> Vec<Cell> {
    let mut notes = Vec::new();
    for source in answer.sources() {
        notes.push(Cell::plain(format!("\u{201c}{}\u{201d}", source.quote)));
        let mut origin = source.document.clone();
        // Many an id begins with the date already.
        if let Some(date) = source.date.as_deref().filter(|date| !source.document.contains(date)) {
            origin.push_str(&format!(", {date}"));
        }
        if let Some(date) = source.act_date.as_ref().filter(|date| source.date.as_ref() != Some(date)) {
            origin.push_str(&format!(", of {date} by its words"));
        }
        if let Some(reporter) = answer.reporter() {
            origin.push_str(&format!(", reported by {reporter}"));
        }
        notes.push(Cell::dim(origin));
    }
    notes.extend(answer.remarks().into_iter().map(Cell::dim));
    notes
}

/// A row for each piece of evidence, so that none needs to be taken apart again.
fn comma_separated<A: Answer>(answers: &[A]) -> anyhow::Result<()> {
    let mut writer = csv::Writer::from_writer(Output::standard());
    writer.write_record(A::FIELDS.iter().chain(&["document", "date", "start", "end", "quote"]))?;
    for answer in answers {
        for source in answer.sources() {
            let date = source.date.clone().unwrap_or_default();
            let (start, end) = (source.start.to_string(), source.end.to_string());
            let mut values = answer.values();
            values.extend([source.document.clone(), date, start, end, source.quote.clone()]);
            writer.write_record(values)?;
        }
    }
    writer.into_inner().map_err(|error| error.into_error())?.finish()
}
