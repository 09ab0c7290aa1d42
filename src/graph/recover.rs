//! From the graph back to the claims it was made from.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::claims::{ActClaim, Appearance, Claims, DocumentKey, OfficeClaim, Part, PositionClaim, Support};
use super::node::{Evidence, LocalEnds, Node};
use super::topics::topic_key;
use super::view::Graph;

/// The claims that a graph was made from: [`build`](super::build::build) of them is the graph again.
pub(crate) fn claims(graph: &Graph) -> Claims {
    let mut claims = Claims { rulings: graph.rulings.clone(), ..Claims::default() };
    let mut parts: BTreeMap<Arc<str>, Part> = BTreeMap::new();
    for node in graph.net.node_weights() {
        match node {
            Node::Document(node) => {
                claims.versions.extend(node.all_versions());
                let text = node.text.clone();
                parts.insert(node.id.clone(), Part { text, ..Part::new(node.entry.clone()) });
            }
            Node::Entity(node) => {
                for appearance in &node.appearances {
                    let local = Appearance {
                        readings: appearance.readings.iter().cloned().collect(),
                        mentions: appearance.mentions.iter().cloned().collect(),
                    };
                    if let Some(part) = parts.get_mut(&appearance.document) {
                        part.appearances.insert(appearance.local.clone(), local);
                    }
                }
            }
            Node::Topic(_) => {}
            Node::Office(_) | Node::Act(_) | Node::Position(_) => {
                for evidence in node.evidence() {
                    if let Some(part) = parts.get_mut(&evidence.document) {
                        part.add(node, evidence);
                    }
                }
            }
        }
    }
    for part in parts.into_values() {
        let key = DocumentKey {
            id: part.document.id.as_str().into(),
            sha256: part.document.sha256.as_str().into(),
        };
        claims.add_part(key, part);
    }
    claims
}

impl Part {
    /// Adds the claim that a piece of evidence makes for a fact.
    pub(crate) fn add(&mut self, fact: &Node, evidence: &Evidence) {
        let support = Support {
            text: evidence.quote.text.as_str().into(),
            confidence: (evidence.confidence * 1000.0).round() as u16,
            speakers: evidence.local.speakers.iter().cloned().collect(),
        };
        if let Some(phrase) = &evidence.phrase {
            let topic: Arc<str> = topic_key(phrase).into();
            self.heads.extend(evidence.heads.iter().map(|head| (Arc::clone(&topic), Arc::clone(head))));
        }
        let LocalEnds { subject, object, reporter, place, .. } = evidence.local.clone();
        let span = evidence.quote.span;
        match fact {
            Node::Office(node) => {
                let claim = OfficeClaim {
                    holder: subject,
                    title: node.title.clone(),
                    of: object,
                    status: node.status,
                    span,
                };
                self.offices.insert(claim, support);
            }
            Node::Act(node) => {
                let claim = ActClaim {
                    source: subject,
                    relation: node.relation,
                    target: object,
                    topic: evidence.phrase.clone(),
                    status: node.status,
                    reporter,
                    place,
                    date: node.date.clone(),
                    plover: evidence.plover.unwrap_or_else(|| node.relation.plover()),
                    span,
                };
                self.acts.insert(claim, support);
            }
            Node::Position(node) => {
                let topic = evidence.phrase.clone().unwrap_or_default();
                let claim = PositionClaim { holder: subject, topic, stance: node.stance, reporter, span };
                self.positions.insert(claim, support);
            }
            Node::Document(_) | Node::Entity(_) | Node::Topic(_) => {}
        }
    }
}
