//! The context of the JSON-LD, as far as it is used: terms, types, and the base.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use oxrdf::vocab::{rdf, xsd};
use oxrdf::{Literal, NamedNode, Term};
use serde_json::Value;

use super::super::base::Base;
use super::super::jsonld::CONTEXT;

/// What the context says, read once.
pub(super) struct Context {
    prefixes: BTreeMap<String, String>,
    terms: BTreeMap<String, Definition>,
    vocabulary: String,
}

struct Definition {
    iri: NamedNode,
    kind: Kind,
}

/// How a value that is a string is meant.
enum Kind {
    Plain,
    Id,
    Word,
    Typed(NamedNode),
}

/// The context that stands in each file.
pub(super) static FIXED: LazyLock<Context> = LazyLock::new(|| {
    let value: Value = serde_json::from_str(CONTEXT).expect("the context is JSON; a test reads it");
    Context::read(&value)
});

impl Context {
    fn read(value: &Value) -> Self {
        let entries = value.as_object().into_iter().flatten();
        let mut context =
            Self { prefixes: BTreeMap::new(), terms: BTreeMap::new(), vocabulary: String::new() };
        for (name, value) in entries.clone() {
            match value.as_str() {
                Some(iri) if name == "@vocab" => context.vocabulary = iri.to_owned(),
                Some(iri) if !name.starts_with('@') && iri.contains("://") => {
                    context.prefixes.insert(name.clone(), iri.to_owned());
                }
                _ => {}
            }
        }
        for (name, value) in entries {
            let iri = value.as_str().or_else(|| value.get("@id")?.as_str());
            if name.starts_with('@')
                || context.prefixes.contains_key(name)
                || iri.is_some_and(|i| i.starts_with('@'))
            {
                continue;
            }
            let iri = iri.map_or_else(|| context.named(name), |iri| context.named(iri));
            let kind = match value.get("@type").and_then(Value::as_str) {
                None => Kind::Plain,
                Some("@id") => Kind::Id,
                Some("@vocab") => Kind::Word,
                Some(datatype) => Kind::Typed(context.named(datatype)),
            };
            context.terms.insert(name.clone(), Definition { iri, kind });
        }
        context
    }

    /// Prefixes with their namespaces, by prefix.
    pub fn prefixes(&self) -> impl Iterator<Item = (&str, &str)> {
        self.prefixes.iter().map(|(prefix, iri)| (prefix.as_str(), iri.as_str()))
    }

    /// The namespace of terms without a prefix.
    pub fn vocabulary(&self) -> &str {
        &self.vocabulary
    }

    /// The full IRI of a term, a compact IRI, or a word of the vocabulary.
    pub fn named(&self, word: &str) -> NamedNode {
        if let Some(definition) = self.terms.get(word) {
            return definition.iri.clone();
        }
        let iri = match word
            .split_once(':')
            .and_then(|(prefix, local)| Some((self.prefixes.get(prefix)?, local)))
        {
            Some((namespace, local)) => format!("{namespace}{local}"),
            None => format!("{}{word}", self.vocabulary),
        };
        NamedNode::new_unchecked(iri)
    }

    /// The property of a key; `rdf:type` for `type`.
    pub fn property(&self, key: &str) -> NamedNode {
        if key == "type" { rdf::TYPE.into_owned() } else { self.named(key) }
    }

    /// What a value that is no node says under a key.
    pub fn term(&self, key: &str, value: &Value, base: &Base) -> Option<Term> {
        let kind = self.terms.get(key).map_or(&Kind::Plain, |definition| &definition.kind);
        let text = match (value, kind) {
            (Value::String(text), _) => text.clone(),
            (Value::Number(number), Kind::Typed(_)) => number.to_string(),
            (Value::Number(number), _) if !number.is_f64() => {
                return Some(Literal::new_typed_literal(number.to_string(), xsd::INTEGER).into());
            }
            (Value::Bool(truth), _) => return Some(Literal::from(*truth).into()),
            (Value::Object(object), _) => {
                let text = object.get("@value")?.as_str()?;
                let datatype = object.get("@type").and_then(Value::as_str);
                return Some(match datatype {
                    Some(datatype) => Literal::new_typed_literal(text, self.named(datatype)).into(),
                    None => Literal::new_simple_literal(text).into(),
                });
            }
            _ => return None,
        };
        Some(match kind {
            _ if key == "type" => self.named(&text).into(),
            Kind::Plain => Literal::new_simple_literal(text).into(),
            Kind::Id => resolve(&text, base).into(),
            Kind::Word => self.named(&text).into(),
            Kind::Typed(datatype) => Literal::new_typed_literal(text, datatype.clone()).into(),
        })
    }
}

/// The full IRI of an id: ids are made of letters, digits and what URLs escape, so they are put behind the base as they
/// are.
pub(super) fn resolve(id: &str, base: &Base) -> NamedNode {
    NamedNode::new_unchecked(if id.contains("://") { id.to_owned() } else { format!("{base}{id}") })
}
