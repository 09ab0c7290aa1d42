//! `demarche forget`: a graph without some of its articles.

use anyhow::bail;

use demarche::export::{self, Format};
use demarche::graph::Forgotten;
use demarche::store::{self, Store};

use super::args::Forget;
use super::graphs;
use super::message::{self, plural, thousands};
use super::outcome::Outcome;
use super::output::Output;

/// Takes articles out of a store, or writes what is left of a saved graph.
pub fn run(args: Forget) -> anyhow::Result<Outcome> {
    let mut outcome = Outcome::Done;
    let Forgotten { articles, versions } = match args.output {
        None if store::is_store(&args.path) => Store::open(&args.path)?.forget(&args.documents)?,
        None => bail!("where does the graph without these articles go? give a file with --output"),
        Some(path) => {
            let mut output = Output::open(Some(&path))?;
            let (graph, read) = graphs::read(&args.path)?;
            let (graph, forgotten) = graph.without(&args.documents)?;
            export::write(&graph, Format::JsonLd, &mut output)?;
            output.finish()?;
            outcome = read;
            forgotten
        }
    };
    message::note(&format!(
        "{} {} {} forgotten, in {} {}",
        thousands(articles),
        plural(articles, "article", "articles"),
        plural(articles, "was", "were"),
        thousands(versions),
        plural(versions, "version", "versions")
    ));
    Ok(outcome)
}
