//! News as it comes: articles change, what was told is corrected, and what is so ends.

use std::path::{Path, PathBuf};

use predicates::str::contains;
use rusqlite::Connection;
use serde_json::{Value, json};

use super::{demarche, folder, records};

fn line(id: &str, date: &str, text: &str) -> String {
    format!("{}\n", json!({"id": id, "date": date, "text": text}))
}

const FIRST: &str = "Finland sanctioned Belarus, Foreign Minister Elina Valtonen said.";
const CORRECTED: &str = "CORRECTION: Finland did not sanction Belarus, Foreign Minister Elina Valtonen said.";

/// What `command` prints for a graph or a store and these words.
fn printed(command: &str, graph: &Path, words: &str) -> String {
    let output = demarche().arg(command).arg(graph).arg(words).output().unwrap();
    String::from_utf8(output.stdout).unwrap()
}

/// The statuses of all that Finland did, in a graph.
fn statuses(graph: &Path) -> Vec<String> {
    let nodes: Value = serde_json::from_slice(&std::fs::read(graph).unwrap()).unwrap();
    let acts = nodes["@graph"].as_array().unwrap().iter().filter(|node| node["source"] == "entity/finland");
    acts.filter(|act| act["relation"] == "sanctioned")
        .map(|act| act["status"].as_str().unwrap().to_owned())
        .collect()
}

/// A folder with a store of these JSON lines, `news.sqlite`.
fn stored(news: &str) -> tempfile::TempDir {
    let files = folder(&[("news.jsonl", news.as_bytes())]);
    let (from, to) = (files.path().join("news.jsonl"), files.path().join("news.sqlite"));
    demarche().arg("build").arg(from).arg("--store").arg(to).assert().success();
    files
}

#[test]
fn a_later_text_of_an_article_takes_the_place_of_the_one_before_in_a_graph_and_in_a_store() {
    let (first, second) = (line("a", "2025-03-10", FIRST), line("a", "2025-03-11", CORRECTED));
    let files = folder(&[
        ("old.jsonl", first.as_bytes()),
        ("new.jsonl", second.as_bytes()),
        ("both.jsonl", (second.clone() + &first).as_bytes()),
    ]);
    let path = |name: &str| files.path().join(name);
    let build = |name: &str, out: &str| {
        demarche().arg("build").arg(path(name)).arg("-o").arg(path(out)).assert().success()
    };
    build("both.jsonl", "both").stderr(contains("1 article has taken the place of an earlier text"));
    let graph = path("both/graph.jsonld");
    assert!(statuses(&graph).iter().all(|status| status == "denied"), "{:?}", statuses(&graph));
    let explained = printed("explain", &graph, "Valtonen");
    assert!(
        explained.contains("2025-03-11") && explained.contains("in place of the text of 2025-03-10"),
        "{explained}"
    );
    // One after the other, merged either way round, gives the same bytes.
    build("old.jsonl", "old");
    build("new.jsonl", "new");
    let whole = std::fs::read(&graph).unwrap();
    let [old, new] = ["old/graph.jsonld", "new/graph.jsonld"].map(path);
    for parts in [[&old, &new], [&new, &old]] {
        let merged = demarche().arg("merge").args(parts).args(["-o", "-"]).assert().success();
        assert!(merged.get_output().stdout == whole);
    }
    let store = path("news.sqlite");
    for name in ["new.jsonl", "old.jsonl"] {
        demarche().arg("build").arg(path(name)).arg("--store").arg(&store).assert().success();
        let exported = demarche().arg("export").arg(&store).args(["-f", "jsonld"]).assert().success();
        assert_eq!(exported.get_output().stdout == whole, name == "old.jsonl", "{name}");
    }
    demarche()
        .arg("forget")
        .arg(&store)
        .arg("a")
        .assert()
        .success()
        .stderr(contains("1 article was forgotten, in 2 versions"));
    assert_eq!(committed(&store), 0);
}

fn committed(store: &Path) -> i64 {
    let connection = Connection::open(store).unwrap();
    connection.query_row("SELECT count(*) FROM versions", [], |row| row.get(0)).unwrap()
}

#[test]
fn an_address_is_one_article_and_articles_that_are_only_numbered_are_several() {
    let entry = |fields: Value| format!("{fields}\n");
    let same = entry(
        json!({"id": "x", "url": "https://a.example/1", "date": "2025-03-10", "text": "Lula met Gustavo Petro."}),
    ) + &entry(json!({"id": "y", "url": "http://a.example/1/", "date": "2025-03-10",
            "modified": "2025-03-10T18:00:00Z", "text": "Lula met Angela Merkel."}));
    let one = entry(json!({"date": "2025-03-10", "text": "Lula met Gustavo Petro."}));
    let other = entry(json!({"date": "2025-03-11", "text": "Lula met Angela Merkel."}));
    let files = folder(&[
        ("same.jsonl", same.as_bytes()),
        ("1/news.jsonl", one.as_bytes()),
        ("2/news.jsonl", other.as_bytes()),
    ]);
    let documents = |inputs: &[PathBuf], out: &str| -> Vec<String> {
        let out = files.path().join(out);
        demarche().arg("build").args(inputs).arg("-o").arg(&out).assert().success();
        let graph: Value = serde_json::from_slice(&std::fs::read(out.join("graph.jsonld")).unwrap()).unwrap();
        let nodes = graph["@graph"].as_array().unwrap().iter().filter(|node| node["type"] == "NewsArticle");
        nodes.map(|node| node["identifier"].to_string()).collect()
    };
    assert_eq!(documents(&[files.path().join("same.jsonl")], "a"), [r#"["y"]"#]);
    let numbered = ["1/news.jsonl", "2/news.jsonl"].map(|name| files.path().join(name));
    assert_eq!(documents(&numbered, "b").len(), 2);
}

#[test]
fn what_an_earlier_version_said_is_denied_and_not_asserted() {
    for text in [
        "CORRECTION: Finland did not sanction Belarus.",
        "Correction - Finland did not sanction Belarus.",
        "Correction: A previous version of this story incorrectly stated that Finland had imposed sanctions on Belarus.",
        "In an earlier version of this article, we reported that Finland sanctioned Belarus on Monday.",
    ] {
        let files = folder(&[("2025-03-11-a.txt", text.as_bytes())]);
        let read = records(&[files.path()]);
        let acts = read[0]["relations"].as_array().unwrap();
        let told = acts.iter().any(|act| act["source"] == "finland" && act["target"] == "belarus");
        assert!(told, "{text}: {acts:?}");
        assert!(acts.iter().all(|act| act["status"] == "denied"), "{text}: {acts:?}");
    }
}

#[test]
fn whoever_is_told_to_have_left_a_post_holds_it_no_more() {
    let out = tempfile::tempdir().unwrap();
    let texts = [
        ("Ukrainian Defence Minister Oleksii Reznikov resigned on Monday.", "oleksii-reznikov"),
        ("Ukrainian Defence Minister Oleksii Reznikov stepped down on Monday.", "oleksii-reznikov"),
        ("Israeli Finance Minister Bezalel Smotrich stepped down as finance minister.", "bezalel-smotrich"),
        ("German Chancellor Olaf Scholz fired Finance Minister Christian Lindner.", "christian-lindner"),
        ("Iranian President Ebrahim Raisi was killed in a helicopter crash on Sunday.", "ebrahim-raisi"),
        ("French Prime Minister Michel Barnier was ousted on Wednesday.", "michel-barnier"),
    ];
    for (text, who) in texts {
        let file = out.path().join("2025-03-11-a.txt");
        std::fs::write(&file, text).unwrap();
        let read = records(&[&file]);
        let offices = read[0]["offices"].as_array().unwrap();
        let statuses: Vec<&Value> =
            offices.iter().filter(|o| o["holder"] == who).map(|o| &o["status"]).collect();
        assert!(
            !statuses.is_empty() && statuses.iter().all(|status| **status == "former"),
            "{text}: {statuses:?}"
        );
    }
    // Nothing ends that no sentence ends.
    for text in [
        "Ukrainian Defence Minister Oleksii Reznikov may resign on Monday.",
        "Ukrainian Defence Minister Oleksii Reznikov did not resign.",
        "Ukrainian Defence Minister Oleksii Reznikov dismissed the claims.",
    ] {
        let file = out.path().join("2025-03-11-a.txt");
        std::fs::write(&file, text).unwrap();
        assert_eq!(records(&[&file])[0]["offices"][0]["status"], "current", "{text}");
    }
}

#[test]
fn an_office_that_ended_is_told_by_offices_and_by_answers() {
    let news = line("held", "2025-03-03", "Ukrainian Defence Minister Oleksii Reznikov met Angela Merkel.")
        + &line("left", "2025-03-11", "Ukrainian Defence Minister Oleksii Reznikov resigned on Monday.");
    let files = stored(&news);
    let store = files.path().join("news.sqlite");
    demarche()
        .args(["offices", "--holder", "Reznikov", "--json"])
        .arg(&store)
        .assert()
        .success()
        .stdout(contains("\"ended\": \"2025-03-11\""));
    demarche().args(["offices", "--on", "2025-03-12"]).arg(&store).assert().code(1);
    let who = printed("ask", &store, "Who resigned?");
    assert!(who.contains("Oleksii Reznikov") && who.contains("resigned"), "{who}");
    let still = printed("ask", &store, "Is Reznikov still defence minister of Ukraine?");
    assert!(!printed("ask", &store, "Who died?").contains("Reznikov"), "{still}");
}

#[test]
fn a_date_is_read_however_a_field_tells_it_and_what_may_be_two_is_told() {
    for date in [
        json!("March 14, 2025"),
        json!("14/03/2025"),
        json!("20250314"),
        json!("Fri, 14 Mar 2025 09:00:00 +0100"),
        json!(1_741_942_800),
        json!(1_741_942_800_000_i64),
    ] {
        let article =
            format!("{}\n", json!({"id": "a", "date": date, "text": "Lula met Gustavo Petro on Monday."}));
        let files = folder(&[("news.jsonl", article.as_bytes())]);
        let read = records(&[files.path()]);
        assert_eq!(read[0]["date"], "2025-03-14", "{date}");
    }
    let article = line("lula", "03/04/2025", "Lula met Gustavo Petro.");
    let files = folder(&[("news.jsonl", article.as_bytes())]);
    demarche()
        .arg("extract")
        .arg(files.path())
        .assert()
        .success()
        .stderr(contains("article lula may be 2025-04-03 or 2025-03-04"));
    assert_eq!(records(&[files.path()])[0]["date"], Value::Null);
}

#[test]
fn a_store_is_read_by_the_sqlite_of_the_day_after_articles_were_forgotten() {
    let news = line("a", "2025-03-10", FIRST) + &line("b", "2025-03-10", "Lula met Gustavo Petro.");
    let files = stored(&news);
    let store = files.path().join("news.sqlite");
    demarche().arg("forget").arg(&store).arg("a").assert().success();
    let connection = Connection::open(&store).unwrap();
    let one = |query: &str| connection.query_row(query, [], |row| row.get::<_, i64>(0)).unwrap();
    // Any SQLite from 3.20 to 3.41 knows this format of a full-text index alone.
    assert_eq!(one("SELECT v FROM quotes_search_config WHERE k = 'version'"), 4);
    assert_eq!(one("SELECT count(*) FROM quotes_search WHERE quotes_search MATCH 'sanctioned'"), 0);
    assert_eq!(one("SELECT count(*) FROM quotes_search WHERE quotes_search MATCH 'met'"), 1);
}

/// Pairs of an article and a later one, by which what the first tells is over.
fn ended() -> tempfile::TempDir {
    let texts = [
        ("2025-03-03", "Hungary opposes the accession of Sweden to NATO."),
        ("2025-07-07", "Hungary dropped its opposition to the accession of Sweden."),
        ("2025-03-03", "Turkey opposes the sale of jets to Greece."),
        ("2025-07-07", "Turkey no longer opposes the sale of jets to Greece."),
        ("2025-03-03", "Poland rejected the grain deal with Ukraine."),
        ("2025-07-07", "Poland withdrew its objection to the grain deal with Ukraine."),
        ("2025-03-03", "The United States imposed sanctions on Syria."),
        ("2025-07-07", "The United States lifted sanctions on Syria."),
        ("2025-03-03", "Slovakia opposes the embargo on Russian gas."),
        ("2025-07-07", "Slovakia still opposes the embargo on Russian gas."),
        ("2025-03-03", "Italy supported the migration pact."),
        ("2025-07-07", "Italy withdrew its support for the migration pact."),
    ];
    let lines: String =
        texts.iter().enumerate().map(|(n, (day, text))| line(&format!("a{n}"), day, text)).collect();
    let files = stored(&lines);
    let path = |name: &str| files.path().join(name);
    demarche().arg("build").arg(path("news.jsonl")).arg("-o").arg(path("out")).assert().success();
    files
}

#[cfg(feature = "serve")]
#[test]
fn what_is_over_is_served_as_the_description_of_the_server_says() {
    use super::serve::{Server, misfit};
    let files = ended();
    let office = line("held", "2025-03-03", "Ukrainian Defence Minister Oleksii Reznikov met Angela Merkel.")
        + &line("left", "2025-03-11", "Ukrainian Defence Minister Oleksii Reznikov resigned on Monday.");
    let news = files.path().join("news.sqlite");
    let server = Server::start(&[&news], &[]);
    let over = server.json("/api/actor?name=Turkey")["positions"][0].clone();
    assert_eq!(over["ended"], "2025-07-07", "{over}");
    let fact = server.json(&format!("/api/fact?id={}", over["id"].as_str().unwrap()));
    assert!(fact.to_string().contains("\"ended\":\"2025-07-07\""), "{fact}");
    let whole = Server::start(&[&files.path().join("out/graph.jsonld")], &[]);
    assert_eq!(whole.json(&format!("/api/fact?id={}", over["id"].as_str().unwrap())), fact);
    for (files, path, schema, over) in [
        (files, "/api/positions", "Positions", "2025-07-07"),
        (stored(&office), "/api/offices", "Offices", "2025-03-11"),
    ] {
        let server = Server::start(&[&files.path().join("news.sqlite")], &[]);
        let schemas = &server.json("/api/openapi.json")["components"]["schemas"];
        let list = server.json(path);
        assert!(list["items"].as_array().unwrap().iter().any(|item| item["ended"] == over), "{list}");
        assert_eq!(misfit(schemas, &schemas[schema], &list, path), None);
    }
}

#[test]
fn what_somebody_gave_up_is_told_as_over_with_the_sentence_that_says_so() {
    let files = ended();
    for graph in [files.path().join("out/graph.jsonld"), files.path().join("news.sqlite")] {
        for (question, said) in [
            ("Does Hungary still oppose the accession of Sweden?", "No longer."),
            ("Is Turkey still against the sale of jets?", "No longer."),
            ("Is Poland against the grain deal?", "No longer."),
            ("Does the United States still sanction Syria?", "No longer."),
            ("Is Slovakia still against the embargo on Russian gas?", "Yes."),
            ("Does Italy still support the migration pact?", "No longer."),
            // What was done stays done.
            ("Did the United States sanction Syria?", "Yes."),
            ("Has Poland rejected the grain deal?", "Yes."),
        ] {
            let answer = printed("ask", &graph, question);
            assert!(answer.starts_with(said), "{question} {answer}");
            let over = said == "No longer.";
            assert!(!over || answer.contains("It was given up:"), "{question} {answer}");
        }
        let against = printed("ask", &graph, "Who is against the sale of jets?");
        assert!(!against.starts_with("Turkey"), "{against}");
        let positions = demarche().arg("positions").arg(&graph).arg("--json").assert().success();
        let positions: Vec<Value> = serde_json::from_slice(&positions.get_output().stdout).unwrap();
        let of = |holder: &str, stance: &str| {
            let found = positions
                .iter()
                .find(|p| p["holder"] == holder && p["stance"] == stance && p["since"] == "2025-03-03");
            found.unwrap_or_else(|| panic!("{holder} {stance}: {positions:?}"))
        };
        for (holder, stance, words) in [
            ("Turkey", "against", "no longer opposes"),
            ("Poland", "against", "withdrew its objection"),
            ("Italy", "for", "withdrew its support"),
        ] {
            let position = of(holder, stance);
            assert_eq!(position["ended"], "2025-07-07", "{position}");
            assert!(position["ended_by"][0]["quote"].as_str().unwrap().contains(words), "{position}");
        }
        assert_eq!(of("Slovakia", "against")["ended"], Value::Null);
    }
    let graph = files.path().join("out/graph.jsonld");
    let printed = printed("positions", &graph, "--phrases");
    assert!(
        printed.contains("2025-03-03, over by 2025-07-07") && printed.contains("given up: “"),
        "{printed}"
    );
}
