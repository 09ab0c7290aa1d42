//! Claims that say the same become one fact, as in [`crate::graph`].

use std::collections::{BTreeSet, HashMap};
use std::hash::Hash;
use std::sync::Arc;

use indexmap::IndexMap;
use rusqlite::{Connection, Row, Rows};

use super::fault::{Fault, Result};
use super::resolve::{Place, Resolved, Topics};
use super::strings::{Texts, word};
use crate::graph::{ActKey, OfficeKey, PositionKey, distinct_ids, moment};
use crate::schema::RelationKind;

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
    /// What they tell, copies of one text once.
    stories: BTreeSet<u32>,
    /// The document that was counted last.
    counted: Option<i64>,
}

impl<K: Hash + Ord> Facts<K> {
    fn new() -> Self {
        Self { facts: IndexMap::new(), evidence: Vec::new() }
    }

    /// Adds a claim; claims come by document.
    fn add(&mut self, key: K, place: &Place, number: i64, confidence: u16, day: Option<&str>) {
        let entry = self.facts.entry(key);
        self.evidence.push((entry.index() as u32, place.number, number));
        let fact = entry.or_default();
        if let Some(day) = day {
            if fact.first.as_ref().is_none_or(|first| day < &**first) {
                fact.first = Some(day.into());
            }
            if fact.last.as_ref().is_none_or(|last| day > &**last) {
                fact.last = Some(day.into());
            }
        }
        fact.confidence = fact.confidence.max(confidence);
        if fact.counted != Some(place.number) {
            fact.counted = Some(place.number);
            fact.documents += 1;
            fact.stories.insert(place.story);
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
        facts.add(key, place, row.get(1)?, row.get(6)?, place.date.as_deref());
    }
    let mut insert = connection
        .prepare_cached("INSERT INTO office_facts VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)")?;
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
                fact.stories.len() as i64,
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
        facts.add(key.ordered(), place, row.get(1)?, row.get(9)?, place.date.as_deref());
    }
    let mut insert = connection.prepare_cached(
        "INSERT INTO act_facts VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
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
                fact.stories.len() as i64,
            ))?;
            Ok(())
        },
    )
}

/// Acts with a topic, document by document.
const ACT_DATES: &str = "SELECT document, source, target, phrase, quote, date, relation FROM act_claims \
                         WHERE phrase IS NOT NULL ORDER BY document, number";

/// Who, on what phrase, by which quote: numbers of an appearance, a string and a quote.
type Shown = (i64, i64, i64);

/// An act as far as its date goes.
struct DatedAct {
    document: i64,
    who: [Option<i64>; 2],
    phrase: i64,
    quote: i64,
    date: Option<String>,
}

/// The dates of acts, which the positions that follow from them have as well: one document's at a time, in the order
/// of the documents.
struct ActDates<'s> {
    rows: Rows<'s>,
    next: Option<DatedAct>,
    document: Option<i64>,
    dates: HashMap<Shown, Option<String>>,
}

impl<'s> ActDates<'s> {
    fn new(rows: Rows<'s>) -> Result<Self> {
        let mut dates = Self { rows, next: None, document: None, dates: HashMap::new() };
        dates.advance()?;
        Ok(dates)
    }

    fn advance(&mut self) -> Result<()> {
        self.next = match self.rows.next()? {
            None => None,
            Some(row) => {
                let relation: RelationKind = said(row, 6)?;
                let partner: Option<i64> = row.get(2)?;
                Some(DatedAct {
                    document: row.get(0)?,
                    who: [Some(row.get(1)?), partner.filter(|_| relation.is_symmetric())],
                    phrase: row.get(3)?,
                    quote: row.get(4)?,
                    date: row.get(5)?,
                })
            }
        };
        Ok(())
    }

    fn find(&mut self, document: i64, claim: Shown) -> Result<Option<&str>> {
        if self.document != Some(document) {
            self.dates.clear();
            self.document = Some(document);
            while let Some(act) = self.next.take_if(|act| act.document <= document) {
                for who in act.who.into_iter().flatten().filter(|_| act.document == document) {
                    let known = self.dates.entry((who, act.phrase, act.quote));
                    // Acts of the same words on different dates leave it open.
                    known
                        .and_modify(|known| {
                            if *known != act.date {
                                *known = None;
                            }
                        })
                        .or_insert_with(|| act.date.clone());
                }
                self.advance()?;
            }
        }
        Ok(self.dates.get(&claim).and_then(|date| date.as_deref()))
    }
}

pub(super) fn positions(connection: &Connection, resolved: &Resolved, topics: &Topics) -> Result<()> {
    let mut facts = Facts::new();
    let mut select = connection.prepare_cached(
        "SELECT document, number, holder, phrase, stance, reporter, confidence, quote FROM position_claims \
         ORDER BY document, number",
    )?;
    let mut rows = select.query([])?;
    let mut acts = connection.prepare_cached(ACT_DATES)?;
    let mut act_dates = ActDates::new(acts.query([])?)?;
    while let Some(row) = rows.next()? {
        let place = resolved.document(row.get(0)?)?;
        let (phrase, reporter): (i64, Option<i64>) = (row.get(3)?, row.get(5)?);
        let key = PositionKey {
            holder: resolved.entity(place, row.get(2)?)?,
            topic: topics.of[&phrase],
            stance: said(row, 4)?,
            reporter: reporter.map(|number| resolved.entity(place, number)).transpose()?,
        };
        let claim = (row.get(2)?, phrase, row.get(7)?);
        let day = moment(act_dates.find(place.number, claim)?, place.date.as_deref());
        facts.add(key, place, row.get(1)?, row.get(6)?, day);
    }
    let mut insert = connection
        .prepare_cached("INSERT INTO position_facts VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)")?;
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
                fact.stories.len() as i64,
            ))?;
            Ok(())
        },
    )
}
