//! The paragraphs around the quotes of articles, where their texts are kept.

use std::collections::{BTreeMap, BTreeSet};

use crate::graph::{Evidence, Graph};
use crate::schema::{Measured, Quote};
use crate::span::Span;

/// Those of one article.
#[derive(Default)]
pub(super) struct Paragraphs<'g> {
    /// Each with its first code point, in order.
    pub shown: Vec<(usize, &'g str)>,
    /// The number of the paragraph of a quote, and its sentence there.
    places: BTreeMap<&'g Quote, (usize, Span)>,
}

/// By the number of the article.
pub(super) fn of<'g>(graph: &'g Graph, numbers: &BTreeMap<&str, usize>) -> BTreeMap<usize, Paragraphs<'g>> {
    let kept = graph.documents().filter_map(|document| Some((&*document.id, document.text.as_ref()?)));
    let kept: BTreeMap<_, _> = kept.collect();
    let mut quotes: BTreeMap<&str, BTreeSet<&Quote>> = BTreeMap::new();
    for evidence in graph.petgraph().node_weights().flat_map(|node| node.evidence()) {
        if kept.contains_key(&*evidence.document) {
            quotes.entry(&*evidence.document).or_default().insert(&evidence.quote);
        }
    }
    let paragraphs = quotes.into_iter().filter_map(|(document, quotes)| {
        let text = Measured::new(kept[document]);
        let there = quotes.into_iter().filter(|quote| text.slice(quote.span) == Some(&*quote.text));
        let around: Vec<_> = there.map(|quote| (quote, text.around(quote.span))).collect();
        let all: BTreeSet<Span> = around.iter().map(|(_, around)| around.paragraph).collect();
        let all: Vec<Span> = all.into_iter().collect();
        let place = |span: &Span| all.binary_search(span).expect("it is the paragraph of one of the quotes");
        let places =
            around.iter().map(|(quote, around)| (*quote, (place(&around.paragraph), around.sentence)));
        let shown = all.iter().filter_map(|span| Some((span.start, text.slice(*span)?))).collect();
        Some((*numbers.get(document)?, Paragraphs { shown, places: places.collect() }))
    });
    paragraphs.collect()
}

impl Paragraphs<'_> {
    /// The number of the paragraph of a piece of evidence, and its sentence there.
    pub fn around(&self, evidence: &Evidence) -> Option<(usize, Span)> {
        self.places.get(&evidence.quote).copied()
    }
}
