//! The reader's model as a file: what `train/pack.py` writes.
//!
//! The magic [`MAGIC`], the CRC-32 of what follows, the length of a header, the header in JSON (the vocabularies, the
//! weights of certainty, and a list of tensors), and the tensors one after another. Numbers are little-endian. A tensor is rows of
//! `f32`, or of 8-bit whole numbers behind the scales (`f32`) of all its rows.

use std::collections::HashMap;

use serde::Deserialize;

use super::product::Weights;
use crate::error::{Error, ErrorKind, Result};

/// First bytes of a model; the last one is the version of the format.
const MAGIC: &[u8; 8] = b"DMRREAD\x02";

/// An error of kind [`ErrorKind::Model`].
pub fn model_error(message: impl Into<String>) -> Error {
    Error::new(ErrorKind::Model, format!("the reader's model: {}", message.into()))
}

/// What a model says of itself.
#[derive(Debug, Deserialize)]
pub struct Header {
    /// Layers of the encoder.
    pub layers: usize,
    /// Relations and stances, in the order of the trigger head's outputs.
    pub relations: Vec<String>,
    /// Penn Treebank tags that have an embedding; the first has number 1.
    pub tags: Vec<String>,
    /// Dependency labels that have an embedding; the first has number 1.
    pub deprels: Vec<String>,
    /// Paths through the tree that have an embedding; the first has number 1.
    pub paths: Vec<String>,
    /// Word pieces, by their numbers.
    pub pieces: Vec<String>,
    /// Certainty of an act: see [`super::Certainty`].
    pub certainty: super::Certainty,
    tensors: Vec<Tensor>,
}

#[derive(Debug, Deserialize)]
struct Tensor {
    name: String,
    rows: usize,
    columns: usize,
    #[serde(default)]
    bytes: bool,
}

/// A table of rows in 8-bit numbers.
#[derive(Debug)]
pub struct Table {
    columns: usize,
    scales: Vec<f32>,
    values: Vec<i8>,
}

impl Table {
    /// Number of rows.
    pub fn len(&self) -> usize {
        self.scales.len()
    }

    /// Adds row `row` to `out`.
    pub fn add(&self, row: usize, out: &mut [f32]) {
        let scale = self.scales[row];
        for (out, value) in out.iter_mut().zip(&self.values[row * self.columns..][..self.columns]) {
            *out += f32::from(*value) * scale;
        }
    }
}

/// A model's tensors, to be taken one by one.
pub struct Tensors {
    floats: HashMap<String, (usize, Vec<f32>)>,
    bytes: HashMap<String, Table>,
}

/// The parts of a model.
///
/// # Errors
/// A file that is no model of this version, or was cut short or changed.
pub fn open(file: &[u8]) -> Result<(Header, Tensors)> {
    let short = || model_error("it was cut short");
    let rest = file
        .strip_prefix(MAGIC.as_slice())
        .ok_or_else(|| model_error("it is none, or one of another version of the program"))?;
    let (sum, rest) = rest.split_first_chunk::<4>().ok_or_else(short)?;
    if crc32fast::hash(rest) != u32::from_le_bytes(*sum) {
        return Err(model_error("it was cut short or changed: its checksum does not fit"));
    }
    let (length, rest) = rest.split_first_chunk::<4>().ok_or_else(short)?;
    let (header, mut data) = rest.split_at_checked(u32::from_le_bytes(*length) as usize).ok_or_else(short)?;
    let header: Header = serde_json::from_slice(header).map_err(|error| model_error(error.to_string()))?;
    let mut tensors = Tensors { floats: HashMap::new(), bytes: HashMap::new() };
    let mut take = |bytes: usize| {
        let (taken, rest) = data.split_at_checked(bytes).ok_or_else(short)?;
        data = rest;
        Ok::<_, Error>(taken)
    };
    let floats = |bytes: &[u8]| -> Vec<f32> {
        bytes.as_chunks::<4>().0.iter().map(|four| f32::from_le_bytes(*four)).collect()
    };
    for Tensor { name, rows, columns, bytes } in &header.tensors {
        if *bytes {
            let scales = floats(take(rows * 4)?);
            let values = take(rows * columns)?.iter().map(|&byte| byte as i8).collect();
            tensors.bytes.insert(name.clone(), Table { columns: *columns, scales, values });
        } else {
            tensors.floats.insert(name.clone(), (*columns, floats(take(rows * columns * 4)?)));
        }
    }
    Ok((header, tensors))
}

impl Tensors {
    /// The values of a tensor that must be rows of `columns`.
    pub fn floats(&mut self, name: &str, columns: usize) -> Result<Vec<f32>> {
        match self.floats.remove(name) {
            Some((width, values)) if width == columns => Ok(values),
            Some((width, _)) => Err(model_error(format!("{name} has rows of {width}, not {columns}"))),
            None => Err(model_error(format!("{name} is not there"))),
        }
    }

    /// A tensor of bytes that must have rows of `columns`.
    pub fn table(&mut self, name: &str, columns: usize) -> Result<Table> {
        let table = self.bytes.remove(name).ok_or_else(|| model_error(format!("{name} is not there")))?;
        if table.columns != columns {
            return Err(model_error(format!("{name} has rows of {}, not {columns}", table.columns)));
        }
        Ok(table)
    }

    /// The linear layer `name` with `inputs` inputs and `outputs` outputs.
    pub fn layer(&mut self, name: &str, inputs: usize, outputs: usize) -> Result<Weights> {
        let table = self.table(&format!("{name}.weight"), inputs)?;
        let biases = self.floats(&format!("{name}.bias"), outputs)?;
        if table.len() != outputs || biases.len() != outputs {
            return Err(model_error(format!("{name} has {} outputs, not {outputs}", table.len())));
        }
        if table.values.iter().any(|w| w.unsigned_abs() > super::product::MOST_WEIGHT as u8) {
            return Err(model_error(format!("{name} has a weight of more than seven bits")));
        }
        Ok(Weights::new(&table.values, inputs, &table.scales, &biases))
    }
}
