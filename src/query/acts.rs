//! Who did what.

use serde::Serialize;

use crate::error::Result;
use crate::graph::{ActRef, Graph};
use crate::schema::{ActStatus, Plover, RelationKind};

use super::dates::Period;
use super::names;
use super::source::{Source, sources};

/// What to look for; `None` fits all.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ActQuery {
    /// Any name of the actor; of either one where the relation is symmetric.
    pub source: Option<String>,
    /// Any name of the other actor, or of the place visited.
    pub target: Option<String>,
    /// Which of the seventeen relations.
    pub relation: Option<RelationKind>,
    /// Words of the topic.
    pub topic: Option<String>,
    /// Where no topic has the words, those that mean the same are found. It takes a whole graph, and no part of a store.
    pub meaning: bool,
    /// Happened, planned, possible or denied.
    pub status: Option<ActStatus>,
    /// ISO 8601: on this day, or in this month or year. Where the texts give an act no date, that of the first
    /// document that tells it stands for it.
    pub on: Option<String>,
    /// Then or later.
    pub since: Option<String>,
    /// Then or earlier.
    pub until: Option<String>,
    /// Any name of the place.
    pub place: Option<String>,
    /// Any name of the source that the texts name for it.
    pub reporter: Option<String>,
    /// A document that shows it, by its own name or its id in the graph.
    pub document: Option<String>,
    /// The least confidence, from 0 to 1.
    pub min_confidence: f64,
}

/// An act that was found.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ActAnswer {
    /// Its id in the graph.
    pub id: String,
    /// Name of the actor.
    pub source: String,
    /// Its id in the graph.
    pub source_id: String,
    /// Which of the seventeen.
    pub relation: RelationKind,
    /// Name of the other actor, or of the place visited.
    pub target: Option<String>,
    /// Its id in the graph.
    pub target_id: Option<String>,
    /// The topic's phrase.
    pub topic: Option<String>,
    /// Its id in the graph.
    pub topic_id: Option<String>,
    /// The words asked for, where no topic has them and this one was found by what it means.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alike: Option<String>,
    /// Happened, planned, possible or denied.
    pub status: ActStatus,
    /// Date of the act, ISO 8601 at the granularity known, where the texts give one.
    pub date: Option<String>,
    /// The earliest date of a document that tells it.
    pub first: Option<String>,
    /// The latest.
    pub last: Option<String>,
    /// Names of the places where it took place, by id.
    pub places: Vec<String>,
    /// Their ids in the graph.
    pub place_ids: Vec<String>,
    /// Name of the source that the texts name for it, if not the article itself or the actor.
    pub reporter: Option<String>,
    /// Its id in the graph.
    pub reporter_id: Option<String>,
    /// PLOVER categories.
    pub plover: Vec<Plover>,
    /// How sure, from 0 to 1.
    pub confidence: f64,
    /// In how many documents it stands that are no copies of each other.
    pub independent_documents: usize,
    /// The words that show it.
    pub sources: Vec<Source>,
}

impl ActAnswer {
    /// Its date, or else that of the first document that tells it.
    pub fn day(&self) -> Option<&str> {
        self.date.as_deref().or(self.first.as_deref())
    }
}

/// The acts that fit a question, by date; those of unknown date come last.
///
/// # Errors
/// [`crate::ErrorKind::Query`] when the graph has no such actor, place, topic or document, with the nearest names. A
/// question whose names are known and which nothing fits gives an empty list.
///
/// ```
/// use demarche::graph::Graph;
/// use demarche::query::{ActQuery, acts};
/// use demarche::schema::RelationKind;
///
/// # fn main() -> demarche::Result<()> {
/// let record = r#"{"id": "monday", "date": "2025-08-18", "entities": [
///     {"id": "macron", "type": "person", "name": "Emmanuel Macron", "mentions": []},
///     {"id": "merz", "type": "person", "name": "Friedrich Merz", "mentions": []}],
///   "offices": [], "positions": [], "relations": [{"source": "macron", "relation": "met", "target": "merz",
///     "topic": null, "status": "occurred", "reported_by": null, "plover": "CONSULT",
///     "evidence": {"start": 0, "end": 16, "text": "Macron met Merz."}}]}"#;
/// let graph = Graph::from_records([serde_json::from_str(record).unwrap()]);
///
/// // A meeting has two sides, whoever is named first.
/// let merz = ActQuery { source: Some("Merz".into()), relation: Some(RelationKind::Met), ..ActQuery::default() };
/// let found = acts(&graph, &merz)?;
/// assert_eq!(found[0].sources[0].quote, "Macron met Merz.");
/// assert_eq!(found[0].day(), Some("2025-08-18"));
/// # Ok(())
/// # }
/// ```
pub fn acts(graph: &Graph, query: &ActQuery) -> Result<Vec<ActAnswer>> {
    let one = names::entities(graph, "actor", query.source.as_deref())?;
    let other = names::entities(graph, "actor or place", query.target.as_deref())?;
    let places = names::entities(graph, "place", query.place.as_deref())?;
    let reporters = names::entities(graph, "source", query.reporter.as_deref())?;
    let topics = names::topics(graph, query.topic.as_deref(), query.meaning)?;
    let documents = names::documents(graph, query.document.as_deref())?;
    let period =
        Period { on: query.on.as_deref(), since: query.since.as_deref(), until: query.until.as_deref() };
    let fits = |act: &ActRef<'_>| {
        let node = act.node();
        let target_fits = query.target.is_none() || act.target().is_some_and(|target| other.has(target.id()));
        let straight = one.has(act.source().id()) && target_fits;
        let turned = node.relation.is_symmetric()
            && act.target().is_some_and(|target| one.has(target.id()))
            && other.has(act.source().id());
        query.relation.is_none_or(|relation| relation == node.relation)
            && query.status.is_none_or(|status| status == node.status)
            && act.confidence() >= query.min_confidence
            && (straight || turned)
            && (query.topic.is_none() || act.topic().is_some_and(|topic| topics.found.has(topic.id())))
            && (query.reporter.is_none() || act.reporter().is_some_and(|r| reporters.has(r.id())))
            && (query.place.is_none() || at(act, &places))
            && node.evidence.iter().any(|evidence| documents.has(&evidence.document))
            && period.holds(node.date.as_deref().or(act.dates().map(|(first, _)| first)))
    };
    let mut answers: Vec<ActAnswer> = graph
        .acts()
        .filter(fits)
        .map(|act| ActAnswer { alike: query.topic.clone().filter(|_| topics.alike), ..answer(graph, act) })
        .collect();
    answers.sort_by(|a, b| {
        let key = |act: &ActAnswer| act.day().is_none();
        key(a).cmp(&key(b)).then_with(|| a.day().cmp(&b.day()))
    });
    Ok(answers)
}

/// Whether it took place there; a visit takes place where it goes.
fn at(act: &ActRef<'_>, places: &names::Found) -> bool {
    let visited = act.target().filter(|_| act.node().relation == RelationKind::Visited);
    act.places().chain(visited).any(|place| places.has(place.id()))
}

pub(super) fn answer(graph: &Graph, act: ActRef<'_>) -> ActAnswer {
    let node = act.node();
    ActAnswer {
        id: act.id().to_owned(),
        source: act.source().name().to_owned(),
        source_id: act.source().id().to_owned(),
        relation: node.relation,
        target: act.target().map(|target| target.name().to_owned()),
        target_id: act.target().map(|target| target.id().to_owned()),
        topic: act.topic().map(|topic| topic.label().to_owned()),
        topic_id: act.topic().map(|topic| topic.id().to_owned()),
        alike: None,
        status: node.status,
        date: node.date.as_deref().map(str::to_owned),
        first: act.dates().map(|(first, _)| first.to_owned()),
        last: act.dates().map(|(_, last)| last.to_owned()),
        places: act.places().map(|place| place.name().to_owned()).collect(),
        place_ids: act.places().map(|place| place.id().to_owned()).collect(),
        reporter: act.reporter().map(|reporter| reporter.name().to_owned()),
        reporter_id: act.reporter().map(|reporter| reporter.id().to_owned()),
        plover: node.plover.clone(),
        confidence: act.confidence(),
        independent_documents: act.independent_documents(),
        sources: sources(graph, &node.evidence),
    }
}
