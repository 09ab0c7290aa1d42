//! Function words and small closed classes, from `data/cues.toml`.

use std::collections::{HashMap, HashSet};

use serde::Deserialize;

use crate::schema::ActStatus;

/// Word lists that the reading of clauses needs. All words are lower case.
#[derive(Debug, Clone, Default)]
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
    /// Lemmas of copulas whose infinitive lies ahead: "is to visit".
    pub future_copulas: HashSet<String>,
    /// Lemmas of proxies that are things or deeds.
    pub thing_proxies: HashSet<String>,
    /// Modals by which a course is suggested.
    pub suggestive: HashSet<String>,
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

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    modals: HashMap<String, ActStatus>,
    embedders: HashMap<String, ActStatus>,
    noun_statuses: HashMap<String, ActStatus>,
    speech: HashMap<String, String>,
    lists: Lists,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Lists {
    suggestive: HashSet<String>,
    thing_proxies: HashSet<String>,
    future_copulas: HashSet<String>,
    negative_prepositions: HashSet<String>,
    setting_prepositions: HashSet<String>,
    event_prepositions: HashSet<String>,
    complementizers: HashSet<String>,
    officials: HashSet<String>,
    settings: HashSet<String>,
    documents: HashSet<String>,
    reciprocals: HashSet<String>,
    place_nouns: HashSet<String>,
    reflexives: HashSet<String>,
    personal_relatives: HashSet<String>,
    outbound: HashSet<String>,
    refusing_when_negated: HashSet<String>,
    people: HashSet<String>,
    inclusion: HashSet<String>,
    partitive_prepositions: HashSet<String>,
    partitives: HashSet<String>,
    commissives: HashSet<String>,
    obligation: HashSet<String>,
    additive: HashSet<String>,
    role_prepositions: HashSet<String>,
    source_prepositions: HashSet<String>,
    singular_pronouns: HashSet<String>,
    plural_pronouns: HashSet<String>,
    proxy_prepositions: HashSet<String>,
    owner_prepositions: HashSet<String>,
    cancelling: HashSet<String>,
    conditionals: HashSet<String>,
    hedges: HashSet<String>,
    negators: HashSet<String>,
    negative_pronouns: HashSet<String>,
    negative_determiners: HashSet<String>,
    subject_control: HashSet<String>,
    object_control_prepositions: HashSet<String>,
    agent_prepositions: HashSet<String>,
    conditions: HashSet<String>,
    proxies: HashSet<String>,
}

impl Cues {
    /// The lists compiled into the program.
    ///
    /// # Panics
    /// When the compiled-in file is malformed, which a test rules out.
    pub fn builtin() -> Self {
        Self::parse(include_str!("../../data/cues.toml")).expect("data/cues.toml is well-formed")
    }

    /// Whether a noun names people, or those who stand for a state or body.
    pub fn is_people(&self, lemma: &str) -> bool {
        self.people.contains(lemma) || self.proxies.contains(lemma) && !self.thing_proxies.contains(lemma)
    }

    fn parse(toml: &str) -> Result<Self, toml::de::Error> {
        let File { modals, embedders, noun_statuses, speech, lists } = toml::from_str(toml)?;
        Ok(Self {
            modals,
            embedders,
            noun_statuses,
            cancelling: lists.cancelling,
            suggestive: lists.suggestive,
            thing_proxies: lists.thing_proxies,
            future_copulas: lists.future_copulas,
            negative_prepositions: lists.negative_prepositions,
            setting_prepositions: lists.setting_prepositions,
            event_prepositions: lists.event_prepositions,
            complementizers: lists.complementizers,
            officials: lists.officials,
            settings: lists.settings,
            documents: lists.documents,
            reciprocals: lists.reciprocals,
            place_nouns: lists.place_nouns,
            reflexives: lists.reflexives,
            personal_relatives: lists.personal_relatives,
            outbound: lists.outbound,
            refusing_when_negated: lists.refusing_when_negated,
            people: lists.people,
            inclusion: lists.inclusion,
            partitive_prepositions: lists.partitive_prepositions,
            partitives: lists.partitives,
            commissives: lists.commissives,
            obligation: lists.obligation,
            additive: lists.additive,
            role_prepositions: lists.role_prepositions,
            speech,
            source_prepositions: lists.source_prepositions,
            singular_pronouns: lists.singular_pronouns,
            plural_pronouns: lists.plural_pronouns,
            proxy_prepositions: lists.proxy_prepositions,
            owner_prepositions: lists.owner_prepositions,
            conditionals: lists.conditionals,
            hedges: lists.hedges,
            negators: lists.negators,
            negative_pronouns: lists.negative_pronouns,
            negative_determiners: lists.negative_determiners,
            subject_control: lists.subject_control,
            object_control_prepositions: lists.object_control_prepositions,
            agent_prepositions: lists.agent_prepositions,
            conditions: lists.conditions,
            proxies: lists.proxies,
        })
    }
}
