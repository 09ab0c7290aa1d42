//! A page for a browser: the graph drawn, with filters, tables and the words that show each fact.
//!
//! One file that opens from disk. All that it needs is in it (the program of the page, Cytoscape.js, the graph), and its
//! content security policy forbids everything else: no network, and no script but the two whose digests it names. The
//! graph stands in it as JSON that no browser runs, and the page shows texts as texts alone, so words of an article
//! cannot become markup.

mod paragraphs;
mod data;
mod page;

use std::io;

use crate::graph::Graph;
use crate::issues::Issues;

/// Writes a graph as a page. The same graph gives the same bytes.
///
/// # Errors
/// Those of `out`.
pub fn write(graph: &Graph, out: &mut dyn io::Write) -> io::Result<()> {
    let issues = Issues::of(graph);
    let data = data::of(graph, &issues);
    page::write(&data.heading(), &serde_json::to_string(&data)?, out)
}
