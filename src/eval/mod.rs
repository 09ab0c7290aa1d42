//! Extraction measured against annotated articles.
//!
//! An annotation ([`Gold`]) says what a careful reader finds in an article; a record says what extraction found. Both go
//! in, figures come out ([`Evaluation`]), with each miss and false alarm. Nothing here reads a text for itself or knows
//! how records are made, so records of any origin can be measured.
//!
//! An annotation may also say which words show each act ([`MarkedAct`]). Its acts are held against those of a record in the
//! sentence where they stand ([`ActEvaluation`]); this takes the analysed text and who is pointed to where ([`Pointer`]).
//!
//! Precision, recall and F1 are micro-averages over all articles. What the annotation marks as optional is neither a
//! miss nor a false alarm, and neither is a second wording of what is found already; nor, in an article whose annotation
//! has none of the five relations from `cooperated` to `coerced`, what is found of these.

mod phrase;
mod gold;
mod align;
mod figures;
mod compare;
mod place;
mod article;
mod identity;
mod marked;
mod acts;

pub use acts::{ActEvaluation, MarkedCase, Pointer};
pub use article::Case;
pub use figures::{Calibration, Counts, Difference, Evaluation, Fact, Share, Slip};
pub use gold::{Gold, GoldEntity, GoldMention, GoldOffice, GoldPosition, GoldRelation, gold_files};
pub use identity::{Identity, Split};
pub use marked::{MarkedAct, MarkedFiles, MarkedHeads, marked_files};

use crate::graph::Graph;

/// Measures the records of `cases`, each article for itself and then the graph of all of them.
pub fn evaluate(cases: &[Case<'_>]) -> Evaluation {
    let mut evaluation = Evaluation::default();
    let alignments: Vec<_> = cases.iter().map(|case| article::evaluate(case, &mut evaluation)).collect();
    evaluation.core = figures::core(&evaluation.by_relation);
    let graph = Graph::from_records(cases.iter().filter_map(|case| case.record.cloned()));
    evaluation.identity = identity::identity(&graph, cases, &alignments);
    evaluation
}
