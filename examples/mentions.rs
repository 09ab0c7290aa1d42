//! Prints one record a line with the entities and offices of CoNLL-U files: a tool for development.

use demarche::extract::mention::MentionKind;
use demarche::lexicon::{Gazetteer, MentionWords};
use demarche::text::parse_conllu;

fn main() {
    for path in std::env::args().skip(1) {
        let input = std::fs::read_to_string(&path).expect("the file can be read");
        let doc = parse_conllu(&input).expect("the file is CoNLL-U");
        let words = MentionWords::builtin();
        let mentions = demarche::resolve::coreference::resolve(&doc, Gazetteer::builtin(), words);
        let id = std::path::Path::new(&path)
            .file_stem()
            .unwrap()
            .to_string_lossy()
            .to_string();
        if std::env::var("SHOW").is_ok() {
            show(&doc, &mentions);
            continue;
        }
        let mut entities = Vec::new();
        for (e, draft) in mentions.entities.iter().enumerate() {
            if draft.kind == demarche::schema::EntityType::Group {
                continue;
            }
            let named = mentions.of(e).any(|m| m.kind == MentionKind::Name);
            let forms: Vec<serde_json::Value> = mentions
                .of(e)
                .filter(|m| match m.kind {
                    MentionKind::Name | MentionKind::Description => true,
                    MentionKind::Demonym => !named,
                    _ => false,
                })
                .map(|m| serde_json::json!({"text": doc.slice(m.tokens.clone())}))
                .collect();
            entities.push(serde_json::json!({"id": draft.id, "type": draft.kind, "name": draft.name, "mentions": forms}));
        }
        let offices: Vec<serde_json::Value> = demarche::extract::office::offices(&doc, &mentions, words)
            .iter()
            .map(|o| {
                serde_json::json!({"holder": mentions.entities[o.holder].id, "title": o.title,
                    "of": o.of.map(|e| mentions.entities[e].id.clone()), "status": o.status})
            })
            .collect();
        println!(
            "{}",
            serde_json::json!({"id": id, "entities": entities, "offices": offices, "relations": [], "positions": []})
        );
    }
}

/// Prints the text with what its descriptions and pronouns point to, or with `SHOW=all` its names too.
fn show(doc: &demarche::text::AnalysedText, mentions: &demarche::extract::mention::Mentions) {
    let all = std::env::var("SHOW").is_ok_and(|v| v == "all");
    for paragraph in &doc.paragraphs {
        for i in paragraph.clone() {
            print!("{}", doc.word(i));
            for m in mentions.mentions.iter().filter(|m| m.head == i) {
                let ids: Vec<&str> = m
                    .entity
                    .iter()
                    .chain(&m.members)
                    .map(|&e| mentions.entities[e].id.as_str())
                    .collect();
                match m.kind {
                    MentionKind::Name | MentionKind::Demonym if !all => {}
                    MentionKind::FirstPerson => {}
                    _ => print!("[{}]", ids.join("+")),
                }
            }
            if doc.tokens[i].space_after {
                print!(" ");
            }
        }
        println!();
    }
    println!();
}
