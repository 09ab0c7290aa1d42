//! Finding entities and topics by what a person types.

use std::collections::{BTreeMap, BTreeSet};

use crate::error::{Error, ErrorKind, Result};
use crate::graph::{
    self, EntityRef, FAR, Graph, NAMES_PROPOSED, TopicRef, nearness, person_words, phrase_words, stem,
    topic_key,
};
use crate::issues;
use crate::schema::EntityType;

/// What a name in a question stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// The question names none: anything fits.
    Any,
    /// Ids of nodes.
    These(BTreeSet<String>),
}

impl Found {
    /// Whether a node is meant.
    pub fn has(&self, id: &str) -> bool {
        match self {
            Found::Any => true,
            Found::These(ids) => ids.contains(id),
        }
    }
}

/// Ids of the entities that a name may mean, in any case, with or without accents, in any transliteration.
///
/// # Errors
/// [`ErrorKind::Query`] when there is none, with the names nearest to it.
pub fn find_entities(graph: &Graph, name: &str) -> Result<BTreeSet<String>> {
    Ok(ids(entities(graph, "name", Some(name))?))
}

/// Ids of the topics that words may mean, with the narrower ones.
///
/// # Errors
/// [`ErrorKind::Query`] when there is none, with the topics nearest to it.
pub fn find_topics(graph: &Graph, phrase: &str) -> Result<BTreeSet<String>> {
    Ok(ids(topics(graph, Some(phrase), false)?.found))
}

fn ids(found: Found) -> BTreeSet<String> {
    match found {
        Found::Any => BTreeSet::new(),
        Found::These(ids) => ids,
    }
}

/// The entities that a question's name may mean, in any case, with or without accents, in any transliteration.
///
/// A name or description that is all of what was asked means that entity; so does a person's name that has every
/// word asked, where one word was asked ("Zelensky"). Only where there is none of these does a part of another
/// name do ("Commission").
///
/// # Errors
/// [`ErrorKind::Query`] when there is none, with the names nearest to it.
pub(super) fn entities(graph: &Graph, what: &str, name: Option<&str>) -> Result<Found> {
    let Some(name) = name else { return Ok(Found::Any) };
    match meant(graph, name) {
        Some(found) => Ok(Found::These(found)),
        None => Err(no_entity(graph, what, name)),
    }
}

/// "No such name", with the nearest there are.
pub(super) fn no_entity(graph: &Graph, what: &str, name: &str) -> Error {
    let names = graph.entities().flat_map(|e| forms(e).map(move |form| (form, e.name())));
    unknown(what, name, names, person_words)
}

/// "No such office", with the titles nearest to it.
pub(super) fn no_office(graph: &Graph, title: &str) -> Error {
    let titles = graph.offices().map(|office| (&*office.node().title, &*office.node().title));
    unknown("office", title, titles, |text| stems(text).into_iter().collect())
}

/// The entities that a name may mean, as [`entities`] has them.
pub(super) fn meant(graph: &Graph, name: &str) -> Option<BTreeSet<String>> {
    let asked = person_words(name);
    let mut exact = BTreeSet::new();
    let mut people = BTreeSet::new();
    let mut others = BTreeSet::new();
    for entity in graph.entities() {
        let node = entity.node();
        let slug = entity.id().split_once('/').map_or("", |(_, slug)| slug);
        let known = forms(entity).any(|form| form == name || person_words(form) == asked);
        if entity.id() == name || slug == name || known && !asked.is_empty() {
            exact.insert(entity.id().to_owned());
        }
        // Descriptions are left aside: "EU chief" is not the EU.
        let names = node.appearances.iter().flat_map(graph::Appearance::names);
        let has_all = |form: &str| {
            let words = person_words(form);
            asked.iter().all(|word| words.contains(word))
        };
        if !asked.is_empty() && names.into_iter().any(has_all) {
            let part = if node.kind == EntityType::Person { &mut people } else { &mut others };
            part.insert(entity.id().to_owned());
        }
    }
    let mut found = exact;
    if found.is_empty() || asked.len() < 2 {
        found.append(&mut people);
    }
    if found.is_empty() {
        found.append(&mut others);
    }
    Some(found).filter(|found| !found.is_empty())
}

/// The documents that a name means: by their own name, or their id in the graph.
///
/// # Errors
/// [`ErrorKind::Query`] when there is none, with the names nearest to it.
pub(super) fn documents(graph: &Graph, name: Option<&str>) -> Result<Found> {
    let Some(name) = name else { return Ok(Found::Any) };
    let found: BTreeSet<String> = graph
        .documents()
        .filter(|document| document.entry.id == name || *document.id == *name)
        .map(|document| document.id.to_string())
        .collect();
    if found.is_empty() {
        let names = graph.documents().map(|document| (&*document.entry.id, &*document.entry.id));
        return Err(unknown("document", name, names, phrase_words));
    }
    Ok(Found::These(found))
}

/// Name, aliases, identifiers.
fn forms(entity: EntityRef<'_>) -> impl Iterator<Item = &str> {
    let node = entity.node();
    std::iter::once(&node.name).chain(&node.aliases).chain(&node.identifiers).map(|form| &**form)
}

/// Topics that a question's phrase may mean.
pub(super) struct Topics {
    /// These themselves and all narrower ones.
    pub found: Found,
    /// Of those that are only narrower than one that was asked for, by id: the label of the broader topic.
    pub narrower: BTreeMap<String, String>,
    /// Whether none has the words that were asked for, and these are near to them in meaning.
    pub alike: bool,
}

/// The topics that a question's phrase may mean: every word of it is a word of one of their phrases or a lemma of
/// its head, singular or plural; or the phrase is one of theirs but for grammar; and whatever is narrower. With `meaning`,
/// where there are none, those that are near to it in meaning.
///
/// # Errors
/// [`ErrorKind::Query`] when there is none, with the topics nearest to it.
pub(super) fn topics(graph: &Graph, phrase: Option<&str>, meaning: bool) -> Result<Topics> {
    let Some(phrase) = phrase else {
        return Ok(Topics { found: Found::Any, narrower: BTreeMap::new(), alike: false });
    };
    let mut open = with_words(graph, phrase);
    let mut found: BTreeSet<String> = open.iter().map(|topic| topic.id().to_owned()).collect();
    if found.is_empty() {
        let alike = if meaning { issues::alike(graph, phrase) } else { BTreeMap::new() };
        if !alike.is_empty() {
            let found = Found::These(alike.into_keys().collect());
            return Ok(Topics { found, narrower: BTreeMap::new(), alike: true });
        }
        let labels = graph.topics().map(|topic| (topic.label(), topic.label()));
        return Err(unknown("topic", phrase, labels, |text| stems(text).into_iter().collect()));
    }
    let mut narrower = BTreeMap::new();
    while let Some(topic) = open.pop() {
        let label = narrower.get(topic.id()).cloned().unwrap_or_else(|| topic.label().to_owned());
        for other in topic.narrower() {
            if found.insert(other.id().to_owned()) {
                narrower.insert(other.id().to_owned(), label.clone());
                open.push(other);
            }
        }
    }
    Ok(Topics { found: Found::These(found), narrower, alike: false })
}

/// The topics that have every word of a phrase, or are it but for grammar.
fn with_words<'g>(graph: &'g Graph, phrase: &str) -> Vec<TopicRef<'g>> {
    let asked = stems(phrase);
    let key = topic_key(phrase);
    let fits = |topic: &TopicRef<'_>| {
        let node = topic.node();
        let heads: BTreeSet<String> = node.heads.iter().flat_map(|head| stems(head)).collect();
        let phrases = std::iter::once(&node.label).chain(&node.variants);
        let same = !asked.is_empty() && topic_key(&node.label) == key;
        same || phrases.into_iter().any(|variant| {
            let words = stems(variant);
            !asked.is_empty() && asked.iter().all(|word| words.contains(word) || heads.contains(word))
        })
    };
    graph.topics().filter(fits).collect()
}

/// The telling words of a phrase without their plural.
pub(super) fn stems(phrase: &str) -> BTreeSet<String> {
    phrase_words(phrase).iter().map(|word| stem(word)).collect()
}

/// "No such name", with the nearest there are.
fn unknown<'g>(
    what: &str,
    asked: &str,
    names: impl Iterator<Item = (&'g str, &'g str)>,
    words: impl Fn(&str) -> Vec<String>,
) -> Error {
    let sought = words(asked);
    let mut nearest: BTreeMap<&str, usize> = BTreeMap::new();
    for (form, shown) in names {
        let distance = nearness(&sought, &words(form));
        if distance < FAR {
            nearest.entry(shown).and_modify(|least| *least = distance.min(*least)).or_insert(distance);
        }
    }
    let least = nearest.values().min().copied();
    let nearest = nearest.into_iter().filter(|(_, distance)| Some(*distance) == least);
    let message = match nearest.take(NAMES_PROPOSED).map(|(name, _)| name).collect::<Vec<_>>()[..] {
        [] => format!("the graph has no {what} '{asked}'"),
        [one] => format!("the graph has no {what} '{asked}'; did you mean '{one}'?"),
        [ref first @ .., last] => {
            format!("the graph has no {what} '{asked}'; did you mean '{}' or '{last}'?", first.join("', '"))
        }
    };
    Error::new(ErrorKind::Query, message)
}
