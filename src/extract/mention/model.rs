//! The mentions of a text and the entities that they are mentions of.

use std::ops::Range;

use crate::schema::EntityType;

/// How a mention refers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MentionKind {
    /// A proper name: "Donald Trump", "Kyiv", "the Kremlin". Titles before it are not inside.
    Name,
    /// An adjective or noun of nationality that stands for its country: "British" in "British Prime Minister".
    Demonym,
    /// A description or a title standing alone: "the US leader", "the bloc", "both sides".
    Description,
    /// A personal, possessive or relative pronoun of the third person.
    Pronoun,
    /// A pronoun of the first person; whom it points to is known once the speaker is.
    FirstPerson,
}

/// Words that point to an entity, or to several.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// Its tokens; never empty.
    pub tokens: Range<usize>,
    /// The token that stands for it in the tree.
    pub head: usize,
    /// How it refers.
    pub kind: MentionKind,
    /// Index of the entity in [`Mentions::entities`], if it is one and is known.
    pub entity: Option<usize>,
    /// Indices of the entities behind a plural mention ("the two leaders", "they"); empty for any other.
    pub members: Vec<usize>,
}

/// Grammatical gender of a person, as far as titles, names and pronouns show it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Gender {
    /// he, him, his
    Masculine,
    /// she, her
    Feminine,
}

impl Gender {
    /// Whether any of the entities is known to have each, by its number.
    pub fn among(entities: &[EntityDraft]) -> [bool; 2] {
        let mut there = [false; 2];
        entities.iter().filter_map(|draft| draft.gender).for_each(|gender| there[gender as usize] = true);
        there
    }
}

/// An entity of one text, before it becomes part of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntityDraft {
    /// Lower-case slug of the name; unique in the text.
    pub id: String,
    /// Its kind. A [`EntityType::Group`] belongs in a record only if it takes part in a relation.
    pub kind: EntityType,
    /// Canonical name of the gazetteer, else the fullest form in the text.
    pub name: String,
    /// Identifiers as in [`crate::schema::Entity::same_as`].
    pub same_as: Vec<String>,
    /// Gender of a person, where the text shows it.
    pub gender: Option<Gender>,
    /// Entity of the country that the text gives for it: nationality, seat of an office, owner of a ministry.
    pub country: Option<usize>,
    /// Whether it has a name, or what stands for one. What is only described belongs in a record only if it takes part in a
    /// relation.
    pub named: bool,
}

impl EntityDraft {
    /// Whether it is told which one it is: by a name, or by the country of a group.
    pub fn is_told_apart(&self) -> bool {
        self.named || self.country.is_some()
    }
}

/// Everything in a text that names, describes or points to somebody or something.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Mentions {
    /// The entities, in the order of their first mention.
    pub entities: Vec<EntityDraft>,
    /// The mentions, sorted by head token; no two have the same head.
    pub mentions: Vec<Mention>,
    innermost: Vec<u32>,
}

impl Mentions {
    /// Puts mentions in order. Of two with the same head, the one that refers to something wins, then the first.
    pub fn new(entities: Vec<EntityDraft>, mut mentions: Vec<Mention>, token_count: usize) -> Self {
        mentions.sort_by_key(|m| (m.head, m.entity.is_none() && m.members.is_empty()));
        mentions.dedup_by_key(|m| m.head);
        // Longest first, so that a shorter mention inside a longer one is written over it.
        let mut order: Vec<usize> = (0..mentions.len()).collect();
        order.sort_by_key(|&k| std::cmp::Reverse(mentions[k].tokens.len()));
        let mut innermost = vec![u32::MAX; token_count];
        for k in order {
            for slot in &mut innermost[mentions[k].tokens.clone()] {
                *slot = k as u32;
            }
        }
        Self { entities, mentions, innermost }
    }

    /// The mention whose head is token `head`.
    pub fn at(&self, head: usize) -> Option<&Mention> {
        self.mentions.binary_search_by_key(&head, |m| m.head).ok().map(|k| &self.mentions[k])
    }

    /// The entity of the mention whose head is `head`, or the members of a plural one; empty if there is none.
    pub fn entities_at(&self, head: usize) -> Vec<usize> {
        match self.at(head) {
            Some(Mention { entity: Some(e), .. }) => vec![*e],
            Some(mention) => mention.members.clone(),
            None => Vec::new(),
        }
    }

    /// The shortest mention that covers token `token`.
    pub fn containing(&self, token: usize) -> Option<&Mention> {
        self.mentions.get(*self.innermost.get(token)? as usize)
    }

    /// The mentions of entity `entity`, in text order.
    pub fn of(&self, entity: usize) -> impl Iterator<Item = &Mention> {
        self.mentions.iter().filter(move |m| m.entity == Some(entity))
    }

    /// Gives the pronouns of the first person to their speakers: `speaker` says who speaks at a token.
    ///
    /// "I", "me" and "my" are the speaker. "We", "us" and "our" are the speaker's side, of which the text shows only
    /// the speaker; they are given to the speaker too. A pronoun where nobody is known to speak stays open.
    pub fn resolve_first_person(&mut self, speaker: impl Fn(usize) -> Option<usize>) {
        for mention in self.mentions.iter_mut().filter(|m| m.kind == MentionKind::FirstPerson) {
            mention.entity = speaker(mention.head);
        }
    }
}
