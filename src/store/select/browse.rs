//! Pages of facts, names and articles, for whoever looks through a store: as much as is shown, in an order, and how many
//! there are.
//!
//! What other questions select may be more than the answer; here the conditions are exact, since what is on a page
//! cannot be narrowed afterwards. Names are therefore told by ids, which a question of [`Store::named`] gives.
//!
//! [`Store::named`]: super::super::Store::named

use std::collections::BTreeSet;

use rusqlite::{Connection, OptionalExtension, params_from_iter};

use super::super::fault::Result;
use super::super::strings::json;
use super::facts::{Condition, DAY, PLACE};
use super::names::prefix_of;
use super::part::Part;
use crate::graph::{Graph, person_words};
use crate::schema::{ActStatus, Document, RelationKind, Stance};

/// Which facts are sought; `None` fits all. Ends are told by their ids in the graph, of which any one will do.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Sought {
    /// Whoever takes part: did it or is its other end, holds the office or the position.
    pub party: Option<BTreeSet<String>>,
    /// Who did it; of those who met, agreed or cooperated, either one. Who holds it.
    pub source: Option<BTreeSet<String>>,
    /// To whom it was done; what an office belongs to.
    pub target: Option<BTreeSet<String>>,
    /// What it is about.
    pub topic: Option<BTreeSet<String>>,
    /// Where it took place.
    pub place: Option<BTreeSet<String>>,
    /// Whom the texts name as its source.
    pub reporter: Option<BTreeSet<String>>,
    /// Which relation.
    pub relation: Option<RelationKind>,
    /// Happened, planned, possible or denied.
    pub status: Option<ActStatus>,
    /// For, against or conditional.
    pub stance: Option<Stance>,
    /// Words of an office's title.
    pub title: Option<String>,
    /// On this day, or in this month or year (ISO 8601).
    pub on: Option<String>,
    /// Then or later.
    pub since: Option<String>,
    /// Then or earlier.
    pub until: Option<String>,
    /// An article that shows it, by its own name or its id in the graph.
    pub document: Option<String>,
    /// The least confidence, from 0 to 1.
    pub min_confidence: f64,
}

/// Which of many are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// How many before it are left out.
    pub offset: usize,
    /// How many at most.
    pub limit: usize,
    /// Acts and positions by their days from the newest on, and not from the oldest.
    pub newest: bool,
}

/// What is shown.
#[derive(Debug, Default)]
pub struct Page {
    /// The ids of what is shown, in order.
    pub ids: Vec<String>,
    /// How many there are, on all pages.
    pub total: usize,
    /// A part of the graph that has them, with what they need to be read.
    pub graph: Graph,
}

/// How much a store holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counts {
    /// Articles.
    pub articles: usize,
    /// Actors and places.
    pub entities: usize,
    /// Topics.
    pub topics: usize,
    /// Who did what.
    pub acts: usize,
    /// Who is for or against what.
    pub positions: usize,
    /// Who holds which office.
    pub offices: usize,
    /// The earliest date of an article, ISO 8601.
    pub first: Option<String>,
    /// The latest.
    pub last: Option<String>,
}

pub(crate) fn counts(connection: &Connection) -> Result<Counts> {
    let count = |table: &str| -> Result<usize> {
        let number: i64 =
            connection.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0))?;
        Ok(number as usize)
    };
    let day = |which: &str| -> Result<Option<String>> {
        Ok(connection.query_row(&format!("SELECT {which}(date) FROM documents"), [], |row| row.get(0))?)
    };
    Ok(Counts {
        articles: count("documents")?,
        entities: count("entities")?,
        topics: count("topics")?,
        acts: count("act_facts")?,
        positions: count("position_facts")?,
        offices: count("office_facts")?,
        first: day("min")?,
        last: day("max")?,
    })
}

pub(crate) fn named(connection: &Connection, name: &str) -> Result<Graph> {
    let mut part = Part::new(connection);
    if part.named(name)?.is_none() {
        part.near_names(name)?;
    }
    part.into_graph()
}

pub(crate) fn topics(connection: &Connection, phrase: &str) -> Result<Graph> {
    let mut part = Part::new(connection);
    if part.topics_with(phrase)?.is_none() {
        part.near_topics(phrase)?;
    }
    part.into_graph()
}

/// A node with what it needs to be read, by its id; an article by its own name as well.
pub(crate) fn node(connection: &Connection, id: &str) -> Result<Option<Graph>> {
    let mut part = Part::new(connection);
    let number = |table: &str, column: &str| -> Result<Option<i64>> {
        let query = format!("SELECT {column} FROM {table} WHERE id = ?1");
        Ok(connection.query_row(&query, [id], |row| row.get(0)).optional()?)
    };
    let kind = id.split_once('/').map_or("", |(kind, _)| kind);
    let found = match kind {
        "entity" => number("entities", "entity")?,
        "topic" => number("topics", "topic")?,
        "document" => number("documents", "document")?,
        "act" => number("act_facts", "act")?,
        "position" => number("position_facts", "position")?,
        "office" => number("office_facts", "office")?,
        _ => None,
    };
    let named = "SELECT document FROM documents WHERE name = ?1 AND id IS NOT NULL ORDER BY document LIMIT 1";
    let (kind, found) = match found {
        Some(found) => (kind, found),
        None => match connection.query_row(named, [id], |row| row.get(0)).optional()? {
            Some(found) => ("document", found),
            None => return Ok(None),
        },
    };
    let one = BTreeSet::from([found]);
    match kind {
        "entity" => part.with_names(&one)?,
        "topic" => {
            let near = part.numbers(
                "SELECT narrower FROM broader_topics WHERE broader = ?1 \
                 UNION SELECT broader FROM broader_topics WHERE narrower = ?1 UNION SELECT ?1",
                [found],
            )?;
            part.add_topics(&near)?;
        }
        "document" => {
            part.document(found)?;
            part.with_texts()?;
        }
        "act" => part.add_acts(&one)?,
        "position" => {
            part.held(&one)?;
            part.ends()?;
        }
        _ => part.add_offices(&one)?,
    }
    part.into_graph().map(Some)
}

/// Acts by their days, those of unknown day last.
pub(crate) fn act_page(connection: &Connection, sought: &Sought, window: Window) -> Result<Page> {
    let mut part = Part::new(connection);
    let (numbers, total) = part.act_numbers(sought, window)?;
    part.add_acts(&numbers.iter().copied().collect())?;
    let ids = numbers.iter().map(|number| part.acts[number].0.id.to_string()).collect();
    Ok(Page { ids, total, graph: part.into_graph()? })
}

/// The newest acts and positions that are sought, as many of each as the window has, with the offices of those who take
/// part: what a picture can show.
pub(crate) fn picture(connection: &Connection, sought: &Sought, window: Window) -> Result<Page> {
    let mut part = Part::new(connection);
    // Who asks for a kind of act asks for no stance, and the other way round.
    let (acts, acts_found) = match sought.stance {
        Some(_) => (Vec::new(), 0),
        None => part.act_numbers(sought, window)?,
    };
    let (positions, positions_found) = match (sought.relation, sought.status) {
        (None, None) => part.position_numbers(sought, window)?,
        _ => (Vec::new(), 0),
    };
    part.add_acts(&acts.iter().copied().collect())?;
    part.add_positions(&positions.iter().copied().collect())?;
    let offices = part.numbers(
        "SELECT office FROM office_facts WHERE holder IN (\
         SELECT source FROM act_facts WHERE act IN (SELECT value FROM json_each(?1)) \
         UNION SELECT target FROM act_facts WHERE act IN (SELECT value FROM json_each(?1)) \
         UNION SELECT holder FROM position_facts WHERE position IN (SELECT value FROM json_each(?2))) \
         ORDER BY last DESC, office LIMIT ?3",
        (json(&acts), json(&positions), 2 * window.limit as i64),
    )?;
    part.add_offices(&offices)?;
    let ids = acts.iter().map(|number| part.acts[number].0.id.to_string());
    let ids = ids.chain(positions.iter().map(|number| part.positions[number].0.id.to_string())).collect();
    Ok(Page { ids, total: acts_found + positions_found, graph: part.into_graph()? })
}

/// Positions by their first days from the newest on, or by topic and holder.
pub(crate) fn position_page(connection: &Connection, sought: &Sought, window: Window) -> Result<Page> {
    let mut part = Part::new(connection);
    let (numbers, total) = part.position_numbers(sought, window)?;
    part.held(&numbers.iter().copied().collect())?;
    part.ends()?;
    let ids = numbers.iter().map(|number| part.positions[number].0.id.to_string()).collect();
    Ok(Page { ids, total, graph: part.into_graph()? })
}

/// The same without what shows them and without their days: who takes which side.
pub(crate) fn stances(connection: &Connection, sought: &Sought, window: Window) -> Result<Page> {
    let mut part = Part::new(connection);
    part.bare = true;
    let (numbers, total) = part.position_numbers(sought, window)?;
    part.add_positions(&numbers.iter().copied().collect())?;
    let ids = numbers.iter().map(|number| part.positions[number].0.id.to_string()).collect();
    Ok(Page { ids, total, graph: part.into_graph()? })
}

/// The positions of these ids, in their order.
pub(crate) fn positions_of(connection: &Connection, ids: &[String]) -> Result<Page> {
    let mut part = Part::new(connection);
    let numbers = part.numbers(
        "SELECT position FROM position_facts WHERE id IN (SELECT value FROM json_each(?1))",
        [json(&ids)],
    )?;
    part.held(&numbers)?;
    part.ends()?;
    Ok(Page { ids: ids.to_vec(), total: numbers.len(), graph: part.into_graph()? })
}

/// Offices by what they belong to, title and holder.
pub(crate) fn office_page(connection: &Connection, sought: &Sought, window: Window) -> Result<Page> {
    let mut part = Part::new(connection);
    let mut condition = Condition::default();
    if let Some(party) = &sought.party {
        condition.among("holder IN ? OR \"of\" IN ?", &part.entities_of(party)?);
    }
    if let Some(holders) = &sought.source {
        condition.among("holder IN ?", &part.entities_of(holders)?);
    }
    if let Some(bodies) = &sought.target {
        condition.among("\"of\" IN ?", &part.entities_of(bodies)?);
    }
    if let Some(title) = &sought.title {
        let titles = part.titles(|known, asked| asked.is_subset(known), title)?;
        if titles.is_empty() {
            part.near_offices(title)?;
            return Ok(Page { graph: part.into_graph()?, ..Page::default() });
        }
        condition.and("title IN (SELECT value FROM json_each(?))", json(&titles));
    }
    part.common(&mut condition, sought, "office")?;
    if let Some(on) = &sought.on {
        condition.so("status IN ('current', 'acting')".to_owned());
        condition.and("(first <= ? OR substr(first, 1, length(?)) = ?)", on);
        condition.and("(? <= last OR substr(?, 1, length(last)) = last)", on);
    }
    let (numbers, total) = part.page("office", &condition, "\"of\", title, holder, office", window)?;
    part.add_offices(&numbers.iter().copied().collect())?;
    let ids = numbers.iter().map(|number| part.offices[number].0.id.to_string()).collect();
    Ok(Page { ids, total, graph: part.into_graph()? })
}

/// Actors and places of whose names one has all words, the last of which may go on: those that texts name most first.
pub(crate) fn search_names(connection: &Connection, words: &str, window: Window) -> Result<Page> {
    let mut part = Part::new(connection);
    let asked = person_words(words);
    let (sql, asked) = match asked.is_empty() {
        true => ("SELECT DISTINCT entity FROM entity_names WHERE ?1 = ''".to_owned(), String::new()),
        false => (
            "SELECT DISTINCT entity FROM entity_names \
             WHERE name IN (SELECT rowid FROM names_search WHERE names_search MATCH ?1)"
                .to_owned(),
            prefix_of(&asked),
        ),
    };
    // Nobody has asked for anybody: only those that take part in something.
    let total: i64 =
        connection.query_row(&format!("SELECT count(*) FROM ({sql})"), [&asked], |row| row.get(0))?;
    let mut select = connection.prepare_cached(&format!(
        "SELECT e.entity, e.id FROM entities e JOIN entity_names n USING (entity) WHERE e.entity IN ({sql}) \
         GROUP BY e.entity ORDER BY sum(n.mentions) DESC, e.entity LIMIT ?2 OFFSET ?3"
    ))?;
    let rows = select.query_map((&asked, window.limit as i64, window.offset as i64), |row| {
        Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?))
    })?;
    let rows = rows.collect::<rusqlite::Result<Vec<_>>>()?;
    part.with_names(&rows.iter().map(|(number, _)| *number).collect())?;
    let ids = rows.into_iter().map(|(_, id)| id).collect();
    Ok(Page { ids, total: total as usize, graph: part.into_graph()? })
}

/// Topics of one of whose phrases all words are, the shortest label first.
pub(crate) fn search_topics(connection: &Connection, words: &str, window: Window) -> Result<Page> {
    let mut part = Part::new(connection);
    let found = part.topics_with(words)?.unwrap_or_default();
    let mut select = connection.prepare_cached(
        "SELECT topic, id FROM topics WHERE topic IN (SELECT value FROM json_each(?1)) \
         ORDER BY length(label), topic LIMIT ?2 OFFSET ?3",
    )?;
    let rows = select.query_map((json(&found), window.limit as i64, window.offset as i64), |row| {
        Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?))
    })?;
    let rows = rows.collect::<rusqlite::Result<Vec<_>>>()?;
    let mut shown = Part::new(connection);
    shown.add_topics(&rows.iter().map(|(topic, _)| *topic).collect())?;
    Ok(Page {
        ids: rows.into_iter().map(|(_, id)| id).collect(),
        total: found.len(),
        graph: shown.into_graph()?,
    })
}

/// Facts that a quote with all these words shows, those of the best quotes first. It looks at as many quotes as are shown,
/// so the total is that of the quotes.
pub(crate) fn search_quotes(connection: &Connection, words: &str, window: Window) -> Result<Page> {
    let mut part = Part::new(connection);
    let asked: Vec<String> = words
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(|word| format!("\"{word}\""))
        .collect();
    if asked.is_empty() {
        return Ok(Page::default());
    }
    let asked = asked.join(" ");
    let total: i64 = connection.query_row(
        "SELECT count(*) FROM quotes_search WHERE quotes_search MATCH ?1",
        [&asked],
        |row| row.get(0),
    )?;
    let mut select = connection.prepare_cached(
        "SELECT rowid FROM quotes_search WHERE quotes_search MATCH ?1 ORDER BY rank, rowid LIMIT ?2 OFFSET ?3",
    )?;
    let quotes = select
        .query_map((&asked, window.limit as i64, window.offset as i64), |row| row.get(0))?
        .collect::<rusqlite::Result<Vec<i64>>>()?;
    let mut ids: Vec<String> = Vec::new();
    for kind in ["act", "position", "office"] {
        let mut select = connection.prepare_cached(&format!(
            "SELECT DISTINCT f.{kind}, f.id FROM quotes q \
             JOIN {kind}_claims c ON c.document = q.document AND c.quote = q.quote \
             JOIN {kind}_evidence e ON e.document = c.document AND e.number = c.number \
             JOIN {kind}_facts f USING ({kind}) WHERE q.quote = ?1 ORDER BY f.{kind}"
        ))?;
        let mut numbers = BTreeSet::new();
        for quote in &quotes {
            let rows =
                select.query_map([quote], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?)))?;
            for row in rows {
                let (number, id) = row?;
                if numbers.insert(number) {
                    ids.push(id);
                }
            }
        }
        match kind {
            "act" => part.add_acts(&numbers)?,
            "position" => part.held(&numbers)?,
            _ => part.add_offices(&numbers)?,
        }
    }
    Ok(Page { ids, total: total as usize, graph: part.into_graph()? })
}

/// Articles from the newest on, and how many there are: all, or those that name an entity.
pub(crate) fn articles(
    connection: &Connection,
    entity: Option<&str>,
    window: Window,
) -> Result<(Vec<(String, Document)>, usize)> {
    let condition = match entity {
        None => "?1 IS NULL".to_owned(),
        Some(_) => {
            "document IN (SELECT document FROM members JOIN entities USING (entity) WHERE entities.id = ?1)"
                .to_owned()
        }
    };
    // Those that came in since the tables were computed have no id yet.
    let condition = format!("id IS NOT NULL AND {condition}");
    let total: i64 = connection.query_row(
        &format!("SELECT count(*) FROM documents WHERE {condition}"),
        [entity],
        |row| row.get(0),
    )?;
    let mut select = connection.prepare_cached(&format!(
        "SELECT id, name, date, title, url, publisher, sha256 FROM documents WHERE {condition} \
         ORDER BY date DESC, id DESC LIMIT ?2 OFFSET ?3"
    ))?;
    let rows = select.query_map((entity, window.limit as i64, window.offset as i64), |row| {
        let document = Document {
            id: row.get(1)?,
            date: row.get(2)?,
            title: row.get(3)?,
            url: row.get(4)?,
            publisher: row.get(5)?,
            sha256: row.get(6)?,
            ..Document::default()
        };
        Ok((row.get(0)?, document))
    })?;
    Ok((rows.collect::<rusqlite::Result<_>>()?, total as usize))
}

impl Part<'_> {
    /// The numbers of entities told by ids.
    fn entities_of(&self, ids: &BTreeSet<String>) -> Result<BTreeSet<i64>> {
        self.numbers("SELECT entity FROM entities WHERE id IN (SELECT value FROM json_each(?1))", [json(ids)])
    }

    /// What is asked of facts of all kinds.
    fn common(&self, condition: &mut Condition, sought: &Sought, kind: &str) -> Result<()> {
        if let (Some(topics), true) = (&sought.topic, kind != "office") {
            let topics = self.numbers(
                "SELECT topic FROM topics WHERE id IN (SELECT value FROM json_each(?1))",
                [json(topics)],
            )?;
            condition.among("topic IN ?", &topics);
        }
        if let (Some(reporters), true) = (&sought.reporter, kind != "office") {
            condition.among("reporter IN ?", &self.entities_of(reporters)?);
        }
        if let Some(document) = &sought.document {
            let documents =
                self.numbers("SELECT document FROM documents WHERE name = ?1 OR id = ?1", [document])?;
            condition.among(
                &format!("{kind} IN (SELECT {kind} FROM {kind}_evidence WHERE document IN ?)"),
                &documents,
            );
        }
        if sought.min_confidence > 0.0 {
            condition.so(format!("confidence >= {}", sought.min_confidence));
        }
        Ok(())
    }

    /// The numbers of the acts on a page, in order, and how many there are.
    fn act_numbers(&self, sought: &Sought, window: Window) -> Result<(Vec<i64>, usize)> {
        let mut condition = Condition::default();
        if let Some(party) = &sought.party {
            condition.among("source IN ? OR target IN ?", &self.entities_of(party)?);
        }
        let source = sought.source.as_ref().map(|ids| self.entities_of(ids)).transpose()?;
        let target = sought.target.as_ref().map(|ids| self.entities_of(ids)).transpose()?;
        let symmetric: Vec<String> = RelationKind::ALL
            .into_iter()
            .filter(|relation| relation.is_symmetric())
            .map(|relation| format!("'{relation}'"))
            .collect();
        let turned = format!("relation IN ({})", symmetric.join(", "));
        match (&source, &target) {
            (None, None) => {}
            (Some(source), None) => {
                condition.among(&format!("source IN ? OR {turned} AND target IN ?"), source);
            }
            (None, Some(target)) => {
                condition.among(
                    &format!("target IN ? OR {turned} AND target IS NOT NULL AND source IN ?"),
                    target,
                );
            }
            (Some(source), Some(target)) => condition.among_two(
                &format!("source IN ?1 AND target IN ?2 OR {turned} AND target IN ?1 AND source IN ?2"),
                source,
                target,
            ),
        }
        if let Some(places) = &sought.place {
            condition.among(PLACE, &self.entities_of(places)?);
        }
        self.common(&mut condition, sought, "act")?;
        if let Some(relation) = sought.relation {
            condition.and("relation = ?", relation.as_str());
        }
        if let Some(status) = sought.status {
            condition.and("status = ?", status.as_str());
        }
        if let Some(on) = &sought.on {
            // Days within it begin with it.
            condition.period(DAY, Some(on), Some(on));
        }
        condition.period(DAY, sought.since.as_deref(), sought.until.as_deref());
        let order = match window.newest {
            true => format!("{DAY} DESC, act DESC"),
            false => format!("{DAY} ASC NULLS LAST, act"),
        };
        // Where only the relation is asked, an index tells which acts are of it, and another their order by days: no act has
        // to be read before it is shown.
        let only_relation = *sought == (Sought { relation: sought.relation, ..Sought::default() });
        if window.newest && only_relation && sought.relation.is_some() {
            condition.by_index("act");
        }
        self.page("act", &condition, &order, window)
    }

    /// The numbers of the positions on a page, in order, and how many there are.
    fn position_numbers(&self, sought: &Sought, window: Window) -> Result<(Vec<i64>, usize)> {
        let mut condition = Condition::default();
        for holders in [&sought.party, &sought.source].into_iter().flatten() {
            condition.among("holder IN ?", &self.entities_of(holders)?);
        }
        self.common(&mut condition, sought, "position")?;
        if let Some(stance) = sought.stance {
            condition.and("stance = ?", stance.as_str());
        }
        // A text speaks for the days between two that say the same.
        for day in [&sought.on, &sought.until].into_iter().flatten() {
            condition.and("(first <= ? OR substr(first, 1, length(?)) = ?)", day);
        }
        for day in [&sought.on, &sought.since].into_iter().flatten() {
            condition.and("(last >= ? OR substr(?, 1, length(last)) = last)", day);
        }
        let order =
            if window.newest { "first DESC, position DESC" } else { "topic, holder, first, position" };
        self.page("position", &condition, order, window)
    }

    /// The numbers of the facts on a page, in order, and how many there are.
    fn page(
        &self,
        kind: &str,
        condition: &Condition,
        order: &str,
        window: Window,
    ) -> Result<(Vec<i64>, usize)> {
        let fits = condition.text();
        let count = format!("SELECT count(*) FROM {kind}_facts WHERE {fits}");
        let total: i64 =
            self.connection.query_row(&count, params_from_iter(condition.values()), |row| row.get(0))?;
        let query = format!(
            "SELECT {kind} FROM {kind}_facts WHERE {} ORDER BY {order} LIMIT {} OFFSET {}",
            condition.in_order(),
            window.limit,
            window.offset
        );
        let mut select = self.connection.prepare(&query)?;
        let rows = select.query_map(params_from_iter(condition.values()), |row| row.get(0))?;
        Ok((rows.collect::<rusqlite::Result<_>>()?, total as usize))
    }
}
