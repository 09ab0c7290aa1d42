//! The reader: which words of a text show an act, which words name its ends, and how sure that is. Learned from some
//! thousands of annotated acts (`train/`).
//!
//! In: an analysed text, and for each token what kind of mention it heads. Out: [`Found`] acts by token numbers. Nothing
//! here knows who is who, or what a topic's words are.
//!
//! `pieces` cuts words; `encoder` turns the pieces of a window into rows of numbers, on the products of `product` and
//! the arithmetic of `number`; `network` has the heads; `features` what they see beside the pieces; `model` the file
//! with all their weights.

mod product;
mod number;
mod model;
mod pieces;
mod encoder;
mod features;
mod network;
mod found;

pub use found::{Certainty, Found, Reader};
pub use network::Kind;
