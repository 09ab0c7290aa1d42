//! The whole way of a text, from reading to verified evidence, on texts that nobody wrote: news-like sentences, junk, and
//! both in each other. What must hold is in `properties`.

mod properties;

use proptest::prelude::*;
use proptest::test_runner::{RngAlgorithm, TestRng, TestRunner};

use demarche::graph::Graph;
use properties::{pieces, save, whole_pipeline};

/// Runs a property on texts that are the same each time.
fn hold<S: Strategy>(cases: u32, texts: S, property: impl Fn(S::Value)) {
    let config = ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let result = runner.run(&texts, |text| {
        property(text);
        Ok(())
    });
    result.unwrap_or_else(|error| panic!("{error}"));
}

fn one_of(words: &'static [&'static str]) -> impl Strategy<Value = String> {
    prop::sample::select(words).prop_map(str::to_owned)
}

fn actor() -> impl Strategy<Value = String> {
    let person =
        one_of(&["Ana Berg", "Tom Hale", "Berg", "Vladimir Putin", "Putin", "Zelensky", "von der Leyen"]);
    let title = one_of(&["", "President ", "Foreign Minister ", "former ", "French President ", "Mr. "]);
    prop_oneof![
        4 => (title, person).prop_map(|(title, person)| title + &person),
        2 => one_of(&["Russia", "Ukraine", "Kyiv", "the Kremlin", "NATO", "the United Nations", "Congo"]),
        2 => one_of(&["he", "she", "they", "it", "the president", "the two leaders", "his Russian counterpart", "who"]),
        1 => "\\PC{1,12}",
    ]
}

fn topic() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => one_of(&["the plan", "a ceasefire", "security guarantees", "talks on a deal", "sanctions", "no deal"]),
        1 => actor().prop_map(|actor| format!("to meet {actor}")),
        1 => actor().prop_map(|actor| format!("{actor}'s offer")),
        1 => "\\PC{1,12}",
    ]
}

fn clause() -> impl Strategy<Value = String> {
    let verb = one_of(&[
        "met",
        "rejected",
        "will visit",
        "did not attack",
        "agreed on",
        "was criticized by",
        "may threaten",
        "proposed",
        "called for",
        "held talks with",
        "is",
    ]);
    let time =
        one_of(&["", " on Monday", " in 2014", " last week", " on 17 August 2025", " in Geneva", " — "]);
    let end = prop_oneof![actor(), topic()];
    (actor(), verb, end, time).prop_map(|(actor, verb, end, time)| format!("{actor} {verb} {end}{time}"))
}

/// A sentence that may report, quote and nest others.
fn sentence() -> impl Strategy<Value = String> {
    clause().prop_recursive(3, 12, 2, |inner| {
        prop_oneof![
            (actor(), inner.clone()).prop_map(|(actor, said)| format!("{actor} said that {said}")),
            (actor(), inner.clone()).prop_map(|(actor, said)| format!("“{said},” {actor} told reporters")),
            (actor(), inner.clone()).prop_map(|(actor, said)| format!("According to {actor}, \"{said}")),
            (inner.clone(), inner).prop_map(|(one, other)| format!("{one}, while {other}")),
        ]
    })
}

fn article() -> impl Strategy<Value = String> {
    let end = one_of(&[". ", ".\n\n", "\n", "!” ", "?\r\n", " ", "…\u{a0}"]);
    let dateline = one_of(&["", "KYIV, 17 August 2025 — ", "GENEVA (AP) – ", "\u{feff}", "\t"]);
    (dateline, prop::collection::vec((sentence(), end), 1..12)).prop_map(|(dateline, sentences)| {
        sentences.into_iter().fold(dateline, |text, (sentence, end)| text + &sentence + &end)
    })
}

#[test]
fn news_like_texts_give_verified_evidence() {
    let told = std::cell::Cell::new(0);
    hold(200, article(), |text| {
        let facts = whole_pipeline(&text).map_or(0, |record| record.relations.len() + record.positions.len());
        told.set(told.get() + facts);
    });
    assert!(told.get() > 200, "the texts are too odd to say anything: {} facts", told.get());
}

#[test]
fn junk_is_read_without_harm() {
    hold(150, "\\PC{0,300}", |text| drop(whole_pipeline(&text)));
    let unicode = prop::collection::vec(any::<char>(), 0..200).prop_map(String::from_iter);
    hold(150, unicode, |text| drop(whole_pipeline(&text)));
}

#[test]
fn pieces_of_news_and_junk_are_read_without_harm() {
    let bytes = prop::collection::vec(any::<u8>(), 0..200);
    hold(150, bytes, |bytes| drop(whole_pipeline(&pieces::text(&bytes))));
}

#[test]
fn graphs_of_arbitrary_texts_merge_to_one_in_any_grouping() {
    hold(25, prop::collection::vec(article(), 3), |texts| {
        let records = texts.iter().enumerate().filter_map(|(number, text)| {
            let mut record = whole_pipeline(text)?;
            record.document.id = format!("article-{number}");
            Some(record)
        });
        let graphs: Vec<Graph> = records.map(|record| Graph::from_records([record])).collect();
        let whole = save(&Graph::merge(graphs.iter().cloned()));
        let backwards = save(&Graph::merge(graphs.iter().rev().cloned()));
        assert_eq!(whole, backwards);
        let paired = Graph::merge(graphs.iter().take(2).cloned());
        let grouped = Graph::merge(graphs.iter().skip(1).cloned().chain([paired]));
        assert_eq!(save(&grouped), whole);
    });
}

/// Shapes that are hard on a reader, at a length at which whatever grows faster than the text would be felt.
#[test]
fn hard_shapes_are_read_to_their_end() {
    let names = (0..400).map(|n| format!("Aa{n} Bb{n} met Cc{n} Dd{n}. ")).collect::<String>();
    for text in [
        "word ".repeat(5000),
        "“He said: ".repeat(400),
        "\"".repeat(3000),
        "the minister who met ".repeat(400),
        "Berg said that ".repeat(400),
        "a".repeat(100_000),
        "a".repeat(10_000) + &")".repeat(3000),
        "a\n".repeat(2000),
        "Ana, ".repeat(2000),
        "e\u{301}\u{301}".repeat(2000),
        names,
    ] {
        assert!(whole_pipeline(&text).is_some());
    }
}
