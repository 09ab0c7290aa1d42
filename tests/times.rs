//! When and where: short texts of a known date in `tests/times/*.txt`, each with the dates and places of its acts as a
//! careful reader gives them, a third of them acts that may have none.
//!
//! `TIMES=ago cargo test --test times -- --nocapture` reads only the cases whose `file/name` holds that word, and prints
//! what was found.
//!
//! # Format
//! ```text
//! --- name of the case
//! published: 2025-08-20
//! The text, one paragraph a line.
//! RELATION DATE
//! RELATION DATE @ PLACE
//! todo: what the program gets wrong today
//! // a comment
//! ```
//! - Every act of that relation has this date (`unknown`: none has one), and at least one is there. Several lines of one
//!   relation: each date is that of one act at least, and no act has another.
//! - The place is the name of an entity, `-` for none; without `@` it is not looked at.
//! - A text without `published` is of an unknown date. A case with `todo` must fail; whoever makes it pass takes the
//!   line away.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use demarche::builder::{Builder, Options};
use demarche::nlp::Pipeline;
use demarche::schema::{Document, PartialDate, Record, RelationKind};
use demarche::source::Article;

#[derive(Debug, Default)]
struct Case {
    name: String,
    published: Option<String>,
    text: String,
    expected: Vec<Expected>,
    todo: Option<String>,
}

#[derive(Debug)]
struct Expected {
    relation: RelationKind,
    date: Option<String>,
    /// The outer `None` where it is not looked at.
    place: Option<Option<String>>,
}

fn cases() -> Vec<Case> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/times");
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let mut cases: Vec<Case> = Vec::new();
    for path in paths {
        let stem = path.file_stem().unwrap().to_string_lossy().into_owned();
        for line in fs::read_to_string(&path).unwrap().lines() {
            let line = line.trim();
            if line.is_empty() || line.starts_with("//") {
                continue;
            }
            if let Some(name) = line.strip_prefix("--- ") {
                cases.push(Case { name: format!("{stem}/{name}"), ..Case::default() });
                continue;
            }
            take(cases.last_mut().expect("a case begins with '--- name'"), line);
        }
    }
    for case in &cases {
        assert!(
            !case.text.is_empty() && !case.expected.is_empty(),
            "'{}' has no text, or expects nothing",
            case.name
        );
    }
    cases
}

/// Takes one line into the case: what is known of it, an expectation, or a paragraph of its text.
fn take(case: &mut Case, line: &str) {
    let or_none = |word: &str, none: &str| (word != none).then(|| word.to_owned());
    let first = line.split(' ').next().unwrap_or_default();
    if let Some(date) = line.strip_prefix("published: ") {
        case.published = Some(date.to_owned());
    } else if let Some(todo) = line.strip_prefix("todo: ") {
        case.todo = Some(todo.to_owned());
    } else if let Ok(relation) = first.parse::<RelationKind>() {
        let (date, place) = match line[first.len()..].split_once('@') {
            Some((date, place)) => (date, Some(or_none(place.trim(), "-"))),
            None => (&line[first.len()..], None),
        };
        case.expected.push(Expected { relation, date: or_none(date.trim(), "unknown"), place });
    } else {
        if !case.text.is_empty() {
            case.text.push('\n');
        }
        case.text.push_str(line);
    }
}

fn read(cases: &[Case]) -> Vec<Record> {
    let articles = cases.iter().map(|case| {
        let document =
            Document { id: "case".to_owned(), date: case.published.clone(), ..Document::default() };
        Ok(Article { document, text: case.text.clone(), notes: Vec::new() })
    });
    let builder = Builder::new(Pipeline::builtin(), Options::default()).expect("there are threads");
    builder.records(articles, |records| records.collect::<Result<_, _>>().expect("nothing is lost of a text"))
}

/// What is wrong with `record` as a reading of the case: a line each; none when it is right.
fn wrongs(case: &Case, record: &Record) -> Vec<String> {
    let mut wrongs = Vec::new();
    let name = |id: &Option<String>| {
        let entity = record.entities.iter().find(|e| Some(&e.id) == id.as_ref());
        entity.map(|entity| entity.name.clone())
    };
    let relations: BTreeSet<RelationKind> = case.expected.iter().map(|e| e.relation).collect();
    for relation in relations {
        let found: Vec<_> = record.relations.iter().filter(|act| act.relation == relation).collect();
        let expected: Vec<_> = case.expected.iter().filter(|e| e.relation == relation).collect();
        let fits = |e: &Expected, date: &Option<String>, place: &Option<String>| {
            e.date == *date && e.place.as_ref().is_none_or(|expected| *expected == name(place))
        };
        for act in &found {
            if !expected.iter().any(|e| fits(e, &act.date, &act.place)) {
                wrongs.push(format!("{relation} has {:?} @ {:?}", act.date, name(&act.place)));
            }
        }
        for e in &expected {
            if !found.iter().any(|act| fits(e, &act.date, &act.place)) {
                wrongs.push(format!("no {relation} has {:?} @ {:?}", e.date, e.place));
            }
        }
    }
    wrongs
}

#[test]
fn acts_have_the_dates_and_places_that_their_own_words_give_them() {
    let selected = std::env::var("TIMES").unwrap_or_default();
    let cases: Vec<Case> = cases().into_iter().filter(|case| case.name.contains(&selected)).collect();
    assert!(!cases.is_empty(), "no case has '{selected}' in its name");
    let (mut report, mut failed, mut todo) = (String::new(), 0, 0);
    for (case, record) in cases.iter().zip(read(&cases)) {
        let wrongs = wrongs(case, &record);
        todo += usize::from(case.todo.is_some());
        let is_wrong = wrongs.is_empty() == case.todo.is_some();
        failed += usize::from(is_wrong);
        if is_wrong || !selected.is_empty() {
            let _ = writeln!(report, "{}\n    {}", case.name, case.text.replace('\n', "\n    "));
            wrongs.iter().for_each(|wrong| _ = writeln!(report, "    {wrong}"));
            if case.todo.is_some() && wrongs.is_empty() {
                report.push_str("    is right now: its todo can go\n");
            }
        }
    }
    println!("{report}{} cases, {todo} of them still to do, {failed} wrong", cases.len());
    assert!(failed == 0, "cases are not read right; they are listed above");
}

#[test]
fn the_suite_is_large_and_a_third_of_it_has_no_date() {
    let cases = cases();
    let none = cases.iter().filter(|case| case.expected.iter().all(|e| e.date.is_none())).count();
    println!("{} cases, {none} of them without a date", cases.len());
    assert!(cases.len() >= 60, "only {} cases", cases.len());
    assert!(none * 3 >= cases.len(), "only {none} of {} cases have no date", cases.len());
    let names: BTreeSet<&str> = cases.iter().map(|case| case.name.as_str()).collect();
    assert_eq!(names.len(), cases.len(), "two cases share a name");
}

/// Words of time in any order, as no careful writer sets them.
const WORDS: &[&str] = &[
    "last",
    "next",
    "this",
    "the",
    "previous",
    "day",
    "days",
    "week",
    "month",
    "years",
    "ago",
    "later",
    "before",
    "Monday",
    "Friday",
    "May",
    "August",
    "Feb.",
    "30",
    "31st",
    "2024",
    "0000",
    "2025-02-30",
    "2025-08-15",
    "-",
    ",",
    "of",
    "late",
    "in",
    "on",
    "since",
    "two",
    "99",
    "yesterday",
    "morning",
    "summer",
    "where",
    "Lula met Gustavo Petro",
    "Geneva",
    ".",
];

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig {
        cases: 24,
        failure_persistence: None,
        ..proptest::prelude::ProptestConfig::default()
    })]

    #[test]
    fn any_words_give_dates_of_the_calendar_or_none(
        choice in proptest::collection::vec(0..WORDS.len(), 1..160),
        published in 0..4usize,
    ) {
        let text = choice.iter().map(|&i| WORDS[i]).collect::<Vec<_>>().join(" ");
        let published = [None, Some("9999-12-31"), Some("2025"), Some("0001-01-01")][published].map(str::to_owned);
        let case = Case { text, published, ..Case::default() };
        let records = read(&[case]);
        for act in &records[0].relations {
            if let Some(date) = &act.date {
                let again = PartialDate::parse(date).map(|date| date.to_string());
                proptest::prop_assert_eq!(again.as_ref(), Some(date));
            }
        }
    }
}
