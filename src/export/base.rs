//! The namespace of a graph's own nodes.

use std::fmt;
use std::str::FromStr;

use oxrdf::NamedNode;

use crate::error::{Error, ErrorKind, Result};

/// Where the nodes of a graph have their IRIs: `entity/nato` under the default is
/// `https://w3id.org/demarche/id/entity/nato`. Terms of the vocabulary stay where they are.
///
/// An absolute IRI that ends with `/` and has neither query nor fragment, so that a relative id is simply put behind it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Base(String);

impl Base {
    /// The namespace that is used when no other is given.
    pub const DEFAULT: &str = "https://w3id.org/demarche/id/";

    /// Takes `iri` as namespace.
    ///
    /// # Errors
    /// [`ErrorKind::Query`] when it is no such IRI.
    pub fn new(iri: &str) -> Result<Self> {
        let whole = NamedNode::new(iri).is_ok() && iri.contains("://") && !iri.contains(['?', '#']);
        // RFC 3986 would take steps up and down out of the IRIs under it.
        let plain = !iri.contains("/./") && !iri.contains("/../");
        if whole && plain && iri.ends_with('/') {
            return Ok(Self(iri.to_owned()));
        }
        let message = format!(
            "'{iri}' cannot be a base; it is an absolute IRI with / at its end, as {}",
            Self::DEFAULT
        );
        Err(Error::new(ErrorKind::Query, message))
    }

    /// The IRI.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Default for Base {
    fn default() -> Self {
        Self(Self::DEFAULT.to_owned())
    }
}

impl fmt::Display for Base {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl FromStr for Base {
    type Err = Error;

    fn from_str(iri: &str) -> Result<Self> {
        Self::new(iri)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_base_is_an_absolute_iri_that_ids_can_stand_behind() {
        for good in [Base::DEFAULT, "http://example.org/", "https://example.org:8080/kg/ä/"] {
            assert_eq!(Base::new(good).unwrap().as_str(), good);
        }
        for bad in [
            "",
            "kg/",
            "https://example.org",
            "https://example.org/kg",
            "https://example.org/?q=/",
            "https://example.org/#/",
            "https://example.org/a/../",
            "https://example.org/a b/",
            "urn:example:/",
            "https://example.org/\"><script>/",
        ] {
            assert!(Base::new(bad).unwrap_err().to_string().contains("absolute IRI"), "{bad}");
        }
    }
}
