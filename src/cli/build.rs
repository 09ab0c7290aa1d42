//! `demarche build`: articles in, their graph out as files, or into a store.

use std::thread;

use demarche::builder::Builder;
use demarche::graph::Graph;
use demarche::schema::Document;
use demarche::source::Article;
use demarche::store::{Origin, Store};

use super::args::Build;
use super::files::{Files, kinds, options};
use super::lists;
use super::message::{self, plural, thousands};
use super::outcome::Outcome;
use super::reading::{self, Reader, Tally, builder};
use super::rulings;

/// Articles for each thread that go into the store in one transaction: what a run that is cut short reads again.
const BATCH_ARTICLES: usize = 32;

/// The most text read for one transaction, in bytes.
const BATCH_BYTES: usize = 32 * 1024 * 1024;

/// Writes the files of each format into the folder, or adds the articles to the store, or both.
pub fn run(args: Build) -> anyhow::Result<Outcome> {
    let kinds = kinds(&args.format, args.shape.compact)?;
    let (events, lists_read) = lists::events(&args.events, &kinds)?;
    let (known, known_read) = lists::known(&args.reading.known)?;
    let files = args.output.as_deref().map(|folder| Files::open(&kinds, Some(folder), true)).transpose()?;
    let rulings = rulings::read(args.rulings)?;
    let store = args.store.map(Store::create).transpose()?;
    let builder = builder(&args.reading.engine, args.reading.min_confidence, known)?;
    let reader_name = store.as_ref().map(|_| reading::name(&args.reading)).transpose()?;
    let reader = Reader::open(args.news, args.reading.date);
    let mut tally = Tally::new(reader.bar());
    let graph = match (store, reader_name) {
        (Some(mut store), Some(name)) => {
            let jobs = args.reading.engine.jobs.map(usize::from);
            let jobs = jobs.unwrap_or_else(|| thread::available_parallelism().map_or(1, usize::from));
            grow(&mut store, &builder, &name, reader, BATCH_ARTICLES * jobs, &mut tally)?;
            rulings::add(&mut store, &rulings)?;
            store.resolve()?;
            files.as_ref().map(|_| store.graph()).transpose()?
        }
        _ => {
            let graph = builder.records(reader, |records| {
                Graph::from_records(records.filter_map(|record| tally.keep(record)))
            });
            Some(rulings::apply(graph, rulings)?)
        }
    };
    if let (Some(files), Some(graph)) = (files, graph) {
        let mut options = options(&args.shape);
        options.events = events;
        files.write(&graph, &options)?;
    }
    Ok(lists_read.and(known_read).and(tally.finish()))
}

/// Adds the articles that are not in the store yet, so many in one transaction.
fn grow(
    store: &mut Store,
    builder: &Builder<'_>,
    name: &str,
    mut reader: Reader,
    most: usize,
    tally: &mut Tally,
) -> anyhow::Result<()> {
    let mut known = 0;
    loop {
        let mut articles: Vec<demarche::Result<Article>> = Vec::new();
        let mut bytes = 0;
        while articles.len() < most && bytes < BATCH_BYTES {
            let Some(article) = reader.next() else { break };
            if let Ok(article) = &article {
                if store.has(Origin { reader: name, entry: &article.document })? {
                    known += 1;
                    continue;
                }
                bytes += article.text.len();
            }
            articles.push(article);
        }
        if articles.is_empty() {
            break;
        }
        let entries: Vec<Option<Document>> = articles
            .iter()
            .map(|article| article.as_ref().ok().map(|article| article.document.clone()))
            .collect();
        // The store is locked only while it is written to, not while the articles are read.
        let records: Vec<_> =
            builder.records(articles, |records| records.map(|record| tally.keep(record)).collect());
        let mut batch = store.batch()?;
        for (entry, record) in entries.iter().zip(records) {
            if let (Some(entry), Some(record)) = (entry, record) {
                batch.put(record, Some(Origin { reader: name, entry }))?;
            }
        }
        batch.commit()?;
    }
    if known > 0 {
        let (articles, were) = (plural(known, "article", "articles"), plural(known, "was", "were"));
        message::note(&format!("{} {articles} {were} in the store already", thousands(known)));
    }
    Ok(())
}
