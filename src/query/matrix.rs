//! Actors against topics, or against issues.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::schema::Stance;

use super::positions::PositionAnswer;

/// Who holds which stance on what: a row for each actor, a column for each topic or issue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Matrix {
    /// Names of the holders: those with most cells first, then by name.
    pub actors: Vec<String>,
    /// Phrases of the topics, or labels of the issues: those on which most actors hold a position first, then by phrase.
    pub topics: Vec<String>,
    /// For each issue the phrases of the topics that are in it here, sorted; of a matrix of topics nothing.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub phrases: Vec<Vec<String>>,
    /// The cells that are not empty, row by row.
    pub cells: Vec<MatrixCell>,
}

/// What one actor holds on one topic.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MatrixCell {
    /// Index into [`Matrix::actors`].
    pub actor: usize,
    /// Index into [`Matrix::topics`].
    pub topic: usize,
    /// All stances that the texts give, in the order for, against, conditional.
    pub stances: Vec<Stance>,
}

impl Matrix {
    /// The stances in one cell; none where it is empty.
    pub fn stances(&self, actor: usize, topic: usize) -> &[Stance] {
        let at = self.cells.binary_search_by_key(&(actor, topic), |cell| (cell.actor, cell.topic));
        at.map_or(&[], |i| &self.cells[i].stances)
    }
}

/// Puts positions into a matrix with a column for each topic, or for each issue where [`by_issue`](super::by_issue) has
/// told theirs.
///
/// [`positions`](super::positions()) has an example.
pub fn matrix(positions: &[PositionAnswer]) -> Matrix {
    let mut matrix = filled(positions.iter().map(|position| {
        let column = match &position.issue {
            Some(issue) => (&**issue, &**issue),
            None => (&*position.topic, &*position.topic_id),
        };
        (position, column)
    }));
    let mut phrases: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (position, issue) in
        positions.iter().filter_map(|position| Some((position, position.issue.as_deref()?)))
    {
        phrases.entry(issue).or_default().insert(&position.topic);
    }
    if !phrases.is_empty() {
        let below = |label: &String| phrases[&**label].iter().map(|phrase| (*phrase).to_owned()).collect();
        matrix.phrases = matrix.topics.iter().map(below).collect();
    }
    matrix
}

type Key<'p> = (&'p str, &'p str);

/// The matrix of positions, each with the name and the id of its column.
fn filled<'p>(positions: impl Iterator<Item = (&'p PositionAnswer, Key<'p>)>) -> Matrix {
    let mut cells: BTreeMap<(Key<'_>, Key<'_>), BTreeSet<Stance>> = BTreeMap::new();
    for (position, column) in positions {
        let actor = (&*position.holder, &*position.holder_id);
        cells.entry((actor, column)).or_default().insert(position.stance);
    }
    let actors = ranked(cells.keys().map(|(actor, _)| *actor));
    let topics = ranked(cells.keys().map(|(_, topic)| *topic));
    let mut placed: Vec<MatrixCell> = cells
        .into_iter()
        .map(|((actor, topic), stances)| MatrixCell {
            actor: actors[&actor],
            topic: topics[&topic],
            stances: stances.into_iter().collect(),
        })
        .collect();
    placed.sort_by_key(|cell| (cell.actor, cell.topic));
    Matrix { actors: names(&actors), topics: names(&topics), phrases: Vec::new(), cells: placed }
}

/// The rank of each key: those that occur most often first, then by name.
fn ranked<'p>(keys: impl Iterator<Item = (&'p str, &'p str)>) -> BTreeMap<(&'p str, &'p str), usize> {
    let mut counts: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    keys.for_each(|key| *counts.entry(key).or_default() += 1);
    let mut order: Vec<_> = counts.into_iter().collect();
    order.sort_by_key(|(key, count)| (std::cmp::Reverse(*count), *key));
    order.into_iter().enumerate().map(|(rank, (key, _))| (key, rank)).collect()
}

fn names(ranks: &BTreeMap<(&str, &str), usize>) -> Vec<String> {
    let mut names: Vec<(usize, &str)> = ranks.iter().map(|((name, _), rank)| (*rank, *name)).collect();
    names.sort_unstable();
    names.into_iter().map(|(_, name)| name.to_owned()).collect()
}
