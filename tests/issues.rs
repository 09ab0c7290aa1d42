//! Which topics are one issue.

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use demarche::export::jsonld;
use demarche::graph::{Graph, Rulings};
use demarche::issues::{self, Issues};
use demarche::query::{self, PositionQuery};
use demarche::schema::{About, Asks, Question, Record, Stance};
use serde_json::{Value, json};

/// A record of positions, each of a holder on a topic, with the words that show it.
fn record(id: &str, date: &str, names: &[(&str, &str)], positions: &[(&str, &str, &str)]) -> Record {
    let entities: Vec<Value> = names
        .iter()
        .map(|(id, kind)| {
            json!({"id": id, "type": kind, "name": id, "mentions": [{"start": 0, "end": 1, "text": "x"}]})
        })
        .collect();
    let positions: Vec<Value> = positions
        .iter()
        .enumerate()
        .map(|(i, (holder, topic, quote))| {
            let evidence = json!({"start": i * 200, "end": i * 200 + quote.chars().count(), "text": quote});
            json!({"holder": holder, "topic": topic, "stance": "for", "evidence": evidence})
        })
        .collect();
    let record = json!({"id": id, "date": date, "entities": entities, "offices": [], "relations": [],
        "positions": positions});
    serde_json::from_value(record).unwrap()
}

fn gas_and_peace() -> Vec<Record> {
    let europe = [("European Commission", "organization"), ("Azerbaijan", "country")];
    let levant = [("Syria", "country"), ("PLO", "organization"), ("Israel", "country")];
    vec![
        record(
            "gas",
            "2024-07-01",
            &europe,
            &[(
                "European Commission",
                "agreement",
                "praised the agreement on more natural gas through the pipeline",
            )],
        ),
        record(
            "camp-david",
            "1978-09-18",
            &levant,
            &[
                ("Syria", "agreement", "denounced the agreement that Begin and Sadat had signed"),
                ("PLO", "the agreement", "called the agreement treason to the Palestinians"),
            ],
        ),
    ]
}

#[test]
fn one_word_of_two_affairs_is_two_issues_and_neither_stands_alone() {
    let graph = Graph::from_records(gas_and_peace());
    assert_eq!(graph.topics().count(), 1);
    let issues = Issues::of(&graph);
    let labels: Vec<&str> = issues.iter().map(|issue| &*issue.label).collect();
    assert_eq!(labels.len(), 2, "{labels:?}");
    assert!(labels.iter().any(|label| label.contains("Syria")), "{labels:?}");
    assert!(labels.iter().all(|label| label.contains('(')), "{labels:?}");
}

#[test]
fn phrases_of_one_article_that_mean_the_same_are_one_issue() {
    let names = [("Ukraine", "country"), ("Russia", "country")];
    let positions = [
        ("Ukraine", "immediate ceasefire", "called for an immediate ceasefire"),
        ("Russia", "truce", "would agree to a truce"),
        ("Russia", "grain exports", "wants grain exports to go on"),
    ];
    let issues = Issues::of(&Graph::from_records([record("a", "2025-01-01", &names, &positions)]));
    let topics = |phrase: &str| {
        let issue =
            issues.iter().find(|issue| issue.topics.iter().any(|topic| topic.phrase == phrase)).unwrap();
        issue.topics.iter().map(|topic| &*topic.phrase).collect::<Vec<_>>()
    };
    assert_eq!(topics("truce"), ["immediate ceasefire", "truce"]);
    assert_eq!(topics("grain exports"), ["grain exports"]);
}

#[test]
fn issues_do_not_depend_on_the_order_in_which_a_graph_was_put_together() {
    let records = common::gold_records();
    let whole = Issues::of(&Graph::from_records(records.clone()));
    let parts: Vec<Graph> = records.chunks(5).rev().map(|part| Graph::from_records(part.to_vec())).collect();
    assert_eq!(Issues::of(&Graph::merge(parts)), whole);
}

#[test]
fn every_topic_of_an_article_is_in_one_issue_and_no_two_issues_have_one_label() {
    let records = common::gold_records();
    let issues = Issues::of(&Graph::from_records(records.clone()));
    let told: BTreeSet<(&str, &str)> = records
        .iter()
        .flat_map(|record| {
            let acts = record.relations.iter().filter_map(|act| act.topic.as_deref());
            let positions = record.positions.iter().map(|position| &*position.topic);
            acts.chain(positions).map(|topic| (&*record.document.id, topic))
        })
        .collect();
    let found: Vec<(&str, &str)> =
        issues.iter().flat_map(|i| &i.topics).map(|topic| (&*topic.article, &*topic.phrase)).collect();
    assert_eq!(found.len(), told.len());
    assert_eq!(found.into_iter().collect::<BTreeSet<_>>(), told);
    let labels: BTreeSet<String> = issues.iter().map(|issue| issue.label.to_lowercase()).collect();
    assert_eq!(labels.len(), issues.iter().len());
    for issue in issues.iter() {
        assert!(issue.broader.as_ref().is_none_or(|broader| labels.contains(&broader.to_lowercase())));
        assert_ne!(issue.broader.as_ref(), Some(&issue.label));
    }
}

#[test]
fn a_matrix_of_issues_has_a_column_for_phrases_that_are_one() {
    let names = [("Ukraine", "country"), ("Russia", "country")];
    let positions = [
        ("Ukraine", "immediate ceasefire", "called for an immediate ceasefire"),
        ("Russia", "truce", "would agree to a truce"),
    ];
    let graph = Graph::from_records([record("a", "2025-01-01", &names, &positions)]);
    let found = query::positions(&graph, &PositionQuery::default()).unwrap();
    assert_eq!(query::matrix(&found).topics.len(), 2);
    let matrix = query::matrix(&query::by_issue(found, &Issues::of(&graph)));
    assert_eq!(matrix.topics.len(), 1);
    assert_eq!(matrix.phrases, [["immediate ceasefire", "truce"]]);
    assert_eq!(matrix.cells.len(), 2);
}

#[test]
fn rulings_join_part_and_name_issues_and_explain_tells_them() {
    let names = [("Ukraine", "country"), ("Russia", "country")];
    let positions = [
        ("Ukraine", "immediate ceasefire", "called for an immediate ceasefire"),
        ("Russia", "truce", "would agree to a truce"),
        ("Russia", "grain exports", "wants to lift limits on grain exports"),
    ];
    let graph = |toml: &str| {
        let rulings = Rulings::from_toml(toml).unwrap();
        Graph::from_records([record("a", "2025-01-01", &names, &positions)]).with_rulings(rulings)
    };
    let labels = |graph: &Graph| -> Vec<(String, usize)> {
        Issues::of(graph).iter().map(|issue| (issue.label.clone(), issue.topics.len())).collect()
    };
    assert_eq!(labels(&graph("")).len(), 2);
    assert_eq!(labels(&graph("keep-issues-apart = [[\"truce\", \"the immediate ceasefire\"]]")).len(), 3);
    let one = graph("same-issue = [[\"truce @ a\", \"grain exports\"]]");
    assert_eq!(labels(&one).iter().map(|(_, topics)| topics).collect::<Vec<_>>(), [&3]);
    // What is kept apart stays apart, and a ruling on another article is about nothing here.
    let both = graph(
        "same-issue = [[\"truce\", \"grain exports\"]]\nkeep-issues-apart = [[\"immediate ceasefire\", \"grain exports\"]]",
    );
    assert_eq!(labels(&both).len(), 2);
    assert_eq!(labels(&graph("same-issue = [[\"truce @ b\", \"grain exports @ b\"]]")).len(), 2);
    let called = graph("call-issue = [[\"truce\", \"End of the fighting\"]]");
    assert_eq!(labels(&called)[0], ("End of the fighting".to_owned(), 2));
    let told = issues::explain(&called, "ceasefire");
    assert_eq!(told[0].rulings, ["call-issue 'truce' and 'End of the fighting'"]);
    let nearest = told[0].topics[0].nearest.as_ref().unwrap();
    assert!(nearest.phrase == "truce" && nearest.words == [["ceasefire", "truce"]], "{nearest:?}");
    // A saved graph has the rulings, and so the same issues.
    let mut saved = Vec::new();
    jsonld::write(&called, &mut saved).unwrap();
    let read = jsonld::read(std::str::from_utf8(&saved).unwrap()).unwrap();
    assert_eq!(labels(&read), labels(&called));
}

#[test]
fn two_who_differ_in_other_words_are_found_by_issue_and_told_so() {
    let names = [("Ukraine", "country"), ("Russia", "country")];
    let positions = [
        ("Ukraine", "immediate ceasefire", "called for an immediate ceasefire"),
        ("Russia", "truce", "would never agree to a truce"),
    ];
    let mut record = record("a", "2025-01-01", &names, &positions);
    record.positions[1].stance = Stance::Against;
    let graph = Graph::from_records([record]);
    let mut question = Question::new(Asks::Difference, About::Positions);
    (question.actor, question.other) = (Some("Ukraine".to_owned()), Some("Russia".to_owned()));
    assert!(query::ask(&graph, std::slice::from_ref(&question)).unwrap().is_empty());
    let answer = query::compare_by_issue(&graph, &Issues::of(&graph), &question).unwrap();
    assert!(answer.by_issue && answer.rows.len() == 1 && answer.rows[0].facts.len() == 2, "{answer:?}");
    question.asks = Asks::Agreement;
    assert!(query::compare_by_issue(&graph, &Issues::of(&graph), &question).unwrap().is_empty());
}

#[test]
fn rulings_on_issues_that_contradict_each_other_are_told() {
    let text =
        "same-issue = [[\"truce\", \"ceasefire\"]]\nkeep-issues-apart = [[\"ceasefires\", \"a truce\"]]";
    let error = Rulings::from_toml(text).unwrap().check().unwrap_err().to_string();
    assert!(error.contains("keep-issues-apart 'a truce' and 'ceasefires'"), "{error}");
    let error = Rulings::from_toml("call-issue = [[\"truce\"]]").unwrap_err();
    assert_eq!(error.line(), Some(1), "{error}");
}

type Topic = (String, String);

/// B-cubed F1 of a grouping (A. Bagga and B. Baldwin, "Entity-Based Cross-Document Coreferencing", 1998); `across`, over pairs of
/// different articles alone.
fn b_cubed(gold: &BTreeMap<Topic, usize>, found: &BTreeMap<Topic, usize>, across: bool) -> f64 {
    let group = |of: &BTreeMap<Topic, usize>, topic: &Topic| -> BTreeSet<Topic> {
        let same = of.iter().filter(|(other, issue)| **issue == of[topic] && (!across || other.0 != topic.0));
        same.map(|(other, _)| other.clone()).collect()
    };
    let (mut precision, mut recall, mut count) = (0.0, 0.0, 0.0);
    for topic in gold.keys() {
        let (right, told) = (group(gold, topic), group(found, topic));
        if right.is_empty() && told.is_empty() {
            continue;
        }
        let both = right.intersection(&told).count() as f64;
        precision += if told.is_empty() { 1.0 } else { both / told.len() as f64 };
        recall += if right.is_empty() { 1.0 } else { both / right.len() as f64 };
        count += 1.0;
    }
    2.0 * precision * recall / (precision + recall) / count
}

/// The weights were fitted to these articles among others, so the floors only tell when something breaks.
#[test]
fn the_annotated_articles_are_grouped_as_by_hand_as_far_as_they_were() {
    let gold = fs::read_to_string(common::gold_folder().join("../issues.jsonl")).unwrap();
    let gold: BTreeMap<Topic, usize> = gold
        .lines()
        .enumerate()
        .flat_map(|(issue, line)| {
            let line: Value = serde_json::from_str(line).unwrap();
            let topics: Vec<Topic> = serde_json::from_value(line["topics"].clone()).unwrap();
            topics.into_iter().map(move |topic| (topic, issue))
        })
        .collect();
    let issues = Issues::of(&Graph::from_records(common::gold_records()));
    let found = issues.iter().enumerate().flat_map(|(issue, group)| {
        group.topics.iter().map(move |topic| ((topic.article.clone(), topic.phrase.clone()), issue))
    });
    let found: BTreeMap<Topic, usize> = found.collect();
    let (all, across) = (b_cubed(&gold, &found, false), b_cubed(&gold, &found, true));
    println!("B-cubed F1: {all:.3} in all, {across:.3} across articles");
    assert!(all > 0.65 && across > 0.45, "{all} {across}");
}

#[test]
fn topics_are_found_by_what_they_mean_where_none_has_the_words() {
    let graph = Graph::from_records(common::gold_records());
    let found = |topic: &str| {
        let topic = Some(topic.to_owned());
        query::positions(&graph, &PositionQuery { topic, meaning: true, ..PositionQuery::default() })
    };
    let halting = found("halting the fighting").unwrap();
    assert!(halting.iter().all(|position| position.alike.as_deref() == Some("halting the fighting")));
    assert!(halting.iter().any(|position| position.topic.contains("halt the war")), "{halting:#?}");
    assert!(found("ceasefire").unwrap().iter().all(|position| position.alike.is_none()));
    // A bare word need be no nearer than "deal" is to "accord"; some phrases mean what no word of theirs does.
    let nuclear = found("Iran nuclear deal").unwrap();
    assert!(nuclear.iter().any(|position| position.topic.contains("nuclear accord")), "{nuclear:#?}");
    let ending = found("ending the war").unwrap();
    assert!(ending.iter().any(|position| position.topic.contains("peace")), "{ending:#?}");
    for nothing in ["recipe for apple pie", "football match", "securty garantees"] {
        assert!(found(nothing).is_err(), "{nothing}");
    }
}
