//! Who holds which post.

use serde::Serialize;

use crate::error::Result;
use crate::graph::{Graph, OfficeRef};
use crate::schema::OfficeStatus;

use super::names;
use super::names::stems;
use super::source::{Source, sources};

/// What to look for; `None` fits all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OfficeQuery {
    /// Any name of the holder.
    pub holder: Option<String>,
    /// Any name of the country, body or person that the post belongs to.
    pub of: Option<String>,
    /// Words of the title.
    pub title: Option<String>,
    /// A date, ISO 8601 at any granularity: posts that a document says are held then. A text speaks for its day and
    /// for the days between two texts that say the same.
    pub on: Option<String>,
}

/// A post that was found.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OfficeAnswer {
    /// Its id in the graph.
    pub id: String,
    /// Name of the holder.
    pub holder: String,
    /// Its id in the graph.
    pub holder_id: String,
    /// Title in lower case.
    pub title: String,
    /// Name of the country, body or person that the post belongs to.
    pub of: Option<String>,
    /// Its id in the graph.
    pub of_id: Option<String>,
    /// As the texts put it.
    pub status: OfficeStatus,
    /// The earliest date of a document that says so, ISO 8601.
    pub first: Option<String>,
    /// The latest.
    pub last: Option<String>,
    /// Of a post that is held: the earliest date of a document that tells of it as held before, after all that tell of it
    /// as held.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ended: Option<String>,
    /// How sure, from 0 to 1.
    pub confidence: f64,
    /// In how many documents it stands that are no copies of each other.
    pub independent_documents: usize,
    /// The words that show it.
    pub sources: Vec<Source>,
}

/// The posts that fit a question, by body, title, holder and status.
///
/// # Errors
/// [`crate::ErrorKind::Query`] when the graph has no such holder, body or title, with the nearest there are. A question whose
/// names are known and which nothing fits gives an empty list.
///
/// ```
/// use demarche::graph::Graph;
/// use demarche::query::{OfficeQuery, offices};
/// use demarche::schema::OfficeStatus;
///
/// # fn main() -> demarche::Result<()> {
/// let record = r#"{"id": "monday", "date": "2025-08-18", "relations": [], "positions": [], "entities": [
///     {"id": "merz", "type": "person", "name": "Friedrich Merz", "mentions": []},
///     {"id": "germany", "type": "country", "name": "Germany", "mentions": []}],
///   "offices": [{"holder": "merz", "title": "chancellor", "of": "germany", "status": "current",
///     "evidence": {"start": 0, "end": 22, "text": "German Chancellor Merz"}}]}"#;
/// let graph = Graph::from_records([serde_json::from_str(record).unwrap()]);
///
/// let query = OfficeQuery { of: Some("germany".into()), on: Some("2025-08".into()), ..OfficeQuery::default() };
/// let found = offices(&graph, &query)?;
/// assert_eq!((&*found[0].holder, found[0].status), ("Friedrich Merz", OfficeStatus::Current));
/// assert_eq!(found[0].sources[0].quote, "German Chancellor Merz");
///
/// let unknown = OfficeQuery { holder: Some("Mertz".into()), ..OfficeQuery::default() };
/// let error = offices(&graph, &unknown).unwrap_err().to_string();
/// assert_eq!(error, "the graph has no office holder 'Mertz'; did you mean 'Friedrich Merz'?");
/// # Ok(())
/// # }
/// ```
pub fn offices(graph: &Graph, query: &OfficeQuery) -> Result<Vec<OfficeAnswer>> {
    let holders = names::entities(graph, "office holder", query.holder.as_deref())?;
    let bodies = names::entities(graph, "country or body", query.of.as_deref())?;
    let title = query.title.as_deref().map(stems);
    if let (Some(asked), Some(title)) = (&query.title, &title)
        && !graph.offices().any(|office| title.is_subset(&stems(&office.node().title)))
    {
        return Err(names::no_office(graph, asked));
    }
    let found = graph.offices().filter(|office| {
        holders.has(office.holder().id())
            && (query.of.is_none() || office.of().is_some_and(|of| bodies.has(of.id())))
            && title.as_ref().is_none_or(|title| title.is_subset(&stems(&office.node().title)))
            && query.on.as_deref().is_none_or(|on| held_on(*office, on))
    });
    let mut answers: Vec<OfficeAnswer> = found
        .map(|office| OfficeAnswer {
            id: office.id().to_owned(),
            holder: office.holder().name().to_owned(),
            holder_id: office.holder().id().to_owned(),
            title: office.node().title.to_string(),
            of: office.of().map(|of| of.name().to_owned()),
            of_id: office.of().map(|of| of.id().to_owned()),
            status: office.node().status,
            first: office.dates().map(|(first, _)| first.to_owned()),
            last: office.dates().map(|(_, last)| last.to_owned()),
            ended: ended(office).map(str::to_owned),
            confidence: office.confidence(),
            independent_documents: office.independent_documents(),
            sources: sources(graph, &office.node().evidence),
        })
        .collect();
    answers.sort_by(|a, b| {
        let key = |o: &OfficeAnswer| {
            (o.of.clone(), o.of_id.clone(), o.title.clone(), o.holder.clone(), o.holder_id.clone(), o.status)
        };
        key(a).cmp(&key(b))
    });
    Ok(answers)
}

/// When a post that is told as held is first told as held before; nothing where a later text tells it as held again.
fn ended(office: OfficeRef<'_>) -> Option<&str> {
    let (node, (_, last)) = (office.node(), office.dates()?);
    let held = matches!(node.status, OfficeStatus::Current | OfficeStatus::Acting);
    let of = office.of().map(|of| of.id());
    let same = |other: &OfficeRef<'_>| {
        other.node().status == OfficeStatus::Former
            && other.node().title == node.title
            && other.of().map(|of| of.id()) == of
    };
    let firsts = office.holder().offices().filter(same).filter_map(|other| Some(other.dates()?.0));
    firsts.filter(|first| held && *first >= last).min()
}

/// Whether texts from before (or of) and after (or of) a date say that the post is held. ISO 8601 dates sort as
/// text, and a coarser one is the beginning of the finer ones within it.
fn held_on(office: OfficeRef<'_>, on: &str) -> bool {
    let holds = matches!(office.node().status, OfficeStatus::Current | OfficeStatus::Acting);
    let Some((first, last)) = office.dates() else {
        return false;
    };
    let begun = first <= on || first.starts_with(on);
    let lasts = on <= last || on.starts_with(last);
    holds && begun && lasts
}
