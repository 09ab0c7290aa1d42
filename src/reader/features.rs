//! What the reader sees of a word beside its pieces: tag, label, kind of mention, type of entity; and of a pair of words
//! their distance and the way from one to the other through the tree. Computed as `train/examples.py` does.

use std::collections::HashMap;

use super::model::Header;
use crate::text::{AnalysedText, Deprel, Tag};

/// Arcs of a path that has an embedding of its own.
const LONGEST_PATH: usize = 5;

/// Buckets of distance on either side.
const SIDE: usize = 12;

/// Numbers of distances.
pub const DISTANCES: usize = 2 * SIDE;

/// Distances in words at which a further bucket begins, behind those of 0 to 5.
const BUCKETS: [usize; 5] = [9, 14, 22, 34, 52];

/// Words on either side of a trigger among which its ends are looked for.
pub const REACH: usize = 60;

/// Numbers of tags, labels and paths; 0 is whatever has none.
#[derive(Debug)]
pub struct Vocabulary {
    tags: [u8; Tag::ALL.len()],
    deprels: [u8; Deprel::ALL.len()],
    paths: HashMap<Way, u16>,
}

/// A path: labels on the way up, then [`DOWN`], then labels on the way down; [`END`] to the end.
type Way = [u8; LONGEST_PATH + 2];

const DOWN: u8 = u8::MAX - 1;
const END: u8 = u8::MAX;

impl Vocabulary {
    /// The numbers that a model gives.
    pub fn new(header: &Header) -> Self {
        let number =
            |names: &[String], name: &str| names.iter().position(|n| n == name).map_or(0, |k| k as u8 + 1);
        let deprel = |name: &str| {
            let label = Deprel::ALL.into_iter().find(|label| format!("{label:?}") == name);
            label.map(|label| label as u8)
        };
        let way = |path: &str| -> Option<Way> {
            let (up, down) = path.split_once('|')?;
            let labels = |part: &str, joint: char| -> Option<Vec<u8>> {
                part.split(joint).filter(|label| !label.is_empty()).map(deprel).collect()
            };
            let way = [labels(up, '^')?, vec![DOWN], labels(down, '>')?].concat();
            let mut filled = [END; LONGEST_PATH + 2];
            filled.get_mut(..way.len())?.copy_from_slice(&way);
            Some(filled)
        };
        Self {
            tags: Tag::ALL.map(|tag| number(&header.tags, &format!("{tag:?}"))),
            deprels: Deprel::ALL.map(|label| number(&header.deprels, &format!("{label:?}"))),
            paths: header.paths.iter().zip(1..).filter_map(|(path, k)| Some((way(path)?, k))).collect(),
        }
    }

    /// The numbers of a token's tag and label.
    pub fn word(&self, doc: &AnalysedText, token: usize) -> [usize; 2] {
        let token = &doc.tokens[token];
        [usize::from(self.tags[token.tag as usize]), usize::from(self.deprels[token.deprel as usize])]
    }

    /// The number of the way from `trigger` to `word`.
    pub fn path(&self, doc: &AnalysedText, trigger: &Upward, word: usize) -> usize {
        let mut down = [0u8; LONGEST_PATH];
        let mut at = word;
        for steps in 0..LONGEST_PATH {
            if let Some(top) = trigger.tokens[..trigger.count].iter().position(|&t| t == at) {
                if top + steps > LONGEST_PATH {
                    return 0;
                }
                let mut way = [END; LONGEST_PATH + 2];
                for (slot, &token) in way.iter_mut().zip(&trigger.tokens[..top]) {
                    *slot = doc.tokens[token].deprel as u8;
                }
                way[top] = DOWN;
                for (slot, &label) in way[top + 1..].iter_mut().zip(down[..steps].iter().rev()) {
                    *slot = label;
                }
                return self.paths.get(&way).map_or(0, |&k| usize::from(k));
            }
            let Some(above) = doc.head(at) else { return 0 };
            down[steps] = doc.tokens[at].deprel as u8;
            at = above;
        }
        0
    }
}

/// A token and those above it, as far as paths go.
#[derive(Debug)]
pub struct Upward {
    tokens: [usize; LONGEST_PATH + 1],
    count: usize,
}

impl Upward {
    /// What stands above `token`.
    pub fn of(doc: &AnalysedText, token: usize) -> Self {
        let mut up = Self { tokens: [token; LONGEST_PATH + 1], count: 1 };
        while up.count <= LONGEST_PATH
            && let Some(above) = doc.head(up.tokens[up.count - 1])
        {
            up.tokens[up.count] = above;
            up.count += 1;
        }
        up
    }
}

/// The number of the distance from `trigger` to `word`.
pub fn bucket(trigger: usize, word: usize) -> usize {
    let size = trigger.abs_diff(word);
    let step = if size < 6 { size } else { 6 + BUCKETS.iter().filter(|&&limit| size >= limit).count() };
    step + if word >= trigger { SIDE } else { 0 }
}
