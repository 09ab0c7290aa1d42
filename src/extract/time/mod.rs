//! Time: the expressions of a text that tell when, and the dates that they mean.
//!
//! In: an analysed text and the day of its article. Out: dates as fine as the words allow. What a date cannot carry (a
//! span that crosses a year, a repetition, "recently") and what only a guess could tell stays unknown.

mod expression;
mod resolve;

pub use expression::{Expression, Meaning, Point, expressions};
pub use resolve::{Direction, resolve};
