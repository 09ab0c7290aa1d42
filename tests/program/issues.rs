//! The issues of the two articles.

use std::path::Path;

use predicates::prelude::*;
use predicates::str::contains;
use serde_json::Value;

use super::{demarche, folder, graph};

fn lines(part: &Path) -> Vec<Value> {
    let output = demarche().arg("issues").arg(part).arg("--json").assert().success();
    let text = String::from_utf8(output.get_output().stdout.clone()).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn issues_hold_what_both_articles_say_of_one_question() {
    let issues = lines(&graph());
    let guarantees =
        issues.iter().find(|issue| issue["issue"].as_str().unwrap().contains("security guarantees"));
    let guarantees = guarantees.unwrap();
    let topics = guarantees["topics"].as_array().unwrap();
    for article in ["2025-08-17-security-guarantees", "2025-08-17-washington-visit"] {
        assert!(topics.iter().any(|topic| topic[0] == article), "{topics:?}");
    }
    assert!(topics.len() > 5);
    demarche()
        .arg("issues")
        .arg(graph())
        .assert()
        .success()
        .stdout(contains("security guarantees").and(contains("\n    2025-08-17-washington-visit: ")));
}

#[test]
fn the_matrix_has_a_column_for_an_issue_and_one_for_each_phrase_where_asked() {
    let columns = |more: &[&str]| {
        let mut command = demarche();
        command.arg("positions").arg(graph()).args(["--matrix", "--csv"]).args(more);
        let output = command.output().unwrap();
        csv::Reader::from_reader(&output.stdout[..]).headers().unwrap().len()
    };
    assert!(columns(&[]) < columns(&["--phrases"]));
}

#[test]
fn records_are_taken_as_graphs_are_and_where_there_is_no_topic_nothing_is_found() {
    let position = r#"{"holder": "a", "topic": "ceasefire", "stance": "for", "evidence": {"start": 0, "end": 9, "text": "ceasefire"}}"#;
    let record = |positions: &str| {
        format!(
            r#"{{"id": "x", "entities": [{{"id": "a", "type": "person", "name": "Ada", "mentions": []}}], "offices": [], "relations": [], "positions": [{positions}]}}"#
        )
    };
    let folder = folder(&[("one.jsonl", record(position).as_bytes()), ("none.jsonl", record("").as_bytes())]);
    assert_eq!(
        lines(&folder.path().join("one.jsonl"))[0]["topics"][0],
        serde_json::json!(["x", "ceasefire"])
    );
    let none = folder.path().join("none.jsonl");
    demarche().arg("issues").arg(none).assert().code(1).stdout(predicate::str::is_empty());
}

#[test]
fn what_means_the_same_is_found_and_told_so_where_no_topic_has_the_words() {
    let found = demarche().arg("positions").arg(graph()).args(["--topic", "truce"]).assert().success();
    found.stdout(contains("(found by meaning:").and(contains("ceasefire")));
    demarche().arg("positions").arg(graph()).args(["--topic", "apple pie"]).assert().code(1);
}
