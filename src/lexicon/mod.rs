//! What the extractor knows of English and the world.
//!
//! [`Gazetteer`] knows places and bodies by name, [`given_names`] the names of people, [`leaders`] who leads what;
//! [`MentionWords`] holds titles, heads of names, words of descriptions and pronouns; [`cues`] function words and speech
//! verbs, [`verbs`] those that ask for a relation, [`politics`] words that tell political news from others, [`plover`] words that show a finer category than their relation's, [`times`] dates, [`questions`] what may be asked, [`boilerplate`] what stands around articles;
//! [`codes`], [`sectors`] and [`event_words`] what event data is coded by. All of it is read from the lists in `data/`, which are compiled in; this module holds no words of its own.

mod builtin;
pub mod boilerplate;
pub mod corrections;
mod fold;
mod table;
mod gazetteer;
pub mod codes;
pub mod event_words;
pub mod given_names;
pub mod homes;
pub mod leaders;
pub mod sectors;
mod mention_words;
pub mod cues;
pub mod plover;
pub mod politics;
pub mod times;
pub mod questions;
pub mod verbs;

pub use builtin::Lexicon;
pub use fold::fold;
pub use gazetteer::{Gazetteer, Known};
pub use mention_words::{MentionWords, Titles, Words};
