//! What one article says: the shape that `extract` writes, a JSON object a line.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::article_text::ArticleText;
use super::sketch::Sketch;
use super::vocabulary::{ActStatus, EntityType, OfficeStatus, Plover, RelationKind, Stance};
use crate::span::Span;

/// What one article says. Ends of facts name entities of the same record by [`Entity::id`].
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// The article it comes from.
    #[serde(flatten)]
    pub document: Document,
    /// Actors and places, sorted by id.
    pub entities: Vec<Entity>,
    /// Who holds which post, in text order.
    pub offices: Vec<Office>,
    /// Acts, in text order.
    pub relations: Vec<Relation>,
    /// Stances, in text order.
    pub positions: Vec<Position>,
    /// Reported statements, in text order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attributions: Vec<Attribution>,
    /// The article's text as it was read, where it is to be kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<Arc<str>>,
    /// The first code point of each sentence of the text, where the text is there.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sentences: Vec<usize>,
}

impl Record {
    /// The text with its sentences, where it is kept.
    pub fn article_text(&self) -> Option<ArticleText> {
        self.text.as_ref().map(|text| ArticleText::new(Arc::clone(text), self.sentences.clone()))
    }
}

/// An article as an entry of a catalogue: everything but its text.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// The file's name without its ending, or the `id` field of a JSON line.
    pub id: String,
    /// Date of publication, ISO 8601 (`2025-08-17`), where known.
    #[serde(default)]
    pub date: Option<String>,
    /// When the text was last changed, where known: ISO 8601, a day or a time (`2025-08-17T09:00:00Z`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub modified: Option<String>,
    /// Headline, where known.
    #[serde(default)]
    pub title: Option<String>,
    /// Address, where known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Who published it, where known: the paper, the agency, the feed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub publisher: Option<String>,
    /// What else its entry tells, as it stands there: fields of a JSON line that have no other place.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub fields: BTreeMap<String, Value>,
    /// Whether the text says that it corrects what stood before.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub corrects: bool,
    /// Whether the id only says where the article stood among others, and so tells it from no other on another day.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub numbered: bool,
    /// SHA-256 of the text (UTF-8), in hexadecimal.
    #[serde(default)]
    pub sha256: String,
    /// Sketch of the text, by which its copies are known; `None` for a text of a few words or an older record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sketch: Option<Box<Sketch>>,
}

/// An actor or place with the forms that the article uses for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entity {
    /// Lower-case slug of the canonical name.
    pub id: String,
    /// Its kind.
    #[serde(rename = "type")]
    pub kind: EntityType,
    /// Canonical name in plain ASCII where the gazetteer has one, else the fullest form in the text.
    pub name: String,
    /// Identifiers as compact IRIs: `iso3166:UA`, `iso3166-2:UA-14`, `geonames:690791`, `wikidata:Q212`; sorted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub same_as: Vec<String>,
    /// Every place where the text names or describes it, in text order; pronouns are left out.
    pub mentions: Vec<Mention>,
}

/// A stretch of the article, with its text.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Quote {
    /// Where it stands.
    #[serde(flatten)]
    pub span: Span,
    /// Exactly the text there.
    pub text: String,
}

/// A name or description of an entity in the text.
pub type Mention = Quote;

/// Somebody holds a post.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Office {
    /// Entity id of the person.
    pub holder: String,
    /// Title in lower case, singular, without the country: `prime minister`.
    pub title: String,
    /// Entity id of the country, organization or person it belongs to.
    pub of: Option<String>,
    /// Held now, once, soon, or for the time being.
    pub status: OfficeStatus,
    /// How sure, from 0 to 1.
    #[serde(default = "one")]
    pub confidence: f64,
    /// The words that show it.
    pub evidence: Quote,
}

/// An act: what an actor did, said they would do, or was said to do.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Relation {
    /// Entity id of the actor.
    pub source: String,
    /// Which of the seventeen relations.
    pub relation: RelationKind,
    /// Entity id of the other actor or place.
    pub target: Option<String>,
    /// What is proposed, rejected and so on: a short phrase near the text's words.
    pub topic: Option<String>,
    /// Lemma of the topic's head word.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub topic_head: Option<String>,
    /// Happened, planned, possible or denied.
    pub status: ActStatus,
    /// Entity id of the source that the text names for the claim, when it is neither the article nor the actor.
    pub reported_by: Option<String>,
    /// Entity id of the place, where the text gives one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// Date of the act, ISO 8601 at the granularity known (`2025`, `2025-08`, `2025-08-15`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// PLOVER category.
    pub plover: Plover,
    /// How sure, from 0 to 1.
    #[serde(default = "one")]
    pub confidence: f64,
    /// The words that show it.
    pub evidence: Quote,
}

/// A stance of an actor on a topic.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Position {
    /// Entity id of the actor.
    pub holder: String,
    /// The topic, as in [`Relation::topic`].
    pub topic: String,
    /// Lemma of the topic's head word.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub topic_head: Option<String>,
    /// For, against, or under a condition.
    pub stance: Stance,
    /// Entity id of the source that the text names, when it is neither the article nor the holder.
    #[serde(default)]
    pub reported_by: Option<String>,
    /// How sure, from 0 to 1.
    #[serde(default = "one")]
    pub confidence: f64,
    /// The words that show it.
    pub evidence: Quote,
}

/// A reported statement, direct or indirect: who says what, and how.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Attribution {
    /// The speaker's words in the text, with the entity they name; `None` when the text names nobody.
    pub source: Option<Speaker>,
    /// The words that mark it as a report: "said", "according to".
    pub cue: Quote,
    /// What was said; several pieces when the cue interrupts it.
    pub content: Vec<Quote>,
    /// Entity's attitude as the cue shows it: `state`, `believe`, `ask`, `deny` and so on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stance: Option<String>,
}

/// The source of an [`Attribution`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Speaker {
    /// Entity id, when the words resolve to an entity of the record.
    pub entity: Option<String>,
    /// The words, with their place.
    #[serde(flatten)]
    pub quote: Quote,
}

fn one() -> f64 {
    1.0
}
