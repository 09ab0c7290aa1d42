//! The arguments, as clap reads them. Nothing here does anything.

mod ask;
mod check;
mod export;
mod make;
mod news;
mod program;
mod value;

pub use ask::{Acts, Ask, Explain, Form, Graph, Offices, Positions};
pub use check::{Eval, Pack, Verify};
pub use export::{Export, Picture, Shape};
pub use make::{Build, Extract, Forget, Merge};
pub use news::{News, Reading, Rulings};
pub use program::{Args, Command};
