//! Facts of certain ends, with all that shows them.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, params_from_iter};

use super::super::fault::{Fault, Result};
use super::super::strings::{json, parsed, word};
use super::part::{Part, in_order, maybe_text, text};
use crate::graph::{Act, Evidence, Graph, LocalEnds, Office, Position};
use crate::schema::{ActStatus, Quote, RelationKind};
use crate::span::Span;

/// Which acts a question needs; `None` is any.
#[derive(Debug, Clone, Copy, Default)]
pub struct ActFilter<'a> {
    /// Any name of the actor; of either one where the relation is symmetric.
    pub source: Option<&'a str>,
    /// Any name of the other actor, or of the place visited.
    pub target: Option<&'a str>,
    /// Which of the seventeen relations.
    pub relation: Option<RelationKind>,
    /// Words of the topic.
    pub topic: Option<&'a str>,
    /// Happened, planned, possible or denied.
    pub status: Option<ActStatus>,
    /// The earliest day, ISO 8601 at any granularity: of the act, or else of the first document that tells it.
    pub since: Option<&'a str>,
    /// The latest.
    pub until: Option<&'a str>,
    /// Any name of the place.
    pub place: Option<&'a str>,
    /// Any name of the source that the texts name for it.
    pub reporter: Option<&'a str>,
    /// A document that shows it, by its own name or its id in the graph.
    pub document: Option<&'a str>,
}

/// Conditions on a table of facts; `true` where there is none.
#[derive(Default)]
pub(super) struct Condition {
    clauses: Vec<String>,
    values: Vec<String>,
    /// The kind of the facts that are to be gone through in an order and held against a list of those that fit.
    listed: Option<&'static str>,
}

impl Condition {
    /// A clause in which `?` stands for the value.
    pub fn and(&mut self, clause: &str, value: impl Into<String>) {
        self.values.push(value.into());
        self.clauses.push(clause.replace('?', &format!("?{}", self.values.len())));
    }

    /// A clause in which `?` stands for the list of numbers.
    pub fn among(&mut self, clause: &str, numbers: &BTreeSet<i64>) {
        let list = format!("(SELECT value FROM json_each(?{}))", self.values.len() + 1);
        self.values.push(json(numbers));
        self.clauses.push(format!("({})", clause.replace('?', &list)));
    }

    /// A clause in which `?1` and `?2` stand for two lists of numbers.
    pub fn among_two(&mut self, clause: &str, one: &BTreeSet<i64>, other: &BTreeSet<i64>) {
        let list = |place: usize| format!("(SELECT value FROM json_each(?{place}))");
        let (first, second) = (list(self.values.len() + 1), list(self.values.len() + 2));
        self.values.extend([json(one), json(other)]);
        self.clauses
            .push(format!("({})", clause.replace("?1", &first).replace("IN ?2", &format!("IN {second}"))));
    }

    /// A clause without a value.
    pub fn so(&mut self, clause: String) {
        self.clauses.push(format!("({clause})"));
    }

    /// That a date, by its column, is within `since` and `until`, or about it: a coarser date is the beginning of finer ones.
    pub fn period(&mut self, day: &str, since: Option<&str>, until: Option<&str>) {
        if let Some(since) = since {
            self.and(&format!("{day} >= ?"), since);
        }
        if let Some(until) = until {
            // Whatever begins with a date sorts before it with a letter behind.
            self.and(&format!("{day} <= ? || 'x'"), until);
        }
    }

    /// What stands for the question marks.
    pub fn values(&self) -> &[String] {
        &self.values
    }

    /// That all which fit are told by indices, so that it is best to list them before facts are gone through in an order.
    pub fn by_index(&mut self, kind: &'static str) {
        self.listed = Some(kind);
    }

    /// The same as a condition for facts that are gone through in an order.
    pub fn in_order(&self) -> String {
        match self.listed {
            // The sign keeps the list from telling where to look.
            Some(kind) => format!("+{kind} IN (SELECT {kind} FROM {kind}_facts WHERE {})", self.text()),
            None => self.text(),
        }
    }

    pub fn text(&self) -> String {
        if self.clauses.is_empty() { "true".to_owned() } else { self.clauses.join(" AND ") }
    }
}

/// The latest date of a document, ISO 8601.
pub(crate) fn newest(connection: &Connection) -> Result<Option<String>> {
    Ok(connection.query_row("SELECT max(date) FROM documents", [], |row| row.get(0))?)
}

/// Offices of a title with these words, whose ends may be these.
pub(crate) fn offices(
    connection: &Connection,
    holder: Option<&str>,
    of: Option<&str>,
    title: Option<&str>,
) -> Result<Graph> {
    let mut part = Part::new(connection);
    let mut condition = Condition::default();
    if let Some(title) = title {
        let titles = json(&part.titles(|known, asked| asked.is_subset(known), title)?);
        // Whether the title is known at all is told apart from whether anybody fits.
        if !part.add_one_of(&titles)? {
            part.near_offices(title)?;
        }
        condition.and("title IN (SELECT value FROM json_each(?))", titles);
    }
    let known = part.restrict(&mut condition, "holder IN ?", holder)?
        & part.restrict(&mut condition, "\"of\" IN ?", of)?;
    if known {
        let offices = part.facts("office", &condition)?;
        part.add_offices(&offices)?;
    }
    part.into_graph()
}

/// Positions whose holder and topic may be these.
pub(crate) fn positions(connection: &Connection, actor: Option<&str>, topic: Option<&str>) -> Result<Graph> {
    let mut part = Part::new(connection);
    let mut condition = Condition::default();
    let known = part.restrict(&mut condition, "holder IN ?", actor)?
        & part.restrict_topic(&mut condition, "topic IN ?", topic)?;
    if known {
        let positions = part.facts("position", &condition)?;
        part.add_positions(&positions)?;
        part.ends()?;
    }
    part.into_graph()
}

impl Part<'_> {
    /// Adds the acts by which those who did or hold what was found gave something up, or are told not to hold it.
    pub fn ends(&mut self) -> Result<()> {
        let acts: Vec<i64> = self.acts.keys().copied().collect();
        let positions: Vec<i64> = self.positions.keys().copied().collect();
        let found = self.numbers(
            "SELECT act FROM act_facts WHERE (relation = 'yielded' AND status = 'occurred' \
             OR relation IN ('rejected', 'supported') AND status = 'denied') AND source IN \
             (SELECT source FROM act_facts WHERE act IN (SELECT value FROM json_each(?1)) \
             UNION SELECT holder FROM position_facts WHERE position IN (SELECT value FROM json_each(?2)))",
            [json(&acts), json(&positions)],
        )?;
        self.add_acts(&found)
    }
}

/// Acts that may fit.
pub(crate) fn acts(connection: &Connection, filter: &ActFilter<'_>) -> Result<Graph> {
    let mut part = Part::new(connection);
    let mut condition = Condition::default();
    let turned = filter.relation.is_none_or(RelationKind::is_symmetric);
    let (source, target) = if turned {
        ("source IN ? OR target IN ?", "target IN ? OR source IN ?")
    } else {
        ("source IN ?", "target IN ?")
    };
    let known = part.restrict(&mut condition, source, filter.source)?
        & part.restrict(&mut condition, target, filter.target)?
        & part.restrict(&mut condition, PLACE, filter.place)?
        & part.restrict(&mut condition, "reporter IN ?", filter.reporter)?
        & part.restrict_topic(&mut condition, "topic IN ?", filter.topic)?
        & part.restrict_document(&mut condition, filter.document)?;
    if let Some(relation) = filter.relation {
        condition.and("relation = ?", relation.as_str());
    }
    if let Some(status) = filter.status {
        condition.and("status = ?", status.as_str());
    }
    condition.period(DAY, filter.since, filter.until);
    if known {
        let acts = part.facts("act", &condition)?;
        part.add_acts(&acts)?;
    }
    part.into_graph()
}

/// Where it took place; a visit takes place where it goes.
pub(super) const PLACE: &str =
    "act IN (SELECT act FROM act_places WHERE entity IN ?) OR relation = 'visited' AND target IN ?";

/// The date of an act, or else that of the first document that tells it.
pub(super) const DAY: &str = "ifnull(date, first)";

impl Part<'_> {
    /// Adds a clause on the entities that a name may mean, where there is a name. `false` when it means none: the nearest
    /// are added.
    fn restrict(&mut self, condition: &mut Condition, clause: &str, name: Option<&str>) -> Result<bool> {
        let Some(name) = name else { return Ok(true) };
        match self.named(name)? {
            Some(found) => condition.among(clause, &found),
            None => {
                self.near_names(name)?;
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn restrict_topic(
        &mut self,
        condition: &mut Condition,
        clause: &str,
        phrase: Option<&str>,
    ) -> Result<bool> {
        let Some(phrase) = phrase else { return Ok(true) };
        match self.topics_with(phrase)? {
            Some(found) => condition.among(clause, &found),
            None => {
                self.near_topics(phrase)?;
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn restrict_document(&mut self, condition: &mut Condition, name: Option<&str>) -> Result<bool> {
        let Some(name) = name else { return Ok(true) };
        let mut found = self.numbers("SELECT document FROM documents WHERE name = ?1 OR id = ?1", [name])?;
        let known = !found.is_empty();
        if known {
            condition.among("act IN (SELECT act FROM act_evidence WHERE document IN ?)", &found);
        } else {
            // Somebody mistyped it: all names there are.
            found = self.numbers("SELECT document FROM documents", [])?;
        }
        self.add_documents(&found)?;
        Ok(known)
    }

    /// Adds one office of one of the titles, if there is one.
    pub fn add_one_of(&mut self, titles: &str) -> Result<bool> {
        let one = self.numbers(
            "SELECT office FROM office_facts WHERE title IN (SELECT value FROM json_each(?1)) LIMIT 1",
            [titles],
        )?;
        self.add_offices(&one)?;
        Ok(!one.is_empty())
    }

    /// The numbers of the facts of a kind that a condition fits.
    pub fn facts(&self, kind: &str, condition: &Condition) -> Result<BTreeSet<i64>> {
        let query = format!("SELECT {kind} FROM {kind}_facts WHERE {}", condition.text());
        self.numbers(&query, params_from_iter(&condition.values))
    }

    /// Adds offices with their ends.
    pub fn add_offices(&mut self, numbers: &BTreeSet<i64>) -> Result<()> {
        let numbers = &numbers.iter().filter(|n| !self.offices.contains_key(n)).copied().collect();
        let mut evidence = self.evidence("office", numbers)?;
        let mut select = self.connection.prepare_cached(
            "SELECT office, id, holder, title, \"of\", status FROM office_facts \
             WHERE office IN (SELECT value FROM json_each(?1))",
        )?;
        let mut rows = select.query([json(numbers)])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let number = row.get(0)?;
            let node = Office {
                id: text(row, 1)?,
                title: text(row, 3)?,
                status: word(&text(row, 5)?)?,
                evidence: evidence.remove(&number).unwrap_or_default(),
            };
            found.push((number, node, row.get::<_, i64>(2)?, row.get::<_, Option<i64>>(4)?));
        }
        self.add_entities(
            &found.iter().flat_map(|(_, _, holder, of)| of.iter().chain([holder])).copied().collect(),
        )?;
        for (number, node, holder, of) in found {
            let (holder, of) = (self.entity(holder)?, self.maybe(of)?);
            self.offices.insert(number, (node, holder, of));
        }
        Ok(())
    }

    /// Adds acts with their ends.
    pub fn add_acts(&mut self, numbers: &BTreeSet<i64>) -> Result<()> {
        let numbers = &numbers.iter().filter(|n| !self.acts.contains_key(n)).copied().collect();
        let mut evidence = self.evidence("act", numbers)?;
        let mut select = self.connection.prepare_cached(
            "SELECT act, id, source, relation, target, topic, status, reporter, date FROM act_facts \
             WHERE act IN (SELECT value FROM json_each(?1))",
        )?;
        let mut rows = select.query([json(numbers)])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let number = row.get(0)?;
            let evidence = evidence.remove(&number).unwrap_or_default();
            let plover: BTreeSet<_> = evidence.iter().filter_map(|e| e.plover).collect();
            let node = Act {
                id: text(row, 1)?,
                relation: word(&text(row, 3)?)?,
                status: word(&text(row, 6)?)?,
                date: maybe_text(row, 8)?,
                plover: plover.into_iter().collect(),
                evidence,
            };
            let ends: [Option<i64>; 3] = [row.get(4)?, row.get(5)?, row.get(7)?];
            found.push((number, node, row.get::<_, i64>(2)?, ends));
        }
        let ends = found.iter().flat_map(|(_, _, source, [target, _, reporter])| {
            target.iter().chain(reporter).chain([source]).copied()
        });
        self.add_entities(&ends.collect())?;
        self.add_topics(&found.iter().filter_map(|(_, _, _, [_, topic, _])| *topic).collect())?;
        for (number, node, source, [target, topic, reporter]) in found {
            let topic = topic.map(|topic| self.topic(topic)).transpose()?;
            let ends = [self.maybe(target)?, topic, self.maybe(reporter)?];
            let source = self.entity(source)?;
            self.acts.insert(number, (node, source, ends));
        }
        Ok(())
    }

    /// Adds positions with their ends.
    pub fn add_positions(&mut self, numbers: &BTreeSet<i64>) -> Result<()> {
        let numbers = &numbers.iter().filter(|n| !self.positions.contains_key(n)).copied().collect();
        let mut evidence = self.evidence("position", numbers)?;
        let mut select = self.connection.prepare_cached(
            "SELECT position, id, holder, stance, topic, reporter FROM position_facts \
             WHERE position IN (SELECT value FROM json_each(?1))",
        )?;
        let mut rows = select.query([json(numbers)])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let number = row.get(0)?;
            let node = Position {
                id: text(row, 1)?,
                stance: word(&text(row, 3)?)?,
                evidence: evidence.remove(&number).unwrap_or_default(),
            };
            let (holder, topic, reporter): (i64, i64, Option<i64>) = (row.get(2)?, row.get(4)?, row.get(5)?);
            found.push((number, node, holder, topic, reporter));
        }
        let ends =
            found.iter().flat_map(|(_, _, holder, _, reporter)| reporter.iter().chain([holder]).copied());
        self.add_entities(&ends.collect())?;
        self.add_topics(&found.iter().map(|(_, _, _, topic, _)| *topic).collect())?;
        for (number, node, holder, topic, reporter) in found {
            let (holder, topic, reporter) = (self.entity(holder)?, self.topic(topic)?, self.maybe(reporter)?);
            self.positions.insert(number, (node, holder, topic, reporter));
        }
        Ok(())
    }

    /// What shows facts of a kind, by their numbers; the documents are added.
    fn evidence(&mut self, kind: &str, numbers: &BTreeSet<i64>) -> Result<BTreeMap<i64, Vec<Evidence>>> {
        if self.bare {
            return Ok(BTreeMap::new());
        }
        let (phrase, place, plover, date) = match kind {
            "act" => ("c.phrase", "c.place", "c.plover", "NULL".to_owned()),
            "position" => ("c.phrase", "NULL", "NULL", position_date()),
            _ => ("NULL", "NULL", "NULL", "NULL".to_owned()),
        };
        self.add_documents(&self.numbers(
            &format!(
                "SELECT DISTINCT document FROM {kind}_evidence WHERE {kind} IN (SELECT value FROM json_each(?1))"
            ),
            [json(numbers)],
        )?)?;
        let mut select = self.connection.prepare_cached(&format!(
            "SELECT e.{kind}, c.document, q.\"start\", q.\"end\", q.text, c.confidence, c.speakers, s.text, m.entity, \
             {plover}, {date} \
             FROM {kind}_evidence e JOIN {kind}_claims c USING (document, number) JOIN quotes q USING (quote) \
             LEFT JOIN strings s ON s.string = {phrase} \
             LEFT JOIN members m ON m.document = c.document AND m.number = {place} \
             WHERE e.{kind} IN (SELECT value FROM json_each(?1)) ORDER BY e.{kind}, c.document, c.number"
        ))?;
        let mut rows = select.query([json(numbers)])?;
        let mut all: BTreeMap<i64, Vec<Evidence>> = BTreeMap::new();
        while let Some(row) = rows.next()? {
            let document = row.get(1)?;
            let (start, end): (i64, i64) = (row.get(2)?, row.get(3)?);
            let speakers: Vec<i64> =
                maybe_text(row, 6)?.map(|speakers| parsed(&speakers)).transpose()?.unwrap_or_default();
            let speakers = speakers
                .into_iter()
                .map(|who| self.member(document, who))
                .collect::<Result<BTreeSet<_>>>()?;
            all.entry(row.get(0)?).or_default().push(Evidence {
                document: self.document(document)?,
                quote: Quote { span: Span { start: start as usize, end: end as usize }, text: row.get(4)? },
                confidence: f64::from(row.get::<_, u16>(5)?) / 1000.0,
                speakers: speakers.into_iter().collect(),
                phrase: maybe_text(row, 7)?,
                place: self.maybe(row.get(8)?)?,
                plover: maybe_text(row, 9)?.map(|plover| word(&plover)).transpose()?,
                date: row.get_ref(10)?.as_str_or_null().map_err(Fault::damaged)?.map(Into::into),
                heads: Vec::new(),
                local: LocalEnds::default(),
            });
        }
        all.values_mut().for_each(|evidence| in_order(evidence));
        Ok(all)
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
