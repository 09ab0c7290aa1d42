//! A graph that is kept and grows.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use pyo3::prelude::*;

use ::demarche::dialogue;
use ::demarche::graph::Graph as Whole;
use ::demarche::issues::Issues;
use ::demarche::nlp::Pipeline;
use ::demarche::query;
use ::demarche::store::{ActFilter, Store as Kept};
use ::demarche::{Error, Result};

use crate::error::{raised, refused, unknown};
use crate::graph::{Graph, record, replied};
use crate::told;
use crate::wait::long;

/// Records that go into the store in one transaction.
const BATCH_RECORDS: usize = 1024;

/// A store. One thread reads or writes it at a time.
#[pyclass(frozen, module = "demarche._demarche")]
pub struct Store(Arc<Mutex<Kept>>);

impl Store {
    pub fn shared(&self) -> Arc<Mutex<Kept>> {
        Arc::clone(&self.0)
    }

    fn work<T: Send + 'static>(
        &self,
        py: Python<'_>,
        work: impl FnOnce(&mut Kept) -> Result<T> + Send + 'static,
    ) -> PyResult<Result<T>> {
        let store = self.shared();
        long(py, move || work(&mut store.lock().unwrap_or_else(PoisonError::into_inner)))
    }

    fn part(
        &self,
        py: Python<'_>,
        part: impl FnOnce(&Kept) -> Result<Whole> + Send + 'static,
    ) -> PyResult<Graph> {
        let part = self.work(py, move |store| part(store))?;
        Ok(Graph::new(part.map_err(|error| raised(&error))?))
    }
}

#[pymethods]
impl Store {
    /// Opens a store; makes it where there is none and that is wanted.
    #[staticmethod]
    fn open(py: Python<'_>, path: PathBuf, create: bool) -> PyResult<Self> {
        let open = move || if create { Kept::create(path) } else { Kept::open(path) };
        let store = long(py, open)?.map_err(|error| raised(&error))?;
        Ok(Self(Arc::new(Mutex::new(store))))
    }

    /// The graph of all that is in it.
    fn graph(&self, py: Python<'_>) -> PyResult<Graph> {
        self.part(py, Kept::graph)
    }

    /// Adds what graphs and records say.
    fn merge(&self, py: Python<'_>, graphs: Vec<Py<Graph>>, records: Vec<String>) -> PyResult<()> {
        let held: Vec<_> = graphs.iter().map(|graph| graph.get().held()).collect();
        let merged = self.work(py, move |store| {
            for held in held {
                let mut batch = store.batch()?;
                batch.merge(&held.graph)?;
                batch.commit()?;
            }
            for (chunk, records) in records.chunks(BATCH_RECORDS).enumerate() {
                let mut batch = store.batch()?;
                for (place, json) in records.iter().enumerate() {
                    batch.put(record(json, chunk * BATCH_RECORDS + place + 1)?, None)?;
                }
                batch.commit()?;
            }
            store.resolve()
        })?;
        merged.map_err(|error| raised(&error))
    }

    /// Takes articles out; how many.
    fn forget(&self, py: Python<'_>, documents: Vec<String>) -> PyResult<usize> {
        let forgotten = self.work(py, move |store| store.forget(&documents))?;
        Ok(forgotten.map_err(|error: Error| unknown(&error))?.articles)
    }

    /// The latest date of an article.
    fn newest(&self, py: Python<'_>) -> PyResult<Option<String>> {
        self.work(py, |store| store.newest())?.map_err(|error| raised(&error))
    }

    /// What a question about offices needs of the graph.
    fn offices(
        &self,
        py: Python<'_>,
        holder: Option<String>,
        of: Option<String>,
        title: Option<String>,
    ) -> PyResult<Graph> {
        self.part(py, move |store| store.offices(holder.as_deref(), of.as_deref(), title.as_deref()))
    }

    /// What a question about positions needs of the graph.
    fn positions(&self, py: Python<'_>, actor: Option<String>, topic: Option<String>) -> PyResult<Graph> {
        self.part(py, move |store| store.positions(actor.as_deref(), topic.as_deref()))
    }

    /// What a question about acts needs of the graph.
    #[pyo3(signature = (source, relation, target, topic, status, since, until, place, reporter, document))]
    #[allow(clippy::too_many_arguments)]
    fn acts(
        &self,
        py: Python<'_>,
        source: Option<String>,
        relation: Option<&str>,
        target: Option<String>,
        topic: Option<String>,
        status: Option<&str>,
        since: Option<&str>,
        until: Option<&str>,
        place: Option<String>,
        reporter: Option<String>,
        document: Option<String>,
    ) -> PyResult<Graph> {
        let (relation, status) = (told::word(relation)?, told::word(status)?);
        let (since, until) = (since.map(told::date).transpose()?, until.map(told::date).transpose()?);
        self.part(py, move |store| {
            store.acts(&ActFilter {
                source: source.as_deref(),
                target: target.as_deref(),
                relation,
                topic: topic.as_deref(),
                status,
                since: since.as_deref(),
                until: until.as_deref(),
                place: place.as_deref(),
                reporter: reporter.as_deref(),
                document: document.as_deref(),
            })
        })
    }

    /// A question in English, as of a graph, of which what it touches is read.
    fn ask(&self, py: Python<'_>, question: String) -> PyResult<String> {
        let reply = self.work(py, move |store| {
            let put = dialogue::put(&question, Pipeline::builtin(), store.newest()?, |readings| {
                // While its tables are behind, each part would be the whole.
                if store.is_stale()? {
                    return query::ask(&store.graph()?, readings);
                }
                let mut asking = store.asking()?;
                query::ask_parts(readings, |question, near| asking.part(question, near))
            })?;
            replied(put, |answer| {
                if !answer.leaves_sides_open() {
                    return Ok(answer);
                }
                let graph = store.graph()?;
                dialogue::by_issue(&graph, &Issues::of(&graph), answer)
            })
        })?;
        reply.map_err(|error| raised(&error))?.map_err(|unread| refused(&unread))
    }
}
