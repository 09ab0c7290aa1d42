//! The measures of `demarche eval`, on a small case whose figures were worked out by hand.
//!
//! The case is in `tests/eval/`: three annotated articles and the records of two of them, made so that each rule of
//! counting makes a difference. `score.txt` holds what `score.py` says of it, as `record.sh` recorded it.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::BufReader;
use std::path::{Path, PathBuf};

use demarche::eval::{self, Calibration, Case, Counts, Evaluation, Fact, Gold, GoldRelation, Share, Slip};
use demarche::schema::{Record, Relation, RelationKind};
use demarche::source;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/eval")
}

/// The records of the case, by the name of their article.
fn records() -> BTreeMap<String, Record> {
    let file = BufReader::new(File::open(folder().join("records.jsonl")).unwrap());
    source::records(file)
        .map(|record| record.unwrap().1)
        .map(|record| (record.document.id.clone(), record))
        .collect()
}

fn evaluate(records: &BTreeMap<String, Record>) -> Evaluation {
    evaluate_by(records, |_, _| ())
}

/// Measures by annotations that are changed before, each with the name of its article.
fn evaluate_by(records: &BTreeMap<String, Record>, change: impl Fn(&str, &mut Gold)) -> Evaluation {
    let files = eval::gold_files(&folder().join("gold")).unwrap();
    let articles: Vec<(String, String, Gold)> = files
        .iter()
        .map(|file| {
            let name = file.file_stem().unwrap().to_str().unwrap().to_owned();
            let mut gold = Gold::read(file).unwrap();
            change(&name, &mut gold);
            (name, fs::read_to_string(file.with_extension("txt")).unwrap(), gold)
        })
        .collect();
    let cases: Vec<Case<'_>> = articles
        .iter()
        .map(|(name, text, gold)| Case { name, text, gold, record: records.get(name) })
        .collect();
    eval::evaluate(&cases)
}

fn counts(true_positives: usize, false_positives: usize, false_negatives: usize) -> Counts {
    Counts { true_positives, false_positives, false_negatives }
}

#[test]
fn entities_count_when_kind_and_name_agree_and_optional_ones_not_at_all() {
    // Found: Borland as a region and Monday as a body. Missed: Borland as a country, Arland in the second article and
    // the third article, which has no record. The optional coast is neither.
    assert_eq!(evaluate(&records()).entity, counts(9, 2, 3));
}

#[test]
fn offices_count_when_holder_and_body_agree_and_one_title_is_in_the_other() {
    // "deputy king" of nobody is "king" of Borland; Núñez is no king; Bo's command is not found.
    assert_eq!(evaluate(&records()).office, counts(2, 1, 1));
}

#[test]
fn relations_count_with_their_ends_exchanged_by_target_or_topic_and_once() {
    let evaluation = evaluate(&records());
    // "Bo met Núñez" is "Núñez met Bo"; of two wordings of the rejection one counts and the other is no false alarm;
    // the demand agrees in its topic and has no target; the optional visit is nothing; the threat is a false alarm and
    // the proposal is missed.
    assert_eq!(evaluation.relation, counts(6, 1, 1));
    assert_eq!(evaluation.core, counts(3, 0, 1));
    let by_relation = [
        (RelationKind::Met, counts(2, 0, 0)),
        (RelationKind::Visited, counts(1, 0, 0)),
        (RelationKind::Proposed, counts(0, 0, 1)),
        (RelationKind::Demanded, counts(1, 0, 0)),
        (RelationKind::Agreed, counts(1, 0, 0)),
        (RelationKind::Rejected, counts(1, 0, 0)),
        (RelationKind::Threatened, counts(0, 1, 0)),
    ];
    assert_eq!(evaluation.by_relation, BTreeMap::from(by_relation));
}

#[test]
fn strictly_target_topic_and_status_must_agree_and_the_reporter_is_counted_apart() {
    let evaluation = evaluate(&records());
    // Wrong in status: the visit and the meeting of the second article. Without target: the demand, and the other
    // wording of the rejection, which is now a false alarm.
    assert_eq!(evaluation.strict, counts(3, 5, 4));
    // That Bo reports the agreement was not found.
    assert_eq!(evaluation.reporter, Share { right: 5, of: 6 });
}

#[test]
fn acts_of_the_five_later_relations_count_only_where_the_annotation_has_one_of_them() {
    use RelationKind::{Coerced, Cooperated, Mobilized, Protested, Yielded};
    let (mut found, before) = (records(), evaluate(&records()));
    let record = found.get_mut("one").unwrap();
    let rejected = |relation: RelationKind, target: &Option<String>| {
        relation == RelationKind::Rejected && target.as_deref() == Some("borland")
    };
    let act = record.relations.iter().find(|r| rejected(r.relation, &r.target)).unwrap().clone();
    for relation in [Cooperated, Yielded, Protested, Mobilized, Coerced] {
        record.relations.push(Relation { relation, plover: relation.plover(), ..act.clone() });
    }
    assert_eq!(evaluate(&found), before);
    let with = |optional| {
        evaluate_by(&found, |name, gold| {
            if name == "one" {
                let known = gold.relations.iter().find(|g| rejected(g.relation, &g.target)).unwrap();
                let protest = GoldRelation { relation: Protested, optional, ..known.clone() };
                gold.relations.push(protest);
            }
        })
    };
    // One is right, and the other four are false alarms; an optional one shows too that the reader looked for them.
    let Counts { true_positives, false_positives, false_negatives } = before.relation;
    assert_eq!(with(false).relation, counts(true_positives + 1, false_positives + 4, false_negatives));
    assert_eq!(with(true).relation, counts(true_positives, false_positives + 4, false_negatives));
    assert_eq!(with(false).by_relation[&Protested], counts(1, 0, 0));
    // Other articles are measured as before.
    let elsewhere = evaluate_by(&found, |name, gold| {
        if name == "two" {
            let protest = GoldRelation { relation: Protested, ..gold.relations[0].clone() };
            gold.relations.push(protest);
        }
    });
    assert_eq!(elsewhere.relation, counts(true_positives, false_positives, false_negatives + 1));
}

#[test]
fn positions_count_when_holder_stance_and_topic_agree() {
    assert_eq!(evaluate(&records()).position, counts(1, 1, 2));
}

#[test]
fn identity_across_articles_is_measured_over_the_entities_that_are_aligned() {
    // The parliaments of two countries, under a name that hides it: they are joined.
    let mut records = records();
    for entity in
        records.values_mut().flat_map(|record| &mut record.entities).filter(|e| e.id == "parliament")
    {
        entity.name = "Great Diet".to_owned();
        entity.id = "great-diet".to_owned();
    }
    let identity = evaluate(&records).identity;
    // Eleven entities of articles. Two are joined wrongly: precision is (9 + 2 / 2) / 11. Bo, of
    // whom a surname is all that is known, and Borland, once a region, are two each: recall is (7 + 4 / 2) / 11.
    assert_eq!((identity.items, identity.gold_entities), (11, 8));
    assert_eq!((identity.precision, identity.recall, identity.f1), (0.9091, 0.8182, 0.8612));
    let things = |splits: &[eval::Split]| {
        splits.iter().map(|s| s.parts.keys().cloned().collect::<Vec<_>>()).collect::<Vec<_>>()
    };
    assert_eq!(things(&identity.wrongly_joined), [["parliament-of-arland", "parliament-of-borland"]]);
    let apart: Vec<&str> = identity.wrongly_apart.iter().map(|split| split.id.as_str()).collect();
    assert_eq!(apart, ["bo", "borland"]);
    assert_eq!(identity.wrongly_apart[0].parts.values().flatten().collect::<Vec<_>>(), ["one", "two"]);
}

#[test]
fn calibration_counts_what_counts_by_tenths_of_confidence() {
    let evaluation = evaluate(&records());
    let share = |right, of| Share { right, of };
    let none = share(0, 0);
    let relation = [none, none, none, none, share(1, 1), share(1, 1), none, none, share(2, 3), share(2, 2)];
    assert_eq!(evaluation.calibration.relation, relation);
    assert_eq!(Calibration::at_least(8, &relation), share(4, 5));
    let sum = Calibration::at_least(0, &evaluation.calibration.office);
    assert_eq!((sum.right, sum.of - sum.right), (2, 1));
}

#[test]
fn every_miss_and_false_alarm_is_listed_with_its_words() {
    let evaluation = evaluate(&records());
    let listed = |fact, slip| {
        evaluation.differences.iter().filter(|d| d.fact == fact && d.slip == slip).collect::<Vec<_>>()
    };
    for (fact, counts) in [
        (Fact::Entity, evaluation.entity),
        (Fact::Office, evaluation.office),
        (Fact::Relation, evaluation.relation),
        (Fact::Position, evaluation.position),
    ] {
        assert_eq!(listed(fact, Slip::Miss).len(), counts.false_negatives, "{fact}");
        assert_eq!(listed(fact, Slip::FalseAlarm).len(), counts.false_positives, "{fact}");
    }
    let missed = listed(Fact::Relation, Slip::Miss)[0];
    assert_eq!(
        (missed.document.as_str(), missed.description.as_str()),
        ("one", "bo proposed ana-nunez “guarantees”, occurred")
    );
    let text = fs::read_to_string(folder().join("gold/one.txt")).unwrap();
    let words = missed.evidence.and_then(|place| place.slice(&text));
    assert_eq!(words, Some("Borland's offer of guarantees"));
    let alarm = listed(Fact::Relation, Slip::FalseAlarm)[0];
    assert_eq!(alarm.description, "bo threatened ?monday, occurred");
    assert_eq!(listed(Fact::Strict, Slip::Miss).len(), 3);
    assert_eq!(listed(Fact::Reporter, Slip::Miss).len(), 1);
}

/// The figures are those of `score.py`, number for number.
#[test]
fn the_figures_are_those_that_were_recorded_from_the_scorer() {
    let evaluation = evaluate(&records());
    let recorded = fs::read_to_string(folder().join("score.txt")).unwrap();
    let mut rows = 0;
    for line in recorded.lines().skip(1) {
        let words: Vec<&str> = line.split_whitespace().collect();
        let number = |i: usize| words[i].parse::<usize>().unwrap();
        if words[0] == "reporter" {
            assert_eq!(evaluation.reporter, Share { right: number(3), of: number(5) });
            continue;
        }
        let ours = match words[0] {
            "entity" => evaluation.entity,
            "office" => evaluation.office,
            "relation" => evaluation.relation,
            "core" => evaluation.core,
            "strict" => evaluation.strict,
            "position" => evaluation.position,
            relation => evaluation.by_relation[&relation.parse::<RelationKind>().unwrap()],
        };
        assert_eq!(ours, counts(number(4), number(5), number(6)), "{line}");
        let shares = [ours.precision(), ours.recall(), ours.f1()].map(|share| format!("{share:.3}"));
        assert_eq!(shares, [words[1], words[2], words[3]], "{line}");
        rows += 1;
    }
    assert_eq!(rows, 6 + evaluation.by_relation.len());
}

#[test]
fn articles_without_records_are_missed_as_a_whole() {
    let evaluation = evaluate(&BTreeMap::new());
    assert_eq!(evaluation.articles, 3);
    assert_eq!(evaluation.entity, counts(0, 0, 12));
    assert_eq!(evaluation.relation, counts(0, 0, 7));
    assert_eq!(evaluation.reporter.ratio(), None);
    assert_eq!((evaluation.identity.items, evaluation.identity.f1), (0, 0.0));
}

#[test]
fn the_annotation_that_the_readme_shows_is_one() {
    let readme = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap();
    let (_, rest) = readme.split_once("```json\n").expect("the README shows an annotation");
    let gold = Gold::parse(rest.split_once("```").unwrap().0).unwrap();
    assert!(!gold.offices.is_empty() && !gold.relations.is_empty() && !gold.positions.is_empty());
}
