//! Reading a question: from its analysed words to what it asks for.
//!
//! `short` writes abbreviations out before the analysis; `pattern` matches the patterns of `data/questions.toml` on tokens
//! and lemmas; `period` takes out when; `read` makes a [`Question`](crate::schema::Question) of each match; `doubt` tells
//! whether the words of an answer leave it open. It knows no graph: whether there is anybody of that name,
//! and so which of several readings is meant, is for the answer to find out.

mod doubt;
mod short;
mod pattern;
mod period;
mod read;

pub use doubt::doubt;
pub use read::{Reading, read};
pub use short::in_full;
