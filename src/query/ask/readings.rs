//! The readings of a question, one after the other.

use std::borrow::Borrow;

use super::failure::Failure;
use super::kind;
use super::model::Answer;
use crate::error::{Error, ErrorKind, Result};
use crate::graph::Graph;
use crate::schema::{OfficeStatus, Question};

/// Answers a question that has one or several readings, the likeliest first: the first whose names the graph knows; where
/// nothing fits that, another that asks for the same of other ends, or for more relations beside the same.
///
/// ```
/// use demarche::graph::Graph;
/// use demarche::query::{Verdict, ask};
/// use demarche::schema::{About, Asks, Question, RelationKind};
///
/// # fn main() -> demarche::Result<()> {
/// # let record = r#"{"id": "monday", "date": "2025-08-18", "entities": [
/// #     {"id": "macron", "type": "person", "name": "Emmanuel Macron", "mentions": []},
/// #     {"id": "merz", "type": "person", "name": "Friedrich Merz", "mentions": []}],
/// #   "offices": [], "positions": [], "relations": [{"source": "macron", "relation": "met", "target": "merz",
/// #     "topic": null, "status": "occurred", "reported_by": null, "plover": "CONSULT",
/// #     "evidence": {"start": 0, "end": 16, "text": "Macron met Merz."}}]}"#;
/// # let graph = Graph::from_records([serde_json::from_str(record).unwrap()]);
/// // "Did Merz meet Macron?", as `demarche::question::read` has it.
/// let mut question = Question::new(Asks::Truth, About::Acts);
/// question.relations = vec![RelationKind::Met];
/// question.actor = Some("Merz".into());
/// question.thing = Some("Macron".into());
/// let answer = ask(&graph, &[question])?;
/// assert_eq!(answer.verdict, Some(Verdict::Yes));
/// assert_eq!(answer.rows[0].facts[0].sources()[0].quote, "Macron met Merz.");
/// # Ok(())
/// # }
/// ```
///
/// # Errors
/// [`ErrorKind::Query`] when the graph knows the names of none of the readings, with the nearest names; when there is no
/// reading at all.
pub fn ask(graph: &Graph, readings: &[Question]) -> Result<Answer> {
    ask_parts(readings, |_, _| Ok(graph))
}

/// Answers a question as [`ask`] does, each reading from the part of a graph that `part` gives for it, so that not all of a
/// large graph need be there.
///
/// A part holds at least what the reading may touch: all entities and topics that its names may mean, with all their
/// names, and all facts of these. When `part` is given `true`, a name that nobody has is to be told, and the entities with
/// the nearest names are wanted as well.
///
/// # Errors
/// Those of [`ask`] and of `part`.
///
/// ```
/// use demarche::query::{Answer, ask_parts};
/// use demarche::schema::Question;
/// # #[cfg(feature = "store")]
/// use demarche::store::Store;
///
/// # #[cfg(feature = "store")]
/// fn answer(store: &Store, readings: &[Question]) -> demarche::Result<Answer> {
///     let mut asking = store.asking()?;
///     ask_parts(readings, |question, near| asking.part(question, near))
/// }
/// ```
pub fn ask_parts<G: Borrow<Graph>>(
    readings: &[Question],
    mut part: impl FnMut(&Question, bool) -> Result<G>,
) -> Result<Answer> {
    let mut unknown: Option<(usize, &Question)> = None;
    let mut known: Option<Answer> = None;
    for question in readings {
        let same = |answer: &Answer| {
            let other = &answer.question;
            let relations = match &other.relations[..] {
                // Without relations anything is asked for, which leaves nothing to add.
                [] => question.relations.is_empty(),
                known => known.iter().all(|relation| question.relations.contains(relation)),
            };
            // Who left, or died, may be told by an act as well as by the end of a post.
            let ends = other.office_status == [OfficeStatus::Former] && !other.words.is_empty();
            other.asks == question.asks && (ends || other.about == question.about && relations)
        };
        if known.as_ref().is_some_and(|known| !same(known)) {
            continue;
        }
        match kind::answer(part(question, false)?.borrow(), question) {
            Ok(answer) if !answer.is_empty() => return Ok(answer),
            // Of readings that nothing fits the one that something comes near.
            Ok(answer) => {
                if known.as_ref().is_none_or(|known| known.near.is_empty() && !answer.near.is_empty()) {
                    known = Some(answer);
                }
            }
            Err(Failure::Other(error)) if error.kind() != ErrorKind::Query => return Err(error),
            Err(failure) => {
                let words = failure.words();
                if unknown.is_none_or(|(least, _)| words < least) {
                    unknown = Some((words, question));
                }
            }
        }
    }
    if let Some(known) = known {
        return Ok(known);
    }
    let Some((_, question)) = unknown else {
        return Err(Error::new(ErrorKind::Query, "there is no question"));
    };
    let part = part(question, true)?;
    kind::answer(part.borrow(), question).map_err(|failure| failure.told(part.borrow()))
}
