//! Mentions: the words of a text that name, describe or point to somebody or something, and the entities behind them.
//!
//! Here are the value that coreference hands on ([`Mentions`]) and its first half, the finding and typing of names
//! ([`names`]); `resolve::coreference` adds descriptions and pronouns.

mod model;
mod chunk;
mod reading;
mod place;
mod form;
mod name;
mod persons;
mod spelling;

pub(crate) use place::in_dateline;

pub use model::{EntityDraft, Gender, Mention, MentionKind, Mentions};
pub use name::names;
pub use persons::Apart;
pub use spelling::{plain, slug, tidy};
