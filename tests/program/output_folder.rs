//! `output/` is what the README's main command makes.
//!
//! When a test here fails after a change that was meant, run `just output` (its four commands stand in the justfile)
//! and look at the picture before you commit it.

use std::fs;

use sha2::{Digest, Sha256};

use super::{demarche, repository};

const REFRESH: &str =
    "output/ is stale: run `just output`, look at output/graph.svg, and commit what changed";

#[test]
fn the_graph_files_are_those_of_the_two_articles() {
    let out = tempfile::tempdir().unwrap();
    demarche().args(["build", "articles", "-o"]).arg(out.path()).assert().success();
    for file in ["graph.dot", "graph.html", "graph.jsonld"] {
        let made = fs::read_to_string(out.path().join(file)).unwrap();
        let kept = fs::read_to_string(repository().join("output").join(file)).expect(REFRESH);
        assert!(made == kept, "output/{file}: {REFRESH}");
    }
}

#[test]
fn the_picture_is_drawn_from_the_graph_file() {
    let svg = fs::read_to_string(repository().join("output/graph.svg")).expect(REFRESH);
    let dot = fs::read(repository().join("output/graph.dot")).expect(REFRESH);
    let digest: String = Sha256::digest(&dot).iter().map(|byte| format!("{byte:02x}")).collect();
    assert!(svg.contains(&format!("drawn from graph.dot, sha256 {digest}")), "output/graph.svg: {REFRESH}");
}
