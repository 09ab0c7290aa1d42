//! What a graph can say: the closed vocabularies, and the record of one article.
//!
//! Both wings of the house stand on this module: the reading wing writes [`Record`]s, the graph wing merges them.
//! The meaning of each word is defined on real sentences in the annotation guidelines; the PLOVER categories are
//! those of the PLOVER manual, draft 0.8 (2021).

mod vocabulary;
mod date;
mod sketch;
mod article_text;
mod record;
mod question;

pub use article_text::{Around, ArticleText, Context, Measured, digest};
pub use date::PartialDate;
pub use question::{About, Asks, Order, Question};
pub use record::{
    Attribution, Document, Entity, Mention, Office, Position, Quote, Record, Relation, Speaker,
};
pub use sketch::{LEAD_SHINGLES, LEAD_VALUES, Sketch, WHOLE_VALUES};
pub use vocabulary::{ActStatus, EntityType, OfficeStatus, Plover, RelationKind, Stance};
