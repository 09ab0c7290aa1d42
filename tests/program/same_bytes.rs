//! The same articles give the same bytes, in whatever order and by however many hands they are read.

use std::path::Path;

use super::{demarche, repository};

fn build(inputs: &[&str], jobs: &str) -> [Vec<u8>; 3] {
    let out = tempfile::tempdir().unwrap();
    demarche().arg("build").args(inputs).args(["--jobs", jobs, "-o"]).arg(out.path()).assert().success();
    ["graph.dot", "graph.html", "graph.jsonld"].map(|file| std::fs::read(out.path().join(file)).unwrap())
}

fn articles() -> [String; 2] {
    let mut paths: Vec<_> = std::fs::read_dir(repository().join("articles"))
        .unwrap()
        .map(|entry| entry.unwrap().path().to_string_lossy().into_owned())
        .filter(|path| path.ends_with(".txt"))
        .collect();
    paths.sort();
    paths.try_into().expect("two articles")
}

#[test]
fn a_graph_does_not_depend_on_the_order_or_repetition_of_inputs_or_on_threads() {
    let [a, b] = articles();
    let graph = build(&[&a, &b], "1");
    assert_eq!(graph, build(&[&b, &a], "1"));
    assert_eq!(graph, build(&["articles"], "4"));
    assert_eq!(graph, build(&[&b, "articles", &a, &b], "3"));
}

#[test]
fn records_come_in_the_order_of_the_inputs_whatever_the_threads() {
    let lines: String = (0..300)
        .map(|i| {
            format!(
                "{{\"id\":{i},\"text\":\"{}\"}}\n",
                "Donald Trump met Vladimir Putin in Alaska. ".repeat(i % 7 + 1)
            )
        })
        .collect();
    let run =
        |jobs| demarche().args(["extract", "-", "-j", jobs]).write_stdin(lines.as_str()).assert().success();
    let (one, four) = (run("1"), run("4"));
    assert_eq!(one.get_output().stdout, four.get_output().stdout);
    let lines = String::from_utf8(one.get_output().stdout.clone()).unwrap();
    assert!(lines.lines().enumerate().all(|(i, line)| line.starts_with(&format!("{{\"id\":\"{i}\""))));
}

#[test]
fn merging_parts_in_any_way_gives_what_building_at_once_gives() {
    let [a, b] = articles();
    let out = tempfile::tempdir().unwrap();
    let path = |name: &str| out.path().join(name);
    let [_, _, whole] = build(&["articles"], "2");
    let merge = |parts: &[&Path]| {
        demarche().arg("merge").args(parts).args(["-o", "-"]).assert().success().get_output().stdout.clone()
    };
    for (article, records, graph) in [(&a, "a.jsonl", "a"), (&b, "b.jsonl", "b")] {
        demarche().arg("extract").arg(article).arg("-o").arg(path(records)).assert().success();
        demarche().arg("build").arg(article).arg("-o").arg(path(graph)).assert().success();
    }
    let (graph_a, graph_b) = (path("a").join("graph.jsonld"), path("b").join("graph.jsonld"));
    assert_eq!(merge(&[&path("a.jsonl"), &path("b.jsonl")]), whole, "records");
    assert_eq!(merge(&[&graph_b, &graph_a, &graph_b]), whole, "graphs");
    assert_eq!(merge(&[&graph_b, &path("a.jsonl")]), whole, "a graph and a record");
    std::fs::write(path("whole.jsonld"), &whole).unwrap();
    assert_eq!(merge(&[&path("whole.jsonld"), &graph_a]), whole, "a whole and its part");
    let records = std::fs::read(path("b.jsonl")).unwrap();
    let merged =
        demarche().arg("merge").arg(&graph_a).args(["-", "-o", "-"]).write_stdin(records).assert().success();
    assert_eq!(merged.get_output().stdout, whole, "records from standard input");
}

#[test]
fn a_saved_graph_exports_as_what_was_built() {
    let [dot, _, jsonld] = build(&["articles"], "2");
    let graph = super::graph();
    let export = |format| {
        let output = demarche().arg("export").arg(&graph).args(["--format", format]).assert().success();
        output.get_output().stdout.clone()
    };
    assert_eq!(export("dot"), dot);
    assert_eq!(export("jsonld"), jsonld);
}
