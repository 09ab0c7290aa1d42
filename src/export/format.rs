//! The formats.

use std::fmt;
use std::str::FromStr;

use crate::error::{Error, ErrorKind};

/// A format that a graph can be written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Format {
    /// The language of Graphviz, for a picture.
    Dot,
    /// JSON-LD 1.1, for graph tools; also the form in which a graph is saved.
    JsonLd,
    /// JSON-LD 1.1 nested by actor, for programs that know nothing of RDF; it cannot be read back.
    CompactJsonLd,
    /// RDF 1.1 Turtle: the triples of the JSON-LD.
    Turtle,
    /// RDF 1.1 N-Quads: the same triples, with a named graph for each article.
    NQuads,
    /// GraphML, for tools that measure and draw networks.
    GraphMl,
    /// The table of nodes, as comma-separated values.
    CsvNodes,
    /// The table of edges, as comma-separated values.
    CsvEdges,
    /// The table of coded events, as tab-separated values.
    Events,
    /// Cypher statements, for Neo4j.
    Cypher,
    /// A page for a browser, with all that it needs in itself.
    Html,
}

impl Format {
    /// Every format, in order.
    pub const ALL: [Format; 11] = [
        Format::Dot,
        Format::JsonLd,
        Format::CompactJsonLd,
        Format::Turtle,
        Format::NQuads,
        Format::GraphMl,
        Format::CsvNodes,
        Format::CsvEdges,
        Format::Events,
        Format::Cypher,
        Format::Html,
    ];

    /// The word for it on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Format::Dot => "dot",
            Format::JsonLd => "jsonld",
            Format::CompactJsonLd => "jsonld-compact",
            Format::Turtle => "turtle",
            Format::NQuads => "nquads",
            Format::GraphMl => "graphml",
            Format::CsvNodes => "csv-nodes",
            Format::CsvEdges => "csv-edges",
            Format::Events => "events",
            Format::Cypher => "cypher",
            Format::Html => "html",
        }
    }

    /// The ending of its files, without the dot.
    pub fn extension(self) -> &'static str {
        match self {
            Format::Dot => "dot",
            Format::JsonLd | Format::CompactJsonLd => "jsonld",
            Format::Turtle => "ttl",
            Format::NQuads => "nq",
            Format::GraphMl => "graphml",
            Format::CsvNodes | Format::CsvEdges => "csv",
            Format::Events => "tsv",
            Format::Cypher => "cypher",
            Format::Html => "html",
        }
    }

    /// The name of its file in an output folder.
    pub fn file_name(self) -> String {
        match self {
            Format::CompactJsonLd => "graph.compact.jsonld".to_owned(),
            Format::CsvNodes => "nodes.csv".to_owned(),
            Format::CsvEdges => "edges.csv".to_owned(),
            Format::Events => "events.tsv".to_owned(),
            format => format!("graph.{}", format.extension()),
        }
    }

    /// Its media type, as registered with IANA where it is.
    pub fn media_type(self) -> &'static str {
        match self {
            Format::Dot => "text/vnd.graphviz",
            Format::JsonLd | Format::CompactJsonLd => "application/ld+json",
            Format::Turtle => "text/turtle",
            Format::NQuads => "application/n-quads",
            Format::GraphMl => "application/graphml+xml",
            Format::CsvNodes | Format::CsvEdges => "text/csv",
            Format::Events => "text/tab-separated-values",
            Format::Cypher => "application/x-cypher-query",
            Format::Html => "text/html",
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for Format {
    type Err = Error;

    fn from_str(s: &str) -> Result<Self, Error> {
        Self::ALL.into_iter().find(|format| format.as_str() == s).ok_or_else(|| {
            let known = Self::ALL.map(Self::as_str).join(", ");
            Error::new(ErrorKind::Query, format!("format '{s}' is not known; it is one of {known}"))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_format_is_found_by_its_word_and_no_other() {
        for format in Format::ALL {
            assert_eq!(format.as_str().parse::<Format>().unwrap(), format);
        }
        let error = "yaml".parse::<Format>().unwrap_err();
        assert_eq!(
            error.to_string(),
            "format 'yaml' is not known; it is one of dot, jsonld, jsonld-compact, turtle, nquads, graphml, csv-nodes, csv-edges, events, cypher, html"
        );
    }
}
