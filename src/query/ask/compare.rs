//! Who agrees with whom, who differs, and who changed.

use std::collections::{BTreeMap, BTreeSet};

use super::super::names::Found;
use super::super::positions::{PositionAnswer, by_issue};
use super::super::timeline::timeline;
use super::failure::{Failure, Result};
use super::find::{Ends, positions};
use super::given_up::GivenUp;
use super::model::{Answer, Fact, Verdict, rows};
use crate::graph::Graph;
use crate::issues::Issues;
use crate::schema::{Asks, Question, Stance};

/// Compares positions topic by topic: of two actors, of one with all others, or of all who hold one on what is asked
/// about.
///
/// Who holds stances on both sides of a topic both agrees and differs.
pub(super) fn compare(graph: &Graph, question: &Question) -> Result<Answer> {
    let mut answer = sides(graph, question, by_topic(graph, question)?)?;
    if question.whether && answer.is_empty() {
        // Who holds the contrary does not agree, and who holds the same does not differ.
        let contrary = match question.asks {
            Asks::Agreement => Asks::Difference,
            _ => Asks::Agreement,
        };
        let contrary = Question { asks: contrary, ..question.clone() };
        answer.rows = sides(graph, &contrary, by_topic(graph, question)?)?.rows;
        answer.verdict = Some(if answer.is_empty() { Verdict::Unsaid } else { Verdict::No });
    }
    Ok(answer)
}

/// Compares positions issue by issue, where a comparison topic by topic finds nothing: on one question actors take sides
/// in other words. Which side a phrase is on is not known, so this answers on what they may agree or differ, never
/// whether they do. It takes a whole graph, not a part of it, and its issues.
///
/// # Errors
/// [`crate::ErrorKind::Query`] when the graph does not know who or what is asked about.
pub fn compare_by_issue(graph: &Graph, issues: &Issues, question: &Question) -> crate::error::Result<Answer> {
    let answer = || {
        let mut answer = sides(graph, question, each_issue(graph, issues, question)?)?;
        answer.by_issue = true;
        Ok(answer)
    };
    answer().map_err(|failure: Failure| failure.told(graph))
}

fn sides(graph: &Graph, question: &Question, parts: Vec<Vec<PositionAnswer>>) -> Result<Answer> {
    let ends = Ends::of(graph, question)?;
    let (one, pair) = (question.actor.is_some(), question.actor.is_some() && question.other.is_some());
    let mut named = Vec::new();
    for held in parts {
        let is_one = |position: &PositionAnswer| one && ends.actor.has(&position.holder_id);
        let is_other = |position: &PositionAnswer| {
            if pair { ends.other.has(&position.holder_id) } else { of_kind(graph, question, position) }
        };
        // For each side and stance, who holds it.
        let mut holders: BTreeMap<(bool, Stance), BTreeSet<&str>> = BTreeMap::new();
        for position in &held {
            for (side, is_there) in [(true, is_one(position)), (false, is_other(position))] {
                if is_there {
                    holders.entry((side, position.stance)).or_default().insert(&position.holder_id);
                }
            }
        }
        // Whom a position is compared with: any other holder, unless there are names.
        let against = |side: bool, position: &PositionAnswer| {
            holders.iter().any(|((other, stance), ids)| {
                let agree = *stance == position.stance;
                let alone = ids.len() == 1 && ids.contains(&*position.holder_id);
                *other == side && agree == (question.asks == Asks::Agreement) && !alone
            })
        };
        let fits = |position: &&PositionAnswer| {
            is_one(position) && against(false, position) || is_other(position) && against(one, position)
        };
        let asked =
            |position: &&PositionAnswer| question.stance.is_none_or(|stance| stance == position.stance);
        for position in held.iter().filter(asked).filter(fits) {
            let name = if pair {
                position.on().to_owned()
            } else if is_one(position) {
                continue;
            } else {
                position.holder.clone()
            };
            named.push((name, Fact::Position(position.clone())));
        }
    }
    let mut answer = Answer::new(question);
    answer.rows = rows(named);
    Ok(answer)
}

/// Who came to hold another stance on a topic than before, by texts of different days, with what shows both.
pub(super) fn changed(graph: &Graph, question: &Question) -> Result<Answer> {
    let ends = Ends::of(graph, question)?;
    let given_up = GivenUp::of(graph);
    let mut named = Vec::new();
    for held in by_topic(graph, question)? {
        let holders: BTreeSet<&str> = held.iter().map(|position| &*position.holder_id).collect();
        for holder in holders {
            let own: Vec<PositionAnswer> =
                held.iter().filter(|position| position.holder_id == holder).cloned().collect();
            let steps = timeline(&own);
            let turns = steps.windows(2).any(|two| {
                let (before, after) = (&two[0].last, &two[1].since);
                two[1].change.is_some() && matches!((before, after), (Some(b), Some(a)) if b < a)
            });
            // To give up what one was for is to change as well.
            let all: Vec<Fact> = own.iter().cloned().map(Fact::Position).collect();
            let given = given_up.behind_any(&all);
            if (turns || !given.is_empty())
                && ends.actor.has(holder)
                && own.iter().any(|p| of_kind(graph, question, p))
            {
                let name = own[0].holder.clone();
                named.extend(all.into_iter().chain(given).map(|fact| (name.clone(), fact)));
            }
        }
    }
    let mut answer = Answer::new(question);
    answer.rows = rows(named);
    Ok(answer)
}

fn of_kind(graph: &Graph, question: &Question, position: &PositionAnswer) -> bool {
    question
        .kind
        .is_none_or(|kind| graph.entity(&position.holder_id).is_some_and(|entity| entity.node().kind == kind))
}

/// The positions on what is asked about, whoever holds them, those on one topic together.
fn by_topic(graph: &Graph, question: &Question) -> Result<Vec<Vec<PositionAnswer>>> {
    let alone = Question { actor: None, other: None, ..question.clone() };
    let open = Ends { actor: Found::Any, other: Found::Any, ..Ends::of(graph, &alone)? };
    let mut topics: BTreeMap<(String, String), Vec<PositionAnswer>> = BTreeMap::new();
    for position in positions(graph, &alone, &open)? {
        topics.entry((position.topic.to_lowercase(), position.topic_id.clone())).or_default().push(position);
    }
    Ok(topics.into_values().collect())
}

/// The positions on what is asked about, whoever holds them, those on one issue together.
fn each_issue(graph: &Graph, issues: &Issues, question: &Question) -> Result<Vec<Vec<PositionAnswer>>> {
    let all = by_topic(graph, question)?.into_iter().flatten().collect();
    let mut parts: Vec<Vec<PositionAnswer>> = Vec::new();
    for position in by_issue(all, issues) {
        match parts.last_mut().filter(|part| part[0].issue == position.issue) {
            Some(part) => part.push(position),
            None => parts.push(vec![position]),
        }
    }
    Ok(parts)
}
