//! From an analysed text to what it says: who and what it mentions, who holds which office, who did what, who says so.
//!
//! In the order of reading: [`mention`] the value that says who is who; [`office`] posts; [`clause`] the logic of
//! clauses; [`topic`] phrases; [`attribution`] who says what; [`act`] acts from the words that the reader finds; [`time`]
//! expressions of time and the dates that they mean; [`setting`] when and where an act took place; [`position`] stances.

pub mod mention;
pub mod office;
pub mod clause;
mod cover;
pub mod topic;
pub mod attribution;
pub mod act;
pub mod time;
pub mod setting;
pub mod position;
