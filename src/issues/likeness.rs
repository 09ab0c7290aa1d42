//! How likely two topics are one issue: log-odds, from weights that were fitted to articles whose issues are known.

use super::told::Told;
use super::vocabulary::{Number, Vocabulary};
use super::weights::TABLE;

/// A distance in code points at which nearness is a half.
const HALF_NEAR: f32 = 100.0;

/// What their phrases have in common, weighted as within an article.
pub fn meaning(vocabulary: &Vocabulary, a: &Told<'_>, b: &Told<'_>) -> f32 {
    let weights = &TABLE.within;
    let both = covers(vocabulary, &a.words, &b.words);
    weights.words * (both[0] + both[1]) / 2.0 + weights.covered * both[0].max(both[1])
}

/// Log-odds that two topics of one article are one issue.
pub fn within(vocabulary: &Vocabulary, a: &Told<'_>, b: &Told<'_>) -> f32 {
    let weights = &TABLE.within;
    let quoted = [(a, b), (b, a)].map(|(a, b)| quoted(vocabulary, a, b));
    meaning(vocabulary, a, b)
        + weights.near * HALF_NEAR / (HALF_NEAR + distance(a, b) as f32)
        + weights.quoted * quoted[0].max(quoted[1])
        + weights.short / (1 + a.words.len().min(b.words.len())) as f32
        + weights.base
}

/// Log-odds that two topics of different articles are one issue, from what their phrases have in common and the log-odds
/// that the articles are of one affair.
pub fn across(meaning: f32, affair: f32) -> f32 {
    let weights = &TABLE.across;
    weights.meaning * meaning + weights.affair * affair + weights.base
}

/// How much of what the words of one phrase tell is told by those of the other: for each the likest word there. First of
/// `a` by `b`, then of `b` by `a`.
pub fn covers(vocabulary: &Vocabulary, a: &[Number], b: &[Number]) -> [f32; 2] {
    if a.is_empty() || b.is_empty() {
        return [0.0; 2];
    }
    let (mut told, mut all) = (0.0, 0.0);
    let mut likest = vec![f32::NEG_INFINITY; b.len()];
    for &word in a {
        let word = vocabulary.word(word);
        let mut best = f32::NEG_INFINITY;
        for (&other, likest) in b.iter().zip(&mut likest) {
            let other = vocabulary.word(other);
            let alike = vocabulary.alike(word, other);
            best = best.max(alike);
            *likest = likest.max(alike);
        }
        told += word.rarity * best;
        all += word.rarity;
    }
    let (mut back, mut other) = (0.0, 0.0);
    for (&word, likest) in b.iter().zip(likest) {
        let rarity = vocabulary.word(word).rarity;
        back += rarity * likest;
        other += rarity;
    }
    [told / all, back / other]
}

/// How much of what the words of `a` tell stands in the quotes of `b`.
fn quoted(vocabulary: &Vocabulary, a: &Told<'_>, b: &Told<'_>) -> f32 {
    let (mut told, mut all) = (0.0, 0.0);
    let mut seen = Vec::new();
    for &word in &a.words {
        let word = vocabulary.word(word);
        if seen.contains(&word.stem) {
            continue;
        }
        seen.push(word.stem);
        all += word.rarity;
        if b.quoted.binary_search(&word.stem).is_ok() {
            told += word.rarity;
        }
    }
    if all > 0.0 { told / all } else { 0.0 }
}

/// Code points between the nearest quotes of two topics.
fn distance(a: &Told<'_>, b: &Told<'_>) -> usize {
    let pairs = a.places.iter().flat_map(|x| b.places.iter().map(move |y| (x, y)));
    pairs.map(|(x, y)| x.0.max(y.0).saturating_sub(x.1.min(y.1))).min().unwrap_or(usize::MAX >> 16)
}
