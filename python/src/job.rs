//! Reading, on a thread of its own, which Python looks in on: it hands articles in and takes out what comes of them.
//!
//! Whoever waits does so for a moment at a time, so that Ctrl-C is seen, a bar moves, and a job that is dropped ends.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender, SyncSender};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use pyo3::IntoPyObjectExt;
use pyo3::prelude::*;
use pyo3::types::PyAny;

use ::demarche::builder::Grown;
use ::demarche::graph::Graph as Whole;
use ::demarche::source::{self, Article, Articles, Defaults};
use ::demarche::verify::{Difference, Verification};
use ::demarche::{Error, Result};

use crate::error::raised;
use crate::graph::Graph;
use crate::reader::Reader;
use crate::store::Store;
use crate::told;
use crate::wait::broken;

/// Events that wait to be taken, and articles that wait to be read: enough that nobody waits for Python.
const WAITING: usize = 256;

/// Text that waits to be read, in bytes.
const WAITING_BYTES: usize = 32 * 1024 * 1024;

/// Something that Python is told.
enum Event {
    Record(String),
    Difference(Difference),
    Note(String),
    Lost(Error),
    End(Result<End>),
}

/// What a job comes to.
enum End {
    Nothing,
    Graph(Whole),
    /// Articles that were in the store before, and those that have taken the place of an earlier text.
    Grown(usize, Vec<String>),
    /// Quotes held against their articles.
    Verified(usize),
}

/// What both sides see.
#[derive(Default)]
struct Shared {
    cancelled: AtomicBool,
    read: AtomicUsize,
    lost: AtomicUsize,
    bytes: AtomicU64,
    waiting: AtomicUsize,
    waiting_bytes: AtomicUsize,
}

/// A job.
#[pyclass(frozen, module = "demarche._demarche")]
pub struct Job {
    shared: Arc<Shared>,
    events: Mutex<Receiver<Event>>,
    given: Mutex<Option<Sender<String>>>,
}

#[pymethods]
impl Job {
    /// Reads articles into records: those of `paths`, or else those that are handed in.
    #[staticmethod]
    fn extract(reader: &Reader, paths: Option<Vec<PathBuf>>) -> PyResult<Self> {
        let builder = Arc::clone(&reader.builder);
        Self::start(paths, reader.defaults.clone(), move |articles, tell| {
            builder.records(articles, |records| {
                for record in records {
                    let event = match record {
                        Ok(record) => {
                            tell.shared.read.fetch_add(1, Ordering::Relaxed);
                            Event::Record(told::json(&record))
                        }
                        Err(error) => Event::Lost(error),
                    };
                    if !tell.event(event) {
                        break;
                    }
                }
            });
            Ok(End::Nothing)
        })
    }

    /// Reads articles into a graph.
    #[staticmethod]
    fn build(reader: &Reader, paths: Option<Vec<PathBuf>>) -> PyResult<Self> {
        let builder = Arc::clone(&reader.builder);
        Self::start(paths, reader.defaults.clone(), move |articles, tell| {
            let graph = builder.records(articles, |records| {
                let records = records.take_while(|_| !tell.cancelled());
                Whole::from_records(records.filter_map(|record| tell.keep(record)))
            });
            Ok(End::Graph(graph))
        })
    }

    /// Reads articles into a store, those that are not in it as `name` reads them.
    #[staticmethod]
    fn grow(reader: &Reader, store: &Store, name: String, paths: Option<Vec<PathBuf>>) -> PyResult<Self> {
        let (builder, store) = (Arc::clone(&reader.builder), store.shared());
        Self::start(paths, reader.defaults.clone(), move |articles, tell| {
            let mut store = store.lock().unwrap_or_else(PoisonError::into_inner);
            let before = store.replacing()?;
            let mut known = 0;
            builder.grow(&mut store, &name, articles, |grown| match grown {
                Grown::Known => known += 1,
                Grown::Read(_) => _ = tell.keep(Ok(())),
                Grown::Lost(error) => _ = tell.keep::<()>(Err(error)),
            })?;
            let mut replacing = store.replacing()?;
            replacing.retain(|name| before.binary_search(name).is_err());
            store.resolve()?;
            Ok(End::Grown(known, replacing))
        })
    }

    /// Holds a graph against its articles.
    #[staticmethod]
    fn verify(graph: &Graph, reader: &Reader, paths: Option<Vec<PathBuf>>) -> PyResult<Self> {
        let held = graph.held();
        Self::start(paths, reader.defaults.clone(), move |articles, tell| {
            let mut verification = Verification::new(&held.graph);
            for article in articles {
                let Some(article) = tell.keep(article) else { continue };
                for difference in verification.check(&article) {
                    tell.event(Event::Difference(difference));
                }
            }
            for difference in verification.missing() {
                tell.event(Event::Difference(difference));
            }
            Ok(End::Verified(verification.quotes()))
        })
    }

    /// Whether more articles should be handed in before the next waiting.
    fn wants(&self) -> bool {
        self.shared.waiting.load(Ordering::Relaxed) < WAITING
            && self.shared.waiting_bytes.load(Ordering::Relaxed) < WAITING_BYTES
    }

    /// Hands an article in, as a JSON object; `None` says that it was the last.
    fn give(&self, article: Option<String>) {
        let mut given = lock(&self.given);
        let Some(article) = article else {
            *given = None;
            return;
        };
        self.shared.waiting.fetch_add(1, Ordering::Relaxed);
        self.shared.waiting_bytes.fetch_add(article.len(), Ordering::Relaxed);
        if let Some(given) = &*given {
            // Nobody takes it when the job has ended.
            _ = given.send(article);
        }
    }

    /// Waits for what comes next, for so many seconds at most: a word and what belongs to it, or nothing.
    fn wait<'py>(
        &self,
        py: Python<'py>,
        seconds: f64,
    ) -> PyResult<Option<(&'static str, Bound<'py, PyAny>)>> {
        let patience = Duration::from_secs_f64(seconds.clamp(0.0, 1.0));
        let event = py.detach(|| lock(&self.events).recv_timeout(patience));
        let told = match event {
            Err(RecvTimeoutError::Timeout) => return Ok(None),
            Err(RecvTimeoutError::Disconnected) => return Err(broken()),
            Ok(Event::Record(json)) => ("record", json.into_bound_py_any(py)?),
            Ok(Event::Difference(difference)) => {
                ("difference", told::difference(&difference).into_bound_py_any(py)?)
            }
            Ok(Event::Note(note)) => ("note", note.into_bound_py_any(py)?),
            Ok(Event::Lost(error)) => ("lost", raised(&error).into_bound_py_any(py)?),
            Ok(Event::End(end)) => {
                let end = end.map_err(|error| raised(&error))?;
                let end = match end {
                    End::Nothing => py.None().into_bound(py),
                    End::Graph(graph) => Graph::new(graph).into_bound_py_any(py)?,
                    End::Grown(known, replacing) => (known, replacing).into_bound_py_any(py)?,
                    End::Verified(quotes) => quotes.into_bound_py_any(py)?,
                };
                ("end", end)
            }
        };
        Ok(Some(told))
    }

    /// Articles that were read, and bytes of files.
    fn progress(&self) -> (usize, u64) {
        (self.shared.read.load(Ordering::Relaxed), self.shared.bytes.load(Ordering::Relaxed))
    }

    /// Articles that could not be read.
    fn lost(&self) -> usize {
        self.shared.lost.load(Ordering::Relaxed)
    }

    /// Takes no more articles: what was begun is ended.
    fn cancel(&self) {
        self.shared.cancelled.store(true, Ordering::Relaxed);
        *lock(&self.given) = None;
    }
}

impl Job {
    fn start(
        paths: Option<Vec<PathBuf>>,
        defaults: Defaults,
        work: impl FnOnce(Source, &Tell) -> Result<End> + Send + 'static,
    ) -> PyResult<Self> {
        let shared = Arc::<Shared>::default();
        let (put, take) = mpsc::sync_channel(WAITING);
        let (give, given) = mpsc::channel();
        let tell = Tell { shared: Arc::clone(&shared), events: put };
        let (from, give) = match paths {
            Some(paths) => (Origin::Paths(source::articles(paths, defaults)), None),
            None => (Origin::Given { given, number: 0, defaults }, Some(give)),
        };
        let articles = Source { from, tell: tell.clone() };
        let run = move || {
            // Where it panics the channel ends, and the panic itself has told why.
            if let Ok(end) = catch_unwind(AssertUnwindSafe(|| work(articles, &tell))) {
                tell.event(Event::End(end));
            }
        };
        thread::Builder::new().name("demarche".to_owned()).spawn(run)?;
        Ok(Self { shared, events: Mutex::new(take), given: Mutex::new(give) })
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// How a job tells what comes of it.
#[derive(Clone)]
struct Tell {
    shared: Arc<Shared>,
    events: SyncSender<Event>,
}

impl Tell {
    /// Whether anybody hears it.
    fn event(&self, event: Event) -> bool {
        if matches!(event, Event::Lost(_)) {
            self.shared.lost.fetch_add(1, Ordering::Relaxed);
        }
        self.events.send(event).is_ok()
    }

    fn cancelled(&self) -> bool {
        self.shared.cancelled.load(Ordering::Relaxed)
    }

    /// The item that was read; one that was not is told.
    fn keep<T>(&self, item: Result<T>) -> Option<T> {
        match item {
            Ok(item) => {
                self.shared.read.fetch_add(1, Ordering::Relaxed);
                Some(item)
            }
            Err(error) => {
                self.event(Event::Lost(error));
                None
            }
        }
    }
}

/// Where articles come from.
#[expect(clippy::large_enum_variant, reason = "there is one for each job")]
enum Origin {
    Paths(Articles),
    Given { given: Receiver<String>, number: usize, defaults: Defaults },
}

/// The articles of a job, until it is cancelled.
struct Source {
    from: Origin,
    tell: Tell,
}

impl Iterator for Source {
    type Item = Result<Article>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.tell.cancelled() {
            return None;
        }
        let shared = &self.tell.shared;
        let (article, mut notes) = match &mut self.from {
            Origin::Paths(articles) => {
                let article = articles.next();
                shared.bytes.store(articles.bytes_read(), Ordering::Relaxed);
                (article, articles.take_notes())
            }
            Origin::Given { given, number, defaults } => {
                let json = given.recv().ok();
                let article = json.map(|json| {
                    shared.waiting.fetch_sub(1, Ordering::Relaxed);
                    shared.waiting_bytes.fetch_sub(json.len(), Ordering::Relaxed);
                    *number += 1;
                    Article::from_json(&json, "article", *number, defaults)
                        .map_err(|error| Error::new(error.kind(), format!("article {number}: {error}")))
                });
                (article, Vec::new())
            }
        };
        if let Some(Ok(article)) = &article {
            notes.splice(0..0, article.notes.iter().cloned());
        }
        for note in notes {
            self.tell.event(Event::Note(note));
        }
        article
    }
}
