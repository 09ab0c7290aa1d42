//! A question, read: what is asked for, and what is known of it.
//!
//! The reading wing makes it from words, the graph wing answers it.

use serde::{Deserialize, Serialize};

use super::vocabulary::{ActStatus, EntityType, OfficeStatus, RelationKind, Stance};

/// What kind of fact a question is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum About {
    /// Who holds which post.
    Offices,
    /// Who did what.
    Acts,
    /// Who is for or against what.
    Positions,
    /// All that is told of what somebody did, wants or says.
    Statements,
}

/// What an answer names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Asks {
    /// Who did, holds or said it.
    Actors,
    /// To or with whom it was done, or which place was visited.
    Others,
    /// What it was about.
    Topics,
    /// Where it took place.
    Places,
    /// When.
    Dates,
    /// Which posts somebody holds.
    Titles,
    /// How often.
    Count,
    /// How many did, hold or said it.
    Number,
    /// Which of two did or holds it.
    Which,
    /// Who came to hold another stance than before.
    Change,
    /// Whether it is so.
    Truth,
    /// All that is told of it, by date.
    Facts,
    /// Who holds the same stance, or on what two hold the same.
    Agreement,
    /// Who holds which of two stances, or on what two hold different ones.
    Difference,
    /// Why: facts tell that something happened, and no reasons.
    Reasons,
}

/// Which of several acts is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Order {
    /// The earliest.
    First,
    /// The latest.
    Last,
}

/// A question to a graph. What is `None` or empty is not told, and anything fits it; names are as they were asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Question {
    /// What the answer names.
    pub asks: Asks,
    /// What it is about.
    pub about: About,
    /// Who did it, or holds the position or post.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub actor: Option<String>,
    /// To or with whom; the second of two that are compared; the country or body of a post.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub other: Option<String>,
    /// What it was done to or about: an entity or a topic.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub thing: Option<String>,
    /// The kind that the answer must be.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<EntityType>,
    /// Title of a post.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Any of these titles, where the question names what a post is for: to lead.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub titles: Vec<String>,
    /// Held now, once, soon, or for the time being.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub office_status: Vec<OfficeStatus>,
    /// Any of these.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub relations: Vec<RelationKind>,
    /// For, against or conditional. With relations, a position will do as well as an act.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stance: Option<Stance>,
    /// Happened, planned, possible or denied.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<ActStatus>,
    /// Whether all are asked for, whatever their status.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub any_status: bool,
    /// Whether it is asked if it is so to this day.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub still: bool,
    /// Where.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// According to whom.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reporter: Option<String>,
    /// ISO 8601: on this day, or in this month or year.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub on: Option<String>,
    /// Then or later.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since: Option<String>,
    /// Then or earlier.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
    /// Of all that fit, the first or the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order: Option<Order>,
    /// Whether there is anything that fits is asked too.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub whether: bool,
    /// Words that the evidence must have, each in any of its forms.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub words: Vec<Vec<String>>,
}

impl Question {
    /// Whether it asks if somebody accepted something, which they did not if they rejected it.
    pub fn is_acceptance(&self) -> bool {
        let accepts = |relation| matches!(relation, &RelationKind::Agreed | &RelationKind::Supported);
        (self.asks, self.about) == (Asks::Truth, About::Acts)
            && self.actor.is_some()
            && self.thing.is_some()
            && !self.relations.is_empty()
            && self.relations.iter().all(accepts)
    }

    /// A question of which nothing is known yet.
    pub fn new(asks: Asks, about: About) -> Self {
        Self {
            asks,
            about,
            actor: None,
            other: None,
            thing: None,
            kind: None,
            title: None,
            titles: Vec::new(),
            office_status: Vec::new(),
            relations: Vec::new(),
            stance: None,
            status: None,
            any_status: false,
            still: false,
            place: None,
            reporter: None,
            on: None,
            since: None,
            until: None,
            order: None,
            whether: false,
            words: Vec::new(),
        }
    }
}
