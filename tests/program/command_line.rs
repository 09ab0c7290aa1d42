//! Help, exit codes, pipes, files.

use std::process::{Command, Stdio};

use predicates::prelude::*;
use predicates::str::contains;

use super::{demarche, folder, graph};

const COMMANDS: [&str; 9] =
    ["build", "extract", "merge", "export", "positions", "offices", "verify", "eval", "pack"];

#[test]
fn the_overview_names_every_command_and_the_exit_codes() {
    let mut overview = contains("Exit codes: 0").boxed();
    for command in COMMANDS {
        overview = overview.and(contains(format!("\n  {command} "))).boxed();
    }
    demarche().arg("--help").assert().success().stdout(overview).stderr("");
    demarche().arg("--version").assert().success().stdout(contains(env!("CARGO_PKG_VERSION")));
}

#[test]
fn the_help_of_every_command_shows_examples() {
    for command in COMMANDS {
        let example = format!("Examples:\n  demarche {command} ");
        demarche().args([command, "--help"]).assert().success().stdout(contains(example)).stderr("");
    }
}

#[test]
fn a_wrong_command_line_ends_with_2_and_shows_the_right_one() {
    demarche().assert().code(2).stderr(contains("Usage"));
    demarche().arg("built").assert().code(2).stderr(contains("build"));
    demarche().args(["extract"]).assert().code(2).stderr(contains("NEWS"));
    demarche()
        .args(["extract", "x", "--min-confidence", "2"])
        .assert()
        .code(2)
        .stderr(contains("from 0 to 1"));
    demarche().args(["extract", "x", "--jobs", "0"]).assert().code(2);
    demarche()
        .args(["positions", "x", "--stance", "maybe"])
        .assert()
        .code(2)
        .stderr(contains("for, against"));
    demarche().args(["positions", "x", "--json", "--csv"]).assert().code(2);
    demarche().args(["eval", "x", "--records", "y", "--jobs", "2"]).assert().code(2);
}

#[test]
fn a_reader_that_closes_the_pipe_is_no_error() {
    let lines: String =
        (0..200).map(|i| format!("{{\"id\":{i},\"text\":\"Donald Trump met Putin.\"}}\n")).collect();
    let folder = folder(&[("news.jsonl", lines.as_bytes())]);
    let news = folder.path().join("news.jsonl");
    let graph = graph();
    let runs: [&[&str]; 4] = [
        &["extract", news.to_str().unwrap()],
        &["export", graph.to_str().unwrap(), "--format", "jsonld"],
        &["positions", graph.to_str().unwrap()],
        &["offices", graph.to_str().unwrap(), "--json"],
    ];
    for args in runs {
        let mut child = Command::new(env!("CARGO_BIN_EXE_demarche"))
            .args(args)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(0), &b""[..]), "{args:?}");
    }
}

#[test]
fn a_file_is_replaced_as_a_whole_and_nothing_is_left_beside_it() {
    let folder =
        folder(&[("a.txt", b"Donald Trump met Putin."), ("out/records.jsonl", b"of yesterday, and longer")]);
    let out = folder.path().join("out/records.jsonl");
    let run = || demarche().arg("extract").arg(folder.path().join("a.txt")).arg("-o").arg(&out).assert();
    run().success().stdout("").stderr("");
    let first = std::fs::read_to_string(&out).unwrap();
    assert!(first.starts_with('{') && first.ends_with("}\n"));
    // The second time, the model is missing: the file of the first time stays as it was.
    let args = ["--model", "no-such-model", "-o"];
    demarche().arg("extract").arg(folder.path().join("a.txt")).args(args).arg(&out).assert().code(2);
    assert_eq!(std::fs::read_to_string(&out).unwrap(), first);
    assert_eq!(std::fs::read_dir(folder.path().join("out")).unwrap().count(), 1);
}

#[cfg(unix)]
#[test]
fn a_device_is_written_to_and_not_replaced() {
    let folder = folder(&[("a.txt", b"Donald Trump met Putin.")]);
    demarche().arg("extract").arg(folder.path()).args(["-o", "/dev/null"]).assert().success();
    use std::os::unix::fs::FileTypeExt;
    assert!(std::fs::metadata("/dev/null").unwrap().file_type().is_char_device());
}

#[test]
fn facts_that_are_not_sure_enough_are_left_out() {
    let facts = |min: &str| {
        let output = demarche().args(["extract", "articles", "--min-confidence", min]).assert().success();
        let lines = String::from_utf8(output.get_output().stdout.clone()).unwrap();
        let records = lines.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
        let confidences = records.flat_map(|record| {
            ["offices", "relations", "positions"].map(|of| record[of].as_array().unwrap().clone()).concat()
        });
        confidences.map(|fact| fact["confidence"].as_f64().unwrap()).collect::<Vec<_>>()
    };
    let all = facts("0");
    let middle = {
        let mut sorted = all.clone();
        sorted.sort_by(f64::total_cmp);
        sorted[sorted.len() / 2]
    };
    let sure = facts(&middle.to_string());
    assert_eq!(sure, all.into_iter().filter(|confidence| *confidence >= middle).collect::<Vec<_>>());
}
