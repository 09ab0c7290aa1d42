//! The finer PLOVER category of an act, from `data/plover.toml`.

use std::collections::{BTreeMap, HashMap};

use crate::schema::{Plover, RelationKind};

/// Categories by relation and by the lemma of the word that shows the act, where a relation covers two of them.
#[derive(Debug, Clone, Default)]
pub struct Categories(HashMap<RelationKind, HashMap<String, Plover>>);

impl Categories {
    /// The lists compiled into the program.
    ///
    /// # Panics
    /// When the compiled-in file is malformed, which a test rules out.
    pub fn builtin() -> Self {
        Self::parse(include_str!("../../data/plover.toml")).expect("data/plover.toml is well-formed")
    }

    fn parse(toml: &str) -> Result<Self, String> {
        let file: BTreeMap<RelationKind, BTreeMap<Plover, Vec<String>>> =
            toml::from_str(toml).map_err(|error| error.to_string())?;
        let mut all = HashMap::new();
        for (relation, categories) in file {
            let mut lemmas = HashMap::new();
            for (category, words) in categories {
                for word in words {
                    if lemmas.insert(word.clone(), category).is_some() {
                        return Err(format!("'{word}' stands twice under '{relation}'"));
                    }
                }
            }
            all.insert(relation, lemmas);
        }
        Ok(Self(all))
    }

    /// The category of an act of `relation` whose trigger has this lemma, in lower case: the relation's own unless the
    /// word shows a finer one.
    pub fn of(&self, relation: RelationKind, trigger_lemma: &str) -> Plover {
        let finer = self.0.get(&relation).and_then(|lemmas| lemmas.get(trigger_lemma));
        finer.copied().unwrap_or_else(|| relation.plover())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_withdraws_releases_or_resigns_retreats_and_who_eases_or_apologises_concedes() {
        let categories = Categories::builtin();
        for lemma in
            ["withdraw", "withdrawal", "pull", "release", "return", "resignation", "step", "disarm", "hold"]
        {
            assert_eq!(categories.of(RelationKind::Yielded, lemma), Plover::Retreat, "{lemma}");
        }
        for lemma in ["ease", "lift", "pardon", "apologize", "apology", "declare", "announce", "amnesty"] {
            assert_eq!(categories.of(RelationKind::Yielded, lemma), Plover::Concede, "{lemma}");
        }
    }

    #[test]
    fn the_words_of_one_relation_say_nothing_of_another() {
        let categories = Categories::builtin();
        for relation in RelationKind::ALL.into_iter().filter(|r| *r != RelationKind::Yielded) {
            assert_eq!(categories.of(relation, "withdraw"), relation.plover(), "{relation}");
        }
    }

    #[test]
    fn an_unknown_category_and_a_word_that_stands_twice_are_refused() {
        assert!(Categories::parse("[yielded]\nRETIRE = [\"leave\"]").is_err());
        assert!(Categories::parse("[gave]\nRETREAT = [\"leave\"]").is_err());
        let twice = "[yielded]\nRETREAT = [\"leave\"]\nCONCEDE = [\"leave\"]";
        assert!(Categories::parse(twice).unwrap_err().contains("'leave' stands twice under 'yielded'"));
    }
}
