//! The encoder: a BERT over the word pieces of a window.
//!
//! J. Devlin and others, "BERT: Pre-training of Deep Bidirectional Transformers" (2019). Products go through whole numbers
//! ([`super::product`]), the rest is `f32` in a fixed order ([`super::number`]).

use super::model::{Table, Tensors};
use super::number::{ABREAST, HEAD, add, attend, gelu_all, normalize, padded};
use super::product::{Rows, Weights, multiply};
use crate::error::Result;

/// Numbers of a piece between layers.
pub const WIDTH: usize = 384;

/// Numbers of a piece within a layer.
const INNER: usize = 4 * WIDTH;

/// The most pieces of a window, its two marks among them.
pub const WINDOW: usize = 256;

#[derive(Debug)]
struct Norm {
    gain: Vec<f32>,
    shift: Vec<f32>,
}

impl Norm {
    fn read(tensors: &mut Tensors, name: &str) -> Result<Self> {
        let gain = tensors.floats(&format!("{name}.gain"), WIDTH)?;
        Ok(Self { gain, shift: tensors.floats(&format!("{name}.shift"), WIDTH)? })
    }

    fn apply(&self, rows: &mut [f32]) {
        normalize(rows, &self.gain, &self.shift);
    }
}

#[derive(Debug)]
struct Layer {
    /// Queries, which are scaled already, keys and values side by side.
    attention: Weights,
    merge: Weights,
    attended: Norm,
    widen: Weights,
    narrow: Weights,
    finished: Norm,
}

/// The encoder's weights.
#[derive(Debug)]
pub struct Encoder {
    pieces: Table,
    positions: Vec<f32>,
    embedded: Norm,
    layers: Vec<Layer>,
}

/// What the encoder writes on, kept from window to window.
#[derive(Debug, Default)]
pub struct Desk {
    rows: Rows,
    hidden: Vec<f32>,
    wide: Vec<f32>,
    narrow: Vec<f32>,
    queries: Vec<f32>,
    keys: Vec<f32>,
    values: Vec<f32>,
    scores: Vec<f32>,
    heads: Vec<f32>,
}

impl Encoder {
    /// Takes an encoder of `layers` layers from a model.
    pub fn read(tensors: &mut Tensors, layers: usize) -> Result<Self> {
        let layer = |tensors: &mut Tensors, k: usize| {
            let name = |part: &str| format!("encoder.{k}.{part}");
            Ok(Layer {
                attention: tensors.layer(&name("attention"), WIDTH, 3 * WIDTH)?,
                merge: tensors.layer(&name("merge"), WIDTH, WIDTH)?,
                attended: Norm::read(tensors, &name("attended"))?,
                widen: tensors.layer(&name("widen"), WIDTH, INNER)?,
                narrow: tensors.layer(&name("narrow"), INNER, WIDTH)?,
                finished: Norm::read(tensors, &name("finished"))?,
            })
        };
        Ok(Self {
            pieces: tensors.table("encoder.pieces", WIDTH)?,
            positions: tensors.floats("encoder.positions", WIDTH)?,
            embedded: Norm::read(tensors, "encoder.embedded")?,
            layers: (0..layers).map(|k| layer(tensors, k)).collect::<Result<_>>()?,
        })
    }

    /// Number of word pieces that it knows.
    pub fn pieces(&self) -> usize {
        self.pieces.len()
    }

    /// A row of [`WIDTH`] numbers for each of the pieces numbered `wanted`, among `pieces`, of which there are at most
    /// [`WINDOW`].
    pub fn encode<'d>(&self, pieces: &[u32], wanted: &[usize], desk: &'d mut Desk) -> &'d [f32] {
        let count = pieces.len();
        desk.hidden.clear();
        desk.hidden.extend_from_slice(&self.positions[..count * WIDTH]);
        for (&piece, row) in pieces.iter().zip(desk.hidden.chunks_exact_mut(WIDTH)) {
            self.pieces.add(piece as usize, row);
        }
        self.embedded.apply(&mut desk.hidden);
        let all: Vec<usize> = (0..count).collect();
        for (k, layer) in self.layers.iter().enumerate() {
            desk.rows.fill(&desk.hidden, WIDTH);
            multiply(&desk.rows, &layer.attention, &mut desk.wide);
            // Behind the last layer nobody asks for the others.
            let asking: &[usize] = if k + 1 == self.layers.len() { wanted } else { &all };
            desk.attend(count, asking);
            if asking.len() < count {
                for (to, &from) in asking.iter().enumerate() {
                    desk.hidden.copy_within(from * WIDTH..(from + 1) * WIDTH, to * WIDTH);
                }
                desk.hidden.truncate(asking.len() * WIDTH);
            }
            desk.rows.fill(&desk.narrow, WIDTH);
            multiply(&desk.rows, &layer.merge, &mut desk.narrow);
            add(&mut desk.hidden, &desk.narrow);
            layer.attended.apply(&mut desk.hidden);
            desk.rows.fill(&desk.hidden, WIDTH);
            multiply(&desk.rows, &layer.widen, &mut desk.wide);
            gelu_all(&mut desk.wide);
            desk.rows.fill(&desk.wide, INNER);
            multiply(&desk.rows, &layer.narrow, &mut desk.narrow);
            add(&mut desk.hidden, &desk.narrow);
            layer.finished.apply(&mut desk.hidden);
        }
        &desk.hidden
    }
}

impl Desk {
    /// From queries, keys and values of `count` pieces in `wide` to what each of those numbered `asking` attends to, in
    /// `narrow`.
    fn attend(&mut self, count: usize, asking: &[usize]) {
        let columns = padded(count);
        self.narrow.resize(asking.len() * WIDTH, 0.0);
        self.queries.resize(asking.len() * HEAD, 0.0);
        self.values.resize(count * HEAD, 0.0);
        self.heads.resize(asking.len() * HEAD, 0.0);
        self.scores.resize(ABREAST * columns, 0.0);
        self.keys.clear();
        self.keys.resize(columns * HEAD, 0.0);
        for head in 0..WIDTH / HEAD {
            for (i, row) in self.wide.chunks_exact(3 * WIDTH).enumerate() {
                let part = |k: usize| &row[k * WIDTH + head * HEAD..][..HEAD];
                self.values[i * HEAD..][..HEAD].copy_from_slice(part(2));
                for (d, &key) in part(1).iter().enumerate() {
                    self.keys[d * columns + i] = key;
                }
            }
            for (query, &i) in self.queries.chunks_exact_mut(HEAD).zip(asking) {
                query.copy_from_slice(&self.wide[i * 3 * WIDTH + head * HEAD..][..HEAD]);
            }
            attend(count, &self.queries, &self.keys, &self.values, &mut self.scores, &mut self.heads);
            let rows = self.narrow.chunks_exact_mut(WIDTH);
            for (row, mean) in rows.zip(self.heads.chunks_exact(HEAD)) {
                row[head * HEAD..][..HEAD].copy_from_slice(mean);
            }
        }
    }
}
