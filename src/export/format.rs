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
    /// RDF 1.1 Turtle: the triples of the JSON-LD.
    Turtle,
    /// RDF 1.1 N-Quads: the same triples, with a named graph for each article.
    NQuads,
}

impl Format {
    /// Every format, in order.
    pub const ALL: [Format; 4] = [Format::Dot, Format::JsonLd, Format::Turtle, Format::NQuads];

    /// The word for it on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Format::Dot => "dot",
            Format::JsonLd => "jsonld",
            Format::Turtle => "turtle",
            Format::NQuads => "nquads",
        }
    }

    /// The ending of its files, without the dot.
    pub fn extension(self) -> &'static str {
        match self {
            Format::Dot => "dot",
            Format::JsonLd => "jsonld",
            Format::Turtle => "ttl",
            Format::NQuads => "nq",
        }
    }

    /// Its media type, as registered with IANA.
    pub fn media_type(self) -> &'static str {
        match self {
            Format::Dot => "text/vnd.graphviz",
            Format::JsonLd => "application/ld+json",
            Format::Turtle => "text/turtle",
            Format::NQuads => "application/n-quads",
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
        assert_eq!(error.to_string(), "format 'yaml' is not known; it is one of dot, jsonld, turtle, nquads");
    }
}
