//! What the commands that take a graph share: reading it, and putting graphs and records together.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::path::{Path, PathBuf};

use anyhow::Context;
use indicatif::ProgressBar;

use demarche::Result;
use demarche::builder::{Builder, Options};
use demarche::export::jsonld;
use demarche::graph::{self, Graph};
use demarche::schema::Record;
use demarche::source;
use demarche::store::{self, Store};

use super::args::News;
use super::message;
use super::outcome::Outcome;
use super::reading::{Reader, Tally, pipeline};

/// The file in a folder of output that is the saved graph.
const SAVED: &str = "graph.jsonld";

/// What a path holds.
pub enum Part {
    /// A saved graph, or all that is in a store.
    Graph(Box<Graph>),
    /// Records, each as it is read, or why it is none.
    Records(Box<dyn Iterator<Item = Result<Record>>>),
}

/// Reads a saved graph from `path`, or from standard input where it is `-`.
///
/// Of a folder it is the graph that `build` has put there, else that of the articles in it; the outcome says whether
/// any of them was lost.
pub fn read(path: &Path) -> anyhow::Result<(Graph, Outcome)> {
    if path.is_dir() && saved_in(path).is_none() {
        let mut tally = Tally::new(ProgressBar::hidden());
        let graph = of_articles(path, &mut tally)?;
        return Ok((graph, tally.finish()));
    }
    Ok((saved(path)?, Outcome::Done))
}

/// Reads what a question needs of the graph at `path`: of a store, the part that `select` takes from it.
pub fn read_part(
    path: &Path,
    select: impl FnOnce(&Store) -> Result<Graph>,
) -> anyhow::Result<(Graph, Outcome)> {
    if store::is_store(path) {
        return Ok((select(&Store::open(path)?)?, Outcome::Done));
    }
    read(path)
}

/// The graph that `build` has put into the folder `path`.
pub fn saved_in(path: &Path) -> Option<PathBuf> {
    Some(path.join(SAVED)).filter(|saved| saved.is_file())
}

/// Reads a saved graph, a store, or the graph that is saved in a folder.
fn saved(path: &Path) -> anyhow::Result<Graph> {
    if store::is_store(path) {
        return Ok(Store::open(path)?.graph()?);
    }
    if let Some(inside) = saved_in(path) {
        return saved(&inside);
    }
    let mut text = String::new();
    open(path)?.read_to_string(&mut text).with_context(|| name(path))?;
    Ok(jsonld::read(&text).map_err(|error| error.in_file(name(path)))?)
}

/// Builds the graph of the articles in a folder; those that are lost are told and counted.
fn of_articles(folder: &Path, tally: &mut Tally) -> anyhow::Result<Graph> {
    let builder = Builder::new(pipeline(None)?, Options::default())?;
    let reader = Reader::open(News { inputs: vec![folder.to_owned()], ..News::default() }, None);
    let bar = reader.bar();
    let graph = builder
        .records(reader, |records| Graph::from_records(records.filter_map(|record| tally.keep(record))));
    bar.finish_and_clear();
    let folder = folder.display();
    message::note(&format!(
        "the articles of {folder} were read for this; 'demarche build {folder} -o DIR' keeps the graph"
    ));
    Ok(graph)
}

/// Opens `path` as a saved graph, a store, records, or a folder; articles that are lost of it are told and counted.
///
/// What it is shows on its first line: a record is an object that ends there, and has entities.
pub fn open_part(path: &Path, tally: &mut Tally) -> anyhow::Result<Part> {
    if path.is_dir() && saved_in(path).is_none() {
        return Ok(Part::Graph(Box::new(of_articles(path, tally)?)));
    }
    if store::is_store(path) || path.is_dir() {
        return Ok(Part::Graph(Box::new(saved(path)?)));
    }
    let mut reader = open(path)?;
    let mut first = Vec::new();
    while first.trim_ascii().is_empty()
        && reader.read_until(b'\n', &mut first).with_context(|| name(path))? > 0
    {}
    let object = serde_json::from_slice::<serde_json::Map<String, serde_json::Value>>(&first);
    let is_graph = match &object {
        Ok(object) => object.contains_key("@context") || object.contains_key("@graph"),
        Err(_) => first.trim_ascii() == b"{",
    };
    let mut reader = Cursor::new(first).chain(reader);
    if is_graph {
        let mut text = String::new();
        reader.read_to_string(&mut text).with_context(|| name(path))?;
        return Ok(Part::Graph(Box::new(jsonld::read(&text).map_err(|error| error.in_file(name(path)))?)));
    }
    Ok(Part::Records(Box::new(records(reader, path.to_owned()))))
}

/// One graph of all `parts`, be they graphs, stores or records; a record that is none is told and counted.
pub fn union(parts: &[PathBuf], tally: &mut Tally) -> anyhow::Result<Graph> {
    let mut graphs = Vec::new();
    for part in parts {
        graphs.push(match open_part(part, tally)? {
            Part::Graph(graph) => *graph,
            Part::Records(records) => Graph::from_records(records.filter_map(|record| tally.keep(record))),
        });
    }
    Ok(if graphs.len() == 1 { graphs.remove(0) } else { Graph::merge(graphs) })
}

/// Reads `path` as records; those that are none, or do not hold together, are told and counted.
pub fn read_records(path: &Path, tally: &mut Tally) -> anyhow::Result<Vec<Record>> {
    Ok(records(open(path)?, path.to_owned()).filter_map(|record| tally.keep(record)).collect())
}

fn records(reader: impl BufRead, path: PathBuf) -> impl Iterator<Item = Result<Record>> {
    let whole = |(line, record)| match graph::check_record(&record) {
        Ok(()) => Ok(record),
        Err(error) => Err(error.at_line(line)),
    };
    let records = source::records(reader).map(move |record| record.and_then(whole));
    records.map(move |record| record.map_err(|error| error.in_file(name(&path))))
}

fn open(path: &Path) -> anyhow::Result<Box<dyn BufRead>> {
    if path == Path::new("-") {
        return Ok(Box::new(io::stdin().lock()));
    }
    let file = File::open(path).with_context(|| format!("{} cannot be read", path.display()))?;
    Ok(Box::new(BufReader::new(file)))
}

fn name(path: &Path) -> String {
    if path == Path::new("-") { "standard input".to_owned() } else { path.display().to_string() }
}
