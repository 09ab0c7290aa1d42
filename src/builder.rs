//! Where the wings meet: articles to records, many at once and always in the same order.
//!
//! What goes in is a stream of articles, what comes out is a stream of records, which [`Graph::from_records`] takes, or of
//! whatever else is made of an article ([`Builder::each`]), such as its [`Analysis`].
//! The texts are let go as soon as they are read, and neither the number of threads nor their pace shows in the result.
//!
//! [`Graph::from_records`]: crate::graph::Graph::from_records

use std::collections::VecDeque;
use std::iter::Fuse;
use std::ops::Range;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Mutex, PoisonError};

use rayon::ScopeFifo;

use crate::error::{Error, ErrorKind, Result};
use crate::extract::mention::{Apart, Mentions};
use crate::graph::Rulings;
use crate::lexicon::Lexicon;
use crate::nlp::{Analyser, Pipeline};
use crate::reader::Found;
use crate::resolve::known::KnownActors;
use crate::resolve::{capitals, reading};
use crate::schema::{Document, Record};
use crate::source::{Article, paragraphs};
use crate::text::AnalysedText;

#[cfg(feature = "store")]
mod grow;
#[cfg(feature = "store")]
pub use grow::Grown;

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
    /// Actors that the user knows, who get their names and identifiers from there.
    pub known: Option<KnownActors>,
    /// What the user has ruled: names that are kept apart in one article are there two people's.
    pub rulings: Rulings,
    /// Whether records carry the text of their article.
    pub keep_text: bool,
}

/// Reads articles into records.
pub struct Builder<'p> {
    pool: rayon::ThreadPool,
    /// One for each thread of the pool; a lock is never waited for.
    analysers: Vec<Mutex<Analyser<'p>>>,
    min_confidence: f64,
    known: Option<KnownActors>,
    rulings: Rulings,
    keep_text: bool,
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
        let Options { min_confidence, known, rulings, keep_text, .. } = options;
        Ok(Self { pool, analysers, min_confidence, known, rulings, keep_text })
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
        let read = |analyser: &mut Analyser<'_>, article: Article| {
            let doc = analyse(analyser, &article);
            let apart = Apart::new(self.rulings.apart_in(&article.document.id));
            let mut record = reading::read_apart(article.document, &doc, Lexicon::builtin(), &apart);
            if doc.text != article.text {
                capitals::restore(&mut record, &article.text);
            }
            if let Some(known) = &self.known {
                known.name(&mut record);
            }
            keep_confident(&mut record, self.min_confidence);
            if self.keep_text {
                record.sentences = sentence_starts(&doc);
                record.text = Some(article.text.into());
            }
            record
        };
        self.each(articles, read, take)
    }

    /// Hands `take` what `work` makes of each article, as [`Builder::records`] does with records.
    ///
    /// Each thread has an analyser of its own. The result must not depend on which: what an analyser has seen before shows
    /// in its pace alone.
    pub fn each<I, R, T>(
        &self,
        articles: I,
        work: impl Fn(&mut Analyser<'_>, Article) -> R + Sync,
        take: impl FnOnce(&mut dyn Iterator<Item = Result<R>>) -> T,
    ) -> T
    where
        I: IntoIterator<Item = Result<Article>>,
        R: Send,
    {
        let ended = AtomicBool::new(false);
        let read = |article: Article| {
            let thread = rayon::current_thread_index().unwrap_or(0);
            // A lock is poisoned only by a panic, which ends the whole reading anyway.
            let mut analyser = self.analysers[thread].lock().unwrap_or_else(PoisonError::into_inner);
            work(&mut analyser, article)
        };
        self.pool.in_place_scope_fifo(|scope| {
            let taken = take(&mut Results {
                read: &read,
                most: AHEAD_ARTICLES * self.pool.current_num_threads(),
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
}

/// What the engine sees of an article: all that its record is made of.
#[derive(Debug, Clone)]
pub struct Analysis {
    /// The article's entry in a catalogue.
    pub document: Document,
    /// Its text with tokens, tree, sentences and paragraphs. Lines in capitals are in small letters, in the same places.
    pub text: AnalysedText,
    /// Who and what it names, describes and points to.
    pub mentions: Mentions,
    /// The acts that the reader sees, also those that are too unlikely to be told; none where rules alone are asked for.
    pub acts: Vec<Found>,
    /// The text as it is, where it has lines in capitals.
    as_is: Option<String>,
}

impl Analysis {
    /// Analyses `article`.
    pub fn of(analyser: &mut Analyser<'_>, article: Article) -> Self {
        let text = analyse(analyser, &article);
        let (mentions, acts) = reading::mentions_and_acts(&text, Lexicon::builtin());
        let as_is = (text.text != article.text).then_some(article.text);
        Self { document: article.document, text, mentions, acts, as_is }
    }

    /// As [`Analysis::of`], with the mentions that rules alone find: what the reader is trained on.
    pub fn by_rules(analyser: &mut Analyser<'_>, article: Article) -> Self {
        let text = analyse(analyser, &article);
        let mentions = reading::mentions_by_rules(&text, Lexicon::builtin());
        let as_is = (text.text != article.text).then_some(article.text);
        Self { document: article.document, text, mentions, acts: Vec::new(), as_is }
    }

    /// What the article says.
    pub fn record(&self) -> Record {
        self.restored(reading::read(self.document.clone(), &self.text, Lexicon::builtin()))
    }

    /// What the article says if its acts are these and no others.
    pub fn record_of(&self, acts: &[Found]) -> Record {
        self.restored(reading::read_acts(self.document.clone(), &self.text, Lexicon::builtin(), acts))
    }

    fn restored(&self, mut record: Record) -> Record {
        if let Some(text) = &self.as_is {
            capitals::restore(&mut record, text);
        }
        record
    }
}

/// The results as they are asked for. The threads always have articles to read: none waits for the slowest of a batch,
/// or while the next articles are fetched and the last results are written.
struct Results<'a, 'scope, I, R, F> {
    /// What makes a result of an article, on a thread of the pool.
    read: &'scope F,
    /// The most articles fetched ahead.
    most: usize,
    scope: &'a ScopeFifo<'scope>,
    /// No more results are asked for: what was fetched ahead need not be read.
    ended: &'scope AtomicBool,
    articles: Fuse<I>,
    /// Where threads tell what they have read: the article's number, and its result.
    ends: (Sender<End<R>>, Receiver<End<R>>),
    /// Articles fetched, whose results are not taken yet.
    ahead: VecDeque<Ahead<R>>,
    /// Results taken: the number of the first article in `ahead`.
    taken: usize,
    /// Text of the articles in `ahead`.
    bytes: usize,
}

/// An article's number, and its result; none where the thread broke off.
type End<R> = (usize, Option<R>);

struct Ahead<R> {
    /// Length of the text.
    bytes: usize,
    /// There when the article is read, or lost.
    result: Option<Result<R>>,
}

impl<'scope, I, R, F> Results<'_, 'scope, I, R, F>
where
    I: Iterator<Item = Result<Article>>,
    R: Send + 'scope,
    F: Fn(Article) -> R + Sync,
{
    /// Fetches articles as far ahead as is allowed.
    fn fetch(&mut self) {
        while self.ahead.len() < self.most && self.bytes < AHEAD_BYTES {
            let Some(article) = self.articles.next() else { break };
            let ahead = match article {
                Err(error) => Ahead { bytes: 0, result: Some(Err(error)) },
                Ok(article) => {
                    let ahead = Ahead { bytes: article.text.len(), result: None };
                    let number = self.taken + self.ahead.len();
                    let (read, ended) = (self.read, self.ended);
                    let teller = Teller { ends: self.ends.0.clone(), number, result: None };
                    self.scope.spawn_fifo(move |_| {
                        if !ended.load(Ordering::Relaxed) {
                            teller.tell(read(article));
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

impl<'scope, I, R, F> Iterator for Results<'_, 'scope, I, R, F>
where
    I: Iterator<Item = Result<Article>>,
    R: Send + 'scope,
    F: Fn(Article) -> R + Sync,
{
    type Item = Result<R>;

    fn next(&mut self) -> Option<Self::Item> {
        self.fetch();
        while self.ahead.front()?.result.is_none() {
            let (number, result) = self.ends.1.recv().expect("one sender is kept here");
            // The thread's own panic has told more.
            let result = result.expect("a thread that read an article broke off");
            self.ahead[number - self.taken].result = Some(Ok(result));
        }
        let first = self.ahead.pop_front()?;
        self.taken += 1;
        self.bytes -= first.bytes;
        first.result
    }
}

/// Tells the end of a reading, also when it panics: nobody waits for it for ever.
struct Teller<R> {
    ends: Sender<End<R>>,
    number: usize,
    result: Option<R>,
}

impl<R> Teller<R> {
    fn tell(mut self, result: R) {
        self.result = Some(result);
    }
}

impl<R> Drop for Teller<R> {
    fn drop(&mut self) {
        // Nobody listens any more when not all results were asked for.
        _ = self.ends.send((self.number, self.result.take()));
    }
}

/// The text of an article, analysed paragraph by paragraph; lines in capitals are in small letters.
fn analyse(analyser: &mut Analyser<'_>, article: &Article) -> AnalysedText {
    let small = capitals::in_small_letters(&article.text);
    analyser.analyse_paragraphs(small.as_deref().unwrap_or(&article.text), &paragraphs(&article.text))
}

/// The first code point of each sentence; of white space, none is made.
fn sentence_starts(doc: &AnalysedText) -> Vec<usize> {
    let first = |sentence: &Range<usize>| sentence.clone().find(|&i| !doc.word(i).trim().is_empty());
    doc.sentences.iter().filter_map(first).map(|i| doc.tokens[i].span.start).collect()
}

/// Leaves out the facts less sure than `min`.
fn keep_confident(record: &mut Record, min: f64) {
    record.offices.retain(|office| office.confidence >= min);
    record.relations.retain(|relation| relation.confidence >= min);
    record.positions.retain(|position| position.confidence >= min);
}
