//! Who is who across documents.

mod common;
#[path = "common/small.rs"]
mod small;

use std::collections::{BTreeMap, BTreeSet};

use demarche::graph::Graph;
use demarche::schema::{EntityType, OfficeStatus, Quote, Record};

use small::{entity, office};

fn words(i: usize) -> Quote {
    Quote { span: demarche::Span::new(i, i + 1), text: "x".to_owned() }
}

/// A document that names one person, with a post where one is given.
fn person(document: &str, name: &str, post: Option<(&str, &str)>) -> Record {
    let mut record = small::record(document, None);
    let id = name.to_lowercase().replace(' ', "-");
    record.entities = vec![entity(&id, EntityType::Person, name, &[], &[words(0)])];
    if let Some((title, country)) = post {
        record.entities.push(entity(&country.to_lowercase(), EntityType::Country, country, &[], &[words(2)]));
        record.offices = vec![office(&id, title, Some(&country.to_lowercase()), words(0))];
    }
    record
}

/// Names of people, each with the number of documents that name them.
fn people(records: impl IntoIterator<Item = Record>) -> Vec<(String, usize)> {
    let graph = Graph::from_records(records);
    let people = graph.entities().filter(|e| e.node().kind == EntityType::Person);
    people.map(|e| (e.name().to_owned(), e.node().appearances.len())).collect()
}

#[test]
fn spellings_of_a_full_name_are_one_person_under_the_commonest() {
    let names = ["Volodymyr Zelenskyy", "Volodymyr Zelensky", "Volodymyr Zelenskyy", "Volodymyr Zelenskiy"];
    let records = names.iter().enumerate().map(|(i, name)| person(&i.to_string(), name, None));
    assert_eq!(people(records), [("Volodymyr Zelenskyy".to_owned(), 4)]);
}

#[test]
fn a_surname_alone_is_joined_where_the_office_agrees() {
    let full = person("a", "Vladimir Putin", Some(("president", "Russia")));
    let same = person("b", "Putin", Some(("president", "Russia")));
    assert_eq!(people([full.clone(), same]), [("Vladimir Putin".to_owned(), 2)]);
    let elsewhere = person("c", "Putin", Some(("president", "Belarus")));
    assert_eq!(people([full.clone(), elsewhere]).len(), 2);
    let no_office = person("d", "Putin", None);
    assert_eq!(people([full, no_office]).len(), 2);
    let family_name_first = person("e", "Xi Jinping", Some(("president", "China")));
    let bare = person("f", "Xi", Some(("president", "China")));
    assert_eq!(people([family_name_first, bare]), [("Xi Jinping".to_owned(), 2)]);
    let with_particle = person("g", "Ursula von der Leyen", Some(("president", "Commission")));
    let bare = person("h", "von der Leyen", Some(("president", "Commission")));
    assert_eq!(people([with_particle, bare]), [("Ursula von der Leyen".to_owned(), 2)]);
}

#[test]
fn a_surname_that_two_holders_of_the_office_had_is_joined_to_neither() {
    let father = person("a", "Heydar Aliyev", Some(("president", "Azerbaijan")));
    let son = person("b", "Ilham Aliyev", Some(("president", "Azerbaijan")));
    let one = person("c", "Aliyev", Some(("president", "Azerbaijan")));
    let other = person("d", "Aliyev", Some(("president", "Azerbaijan")));
    let found = people([father.clone(), son, one.clone(), other]);
    assert_eq!(found.iter().map(|(_, documents)| *documents).collect::<Vec<_>>(), [1, 1, 1, 1], "{found:?}");
    assert_eq!(people([father, one]).len(), 1);
}

#[test]
fn what_was_joined_comes_apart_when_a_namesake_arrives() {
    let father = person("a", "Heydar Aliyev", Some(("president", "Azerbaijan")));
    let son = person("b", "Ilham Aliyev", Some(("president", "Azerbaijan")));
    let bare = person("c", "Aliyev", Some(("president", "Azerbaijan")));
    let joined = Graph::from_records([father, bare]);
    let count = |graph: &Graph| graph.entities().filter(|e| e.node().kind == EntityType::Person).count();
    assert_eq!(count(&joined), 1);
    assert_eq!(count(&Graph::merge([joined, Graph::from_records([son])])), 3);
}

#[test]
fn a_document_that_tells_two_people_apart_is_believed() {
    let full = person("a", "Bill Clinton", Some(("president", "America")));
    let mut both = person("b", "Clinton", Some(("president", "America")));
    both.entities.push(entity("bill", EntityType::Person, "Bill Clinton", &[], &[words(4)]));
    let found = people([full, both]);
    assert_eq!(found, [("Bill Clinton".to_owned(), 2), ("Clinton".to_owned(), 1)]);
}

#[test]
fn namesakes_with_initials_suffixes_and_other_given_names_stay_apart() {
    let names = [
        "George W. Bush",
        "George H. W. Bush",
        "Ferdinand Marcos",
        "Ferdinand Marcos Jr.",
        "Bill Clinton",
        "Hillary Clinton",
        "Kim Jong Un",
        "Kim Jong Il",
    ];
    let records = names
        .iter()
        .enumerate()
        .map(|(i, name)| person(&i.to_string(), name, Some(("president", "Anywhere"))));
    assert_eq!(people(records).len(), names.len());
}

#[test]
fn places_are_one_by_identifier_and_of_one_name_apart_by_kind() {
    let place = |document: &str, id: &str, kind, name: &str, same_as: &[&str]| {
        let mut record = small::record(document, None);
        record.entities = vec![entity(id, kind, name, same_as, &[words(0)])];
        record
    };
    let graph = Graph::from_records([
        place("a", "kyiv", EntityType::City, "Kyiv", &["geonames:703448"]),
        place("b", "kiev", EntityType::City, "Kiev", &["geonames:703448"]),
        place("c", "georgia", EntityType::Country, "Georgia", &["iso3166:GE"]),
        place("d", "georgia", EntityType::Region, "Georgia", &["iso3166-2:US-GA"]),
    ]);
    let ids: Vec<&str> = graph.entities().map(|e| e.id()).collect();
    assert_eq!(ids, ["entity/georgia-country", "entity/georgia-region", "entity/kiev"]);
}

#[test]
fn what_has_no_identifier_is_joined_by_name_unless_two_have_that_name() {
    let city = |document: &str, same_as: &[&str]| {
        let mut record = small::record(document, None);
        record.entities = vec![entity("tripoli", EntityType::City, "Tripoli", same_as, &[words(0)])];
        record
    };
    let (libya, lebanon, unknown) =
        (city("a", &["geonames:2210247"]), city("b", &["geonames:266826"]), city("c", &[]));
    let count =
        |records: &[&Record]| Graph::from_records(records.iter().map(|r| (*r).clone())).entities().count();
    assert_eq!(count(&[&libya, &unknown]), 1);
    assert_eq!(count(&[&libya, &lebanon, &unknown]), 3);
}

#[test]
fn one_file_name_with_two_texts_is_two_documents_and_one_text_read_twice_is_one() {
    let record = |sha256: &str, status| {
        let mut record = person("a", "Angela Merkel", Some(("chancellor", "Germany")));
        record.document.sha256 = sha256.to_owned();
        record.offices[0].status = status;
        record
    };
    let graph = Graph::from_records([
        record("1", OfficeStatus::Current),
        record("2", OfficeStatus::Former),
        record("1", OfficeStatus::Current),
    ]);
    assert_eq!(graph.documents().count(), 2);
    let offices: Vec<_> = graph.offices().map(|o| (o.node().status, o.node().evidence.len())).collect();
    assert_eq!(offices, [(OfficeStatus::Current, 1), (OfficeStatus::Former, 1)]);
}

/// B-cubed (A. Bagga and B. Baldwin, "Algorithms for scoring coreference chains", 1998) of entities over the gold
/// articles, whose ids are the same in every file for the same thing. The graph sees names, kinds and offices, and
/// for people no id.
#[test]
fn over_the_gold_articles_no_merge_is_wrong_and_few_are_missed() {
    let mut truth: BTreeMap<(String, String), String> = BTreeMap::new();
    let mut records = common::gold_records();
    for record in &mut records {
        for entity in &mut record.entities {
            truth.insert((format!("document/{}", record.document.id), entity.id.clone()), entity.id.clone());
        }
    }
    let graph = Graph::from_records(records);
    let mut precision = 0.0;
    let mut recall = 0.0;
    let mut sizes: BTreeMap<&str, usize> = BTreeMap::new();
    truth.values().for_each(|id| *sizes.entry(id).or_default() += 1);
    for entity in graph.entities() {
        let ids: Vec<&str> = entity
            .node()
            .appearances
            .iter()
            .map(|a| truth[&(a.document.to_string(), a.local.to_string())].as_str())
            .collect();
        for id in &ids {
            let right = ids.iter().filter(|other| *other == id).count() as f64;
            precision += right / ids.len() as f64;
            recall += right / sizes[id] as f64;
        }
    }
    let all = truth.len() as f64;
    let (precision, recall) = (precision / all, recall / all);
    println!("B-cubed precision {precision:.4}, recall {recall:.4}, {} appearances", truth.len());
    assert!(precision >= 0.999 && recall >= 0.99, "precision {precision:.4}, recall {recall:.4}");
    let distinct: BTreeSet<&String> = truth.values().collect();
    assert_eq!(distinct.len(), graph.entities().count());
}
