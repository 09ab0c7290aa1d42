//! Products in whole numbers: rows of 8-bit numbers times a weight matrix of 7-bit ones, exact on every processor.
//!
//! The encoder's products are most of the reader's time. In whole numbers every instruction set gives the same sums
//! whatever the order, so that what is read never depends on the machine; and the processor multiplies four times as
//! many in a step. Weights have seven bits, since the 256-bit instruction adds two products in 16 bits:
//! 2 · 255 · 63 is the most that fits.
//!
//! The one module of the reader with `unsafe`.

/// Outputs of a panel.
const PANEL: usize = 16;

/// Inputs that one instruction multiplies and adds.
const STEP: usize = 4;

/// The largest weight; its negative is the smallest.
pub const MOST_WEIGHT: i8 = 63;

/// What is added to an input so that it has no sign.
const ZERO: i32 = 128;

/// A weight matrix in panels of [`PANEL`] outputs: of each, [`STEP`] inputs of every output after another.
#[derive(Debug)]
pub struct Weights {
    inputs: usize,
    outputs: usize,
    panels: Vec<i8>,
    /// For each output of the panels: its scale, its bias, and [`ZERO`] times the sum of its weights.
    scales: Vec<f32>,
    biases: Vec<f32>,
    zeros: Vec<i32>,
}

impl Weights {
    /// Packs a linear layer: row `j` of `weights` holds the `inputs` weights of output `j`, which count in units of
    /// `scales[j]`.
    ///
    /// # Panics
    /// When the lengths do not fit each other, or a weight is larger than [`MOST_WEIGHT`].
    pub fn new(weights: &[i8], inputs: usize, scales: &[f32], biases: &[f32]) -> Self {
        let outputs = scales.len();
        assert_eq!(weights.len(), inputs * outputs, "weights come in rows of {inputs}");
        assert_eq!(biases.len(), outputs, "every output has a bias");
        assert!(weights.iter().all(|w| w.unsigned_abs() <= MOST_WEIGHT as u8), "weights have seven bits");
        let (depth, width) = (inputs.next_multiple_of(STEP), outputs.next_multiple_of(PANEL));
        let mut panels = vec![0; depth * width];
        let mut zeros = vec![0; width];
        for (j, row) in weights.chunks_exact(inputs).enumerate() {
            zeros[j] = ZERO * row.iter().map(|&w| i32::from(w)).sum::<i32>();
            let panel = &mut panels[j / PANEL * PANEL * depth..];
            for (k, &weight) in row.iter().enumerate() {
                panel[k / STEP * STEP * PANEL + j % PANEL * STEP + k % STEP] = weight;
            }
        }
        let filled = |values: &[f32]| {
            let mut values = values.to_vec();
            values.resize(width, 0.0);
            values
        };
        Self { inputs, outputs, panels, scales: filled(scales), biases: filled(biases), zeros }
    }

    fn depth(&self) -> usize {
        self.inputs.next_multiple_of(STEP)
    }
}

/// Rows in 8-bit whole numbers, each with a scale of its own.
#[derive(Debug, Default)]
pub struct Rows {
    depth: usize,
    values: Vec<u8>,
    scales: Vec<f32>,
}

impl Rows {
    /// Takes the rows of `inputs` numbers in `values`, in place of what was there.
    pub fn fill(&mut self, values: &[f32], inputs: usize) {
        self.depth = inputs.next_multiple_of(STEP);
        self.values.clear();
        self.scales.clear();
        self.values.resize(values.len() / inputs * self.depth, ZERO as u8);
        let out = self.values.chunks_exact_mut(self.depth);
        for (row, out) in values.chunks_exact(inputs).zip(out) {
            self.scales.push(super::number::to_bytes(row, out));
        }
    }

    fn len(&self) -> usize {
        self.scales.len()
    }
}

/// Instruction sets that the product is written for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Level {
    Portable,
    #[cfg(target_arch = "x86_64")]
    Avx2,
    #[cfg(target_arch = "x86_64")]
    Avx512Vnni,
}

impl Level {
    /// The best that this machine has.
    fn detect() -> Self {
        #[cfg(target_arch = "x86_64")]
        {
            if is_x86_feature_detected!("avx512f") && is_x86_feature_detected!("avx512vnni") {
                return Self::Avx512Vnni;
            }
            if is_x86_feature_detected!("avx2") {
                return Self::Avx2;
            }
        }
        Self::Portable
    }
}

/// The rows of `rows` through the layer `weights`: `out` becomes rows of `weights.outputs()` numbers.
///
/// # Panics
/// When the rows are of another length than the layer takes.
pub fn multiply(rows: &Rows, weights: &Weights, out: &mut Vec<f32>) {
    multiply_at(Level::detect(), rows, weights, out);
}

fn multiply_at(level: Level, rows: &Rows, weights: &Weights, out: &mut Vec<f32>) {
    assert!(rows.len() == 0 || rows.depth == weights.depth(), "rows of the layer's length");
    out.clear();
    out.resize(rows.len() * weights.outputs, 0.0);
    match level {
        Level::Portable => portable(rows, weights, out),
        // SAFETY: the instruction set was detected, and the lengths were checked above.
        #[cfg(target_arch = "x86_64")]
        Level::Avx2 => unsafe { x86::multiply_avx2(rows, weights, out) },
        // SAFETY: as above.
        #[cfg(target_arch = "x86_64")]
        Level::Avx512Vnni => unsafe { x86::multiply_vnni(rows, weights, out) },
    }
}

/// Writes the sums of one row and panel to their place.
#[inline(always)]
fn store(weights: &Weights, rows: &Rows, row: usize, panel: usize, sums: &[i32; PANEL], out: &mut [f32]) {
    let first = panel * PANEL;
    let zeros = weights.zeros[first..].first_chunk::<PANEL>().expect("panels are full");
    let scales = weights.scales[first..].first_chunk::<PANEL>().expect("panels are full");
    let biases = weights.biases[first..].first_chunk::<PANEL>().expect("panels are full");
    let own = rows.scales[row];
    let mut values = [0f32; PANEL];
    for j in 0..PANEL {
        values[j] = (sums[j] - zeros[j]) as f32 * (own * scales[j]) + biases[j];
    }
    let out = &mut out[row * weights.outputs + first..(row + 1) * weights.outputs];
    match out.first_chunk_mut::<PANEL>() {
        Some(full) => *full = values,
        None => out.copy_from_slice(&values[..out.len()]),
    }
}

/// The product in plain Rust.
fn portable(rows: &Rows, weights: &Weights, out: &mut [f32]) {
    for (p, panel) in weights.panels.chunks_exact(PANEL * rows.depth).enumerate() {
        for (i, row) in rows.values.chunks_exact(rows.depth).enumerate() {
            let mut sums = [0i32; PANEL];
            for (x, w) in row.chunks_exact(STEP).zip(panel.chunks_exact(PANEL * STEP)) {
                for (sum, w) in sums.iter_mut().zip(w.chunks_exact(STEP)) {
                    for k in 0..STEP {
                        *sum += i32::from(x[k]) * i32::from(w[k]);
                    }
                }
            }
            store(weights, rows, i, p, &sums, out);
        }
    }
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    use std::arch::x86_64::{
        __m256i, __m512i, _mm256_add_epi32, _mm256_loadu_si256, _mm256_madd_epi16, _mm256_maddubs_epi16,
        _mm256_set1_epi16, _mm256_set1_epi32, _mm256_setzero_si256, _mm256_storeu_si256, _mm512_dpbusd_epi32,
        _mm512_loadu_si512, _mm512_set1_epi32, _mm512_setzero_si512, _mm512_storeu_si512,
    };

    use super::{PANEL, Rows, STEP, Weights, store};

    /// Makes the product for one instruction set from a tile of `M` rows by `P` panels.
    macro_rules! kernel {
        ($feature:literal, $multiply:ident, $tile:ident, $rows:literal, $panels:literal) => {
            /// # Safety
            /// The machine has the instruction set; the rows are as long as the layer takes, and `out` has a place for
            /// every output of every row.
            #[target_feature(enable = $feature)]
            pub unsafe fn $multiply(rows: &Rows, weights: &Weights, out: &mut [f32]) {
                /// Rows whose sums are kept in registers at once, as many as hide how long a sum takes.
                const TILE: usize = $rows;
                /// Panels that each row is multiplied with at once, so that it need not be read for every one of them.
                const BESIDE: usize = $panels;
                let tiled = rows.len() / TILE * TILE;
                let panels = weights.panels.len() / (PANEL * rows.depth);
                let mut p = 0;
                while p < panels {
                    let beside = if p + BESIDE <= panels { BESIDE } else { 1 };
                    for i in (0..tiled).step_by(TILE) {
                        // SAFETY: rows `i..i + TILE` and panels `p..p + beside` exist.
                        unsafe {
                            match beside {
                                BESIDE => $tile::<TILE, BESIDE>(rows, weights, i, p, out),
                                _ => $tile::<TILE, 1>(rows, weights, i, p, out),
                            }
                        }
                    }
                    for i in tiled..rows.len() {
                        // SAFETY: row `i` and panels `p..p + beside` exist.
                        unsafe {
                            match beside {
                                BESIDE => $tile::<1, BESIDE>(rows, weights, i, p, out),
                                _ => $tile::<1, 1>(rows, weights, i, p, out),
                            }
                        }
                    }
                    p += beside;
                }
            }
        };
    }

    kernel!("avx2", multiply_avx2, tile_avx2, 4, 1);
    kernel!("avx512f,avx512vnni", multiply_vnni, tile_vnni, 12, 2);

    /// Four inputs of a row, as one number.
    ///
    /// # Safety
    /// `row` has `STEP` bytes.
    #[inline(always)]
    unsafe fn four(row: *const u8) -> i32 {
        // SAFETY: the caller vouches for the bytes; they need not be aligned.
        unsafe { row.cast::<i32>().read_unaligned() }
    }

    /// # Safety
    /// The machine has the instruction set; rows `row..row + M` and panels `p..p + P` exist.
    #[inline]
    #[target_feature(enable = "avx2")]
    unsafe fn tile_avx2<const M: usize, const P: usize>(
        rows: &Rows,
        weights: &Weights,
        row: usize,
        p: usize,
        out: &mut [f32],
    ) {
        const { assert!(P == 1, "more sums than registers") };
        let depth = rows.depth;
        let ones = _mm256_set1_epi16(1);
        let mut sums: [[__m256i; 2]; M] = [[_mm256_setzero_si256(); 2]; M];
        // SAFETY: all reads lie in rows `row..row + M` and in panel `p`, which the caller says exist; a panel is
        // `depth` times `PANEL` bytes.
        unsafe {
            let x = rows.values.as_ptr().add(row * depth);
            let panel = weights.panels.as_ptr().add(p * PANEL * depth);
            for k in (0..depth).step_by(STEP) {
                let w = panel.add(k * PANEL);
                let w = [_mm256_loadu_si256(w.cast()), _mm256_loadu_si256(w.add(32).cast())];
                for (m, sums) in sums.iter_mut().enumerate() {
                    let x = _mm256_set1_epi32(four(x.add(m * depth + k)));
                    for (sum, w) in sums.iter_mut().zip(w) {
                        let products = _mm256_madd_epi16(_mm256_maddubs_epi16(x, w), ones);
                        *sum = _mm256_add_epi32(*sum, products);
                    }
                }
            }
            for (m, sums) in sums.into_iter().enumerate() {
                let mut all = [0i32; PANEL];
                _mm256_storeu_si256(all.as_mut_ptr().cast(), sums[0]);
                _mm256_storeu_si256(all.as_mut_ptr().add(8).cast(), sums[1]);
                store(weights, rows, row + m, p, &all, out);
            }
        }
    }

    /// # Safety
    /// The machine has the instruction set; rows `row..row + M` and panels `p..p + P` exist.
    #[inline]
    #[target_feature(enable = "avx512f,avx512vnni")]
    unsafe fn tile_vnni<const M: usize, const P: usize>(
        rows: &Rows,
        weights: &Weights,
        row: usize,
        p: usize,
        out: &mut [f32],
    ) {
        let depth = rows.depth;
        let mut sums: [[__m512i; P]; M] = [[_mm512_setzero_si512(); P]; M];
        // SAFETY: as in `tile_avx2`, of `P` panels.
        unsafe {
            let x = rows.values.as_ptr().add(row * depth);
            let panels = weights.panels.as_ptr().add(p * PANEL * depth);
            for k in (0..depth).step_by(STEP) {
                let w: [__m512i; P] =
                    std::array::from_fn(|q| _mm512_loadu_si512(panels.add((q * depth + k) * PANEL).cast()));
                for (m, sums) in sums.iter_mut().enumerate() {
                    let x = _mm512_set1_epi32(four(x.add(m * depth + k)));
                    for (sum, w) in sums.iter_mut().zip(w) {
                        *sum = _mm512_dpbusd_epi32(*sum, x, w);
                    }
                }
            }
            for (m, sums) in sums.into_iter().enumerate() {
                for (q, sum) in sums.into_iter().enumerate() {
                    let mut all = [0i32; PANEL];
                    _mm512_storeu_si512(all.as_mut_ptr().cast(), sum);
                    store(weights, rows, row + m, p + q, &all, out);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn levels() -> Vec<Level> {
        let mut levels = vec![Level::Portable];
        #[cfg(target_arch = "x86_64")]
        {
            if is_x86_feature_detected!("avx2") {
                levels.push(Level::Avx2);
            }
            if is_x86_feature_detected!("avx512f") && is_x86_feature_detected!("avx512vnni") {
                levels.push(Level::Avx512Vnni);
            }
        }
        levels
    }

    /// Numbers that look random and are the same each time.
    fn numbers(n: usize, mut state: u32) -> Vec<u32> {
        let mut next = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            state >> 8
        };
        (0..n).map(|_| next()).collect()
    }

    #[test]
    fn every_instruction_set_gives_the_same_product_bit_for_bit() {
        for (count, inputs, outputs) in
            [(1, 384, 1536), (9, 448, 20), (6, 5, 17), (4, 1536, 33), (25, 384, 80)]
        {
            let weights: Vec<i8> =
                numbers(inputs * outputs, 1).iter().map(|n| (n % 127) as i8 - MOST_WEIGHT).collect();
            let values: Vec<f32> =
                numbers(count * inputs, 2).iter().map(|n| *n as f32 / (1 << 23) as f32 - 1.0).collect();
            let packed = Weights::new(&weights, inputs, &vec![0.01; outputs], &vec![0.5; outputs]);
            let mut rows = Rows::default();
            rows.fill(&values, inputs);
            let mut wanted = Vec::new();
            multiply_at(Level::Portable, &rows, &packed, &mut wanted);
            for level in levels() {
                let mut out = Vec::new();
                multiply_at(level, &rows, &packed, &mut out);
                assert_eq!(out, wanted, "{level:?}");
            }
            for i in 0..count {
                for j in 0..outputs {
                    let exact: f64 = (0..inputs)
                        .map(|k| {
                            f64::from(values[i * inputs + k]) * f64::from(weights[j * inputs + k]) * 0.01
                        })
                        .sum();
                    let got = f64::from(wanted[i * outputs + j]);
                    assert!((got - exact - 0.5).abs() < 0.15, "{got} {exact}");
                }
            }
        }
    }

    #[test]
    fn the_largest_numbers_do_not_overflow() {
        let packed = Weights::new(&[MOST_WEIGHT; 1536 * 16], 1536, &[1.0; 16], &[0.0; 16]);
        let mut rows = Rows::default();
        rows.fill(&[1.0; 1536], 1536);
        for level in levels() {
            let mut out = Vec::new();
            multiply_at(level, &rows, &packed, &mut out);
            assert!(out.iter().all(|&x| (x / (63.0 * 1536.0) - 1.0).abs() < 1e-5), "{level:?} {out:?}");
        }
    }
}
