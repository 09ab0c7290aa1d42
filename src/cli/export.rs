//! `demarche export`: a saved graph in, other formats out.

use super::args::Export;
use super::files::{Files, kinds, options, picture};
use super::graphs;
use super::lists;
use super::outcome::Outcome;
use super::rulings;

/// Writes the graph in the formats asked for.
pub fn run(args: Export) -> anyhow::Result<Outcome> {
    let kinds = kinds(&args.format, args.shape.compact)?;
    let (events, outcome) = lists::events(&args.events, &kinds)?;
    let files = Files::open(&kinds, args.output.as_deref(), false)?;
    let rulings = rulings::read(args.rulings)?;
    let (graph, read) = graphs::read(&args.graph.path)?;
    let graph = rulings::apply(graph, rulings)?;
    let mut options = options(&args.shape);
    options.events = events;
    options.picture = picture(&graph, &args.picture)?;
    files.write(&graph, &options)?;
    Ok(outcome.then(read))
}
