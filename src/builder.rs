//! Where the wings meet: articles to records, many at once and always in the same order.
//!
//! What goes in is a stream of articles, what comes out is a stream of records, which [`Graph::from_records`] takes.
//! The texts are let go as soon as they are read, and neither the number of threads nor their pace shows in the result.
//!
//! [`Graph::from_records`]: crate::graph::Graph::from_records

use std::collections::VecDeque;
use std::iter::Fuse;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Mutex, PoisonError};

use rayon::ScopeFifo;

use crate::error::{Error, ErrorKind, Result};
use crate::lexicon::Lexicon;
use crate::nlp::{Analyser, Pipeline};
use crate::resolve;
use crate::schema::Record;
use crate::source::{Article, paragraphs};

/// Articles for each thread that are fetched ahead: enough that a long one does not keep the others waiting.
const AHEAD_ARTICLES: usize = 32;

/// The most text fetched ahead, in bytes, however many threads.
const AHEAD_BYTES: usize = 32 * 1024 * 1024;

/// How articles are read.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Threads; 0 for one on each processor core.
    pub jobs: usize,
    /// Facts less sure than this are left out; from 0 to 1.
    pub min_confidence: f64,
}

/// Reads articles into records.
pub struct Builder<'p> {
    pool: rayon::ThreadPool,
    /// One for each thread of the pool; a lock is never waited for.
    analysers: Vec<Mutex<Analyser<'p>>>,
    min_confidence: f64,
}

impl<'p> Builder<'p> {
    /// A builder that reads with `pipeline`.
    ///
    /// # Errors
    /// When the system gives no threads.
    pub fn new(pipeline: &'p Pipeline, options: Options) -> Result<Self> {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(options.jobs)
            .build()
            .map_err(|error| Error::new(ErrorKind::Io, format!("no threads to work with: {error}")))?;
        let analysers = (0..pool.current_num_threads()).map(|_| Mutex::new(pipeline.analyser())).collect();
        Ok(Self { pool, analysers, min_confidence: options.min_confidence })
    }

    /// Hands `take` the record of each article, in the order of the articles. An error stands where an article was lost.
    ///
    /// Articles are taken as records are asked for, some ahead, so that memory does not grow with their number; they are
    /// read while `take` works.
    pub fn records<I, T>(
        &self,
        articles: I,
        take: impl FnOnce(&mut dyn Iterator<Item = Result<Record>>) -> T,
    ) -> T
    where
        I: IntoIterator<Item = Result<Article>>,
    {
        let ended = AtomicBool::new(false);
        self.pool.in_place_scope_fifo(|scope| {
            let taken = take(&mut Records {
                builder: self,
                scope,
                ended: &ended,
                articles: articles.into_iter().fuse(),
                ends: mpsc::channel(),
                ahead: VecDeque::new(),
                taken: 0,
                bytes: 0,
            });
            ended.store(true, Ordering::Relaxed);
            taken
        })
    }

    fn read(&self, article: Article) -> Record {
        let thread = rayon::current_thread_index().unwrap_or(0);
        // A lock is poisoned only by a panic, which ends the whole reading anyway.
        let mut analyser = self.analysers[thread].lock().unwrap_or_else(PoisonError::into_inner);
        let mut record = read_article(&mut analyser, article);
        keep_confident(&mut record, self.min_confidence);
        record
    }
}

/// The records as they are asked for. The threads always have articles to read: none waits for the slowest of a batch,
/// or while the next articles are fetched and the last records are written.
struct Records<'a, 'scope, 'p, I> {
    builder: &'scope Builder<'p>,
    scope: &'a ScopeFifo<'scope>,
    /// No more records are asked for: what was fetched ahead need not be read.
    ended: &'scope AtomicBool,
    articles: Fuse<I>,
    /// Where threads tell what they have read: the article's number, and its record.
    ends: (Sender<End>, Receiver<End>),
    /// Articles fetched, whose records are not taken yet.
    ahead: VecDeque<Ahead>,
    /// Records taken: the number of the first article in `ahead`.
    taken: usize,
    /// Text of the articles in `ahead`.
    bytes: usize,
}

/// An article's number, and its record; none where the thread broke off.
type End = (usize, Option<Record>);

struct Ahead {
    /// Length of the text.
    bytes: usize,
    /// There when the article is read, or lost.
    record: Option<Result<Record>>,
}

impl<I: Iterator<Item = Result<Article>>> Records<'_, '_, '_, I> {
    /// Fetches articles as far ahead as is allowed.
    fn fetch(&mut self) {
        let most = AHEAD_ARTICLES * self.builder.pool.current_num_threads();
        while self.ahead.len() < most && self.bytes < AHEAD_BYTES {
            let Some(article) = self.articles.next() else { break };
            let ahead = match article {
                Err(error) => Ahead { bytes: 0, record: Some(Err(error)) },
                Ok(article) => {
                    let ahead = Ahead { bytes: article.text.len(), record: None };
                    let number = self.taken + self.ahead.len();
                    let (builder, ended) = (self.builder, self.ended);
                    let teller = Teller { ends: self.ends.0.clone(), number, record: None };
                    self.scope.spawn_fifo(move |_| {
                        if !ended.load(Ordering::Relaxed) {
                            teller.tell(builder.read(article));
                        }
                    });
                    ahead
                }
            };
            self.bytes += ahead.bytes;
            self.ahead.push_back(ahead);
        }
    }
}

impl<I: Iterator<Item = Result<Article>>> Iterator for Records<'_, '_, '_, I> {
    type Item = Result<Record>;

    fn next(&mut self) -> Option<Self::Item> {
        self.fetch();
        while self.ahead.front()?.record.is_none() {
            let (number, record) = self.ends.1.recv().expect("one sender is kept here");
            // The thread's own panic has told more.
            let record = record.expect("a thread that read an article broke off");
            self.ahead[number - self.taken].record = Some(Ok(record));
        }
        let first = self.ahead.pop_front()?;
        self.taken += 1;
        self.bytes -= first.bytes;
        first.record
    }
}

/// Tells the end of a reading, also when it panics: nobody waits for it for ever.
struct Teller {
    ends: Sender<End>,
    number: usize,
    record: Option<Record>,
}

impl Teller {
    fn tell(mut self, record: Record) {
        self.record = Some(record);
    }
}

impl Drop for Teller {
    fn drop(&mut self) {
        // Nobody listens any more when not all records were asked for.
        _ = self.ends.send((self.number, self.record.take()));
    }
}

/// Reads one article: analysis, mentions and who they are, then what it says.
fn read_article(analyser: &mut Analyser<'_>, article: Article) -> Record {
    let doc = analyser.analyse_paragraphs(&article.text, &paragraphs(&article.text));
    resolve::reading::read(article.document, &doc, Lexicon::builtin())
}

/// Leaves out the facts less sure than `min`.
fn keep_confident(record: &mut Record, min: f64) {
    record.offices.retain(|office| office.confidence >= min);
    record.relations.retain(|relation| relation.confidence >= min);
    record.positions.retain(|position| position.confidence >= min);
}
