//! Which part answers which kind of question.

use super::model::Answer;
use super::{compare, find, said};
use crate::error::Result;
use crate::graph::Graph;
use crate::schema::{About, Asks, Question};

/// Answers one reading of a question.
///
/// # Errors
/// [`crate::ErrorKind::Query`] when the graph does not know a name in it.
pub(super) fn answer(graph: &Graph, question: &Question) -> Result<Answer> {
    match (question.about, question.asks) {
        (About::Offices, _) => find::offices(graph, question),
        (About::Positions, Asks::Agreement | Asks::Difference) => compare::compare(graph, question),
        (About::Statements, _) => said::said(graph, question),
        (About::Acts | About::Positions, _) => find::facts(graph, question),
    }
}
