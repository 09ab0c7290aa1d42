//! JSON-LD 1.1, the form in which a graph is saved.
//!
//! The context stands in the file, so a reader needs no network; every node has an IRI. Places in a text are
//! selectors of the Web Annotation model (<https://www.w3.org/TR/annotation-model/#selectors>), which counts code
//! points, and their IRIs are text fragments of RFC 5147 (`#char=10,50`). What is derived from the rest of the file
//! (plain edges, `sameAs`, broader topics, an act's confidence, first and last dates) is for other readers; [`read`] does
//! not look at it.
//!
//! [`write_compact`] says less and nests it, for programs that read JSON and know nothing of RDF.

mod compact;
mod entry;
mod layout;
mod read;
mod write;

pub use compact::{write_compact, write_part};
pub use read::read;
pub use write::{write, write_at};

pub(in crate::export) use entry::CONTEXT;
pub(in crate::export) use write::each_node;
