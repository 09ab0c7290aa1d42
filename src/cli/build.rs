//! `demarche build`: articles in, their graph out as files.

use std::fs;

use anyhow::Context;

use demarche::export;
use demarche::graph::Graph;

use super::args::Build;
use super::outcome::Outcome;
use super::output::Output;
use super::reading::{Reader, Tally, builder};
use super::rulings;

/// Writes one file for each format into the folder.
pub fn run(args: Build) -> anyhow::Result<Outcome> {
    let folder = &args.output;
    fs::create_dir_all(folder).with_context(|| format!("the folder {} cannot be made", folder.display()))?;
    let mut formats = args.format;
    formats.sort_unstable();
    formats.dedup();
    let open = |format: &export::Format| {
        Output::open(Some(&folder.join(format!("graph.{}", format.extension()))))
            .map(|output| (*format, output))
    };
    let outputs: Vec<_> = formats.iter().map(open).collect::<Result<_, _>>()?;
    let rulings = rulings::read(args.rulings)?;
    let builder = builder(&args.reading)?;
    let reader = Reader::open(args.news, args.reading.date);
    let mut tally = Tally::new(reader.bar());
    let graph = Graph::from_records(builder.records(reader).filter_map(|record| tally.keep(record)));
    let graph = rulings::apply(graph, rulings)?;
    for (format, mut output) in outputs {
        export::write(&graph, format, &mut output)?;
        output.finish()?;
    }
    Ok(tally.finish())
}
