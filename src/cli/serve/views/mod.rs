//! What can be asked, a function for each: it finds the answer and gives it in the form that is wanted.

mod articles;
mod ask;
mod facts;
mod graph;
mod issues;
mod marked;
mod names;
mod reply;

pub use articles::{article, articles};
pub use ask::{ask, search};
pub use facts::{acts, fact, offices, positions, timeline};
pub use graph::{graph, picture, summary};
pub use issues::{issue, issues, matrix};
pub use names::{actor, actors, topic};
pub use reply::{Body, Form, Given, Request, bounded};
