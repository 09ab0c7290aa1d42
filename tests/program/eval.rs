//! `demarche eval`: figures on annotated articles, and what is wrong with them.

use predicates::prelude::*;
use predicates::str::contains;
use serde_json::Value;

use super::{demarche, folder};

const TEXT: &[u8] = b"Donald Trump met Vladimir Putin in Alaska.";
const GOLD: &[u8] = br#"{"entities": [
  {"id": "donald-trump", "type": "person", "name": "Donald Trump"},
  {"id": "vladimir-putin", "type": "person", "name": "Vladimir Putin"},
  {"id": "alaska", "type": "region", "name": "Alaska"}],
 "relations": [
  {"source": "donald-trump", "relation": "met", "target": "vladimir-putin", "evidence": "met Vladimir Putin"},
  {"source": "vladimir-putin", "relation": "threatened", "target": "donald-trump", "evidence": "in Alaska"}]}"#;

/// The records of the small case, as they stand there.
const GIVEN: [&str; 4] = ["eval", "tests/eval/gold", "--records", "tests/eval/records.jsonl"];

#[test]
fn articles_are_read_and_measured_and_each_error_comes_with_its_sentence() {
    let folder = folder(&[("gold/summit.txt", TEXT), ("gold/summit.json", GOLD)]);
    let gold = folder.path().join("gold");
    demarche().arg("eval").arg(&gold).assert().success().stderr("").stdout(
        contains("1 article\n")
            .and(contains("relation           1.000   0.500   0.667      1      0      1\n"))
            .and(contains("  met              1.000   1.000   1.000      1      0      0\n"))
            .and(contains("miss:").not()),
    );
    demarche().arg("eval").arg(&gold).arg("--errors").assert().success().stdout(contains(
        "summit relation miss: vladimir-putin threatened donald-trump, occurred\n    \
         Donald Trump met Vladimir Putin in Alaska.\n",
    ));
}

#[test]
fn what_extract_writes_measures_as_the_articles_do() {
    let folder = folder(&[("gold/summit.txt", TEXT), ("gold/summit.json", GOLD)]);
    let (gold, records) = (folder.path().join("gold"), folder.path().join("records.jsonl"));
    demarche().arg("extract").arg(&gold).arg("-o").arg(&records).assert().success();
    let read = demarche().arg("eval").arg(&gold).assert().success().get_output().stdout.clone();
    demarche()
        .arg("eval")
        .arg(&gold)
        .arg("--records")
        .arg(&records)
        .assert()
        .success()
        .stderr("")
        .stdout(read);
}

#[test]
fn given_records_are_measured_and_an_article_without_one_is_told() {
    demarche().args(GIVEN).assert().success().stderr(contains("three has no record")).stdout(
        contains("relation           0.857   0.857   0.857      6      1      1\n")
            .and(contains("right: 5 of 6 (0.833)\n"))
            .and(contains("precision 1.000, recall 0.818, F1 0.900"))
            .and(contains("0.8 and above      1 of 1 (1.000)     4 of 5 (0.800)               none\n")),
    );
}

#[test]
fn json_holds_the_same_figures() {
    let json = |more: &[&str]| -> Value {
        let output =
            demarche().args(GIVEN).arg("--json").args(more).assert().success().get_output().stdout.clone();
        serde_json::from_slice(&output).unwrap()
    };
    let figures = json(&[]);
    assert_eq!(figures["relation"]["f1"], 0.8571);
    assert_eq!(figures["by_relation"]["met"]["true_positives"], 2);
    assert_eq!(figures["reporter"]["right"], 5);
    assert_eq!(figures["identity"]["recall"], 0.8182);
    assert!(figures.get("errors").is_none());
    let errors = json(&["--errors"]);
    let threat = errors["errors"]
        .as_array()
        .unwrap()
        .iter()
        .find(|e| e["slip"] == "false alarm" && e["fact"] == "relation");
    assert!(threat.unwrap()["sentence"].as_str().unwrap().starts_with("Núñez rejected"), "{threat:?}");
    assert_eq!(errors["identity"]["wrongly_apart"][0]["id"], "bo");
}

#[test]
fn what_cannot_be_read_is_named_and_the_others_are_measured() {
    let folder = folder(&[
        ("good.txt", TEXT),
        ("good.json", GOLD),
        ("alone.json", GOLD),
        ("broken.txt", TEXT),
        ("broken.json", b"{\"entities\": [\n  {\"id\": \"a\", \"type\": \"planet\"}]}"),
        ("empty.txt", b""),
        ("empty.json", GOLD),
        ("unknown.txt", TEXT),
        ("unknown.json", br#"{"entities": [], "offices": [{"holder": "x", "title": "king"}]}"#),
    ]);
    demarche().arg("eval").arg(folder.path()).assert().code(2).stdout(contains("1 article\n")).stderr(
        contains("alone.json: has no article beside it")
            .and(contains("broken.json:2: is no annotation: unknown variant `planet`"))
            .and(contains("empty.txt: is empty"))
            .and(contains("unknown.json: the holder 'x' of office 1 is not among the entities"))
            .and(contains("4 of 5 articles were not read")),
    );
}

#[test]
fn a_folder_that_is_none_or_holds_no_annotations() {
    let folder = folder(&[("news.txt", TEXT)]);
    let failed = |path: &std::path::Path, message: &str| {
        demarche()
            .arg("eval")
            .arg(path)
            .assert()
            .code(2)
            .stdout("")
            .stderr(contains(path.to_string_lossy()).and(contains(message)));
    };
    failed(folder.path(), "no annotated articles in this folder");
    failed(&folder.path().join("missing"), "cannot be read as a folder");
    failed(&folder.path().join("news.txt"), "cannot be read as a folder");
}

#[test]
fn records_that_are_none_are_named_and_the_others_are_measured() {
    let good = std::fs::read_to_string(super::repository().join("tests/eval/records.jsonl")).unwrap();
    let folder = folder(&[("records.jsonl", format!("nonsense\n{good}").as_bytes())]);
    let records = folder.path().join("records.jsonl");
    demarche()
        .args(["eval", "tests/eval/gold", "--records"])
        .arg(&records)
        .assert()
        .code(2)
        .stderr(contains("records.jsonl:1: is no record"))
        .stdout(contains("relation           0.857   0.857   0.857"));
    let missing = folder.path().join("missing.jsonl");
    demarche()
        .args(["eval", "tests/eval/gold", "--records"])
        .arg(&missing)
        .assert()
        .code(2)
        .stdout("")
        .stderr(contains(missing.to_string_lossy()));
}

const MARKED: &str = "Donald Trump met Vladimir Putin in Alaska.\n\nHe rejected the offer.\n";
const MARKS: &str =
    "1\tmet\to\tmet\tDonald Trump\tVladimir Putin\t-\t-\n2\tthreatened\td\trejected\tHe\t-\tthe offer\t-\n";

#[test]
fn acts_are_measured_against_annotation_word_for_word() {
    for text in ["marked/text/summit.txt", "marked/summit.txt"] {
        let folder = folder(&[(text, MARKED.as_bytes()), ("marked/spans/summit.tsv", MARKS.as_bytes())]);
        let marked = folder.path().join("marked");
        demarche().args(["eval", "--spans"]).arg(&marked).assert().success().stderr("").stdout(
            contains("1 article\n")
                .and(contains("act                0.500   0.500   0.500      1      1      1\n"))
                .and(contains("  met              1.000   1.000   1.000      1      0      0\n"))
                .and(contains(
                    "paragraphs without a false act: 1 of 2 (0.500)\nparagraphs all right: 1 of 2 (0.500)\n",
                ))
                .and(contains("miss:").not()),
        );
        demarche().args(["eval", "--errors", "--spans"]).arg(&marked).assert().success().stdout(contains(
            "summit relation miss: He threatened \u{201c}the offer\u{201d}, denied\n    He rejected the offer.\n",
        ));
        let json = demarche().args(["eval", "--json", "--errors", "--spans"]).arg(&marked).assert().success();
        let json: Value = serde_json::from_slice(&json.get_output().stdout).unwrap();
        assert_eq!(json["acts"]["f1"], 0.5);
        assert_eq!(json["clean"]["right"], 1);
        assert_eq!(json["errors"][0]["slip"], "false alarm");
    }
}

#[test]
fn marks_that_are_not_those_of_their_text_are_named_and_the_others_are_measured() {
    let folder = folder(&[
        ("text/good.txt", MARKED.as_bytes()),
        ("spans/good.tsv", MARKS.as_bytes()),
        ("text/other.txt", b"Angela Merkel left."),
        ("spans/other.tsv", MARKS.as_bytes()),
        ("spans/alone.tsv", MARKS.as_bytes()),
    ]);
    demarche()
        .args(["eval", "--spans"])
        .arg(folder.path())
        .assert()
        .code(2)
        .stdout(contains("1 article\n"))
        .stderr(
            contains("other.tsv:1: 'met' is not in the sentence")
                .and(contains("alone.txt"))
                .and(contains("2 of 3 articles were not read")),
        );
    let text = folder.path().join("text");
    demarche().args(["eval", "--spans"]).arg(&text).assert().code(2).stdout("").stderr(contains("spans"));
    demarche().args(["eval", "--spans"]).arg(&text).arg(&text).assert().code(2).stdout("");
}
