//! One entry for all formats.

use std::io;

use crate::events;
use crate::graph::Graph;

use super::base::Base;
use super::events as table;
use super::format::Format;
use super::{csv, cypher, dot, graphml, html, jsonld, rdf};

/// What the writers can be asked for. A writer looks at what concerns its format.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Options {
    /// Namespace of the nodes, for JSON-LD, Turtle and N-Quads.
    pub base: Base,
    /// What the picture shows, for DOT.
    pub picture: dot::Options,
    /// A byte order mark at the beginning of tables of comma-separated values, by which Excel knows that they are UTF-8.
    pub bom: bool,
    /// How events are coded and counted, for the table of events.
    pub events: events::Options,
}

/// Writes a graph in a format, with that format's defaults.
///
/// # Errors
/// Those of `out`.
pub fn write(graph: &Graph, format: Format, out: &mut dyn io::Write) -> io::Result<()> {
    write_with(graph, format, &Options::default(), out)
}

/// Writes a graph in a format. The same graph and options give the same bytes.
///
/// # Errors
/// Those of `out`.
pub fn write_with(
    graph: &Graph,
    format: Format,
    options: &Options,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    match format {
        Format::Dot => dot::write(graph, &options.picture, out),
        Format::JsonLd => jsonld::write_at(graph, &options.base, out),
        Format::CompactJsonLd => jsonld::write_compact(graph, &options.base, out),
        Format::Turtle => rdf::write_turtle(graph, &options.base, out),
        Format::NQuads => rdf::write_nquads(graph, &options.base, out),
        Format::GraphMl => graphml::write(graph, out),
        Format::CsvNodes => csv::write_nodes(graph, options.bom, out),
        Format::CsvEdges => csv::write_edges(graph, options.bom, out),
        Format::Events => table::write(graph, &options.events, out),
        Format::Cypher => cypher::write(graph, out),
        Format::Html => html::write(graph, out),
    }
}
