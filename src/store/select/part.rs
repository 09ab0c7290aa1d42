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

type Id = Arc<str>;

/// Nodes by number; numbers of entities, topics and facts are in the order of their ids.
#[derive(Debug, Clone)]
pub(super) struct Part<'s> {
    pub connection: &'s Connection,
    /// Whether facts are to come without what shows them, where only what they say is asked.
    pub bare: bool,
    documents: BTreeMap<i64, Document>,
    entities: BTreeMap<i64, Entity>,
    /// Whoever names mean that were looked up, so that another reading of the same words need not look again.
    pub called: BTreeMap<String, Option<BTreeSet<i64>>>,
    topics: BTreeMap<i64, Topic>,
    pub offices: BTreeMap<i64, (Office, Id, Option<Id>)>,
    pub acts: BTreeMap<i64, (Act, Id, [Option<Id>; 3])>,
    pub positions: BTreeMap<i64, (Position, Id, Id, Option<Id>)>,
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
            bare: false,
            documents: BTreeMap::new(),
            entities: BTreeMap::new(),
            called: BTreeMap::new(),
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
        if !self.documents.contains_key(&number) {
            self.add_documents(&BTreeSet::from([number]))?;
        }
        let document = self.documents.get(&number);
        let document =
            document.ok_or_else(|| Fault::damaged(format_args!("there is no document {number}")))?;
        Ok(Arc::clone(&document.id))
    }

    /// Adds documents, all that are not there yet by one query: a fact that many articles tell has many.
    pub fn add_documents(&mut self, numbers: &BTreeSet<i64>) -> Result<()> {
        let open: Vec<i64> = numbers.iter().filter(|n| !self.documents.contains_key(n)).copied().collect();
        let mut select = self.connection.prepare_cached(
            "SELECT document, id, name, sha256, date, title, url, publisher, story FROM documents \
             WHERE document IN (SELECT value FROM json_each(?1))",
        )?;
        let mut rows = select.query([json(&open)])?;
        while let Some(row) = rows.next()? {
            let document = Document {
                id: text(row, 1)?,
                entry: schema::Document {
                    id: row.get(2)?,
                    sha256: row.get(3)?,
                    date: row.get(4)?,
                    title: row.get(5)?,
                    url: row.get(6)?,
                    publisher: row.get(7)?,
                    // What copies are known by, which is known already, and what no answer shows.
                    ..schema::Document::default()
                },
                story: maybe_text(row, 8)?,
                versions: Vec::new(),
                text: None,
            };
            self.documents.insert(row.get(0)?, document);
        }
        Ok(())
    }

    /// Adds the texts of the documents that are there, where they are kept.
    pub fn with_texts(&mut self) -> Result<()> {
        for (&number, document) in &mut self.documents {
            document.text = super::super::texts::of(self.connection, number)?;
        }
        Ok(())
    }

    /// Adds an entity; its id.
    pub fn entity(&mut self, number: i64) -> Result<Arc<str>> {
        if !self.entities.contains_key(&number) {
            self.add_entities(&BTreeSet::from([number]))?;
        }
        let entity = self.entities.get(&number);
        let entity = entity.ok_or_else(|| Fault::damaged(format_args!("there is no entity {number}")))?;
        Ok(Arc::clone(&entity.id))
    }

    /// Adds entities, all that are not there yet by one query.
    pub fn add_entities(&mut self, numbers: &BTreeSet<i64>) -> Result<()> {
        let open: Vec<i64> = numbers.iter().filter(|n| !self.entities.contains_key(n)).copied().collect();
        let mut select = self.connection.prepare_cached(
            "SELECT entity, id, kind, name, identifiers FROM entities \
             WHERE entity IN (SELECT value FROM json_each(?1))",
        )?;
        let mut rows = select.query([json(&open)])?;
        while let Some(row) = rows.next()? {
            let identifiers: Vec<String> = parsed(&text(row, 4)?)?;
            let entity = Entity {
                id: text(row, 1)?,
                kind: super::super::strings::word(&text(row, 2)?)?,
                name: text(row, 3)?,
                aliases: Vec::new(),
                identifiers: identifiers.into_iter().map(Into::into).collect(),
                appearances: Vec::new(),
            };
            self.entities.insert(row.get(0)?, entity);
        }
        Ok(())
    }

    pub fn maybe(&mut self, number: Option<i64>) -> Result<Option<Arc<str>>> {
        number.map(|number| self.entity(number)).transpose()
    }

    /// Adds entities with all their names.
    pub fn with_names(&mut self, numbers: &BTreeSet<i64>) -> Result<()> {
        let mut open = BTreeSet::new();
        self.add_entities(numbers)?;
        for &number in numbers {
            if self.entities.get(&number).is_some_and(|entity| entity.appearances.is_empty()) {
                open.insert(number);
            }
        }
        let mut select = self.connection.prepare_cached(
            "SELECT n.entity, s.text, n.named FROM entity_names n JOIN strings s USING (string) \
             WHERE n.entity IN (SELECT value FROM json_each(?1)) ORDER BY n.entity",
        )?;
        let mut rows = select.query([json(&open)])?;
        let mut names: BTreeMap<i64, (BTreeSet<Id>, Vec<Id>)> = BTreeMap::new();
        while let Some(row) = rows.next()? {
            let (aliases, named) = names.entry(row.get(0)?).or_default();
            let name = text(row, 1)?;
            if row.get(2)? {
                named.push(Arc::clone(&name));
            }
            aliases.insert(name);
        }
        let nowhere: Arc<str> = "".into();
        for (number, (mut aliases, named)) in names {
            let Some(entity) = self.entities.get_mut(&number) else { continue };
            aliases.remove(&entity.name);
            entity.aliases = aliases.into_iter().collect();
            // The names that its documents give it, as if one did.
            let reading = |name| Reading { kind: entity.kind, name, same_as: BTreeSet::new() };
            entity.appearances = vec![Appearance {
                document: Arc::clone(&nowhere),
                local: Arc::clone(&nowhere),
                mentions: Vec::new(),
                readings: named.into_iter().map(reading).collect(),
            }];
        }
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
        if !self.topics.contains_key(&number) {
            self.add_topics(&BTreeSet::from([number]))?;
        }
        let topic = self.topics.get(&number);
        let topic = topic.ok_or_else(|| Fault::damaged(format_args!("there is no topic {number}")))?;
        Ok(Arc::clone(&topic.id))
    }

    /// Adds topics with all their phrases, all that are not there yet by one query.
    pub fn add_topics(&mut self, numbers: &BTreeSet<i64>) -> Result<()> {
        let open: Vec<i64> = numbers.iter().filter(|n| !self.topics.contains_key(n)).copied().collect();
        let open = json(&open);
        let mut select = self.connection.prepare_cached(
            "SELECT topic, id, label, heads FROM topics WHERE topic IN (SELECT value FROM json_each(?1))",
        )?;
        let mut rows = select.query([&open])?;
        while let Some(row) = rows.next()? {
            let heads: Vec<String> = parsed(&text(row, 3)?)?;
            let heads = heads.into_iter().map(Into::into).collect();
            let topic = Topic { id: text(row, 1)?, label: text(row, 2)?, variants: Vec::new(), heads };
            self.topics.insert(row.get(0)?, topic);
        }
        let mut select = self.connection.prepare_cached(
            "SELECT topic, text FROM topic_phrases JOIN strings USING (string) \
             WHERE topic IN (SELECT value FROM json_each(?1)) ORDER BY text",
        )?;
        let mut rows = select.query([&open])?;
        while let Some(row) = rows.next()? {
            let phrase = text(row, 1)?;
            if let Some(topic) = self.topics.get_mut(&row.get(0)?).filter(|topic| topic.label != phrase) {
                topic.variants.push(phrase);
            }
        }
        Ok(())
    }

    /// The graph of all that was found so far.
    pub fn graph(&self) -> Result<Graph> {
        self.clone().into_graph()
    }

    /// The graph of all that was found.
    pub fn into_graph(self) -> Result<Graph> {
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
