//! `demarche export`: a saved graph in, other formats out.

use super::args::Export;
use super::files::{Files, kinds};
use super::graphs;
use super::outcome::Outcome;

/// Writes the graph in the formats asked for.
pub fn run(args: Export) -> anyhow::Result<Outcome> {
    let kinds = kinds(&args.format, args.shape.compact)?;
    let files = Files::open(&kinds, args.output.as_deref(), false)?;
    let graph = graphs::read(&args.graph.path)?;
    files.write(&graph, &args.shape.options())?;
    Ok(Outcome::Done)
}
