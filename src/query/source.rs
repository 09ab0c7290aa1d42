//! Where an answer stands in the articles.

use serde::Serialize;

use crate::graph::{Evidence, Graph};
use crate::schema::{ArticleText, Context};
use crate::span::Span;

/// The words of one document that show an answer.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Source {
    /// The document's own name, as its reader gave it.
    pub document: String,
    /// Its id in the graph.
    #[serde(skip)]
    pub document_id: String,
    /// Its date of publication, ISO 8601, where known.
    pub date: Option<String>,
    /// Date of the act that the words tell of, ISO 8601, where they give one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub act_date: Option<String>,
    /// First code point of the quote in the text.
    pub start: usize,
    /// First code point after it.
    pub end: usize,
    /// The words.
    pub quote: String,
    /// Their sentence and its neighbours, where whoever asked has put them there ([`Source::put_in`]).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub context: Option<Context>,
}

impl Source {
    /// Puts the words into their sentence, if it is the text of their document that is given.
    pub fn put_in(&mut self, text: &ArticleText) {
        self.context = text.context(&self.quote, Span::new(self.start, self.end));
    }
}

/// The sources of a fact, by date (unknown dates first), document and place.
pub(super) fn sources(graph: &Graph, evidence: &[Evidence]) -> Vec<Source> {
    let mut sources: Vec<Source> = evidence
        .iter()
        .map(|evidence| {
            let document = graph.document(&evidence.document).map(|document| &document.entry);
            Source {
                document: document.map_or_else(|| evidence.document.to_string(), |entry| entry.id.clone()),
                date: document.and_then(|entry| entry.date.clone()),
                act_date: evidence.date.as_deref().map(str::to_owned),
                start: evidence.quote.span.start,
                end: evidence.quote.span.end,
                quote: evidence.quote.text.clone(),
                document_id: evidence.document.to_string(),
                context: None,
            }
        })
        .collect();
    fn key(source: &Source) -> (Option<&str>, &str, usize, usize) {
        (source.date.as_deref(), &source.document, source.start, source.end)
    }
    sources.sort_by(|a, b| key(a).cmp(&key(b)));
    sources.dedup();
    sources
}
