//! Answers of a size that a model can read, with the articles that they cite.

use std::collections::BTreeSet;

use serde::Serialize;
use serde_json::{Map, Value, json};

use demarche::graph::Graph;

/// How many answers are given where the caller does not say.
const DEFAULT: usize = 20;
/// The most that are given whatever the caller says.
const MOST: usize = 100;

/// Lists inside an answer that can be long, and how much of each is kept.
const INNER: [(&str, usize); 4] = [("sources", 5), ("facts", 10), ("near", 5), ("others", 5)];

/// What is said where nothing was found.
pub const UNSAID: &str = "The graph does not say. No article in it tells of this; that does not mean that the contrary is \
                          true.";

/// The number of answers that a caller may have.
pub fn limit(asked: Option<usize>) -> usize {
    asked.unwrap_or(DEFAULT).clamp(1, MOST)
}

/// The answers under `name`, at most `limit` of them, with how many there are, what was left out, and the articles.
pub fn cite<A: Serialize>(
    graph: &Graph,
    name: &str,
    answers: &[A],
    limit: usize,
) -> serde_json::Result<Value> {
    let kept = answers.iter().take(limit).map(serde_json::to_value).collect::<Result<Vec<Value>, _>>()?;
    let mut result = Map::new();
    result.insert("found".to_owned(), answers.len().into());
    let left_out = answers.len() - kept.len();
    if left_out > 0 {
        result.insert("left_out".to_owned(), left_out.into());
        let note = format!("The first {limit} of {}; ask more narrowly for the rest.", answers.len());
        result.insert("note".to_owned(), note.into());
    }
    if answers.is_empty() {
        result.insert("note".to_owned(), UNSAID.into());
    }
    result.insert(name.to_owned(), kept.into());
    Ok(with_documents(graph, Value::Object(result)))
}

/// An answer whose long lists are cut, with the articles that it cites.
pub fn with_documents(graph: &Graph, mut answer: Value) -> Value {
    cut(&mut answer);
    let mut names = BTreeSet::new();
    cited(&answer, &mut names);
    let documents = graph.documents().filter(|document| names.contains(&document.entry.id)).map(|document| {
        let entry = &document.entry;
        json!({
            "document": entry.id, "title": entry.title, "date": entry.date, "url": entry.url, "publisher": entry.publisher,
        })
    });
    let documents: Vec<Value> = documents.collect();
    if let Some(answer) = answer.as_object_mut() {
        answer.insert("documents".to_owned(), documents.into());
    }
    answer
}

/// Cuts the lists of [`INNER`], and tells how much of each is gone.
fn cut(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(cut),
        Value::Object(object) => {
            for (name, most) in INNER {
                let Some(list) = object.get_mut(name).and_then(Value::as_array_mut) else { continue };
                let gone = list.len().saturating_sub(most);
                list.truncate(most);
                if gone > 0 {
                    object.insert(format!("{name}_left_out"), gone.into());
                }
            }
            object.values_mut().for_each(cut);
        }
        _ => {}
    }
}

/// The articles that sources stand in.
fn cited(value: &Value, names: &mut BTreeSet<String>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| cited(item, names)),
        Value::Object(object) => {
            if let (Some(Value::String(name)), true) = (object.get("document"), object.contains_key("quote"))
            {
                names.insert(name.clone());
            }
            object.values().for_each(|inner| cited(inner, names));
        }
        _ => {}
    }
}
