//! The language of Graphviz: a picture for a report.
//!
//! Actors stand in boxes by the country or body whose offices they hold, issues on both sides of them, the parts of one in a box.
//! An act about a topic is an edge from the actor to the topic, an act without one an edge between its ends; acts of
//! one kind between the same ends are one edge that tells how often. Positions are drawn in the same way, by stance.
//! What takes part in nothing is left out, and so is what is told least where there is more than a page can show; the
//! heading says what. `dot -Tsvg` draws it without a warning, whatever the names are.

mod options;
mod filter;
mod picture;
mod text;
mod write;

pub use options::Options;

use std::io;

use crate::graph::Graph;

/// Writes a graph as DOT. The same graph and options give the same bytes.
///
/// # Errors
/// Those of `out`.
pub fn write(graph: &Graph, options: &Options, out: &mut dyn io::Write) -> io::Result<()> {
    write::write(&picture::picture(graph, options), out)
}
