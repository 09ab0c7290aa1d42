//! A graph as a file: one file of code per format.

mod base;
mod format;
mod family;
mod home;
mod link;
pub mod dot;
pub mod jsonld;
pub mod rdf;
mod network;
pub mod graphml;
pub mod csv;
pub mod events;
pub mod cypher;
pub mod html;
mod write;

pub use base::Base;
pub use format::Format;
pub use write::{Options, write, write_with};
