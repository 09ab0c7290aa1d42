//! The sentences that show facts.

use std::collections::BTreeSet;

use serde::Serialize;

use demarche::graph::{ActRef, Evidence, Graph, OfficeRef, PositionRef};
use demarche::query::{find_entities, find_topics};
use demarche::schema::Context;

use super::input;

/// One stretch of an article that shows a fact.
#[derive(Debug, Serialize)]
pub struct Sentence {
    /// The fact's id in the graph.
    fact: String,
    /// The fact in words.
    says: String,
    /// Name of the source that the text names for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    reporter: Option<String>,
    /// The article.
    document: String,
    /// Its day.
    date: Option<String>,
    /// First code point of the quote in the text.
    start: usize,
    /// First code point after it.
    end: usize,
    /// The words.
    quote: String,
    /// Their sentence and its neighbours, where the graph has kept the text.
    #[serde(skip_serializing_if = "Option::is_none")]
    context: Option<Context>,
    /// Names of those whose statement the words are part of.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    speakers: Vec<String>,
    /// How sure the reading is.
    confidence: f64,
}

/// A fact of any kind, as far as it is looked for.
struct Told<'g> {
    id: &'g str,
    says: String,
    parties: Vec<&'g str>,
    topic: Option<&'g str>,
    reporter: Option<&'g str>,
    evidence: &'g [Evidence],
}

/// The sentences that show what is asked for, by date, article and place.
///
/// # Errors
/// What is wrong with the question: nothing that is asked for, or a name that the graph does not have.
pub fn sentences(graph: &Graph, asked: &input::Evidence) -> Result<Vec<Sentence>, String> {
    if [&asked.fact, &asked.actor, &asked.other, &asked.topic, &asked.document]
        .iter()
        .all(|field| field.is_none())
    {
        return Err("say of what: give a fact, an actor, a topic or a document".to_owned());
    }
    let entities = |name: &Option<String>| {
        let found = name.as_deref().map(|name| find_entities(graph, name)).transpose();
        found.map_err(|error| error.to_string())
    };
    let (actors, others) = (entities(&asked.actor)?, entities(&asked.other)?);
    let topics = asked.topic.as_deref().map(|words| find_topics(graph, words)).transpose();
    let topics = topics.map_err(|error| error.to_string())?;
    let documents = asked.document.as_deref().map(|name| documents(graph, name)).transpose()?;
    if let Some(id) =
        asked.fact.as_deref().filter(|id| graph.node(id).is_none_or(|node| node.evidence().is_empty()))
    {
        return Err(format!(
            "the graph has no fact '{id}'; ask for evidence by actor or topic, which tells the ids"
        ));
    }
    let fits = |told: &Told<'_>| {
        let has = |names: &Option<BTreeSet<String>>| {
            names.as_ref().is_none_or(|names| told.parties.iter().any(|party| names.contains(*party)))
        };
        asked.fact.as_deref().is_none_or(|id| told.id == id)
            && has(&actors)
            && has(&others)
            && both(&told.parties, &actors, &others)
            && topics.as_ref().is_none_or(|topics| told.topic.is_some_and(|topic| topics.contains(topic)))
    };
    let facts = graph
        .acts()
        .map(of_act)
        .chain(graph.positions().map(of_position))
        .chain(graph.offices().map(of_office));
    let mut found = Vec::new();
    for told in facts.filter(fits) {
        for evidence in told.evidence {
            if documents.as_ref().is_none_or(|documents| documents.contains(&*evidence.document)) {
                found.push(sentence(graph, &told, evidence));
            }
        }
    }
    found.sort_by(|a, b| {
        let key = |s: &Sentence| (s.date.clone(), s.document.clone(), s.start, s.end, s.fact.clone());
        key(a).cmp(&key(b))
    });
    Ok(found)
}

/// Whether two of the parties are meant by the two names, and not one by both.
fn both(parties: &[&str], one: &Option<BTreeSet<String>>, other: &Option<BTreeSet<String>>) -> bool {
    let (Some(one), Some(other)) = (one, other) else { return true };
    let pairs = parties.iter().enumerate().flat_map(|(i, a)| {
        parties.iter().enumerate().filter(move |(j, _)| i != *j).map(move |(_, b)| (a, b))
    });
    pairs.into_iter().any(|(a, b)| one.contains(*a) && other.contains(*b))
}

/// Ids in the graph of the articles that a name means.
fn documents<'g>(graph: &'g Graph, name: &str) -> Result<BTreeSet<&'g str>, String> {
    let found: BTreeSet<&str> = graph
        .documents()
        .filter(|document| document.entry.id == name || *document.id == *name)
        .map(|document| &*document.id)
        .collect();
    if found.is_empty() { Err(format!("the graph has no article '{name}'")) } else { Ok(found) }
}

fn of_act(act: ActRef<'_>) -> Told<'_> {
    let node = act.node();
    let mut says = format!("{} {}", act.source().name(), node.relation);
    if let Some(target) = act.target() {
        says.push_str(&format!(" {}", target.name()));
    }
    if let Some(topic) = act.topic() {
        says.push_str(&format!(": {}", topic.label()));
    }
    says.push_str(&format!(" ({}", node.status));
    if let Some(date) = &node.date {
        says.push_str(&format!(", {date}"));
    }
    says.push(')');
    let parties = std::iter::once(act.source()).chain(act.target()).map(|entity| entity.id()).collect();
    Told {
        id: act.id(),
        says,
        parties,
        topic: act.topic().map(|topic| topic.id()),
        reporter: act.reporter().map(|entity| entity.name()),
        evidence: &node.evidence,
    }
}

fn of_position(position: PositionRef<'_>) -> Told<'_> {
    let node = position.node();
    Told {
        id: position.id(),
        says: format!("{} {} {}", position.holder().name(), node.stance, position.topic().label()),
        parties: vec![position.holder().id()],
        topic: Some(position.topic().id()),
        reporter: position.reporter().map(|entity| entity.name()),
        evidence: &node.evidence,
    }
}

fn of_office(office: OfficeRef<'_>) -> Told<'_> {
    let node = office.node();
    let of = office.of().map(|of| format!(" of {}", of.name())).unwrap_or_default();
    Told {
        id: office.id(),
        says: format!("{}, {}{of} ({})", office.holder().name(), node.title, node.status),
        parties: std::iter::once(office.holder()).chain(office.of()).map(|entity| entity.id()).collect(),
        topic: None,
        reporter: None,
        evidence: &node.evidence,
    }
}

fn sentence(graph: &Graph, told: &Told<'_>, evidence: &Evidence) -> Sentence {
    let document = graph.document(&evidence.document);
    let entry = document.map(|document| &document.entry);
    let text = document.and_then(|document| document.text.as_ref());
    let name = |id: &str| graph.entity(id).map_or_else(|| id.to_owned(), |entity| entity.name().to_owned());
    Sentence {
        fact: told.id.to_owned(),
        says: told.says.clone(),
        reporter: told.reporter.map(str::to_owned),
        document: entry.map_or_else(|| evidence.document.to_string(), |entry| entry.id.clone()),
        date: entry.and_then(|entry| entry.date.clone()),
        start: evidence.quote.span.start,
        end: evidence.quote.span.end,
        quote: evidence.quote.text.clone(),
        context: text.and_then(|text| text.context(&evidence.quote.text, evidence.quote.span)),
        speakers: evidence.speakers.iter().map(|id| name(id)).collect(),
        confidence: evidence.confidence,
    }
}
