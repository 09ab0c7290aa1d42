//! What is read, and under which name and date.

use std::path::Path;

use super::{demarche, folder, records};

const TEXT: &[u8] = b"Donald Trump met Vladimir Putin in Alaska.";

#[test]
fn a_text_file_is_called_by_its_name_without_the_ending_and_dated_by_it() {
    let folder = folder(&[("2025-08-15-alaska.txt", TEXT)]);
    let records = records(&[&folder.path().join("2025-08-15-alaska.txt")]);
    assert_eq!(records[0]["id"], "2025-08-15-alaska");
    assert_eq!(records[0]["date"], "2025-08-15");
}

#[test]
fn offsets_count_code_points_of_the_text_without_its_byte_order_mark_and_with_its_line_ends() {
    let text = "\u{feff}Café.\r\nDonald Trump met Vladimir Putin in Alaska.\r\n";
    let folder = folder(&[("a.txt", text.as_bytes())]);
    let records = records(&[folder.path()]);
    let entities = records[0]["entities"].as_array().unwrap();
    let trump = entities.iter().find(|entity| entity["id"] == "donald-trump").expect("Trump is in the text");
    assert_eq!(trump["mentions"][0]["start"], 7);
    assert_eq!(trump["mentions"][0]["text"], "Donald Trump");
}

#[test]
fn a_folder_is_walked_in_the_order_of_names_and_other_and_hidden_files_are_passed_over() {
    let folder = folder(&[
        ("b/2.txt", TEXT),
        ("b/1.txt", TEXT),
        ("a.txt", TEXT),
        ("c.jsonl", b"{\"id\":\"line\",\"text\":\"Donald Trump met Vladimir Putin.\"}\n"),
        ("notes.md", TEXT),
        ("picture.png", b"\x89PNG\x00"),
        (".hidden.txt", b"\x00"),
        (".git/x.txt", b"\x00"),
    ]);
    let ids: Vec<_> = records(&[folder.path()]).iter().map(|record| record["id"].clone()).collect();
    assert_eq!(ids, ["a", "b/1", "b/2", "line"]);
}

#[test]
fn json_lines_keep_their_fields() {
    let line = br#"{"id":"x","title":"T","date":"2025-08-15","url":"https://example.org/x","text":"Trump met Putin."}"#;
    let folder = folder(&[("news.ndjson", line)]);
    let record = &records(&[folder.path()])[0];
    for (field, value) in
        [("id", "x"), ("title", "T"), ("date", "2025-08-15"), ("url", "https://example.org/x")]
    {
        assert_eq!(record[field], value);
    }
}

#[test]
fn standard_input_is_one_article_or_one_a_line() {
    let id = |input: &str| {
        let output =
            demarche().args(["extract", "-"]).write_stdin(input).assert().success().get_output().clone();
        let lines = String::from_utf8(output.stdout).unwrap();
        let records = lines.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
        records.map(|record| record["id"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(id("Trump met Putin.\n{\"text\": \"no JSON Lines\"}\n"), ["stdin"]);
    assert_eq!(
        id("{\"text\":\"Trump met Putin.\"}\n\n{\"id\":7,\"text\":\"Putin met Trump.\"}\n"),
        ["stdin-1", "7"]
    );
}

#[test]
fn a_date_given_on_the_command_line_is_for_articles_that_have_none() {
    let folder = folder(&[("2025-08-15.txt", TEXT), ("undated.txt", TEXT)]);
    let output = demarche().args(["extract", "--date", "2025-09"]).arg(folder.path()).assert().success();
    let lines = String::from_utf8(output.get_output().stdout.clone()).unwrap();
    let dates: Vec<_> = lines
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()["date"].clone())
        .collect();
    assert_eq!(dates, ["2025-08-15", "2025-09"]);
    demarche().args(["extract", "--date", "yesterday"]).arg(folder.path()).assert().code(2);
}

#[test]
fn two_articles_of_one_name_are_two_documents_of_the_graph() {
    let folder = folder(&[
        ("cnn/1.txt", b"Donald Trump met Vladimir Putin in Alaska."),
        ("bbc/1.txt", b"Keir Starmer met Emmanuel Macron in London."),
    ]);
    let out = tempfile::tempdir().unwrap();
    demarche().arg("build").arg(folder.path()).arg("-o").arg(out.path()).assert().success();
    demarche()
        .arg("verify")
        .arg(out.path().join("graph.jsonld"))
        .arg(folder.path())
        .assert()
        .success()
        .stdout(predicates::str::contains("2 articles"));
}

#[test]
fn the_articles_of_the_readme_are_two_of_those_that_were_annotated() {
    let read = |path: &str| std::fs::read_to_string(super::repository().join(path)).unwrap();
    for (article, gold) in [("security-guarantees", "seed-000"), ("washington-visit", "seed-004")] {
        let article = read(&format!("articles/2025-08-17-{article}.txt"));
        assert!(article == read(&format!("tests/gold/dev/{gold}.txt")), "{gold}");
    }
}

#[test]
fn files_of_one_name_that_are_named_together_are_articles_of_their_own() {
    let news = folder(&[
        ("monday/news.txt", b"Finland sanctioned Belarus."),
        ("tuesday/news.txt", b"Norway visited Sweden. Olaf Scholz met Emmanuel Macron."),
        ("tuesday/other.txt", b"Donald Trump met Vladimir Putin in Alaska."),
    ]);
    let path = |name: &str| news.path().join(name);
    let files = [path("monday/news.txt"), path("tuesday/news.txt"), path("tuesday/other.txt")];
    let ids = |inputs: &[&Path]| -> Vec<String> {
        records(inputs).iter().map(|record| record["id"].as_str().unwrap().to_owned()).collect()
    };
    let together: Vec<&Path> = files.iter().map(|file| &**file).collect();
    assert_eq!(ids(&together), ["monday/news", "tuesday/news", "other"]);
    // As they are called in the folder that holds them; by itself a file has its own name.
    assert_eq!(ids(&[news.path()]), ["monday/news", "tuesday/news", "tuesday/other"]);
    assert_eq!(ids(&[&files[0]]), ["news"]);
    let (out, store) = (path("out"), path("news.sqlite"));
    for (option, to) in [("-o", &out), ("--store", &store)] {
        let built = demarche().arg("build").args(&together).arg(option).arg(to).assert().success();
        let said = String::from_utf8(built.get_output().stderr.clone()).unwrap();
        assert!(!said.contains("taken the place"), "{said}");
    }
    demarche().arg("verify").arg(out.join("graph.jsonld")).args(&together).assert().success();
    for graph in [out.join("graph.jsonld"), store] {
        let acts = demarche().arg("acts").arg(&graph).arg("--csv").assert().success();
        let acts = String::from_utf8(acts.get_output().stdout.clone()).unwrap();
        assert!(acts.contains("Belarus") && acts.contains("Macron"), "{acts}");
    }
}
