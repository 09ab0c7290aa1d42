//! Verbs by the relation that they ask for, from `data/verbs.toml`.

use std::collections::{BTreeMap, HashMap, HashSet};

use serde::Deserialize;

use crate::schema::RelationKind;

/// A verb that asks for a relation: the words that it needs beside its head.
#[derive(Debug, Clone)]
pub struct Trigger {
    /// Lemmas of particles, prepositions or object nouns that must be there.
    pub satellites: Vec<String>,
    /// What it asks for.
    pub relation: RelationKind,
}

/// `data/verbs.toml`; the file explains each list.
#[derive(Debug, Clone, Default)]
pub struct Verbs {
    /// By the lemma of the verb; those of most words first.
    pub triggers: HashMap<String, Vec<Trigger>>,
    /// Verbs that lend their subject to their object noun.
    pub light: HashSet<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    light: HashSet<String>,
    relations: BTreeMap<RelationKind, Vec<String>>,
}

impl Verbs {
    /// The list compiled into the program.
    ///
    /// # Panics
    /// When the compiled-in file is malformed, which a test rules out.
    pub fn builtin() -> Self {
        let file: File =
            toml::from_str(include_str!("../../data/verbs.toml")).expect("data/verbs.toml is well-formed");
        let mut triggers: HashMap<String, Vec<Trigger>> = HashMap::new();
        for (relation, verbs) in file.relations {
            for verb in verbs {
                let mut words = verb.split(' ').map(str::to_owned);
                let head = words.next().unwrap_or_default();
                triggers.entry(head).or_default().push(Trigger { satellites: words.collect(), relation });
            }
        }
        #[expect(clippy::iter_over_hash_type, reason = "each list is sorted by itself")]
        for own in triggers.values_mut() {
            own.sort_by_key(|t| std::cmp::Reverse(t.satellites.len()));
        }
        Self { triggers, light: file.light }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_verbs_compiled_in_ask_for_the_relations_by_their_words() {
        let verbs = Verbs::builtin();
        let asks = |lemma: &str| verbs.triggers[lemma].iter().map(|t| t.relation).collect::<Vec<_>>();
        assert!(asks("meet").contains(&RelationKind::Met));
        assert!(asks("sanction").contains(&RelationKind::Sanctioned));
        assert!(verbs.light.contains("hold"));
    }
}
