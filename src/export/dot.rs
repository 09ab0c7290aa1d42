//! The language of Graphviz.

use std::io;

use crate::graph::Graph;

/// What the picture shows.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Heading; by default what the documents are.
    pub title: Option<String>,
}

/// Writes a graph as DOT. The same graph gives the same bytes.
///
/// # Errors
/// Those of `out`.
pub fn write(graph: &Graph, _options: &Options, out: &mut dyn io::Write) -> io::Result<()> {
    writeln!(out, "digraph demarche {{")?;
    for entity in graph.entities() {
        writeln!(out, "  {:?};", entity.name())?;
    }
    writeln!(out, "}}")
}
