//! Where the wings meet: articles to records, many at once and always in the same order.
//!
//! What goes in is a stream of articles, what comes out is a stream of records, which [`Graph::from_records`] takes.
//! The texts are let go as soon as they are read, and neither the number of threads nor their pace shows in the result.
//!
//! [`Graph::from_records`]: crate::graph::Graph::from_records

use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;

use crate::error::{Error, ErrorKind, Result};
use crate::lexicon::Lexicon;
use crate::nlp::{Analyser, Pipeline};
use crate::resolve;
use crate::schema::Record;
use crate::source::{Article, paragraphs};

/// Articles for each thread in one batch: enough that threads seldom wait for the last one.
const BATCH_ARTICLES: usize = 32;

/// The most text in one batch, in bytes, however many threads.
const BATCH_BYTES: usize = 32 * 1024 * 1024;

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

    /// The record of each article, in the order of the articles. An error stands where an article was lost.
    ///
    /// Articles are taken a batch at a time, so that memory does not grow with their number.
    pub fn records<I>(&self, articles: I) -> impl Iterator<Item = Result<Record>>
    where
        I: IntoIterator<Item = Result<Article>>,
    {
        let mut articles = articles.into_iter();
        std::iter::from_fn(move || {
            let batch = self.batch(&mut articles);
            (!batch.is_empty()).then(|| self.read(batch))
        })
        .flatten()
    }

    fn batch(&self, articles: &mut impl Iterator<Item = Result<Article>>) -> Vec<Result<Article>> {
        let most = BATCH_ARTICLES * self.pool.current_num_threads();
        let mut bytes = 0;
        let mut batch = Vec::new();
        while batch.len() < most && bytes < BATCH_BYTES {
            let Some(article) = articles.next() else { break };
            bytes += article.as_ref().map_or(0, |article| article.text.len());
            batch.push(article);
        }
        batch
    }

    fn read(&self, batch: Vec<Result<Article>>) -> Vec<Result<Record>> {
        let read = |article: Result<Article>| {
            let thread = rayon::current_thread_index().unwrap_or(0);
            // A lock is poisoned only by a panic, which ends the whole reading anyway.
            let mut analyser = self.analysers[thread].lock().unwrap_or_else(PoisonError::into_inner);
            let mut record = read_article(&mut analyser, article?);
            keep_confident(&mut record, self.min_confidence);
            Ok(record)
        };
        self.pool.install(|| batch.into_par_iter().map(read).collect())
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
