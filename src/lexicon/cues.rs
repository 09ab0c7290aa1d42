//! Function words and small closed classes, from `data/cues.toml`.

use std::collections::{HashMap, HashSet};

use serde::Deserialize;

/// Word lists that the reading of clauses needs. All words are lower case.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cues {
    /// Prepositions between a proxy noun and what it stands for: "officials from A".
    pub proxy_prepositions: HashSet<String>,
    /// Pronouns that take up several things.
    pub plural_pronouns: HashSet<String>,
    /// Pronouns that take up one thing.
    pub singular_pronouns: HashSet<String>,
    /// Lemma of a speech verb → the attitude that it shows.
    pub speech: HashMap<String, String>,
    /// First words of "according to" and its like.
    pub source_prepositions: HashSet<String>,
    /// Prepositions before what something is called: "described it as".
    pub role_prepositions: HashSet<String>,
    /// Verbs and nouns of accusing and of denying it: "accuse", "denial".
    pub accusing: HashSet<String>,
    /// Nouns for those around a person who do not stand for that person's state: "team".
    pub personal_teams: HashSet<String>,
    /// Lemmas of the helpers of the perfect tenses.
    pub perfect: HashSet<String>,
    /// Words that open examples: "including", "such as".
    pub exemplifying: HashSet<String>,
    /// Lemmas of nouns that "as" belongs to: "his role as mediator".
    pub roles: HashSet<String>,
    /// Lemmas of verbs whose passive has the speaker for its subject.
    pub quoting: HashSet<String>,
    /// Conjunction words that add: "and".
    pub additive: HashSet<String>,
    /// Lemmas of nouns that count others: "number".
    pub partitives: HashSet<String>,
    /// Prepositions after a partitive.
    pub partitive_prepositions: HashSet<String>,
    /// Lemmas of verbs that count members: "include".
    pub inclusion: HashSet<String>,
    /// Lemmas of nouns for people who may be asked or told.
    pub people: HashSet<String>,
    /// Relative pronouns that ask for a person.
    pub personal_relatives: HashSet<String>,
    /// Reflexive pronouns.
    pub reflexives: HashSet<String>,
    /// Lemmas of nouns before the name of a place: "port of".
    pub place_nouns: HashSet<String>,
    /// Lemmas of nouns for what speaks for its author: "a letter urging".
    pub documents: HashSet<String>,
    /// Lemmas of nouns for people who act for their state.
    pub officials: HashSet<String>,
    /// Words that open a clause that is said: "that".
    pub complementizers: HashSet<String>,
    /// Lemmas of verbs with a participle for what is done to their object: "have".
    pub causatives: HashSet<String>,
    /// Lemmas of proxies that are things or deeds.
    pub thing_proxies: HashSet<String>,
    /// Determiners that are kept before a topic: "no".
    pub kept_determiners: HashSet<String>,
    /// Prepositions that name all who share in something: "between".
    pub sharing: HashSet<String>,
    /// Lemmas of verbs that tell of a meeting or visit.
    pub contacts: HashSet<String>,
    /// Prepositions that open what a wish is for or against.
    pub wished: HashSet<String>,
    /// Lemmas of nouns that name no topic by themselves: "matter".
    pub unspecific: HashSet<String>,
    /// Lemmas of verbs with an object whose infinitive the subject does.
    pub subject_control: HashSet<String>,
    /// Prepositions whose gerund the object does.
    pub object_control_prepositions: HashSet<String>,
    /// Prepositions of a passive's agent.
    pub agent_prepositions: HashSet<String>,
    /// Words that set a condition.
    pub conditions: HashSet<String>,
    /// Lemmas of nouns that stand for the state or body named with them.
    pub proxies: HashSet<String>,
}

impl Cues {
    /// The lists compiled into the program.
    ///
    /// # Panics
    /// When the compiled-in file is malformed, which a test rules out.
    pub fn builtin() -> Self {
        toml::from_str(include_str!("../../data/cues.toml")).expect("data/cues.toml is well-formed")
    }

    /// Whether a noun names people, or those who stand for a state or body.
    pub fn is_people(&self, lemma: &str) -> bool {
        self.people.contains(lemma) || self.proxies.contains(lemma) && !self.thing_proxies.contains(lemma)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_compiled_in_lists_are_well_formed_and_people_are_no_things() {
        let cues = Cues::builtin();
        assert!(cues.is_people("government") && cues.is_people("lawmaker"));
        assert!(!cues.is_people("missile") && !cues.is_people("deal"));
        assert_eq!(cues.speech.get("say").map(String::as_str), Some("state"));
    }
}
