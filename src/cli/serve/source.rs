//! Where answers come from: one store, read as it is asked, or a whole graph in memory.
//!
//! A store is read from connections that hold it as it was when nobody was changing it, so that a run beside the server
//! shows in no answer before it is done. A thread looks twice a second whether it is, and then opens others. What was answered
//! is kept with the connections, until others are opened. Issues are those that the store keeps. What only the whole graph
//! tells (SPARQL, issues that are not kept) is read into memory when it is first asked for, and again after the store has
//! changed; until that is done, the last one answers.

use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, OnceLock, PoisonError, RwLock};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use indicatif::ProgressBar;

use demarche::export::Base;
use demarche::graph::Graph;
use demarche::issues::Issues;
use demarche::query::{self, Matrix, PositionAnswer, PositionQuery};
use demarche::sparql::Dataset;
use demarche::store::{self, Counts, Store};

use crate::cli::graphs::{Part, open_part};
use crate::cli::message;
use crate::cli::outcome::Outcome;
use crate::cli::reading::Tally;

use super::answered::{Answered, Kept};
use super::fail::Fail;

/// How often stores are looked at.
const TICK: Duration = Duration::from_millis(500);

/// Reading all of a store takes no more than one part in so many of the time.
const REST: u32 = 10;

/// A whole graph, with what follows from all of it.
pub struct Whole {
    /// The graph.
    pub graph: Graph,
    base: Base,
    issues: OnceLock<Arc<Issues>>,
    matrix: OnceLock<Arc<Matrix>>,
    dataset: OnceLock<Dataset>,
}

impl Whole {
    fn new(graph: Graph, base: Base) -> Self {
        Self { graph, base, issues: OnceLock::new(), matrix: OnceLock::new(), dataset: OnceLock::new() }
    }

    /// The questions on which actors take sides, worked out when they are first asked for.
    pub fn issues(&self) -> &Arc<Issues> {
        self.issues.get_or_init(|| Arc::new(Issues::of(&self.graph)))
    }

    /// All positions by issue, worked out when they are first asked for.
    pub fn matrix(&self) -> demarche::Result<Arc<Matrix>> {
        if self.matrix.get().is_none() {
            let positions = query::positions(&self.graph, &PositionQuery::default())?;
            let _ = self.matrix.set(Arc::new(query::matrix(&query::by_issue(positions, self.issues()))));
        }
        Ok(Arc::clone(self.matrix.get().expect("it was just set")))
    }

    /// The positions that fit, by issue.
    pub fn by_issue(&self, query: &PositionQuery) -> demarche::Result<Vec<PositionAnswer>> {
        Ok(query::by_issue(query::positions(&self.graph, query)?, self.issues()))
    }

    /// The triples, made when they are first asked for.
    pub fn dataset(&self) -> &Dataset {
        self.dataset.get_or_init(|| Dataset::new(&self.graph, &self.base))
    }
}

/// Connections to one store that all hold it as it was at one time, or nearly.
pub struct Pool {
    free: Mutex<Vec<Store>>,
    /// Holds nothing, and so sees what others write.
    probe: Mutex<Store>,
    /// What the probe told before the connections were opened.
    version: i64,
    /// Counts the pools of one store.
    generation: u64,
    path: PathBuf,
    /// Where they were asked for: the issues that the store keeps, if it does.
    issues: OnceLock<Option<Arc<Issues>>>,
    /// All positions by these.
    matrix: OnceLock<Arc<Matrix>>,
    /// How much there is.
    counts: OnceLock<Counts>,
    /// What was answered from it: what is held never changes.
    answered: Mutex<Kept>,
}

impl Pool {
    /// `None` while the store is being changed, or was left so.
    fn open(path: &Path, connections: usize, generation: u64) -> demarche::Result<Option<Self>> {
        let probe = Store::reader(path)?;
        let version = probe.version()?;
        let mut free = Vec::new();
        for _ in 0..connections {
            let store = Store::reader(path)?;
            store.hold()?;
            if store.is_stale()? {
                return Ok(None);
            }
            free.push(store);
        }
        Ok(Some(Self {
            free: Mutex::new(free),
            probe: Mutex::new(probe),
            version,
            generation,
            path: path.to_owned(),
            issues: OnceLock::new(),
            matrix: OnceLock::new(),
            counts: OnceLock::new(),
            answered: Mutex::default(),
        }))
    }

    fn is_outdated(&self) -> bool {
        // A store that cannot be read now may be later.
        locked(&self.probe).version().is_ok_and(|version| version != self.version)
    }
}

/// A connection that is put back when it is dropped.
pub struct Lent {
    store: Option<Store>,
    pool: Arc<Pool>,
}

impl Lent {
    /// How much the store holds.
    pub fn counts(&self) -> demarche::Result<Counts> {
        if let Some(known) = self.pool.counts.get() {
            return Ok(known.clone());
        }
        let counts = Store::counts(self)?;
        Ok(self.pool.counts.get_or_init(|| counts).clone())
    }

    /// Keeps an answer for whoever asks the same of what is held now.
    pub fn keep(&self, asked: String, answer: Answered) {
        locked(&self.pool.answered).keep(asked, answer);
    }

    /// The issues that the store keeps.
    pub fn issues(&self) -> demarche::Result<Option<Arc<Issues>>> {
        if let Some(known) = self.pool.issues.get() {
            return Ok(known.clone());
        }
        let kept = self.kept_issues()?.map(Arc::new);
        Ok(self.pool.issues.get_or_init(|| kept).clone())
    }

    /// The positions that fit, by these issues.
    pub fn by_issue(&self, query: &PositionQuery, issues: &Issues) -> demarche::Result<Vec<PositionAnswer>> {
        let part = self.positions(query.actor.as_deref(), query.topic.as_deref())?;
        // What means the same in other words is found in a whole graph alone.
        let query = PositionQuery { meaning: false, ..query.clone() };
        Ok(query::by_issue(query::positions(&part, &query)?, issues))
    }

    /// All positions by these issues.
    pub fn matrix(&self, issues: &Issues) -> demarche::Result<Arc<Matrix>> {
        if self.pool.matrix.get().is_none() {
            let positions = self.by_issue(&PositionQuery::default(), issues)?;
            let _ = self.pool.matrix.set(Arc::new(query::matrix(&positions)));
        }
        Ok(Arc::clone(self.pool.matrix.get().expect("it was just set")))
    }
}

impl Deref for Lent {
    type Target = Store;

    fn deref(&self) -> &Store {
        self.store.as_ref().expect("it is there until it is dropped")
    }
}

impl Drop for Lent {
    fn drop(&mut self) {
        locked(&self.pool.free).extend(self.store.take());
    }
}

/// What one request is answered from.
pub enum Now {
    /// A store.
    Store(Box<Lent>),
    /// All there is.
    Whole(Arc<Whole>),
}

#[derive(Clone)]
enum Held {
    Store(Arc<Pool>),
    Whole(Arc<Whole>),
}

#[derive(Default)]
struct Making {
    /// The whole of a store, and of which pool.
    done: Option<(u64, Arc<Whole>)>,
    running: bool,
    /// Not again before.
    rest: Option<Instant>,
    failed: Option<String>,
}

/// All that is served.
pub struct Source {
    inputs: Vec<PathBuf>,
    base: Base,
    connections: usize,
    held: RwLock<Held>,
    making: Mutex<Making>,
    made: Condvar,
}

impl Source {
    /// Opens one store, or reads all there is.
    pub fn open(inputs: &[PathBuf], base: &Base, connections: usize) -> anyhow::Result<(Arc<Self>, Outcome)> {
        let (held, outcome) = match inputs {
            [path] if store::is_store(path) => match Pool::open(path, connections, 0)? {
                Some(pool) => (Held::Store(Arc::new(pool)), Outcome::Done),
                None => {
                    message::note(
                        "the store is being changed, or a run that changed it was cut short: all of it is read first, and \
                         this is what is served until a run is done",
                    );
                    let graph = Store::reader(path)?.graph()?;
                    (Held::Whole(Arc::new(Whole::new(graph, base.clone()))), Outcome::Done)
                }
            },
            _ => {
                let (graph, outcome) = read(inputs)?;
                (Held::Whole(Arc::new(Whole::new(graph, base.clone()))), outcome)
            }
        };
        let source = Arc::new(Self {
            inputs: inputs.to_vec(),
            base: base.clone(),
            connections,
            held: RwLock::new(held),
            making: Mutex::default(),
            made: Condvar::new(),
        });
        let stores: Vec<PathBuf> = inputs.iter().filter(|path| store::is_store(path)).cloned().collect();
        if !stores.is_empty() {
            let watched = Arc::clone(&source);
            thread::Builder::new().name("watch".to_owned()).spawn(move || watched.watch(&stores))?;
        }
        Ok((source, outcome))
    }

    /// What is served, in a few words.
    pub fn name(&self) -> String {
        let names = self.inputs.iter().map(|path| {
            path.file_name()
                .map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned())
        });
        names.collect::<Vec<_>>().join(", ")
    }

    /// What a request is answered from. As many are lent at once as there are connections.
    pub fn now(&self) -> Result<Now, Fail> {
        match self.held() {
            Held::Whole(whole) => Ok(Now::Whole(whole)),
            Held::Store(pool) => match locked(&pool.free).pop() {
                Some(store) => Ok(Now::Store(Box::new(Lent { store: Some(store), pool: Arc::clone(&pool) }))),
                None => Err(Fail::busy("all connections to the store are in use; ask again in a while")),
            },
        }
    }

    /// The answer to a request that was answered before from what is served now.
    pub fn answered(&self, asked: &str) -> Option<Answered> {
        match self.held() {
            Held::Whole(_) => None,
            Held::Store(pool) => locked(&pool.answered).find(asked),
        }
    }

    fn held(&self) -> Held {
        self.held.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn hold(&self, held: Held) {
        *self.held.write().unwrap_or_else(PoisonError::into_inner) = held;
    }

    /// The issues of all there is, with the whole graph where they come from that: where no store keeps them.
    pub fn issues(
        self: &Arc<Self>,
        now: &Now,
        until: Instant,
    ) -> Result<(Arc<Issues>, Option<Arc<Whole>>), Fail> {
        if let Now::Store(store) = now
            && let Some(kept) = store.issues()?
        {
            return Ok((kept, None));
        }
        let whole = self.whole(until)?;
        Ok((Arc::clone(whole.issues()), Some(whole)))
    }

    /// The whole graph. Of a store it is read first, which may take longer than `until`.
    pub fn whole(self: &Arc<Self>, until: Instant) -> Result<Arc<Whole>, Fail> {
        let pool = match self.held() {
            Held::Whole(whole) => return Ok(whole),
            Held::Store(pool) => pool,
        };
        let mut making = locked(&self.making);
        loop {
            if let Some((generation, whole)) = &making.done {
                let whole = Arc::clone(whole);
                let rested = making.rest.is_none_or(|rest| Instant::now() >= rest);
                if *generation != pool.generation && !making.running && rested {
                    self.make(&mut making, &pool);
                }
                return Ok(whole);
            }
            if let Some(why) = making.failed.take() {
                return Err(Fail::busy(format!("the store cannot be read as a whole: {why}")));
            }
            if !making.running {
                self.make(&mut making, &pool);
            }
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Err(Fail::busy(
                    "this is told by the whole store alone, which is still being read; ask again in a while",
                ));
            }
            making = self.made.wait_timeout(making, left).unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    fn make(self: &Arc<Self>, making: &mut Making, pool: &Pool) {
        let (source, path, generation) = (Arc::clone(self), pool.path.clone(), pool.generation);
        let work = move || {
            let begun = Instant::now();
            let graph = Store::reader(&path).and_then(|store| store.graph());
            let mut making = locked(&source.making);
            match graph {
                Ok(graph) => {
                    making.done = Some((generation, Arc::new(Whole::new(graph, source.base.clone()))));
                }
                Err(error) => making.failed = Some(error.to_string()),
            }
            making.running = false;
            making.rest = Some(Instant::now() + begun.elapsed() * REST);
            drop(making);
            source.made.notify_all();
        };
        match thread::Builder::new().name("whole".to_owned()).spawn(work) {
            Ok(_) => making.running = true,
            Err(error) => making.failed = Some(error.to_string()),
        }
    }

    /// Looks after stores for as long as the program runs.
    fn watch(&self, stores: &[PathBuf]) {
        let mut seen = standings(stores);
        let mut generation = 0;
        loop {
            thread::sleep(TICK);
            if let [path] = &self.inputs[..] {
                let outdated = match self.held() {
                    Held::Store(pool) => pool.is_outdated(),
                    Held::Whole(_) => true,
                };
                // Until a run is done the last that was whole is served.
                if outdated && let Ok(Some(pool)) = Pool::open(path, self.connections, generation + 1) {
                    generation += 1;
                    self.hold(Held::Store(Arc::new(pool)));
                }
                continue;
            }
            let now = standings(stores);
            let stale = now.iter().any(|one| one.as_ref().is_none_or(|one| one.stale));
            if now != seen && !stale {
                let begun = Instant::now();
                if let Ok((graph, _)) = read(&self.inputs) {
                    self.hold(Held::Whole(Arc::new(Whole::new(graph, self.base.clone()))));
                    seen = now;
                }
                thread::sleep(begun.elapsed() * REST);
            }
        }
    }
}

/// How a store stands. A number that a connection tells would do for that connection alone.
#[derive(PartialEq, Eq)]
struct Standing {
    /// Number of bytes and time of change of the store and of the log beside it.
    files: [Option<(u64, SystemTime)>; 2],
    /// Whether it is being changed.
    stale: bool,
}

/// How each store stands, where it can be read.
fn standings(stores: &[PathBuf]) -> Vec<Option<Standing>> {
    let file = |path: &Path| path.metadata().ok().and_then(|file| Some((file.len(), file.modified().ok()?)));
    let standing = |path: &PathBuf| {
        let mut log = path.clone().into_os_string();
        log.push("-wal");
        let stale = Store::reader(path).and_then(|store| store.is_stale()).ok()?;
        Some(Standing { files: [file(path), file(Path::new(&log))], stale })
    };
    stores.iter().map(standing).collect()
}

/// All inputs as one graph, with nothing written to any.
fn read(inputs: &[PathBuf]) -> anyhow::Result<(Graph, Outcome)> {
    let mut tally = Tally::new(ProgressBar::hidden());
    let mut graphs = Vec::new();
    for path in inputs {
        graphs.push(if store::is_store(path) {
            Store::reader(path)?.graph()?
        } else {
            match open_part(path, &mut tally)? {
                Part::Graph(graph) => *graph,
                Part::Records(records) => {
                    Graph::from_records(records.filter_map(|record| tally.keep(record)))
                }
            }
        });
    }
    let graph = if graphs.len() == 1 { graphs.remove(0) } else { Graph::merge(graphs) };
    Ok((graph, tally.finish()))
}

/// What a lock guards, also after a request has failed with it: nothing here is ever left half changed.
pub fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
