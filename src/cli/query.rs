//! `demarche query`: a graph asked in SPARQL.

use std::fs;
use std::io::{self, Read, Write};
use std::path::Path;

use anyhow::{Context, bail};
use indicatif::ProgressBar;

use demarche::sparql::{self, Dataset, Limits, Prefixes, Results, Rows};

use super::answer::harmless;
use super::args::Query;
use super::outcome::Outcome;
use super::output::Output;
use super::reading::Tally;
use super::table::{Cell, Row, Table};
use super::{graphs, message};

/// Runs the query and prints what it finds.
pub fn run(args: Query) -> anyhow::Result<Outcome> {
    let text = text(&args)?;
    let mut tally = Tally::new(ProgressBar::hidden());
    let graph = graphs::union(std::slice::from_ref(&args.graph.path), &mut tally)?;
    let read = tally.finish();
    let dataset = Dataset::new(&graph, &args.base);
    drop(graph);

    let limits = Limits { rows: usize::try_from(args.limit).ok(), time: args.timeout.0 };
    let results = sparql::query(&dataset, &text, &limits).map_err(|error| match &args.file {
        Some(path) => error.in_file(path),
        None => error,
    })?;
    print(&results, &args, dataset.prefixes())?;
    if results.more() {
        let limit = message::thousands(args.limit as usize);
        message::note(&format!("there is more than the first {limit}; --limit changes how much is given"));
    }
    Ok(match read {
        Outcome::Lost => read,
        _ if results.is_empty() => Outcome::NothingFound,
        _ => Outcome::Done,
    })
}

/// The query as it is given, in a file, or on standard input.
fn text(args: &Query) -> anyhow::Result<String> {
    let standard = match (&args.query, &args.file) {
        (Some(query), _) if query != "-" => return Ok(query.clone()),
        (None, Some(path)) if path != Path::new("-") => {
            return fs::read_to_string(path).with_context(|| format!("{} cannot be read", path.display()));
        }
        _ => io::stdin(),
    };
    if args.graph.path == Path::new("-") {
        bail!("graph and query cannot both come from standard input");
    }
    let mut text = String::new();
    standard.lock().read_to_string(&mut text).context("standard input")?;
    Ok(text)
}

fn print(results: &Results, args: &Query, prefixes: &Prefixes) -> anyhow::Result<()> {
    let mut out = match results {
        Results::Rows(rows) if !args.json && !args.csv => return table(rows, prefixes),
        Results::Triples(_) if args.json || args.csv => {
            bail!(
                "CONSTRUCT and DESCRIBE give triples, which are written as Turtle; leave out --json and --csv"
            )
        }
        _ => Output::table(args.bom)?,
    };
    match results {
        Results::Rows(rows) if args.json => rows.write_json(&mut out)?,
        // By its standard this format is lossy and meant for spreadsheets, and the strings are those of articles that
        // anybody may have written; who needs every character takes JSON. The file stays valid either way.
        Results::Rows(rows) => rows.write_csv(|text| harmless(text).into_owned(), &mut out)?,
        Results::Truth(truth) if args.json => sparql::write_truth_json(*truth, &mut out)?,
        Results::Truth(truth) => writeln!(out, "{truth}")?,
        Results::Triples(triples) => triples.write_turtle(prefixes, &mut out)?,
    }
    out.finish()
}

fn table(rows: &Rows, prefixes: &Prefixes) -> anyhow::Result<()> {
    if rows.rows.is_empty() {
        message::note("nothing in the graph fits");
        return Ok(());
    }
    let mut table = Table::new(&rows.variables);
    for row in &rows.rows {
        let cells = row.iter().map(|value| match value {
            Some(term) => Cell::plain(prefixes.short(term)),
            None => Cell::dim("–"),
        });
        table.push(Row { cells: cells.collect(), notes: Vec::new() });
    }
    Ok(table.print()?)
}
