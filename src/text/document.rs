//! Tokens, sentences and the tree that they form.

use std::ops::Range;
use std::sync::Arc;

use super::labels::{Deprel, EntityLabel, Tag, Upos};
use crate::span::Span;

/// One token. Indices of other tokens are positions in [`AnalysedText::tokens`].
#[derive(Debug, Clone, PartialEq)]
pub struct Token {
    /// Place in the text, in code points.
    pub span: Span,
    /// Place in the text, in bytes.
    pub bytes: Range<usize>,
    /// Lemma as spaCy's rule lemmatizer gives it ("meet", "Putin").
    pub lemma: Arc<str>,
    /// Text in lower case.
    pub lower: Arc<str>,
    /// Penn Treebank tag.
    pub tag: Tag,
    /// Universal part of speech.
    pub upos: Upos,
    /// Index of the syntactic head; a root is its own head.
    pub head: usize,
    /// ClearNLP dependency label of the arc from the head.
    pub deprel: Deprel,
    /// Whether a single space follows.
    pub space_after: bool,
    /// Score by which the parser preferred this token's arc to the best other choice; infinite when made by hand.
    pub margin: f32,
}

/// A named entity as the model's NER sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedEntity {
    /// Its tokens.
    pub tokens: Range<usize>,
    /// Its OntoNotes label.
    pub label: EntityLabel,
}

/// A text with its analysis.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct AnalysedText {
    /// The text, unchanged.
    pub text: String,
    /// Its tokens in order. White space beyond a single space makes tokens of its own ([`Upos::Space`]).
    pub tokens: Vec<Token>,
    /// Token ranges of the sentences, in order, covering all tokens.
    pub sentences: Vec<Range<usize>>,
    /// Token ranges of the paragraphs (lines), in order; each is a run of whole sentences.
    pub paragraphs: Vec<Range<usize>>,
    /// Named entities in order, without overlap.
    pub entities: Vec<NamedEntity>,
    children: Vec<u32>,
    child_starts: Vec<u32>,
}

impl AnalysedText {
    /// Puts an analysis together; the sentences, paragraphs and heads must be as the fields' docs say.
    pub fn new(
        text: String,
        tokens: Vec<Token>,
        sentences: Vec<Range<usize>>,
        paragraphs: Vec<Range<usize>>,
        entities: Vec<NamedEntity>,
    ) -> Self {
        let mut child_starts = vec![0u32; tokens.len() + 1];
        for (i, token) in tokens.iter().enumerate() {
            if token.head != i {
                child_starts[token.head + 1] += 1;
            }
        }
        for i in 0..tokens.len() {
            child_starts[i + 1] += child_starts[i];
        }
        let mut next = child_starts.clone();
        let mut children = vec![0u32; child_starts[tokens.len()] as usize];
        for (i, token) in tokens.iter().enumerate() {
            if token.head != i {
                children[next[token.head] as usize] = i as u32;
                next[token.head] += 1;
            }
        }
        Self { text, tokens, sentences, paragraphs, entities, children, child_starts }
    }

    /// The text of token `i`.
    pub fn word(&self, i: usize) -> &str {
        &self.text[self.tokens[i].bytes.clone()]
    }

    /// The children of token `i` in text order.
    pub fn children(&self, i: usize) -> impl DoubleEndedIterator<Item = usize> + '_ {
        let range = self.child_starts[i] as usize..self.child_starts[i + 1] as usize;
        self.children[range].iter().map(|&c| c as usize)
    }

    /// The children of token `i` whose label is `deprel`.
    pub fn children_by(&self, i: usize, deprel: Deprel) -> impl DoubleEndedIterator<Item = usize> + '_ {
        self.children(i).filter(move |&c| self.tokens[c].deprel == deprel)
    }

    /// The first child of token `i` whose label is `deprel`.
    pub fn child(&self, i: usize, deprel: Deprel) -> Option<usize> {
        self.children_by(i, deprel).next()
    }

    /// The head of token `i`, or `None` for a root.
    pub fn head(&self, i: usize) -> Option<usize> {
        let head = self.tokens[i].head;
        (head != i).then_some(head)
    }

    /// Token `i` and what lies above it, up to its root. Ends even on a tree with a cycle.
    pub fn ancestors(&self, i: usize) -> impl Iterator<Item = usize> + '_ {
        let limit = self.tokens.len();
        std::iter::successors(self.head(i), |&j| self.head(j)).take(limit)
    }

    /// The tokens of the subtree of `i`, in text order.
    pub fn subtree(&self, i: usize) -> Vec<usize> {
        let mut all = vec![i];
        let mut next = 0;
        while next < all.len() && all.len() <= self.tokens.len() {
            all.extend(self.children(all[next]));
            next += 1;
        }
        all.sort_unstable();
        all
    }

    /// Number of the sentence that token `i` stands in.
    pub fn sentence_of(&self, i: usize) -> usize {
        self.sentences.partition_point(|s| s.end <= i)
    }

    /// Number of the paragraph that token `i` stands in.
    pub fn paragraph_of(&self, i: usize) -> usize {
        self.paragraphs.partition_point(|p| p.end <= i)
    }

    /// The text of a run of tokens, from the first one's start to the last one's end.
    pub fn slice(&self, tokens: Range<usize>) -> &str {
        if tokens.is_empty() {
            return "";
        }
        &self.text[self.tokens[tokens.start].bytes.start..self.tokens[tokens.end - 1].bytes.end]
    }

    /// The place of a non-empty run of tokens, in code points.
    pub fn span(&self, tokens: Range<usize>) -> Span {
        self.tokens[tokens.start].span.join(self.tokens[tokens.end - 1].span)
    }

    /// The named entity that token `i` is part of.
    pub fn entity_at(&self, i: usize) -> Option<&NamedEntity> {
        let k = self.entities.partition_point(|e| e.tokens.end <= i);
        self.entities.get(k).filter(|e| e.tokens.contains(&i))
    }
}
