//! Frames: from a predicate and its roles to a relation, from `data/frames.toml`.

use std::collections::{HashMap, HashSet};

use serde::Deserialize;

use crate::schema::{EntityType, Plover, RelationKind};

/// Where an end of a relation is found, seen from its trigger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Selector {
    /// Logical subject.
    Subject,
    /// Logical object.
    Object,
    /// Dative, subject of an infinitival complement, or an object beside a complement.
    Addressee,
    /// Clausal complement.
    Complement,
    /// Subject of the clausal complement.
    ComplementSubject,
    /// Object of the clausal complement.
    ComplementObject,
    /// What follows this preposition.
    Prep(String),
    /// Possessor of the trigger, or of the topic when the trigger is a verb.
    Owner,
    /// Possessor of the topic.
    OwnerOfTopic,
    /// Name or demonym that modifies the trigger.
    Modifier,
    /// Subject of the light verb that carries the trigger.
    Light,
    /// Subject of the verb that the trigger hangs on by a preposition.
    Governor,
    /// Subject of the verb of receiving whose object the trigger is.
    Receiver,
    /// Two or more possessors.
    OwnerPair,
    /// The noun beside which the trigger stands in apposition.
    Apposition,
    /// Subject of the condition on a complement.
    Condition,
    /// The trigger's own noun phrase.
    Itself,
}

/// What a frame may ask of a clausal complement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum Complement {
    /// An infinitive, a subjunctive, or a clause with a modal of obligation.
    #[serde(rename = "directive")]
    Directive,
    /// No clause at all, a gerund, or a clause that says what should or could be done: nothing that is claimed.
    #[serde(rename = "no claim")]
    NoClaim,
    /// A clause with a subject of its own.
    #[serde(rename = "other subject")]
    OtherSubject,
    /// A clause that says what may happen to others, without a condition.
    #[serde(rename = "risk")]
    Risk,
}

/// A frame as it is used: see `data/frames.toml` for the words.
#[derive(Debug, Clone)]
pub struct Frame {
    /// What it gives.
    pub relation: RelationKind,
    /// Its PLOVER category.
    pub plover: Plover,
    /// Where the actor is.
    pub source: Vec<Selector>,
    /// Where the other actor is.
    pub target: Vec<Selector>,
    /// Where the topic is.
    pub topic: Vec<Selector>,
    /// Lemmas of which the topic must hold one; empty for no such condition.
    pub topic_words: HashSet<String>,
    /// What the clausal complement must be.
    pub complement: Option<Complement>,
    /// Light verbs of this frame's nouns; empty for all.
    pub light: HashSet<String>,
    /// Whether an act without a target is none.
    pub needs_target: bool,
    /// Whether an act without a topic is none.
    pub needs_topic: bool,
    /// Whether those in one role are paired with each other: A and B met.
    pub pairs: bool,
    /// Whether the source must be a person, state, organization or group that acts, not a place.
    pub people: bool,
    /// Whether it holds only where the trigger is negated.
    pub negated: bool,
    /// Kinds that the source may be; empty for any.
    pub source_kinds: Vec<EntityType>,
    /// Kinds that the target may be; empty for any.
    pub target_kinds: Vec<EntityType>,
    /// Lemmas of topics that are none.
    pub topic_not: HashSet<String>,
    /// Whether the target is a place.
    pub places: bool,
    /// Sentences that must give the relation.
    pub matches: Vec<String>,
    /// Sentences that must not.
    pub leaves: Vec<String>,
}

/// A trigger: the words beside the head that it needs, and its frame.
#[derive(Debug, Clone)]
pub struct Trigger {
    /// Lemmas of particles, prepositions, objects or modifiers that must be there.
    pub satellites: Vec<String>,
    /// Index into [`Frames::frames`].
    pub frame: usize,
}

/// All frames, indexed by the lemma of their triggers' heads.
#[derive(Debug, Clone, Default)]
pub struct Frames {
    /// The frames, in the order of the file.
    pub frames: Vec<Frame>,
    /// Triggers by verb lemma.
    pub verbs: HashMap<String, Vec<Trigger>>,
    /// Triggers by noun lemma.
    pub nouns: HashMap<String, Vec<Trigger>>,
    /// Triggers by adjective lemma.
    pub adjectives: HashMap<String, Vec<Trigger>>,
    /// Verbs that carry a noun; they belong to no frame.
    pub support: SupportVerbs,
}

/// Support verbs, by lemma: with them the event is what the noun says, "held talks", "won backing".
#[derive(Debug, Clone, Default)]
pub struct SupportVerbs {
    /// Verbs that lend their subject to their object noun.
    pub light: HashSet<String>,
    /// Verbs whose subject is at the other end of their object noun.
    pub receiving: HashSet<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    light_verbs: HashSet<String>,
    receiving_verbs: HashSet<String>,
    frame: Vec<FileFrame>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileFrame {
    relation: RelationKind,
    plover: Option<Plover>,
    #[serde(default)]
    verbs: Vec<String>,
    #[serde(default)]
    nouns: Vec<String>,
    #[serde(default)]
    adjectives: Vec<String>,
    source: Option<Vec<String>>,
    #[serde(default)]
    target: Vec<String>,
    #[serde(default)]
    topic: Vec<String>,
    #[serde(default)]
    topic_words: HashSet<String>,
    complement: Option<Complement>,
    #[serde(default)]
    light: HashSet<String>,
    #[serde(default)]
    needs: Vec<String>,
    #[serde(default)]
    pairs: bool,
    #[serde(default)]
    people: bool,
    #[serde(default)]
    negated: bool,
    #[serde(default)]
    source_kinds: Vec<EntityType>,
    #[serde(default)]
    target_kinds: Vec<EntityType>,
    #[serde(default)]
    topic_not: HashSet<String>,
    #[serde(default)]
    places: bool,
    #[serde(rename = "match")]
    matches: Vec<String>,
    #[serde(rename = "leave")]
    leaves: Vec<String>,
}

fn selector(word: &str) -> Result<Selector, String> {
    Ok(match word {
        "subj" => Selector::Subject,
        "obj" => Selector::Object,
        "addressee" => Selector::Addressee,
        "comp" => Selector::Complement,
        "comp_subj" => Selector::ComplementSubject,
        "comp_obj" => Selector::ComplementObject,
        "owner" => Selector::Owner,
        "owner_of_topic" => Selector::OwnerOfTopic,
        "modifier" => Selector::Modifier,
        "light" => Selector::Light,
        "governor" => Selector::Governor,
        "receiver" => Selector::Receiver,
        "owner_pair" => Selector::OwnerPair,
        "appos" => Selector::Apposition,
        "condition" => Selector::Condition,
        "self" => Selector::Itself,
        _ => match word.strip_prefix("prep:") {
            Some(preposition) => Selector::Prep(preposition.to_owned()),
            None => return Err(format!("'{word}' is no selector")),
        },
    })
}

fn selectors(words: &[String]) -> Result<Vec<Selector>, String> {
    words.iter().map(|w| selector(w)).collect()
}

impl Frames {
    /// The frames compiled into the program.
    ///
    /// # Panics
    /// When the compiled-in file is malformed, which a test rules out.
    pub fn builtin() -> Self {
        Self::parse(include_str!("../../data/frames.toml")).expect("data/frames.toml is well-formed")
    }

    fn parse(toml: &str) -> Result<Self, String> {
        let file: File = toml::from_str(toml).map_err(|e| e.to_string())?;
        let mut out = Frames {
            support: SupportVerbs { light: file.light_verbs, receiving: file.receiving_verbs },
            ..Frames::default()
        };
        for (index, raw) in file.frame.into_iter().enumerate() {
            let name = format!("frame {} ({})", index + 1, raw.relation);
            if raw.matches.is_empty() || raw.leaves.is_empty() {
                return Err(format!("{name} has no sentences to match or to leave alone"));
            }
            for (map, triggers, head_last) in [
                (&mut out.verbs, &raw.verbs, false),
                (&mut out.nouns, &raw.nouns, true),
                (&mut out.adjectives, &raw.adjectives, false),
            ] {
                for trigger in triggers {
                    let mut words: Vec<String> = trigger.split(' ').map(str::to_owned).collect();
                    let head = if head_last { words.pop() } else { Some(words.remove(0)) };
                    let head = head.ok_or_else(|| format!("{name} has an empty trigger"))?;
                    map.entry(head).or_default().push(Trigger { satellites: words, frame: index });
                }
            }
            if let Some(other) = raw.needs.iter().find(|n| !matches!(n.as_str(), "target" | "topic")) {
                return Err(format!("{name} needs '{other}', which is no end"));
            }
            let needs = |what: &str| raw.needs.iter().any(|n| n == what);
            out.frames.push(Frame {
                relation: raw.relation,
                plover: raw.plover.unwrap_or(raw.relation.plover()),
                source: match &raw.source {
                    Some(words) => selectors(words).map_err(|e| format!("{name}: {e}"))?,
                    None => vec![Selector::Subject],
                },
                target: selectors(&raw.target).map_err(|e| format!("{name}: {e}"))?,
                topic: selectors(&raw.topic).map_err(|e| format!("{name}: {e}"))?,
                topic_words: raw.topic_words,
                complement: raw.complement,
                light: raw.light,
                needs_target: needs("target"),
                needs_topic: needs("topic"),
                pairs: raw.pairs,
                people: raw.people,
                negated: raw.negated,
                source_kinds: raw.source_kinds,
                target_kinds: raw.target_kinds,
                topic_not: raw.topic_not,
                places: raw.places,
                matches: raw.matches,
                leaves: raw.leaves,
            });
        }
        // The more words a trigger has, the more it says: it is tried first.
        for map in [&mut out.verbs, &mut out.nouns, &mut out.adjectives] {
            #[expect(clippy::iter_over_hash_type, reason = "each list is sorted by itself")]
            for triggers in map.values_mut() {
                triggers.sort_by_key(|t| std::cmp::Reverse(t.satellites.len()));
            }
        }
        Ok(out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_compiled_in_frames_cover_the_twelve_relations_that_rules_read() {
        use RelationKind::{Coerced, Cooperated, Mobilized, Protested, Yielded};
        let frames = Frames::builtin();
        for relation in RelationKind::ALL {
            let read = ![Cooperated, Yielded, Protested, Mobilized, Coerced].contains(&relation);
            assert_eq!(frames.frames.iter().any(|f| f.relation == relation), read, "{relation}");
        }
    }

    #[test]
    fn a_frame_without_examples_or_with_an_unknown_selector_is_refused() {
        let frame = |rest: &str| {
            format!("light_verbs = []\nreceiving_verbs = []\n[[frame]]\nrelation = \"met\"\n{rest}")
        };
        assert!(Frames::parse(&frame("match = [\"A met B.\"]\nleave = []")).unwrap_err().contains("leave"));
        let bad = frame("match = [\"A.\"]\nleave = [\"B.\"]\ntarget = [\"objekt\"]");
        assert!(Frames::parse(&bad).unwrap_err().contains("'objekt' is no selector"));
    }
}
