//! Topics that mean what was asked for in other words.

use std::collections::{BTreeMap, BTreeSet};

use crate::graph::Graph;

use super::vocabulary::{Number, Vocabulary};
use super::weights::TABLE;

/// Ids of the topics that are nearest in meaning to a phrase, with how near they are, from 0 to 1: only those that tell
/// most of what it tells, and no more than a few.
///
/// A phrase with a word that is neither known nor a topic's has none: such a word is mistyped, and its letters mean nothing.
pub fn alike(graph: &Graph, phrase: &str) -> BTreeMap<String, f32> {
    let mut vocabulary = Vocabulary::default();
    let asked = vocabulary.read(phrase);
    let mut found: Vec<(f32, &str)> = Vec::new();
    let mut stems: BTreeSet<Number> = BTreeSet::new();
    for topic in graph.topics() {
        let node = topic.node();
        let near = std::iter::once(&node.label).chain(&node.variants).map(|variant| {
            let words = vocabulary.read(variant);
            stems.extend(words.iter().map(|&word| vocabulary.word(word).stem));
            told(&vocabulary, &asked, &words)
        });
        let near = near.fold(0.0, f32::max);
        if near >= TABLE.search.least {
            found.push((near, topic.id()));
        }
    }
    let known = |word: &Number| {
        let word = vocabulary.word(*word);
        word.known || stems.contains(&word.stem)
    };
    if !asked.iter().all(known) {
        return BTreeMap::new();
    }
    found.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
    found.truncate(TABLE.search.most);
    found.into_iter().map(|(near, topic)| (topic.to_owned(), near)).collect()
}

/// How much of what the words asked tell is told by those of a phrase; nothing where one of them has no like there.
fn told(vocabulary: &Vocabulary, asked: &[Number], words: &[Number]) -> f32 {
    let (mut told, mut all) = (0.0, 0.0);
    for &word in asked {
        let word = vocabulary.word(word);
        let likest = words.iter().map(|&other| vocabulary.alike(word, vocabulary.word(other)));
        let likest = likest.fold(f32::NEG_INFINITY, f32::max);
        if likest < TABLE.search.least_word {
            return 0.0;
        }
        told += word.rarity * likest;
        all += word.rarity;
    }
    if all > 0.0 { told / all } else { 0.0 }
}
