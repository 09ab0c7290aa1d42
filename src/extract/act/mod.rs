//! Acts: predicates matched with frames, their ends resolved to entities and topics.
//!
//! In: a text with its mentions. Out: who did what with or about whom or what, whether it happened, and the tokens that
//! show it.

mod model;
mod actor;
mod voice;
mod ends;
mod settle;
mod frame;
mod learned;

pub use frame::acts;
pub use learned::{Learned, known, learned};
pub use model::{Act, Context};
