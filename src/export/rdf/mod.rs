//! RDF as text: Turtle and N-Quads.
//!
//! Both say what JSON-LD says, triple for triple: the same nodes are read through the same context. N-Quads tells
//! in addition which article a triple comes from, by named graphs:
//!
//! - the graph `document/…` of an article holds what that article alone shows: evidence with its quote, place and
//!   speaker, the link from each fact to that evidence, and how the article names each entity (appearances, mentions);
//! - the default graph holds what belongs to all: the catalogue of articles, entities, topics, posts, and the facts
//!   themselves, which are the same whichever article tells them.
//!
//! So a query over the default graph alone sees a plain knowledge graph, `GRAPH ?article { … }` asks who says so, and
//! dropping a graph withdraws an article's testimony. The union of all graphs is the Turtle file.

mod context;
mod statements;
mod write;

pub use write::{each_quad, prefixes, write_nquads, write_turtle};
