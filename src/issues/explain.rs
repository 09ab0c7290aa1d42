//! Why topics are one issue.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::graph::Graph;

use super::affair::affairs;
use super::issue::{Issue, Issues};
use super::likeness::{across, beside_words, within};
use super::ruled::Ruled;
use super::told::{Told, told};
use super::vocabulary::{Number, Vocabulary, split};

/// How alike two words are that are told as alike.
const ALIKE: f32 = 0.35;

/// An issue with what puts its topics together.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct IssueExplanation {
    /// Its id in the graph.
    pub id: String,
    /// Its label.
    pub label: String,
    /// Label of the issue that it is a part of.
    pub broader: Option<String>,
    /// Rulings of a user about one of its phrases: `same-issue 'A' and 'B'`.
    pub rulings: Vec<String>,
    /// Its topics, article by article.
    pub topics: Vec<TopicReason>,
}

/// A topic of an issue, and the other one that it is nearest to.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TopicReason {
    /// The article's own name.
    pub article: String,
    /// Its phrases for the topic.
    pub phrases: Vec<String>,
    /// The likest other topic of the issue; none where it is alone.
    pub nearest: Option<Nearest>,
}

/// How a topic is like another.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Nearest {
    /// The other's article.
    pub article: String,
    /// The other's first phrase.
    pub phrase: String,
    /// How likely the two alone are one issue, from 0 to 1. What is less likely than not is in the issue by way of others,
    /// or by a ruling.
    pub chance: f64,
    /// Words that are the same, or alike in meaning: pairs of one's and the other's.
    pub words: Vec<[String; 2]>,
    /// Names of actors that both articles tell something of on it.
    pub actors: Vec<String>,
}

/// The issues with this label, or with a topic that has all words of the phrase, and why each is one; in the order of
/// [`Issues::iter`].
///
/// ```
/// use demarche::graph::Graph;
/// use demarche::issues::explain;
///
/// let record = |id: &str, topic: &str| {
///     let text = format!(
///         r#"{{"id": "{id}", "date": "2025-08-17", "offices": [], "relations": [],
///           "entities": [{{"id": "macron", "type": "person", "name": "Emmanuel Macron", "mentions": []}}],
///           "positions": [{{"holder": "macron", "topic": "{topic}", "stance": "for",
///             "evidence": {{"start": 0, "end": 9, "text": "{topic}"}}}}]}}"#
///     );
///     serde_json::from_str(&text).unwrap()
/// };
/// let graph = Graph::from_records([record("a", "a ceasefire in Ukraine"), record("b", "truce in Ukraine")]);
/// let found = explain(&graph, "truce");
/// let nearest = found[0].topics[0].nearest.as_ref().unwrap();
/// assert_eq!((&*nearest.phrase, &*nearest.actors[0]), ("truce in Ukraine", "Emmanuel Macron"));
/// ```
pub fn explain(graph: &Graph, phrase: &str) -> Vec<IssueExplanation> {
    let issues = Issues::of(graph);
    let mut vocabulary = Vocabulary::default();
    let told = told(graph, &mut vocabulary);
    let asked = stems(&vocabulary.read(phrase), &vocabulary);
    let affairs = affairs(graph, &told, &vocabulary);
    let ruled = Ruled::of(graph, &told);
    let articles: Vec<&str> = graph.documents().map(|document| document.entry.id.as_str()).collect();
    let is_asked = |issue: &&Issue, members: &[&Told<'_>]| {
        issue.label.eq_ignore_ascii_case(phrase.trim())
            || members.iter().any(|told| asked.is_subset(&stems(&told.words, &vocabulary)))
    };
    let mut found = Vec::new();
    for issue in issues.iter() {
        let own: BTreeSet<(&str, &str)> =
            issue.topics.iter().map(|topic| (&*topic.article, &*topic.topic)).collect();
        let members: Vec<&Told<'_>> =
            told.iter().filter(|told| own.contains(&(articles[told.article], told.topic))).collect();
        if !is_asked(&issue, &members) {
            continue;
        }
        let odds = |a: &Told<'_>, b: &Told<'_>| {
            let key = (a.article.min(b.article), a.article.max(b.article));
            match (a.article == b.article, affairs.get(&key)) {
                (true, _) => Some(within(&vocabulary, a, b)),
                (false, Some(&affair)) => Some(across(&vocabulary, a, b, beside_words(a, b, affair))),
                (false, None) => None,
            }
        };
        let topics = members.iter().enumerate().map(|(place, &one)| {
            let others = members.iter().enumerate().filter(|(other, _)| *other != place);
            let likest = others
                .filter_map(|(_, &other)| Some((odds(one, other)?, other)))
                .max_by(|a, b| a.0.total_cmp(&b.0));
            TopicReason {
                article: articles[one.article].to_owned(),
                phrases: one.phrases.iter().map(|phrase| (*phrase).to_owned()).collect(),
                nearest: likest.map(|(odds, other)| Nearest {
                    article: articles[other.article].to_owned(),
                    phrase: other.phrases.first().copied().unwrap_or_default().to_owned(),
                    chance: (1000.0 / (1.0 + (-f64::from(odds)).exp())).round() / 1000.0,
                    words: words(one, other, &vocabulary),
                    actors: actors(graph, one, other),
                }),
            }
        });
        let places =
            told.iter().zip(0..).filter(|(told, _)| own.contains(&(articles[told.article], told.topic)));
        found.push(IssueExplanation {
            id: issue.id.clone(),
            label: issue.label.clone(),
            broader: issue.broader.clone(),
            rulings: ruled.about(&places.map(|(_, place)| place).collect()),
            topics: topics.collect(),
        });
    }
    found
}

fn stems(words: &[Number], vocabulary: &Vocabulary) -> BTreeSet<Number> {
    words.iter().map(|&word| vocabulary.word(word).stem).collect()
}

/// Each telling word of one with the likest of the other, where they are alike.
fn words(one: &Told<'_>, other: &Told<'_>, vocabulary: &Vocabulary) -> Vec<[String; 2]> {
    let read = |told: &Told<'_>| -> Vec<(String, Number)> {
        let words = split(told.phrases.first().copied().unwrap_or_default());
        words
            .into_iter()
            .filter_map(|word| Some((vocabulary.find(&word)?, word)))
            .map(|(n, w)| (w, n))
            .collect()
    };
    let (own, others) = (read(one), read(other));
    let mut pairs = Vec::new();
    for (word, number) in own.iter().filter(|(_, number)| one.words.contains(number)) {
        let alike = |other: Number| vocabulary.alike(*number, other);
        let likest = others
            .iter()
            .filter(|(_, number)| other.words.contains(number))
            .max_by(|a, b| alike(a.1).total_cmp(&alike(b.1)));
        if let Some((like, number)) = likest
            && alike(*number) >= ALIKE
        {
            pairs.push([word.clone(), like.clone()]);
        }
    }
    pairs
}

fn actors(graph: &Graph, one: &Told<'_>, other: &Told<'_>) -> Vec<String> {
    let both = one.actors.keys().filter(|actor| other.actors.contains_key(*actor));
    both.filter_map(|actor| graph.entity(actor)).map(|entity| entity.name().to_owned()).collect()
}
