//! The knowledge graph: what many articles say, as one petgraph graph.
//!
//! A graph is a union of *claims*: who one document names (an [`Appearance`]) and what one stretch of it says (an
//! [`Evidence`]). All else (which appearances are one entity, which claims are one fact, every id and every name)
//! is computed from the whole set of claims and from nothing else. Merging joins the sets and computes again, so
//! the order, the grouping and the repetition of the parts cannot matter.

mod slug;
mod names;
mod topics;
mod rulings;
mod versions;
mod claims;
mod identity;
mod holders;
mod namesakes;
mod lives;
mod copies;
mod node;
mod dates;
mod near;
mod build;
mod recover;
mod view;
mod why;

pub(crate) use claims::{
    ActClaim, Appearance as LocalAppearance, Claims, DocumentKey, OfficeClaim, Part, PositionClaim, Reading,
    Support, join_one,
};
pub(crate) use names::person_words;
pub(crate) use near::{FAR, NAMES_PROPOSED, nearness};
pub(crate) use topics::{measure, phrase_words, stem, topic_key, wish};

// What a store needs to keep claims and to compute from them what the graph computes.
#[cfg(feature = "store")]
pub(crate) use {
    build::{ActKey, Nodes, OfficeKey, PositionKey, Topics, documents, name_entities, topics},
    claims::{Heads, Readings, read_record},
    dates::moment,
    identity::identify,
    names::is_alias,
    near::slip,
    node::LocalEnds,
    recover::claims,
    slug::distinct_ids,
    versions::{address, articles, holding, texts},
};

pub(crate) use slug::slug;

pub use claims::{Forgotten, check_record};
pub use identity::{Likelihood, Reason};
pub use namesakes::{Held, Sign};
pub use node::{Act, Appearance, Document, Edge, Entity, Evidence, Node, Office, Position, Topic};
pub use rulings::{Ruling, RulingKind, Rulings};
pub use versions::Version;
pub use view::{ActRef, EntityRef, Graph, OfficeRef, PositionRef, TopicRef};
pub use why::{Namesake, Reasons, Why};
