//! A sketch of a text by which its copies are found: MinHash of shingles.
//!
//! A newspaper that prints an agency's story gives it a headline and a line of its own, cuts it from the end, and
//! changes a word here and there. What it keeps is the beginning, so that is sketched by itself: what a site puts under
//! all its articles is no part of it. After A. Broder, "On the resemblance and containment of documents" (1997): for
//! each of some hash functions, the least hash of any shingle (run of words).

use crate::schema::{LEAD_SHINGLES, Sketch};

/// Words in a shingle: a run of four is seldom chance, and one changed word spoils only four.
const SHINGLE: usize = 4;

/// A text of fewer words has no sketch: what a site puts around it would be more than itself.
const SHORTEST: usize = 40;

/// The sketch of a text; `None` for one of a few words.
pub(super) fn sketch(text: &str) -> Option<Sketch> {
    let words: Vec<u64> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(|word| hash(&word.to_lowercase()))
        .collect();
    if words.len() < SHORTEST {
        return None;
    }
    let shingles: Vec<u64> = words
        .windows(SHINGLE)
        .map(|run| run.iter().fold(0, |sum: u64, word| mix(sum.rotate_left(5) ^ word)))
        .collect();
    let lead = &shingles[..shingles.len().min(LEAD_SHINGLES)];
    Some(Sketch { shingles: shingles.len() as u32, lead: least(lead), whole: least(&shingles) })
}

/// For each of `N` hash functions the low bits of the least hash: they are as random as any, and 16 of them are enough
/// to tell two apart.
fn least<const N: usize>(shingles: &[u64]) -> [u16; N] {
    std::array::from_fn(|n| {
        let seed = mix(n as u64 + 1);
        shingles.iter().map(|shingle| mix(shingle ^ seed)).min().unwrap_or(u64::MAX) as u16
    })
}

/// FNV-1a with 64 bits (G. Fowler, L. C. Noll, K.-P. Vo; draft-eastlake-fnv).
fn hash(word: &str) -> u64 {
    word.bytes()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3))
}

/// The mixing step of SplitMix64 (G. L. Steele, D. Lea, C. H. Flood, "Fast splittable pseudorandom number generators",
/// 2014).
fn mix(mut z: u64) -> u64 {
    z = z.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A text of words in no order.
    fn text(seed: usize, words: usize) -> Vec<String> {
        (0..words).map(|n| format!("word{}", mix((seed * 1_000_003 + n) as u64) % 5_000)).collect()
    }

    fn of(words: &[String]) -> Sketch {
        sketch(&words.join(" ")).unwrap()
    }

    #[test]
    fn the_shares_of_equal_values_estimate_what_is_common() {
        let (one, other) = (text(1, 600), text(2, 600));
        assert_eq!(of(&one).lead_containment(&of(&one)), 1.0);
        assert!(of(&one).lead_containment(&of(&other)) < 0.05);
        assert!(of(&one).containment(&of(&other)) < 0.05);
        // The first third is all contained, and begins alike.
        assert!(of(&one).containment(&of(&one[..200])) > 0.8);
        assert_eq!(of(&one).lead_containment(&of(&one[..200])), 1.0);
        // 60 of 120 words of the beginning are common: 57 of 117 shingles.
        let mixed: Vec<String> = one[..60].iter().chain(&other).cloned().collect();
        let estimate = of(&one).lead_containment(&of(&mixed));
        assert!((estimate - 57.0 / 117.0).abs() < 0.15, "{estimate}");
    }

    #[test]
    fn case_and_punctuation_make_no_difference_and_short_texts_have_no_sketch() {
        let text = text(1, 100).join(" ");
        assert_eq!(sketch(&text), sketch(&format!("“{}”", text.to_uppercase().replace(' ', ", "))));
        assert_eq!(sketch("Stocks closed higher."), None);
        assert_eq!(sketch(""), None);
    }

    #[test]
    fn a_sketch_is_written_and_read_as_the_same() {
        let one = of(&text(1, 100));
        assert_eq!(Sketch::from_hex(&one.to_string()), Some(one.clone()));
        assert_eq!(Sketch::from_hex(&one.to_string()[1..]), None);
        assert_eq!(Sketch::from_hex("x"), None);
    }
}
