//! Offices: who holds which post, as titles, appositions and statements have it.
//!
//! The title of a noun phrase is read in `title`; this module finds the persons that titles stand beside.

mod title;
mod find;
mod context;
mod known;
mod turn;

pub use find::{OfficeDraft, offices};
pub(crate) use known::Known;
pub(crate) use title::{is_possessive_mark, title_ending_at, with_conjuncts};
