//! Copies of one agency's story count as one source, and different articles never do.

mod common;

use std::collections::BTreeMap;

use demarche::graph::Graph;
use demarche::schema::Record;
use demarche::source::{Article, Defaults};

/// The texts of the annotated articles.
fn texts() -> Vec<String> {
    let names = common::gold_records().into_iter().map(|record| record.document.id);
    names
        .map(|name| std::fs::read_to_string(common::gold_folder().join(format!("{name}.txt"))).unwrap())
        .collect()
}

/// For each text, which it stands for: the number of the first of its story.
fn stories<'t>(texts: impl IntoIterator<Item = (&'t str, Option<&'t str>)>) -> Vec<usize> {
    let records = texts.into_iter().enumerate().map(|(i, (text, date))| {
        let defaults = Defaults { date: date.map(str::to_owned), ..Defaults::default() };
        let document = Article::from_text(&format!("{i:04}"), text.to_owned(), &defaults).unwrap().document;
        Record { document, ..Record::default() }
    });
    let graph = Graph::from_records(records);
    let of: BTreeMap<String, usize> =
        graph.documents().zip(0..).map(|(d, i)| (d.id.to_string(), i)).collect();
    graph.documents().zip(0..).map(|(d, i)| d.story.as_ref().map_or(i, |story| of[&**story])).collect()
}

fn undated(texts: &[String]) -> Vec<usize> {
    stories(texts.iter().map(|text| (text.as_str(), None)))
}

/// As another paper prints it: another headline, the agency's line, words changed here and there, the end cut off.
fn copy(text: &str) -> String {
    let words: Vec<&str> = text.split(' ').collect();
    let kept = words.iter().take(words.len() * 7 / 10).enumerate();
    let changed =
        kept.filter(|(i, _)| i % 31 != 30).map(|(i, word)| if i % 43 == 42 { "reportedly" } else { word });
    format!("World leaders react\n\n(Agency) – {}\n", changed.collect::<Vec<_>>().join(" "))
}

#[test]
fn no_two_different_articles_are_one_story() {
    let texts = texts();
    let all: Vec<usize> = (0..texts.len()).collect();
    assert_eq!(undated(&texts), all);
}

#[test]
fn a_copy_with_another_headline_small_changes_and_its_end_cut_off_is_the_same_story() {
    let originals = texts();
    let n = originals.len();
    let all: Vec<String> = originals.iter().cloned().chain(originals.iter().map(|text| copy(text))).collect();
    let expected: Vec<usize> = (0..n).chain(0..n).collect();
    assert_eq!(undated(&all), expected);
}

#[test]
fn what_a_site_puts_around_every_article_makes_no_two_one() {
    let header = "The Daily Example – news and views from around the world";
    let footer = "Sign up for our newsletter to get the most important stories of the day in your inbox every morning. \
                  Follow us on all channels and download our app for phones and tablets. All rights reserved; no part \
                  of this page may be copied without permission in writing of the publisher. "
        .repeat(3);
    let framed: Vec<String> = texts()
        .iter()
        .map(|text| {
            let short: Vec<&str> = text.split_whitespace().take(80).collect();
            format!("{header}\n\n{}\n\n{footer}", short.join(" "))
        })
        .collect();
    let all: Vec<usize> = (0..framed.len()).collect();
    assert_eq!(undated(&framed), all);
}

#[test]
fn the_same_words_months_later_are_another_story() {
    let original = texts().remove(0);
    let again = copy(&original);
    let dated = |first, second| stories([(original.as_str(), first), (again.as_str(), second)]);
    assert_eq!(dated(Some("2025-08-17"), Some("2025-08-19")), [0, 0]);
    assert_eq!(dated(Some("2025-08-31"), Some("2025-09-02")), [0, 0]);
    assert_eq!(dated(Some("2025-08-17"), None), [0, 0]);
    assert_eq!(dated(Some("2025-08-17"), Some("2025-11-17")), [0, 1]);
}

#[test]
fn a_record_without_a_sketch_is_read_and_stands_for_itself() {
    let line = r#"{"id":"a","sha256":"1","entities":[],"offices":[],"relations":[],"positions":[]}"#;
    let record: Record = serde_json::from_str(line).unwrap();
    assert_eq!(record.document.sketch, None);
    let mut other = record.clone();
    other.document.id = "b".to_owned();
    other.document.sha256 = "2".to_owned();
    let graph = Graph::from_records([record.clone(), other]);
    assert!(graph.documents().all(|document| document.story.is_none()));
    let mut same = record.clone();
    same.document.id = "c".to_owned();
    let graph = Graph::from_records([record, same]);
    assert!(graph.documents().all(|document| document.story.as_deref() == Some("document/a")));
}
