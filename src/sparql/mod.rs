//! Queries in [SPARQL 1.1](https://www.w3.org/TR/sparql11-query/) over the RDF of a graph.
//!
//! What is asked are the triples that [`rdf`](crate::export::rdf) writes. Without `GRAPH`, a query sees all of them, as
//! in the Turtle file; `GRAPH ?article { … }` sees what one article alone shows, as in the N-Quads file. The prefixes of
//! those files, `rdf:` and `rdfs:` are there without being declared, and relative IRIs count from the graph's namespace:
//! `<entity/nato>`.
//!
//! The same graph and query give the same [`Results`]: rows without `ORDER BY` are sorted, blank nodes are numbered, and
//! functions that tell the time or draw lots are refused. Nothing is fetched: `SERVICE` is refused, and `FROM` chooses
//! among the graphs that are there.
//!
//! ```
//! use demarche::export::Base;
//! use demarche::graph::Graph;
//! use demarche::schema::Record;
//! use demarche::sparql::{Dataset, Limits, Results, query};
//!
//! # fn main() -> demarche::Result<()> {
//! let record = r#"{"id": "monday", "date": "2025-08-18", "entities": [
//!     {"id": "macron", "type": "person", "name": "Emmanuel Macron", "mentions": []},
//!     {"id": "merz", "type": "person", "name": "Friedrich Merz", "mentions": []}],
//!   "offices": [], "positions": [], "relations": [{"source": "macron", "relation": "met", "target": "merz",
//!     "topic": null, "status": "occurred", "reported_by": null, "plover": "CONSULT",
//!     "evidence": {"start": 0, "end": 16, "text": "Macron met Merz."}}]}"#;
//! let record: Record = serde_json::from_str(record).expect("a record");
//! let graph = Graph::from_records([record]);
//!
//! let dataset = Dataset::new(&graph, &Base::default());
//! let met = "SELECT ?name WHERE { <entity/macron> :met/schema:name ?name }";
//! let Results::Rows(rows) = query(&dataset, met, &Limits::default())? else { unreachable!("a SELECT query") };
//! assert_eq!(rows.variables, ["name"]);
//! assert_eq!(rows.rows[0][0].as_ref().unwrap().to_string(), "\"Friedrich Merz\"");
//! # Ok(())
//! # }
//! ```

mod prefixes;
mod terms;
mod dataset;
mod refusal;
mod parse;
mod results;
mod run;

pub use dataset::Dataset;
pub use oxrdf::{Term, Triple};
pub use prefixes::Prefixes;
pub use results::{Results, Rows, RowsFormat, Triples, write_truth, write_truth_json};
pub use run::{Graphs, Limits, query, query_in};
