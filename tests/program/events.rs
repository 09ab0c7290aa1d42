//! Coded events: the table, one a day, dictionaries of actors.

use std::path::Path;

use predicates::prelude::*;
use predicates::str::contains;
use serde_json::{Value, json};

use super::{demarche, folder, repository};

/// An article in which the president and the foreign minister of France criticize Russia, and one of another day in which a
/// former president of Kenya visits Kyiv.
fn records() -> String {
    let quote =
        |start: usize, text: &str| json!({"start": start, "end": start + text.chars().count(), "text": text});
    let entity = |id: &str, kind: &str, name: &str, same_as: &[&str]| json!({"id": id, "type": kind, "name": name, "same_as": same_as, "mentions": [quote(0, name)]});
    let office = |holder: &str, title: &str, of: &str, status: &str| json!({"holder": holder, "title": title, "of": of, "status": status, "evidence": quote(0, title)});
    let act = |source: &str, relation: &str, target: &str, plover: &str, confidence: f64, words: Value| {
        json!({
            "source": source, "relation": relation, "target": target, "topic": null, "status": "occurred",
            "reported_by": null, "plover": plover, "confidence": confidence, "evidence": words,
        })
    };
    let about = |source: &str, topic: &str, place: usize| {
        let mut act = act(source, "rejected", "nobody", "REJECT", 0.4, quote(place, "rejected it"));
        (act["target"], act["topic"]) = (Value::Null, json!(topic));
        act
    };
    let mut visit =
        act("mwangi", "visited", "kyiv", "CONSULT", 0.7, quote(5, "Mwangi, who\tsaid \"yes\", flew to Kyiv"));
    visit["date"] = json!("2025-03-01");
    let first = json!({
        "id": "one", "date": "2025-03-02", "sha256": "1".repeat(64), "publisher": "The Example",
        "entities": [
            entity("france", "country", "France", &["iso3166:FR"]), entity("russia", "country", "Russia", &["iso3166:RU"]),
            entity("anne-petit", "person", "Anne Petit", &[]), entity("jean-grand", "person", "Jean Grand", &[]),
            entity("nato", "organization", "NATO", &[]),
        ],
        "offices": [
            office("anne-petit", "president", "france", "current"),
            office("jean-grand", "foreign minister", "france", "current"),
        ],
        "relations": [
            act("anne-petit", "criticized", "russia", "ACCUSE", 0.6, quote(10, "condemned Russia")),
            act("jean-grand", "criticized", "russia", "ACCUSE", 0.9, quote(40, "denounced Moscow")),
            act("nato", "met", "anne-petit", "CONSULT", 0.8, quote(80, "spoke by phone")),
            about("anne-petit", "truce", 100), about("jean-grand", "truce", 120), about("jean-grand", "tariff", 140),
        ],
        "positions": [],
    });
    let second = json!({
        "id": "two", "date": "2025-03-03", "sha256": "2".repeat(64),
        "entities": [
            entity("kenya", "country", "Kenya", &["iso3166:KE"]), entity("mwangi", "person", "Joe Mwangi", &[]),
            entity("kyiv", "city", "Kyiv", &["geonames:703448"]),
            entity("turkish-police", "group", "Turkish police", &[]), entity("hamas", "organization", "Hamas", &[]),
        ],
        "offices": [office("mwangi", "president", "kenya", "former")],
        "relations": [visit, act("turkish-police", "coerced", "hamas", "COERCE", 0.5, quote(60, "police detained two"))],
        "positions": [],
    });
    format!("{first}\n{second}\n")
}

/// The table that `export` writes of the records with these options: rows by column.
fn table(options: &[&str], code: i32) -> Vec<std::collections::BTreeMap<String, String>> {
    let folder = folder(&[("records.jsonl", records().as_bytes())]);
    let graph = folder.path().join("graph.jsonld");
    demarche().arg("merge").arg(folder.path().join("records.jsonl")).arg("-o").arg(&graph).assert().success();
    let run =
        demarche().arg("export").arg(&graph).args(["--format", "events"]).args(options).assert().code(code);
    let text = String::from_utf8(run.get_output().stdout.clone()).unwrap();
    let rows = text.lines().map(|line| line.split('\t').map(str::to_owned).collect::<Vec<_>>());
    let mut rows: Vec<Vec<String>> = rows.collect();
    let header = rows.remove(0);
    assert!(rows.iter().all(|row| row.len() == header.len()), "{text}");
    rows.into_iter().map(|row| header.iter().cloned().zip(row).collect()).collect()
}

fn values<'t>(row: &'t std::collections::BTreeMap<String, String>, columns: &str) -> Vec<&'t str> {
    columns.split(' ').map(|column| row[column].as_str()).collect()
}

#[test]
fn each_stretch_of_an_article_that_tells_an_act_is_a_row_with_its_codes() {
    let rows = table(&[], 0);
    let coded = "date source_name source_code target_name target_code plover mode quad cameo_root status";
    let found: Vec<Vec<&str>> = rows.iter().map(|row| values(row, coded)).collect();
    assert_eq!(
        found,
        [
            ["2025-03-01", "Joe Mwangi", "KENELI", "Kyiv", "UKR", "CONSULT", "visit", "1", "04", "occurred"],
            [
                "2025-03-02",
                "Anne Petit",
                "FRAGOV",
                "Russia",
                "RUSGOV",
                "ACCUSE",
                "disapprove",
                "3",
                "11",
                "occurred"
            ],
            ["2025-03-02", "Anne Petit", "FRAGOV", "NATO", "IGO", "CONSULT", "phone", "1", "04", "occurred"],
            ["2025-03-02", "Anne Petit", "FRAGOV", "", "", "REJECT", "", "3", "12", "occurred"],
            [
                "2025-03-02",
                "Jean Grand",
                "FRAGOV",
                "Russia",
                "RUSGOV",
                "ACCUSE",
                "disapprove",
                "3",
                "11",
                "occurred"
            ],
            ["2025-03-02", "Jean Grand", "FRAGOV", "", "", "REJECT", "", "3", "12", "occurred"],
            ["2025-03-02", "Jean Grand", "FRAGOV", "", "", "REJECT", "", "3", "12", "occurred"],
            [
                "2025-03-03",
                "Turkish police",
                "TURCOP",
                "Hamas",
                "PSEREB",
                "COERCE",
                "arrest",
                "4",
                "17",
                "occurred"
            ],
        ]
    );
    let visit = &rows[0];
    let place =
        "dated_by place place_country latitude longitude geonames_id publication_date article sentence_id";
    assert_eq!(
        values(visit, place),
        ["text", "Kyiv", "UKR", "50.45", "30.52", "703448", "2025-03-03", "two", "document/two#char=5,41"]
    );
    assert_eq!(visit["quote"], "\"Mwangi, who said \"\"yes\"\", flew to Kyiv\"");
    assert_eq!(
        values(&rows[2], "dated_by mutual publisher mentions"),
        ["article", "yes", "The Example", "1"]
    );
}

#[test]
fn one_a_day_puts_together_what_a_sector_of_a_country_does_to_another_on_a_day() {
    let rows = table(&["--one-a-day"], 0);
    let found: Vec<Vec<&str>> =
        rows.iter().map(|row| values(row, "date source_name plover mentions articles confidence")).collect();
    assert_eq!(
        found,
        [
            ["2025-03-01", "Joe Mwangi", "CONSULT", "1", "1", "0.700"],
            ["2025-03-02", "Anne Petit", "CONSULT", "1", "1", "0.800"],
            ["2025-03-02", "Anne Petit", "REJECT", "2", "1", "0.400"],
            ["2025-03-02", "Jean Grand", "ACCUSE", "2", "1", "0.900"],
            ["2025-03-02", "Jean Grand", "REJECT", "1", "1", "0.400"],
            ["2025-03-03", "Turkish police", "COERCE", "1", "1", "0.500"],
        ]
    );
}

#[test]
fn a_dictionary_of_petrarch_codes_actors_by_date_and_its_bad_lines_are_told() {
    let dictionaries = folder(&[
        (
            "leaders.actors.txt",
            b"# leaders\nANNE_PETIT_\n\t[FRAOPP <20250301]\n\t[FRAGOVPRS >20250302]\nJOE_MWANGI [KENELI\n\
              +MWANGI\nJEAN_GRAND\n\t[FRALEG 250401-250402]\n\t[FRASPY]\nNATO [IGOWSTNAT]\n",
        ),
        ("agents.txt", b"POLICE {} [~COPXYZ]\nFORMER_PRESIDENT [~ELIPRS]\n"),
    ]);
    let path = |name: &str| dictionaries.path().join(name).to_str().unwrap().to_owned();
    let (actors, agents) = (path("leaders.actors.txt"), path("agents.txt"));
    let rows = table(&["--actors", &actors, "--actors", &agents], 2);
    let code = |name: &str| {
        let row = rows.iter().find(|row| row["source_name"] == name || row["target_name"] == name).unwrap();
        let end = if row["source_name"] == name { "source" } else { "target" };
        (
            row[&format!("{end}_code")].clone(),
            row[&format!("{end}_country")].clone(),
            row[&format!("{end}_sector")].clone(),
        )
    };
    for (name, coded) in [
        ("Anne Petit", ("FRAGOVPRS", "FRA", "GOV")),
        ("Jean Grand", ("FRASPY", "FRA", "SPY")),
        ("NATO", ("IGOWSTNAT", "", "IGO")),
        ("Turkish police", ("TURCOPXYZ", "TUR", "COP")),
        ("Joe Mwangi", ("KENELI", "KEN", "ELI")),
    ] {
        let (code, country, sector) = code(name);
        assert_eq!((code.as_str(), country.as_str(), sector.as_str()), coded, "{name}");
    }
    let graph = super::graph();
    let run = demarche()
        .arg("export")
        .arg(graph)
        .args(["--format", "events", "--actors", &actors])
        .assert()
        .code(2);
    run.stderr(
        contains("leaders.actors.txt:5: the bracket is not closed").and(contains("leaders.actors.txt:6: ")),
    );
}

#[test]
fn options_of_event_data_ask_for_the_format_and_files_that_are_there() {
    let export = |options: &[&str]| {
        demarche().arg("export").arg(super::graph()).args(options).assert().code(2).stdout("")
    };
    export(&["--format", "dot", "--one-a-day"]).stderr(contains("add --format events"));
    export(&["--format", "dot", "--actors", "x.txt"]).stderr(contains("--actors is for event data"));
    export(&["--format", "events", "--actors", "nowhere.txt"]).stderr(contains("nowhere.txt cannot be read"));
}

#[test]
fn the_data_dictionary_explains_every_column_in_order() {
    let read = |path: &str| std::fs::read_to_string(Path::new(repository()).join(path)).unwrap();
    let page = read("docs/events.md");
    let table = page
        .lines()
        .skip_while(|line| !line.starts_with("| column |"))
        .skip(2)
        .take_while(|line| !line.is_empty());
    let documented: Vec<&str> = table.map(|line| line.split('`').nth(1).unwrap()).collect();
    assert_eq!(documented, demarche::export::events::COLUMNS);
}
