//! Who is who across documents: the entities of the graph against the ids of the annotations.
//!
//! The measure is B-cubed (Bagga and Baldwin, *Entity-Based Cross-Document Coreferencing Using the Vector Space Model*,
//! 1998). Its items are the entities of single documents that are aligned with one of their annotation: those of one
//! graph entity are one cluster, and so are those of one gold id.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::graph::Graph;

use super::align::Alignment;
use super::article::Case;
use super::figures::{four_places, harmonic_mean};

/// How well the entities of single documents are put together.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Identity {
    /// The mean over all items of the share of their cluster that is rightly there, to four places; 1 when nothing is
    /// joined that should not be.
    pub precision: f64,
    /// The mean over all items of the share of what belongs to them that is in their cluster, to four places; 1 when
    /// all is joined that should be.
    pub recall: f64,
    /// The harmonic mean of both, to four places.
    pub f1: f64,
    /// Entities of documents that were compared.
    pub items: usize,
    /// Things that the annotations tell apart among them.
    pub gold_entities: usize,
    /// Entities of the graph that are several things, by id of the graph.
    #[serde(skip)]
    pub wrongly_joined: Vec<Split>,
    /// Things that are several entities of the graph, by gold id.
    #[serde(skip)]
    pub wrongly_apart: Vec<Split>,
}

/// One thing that is several by the other account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Split {
    /// Its id.
    pub id: String,
    /// Ids by the other account, each with the articles that it is in.
    pub parts: BTreeMap<String, Vec<String>>,
}

/// Compares the entities of `graph` with the gold ids.
pub(super) fn identity(graph: &Graph, cases: &[Case<'_>], alignments: &[Alignment<'_>]) -> Identity {
    let documents: BTreeMap<(&str, &str), &str> = graph
        .documents()
        .map(|document| ((document.entry.id.as_str(), document.entry.sha256.as_str()), &*document.id))
        .collect();
    let mut entity_of = BTreeMap::new();
    for entity in graph.entities() {
        for appearance in &entity.node().appearances {
            entity_of.insert((&*appearance.document, &*appearance.local), entity.id());
        }
    }
    let mut items = Vec::new();
    for (case, alignment) in cases.iter().zip(alignments) {
        let Some(record) = case.record else { continue };
        let Some(document) = documents.get(&(record.document.id.as_str(), record.document.sha256.as_str()))
        else {
            continue;
        };
        for (local, gold) in alignment {
            if let Some(entity) = entity_of.get(&(*document, *local)) {
                items.push(Item { cluster: entity, gold, document: case.name });
            }
        }
    }
    b_cubed(&items)
}

/// An entity of one document.
struct Item<'a> {
    cluster: &'a str,
    gold: &'a str,
    document: &'a str,
}

fn b_cubed(items: &[Item<'_>]) -> Identity {
    let mut clusters: BTreeMap<&str, BTreeMap<&str, Vec<&str>>> = BTreeMap::new();
    let mut things: BTreeMap<&str, BTreeMap<&str, Vec<&str>>> = BTreeMap::new();
    for item in items {
        clusters.entry(item.cluster).or_default().entry(item.gold).or_default().push(item.document);
        things.entry(item.gold).or_default().entry(item.cluster).or_default().push(item.document);
    }
    // Each of the n items in both a cluster and a thing has n of the cluster's items rightly beside it.
    let mean = |sets: &BTreeMap<&str, BTreeMap<&str, Vec<&str>>>| {
        let sum: f64 = sets
            .values()
            .map(|parts| {
                let all: usize = parts.values().map(Vec::len).sum();
                parts.values().map(|part| (part.len() * part.len()) as f64 / all as f64).sum::<f64>()
            })
            .sum();
        if items.is_empty() { 0.0 } else { sum / items.len() as f64 }
    };
    let (precision, recall) = (mean(&clusters), mean(&things));
    Identity {
        precision: four_places(precision),
        recall: four_places(recall),
        f1: four_places(harmonic_mean(precision, recall)),
        items: items.len(),
        gold_entities: things.len(),
        wrongly_joined: splits(clusters),
        wrongly_apart: splits(things),
    }
}

fn splits(sets: BTreeMap<&str, BTreeMap<&str, Vec<&str>>>) -> Vec<Split> {
    let several = sets.into_iter().filter(|(_, parts)| parts.len() > 1);
    let owned = |documents: Vec<&str>| documents.into_iter().map(str::to_owned).collect();
    several
        .map(|(id, parts)| Split {
            id: id.to_owned(),
            parts: parts.into_iter().map(|(id, documents)| (id.to_owned(), owned(documents))).collect(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of Bagga and Baldwin: items 1 to 5, 6 and 7, 8 to C are one thing each; the second and the third
    /// of them were joined.
    #[test]
    fn b_cubed_is_that_of_the_paper() {
        let gold = ["a", "a", "a", "a", "a", "b", "b", "c", "c", "c", "c", "c"];
        let cluster = ["x", "x", "x", "x", "x", "y", "y", "y", "y", "y", "y", "y"];
        let items: Vec<Item<'_>> =
            gold.iter().zip(cluster).map(|(gold, cluster)| Item { cluster, gold, document: "d" }).collect();
        let identity = b_cubed(&items);
        // The paper's response 1: precision 76 %, recall 100 %.
        assert_eq!((identity.precision, identity.recall), (0.7619, 1.0));
        assert_eq!(identity.wrongly_joined.len(), 1);
        assert_eq!(identity.wrongly_joined[0].parts["b"], ["d", "d"]);
        assert!(identity.wrongly_apart.is_empty());
    }
}
