//! Matrix products: rows of `f32` times a weight matrix that was packed once, at load time.
//!
//! This is the only module with `unsafe`. It pays: the networks' products are nine tenths of the engine's time, the
//! compiler may not use AVX for a program that must run on any x86-64, and the crates measured (matrixmultiply,
//! rten-gemm) pack one side anew at each call or start threads of their own. Every element of a product is one chain of
//! multiply-adds over the depth, in order, whatever the number of rows: so a row's result never depends on the rows
//! beside it.

/// Columns of a panel.
const PANEL: usize = 32;

/// Distance of rows that most products have ([`super::network::WIDTH`]): known when compiled, it costs no additions.
const USUAL_STRIDE: usize = 96;

/// Rows that go through all panels before the next rows, so that they stay in the cache.
const BLOCK: usize = 96;

/// A weight matrix in panels of [`PANEL`] columns, each panel row after row; the last panel is filled up with zeros.
#[derive(Debug)]
pub struct Packed {
    depth: usize,
    width: usize,
    panels: Vec<f32>,
}

impl Packed {
    /// Packs the weights of a linear layer: row `j` of `weights` holds the `depth` weights of output `j`.
    ///
    /// # Panics
    /// When `weights` is not a whole number of rows.
    pub fn new(weights: &[f32], depth: usize) -> Self {
        assert_eq!(weights.len() % depth, 0, "weights come in rows of {depth}");
        let width = (weights.len() / depth).next_multiple_of(PANEL);
        let mut panels = vec![0.0; width * depth];
        for (j, row) in weights.chunks_exact(depth).enumerate() {
            let panel = &mut panels[j / PANEL * PANEL * depth..];
            for (k, &weight) in row.iter().enumerate() {
                panel[k * PANEL + j % PANEL] = weight;
            }
        }
        Self { depth, width, panels }
    }

    /// Length of an input row.
    pub fn depth(&self) -> usize {
        self.depth
    }

    /// Length of an output row: the number of outputs, filled up to whole panels.
    pub fn width(&self) -> usize {
        self.width
    }
}

/// Instruction sets that the product is written for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Level {
    Portable,
    #[cfg(target_arch = "x86_64")]
    Avx2,
    #[cfg(target_arch = "x86_64")]
    Avx512,
}

impl Level {
    /// The best that this machine has.
    fn detect() -> Self {
        #[cfg(target_arch = "x86_64")]
        {
            if is_x86_feature_detected!("avx512f") {
                return Self::Avx512;
            }
            if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma") {
                return Self::Avx2;
            }
        }
        Self::Portable
    }
}

/// `out = a · b`: `rows` rows of `b.depth()` values, row `i` at `a[i * stride..]`; row `i` of the result goes to
/// `out[i * b.width()..]`. Rows may overlap (`stride < depth`): a window that slides over its input.
///
/// # Panics
/// When `a` or `out` is too short.
pub fn multiply(a: &[f32], stride: usize, rows: usize, b: &Packed, out: &mut [f32]) {
    multiply_at(Level::detect(), a, stride, rows, b, out);
}

fn multiply_at(level: Level, a: &[f32], stride: usize, rows: usize, b: &Packed, out: &mut [f32]) {
    if rows == 0 || b.width == 0 {
        return;
    }
    assert!((rows - 1) * stride + b.depth <= a.len(), "the input is too short");
    assert!(rows * b.width <= out.len(), "the output is too short");
    match level {
        Level::Portable => portable(a, stride, rows, b, out),
        // SAFETY: the instruction set was detected, and the lengths were checked above.
        #[cfg(target_arch = "x86_64")]
        Level::Avx2 => unsafe { x86::multiply_avx2(a.as_ptr(), stride, rows, b, out.as_mut_ptr()) },
        // SAFETY: as above.
        #[cfg(target_arch = "x86_64")]
        Level::Avx512 => unsafe { x86::multiply_avx512(a.as_ptr(), stride, rows, b, out.as_mut_ptr()) },
    }
}

/// The product in plain Rust, eight columns at a time.
fn portable(a: &[f32], stride: usize, rows: usize, b: &Packed, out: &mut [f32]) {
    const COLUMNS: usize = 8;
    for block in (0..rows).step_by(BLOCK) {
        let block_end = rows.min(block + BLOCK);
        for (p, panel) in b.panels.chunks_exact(PANEL * b.depth).enumerate() {
            for start in (0..PANEL).step_by(COLUMNS) {
                for i in block..block_end {
                    let mut sums = [0f32; COLUMNS];
                    for (x, weights) in a[i * stride..][..b.depth].iter().zip(panel.chunks_exact(PANEL)) {
                        for (sum, weight) in sums.iter_mut().zip(&weights[start..start + COLUMNS]) {
                            *sum += x * weight;
                        }
                    }
                    out[i * b.width + p * PANEL + start..][..COLUMNS].copy_from_slice(&sums);
                }
            }
        }
    }
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    use std::arch::x86_64::{
        __m256, __m512, _mm256_fmadd_ps, _mm256_loadu_ps, _mm256_set1_ps, _mm256_setzero_ps,
        _mm256_storeu_ps, _mm512_fmadd_ps, _mm512_loadu_ps, _mm512_set1_ps, _mm512_setzero_ps,
        _mm512_storeu_ps,
    };

    use super::{BLOCK, PANEL, Packed, USUAL_STRIDE};

    /// Makes the product for one instruction set: a tile of `M` rows by `V` vectors is kept in registers over the
    /// whole depth.
    macro_rules! kernel {
        ($feature:literal, $multiply:ident, $tile:ident, $vector:ty, $rows:literal, $few:literal, $per_tile:literal,
         $zero:ident, $load:ident, $splat:ident, $fma:ident, $store:ident) => {
            /// # Safety
            /// The machine has the instruction set; `a` and `out` are as long as [`super::multiply`] says.
            #[target_feature(enable = $feature)]
            pub unsafe fn $multiply(a: *const f32, stride: usize, rows: usize, b: &Packed, out: *mut f32) {
                const LANES: usize = size_of::<$vector>() / size_of::<f32>();
                const VECTORS: usize = PANEL / LANES;
                let panels = b.width / PANEL;
                for block in (0..rows).step_by(BLOCK) {
                    let end = rows.min(block + BLOCK);
                    let tiled = block + (end - block) / $rows * $rows;
                    for p in 0..panels {
                        for v in (0..VECTORS).step_by($per_tile) {
                            for i in (block..tiled).step_by($rows) {
                                let v = p * VECTORS + v;
                                // SAFETY: rows `i..i + $rows` and panel `p` exist.
                                unsafe {
                                    if stride == USUAL_STRIDE {
                                        $tile::<$rows, $per_tile>(a, USUAL_STRIDE, i, b, v, out);
                                    } else {
                                        $tile::<$rows, $per_tile>(a, stride, i, b, v, out);
                                    }
                                }
                            }
                        }
                    }
                    let few = tiled + (end - tiled) / $few * $few;
                    for v in (0..panels * VECTORS).step_by($per_tile) {
                        for i in (tiled..few).step_by($few) {
                            // SAFETY: rows `i..i + $few` and vectors `v..v + $per_tile` exist.
                            unsafe { $tile::<$few, $per_tile>(a, stride, i, b, v, out) };
                        }
                    }
                    for i in few..end {
                        // A lone row takes eight vectors at once: with fewer it would wait for its own sums.
                        let vectors = panels * VECTORS;
                        let wide = vectors / 8 * 8;
                        for v in (0..wide).step_by(8) {
                            // SAFETY: row `i` and the vectors `v..v + 8` exist.
                            unsafe { $tile::<1, 8>(a, stride, i, b, v, out) };
                        }
                        // A panel has two vectors or four.
                        // SAFETY: row `i` and the vectors behind `wide` exist.
                        unsafe {
                            match vectors - wide {
                                2 => $tile::<1, 2>(a, stride, i, b, wide, out),
                                4 => $tile::<1, 4>(a, stride, i, b, wide, out),
                                6 => $tile::<1, 6>(a, stride, i, b, wide, out),
                                _ => {}
                            }
                        }
                    }
                }
            }

            /// # Safety
            /// As above; rows `row..row + M` and vectors `first..first + V` of the output exist.
            #[inline]
            #[target_feature(enable = $feature)]
            unsafe fn $tile<const M: usize, const V: usize>(
                a: *const f32,
                stride: usize,
                row: usize,
                b: &Packed,
                first: usize,
                out: *mut f32,
            ) {
                const LANES: usize = size_of::<$vector>() / size_of::<f32>();
                const VECTORS: usize = PANEL / LANES;
                let mut sums: [[$vector; V]; M] = [[$zero(); V]; M];
                // SAFETY: all reads lie in rows `row..row + M` of the input and in panels of `b`, all writes in rows
                // `row..row + M` of the output; the caller vouches that they exist.
                unsafe {
                    let a = a.add(row * stride);
                    let starts: [*const f32; V] = std::array::from_fn(|v| {
                        let v = first + v;
                        b.panels.as_ptr().add(v / VECTORS * PANEL * b.depth + v % VECTORS * LANES)
                    });
                    for k in 0..b.depth {
                        let weights: [$vector; V] = std::array::from_fn(|v| $load(starts[v].add(k * PANEL)));
                        for m in 0..M {
                            let x = $splat(*a.add(m * stride + k));
                            for v in 0..V {
                                sums[m][v] = $fma(x, weights[v], sums[m][v]);
                            }
                        }
                    }
                    for m in 0..M {
                        for v in 0..V {
                            $store(out.add((row + m) * b.width + (first + v) * LANES), sums[m][v]);
                        }
                    }
                }
            }
        };
    }

    kernel!(
        "avx2,fma",
        multiply_avx2,
        tile_avx2,
        __m256,
        6,
        2,
        2,
        _mm256_setzero_ps,
        _mm256_loadu_ps,
        _mm256_set1_ps,
        _mm256_fmadd_ps,
        _mm256_storeu_ps
    );
    kernel!(
        "avx512f",
        multiply_avx512,
        tile_avx512,
        __m512,
        12,
        4,
        2,
        _mm512_setzero_ps,
        _mm512_loadu_ps,
        _mm512_set1_ps,
        _mm512_fmadd_ps,
        _mm512_storeu_ps
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers that look random and are the same each time.
    fn numbers(n: usize) -> Vec<f32> {
        let mut state = 1u32;
        (0..n)
            .map(|_| {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                (state >> 8) as f32 / (1 << 23) as f32 - 1.0
            })
            .collect()
    }

    fn levels() -> Vec<Level> {
        let mut levels = vec![Level::Portable];
        #[cfg(target_arch = "x86_64")]
        {
            if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma") {
                levels.push(Level::Avx2);
            }
            if is_x86_feature_detected!("avx512f") {
                levels.push(Level::Avx512);
            }
        }
        levels
    }

    #[test]
    fn every_instruction_set_gives_the_product() {
        for (rows, outputs, depth, stride) in
            [(1, 106, 64, 64), (13, 288, 288, 96), (50, 50, 96, 96), (7, 3, 5, 9)]
        {
            let weights = numbers(outputs * depth);
            let a = numbers((rows - 1) * stride + depth);
            let packed = Packed::new(&weights, depth);
            for level in levels() {
                let mut out = vec![f32::NAN; rows * packed.width()];
                multiply_at(level, &a, stride, rows, &packed, &mut out);
                for i in 0..rows {
                    for j in 0..outputs {
                        let wanted: f64 = (0..depth)
                            .map(|k| f64::from(a[i * stride + k]) * f64::from(weights[j * depth + k]))
                            .sum();
                        let got = f64::from(out[i * packed.width() + j]);
                        assert!(
                            (got - wanted).abs() < 1e-4,
                            "{level:?} {rows}x{depth}x{outputs}: {got} {wanted}"
                        );
                    }
                }
            }
        }
    }

    #[test]
    fn a_row_does_not_depend_on_the_rows_beside_it() {
        let packed = Packed::new(&numbers(288 * 96), 96);
        let a = numbers(61 * 96);
        for level in levels() {
            let mut together = vec![0.0; 61 * packed.width()];
            multiply_at(level, &a, 96, 61, &packed, &mut together);
            for i in 0..61 {
                let mut alone = vec![0.0; packed.width()];
                multiply_at(level, &a[i * 96..], 96, 1, &packed, &mut alone);
                assert_eq!(alone, together[i * packed.width()..][..packed.width()]);
            }
        }
    }
}
