//! What the extractor knows of English and the world.
//!
//! [`Gazetteer`] knows places and bodies by name. All of it is read from the lists in `data/`, which are compiled in
//! and searched in place; this module holds no names of its own. [`MentionWords`] holds titles, heads of names, words of
//! descriptions and pronouns.

mod fold;
mod table;
mod gazetteer;
mod mention_words;

pub use fold::fold;
pub use gazetteer::{Gazetteer, Known};
pub use mention_words::{MentionWords, Titles, Words};
