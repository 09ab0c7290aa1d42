//! PDF as input: its text in reading order, and what is told of one that has none.

use std::fs;
use std::path::{Path, PathBuf};

use predicates::prelude::*;
use predicates::str::contains;
use serde_json::Value;

use super::{demarche, folder, repository};

fn fixture(name: &str) -> PathBuf {
    repository().join("tests/fixtures/inputs/pdf").join(name)
}

/// The texts that are read of a file, a word of a line each, and what is said.
fn read(path: &Path, options: &[&str]) -> (Vec<Value>, String) {
    let output = demarche().arg("extract").args(options).arg(path).output().unwrap();
    let lines = String::from_utf8(output.stdout).unwrap();
    let records = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    (records, String::from_utf8(output.stderr).unwrap())
}

/// The text as the engine sees it, its paragraphs.
fn paragraphs(path: &Path) -> Vec<String> {
    let output = demarche().arg("analyse").arg(path).output().unwrap();
    let analysis: Value = serde_json::from_slice(&output.stdout).unwrap();
    analysis["text"].as_str().unwrap().split("\n\n").map(str::to_owned).collect()
}

fn relations(record: &Value) -> Vec<String> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let acts = record["relations"].as_array().unwrap();
    acts.iter()
        .map(|act| format!("{} {} {}", text(&act["source"]), text(&act["relation"]), text(&act["target"])))
        .collect()
}

#[test]
fn a_column_is_its_paragraphs_with_title_and_date() {
    let path = fixture("2025-09-05-column.pdf");
    let (records, said) = read(&path, &[]);
    assert_eq!(said, "");
    // The name goes before the day on which the file was made.
    assert_eq!(
        (&records[0]["title"], &records[0]["date"]),
        (&"Ministers meet in Riga".into(), &"2025-09-05".into())
    );
    assert!(
        relations(&records[0]).contains(&"edgars-kalnins met friedrich-merz".to_owned()),
        "{}",
        records[0]
    );
    let text = paragraphs(&path);
    assert_eq!(text.len(), 2, "{text:?}");
    assert!(
        text[0].starts_with("Latvian Foreign Minister") && text[1].ends_with("Petteri Orpo."),
        "{text:?}"
    );
    // Named otherwise the file is of the day on which it was made, and its title is none of this text.
    let (records, _) = read(&fixture("undated.pdf"), &["--date", "2025-01-01"]);
    assert_eq!(
        (&records[0]["title"], &records[0]["date"]),
        (&"Ministers meet in Riga".into(), &"2025-09-04".into())
    );
}

#[test]
fn columns_are_read_in_order_over_pages_without_heads_feet_notes_and_parted_words() {
    let text = paragraphs(&fixture("columns.pdf"));
    assert_eq!(text.len(), 4, "{text:?}");
    let begins = [
        "RIGA, Sept 4 (Lake Courier) - The",
        "Finnish President Alexander",
        "Nobody spoke for the countries",
        "Poland",
    ];
    for (paragraph, begin) in text.iter().zip(begins) {
        assert!(paragraph.starts_with(begin) && paragraph.ends_with('.'), "{paragraph}");
    }
    let all = text.join(" ");
    for whole in [
        "her government would",
        "supported the cease-fire, which",
        "a cease-fire in name",
        "week, officials said",
    ] {
        assert!(all.contains(whole), "{whole}: {all}");
    }
    for left_out in ["Page", "September", "without a word", "Oslo"] {
        assert!(!all.contains(left_out), "{left_out}: {all}");
    }
    let (records, said) = read(&fixture("columns.pdf"), &[]);
    let found = relations(&records[0]);
    for act in ["norway criticized sweden", "alexander-stubb visited denmark", "poland threatened belarus"] {
        assert!(found.contains(&act.to_owned()), "{act}: {found:?}");
    }
    assert_eq!((&records[0]["title"], said.as_str()), (&"Talks on the plan end without a word".into(), ""));
}

#[test]
fn codes_of_two_bytes_ligatures_and_names_of_glyphs_are_letters() {
    let text = paragraphs(&fixture("identity.pdf"));
    assert_eq!(
        text,
        [
            "Latvian Foreign Minister Edgars Kalniņš criticized François Bayrou on Wednesday, officials in his office said.",
            "Zuzana Šimečková met Robert Fico, an official in her office confirmed."
        ]
    );
}

#[test]
fn a_pdf_is_known_by_its_first_bytes_and_its_quotes_are_verified() {
    let path = fixture("columns.pdf");
    let (named, _) = read(&path, &[]);
    let bytes = fs::read(&path).unwrap();
    for options in [&["-"][..], &["-", "--encoding", "windows-1252"], &["-", "--input-format", "pdf"]] {
        let piped = demarche().arg("extract").args(options).write_stdin(bytes.clone()).output().unwrap();
        let record: Value = serde_json::from_slice(&piped.stdout).unwrap();
        assert_eq!(record["sha256"], named[0]["sha256"], "{options:?}");
    }
    let folder = folder(&[("news/columns.pdf", &bytes), ("out/keep", b"")]);
    let (news, out) = (folder.path().join("news"), folder.path().join("out/graph.jsonld"));
    demarche()
        .arg("build")
        .arg(&news)
        .args(["--format", "jsonld", "-o"])
        .arg(folder.path().join("out"))
        .assert()
        .success();
    demarche().arg("verify").arg(&out).arg(&news).assert().success();
}

#[test]
fn a_pdf_without_text_or_behind_a_password_is_told_as_such() {
    for (name, message) in [
        (
            "scanned.pdf",
            "is a scanned PDF: its pages are pictures without text; have the text recognised first",
        ),
        ("locked.pdf", "is a PDF with a password; save it without one"),
    ] {
        let said = contains(name).and(contains(message));
        demarche().arg("extract").arg(fixture(name)).assert().code(2).stdout("").stderr(said);
    }
    // One that only its owner may change is read by all.
    let (records, said) = read(&fixture("unlocked.pdf"), &[]);
    assert_eq!((records.len(), said.as_str()), (1, ""));
}

#[test]
fn a_damaged_pdf_is_read_as_far_as_it_goes_or_told() {
    let (records, said) = read(&fixture("table.pdf"), &[]);
    assert!(
        relations(&records[0]).contains(&"edgars-kalnins met friedrich-merz".to_owned()),
        "{}",
        records[0]
    );
    assert!(said.contains("article table: is a damaged PDF, and was read as far as it goes"), "{said}");
    let bytes = fs::read(fixture("columns.pdf")).unwrap();
    let folder =
        folder(&[("cut.pdf", &bytes[..bytes.len() / 3]), ("good.pdf", &bytes), ("empty.pdf", b"%PDF-1.4\n")]);
    let lost =
        demarche().arg("extract").arg(folder.path()).assert().code(2).stdout(contains("\"id\":\"good\""));
    lost.stderr(contains("cut.pdf: is a damaged PDF").and(contains("empty.pdf: is a damaged PDF")));
}

#[test]
fn a_pdf_that_is_called_a_text_is_told_and_not_taken_for_chinese() {
    let pdf = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Type /Catalog >>\nendobj\n";
    let plain = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\n";
    let folder = folder(&[("a.txt", pdf), ("b.txt", plain)]);
    let told = "is a PDF and no text; call it .pdf, or say --input-format pdf";
    let said = contains(format!("a.txt: {told}")).and(contains(format!("b.txt: {told}")));
    demarche().arg("extract").arg(folder.path()).assert().code(2).stdout("").stderr(said);
}
