//! Demarche builds knowledge graphs from political news: who met whom, who proposed or rejected what, who holds which
//! office and which stance, each fact with the words that show it.
//!
//! Articles come from [`source`], become records in [`builder`], and records become a [`graph`], which [`export`]
//! writes and [`query`] asks; [`question`] reads what is asked in English, and with the feature `sparql` the module of that name
//! asks in SPARQL. The modules stand here in the order in which data flows.
//!
//! ```
//! use demarche::builder::{Builder, Options};
//! use demarche::graph::Graph;
//! use demarche::nlp::Pipeline;
//! use demarche::query::{OfficeQuery, offices};
//! use demarche::source::{Article, Defaults};
//!
//! # fn main() -> demarche::Result<()> {
//! let text = "French President Emmanuel Macron met German Chancellor Friedrich Merz in Paris on Monday.";
//! let article = Article::from_text("2025-08-18-paris", text.to_owned(), &Defaults::default());
//!
//! let builder = Builder::new(Pipeline::builtin(), Options::default())?;
//! let records = builder.records([article], |records| records.collect::<demarche::Result<Vec<_>>>())?;
//! let graph = Graph::from_records(records);
//!
//! let chancellors = offices(&graph, &OfficeQuery { title: Some("chancellor".to_owned()), ..OfficeQuery::default() })?;
//! assert_eq!(chancellors[0].holder, "Friedrich Merz");
//! assert_eq!(chancellors[0].sources[0].quote, "German Chancellor Friedrich Merz");
//! # Ok(())
//! # }
//! ```

mod span;
mod error;
pub mod schema;
pub mod text;
pub mod lexicon;
pub mod source;
pub mod nlp;
pub mod reader;
pub mod extract;
pub mod resolve;
pub mod question;
pub mod graph;
pub mod issues;
#[cfg(feature = "store")]
pub mod store;
pub mod events;
pub mod export;
pub mod query;
pub mod dialogue;
#[cfg(feature = "sparql")]
pub mod sparql;
pub mod verify;
pub mod eval;
pub mod builder;

pub use error::{Error, ErrorKind, Result};
pub use span::Span;
