//! Acts: who did what with or about whom or what, whether it happened, and the tokens that show it.
//!
//! In: a text with its mentions, and the words that the reader finds in it. Out: acts between entities.

mod model;
mod actor;
mod learned;

pub use learned::{Learned, known, learned};
pub use model::{Act, Class, Context};
