//! The figures, and what they are made of.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Serialize, Serializer};

use crate::schema::RelationKind;
use crate::span::Span;

use super::identity::Identity;

/// All figures of a collection of articles.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Evaluation {
    /// Articles that were measured.
    pub articles: usize,
    /// Entities: right when aligned with one of the same kind.
    pub entity: Counts,
    /// Offices: holder, title and body agree. Titles agree when the words of one are all in the other.
    pub office: Counts,
    /// Relations: source and relation agree, target or topic agrees, and neither contradicts the other. The ends of
    /// `met`, `agreed` and `cooperated` may change places. Topics agree when a head of one is a word of the other.
    /// Acts of relations that an annotation does not look for ([`Gold`](super::Gold)) are not counted.
    pub relation: Counts,
    /// [`Evaluation::relation`] over `met`, `proposed` and `rejected` alone.
    pub core: Counts,
    /// Relations of which target, topic and status all agree.
    pub strict: Counts,
    /// Positions: holder, topic and stance agree.
    pub position: Counts,
    /// [`Evaluation::relation`] by relation; those that occur.
    pub by_relation: BTreeMap<RelationKind, Counts>,
    /// Of the relations that are right, those whose `reported_by` is right too.
    pub reporter: Share,
    /// Entities across documents.
    pub identity: Identity,
    /// How sure extraction was of what is right and what is not.
    pub calibration: Calibration,
    /// Each miss and false alarm, in the order of the articles.
    #[serde(skip)]
    pub differences: Vec<Difference>,
}

/// What was found and what was not.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Found, and right.
    pub true_positives: usize,
    /// Found, and not right: false alarms.
    pub false_positives: usize,
    /// Not found: misses.
    pub false_negatives: usize,
}

impl Counts {
    /// Of what was found, the share that is right; 0 when nothing was found.
    pub fn precision(self) -> f64 {
        ratio(self.true_positives, self.true_positives + self.false_positives)
    }

    /// Of what is there, the share that was found; 0 when nothing is there.
    pub fn recall(self) -> f64 {
        ratio(self.true_positives, self.true_positives + self.false_negatives)
    }

    /// The harmonic mean of precision and recall; 0 when both are.
    pub fn f1(self) -> f64 {
        harmonic_mean(self.precision(), self.recall())
    }

    pub(super) fn add(&mut self, other: Counts) {
        self.true_positives += other.true_positives;
        self.false_positives += other.false_positives;
        self.false_negatives += other.false_negatives;
    }
}

/// As an object of the six numbers, the shares to four places.
impl Serialize for Counts {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Object {
            precision: f64,
            recall: f64,
            f1: f64,
            true_positives: usize,
            false_positives: usize,
            false_negatives: usize,
        }
        let Counts { true_positives, false_positives, false_negatives } = *self;
        Object {
            precision: four_places(self.precision()),
            recall: four_places(self.recall()),
            f1: four_places(self.f1()),
            true_positives,
            false_positives,
            false_negatives,
        }
        .serialize(serializer)
    }
}

/// A part of a whole.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Share {
    /// Those that are right.
    pub right: usize,
    /// All of them.
    pub of: usize,
}

impl Share {
    /// From 0 to 1; nothing where there is nothing to share.
    pub fn ratio(self) -> Option<f64> {
        (self.of > 0).then(|| ratio(self.right, self.of))
    }

    pub(super) fn count(&mut self, right: bool) {
        self.right += usize::from(right);
        self.of += 1;
    }

    fn plus(self, other: Share) -> Share {
        Share { right: self.right + other.right, of: self.of + other.of }
    }
}

/// How many facts are right, by how sure extraction was of them: by tenths of confidence, the first from 0 up to and
/// without 0.1, the last from 0.9 to 1. Only what counts as right or as a false alarm is counted, so that the tenths of
/// a kind of fact sum up to its [`Counts`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Calibration {
    /// Offices.
    pub office: [Share; 10],
    /// Relations.
    pub relation: [Share; 10],
    /// Positions.
    pub position: [Share; 10],
}

impl Calibration {
    /// The tenth that `confidence` is in. Confidence counts in thousandths, as in a graph; what is no number is 0.
    pub(super) fn tenth(confidence: f64) -> usize {
        let thousandths = (confidence.clamp(0.0, 1.0) * 1000.0).round() as usize;
        (thousandths / 100).min(9)
    }

    /// All of `tenths` from the one numbered `first` (from 0) on: `at_least(8, …)` is a confidence of 0.8 and above.
    pub fn at_least(first: usize, tenths: &[Share; 10]) -> Share {
        tenths.iter().skip(first).fold(Share::default(), |sum, share| sum.plus(*share))
    }
}

/// A miss or a false alarm.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Name of the article.
    pub document: String,
    /// What kind of fact it is about.
    pub fact: Fact,
    /// Which of both.
    pub slip: Slip,
    /// The fact, with the ids of the annotation where the entities are aligned and `?` before the others.
    pub description: String,
    /// The words that show it, where they are in the text.
    pub evidence: Option<Span>,
}

/// The kinds of fact that are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fact {
    /// Somebody or something named.
    Entity,
    /// Somebody holds a post.
    Office,
    /// An act.
    Relation,
    /// Target, topic or status of an act that is right otherwise.
    Strict,
    /// The source of an act that is right otherwise.
    Reporter,
    /// A stance.
    Position,
}

impl fmt::Display for Fact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Fact::Entity => "entity",
            Fact::Office => "office",
            Fact::Relation => "relation",
            Fact::Strict => "strict",
            Fact::Reporter => "reporter",
            Fact::Position => "position",
        })
    }
}

/// The two ways to be wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Slip {
    /// It is there and was not found.
    Miss,
    /// It was found and is not there.
    FalseAlarm,
}

impl fmt::Display for Slip {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Slip::Miss => "miss",
            Slip::FalseAlarm => "false alarm",
        })
    }
}

/// The sum over the relations that the project is about.
pub(super) fn core(by_relation: &BTreeMap<RelationKind, Counts>) -> Counts {
    let kinds = [RelationKind::Met, RelationKind::Proposed, RelationKind::Rejected];
    let mut sum = Counts::default();
    kinds.iter().filter_map(|kind| by_relation.get(kind)).for_each(|counts| sum.add(*counts));
    sum
}

fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

pub(super) fn harmonic_mean(a: f64, b: f64) -> f64 {
    if a + b > 0.0 { 2.0 * a * b / (a + b) } else { 0.0 }
}

pub(super) fn four_places(value: f64) -> f64 {
    (value * 10_000.0).round() / 10_000.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn precision_recall_and_f1_are_those_of_the_textbook() {
        let counts = Counts { true_positives: 3, false_positives: 1, false_negatives: 2 };
        assert_eq!((counts.precision(), counts.recall()), (0.75, 0.6));
        assert!((counts.f1() - 2.0 / 3.0).abs() < 1e-12);
        assert_eq!(Counts::default().f1(), 0.0);
    }

    #[test]
    fn a_confidence_is_in_the_tenth_that_it_rounds_to_in_thousandths() {
        assert_eq!(
            [0.0, 0.0996, 0.3, 0.7, 0.7994, 0.7996, 1.0].map(Calibration::tenth),
            [0, 1, 3, 7, 7, 8, 9]
        );
        assert_eq!(Calibration::tenth(f64::NAN), 0);
    }
}
