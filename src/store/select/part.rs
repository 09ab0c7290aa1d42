//! The nodes that were found so far.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rusqlite::{Connection, Row};

use super::super::fault::{Fault, Result};
use super::super::strings::{json, parsed};
use crate::graph::{
    Act, Appearance, Document, Entity, Evidence, Graph, Nodes, Office, Position, Reading, Topic,
};
use crate::schema;

/// Nodes by number; numbers of entities, topics and facts are in the order of their ids.
pub(super) struct Part<'s> {
    pub connection: &'s Connection,
    documents: BTreeMap<i64, Document>,
    entities: BTreeMap<i64, Entity>,
    topics: BTreeMap<i64, Topic>,
    pub offices: BTreeMap<i64, (Office, Arc<str>, Option<Arc<str>>)>,
    pub acts: BTreeMap<i64, (Act, Arc<str>, [Option<Arc<str>>; 3])>,
    pub positions: BTreeMap<i64, (Position, Arc<str>, Arc<str>, Option<Arc<str>>)>,
}

pub(super) fn text(row: &Row<'_>, column: usize) -> Result<Arc<str>> {
    Ok(row.get_ref(column)?.as_str().map_err(Fault::damaged)?.into())
}

pub(super) fn maybe_text(row: &Row<'_>, column: usize) -> Result<Option<Arc<str>>> {
    Ok(row.get_ref(column)?.as_str_or_null().map_err(Fault::damaged)?.map(Arc::from))
}

impl<'s> Part<'s> {
    pub fn new(connection: &'s Connection) -> Self {
        Self {
            connection,
            documents: BTreeMap::new(),
            entities: BTreeMap::new(),
            topics: BTreeMap::new(),
            offices: BTreeMap::new(),
            acts: BTreeMap::new(),
            positions: BTreeMap::new(),
        }
    }

    /// Numbers that a query gives.
    pub fn numbers(&self, query: &str, values: impl rusqlite::Params) -> Result<BTreeSet<i64>> {
        let mut select = self.connection.prepare_cached(query)?;
        let found = select.query_map(values, |row| row.get(0))?;
        Ok(found.collect::<rusqlite::Result<_>>()?)
    }

    /// Adds a document; its id.
    pub fn document(&mut self, number: i64) -> Result<Arc<str>> {
        if let Some(document) = self.documents.get(&number) {
            return Ok(Arc::clone(&document.id));
        }
        let mut select = self.connection.prepare_cached(
            "SELECT id, name, sha256, date, title, url, story FROM documents WHERE document = ?1",
        )?;
        let mut rows = select.query([number])?;
        let row = rows.next()?.ok_or_else(|| Fault::damaged(format_args!("there is no document {number}")))?;
        let document = Document {
            id: text(row, 0)?,
            entry: schema::Document {
                id: row.get(1)?,
                sha256: row.get(2)?,
                date: row.get(3)?,
                title: row.get(4)?,
                url: row.get(5)?,
                // What copies are known by; which these are is known already.
                sketch: None,
            },
            story: maybe_text(row, 6)?,
        };
        let id = Arc::clone(&document.id);
        self.documents.insert(number, document);
        Ok(id)
    }

    /// Adds an entity; its id.
    pub fn entity(&mut self, number: i64) -> Result<Arc<str>> {
        if let Some(entity) = self.entities.get(&number) {
            return Ok(Arc::clone(&entity.id));
        }
        let mut select = self
            .connection
            .prepare_cached("SELECT id, kind, name, identifiers FROM entities WHERE entity = ?1")?;
        let mut rows = select.query([number])?;
        let row = rows.next()?.ok_or_else(|| Fault::damaged(format_args!("there is no entity {number}")))?;
        let identifiers: Vec<String> = parsed(&text(row, 3)?)?;
        let entity = Entity {
            id: text(row, 0)?,
            kind: super::super::strings::word(&text(row, 1)?)?,
            name: text(row, 2)?,
            aliases: Vec::new(),
            identifiers: identifiers.into_iter().map(Into::into).collect(),
            appearances: Vec::new(),
        };
        let id = Arc::clone(&entity.id);
        self.entities.insert(number, entity);
        Ok(id)
    }

    pub fn maybe(&mut self, number: Option<i64>) -> Result<Option<Arc<str>>> {
        number.map(|number| self.entity(number)).transpose()
    }

    /// Adds an entity with all its names.
    pub fn with_names(&mut self, number: i64) -> Result<()> {
        self.entity(number)?;
        let Some(entity) = self.entities.get_mut(&number).filter(|entity| entity.appearances.is_empty())
        else {
            return Ok(());
        };
        let mut select = self.connection.prepare_cached(
            "SELECT text, named FROM entity_names JOIN strings USING (string) WHERE entity = ?1",
        )?;
        let mut rows = select.query([number])?;
        let mut aliases: BTreeSet<Arc<str>> = BTreeSet::new();
        let mut readings: Vec<Reading> = Vec::new();
        while let Some(row) = rows.next()? {
            let name = text(row, 0)?;
            if row.get(1)? {
                let (kind, name) = (entity.kind, Arc::clone(&name));
                readings.push(Reading { kind, name, same_as: BTreeSet::new() });
            }
            aliases.insert(name);
        }
        aliases.remove(&entity.name);
        entity.aliases = aliases.into_iter().collect();
        // The names that its documents give it, as if one did.
        let nowhere: Arc<str> = "".into();
        entity.appearances = vec![Appearance {
            document: Arc::clone(&nowhere),
            local: nowhere,
            mentions: Vec::new(),
            readings,
        }];
        Ok(())
    }

    /// The id of the entity that an appearance in a document is one of; it is added.
    pub fn member(&mut self, document: i64, number: i64) -> Result<Arc<str>> {
        let mut select = self
            .connection
            .prepare_cached("SELECT entity FROM members WHERE document = ?1 AND number = ?2")?;
        let entity = select.query_row((document, number), |row| row.get(0))?;
        self.entity(entity)
    }

    /// Adds a topic with all its phrases; its id.
    pub fn topic(&mut self, number: i64) -> Result<Arc<str>> {
        if let Some(topic) = self.topics.get(&number) {
            return Ok(Arc::clone(&topic.id));
        }
        let mut select =
            self.connection.prepare_cached("SELECT id, label, heads FROM topics WHERE topic = ?1")?;
        let mut rows = select.query([number])?;
        let row = rows.next()?.ok_or_else(|| Fault::damaged(format_args!("there is no topic {number}")))?;
        let (id, label) = (text(row, 0)?, text(row, 1)?);
        let heads: Vec<String> = parsed(&text(row, 2)?)?;
        let mut phrases = self.connection.prepare_cached(
            "SELECT text FROM topic_phrases JOIN strings USING (string) WHERE topic = ?1 ORDER BY text",
        )?;
        let mut phrases = phrases.query([number])?;
        let mut variants = Vec::new();
        while let Some(phrase) = phrases.next()? {
            let phrase = text(phrase, 0)?;
            if phrase != label {
                variants.push(phrase);
            }
        }
        let heads = heads.into_iter().map(Into::into).collect();
        self.topics.insert(number, Topic { id: Arc::clone(&id), label, variants, heads });
        Ok(id)
    }

    /// The graph of all that was found.
    pub fn graph(self) -> Result<Graph> {
        let numbers = json(&self.topics.keys().collect::<Vec<_>>());
        let mut select = self.connection.prepare_cached(
            "SELECT narrower, broader FROM broader_topics \
             WHERE narrower IN (SELECT value FROM json_each(?1)) AND broader IN (SELECT value FROM json_each(?1))",
        )?;
        let pairs = select.query_map([numbers], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let pairs = pairs.collect::<rusqlite::Result<Vec<(i64, i64)>>>()?;
        let id = |number: i64| Arc::clone(&self.topics[&number].id);
        let broader = pairs.into_iter().map(|(narrower, broader)| (id(narrower), id(broader))).collect();
        let mut documents: Vec<Document> = self.documents.into_values().collect();
        documents.sort_by(|a, b| a.id.cmp(&b.id));
        let nodes = Nodes {
            documents,
            entities: self.entities.into_values().collect(),
            topics: self.topics.into_values().collect(),
            broader,
            offices: self.offices.into_values().collect(),
            acts: self.acts.into_values().collect(),
            positions: self.positions.into_values().collect(),
        };
        Ok(nodes.graph())
    }
}

/// Evidence in the order that it has in the graph: by document and place.
pub(super) fn in_order(evidence: &mut [Evidence]) {
    let place = |e: &Evidence| (e.quote.span, e.plover);
    evidence.sort_by(|a, b| a.document.cmp(&b.document).then_with(|| place(a).cmp(&place(b))));
}
