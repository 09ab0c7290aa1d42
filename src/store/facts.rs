//! Claims that say the same become one fact, as in [`crate::graph`].

use std::hash::Hash;
use std::sync::Arc;

use indexmap::IndexMap;
use rusqlite::{Connection, Row};

use super::fault::{Fault, Result};
use super::resolve::{Place, Resolved, Topics};
use super::strings::{Texts, word};
use crate::graph::{ActKey, OfficeKey, PositionKey, distinct_ids};

/// Facts in the making, by what makes them one.
struct Facts<K> {
    facts: IndexMap<K, Fact>,
    /// Number of the fact, document, number of the claim; in the order of the claims.
    evidence: Vec<(u32, i64, i64)>,
}

/// What the claims for a fact have in sum.
#[derive(Default)]
struct Fact {
    first: Option<Arc<str>>,
    last: Option<Arc<str>>,
    confidence: u16,
    documents: u32,
    /// The document that was counted last.
    counted: Option<i64>,
}

impl<K: Hash + Ord> Facts<K> {
    fn new() -> Self {
        Self { facts: IndexMap::new(), evidence: Vec::new() }
    }

    /// Adds a claim; claims come by document.
    fn add(&mut self, key: K, place: &Place, number: i64, confidence: u16) {
        let entry = self.facts.entry(key);
        self.evidence.push((entry.index() as u32, place.number, number));
        let fact = entry.or_default();
        if let Some(date) = &place.date {
            if fact.first.as_ref().is_none_or(|first| date < first) {
                fact.first = Some(Arc::clone(date));
            }
            if fact.last.as_ref().is_none_or(|last| date > last) {
                fact.last = Some(Arc::clone(date));
            }
        }
        fact.confidence = fact.confidence.max(confidence);
        if fact.counted != Some(place.number) {
            fact.counted = Some(place.number);
            fact.documents += 1;
        }
    }

    /// The facts by id: writes the evidence into `table`, and hands each fact with its number and id to `write`.
    fn write(
        self,
        connection: &Connection,
        table: &str,
        forms: impl Fn(&K) -> Vec<String>,
        mut write: impl FnMut(u32, &str, &K, &Fact) -> Result<()>,
    ) -> Result<()> {
        let Self { facts, mut evidence } = self;
        let mut by_key: Vec<usize> = (0..facts.len()).collect();
        by_key.sort_by(|&a, &b| {
            facts.get_index(a).map(|(key, _)| key).cmp(&facts.get_index(b).map(|(key, _)| key))
        });
        let all: Vec<Vec<String>> =
            by_key.iter().map(|&at| forms(facts.get_index(at).expect("a fact").0)).collect();
        let mut by_id: Vec<(String, usize)> = distinct_ids(&all).into_iter().zip(by_key).collect();
        drop(all);
        by_id.sort_unstable();
        let mut ranks = vec![0; facts.len()];
        for (rank, (id, at)) in (0..).zip(&by_id) {
            ranks[*at] = rank;
            let (key, fact) = facts.get_index(*at).expect("a fact");
            write(rank, id, key, fact)?;
        }
        for (fact, ..) in &mut evidence {
            *fact = ranks[*fact as usize];
        }
        evidence.sort_unstable();
        let mut insert = connection.prepare_cached(&format!("INSERT INTO {table} VALUES (?1, ?2, ?3)"))?;
        for row in evidence {
            insert.execute(row)?;
        }
        Ok(())
    }
}

fn thousandths(confidence: u16) -> f64 {
    f64::from(confidence) / 1000.0
}

/// A word of a vocabulary in a row.
fn said<T: std::str::FromStr>(row: &Row<'_>, column: usize) -> Result<T> {
    word(row.get_ref(column)?.as_str().map_err(Fault::damaged)?)
}

pub(super) fn offices(connection: &Connection, texts: &mut Texts, resolved: &Resolved) -> Result<()> {
    let mut facts = Facts::new();
    let mut select = connection.prepare_cached(
        "SELECT document, number, holder, title, \"of\", status, confidence FROM office_claims \
         ORDER BY document, number",
    )?;
    let mut rows = select.query([])?;
    while let Some(row) = rows.next()? {
        let place = resolved.document(row.get(0)?)?;
        let of: Option<i64> = row.get(4)?;
        let key = OfficeKey {
            holder: resolved.entity(place, row.get(2)?)?,
            title: texts.string(connection, row.get(3)?)?,
            of: of.map(|of| resolved.entity(place, of)).transpose()?,
            status: said(row, 5)?,
        };
        facts.add(key, place, row.get(1)?, row.get(6)?);
    }
    let mut insert = connection
        .prepare_cached("INSERT INTO office_facts VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)")?;
    facts.write(
        connection,
        "office_evidence",
        |key| key.forms(|&entity| &resolved.ids[entity as usize]),
        |number, id, key, fact| {
            insert.execute((
                number,
                id,
                key.holder,
                &*key.title,
                key.of,
                key.status.as_str(),
                fact.first.as_deref(),
                fact.last.as_deref(),
                thousandths(fact.confidence),
                fact.documents,
            ))?;
            Ok(())
        },
    )
}

pub(super) fn acts(connection: &Connection, resolved: &Resolved, topics: &Topics) -> Result<()> {
    let mut facts = Facts::new();
    let mut select = connection.prepare_cached(
        "SELECT document, number, source, relation, target, phrase, status, reporter, date, confidence \
         FROM act_claims ORDER BY document, number",
    )?;
    let mut rows = select.query([])?;
    while let Some(row) = rows.next()? {
        let place = resolved.document(row.get(0)?)?;
        let maybe = |column: usize| -> Result<Option<u32>> {
            let number: Option<i64> = row.get(column)?;
            number.map(|number| resolved.entity(place, number)).transpose()
        };
        let phrase: Option<i64> = row.get(5)?;
        let key = ActKey {
            source: resolved.entity(place, row.get(2)?)?,
            relation: said(row, 3)?,
            target: maybe(4)?,
            topic: phrase.map(|phrase| topics.of[&phrase]),
            status: said(row, 6)?,
            reporter: maybe(7)?,
            date: row.get_ref(8)?.as_str_or_null().map_err(Fault::damaged)?.map(Arc::from),
        };
        facts.add(key.ordered(), place, row.get(1)?, row.get(9)?);
    }
    let mut insert = connection.prepare_cached(
        "INSERT INTO act_facts VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
    )?;
    facts.write(
        connection,
        "act_evidence",
        |key| key.forms(|&entity| &resolved.ids[entity as usize], |&topic| &topics.ids[topic as usize]),
        |number, id, key, fact| {
            insert.execute((
                number,
                id,
                key.source,
                key.relation.as_str(),
                key.target,
                key.topic,
                key.status.as_str(),
                key.reporter,
                key.date.as_deref(),
                fact.first.as_deref(),
                fact.last.as_deref(),
                thousandths(fact.confidence),
                fact.documents,
            ))?;
            Ok(())
        },
    )
}

pub(super) fn positions(connection: &Connection, resolved: &Resolved, topics: &Topics) -> Result<()> {
    let mut facts = Facts::new();
    let mut select = connection.prepare_cached(
        "SELECT document, number, holder, phrase, stance, reporter, confidence FROM position_claims \
         ORDER BY document, number",
    )?;
    let mut rows = select.query([])?;
    while let Some(row) = rows.next()? {
        let place = resolved.document(row.get(0)?)?;
        let (phrase, reporter): (i64, Option<i64>) = (row.get(3)?, row.get(5)?);
        let key = PositionKey {
            holder: resolved.entity(place, row.get(2)?)?,
            topic: topics.of[&phrase],
            stance: said(row, 4)?,
            reporter: reporter.map(|number| resolved.entity(place, number)).transpose()?,
        };
        facts.add(key, place, row.get(1)?, row.get(6)?);
    }
    let mut insert = connection
        .prepare_cached("INSERT INTO position_facts VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)")?;
    facts.write(
        connection,
        "position_evidence",
        |key| key.forms(|&entity| &resolved.ids[entity as usize], |&topic| &topics.ids[topic as usize]),
        |number, id, key, fact| {
            insert.execute((
                number,
                id,
                key.holder,
                key.stance.as_str(),
                key.topic,
                key.reporter,
                fact.first.as_deref(),
                fact.last.as_deref(),
                thousandths(fact.confidence),
                fact.documents,
            ))?;
            Ok(())
        },
    )
}
