//! A graph kept on disk and grown: an SQLite database that other programs can read.
//!
//! What goes in are records and graphs, by transaction; what comes out is the graph of all of them, the same as if
//! they had been merged in memory. The store keeps *claims* (`claims.sql`), keyed by what they are, so that the same
//! article twice changes nothing. What follows from all claims together (who is who, which claims are one fact, every
//! id and name) stands beside them in tables of its own (`resolved.sql`), which are computed anew, in one transaction,
//! by [`Store::resolve`]: a later article may join two entities, so nothing there is known for good. Issues are worked out
//! when they are first asked for, and kept until claims change (`issues.sql`).
//!
//! ```
//! use demarche::graph::Graph;
//! use demarche::store::Store;
//! # use demarche::schema::{Document, Record};
//! # fn main() -> demarche::Result<()> {
//! # let (id, sha256) = ("a".to_owned(), String::new());
//! # let document = Document { id, sha256, ..Document::default() };
//! # let record = Record { document, ..Record::default() };
//! # let folder = tempfile::tempdir().unwrap();
//! # let path = folder.path().join("news.sqlite");
//! let mut store = Store::create(&path)?;
//! let mut batch = store.batch()?;
//! batch.put(record, None)?;
//! batch.commit()?;
//! store.resolve()?;
//! let graph: Graph = store.graph()?;
//! # assert_eq!(graph.documents().count(), 1);
//! # Ok(())
//! # }
//! ```

mod fault;
mod file;
mod strings;
mod read;
mod write;
mod versions;
mod texts;
mod facts;
mod resolve;
mod select;
mod forget;
mod handle;
mod pages;
mod issues;

pub use file::is_store;
pub use handle::{Batch, Origin, Stopper, Store};
pub use select::{ActFilter, Asking, Counts, Page, Sought, Window};
