//! `demarche merge`: records and graphs in, their union out, as a file or in a store.

use std::path::PathBuf;

use indicatif::ProgressBar;

use demarche::export::{self, Format};
use demarche::graph::Graph;
use demarche::store::Store;

use super::args::Merge;
use super::graphs::{self, Part};
use super::outcome::Outcome;
use super::output::Output;
use super::reading::Tally;
use super::rulings;

/// Records that go into the store in one transaction.
const BATCH_RECORDS: usize = 1024;

/// Writes the union of all parts as JSON-LD, or adds them to the store, or both.
pub fn run(args: Merge) -> anyhow::Result<Outcome> {
    let output = args.output.as_deref().map(|path| Output::open(Some(path))).transpose()?;
    let rulings = rulings::read(args.rulings)?;
    let mut tally = Tally::new(ProgressBar::hidden());
    let graph = match args.store {
        None => rulings::apply(graphs::union(&args.parts, &mut tally)?, rulings)?,
        Some(path) => {
            let mut store = Store::create(path)?;
            add(&mut store, &args.parts, &mut tally)?;
            rulings::add(&mut store, &rulings)?;
            store.resolve()?;
            if output.is_some() { store.graph()? } else { Graph::new() }
        }
    };
    if let Some(mut output) = output {
        export::write(&graph, Format::JsonLd, &mut output)?;
        output.finish()?;
    }
    Ok(tally.finish())
}

fn add(store: &mut Store, parts: &[PathBuf], tally: &mut Tally) -> anyhow::Result<()> {
    for part in parts {
        match graphs::open_part(part, tally)? {
            Part::Graph(graph) => {
                let mut batch = store.batch()?;
                batch.merge(&graph)?;
                batch.commit()?;
            }
            Part::Records(records) => {
                let mut records = records.filter_map(|record| tally.keep(record)).peekable();
                while records.peek().is_some() {
                    let mut batch = store.batch()?;
                    records.by_ref().take(BATCH_RECORDS).try_for_each(|record| batch.put(record, None))?;
                    batch.commit()?;
                }
            }
        }
    }
    Ok(())
}
