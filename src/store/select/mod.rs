//! The part of the graph that a question needs, from the resolved tables.
//!
//! What is selected may be more than the answer and never less: the question is then put to the part as it would be to
//! the whole graph, so that both give the same answer. `part` collects nodes, `names` and `topics` find those that words
//! may mean (and, for words that mean nothing, the nearest), `facts` those of certain ends, `asked` all that one
//! question touches.

mod part;
mod names;
mod topics;
mod facts;
mod asked;

pub use asked::Asking;
pub use facts::ActFilter;
pub(super) use facts::{acts, newest, offices, positions};
