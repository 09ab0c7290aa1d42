//! Merging is a union.

mod common;
#[path = "common/small.rs"]
mod small;
#[path = "common/any.rs"]
mod any;

use std::fs;
use std::sync::LazyLock;

use demarche::export::jsonld;
use demarche::graph::{Graph, Node, Rulings, check_record};
use demarche::schema::Record;
use demarche::source::{Article, Defaults};
use proptest::prelude::*;

use any::{RULINGS, any_record, rulings};

static GOLD: LazyLock<Vec<Record>> = LazyLock::new(|| {
    let mut records = common::gold_records();
    for record in &mut records {
        let text =
            fs::read_to_string(common::gold_folder().join(format!("{}.txt", record.document.id))).unwrap();
        let read = Article::from_text(&record.document.id, text, &Defaults::default()).unwrap().document;
        (record.document.sha256, record.document.sketch) = (read.sha256, read.sketch);
    }
    records
});
static WHOLE: LazyLock<String> = LazyLock::new(|| saved(&Graph::from_records(GOLD.iter().cloned())));
/// With what a user might rule on them: a chain of reasons is cut, and two that none would join are one.
static RULED: LazyLock<String> =
    LazyLock::new(|| saved(&Graph::from_records(GOLD.iter().cloned()).with_rulings(on_gold())));

fn on_gold() -> Rulings {
    let text = "keep-apart = [[\"Kim Jong Un @ dev-03\", \"Kim Jong Un @ dev-05\"], [\"Europe\", \"European Union\"]]\n\
                same-as = [[\"Hamas\", \"Jewish Power\"], [\"Kim Jong Un @ dev-04\", \"Moon Jae-in\"]]";
    Rulings::from_toml(text).unwrap()
}

fn saved(graph: &Graph) -> String {
    let mut out = Vec::new();
    jsonld::write(graph, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn gold_records_hold_all_ends_of_their_facts() {
    GOLD.iter().for_each(|record| check_record(record).unwrap());
}

#[test]
fn what_is_saved_and_read_is_saved_as_the_same_bytes() {
    for record in GOLD.iter() {
        let one = saved(&Graph::from_records([record.clone()]));
        assert_eq!(saved(&jsonld::read(&one).unwrap()), one);
    }
    assert_eq!(saved(&jsonld::read(&WHOLE).unwrap()), *WHOLE);
    let nothing = saved(&Graph::new());
    assert_eq!(saved(&jsonld::read(&nothing).unwrap()), nothing);
}

/// What the evidence of a graph says: kind of fact, document, place and words, each as often as it stands there.
fn evidence(graph: &Graph) -> Vec<String> {
    let nodes = graph.petgraph().node_weights();
    let mut all: Vec<String> = nodes
        .flat_map(|node| {
            let fact = match node {
                Node::Office(office) => format!("{} {}", office.title, office.status),
                Node::Act(act) => format!("{} {} {:?}", act.relation, act.status, act.date),
                Node::Position(position) => position.stance.to_string(),
                Node::Document(_) | Node::Entity(_) | Node::Topic(_) => String::new(),
            };
            let document = |id: &str| graph.document(id).unwrap().entry.id.clone();
            node.evidence()
                .iter()
                .map(move |e| {
                    format!(
                        "{fact} {} {:?} {:?} {} {:?}",
                        document(&e.document),
                        e.quote,
                        e.phrase,
                        e.confidence,
                        e.plover
                    )
                })
                .collect::<Vec<_>>()
        })
        .collect();
    all.sort();
    all
}

#[test]
fn no_fact_is_lost_or_changed_by_merging() {
    let mut apart: Vec<String> =
        GOLD.iter().flat_map(|record| evidence(&Graph::from_records([record.clone()]))).collect();
    apart.sort();
    let whole = Graph::from_records(GOLD.iter().cloned());
    assert!(apart.len() > 1_000, "{}", apart.len());
    assert_eq!(evidence(&whole), apart);
    let appearances = |graph: &Graph| graph.entities().map(|e| e.node().appearances.len()).sum::<usize>();
    assert_eq!(appearances(&whole), GOLD.iter().map(|record| record.entities.len()).sum::<usize>());
    let ruled = whole.with_rulings(rulings(&[0, 1, 2, 3, 4, 5]));
    assert_eq!(evidence(&ruled), apart);
}

#[test]
fn merging_nothing_or_itself_changes_nothing() {
    let graph = Graph::from_records(GOLD.iter().cloned());
    assert_eq!(saved(&Graph::merge([graph.clone(), Graph::new(), graph])), *WHOLE);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn namesakes_surnames_and_documents_read_twice_merge_alike_in_any_grouping(
        records in prop::collection::vec(any_record(), 1..9),
        parts in prop::collection::vec(0..3usize, 9),
        ruled in prop::collection::vec((0..3usize, 0..RULINGS.len()), 0..5),
    ) {
        let all: Vec<usize> = ruled.iter().map(|(_, ruling)| *ruling).collect();
        let whole = saved(&Graph::from_records(records.iter().cloned()).with_rulings(rulings(&all)));
        prop_assert_eq!(&saved(&jsonld::read(&whole).unwrap()), &whole);
        let part = |n: usize| {
            let records = records.iter().zip(&parts).filter(|(_, part)| **part == n).map(|(record, _)| record.clone());
            let own: Vec<usize> = ruled.iter().filter(|(part, _)| *part == n).map(|(_, ruling)| *ruling).collect();
            jsonld::read(&saved(&Graph::from_records(records).with_rulings(rulings(&own)))).unwrap()
        };
        let left = Graph::merge([Graph::merge([part(0), part(1)]), part(2)]);
        let right = Graph::merge([part(2), Graph::merge([part(1), part(0), part(1)])]);
        prop_assert_eq!(&saved(&left), &whole);
        prop_assert_eq!(&saved(&right), &whole);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    /// Records are dealt to parts, some twice; parts are merged into greater parts, some by way of a file; in any order.
    #[test]
    fn any_order_grouping_and_repetition_of_the_parts_gives_the_same_bytes(
        hands in prop::collection::vec((0..5usize, 0..5usize), 22),
        order in Just((0..22usize).collect::<Vec<_>>()).prop_shuffle(),
        by_file in any::<[bool; 5]>(),
        split in 1..5usize,
        ruled in any::<bool>(),
    ) {
        let mut parts: Vec<Vec<Record>> = vec![Vec::new(); 5];
        for &i in &order {
            let (one, other) = hands[i];
            parts[one].push(GOLD[i].clone());
            parts[other].push(GOLD[i].clone());
        }
        let graphs: Vec<Graph> = parts.into_iter().zip(by_file).map(|(records, by_file)| {
            let graph = Graph::from_records(records);
            let graph = if ruled { graph.with_rulings(on_gold()) } else { graph };
            if by_file { jsonld::read(&saved(&graph)).unwrap() } else { graph }
        }).collect();
        let first = Graph::merge(graphs[..split].iter().rev().cloned());
        let rest = Graph::merge(graphs[split..].iter().cloned());
        let whole = if ruled { &*RULED } else { &*WHOLE };
        prop_assert_eq!(&saved(&Graph::merge([rest.clone(), first.clone(), rest])), whole);
    }
}
