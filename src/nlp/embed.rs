//! Embedding: from a word's features to [`WIDTH`] numbers that do not depend on its neighbours.
//!
//! Each column hashes one feature to four rows of its table and adds them up; the columns and the projected vector of
//! the word stand side by side and go through a maxout layer. The result depends on the word type alone, so it is
//! computed once per type and kept ([`super::words::Words`]). What a prefix, suffix or shape adds to it is kept as well
//! ([`Seen`]): new words share these with old ones.

use hashbrown::HashTable;

use super::hash::embedding_keys;
use super::network::{Mixer, WIDTH};
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

impl Column {
    /// The value of the column's feature.
    fn id(&self, features: &Features, spacy: bool) -> u64 {
        match self.feature {
            Feature::Norm => features.norm,
            Feature::Prefix => features.prefix,
            Feature::Suffix => features.suffix,
            Feature::Shape => features.shape,
            Feature::Spacy => u64::from(spacy),
            Feature::IsSpace => u64::from(features.is_space),
        }
    }

    /// Adds the row of a value to `out`.
    fn gather(&self, id: u64, out: &mut Vec<f32>) {
        let start = out.len();
        out.resize(start + WIDTH, 0.0);
        for key in embedding_keys(id, self.seed) {
            let row = (key % self.rows) as usize * WIDTH;
            for (sum, value) in out[start..].iter_mut().zip(&self.table[row..row + WIDTH]) {
                *sum += value;
            }
        }
    }
}

/// An embedding layer with its mixer.
#[derive(Debug)]
pub struct Embedding {
    columns: Vec<Column>,
    vectors: Option<Table>,
    mixer: Mixer,
}

/// The products of values of features that were seen before.
#[derive(Debug, Default)]
pub struct Seen {
    places: HashTable<Value>,
    products: Vec<f32>,
}

/// A value of a column's feature, and the place of its products, counted in rows.
#[derive(Debug)]
struct Value {
    column: usize,
    id: u64,
    place: u32,
}

impl Value {
    fn hash(column: usize, id: u64) -> u64 {
        (id ^ (column as u64) << 56).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(26)
    }
}

impl Seen {
    /// Numbers kept.
    pub fn len(&self) -> usize {
        self.products.len()
    }
}

/// Working space of an embedding.
#[derive(Debug, Default)]
pub struct EmbeddingScratch {
    gathered: Vec<f32>,
    products: Vec<f32>,
    sums: Vec<f32>,
    places: Vec<u32>,
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
        let width = columns.len() + usize::from(vectors.is_some());
        Ok(Self { mixer: Mixer::read(reader, width)?, columns, vectors })
    }

    /// Embeds words with these features and hands each result to `sink`; `spacy` says whether a single space follows
    /// them.
    pub fn embed(
        &self,
        words: &[Features],
        spacy: bool,
        seen: &mut Seen,
        scratch: &mut EmbeddingScratch,
        mut sink: impl FnMut(usize, &[f32; WIDTH]),
    ) {
        const PRODUCTS: usize = Mixer::PRODUCTS;
        let EmbeddingScratch { gathered, products, sums, places } = scratch;
        sums.clear();
        sums.resize(words.len() * PRODUCTS, 0.0);
        for (c, column) in self.columns.iter().enumerate() {
            gathered.clear();
            places.clear();
            let rows = if column.feature == Feature::Norm {
                // Few words share their norm with another.
                words.iter().for_each(|word| column.gather(word.norm, gathered));
                places.extend(0..words.len() as u32);
                products.resize(words.len() * PRODUCTS, 0.0);
                self.mixer.multiply(c, gathered, words.len(), products);
                &*products
            } else {
                let known = seen.products.len() / PRODUCTS;
                for word in words {
                    let id = column.id(word, spacy);
                    let hash = Value::hash(c, id);
                    let place = match seen.places.find(hash, |value| (value.column, value.id) == (c, id)) {
                        Some(value) => value.place,
                        None => {
                            let place = (known + gathered.len() / WIDTH) as u32;
                            column.gather(id, gathered);
                            let value = Value { column: c, id, place };
                            seen.places.insert_unique(hash, value, |v| Value::hash(v.column, v.id));
                            place
                        }
                    };
                    places.push(place);
                }
                let new = gathered.len() / WIDTH;
                seen.products.resize((known + new) * PRODUCTS, 0.0);
                self.mixer.multiply(c, gathered, new, &mut seen.products[known * PRODUCTS..]);
                &seen.products
            };
            for (sum, &place) in sums.chunks_exact_mut(PRODUCTS).zip(&*places) {
                add(sum, &rows[place as usize * PRODUCTS..]);
            }
        }
        if let Some(vectors) = &self.vectors {
            gathered.clear();
            places.clear();
            for (i, word) in words.iter().enumerate() {
                if let Some(row) = word.vector.filter(|&row| row < vectors.rows()) {
                    places.push(i as u32);
                    gathered.resize(places.len() * WIDTH, 0.0);
                    vectors.read_row(row, &mut gathered[(places.len() - 1) * WIDTH..]);
                }
            }
            products.resize(places.len() * PRODUCTS, 0.0);
            self.mixer.multiply(self.columns.len(), gathered, places.len(), products);
            for (&word, row) in places.iter().zip(products.chunks_exact(PRODUCTS)) {
                add(&mut sums[word as usize * PRODUCTS..][..PRODUCTS], row);
            }
        }
        for (i, products) in sums.chunks_exact(PRODUCTS).enumerate() {
            sink(i, &self.mixer.finish(products));
        }
    }
}

fn add(sums: &mut [f32], values: &[f32]) {
    for (sum, value) in sums.iter_mut().zip(values) {
        *sum += value;
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
