//! Short forms of IRIs.

use oxrdf::Term;
use oxrdf::vocab::{rdf, xsd};

use crate::export::{Base, rdf as export};

/// The prefixes that a query may use without declaring them.
#[derive(Debug, Clone)]
pub struct Prefixes {
    base: Base,
    namespaces: Vec<(String, String)>,
}

impl Prefixes {
    /// Those of the graph's files under `base`, and `rdfs:`.
    pub fn new(base: &Base) -> Self {
        let mut namespaces = export::prefixes(base);
        namespaces.push(("rdfs".to_owned(), "http://www.w3.org/2000/01/rdf-schema#".to_owned()));
        Self { base: base.clone(), namespaces }
    }

    /// The namespace of the graph's own nodes, from which relative IRIs count.
    pub fn base(&self) -> &Base {
        &self.base
    }

    /// Each prefix, without its colon, and its namespace.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.namespaces.iter().map(|(prefix, iri)| (prefix.as_str(), iri.as_str()))
    }

    /// A term as people read it: an IRI as a query can name it (`schema:Person`, `<act/…>`), and of a literal its text.
    pub fn short(&self, term: &Term) -> String {
        match term {
            Term::NamedNode(node) => self.iri(node.as_str()),
            Term::BlankNode(node) => node.to_string(),
            Term::Literal(literal) => literal.value().to_owned(),
        }
    }

    fn iri(&self, iri: &str) -> String {
        let named = self.namespaces.iter().find_map(|(prefix, namespace)| {
            let local = iri.strip_prefix(namespace.as_str())?;
            is_local(local).then(|| format!("{prefix}:{local}"))
        });
        named.unwrap_or_else(|| format!("<{}>", iri.strip_prefix(self.base.as_str()).unwrap_or(iri)))
    }

    /// Those whose namespace one of `triples` uses, for a file that declares no more than it needs.
    pub(super) fn used<'a>(&'a self, triples: &[oxrdf::Triple]) -> Vec<(&'a str, &'a str)> {
        let used = |namespace: &str| {
            triples.iter().any(|triple| {
                let datatype = match &triple.object {
                    // Strings are written without their type.
                    Term::Literal(literal) if literal.datatype() != xsd::STRING => {
                        literal.datatype().as_str()
                    }
                    Term::NamedNode(node) => node.as_str(),
                    _ => "",
                };
                let subject = match &triple.subject {
                    oxrdf::NamedOrBlankNode::NamedNode(node) => node.as_str(),
                    oxrdf::NamedOrBlankNode::BlankNode(_) => "",
                };
                let predicate = if triple.predicate == rdf::TYPE { "" } else { triple.predicate.as_str() };
                [subject, predicate, datatype].iter().any(|iri| iri.starts_with(namespace))
            })
        };
        self.iter().filter(|(_, namespace)| used(namespace)).collect()
    }
}

/// Whether `text` can stand behind a prefix: a part of what SPARQL allows there, which leaves out what is escaped.
fn is_local(text: &str) -> bool {
    let inside = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
    text.starts_with(|c: char| c.is_alphanumeric() || c == '_') && text.chars().all(inside)
}

#[cfg(test)]
mod tests {
    use oxrdf::{Literal, NamedNode};

    use super::*;

    #[test]
    fn an_iri_is_shortened_to_what_a_query_can_name() {
        let prefixes = Prefixes::new(&Base::default());
        for (iri, short) in [
            ("https://schema.org/Person", "schema:Person"),
            ("https://w3id.org/demarche/ns#met", ":met"),
            ("https://w3id.org/demarche/id/entity/nato", "entity:nato"),
            ("https://w3id.org/demarche/id/act/a/met/b/occurred", "<act/a/met/b/occurred>"),
            ("https://w3id.org/demarche/id/document/a#char=1,2", "<document/a#char=1,2>"),
            ("http://www.wikidata.org/entity/Q142", "<http://www.wikidata.org/entity/Q142>"),
        ] {
            assert_eq!(prefixes.short(&NamedNode::new(iri).unwrap().into()), short);
        }
        assert_eq!(prefixes.short(&Literal::from(2).into()), "2");
    }
}
