//! Demarche builds knowledge graphs from political news.

mod span;
mod error;
pub mod schema;
pub mod text;
pub mod lexicon;
pub mod source;
pub mod nlp;
pub mod extract;
pub mod resolve;
pub mod graph;
pub mod export;
pub mod query;
pub mod verify;
pub mod eval;
pub mod builder;

pub use error::{Error, ErrorKind, Result};
pub use span::Span;
