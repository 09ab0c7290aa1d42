//! Who is who: explained, and ruled on by a user.

use predicates::prelude::*;
use predicates::str::contains;
use serde_json::Value;

use super::{demarche, folder, graph};

/// Records of two articles, each of which names one person.
fn records(one: &str, other: &str) -> String {
    let record = |document: &str, name: &str| {
        let id = name.to_lowercase().replace([' ', '.'], "-");
        let mention = serde_json::json!({"start": 0, "end": name.chars().count(), "text": name});
        let entity = serde_json::json!({"id": id, "type": "person", "name": name, "mentions": [mention]});
        let (none, sha256) = (Vec::<Value>::new(), document.repeat(64));
        serde_json::json!({
            "id": document, "sha256": sha256, "entities": [entity], "offices": none, "relations": none,
            "positions": none,
        })
        .to_string()
    };
    format!("{}\n{}\n", record("a", one), record("b", other))
}

/// Names and numbers of documents of all that `explain` finds.
fn explained(graph: &std::path::Path, name: &str) -> Vec<(String, usize)> {
    let output = demarche().arg("explain").arg(graph).args([name, "--json"]).assert().success();
    let found: Vec<Value> = serde_json::from_slice(&output.get_output().stdout).unwrap();
    let of = |e: &Value| (e["name"].as_str().unwrap().to_owned(), e["documents"].as_array().unwrap().len());
    found.iter().map(of).collect()
}

#[test]
fn explain_shows_the_names_the_articles_and_the_reasons() {
    demarche().arg("explain").arg(graph()).arg("zelensky").assert().success().stdout(
        contains("Volodymyr Zelenskyy, person entity/volodymyr-zelenskyy")
            .and(contains("named by 2 articles:"))
            .and(contains("one because of:"))
            .and(contains("same full name")),
    );
    demarche()
        .arg("explain")
        .arg(graph())
        .arg("Volodimir Zelenski")
        .assert()
        .code(1)
        .stderr(contains("did you mean 'Volodymyr Zelenskyy'?"));
}

#[test]
fn what_a_file_or_an_option_rules_is_kept_in_the_graph_and_holds_in_what_is_merged_from_it() {
    let folder = folder(&[
        ("kims.jsonl", records("Kim Jong Un", "Marshal Kim").as_bytes()),
        ("bushes.jsonl", records("George Bush", "George Bush").as_bytes()),
        ("rulings.toml", b"same-as = [\n  [\"Kim Jong-un\", \"Marshal Kim\"],\n]\n"),
    ]);
    let path = |name: &str| folder.path().join(name);
    let merge = |from: &[&str], rules: &[&str], to: &str| {
        let parts = from.iter().map(|part| path(part));
        demarche()
            .current_dir(folder.path())
            .arg("merge")
            .args(parts)
            .args(rules)
            .arg("-o")
            .arg(path(to))
            .assert()
    };
    merge(&["kims.jsonl"], &[], "plain.jsonld").success();
    assert_eq!(explained(&path("plain.jsonld"), "Kim").len(), 2);
    merge(&["kims.jsonl"], &["--rulings", "rulings.toml"], "ruled.jsonld").success();
    assert_eq!(explained(&path("ruled.jsonld"), "Kim"), [("Kim Jong Un".to_owned(), 2)]);
    merge(&["kims.jsonl"], &["--same-as", "Kim Jong Un", "Marshal Kim"], "option.jsonld")
        .success()
        .stderr(predicates::str::is_empty());
    merge(&["kims.jsonl"], &["--same-as", "Kim Jong Un", "Comrade Kim"], "idle.jsonld")
        .success()
        .stderr(contains("no article calls anybody 'Comrade Kim' in full"));
    assert_eq!(explained(&path("option.jsonld"), "Kim"), [("Kim Jong Un".to_owned(), 2)]);

    merge(&["bushes.jsonl"], &[], "bush.jsonld").success();
    assert_eq!(explained(&path("bush.jsonld"), "Bush"), [("George Bush".to_owned(), 2)]);
    merge(&["bush.jsonld"], &["--keep-apart", "George Bush @ a", "George Bush @ b"], "apart.jsonld")
        .success();
    assert_eq!(explained(&path("apart.jsonld"), "Bush").len(), 2);
    merge(&["bushes.jsonl", "apart.jsonld", "ruled.jsonld"], &[], "all.jsonld").success();
    assert_eq!(explained(&path("all.jsonld"), "Bush").len(), 2);
    assert_eq!(explained(&path("all.jsonld"), "Kim").len(), 1);

    merge(&["ruled.jsonld"], &["--keep-apart", "Marshal Kim", "Kim Jong Un"], "never.jsonld").code(2).stderr(
        contains("the rulings contradict each other")
            .and(contains("same-as 'Kim Jong-un' and 'Marshal Kim'")),
    );
    assert!(!path("never.jsonld").exists());
}

#[test]
fn a_bad_file_of_rulings_is_named_with_its_line() {
    let folder = folder(&[
        ("kims.jsonl", records("Kim Jong Un", "Marshal Kim").as_bytes()),
        ("bad.toml", b"same-as = [\n  [\"Kim Jong Un\", \"Marshal Kim\"],\n  [\"Kim\"],\n]\n"),
    ]);
    demarche()
        .current_dir(folder.path())
        .args(["merge", "kims.jsonl", "--rulings", "bad.toml", "-o", "graph.jsonld"])
        .assert()
        .code(2)
        .stderr(
            contains("bad.toml")
                .and(contains("line 3").or(contains(":3")))
                .and(contains("two different names")),
        );
    demarche()
        .current_dir(folder.path())
        .args(["merge", "kims.jsonl", "--rulings", "nowhere.toml", "-o", "graph.jsonld"])
        .assert()
        .code(2)
        .stderr(contains("nowhere.toml cannot be read"));
}

#[test]
fn explain_tells_the_words_of_an_act_and_what_came_near() {
    let files = folder(&[(
        "visit.txt",
        b"Paris, 3 March 2025\n\nEmmanuel Macron met Friedrich Merz in Berlin on Monday.\n",
    )]);
    let graph = files.path().join("graph.jsonld");
    let article = files.path().join("visit.txt");
    demarche().args(["build", "-o"]).arg(files.path()).arg(&article).assert().success();
    let id = "act/emmanuel-macron/met/friedrich-merz/-/occurred";
    let text = std::fs::read_to_string(&graph).unwrap();
    let id = text.split('"').find(|part| part.starts_with(id) && !part.contains('#')).unwrap();
    let plain = demarche().arg("explain").arg(&graph).arg(id).assert().success();
    plain.stdout(contains("Emmanuel Macron met Friedrich Merz")).stderr(contains("--articles"));
    let told = demarche()
        .arg("explain")
        .arg(&graph)
        .args([id, "--json", "--articles"])
        .arg(&article)
        .assert()
        .success();
    let told: Value = serde_json::from_slice(&told.get_output().stdout).unwrap();
    let seen = told[0]["seen"].as_array().unwrap();
    assert!(seen[0]["trigger"] == "met" && seen[0]["relation"] == "met" && seen[0]["told"] == true, "{told}");
    assert_eq!(seen[0]["sources"][0]["word"], "Macron");
    assert!(seen.windows(2).all(|two| two[0]["probability"].as_f64() >= two[1]["probability"].as_f64()));
    // Another text of that name is not the one that the graph was made from.
    std::fs::write(&article, "Nobody met anybody.").unwrap();
    let other =
        demarche().arg("explain").arg(&graph).args([id, "--articles"]).arg(&article).assert().success();
    other.stdout(contains("is not among those given, or has another text"));
}

#[test]
fn explain_proposes_whoever_holds_the_same_office_at_the_same_time() {
    let files = folder(&[
        (
            "one.txt",
            b"LUNDA, 3 March 2025\n\nFrance's foreign minister Jean Barrot met Mark Rutte on Monday.\n",
        ),
        (
            "two.txt",
            b"LUNDA, 3 March 2025\n\nFrance's foreign minister Pierre Delmas criticized Germany on Monday.\n",
        ),
    ]);
    demarche()
        .args(["build", "--date", "2025-03-03", "-o"])
        .arg(files.path())
        .arg(files.path())
        .assert()
        .success();
    let told =
        demarche().arg("explain").arg(files.path().join("graph.jsonld")).arg("Delmas").assert().success();
    told.stdout(
        contains("perhaps also Jean Barrot, foreign minister of France at the same time")
            .and(contains("--same-as 'Pierre Delmas' 'Jean Barrot'")),
    );
}

#[test]
fn explain_tells_why_phrases_are_one_issue() {
    demarche().arg("explain").arg(graph()).arg("security guarantees").assert().success().stdout(
        contains("security guarantees, issue").and(contains("nearest: ")).and(contains("% likely alone")),
    );
}

#[test]
fn what_is_kept_apart_inside_an_article_is_two_people_there_in_a_graph_and_in_a_store() {
    let article = b"John Vance met Mark Rutte on Monday. John P. Vance criticized Germany on Tuesday.\n";
    let files = folder(&[
        ("news/one.txt", article),
        ("rulings.toml", b"keep-apart = [[\"John Vance @ one\", \"John P. Vance @ one\"]]\n"),
    ]);
    let build = |more: &[&str]| {
        demarche().current_dir(files.path()).args(["build", "news"]).args(more).assert().success()
    };
    let names = |graph: &str| explained(&files.path().join(graph), "Vance");
    build(&["-o", "plain", "--store", "news.sqlite"]);
    assert_eq!(names("plain/graph.jsonld"), [("John P. Vance".to_owned(), 1)]);
    build(&["-o", "ruled", "--rulings", "rulings.toml"]);
    let both = [("John P. Vance".to_owned(), 1), ("John Vance".to_owned(), 1)];
    assert_eq!(names("ruled/graph.jsonld"), both);
    // The article is read again for the ruling, and not a third time.
    build(&["--store", "news.sqlite", "--rulings", "rulings.toml"]);
    assert_eq!(names("news.sqlite"), both);
    build(&["--store", "news.sqlite"]).stderr(contains("1 article was in the store already"));
    assert_eq!(names("news.sqlite"), both);
}

#[test]
fn two_of_one_name_in_different_countries_are_two_and_explain_gives_the_ruling() {
    let files = folder(&[
        ("leeds.txt", b"The mayor of Leeds, Adam Brook, rejected the plan on Monday.\n"),
        ("ohio.txt", b"Senator Adam Brook of Ohio criticized the plan on Tuesday.\n"),
    ]);
    let build = |more: &[&str]| {
        let mut command = demarche();
        command.current_dir(files.path()).args(["build", "--date", "2024-03-05", "leeds.txt", "ohio.txt"]);
        command.args(more).assert().success();
    };
    build(&["-o", "out", "--store", "news.sqlite"]);
    for graph in ["out/graph.jsonld", "news.sqlite"] {
        let told =
            demarche().arg("explain").arg(files.path().join(graph)).arg("Adam Brook").assert().success();
        told.stdout(
            contains("entity/adam-brook-united-kingdom")
                .and(contains("mayor of Leeds here, senator of Ohio there, in two countries"))
                .and(contains("--same-as 'Adam Brook @ leeds' 'Adam Brook @ ohio'")),
        );
    }
    let [one, other] = ["Adam Brook @ leeds", "Adam Brook @ ohio"];
    build(&["-o", "ruled", "--same-as", one, other]);
    assert_eq!(explained(&files.path().join("ruled/graph.jsonld"), "Brook"), [("Adam Brook".to_owned(), 2)]);
}

#[test]
fn a_nickname_in_quotes_makes_nobody_another_and_a_constituency_is_a_place() {
    let files = folder(&[
        ("one.txt", "William “Bill” Hartley, the MP for Corby Vale, rejected the plan.\n".as_bytes()),
        ("two.txt", b"William Hartley met Mark Rutte on Monday.\n"),
    ]);
    let path = files.path();
    demarche().current_dir(path).args(["build", "one.txt", "two.txt", "-o", "out"]).assert().success();
    let graph = path.join("out/graph.jsonld");
    assert_eq!(explained(&graph, "Hartley").iter().map(|(_, articles)| *articles).collect::<Vec<_>>(), [2]);
    demarche()
        .arg("explain")
        .arg(&graph)
        .arg("Corby Vale")
        .assert()
        .success()
        .stdout(contains("region entity/"));
}
