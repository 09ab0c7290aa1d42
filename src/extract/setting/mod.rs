//! Setting: when and where an act took place.
//!
//! In: an act and the text with its expressions of time and its mentions. Out: a date and a place, where a phrase of time
//! or place belongs to the act's own predicate and to no other: "said on Monday that they had met" tells of no meeting on
//! Monday. Two phrases that do not agree tell nothing.

mod owner;
mod date;
mod place;

pub use date::Calendar;
pub use place::place;
