//! `demarche merge`: records and graphs in, their union out.

use indicatif::ProgressBar;

use demarche::export::{self, Format};
use demarche::graph::Graph;

use super::args::Merge;
use super::graphs;
use super::outcome::Outcome;
use super::output::Output;
use super::reading::Tally;
use super::rulings;

/// Writes the union of all parts as JSON-LD.
pub fn run(args: Merge) -> anyhow::Result<Outcome> {
    let mut output = Output::open(Some(&args.output))?;
    let rulings = rulings::read(args.rulings)?;
    let mut tally = Tally::new(ProgressBar::hidden());
    let parts = args.parts.iter().map(|part| graphs::read_part(part, &mut tally));
    let graph = Graph::merge(parts.collect::<Result<Vec<_>, _>>()?);
    let graph = rulings::apply(graph, rulings)?;
    export::write(&graph, Format::JsonLd, &mut output)?;
    output.finish()?;
    Ok(tally.finish())
}
