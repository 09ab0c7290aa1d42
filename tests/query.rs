//! Questions to the graph of the gold articles.

mod common;

use std::sync::LazyLock;

use demarche::graph::Graph;
use demarche::query::{OfficeQuery, PositionQuery, offices, positions};
use demarche::schema::Stance;

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
}
