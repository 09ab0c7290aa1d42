//! The graph of the two articles, asked in SPARQL.

use predicates::prelude::*;
use predicates::str::{contains, starts_with};
use serde_json::Value;

use super::{demarche, folder, graph, repository};

fn query(args: &[&str]) -> assert_cmd::assert::Assert {
    demarche().arg("query").arg(graph()).args(args).assert()
}

/// The rows of a worked query, each with its values.
fn rows(name: &str) -> Vec<Vec<String>> {
    let file = repository().join(format!("data/queries/{name}.rq"));
    let output = query(&["--json", "--file", file.to_str().unwrap()]).success();
    let answer: Value = serde_json::from_slice(&output.get_output().stdout).unwrap();
    let names = answer["head"]["vars"].as_array().unwrap().clone();
    let value =
        |row: &Value, name: &Value| row[name.as_str().unwrap()]["value"].as_str().unwrap_or("").to_owned();
    let bindings = answer["results"]["bindings"].as_array().unwrap();
    bindings.iter().map(|row| names.iter().map(|name| value(row, name)).collect()).collect()
}

/// What a reader of the two articles knows; how much else is found depends on how they are read.
#[test]
fn the_worked_queries_find_what_the_two_articles_say() {
    for (name, expected) in [
        (
            "offices",
            &["Friedrich Merz", "chancellor", "Germany", "current", "2025-08-17", "2025-08-17", "2"][..],
        ),
        (
            "for-and-against",
            &[
                "against",
                "Volodymyr Zelenskyy",
                "idea of Russia offering security guarantees",
                "2025-08-17-washington-visit",
                "*",
                "Zelensky, during a visit to Brussels, rejected the idea of Russia offering security guarantees",
            ],
        ),
        (
            "changed-positions",
            &[
                "Vladimir Putin",
                "robust security guarantees for Ukraine",
                "for",
                "2025-08-17",
                "2025-08-17",
                "security guarantees",
                "against",
                "2025-08-17",
                "2025-08-17",
            ],
        ),
        (
            "meetings",
            &[
                "Donald Trump",
                "Vladimir Putin",
                "*",
                "*",
                "2025-08-17-washington-visit",
                "*",
                "summit in Alaska between Trump and Russian President Vladimir Putin",
            ],
        ),
        ("divided-topics", &["security guarantees", "*", "*"]),
        ("divided-issues", &["security guarantees", "*", "*"]),
        ("reporters", &["Steve Witkoff", "Vladimir Putin", "*", "1"]),
        (
            "sources",
            &[
                "Donald Trump",
                "met",
                "Vladimir Putin",
                "occurred",
                "2",
                "2025-08-17-washington-visit",
                "2025-08-17",
                "*",
                "*",
                "summit in Alaska between Trump and Russian President Vladimir Putin",
            ],
        ),
        ("planned", &["Donald Trump", "met", "Volodymyr Zelenskyy", "*", "2025-08-17"]),
        ("corroborated", &["Donald Trump", "met", "occurred", "Vladimir Putin", "", "", "2"]),
        ("path", &["1", "Donald Trump", "", "", "Vladimir Putin"]),
    ] {
        let rows = rows(name);
        let fits = |row: &Vec<String>| {
            row.len() == expected.len()
                && row.iter().zip(expected).all(|(is, should)| *should == "*" || is == should)
        };
        assert!(rows.iter().any(fits), "{name}: {expected:?} is not in {rows:#?}");
    }
}

#[test]
fn rows_come_as_a_table_with_short_names() {
    query(&[
        "SELECT ?who ?kind ?act { ?who a ?kind ; schema:name 'Mark Rutte' . ?act :holder|org:member ?who }",
    ])
    .success()
    .stdout(starts_with("who").and(contains("entity:mark-rutte  schema:Person  <office/mark-rutte/")));
}

#[test]
fn a_query_comes_as_an_argument_from_a_file_or_on_standard_input() {
    const TEXT: &str = "SELECT ?name { ?who a schema:Person ; schema:name ?name }";
    let files = folder(&[("people.rq", TEXT.as_bytes())]);
    let path = files.path().join("people.rq");
    let expected = query(&[TEXT]).success().get_output().stdout.clone();
    assert!(String::from_utf8_lossy(&expected).contains("Keir Starmer"));
    for args in [&["--file", path.to_str().unwrap()][..], &["-f", "-"], &["-"]] {
        demarche()
            .arg("query")
            .arg(graph())
            .args(args)
            .write_stdin(TEXT)
            .assert()
            .success()
            .stdout(expected.clone());
    }
    let text = std::fs::read(graph()).unwrap();
    demarche().args(["query", "-", TEXT]).write_stdin(text).assert().success().stdout(expected);
    demarche()
        .args(["query", "-", "-"])
        .write_stdin(TEXT)
        .assert()
        .code(2)
        .stderr(contains("cannot both come"));
}

#[test]
fn records_a_saved_graph_and_a_store_answer_alike() {
    let out = tempfile::tempdir().unwrap();
    let (records, store) = (out.path().join("records.jsonl"), out.path().join("news.sqlite"));
    demarche().args(["extract", "articles", "-o"]).arg(&records).assert().success();
    demarche().args(["build", "articles", "--store"]).arg(&store).assert().success();
    const ALL: [&str; 2] = ["SELECT * { GRAPH ?g { ?s ?p ?o } }", "--csv"];
    let expected = query(&ALL).success().get_output().stdout.clone();
    assert!(expected.len() > 100_000);
    for path in [records, store] {
        demarche().arg("query").arg(path).args(ALL).assert().success().stdout(expected.clone());
    }
}

#[test]
fn the_exit_code_tells_whether_something_was_found() {
    query(&["ASK { entity:donald-trump :met entity:vladimir-putin }"]).success().stdout("true\n");
    query(&["ASK { entity:nato :met ?who }"]).code(1).stdout("false\n");
    query(&["SELECT * { entity:nato :met ?who }"])
        .code(1)
        .stdout("")
        .stderr(contains("nothing in the graph fits"));
    query(&["SELECT * { entity:nato :met ?who }", "--csv"]).code(1).stdout("who\r\n");
    query(&["ASK {} ", "--json"]).success().stdout("{\"head\":{},\"boolean\":true}\n");
    query(&["SELECT * { ?a ?b }"]).code(2).stdout("").stderr(contains("line 1, column "));
}

#[test]
fn what_is_wrong_with_a_query_is_told_with_its_file_and_place() {
    let files = folder(&[("bad.rq", b"# who\nSELECT ?x {\n  ?x a dbo:Person\n}")]);
    query(&["--file", files.path().join("bad.rq").to_str().unwrap()])
        .code(2)
        .stderr(contains("bad.rq: line 3, column 8: the prefix dbo: is not declared"));
    query(&["DELETE WHERE { ?a ?b ?c }"]).code(2).stderr(contains("this is an update"));
    query(&["--file", "no-such.rq"]).code(2).stderr(contains("no-such.rq cannot be read"));
    query(&[]).code(2).stderr(contains("QUERY"));
    query(&["DESCRIBE entity:nato", "--json"]).code(2).stdout("").stderr(contains("written as Turtle"));
}

#[test]
fn what_is_cut_off_is_told_and_what_takes_too_long_is_given_up() {
    query(&["SELECT * { ?a ?b ?c . ?d ?e ?f }", "--limit", "2", "--csv"])
        .success()
        .stdout(predicate::function(|text: &str| text.lines().count() == 3))
        .stderr(contains("there is more than the first 2"));
    query(&["SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", "--timeout", "0.2"])
        .code(2)
        .stderr(contains("given up after 0.2 seconds"));
    query(&["ASK {}", "--timeout", "soon"]).code(2).stderr(contains("a number of seconds"));
}

#[test]
fn a_string_that_a_spreadsheet_takes_for_a_formula_is_made_text_and_json_has_it_as_it_is() {
    const TEXT: &str = "SELECT ?text ?number { VALUES (?text ?number) { ('=1+1' -1) } }";
    query(&[TEXT, "--csv"]).success().stdout("text,number\r\n'=1+1,-1\r\n");
    query(&[TEXT, "--json"]).success().stdout(contains("\"value\":\"=1+1\""));
}

#[test]
fn triples_come_as_turtle_with_the_prefixes_that_they_use() {
    query(&["CONSTRUCT { ?a schema:knows ?b } { ?a :met ?b }"]).success().stdout(
        "@prefix entity: <https://w3id.org/demarche/id/entity/> .\n@prefix schema: <https://schema.org/> .\n\
         entity:donald-trump schema:knows entity:vladimir-putin .\n\
         entity:ursula-von-der-leyen schema:knows entity:volodymyr-zelenskyy .\n",
    );
    query(&["CONSTRUCT { ?a schema:knows ?b } { ?a :met ?b }", "--base", "https://example.org/"])
        .success()
        .stdout(contains("@prefix entity: <https://example.org/entity/> ."));
}
