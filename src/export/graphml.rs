//! GraphML, for networkx, Gephi, Cytoscape, yEd: entities and topics joined by directed edges, with typed attributes.
//!
//! Every edge has the id of its fact, with `#target` or `#topic` where an act is two edges. All edges are directed,
//! since some readers take no mixture; `met`, `agreed` and `cooperated` have no direction of their own.

use std::io;

use crate::graph::Graph;

use super::network::{self, Column, EDGE, Kind, NODE};

/// Writes a graph as GraphML. The same graph gives the same bytes.
///
/// # Errors
/// Those of `out`.
pub fn write(graph: &Graph, out: &mut dyn io::Write) -> io::Result<()> {
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    writeln!(
        out,
        "<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\" \
         xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" \
         xsi:schemaLocation=\"http://graphml.graphdrawing.org/xmlns \
         http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd\">"
    )?;
    keys("node", &NODE, out)?;
    keys("edge", &EDGE, out)?;
    writeln!(out, "  <graph id=\"demarche\" edgedefault=\"directed\">")?;
    for node in network::nodes(graph) {
        writeln!(out, "    <node id=\"{}\">", escaped(&node.id))?;
        data("node", &NODE, node.values(), out)?;
        writeln!(out, "    </node>")?;
    }
    for edge in network::edges(graph) {
        let [id, source, target] = [&edge.id, &edge.source, &edge.target].map(|id| escaped(id));
        writeln!(out, "    <edge id=\"{id}\" source=\"{source}\" target=\"{target}\">")?;
        data("edge", &EDGE, edge.values(), out)?;
        writeln!(out, "    </edge>")?;
    }
    writeln!(out, "  </graph>\n</graphml>")
}

fn keys(domain: &str, columns: &[Column], out: &mut dyn io::Write) -> io::Result<()> {
    columns.iter().try_for_each(|Column { name, kind }| {
        let kind = match kind {
            Kind::Text => "string",
            Kind::Count => "int",
            Kind::Number => "double",
        };
        writeln!(
            out,
            "  <key id=\"{domain}_{name}\" for=\"{domain}\" attr.name=\"{name}\" attr.type=\"{kind}\"/>"
        )
    })
}

fn data(
    domain: &str,
    columns: &[Column],
    values: impl IntoIterator<Item = String>,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let known = columns.iter().zip(values).filter(|(_, value)| !value.is_empty());
    known.into_iter().try_for_each(|(column, value)| {
        writeln!(out, "      <data key=\"{domain}_{}\">{}</data>", column.name, escaped(&value))
    })
}

/// Text for an element or an attribute. What XML 1.0 has no way to say (section 2.2: most control characters, the last
/// two of the plane) is the replacement character.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            // A reader would make spaces or line feeds of them.
            '\t' => out.push_str("&#9;"),
            '\n' => out.push_str("&#10;"),
            '\r' => out.push_str("&#13;"),
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn what_has_a_meaning_in_xml_is_escaped_and_what_xml_forbids_is_replaced() {
        assert_eq!(escaped("<b>&\"]]>"), "&lt;b&gt;&amp;&quot;]]&gt;");
        assert_eq!(escaped("a\tb\r\nc"), "a&#9;b&#13;&#10;c");
        assert_eq!(escaped("\0\u{1}\u{1f}\u{ffff}\u{85}é👩"), "\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{85}é👩");
    }
}
