//! Comma-separated values in two tables, nodes and edges, for spreadsheets, pandas, Gephi and Neo4j.
//!
//! The first columns are those that Gephi's spreadsheet import looks for (`Id`, `Label`; `Source`, `Target`, `Type`,
//! `Weight`), the next those of `neo4j-admin database import` (`:ID`, `:LABEL`; `:START_ID`, `:END_ID`, `:TYPE`), so
//! that both take the files as they are. Both tables are RFC 4180 in UTF-8, a row a line: a line break or control
//! character in a text is a space.
//!
//! A text that a spreadsheet would run as a formula has an apostrophe before it, as OWASP advises
//! (<https://owasp.org/www-community/attacks/CSV_Injection>).

use std::io;

use crate::graph::Graph;

use super::network::{self, Column, EDGE, NODE};

/// The byte order mark: what Excel takes for UTF-8 begins with it. Other programs do without, and some stumble over it.
const MARK: &str = "\u{feff}";

/// Writes the table of nodes: entities and topics; behind a byte order mark where `bom` is set.
///
/// # Errors
/// Those of `out`.
pub fn write_nodes(graph: &Graph, bom: bool, out: &mut dyn io::Write) -> io::Result<()> {
    mark(bom, out)?;
    row(["Id", "Label", ":ID", ":LABEL"].into_iter().chain(attributes(&NODE).map(|(_, name)| name)), out)?;
    for node in network::nodes(graph) {
        let label = match node.kind {
            "topic" => "Topic".to_owned(),
            kind => format!("Entity;{}", capital(kind)),
        };
        let values = node.values();
        let first = [&node.id, &node.label, &node.id, &label].map(String::as_str);
        row(first.into_iter().chain(attributes(&NODE).map(|(i, _)| values[i].as_str())), out)?;
    }
    Ok(())
}

/// Writes the table of edges: what facts say of two nodes; behind a byte order mark where `bom` is set.
///
/// # Errors
/// Those of `out`.
pub fn write_edges(graph: &Graph, bom: bool, out: &mut dyn io::Write) -> io::Result<()> {
    mark(bom, out)?;
    let first = ["Source", "Target", "Type", "Id", "Label", "Weight", ":START_ID", ":END_ID", ":TYPE"];
    row(first.into_iter().chain(attributes(&EDGE).map(|(_, name)| name)), out)?;
    for edge in network::edges(graph) {
        let direction = if edge.symmetric { "Undirected" } else { "Directed" };
        let (weight, kind) = (edge.weight.to_string(), edge.label.to_uppercase());
        let (source, target) = (edge.source.as_str(), edge.target.as_str());
        let first = [source, target, direction, &edge.id, &edge.label, &weight, source, target, &kind];
        let values: Vec<String> = edge.values().collect();
        row(first.into_iter().chain(attributes(&EDGE).map(|(i, _)| values[i].as_str())), out)?;
    }
    Ok(())
}

fn mark(bom: bool, out: &mut dyn io::Write) -> io::Result<()> {
    if bom { out.write_all(MARK.as_bytes()) } else { Ok(()) }
}

/// The columns that do not stand among the first, with their places.
fn attributes(columns: &'static [Column]) -> impl Iterator<Item = (usize, &'static str)> {
    let all = columns.iter().map(|column| column.name).enumerate();
    all.filter(|(_, name)| !matches!(*name, "label" | "weight"))
}

fn capital(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or(String::new(), |first| first.to_uppercase().chain(chars).collect())
}

fn row<'t>(values: impl Iterator<Item = &'t str>, out: &mut dyn io::Write) -> io::Result<()> {
    let values: Vec<String> = values.map(field).collect();
    write!(out, "{}\r\n", values.join(","))
}

/// A text on one line, which no spreadsheet runs as a formula.
pub(super) fn harmless(text: &str) -> String {
    let mut text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    // A spreadsheet passes over spaces, and takes the full-width forms for the same.
    if text.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']) {
        text.insert(0, '\'');
    }
    text
}

fn field(text: &str) -> String {
    let text = harmless(text);
    if text.contains([',', '"']) || text.starts_with(' ') || text.ends_with(' ') {
        return format!("\"{}\"", text.replace('"', "\"\""));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::field;

    #[test]
    fn a_text_is_no_formula_and_stays_in_its_field() {
        assert_eq!(field("=HYPERLINK(\"http://x\")"), "\"'=HYPERLINK(\"\"http://x\"\")\"");
        for formula in ["+1", "-1", "@SUM(A1)", " =1", "\t=1", "\r=1", "＝1"] {
            assert!(field(formula).trim_start_matches('"').starts_with('\''), "{formula:?}");
        }
        assert_eq!(field("a, b\r\nc"), "\"a, b  c\"");
        assert_eq!(field("plain-text = 1"), "plain-text = 1");
        assert_eq!(field(""), "");
    }
}
