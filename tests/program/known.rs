//! A user's own table of known actors, and what the program tells of itself to shells and `man`.

use predicates::prelude::*;
use predicates::str::contains;

use super::{demarche, folder};

const TABLE: &str = "name\taliases\tkind\tidentifiers\toffice\tfrom\tto\n\
    Ignatius Fairweather\tI. Fairweather|Iggy Fairweather\tperson\twikidata:Q999999001\n\
    Nobody\t\tperson\tno identifier\n";

#[test]
fn known_actors_get_their_names_and_identifiers_and_are_joined_by_them() {
    let folder = folder(&[
        ("news/a.txt", b"Ignatius Fairweather met Vladimir Putin in Moscow on Monday."),
        ("news/b.txt", b"Iggy Fairweather criticized Vladimir Putin on Tuesday."),
        ("known.tsv", TABLE.as_bytes()),
    ]);
    let path = |name: &str| folder.path().join(name);
    let build = |more: &[&str]| {
        let mut command = demarche();
        command
            .current_dir(folder.path())
            .args(["build", "news", "-o", "out", "--format", "jsonld"])
            .args(more);
        command.assert()
    };
    let explain =
        || demarche().arg("explain").arg(path("out/graph.jsonld")).arg("Fairweather").assert().success();
    build(&["--known", "known.tsv"])
        .code(2)
        .stderr(contains("known.tsv:3: 'no identifier' is no identifier").and(contains("wikidata:Q57291")));
    explain().stdout(
        contains("Ignatius Fairweather, person entity/ignatius-fairweather")
            .and(contains("identifiers: wikidata:Q999999001"))
            .and(contains("named by 2 articles:"))
            .and(contains("same identifier wikidata:Q999999001")),
    );
    build(&["--known", "nowhere.tsv"]).code(2).stderr(contains("nowhere.tsv cannot be read"));
}

/// The names of all commands, as the overview has them.
fn commands() -> Vec<String> {
    let help = demarche().arg("--help").assert().success();
    let help = String::from_utf8(help.get_output().stdout.clone()).unwrap();
    let listed = help.lines().skip_while(|line| !line.starts_with("Commands:")).skip(1);
    let listed = listed.take_while(|line| !line.is_empty()).filter(|line| !line.starts_with("   "));
    let names = listed.filter_map(|line| line.split_whitespace().next()).filter(|name| *name != "help");
    let names: Vec<String> = names.map(str::to_owned).collect();
    assert!(names.len() > 15 && names.iter().any(|name| name == "completions"), "{names:?}");
    names
}

#[test]
fn the_completions_of_every_shell_name_every_command() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let run = demarche().args(["completions", shell]).assert().success().stderr("");
        let script = String::from_utf8(run.get_output().stdout.clone()).unwrap();
        for command in commands() {
            assert!(script.contains(&command), "{shell}: {command}");
        }
        assert!(script.contains("one-a-day"), "{shell}");
    }
    demarche().args(["completions", "tcsh"]).assert().code(2).stderr(contains("possible values"));
}

#[test]
fn there_is_a_manual_page_for_the_program_and_for_every_command() {
    let folder = tempfile::tempdir().unwrap();
    let pages = folder.path().join("man/man1");
    demarche().args(["man", "--out"]).arg(&pages).assert().success().stdout("").stderr("");
    let read =
        |name: &str| std::fs::read_to_string(pages.join(name)).unwrap_or_else(|e| panic!("{name}: {e}"));
    let overview = read("demarche.1");
    for command in commands() {
        assert!(overview.contains(&format!("demarche\\-{command}(1)")), "{command}: {overview}");
        let page = read(&format!("demarche-{command}.1"));
        assert!(page.contains(&format!("demarche\\-{command} \\- ")), "{page}");
    }
    assert_eq!(std::fs::read_dir(&pages).unwrap().count(), commands().len() + 1);
    demarche().arg("man").assert().success().stdout(overview.clone());
    demarche().args(["man", "build"]).assert().success().stdout(read("demarche-build.1"));
    demarche().args(["man", "bild"]).assert().code(2).stderr(contains("there is no command 'bild'"));
}
