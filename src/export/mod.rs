//! A graph as a file: one file of code per format.

mod base;
mod format;
pub mod dot;
pub mod jsonld;
pub mod rdf;

pub use base::Base;
pub use format::Format;

use std::io;

use crate::graph::Graph;

/// Writes a graph in a format, with that format's defaults.
///
/// # Errors
/// Those of `out`.
pub fn write(graph: &Graph, format: Format, out: &mut dyn io::Write) -> io::Result<()> {
    match format {
        Format::Dot => dot::write(graph, &dot::Options::default(), out),
        Format::JsonLd => jsonld::write(graph, out),
        Format::Turtle => rdf::write_turtle(graph, &Base::default(), out),
        Format::NQuads => rdf::write_nquads(graph, &Base::default(), out),
    }
}
