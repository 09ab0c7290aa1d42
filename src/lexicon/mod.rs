//! What the extractor knows of English and the world.
//!
//! [`Gazetteer`] knows places and bodies by name, [`given_names`] the names of people, [`MentionWords`] titles, heads of
//! names, words of descriptions and pronouns. All of it is read from the lists in `data/`, which are compiled in and
//! searched in place; this module holds no names of its own.

mod fold;
mod table;
mod gazetteer;
pub mod given_names;
mod mention_words;

pub use fold::fold;
pub use gazetteer::{Gazetteer, Known};
pub use mention_words::{MentionWords, Titles, Words};
