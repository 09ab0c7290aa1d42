//! The pipeline with its weights, and the analyser that runs it over texts.

use std::borrow::Cow;
use std::ops::Range;
use std::path::Path;
use std::sync::OnceLock;

use super::embed::{Embedding, VectorKeys};
use super::lemmatizer::Lemmatizer;
use super::ner::{EntityRecognizer, EntityScratch};
use super::network::{Encoder, LAYERS, WIDTH};
use super::norms::Norms;
use super::pack::PackReader;
use super::parser::{Arc, Parser, ParserScratch};
use super::projectivity::{Edges, deprojectivize};
use super::ruler::{Attributes, Ruler, RulerToken};
use super::strings::is_space;
use super::tagger::Tagger;
use super::tokenizer::{RawToken, Tokenizer, pieces};
use super::words::Words;
use crate::error::{Error, Result};
use crate::span::Span;
use crate::text::{AnalysedText, NamedEntity, Tag, Token};

/// Tokens that go through the networks together, unless one text alone has more.
const BATCH: usize = 384;

/// Most tokens that are one text to the model. A longer paragraph is cut, so that memory stays bounded and no stage's
/// worst case grows with it.
const LONGEST: usize = 4096;

/// Numbers that the parser's working space may keep between texts (8 MB).
const KEPT: usize = 1 << 21;

/// A spaCy pipeline, ready to run. It never changes, and any number of threads may share it.
#[derive(Debug)]
pub struct Pipeline {
    name: String,
    pub(super) tokenizer: Tokenizer,
    pub(super) norms: Norms,
    pub(super) vector_keys: Option<VectorKeys>,
    embedding: Embedding,
    encoder: Encoder,
    tagger: Tagger,
    parser: Parser,
    entity_embedding: Embedding,
    entity_encoder: Encoder,
    entity_recognizer: EntityRecognizer,
    pub(super) ruler: Ruler,
    pub(super) lemmatizer: Lemmatizer,
}

impl Pipeline {
    /// The pipeline that is part of the program, `en_core_web_md` 3.7.1 with weights of 16 bits; unpacked at the first call.
    ///
    /// # Panics
    /// When the program was built with a damaged pack, which the tests rule out.
    pub fn builtin() -> &'static Pipeline {
        static BUILTIN: OnceLock<Pipeline> = OnceLock::new();
        static PACK: &[u8] = include_bytes!("../../models/en_core_web_md.pack");
        BUILTIN.get_or_init(|| Self::unpack(Cow::Borrowed(PACK)).expect("the built-in model pack is whole"))
    }

    /// Unpacks a model pack.
    ///
    /// # Errors
    /// Of kind [`crate::ErrorKind::Model`]: bytes that are not a pack of this version, are damaged, or hold a
    /// pipeline with another architecture or with labels that are not known.
    pub fn from_bytes(bytes: &[u8]) -> Result<Pipeline> {
        Self::unpack(Cow::Owned(bytes.to_vec()))
    }

    /// Reads and unpacks a model pack.
    ///
    /// # Errors
    /// As [`Pipeline::from_bytes`], and when the file cannot be read; they name the file.
    pub fn read(path: &Path) -> Result<Pipeline> {
        let bytes = std::fs::read(path)
            .map_err(|error| Error::io(path, "cannot read the model pack; check the path", error))?;
        Self::unpack(Cow::Owned(bytes)).map_err(|error| error.in_file(path))
    }

    fn unpack(bytes: Cow<'static, [u8]>) -> Result<Self> {
        let mut reader = PackReader::new(bytes)?;
        let name = reader.string()?;
        let tokenizer = Tokenizer::read(&mut reader)?;
        let norms = Norms::read(&mut reader)?;
        let vectors = reader.u32()? as usize;
        let vector_keys = if vectors > 0 { Some(VectorKeys::read(&mut reader)?) } else { None };
        let pipeline = Self {
            name,
            tokenizer,
            norms,
            vector_keys,
            embedding: Embedding::read(&mut reader, vectors)?,
            encoder: Encoder::read(&mut reader)?,
            tagger: Tagger::read(&mut reader)?,
            parser: Parser::read(&mut reader)?,
            entity_embedding: Embedding::read(&mut reader, vectors)?,
            entity_encoder: Encoder::read(&mut reader)?,
            entity_recognizer: EntityRecognizer::read(&mut reader)?,
            ruler: Ruler::read(&mut reader)?,
            lemmatizer: Lemmatizer::read(&mut reader)?,
        };
        reader.finish()?;
        Ok(pipeline)
    }

    /// Name and version of the pipeline ("en_core_web_md 3.7.1").
    pub fn name(&self) -> &str {
        &self.name
    }

    /// An analyser over this pipeline: working space for one thread.
    pub fn analyser(&self) -> Analyser<'_> {
        Analyser {
            pipeline: self,
            words: Words::default(),
            pending: Pending::default(),
            scratch: Scratch::default(),
        }
    }
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
    gathered: Vec<f32>,
    products: Vec<f32>,
    rows: Vec<f32>,
    other_rows: Vec<f32>,
    scores: Vec<f32>,
    tags: Vec<Tag>,
    arcs: Vec<Arc>,
    edges: Edges,
    attributes: Vec<Attributes>,
    parser: ParserScratch,
    entities: EntityScratch,
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
        let Self { pipeline, words, scratch, .. } = self;
        let Scratch { gathered, products, rows, other_rows, scores, tags, arcs, edges, attributes, .. } =
            scratch;
        let all = &tokens[first.tokens.start..last.tokens.end];
        words.trim_embeddings();

        // The shared embedding sees the space behind a token; the entity recognizer's does not.
        for spacy in [false, true] {
            let these = all.iter().filter(|t| t.space_after == spacy).map(|t| t.word);
            words.embed(&pipeline.embedding, usize::from(spacy), spacy, these, gathered, products);
        }
        let n = lay_out(rows, tokens, documents, |t| words.embedded(t.word, usize::from(t.space_after)));
        pipeline.encoder.encode(rows, n, other_rows, products);
        let encoded = &rows[WIDTH..];
        tags.clear();
        pipeline.tagger.tag(encoded, n, scores, tags);
        pipeline.parser.precompute(encoded, n, &mut scratch.parser);

        words.embed(&pipeline.entity_embedding, 2, false, all.iter().map(|t| t.word), gathered, products);
        lay_out(rows, tokens, documents, |t| words.embedded(t.word, 2));
        pipeline.entity_encoder.encode(rows, n, other_rows, products);
        pipeline.entity_recognizer.precompute(&rows[WIDTH..], n, &mut scratch.entities);

        let mut row = LAYERS;
        for document in documents {
            let tokens = &tokens[document.tokens.clone()];
            let n = tokens.len();
            let is_space = |i: usize| words.word(tokens[i].word).features.is_space;
            arcs.clear();
            pipeline.parser.parse(row, n, &mut scratch.parser, arcs);
            edges.find(arcs);
            if arcs.iter().any(|arc| arc.label.lifted.is_some()) {
                deprojectivize(arcs, is_space, edges);
                edges.find(arcs);
            }
            let starts = edges.sentence_starts(arcs);
            attributes.clear();
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
            pipeline.ruler.apply(n, ruler_token, attributes);
            let offset = analysis.tokens.len();
            pipeline.entity_recognizer.recognize(
                row,
                n,
                starts,
                is_space,
                &mut scratch.entities,
                |range, label| {
                    let tokens = offset + range.start..offset + range.end;
                    analysis.entities.push(NamedEntity { tokens, label });
                },
            );
            analysis.open(document.opens_paragraph);
            for (i, (token, attributes)) in tokens.iter().zip(attributes.drain(..)).enumerate() {
                if starts[i] {
                    analysis.sentence_starts.push(offset + i);
                }
                let lemma = match attributes.lemma {
                    Some(lemma) => lemma,
                    None => words.lemma(pipeline, token.word, attributes.upos, attributes.morph),
                };
                let bytes = token.start..token.start + token.length;
                let token = Token {
                    span: analysis.span(&bytes),
                    bytes,
                    lemma,
                    lower: words.word(token.word).lower.clone(),
                    tag: attributes.tag,
                    upos: attributes.upos,
                    head: offset + arcs[i].head,
                    deprel: attributes.deprel,
                    space_after: token.space_after,
                    margin: arcs[i].margin,
                };
                analysis.tokens.push(token);
            }
            row += n + LAYERS;
        }
    }
}

/// Lays the embeddings of documents out for the encoder, [`LAYERS`] rows of zeros before, between and behind them, and
/// one more at each end. Returns the number of rows between these two.
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
    rows.resize(rows.len() + WIDTH, 0.0);
    rows.len() / WIDTH - 2
}

/// An analysis under way.
#[derive(Debug)]
struct Analysis<'t> {
    text: &'t str,
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
            tokens: Vec::new(),
            entities: Vec::new(),
            sentence_starts: Vec::new(),
            paragraph_starts: Vec::new(),
            place: (0, 0),
        }
    }

    /// Notes that a document begins with the next token.
    fn open(&mut self, opens_paragraph: bool) {
        if opens_paragraph {
            self.paragraph_starts.push(self.tokens.len());
        }
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
