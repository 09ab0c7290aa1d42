//! Modes of events and roots of CAMEO, from `data/events/modes.toml`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::schema::{Plover, RelationKind};

use super::sectors::words;

/// What tells the mode of an event and its CAMEO root.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EventWords {
    relations: BTreeMap<RelationKind, String>,
    modes: BTreeMap<Plover, BTreeMap<String, Vec<String>>>,
    cameo: BTreeMap<RelationKind, String>,
    cameo_modes: BTreeMap<Plover, BTreeMap<String, String>>,
    cameo_words: BTreeMap<RelationKind, BTreeMap<String, Vec<String>>>,
}

static BUILTIN: LazyLock<EventWords> = LazyLock::new(|| {
    toml::from_str(include_str!("../../data/events/modes.toml")).expect("data/events/modes.toml is tested")
});

impl EventWords {
    /// The lists compiled into the program.
    pub fn builtin() -> &'static EventWords {
        &BUILTIN
    }

    /// The PLOVER mode of an act of `relation` and `category` that these words show: of the relation, or the one mode whose
    /// words are among them.
    pub fn mode(&self, relation: RelationKind, category: Plover, quote: &str) -> Option<&str> {
        if let Some(mode) = self.relations.get(&relation).filter(|_| category == relation.plover()) {
            return Some(mode);
        }
        let quote = words(quote);
        let modes = self.modes.get(&category)?;
        let mut found = modes.iter().filter(|(_, list)| has(&quote, list)).map(|(mode, _)| mode.as_str());
        found.next().filter(|_| found.next().is_none())
    }

    /// The root of CAMEO of an act, in two digits.
    pub fn cameo(&self, relation: RelationKind, category: Plover, mode: Option<&str>, quote: &str) -> &str {
        let by_mode = mode.and_then(|mode| self.cameo_modes.get(&category)?.get(mode));
        let by_word = || {
            let quote = words(quote);
            let roots = self.cameo_words.get(&relation)?;
            roots.iter().find(|(_, list)| has(&quote, list)).map(|(root, _)| root)
        };
        by_mode.or_else(by_word).or_else(|| self.cameo.get(&relation)).map_or("", String::as_str)
    }
}

/// Whether one of the words is in the list, or begins as one of it that ends in `*`.
fn has(words: &[String], list: &[String]) -> bool {
    words.iter().any(|word| {
        list.iter().any(|item| match item.strip_suffix('*') {
            Some(beginning) => word.starts_with(beginning),
            None => word == item,
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn coded(relation: RelationKind, quote: &str) -> (Option<&'static str>, &'static str) {
        let (words, category) = (EventWords::builtin(), relation.plover());
        let mode = words.mode(relation, category, quote);
        (mode, words.cameo(relation, category, mode, quote))
    }

    #[test]
    fn every_relation_has_a_root_of_cameo() {
        for relation in RelationKind::ALL {
            let (_, root) = coded(relation, "");
            assert!(root.parse::<u8>().is_ok_and(|root| (1..=20).contains(&root)), "{relation}: {root}");
        }
    }

    #[test]
    fn the_words_of_one_mode_tell_it_and_those_of_two_leave_it_open() {
        use RelationKind::{Attacked, Coerced, Criticized, Demanded, Met, Visited};
        assert_eq!(coded(Coerced, "police detained 30 people"), (Some("arrest"), "17"));
        assert_eq!(coded(Coerced, "police detained 30 people and banned rallies"), (None, "17"));
        assert_eq!(coded(Attacked, "gunmen kidnapped the mayor"), (Some("abduct"), "18"));
        assert_eq!(coded(Attacked, "a drone hit the port"), (Some("drone"), "19"));
        assert_eq!(coded(Visited, "flew to Kyiv for the summit"), (Some("visit"), "04"));
        assert_eq!(coded(Met, "spoke by telephone"), (Some("phone"), "04"));
        assert_eq!(coded(Criticized, "began an investigation of the firm"), (Some("investigate"), "09"));
        assert_eq!(
            (coded(Demanded, "urged calm"), coded(Demanded, "demanded calm")),
            ((None, "02"), (None, "10"))
        );
    }
}
