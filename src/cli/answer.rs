//! An answer, printed as a table, as JSON or as comma-separated values.

use std::borrow::Cow;
use std::io::{self, Write};

use serde::Serialize;

use demarche::graph::Graph;
use demarche::query::Source;
use demarche::{ErrorKind, Result};

use super::args::Form;
use super::citation::citations;
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
    let answers = found(question(graph))?;
    print(&answers, form)?;
    Ok(outcome(&answers))
}

/// What was found; where it is nothing, that is told.
pub fn found<A>(answers: Result<Vec<A>>) -> Result<Vec<A>> {
    match answers {
        Ok(answers) => {
            if answers.is_empty() {
                message::note("nothing in the graph fits");
            }
            Ok(answers)
        }
        Err(error) if error.kind() == ErrorKind::Query => {
            message::note(&error.to_string());
            Ok(Vec::new())
        }
        Err(error) => Err(error),
    }
}

/// How a question ends.
pub fn outcome<A>(answers: &[A]) -> Outcome {
    if answers.is_empty() { Outcome::NothingFound } else { Outcome::Done }
}

/// Writes values as JSON, as people read it.
pub fn json(value: &impl Serialize) -> anyhow::Result<()> {
    let mut output = Output::standard();
    serde_json::to_writer_pretty(&mut output, value).map_err(io::Error::from)?;
    writeln!(output)?;
    output.finish()
}

fn print<A: Answer>(answers: &[A], form: Form) -> anyhow::Result<()> {
    if form.json {
        return json(&answers);
    }
    if form.csv {
        return comma_separated(answers, Output::table(form.bom)?)?.finish();
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
    let mut notes = citations(answer.sources(), answer.reporter());
    notes.extend(answer.remarks().into_iter().map(Cell::dim));
    notes
}

/// A row for each piece of evidence, so that none needs to be taken apart again.
pub fn comma_separated<A: Answer, W: Write>(answers: &[A], out: W) -> anyhow::Result<W> {
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(A::FIELDS.iter().chain(&["document", "date", "start", "end", "quote"]))?;
    for answer in answers {
        for source in answer.sources() {
            let date = source.date.clone().unwrap_or_default();
            let (start, end) = (source.start.to_string(), source.end.to_string());
            let mut values = answer.values();
            values.extend([source.document.clone(), date, start, end, source.quote.clone()]);
            writer.write_record(values.iter().map(|value| harmless(value).into_owned()))?;
        }
    }
    Ok(writer.into_inner().map_err(|error| error.into_error())?)
}

/// A cell that no spreadsheet takes for a formula: one that begins as a formula does gets an apostrophe before it, after
/// the OWASP notes on CSV injection.
pub fn harmless(cell: &str) -> Cow<'_, str> {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']) {
        return Cow::Owned(format!("'{cell}"));
    }
    Cow::Borrowed(cell)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_that_begins_as_a_formula_does_is_made_text() {
        for formula in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"] {
            assert_eq!(harmless(formula), format!("'{formula}"));
        }
        for text in ["", "Kyiv", "0.9", "1-2", " =1"] {
            assert!(matches!(harmless(text), Cow::Borrowed(_)), "{text}");
        }
    }
}
