//! How likely two topics are one issue: log-odds, from weights that were fitted to articles whose issues are known.

use super::told::Told;
use super::vocabulary::{Vocabulary, product};
use super::weights::TABLE;

/// A distance in code points at which [`nearness`] is a half.
const HALF_NEAR: f32 = 100.0;

/// Log-odds that two topics of one article are one issue.
pub fn within(vocabulary: &Vocabulary, a: &Told<'_>, b: &Told<'_>) -> f32 {
    let weights = &TABLE.within;
    let alike = Alike::new(vocabulary, a, b);
    let quoted = [(a, b), (b, a)].map(|(a, b)| quoted(vocabulary, a, b));
    weights.words * alike.words
        + weights.covered * alike.covered
        + weights.common * alike.common
        + weights.kinds * alike.kinds
        + weights.near * nearness(a, b)
        + weights.quoted * quoted[0].max(quoted[1])
        + weights.short / (1 + a.words.len().min(b.words.len())) as f32
        + weights.early * (a.early + b.early)
        + weights.vague * (vague(a) * b.early + vague(b) * a.early)
        + weights.base
}

/// Log-odds that two topics of different articles are one issue, given what [`beside_words`] tells.
pub fn across(vocabulary: &Vocabulary, a: &Told<'_>, b: &Told<'_>, beside: f32) -> f32 {
    let weights = &TABLE.across;
    let [words, covered] = vocabulary.in_common(a.phrase, b.phrase, || {
        let alike = Alike::new(vocabulary, a, b);
        [alike.words, alike.covered]
    });
    weights.words * words
        + weights.covered * covered
        + weights.apart * f32::from(u8::from(name_others(a, b)))
        + beside
}

/// What [`across`] gives at most, whatever their words are: what is told without comparing these.
pub fn across_at_most(beside: f32) -> f32 {
    let weights = &TABLE.across;
    weights.words.max(0.0) + weights.covered.max(0.0) + weights.apart.max(0.0) + beside
}

/// What all but their words tells of two topics of different articles, given the log-odds that the articles are of one affair.
pub fn beside_words(a: &Told<'_>, b: &Told<'_>, affair: f32) -> f32 {
    let weights = &TABLE.across;
    weights.main * a.main.min(b.main)
        + weights.quotes * product(&a.quotes, &b.quotes)
        + weights.vague * (vague(a) * b.main + vague(b) * a.main)
        + weights.affair * affair
        + weights.base
}

fn vague(told: &Told<'_>) -> f32 {
    f32::from(u8::from(told.vague))
}

/// What two phrases have in common.
struct Alike {
    /// How much of what the words of a phrase tell the likest words of the other tell: the mean of both.
    words: f32,
    /// The greater of both.
    covered: f32,
    /// As `words`, of those that are no names alone; nothing where one phrase has none.
    common: f32,
    /// How alike the likest of their words are that name a kind of thing.
    kinds: f32,
}

impl Alike {
    fn new(vocabulary: &Vocabulary, a: &Told<'_>, b: &Told<'_>) -> Self {
        let (mut own, mut other) = (vec![Cover::NONE; a.words.len()], vec![Cover::NONE; b.words.len()]);
        let mut kinds: f32 = 0.0;
        for ((&x, &x_named), own) in a.words.iter().zip(&a.named).zip(&mut own) {
            let x_bare = vocabulary.word(x).bare;
            for ((&y, &y_named), other) in b.words.iter().zip(&b.named).zip(&mut other) {
                let alike = vocabulary.alike(x, y);
                let common = !x_named && !y_named;
                own.see(alike, common);
                other.see(alike, common);
                if x_bare && vocabulary.word(y).bare {
                    kinds = kinds.max(alike);
                }
            }
        }
        let (a, b) = (covered(vocabulary, a, &own), covered(vocabulary, b, &other));
        let common = if a[1] > 0.0 && b[1] > 0.0 { (a[1] + b[1]) / 2.0 } else { 0.0 };
        Alike { words: (a[0] + b[0]) / 2.0, covered: a[0].max(b[0]), common, kinds }
    }
}

/// How alike the likest word of the other phrase is, and the likest of those that are no names.
#[derive(Clone, Copy)]
struct Cover {
    any: f32,
    common: f32,
}

impl Cover {
    const NONE: Cover = Cover { any: f32::NEG_INFINITY, common: f32::NEG_INFINITY };

    fn see(&mut self, alike: f32, common: bool) {
        self.any = self.any.max(alike);
        if common {
            self.common = self.common.max(alike);
        }
    }
}

/// How much of what a phrase's words tell is told by what covers them: of all words, and of those that are no names.
fn covered(vocabulary: &Vocabulary, told: &Told<'_>, covers: &[Cover]) -> [f32; 2] {
    let (mut any, mut all, mut common, mut all_common) = (0.0, 0.0, 0.0, 0.0);
    for (&word, cover) in told.words.iter().zip(covers) {
        let rarity = vocabulary.word(word).rarity;
        if cover.any > f32::NEG_INFINITY {
            any += rarity * cover.any;
            all += rarity;
        }
        if cover.common > f32::NEG_INFINITY {
            common += rarity * cover.common;
            all_common += rarity;
        }
    }
    let part = |told: f32, all: f32| if all > 0.0 { told / all } else { 0.0 };
    [part(any, all), part(common, all_common)]
}

/// Whether both have names, and none in common.
fn name_others(a: &Told<'_>, b: &Told<'_>) -> bool {
    let common = || a.names.iter().any(|name| b.names.binary_search(name).is_ok());
    !a.names.is_empty() && !b.names.is_empty() && !common()
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

/// How near the quotes of two topics come: 1 where they meet. Topics that the same words tell of are a list, and what is listed is
/// told apart by whoever lists it.
fn nearness(a: &Told<'_>, b: &Told<'_>) -> f32 {
    if !a.places.is_disjoint(&b.places) {
        return 0.0;
    }
    let pairs = a.places.iter().flat_map(|x| b.places.iter().map(move |y| (x, y)));
    let apart = pairs.map(|(x, y)| x.0.max(y.0).saturating_sub(x.1.min(y.1))).min();
    apart.map_or(0.0, |apart| HALF_NEAR / (HALF_NEAR + apart as f32))
}
