//! The texts of articles, where they are kept: in records, graphs and stores, and what is shown from them.

use std::path::{Path, PathBuf};

use predicates::prelude::*;
use predicates::str::contains;
use rusqlite::Connection;
use serde_json::{Value, json};

use super::{demarche, folder};

const TEXT: &str = "Talks in “Paris” <b>\nAngela Merkel arrived on Thursday. \
                    French President Emmanuel Macron met German Chancellor Angela Merkel in Paris on Friday. \
                    They were tired & went home.\n\nNobody else came.\n";
const QUIET: &str = "Emmanuel Macron met Olaf Scholz in Berlin on Friday.\n";

/// A folder with the two articles under `news/`.
fn news() -> tempfile::TempDir {
    folder(&[
        ("news/2025-03-14-paris.txt", TEXT.as_bytes()),
        ("news/2025-03-15-berlin.txt", QUIET.as_bytes()),
    ])
}

/// What a command writes to standard output; it must succeed.
fn output(arguments: &[&dyn AsRef<std::ffi::OsStr>]) -> Vec<u8> {
    demarche().args(arguments).assert().success().get_output().stdout.clone()
}

fn built(folder: &Path, out: &str, more: &[&str]) -> PathBuf {
    let to = folder.join(out);
    demarche().arg("build").arg(folder.join("news")).arg("-o").arg(&to).args(more).assert().success();
    to.join("graph.jsonld")
}

/// The text of each article in a graph, by its own name.
fn texts(graph: &[u8]) -> Vec<(String, Option<String>)> {
    let graph: Value = serde_json::from_slice(graph).unwrap();
    let nodes = graph["@graph"].as_array().unwrap().iter().filter(|node| node["type"] == "NewsArticle");
    nodes
        .map(|node| {
            let name = node["identifier"][0].as_str().unwrap().to_owned();
            (name, node["articleBody"].as_str().map(str::to_owned))
        })
        .collect()
}

fn kept() -> Vec<(String, Option<String>)> {
    [("2025-03-14-paris", TEXT), ("2025-03-15-berlin", QUIET)]
        .map(|(name, text)| (name.to_owned(), Some(text.to_owned())))
        .to_vec()
}

#[test]
fn texts_are_kept_as_they_were_read_only_where_that_is_asked_for() {
    let folder = news();
    let plain = std::fs::read(built(folder.path(), "plain", &[])).unwrap();
    assert!(texts(&plain).iter().all(|(_, text)| text.is_none()));
    let graph = built(folder.path(), "kept", &["--keep-text"]);
    let bytes = std::fs::read(&graph).unwrap();
    assert_eq!(texts(&bytes), kept());
    // Reading and writing it again changes nothing.
    assert!(output(&[&"export", &graph, &"-f", &"jsonld"]) == bytes);
    let quads = String::from_utf8(output(&[&"export", &graph, &"-f", &"nquads"])).unwrap();
    assert!(
        quads.contains("<https://schema.org/articleBody> \"Talks in “Paris” <b>\\nAngela Merkel arrived")
    );
}

#[test]
fn records_carry_the_text_and_merging_is_a_union_in_any_order() {
    let folder = news();
    let plain = built(folder.path(), "plain", &[]);
    let whole = std::fs::read(built(folder.path(), "kept", &["--keep-text"])).unwrap();
    let records = folder.path().join("records.jsonl");
    demarche()
        .args(["extract", "--keep-text"])
        .arg(folder.path().join("news"))
        .arg("-o")
        .arg(&records)
        .assert()
        .success();
    for parts in [vec![&records], vec![&plain, &records], vec![&records, &plain, &records]] {
        let mut command = demarche();
        let merged = command.arg("merge").args(&parts).args(["--keep-text", "-o", "-"]).assert().success();
        assert!(merged.get_output().stdout == whole, "{parts:?}");
    }
    let left_out = demarche().arg("merge").arg(&records).args(["-o", "-"]).assert().success();
    let left_out = left_out.stderr(contains("2 texts of articles were left out; --keep-text keeps"));
    assert!(left_out.get_output().stdout == std::fs::read(plain).unwrap());
}

#[test]
fn a_text_that_is_not_the_one_that_was_read_is_told_with_its_place() {
    let folder = news();
    let records = folder.path().join("records.jsonl");
    let extract = ["extract", "--keep-text"];
    demarche().args(extract).arg(folder.path().join("news")).arg("-o").arg(&records).assert().success();
    let lines = std::fs::read_to_string(&records).unwrap().replacen("went home", "went out", 1);
    std::fs::write(&records, lines).unwrap();
    let merged = demarche().arg("merge").arg(&records).args(["--keep-text", "-o", "-"]).assert().code(2);
    let merged =
        merged.stderr(contains("records.jsonl:1: record '2025-03-14-paris': its text is not the one"));
    assert_eq!(texts(&merged.get_output().stdout), kept()[1..]);
    let graph = built(folder.path(), "kept", &["--keep-text"]);
    let changed = std::fs::read_to_string(&graph).unwrap().replacen("went home", "went out", 1);
    std::fs::write(&graph, changed).unwrap();
    let message = "node 'document/2025-03-14-paris': 'articleBody' is not the text of its 'sha256'";
    demarche().arg("acts").arg(&graph).assert().code(2).stderr(contains(message));
}

#[test]
fn a_graph_with_texts_is_verified_without_its_articles() {
    let folder = news();
    let graph = built(folder.path(), "kept", &["--keep-text"]);
    let all = "from 2 articles are in their place";
    demarche().arg("verify").arg(&graph).assert().success().stdout(contains(all));
    demarche()
        .arg("verify")
        .arg(&graph)
        .arg(folder.path().join("news"))
        .assert()
        .success()
        .stdout(contains(all));
    // A quote that the text does not have.
    let bytes = std::fs::read_to_string(&graph).unwrap();
    let other =
        bytes.replace("\"exact\": \"Emmanuel Macron met German", "\"exact\": \"Emmanuel Macron saw German");
    assert_ne!(bytes, other, "{bytes}");
    std::fs::write(&graph, other).unwrap();
    let told = "the graph quotes \"Emmanuel Macron saw German";
    demarche().arg("verify").arg(&graph).assert().code(2).stderr(contains(told));
    // One text is there, the other is not.
    let only = folder.path().join("only");
    demarche()
        .args(["build", "--keep-text"])
        .arg(folder.path().join("news/2025-03-15-berlin.txt"))
        .arg("-o")
        .arg(&only)
        .assert()
        .success();
    let plain = built(folder.path(), "plain", &[]);
    let both = folder.path().join("both.jsonld");
    let parts = [&plain, &only.join("graph.jsonld")];
    demarche().arg("merge").args(parts).args(["--keep-text", "-o"]).arg(&both).assert().success();
    let missing = "2025-03-14-paris: the article is not among those given";
    demarche().arg("verify").arg(&both).assert().code(2).stderr(contains(missing));
    let advice = "name the articles that the graph was made from";
    demarche().arg("verify").arg(&plain).assert().code(2).stderr(contains(advice));
}

/// The number of texts in a store.
fn number_of_texts(store: &Path) -> i64 {
    let connection = Connection::open(store).unwrap();
    connection.query_row("SELECT count(*) FROM texts", [], |row| row.get(0)).unwrap()
}

#[test]
fn a_store_keeps_texts_adds_them_later_and_forgets_them() {
    let folder = news();
    let whole = std::fs::read(built(folder.path(), "kept", &["--keep-text"])).unwrap();
    let store = folder.path().join("news.sqlite");
    let grow = |more: &[&str]| {
        let mut command = demarche();
        command.arg("build").arg(folder.path().join("news")).arg("--store").arg(&store).args(more);
        command.assert().success()
    };
    grow(&[]);
    assert_eq!(number_of_texts(&store), 0);
    grow(&["--keep-text"]).stderr(contains("already").not());
    assert_eq!(number_of_texts(&store), 2);
    assert!(output(&[&"export", &store, &"-f", &"jsonld"]) == whole);
    // What has its text need not be read again, whether texts are asked for or not.
    grow(&["--keep-text"]).stderr(contains("2 articles were in the store already"));
    grow(&[]).stderr(contains("2 articles were in the store already"));
    demarche().arg("verify").arg(&store).assert().success();
    demarche().arg("forget").arg(&store).arg("2025-03-14-paris").assert().success();
    assert_eq!(number_of_texts(&store), 1);
    assert_eq!(texts(&output(&[&"export", &store, &"-f", &"jsonld"])), kept()[1..]);
    // Nothing of it is left in the file.
    Connection::open(&store).unwrap().execute_batch("PRAGMA wal_checkpoint(TRUNCATE)").unwrap();
    let bytes = std::fs::read(&store).unwrap();
    assert!(!bytes.windows(9).any(|window| window == b"went home"));
}

#[test]
fn the_text_is_that_of_the_version_that_holds() {
    let line = |date: &str, text: &str| format!("{}\n", json!({"id": "a", "date": date, "text": text}));
    let (old, new) = (line("2025-03-10", TEXT), line("2025-03-11", QUIET));
    for (first, second) in [(&old, &new), (&new, &old)] {
        let files = folder(&[("1.jsonl", first.as_bytes()), ("2.jsonl", second.as_bytes())]);
        let store = files.path().join("news.sqlite");
        for (name, more) in [("1.jsonl", "1"), ("2.jsonl", "2")] {
            let out = files.path().join(more);
            let mut command = demarche();
            command.arg("build").arg(files.path().join(name)).arg("--store").arg(&store);
            command.arg("-o").arg(out).arg("--keep-text").assert().success();
        }
        let held = vec![("a".to_owned(), Some(QUIET.to_owned()))];
        assert_eq!(texts(&output(&[&"export", &store, &"-f", &"jsonld"])), held);
        assert_eq!(number_of_texts(&store), 1);
    }
}

const QUESTION: &str = "Did Macron meet Merkel?";
const MET: &str = "French President Emmanuel Macron met German Chancellor Angela Merkel in Paris on Friday.";
const AROUND: &str = "Angela Merkel arrived on Thursday. French President Emmanuel Macron met German Chancellor Angela \
                      Merkel in Paris on Friday. They were tired & went home.";

#[test]
fn answers_stand_in_their_sentence_between_its_neighbours() {
    let folder = news();
    let graph = built(folder.path(), "kept", &["--keep-text"]);
    let store = folder.path().join("news.sqlite");
    demarche().args(["merge", "--keep-text"]).arg(&graph).arg("--store").arg(&store).assert().success();
    for path in [&graph, &store] {
        let text = String::from_utf8(output(&[&"ask", &path, &QUESTION])).unwrap();
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(text.contains(&format!("in: {AROUND}")), "{text}");
        let answer: Value = serde_json::from_slice(&output(&[&"ask", &path, &QUESTION, &"--json"])).unwrap();
        let source = &answer["rows"][0]["facts"][0]["act"]["sources"][0];
        let context = json!({"before": "Angela Merkel arrived on Thursday.", "sentence": MET, "after": "They were tired & went home."});
        assert_eq!(source["context"], context, "{answer}");
        let acts: Value = serde_json::from_slice(&output(&[&"acts", &path, &"--json"])).unwrap();
        let acts = acts.as_array().unwrap();
        assert!(acts.iter().all(|act| act["sources"][0].get("context").is_none()));
        let id = acts
            .iter()
            .find(|act| act["source"] == "Angela Merkel" && act["relation"] == "met")
            .unwrap()["id"]
            .as_str()
            .unwrap();
        let told = String::from_utf8(output(&[&"explain", &path, &id])).unwrap();
        assert!(told.contains(&format!("    in: {AROUND}\n")), "{told}");
        let told: Value = serde_json::from_slice(&output(&[&"explain", &path, &id, &"--json"])).unwrap();
        assert_eq!(told[0]["context"], context);
    }
    let plain = built(folder.path(), "plain", &[]);
    let text = String::from_utf8(output(&[&"ask", &plain, &QUESTION])).unwrap();
    assert!(!text.contains("in: "), "{text}");
}

#[test]
fn the_page_has_the_paragraphs_of_quotes_where_texts_are_kept() {
    let folder = news();
    let page = |graph: PathBuf| std::fs::read_to_string(graph.with_file_name("graph.html")).unwrap();
    let plain = page(built(folder.path(), "plain", &[]));
    assert!(!plain.contains("They were tired") && !plain.contains("\"paragraphs\":[["));
    let page = page(built(folder.path(), "kept", &["--keep-text"]));
    let (_, data) = page.split_once("<script type=\"application/json\" id=\"graph\">").unwrap();
    let data: Value = serde_json::from_str(data.split_once("</script>").unwrap().0).unwrap();
    let act = data["acts"]
        .as_array()
        .unwrap()
        .iter()
        .find(|act| act["relation"] == "met" && act["evidence"][0]["document"] == 0)
        .unwrap();
    let words = &act["evidence"][0];
    let paragraph = &data["documents"][0]["paragraphs"][words["paragraph"].as_u64().unwrap() as usize];
    assert_eq!(paragraph[1], AROUND);
    let place = |value: &Value| value.as_u64().unwrap() as usize - paragraph[0].as_u64().unwrap() as usize;
    let cut =
        |from: &Value, to: &Value| -> String { AROUND.chars().take(place(to)).skip(place(from)).collect() };
    let sentence = &words["sentence"];
    assert_eq!(cut(&sentence[0], &sentence[1]), MET);
    assert_eq!(cut(&words["start"], &words["end"]), words["quote"].as_str().unwrap());
    // Only paragraphs that show something are there.
    assert!(!page.contains("Nobody else came"));
}

/// A record whose text, like all else in it, is a script, with an act and an office that it shows.
#[cfg(feature = "serve")]
fn planted() -> Value {
    use super::serve::SCRIPT;
    let text = format!("Before that.\n{SCRIPT} & <b>that</b> was “all”. They left.\n");
    let place = json!({"start": 13, "end": 13 + SCRIPT.chars().count(), "text": SCRIPT});
    json!({
        "id": format!("bad {SCRIPT}"), "date": "2025-08-19", "text": text, "sentences": [0, 13, 13 + SCRIPT.chars().count() + 27],
        "sha256": demarche::schema::digest(&text),
        "entities": [{"id": "eve", "type": "person", "name": format!("Eve {SCRIPT}"), "mentions": []},
            {"id": "mallory", "type": "person", "name": "Mallory Doe", "mentions": []}],
        "offices": [{"holder": "eve", "title": "chief", "of": null, "status": "current", "evidence": place}],
        "relations": [{"source": "eve", "relation": "rejected", "target": "mallory", "topic": null,
            "status": "occurred", "reported_by": null, "plover": "REJECT", "evidence": place}],
        "positions": [],
    })
}

#[cfg(feature = "serve")]
#[test]
fn an_article_is_served_with_what_shows_something_marked_in_its_text_and_nothing_of_it_is_markup() {
    use super::serve::{SCRIPT, Server, coded, misfit};
    let folder = news();
    let graph = built(folder.path(), "kept", &["--keep-text"]);
    let records = folder.path().join("planted.jsonl");
    std::fs::write(&records, format!("{}\n", planted())).unwrap();
    let store = folder.path().join("news.sqlite");
    let merge = ["merge", "--keep-text"];
    demarche().args(merge).args([&graph, &records]).arg("--store").arg(&store).assert().success();
    for server in [Server::start(&[&store], &[]), Server::start(&[&graph, &records], &[])] {
        let page = server.get("/article?id=2025-03-14-paris").body;
        let plain = "<p dir=\"auto\">Talks in “Paris” &lt;b&gt;</p>";
        assert!(page.contains(plain) && page.contains("Nobody else came."), "{page}");
        let acts = server.json("/api/acts?document=2025-03-14-paris");
        let act = acts["items"].as_array().unwrap().iter().find(|act| act["relation"] == "visited").unwrap();
        let source = &act["sources"][0];
        let anchor = format!("q{}-{}", source["start"], source["end"]);
        let mark = format!("<mark id=\"{anchor}\">{}</mark>", source["quote"].as_str().unwrap());
        assert!(page.contains(&mark), "{mark}: {page}");
        // From the mark to the fact, and from the fact back to the mark.
        assert!(page.contains(&format!("{mark}<a class=\"note\" href=\"/id/")), "{page}");
        assert!(page.contains(&format!("href=\"#{anchor}\"")), "{page}");
        // A card elsewhere has the paragraph, and leads to the place.
        let cards = server.get("/acts?document=2025-03-14-paris").body;
        assert!(cards.contains("Angela Merkel arrived on Thursday."), "{cards}");
        assert!(cards.contains(&format!("/article?id=2025-03-14-paris#{anchor}")), "{cards}");
        let value = server.json("/api/article?id=2025-03-14-paris");
        assert_eq!(value["text"], TEXT);
        let schemas = &server.json("/api/openapi.json")["components"]["schemas"];
        assert_eq!(misfit(schemas, &schemas["Article"], &value, "article"), None);
        let value = server.json(&format!("/api/fact?id={}", coded(act["id"].as_str().unwrap())));
        assert_eq!(misfit(schemas, &schemas["Fact"], &value, "fact"), None);
        let answer = server.json(&format!("/api/ask?q={}", coded(QUESTION)));
        let told = &answer["rows"][0]["facts"][0]["act"]["sources"][0]["context"];
        assert_eq!(told["after"], "They were tired & went home.");
        let id = coded(&format!("bad {SCRIPT}"));
        for path in [
            format!("/article?id={id}"),
            format!("/acts?document={id}"),
            "/acts".to_owned(),
            "/search?q=script".to_owned(),
            "/graph/page".to_owned(),
        ] {
            let reply = server.get(&path);
            assert_eq!(reply.status, 200, "{path}: {}", reply.body);
            for markup in ["<script>alert", "<img src=x", "<b>that"] {
                assert!(!reply.body.contains(markup), "{path}: {}", reply.body);
            }
        }
        let page = server.get(&format!("/article?id={id}")).body;
        assert!(page.contains("&amp; &lt;b&gt;that&lt;/b&gt; was “all”."), "{page}");
        let mark = format!("<mark id=\"q13-{}\">&lt;/title&gt;&lt;script&gt;", 13 + SCRIPT.chars().count());
        assert!(page.contains(&mark), "{page}");
    }
}
