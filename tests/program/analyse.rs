//! `demarche analyse`: what the engine sees of articles, as JSON and as CoNLL-U.

use std::path::Path;

use predicates::prelude::*;
use predicates::str::contains;
use serde_json::{Value, json};

use demarche::text::parse_conllu;

use super::{demarche, folder};

const TEXT: &str = "Kyïv 🎉 rejoiced.\n\nFrench President Emmanuel Macron met Angela Merkel.  He \"will not yield\", he said.";

fn analyse(arguments: &[&str], path: &Path) -> String {
    let output = demarche().arg("analyse").args(arguments).arg(path).assert().success().stderr("");
    String::from_utf8(output.get_output().stdout.clone()).unwrap()
}

fn analyses(path: &Path) -> Vec<Value> {
    analyse(&[], path).lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// The words from `start` to `end`, in code points.
fn slice(start: &Value, end: &Value) -> String {
    let (start, end) = (start.as_u64().unwrap() as usize, end.as_u64().unwrap() as usize);
    TEXT.chars().skip(start).take(end - start).collect()
}

#[test]
fn the_places_of_tokens_count_code_points_behind_an_accent_and_an_emoji_too() {
    let folder = folder(&[("a.txt", TEXT.as_bytes())]);
    let all = analyses(folder.path());
    assert_eq!((all.len(), &all[0]["id"], &all[0]["text"]), (1, &json!("a"), &json!(TEXT)));
    let tokens = all[0]["tokens"].as_array().unwrap();
    for token in tokens {
        assert_eq!(token.as_array().unwrap().len(), 8, "{token}");
        assert_eq!(slice(&token[0], &token[1]), token[2].as_str().unwrap());
    }
    let met = tokens.iter().position(|token| token[2] == "met").unwrap();
    assert_eq!(tokens[met], json!([51, 54, "met", "meet", "Verb", "Vbd", "Root", met]));
    assert_eq!(tokens[met - 1], json!([44, 50, "Macron", "Macron", "Propn", "Nnp", "Nsubj", met]));
}

#[test]
fn sentences_and_paragraphs_are_runs_of_tokens_and_cover_them() {
    let folder = folder(&[("a.txt", TEXT.as_bytes())]);
    let article = &analyses(folder.path())[0];
    let runs = |field: &str| -> Vec<[usize; 2]> { serde_json::from_value(article[field].clone()).unwrap() };
    let (sentences, paragraphs) = (runs("sents"), runs("paras"));
    assert_eq!(paragraphs.len(), 2);
    for runs in [&sentences, &paragraphs] {
        assert_eq!((runs[0][0], runs.last().unwrap()[1]), (0, article["tokens"].as_array().unwrap().len()));
        assert!(runs.windows(2).all(|pair| pair[0][1] == pair[1][0]), "{runs:?}");
    }
    assert!(paragraphs.iter().all(|p| sentences.iter().any(|s| s[0] == p[0])));
}

#[test]
fn mentions_name_their_entity_and_their_head() {
    let folder = folder(&[("a.txt", TEXT.as_bytes())]);
    let article = &analyses(folder.path())[0];
    let number = |value: &Value| value.as_u64().unwrap() as usize;
    let mentions: Vec<(String, &str, Option<&str>)> = article["mentions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|mention| {
            let (b, e, h) = (number(&mention["b"]), number(&mention["e"]), number(&mention["h"]));
            assert!((b..e).contains(&h) && mention["mem"].is_array(), "{mention}");
            let words = slice(&article["tokens"][b][0], &article["tokens"][e - 1][1]);
            let entity =
                mention["ent"].as_u64().map(|e| article["entities"][e as usize]["name"].as_str().unwrap());
            (words, mention["k"].as_str().unwrap(), entity)
        })
        .collect();
    assert!(
        mentions.contains(&("Emmanuel Macron".to_owned(), "Name", Some("Emmanuel Macron"))),
        "{mentions:?}"
    );
    assert!(mentions.contains(&("French".to_owned(), "Demonym", Some("France"))), "{mentions:?}");
    assert!(mentions.iter().any(|(words, kind, _)| words == "He" && *kind == "Pronoun"), "{mentions:?}");
    let macron = article["entities"].as_array().unwrap().iter().find(|e| e["id"] == "emmanuel-macron");
    assert_eq!(macron, Some(&json!({"id": "emmanuel-macron", "name": "Emmanuel Macron", "type": "Person"})));
}

#[test]
fn conllu_is_read_back_as_the_same_tokens_and_trees() {
    let folder = folder(&[("a.txt", TEXT.as_bytes()), ("b.txt", b"Macron left.")]);
    let conllu = analyse(&["--format", "conllu"], folder.path());
    let articles: Vec<&str> = conllu.split("# newdoc id = ").skip(1).collect();
    assert_eq!(articles.iter().map(|text| text.lines().next().unwrap()).collect::<Vec<_>>(), ["a", "b"]);
    for (conllu, json) in articles.iter().zip(analyses(folder.path())) {
        let doc = parse_conllu(conllu.split_once('\n').unwrap().1).unwrap();
        let json: Vec<Value> =
            json["tokens"].as_array().unwrap().iter().map(|t| json!(t.as_array().unwrap()[2..])).collect();
        let read = doc.tokens.iter().enumerate().map(|(i, token)| {
            let labels =
                [format!("{:?}", token.upos), format!("{:?}", token.tag), format!("{:?}", token.deprel)];
            json!([doc.word(i), &*token.lemma, labels[0], labels[1], labels[2], token.head])
        });
        assert_eq!(read.collect::<Vec<_>>(), json);
    }
    assert_eq!(parse_conllu(&conllu).unwrap().paragraphs.len(), 3);
}

#[test]
fn articles_come_in_their_order_whatever_the_number_of_threads() {
    let lines: String = (0..100)
        .map(|n| {
            format!("{{\"id\": \"{n}\", \"text\": \"{}\"}}\n", "Trump met Putin. ".repeat(1 + 97 * n % 23))
        })
        .collect();
    let folder = folder(&[("news.jsonl", lines.as_bytes())]);
    let path = folder.path().join("news.jsonl");
    let (one, many) = (analyse(&["--jobs", "1"], &path), analyse(&["--jobs", "4"], &path));
    assert!(one == many, "the output depends on the number of threads");
    let ids = analyses(&path)
        .iter()
        .map(|article| article["id"].as_str().unwrap().parse().unwrap())
        .collect::<Vec<u8>>();
    assert_eq!(ids, (0..100).collect::<Vec<u8>>());
}

#[test]
fn an_article_that_cannot_be_read_is_named_and_the_others_are_written() {
    let folder = folder(&[
        ("a.txt", b"Trump met Putin."),
        ("b.txt", b"\x7fELF\x02\xff"),
        ("c.txt", b"Putin met Trump."),
    ]);
    let out = folder.path().join("out.jsonl");
    demarche().arg("analyse").arg(folder.path()).arg("-o").arg(&out).assert().code(2).stdout("").stderr(
        contains("b.txt").and(contains("is a binary file")).and(contains("1 of 3 articles was not read")),
    );
    let written = std::fs::read_to_string(&out).unwrap();
    let ids = written.lines().map(|line| serde_json::from_str::<Value>(line).unwrap()["id"].clone());
    assert_eq!(ids.collect::<Vec<_>>(), ["a", "c"]);
    demarche()
        .args(["analyse", "no-such-file.txt"])
        .assert()
        .code(2)
        .stdout("")
        .stderr(contains("no-such-file.txt"));
    demarche()
        .args(["analyse", "--format", "xml", "a.txt"])
        .assert()
        .code(2)
        .stdout("")
        .stderr(contains("conllu"));
}
