//! Whatever is wrong with one input is said with its name, and the others are still read.

use predicates::prelude::*;
use predicates::str::contains;

use super::{demarche, folder};

const GOOD: &[u8] = b"Donald Trump met Vladimir Putin in Alaska.";

/// Reads `bad` beside a good article: the message must say `message`, the good article must be there.
#[track_caller]
fn assert_lost(name: &str, bad: &[u8], message: &str) {
    let folder = folder(&[(name, bad), ("good.txt", GOOD)]);
    let path = folder.path().join(name);
    demarche()
        .arg("extract")
        .arg(&path)
        .arg(folder.path().join("good.txt"))
        .assert()
        .code(2)
        .stderr(
            contains(path.to_string_lossy())
                .and(contains(message))
                .and(contains("1 of 2 articles was not read")),
        )
        .stdout(contains("\"id\":\"good\""));
}

#[test]
fn an_empty_file() {
    assert_lost("bad.txt", b"", "is empty");
    assert_lost("bad.txt", b" \r\n\t\n", "is empty");
}

#[test]
fn a_binary_file() {
    assert_lost(
        "bad.txt",
        b"\x7fELF\x02\x01\x01\x00\x00",
        "is a binary file and no text (zero byte at offset 7)",
    );
    assert_lost("bad.txt", b"\x7fELF\x02\xff", "is a binary file and no text (control character 0x02)");
}

#[test]
fn a_text_that_is_too_large() {
    assert_lost("bad.txt", &vec![b'a'; 16 * 1024 * 1024 + 1], "the article is too large");
}

#[test]
fn json_that_holds_no_articles() {
    assert_lost("bad.json", b"\"text\"\n", "is JSON, but no object where an article should begin");
}

#[test]
fn a_missing_file() {
    let folder = folder(&[("good.txt", GOOD)]);
    demarche()
        .args(["extract", "no-such-file.txt"])
        .arg(folder.path())
        .assert()
        .code(2)
        .stderr(contains("no-such-file.txt: there is no such file or folder"))
        .stdout(contains("\"id\":\"good\""));
}

#[test]
fn a_folder_without_articles() {
    let folder = folder(&[("empty/notes.md", b"x"), ("good.txt", GOOD)]);
    demarche()
        .arg("extract")
        .arg(folder.path().join("empty"))
        .arg(folder.path().join("good.txt"))
        .assert()
        .code(2)
        .stderr(contains("empty: no articles in this folder"))
        .stdout(contains("\"id\":\"good\""));
}

#[cfg(unix)]
#[test]
fn links_that_lead_nowhere_or_back() {
    let folder = folder(&[("good.txt", GOOD)]);
    std::os::unix::fs::symlink("nowhere", folder.path().join("dangling.txt")).unwrap();
    std::fs::create_dir(folder.path().join("inner")).unwrap();
    std::os::unix::fs::symlink("..", folder.path().join("inner/back")).unwrap();
    demarche()
        .arg("extract")
        .arg(folder.path())
        .assert()
        .code(2)
        .stderr(contains("dangling.txt: ").and(contains("back: is a link to a folder that holds it")))
        .stdout(contains("\"id\":\"good\""));
}

#[test]
fn one_bad_line_among_good_ones() {
    let lines = b"{\"id\":\"one\",\"text\":\"Trump met Putin.\"}\n{\"id\":\"two\"}\nnonsense\n{\"text\":\"caf\xe9\"}\n\
        {\"id\":\"five\",\"text\":\"Putin met Trump.\"}\n";
    let folder = folder(&[("news.jsonl", lines)]);
    demarche()
        .arg("extract")
        .arg(folder.path())
        .assert()
        .code(2)
        .stderr(
            contains("news.jsonl:2: has no field `text`")
                .and(contains("news.jsonl:3: is no article"))
                .and(contains("news.jsonl:4: is not UTF-8"))
                .and(contains("3 of 5 articles were not read")),
        )
        .stdout(contains("\"id\":\"one\"").and(contains("\"id\":\"five\"")));
}

#[test]
fn what_was_lost_among_many_is_told_again_at_the_end() {
    let mut lines: String =
        (0..30).map(|i| format!("{{\"id\":{i},\"text\":\"Trump met Putin.\"}}\n")).collect();
    lines.push_str("nonsense\n");
    let folder = folder(&[("news.jsonl", lines.as_bytes())]);
    let output = demarche().arg("extract").arg(folder.path()).assert().code(2).get_output().stderr.clone();
    let output = String::from_utf8(output).unwrap();
    let (_, end) = output.split_once("1 of 31 articles was not read:\n").expect("a summary at the end");
    assert!(end.contains("news.jsonl:31: is no article"), "{output}");
}

#[test]
fn a_graph_is_built_from_the_articles_that_could_be_read() {
    let folder = folder(&[("bad.txt", b""), ("good.txt", GOOD)]);
    let out = tempfile::tempdir().unwrap();
    demarche().arg("build").arg(folder.path()).arg("-o").arg(out.path()).assert().code(2);
    for file in ["graph.dot", "graph.jsonld"] {
        assert!(std::fs::read_to_string(out.path().join(file)).unwrap().contains("Trump"), "{file}");
    }
}

#[test]
fn an_output_that_cannot_be_written() {
    let folder = folder(&[("good.txt", GOOD), ("file", b"")]);
    let good = folder.path().join("good.txt");
    let below_a_file = folder.path().join("file/output");
    let failed = |command: &mut assert_cmd::Command, path: &std::path::Path| {
        command
            .assert()
            .code(2)
            .stdout("")
            .stderr(contains(path.to_string_lossy()).and(contains("cannot be")));
    };
    failed(demarche().arg("build").arg(&good).arg("-o").arg(&below_a_file), &below_a_file);
    failed(demarche().arg("extract").arg(&good).arg("-o").arg(&below_a_file), &below_a_file);
    failed(demarche().arg("extract").arg(&good).arg("-o").arg(folder.path()), folder.path());
    assert_eq!(std::fs::read(folder.path().join("file")).unwrap(), b"");
}

#[test]
fn a_graph_that_is_none() {
    let folder = folder(&[("graph.jsonld", b"{\"nodes\": []}"), ("text.jsonld", b"Trump met Putin.")]);
    for name in ["graph.jsonld", "text.jsonld", "missing.jsonld"] {
        let path = folder.path().join(name);
        demarche()
            .arg("positions")
            .arg(&path)
            .assert()
            .code(2)
            .stdout("")
            .stderr(contains(path.to_string_lossy()));
    }
}

#[test]
fn a_model_that_is_none() {
    let folder = folder(&[("model.bin", b"no model"), ("good.txt", GOOD)]);
    for name in ["model.bin", "missing.bin"] {
        let path = folder.path().join(name);
        demarche()
            .arg("extract")
            .arg(folder.path().join("good.txt"))
            .arg("--model")
            .arg(&path)
            .assert()
            .code(2)
            .stdout("")
            .stderr(contains(path.to_string_lossy()));
    }
    demarche()
        .arg("pack")
        .arg(folder.path())
        .arg("-o")
        .arg(folder.path().join("packed"))
        .assert()
        .code(2)
        .stderr(contains(folder.path().to_string_lossy()));
}

#[test]
fn records_that_are_none_or_do_not_hold_together() {
    let good = r#"{"id":"good","entities":[],"offices":[],"relations":[],"positions":[]}"#;
    let dangling = good
        .replace("good", "dangling")
        .replace("\"offices\":[]", r#""offices":[{"holder":"x","title":"king","of":null,"status":"current","evidence":{"start":0,"end":1,"text":"x"}}]"#);
    let folder = folder(&[("records.jsonl", format!("{good}\nnonsense\n{dangling}\n").as_bytes())]);
    demarche()
        .arg("merge")
        .arg(folder.path().join("records.jsonl"))
        .args(["-o", "-"])
        .assert()
        .code(2)
        .stderr(
            contains("records.jsonl:2: is no record")
                .and(contains("records.jsonl:3: "))
                .and(contains("holder 'x'")),
        )
        .stdout(contains("good"));
}
