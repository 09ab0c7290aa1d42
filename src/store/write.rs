//! From the claims of a document to rows, and rows taken out again.

use std::collections::BTreeMap;
use std::sync::Arc;

use rusqlite::Connection;

use super::fault::Result;
use super::strings::{Numbers, json};
use crate::graph::{ActClaim, Heads, LocalAppearance, OfficeClaim, Part, PositionClaim, Support};
use crate::span::Span;

/// The tables that hold the claims of documents, each with a column `document`.
pub(super) const CLAIM_TABLES: [&str; 6] =
    ["appearances", "quotes", "office_claims", "act_claims", "position_claims", "heads"];

/// Writes the claims of a document that has none in the store.
pub(super) fn insert(
    connection: &Connection,
    numbers: &mut Numbers,
    document: i64,
    part: &Part,
) -> Result<()> {
    let appearances = insert_appearances(connection, numbers, document, &part.appearances)?;
    let mut writer = Writer { connection, numbers, document, appearances, quotes: BTreeMap::new() };
    writer.offices(&part.offices)?;
    writer.acts(&part.acts)?;
    writer.positions(&part.positions)?;
    insert_heads(connection, numbers, document, &part.heads)
}

fn insert_heads(connection: &Connection, numbers: &mut Numbers, document: i64, heads: &Heads) -> Result<()> {
    for (topic, head) in heads {
        let (topic, head) = (numbers.string(connection, topic)?, numbers.string(connection, head)?);
        connection
            .prepare_cached("INSERT OR IGNORE INTO heads (document, topic, head) VALUES (?1, ?2, ?3)")?
            .execute((document, topic, head))?;
    }
    Ok(())
}

/// Takes the quotes of a document out of the search, which must be done while they stand in their table.
pub(super) fn unindex(connection: &Connection, document: i64) -> Result<()> {
    connection
        .prepare_cached(
            "INSERT INTO quotes_search (quotes_search, rowid, text) SELECT 'delete', quote, text FROM quotes \
             WHERE document = ?1",
        )?
        .execute([document])?;
    Ok(())
}

/// Takes all claims of a document out, but not out of the search.
pub(super) fn delete(connection: &Connection, document: i64) -> Result<()> {
    for table in CLAIM_TABLES {
        connection
            .prepare_cached(&format!("DELETE FROM {table} WHERE document = ?1"))?
            .execute([document])?;
    }
    Ok(())
}

/// The number of each appearance, by its id in the record.
type Appearances = BTreeMap<Arc<str>, i64>;

fn insert_appearances(
    connection: &Connection,
    numbers: &mut Numbers,
    document: i64,
    appearances: &BTreeMap<Arc<str>, LocalAppearance>,
) -> Result<Appearances> {
    let mut insert = connection.prepare_cached(
        "INSERT INTO appearances (document, number, form, mentions) VALUES (?1, ?2, ?3, ?4)",
    )?;
    let mut of = Appearances::new();
    for (number, (local, appearance)) in (0..).zip(appearances) {
        let LocalAppearance { readings, mentions } = appearance;
        let form = numbers.form(connection, local, readings)?;
        let mut places = Vec::with_capacity(mentions.len());
        for mention in mentions {
            let text = numbers.string(connection, &mention.text)?;
            places.push((mention.span.start, mention.span.end, text));
        }
        insert.execute((document, number, form, json(&places)))?;
        of.insert(Arc::clone(local), number);
    }
    Ok(of)
}

/// Writes the facts of one document.
struct Writer<'s, 'p> {
    connection: &'s Connection,
    numbers: &'s mut Numbers,
    document: i64,
    appearances: Appearances,
    /// Many a sentence shows several facts; its row.
    quotes: BTreeMap<(Span, &'p str), i64>,
}

impl<'p> Writer<'_, 'p> {
    fn end(&self, local: &Arc<str>) -> i64 {
        self.appearances[local]
    }

    fn maybe(&self, local: &Option<Arc<str>>) -> Option<i64> {
        local.as_ref().map(|local| self.end(local))
    }

    /// Row of the quote, confidence, speakers.
    fn support(&mut self, span: Span, support: &'p Support) -> Result<(i64, u16, Option<String>)> {
        let Support { text, confidence, speakers } = support;
        let quote = match self.quotes.get(&(span, &**text)) {
            Some(&quote) => quote,
            None => {
                let quote = self
                    .connection
                    .prepare_cached(
                        "INSERT INTO quotes (document, \"start\", \"end\", text) VALUES (?1, ?2, ?3, ?4)",
                    )?
                    .insert((self.document, span.start as i64, span.end as i64, &**text))?;
                self.connection
                    .prepare_cached("INSERT INTO quotes_search (rowid, text) VALUES (?1, ?2)")?
                    .execute((quote, &**text))?;
                self.quotes.insert((span, text), quote);
                quote
            }
        };
        let speakers: Vec<i64> = speakers.iter().map(|who| self.end(who)).collect();
        Ok((quote, *confidence, (!speakers.is_empty()).then(|| json(&speakers))))
    }

    fn offices(&mut self, offices: &'p BTreeMap<OfficeClaim, Support>) -> Result<()> {
        for (number, (claim, support)) in (0_i64..).zip(offices) {
            let OfficeClaim { holder, title, of, status, span } = claim;
            let (quote, confidence, speakers) = self.support(*span, support)?;
            let title = self.numbers.string(self.connection, title)?;
            self.connection
                .prepare_cached("INSERT INTO office_claims VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)")?
                .execute((
                    self.document,
                    number,
                    self.end(holder),
                    title,
                    self.maybe(of),
                    status.as_str(),
                    quote,
                    confidence,
                    speakers,
                ))?;
        }
        Ok(())
    }

    fn acts(&mut self, acts: &'p BTreeMap<ActClaim, Support>) -> Result<()> {
        for (number, (claim, support)) in (0_i64..).zip(acts) {
            let ActClaim { source, relation, target, topic, status, reporter, place, date, plover, span } =
                claim;
            let (quote, confidence, speakers) = self.support(*span, support)?;
            let phrase = match topic {
                Some(phrase) => Some(self.numbers.string(self.connection, phrase)?),
                None => None,
            };
            self.connection
                .prepare_cached(
                    "INSERT INTO act_claims VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
                )?
                .execute((
                    self.document,
                    number,
                    self.end(source),
                    relation.as_str(),
                    self.maybe(target),
                    phrase,
                    status.as_str(),
                    self.maybe(reporter),
                    self.maybe(place),
                    date.as_deref(),
                    plover.as_str(),
                    quote,
                    confidence,
                    speakers,
                ))?;
        }
        Ok(())
    }

    fn positions(&mut self, positions: &'p BTreeMap<PositionClaim, Support>) -> Result<()> {
        for (number, (claim, support)) in (0_i64..).zip(positions) {
            let PositionClaim { holder, topic, stance, reporter, span } = claim;
            let (quote, confidence, speakers) = self.support(*span, support)?;
            let phrase = self.numbers.string(self.connection, topic)?;
            self.connection
                .prepare_cached("INSERT INTO position_claims VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)")?
                .execute((
                    self.document,
                    number,
                    self.end(holder),
                    phrase,
                    stance.as_str(),
                    self.maybe(reporter),
                    quote,
                    confidence,
                    speakers,
                ))?;
        }
        Ok(())
    }
}
