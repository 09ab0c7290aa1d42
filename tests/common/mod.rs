//! The gold articles as records: what a perfect extraction would hand to the graph.
#![allow(dead_code, reason = "each test file uses a part")]

use std::fs;
use std::path::{Path, PathBuf};

use demarche::Span;
use demarche::schema::{Document, Entity, Office, Position, Quote, Record, Relation, RelationKind};
use serde_json::Value;

/// The folder of the annotated articles.
pub fn gold_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/gold/dev")
}

/// All gold records, by name.
pub fn gold_records() -> Vec<Record> {
    let mut names: Vec<String> = fs::read_dir(gold_folder())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == "json"))
        .map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned())
        .collect();
    names.sort();
    assert!(names.len() >= 22, "the gold articles are missing");
    names.iter().map(|name| gold_record(name)).collect()
}

/// The record of one annotated article: a quote stands where its words first occur in the text.
pub fn gold_record(name: &str) -> Record {
    let text = fs::read_to_string(gold_folder().join(format!("{name}.txt"))).unwrap();
    let gold = fs::read_to_string(gold_folder().join(format!("{name}.json"))).unwrap();
    let gold: Value = serde_json::from_str(&gold).unwrap();
    let quote = |words: &str| {
        let byte = text.find(words)?;
        let start = text[..byte].chars().count();
        Some(Quote { span: Span::new(start, start + words.chars().count()), text: words.to_owned() })
    };
    let string = |value: &Value| value.as_str().map(str::to_owned);
    let required = |value: &Value| string(value).unwrap();
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let entities: Vec<Entity> = list(&gold["entities"])
        .iter()
        .map(|entity| {
            let aliases = list(&entity["aliases"]);
            let forms = std::iter::once(&entity["name"]).chain(&aliases);
            let mut mentions: Vec<Quote> = forms.filter_map(|form| quote(form.as_str()?)).collect();
            mentions.sort();
            mentions.dedup();
            Entity {
                id: required(&entity["id"]),
                kind: required(&entity["type"]).parse().unwrap(),
                name: required(&entity["name"]),
                same_as: Vec::new(),
                mentions,
            }
        })
        .collect();
    let evidence = |value: &Value| quote(value["evidence"].as_str().unwrap()).unwrap();
    let offices = list(&gold["offices"])
        .iter()
        .map(|office| {
            // The gold does not say which words show an office: take the holder's first mention.
            let holder = required(&office["holder"]);
            let mentions = &entities.iter().find(|e| e.id == holder).unwrap().mentions;
            Office {
                holder,
                title: required(&office["title"]),
                of: string(&office["of"]),
                status: required(&office["status"]).parse().unwrap(),
                confidence: 1.0,
                evidence: mentions
                    .first()
                    .cloned()
                    .unwrap_or(Quote { span: Span::new(0, 0), text: String::new() }),
            }
        })
        .collect();
    let head =
        |value: &Value| list(&value["topic_heads"]).first().and_then(|head| head.as_str().map(str::to_owned));
    let relations = list(&gold["relations"])
        .iter()
        .map(|act| {
            let relation: RelationKind = required(&act["relation"]).parse().unwrap();
            Relation {
                source: required(&act["source"]),
                relation,
                target: string(&act["target"]),
                topic: string(&act["topic"]),
                topic_head: head(act),
                status: required(&act["status"]).parse().unwrap(),
                reported_by: string(&act["reported_by"]),
                place: None,
                date: None,
                plover: relation.plover(),
                confidence: 1.0,
                evidence: evidence(act),
            }
        })
        .collect();
    let positions = list(&gold["positions"])
        .iter()
        .map(|position| Position {
            holder: required(&position["holder"]),
            topic: required(&position["topic"]),
            topic_head: head(position),
            stance: required(&position["stance"]).parse().unwrap(),
            reported_by: None,
            confidence: 1.0,
            evidence: evidence(position),
        })
        .collect();
    Record {
        document: Document { id: name.to_owned(), date: string(&gold["date"]), ..Document::default() },
        entities,
        offices,
        relations,
        positions,
        ..Record::default()
    }
}
