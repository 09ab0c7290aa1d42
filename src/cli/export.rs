//! `demarche export`: a saved graph in, another format out.

use demarche::export;

use super::args::Export;
use super::graphs;
use super::outcome::Outcome;
use super::output::Output;
use super::rulings;

/// Writes the graph in the format asked for.
pub fn run(args: Export) -> anyhow::Result<Outcome> {
    let mut output = Output::open(args.output.as_deref())?;
    let rulings = rulings::read(args.rulings)?;
    let graph = rulings::apply(graphs::read(&args.graph.path)?, rulings)?;
    export::write(&graph, args.format, &mut output)?;
    output.finish()?;
    Ok(Outcome::Done)
}
