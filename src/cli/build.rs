//! `demarche build`: articles in, their graph out as files.

use demarche::graph::Graph;

use super::args::Build;
use super::files::{Files, kinds};
use super::outcome::Outcome;
use super::reading::{Reader, Tally, builder};
use super::rulings;

/// Writes the files of each format into the folder.
pub fn run(args: Build) -> anyhow::Result<Outcome> {
    let kinds = kinds(&args.format, args.shape.compact)?;
    let files = Files::open(&kinds, Some(&args.output), true)?;
    let rulings = rulings::read(args.rulings)?;
    let builder = builder(&args.reading)?;
    let reader = Reader::open(args.news, args.reading.date);
    let mut tally = Tally::new(reader.bar());
    let graph = Graph::from_records(builder.records(reader).filter_map(|record| tally.keep(record)));
    let graph = rulings::apply(graph, rulings)?;
    files.write(&graph, &args.shape.options())?;
    Ok(tally.finish())
}
