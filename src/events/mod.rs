//! The acts of a graph as coded events, as political science counts them: who did what to whom, on which day, each actor with
//! its country and sector, each act with its category of PLOVER and root of CAMEO.
//!
//! What an actor's country and sector are follows from the graph (its kind, its identifiers, its offices at that time) and
//! from what the lexicon knows of the world; dictionaries in the format of PETRARCH go before both.

mod actor;
mod coded;
mod dictionary;
mod event;

pub use coded::Coded;
pub use dictionary::Dictionary;
pub(crate) use event::geonames;
pub use event::{Event, Options, Party, events};
