//! The pipeline: all rules and weights, unpacked from a model pack.

use std::borrow::Cow;
use std::path::Path;
use std::sync::OnceLock;

use super::analyser::Analyser;
use super::embed::{Embedding, VectorKeys};
use super::lemmatizer::Lemmatizer;
use super::ner::EntityRecognizer;
use super::network::Encoder;
use super::norms::Norms;
use super::pack::PackReader;
use super::parser::Parser;
use super::ruler::Ruler;
use super::tagger::Tagger;
use super::tokenizer::Tokenizer;
use crate::error::{Error, Result};

/// A spaCy pipeline, ready to run. It never changes, and any number of threads may share it.
#[derive(Debug)]
pub struct Pipeline {
    name: String,
    pub(super) tokenizer: Tokenizer,
    pub(super) norms: Norms,
    pub(super) vector_keys: Option<VectorKeys>,
    pub(super) embedding: Embedding,
    pub(super) encoder: Encoder,
    pub(super) tagger: Tagger,
    pub(super) parser: Parser,
    pub(super) entity_embedding: Embedding,
    pub(super) entity_encoder: Encoder,
    pub(super) entity_recognizer: EntityRecognizer,
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
        Analyser::new(self)
    }
}
