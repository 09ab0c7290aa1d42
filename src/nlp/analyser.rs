//! The analyser: runs the stages over a text, in batches of paragraphs, and puts the analysed text together.

use std::ops::Range;

use super::embed::EmbeddingScratch;
use super::ner::EntityScratch;
use super::network::{GROUP, LAYERS, WIDTH};
use super::parser::{Arc, ParserScratch};
use super::pipeline::Pipeline;
use super::projectivity::{Edges, deprojectivize};
use super::ruler::{Attributes, RulerToken};
use super::strings::is_space;
use super::tokenizer::{RawToken, pieces};
use super::words::Words;
use crate::span::Span;
use crate::text::{AnalysedText, NamedEntity, Tag, Token};

/// Tokens that go through the networks together, unless one text alone has more.
const BATCH: usize = 384;

/// Most tokens that are one text to the model. A longer paragraph is cut, so that memory stays bounded and no stage's
/// worst case grows with it.
const LONGEST: usize = 4096;

/// Numbers that the parser's working space may keep between texts (8 MB).
const KEPT: usize = 1 << 21;

/// A part of the work that a benchmark times alone; each needs the tokenizer.
#[doc(hidden)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Tokens alone.
    Tokenizer,
    /// Tags, heads and labels.
    Parser,
    /// Named entities.
    EntityRecognizer,
}

/// Runs a [`Pipeline`] over texts. It keeps what it computed for words it has seen, within bounds; this changes how long
/// a text takes and never what comes out.
#[derive(Debug)]
pub struct Analyser<'p> {
    pipeline: &'p Pipeline,
    words: Words,
    pending: Pending,
    scratch: Scratch,
}

/// Tokens that wait for the networks, and the texts that they are.
#[derive(Debug, Default)]
struct Pending {
    tokens: Vec<RawToken>,
    documents: Vec<Document>,
}

/// What the model sees as one text.
#[derive(Debug)]
struct Document {
    tokens: Range<usize>,
    /// Whether it opens a paragraph; only a very long paragraph has a second document.
    opens_paragraph: bool,
}

/// Working space of the networks.
#[derive(Debug, Default)]
struct Scratch {
    embedding: EmbeddingScratch,
    products: Vec<f32>,
    rows: Vec<f32>,
    other_rows: Vec<f32>,
    scores: Vec<f32>,
    tags: Vec<Tag>,
    arcs: Vec<Arc>,
    edges: Edges,
    starts: Vec<bool>,
    attributes: Vec<Attributes>,
    parser: ParserScratch,
    entities: EntityScratch,
}

impl<'p> Analyser<'p> {
    /// An analyser with nothing seen yet.
    pub(super) fn new(pipeline: &'p Pipeline) -> Self {
        Self { pipeline, words: Words::default(), pending: Pending::default(), scratch: Scratch::default() }
    }
}

impl Analyser<'_> {
    /// Analyses a text paragraph by paragraph: each line, without the white space around it, is a text of its own to the
    /// model, and blank lines are skipped. (A heading without a full stop would otherwise fuse with what follows.)
    pub fn analyse(&mut self, text: &str) -> AnalysedText {
        let mut analysis = Analysis::new(text);
        let mut start = 0;
        for line in text.split('\n') {
            let trimmed = line.trim_matches(is_space);
            if !trimmed.is_empty() {
                let from = start + line.len() - line.trim_start_matches(is_space).len();
                self.push(&mut analysis, from..from + trimmed.len());
            }
            start += line.len() + 1;
        }
        self.flush(&mut analysis);
        analysis.finish()
    }

    /// Analyses the given pieces of a text, byte ranges in order and on character boundaries, each as a paragraph.
    pub fn analyse_paragraphs(&mut self, text: &str, paragraphs: &[Range<usize>]) -> AnalysedText {
        let mut analysis = Analysis::new(text);
        for range in paragraphs {
            self.push(&mut analysis, range.clone());
        }
        self.flush(&mut analysis);
        analysis.finish()
    }

    /// Analyses a text as a whole, as spaCy does: line breaks and other white space make tokens of their own. The text
    /// is one paragraph.
    pub fn analyse_whole(&mut self, text: &str) -> AnalysedText {
        let mut analysis = Analysis::new(text);
        self.push(&mut analysis, 0..text.len());
        self.flush(&mut analysis);
        analysis.finish()
    }

    /// Tokenizes a text as a whole and runs one stage over it, for benchmarks. Returns the number of entities found.
    #[doc(hidden)]
    pub fn run_stage(&mut self, text: &str, stage: Stage) -> usize {
        let mut analysis = Analysis::new(text);
        analysis.stage = Some(stage);
        self.push(&mut analysis, 0..text.len());
        self.flush(&mut analysis);
        analysis.entities.len()
    }

    /// Tokenizes a paragraph, and runs the networks when enough tokens wait.
    fn push(&mut self, analysis: &mut Analysis<'_>, range: Range<usize>) {
        let mut opens_paragraph = true;
        let mut first = self.pending.tokens.len();
        for (at, piece, space_after) in pieces(&analysis.text[range.clone()]) {
            let mut start = range.start + at;
            let tokens = &mut self.pending.tokens;
            self.words.split(self.pipeline, piece, |length, word| {
                tokens.push(RawToken { start, length, word, space_after: false });
                start += length;
            });
            if let Some(last) = tokens.last_mut() {
                last.space_after = space_after;
            }
            let ends_sentence = piece.ends_with(['.', '!', '?']);
            if tokens.len() - first >= if ends_sentence { LONGEST * 3 / 4 } else { LONGEST } {
                self.close(analysis, first, &mut opens_paragraph);
                first = self.pending.tokens.len();
            }
        }
        self.close(analysis, first, &mut opens_paragraph);
    }

    /// Ends a document that began with token `first`.
    fn close(&mut self, analysis: &mut Analysis<'_>, first: usize, opens_paragraph: &mut bool) {
        let Self { pipeline, words, pending, .. } = self;
        let opening = pending.tokens[first..].iter().any(|token| words.word(token.word).opens_phrase);
        if opening {
            let opens: Vec<bool> =
                pending.tokens[first..].iter().map(|token| words.word(token.word).opens_phrase).collect();
            pipeline.tokenizer.join_phrases(
                analysis.text,
                &mut pending.tokens,
                first,
                |i| opens[i - first],
                |text, norm| words.intern(pipeline, text, norm),
            );
        }
        // A piece without white space can have more tokens than a document may.
        for start in (first..pending.tokens.len()).step_by(LONGEST) {
            let tokens = start..pending.tokens.len().min(start + LONGEST);
            pending.documents.push(Document { tokens, opens_paragraph: *opens_paragraph });
            *opens_paragraph = false;
        }
        if self.pending.tokens.len() >= BATCH {
            self.flush(analysis);
        }
    }

    /// Runs the networks over all that waits.
    fn flush(&mut self, analysis: &mut Analysis<'_>) {
        let mut pending = std::mem::take(&mut self.pending);
        let mut batch = 0..0;
        let mut tokens = 0;
        for (i, document) in pending.documents.iter().enumerate() {
            if tokens > 0 && tokens + document.tokens.len() > BATCH {
                self.run(analysis, &pending.tokens, &pending.documents[batch.clone()]);
                batch.start = i;
                tokens = 0;
            }
            batch.end = i + 1;
            tokens += document.tokens.len();
        }
        self.run(analysis, &pending.tokens, &pending.documents[batch]);
        pending.tokens.clear();
        pending.documents.clear();
        self.pending = pending;
        self.words.trim();
        self.scratch.parser.trim(KEPT);
        self.scratch.entities.trim(KEPT);
    }

    /// Runs the networks over some documents and adds what they give.
    fn run(&mut self, analysis: &mut Analysis<'_>, tokens: &[RawToken], documents: &[Document]) {
        let (Some(first), Some(last)) = (documents.first(), documents.last()) else {
            return;
        };
        self.words.trim_embeddings();
        let all = &tokens[first.tokens.start..last.tokens.end];
        if analysis.wants(Stage::Parser) {
            self.encode_for_parser(all, tokens, documents);
        }
        if analysis.wants(Stage::EntityRecognizer) {
            self.encode_for_entities(all, tokens, documents);
        }
        let mut row = LAYERS;
        for document in documents {
            let tokens = &tokens[document.tokens.clone()];
            if analysis.wants(Stage::Parser) {
                self.parse(tokens, row);
            }
            if analysis.wants(Stage::EntityRecognizer) {
                self.recognize(analysis, tokens, row);
            }
            if analysis.stage.is_none() {
                self.add(analysis, tokens, document.opens_paragraph);
            }
            row += tokens.len() + LAYERS;
        }
    }

    /// Embeds and encodes documents for tagger and parser, and tags them.
    fn encode_for_parser(&mut self, all: &[RawToken], tokens: &[RawToken], documents: &[Document]) {
        let Self { pipeline, words, scratch, .. } = self;
        let Scratch { embedding, products, rows, other_rows, scores, tags, parser, .. } = scratch;
        // This embedding sees the space behind a token.
        for spacy in [false, true] {
            let these = all.iter().filter(|t| t.space_after == spacy).map(|t| t.word);
            words.embed(&pipeline.embedding, usize::from(spacy), spacy, these, embedding);
        }
        let n = lay_out(rows, tokens, documents, |t| words.embedded(t.word, usize::from(t.space_after)));
        pipeline.encoder.encode(rows, n, other_rows, products);
        let encoded = &rows[WIDTH..];
        tags.clear();
        pipeline.tagger.tag(encoded, n, scores, tags);
        pipeline.parser.prepare(encoded, n, parser);
    }

    /// Embeds and encodes documents for the entity recognizer.
    fn encode_for_entities(&mut self, all: &[RawToken], tokens: &[RawToken], documents: &[Document]) {
        let Self { pipeline, words, scratch, .. } = self;
        let Scratch { embedding, products, rows, other_rows, entities, .. } = scratch;
        words.embed(&pipeline.entity_embedding, 2, false, all.iter().map(|t| t.word), embedding);
        let n = lay_out(rows, tokens, documents, |t| words.embedded(t.word, 2));
        pipeline.entity_encoder.encode(rows, n, other_rows, products);
        pipeline.entity_recognizer.prepare(&rows[WIDTH..], n, entities);
    }

    /// Parses a document whose first token was encoded in row `row`, and applies the attribute rules.
    fn parse(&mut self, tokens: &[RawToken], row: usize) {
        let Self { pipeline, words, scratch, .. } = self;
        let Scratch { tags, arcs, edges, starts, attributes, parser, .. } = scratch;
        arcs.clear();
        pipeline.parser.parse(row, tokens.len(), parser, arcs);
        edges.find(arcs);
        if arcs.iter().any(|arc| arc.label.lifted.is_some()) {
            deprojectivize(arcs, |i| words.word(tokens[i].word).features.is_space, edges);
            edges.find(arcs);
        }
        starts.clear();
        starts.extend_from_slice(edges.sentence_starts(arcs));
        let ruler_token = |i: usize| {
            let word = words.word(tokens[i].word);
            RulerToken {
                tag: tags[row + i],
                deprel: arcs[i].label.deprel,
                lower: &word.lower,
                is_space: word.features.is_space,
                rules: words.rules(tokens[i].word),
            }
        };
        attributes.clear();
        pipeline.ruler.apply(tokens.len(), ruler_token, attributes);
    }

    /// Finds the entities of a document whose first token was encoded in row `row`, and adds them.
    fn recognize(&mut self, analysis: &mut Analysis<'_>, tokens: &[RawToken], row: usize) {
        let Self { pipeline, words, scratch, .. } = self;
        let Scratch { starts, entities, .. } = scratch;
        // Without the parser, in a benchmark, the document is one sentence.
        starts.resize(tokens.len(), false);
        let offset = analysis.tokens.len();
        let is_space = |i: usize| words.word(tokens[i].word).features.is_space;
        pipeline.entity_recognizer.recognize(
            row,
            tokens.len(),
            starts,
            is_space,
            entities,
            |range, label| {
                let tokens = offset + range.start..offset + range.end;
                analysis.entities.push(NamedEntity { tokens, label });
            },
        );
    }

    /// Adds the tokens of a document that was parsed.
    fn add(&mut self, analysis: &mut Analysis<'_>, tokens: &[RawToken], opens_paragraph: bool) {
        let Self { pipeline, words, scratch, .. } = self;
        let offset = analysis.tokens.len();
        if opens_paragraph {
            analysis.paragraph_starts.push(offset);
        }
        for (i, (token, attributes)) in tokens.iter().zip(scratch.attributes.drain(..)).enumerate() {
            if scratch.starts[i] {
                analysis.sentence_starts.push(offset + i);
            }
            let lemma = match attributes.lemma {
                Some(lemma) => lemma,
                None => words.lemma(pipeline, token.word, attributes.upos, attributes.morph),
            };
            let bytes = token.start..token.start + token.length;
            let arc = scratch.arcs[i];
            let token = Token {
                span: analysis.span(&bytes),
                bytes,
                lemma,
                lower: words.word(token.word).lower.clone(),
                tag: attributes.tag,
                upos: attributes.upos,
                head: offset + arc.head,
                deprel: attributes.deprel,
                space_after: token.space_after,
                margin: arc.margin,
            };
            analysis.tokens.push(token);
        }
    }
}

/// Lays the embeddings of documents out for the encoder, [`LAYERS`] rows of zeros or more before, between and behind them,
/// and one more at each end. Returns the number of rows between these two.
fn lay_out<'a>(
    rows: &mut Vec<f32>,
    tokens: &[RawToken],
    documents: &[Document],
    embedded: impl Fn(&RawToken) -> &'a [f32],
) -> usize {
    rows.clear();
    rows.resize((LAYERS + 1) * WIDTH, 0.0);
    for document in documents {
        for token in &tokens[document.tokens.clone()] {
            rows.extend_from_slice(embedded(token));
        }
        rows.resize(rows.len() + LAYERS * WIDTH, 0.0);
    }
    let n = (rows.len() / WIDTH - 1).next_multiple_of(GROUP);
    rows.resize((n + 2) * WIDTH, 0.0);
    n
}

/// An analysis under way.
#[derive(Debug)]
struct Analysis<'t> {
    text: &'t str,
    /// The one stage to run, in a benchmark.
    stage: Option<Stage>,
    tokens: Vec<Token>,
    entities: Vec<NamedEntity>,
    sentence_starts: Vec<usize>,
    paragraph_starts: Vec<usize>,
    /// A byte of the text and the code points before it, at the end of the last token.
    place: (usize, usize),
}

impl<'t> Analysis<'t> {
    fn new(text: &'t str) -> Self {
        Self {
            text,
            stage: None,
            tokens: Vec::new(),
            entities: Vec::new(),
            sentence_starts: Vec::new(),
            paragraph_starts: Vec::new(),
            place: (0, 0),
        }
    }

    /// Whether a stage is to be run.
    fn wants(&self, stage: Stage) -> bool {
        self.stage.is_none_or(|only| only == stage)
    }

    /// The code points of some bytes, which lie behind all those asked for before.
    fn span(&mut self, bytes: &Range<usize>) -> Span {
        let (byte, chars) = self.place;
        let start = chars + self.text[byte..bytes.start].chars().count();
        let end = start + self.text[bytes.clone()].chars().count();
        self.place = (bytes.end, end);
        Span::new(start, end)
    }

    fn finish(self) -> AnalysedText {
        let n = self.tokens.len();
        let ranges = |starts: &[usize]| {
            let ends = starts.iter().skip(1).copied().chain(std::iter::once(n));
            starts.iter().zip(ends).map(|(&start, end)| start..end).collect()
        };
        let (sentences, paragraphs) = (ranges(&self.sentence_starts), ranges(&self.paragraph_starts));
        AnalysedText::new(self.text.to_owned(), self.tokens, sentences, paragraphs, self.entities)
    }
}
