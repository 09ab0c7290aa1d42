//! `demarche forget`: a graph without some of its articles.

use anyhow::bail;

use demarche::export::{self, Format};
use demarche::store::{self, Store};

use super::args::Forget;
use super::graphs;
use super::outcome::Outcome;
use super::output::Output;

/// Takes articles out of a store, or writes what is left of a saved graph.
pub fn run(args: Forget) -> anyhow::Result<Outcome> {
    match args.output {
        None if store::is_store(&args.path) => {
            Store::open(&args.path)?.forget(&args.documents)?;
        }
        None => bail!("where does the graph without these articles go? give a file with --output"),
        Some(path) => {
            let mut output = Output::open(Some(&path))?;
            let (graph, read) = graphs::read(&args.path)?;
            let graph = graph.without(&args.documents)?;
            export::write(&graph, Format::JsonLd, &mut output)?;
            output.finish()?;
            return Ok(read);
        }
    }
    Ok(Outcome::Done)
}
