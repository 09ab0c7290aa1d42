//! `demarche export`: a saved graph in, another format out.

use demarche::export;

use super::args::Export;
use super::graphs;
use super::outcome::Outcome;
use super::output::Output;

/// Writes the graph in the format asked for.
pub fn run(args: Export) -> anyhow::Result<Outcome> {
    let mut output = Output::open(args.output.as_deref())?;
    let graph = graphs::read(&args.graph.path)?;
    export::write(&graph, args.format, &mut output)?;
    output.finish()?;
    Ok(Outcome::Done)
}
