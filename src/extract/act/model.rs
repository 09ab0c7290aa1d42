//! An act, and what its extraction reads.

use std::ops::Range;

use crate::extract::attribution::Reports;
use crate::extract::clause::Clauses;
use crate::extract::mention::Mentions;
use crate::extract::topic::Topic;
use crate::lexicon::verbs::Verbs;
use crate::schema::{ActStatus, Plover, RelationKind};

/// Word class of a trigger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// A verb.
    Verb,
    /// A noun.
    Noun,
    /// An adjective.
    Adjective,
}

/// An act before it becomes a [`crate::schema::Relation`]: entities are indices into [`Mentions::entities`].
#[derive(Debug, Clone, PartialEq)]
pub struct Act {
    /// Which relation.
    pub relation: RelationKind,
    /// PLOVER category.
    pub plover: Plover,
    /// The actor.
    pub source: usize,
    /// The other actor or place.
    pub target: Option<usize>,
    /// What it is about.
    pub topic: Option<Topic>,
    /// Happened, planned, possible, denied.
    pub status: ActStatus,
    /// Whether a condition is set: "only if", "unless".
    pub conditional: bool,
    /// The trigger token.
    pub trigger: usize,
    /// The tokens that show it.
    pub tokens: Range<usize>,
    /// Word class of the trigger.
    pub class: Class,
    /// Whom the text names for it, if that is neither the article nor the actor.
    pub reporter: Option<usize>,
    /// How sure the reader is of it, from 0 to 1.
    pub certainty: f64,
}

/// What act extraction reads.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// The text with its clause logic.
    pub clauses: Clauses<'a>,
    /// Who and what is mentioned.
    pub mentions: &'a Mentions,
    /// Who says what.
    pub reports: &'a Reports,
    /// Verbs that carry a noun.
    pub verbs: &'a Verbs,
}

/// Pairs of an entity and the token that names it there.
pub(in crate::extract) type Actors = Vec<(usize, usize)>;
