//! What Python is told, as JSON, and what it asks, in the words of the command line.

use serde::Serialize;
use serde_json::{Value, json};

use pyo3::prelude::*;

use ::demarche::dialogue::{self, BY_ISSUE, Caveat};
use ::demarche::graph::Graph;
use ::demarche::query::{ActAnswer, Answer, Fact, OfficeAnswer, PositionAnswer};
use ::demarche::source;
use ::demarche::sparql::{Dataset, Results};
use ::demarche::verify::Difference;

use crate::error::refused;

/// A value as JSON.
pub fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("what the library tells has names for keys")
}

/// A date as it is asked for.
pub fn date(value: &str) -> PyResult<String> {
    source::iso_date(value).ok_or_else(|| {
        refused(&format!("'{value}' is no date; a date is written as 2025-08-17, 2025-08 or 2025"))
    })
}

/// A word of a vocabulary as it is asked for.
pub fn word<T: std::str::FromStr<Err = ::demarche::Error>>(word: Option<&str>) -> PyResult<Option<T>> {
    word.map(str::parse).transpose().map_err(|error: ::demarche::Error| refused(&error.to_string()))
}

/// An answer and a short sentence of it.
#[derive(Serialize)]
struct Worded<'a, T> {
    words: String,
    #[serde(flatten)]
    answer: &'a T,
}

fn worded<T: Serialize>(answers: &[T], words: impl Fn(&T) -> String) -> String {
    json(&answers.iter().map(|answer| Worded { words: words(answer), answer }).collect::<Vec<_>>())
}

pub fn acts(answers: &[ActAnswer]) -> String {
    worded(answers, dialogue::act_words)
}

pub fn positions(answers: &[PositionAnswer]) -> String {
    worded(answers, dialogue::position_words)
}

pub fn offices(answers: &[OfficeAnswer]) -> String {
    worded(answers, dialogue::office_words)
}

/// A fact with its kind.
fn fact(fact: &Fact) -> Value {
    let words = dialogue::words(fact);
    match fact {
        Fact::Act(answer) => json!({"act": Worded { words, answer }}),
        Fact::Position(answer) => json!({"position": Worded { words, answer }}),
        Fact::Office(answer) => json!({"office": Worded { words, answer }}),
    }
}

/// An answer to a question in English.
pub fn answer(answer: &Answer, caveat: Option<&Caveat>) -> String {
    let facts = |facts: &[Fact]| facts.iter().map(fact).collect::<Vec<Value>>();
    let rows = answer.rows.iter().map(|row| json!({"name": row.name, "facts": facts(&row.facts)}));
    json(&json!({
        "said": dialogue::said(answer),
        "verdict": answer.verdict,
        "caveat": caveat.map(Caveat::words),
        "why": null,
        "count": answer.count,
        "note": answer.by_issue.then_some(BY_ISSUE),
        "rows": rows.collect::<Vec<Value>>(),
        "near": facts(&answer.near),
        "given_up": facts(&answer.given_up),
    }))
}

/// The answer that the graph does not say, and why.
pub fn unsaid(why: &str) -> String {
    json(&json!({
        "said": "The graph does not say.", "verdict": "unsaid", "caveat": null, "why": why, "count": null,
        "note": null, "rows": [], "near": [], "given_up": [],
    }))
}

/// A difference between a graph and its articles, in words and by its parts.
pub fn difference(difference: &Difference) -> String {
    let (kind, article, quote, found) = match difference {
        Difference::Quote { article, quote, found } => ("quote", article, Some(quote), found.as_ref()),
        Difference::Changed { article } => ("changed", article, None, None),
        Difference::Missing { article, .. } => ("missing", article, None, None),
    };
    json(&json!({
        "kind": kind, "article": article, "quote": quote.map(|quote| &quote.text),
        "start": quote.map(|quote| quote.span.start), "end": quote.map(|quote| quote.span.end), "found": found,
        "words": difference.to_string(),
    }))
}

/// The answer to a query: its kind, its text, and whether there is more.
pub fn results(results: &Results, dataset: &Dataset) -> std::io::Result<(&'static str, String, bool)> {
    let mut out = Vec::new();
    let kind = match results {
        Results::Rows(rows) => {
            rows.write_json(&mut out)?;
            "rows"
        }
        Results::Truth(truth) => return Ok(("truth", truth.to_string(), false)),
        Results::Triples(triples) => {
            triples.write_turtle(dataset.prefixes(), &mut out)?;
            "triples"
        }
    };
    Ok((kind, String::from_utf8(out).map_err(std::io::Error::other)?, results.more()))
}

/// The actors and places of a graph.
pub fn entities(graph: &Graph) -> String {
    let entity = |entity: ::demarche::graph::EntityRef<'_>| {
        let node = entity.node();
        let documents: Vec<&str> = node.appearances.iter().filter_map(|a| name(graph, &a.document)).collect();
        json!({
            "id": &*node.id, "kind": node.kind, "name": &*node.name,
            "aliases": node.aliases.iter().map(|alias| &**alias).collect::<Vec<_>>(),
            "identifiers": node.identifiers.iter().map(|id| &**id).collect::<Vec<_>>(),
            "mentions": node.appearances.iter().map(|a| a.mentions.len()).sum::<usize>(),
            "documents": documents,
        })
    };
    json(&graph.entities().map(entity).collect::<Vec<Value>>())
}

/// The articles of a graph.
pub fn documents(graph: &Graph) -> String {
    let document = |document: &::demarche::graph::Document| {
        let entry = &document.entry;
        json!({
            "id": entry.id, "date": entry.date, "title": entry.title, "url": entry.url,
            "publisher": entry.publisher, "modified": entry.modified, "fields": entry.fields, "sha256": entry.sha256,
        })
    };
    json(&graph.documents().map(document).collect::<Vec<Value>>())
}

fn name<'g>(graph: &'g Graph, id: &str) -> Option<&'g str> {
    graph.document(id).map(|document| document.entry.id.as_str())
}
