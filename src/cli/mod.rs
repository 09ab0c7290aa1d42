//! The command line, over the public library alone: the argument types, a file per subcommand, and what they share.

pub mod args;
pub mod outcome;
pub mod message;
pub mod output;
pub mod files;
pub mod table;
pub mod reading;
pub mod graphs;
pub mod rulings;
pub mod lists;
pub mod citation;
mod texts;
pub mod answer;
pub mod build;
pub mod extract;
pub mod analyse;
pub mod merge;
pub mod forget;
pub mod export;
pub mod matrix;
pub mod issues;
pub mod positions;
pub mod offices;
pub mod acts;
pub mod ask;
pub mod query;
#[cfg(feature = "mcp")]
pub mod mcp;
#[cfg(feature = "serve")]
pub mod serve;
pub mod explain;
mod explain_fact;
pub mod verify;
pub mod eval;
pub mod eval_spans;
pub mod manual;
pub mod pack;
