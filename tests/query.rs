//! Questions to the graph of the gold articles.

mod common;
#[path = "common/small.rs"]
mod small;

use std::sync::LazyLock;

use demarche::Span;
use demarche::graph::Graph;
use demarche::query::{OfficeQuery, PositionQuery, explain, offices, positions};
use demarche::schema::{EntityType, Quote, Stance};

static TWO: LazyLock<Graph> =
    LazyLock::new(|| Graph::from_records(["seed-000", "seed-004"].map(common::gold_record)));
static ALL: LazyLock<Graph> = LazyLock::new(|| Graph::from_records(common::gold_records()));

fn holders(graph: &Graph, actor: Option<&str>, topic: Option<&str>, stance: Option<Stance>) -> Vec<String> {
    let query = PositionQuery {
        actor: actor.map(Into::into),
        topic: topic.map(Into::into),
        stance,
        ..PositionQuery::default()
    };
    let mut found: Vec<String> = positions(graph, &query).unwrap().into_iter().map(|p| p.holder).collect();
    found.dedup();
    found
}

#[test]
fn a_topic_is_found_by_its_words_singular_or_plural() {
    for topic in ["security guarantees", "guarantees, security", "Security Guarantee"] {
        assert!(
            holders(&TWO, None, Some(topic), None).contains(&"Volodymyr Zelenskyy".to_owned()),
            "{topic}"
        );
    }
    let against = holders(&TWO, None, Some("Russian security guarantees"), Some(Stance::Against));
    assert_eq!(against, ["Volodymyr Zelenskyy"]);
}

#[test]
fn an_actor_is_found_by_any_name_in_any_spelling() {
    for name in [
        "Volodymyr Zelenskyy",
        "zelensky",
        "ZELENSKIY",
        "Zelens'kyi",
        "volodymyr-zelenskyy",
        "the Ukrainian leader",
    ] {
        assert_eq!(
            holders(&TWO, Some(name), Some("Russian security guarantees"), None),
            ["Volodymyr Zelenskyy"],
            "{name}"
        );
    }
}

#[test]
fn a_description_does_not_make_its_holder_the_body_it_mentions() {
    let query = OfficeQuery { holder: Some("Zelensky".into()), ..OfficeQuery::default() };
    assert!(offices(&ALL, &query).unwrap().iter().all(|office| office.holder == "Volodymyr Zelenskyy"));
    let query = OfficeQuery { of: Some("EU".into()), ..OfficeQuery::default() };
    let of: Vec<_> = offices(&ALL, &query).unwrap().into_iter().filter_map(|office| office.of).collect();
    assert!(!of.is_empty() && of.iter().all(|of| of == "European Union"), "{of:?}");
}

#[test]
fn every_answer_quotes_its_article() {
    let articles =
        |id: &str| std::fs::read_to_string(common::gold_folder().join(format!("{id}.txt"))).unwrap();
    let all = positions(&ALL, &PositionQuery::default()).unwrap();
    assert!(all.len() > 300, "{}", all.len());
    for answer in all {
        assert!(!answer.sources.is_empty());
        for source in answer.sources {
            let text = articles(&source.document);
            let span = demarche::Span::new(source.start, source.end);
            assert_eq!(span.slice(&text), Some(source.quote.as_str()));
        }
    }
}

#[test]
fn a_name_that_nobody_has_gives_the_nearest_names() {
    let ask = |actor: &str| {
        let query = PositionQuery { actor: Some(actor.into()), ..PositionQuery::default() };
        positions(&TWO, &query).unwrap_err().to_string()
    };
    assert_eq!(
        ask("Zelenski Wolodymir"),
        "the graph has no actor 'Zelenski Wolodymir'; did you mean 'Volodymyr Zelenskyy'?"
    );
    assert_eq!(ask("Stamer"), "the graph has no actor 'Stamer'; did you mean 'Keir Starmer'?");
    assert_eq!(ask("Qwxzj"), "the graph has no actor 'Qwxzj'");
    let query = PositionQuery { topic: Some("securty guarantee".into()), ..PositionQuery::default() };
    let error = positions(&TWO, &query).unwrap_err().to_string();
    assert!(error.starts_with("the graph has no topic 'securty guarantee'; did you mean '"), "{error}");
    assert!(error.contains("security guarantees"), "{error}");
}

#[test]
fn offices_are_found_by_title_body_and_date() {
    let ask = |title: Option<&str>, of: Option<&str>, on: Option<&str>| {
        let query = OfficeQuery {
            holder: None,
            title: title.map(Into::into),
            of: of.map(Into::into),
            on: on.map(Into::into),
        };
        offices(&TWO, &query).unwrap().into_iter().map(|office| office.holder).collect::<Vec<_>>()
    };
    assert_eq!(ask(Some("Prime Minister"), Some("United Kingdom"), None), ["Keir Starmer"]);
    assert_eq!(ask(Some("secretary"), Some("U.S."), Some("2025-08")), ["Marco Rubio"]);
    assert!(ask(Some("secretary"), Some("U.S."), Some("1999")).is_empty());
    let query = OfficeQuery { title: Some("prime ministre".into()), ..OfficeQuery::default() };
    let error = offices(&TWO, &query).unwrap_err().to_string();
    assert_eq!(error, "the graph has no office 'prime ministre'; did you mean 'prime minister'?");
}

#[test]
fn a_topic_is_answered_with_narrower_ones_and_the_answer_says_so() {
    let mut record = small::record("a", Some("2025-08-17"));
    record.entities =
        vec![small::entity("volodymyr-zelenskyy", EntityType::Person, "Volodymyr Zelenskyy", &[], &[])];
    let words = |i: usize| Quote { span: Span::new(i, i + 1), text: "x".to_owned() };
    let topics = [
        "territorial concessions",
        "ceding Donbas",
        "security guarantees",
        "US offer of security guarantees",
    ];
    record.positions = topics
        .iter()
        .enumerate()
        .map(|(i, topic)| small::position("volodymyr-zelenskyy", Stance::Against, topic, words(i)))
        .collect();
    let graph = Graph::from_records([record]);
    let ask = |topic: &str| -> Vec<(String, Option<String>)> {
        let query = PositionQuery { topic: Some(topic.to_owned()), ..PositionQuery::default() };
        positions(&graph, &query).unwrap().into_iter().map(|p| (p.topic, p.narrower_than)).collect()
    };
    let (ceding, concessions) = ("ceding Donbas".to_owned(), "territorial concessions".to_owned());
    assert_eq!(
        ask("territorial concession"),
        [(ceding.clone(), Some(concessions.clone())), (concessions, None)]
    );
    assert_eq!(ask("Donbas"), [(ceding.clone(), None)]);
    assert_eq!(ask("the cession of Donbas"), [(ceding, None)]);
    assert_eq!(ask("security guarantees").len(), 2);
}

#[test]
fn copies_of_one_text_are_one_source_of_an_answer() {
    let words = Quote { span: Span::new(0, 1), text: "x".to_owned() };
    let record = |document: &str, sha256: &str| {
        let mut record = small::record(document, Some("2025-08-17"));
        record.document.sha256 = sha256.to_owned();
        record.entities = vec![
            small::entity("friedrich-merz", EntityType::Person, "Friedrich Merz", &[], &[]),
            small::entity("germany", EntityType::Country, "Germany", &[], &[]),
        ];
        record.offices = vec![small::office("friedrich-merz", "chancellor", Some("germany"), words.clone())];
        record.positions = vec![small::position("friedrich-merz", Stance::For, "ceasefire", words.clone())];
        record
    };
    let graph = Graph::from_records([record("a", "1"), record("b", "1"), record("c", "2")]);
    let position = &positions(&graph, &PositionQuery::default()).unwrap()[0];
    assert_eq!((position.independent_documents, position.sources.len()), (2, 3));
    assert_eq!(offices(&graph, &OfficeQuery::default()).unwrap()[0].independent_documents, 2);
}

#[test]
fn an_explanation_names_every_document_with_its_words_and_why_they_are_one() {
    let found = explain(&ALL, "putin").unwrap();
    assert_eq!(found.len(), 1);
    let putin = &found[0];
    assert_eq!((putin.id.as_str(), putin.name.as_str()), ("entity/vladimir-putin", "Vladimir Putin"));
    assert!(putin.documents.len() > 3 && putin.documents.iter().all(|d| !d.document.is_empty()));
    assert!(putin.documents.iter().any(|d| d.mentions.contains_key("Putin")), "{:?}", putin.documents);
    assert_eq!(putin.why.len(), 1);
    assert_eq!(putin.why[0].text, "same full name: Vladimir Putin");
    assert_eq!(putin.why[0].documents.len(), putin.documents.len());
    let several = explain(&ALL, "ministry").unwrap();
    assert!(several.len() > 1, "{several:?}");
    let error = explain(&ALL, "Vladimir Putn").unwrap_err().to_string();
    assert!(error.contains("did you mean 'Vladimir Putin'?"), "{error}");
}
