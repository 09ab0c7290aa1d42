//! The layers that the networks are built of: maxout with layer normalization, the encoder, and the scorer of a
//! transition system. Each reads its weights from a pack and turns rows of numbers into rows of numbers.

use super::gemm::{self, Packed};
use super::pack::PackReader;
use crate::error::Result;

/// Numbers per token between layers.
pub const WIDTH: usize = 96;

/// Pieces of a maxout unit in the embedding and the encoder.
pub const PIECES: usize = 3;

/// Layers of the encoder; also how many tokens it sees on each side.
pub const LAYERS: usize = 4;

/// Units in the hidden layer of a transition scorer.
pub const HIDDEN: usize = 64;

/// Pieces of a maxout unit in a transition scorer.
pub const STATE_PIECES: usize = 2;

/// Numbers that one feature adds to a transition scorer's state.
pub const STATE: usize = HIDDEN * STATE_PIECES;

/// Rows that go through a layer at once: few enough that what comes between stays in the cache.
const BLOCK: usize = 96;

/// What is added to a variance before its root is taken.
const EPSILON: f32 = 1e-8;

/// Maxout and layer normalization, from `depth` numbers to [`WIDTH`].
#[derive(Debug)]
pub struct Maxout {
    weights: Packed,
    bias: Vec<f32>,
    gain: Vec<f32>,
    shift: Vec<f32>,
}

impl Maxout {
    /// Reads the layer; its input has `depth` numbers.
    pub fn read(reader: &mut PackReader, depth: usize) -> Result<Self> {
        reader.expect(depth, "the width of a maxout layer's input")?;
        let weights = reader.weights(WIDTH * PIECES, depth)?;
        let bias = reader.floats(WIDTH * PIECES)?;
        let gain = reader.floats(WIDTH)?;
        let shift = reader.floats(WIDTH)?;
        Ok(Self { weights: Packed::new(&weights, depth), bias, gain, shift })
    }

    /// Puts `rows` rows through, row `i` from `input[i * stride..]`, and hands each result to `sink`.
    pub fn apply(
        &self,
        input: &[f32],
        stride: usize,
        rows: usize,
        products: &mut Vec<f32>,
        mut sink: impl FnMut(usize, &[f32; WIDTH]),
    ) {
        let width = self.weights.width();
        products.resize(BLOCK * width, 0.0);
        for start in (0..rows).step_by(BLOCK) {
            let block = BLOCK.min(rows - start);
            gemm::multiply(&input[start * stride..], stride, block, &self.weights, products);
            for (i, pieces) in products.chunks_exact(width).take(block).enumerate() {
                sink(start + i, &self.normalized(pieces));
            }
        }
    }

    /// The best piece of each unit, normalized over the units.
    fn normalized(&self, pieces: &[f32]) -> [f32; WIDTH] {
        let mut row = [f32::NEG_INFINITY; WIDTH];
        for (piece, bias) in pieces.chunks_exact(WIDTH).zip(self.bias.chunks_exact(WIDTH)) {
            for ((best, value), bias) in row.iter_mut().zip(piece).zip(bias) {
                let value = value + bias;
                *best = if value > *best { value } else { *best };
            }
        }
        let mean = sum(&row) / WIDTH as f32;
        for value in &mut row {
            *value -= mean;
        }
        let mut squares = row;
        for value in &mut squares {
            *value *= *value;
        }
        let scale = 1.0 / (sum(&squares) / WIDTH as f32 + EPSILON).sqrt();
        for ((value, gain), shift) in row.iter_mut().zip(&self.gain).zip(&self.shift) {
            *value = *value * scale * gain + shift;
        }
        row
    }
}

/// The sum of a row, in eight running sums that the processor can keep side by side.
fn sum(row: &[f32; WIDTH]) -> f32 {
    let mut sums = [0.0; 8];
    for chunk in row.chunks_exact(8) {
        for (sum, value) in sums.iter_mut().zip(chunk) {
            *sum += value;
        }
    }
    ((sums[0] + sums[4]) + (sums[2] + sums[6])) + ((sums[1] + sums[5]) + (sums[3] + sums[7]))
}

/// Four layers, each of which adds to every token what it and its neighbours say.
#[derive(Debug)]
pub struct Encoder {
    layers: Vec<Maxout>,
}

impl Encoder {
    /// Reads the layers.
    pub fn read(reader: &mut PackReader) -> Result<Self> {
        reader.expect(LAYERS, "the depth of the encoder")?;
        let layers = (0..LAYERS).map(|_| Maxout::read(reader, 3 * WIDTH)).collect::<Result<_>>()?;
        Ok(Self { layers })
    }

    /// Encodes `rows` rows in place, with one row of zeros before and one behind them in `buffer`.
    ///
    /// Texts are kept apart by [`LAYERS`] rows of zeros before, between and behind them: a token sees no further, so
    /// it never sees another text, and each text comes out as if it were alone.
    pub fn encode(&self, buffer: &mut Vec<f32>, rows: usize, other: &mut Vec<f32>, products: &mut Vec<f32>) {
        other.clear();
        other.resize(buffer.len(), 0.0);
        for layer in &self.layers {
            // The window of row i starts at row i of the buffer, which is the row before it.
            let (input, output) = (&buffer[..], &mut other[WIDTH..]);
            layer.apply(input, WIDTH, rows, products, |i, row| {
                let old = &input[(i + 1) * WIDTH..][..WIDTH];
                for ((out, old), new) in output[i * WIDTH..][..WIDTH].iter_mut().zip(old).zip(row) {
                    *out = old + new;
                }
            });
            std::mem::swap(buffer, other);
        }
    }
}

/// A linear layer.
#[derive(Debug)]
pub struct Linear {
    weights: Packed,
    bias: Vec<f32>,
}

impl Linear {
    /// Reads a layer from `depth` to `outputs` numbers.
    pub fn read(reader: &mut PackReader, depth: usize, outputs: usize) -> Result<Self> {
        let weights = Packed::new(&reader.weights(outputs, depth)?, depth);
        let mut bias = reader.floats(outputs)?;
        bias.resize(weights.width(), 0.0);
        Ok(Self { weights, bias })
    }

    /// Numbers in a row of output: the outputs, filled up.
    pub fn width(&self) -> usize {
        self.weights.width()
    }

    /// Puts `rows` rows through.
    pub fn apply(&self, input: &[f32], rows: usize, out: &mut Vec<f32>) {
        out.resize(rows * self.width(), 0.0);
        gemm::multiply(input, self.weights.depth(), rows, &self.weights, out);
        for row in out.chunks_exact_mut(self.width()) {
            for (value, bias) in row.iter_mut().zip(&self.bias) {
                *value += bias;
            }
        }
    }
}

/// The network behind a transition system: scores every transition from the tokens in `FEATURES` places of a state.
///
/// What a token adds in each place is computed once per token, so that a step only adds up rows.
#[derive(Debug)]
pub struct Scorer<const FEATURES: usize> {
    hidden: Linear,
    lower: Packed,
    lower_bias: Vec<f32>,
    missing: Vec<f32>,
    upper: Linear,
}

impl<const FEATURES: usize> Scorer<FEATURES> {
    /// Reads the network; it scores `classes` transitions.
    pub fn read(reader: &mut PackReader, classes: usize) -> Result<Self> {
        let hidden = Linear::read(reader, WIDTH, HIDDEN)?;
        let lower = Packed::new(&reader.weights(FEATURES * STATE, HIDDEN)?, HIDDEN);
        let lower_bias = reader.floats(STATE)?;
        let missing = reader.floats(FEATURES * STATE)?;
        let upper = Linear::read(reader, HIDDEN, classes)?;
        Ok(Self { hidden, lower, lower_bias, missing, upper })
    }

    /// Computes what each of `rows` encoded tokens adds in each place.
    pub fn precompute(&self, encoded: &[f32], rows: usize, hidden: &mut Vec<f32>, out: &mut Vec<f32>) {
        self.hidden.apply(encoded, rows, hidden);
        out.resize(rows * FEATURES * STATE, 0.0);
        gemm::multiply(hidden, HIDDEN, rows, &self.lower, out);
    }

    /// The part of what was precomputed that begins with row `first`.
    pub fn rows(precomputed: &[f32], first: usize) -> &[f32] {
        &precomputed[first * FEATURES * STATE..]
    }

    /// Scores all transitions for the tokens in the places `features` (`None`: no token there).
    pub fn score(&self, precomputed: &[f32], features: [Option<usize>; FEATURES], scores: &mut Vec<f32>) {
        let mut state = [0.0; STATE];
        for (place, token) in features.into_iter().enumerate() {
            let row = match token {
                Some(token) => &precomputed[(token * FEATURES + place) * STATE..][..STATE],
                None => &self.missing[place * STATE..][..STATE],
            };
            for (sum, value) in state.iter_mut().zip(row) {
                *sum += value;
            }
        }
        for (sum, bias) in state.iter_mut().zip(&self.lower_bias) {
            *sum += bias;
        }
        let (best, other) = state.split_at_mut(HIDDEN);
        for (best, other) in best.iter_mut().zip(&*other) {
            *best = if *other > *best { *other } else { *best };
        }
        self.upper.apply(best, 1, scores);
    }
}
