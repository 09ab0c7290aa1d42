//! Arithmetic of rows in `f32` that gives the same bits on every processor.
//!
//! Sums have a fixed order, kept in [`LANES`] running sums side by side; nothing is contracted to a fused multiply-add,
//! which not every processor has; and functions such as the exponential are written out here, since those of the
//! system differ in the last bits. Each is compiled again for 256-bit and 512-bit instructions, which changes the pace
//! and no bit.

/// Running sums kept side by side.
const LANES: usize = 8;

/// Numbers of a row of one head of attention.
pub const HEAD: usize = 32;

/// A column of keys is as long as whole blocks of so many.
const BLOCK: usize = 32;

/// Length of a column of `count` keys, filled up to whole blocks.
pub fn padded(count: usize) -> usize {
    count.next_multiple_of(BLOCK)
}

/// What is added to a variance before its root is taken, as in BERT.
const EPSILON: f32 = 1e-12;

/// Compiles a function for the baseline, for AVX2 and for AVX-512, and calls the one that the machine runs best.
macro_rules! widened {
    ($(#[$about:meta])* $visible:vis fn $name:ident($($arg:ident: $type:ty),* $(,)?) $(-> $result:ty)? $body:block) => {
        $(#[$about])*
        #[inline]
        $visible fn $name($($arg: $type),*) $(-> $result)? {
            #[inline(always)]
            fn plain($($arg: $type),*) $(-> $result)? $body
            #[cfg(target_arch = "x86_64")]
            {
                #[target_feature(enable = "avx2")]
                fn wide($($arg: $type),*) $(-> $result)? {
                    plain($($arg),*)
                }
                #[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl")]
                fn widest($($arg: $type),*) $(-> $result)? {
                    plain($($arg),*)
                }
                if has_avx512() {
                    // SAFETY: the instruction set was detected; the function is safe otherwise.
                    return unsafe { widest($($arg),*) };
                }
                if is_x86_feature_detected!("avx2") {
                    // SAFETY: as above.
                    return unsafe { wide($($arg),*) };
                }
            }
            plain($($arg),*)
        }
    };
}

/// Whether the machine has what the widest functions are compiled for.
#[cfg(target_arch = "x86_64")]
fn has_avx512() -> bool {
    is_x86_feature_detected!("avx512f")
        && is_x86_feature_detected!("avx512bw")
        && is_x86_feature_detected!("avx512dq")
        && is_x86_feature_detected!("avx512vl")
}

/// Sum of products of two rows of the same length, a multiple of [`LANES`].
#[inline(always)]
pub fn dot(a: &[f32], b: &[f32]) -> f32 {
    let mut sums = [0f32; LANES];
    for (a, b) in a.chunks_exact(LANES).zip(b.chunks_exact(LANES)) {
        for k in 0..LANES {
            sums[k] += a[k] * b[k];
        }
    }
    total(sums)
}

#[inline(always)]
fn total(sums: [f32; LANES]) -> f32 {
    ((sums[0] + sums[4]) + (sums[2] + sums[6])) + ((sums[1] + sums[5]) + (sums[3] + sums[7]))
}

#[inline(always)]
fn sum(row: &[f32]) -> f32 {
    let mut sums = [0f32; LANES];
    let (chunks, rest) = row.as_chunks::<LANES>();
    for chunk in chunks {
        for k in 0..LANES {
            sums[k] += chunk[k];
        }
    }
    let mut last = [0f32; LANES];
    last[..rest.len()].copy_from_slice(rest);
    for k in 0..LANES {
        sums[k] += last[k];
    }
    total(sums)
}

/// The largest of `start` and what `of` makes of the values. Of numbers, it is the same in any order.
#[inline(always)]
fn largest(values: &[f32], start: f32, of: impl Fn(f32) -> f32) -> f32 {
    const ABREAST: usize = 4 * LANES;
    let larger = |a: f32, b: f32| if b > a { b } else { a };
    let mut tops = [start; ABREAST];
    let (chunks, rest) = values.as_chunks::<ABREAST>();
    for chunk in chunks {
        for k in 0..ABREAST {
            tops[k] = larger(tops[k], of(chunk[k]));
        }
    }
    let top = rest.iter().fold(start, |top, &value| larger(top, of(value)));
    tops.into_iter().fold(top, larger)
}

/// e to the power of `x`, for `x` between -87 and 88; smaller and larger ones are taken for these.
///
/// After Cephes' `expf`: a power of two times a polynomial for the rest; about two units in the last place.
#[inline(always)]
pub fn exp(x: f32) -> f32 {
    // Not `clamp`, which keeps the compiler from doing eight at once.
    let x = if x < -87.0 { -87.0 } else { x };
    let x = if x > 88.0 { 88.0 } else { x };
    // Adding and taking away 1.5 * 2^23 rounds to a whole number.
    const ROUND: f32 = 12_582_912.0;
    let shifted = x * std::f32::consts::LOG2_E + ROUND;
    let whole = shifted - ROUND;
    // ln 2 in two parts, the first of which times a small whole number is exact.
    let rest = x - whole * 0.693_359_4;
    let rest = rest - whole * -2.121_944_4e-4;
    let polynomial = ((((1.987_569_1e-4 * rest + 1.398_2e-3) * rest + 8.333_452e-3) * rest + 4.166_579_6e-2)
        * rest
        + 1.666_666_5e-1)
        * rest
        + 0.5;
    let value = polynomial * (rest * rest) + rest + 1.0;
    let power = ((shifted.to_bits() as i32) << 23).wrapping_add(127 << 23);
    value * f32::from_bits(power as u32)
}

/// The logistic function.
pub fn sigmoid(x: f32) -> f32 {
    1.0 / (1.0 + exp(-x))
}

/// The natural logarithm of a positive number: the series of the inverse hyperbolic tangent, about four units in the
/// last place.
pub fn ln(x: f32) -> f32 {
    let bits = x.to_bits();
    let (mut power, mut part) = ((bits >> 23) as i32 - 127, f32::from_bits(bits & 0x007f_ffff | 0x3f80_0000));
    if part > std::f32::consts::SQRT_2 {
        (power, part) = (power + 1, part * 0.5);
    }
    let z = (part - 1.0) / (part + 1.0);
    let square = z * z;
    let series = (((square / 9.0 + 1.0 / 7.0) * square + 1.0 / 5.0) * square + 1.0 / 3.0) * square + 1.0;
    power as f32 * std::f32::consts::LN_2 + 2.0 * z * series
}

/// BERT's activation, x times the normal distribution's function at x, by Abramowitz and Stegun's formula 7.1.26 for
/// the error function (error below 1.5e-7).
#[inline(always)]
fn gelu(x: f32) -> f32 {
    let z = x * std::f32::consts::FRAC_1_SQRT_2;
    let size = f32::from_bits(z.to_bits() & 0x7fff_ffff);
    let t = 1.0 / (1.0 + 0.327_591_1 * size);
    let polynomial =
        ((((1.061_405_4 * t - 1.453_152) * t + 1.421_413_7) * t - 0.284_496_74) * t + 0.254_829_6) * t;
    let tail = polynomial * exp(-size * size);
    let erf = f32::from_bits((1.0 - tail).to_bits() | (z.to_bits() & 0x8000_0000));
    0.5 * x * (1.0 + erf)
}

widened! {
    /// Puts [`gelu`] of each value in its place.
    pub fn gelu_all(values: &mut [f32]) {
        for value in values {
            *value = gelu(*value);
        }
    }
}

widened! {
    /// Puts zero in place of each negative value.
    pub fn positive(values: &mut [f32]) {
        for value in values {
            *value = if *value > 0.0 { *value } else { 0.0 };
        }
    }
}

widened! {
    /// Adds `other` to `values`, value by value.
    pub fn add(values: &mut [f32], other: &[f32]) {
        for (value, other) in values.iter_mut().zip(other) {
            *value += other;
        }
    }
}

widened! {
    /// Multiplies `values` with `other`, value by value.
    pub fn product(values: &mut [f32], other: &[f32]) {
        for (value, other) in values.iter_mut().zip(other) {
            *value *= other;
        }
    }
}

widened! {
    /// Brings each row of `gain.len()` values to mean 0 and variance 1, then scales and shifts it.
    pub fn normalize(values: &mut [f32], gain: &[f32], shift: &[f32]) {
        let width = gain.len();
        for row in values.chunks_exact_mut(width) {
            let mean = sum(row) / width as f32;
            for value in &mut *row {
                *value -= mean;
            }
            let scale = 1.0 / (dot(row, row) / width as f32 + EPSILON).sqrt();
            for ((value, gain), shift) in row.iter_mut().zip(gain).zip(shift) {
                *value = *value * scale * gain + shift;
            }
        }
    }
}

widened! {
    /// Writes a row in whole numbers of -127 to 127, plus 128, and returns the scale that they count in.
    pub fn to_bytes(row: &[f32], out: &mut [u8]) -> f32 {
        let top = largest(row, 0.0, |value| f32::from_bits(value.to_bits() & 0x7fff_ffff));
        if top == 0.0 {
            return 0.0;
        }
        let inverse = 127.0 / top;
        // 2^23 and more have no fraction: the lowest byte is the rounded value plus 128.
        const ROUND: f32 = 12_582_912.0 + 128.0;
        for (out, value) in out.iter_mut().zip(row) {
            *out = (value * inverse + ROUND).to_bits() as u8;
        }
        top / 127.0
    }
}

/// Queries that are held against the keys at once, so that the processor need not wait for each sum before the next.
pub const ABREAST: usize = 4;

/// Attention of one head: for each row of `queries` the mean of the `count` rows of `values`, weighed by its likeness to
/// their keys. A row has [`HEAD`] numbers; `keys` are columns, [`padded`] to whole blocks; `scores` has room for
/// [`ABREAST`] rows of them.
pub fn attend(
    count: usize,
    queries: &[f32],
    keys: &[f32],
    values: &[f32],
    scores: &mut [f32],
    out: &mut [f32],
) {
    #[cfg(target_arch = "x86_64")]
    {
        #[target_feature(enable = "avx2")]
        fn wide(count: usize, q: &[f32], k: &[f32], v: &[f32], scores: &mut [f32], out: &mut [f32]) {
            attend_by::<16>(count, q, k, v, scores, out);
        }
        #[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl")]
        fn widest(count: usize, q: &[f32], k: &[f32], v: &[f32], scores: &mut [f32], out: &mut [f32]) {
            attend_by::<32>(count, q, k, v, scores, out);
        }
        if has_avx512() {
            // SAFETY: the instruction set was detected; the function is safe otherwise.
            return unsafe { widest(count, queries, keys, values, scores, out) };
        }
        if is_x86_feature_detected!("avx2") {
            // SAFETY: as above.
            return unsafe { wide(count, queries, keys, values, scores, out) };
        }
    }
    attend_by::<16>(count, queries, keys, values, scores, out);
}

/// [`attend`] with as many sums of each query at once, `PART`, as the processor has registers for.
#[inline(always)]
fn attend_by<const PART: usize>(
    count: usize,
    queries: &[f32],
    keys: &[f32],
    values: &[f32],
    scores: &mut [f32],
    out: &mut [f32],
) {
    let width = padded(count);
    let asking = queries.len() / HEAD;
    for first in (0..asking).step_by(ABREAST) {
        // Behind the last one it stands for those that are not there.
        let rows: [usize; ABREAST] = std::array::from_fn(|q| (first + q).min(asking - 1));
        let own = rows.map(|row| &queries[row * HEAD..][..HEAD]);
        for part in (0..width).step_by(PART) {
            let mut sums = [[0f32; PART]; ABREAST];
            for d in 0..HEAD {
                let keys = &keys[d * width + part..][..PART];
                add_scaled(&mut sums, own.map(|own| own[d]), keys);
            }
            for (q, sums) in sums.iter().enumerate() {
                scores[q * width + part..][..PART].copy_from_slice(sums);
            }
        }
        let mut scales = [0f32; ABREAST];
        for (q, scale) in scales.iter_mut().enumerate() {
            *scale = soften(&mut scores[q * width..][..count]);
        }
        let likeness: [&[f32]; ABREAST] = std::array::from_fn(|q| &scores[q * width..][..count]);
        for part in (0..HEAD).step_by(PART) {
            let mut means = [[0f32; PART]; ABREAST];
            for j in 0..count {
                let value = &values[j * HEAD + part..][..PART];
                add_scaled(&mut means, likeness.map(|likeness| likeness[j]), value);
            }
            for (row, (mean, scale)) in rows.into_iter().zip(means.iter().zip(scales)) {
                for (out, mean) in out[row * HEAD + part..][..PART].iter_mut().zip(mean) {
                    *out = mean * scale;
                }
            }
        }
    }
}

/// Adds `row`, times each of `scales`, to each of `sums`. Written out, so that all of them stay in registers.
#[inline(always)]
fn add_scaled<const PART: usize>(sums: &mut [[f32; PART]; ABREAST], scales: [f32; ABREAST], row: &[f32]) {
    for k in 0..PART {
        sums[0][k] += scales[0] * row[k];
        sums[1][k] += scales[1] * row[k];
        sums[2][k] += scales[2] * row[k];
        sums[3][k] += scales[3] * row[k];
    }
}

/// Puts e to the power of each score in its place, but for a factor, and returns one divided by their sum.
#[inline(always)]
fn soften(scores: &mut [f32]) -> f32 {
    let top = largest(scores, f32::NEG_INFINITY, |score| score);
    for score in &mut *scores {
        *score = exp(*score - top);
    }
    1.0 / sum(scores)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_exponential_is_near_the_exact_one() {
        for i in -8700..=8800 {
            let x = i as f32 / 100.0;
            let exact = f64::from(x).exp();
            assert!((f64::from(exp(x)) / exact - 1.0).abs() < 4e-7, "{x}: {} {exact}", exp(x));
        }
        assert!(exp(-1e9) < 1e-37 && exp(1e9).is_finite());
    }

    #[test]
    fn the_logarithm_is_near_the_exact_one() {
        for x in [0.001f32, 0.3, 0.999, 1.0, 1.5, 2.0, 999.0] {
            assert!((f64::from(ln(x)) - f64::from(x).ln()).abs() < 2e-6, "{x}: {}", ln(x));
        }
    }

    #[test]
    fn the_activation_is_near_the_exact_one() {
        // Values of x Φ(x), from tables of the normal distribution.
        for (x, exact) in [(0.0, 0.0), (1.0, 0.841_345), (-1.0, -0.158_655), (2.5, 2.484_476), (-6.0, 0.0)] {
            assert!((gelu(x) - exact).abs() < 1e-6, "{x}: {}", gelu(x));
        }
    }

    #[test]
    fn attention_is_the_same_bit_for_bit_however_many_sums_are_kept_at_once() {
        let values = |n: usize| -> Vec<f32> { (0..n).map(|i| (i as f32 * 0.37).sin() * 3.0).collect() };
        for (asking, count) in [(1, 1), (5, 7), (33, 70), (64, 64)] {
            let (queries, keys) = (values(asking * HEAD), values(padded(count) * HEAD));
            let of = values(count * HEAD);
            let mut scores = vec![0.0; ABREAST * padded(count)];
            let [mut narrow, mut wide, mut best] = [0; 3].map(|_| vec![0.0; asking * HEAD]);
            attend_by::<16>(count, &queries, &keys, &of, &mut scores, &mut narrow);
            attend_by::<32>(count, &queries, &keys, &of, &mut scores, &mut wide);
            attend(count, &queries, &keys, &of, &mut scores, &mut best);
            assert_eq!(narrow, wide);
            assert_eq!(narrow, best);
            for (i, row) in narrow.chunks_exact(HEAD).enumerate() {
                let likeness = |j: usize| -> f64 {
                    let product =
                        |d: usize| f64::from(queries[i * HEAD + d]) * f64::from(keys[d * padded(count) + j]);
                    (0..HEAD).map(product).sum()
                };
                let top = (0..count).map(likeness).fold(f64::NEG_INFINITY, f64::max);
                let weights: Vec<f64> = (0..count).map(|j| (likeness(j) - top).exp()).collect();
                let all: f64 = weights.iter().sum();
                for (d, &got) in row.iter().enumerate() {
                    let mean = weights.iter().enumerate().map(|(j, w)| w / all * f64::from(of[j * HEAD + d]));
                    assert!((f64::from(got) - mean.sum::<f64>()).abs() < 1e-3, "{i} {d}");
                }
            }
        }
    }

    #[test]
    fn bytes_keep_a_row_to_half_a_step() {
        let row: Vec<f32> = (0..21).map(|i| (i as f32 * 0.7).sin() * 3.0).collect();
        let mut bytes = vec![0; 24];
        let scale = to_bytes(&row, &mut bytes);
        for (value, byte) in row.iter().zip(bytes) {
            assert!((value - (f32::from(byte) - 128.0) * scale).abs() <= scale * 0.5001);
        }
    }
}
