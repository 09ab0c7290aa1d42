//! Answers to a question as it was read: [`Question`](crate::schema::Question) in, [`Answer`] out.
//!
//! `find` looks up the facts that fit, `truth` whether they say yes, `given_up` what holds no longer, `compare` who agrees
//! with whom, `said` who said what; a name or topic that the graph does not know is an error with the nearest ones. Nothing
//! is inferred: what no fact says is [`Verdict::Unsaid`].

mod model;
mod failure;
mod kind;
mod thing;
pub(super) mod given_up;
mod truth;
mod find;
mod compare;
mod said;
mod readings;

pub use compare::compare_by_issue;
pub use given_up::may_give_up;
pub use model::{Answer, Fact, Row, Verdict};
pub use readings::{ask, ask_parts};
