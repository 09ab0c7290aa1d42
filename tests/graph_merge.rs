//! Merging is a union.

mod common;
#[path = "common/small.rs"]
mod small;

use std::fs;
use std::sync::LazyLock;

use demarche::export::jsonld;
use demarche::graph::{Graph, Node, RulingKind, Rulings, check_record};
use demarche::schema::{
    Attribution, EntityType, LEAD_VALUES, Quote, Record, RelationKind, Sketch, Speaker, Stance, WHOLE_VALUES,
};
use demarche::source::{Article, Defaults};
use proptest::prelude::*;

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

/// Who may be whom: namesakes, surnames, one thing under two ids, places with and without identifiers.
const POOL: [(&str, EntityType, &str, &[&str]); 18] = [
    ("heydar-aliyev", EntityType::Person, "Heydar Aliyev", &[]),
    ("ilham-aliyev", EntityType::Person, "Ilham Aliyev", &[]),
    ("aliyev", EntityType::Person, "Aliyev", &[]),
    ("the-aliyev", EntityType::Person, "Aliyev", &[]),
    ("ilham-aliev", EntityType::Person, "Ilham Aliyev", &["wikidata:Q57291"]),
    ("azerbaijan", EntityType::Country, "Azerbaijan", &["iso3166:AZ"]),
    ("azerbaijan", EntityType::Country, "Azerbaijan", &[]),
    ("baku", EntityType::City, "Baku", &["geonames:587084"]),
    ("baku", EntityType::City, "Baku", &["geonames:1"]),
    ("baku", EntityType::City, "Baku", &[]),
    ("bakou", EntityType::City, "Bakou", &["geonames:587084"]),
    ("baku", EntityType::Organization, "Baku", &[]),
    ("ilham-h-aliyev", EntityType::Person, "Ilham H. Aliyev", &[]),
    ("supreme-court", EntityType::Organization, "Supreme Court", &[]),
    ("socar", EntityType::Organization, "SOCAR", &[]),
    ("state-oil-company-of-azerbaijan", EntityType::Organization, "State Oil Company of Azerbaijan", &[]),
    (
        "state-oil-company-of-azerbaijan-republic",
        EntityType::Organization,
        "State Oil Company of Azerbaijan Republic",
        &[],
    ),
    ("kim", EntityType::Person, "Kim", &[]),
];

/// What may be ruled on them; some contradict each other.
const RULINGS: [(RulingKind, &str, &str); 6] = [
    (RulingKind::SameAs, "Aliyev", "Ilham Aliyev"),
    (RulingKind::KeepApart, "Ilham Aliyev @ a", "Ilham Aliyev @ b"),
    (RulingKind::KeepApart, "Aliyev", "Heydar Aliyev"),
    (RulingKind::SameAs, "Kim", "Heydar Aliyev @ b"),
    (RulingKind::KeepApart, "Baku", "geonames:1"),
    (RulingKind::SameAs, "Supreme Court @ a", "Supreme Court @ b"),
];

fn rulings(numbers: &[usize]) -> Rulings {
    let mut rulings = Rulings::default();
    for &(kind, one, other) in numbers.iter().map(|&n| &RULINGS[n]) {
        rulings.add(kind, &[one, other]).unwrap();
    }
    rulings
}

/// Sketches of three texts, the first two alike.
fn sketch(number: usize) -> Option<Box<Sketch>> {
    let mut sketch = Sketch { shingles: 300, lead: [1; LEAD_VALUES], whole: [1; WHOLE_VALUES] };
    match number {
        0 => {}
        1 => sketch.lead[0] = 2,
        2 => sketch.whole = [3; WHOLE_VALUES],
        _ => return None,
    }
    Some(Box::new(sketch))
}

/// A record of any of these, whose facts name any of its entities. Few documents, so that many are read twice.
fn any_record() -> impl Strategy<Value = Record> {
    let fact = (0..8usize, 0..8usize, 0..8usize, 0..12usize, 0..4usize);
    let people = prop::collection::vec(0..POOL.len(), 1..6);
    (0..3usize, 0..2usize, people, prop::collection::vec(fact, 0..6)).prop_map(
        |(document, text, people, facts)| {
            let mut record = small::record(["a", "b", "A?"][document], Some(["2025-01-01", "2025-02"][text]));
            record.document.sha256 = ["", "0"][text].to_owned();
            record.document.sketch = sketch((document + people.len()) % 4);
            record.document.title = (document == text).then(|| format!("{people:?}"));
            let quote = |i: usize| Quote { span: demarche::Span::new(i, i + 2), text: "xy".to_owned() };
            let mut ids: Vec<String> = Vec::new();
            for &i in &people {
                let (id, kind, name, same_as) = POOL[i];
                if !ids.iter().any(|known| known == id) {
                    ids.push(id.to_owned());
                    let mut mentions = vec![quote(i)];
                    if name.starts_with("State Oil") {
                        mentions.push(Quote { text: "SOCAR".to_owned(), ..quote(i + 1) });
                    }
                    record.entities.push(small::entity(id, kind, name, same_as, &mentions));
                }
            }
            let pick = |i: usize| ids[i % ids.len()].clone();
            for (a, b, c, relation, shape) in facts {
                let (source, target, other) = (pick(a), pick(b), pick(c));
                let topic =
                    ["the Plan", "ceding Donbas", "a “plan” for the cession of Donbas", "peace plan"][shape];
                record.offices.push(small::office(
                    &source,
                    ["president", "leader"][shape % 2],
                    Some(&target),
                    quote(c),
                ));
                let relation = RelationKind::ALL[relation];
                let mut act =
                    small::act(&source, relation, Some(&target), (shape > 1).then_some(topic), quote(b));
                act.reported_by = (shape % 2 == 0).then(|| other.clone());
                act.place = (shape == 1).then(|| other.clone());
                act.confidence = a as f64 / 8.0;
                record.relations.push(act);
                record.positions.push(small::position(&source, Stance::ALL[c % 3], topic, quote(c)));
                record.attributions.push(Attribution {
                    source: Some(Speaker { entity: Some(other), quote: quote(a) }),
                    cue: quote(b),
                    content: vec![quote(c)],
                    stance: None,
                });
            }
            record
        },
    )
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
