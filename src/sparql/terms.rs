//! The terms of a dataset, each with a number.

use std::hash::{DefaultHasher, Hash, Hasher};

use hashbrown::HashTable;
use oxrdf::Term;

/// A number for each term, from 1 in the order of their coming.
#[derive(Debug, Default)]
pub(super) struct Terms {
    all: Vec<Term>,
    numbers: HashTable<u32>,
}

impl Terms {
    /// The number of `term`, a new one where it has none.
    ///
    /// # Panics
    /// When there are more than `u32::MAX` terms: their texts alone would take some hundreds of gigabytes.
    pub fn number(&mut self, term: Term) -> u32 {
        if let Some(number) = self.find(&term) {
            return number;
        }
        let hash = hash(&term);
        self.all.push(term);
        let number = u32::try_from(self.all.len()).expect("there are at most u32::MAX terms");
        self.numbers.insert_unique(hash, number, |&other| hash_of(&self.all, other));
        number
    }

    /// The number of `term`, where it has one.
    pub fn find(&self, term: &Term) -> Option<u32> {
        self.numbers.find(hash(term), |&number| self.all[number as usize - 1] == *term).copied()
    }

    /// The term of a number that was given here.
    pub fn get(&self, number: u32) -> &Term {
        &self.all[number as usize - 1]
    }
}

fn hash_of(all: &[Term], number: u32) -> u64 {
    hash(&all[number as usize - 1])
}

fn hash(term: &Term) -> u64 {
    let mut hasher = DefaultHasher::new();
    term.hash(&mut hasher);
    hasher.finish()
}
