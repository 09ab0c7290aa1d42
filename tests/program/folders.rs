//! Folders where a graph is asked for, and what is said of what cannot be read.

use std::path::Path;

use predicates::prelude::*;
use predicates::str::contains;

use super::{demarche, folder, graph};

#[test]
fn a_folder_of_articles_is_asked_as_their_graph_is() {
    let asked: [&[&str]; 6] = [
        &["positions", "--csv"],
        &["acts", "--csv"],
        &["offices", "--csv"],
        &["issues"],
        &["export", "--format", "turtle"],
        &["query", "SELECT ?name { ?person a schema:Person ; schema:name ?name }"],
    ];
    for question in asked {
        let ask = |of: &Path| {
            let mut command = demarche();
            command.arg(question[0]).arg(of).args(&question[1..]);
            command.assert().success()
        };
        let read =
            ask(Path::new("articles")).stderr(contains("'demarche build articles -o DIR' keeps the graph"));
        let saved = ask(&graph()).stderr("");
        assert_eq!(read.get_output().stdout, saved.get_output().stdout, "{question:?}");
        // The folder that build wrote is its graph.
        let written = ask(graph().parent().unwrap()).stderr("");
        assert_eq!(written.get_output().stdout, saved.get_output().stdout, "{question:?}");
    }
    demarche().args(["explain", "articles", "Zelensky"]).assert().success().stdout(contains("Zelensky"));
}

#[test]
fn an_article_that_is_lost_of_a_folder_is_told_and_shows_in_the_exit_code() {
    let news = folder(&[("good.txt", b"Donald Trump met Vladimir Putin in Alaska."), ("empty.txt", b" ")]);
    let acts = demarche().arg("acts").arg(news.path()).assert().code(2);
    acts.stdout(contains("Vladimir Putin"))
        .stderr(contains("empty.txt: is empty").and(contains("1 of 2 articles")));
    let none = folder(&[("a.pages", b"x"), ("b.pages", b"x"), ("c.json", b"[]")]);
    let said = "no articles in this folder, but 1 file that is read where it is named outright (.json) and 2 files of \
                other kinds (.pages 2); it is searched for *.txt";
    demarche().arg("positions").arg(none.path()).assert().code(2).stdout("").stderr(contains(said));
}

#[test]
fn what_a_folder_has_besides_articles_is_counted_by_kind_in_one_line() {
    let text: &[u8] = b"Donald Trump met Vladimir Putin in Alaska.";
    let mut files: Vec<(String, &[u8])> = (0..300).map(|n| (format!("pictures/{n}.JPG"), text)).collect();
    files.extend([("a.txt".to_owned(), text), ("notes.md".to_owned(), text), ("LICENSE".to_owned(), text)]);
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, bytes)| (name.as_str(), *bytes)).collect();
    let news = folder(&files);
    let output = demarche().arg("extract").arg(news.path()).assert().success().get_output().clone();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(said.lines().count(), 1, "{said}");
    assert!(
        said.ends_with(
            "passed over 1 file that is read where it is named outright (.md) and 301 files of other kinds (.jpg 300, no \
             ending)\n"
        ),
        "{said}"
    );
}

#[test]
fn what_cannot_be_read_is_told_in_words_and_without_a_number_of_the_system() {
    let there = folder(&[("good.txt", b"Donald Trump met Vladimir Putin in Alaska."), ("file", b"x")]);
    let path = |name: &str| there.path().join(name).display().to_string();
    let (folder, good, file) = (path(""), path("good.txt"), path("file"));
    let (missing, below) = (path("missing.jsonld"), path("file/below.jsonld"));
    let wrong: [(&[&str], &str); 12] = [
        (&["positions", &missing], "missing.jsonld cannot be read: there is no such file or folder"),
        (&["positions", &below], "below.jsonld cannot be read: a part of the path is no folder"),
        (&["positions", &good], "good.txt:1: not JSON"),
        (&["ask", &missing, "Who met Putin?"], "there is no such file or folder"),
        (&["query", &missing, "ASK { ?a ?b ?c }"], "there is no such file or folder"),
        (&["query", &good, "--file", &folder], "cannot be read: it is a folder"),
        (&["merge", &missing, "-o", "-"], "there is no such file or folder"),
        (
            &["build", &good, "-o", "-", "--format", "dot", "--rulings", &folder],
            "cannot be read: it is a folder",
        ),
        (&["build", &good, "-o", "-", "--format", "dot", "--model", &folder], "it is a folder"),
        (&["build", &good, "-o", &file], "cannot be made: "),
        (&["extract", &good, "-o", &below], "cannot be written: a part of the path is no folder"),
        (&["forget", &missing, "a", "-o", "-"], "there is no such file or folder"),
    ];
    for (arguments, said) in wrong {
        let output = demarche().args(arguments).assert().code(2).stderr(contains(said)).get_output().clone();
        let told = String::from_utf8(output.stderr).unwrap();
        assert!(!told.contains("os error"), "{arguments:?}: {told}");
    }
}

#[test]
fn tables_begin_with_a_byte_order_mark_where_it_is_asked_for() {
    let mark = "\u{feff}".as_bytes();
    let table = |arguments: &[&str]| {
        let mut command = demarche();
        command.arg(arguments[0]).arg(graph()).args(&arguments[1..]);
        command.assert().success().stderr("").get_output().stdout.clone()
    };
    let asked: [&[&str]; 5] = [
        &["positions", "--csv"],
        &["positions", "--matrix", "--csv"],
        &["acts", "--csv"],
        &["query", "SELECT ?name { ?person a schema:Person ; schema:name ?name }", "--csv"],
        &["export", "--format", "csv-nodes"],
    ];
    for arguments in asked {
        let plain = table(arguments);
        assert!(!plain.starts_with(mark), "{arguments:?}");
        assert_eq!(table(&[arguments, &["--bom"]].concat()), [mark, &plain].concat(), "{arguments:?}");
    }
    demarche().arg("acts").arg(graph()).arg("--bom").assert().code(2).stderr(contains("--csv"));
}

#[test]
fn accents_and_quotes_come_through_a_table_whole_and_no_cell_is_a_formula() {
    let text = "@Petr Fiala said: \"I don't agree, Orbán.\" Czech Prime Minister Petr Fiala met Viktor Orbán in \"Zürich\", \
                Switzerland, and proposed =SUM(A1) talks.";
    let news = folder(&[("a.txt", text.as_bytes())]);
    let output =
        demarche().args(["acts", "--csv", "--bom"]).arg(news.path()).assert().success().get_output().clone();
    let table = String::from_utf8(output.stdout).unwrap();
    let mut reader = csv::Reader::from_reader(table.trim_start_matches('\u{feff}').as_bytes());
    let cells: Vec<String> =
        reader.records().flat_map(|row| row.unwrap().iter().map(str::to_owned).collect::<Vec<_>>()).collect();
    assert!(cells.iter().any(|cell| cell == "Viktor Orbán"), "{cells:?}");
    for cell in cells {
        assert!(!cell.starts_with(['=', '+', '-', '@']), "{cell}");
    }
}
