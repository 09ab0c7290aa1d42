//! The arguments, as clap reads them. Nothing here does anything.

mod ask;
mod check;
mod export;
mod make;
#[cfg(feature = "mcp")]
mod mcp;
mod news;
mod program;
mod query;
#[cfg(feature = "serve")]
mod serve;
mod value;

pub use ask::{Acts, Ask, Explain, Form, Graph, Issues, Offices, Positions};
pub use check::{Eval, Pack, Verify};
pub use export::{Events, Export, Picture, Shape};
pub use make::{Analyse, AnalysisFormat, Build, Extract, Forget, Merge};
#[cfg(feature = "mcp")]
pub use mcp::Mcp;
pub use news::{Engine, News, Reading, Rulings};
pub use program::{Args, Command, Completions, Man};
pub use query::Query;
#[cfg(feature = "serve")]
pub use serve::Serve;
