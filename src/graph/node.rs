//! What stands at the nodes and edges.

use std::sync::Arc;

use super::versions::Version;
use crate::schema::{ActStatus, ArticleText, EntityType, OfficeStatus, Plover, Quote, RelationKind, Stance};

/// A node of the graph.
#[derive(Debug, Clone, PartialEq)]
pub enum Node {
    /// An article.
    Document(Document),
    /// An actor or place.
    Entity(Entity),
    /// What is proposed, rejected and so on.
    Topic(Topic),
    /// Somebody holds a post.
    Office(Office),
    /// Somebody did something.
    Act(Act),
    /// Somebody is for or against something.
    Position(Position),
}

/// How one node stands to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Edge {
    /// From an act to its actor.
    Source,
    /// From an act to the other actor, or the place visited.
    Target,
    /// From an act or a position to what it is about.
    Topic,
    /// From an act or a position to the source that the text names for it.
    Reporter,
    /// From an act to where it took place.
    Place,
    /// From an office or a position to who holds it.
    Holder,
    /// From an office to the country, body or person it belongs to.
    Of,
    /// From a topic to the next broader one.
    Broader,
    /// From a fact to a document that shows it.
    EvidenceIn,
    /// From an entity to a document that names it.
    AppearsIn,
}

/// An article as a node.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// `document/` and a slug; [`crate::schema::Document::id`] is the name that its reader gave it.
    pub id: Arc<str>,
    /// Its entry in the catalogue.
    pub entry: crate::schema::Document,
    /// [`Document::id`] of the first document that is a copy of the same text (an agency's story, say), itself where
    /// it is the first; `None` where there is no other.
    pub story: Option<Arc<str>>,
    /// All that it is known to have been, sorted, where that is more than its entry tells: other texts, dates and
    /// addresses. The entry is that of the latest.
    pub versions: Vec<Version>,
    /// Its text, where it is kept.
    pub text: Option<ArticleText>,
}

impl Document {
    /// Its versions; at least one.
    pub(crate) fn all_versions(&self) -> Vec<Version> {
        match self.versions.is_empty() {
            true => vec![Version::of(&self.entry)],
            false => self.versions.clone(),
        }
    }

    /// The versions of another text, whose place this one has taken; by their dates.
    pub fn replaced(&self) -> Vec<&Version> {
        let mut replaced: Vec<&Version> =
            self.versions.iter().filter(|version| *version.sha256 != *self.entry.sha256).collect();
        replaced.sort_by(|a, b| a.rank().cmp(&b.rank()));
        replaced
    }
}

/// An actor or place, with all documents that name it.
#[derive(Debug, Clone, PartialEq)]
pub struct Entity {
    /// `entity/` and the slug of the name.
    pub id: Arc<str>,
    /// The kind that most documents give it.
    pub kind: EntityType,
    /// The name that most documents give it; a full name before a surname.
    pub name: Arc<str>,
    /// All other forms in the texts, descriptions among them, sorted.
    pub aliases: Vec<Arc<str>>,
    /// Identifiers as compact IRIs (`wikidata:Q212`), sorted.
    pub identifiers: Vec<Arc<str>>,
    /// What each document has of it, sorted by document.
    pub appearances: Vec<Appearance>,
}

/// An entity as one document has it.
#[derive(Debug, Clone, PartialEq)]
pub struct Appearance {
    /// [`Document::id`].
    pub document: Arc<str>,
    /// The id in the record of that document.
    pub local: Arc<str>,
    /// Where the text names or describes it, in text order.
    pub mentions: Vec<Quote>,
    pub(crate) readings: Vec<super::claims::Reading>,
}

impl Appearance {
    /// The canonical names that the record of the document gives it; one, unless it was read with different results.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.readings.iter().map(|reading| &*reading.name)
    }
}

/// A topic with the phrases that mean it.
#[derive(Debug, Clone, PartialEq)]
pub struct Topic {
    /// `topic/` and the slug of the label without articles.
    pub id: Arc<str>,
    /// The shortest phrase; among those of one length the one with the fewest capitals.
    pub label: Arc<str>,
    /// All other phrases, sorted.
    pub variants: Vec<Arc<str>>,
    /// Lemmas of head words, sorted.
    pub heads: Vec<Arc<str>>,
}

/// Somebody holds, held or will hold a post.
#[derive(Debug, Clone, PartialEq)]
pub struct Office {
    /// `office/`, holder, title, of, status.
    pub id: Arc<str>,
    /// Title in lower case.
    pub title: Arc<str>,
    /// As the texts put it.
    pub status: OfficeStatus,
    /// At least one.
    pub evidence: Vec<Evidence>,
}

/// An act. Acts of the same source, relation, target, topic, status, reporter and date are one.
#[derive(Debug, Clone, PartialEq)]
pub struct Act {
    /// `act/`, source, relation, target, topic, status, reporter, date.
    pub id: Arc<str>,
    /// Which of the seventeen.
    pub relation: RelationKind,
    /// Happened, planned, possible or denied.
    pub status: ActStatus,
    /// ISO 8601 at the granularity known. An act of unknown date is another than the same of a known date.
    pub date: Option<Arc<str>>,
    /// PLOVER categories, sorted.
    pub plover: Vec<Plover>,
    /// At least one.
    pub evidence: Vec<Evidence>,
}

/// A stance on a topic. Different stances of one holder on one topic stand side by side.
#[derive(Debug, Clone, PartialEq)]
pub struct Position {
    /// `position/`, holder, stance, topic, reporter.
    pub id: Arc<str>,
    /// For, against or under a condition.
    pub stance: Stance,
    /// At least one.
    pub evidence: Vec<Evidence>,
}

/// A stretch of one document that shows a fact. Sorted by document and place.
#[derive(Debug, Clone, PartialEq)]
pub struct Evidence {
    /// [`Document::id`].
    pub document: Arc<str>,
    /// The words, with their place in code points.
    pub quote: Quote,
    /// How sure, from 0 to 1, in steps of 0.001.
    pub confidence: f64,
    /// [`Entity::id`] of whoever's reported statement the words are part of.
    pub speakers: Vec<Arc<str>>,
    /// The topic in the words of this document.
    pub phrase: Option<Arc<str>>,
    /// [`Entity::id`] of the place, where this document gives one.
    pub place: Option<Arc<str>>,
    /// PLOVER category, for an act.
    pub plover: Option<Plover>,
    /// Date of the act that the same words show, for a position; ISO 8601.
    pub date: Option<Arc<str>>,
    /// Head lemmas that this document gives the topic, sorted.
    pub(crate) heads: Vec<Arc<str>>,
    /// Ids of the ends in the record of this document.
    pub(crate) local: LocalEnds,
}

/// The ends of one claim as its document names them.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct LocalEnds {
    /// Source or holder.
    pub subject: Arc<str>,
    /// Target or body.
    pub object: Option<Arc<str>>,
    pub reporter: Option<Arc<str>>,
    pub place: Option<Arc<str>>,
    pub speakers: Vec<Arc<str>>,
}

impl Node {
    /// Its id, unique in the graph.
    pub fn id(&self) -> &Arc<str> {
        match self {
            Node::Document(node) => &node.id,
            Node::Entity(node) => &node.id,
            Node::Topic(node) => &node.id,
            Node::Office(node) => &node.id,
            Node::Act(node) => &node.id,
            Node::Position(node) => &node.id,
        }
    }

    /// What shows it, for a fact.
    pub fn evidence(&self) -> &[Evidence] {
        match self {
            Node::Office(node) => &node.evidence,
            Node::Act(node) => &node.evidence,
            Node::Position(node) => &node.evidence,
            Node::Document(_) | Node::Entity(_) | Node::Topic(_) => &[],
        }
    }
}
