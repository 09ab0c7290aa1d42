//! `demarche serve`: the graph for browsers and tools over HTTP, answered from a store by what is asked.
//!
//! `source` is where answers come from: a store as it is while nobody changes it, or a whole graph in memory; `asked` is
//! what a request says, `things` what is shown of whoever is found, and `look` asks either in the same way. `views` are what
//! can be asked, each as a page, as JSON and as comma-separated values; `table` lists them with what they take, from which
//! `openapi` and the forms of the pages follow. `sparql` and `node` are for tools alone. `route` finds who answers a request,
//! unless `answered` has the answer from before, `guard` refuses what no friend asks, and `server` holds the connections,
//! with a limit to everything.

mod accept;
mod answered;
mod asked;
mod fail;
mod guard;
mod look;
mod node;
mod openapi;
mod page;
mod params;
mod route;
mod server;
mod source;
mod sparql;
mod table;
mod things;
mod views;

pub use server::run;
