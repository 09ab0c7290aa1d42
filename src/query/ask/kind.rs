//! Which part answers which kind of question.

use super::failure::Result;
use super::model::{Answer, Verdict};
use super::{compare, find, said};
use crate::graph::Graph;
use crate::schema::{About, Asks, Question};

/// Answers one reading of a question.
///
/// # Errors
/// [`Failure`](super::failure::Failure) when the graph does not know a name in it.
pub(super) fn answer(graph: &Graph, question: &Question) -> Result<Answer> {
    let mut answer = match (question.about, question.asks) {
        (About::Offices, _) => find::offices(graph, question),
        (About::Positions, Asks::Agreement | Asks::Difference) => compare::compare(graph, question),
        (About::Positions, Asks::Change) => compare::changed(graph, question),
        (About::Statements, _) => said::said(graph, question),
        (About::Acts | About::Positions, _) => find::facts(graph, question),
    }?;
    if question.whether && answer.verdict.is_none() {
        answer.verdict = Some(if answer.is_empty() { Verdict::Unsaid } else { Verdict::Yes });
    }
    Ok(answer)
}
