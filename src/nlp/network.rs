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

/// What is added to a variance before its root is taken.
const EPSILON: f32 = 1e-8;

/// What follows the products of a maxout layer: bias, the best piece of each unit, and layer normalization.
#[derive(Debug)]
struct Finish {
    bias: Vec<f32>,
    gain: Vec<f32>,
    shift: Vec<f32>,
}

impl Finish {
    fn read(reader: &mut PackReader) -> Result<Self> {
        let bias = reader.floats(WIDTH * PIECES)?;
        Ok(Self { bias, gain: reader.floats(WIDTH)?, shift: reader.floats(WIDTH)? })
    }

    /// From the products, piece by piece, to a row.
    fn apply(&self, pieces: &[f32]) -> [f32; WIDTH] {
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

/// Maxout and layer normalization over columns of [`WIDTH`] numbers that stand side by side.
///
/// Each column's products can be computed alone: those of a row are their sum, and a column that comes in many rows need
/// go through the matrix once.
#[derive(Debug)]
pub struct Mixer {
    columns: Vec<Packed>,
    finish: Finish,
}

impl Mixer {
    /// Numbers in a row of products.
    pub const PRODUCTS: usize = WIDTH * PIECES;

    /// Reads the layer; its input has `columns` columns.
    pub fn read(reader: &mut PackReader, columns: usize) -> Result<Self> {
        let depth = columns * WIDTH;
        reader.expect(depth, "the width of a maxout layer's input")?;
        let weights = reader.weights(Self::PRODUCTS, depth)?;
        let column = |c: usize| {
            let rows = weights.chunks_exact(depth).flat_map(|row| &row[c * WIDTH..][..WIDTH]);
            Packed::new(&rows.copied().collect::<Vec<f32>>(), WIDTH)
        };
        Ok(Self { columns: (0..columns).map(column).collect(), finish: Finish::read(reader)? })
    }

    /// The products of `rows` rows of one column.
    pub fn multiply(&self, column: usize, input: &[f32], rows: usize, out: &mut [f32]) {
        gemm::multiply(input, WIDTH, rows, &self.columns[column], out);
    }

    /// From the sum of all columns' products to the row.
    pub fn finish(&self, products: &[f32]) -> [f32; WIDTH] {
        self.finish.apply(products)
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

/// Tokens that a convolution computes together.
pub const GROUP: usize = 4;

/// Products that stand for a group of tokens.
const TERMS: usize = 6;

/// Groups that go through a layer at once: few enough that what comes between stays in the cache.
const GROUPS: usize = 24;

/// One layer of the encoder: maxout over a token and its two neighbours.
///
/// The layer is a convolution three tokens wide. Four of its results are computed from six products in place of twelve:
/// Winograd's minimal filtering F(4, 3), in the form of Lavin and Gray, "Fast Algorithms for Convolutional Neural
/// Networks" (2016). Products are most of the engine's time, and the rounding errors, some 10 units in the last place,
/// change no parse of the 200,000 tokens that were compared.
#[derive(Debug)]
struct Convolution {
    filters: Vec<Packed>,
    finish: Finish,
}

impl Convolution {
    fn read(reader: &mut PackReader) -> Result<Self> {
        let depth = 3 * WIDTH;
        reader.expect(depth, "the width of an encoder layer's input")?;
        let weights = reader.weights(WIDTH * PIECES, depth)?;
        // Each term's filter is a sum of the weights for the token before, the token and the token behind.
        let sums: [[f32; 3]; TERMS] = [
            [1.0 / 4.0, 0.0, 0.0],
            [-1.0 / 6.0, -1.0 / 6.0, -1.0 / 6.0],
            [-1.0 / 6.0, 1.0 / 6.0, -1.0 / 6.0],
            [1.0 / 24.0, 1.0 / 12.0, 1.0 / 6.0],
            [1.0 / 24.0, -1.0 / 12.0, 1.0 / 6.0],
            [0.0, 0.0, 1.0],
        ];
        let filters = sums
            .iter()
            .map(|factors| {
                let mut filter = Vec::with_capacity(WIDTH * PIECES * WIDTH);
                for row in weights.chunks_exact(depth) {
                    let (before, rest) = row.split_at(WIDTH);
                    let (here, behind) = rest.split_at(WIDTH);
                    filter.extend(before.iter().zip(here).zip(behind).map(|((before, here), behind)| {
                        factors[0] * before + factors[1] * here + factors[2] * behind
                    }));
                }
                Packed::new(&filter, WIDTH)
            })
            .collect();
        Ok(Self { filters, finish: Finish::read(reader)? })
    }

    /// Puts `groups` groups of tokens through; the window of the first starts at the front of `input`. `sink` gets
    /// each token's result.
    fn apply(
        &self,
        input: &[f32],
        groups: usize,
        scratch: &mut Vec<f32>,
        mut sink: impl FnMut(usize, &[f32; WIDTH]),
    ) {
        const PRODUCT: usize = WIDTH * PIECES;
        scratch.resize(TERMS * GROUPS * (WIDTH + PRODUCT), 0.0);
        let (terms, products) = scratch.split_at_mut(TERMS * GROUPS * WIDTH);
        let mut pieces = [0.0; GROUP * PRODUCT];
        for start in (0..groups).step_by(GROUPS) {
            let block = GROUPS.min(groups - start);
            for group in 0..block {
                let window = &input[(start + group) * GROUP * WIDTH..][..TERMS * WIDTH];
                let [d0, d1, d2, d3, d4, d5] = rows(window);
                for j in 0..WIDTH {
                    let (even, odd) = (d4[j] - 4.0 * d2[j], d3[j] - 4.0 * d1[j]);
                    let (half, double) = (d4[j] - d2[j], 2.0 * (d3[j] - d1[j]));
                    let values = [
                        4.0 * d0[j] - 5.0 * d2[j] + d4[j],
                        even + odd,
                        even - odd,
                        half + double,
                        half - double,
                        4.0 * d1[j] - 5.0 * d3[j] + d5[j],
                    ];
                    for (term, value) in values.into_iter().enumerate() {
                        terms[(term * GROUPS + group) * WIDTH + j] = value;
                    }
                }
            }
            for (term, filter) in self.filters.iter().enumerate() {
                let product = &mut products[term * GROUPS * PRODUCT..][..GROUPS * PRODUCT];
                gemm::multiply(&terms[term * GROUPS * WIDTH..], WIDTH, block, filter, product);
            }
            for group in 0..block {
                let [m0, m1, m2, m3, m4, m5]: [&[f32; PRODUCT]; TERMS] = std::array::from_fn(|term| {
                    products[(term * GROUPS + group) * PRODUCT..]
                        .first_chunk()
                        .expect("the product has this length")
                });
                let (y0, rest) = pieces.split_at_mut(PRODUCT);
                let (y1, rest) = rest.split_at_mut(PRODUCT);
                let (y2, y3) = rest.split_at_mut(PRODUCT);
                for j in 0..PRODUCT {
                    let (sum, difference) = (m1[j] + m2[j], m1[j] - m2[j]);
                    let (far_sum, far_difference) = (m3[j] + m4[j], m3[j] - m4[j]);
                    y0[j] = m0[j] + sum + far_sum;
                    y1[j] = difference + 2.0 * far_difference;
                    y2[j] = sum + 4.0 * far_sum;
                    y3[j] = difference + 8.0 * far_difference + m5[j];
                }
                for (i, pieces) in pieces.chunks_exact(PRODUCT).enumerate() {
                    sink((start + group) * GROUP + i, &self.finish.apply(pieces));
                }
            }
        }
    }
}

/// The rows of a window.
fn rows(window: &[f32]) -> [&[f32; WIDTH]; TERMS] {
    std::array::from_fn(|i| window[i * WIDTH..].first_chunk().expect("the window has this many rows"))
}

/// Four layers, each of which adds to every token what it and its neighbours say.
#[derive(Debug)]
pub struct Encoder {
    layers: Vec<Convolution>,
}

impl Encoder {
    /// Reads the layers.
    pub fn read(reader: &mut PackReader) -> Result<Self> {
        reader.expect(LAYERS, "the depth of the encoder")?;
        let layers = (0..LAYERS).map(|_| Convolution::read(reader)).collect::<Result<_>>()?;
        Ok(Self { layers })
    }

    /// Encodes `rows` rows (a multiple of [`GROUP`]) in place, with one row of zeros before and one behind them in
    /// `buffer`.
    ///
    /// Texts are kept apart by [`LAYERS`] rows of zeros or more before, between and behind them: a token sees no
    /// further, so it never sees another text. (Which rows share a group touches the last bits of a number, so a
    /// paragraph's margins may differ in the sixth digit from those it has alone; a document's never differ.)
    pub fn encode(&self, buffer: &mut Vec<f32>, rows: usize, other: &mut Vec<f32>, scratch: &mut Vec<f32>) {
        // Only the rows at the ends are read before they are written.
        other.resize(buffer.len(), 0.0);
        other[..WIDTH].fill(0.0);
        let last = other.len() - WIDTH;
        other[last..].fill(0.0);
        for layer in &self.layers {
            // The window of row i starts at row i of the buffer, which is the row before it.
            let (input, output) = (&buffer[..], &mut other[WIDTH..]);
            layer.apply(input, rows / GROUP, scratch, |i, row| {
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
/// What a token adds in a place is computed once, so that a step only adds up rows.
#[derive(Debug)]
pub struct Scorer<const FEATURES: usize> {
    hidden: Linear,
    /// One matrix for each place.
    lower: Vec<Packed>,
    lower_bias: Vec<f32>,
    missing: Vec<f32>,
    upper: Linear,
}

impl<const FEATURES: usize> Scorer<FEATURES> {
    /// Reads the network; it scores `classes` transitions.
    pub fn read(reader: &mut PackReader, classes: usize) -> Result<Self> {
        let hidden = Linear::read(reader, WIDTH, HIDDEN)?;
        let lower = reader.weights(FEATURES * STATE, HIDDEN)?;
        let lower = lower.chunks_exact(STATE * HIDDEN).map(|place| Packed::new(place, HIDDEN)).collect();
        let lower_bias = reader.floats(STATE)?;
        let missing = reader.floats(FEATURES * STATE)?;
        let upper = Linear::read(reader, HIDDEN, classes)?;
        Ok(Self { hidden, lower, lower_bias, missing, upper })
    }

    /// Puts `rows` encoded tokens through the layer before the places: [`HIDDEN`] numbers a token.
    pub fn hide(&self, encoded: &[f32], rows: usize, hidden: &mut Vec<f32>) {
        self.hidden.apply(encoded, rows, hidden);
    }

    /// Computes what each of `rows` tokens adds in `place`, [`STATE`] numbers a token, from what [`Scorer::hide`] gave.
    pub fn precompute(&self, place: usize, hidden: &[f32], rows: usize, out: &mut [f32]) {
        gemm::multiply(hidden, HIDDEN, rows, &self.lower[place], out);
    }

    /// Scores all transitions from what the tokens in the places add (`None`: no token there).
    pub fn score(&self, places: [Option<&[f32]>; FEATURES], scores: &mut Vec<f32>) {
        let mut state = [0.0; STATE];
        for (row, missing) in places.into_iter().zip(self.missing.chunks_exact(STATE)) {
            for (sum, value) in state.iter_mut().zip(row.unwrap_or(missing)) {
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
