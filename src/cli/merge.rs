//! `demarche merge`: records and graphs in, their union out, as a file or in a store.

use std::path::PathBuf;

use indicatif::ProgressBar;

use demarche::export::{self, Format};
use demarche::graph::Graph;
use demarche::schema::Record;
use demarche::store::Store;

use super::args::Merge;
use super::graphs::{self, Part};
use super::message::{self, plural, thousands};
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
    let mut texts = Texts { kept: args.keep_text, left_out: 0 };
    let graph = match args.store {
        None => {
            let graph = texts.of_graph(graphs::union(&args.parts, &mut tally)?);
            rulings::apply(graph, rulings)?
        }
        Some(path) => {
            let mut store = Store::create(path)?;
            add(&mut store, &args.parts, &mut texts, &mut tally)?;
            rulings::add(&mut store, &rulings)?;
            store.resolve()?;
            if output.is_some() { store.graph()? } else { Graph::new() }
        }
    };
    if let Some(mut output) = output {
        export::write(&graph, Format::JsonLd, &mut output)?;
        output.finish()?;
    }
    texts.tell();
    Ok(tally.finish())
}

fn add(store: &mut Store, parts: &[PathBuf], texts: &mut Texts, tally: &mut Tally) -> anyhow::Result<()> {
    for part in parts {
        match graphs::open_part(part, tally)? {
            Part::Graph(graph) => {
                let mut batch = store.batch()?;
                batch.merge(&texts.of_graph(*graph))?;
                batch.commit()?;
            }
            Part::Records(records) => {
                let records = records.filter_map(|record| tally.keep(record));
                let mut records = records.map(|record| texts.of_record(record)).peekable();
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

/// The texts that parts have of their articles, kept only where that was asked for.
struct Texts {
    kept: bool,
    left_out: usize,
}

impl Texts {
    fn of_graph(&mut self, graph: Graph) -> Graph {
        let texts = graph.documents().filter(|document| document.text.is_some()).count();
        if self.kept || texts == 0 {
            return graph;
        }
        self.left_out += texts;
        graph.without_texts()
    }

    fn of_record(&mut self, mut record: Record) -> Record {
        if !self.kept && record.text.take().is_some() {
            self.left_out += 1;
        }
        record
    }

    fn tell(&self) {
        if self.left_out > 0 {
            let number = thousands(self.left_out);
            let texts = plural(self.left_out, "text of an article was", "texts of articles were");
            message::note(&format!("{number} {texts} left out; --keep-text keeps what parts have"));
        }
    }
}
