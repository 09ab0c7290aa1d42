//! Whether something is so.

use super::super::acts::ActAnswer;
use super::super::positions::PositionAnswer;
use super::given_up::{GivenUp, is_over};
use super::model::{Answer, Fact, Verdict, rows};
use crate::schema::{About, ActStatus, Question, Stance};

/// What the graph tells of what is asked.
pub(super) struct Told<'a> {
    /// Acts of any status.
    pub acts: &'a [ActAnswer],
    /// Positions of any stance.
    pub held: &'a [PositionAnswer],
    /// Those of both that say yes.
    pub facts: Vec<Fact>,
    /// Acts that say no where none says yes.
    pub contrary: Vec<Fact>,
    /// The status and the stance that were asked for.
    pub asked: ActStatus,
    pub stance: Option<Stance>,
}

/// Gives the answer its verdict, with what shows it.
pub(super) fn truth(given_up: &GivenUp<'_>, answer: &mut Answer, question: &Question, told: Told<'_>) {
    let Told { acts, held, facts, contrary, asked, stance } = told;
    let of_status = |status: ActStatus| acts.iter().filter(move |act| act.status == status).cloned();
    let mut against: Vec<Fact> = if asked == ActStatus::Denied {
        // "Did A not meet B?" is denied by a meeting.
        of_status(ActStatus::Occurred).map(Fact::Act).collect()
    } else {
        of_status(ActStatus::Denied).map(Fact::Act).collect()
    };
    let is_position = question.about == About::Positions;
    let mut conditions = Vec::new();
    // What somebody holds denies that they hold the contrary, not that they ever did it.
    if is_position && question.thing.is_some() && stance.is_some() {
        for position in held.iter().filter(|position| Some(position.stance) != stance) {
            let fact = Fact::Position(position.clone());
            if position.stance == Stance::Conditional { conditions.push(fact) } else { against.push(fact) }
        }
    }
    if facts.is_empty() {
        against.extend(contrary);
    }
    // What somebody gave up denies nothing.
    let given = given_up.behind_any(&against);
    let (over, against): (Vec<Fact>, Vec<Fact>) =
        against.into_iter().partition(|fact| is_position && is_over(fact, &given));
    // What was done stays done; whether it is so still is another question.
    let all_over =
        (is_position || question.still) && facts.iter().all(|fact| is_over(fact, &answer.given_up));
    let verdict = match (facts.is_empty(), against.is_empty()) {
        (false, _) if all_over => Verdict::Formerly,
        (false, true) => Verdict::Yes,
        (true, false) => Verdict::No,
        // Of what was held at different times the latest counts.
        (false, false) if is_position && is_before(&facts, &against) => Verdict::Formerly,
        (false, false) if is_position && is_before(&against, &facts) => Verdict::Yes,
        (false, false) => Verdict::Both,
        (true, true) if !conditions.is_empty() => Verdict::Conditional,
        (true, true) => Verdict::Unsaid,
    };
    answer.verdict = Some(verdict);
    answer.rows = rows(facts.into_iter().chain(against).chain(conditions).map(|fact| (String::new(), fact)));
    if answer.is_empty() {
        answer.given_up.extend(given);
        answer.near.extend(over);
    }
}

/// Whether the last day for which the first facts are told is before the first day of all the second.
fn is_before(first: &[Fact], second: &[Fact]) -> bool {
    let ends: Option<Vec<&str>> = first.iter().map(Fact::last).collect();
    let starts: Option<Vec<&str>> = second.iter().map(Fact::day).collect();
    let end = ends.and_then(|days| days.into_iter().max());
    let start = starts.and_then(|days| days.into_iter().min());
    matches!((end, start), (Some(end), Some(start)) if end < start)
}
