//! Extraction measured against annotated articles.
//!
//! An annotation ([`Gold`]) says what a careful reader finds in an article; a record says what extraction found. Both go in, figures come out ([`Evaluation`]), with each miss and false alarm. Nothing here
//! reads a text for itself or knows how records are made, so records of any origin can be measured.
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

pub use article::Case;
pub use figures::{Calibration, Counts, Difference, Evaluation, Fact, Share, Slip};
pub use gold::{Gold, GoldEntity, GoldMention, GoldOffice, GoldPosition, GoldRelation, gold_files};
pub use identity::{Identity, Split};

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
