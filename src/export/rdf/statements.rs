//! From a node of the JSON-LD to its triples.

use std::collections::VecDeque;

use oxrdf::{GraphName, NamedNode, Quad, Term};
use serde_json::{Map, Value};

use super::super::base::Base;
use super::context::{FIXED, resolve};

/// What a node says, its type first and then by field; nodes inside it follow, each with its own triples together.
///
/// What stands inside a node with a `document` belongs to that document's graph, with the link to it; all else to the
/// default graph.
pub(super) fn statements(node: &Value, base: &Base) -> Vec<Quad> {
    let mut all = Vec::new();
    let mut open: VecDeque<(&Map<String, Value>, GraphName)> = VecDeque::new();
    open.extend(node.as_object().map(|node| (node, GraphName::DefaultGraph)));
    while let Some((node, graph)) = open.pop_front() {
        let Some(subject) = id(node, base) else { continue };
        let kind = node.get_key_value("type").into_iter();
        for (key, value) in kind.chain(node.iter().filter(|(key, _)| !matches!(key.as_str(), "id" | "type")))
        {
            let property = FIXED.property(key);
            let values = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
            for value in values {
                let (object, place): (Term, GraphName) =
                    match value.as_object().filter(|v| v.contains_key("id")) {
                        Some(inner) => {
                            let Some(object) = id(inner, base) else { continue };
                            let document = inner.get("document").and_then(Value::as_str);
                            let place = document.map_or_else(|| graph.clone(), |d| resolve(d, base).into());
                            open.push_back((inner, place.clone()));
                            (object.into(), place)
                        }
                        None => match FIXED.term(key, value, base) {
                            Some(object) => (object, graph.clone()),
                            None => continue,
                        },
                    };
                all.push(Quad::new(subject.clone(), property.clone(), object, place));
            }
        }
    }
    all
}

fn id(node: &Map<String, Value>, base: &Base) -> Option<NamedNode> {
    Some(resolve(node.get("id")?.as_str()?, base))
}
