//! Demarche builds knowledge graphs from political news.

mod span;
mod error;
pub mod schema;
pub mod text;
pub mod nlp;

pub use error::{Error, ErrorKind, Result};
pub use span::Span;
