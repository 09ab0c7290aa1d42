//! The part of the graph that a question needs, from the resolved tables.
//!
//! What is selected may be more than the answer and never less: the question is then put to the part as it would be to
//! the whole graph, so that both give the same answer.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rusqlite::{Connection, Row, params_from_iter};

use super::fault::{Fault, Result};
use super::read;
use super::strings::{json, parsed, word};
use crate::graph::{
    Appearance, Document, Entity, Evidence, Graph, LocalEnds, Nodes, Office, Position, Reading, Topic,
    person_words, phrase_words, stem,
};
use crate::schema::{self, Quote, RelationKind};
use crate::span::Span;

/// Offices whose ends may be these.
pub(super) fn offices(connection: &Connection, holder: Option<&str>, of: Option<&str>) -> Result<Graph> {
    let mut part = Part::new(connection);
    let (Some(holders), Some(bodies)) = (part.named(holder)?, part.named(of)?) else {
        return part.all_entities();
    };
    let condition = within(&[("holder", &holders), ("\"of\"", &bodies)]);
    let query = format!(
        "SELECT office, id, holder, title, \"of\", status FROM office_facts{condition} ORDER BY office"
    );
    let mut select = connection.prepare(&query)?;
    let mut rows = select.query(params_from_iter([&holders, &bodies].into_iter().flatten()))?;
    let mut offices = Vec::new();
    while let Some(row) = rows.next()? {
        let node = Office {
            id: text(row, 1)?,
            title: text(row, 3)?,
            status: word(&text(row, 5)?)?,
            evidence: part.evidence("office", row.get(0)?)?,
        };
        offices.push((node, part.entity(row.get(2)?)?, part.maybe(row.get(4)?)?));
    }
    let nodes = part.nodes(BTreeMap::new())?;
    Ok(Nodes { offices, ..nodes }.graph())
}

/// Positions whose holder and topic may be these.
pub(super) fn positions(connection: &Connection, actor: Option<&str>, topic: Option<&str>) -> Result<Graph> {
    let mut part = Part::new(connection);
    let Some(holders) = part.named(actor)? else {
        return part.all_entities();
    };
    let Some(about) = topics_with(connection, topic)? else {
        let topics = topics(connection, None)?;
        return Ok(part.nodes(topics)?.graph());
    };
    let condition = within(&[("holder", &holders), ("topic", &about)]);
    let query = format!(
        "SELECT position, id, holder, stance, topic, reporter FROM position_facts{condition} ORDER BY position"
    );
    let mut select = connection.prepare(&query)?;
    let mut rows = select.query(params_from_iter([&holders, &about].into_iter().flatten()))?;
    let mut found = Vec::new();
    let mut used: BTreeSet<i64> = BTreeSet::new();
    while let Some(row) = rows.next()? {
        let node = Position {
            id: text(row, 1)?,
            stance: word(&text(row, 3)?)?,
            evidence: part.evidence("position", row.get(0)?)?,
        };
        used.insert(row.get(4)?);
        found.push((node, part.entity(row.get(2)?)?, row.get::<_, i64>(4)?, part.maybe(row.get(5)?)?));
    }
    // Topics that nobody has a position on are known to the graph all the same.
    let wanted = match &about {
        Some(about) => about.clone(),
        None => json(&used),
    };
    let topics = topics(connection, Some(&wanted))?;
    let mut positions = Vec::with_capacity(found.len());
    for (node, holder, topic, reporter) in found {
        let topic =
            topics.get(&topic).ok_or_else(|| Fault::damaged(format_args!("there is no topic {topic}")))?;
        positions.push((node, holder, Arc::clone(&topic.id), reporter));
    }
    let nodes = part.nodes(topics)?;
    Ok(Nodes { positions, ..nodes }.graph())
}

/// The condition that columns are among numbers, a JSON list for each column that is restricted.
fn within(columns: &[(&str, &Option<String>)]) -> String {
    let mut condition = String::new();
    let restricted = columns.iter().filter(|(_, numbers)| numbers.is_some());
    for (i, (column, _)) in restricted.enumerate() {
        condition.push_str(if i == 0 { " WHERE " } else { " AND " });
        condition.push_str(&format!("{column} IN (SELECT value FROM json_each(?{}))", i + 1));
    }
    condition
}

fn text(row: &Row<'_>, column: usize) -> Result<Arc<str>> {
    Ok(row.get_ref(column)?.as_str().map_err(Fault::damaged)?.into())
}

/// The nodes found so far.
struct Part<'s> {
    connection: &'s Connection,
    /// By id, with the one that stands for all copies.
    documents: BTreeMap<Arc<str>, (schema::Document, Option<Arc<str>>)>,
    /// Entities by number; those that a name of the question may mean have all their names.
    entities: BTreeMap<i64, Entity>,
}

impl<'s> Part<'s> {
    fn new(connection: &'s Connection) -> Self {
        Self { connection, documents: BTreeMap::new(), entities: BTreeMap::new() }
    }

    /// The entities that a name may mean, as a JSON list of numbers, `None` in it where there is no name; they are
    /// added with all their names. `None` when the name means none.
    fn named(&mut self, name: Option<&str>) -> Result<Option<Option<String>>> {
        let Some(name) = name else { return Ok(Some(None)) };
        let mut found: BTreeSet<i64> = BTreeSet::new();
        let asked = person_words(name);
        if !asked.is_empty() {
            // Words in quotation marks are no operators; all must be there.
            let words: Vec<String> = asked.iter().map(|word| format!("\"{word}\"")).collect();
            let mut with_words = self.connection.prepare_cached(
                "SELECT entity FROM entity_names \
                 WHERE name IN (SELECT rowid FROM names_search WHERE names_search MATCH ?1)",
            )?;
            for entity in with_words.query_map([words.join(" ")], |row| row.get(0))? {
                found.insert(entity?);
            }
        }
        let mut exact = self.connection.prepare_cached(
            "SELECT entity FROM entities WHERE id IN (?1, 'entity/' || ?1) \
             UNION SELECT entity FROM strings JOIN entity_names USING (string) WHERE text = ?1",
        )?;
        for entity in exact.query_map([name], |row| row.get(0))? {
            found.insert(entity?);
        }
        let mut identified = self
            .connection
            .prepare_cached("SELECT entity, identifiers FROM entities WHERE identifiers <> '[]'")?;
        let mut rows = identified.query([])?;
        while let Some(row) = rows.next()? {
            let identifiers: Vec<String> = parsed(&text(row, 1)?)?;
            if identifiers.iter().any(|id| id == name || person_words(id) == asked) {
                found.insert(row.get(0)?);
            }
        }
        if found.is_empty() {
            return Ok(None);
        }
        for &entity in &found {
            self.entity(entity)?;
            self.name(entity)?;
        }
        Ok(Some(Some(json(&found))))
    }

    /// All entities with all their names, and nothing else.
    fn all_entities(mut self) -> Result<Graph> {
        let mut select = self.connection.prepare_cached("SELECT entity FROM entities")?;
        let all = select.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<Vec<i64>>>()?;
        for entity in all {
            self.entity(entity)?;
            self.name(entity)?;
        }
        Ok(self.nodes(BTreeMap::new())?.graph())
    }

    /// Adds an entity; its id.
    fn entity(&mut self, number: i64) -> Result<Arc<str>> {
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
            kind: word(&text(row, 1)?)?,
            name: text(row, 2)?,
            aliases: Vec::new(),
            identifiers: identifiers.into_iter().map(Into::into).collect(),
            appearances: Vec::new(),
        };
        let id = Arc::clone(&entity.id);
        self.entities.insert(number, entity);
        Ok(id)
    }

    fn maybe(&mut self, number: Option<i64>) -> Result<Option<Arc<str>>> {
        number.map(|number| self.entity(number)).transpose()
    }

    /// Adds all names of an entity that is there.
    fn name(&mut self, number: i64) -> Result<()> {
        let mut select = self.connection.prepare_cached(
            "SELECT text, named FROM entity_names JOIN strings USING (string) WHERE entity = ?1",
        )?;
        let mut rows = select.query([number])?;
        let Some(entity) = self.entities.get_mut(&number) else { return Ok(()) };
        let mut aliases: BTreeSet<Arc<str>> = BTreeSet::new();
        let mut readings: Vec<Reading> = Vec::new();
        while let Some(row) = rows.next()? {
            let name = text(row, 0)?;
            if row.get(1)? {
                readings.push(Reading {
                    kind: entity.kind,
                    name: Arc::clone(&name),
                    same_as: BTreeSet::new(),
                });
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

    /// What shows a fact; the documents are added.
    fn evidence(&mut self, kind: &str, number: i64) -> Result<Vec<Evidence>> {
        let date = if kind == "position" { position_date() } else { "NULL".to_owned() };
        let mut select = self.connection.prepare_cached(&format!(
            "SELECT d.id, d.name, d.sha256, d.date, d.title, d.url, d.sketch, d.story, q.\"start\", q.\"end\", q.text, c.confidence, {date} \
             FROM {kind}_evidence JOIN {kind}_claims c USING (document, number) JOIN quotes q USING (quote) \
             JOIN documents d ON d.document = c.document WHERE {kind} = ?1"
        ))?;
        let mut rows = select.query([number])?;
        let mut evidence = Vec::new();
        while let Some(row) = rows.next()? {
            let document = text(row, 0)?;
            if !self.documents.contains_key(&document) {
                let entry = schema::Document {
                    id: row.get(1)?,
                    sha256: row.get(2)?,
                    date: row.get(3)?,
                    title: row.get(4)?,
                    url: row.get(5)?,
                    sketch: read::sketch(row.get_ref(6)?.as_str_or_null().map_err(Fault::damaged)?),
                };
                let story = row.get_ref(7)?.as_str_or_null().map_err(Fault::damaged)?.map(Arc::from);
                self.documents.insert(Arc::clone(&document), (entry, story));
            }
            let (start, end): (i64, i64) = (row.get(8)?, row.get(9)?);
            evidence.push(Evidence {
                document,
                quote: Quote { span: Span { start: start as usize, end: end as usize }, text: row.get(10)? },
                confidence: f64::from(row.get::<_, u16>(11)?) / 1000.0,
                speakers: Vec::new(),
                phrase: None,
                place: None,
                plover: None,
                date: row.get_ref(12)?.as_str_or_null().map_err(Fault::damaged)?.map(Arc::from),
                local: LocalEnds::default(),
            });
        }
        evidence.sort_by(|a, b| (&a.document, a.quote.span).cmp(&(&b.document, b.quote.span)));
        Ok(evidence)
    }

    fn nodes(self, topics: BTreeMap<i64, Topic>) -> Result<Nodes> {
        let numbers: Vec<i64> = topics.keys().copied().collect();
        let mut select = self.connection.prepare_cached(
            "SELECT narrower, broader FROM broader_topics \
             WHERE narrower IN (SELECT value FROM json_each(?1)) AND broader IN (SELECT value FROM json_each(?1))",
        )?;
        let pairs = select.query_map([json(&numbers)], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let pairs = pairs.collect::<rusqlite::Result<Vec<(i64, i64)>>>()?;
        let id = |number: i64| Arc::clone(&topics[&number].id);
        let broader = pairs.into_iter().map(|(narrower, broader)| (id(narrower), id(broader))).collect();
        drop(select);
        // Numbers of entities and topics are in the order of their ids.
        Ok(Nodes {
            documents: self
                .documents
                .into_iter()
                .map(|(id, (entry, story))| Document { id, entry, story })
                .collect(),
            entities: self.entities.into_values().collect(),
            topics: topics.into_values().collect(),
            broader,
            ..Nodes::default()
        })
    }
}

/// The date of the acts that a position claim `c` follows from: of the same document, words and topic, by who holds it.
fn position_date() -> String {
    let symmetric: Vec<String> = RelationKind::ALL
        .into_iter()
        .filter(|relation| relation.is_symmetric())
        .map(|relation| format!("'{}'", relation.as_str()))
        .collect();
    format!(
        "(SELECT CASE WHEN count(DISTINCT ifnull(a.date, '')) = 1 THEN max(a.date) END FROM act_claims a \
         WHERE a.document = c.document AND a.phrase = c.phrase AND a.quote = c.quote \
         AND (a.source = c.holder OR a.target = c.holder AND a.relation IN ({})))",
        symmetric.join(", ")
    )
}

/// The topics that a phrase may mean and those narrower, as a JSON list of numbers, `None` in it where there is no phrase; `None` when it
/// means none.
fn topics_with(connection: &Connection, phrase: Option<&str>) -> Result<Option<Option<String>>> {
    let Some(phrase) = phrase else { return Ok(Some(None)) };
    let asked: BTreeSet<String> = phrase_words(phrase).iter().map(|word| stem(word)).collect();
    if asked.is_empty() {
        return Ok(None);
    }
    let conditions: Vec<String> =
        (1..=asked.len()).map(|i| format!("instr(' ' || stems || ' ', ' ' || ?{i} || ' ')")).collect();
    let query = format!("SELECT DISTINCT topic FROM topic_phrases WHERE {}", conditions.join(" AND "));
    let mut select = connection.prepare(&query)?;
    let found = select.query_map(params_from_iter(&asked), |row| row.get(0))?;
    let found = found.collect::<rusqlite::Result<BTreeSet<i64>>>()?;
    if found.is_empty() {
        return Ok(None);
    }
    let mut narrower = connection.prepare_cached(
        "WITH RECURSIVE meant (topic) AS (SELECT value FROM json_each(?1) \
         UNION SELECT narrower FROM broader_topics JOIN meant ON broader = topic) SELECT topic FROM meant",
    )?;
    let all = narrower.query_map([json(&found)], |row| row.get(0))?;
    let all = all.collect::<rusqlite::Result<BTreeSet<i64>>>()?;
    Ok(Some(Some(json(&all))))
}

/// Topics by number: those of a JSON list, or all.
fn topics(connection: &Connection, numbers: Option<&str>) -> Result<BTreeMap<i64, Topic>> {
    let condition = if numbers.is_some() { "WHERE topic IN (SELECT value FROM json_each(?1))" } else { "" };
    let mut select =
        connection.prepare(&format!("SELECT topic, id, label, heads FROM topics {condition}"))?;
    let mut phrases = connection.prepare_cached(
        "SELECT text FROM topic_phrases JOIN strings USING (string) WHERE topic = ?1 ORDER BY text",
    )?;
    let mut rows = select.query(params_from_iter(numbers))?;
    let mut topics = BTreeMap::new();
    while let Some(row) = rows.next()? {
        let number: i64 = row.get(0)?;
        let label = text(row, 2)?;
        let heads: Vec<String> = parsed(&text(row, 3)?)?;
        let mut variants = Vec::new();
        let mut phrases = phrases.query([number])?;
        while let Some(phrase) = phrases.next()? {
            let phrase = text(phrase, 0)?;
            if phrase != label {
                variants.push(phrase);
            }
        }
        let heads = heads.into_iter().map(Into::into).collect();
        topics.insert(number, Topic { id: text(row, 1)?, label, variants, heads });
    }
    Ok(topics)
}
