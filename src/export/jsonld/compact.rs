//! A framed form: actors with what they hold, say and do inside them.
//!
//! It is JSON-LD all the same, and its triples are among those of the full form. What only merging needs (how each
//! article names an entity) and what follows from the rest is left out, so it cannot be read back.

use std::collections::BTreeMap;
use std::io;
use std::sync::Arc;

use serde::{Serialize, Serializer};

use crate::graph::{Document, EntityRef, Graph, Node};
use crate::schema::{Plover, RelationKind, Stance};

use super::super::base::Base;
use super::entry::{Date, Entry, OneOrMany, Status};
use super::write::{self, Whole, context};

type Text = Arc<str>;

/// What the context of the full form has no term for: lists of nodes, and facts as what their subject has.
const MORE: &str = r#"
    "articles": "@included",
    "actors": "@included",
    "issues": "@included",
    "topics": "@included",
    "offices": {"@reverse": "org:member"},
    "positions": {"@reverse": "holder"},
    "acts": {"@reverse": "source"},"#;

/// Writes a graph as nested JSON-LD under `base`, for reading only: articles, actors with their offices, positions and
/// acts, topics. The same graph and base give the same bytes.
///
/// # Errors
/// Those of `out`.
pub fn write_compact(graph: &Graph, base: &Base, out: &mut dyn io::Write) -> io::Result<()> {
    write_file(&File { graph, whole: &Whole::of(graph) }, base, out)
}

/// Writes a part of a graph, as [`Graph::part`] gives it, like [`write_compact`]. Which topics are one issue is not told: that
/// is seen from the whole graph alone.
///
/// # Errors
/// Those of `out`.
pub fn write_part(graph: &Graph, base: &Base, out: &mut dyn io::Write) -> io::Result<()> {
    write_file(&File { graph, whole: &Whole::of_part(graph) }, base, out)
}

fn write_file(file: &File<'_>, base: &Base, out: &mut dyn io::Write) -> io::Result<()> {
    let context = context(base);
    let context = context.strip_prefix('{').unwrap_or(&context);
    write!(out, "{{\n  \"@context\": {{{MORE}{context},")?;
    let body = serde_json::to_vec_pretty(file)?;
    out.write_all(body.strip_prefix(b"{").unwrap_or(&body))?;
    out.write_all(b"\n")
}

struct File<'g> {
    graph: &'g Graph,
    whole: &'g Whole<'g>,
}

impl Serialize for File<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct;
        let graph = self.graph;
        let mut file = serializer.serialize_struct("File", 4)?;
        file.serialize_field("articles", &graph.documents().map(article).collect::<Vec<_>>())?;
        file.serialize_field("actors", &graph.entities().map(|e| self.actor(e)).collect::<Vec<_>>())?;
        let issues = &self.whole.issues;
        let issues: Vec<Entry> = issues.iter().map(|one| write::issue(one, issues)).collect();
        file.serialize_field("issues", &issues)?;
        file.serialize_field("topics", &graph.topics().map(|t| write::topic(t)).collect::<Vec<_>>())?;
        file.end()
    }
}

/// A sketch is for finding copies when graphs are merged.
fn article(node: &Document) -> Entry {
    Entry { sketch: None, ..write::document(node) }
}

/// A node by name.
#[derive(Default, Serialize)]
#[serde(rename_all = "camelCase")]
struct Name {
    id: Text,
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    kind: Option<OneOrMany>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<Text>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pref_label: Option<Text>,
    #[serde(skip_serializing_if = "Option::is_none")]
    headline: Option<Text>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<Text>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_published: Option<Date>,
}

#[derive(Serialize)]
struct Actor {
    #[serde(flatten)]
    entity: Entry,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    offices: Vec<Fact>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    positions: Vec<Fact>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    acts: Vec<Fact>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Fact {
    id: Text,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<Text>,
    #[serde(skip_serializing_if = "Option::is_none")]
    of: Option<Name>,
    #[serde(skip_serializing_if = "Option::is_none")]
    relation: Option<RelationKind>,
    #[serde(skip_serializing_if = "Option::is_none")]
    stance: Option<Stance>,
    #[serde(skip_serializing_if = "Option::is_none")]
    target: Option<Name>,
    #[serde(skip_serializing_if = "Option::is_none")]
    topic: Option<Name>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    issue: Vec<Name>,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<Status>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reported_by: Option<Name>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    place: Vec<Name>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<Date>,
    #[serde(skip_serializing_if = "Option::is_none")]
    first_date: Option<Date>,
    #[serde(skip_serializing_if = "Option::is_none")]
    last_date: Option<Date>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    plover: Vec<Plover>,
    #[serde(skip_serializing_if = "Option::is_none")]
    confidence: Option<Text>,
    #[serde(skip_serializing_if = "Option::is_none")]
    independent_documents: Option<usize>,
    evidence: Vec<Shown>,
}

/// A piece of evidence.
#[derive(Serialize)]
struct Shown {
    id: Text,
    document: Name,
    selector: Words,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    speaker: Vec<Name>,
}

#[derive(Serialize)]
struct Words {
    id: Text,
    exact: Text,
    start: usize,
    end: usize,
}

impl File<'_> {
    fn actor(&self, entity: EntityRef<'_>) -> Actor {
        let whole = write::entity(entity);
        Actor {
            entity: Entry { plain: BTreeMap::new(), appearance: Vec::new(), holds: Vec::new(), ..whole },
            offices: entity.offices().map(|office| self.fact(write::office(office, self.whole))).collect(),
            positions: entity.positions().map(|p| self.fact(write::position(p, self.whole))).collect(),
            acts: entity.acts().map(|act| self.fact(write::act(act, self.whole))).collect(),
        }
    }

    fn fact(&self, entry: Entry) -> Fact {
        let evidence = entry.evidence.into_iter().map(|evidence| Shown {
            id: evidence.id,
            document: self.name(evidence.document),
            selector: Words {
                id: evidence.selector.id,
                exact: evidence.selector.exact,
                start: evidence.selector.start,
                end: evidence.selector.end,
            },
            speaker: evidence.speaker.into_iter().map(|id| self.name(id)).collect(),
        });
        let name = |id: Option<Text>| id.map(|id| self.name(id));
        Fact {
            id: entry.id,
            title: entry.title,
            of: name(entry.of),
            relation: entry.relation,
            stance: entry.stance,
            target: name(entry.target),
            topic: name(entry.topic),
            issue: entry.issue.into_iter().map(|id| self.issue(id)).collect(),
            status: entry.status,
            reported_by: name(entry.reported_by),
            place: entry.place.into_iter().map(|id| self.name(id)).collect(),
            date: entry.date,
            first_date: entry.first_date,
            last_date: entry.last_date,
            plover: entry.plover,
            confidence: entry.confidence,
            independent_documents: entry.independent_documents,
            evidence: evidence.collect(),
        }
    }

    fn issue(&self, id: Text) -> Name {
        let label = self.whole.issues.named(&id).map(|issue| issue.label.as_str().into());
        Name { id, pref_label: label, ..Name::default() }
    }

    fn name(&self, id: Text) -> Name {
        let graph = self.graph;
        let entry = match graph.node(&id) {
            Some(Node::Document(node)) => article(node),
            Some(Node::Topic(node)) => Entry { pref_label: Some(node.label.clone()), ..Entry::default() },
            _ => graph.entity(&id).map(write::entity).unwrap_or_default(),
        };
        let kind = Some(entry.kind).filter(|_| entry.name.is_some());
        let Entry { name, pref_label, headline, url, date_published, .. } = entry;
        Name { id, kind, name, pref_label, headline, url, date_published }
    }
}
