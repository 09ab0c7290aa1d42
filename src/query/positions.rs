//! Who is for or against what.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::error::Result;
use crate::graph::{Graph, PositionRef};
use crate::issues::Issues;
use crate::schema::Stance;

use super::ask::Fact;
use super::ask::given_up::{GivenUp, is_over};
use super::dates::Period;
use super::names;
use super::source::{Source, sources};

/// What to look for; `None` fits all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PositionQuery {
    /// Any name of the holder.
    pub actor: Option<String>,
    /// Words of the topic; narrower topics are found by way of it.
    pub topic: Option<String>,
    /// Where no topic has the words, those that mean the same are found. It takes a whole graph, and no part of a store.
    pub meaning: bool,
    /// For, against or conditional.
    pub stance: Option<Stance>,
    /// A date, ISO 8601 at any granularity: positions that are told then. A text speaks for its day and for the days
    /// between two texts that say the same.
    pub on: Option<String>,
    /// Told then or later.
    pub since: Option<String>,
    /// Told then or earlier.
    pub until: Option<String>,
    /// Any name of the source that the texts name for it.
    pub reporter: Option<String>,
}

/// A position that was found.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PositionAnswer {
    /// Its id in the graph.
    pub id: String,
    /// Name of the holder.
    pub holder: String,
    /// Its id in the graph.
    pub holder_id: String,
    /// For, against or conditional.
    pub stance: Stance,
    /// The topic's phrase.
    pub topic: String,
    /// Its id in the graph.
    pub topic_id: String,
    /// Label of the issue that the topic is part of where the sources tell of it, where [`by_issue`] has told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issue: Option<String>,
    /// The phrase of the topic asked for, where this one is narrower and was found by way of it alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub narrower_than: Option<String>,
    /// The words asked for, where no topic has them and this one was found by what it means.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alike: Option<String>,
    /// The earliest day for which the texts say so, ISO 8601: that of the act which shows it where they tell it, else that
    /// of the article.
    pub since: Option<String>,
    /// The latest.
    pub last: Option<String>,
    /// The day by which the holder is told to have given it up, or not to hold it any longer, where no later text tells
    /// that they do.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ended: Option<String>,
    /// The words that tell so.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub ended_by: Vec<Source>,
    /// Name of the source that the text gives for it, if not the article itself or the holder.
    pub reporter: Option<String>,
    /// Its id in the graph.
    pub reporter_id: Option<String>,
    /// How sure, from 0 to 1.
    pub confidence: f64,
    /// The holder's other stances on the topic by their first day, whatever was asked for. A later one never undoes an
    /// earlier one.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub others: Vec<OtherStance>,
    /// In how many documents it stands that are no copies of each other.
    pub independent_documents: usize,
    /// The words that show it.
    pub sources: Vec<Source>,
}

/// Another stance of the same holder on the same topic.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct OtherStance {
    /// The earliest day for which the texts say so, ISO 8601.
    pub since: Option<String>,
    /// The latest.
    pub last: Option<String>,
    /// For, against or conditional.
    pub stance: Stance,
    /// Name of the source that the text gives for it.
    pub reporter: Option<String>,
}

/// The positions that fit a question, by topic, holder, date and stance.
///
/// # Errors
/// [`crate::ErrorKind::Query`] when the graph has no such actor or topic, with the nearest names. A question whose
/// names are known and which nothing fits gives an empty list.
///
/// ```
/// use demarche::graph::Graph;
/// use demarche::query::{PositionQuery, matrix, positions, timeline};
/// use demarche::schema::Stance;
///
/// # fn main() -> demarche::Result<()> {
/// let record = |day: &str, stance: &str| {
///     let text = format!(
///         r#"{{"id": "{day}", "date": "{day}", "offices": [], "relations": [],
///           "entities": [{{"id": "macron", "type": "person", "name": "Emmanuel Macron", "mentions": []}}],
///           "positions": [{{"holder": "macron", "topic": "ceasefire", "stance": "{stance}",
///             "evidence": {{"start": 0, "end": 9, "text": "ceasefire"}}}}]}}"#
///     );
///     serde_json::from_str(&text).unwrap()
/// };
/// let graph = Graph::from_records([record("2025-03-01", "for"), record("2025-01-01", "against")]);
/// let query = PositionQuery { actor: Some("Macron".into()), ..PositionQuery::default() };
/// let found = positions(&graph, &query)?;
/// assert_eq!(found.len(), 2);
///
/// // How it changed, and what stands in the cell of the actor and the topic.
/// let steps = timeline(&found);
/// assert_eq!((steps[1].since.as_deref(), steps[1].change), (Some("2025-03-01"), Some(Stance::Against)));
/// assert_eq!(matrix(&found).stances(0, 0), [Stance::For, Stance::Against]);
///
/// let march = PositionQuery { since: Some("2025-03".into()), ..query };
/// assert_eq!(positions(&graph, &march)?[0].stance, Stance::For);
/// # Ok(())
/// # }
/// ```
pub fn positions(graph: &Graph, query: &PositionQuery) -> Result<Vec<PositionAnswer>> {
    let actors = names::entities(graph, "actor", query.actor.as_deref())?;
    let topics = names::topics(graph, query.topic.as_deref(), query.meaning)?;
    let reporters = names::entities(graph, "source", query.reporter.as_deref())?;
    let period =
        Period { on: query.on.as_deref(), since: query.since.as_deref(), until: query.until.as_deref() };
    let found = graph.positions().filter(|position| {
        actors.has(position.holder().id())
            && topics.found.has(position.topic().id())
            && query.stance.is_none_or(|stance| stance == position.node().stance)
            && (query.reporter.is_none() || position.reporter().is_some_and(|r| reporters.has(r.id())))
            && period.meets(position.dates())
    });
    let mut answers: Vec<PositionAnswer> = found
        .map(|position| PositionAnswer {
            narrower_than: topics.narrower.get(position.topic().id()).cloned(),
            alike: query.topic.clone().filter(|_| topics.alike),
            ..answer(graph, position)
        })
        .collect();
    end(graph, &mut answers);
    answers.sort_by_cached_key(|p| {
        let holder = (p.holder.clone(), p.holder_id.clone());
        (p.topic.to_lowercase(), holder, p.since.clone(), p.stance, p.reporter.clone())
    });
    Ok(answers)
}

impl PositionAnswer {
    /// What it is on: the issue, where that is told, else the topic.
    pub fn on(&self) -> &str {
        self.issue.as_deref().unwrap_or(&self.topic)
    }
}

/// Puts positions under the issues that they are on, those of most articles first. A position that articles of several
/// affairs tell is there for each, with the sources of that one.
pub fn by_issue(positions: Vec<PositionAnswer>, issues: &Issues) -> Vec<PositionAnswer> {
    let mut parts: Vec<(usize, PositionAnswer)> = Vec::new();
    for position in positions {
        let mut sources: BTreeMap<usize, Vec<Source>> = BTreeMap::new();
        for source in &position.sources {
            if let Some(place) = issues.place(&source.document, &position.topic_id) {
                sources.entry(place).or_default().push(source.clone());
            }
        }
        for (place, sources) in sources {
            let issue = issues.iter().nth(place).map(|issue| issue.label.clone());
            parts.push((place, PositionAnswer { issue, sources, ..position.clone() }));
        }
    }
    parts.sort_by_key(|(place, _)| *place);
    parts.into_iter().map(|(_, position)| position).collect()
}

pub(super) fn answer(graph: &Graph, position: PositionRef<'_>) -> PositionAnswer {
    PositionAnswer {
        id: position.id().to_owned(),
        holder: position.holder().name().to_owned(),
        holder_id: position.holder().id().to_owned(),
        stance: position.node().stance,
        topic: position.topic().label().to_owned(),
        topic_id: position.topic().id().to_owned(),
        issue: None,
        narrower_than: None,
        alike: None,
        since: position.dates().map(|(first, _)| first.to_owned()),
        last: position.dates().map(|(_, last)| last.to_owned()),
        ended: None,
        ended_by: Vec::new(),
        reporter_id: position.reporter().map(|reporter| reporter.id().to_owned()),
        reporter: position.reporter().map(|reporter| reporter.name().to_owned()),
        confidence: position.confidence(),
        others: others(position),
        independent_documents: position.independent_documents(),
        sources: sources(graph, &position.node().evidence),
    }
}

/// Tells of positions that they were given up, and by which words.
fn end(graph: &Graph, answers: &mut [PositionAnswer]) {
    let given_up = GivenUp::of(graph);
    for answer in answers.iter_mut().filter(|answer| given_up.is_told_of(&answer.holder_id)) {
        let fact = Fact::Position(answer.clone());
        let mut given = given_up.behind(&fact);
        given.retain(|act| is_over(&fact, std::slice::from_ref(act)));
        answer.ended = given.iter().filter_map(Fact::told).min().map(str::to_owned);
        answer.ended_by = given.iter().flat_map(Fact::sources).cloned().collect();
    }
}

fn others(position: PositionRef<'_>) -> Vec<OtherStance> {
    let mut others: Vec<OtherStance> = position
        .others()
        .map(|other| OtherStance {
            since: other.dates().map(|(first, _)| first.to_owned()),
            last: other.dates().map(|(_, last)| last.to_owned()),
            stance: other.node().stance,
            reporter: other.reporter().map(|reporter| reporter.name().to_owned()),
        })
        .collect();
    others.sort();
    others
}
