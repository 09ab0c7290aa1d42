//! Writes a made-up graph of many edges, to try on other programs:
//! `cargo run --example export_large -- html 5000 > large.html`
//!
//! So many acts of different ends, between names and topics of which few are met often and most seldom, in articles
//! of a year; and a position for every second act. The same number gives the same graph.

#[path = "../tests/common/small.rs"]
mod small;

use std::collections::BTreeSet;

use demarche::Span;
use demarche::export::{self, Format};
use demarche::graph::Graph;
use demarche::schema::{ActStatus, EntityType, Quote, Record, RelationKind, Stance};

/// Acts in one article.
const ACTS: usize = 10;

const ONSETS: [&str; 12] =
    ["Bar", "Cel", "Dom", "Fen", "Gal", "Hol", "Kar", "Lin", "Mor", "Nev", "Pol", "Tas"];
const MIDDLES: [&str; 10] = ["a", "e", "i", "o", "u", "an", "el", "im", "or", "us"];
const ENDS: [&str; 10] = ["bek", "dov", "gren", "lar", "mans", "nik", "roth", "sen", "tov", "vic"];
const KINDS: [&str; 10] =
    ["early", "joint", "lasting", "new", "partial", "regional", "secret", "second", "wider", "yearly"];
const THINGS: [&str; 15] = [
    "ceasefire",
    "summit",
    "tariff",
    "treaty",
    "border opening",
    "loan",
    "inspection",
    "election",
    "embargo",
    "prisoner exchange",
    "pipeline",
    "grain corridor",
    "inquiry",
    "withdrawal",
    "mission",
];

/// A number below `below` that is the same at each run (splitmix64 of its place).
fn chance(place: usize, below: usize) -> usize {
    let mut z = (place as u64).wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    ((z ^ (z >> 31)) % below as u64) as usize
}

/// The square of a chance: small numbers come often.
fn seldom(place: usize, below: usize) -> usize {
    let one = chance(place, 10_000);
    one * one * below / 100_000_000
}

fn name(i: usize) -> String {
    let given = format!("{}{}", ONSETS[i % 12], ["a", "o", "in", "us", "ine"][i / 12 % 5]);
    format!("{given} {}{}{}", ONSETS[i * 7 % 12], MIDDLES[i / 12 % 10], ENDS[i % 10])
}

fn topic(i: usize) -> String {
    let number = i / (KINDS.len() * THINGS.len());
    let with = if number == 0 { String::new() } else { format!(" of district {number}") };
    format!("{} {}{with}", KINDS[i % KINDS.len()], THINGS[i / KINDS.len() % THINGS.len()])
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let format: Format = arguments.next().ok_or("which format? html, say")?.parse()?;
    let edges: usize = arguments.next().ok_or("how many edges?")?.parse()?;
    let (names, topics) = ((edges / 20).clamp(10, 600), (edges / 4).max(20));
    let mut made = BTreeSet::new();
    let mut records: Vec<Record> = Vec::new();
    let mut place = 0;
    while made.len() < edges {
        if made.len() % ACTS == 0 && records.len() == made.len() / ACTS {
            let n = records.len();
            let date = format!("2025-{:02}-{:02}", n * 12 / (edges / ACTS + 1) + 1, n % 28 + 1);
            let mut record = small::record(&format!("article-{n:05}"), Some(&date));
            record.document.title = Some(format!("Article {n} on the {}", topic(seldom(n, topics))));
            record.document.url = Some(format!("https://example.org/{n}"));
            records.push(record);
        }
        let record = records.last_mut().ok_or("there is no article")?;
        place += 4;
        let (actor, about) = (seldom(place, names), seldom(place + 1, topics));
        let relation = RelationKind::ALL[chance(place + 2, RelationKind::ALL.len())];
        if !made.insert((actor, relation, about)) {
            continue;
        }
        let (who, what) = (name(actor), topic(about));
        let text = format!("{who} on that day {relation} the {what}, as a spokesman told reporters");
        let start = record.relations.len() * 150;
        let quote = Quote { span: Span::new(start, start + text.chars().count()), text };
        let named = Quote { span: Span::new(start, start + who.chars().count()), text: who.clone() };
        let id = format!("person-{actor}");
        match record.entities.iter_mut().find(|entity| entity.id == id) {
            Some(entity) => entity.mentions.push(named),
            None => record.entities.push(small::entity(&id, EntityType::Person, &who, &[], &[named])),
        }
        let mut act = small::act(&id, relation, None, Some(&what), quote.clone());
        act.status = ActStatus::ALL[chance(place + 3, 9).saturating_sub(5)];
        act.confidence = (30 + chance(place + 3, 70)) as f64 / 100.0;
        record.relations.push(act);
        if place % 8 == 0 {
            let stance = [Stance::For, Stance::Against, Stance::Conditional][chance(place + 1, 3)];
            record.positions.push(small::position(&id, stance, &what, quote));
        }
    }
    export::write(&Graph::from_records(records), format, &mut std::io::stdout().lock())?;
    Ok(())
}
