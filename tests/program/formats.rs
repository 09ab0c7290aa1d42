//! Graph files: several at once, to a folder, to standard output.

use std::fs;

use predicates::prelude::*;
use predicates::str::contains;

use super::{demarche, folder, graph};

fn names(folder: &std::path::Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(folder).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn several_formats_go_into_a_folder_and_one_goes_where_it_is_told() {
    let out = tempfile::tempdir().unwrap();
    let export = |format: &str, path: &str| {
        demarche()
            .arg("export")
            .arg(graph())
            .args(["--format", format, "-o"])
            .arg(out.path().join(path))
            .assert()
    };
    export("turtle,csv,graphml,cypher,nquads,csv-nodes", "all").success().stdout("").stderr("");
    assert_eq!(
        names(&out.path().join("all")),
        ["edges.csv", "graph.cypher", "graph.graphml", "graph.nq", "graph.ttl", "nodes.csv"]
    );
    export("turtle", "one.ttl").success();
    assert_eq!(
        fs::read(out.path().join("one.ttl")).unwrap(),
        fs::read(out.path().join("all/graph.ttl")).unwrap()
    );
    export("csv-edges", "all").success();
    export("jsonld", "new/").success();
    assert_eq!(names(&out.path().join("new")), ["graph.jsonld"]);
    assert_eq!(fs::read(out.path().join("new/graph.jsonld")).unwrap(), fs::read(graph()).unwrap());
}

#[test]
fn standard_output_takes_one_file() {
    let export = || {
        let mut command = demarche();
        command.arg("export").arg(graph());
        command
    };
    export().args(["--format", "graphml"]).assert().success().stdout(contains("<graphml"));
    export().args(["--format", "graphml", "-o", "-"]).assert().success().stdout(contains("<graphml"));
    for formats in ["csv", "dot,turtle"] {
        let said = contains("standard output takes one file").and(contains("name a folder with -o"));

        export().args(["--format", formats]).assert().code(2).stdout("").stderr(said);
    }
    let news = folder(&[("a.txt", b"Donald Trump met Putin.")]);
    let build = demarche().arg("build").arg(news.path()).args(["-o", "-", "--format", "turtle"]).assert();
    build.success().stdout(contains("@prefix schema:"));
    demarche()
        .arg("build")
        .arg(news.path())
        .args(["-o", "-"])
        .assert()
        .code(2)
        .stderr(contains("one --format"));
}

#[test]
fn a_base_moves_the_nodes_and_leaves_the_graph_as_it_is() {
    let out = tempfile::tempdir().unwrap();
    let own = out.path().join("own.jsonld");
    let export = |from: &std::path::Path, more: &[&str]| {
        let output = demarche().arg("export").arg(from).args(more).assert().success();
        String::from_utf8(output.get_output().stdout.clone()).unwrap()
    };
    let base = ["--base", "https://example.org/kg/"];
    let turtle = export(&graph(), &[["--format", "turtle"], base].concat());
    assert!(turtle.contains("<https://example.org/kg/") && !turtle.contains("w3id.org/demarche/id"));
    let moved = export(&graph(), &[["--format", "jsonld"], base].concat());
    assert!(moved.contains("\"@base\": \"https://example.org/kg/\""));
    fs::write(&own, moved).unwrap();
    assert_eq!(export(&own, &["--format", "jsonld"]).as_bytes(), fs::read(graph()).unwrap());
    let wrong = ["--format", "turtle", "--base", "example.org"];
    demarche().arg("export").arg(graph()).args(wrong).assert().code(2).stderr(contains("absolute IRI"));
}

#[test]
fn compact_is_json_a_web_developer_reads() {
    let output =
        demarche().arg("export").arg(graph()).args(["--format", "jsonld", "--compact"]).assert().success();
    let value: serde_json::Value = serde_json::from_slice(&output.get_output().stdout).unwrap();
    let actors = value["actors"].as_array().unwrap();
    let putin = actors.iter().find(|actor| actor["name"] == "Vladimir Putin").unwrap();
    assert_eq!(putin["offices"][0]["of"]["name"], "Russia");
    assert!(putin["acts"][0]["evidence"][0]["selector"]["exact"].is_string());
    demarche()
        .arg("export")
        .arg(graph())
        .args(["--format", "dot", "--compact"])
        .assert()
        .code(2)
        .stderr(contains("--compact is for JSON-LD"));
}

#[cfg(unix)]
#[test]
fn pictures_need_graphviz_and_the_message_says_how_to_get_it() {
    use std::os::unix::fs::PermissionsExt;
    let export = |path: &std::path::Path| {
        let mut command = demarche();
        command.env("PATH", path).arg("export").arg(graph()).args(["--format", "svg"]);
        command
    };
    let empty = tempfile::tempdir().unwrap();
    export(empty.path()).assert().code(2).stdout("").stderr(contains("apt install graphviz"));
    // Whatever is called `dot` there is handed the picture, and what it gives is the output.
    let program = |text: &str| {
        let folder = folder(&[("dot", text.as_bytes())]);
        fs::set_permissions(folder.path().join("dot"), fs::Permissions::from_mode(0o755)).unwrap();
        folder
    };
    let echo = program("#!/bin/sh\necho \"$1\"\nwhile read -r line; do echo \"$line\"; done\n");
    export(echo.path()).assert().success().stdout(contains("-Tsvg").and(contains("digraph demarche {")));
    let broken = program("#!/bin/sh\nif [ \"$1\" = -V ]; then exit 0; fi\necho 'no fonts' >&2\nexit 1\n");
    export(broken.path())
        .assert()
        .code(2)
        .stdout("")
        .stderr(contains("Graphviz cannot draw the graph: no fonts"));
}

#[test]
fn a_picture_is_chosen_by_name_topic_relation_and_time() {
    let export = |more: &[&str]| {
        let output =
            demarche().arg("export").arg(graph()).args(["--format", "dot"]).args(more).assert().success();
        String::from_utf8(output.get_output().stdout.clone()).unwrap()
    };
    let all = export(&[]);
    let focus = export(&["--focus", "Zelensky"]);
    assert!(focus.contains("around Volodymyr Zelenskyy") && focus.len() < all.len());
    assert!(export(&["--focus", "Zelensky", "--hops", "2"]).len() > focus.len());
    let topic = export(&["--positions", "--topic", "security guarantees", "--since", "2025-08-17"]);
    assert!(topic.contains("Who is for and against what") && topic.contains("since 2025-08-17"), "{topic}");
    assert!(export(&["--relations", "met,visited"]).contains("only met, visited"));
    assert!(export(&["--top", "3"]).contains("the 3 of "));
    assert_eq!(export(&["--top", "all", "--min-confidence", "0"]), all);
    let wrong: [(&[&str], &str); 4] = [
        (&["--focus", "Nobody Atall"], "has no name"),
        (&["--hops", "2"], "--focus"),
        (&["--top", "0"], "a number from 1, or all"),
        (&["--relations", "hugged"], "possible values"),
    ];
    for (more, said) in wrong {
        let run = demarche().arg("export").arg(graph()).args(["--format", "dot"]).args(more).assert();
        run.code(2).stdout("").stderr(contains(said));
    }
}
