//! Measures how well copies of one article are found: `cargo run --release --example copies NEWS.jsonl`.
//!
//! Every article is copied as newspapers copy a story of an agency: another headline and a line of the agency's, cut
//! from the end, words changed, a paragraph of one's own put in front. For each way, the share of copies that count as
//! one source with their original, and how often different articles do. Then the articles get a common beginning and
//! end, as a site puts around whatever it prints.

use demarche::graph::Graph;
use demarche::schema::Record;
use demarche::source::{self, Article, Defaults};

/// A way to copy a text; the number makes one copy differ from another.
type Way = fn(&str, usize) -> String;

fn main() -> demarche::Result<()> {
    let inputs = std::env::args_os().skip(1).map(Into::into);
    let articles: Vec<Article> =
        source::articles(inputs, Defaults::default()).collect::<demarche::Result<_>>()?;
    let texts: Vec<&str> = articles.iter().map(|article| article.text.as_str()).collect();
    println!("{} articles, {} pairs of them joined", texts.len(), joined(&texts).1);
    let ways: [(&str, Way); 14] = [
        ("headline and agency line", headed),
        ("last quarter cut", |text, _| kept(text, 0.75)),
        ("last half cut", |text, _| kept(text, 0.5)),
        ("last two thirds cut", |text, _| kept(text, 0.33)),
        ("one word in 50 changed", |text, seed| edited(text, seed, 50)),
        ("one word in 20 changed", |text, seed| edited(text, seed, 20)),
        ("one word in 10 changed", |text, seed| edited(text, seed, 10)),
        ("one word in 5 changed", |text, seed| edited(text, seed, 5)),
        ("40 words put in front", |text, seed| format!("{}\n\n{text}", own(seed, 40))),
        ("80 words put in front", |text, seed| format!("{}\n\n{text}", own(seed, 80))),
        ("headline, half cut, one in 50", |text, seed| headed(&edited(&kept(text, 0.5), seed, 50), seed)),
        ("headline, half cut, one in 20", |text, seed| headed(&edited(&kept(text, 0.5), seed, 20), seed)),
        ("second paragraph moved down", |text, _| moved(text)),
        ("all of it in capitals", |text, _| text.to_uppercase()),
    ];
    for (name, way) in &ways {
        let copies: Vec<String> = texts.iter().enumerate().map(|(i, text)| way(text, i)).collect();
        let both: Vec<&str> = texts.iter().copied().chain(copies.iter().map(String::as_str)).collect();
        let (stories, _) = joined(&both);
        let n = texts.len();
        let found = (0..n).filter(|&i| stories[i] == stories[n + i]).count();
        let pairs = (0..2 * n).flat_map(|i| (i + 1..2 * n).map(move |j| (i, j)));
        let wrong = pairs.filter(|&(i, j)| i % n != j % n && stories[i] == stories[j]).count();
        println!("{name:32} found {found:3} of {n} ({:.3}), wrong pairs {wrong}", found as f64 / n as f64);
    }
    for words in [30, 60, 120, 300] {
        let (head, foot) = (own(1_000_001, 12), own(1_000_002, words));
        let wrong = |most: usize| {
            let all: Vec<String> =
                texts.iter().map(|text| format!("{head}\n\n{}\n\n{foot}", first_words(text, most))).collect();
            joined(&all.iter().map(String::as_str).collect::<Vec<_>>()).1
        };
        println!(
            "12 common words before and {words:3} behind: wrong pairs {}; of the first 100 words of each article {}, of \
             the first 60 {}",
            wrong(usize::MAX),
            wrong(100),
            wrong(60)
        );
    }
    Ok(())
}

/// For each text, the number of the story it is of; and the number of pairs of one story.
fn joined(texts: &[&str]) -> (Vec<usize>, usize) {
    let records = texts.iter().enumerate().map(|(i, text)| {
        let article = Article::from_text(&format!("{i:06}"), (*text).to_owned(), &Defaults::default());
        let document = article.expect("the text is not empty").document;
        Record { document, ..Record::default() }
    });
    let graph = Graph::from_records(records);
    let stories: Vec<usize> = graph
        .documents()
        .enumerate()
        .map(|(i, document)| match &document.story {
            Some(story) => story.trim_start_matches("document/").parse().expect("ids are numbers"),
            None => i,
        })
        .collect();
    let n = stories.len();
    let pairs =
        (0..n).flat_map(|i| (i + 1..n).map(move |j| (i, j))).filter(|&(i, j)| stories[i] == stories[j]);
    let count = pairs.count();
    (stories, count)
}

/// Numbers that look like chance and are always the same.
fn chance(seed: usize, n: usize) -> usize {
    let mut z = (seed as u64) << 32 | n as u64;
    z = (z ^ (z >> 30)).wrapping_add(0x9e37_79b9_7f4a_7c15).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    (z ^ (z >> 31)) as usize
}

/// Words that no article has.
fn own(seed: usize, words: usize) -> String {
    (0..words).map(|n| format!("w{} ", chance(seed, n) % 20_000)).collect()
}

fn headed(text: &str, seed: usize) -> String {
    format!("{}\n\nCITY, Monday (Agency) -- {text}\n\nReporting by {}", own(seed, 9), own(seed + 7, 12))
}

fn kept(text: &str, share: f64) -> String {
    let most = (text.split_whitespace().count() as f64 * share) as usize;
    let mut out = String::new();
    for paragraph in text.split("\n\n") {
        if !out.is_empty() && out.split_whitespace().count() + paragraph.split_whitespace().count() > most {
            break;
        }
        out.push_str(paragraph);
        out.push_str("\n\n");
    }
    out
}

fn first_words(text: &str, words: usize) -> String {
    text.split_whitespace().take(words).collect::<Vec<_>>().join(" ")
}

/// One word in `rate` is left out or another.
fn edited(text: &str, seed: usize, rate: usize) -> String {
    let paragraphs = text.split("\n\n").enumerate().map(|(p, paragraph)| {
        let words = paragraph.split_whitespace().enumerate().map(|(n, word)| {
            let drawn = chance(seed, p * 10_000 + n);
            match (drawn % rate, drawn / rate % 2) {
                (0, 0) => String::new(),
                (0, _) => format!("x{}", drawn % 1_000),
                _ => word.to_owned(),
            }
        });
        words.collect::<Vec<_>>().join(" ")
    });
    paragraphs.collect::<Vec<_>>().join("\n\n")
}

fn moved(text: &str) -> String {
    let mut paragraphs: Vec<&str> = text.split("\n\n").collect();
    if paragraphs.len() > 4 {
        let second = paragraphs.remove(1);
        paragraphs.insert(3, second);
    }
    paragraphs.join("\n\n")
}
