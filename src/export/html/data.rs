//! What the page knows of the graph. Things are told by their place in the lists.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::paragraphs::{self, Paragraphs};
use crate::export::family::Family;
use crate::export::home::{home, main_office, title};
use crate::export::link::link;
use crate::graph::{ActRef, EntityRef, Evidence, Graph, OfficeRef, PositionRef, TopicRef};
use crate::issues::{Issue, Issues};
use crate::schema::{EntityType, RelationKind};

#[derive(Serialize)]
pub(super) struct Data<'g> {
    families: Vec<Look>,
    documents: Vec<Document<'g>>,
    entities: Vec<Entity<'g>>,
    issues: Vec<Question>,
    acts: Vec<Act<'g>>,
    positions: Vec<Position<'g>>,
    offices: Vec<Office<'g>>,
}

/// Relations and stances that look alike.
#[derive(Serialize)]
struct Look {
    name: &'static str,
    sign: &'static str,
    light: &'static str,
    dark: &'static str,
    relations: Vec<&'static str>,
    stances: Vec<&'static str>,
}

#[derive(Serialize)]
struct Document<'g> {
    name: &'g str,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'g str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<&'g str>,
    /// Of the web alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    publisher: Option<&'g str>,
    /// The first document of the same text, where this is a copy.
    #[serde(skip_serializing_if = "Option::is_none")]
    story: Option<usize>,
    /// The paragraphs around its quotes with their first code points, where its text is kept.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    paragraphs: Vec<(usize, &'g str)>,
}

#[derive(Serialize)]
struct Entity<'g> {
    name: &'g str,
    kind: &'static str,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    aliases: &'g [std::sync::Arc<str>],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    identifiers: &'g [std::sync::Arc<str>],
    /// The post that tells most of a person.
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
    /// The country or body it belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    home: Option<usize>,
}

/// An issue.
#[derive(Serialize)]
struct Question {
    label: String,
    /// Phrases of its topics.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    variants: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    broader: Vec<usize>,
}

#[derive(Serialize)]
struct Act<'g> {
    source: usize,
    relation: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    target: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    issue: Option<usize>,
    status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    reporter: Option<usize>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    places: Vec<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<&'g str>,
    #[serde(flatten)]
    shown: Shown<'g>,
}

#[derive(Serialize)]
struct Position<'g> {
    holder: usize,
    stance: &'static str,
    issue: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    reporter: Option<usize>,
    #[serde(flatten)]
    shown: Shown<'g>,
}

#[derive(Serialize)]
struct Office<'g> {
    holder: usize,
    title: &'g str,
    #[serde(skip_serializing_if = "Option::is_none")]
    of: Option<usize>,
    status: &'static str,
    #[serde(flatten)]
    shown: Shown<'g>,
}

/// What every fact has.
#[derive(Serialize)]
struct Shown<'g> {
    confidence: f64,
    /// First and last date for which it is told.
    #[serde(skip_serializing_if = "Option::is_none")]
    dates: Option<(&'g str, &'g str)>,
    evidence: Vec<Words<'g>>,
}

/// A stretch of a document, in code points.
#[derive(Serialize)]
struct Words<'g> {
    document: usize,
    start: usize,
    end: usize,
    quote: &'g str,
    /// Its sentence, and in which paragraph of the document that is.
    #[serde(skip_serializing_if = "Option::is_none")]
    sentence: Option<(usize, usize)>,
    #[serde(skip_serializing_if = "Option::is_none")]
    paragraph: Option<usize>,
    /// The topic in the article's words.
    #[serde(skip_serializing_if = "Option::is_none")]
    phrase: Option<&'g str>,
    confidence: f64,
    /// Whose words they are part of.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    speakers: Vec<usize>,
}

/// Places in the lists, by id.
struct Places<'g> {
    documents: BTreeMap<&'g str, usize>,
    entities: BTreeMap<&'g str, usize>,
    issues: BTreeMap<&'g str, usize>,
    /// The documents whose texts are kept.
    texts: BTreeMap<usize, Paragraphs<'g>>,
    graph: &'g Graph,
    all: &'g Issues,
}

fn numbered<'g>(ids: impl Iterator<Item = &'g str>) -> BTreeMap<&'g str, usize> {
    ids.enumerate().map(|(i, id)| (id, i)).collect()
}

impl<'g> Places<'g> {
    fn entity(&self, entity: EntityRef<'g>) -> usize {
        self.entities[entity.id()]
    }

    fn maybe(&self, entity: Option<EntityRef<'g>>) -> Option<usize> {
        entity.map(|entity| self.entity(entity))
    }

    /// The evidence on a topic by the issue that the topic is part of there.
    fn by_issue(&self, topic: TopicRef<'g>, evidence: &'g [Evidence]) -> BTreeMap<usize, Vec<&'g Evidence>> {
        let mut parts: BTreeMap<usize, Vec<&Evidence>> = BTreeMap::new();
        for evidence in evidence {
            if let Some(issue) = self.all.shown(self.graph, topic.id(), evidence) {
                parts.entry(self.issues[&*issue.id]).or_default().push(evidence);
            }
        }
        parts
    }

    fn shown(
        &self,
        confidence: f64,
        dates: Option<(&'g str, &'g str)>,
        evidence: impl IntoIterator<Item = &'g Evidence>,
    ) -> Shown<'g> {
        let words = evidence.into_iter().filter_map(|e| {
            let document = *self.documents.get(&*e.document)?;
            let around = self.texts.get(&document).and_then(|text| text.around(e));
            Some(Words {
                document,
                sentence: around.map(|(_, sentence)| (sentence.start, sentence.end)),
                paragraph: around.map(|(paragraph, _)| paragraph),
                start: e.quote.span.start,
                end: e.quote.span.end,
                quote: &e.quote.text,
                phrase: e.phrase.as_deref(),
                confidence: e.confidence,
                speakers: e.speakers.iter().filter_map(|id| self.entities.get(&**id).copied()).collect(),
            })
        });
        Shown { confidence, dates, evidence: words.collect() }
    }

    /// An act, under each issue that it is about.
    fn acts(&self, act: ActRef<'g>) -> Vec<Act<'g>> {
        let node = act.node();
        let one = |issue: Option<usize>, evidence: Vec<&'g Evidence>| Act {
            source: self.entity(act.source()),
            relation: node.relation.as_str(),
            target: self.maybe(act.target()),
            issue,
            status: node.status.as_str(),
            reporter: self.maybe(act.reporter()),
            places: act.places().map(|place| self.entity(place)).collect(),
            date: node.date.as_deref(),
            shown: self.shown(act.confidence(), act.dates(), evidence),
        };
        match act.topic() {
            None => vec![one(None, node.evidence.iter().collect())],
            Some(topic) => {
                let parts = self.by_issue(topic, &node.evidence).into_iter();
                parts.map(|(issue, evidence)| one(Some(issue), evidence)).collect()
            }
        }
    }

    /// A position, under each issue that it is on.
    fn positions(&self, position: PositionRef<'g>) -> Vec<Position<'g>> {
        let node = position.node();
        let parts = self.by_issue(position.topic(), &node.evidence).into_iter();
        let all = parts.map(|(issue, evidence)| Position {
            holder: self.entity(position.holder()),
            stance: node.stance.as_str(),
            issue,
            reporter: self.maybe(position.reporter()),
            shown: self.shown(position.confidence(), position.dates(), evidence),
        });
        all.collect()
    }

    fn office(&self, office: OfficeRef<'g>) -> Office<'g> {
        let node = office.node();
        Office {
            holder: self.entity(office.holder()),
            title: &node.title,
            of: self.maybe(office.of()),
            status: node.status.as_str(),
            shown: self.shown(office.confidence(), office.dates(), &node.evidence),
        }
    }

    fn described(&self, entity: EntityRef<'g>) -> Entity<'g> {
        let node = entity.node();
        let person = node.kind == EntityType::Person;
        Entity {
            name: &node.name,
            kind: node.kind.as_str(),
            aliases: &node.aliases,
            identifiers: &node.identifiers,
            note: person.then(|| main_office(entity)).flatten().map(title),
            home: self.maybe(home(entity)),
        }
    }
}

pub(super) fn of<'g>(graph: &'g Graph, issues: &'g Issues) -> Data<'g> {
    let documents = numbered(graph.documents().map(|document| &*document.id));
    let texts = paragraphs::of(graph, &documents);
    let places = Places {
        texts,
        graph,
        all: issues,
        documents,
        entities: numbered(graph.entities().map(EntityRef::id)),
        issues: numbered(issues.iter().map(|issue| &*issue.id)),
    };
    let documents = graph.documents().enumerate().map(|(i, document)| Document {
        name: &document.entry.id,
        title: document.entry.title.as_deref(),
        date: document.entry.date.as_deref(),
        url: document.entry.url.as_deref().and_then(link),
        publisher: document.entry.publisher.as_deref(),
        story: document.story.as_deref().and_then(|id| places.documents.get(id).copied()),
        paragraphs: places.texts.get(&i).map(|text| text.shown.clone()).unwrap_or_default(),
    });
    let question = |issue: &Issue| {
        let phrases: BTreeSet<&str> = issue.topics.iter().map(|topic| &*topic.phrase).collect();
        let variants = phrases.into_iter().filter(|phrase| *phrase != issue.label);
        let broader = issue.broader.as_deref().and_then(|label| issues.named(label));
        Question {
            label: issue.label.clone(),
            variants: variants.map(str::to_owned).collect(),
            broader: broader.iter().map(|issue| places.issues[&*issue.id]).collect(),
        }
    };
    Data {
        families: Family::ALL.into_iter().map(look).collect(),
        documents: documents.collect(),
        entities: graph.entities().map(|entity| places.described(entity)).collect(),
        issues: issues.iter().map(question).collect(),
        acts: graph.acts().flat_map(|act| places.acts(act)).collect(),
        positions: graph.positions().flat_map(|position| places.positions(position)).collect(),
        offices: graph.offices().map(|office| places.office(office)).collect(),
    }
}

fn look(family: Family) -> Look {
    Look {
        name: family.as_str(),
        sign: family.sign(),
        light: family.colour(),
        dark: family.colour_on_dark(),
        relations: family.relations().map(RelationKind::as_str).collect(),
        stances: family.stances().map(|stance| stance.as_str()).collect(),
    }
}

impl Data<'_> {
    /// The title of the only article, else what the page shows.
    pub fn heading(&self) -> String {
        match &self.documents[..] {
            [Document { title: Some(title), .. }] if !title.trim().is_empty() => (*title).to_owned(),
            _ => "Who met, proposed, rejected what".to_owned(),
        }
    }
}
