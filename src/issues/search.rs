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
    let others = in_other_words(&mut vocabulary, &asked);
    let mut found: Vec<(f32, &str)> = Vec::new();
    let mut stems: BTreeSet<Number> = BTreeSet::new();
    for topic in graph.topics() {
        let node = topic.node();
        let near = std::iter::once(&node.label).chain(&node.variants).map(|variant| {
            let words = vocabulary.read(variant);
            stems.extend(words.iter().map(|&word| vocabulary.word(word).stem));
            let others =
                others.iter().map(|other| TABLE.search.other_words * told(&vocabulary, other, &words));
            others.fold(told(&vocabulary, &asked, &words), f32::max)
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

/// The words of a question with those of a phrase that it has put in other words that mean the same.
fn in_other_words(vocabulary: &mut Vocabulary, asked: &[Number]) -> BTreeSet<Vec<Number>> {
    let mut found = BTreeSet::new();
    for same in &TABLE.search.same {
        let phrases: Vec<Vec<Number>> = same.iter().map(|phrase| vocabulary.read(phrase)).collect();
        let stem = |word: &Number| vocabulary.word(*word).stem;
        let stems: BTreeSet<Number> = asked.iter().map(stem).collect();
        for own in phrases.iter().filter(|own| own.iter().all(|word| stems.contains(&stem(word)))) {
            let own: BTreeSet<Number> = own.iter().map(stem).collect();
            let rest: Vec<Number> = asked.iter().copied().filter(|word| !own.contains(&stem(word))).collect();
            found.extend(phrases.iter().map(|other| [&rest[..], &other[..]].concat()));
        }
    }
    found
}

/// How much of what the words asked tell is told by those of a phrase; nothing where one of them has no like there.
fn told(vocabulary: &Vocabulary, asked: &[Number], words: &[Number]) -> f32 {
    let rule = &TABLE.search;
    let (mut told, mut all) = (0.0, 0.0);
    for &word in asked {
        let likest = words.iter().map(|&other| vocabulary.alike(word, other));
        let likest = likest.fold(f32::NEG_INFINITY, f32::max);
        let word = vocabulary.word(word);
        let (least, part) = if word.bare { (rule.least_bare, rule.bare) } else { (rule.least_word, 1.0) };
        if likest < least {
            return 0.0;
        }
        told += part * word.rarity * likest;
        all += part * word.rarity;
    }
    if all > 0.0 { told / all } else { 0.0 }
}
