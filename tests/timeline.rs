//! Time in the graph: what is said later stands beside what was said before, and takes nothing back.

mod common;
#[path = "common/small.rs"]
mod small;

use std::collections::BTreeSet;
use std::sync::LazyLock;

use demarche::export::jsonld;
use demarche::graph::{Evidence, Graph};
use demarche::query::{OfficeQuery, PositionQuery, offices, positions};
use demarche::schema::{EntityType, OfficeStatus, Record, RelationKind, Stance};
use proptest::prelude::*;

use small::{act, entity, office, position, quote, record};

const TEXT: &str = "Ruto backed the treaty. President Ruto rejected the treaty, Kagame said.";

/// An article in which Ruto backs or rejects the treaty.
fn article(id: &str, date: Option<&str>, stance: Stance) -> Record {
    let mut record = record(id, date);
    record.entities = vec![
        entity("kenya", EntityType::Country, "Kenya", &["iso3166:KE"], &[quote(TEXT, "President")]),
        entity("paul-kagame", EntityType::Person, "Paul Kagame", &[], &[quote(TEXT, "Kagame")]),
        entity("william-ruto", EntityType::Person, "William Ruto", &[], &[quote(TEXT, "Ruto")]),
    ];
    let (relation, words) = match stance {
        Stance::For => (RelationKind::Supported, "Ruto backed the treaty"),
        _ => (RelationKind::Rejected, "Ruto rejected the treaty"),
    };
    record.relations = vec![act("william-ruto", relation, None, Some("treaty"), quote(TEXT, words))];
    record.positions = vec![position("william-ruto", stance, "treaty", quote(TEXT, words))];
    record.offices = vec![office("william-ruto", "president", Some("kenya"), quote(TEXT, "President Ruto"))];
    record
}

fn ask(graph: &Graph) -> Vec<demarche::query::PositionAnswer> {
    positions(graph, &PositionQuery::default()).unwrap()
}

#[test]
fn a_change_of_stance_is_shown_beside_what_came_before_and_deletes_nothing() {
    let graph = Graph::from_records([
        article("c", Some("2025-03-01"), Stance::Against),
        article("a", Some("2025-01-01"), Stance::For),
        article("b", Some("2025-02-01"), Stance::For),
    ]);
    let answers = ask(&graph);
    let told: Vec<_> =
        answers.iter().map(|a| (a.stance, a.since.as_deref().unwrap(), a.last.as_deref().unwrap())).collect();
    assert_eq!(
        told,
        [(Stance::For, "2025-01-01", "2025-02-01"), (Stance::Against, "2025-03-01", "2025-03-01")]
    );
    let before = &answers[1].others;
    assert_eq!((before.len(), before[0].stance), (1, Stance::For));
    assert_eq!(before[0].last.as_deref(), Some("2025-02-01"));
    assert_eq!(answers[0].others[0].since.as_deref(), Some("2025-03-01"));
    // Asked for one stance alone, the other is still told.
    let query = PositionQuery { stance: Some(Stance::Against), ..PositionQuery::default() };
    assert_eq!(positions(&graph, &query).unwrap()[0].others, *before);
}

#[test]
fn reports_that_contradict_each_other_stand_side_by_side_with_who_says_so() {
    let mut mine = article("a", Some("2025-01-01"), Stance::For);
    mine.positions[0].reported_by = Some("paul-kagame".to_owned());
    let graph = Graph::from_records([mine, article("b", Some("2025-01-01"), Stance::Against)]);
    let mut told: Vec<_> = ask(&graph).into_iter().map(|a| (a.stance, a.reporter, a.others)).collect();
    told.sort();
    assert_eq!((told[0].0, told[0].1.as_deref()), (Stance::For, Some("Paul Kagame")));
    assert_eq!((told[1].0, told[1].1.as_deref()), (Stance::Against, None));
    assert_eq!(told[1].2[0].reporter.as_deref(), Some("Paul Kagame"));
}

#[test]
fn a_position_is_held_since_the_act_that_shows_it_where_the_words_give_its_date() {
    let mut past = article("a", Some("2025-01-05"), Stance::Against);
    past.relations[0].date = Some("2014".to_owned());
    let graph = Graph::from_records([past, article("b", Some("2025-02-01"), Stance::Against)]);
    let answer = &ask(&graph)[0];
    assert_eq!((answer.since.as_deref(), answer.last.as_deref()), (Some("2014"), Some("2025-02-01")));
    assert_eq!(answer.sources[0].act_date.as_deref(), Some("2014"));

    let mut ahead = article("a", Some("2025-01-05"), Stance::Against);
    ahead.relations[0].date = Some("2025-01-09".to_owned());
    let answer = ask(&Graph::from_records([ahead])).remove(0);
    assert_eq!(answer.since.as_deref(), Some("2025-01-05"), "what is planned is held when it is told");
}

#[test]
fn an_office_has_the_first_and_last_day_on_which_a_text_says_so_and_its_status_then() {
    let mut former = article("c", Some("2027-10-01"), Stance::For);
    former.offices[0].status = OfficeStatus::Former;
    let graph = Graph::from_records([
        article("b", Some("2025-06-01"), Stance::For),
        former,
        article("a", Some("2022-09-13"), Stance::For),
        article("d", None, Stance::For),
    ]);
    let all = |on: Option<&str>| {
        let query = OfficeQuery { on: on.map(Into::into), ..OfficeQuery::default() };
        let found = offices(&graph, &query).unwrap().into_iter();
        found.map(|o| (o.status, o.first.unwrap(), o.last.unwrap())).collect::<Vec<_>>()
    };
    let current = (OfficeStatus::Current, "2022-09-13".to_owned(), "2025-06-01".to_owned());
    let former = (OfficeStatus::Former, "2027-10-01".to_owned(), "2027-10-01".to_owned());
    assert_eq!(all(None), [current.clone(), former]);
    assert_eq!(all(Some("2024")), std::slice::from_ref(&current));
    assert_eq!(all(Some("2022-09-13")), [current]);
    assert_eq!(all(Some("2026-01-01")), [], "nobody says so for that day");
}

#[test]
fn the_saved_form_tells_the_dates_and_reads_back_as_the_same_bytes() {
    let mut dated = article("a", Some("2025-01-05"), Stance::Against);
    dated.relations[0].date = Some("2025-01".to_owned());
    let graph = Graph::from_records([dated, article("b", Some("2025-02-01"), Stance::Against)]);
    let saved = |graph: &Graph| {
        let mut out = Vec::new();
        jsonld::write(graph, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    };
    let text = saved(&graph);
    assert!(text.contains("\"lastDate\": \"2025-02-01\""), "{text}");
    assert!(text.contains(
        "\"firstDate\": {\n        \"@value\": \"2025-01\",\n        \"@type\": \"xsd:gYearMonth\""
    ));
    assert!(text.contains("\"date\": {\"@value\": \"2025-01\", \"@type\": \"xsd:gYearMonth\"}"), "{text}");
    assert_eq!(saved(&jsonld::read(&text).unwrap()), text);
}

static GOLD: LazyLock<Vec<Record>> = LazyLock::new(common::gold_records);

/// Every piece of evidence with what it shows, told without ids, which may change as namesakes come in.
fn facts(graph: &Graph) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    let mut add = |what: String, evidence: &[Evidence]| {
        for e in evidence {
            let document = &graph.document(&e.document).unwrap().entry;
            all.insert(format!(
                "{what} {} {:?} {:?} {:?} {:?}",
                document.id, document.date, e.quote, e.phrase, e.date
            ));
        }
    };
    for office in graph.offices() {
        let (node, of) = (office.node(), office.of().is_some());
        add(format!("office {} {} {of}", node.title, node.status), &node.evidence);
    }
    for act in graph.acts() {
        let (node, target) = (act.node(), act.target().is_some());
        let told = (act.reporter().is_some(), act.topic().is_some());
        add(
            format!("act {} {} {:?} {target} {told:?}", node.relation, node.status, node.date),
            &node.evidence,
        );
    }
    for position in graph.positions() {
        let told = position.reporter().is_some();
        add(format!("position {} {told}", position.node().stance), &position.node().evidence);
    }
    all
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    /// Articles come one after another, in any order, some with dates of their acts; after each, every fact of the
    /// articles before still stands, with its dates and its words.
    #[test]
    fn a_later_article_never_takes_back_a_fact_of_an_earlier_one(
        order in Just((0..22usize).collect::<Vec<_>>()).prop_shuffle(),
        dates in prop::collection::vec(0..4usize, 22),
        cuts in prop::collection::btree_set(1..22usize, 1..4),
    ) {
        let records: Vec<Record> = order.iter().map(|&i| {
            let mut record = GOLD[i].clone();
            for (n, act) in record.relations.iter_mut().enumerate() {
                act.date = [None, Some("2014"), Some("2025-08"), Some("2025-08-15")][(dates[i] + n) % 4].map(Into::into);
            }
            record
        }).collect();
        let whole = facts(&Graph::from_records(records.iter().cloned()));
        let mut graph = Graph::new();
        let mut before = BTreeSet::new();
        let mut from = 0;
        for cut in cuts.into_iter().chain([22]) {
            let later = Graph::from_records(records[from..cut].iter().cloned());
            graph = Graph::merge([graph, later]);
            from = cut;
            let now = facts(&graph);
            prop_assert!(before.is_subset(&now), "{:?}", before.difference(&now).next());
            before = now;
        }
        prop_assert_eq!(before, whole);
    }
}
