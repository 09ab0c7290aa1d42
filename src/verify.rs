//! Evidence held against the articles: each quote of a graph is cut again from its article at its place.
//!
//! What goes in is a graph and, one after another, the articles it was made from; what comes out is each difference.
//! Nothing here knows how the graph was made.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use crate::graph::{Graph, Node};
use crate::schema::{ArticleText, Document, Measured, Quote};
use crate::source::Article;
use crate::span::Span;

/// The quotes of a graph, waiting for their articles.
pub struct Verification<'g> {
    /// By the name that the document's reader gave it; several where texts of one name differ.
    documents: BTreeMap<&'g str, Vec<Quotes<'g>>>,
}

/// All quotes from one document, by place, each once.
struct Quotes<'g> {
    entry: &'g Document,
    /// Digests of the texts whose place this one has taken.
    replaced: BTreeSet<&'g str>,
    quotes: BTreeSet<&'g Quote>,
    text: Option<&'g ArticleText>,
    seen: bool,
}

/// Where a graph and the articles do not agree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Difference {
    /// The text at the place of a quote is another.
    Quote {
        /// Id of the article.
        article: String,
        /// What the graph has.
        quote: Quote,
        /// What the article has there; `None` when it ends before.
        found: Option<String>,
    },
    /// The article's text is not the one that the graph was made from, told by its digest.
    Changed {
        /// Id of the article.
        article: String,
    },
    /// An article of the graph was not given, and its text is not kept.
    Missing {
        /// Id of the article.
        article: String,
        /// How many of its quotes were not checked.
        quotes: usize,
    },
}

impl<'g> Verification<'g> {
    /// Collects the quotes of `graph`: what shows its facts, and the mentions of its entities.
    pub fn new(graph: &'g Graph) -> Self {
        let mut quotes: BTreeMap<&str, BTreeSet<&Quote>> = BTreeMap::new();
        for node in graph.petgraph().node_weights() {
            for evidence in node.evidence() {
                quotes.entry(&*evidence.document).or_default().insert(&evidence.quote);
            }
            if let Node::Entity(entity) = node {
                for appearance in &entity.appearances {
                    quotes.entry(&*appearance.document).or_default().extend(&appearance.mentions);
                }
            }
        }
        let mut documents: BTreeMap<&str, Vec<Quotes<'_>>> = BTreeMap::new();
        for document in graph.documents() {
            let quotes = quotes.remove(&*document.id).unwrap_or_default();
            let same_name = documents.entry(&document.entry.id).or_default();
            let replaced = document.replaced().into_iter().map(|version| &*version.sha256).collect();
            let text = document.text.as_ref();
            same_name.push(Quotes { entry: &document.entry, replaced, quotes, text, seen: false });
        }
        Self { documents }
    }

    /// How many quotes the graph has.
    pub fn quotes(&self) -> usize {
        self.documents.values().flatten().map(|document| document.quotes.len()).sum()
    }

    /// Holds the quotes from `article` against its text. An article that the graph does not know has none.
    pub fn check(&mut self, article: &Article) -> Vec<Difference> {
        let name = &article.document.id;
        let Some(same_name) = self.documents.get_mut(name.as_str()) else { return Vec::new() };
        let mut differences = Vec::new();
        let document = match same_name.iter().position(|d| d.entry.sha256 == article.document.sha256) {
            Some(same_text) => &mut same_name[same_text],
            None if same_name.iter().any(|d| d.replaced.contains(&*article.document.sha256)) => {
                return Vec::new();
            }
            // A text that has changed is held against the graph too, where it is plain which one it was.
            None if same_name.len() == 1 => {
                if !same_name[0].entry.sha256.is_empty() {
                    differences.push(Difference::Changed { article: name.clone() });
                }
                &mut same_name[0]
            }
            None => return Vec::new(),
        };
        document.seen = true;
        differences.extend(document.against(Measured::plain(&article.text)));
        differences
    }

    /// Holds the quotes of each article whose text the graph has kept against that text.
    pub fn check_kept(&mut self) -> Vec<Difference> {
        let mut differences = Vec::new();
        for document in self.documents.values_mut().flatten() {
            let Some(text) = document.text else { continue };
            document.seen = true;
            differences.extend(document.against(Measured::new(text)));
        }
        differences
    }

    /// The articles of the graph that were not given.
    pub fn missing(&self) -> Vec<Difference> {
        let missing = self.documents.values().flatten().filter(|document| !document.seen);
        missing.map(|d| Difference::Missing { article: d.entry.id.clone(), quotes: d.quotes.len() }).collect()
    }
}

impl Quotes<'_> {
    /// Each quote that the text does not have at its place.
    fn against(&self, text: Measured<'_>) -> Vec<Difference> {
        let differ = |quote: &&Quote| {
            let found = text.slice(quote.span);
            (found != Some(quote.text.as_str())).then(|| Difference::Quote {
                article: self.entry.id.clone(),
                quote: (*quote).clone(),
                found: found.map(str::to_owned),
            })
        };
        self.quotes.iter().filter_map(differ).collect()
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Quote { article, quote, found } => {
                let Span { start, end } = quote.span;
                write!(f, "{article}: the graph quotes \"{}\" at {start}–{end}, ", quote.text)?;
                match found {
                    Some(found) => write!(f, "and the article has \"{found}\" there"),
                    None => write!(f, "and the article ends before"),
                }
            }
            Self::Changed { article } => {
                write!(f, "{article}: the text is not the one that the graph was made from (another SHA-256)")
            }
            Self::Missing { article, quotes } => {
                write!(
                    f,
                    "{article}: the article is not among those given, so {quotes} quotes were not checked"
                )
            }
        }
    }
}
