//! The part of the graph that a question needs, from the resolved tables.
//!
//! What is selected may be more than the answer and never less: the question is then put to the part as it would be to
//! the whole graph, so that both give the same answer. `part` collects nodes, `names` and `topics` find those that words
//! may mean (and, for words that mean nothing, the nearest), `facts` those of certain ends, `asked` all that one
//! question touches, `browse` pages of facts for whoever looks through a store.

mod part;
mod names;
mod topics;
mod facts;
mod asked;
mod browse;

pub use asked::Asking;
pub use browse::{Counts, Page, Sought, Window};
pub(super) use browse::{
    act_page, articles, counts, named, node, office_page, picture, position_page, positions_of, search_names,
    search_quotes, search_topics, stances, topics as topics_named,
};
pub use facts::ActFilter;
pub(super) use facts::{acts, newest, offices, positions};
