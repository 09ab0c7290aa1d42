//! What a question's object may be: somebody, or a topic.

use std::collections::BTreeSet;

use super::super::names::{self, Found, stems};
use super::failure::{Failure, Result};
use crate::graph::{EntityRef, Graph, OfficeRef, TopicRef, phrase_words, stem};
use crate::schema::{EntityType, OfficeStatus};

/// From this many words on, a topic that has them all is meant, whatever it says of them.
const TELLING: usize = 3;

/// Entities and topics that words may mean.
#[derive(Debug, Clone)]
pub(super) struct Thing {
    pub entities: BTreeSet<String>,
    pub topics: BTreeSet<String>,
}

impl Thing {
    /// Leaves of the entities those whose own name it is, where there are any.
    pub fn keep_named(&mut self, graph: &Graph, words: &str) {
        let asked = stems(words);
        let named = |id: &&String| graph.entity(id).is_some_and(|entity| stems(entity.name()) == asked);
        let named: BTreeSet<String> = self.entities.iter().filter(named).cloned().collect();
        if !named.is_empty() {
            self.entities = named;
        }
    }
}

/// The entity or topic of these words.
///
/// A topic is meant where every word asked stands in one of its phrases and what the phrase is about, its head, is among
/// them: "sanctions" are not "the lifting of sanctions". Narrower topics come with it.
///
/// # Errors
/// [`Failure::Unknown`] when there is neither.
pub(super) fn thing(graph: &Graph, words: &str) -> Result<Thing> {
    let called = called(graph, words);
    // "Ukraine" is the country, and no topic that merely begins with its name.
    let is_name = called.as_ref().is_some_and(|ids| !whole(graph, ids, words).is_empty());
    let topics = topics(graph, words, is_name);
    let known = match called {
        Some(ids) => ids,
        None if topics.is_empty() => {
            return Err(Failure::Unknown { what: "actor or topic", name: words.to_owned() });
        }
        None => BTreeSet::new(),
    };
    // A name of several words of which the question has only some is the topic's where there is a topic.
    let entities = if topics.is_empty() { known } else { whole(graph, &known, words) };
    Ok(Thing { entities, topics })
}

/// Those of the entities that are called so in full, or by a surname.
fn whole(graph: &Graph, ids: &BTreeSet<String>, words: &str) -> BTreeSet<String> {
    let asked = stems(words);
    let called = |id: &&String| {
        graph.entity(id).is_some_and(|entity| {
            let node = entity.node();
            node.kind == EntityType::Person
                || std::iter::once(&node.name).chain(&node.aliases).any(|form| stems(form) == asked)
        })
    };
    ids.iter().filter(called).cloned().collect()
}

/// Who is meant by a name, with or without the office before it: "President Macron", where Macron is one; or by the names
/// of an office and of what it belongs to.
fn called(graph: &Graph, name: &str) -> Option<BTreeSet<String>> {
    if let Some(found) = names::meant(graph, name) {
        return Some(found);
    }
    let words: Vec<&str> = name.split_whitespace().collect();
    for start in 1..words.len() {
        let title: BTreeSet<String> = stems(&words[..start].join(" "));
        let Some(ids) = names::meant(graph, &words[start..].join(" ")) else { continue };
        let holds = |id: &&String| {
            graph.entity(id).is_some_and(|entity| {
                entity.offices().any(|office| {
                    let of = office.of();
                    let body = of.iter().flat_map(|of| {
                        std::iter::once(&of.node().name).chain(&of.node().aliases).flat_map(|f| stems(f))
                    });
                    let known: BTreeSet<String> =
                        stems(&office.node().title).into_iter().chain(body).collect();
                    title.iter().any(|word| known.contains(word)) && title.is_subset(&known)
                })
            })
        };
        let found: BTreeSet<String> = ids.iter().filter(holds).cloned().collect();
        if !found.is_empty() {
            return Some(found);
        }
    }
    let asked = stems(name);
    let fits = |office: &OfficeRef<'_>| {
        let forms = |of: EntityRef<'_>| {
            let node = of.node();
            let title = stems(&office.node().title);
            std::iter::once(&node.name)
                .chain(&node.aliases)
                .any(|form| title.union(&stems(form)).cloned().collect::<BTreeSet<_>>() == asked)
        };
        let held = matches!(office.node().status, OfficeStatus::Current | OfficeStatus::Acting);
        held && office.of().is_some_and(forms)
    };
    let holders: BTreeSet<String> =
        graph.offices().filter(fits).map(|office| office.holder().id().to_owned()).collect();
    Some(holders).filter(|holders| !holders.is_empty())
}

/// Whether one of a topic's phrases has all the words asked, and is about one of them: its head is, or it begins with
/// them. A head that is a verb's name may stand in another form than in the phrase.
fn is_meant(
    topic: &TopicRef<'_>,
    asked: &BTreeSet<String>,
    ordered: &[String],
    is_name: bool,
    same: impl Fn(&str, &str) -> bool,
) -> bool {
    let node = topic.node();
    let heads: BTreeSet<String> = node.heads.iter().flat_map(|head| stems(head)).collect();
    let among = |word: &String, all: &BTreeSet<String>| all.iter().any(|other| same(word, other));
    std::iter::once(&node.label).chain(&node.variants).any(|phrase| {
        let there = stems(phrase);
        if !asked.iter().all(|word| among(word, &there)) {
            return false;
        }
        let order = phrase_words(phrase);
        let begins = !is_name
            && order.len() >= ordered.len()
            && order.iter().zip(ordered).all(|(word, other)| same(&stem(word), other));
        begins || asked.len() == there.len() || heads.iter().any(|head| among(head, asked))
    })
}

/// Whether two words are forms of one root, as "withdrawal" and "withdraw": they begin with the same five letters or
/// more, and these are most of both.
fn akin(one: &str, other: &str) -> bool {
    let shared = one.chars().zip(other.chars()).take_while(|(a, b)| a == b).count();
    let longest = one.chars().count().max(other.chars().count());
    one == other || shared >= 5 && shared * 5 >= longest * 3
}

/// Topics of these words, with all narrower ones.
fn topics(graph: &Graph, words: &str, is_name: bool) -> BTreeSet<String> {
    let asked = stems(words);
    let ordered: Vec<String> = phrase_words(words).iter().map(|word| stem(word)).collect();
    if asked.is_empty() {
        return BTreeSet::new();
    }
    let mentions = |topic: &TopicRef<'_>| {
        let node = topic.node();
        std::iter::once(&node.label).chain(&node.variants).any(|phrase| asked.is_subset(&stems(phrase)))
    };
    let mut open: Vec<TopicRef<'_>> =
        graph.topics().filter(|t| is_meant(t, &asked, &ordered, is_name, str::eq)).collect();
    if open.is_empty() {
        open.extend(graph.topics().filter(|topic| is_meant(topic, &asked, &ordered, is_name, akin)));
    }
    if open.is_empty() && asked.len() >= TELLING {
        // So many words together are about the same whatever the head: "the idea of Russia offering guarantees".
        open.extend(graph.topics().filter(mentions));
    }
    let mut found: BTreeSet<String> = open.iter().map(|topic| topic.id().to_owned()).collect();
    while let Some(topic) = open.pop() {
        for other in topic.narrower() {
            if found.insert(other.id().to_owned()) {
                open.push(other);
            }
        }
    }
    found
}

/// Ids of a name's entities, or anything where it is not told.
///
/// # Errors
/// [`Failure::Unknown`] when there is nobody of that name.
pub(super) fn ids(graph: &Graph, what: &'static str, name: Option<&str>) -> Result<Found> {
    let Some(name) = name else { return Ok(Found::Any) };
    let found = called(graph, name).ok_or_else(|| Failure::Unknown { what, name: name.to_owned() })?;
    Ok(Found::These(found))
}
