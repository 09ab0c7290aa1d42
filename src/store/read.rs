//! From rows to the claims of documents.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rusqlite::{Connection, OptionalExtension, Row};

use super::fault::{Fault, Result};
use super::strings::{Texts, parsed, word};
use super::versions;
use crate::graph::{
    ActClaim, Claims, DocumentKey, Heads, LocalAppearance, OfficeClaim, Part, PositionClaim, RulingKind,
    Rulings, Support,
};
use crate::schema::{Document, Quote, Sketch};
use crate::span::Span;

/// The catalogue entry of each document with its number, in the order of the numbers.
pub(super) fn documents(connection: &Connection) -> Result<Vec<(i64, Document)>> {
    let mut select = connection.prepare_cached(
        "SELECT document, name, sha256, date, title, url, publisher, fields, sketch, modified, corrects, numbered \
         FROM documents ORDER BY document",
    )?;
    let documents = select.query_map([], |row| Ok((row.get(0)?, entry(row)?)))?;
    Ok(documents.collect::<rusqlite::Result<_>>()?)
}

/// An entry out of the columns after the first.
pub(super) fn entry(row: &Row<'_>) -> rusqlite::Result<Document> {
    let fields = row.get_ref(7)?.as_str_or_null()?;
    let fields = fields.map(serde_json::from_str).transpose();
    Ok(Document {
        id: row.get(1)?,
        sha256: row.get(2)?,
        date: row.get(3)?,
        title: row.get(4)?,
        url: row.get(5)?,
        publisher: row.get(6)?,
        fields: fields
            .map_err(|error| rusqlite::types::FromSqlError::Other(Box::new(error)))?
            .unwrap_or_default(),
        sketch: sketch(row.get_ref(8)?.as_str_or_null()?),
        modified: row.get(9)?,
        corrects: row.get(10)?,
        numbered: row.get(11)?,
    })
}

/// The number and the catalogue entry of a document.
pub(super) fn find(connection: &Connection, name: &str, sha256: &str) -> Result<Option<(i64, Document)>> {
    let mut select = connection.prepare_cached(
        "SELECT document, name, sha256, date, title, url, publisher, fields, sketch, modified, corrects, numbered \
         FROM documents WHERE name = ?1 AND sha256 = ?2",
    )?;
    let found = select.query_row((name, sha256), |row| Ok((row.get(0)?, entry(row)?)));
    Ok(found.optional()?)
}

/// A sketch as it stands in the column; none where there is none.
pub(super) fn sketch(text: Option<&str>) -> Option<Box<Sketch>> {
    text.and_then(Sketch::from_hex).map(Box::new)
}

/// What users have ruled.
pub(super) fn rulings(connection: &Connection) -> Result<Rulings> {
    let mut rulings = Rulings::default();
    let mut select = connection.prepare_cached("SELECT kind, one, other FROM rulings")?;
    let mut rows = select.query([])?;
    while let Some(row) = rows.next()? {
        let (kind, one, other): (String, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let kind = RulingKind::ALL.into_iter().find(|known| known.as_str() == kind);
        let kind = kind.ok_or_else(|| Fault::damaged("a ruling is of no known kind"))?;
        rulings.add(kind, &[one, other]).map_err(Fault::damaged)?;
    }
    Ok(rulings)
}

/// All claims in the store.
pub(super) fn claims(connection: &Connection) -> Result<Claims> {
    let mut texts = Texts::default();
    let (rulings, versions) = (rulings(connection)?, versions::all(connection)?);
    let mut claims = Claims { rulings, versions, ..Claims::default() };
    for (number, document) in documents(connection)? {
        let part = part(connection, &mut texts, number, document)?;
        let key = DocumentKey {
            id: part.document.id.as_str().into(),
            sha256: part.document.sha256.as_str().into(),
        };
        claims.add_part(key, part);
    }
    Ok(claims)
}

/// What one document says.
pub(super) fn part(
    connection: &Connection,
    texts: &mut Texts,
    number: i64,
    document: Document,
) -> Result<Part> {
    let mut part = Part::new(document);
    part.text = super::texts::of(connection, number)?;
    let mut locals = Vec::new();
    let mut select = connection
        .prepare_cached("SELECT form, mentions FROM appearances WHERE document = ?1 ORDER BY number")?;
    let mut rows = select.query([number])?;
    while let Some(row) = rows.next()? {
        let (local, readings) = texts.form(connection, row.get(0)?)?;
        let places: Vec<(usize, usize, i64)> = parsed(row.get_ref(1)?.as_str().map_err(not_text)?)?;
        let mut mentions = BTreeSet::new();
        for (start, end, text) in places {
            let text = texts.string(connection, text)?.to_string();
            mentions.insert(Quote { span: span(start, end)?, text });
        }
        locals.push(Arc::clone(&local));
        part.appearances.insert(local, LocalAppearance { readings, mentions });
    }
    let mut reader = Reader { connection, texts, number, quotes: quotes(connection, number)?, locals };
    part.offices = reader.offices()?;
    part.acts = reader.acts()?;
    part.positions = reader.positions()?;
    part.heads = heads(connection, texts, number)?;
    Ok(part)
}

fn not_text(error: rusqlite::types::FromSqlError) -> Fault {
    Fault::damaged(error)
}

fn span(start: usize, end: usize) -> Result<Span> {
    if start > end {
        return Err(Fault::damaged(format_args!("a quote starts at {start}, after its end {end}")));
    }
    Ok(Span::new(start, end))
}

fn heads(connection: &Connection, texts: &mut Texts, document: i64) -> Result<Heads> {
    let mut select = connection.prepare_cached("SELECT topic, head FROM heads WHERE document = ?1")?;
    let mut rows = select.query([document])?;
    let mut heads = Heads::new();
    while let Some(row) = rows.next()? {
        heads.insert((texts.string(connection, row.get(0)?)?, texts.string(connection, row.get(1)?)?));
    }
    Ok(heads)
}

fn quotes(connection: &Connection, document: i64) -> Result<BTreeMap<i64, (Span, Arc<str>)>> {
    let mut select = connection
        .prepare_cached("SELECT quote, \"start\", \"end\", text FROM quotes WHERE document = ?1")?;
    let mut rows = select.query([document])?;
    let mut quotes = BTreeMap::new();
    while let Some(row) = rows.next()? {
        let (start, end): (i64, i64) = (row.get(1)?, row.get(2)?);
        let text = row.get_ref(3)?.as_str().map_err(not_text)?.into();
        quotes.insert(row.get(0)?, (span(start as usize, end as usize)?, text));
    }
    Ok(quotes)
}

/// Reads the facts of one document.
struct Reader<'s> {
    connection: &'s Connection,
    texts: &'s mut Texts,
    number: i64,
    quotes: BTreeMap<i64, (Span, Arc<str>)>,
    /// The ids of the appearances in the record, by number.
    locals: Vec<Arc<str>>,
}

impl Reader<'_> {
    fn end(&self, number: i64) -> Result<Arc<str>> {
        let local = usize::try_from(number).ok().and_then(|number| self.locals.get(number));
        let document = self.number;
        local
            .cloned()
            .ok_or_else(|| Fault::damaged(format_args!("document {document} has no appearance {number}")))
    }

    fn maybe(&self, number: Option<i64>) -> Result<Option<Arc<str>>> {
        number.map(|number| self.end(number)).transpose()
    }

    /// From the columns `quote`, `confidence`, `speakers`, of which the first is number `at`.
    fn support(&self, row: &Row<'_>, at: usize) -> Result<(Span, Support)> {
        let quote: i64 = row.get(at)?;
        let (span, text) = self
            .quotes
            .get(&quote)
            .ok_or_else(|| Fault::damaged(format_args!("there is no quote {quote}")))?;
        let numbers: Vec<i64> = match row.get_ref(at + 2)?.as_str_or_null().map_err(not_text)? {
            Some(speakers) => parsed(speakers)?,
            None => Vec::new(),
        };
        let speakers = numbers.into_iter().map(|who| self.end(who)).collect::<Result<_>>()?;
        Ok((*span, Support { text: Arc::clone(text), confidence: row.get(at + 1)?, speakers }))
    }

    fn offices(&mut self) -> Result<BTreeMap<OfficeClaim, Support>> {
        let mut select = self.connection.prepare_cached(
            "SELECT holder, title, \"of\", status, quote, confidence, speakers FROM office_claims \
             WHERE document = ?1",
        )?;
        let mut rows = select.query([self.number])?;
        let mut offices = BTreeMap::new();
        while let Some(row) = rows.next()? {
            let (span, support) = self.support(row, 4)?;
            let claim = OfficeClaim {
                holder: self.end(row.get(0)?)?,
                title: self.texts.string(self.connection, row.get(1)?)?,
                of: self.maybe(row.get(2)?)?,
                status: word(row.get_ref(3)?.as_str().map_err(not_text)?)?,
                span,
            };
            offices.insert(claim, support);
        }
        Ok(offices)
    }

    fn acts(&mut self) -> Result<BTreeMap<ActClaim, Support>> {
        let mut select = self.connection.prepare_cached(
            "SELECT source, relation, target, phrase, status, reporter, place, date, plover, quote, confidence, \
             speakers FROM act_claims WHERE document = ?1",
        )?;
        let mut rows = select.query([self.number])?;
        let mut acts = BTreeMap::new();
        while let Some(row) = rows.next()? {
            let (span, support) = self.support(row, 9)?;
            let phrase: Option<i64> = row.get(3)?;
            let claim = ActClaim {
                source: self.end(row.get(0)?)?,
                relation: word(row.get_ref(1)?.as_str().map_err(not_text)?)?,
                target: self.maybe(row.get(2)?)?,
                topic: phrase.map(|phrase| self.texts.string(self.connection, phrase)).transpose()?,
                status: word(row.get_ref(4)?.as_str().map_err(not_text)?)?,
                reporter: self.maybe(row.get(5)?)?,
                place: self.maybe(row.get(6)?)?,
                date: row.get_ref(7)?.as_str_or_null().map_err(not_text)?.map(Into::into),
                plover: word(row.get_ref(8)?.as_str().map_err(not_text)?)?,
                span,
            };
            acts.insert(claim, support);
        }
        Ok(acts)
    }

    fn positions(&mut self) -> Result<BTreeMap<PositionClaim, Support>> {
        let mut select = self.connection.prepare_cached(
            "SELECT holder, phrase, stance, reporter, quote, confidence, speakers FROM position_claims \
             WHERE document = ?1",
        )?;
        let mut rows = select.query([self.number])?;
        let mut positions = BTreeMap::new();
        while let Some(row) = rows.next()? {
            let (span, support) = self.support(row, 4)?;
            let claim = PositionClaim {
                holder: self.end(row.get(0)?)?,
                topic: self.texts.string(self.connection, row.get(1)?)?,
                stance: word(row.get_ref(2)?.as_str().map_err(not_text)?)?,
                reporter: self.maybe(row.get(3)?)?,
                span,
            };
            positions.insert(claim, support);
        }
        Ok(positions)
    }
}
