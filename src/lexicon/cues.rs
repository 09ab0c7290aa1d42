//! Function words and small closed classes, from `data/cues.toml`.

use std::collections::{HashMap, HashSet};

use serde::Deserialize;

use crate::schema::ActStatus;

/// Word lists that the reading of clauses needs. All words are lower case.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cues {
    /// Modal → what it says of its verb.
    pub modals: HashMap<String, ActStatus>,
    /// Lemma of an embedding predicate → what it says of its infinitive or gerund.
    pub embedders: HashMap<String, ActStatus>,
    /// Adjective before a noun → what it says of the event that the noun names.
    pub noun_statuses: HashMap<String, ActStatus>,
    /// Lemmas of verbs whose object does not take place.
    pub cancelling: HashSet<String>,
    /// Prepositions before the author of a thing: "a proposal by A".
    pub owner_prepositions: HashSet<String>,
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
    /// Pronouns that may stand for an infinitive further on: "it".
    pub expletives: HashSet<String>,
    /// Verbs and nouns of accusing and of denying it: "accuse", "denial".
    pub accusing: HashSet<String>,
    /// Words that bring in somebody beside the subject: "along", "alongside".
    pub companions: HashSet<String>,
    /// Prepositions between such a word and whom it brings in: "along with".
    pub companion_prepositions: HashSet<String>,
    /// Nouns for those around a person who do not stand for that person's state: "team".
    pub personal_teams: HashSet<String>,
    /// Words before the subject of an infinitive: "for".
    pub infinitive_openers: HashSet<String>,
    /// Lemmas of verbs that give their object a name.
    pub naming: HashSet<String>,
    /// Lemmas of the helpers of the perfect tenses.
    pub perfect: HashSet<String>,
    /// Modals of ability.
    pub able: HashSet<String>,
    /// Words that leave all others out: "only".
    pub sole: HashSet<String>,
    /// Words that open an indirect question: "whether".
    pub question_words: HashSet<String>,
    /// Words that open examples: "including", "such as".
    pub exemplifying: HashSet<String>,
    /// Lemmas of nouns that "as" belongs to: "his role as mediator".
    pub roles: HashSet<String>,
    /// Lemmas of verbs whose passive has the speaker for its subject.
    pub quoting: HashSet<String>,
    /// Lemmas of verbs of mind and fate, whose "will not" refuses nothing.
    pub mental: HashSet<String>,
    /// Lemmas of verbs that deny what their clause says.
    pub denying: HashSet<String>,
    /// Lemmas of verbs by which what is announced is done: "announced that the talks were cancelled".
    pub announcing: HashSet<String>,
    /// Conjunction words that add: "and".
    pub additive: HashSet<String>,
    /// Modals of obligation.
    pub obligation: HashSet<String>,
    /// Lemmas of verbs that bind the speaker: "promise".
    pub commissives: HashSet<String>,
    /// Lemmas of nouns that count others: "number".
    pub partitives: HashSet<String>,
    /// Prepositions after a partitive.
    pub partitive_prepositions: HashSet<String>,
    /// Lemmas of verbs that count members: "include".
    pub inclusion: HashSet<String>,
    /// Lemmas of nouns for people who may be asked or told.
    pub people: HashSet<String>,
    /// Lemmas of verbs of acceptance whose negation is a refusal: "does not accept".
    pub refusing_when_negated: HashSet<String>,
    /// Lemmas of verbs of motion whose participle looks ahead: "heading to".
    pub outbound: HashSet<String>,
    /// Relative pronouns that ask for a person.
    pub personal_relatives: HashSet<String>,
    /// Reflexive pronouns.
    pub reflexives: HashSet<String>,
    /// Lemmas of nouns before the name of a place: "port of".
    pub place_nouns: HashSet<String>,
    /// Words of a reciprocal pronoun: "each other".
    pub reciprocals: HashSet<String>,
    /// Lemmas of nouns for what speaks for its author: "a letter urging".
    pub documents: HashSet<String>,
    /// Lemmas of nouns that, after a preposition, say where or how.
    pub settings: HashSet<String>,
    /// Lemmas of nouns for people who act for their state.
    pub officials: HashSet<String>,
    /// Words that open a clause that is said: "that".
    pub complementizers: HashSet<String>,
    /// Prepositions by which a predicate governs an event noun: "hope for a meeting".
    pub event_prepositions: HashSet<String>,
    /// Prepositions before a setting: "on television".
    pub setting_prepositions: HashSet<String>,
    /// Prepositions that negate the gerund after them: "without".
    pub negative_prepositions: HashSet<String>,
    /// Prepositions whose gerund is an adjunct: "after meeting".
    pub adjunct_prepositions: HashSet<String>,
    /// Conjunctions that share a negation: "or".
    pub alternatives: HashSet<String>,
    /// Adverbs that deny the infinitive of their adjective: "too".
    pub excess: HashSet<String>,
    /// Adverbs that take the force from a negation: "only".
    pub restrictives: HashSet<String>,
    /// Lemmas of verbs with a participle for what is done to their object: "have".
    pub causatives: HashSet<String>,
    /// Lemmas of copulas whose infinitive lies ahead: "is to visit".
    pub future_copulas: HashSet<String>,
    /// Lemmas of proxies that are things or deeds.
    pub thing_proxies: HashSet<String>,
    /// Modals by which a course is suggested.
    pub suggestive: HashSet<String>,
    /// Conjunctions of contrast.
    pub contrasts: HashSet<String>,
    /// Conjunctions of condition.
    pub conditionals: HashSet<String>,
    /// Adverbs of possibility.
    pub hedges: HashSet<String>,
    /// Negating adverbs and conjunctions.
    pub negators: HashSet<String>,
    /// "nobody", "nothing".
    pub negative_pronouns: HashSet<String>,
    /// "no", "neither".
    pub negative_determiners: HashSet<String>,
    /// Determiners that are kept before a topic: "no".
    pub kept_determiners: HashSet<String>,
    /// Lemmas of verbs with an object whose infinitive the subject does.
    pub subject_control: HashSet<String>,
    /// Prepositions whose gerund the object does.
    pub object_control_prepositions: HashSet<String>,
    /// Prepositions of a passive's agent.
    pub agent_prepositions: HashSet<String>,
    /// Prepositions after a noun before all who share in it: "between".
    pub mutual_prepositions: HashSet<String>,
    /// Prepositions after a noun before what it is done to: "of".
    pub genitive_prepositions: HashSet<String>,
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
        assert_eq!(cues.modals.get("will"), Some(&ActStatus::Planned));
    }
}
