//! Questions to the graph of the two articles, and its evidence.

use predicates::prelude::*;
use predicates::str::contains;
use serde_json::Value;

use super::{demarche, folder, graph};

fn json(args: &[&str]) -> Vec<Value> {
    let output = demarche().arg(args[0]).arg(graph()).args(&args[1..]).arg("--json").assert().success();
    serde_json::from_slice(&output.get_output().stdout).unwrap()
}

#[test]
fn positions_on_security_guarantees_show_who_is_for_and_against_with_the_words_and_the_reporter() {
    demarche()
        .arg("positions")
        .arg(graph())
        .args(["--topic", "security guarantees"])
        .assert()
        .success()
        .stdout(contains("rejected the idea of Russia offering").and(contains("reported by Steve Witkoff")));
    let rows = json(&["positions", "--topic", "security guarantees"]);
    let holds = |actor: &str, stance: &str| {
        rows.iter().filter(|r| r["holder"] == actor && r["stance"] == stance).count()
    };
    assert!(holds("Volodymyr Zelenskyy", "against") > 0, "{rows:#?}");
    assert!(holds("Donald Trump", "for") > 0, "{rows:#?}");
    assert!(holds("Vladimir Putin", "for") > 0, "{rows:#?}");
    assert!(rows.iter().all(|r| !r["sources"].as_array().unwrap().is_empty()));
}

#[test]
fn a_name_is_found_by_any_form_that_an_article_uses() {
    let all = json(&["positions", "--actor", "Volodymyr Zelenskyy"]);
    for form in ["zelensky", "ZELENSKYY", "Zelénsky"] {
        assert_eq!(json(&["positions", "--actor", form]), all, "{form}");
    }
}

#[test]
fn filters_narrow_an_answer() {
    let all = json(&["positions"]);
    let against = json(&["positions", "--stance", "against"]);
    assert!(!against.is_empty() && against.len() < all.len());
    assert!(against.iter().all(|row| row["stance"] == "against" && all.contains(row)));
}

#[test]
fn offices_of_the_leaders_are_listed_with_their_countries_and_bodies() {
    let rows = json(&["offices"]);
    for (holder, title, of) in [
        ("Donald Trump", "president", "United States"),
        ("Vladimir Putin", "president", "Russia"),
        ("Volodymyr Zelenskyy", "president", "Ukraine"),
        ("Emmanuel Macron", "president", "France"),
        ("Friedrich Merz", "chancellor", "Germany"),
        ("Keir Starmer", "prime minister", "United Kingdom"),
        ("Mark Rutte", "secretary-general", "NATO"),
        ("Marco Rubio", "secretary of state", "United States"),
    ] {
        let found =
            rows.iter().any(|row| row["holder"] == holder && row["title"] == title && row["of"] == of);
        assert!(found, "{holder}, {title} of {of}: {rows:#?}");
    }
    assert!(
        rows.iter()
            .any(|row| row["holder"] == "Steve Witkoff" && row["title"].as_str().unwrap().contains("envoy"))
    );
    let of_ukraine = json(&["offices", "--of", "Ukraine"]);
    assert!(of_ukraine.iter().all(|row| row["of"] == "Ukraine") && !of_ukraine.is_empty());
}

#[test]
fn an_answer_as_comma_separated_values_has_a_heading_and_a_row_for_each_piece_of_evidence() {
    let output = demarche().arg("offices").arg(graph()).arg("--csv").assert().success();
    let mut reader = csv::Reader::from_reader(&output.get_output().stdout[..]);
    assert_eq!(
        reader.headers().unwrap().iter().take(4).collect::<Vec<_>>(),
        ["holder", "title", "of", "status"]
    );
    let rows = reader.records().map(Result::unwrap).count();
    let evidence: usize = json(&["offices"]).iter().map(|row| row["sources"].as_array().unwrap().len()).sum();
    assert_eq!(rows, evidence);
}

#[test]
fn what_is_not_there_ends_with_1_and_a_near_name_is_offered() {
    let ask =
        |args: &[&str]| demarche().arg(args[0]).arg(graph()).args(&args[1..]).assert().code(1).stdout("");
    ask(&["positions", "--actor", "Zelenzky"]).stderr(contains("did you mean").and(contains("Zelensky")));
    ask(&["offices", "--of", "Ukrain"]).stderr(contains("did you mean").and(contains("Ukraine")));
    ask(&["positions", "--actor", "Xqzw Vbnm"]).stderr(contains("did you mean").not());
    ask(&["positions", "--topic", "fishing quotas"]).stderr(contains("fishing quotas"));
}

#[test]
fn answers_have_no_colours_where_nobody_sees_them() {
    demarche().arg("positions").arg(graph()).assert().success().stdout(contains("\u{1b}").not());
    demarche().arg("positions").arg(graph()).env("CLICOLOR_FORCE", "1").assert().stdout(contains("\u{1b}["));
}

#[test]
fn a_graph_is_asked_from_standard_input_too() {
    let graph = std::fs::read(graph()).unwrap();
    demarche()
        .args(["offices", "-", "--of", "France"])
        .write_stdin(graph)
        .assert()
        .success()
        .stdout(contains("Macron"));
}

#[test]
fn every_quote_is_in_its_article_and_a_changed_article_is_noticed() {
    demarche().arg("verify").arg(graph()).arg("articles").assert().success().stdout(contains("2 articles"));
    let articles = folder(&[]);
    let mut names = Vec::new();
    for entry in std::fs::read_dir(super::repository().join("articles")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|ending| ending == "txt") {
            let name = path.file_name().unwrap().to_owned();
            std::fs::write(
                articles.path().join(&name),
                format!(" {}", std::fs::read_to_string(&path).unwrap()),
            )
            .unwrap();
            names.push(name);
        }
    }
    names.sort();
    demarche()
        .arg("verify")
        .arg(graph())
        .arg(articles.path())
        .assert()
        .code(2)
        .stderr(contains("another SHA-256").and(contains("the graph quotes")));
    demarche()
        .arg("verify")
        .arg(graph())
        .arg(super::repository().join("articles").join(&names[0]))
        .assert()
        .code(2)
        .stderr(contains("is not among those given"));
}
