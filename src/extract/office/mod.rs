//! Offices: who holds which post, as titles, appositions and statements have it.
//!
//! The title of a noun phrase is read in `title`. `find` finds the persons that titles stand beside, in `apposition` too,
//! keeps them in `found`, and `turn` those who come before and after a holder. `context` says whose a post is that its title leaves open, and
//! asks `known` first whom the name means. `posts` adds what the reader sees.

mod title;
mod find;
mod found;
mod apposition;
mod context;
mod known;
mod turn;
mod posts;

pub use find::{OfficeDraft, offices};
pub(crate) use known::Known;
pub use posts::with_posts;
pub(crate) use title::{is_possessive_mark, title_ending_at, with_conjuncts};
