//! Embedding: from a word's features to [`WIDTH`] numbers that do not depend on its neighbours.
//!
//! Each column hashes one feature to four rows of its table and adds them up; the columns and the projected vector of
//! the word stand side by side and go through a maxout layer. The result depends on the word type alone, so it is
//! computed once per type and kept ([`super::words::Words`]).

use super::hash::embedding_keys;
use super::network::{Maxout, WIDTH};
use super::pack::{Blob, PackReader, Table, model_error};
use crate::error::Result;

/// A feature that a column embeds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Feature {
    /// Normal form.
    Norm,
    /// First character.
    Prefix,
    /// Last three characters.
    Suffix,
    /// Shape.
    Shape,
    /// Whether a single space follows.
    Spacy,
    /// Whether the token is white space.
    IsSpace,
}

impl Feature {
    /// The feature that spaCy calls `name`.
    pub fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "NORM" => Self::Norm,
            "PREFIX" => Self::Prefix,
            "SUFFIX" => Self::Suffix,
            "SHAPE" => Self::Shape,
            "SPACY" => Self::Spacy,
            "IS_SPACE" => Self::IsSpace,
            _ => return None,
        })
    }
}

/// The features of a word type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Features {
    /// Id of the normal form.
    pub norm: u64,
    /// Id of the first character.
    pub prefix: u64,
    /// Id of the last three characters.
    pub suffix: u64,
    /// Id of the shape.
    pub shape: u64,
    /// Whether it is white space.
    pub is_space: bool,
    /// Row of its vector.
    pub vector: Option<usize>,
}

/// One column: a feature, the seed of its hash and its table.
#[derive(Debug)]
struct Column {
    feature: Feature,
    seed: u32,
    rows: u32,
    table: Vec<f32>,
}

/// An embedding layer with its mixer.
#[derive(Debug)]
pub struct Embedding {
    columns: Vec<Column>,
    vectors: Option<Table>,
    mixer: Maxout,
}

impl Embedding {
    /// Reads the layer; `vectors` is the number of word vectors.
    pub fn read(reader: &mut PackReader, vectors: usize) -> Result<Self> {
        let mut columns = Vec::new();
        for _ in 0..reader.length()? {
            let name = reader.string()?;
            let feature = Feature::from_name(&name).ok_or_else(|| {
                model_error(format!("the pipeline embeds a feature that is not known: {name}"))
            })?;
            let (seed, rows) = (reader.u32()?, reader.u32()?);
            if rows == 0 {
                return Err(model_error("an embedding table of the pipeline is empty"));
            }
            columns.push(Column { feature, seed, rows, table: reader.weights(rows as usize, WIDTH)? });
        }
        let vectors = if reader.u8()? == 0 { None } else { Some(reader.table(vectors, WIDTH)?) };
        let depth = (columns.len() + usize::from(vectors.is_some())) * WIDTH;
        Ok(Self { mixer: Maxout::read(reader, depth)?, columns, vectors })
    }

    /// Numbers that go into the mixer for one word.
    pub fn depth(&self) -> usize {
        (self.columns.len() + usize::from(self.vectors.is_some())) * WIDTH
    }

    /// Writes what goes into the mixer for a word; `spacy` says whether a single space follows it.
    pub fn gather(&self, features: &Features, spacy: bool, out: &mut [f32]) {
        out.fill(0.0);
        for (column, out) in self.columns.iter().zip(out.chunks_exact_mut(WIDTH)) {
            let id = match column.feature {
                Feature::Norm => features.norm,
                Feature::Prefix => features.prefix,
                Feature::Suffix => features.suffix,
                Feature::Shape => features.shape,
                Feature::Spacy => u64::from(spacy),
                Feature::IsSpace => u64::from(features.is_space),
            };
            for key in embedding_keys(id, column.seed) {
                let row = (key % column.rows) as usize * WIDTH;
                for (sum, value) in out.iter_mut().zip(&column.table[row..row + WIDTH]) {
                    *sum += value;
                }
            }
        }
        if let (Some(vectors), Some(row)) = (&self.vectors, features.vector)
            && row < vectors.rows()
        {
            vectors.read_row(row, &mut out[self.columns.len() * WIDTH..]);
        }
    }

    /// Mixes `rows` gathered rows and hands each result to `sink`.
    pub fn mix(
        &self,
        gathered: &[f32],
        rows: usize,
        products: &mut Vec<f32>,
        sink: impl FnMut(usize, &[f32; WIDTH]),
    ) {
        self.mixer.apply(gathered, rows, products, sink);
    }
}

/// Which row of the vectors belongs to a word, by its id: read in the pack.
///
/// The lowest 16 of a key's 64 bits say in which bucket it is, the next 32 are kept, the highest 16 are not: a word
/// without a vector takes another's with a chance of 2 in a thousand million. (Reserved strings have ids below 65,536, each
/// in a bucket of its own.)
#[derive(Debug)]
pub struct VectorKeys {
    /// Place of the first key of each bucket, and the number of keys.
    starts: Vec<u32>,
    keys: Blob,
    rows: Blob,
}

impl VectorKeys {
    /// Number of buckets.
    pub const BUCKETS: usize = 1 << 16;

    /// Reads the table.
    pub fn read(reader: &mut PackReader) -> Result<Self> {
        let counts = reader.blob()?;
        let keys = reader.blob()?;
        let rows = reader.blob()?;
        let mut starts = vec![0];
        let mut total = 0u32;
        for &count in counts.bytes() {
            total += u32::from(count);
            starts.push(total);
        }
        let n = total as usize;
        if starts.len() != Self::BUCKETS + 1 || keys.bytes().len() != 4 * n || rows.bytes().len() != 2 * n {
            return Err(model_error("the model pack's table of vector keys is damaged"));
        }
        Ok(Self { starts, keys, rows })
    }

    /// Bucket and kept bits of an id.
    pub fn split(id: u64) -> (usize, u32) {
        (id as usize % Self::BUCKETS, (id >> 16) as u32)
    }

    /// The row of the word with this id.
    pub fn row(&self, id: u64) -> Option<usize> {
        let (bucket, key) = Self::split(id);
        let (start, end) = (self.starts[bucket] as usize, self.starts[bucket + 1] as usize);
        let keys = &self.keys.bytes()[4 * start..4 * end];
        let found = keys.chunks_exact(4).position(|k| u32::from_le_bytes([k[0], k[1], k[2], k[3]]) == key)?;
        let row = &self.rows.bytes()[2 * (start + found)..][..2];
        Some(usize::from(u16::from_le_bytes([row[0], row[1]])))
    }
}
