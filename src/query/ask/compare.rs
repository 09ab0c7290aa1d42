//! Who agrees with whom, and who differs.

use std::collections::{BTreeMap, BTreeSet};

use super::super::positions::PositionAnswer;
use super::find::{Ends, positions};
use super::model::{Answer, Fact, rows};
use crate::error::Result;
use crate::graph::Graph;
use crate::schema::{Asks, Question, Stance};

/// Compares positions topic by topic: of two actors, or of all who hold one on what is asked about.
///
/// Who holds stances on both sides of a topic both agrees and differs.
pub(super) fn compare(graph: &Graph, question: &Question) -> Result<Answer> {
    let ends = Ends::of(graph, question)?;
    let pair = question.actor.is_some() && question.other.is_some();
    let alone = Question { actor: None, other: None, ..question.clone() };
    let open = Ends { actor: super::super::names::Found::Any, ..Ends::of(graph, &alone)? };
    let mut topics: BTreeMap<(String, String), Vec<PositionAnswer>> = BTreeMap::new();
    for position in positions(graph, &alone, &open)? {
        let side = |id: &str| !pair || ends.actor.has(id) || ends.other.has(id);
        let kind = question.kind.is_none_or(|kind| {
            graph.entity(&position.holder_id).is_some_and(|entity| entity.node().kind == kind)
        });
        if side(&position.holder_id) && kind {
            topics
                .entry((position.topic.to_lowercase(), position.topic_id.clone()))
                .or_default()
                .push(position);
        }
    }
    let mut named = Vec::new();
    for held in topics.into_values() {
        let of = |stance: Stance| -> BTreeSet<&str> {
            held.iter().filter(|p| p.stance == stance).map(|p| p.holder_id.as_str()).collect()
        };
        let sides = [of(Stance::For), of(Stance::Against), of(Stance::Conditional)];
        let has =
            |side: &BTreeSet<&str>, found: &super::super::names::Found| side.iter().any(|id| found.has(id));
        let fits: BTreeSet<usize> = match (question.asks, pair) {
            (Asks::Agreement, true) => {
                (0..3).filter(|&i| has(&sides[i], &ends.actor) && has(&sides[i], &ends.other)).collect()
            }
            (Asks::Agreement, false) => (0..3).filter(|&i| sides[i].len() > 1).collect(),
            (_, true) => {
                let differ =
                    |i: usize, j: usize| i != j && has(&sides[i], &ends.actor) && has(&sides[j], &ends.other);
                (0..3).filter(|&i| (0..3).any(|j| differ(i, j) || differ(j, i))).collect()
            }
            (_, false) => {
                let apart = |i: usize, j: usize| {
                    i != j && sides[i].iter().any(|one| sides[j].iter().any(|other| one != other))
                };
                (0..3).filter(|&i| (0..3).any(|j| apart(i, j))).collect()
            }
        };
        for position in held {
            let side = [Stance::For, Stance::Against, Stance::Conditional];
            if fits.iter().any(|&i| side[i] == position.stance) {
                let name = if pair { position.topic.clone() } else { position.holder.clone() };
                named.push((name, Fact::Position(position)));
            }
        }
    }
    let mut answer = Answer::new(question);
    answer.rows = rows(named);
    Ok(answer)
}
