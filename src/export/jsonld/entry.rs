//! The shape of a node in the file, for writing and for reading.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::schema::{ActStatus, EntityType, OfficeStatus, Plover, RelationKind, Sketch, Stance};

/// The namespace of the terms that no standard has, as `@vocab` of the context.
pub(super) const NAMESPACE: &str = "https://w3id.org/demarche/ns#";

/// The context, from its opening brace to its closing one.
pub(in crate::export) const CONTEXT: &str = include_str!("context.json");

type Text = Arc<str>;

/// Any node. Which fields it has follows from its type.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(in crate::export) struct Entry {
    pub id: Text,
    #[serde(rename = "type")]
    pub kind: OneOrMany,

    // Documents.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub headline: Option<Text>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date_published: Option<Date>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date_modified: Option<Date>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<Text>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub publisher: Option<Text>,
    /// An object, as JSON in a text: a literal that every tool takes as it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fields: Option<Text>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub corrects: bool,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub numbered: bool,
    /// A list of [`Version`](crate::graph::Version), as JSON in a text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub versions: Option<Text>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sha256: Option<Text>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sketch: Option<Box<Sketch>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub story: Option<Text>,
    /// The text, where it is kept.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub article_body: Option<Text>,
    /// The first code point of each of its sentences: a list, as JSON in a text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sentences: Option<Text>,

    // Entities; `identifier` also of documents.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<Text>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub alternate_name: Vec<Text>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub identifier: Vec<Text>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub same_as: Vec<Text>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub holds: Vec<Text>,
    #[serde(flatten, skip_deserializing)]
    pub plain: std::collections::BTreeMap<&'static str, Vec<Text>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub appearance: Vec<Appearance>,

    // Topics; `prefLabel` also of posts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pref_label: Option<Text>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub alt_label: Vec<Text>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub head: Vec<Text>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub broader: Vec<Text>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub narrower: Vec<Text>,

    /// Of an issue, its topics.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub covers: Vec<Text>,

    // Posts and offices.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub post_in: Option<Text>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub member: Option<Text>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<Text>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub of: Option<Text>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organization: Option<Text>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub post: Option<Text>,

    // Acts and positions.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<Text>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub holder: Option<Text>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub relation: Option<RelationKind>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stance: Option<Stance>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target: Option<Text>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub topic: Option<Text>,
    /// Which issues its topic belongs to in the articles that show it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub issue: Vec<Text>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<Status>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reported_by: Option<Text>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub actor: Vec<Text>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub place: Vec<Text>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<Date>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub plover: Vec<Plover>,

    // Rulings.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ruling: Option<Text>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub ruled_name: Vec<Text>,

    // Facts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_date: Option<Date>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_date: Option<Date>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confidence: Option<Text>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub independent_documents: Option<usize>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<Evidence>,
}

/// An entity as one document has it.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::export) struct Appearance {
    pub id: Text,
    #[serde(rename = "type")]
    pub class: OneOrMany,
    pub document: Text,
    pub local_id: Text,
    pub kind: EntityType,
    pub name: Text,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub identifier: Vec<Text>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mention: Vec<Selector>,
}

/// A stretch of a document that shows a fact.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::export) struct Evidence {
    pub id: Text,
    #[serde(rename = "type")]
    pub class: OneOrMany,
    pub document: Text,
    pub selector: Selector,
    pub confidence: Text,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub speaker: Vec<Text>,
    /// The topic in this document's words, where they are not the topic's label.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phrase: Option<Text>,
    /// The head lemmas that this document gives the topic, where they are not all that the topic has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub head: Option<Vec<Text>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Text>,
    /// Where it is not the one that the relation has by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plover: Option<Plover>,
    /// Of the act that the same words show, for a position.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Date>,
    // Local ids of the ends, where an end appears in the document under more than one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject_as: Option<Text>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub object_as: Option<Text>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reporter_as: Option<Text>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place_as: Option<Text>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub speaker_as: Vec<Text>,
}

/// A stretch of a document by place and by words.
#[derive(Debug, Serialize, Deserialize)]
pub(in crate::export) struct Selector {
    pub id: Text,
    #[serde(rename = "type")]
    pub class: OneOrMany,
    pub start: usize,
    pub end: usize,
    pub exact: Text,
}

/// The status of an office or an act.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(in crate::export) enum Status {
    Current,
    Former,
    Elect,
    Acting,
    Occurred,
    Planned,
    Possible,
    Denied,
}

impl From<OfficeStatus> for Status {
    fn from(status: OfficeStatus) -> Self {
        match status {
            OfficeStatus::Current => Status::Current,
            OfficeStatus::Former => Status::Former,
            OfficeStatus::Elect => Status::Elect,
            OfficeStatus::Acting => Status::Acting,
        }
    }
}

impl From<ActStatus> for Status {
    fn from(status: ActStatus) -> Self {
        match status {
            ActStatus::Occurred => Status::Occurred,
            ActStatus::Planned => Status::Planned,
            ActStatus::Possible => Status::Possible,
            ActStatus::Denied => Status::Denied,
        }
    }
}

impl Status {
    pub fn office(self) -> Option<OfficeStatus> {
        OfficeStatus::ALL.into_iter().find(|status| Status::from(*status) as u8 == self as u8)
    }

    pub fn act(self) -> Option<ActStatus> {
        ActStatus::ALL.into_iter().find(|status| Status::from(*status) as u8 == self as u8)
    }
}

/// One string or several.
#[derive(Debug, Serialize, Deserialize)]
#[serde(untagged)]
pub(in crate::export) enum OneOrMany {
    One(Text),
    Many(Vec<Text>),
}

impl Default for OneOrMany {
    fn default() -> Self {
        OneOrMany::Many(Vec::new())
    }
}

impl OneOrMany {
    pub fn contains(&self, term: &str) -> bool {
        match self {
            OneOrMany::One(one) => &**one == term,
            OneOrMany::Many(many) => many.iter().any(|one| &**one == term),
        }
    }
}

impl From<&[&str]> for OneOrMany {
    fn from(terms: &[&str]) -> Self {
        match terms {
            [one] => OneOrMany::One((*one).into()),
            many => OneOrMany::Many(many.iter().map(|t| Text::from(*t)).collect()),
        }
    }
}

/// A date: a plain string where it is one of the calendar (the context gives it its type), else a value with a type
/// of its own or none.
#[derive(Debug, Serialize, Deserialize)]
#[serde(untagged)]
pub(in crate::export) enum Date {
    Day(Text),
    Other {
        #[serde(rename = "@value")]
        value: Text,
        #[serde(rename = "@type", default, skip_serializing_if = "Option::is_none")]
        kind: Option<Text>,
    },
}

impl Date {
    pub fn new(date: &str) -> Self {
        let shape: String = date.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
        let part = |range: std::ops::Range<usize>| date.get(range).and_then(|p| p.parse::<u8>().ok());
        let month = part(5..7).is_some_and(|m| (1..=12).contains(&m));
        let kind = match shape.as_str() {
            "0000-00-00" if month && part(8..10).is_some_and(|d| (1..=31).contains(&d)) => {
                return Date::Day(date.into());
            }
            "0000-00-00T00:00:00" | "0000-00-00T00:00:00Z" => Some("xsd:dateTime"),
            "0000-00" if month => Some("xsd:gYearMonth"),
            "0000" => Some("xsd:gYear"),
            _ => None,
        };
        Date::Other { value: date.into(), kind: kind.map(Into::into) }
    }

    pub fn into_text(self) -> Text {
        match self {
            Date::Day(value) | Date::Other { value, .. } => value,
        }
    }
}
