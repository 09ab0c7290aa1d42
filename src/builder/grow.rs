//! Articles into a store, some dozens in one transaction.

use crate::error::{Error, Result};
use crate::schema::{Document, Record};
use crate::source::Article;
use crate::store::{Origin, Store};

use super::Builder;

/// Articles for each thread that go into the store in one transaction: what a run that is cut short reads again.
const BATCH_ARTICLES: usize = 32;

/// The most text read for one transaction, in bytes.
const BATCH_BYTES: usize = 32 * 1024 * 1024;

/// At the end of the name of what reads articles and keeps their texts.
const TEXT: &str = ", text";

/// What becomes of an article that was to go into a store.
#[derive(Debug)]
pub enum Grown<'a> {
    /// It was there already, as this reader reads it.
    Known,
    /// It was read, and goes in with the next transaction.
    Read(&'a Record),
    /// It could not be read.
    Lost(Error),
}

impl Builder<'_> {
    /// Adds to `store` what the articles say that are not in it yet, and tells what becomes of each.
    ///
    /// `reader` is what [`Origin::reader`] is: an article that it has read before is passed over. The store is locked only
    /// while it is written to, not while articles are read. [`Store::resolve`] is for the caller to do, when all is in.
    ///
    /// # Errors
    /// When the store cannot be read or written. What went in before stays.
    pub fn grow(
        &self,
        store: &mut Store,
        reader: &str,
        articles: impl IntoIterator<Item = Result<Article>>,
        mut tell: impl FnMut(Grown<'_>),
    ) -> Result<()> {
        let most = BATCH_ARTICLES * self.pool.current_num_threads();
        let mut articles = articles.into_iter();
        loop {
            let mut batch: Vec<Article> = Vec::new();
            let mut bytes = 0;
            let mut ended = true;
            for article in articles.by_ref() {
                match article {
                    Err(error) => tell(Grown::Lost(error)),
                    Ok(article) if self.is_in(store, reader, &article.document)? => {
                        tell(Grown::Known);
                    }
                    Ok(article) => {
                        bytes += article.text.len();
                        batch.push(article);
                    }
                }
                if batch.len() == most || bytes >= BATCH_BYTES {
                    ended = false;
                    break;
                }
            }
            if batch.is_empty() {
                return Ok(());
            }
            let entries: Vec<Document> = batch.iter().map(|article| article.document.clone()).collect();
            let read: Result<Vec<Record>> = self.records(batch.into_iter().map(Ok), |records| {
                records
                    .map(|record| {
                        let record = record?;
                        tell(Grown::Read(&record));
                        Ok(record)
                    })
                    .collect()
            });
            let mut batch = store.batch()?;
            for (entry, record) in entries.iter().zip(read?) {
                batch.put(record, Some(Origin { reader: &self.read_by(reader, entry), entry }))?;
            }
            batch.commit()?;
            if ended {
                return Ok(());
            }
        }
    }

    /// Whether an article is in the store as this reads it, and no less of it.
    fn is_in(&self, store: &Store, reader: &str, entry: &Document) -> Result<bool> {
        let name = self.read_by(reader, entry);
        let with_text = format!("{name}{TEXT}");
        let own = store.has(Origin { reader: &name, entry })?;
        Ok(own || !self.keep_text && store.has(Origin { reader: &with_text, entry })?)
    }

    /// What reads an article: it is read again when it is ruled otherwise whom its names are.
    fn read_by(&self, reader: &str, entry: &Document) -> String {
        let apart: Vec<String> = self
            .rulings
            .apart_in(&entry.id)
            .map(|[one, other]| format!(", '{one}' is not '{other}'"))
            .collect();
        let text = if self.keep_text { TEXT } else { "" };
        format!("{reader}{}{text}", apart.concat())
    }
}
