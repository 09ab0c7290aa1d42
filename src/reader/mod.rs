//! The reader: which words of a text show an act, which words name its ends, which mention the same, and how sure that is.
//! Learned from some thousands of annotated acts and mentions (`train/`).
//!
//! In: an analysed text, and for each token whom the rules take it to mention. Out: what is [`Seen`], by token numbers.
//! Nothing here knows names, or what a topic's words are.
//!
//! `pieces` cuts words; `encoder` turns the pieces of a window into rows of numbers, on the products of `product` and
//! the arithmetic of `number`; `network` and `link` have the heads; `features` what they see beside the pieces; `model` the file
//! with all their weights.

mod product;
mod number;
mod model;
mod pieces;
mod encoder;
mod features;
mod network;
mod link;
mod found;
mod words;

pub use found::{Certainty, Found, Reader, Seen};
pub use link::Pointing;
pub use network::{Kind, Known};
pub use words::Words;
