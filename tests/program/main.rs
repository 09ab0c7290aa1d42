//! The program, run as a user runs it: one binary, a module per area.

mod analyse;
mod articles;
mod ask;
mod bad_input;
mod command_line;
mod eval;
mod events;
mod folders;
mod formats;
mod hostile;
mod identity;
mod inputs;
mod issues;
mod known;
mod news;
mod query;
mod questions;
mod reliability;
#[cfg(feature = "serve")]
mod serve;
mod same_bytes;
mod store;
mod texts;
mod output_folder;
mod papers;

use std::path::{Path, PathBuf};

use assert_cmd::Command;

/// The program as cargo built it, without what the surroundings say about colours.
fn demarche() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_demarche"));
    command.env_remove("NO_COLOR").env_remove("CLICOLOR_FORCE").current_dir(repository());
    command
}

fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A folder that holds `files`, each a path in it with its content.
fn folder(files: &[(&str, &[u8])]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, content) in files {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, content).unwrap();
    }
    folder
}

/// The records that `extract` writes for `inputs`, which must all be readable.
fn records(inputs: &[&Path]) -> Vec<serde_json::Value> {
    let output = demarche().arg("extract").args(inputs).assert().success().get_output().stdout.clone();
    String::from_utf8(output).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// The graph of the two articles, made once for all tests that ask it.
fn graph() -> PathBuf {
    use std::sync::OnceLock;
    static GRAPH: OnceLock<tempfile::TempDir> = OnceLock::new();
    let folder = GRAPH.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        demarche().args(["build", "articles", "-o"]).arg(folder.path()).assert().success();
        folder
    });
    folder.path().join("graph.jsonld")
}
