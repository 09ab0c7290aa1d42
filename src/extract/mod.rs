//! From an analysed text to what it says: who and what it mentions, who holds which office.

pub mod mention;
pub mod office;
