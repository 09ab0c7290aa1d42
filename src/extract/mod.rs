//! From an analysed text to what it says: who and what it mentions, who holds which office, who did what, who says so.
//!
//! In the order of reading: [`mention`] the value that says who is who; [`office`] posts; [`clause`] the logic of
//! clauses; [`modality`] whether what they say has happened; [`predicate`] predicates with logical roles; [`thematic`] the
//! same roles whatever the word class; [`topic`] phrases; [`attribution`] who says what; [`act`] frames matched on
//! predicates; [`evaluation`] judgements and demands; [`statement`] plain statements of stance; [`time`] expressions of
//! time and the dates that they mean; [`setting`] when and where an act took place; [`position`] stances.

pub mod mention;
pub mod office;
pub mod clause;
pub mod modality;
mod sharing;
mod cover;
pub mod predicate;
pub mod thematic;
pub mod topic;
pub mod attribution;
pub mod act;
pub mod evaluation;
pub mod statement;
pub mod time;
pub mod setting;
pub mod position;
