//! Merging is a union.

mod common;
#[path = "common/small.rs"]
mod small;
#[path = "common/any.rs"]
mod any;

use std::sync::LazyLock;

use demarche::export::jsonld;
use demarche::graph::{Graph, check_record};
use demarche::schema::Record;
use proptest::prelude::*;

use any::any_record;

static GOLD: LazyLock<Vec<Record>> = LazyLock::new(common::gold_records);
static WHOLE: LazyLock<String> = LazyLock::new(|| saved(&Graph::from_records(GOLD.iter().cloned())));

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
    ) {
        let whole = saved(&Graph::from_records(records.iter().cloned()));
        prop_assert_eq!(&saved(&jsonld::read(&whole).unwrap()), &whole);
        let part = |n: usize| {
            let records = records.iter().zip(&parts).filter(|(_, part)| **part == n).map(|(record, _)| record.clone());
            jsonld::read(&saved(&Graph::from_records(records))).unwrap()
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
    ) {
        let mut parts: Vec<Vec<Record>> = vec![Vec::new(); 5];
        for &i in &order {
            let (one, other) = hands[i];
            parts[one].push(GOLD[i].clone());
            parts[other].push(GOLD[i].clone());
        }
        let graphs: Vec<Graph> = parts.into_iter().zip(by_file).map(|(records, by_file)| {
            let graph = Graph::from_records(records);
            if by_file { jsonld::read(&saved(&graph)).unwrap() } else { graph }
        }).collect();
        let first = Graph::merge(graphs[..split].iter().rev().cloned());
        let rest = Graph::merge(graphs[split..].iter().cloned());
        prop_assert_eq!(&saved(&Graph::merge([rest.clone(), first.clone(), rest])), &*WHOLE);
    }
}
