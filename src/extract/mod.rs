//! From an analysed text to what it says: who and what it mentions, who holds which office.

pub mod mention;
pub mod clause;
pub mod predicate;
pub mod topic;
pub mod act;
pub mod attribution;
pub mod position;
pub mod evaluation;
