//! `demarche export`: a saved graph in, other formats out.

use super::args::Export;
use super::files::{Files, kinds, options, picture};
use super::graphs;
use super::outcome::Outcome;
use super::rulings;

/// Writes the graph in the formats asked for.
pub fn run(args: Export) -> anyhow::Result<Outcome> {
    let kinds = kinds(&args.format, args.shape.compact)?;
    let files = Files::open(&kinds, args.output.as_deref(), false)?;
    let rulings = rulings::read(args.rulings)?;
    let (graph, read) = graphs::read(&args.graph.path)?;
    let graph = rulings::apply(graph, rulings)?;
    let mut options = options(&args.shape);
    options.picture = picture(&graph, &args.picture)?;
    files.write(&graph, &options)?;
    Ok(read)
}
