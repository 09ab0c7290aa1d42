//! From a graph to text.

use std::collections::BTreeSet;
use std::io;

use oxrdf::Quad;
use oxttl::{NQuadsSerializer, TurtleSerializer};

use crate::graph::Graph;

use super::super::base::Base;
use super::super::jsonld::each_node;
use super::context::FIXED;
use super::statements::statements;

/// Writes a graph as Turtle. The same graph and base give the same bytes.
///
/// # Errors
/// Those of `out`.
pub fn write_turtle(graph: &Graph, base: &Base, out: &mut dyn io::Write) -> io::Result<()> {
    let mut serializer = TurtleSerializer::new();
    for (prefix, iri) in prefixes(base) {
        serializer = serializer.with_prefix(prefix, iri).map_err(io::Error::other)?;
    }
    let mut writer = serializer.for_writer(out);
    each_quad(graph, base, &mut |quad| writer.serialize_triple(quad.as_ref()))?;
    writer.finish()?;
    Ok(())
}

/// Writes a graph as N-Quads, what an article alone shows in a graph of its own (see [the module](super)). The same
/// graph and base give the same bytes.
///
/// # Errors
/// Those of `out`.
pub fn write_nquads(graph: &Graph, base: &Base, out: &mut dyn io::Write) -> io::Result<()> {
    let mut writer = NQuadsSerializer::new().for_writer(out);
    each_quad(graph, base, &mut |quad| writer.serialize_quad(&quad))?;
    writer.finish();
    Ok(())
}

/// The prefixes that these files declare, each with its namespace.
pub fn prefixes(base: &Base) -> Vec<(String, String)> {
    // Facts have no prefix: with their slashes, their ids can be no local names.
    let own = ["document", "entity", "topic"].map(|kind| (kind.to_owned(), format!("{base}{kind}/")));
    let fixed = std::iter::once(("", FIXED.vocabulary())).chain(FIXED.prefixes());
    fixed.map(|(prefix, iri)| (prefix.to_owned(), iri.to_owned())).chain(own).collect()
}

/// Hands over each statement of a graph once, in the order of the files, with the graph that N-Quads puts it in.
///
/// # Errors
/// Those of `put`.
pub fn each_quad(graph: &Graph, base: &Base, put: &mut dyn FnMut(Quad) -> io::Result<()>) -> io::Result<()> {
    // Only a selector is told by several nodes: one stretch of text can show several facts.
    let mut told: BTreeSet<String> = BTreeSet::new();
    each_node(graph, &mut |entry| {
        for quad in statements(&serde_json::to_value(entry)?, base) {
            let id = quad.subject.to_string();
            if id.contains("#char=") && !told.insert(quad.to_string()) {
                continue;
            }
            put(quad)?;
        }
        Ok(())
    })
}
