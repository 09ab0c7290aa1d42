//! From all claims to the resolved tables: who is who, what is called how, which claims are one fact.
//!
//! What is decided here is decided by [`crate::graph`], as for a graph in memory; only the mentions and quotes, which
//! are most of a store and decide nothing, stay on the disk. Memory grows with the appearances of entities in
//! documents and with the facts.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use rusqlite::Connection;

use super::fault::{Fault, Result};
use super::read;
use super::strings::{Texts, json, parsed, word};
use super::{facts, issues};
use crate::graph::{
    self, Claims, DocumentKey, LocalAppearance, OfficeClaim, Part, PositionClaim, Readings, Support,
    is_alias, person_words, phrase_words, stem, topic_key,
};
use crate::schema::{Document, EntityType, Quote, Stance};
use crate::span::Span;

const INDEXES: &str = include_str!("indexes.sql");

/// Where acts took place, and whose reported words show facts.
const ENDS: &str = "
INSERT OR IGNORE INTO act_places (entity, act)
SELECT m.entity, e.act FROM act_evidence e JOIN act_claims c USING (document, number)
JOIN members m ON m.document = c.document AND m.number = c.place;
INSERT OR IGNORE INTO act_speakers (entity, act)
SELECT m.entity, e.act FROM act_evidence e JOIN act_claims c USING (document, number)
JOIN json_each(c.speakers) j JOIN members m ON m.document = c.document AND m.number = j.value;
INSERT OR IGNORE INTO position_speakers (entity, position)
SELECT m.entity, e.position FROM position_evidence e JOIN position_claims c USING (document, number)
JOIN json_each(c.speakers) j JOIN members m ON m.document = c.document AND m.number = j.value;
";

/// The tables that hold nothing but what is computed here.
const TABLES: [&str; 18] = [
    "broader_topics",
    "entities",
    "entity_names",
    "members",
    "topics",
    "topic_phrases",
    "office_facts",
    "act_facts",
    "position_facts",
    "office_evidence",
    "act_evidence",
    "position_evidence",
    "name_words",
    "body_names",
    "topic_keys",
    "act_places",
    "act_speakers",
    "position_speakers",
];

/// Computes all resolved tables anew, within the caller's transaction.
pub(super) fn resolve(connection: &Connection) -> Result<()> {
    let mut texts = Texts::default();
    clear(connection)?;
    let resolved = entities(connection, &mut texts)?;
    names(connection, &mut texts, &resolved)?;
    let topics = topics(connection, &mut texts)?;
    facts::offices(connection, &mut texts, &resolved)?;
    facts::acts(connection, &resolved, &topics)?;
    facts::positions(connection, &resolved, &topics)?;
    body_names(connection)?;
    connection.execute_batch(ENDS)?;
    connection.execute_batch(INDEXES)?;
    // A sample of each index is enough for the planner, and costs little however large the store.
    connection.execute_batch("PRAGMA analysis_limit = 400; ANALYZE; UPDATE store SET stale = 0;")?;
    Ok(())
}

fn clear(connection: &Connection) -> Result<()> {
    let names = INDEXES.lines().filter_map(|line| line.split_once("INDEX ")?.1.split_once(' '));
    for (index, _) in names {
        connection.execute_batch(&format!("DROP INDEX IF EXISTS {index}"))?;
    }
    connection.execute_batch("INSERT INTO names_search (names_search) VALUES ('delete-all')")?;
    for table in TABLES {
        connection.execute_batch(&format!("DELETE FROM {table}"))?;
    }
    issues::clear(connection)
}

/// Who is who.
pub(super) struct Resolved {
    /// Documents in the order of their numbers.
    documents: Vec<Place>,
    /// For each appearance, by document and number, its entity: a number from 0 in the order of the entities' ids.
    entities: Vec<u32>,
    /// The ids of the entities, sorted.
    pub ids: Vec<Arc<str>>,
}

/// A document.
pub(super) struct Place {
    pub number: i64,
    pub date: Option<Arc<str>>,
    /// A number that copies of one text have in common.
    pub story: u32,
    /// Where its appearances begin in [`Resolved::entities`].
    first: usize,
}

impl Resolved {
    /// The document of a number.
    pub fn document(&self, number: i64) -> Result<&Place> {
        let at = self.documents.binary_search_by_key(&number, |place| place.number);
        let at = at.map_err(|_| Fault::damaged(format_args!("there is no document {number}")))?;
        Ok(&self.documents[at])
    }

    /// The entity of an appearance.
    pub fn entity(&self, place: &Place, number: i64) -> Result<u32> {
        let at = usize::try_from(number).ok().and_then(|number| self.entities.get(place.first + number));
        let document = place.number;
        at.copied()
            .ok_or_else(|| Fault::damaged(format_args!("document {document} has no appearance {number}")))
    }
}

/// The claims that tell who is who: appearances with their readings, and offices. Gives them with the documents in the
/// order of their numbers.
fn skeleton(connection: &Connection, texts: &mut Texts) -> Result<(Claims, Vec<(i64, DocumentKey)>)> {
    let mut claims = Claims { rulings: read::rulings(connection)?, ..Claims::default() };
    let mut keys = Vec::new();
    let mut appearances = connection.prepare_cached(
        "SELECT document, number, form, mentions FROM appearances ORDER BY document, number",
    )?;
    let mut appearances = appearances.query([])?;
    let mut appearance = appearances.next()?;
    let mut offices = connection.prepare_cached(
        "SELECT document, holder, title, \"of\", status FROM office_claims ORDER BY document, number",
    )?;
    let mut offices = offices.query([])?;
    let mut office = offices.next()?;
    let support = Support { text: "".into(), confidence: 0, speakers: BTreeSet::new() };
    for (number, document) in read::documents(connection)? {
        let mut locals: Vec<(Arc<str>, LocalAppearance)> = Vec::new();
        while let Some(row) = appearance
            && row.get::<_, i64>(0)? == number
        {
            let (local, readings) = texts.form(connection, row.get(2)?)?;
            let mentions = if may_be_short(&readings) {
                acronyms(connection, texts, row.get_ref(3)?.as_str().map_err(Fault::damaged)?)?
            } else {
                BTreeSet::new()
            };
            locals.push((local, LocalAppearance { readings, mentions }));
            appearance = appearances.next()?;
        }
        let mut part = Part::new(Document { title: None, url: None, ..document });
        let end = |number: i64| {
            let local = usize::try_from(number).ok().and_then(|number| locals.get(number));
            local.map(|(local, _)| Arc::clone(local)).ok_or_else(|| Fault::damaged("an office has no holder"))
        };
        while let Some(row) = office
            && row.get::<_, i64>(0)? == number
        {
            let of: Option<i64> = row.get(3)?;
            let claim = OfficeClaim {
                holder: end(row.get(1)?)?,
                title: texts.string(connection, row.get(2)?)?,
                of: of.map(end).transpose()?,
                status: word(&row.get::<_, String>(4)?)?,
                span: Span::new(0, 0),
            };
            part.offices.insert(claim, support.clone());
            office = offices.next()?;
        }
        part.appearances = locals.into_iter().collect();
        let key = DocumentKey {
            id: part.document.id.as_str().into(),
            sha256: part.document.sha256.as_str().into(),
        };
        keys.push((number, key.clone()));
        claims.documents.insert(key, part);
    }
    Ok((claims, keys))
}

/// Whether an appearance is a body that only an acronym may join to others.
fn may_be_short(readings: &Readings) -> bool {
    readings.iter().any(|reading| reading.kind == EntityType::Organization && reading.same_as.is_empty())
}

/// The mentions that are acronyms: all that identity asks of mentions. They are told without their places.
fn acronyms(connection: &Connection, texts: &mut Texts, mentions: &str) -> Result<BTreeSet<Quote>> {
    let mut found = BTreeSet::new();
    for (_, _, text) in parsed::<Vec<(usize, usize, i64)>>(mentions)? {
        let text = texts.string(connection, text)?;
        if text.chars().all(|c| c == '.' || c.is_uppercase()) {
            found.insert(Quote { span: Span::new(0, 0), text: text.to_string() });
        }
    }
    Ok(found)
}

fn entities(connection: &Connection, texts: &mut Texts) -> Result<Resolved> {
    let (claims, keys) = skeleton(connection, texts)?;
    // The graph counts documents in the order of their keys, the store in that of their numbers.
    let mut by_key: Vec<usize> = (0..keys.len()).collect();
    by_key.sort_by(|&a, &b| keys[a].1.cmp(&keys[b].1));
    let mut documents: Vec<Place> =
        keys.iter().map(|(number, _)| Place { number: *number, date: None, story: 0, first: 0 }).collect();
    let (nodes, document_ids) = graph::documents(&claims);
    let stories: HashMap<&str, &Arc<str>> =
        nodes.iter().filter_map(|node| Some((&*node.id, node.story.as_ref()?))).collect();
    let mut story_numbers: HashMap<&str, u32> = HashMap::new();
    let mut update = connection.prepare_cached(
        "UPDATE documents SET id = ?2, story = ?3 WHERE document = ?1 AND (id IS NOT ?2 OR story IS NOT ?3)",
    )?;
    let mut counts = vec![0; keys.len()];
    for ((&at, part), id) in by_key.iter().zip(claims.documents.values()).zip(&document_ids) {
        counts[at] = part.appearances.len();
        documents[at].date = part.document.date.as_deref().map(Arc::from);
        let story = stories.get(&**id).map(|story| &***story);
        let next = story_numbers.len() as u32;
        documents[at].story = *story_numbers.entry(story.unwrap_or(id)).or_insert(next);
        update.execute((documents[at].number, &**id, story))?;
    }
    let mut total = 0;
    for (place, count) in documents.iter_mut().zip(counts) {
        place.first = total;
        total += count;
    }

    let identity = graph::identify(&claims, false);
    let named = graph::name_entities(&identity, &document_ids);
    let mut order: Vec<usize> = (0..named.len()).collect();
    order.sort_by(|&a, &b| named[a].id.cmp(&named[b].id));
    let mut insert = connection.prepare_cached(
        "INSERT INTO entities (entity, id, kind, name, identifiers) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?;
    // Identity numbers appearances through all documents by key; here they are numbered through all by number. Within a
    // document both begin at its first.
    let mut begin = vec![0; keys.len()];
    let mut seen = 0;
    for (at, part) in claims.documents.values().enumerate() {
        begin[at] = seen;
        seen += part.appearances.len();
    }
    let mut entities = vec![0; total];
    for (rank, &at) in (0_u32..).zip(&order) {
        let entity = &named[at];
        let mut identifiers: BTreeSet<&str> = BTreeSet::new();
        for &member in &entity.members {
            let (document, _, appearance) = identity.appearances[member];
            identifiers.extend(appearance.readings.iter().flat_map(|r| &r.same_as).map(|id| &**id));
            entities[documents[by_key[document]].first + member - begin[document]] = rank;
        }
        insert.execute((rank, &*entity.id, entity.kind.as_str(), &*entity.name, json(&identifiers)))?;
    }
    let ids = order.iter().map(|&at| Arc::clone(&named[at].id)).collect();
    Ok(Resolved { documents, entities, ids })
}

/// Writes which appearance is whom, and every name and description of each entity.
fn names(connection: &Connection, texts: &mut Texts, resolved: &Resolved) -> Result<()> {
    // How often an entity is mentioned by a text, and whether that is a name a record gives it.
    let mut names: HashMap<(u32, i64), (u32, bool)> = HashMap::new();
    let mut named_by: HashMap<i64, Vec<i64>> = HashMap::new();
    let mut member =
        connection.prepare_cached("INSERT INTO members (document, number, entity) VALUES (?1, ?2, ?3)")?;
    let mut select = connection.prepare_cached(
        "SELECT document, number, form, mentions FROM appearances ORDER BY document, number",
    )?;
    let mut rows = select.query([])?;
    let mut entities = resolved.entities.iter();
    while let Some(row) = rows.next()? {
        let (document, number, form): (i64, i64, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let entity =
            *entities.next().ok_or_else(|| Fault::damaged("there are appearances of no document"))?;
        member.execute((document, number, entity))?;
        let mentions = row.get_ref(3)?.as_str().map_err(Fault::damaged)?;
        for (_, _, text) in parsed::<Vec<(usize, usize, i64)>>(mentions)? {
            names.entry((entity, text)).or_default().0 += 1;
        }
        let called = match named_by.entry(form) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(place) => place.insert(form_names(connection, form)?),
        };
        for &mut name in called {
            names.entry((entity, name)).or_default().1 = true;
        }
    }
    let mut names: Vec<_> = names.into_iter().collect();
    names.sort_unstable();
    let mut insert = connection.prepare_cached(
        "INSERT INTO entity_names (entity, string, mentions, named, folded) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?;
    let mut all_words: BTreeSet<String> = BTreeSet::new();
    for ((entity, string), (mentions, named)) in names {
        let text = texts.string(connection, string)?;
        if !named && !is_alias(&text) {
            continue;
        }
        let words = person_words(&text);
        insert.execute((entity, string, mentions, named, words.join(" ")))?;
        all_words.extend(words);
    }
    let mut insert = connection.prepare_cached("INSERT INTO name_words (word) VALUES (?1)")?;
    for word in all_words {
        insert.execute([word])?;
    }
    connection.execute_batch("INSERT INTO names_search (names_search) VALUES ('rebuild')")?;
    Ok(())
}

/// Writes the names of all that offices belong to, as their words are compared.
fn body_names(connection: &Connection) -> Result<()> {
    let mut select = connection.prepare_cached(
        "SELECT text, entity FROM entity_names JOIN strings USING (string) \
         WHERE entity IN (SELECT \"of\" FROM office_facts) ORDER BY entity",
    )?;
    let mut rows = select.query([])?;
    let mut all: BTreeSet<(String, i64)> = BTreeSet::new();
    while let Some(row) = rows.next()? {
        all.insert((stems([row.get_ref(0)?.as_str().map_err(Fault::damaged)?]), row.get(1)?));
    }
    let mut insert = connection.prepare_cached("INSERT INTO body_names (stems, entity) VALUES (?1, ?2)")?;
    for row in all {
        insert.execute(row)?;
    }
    Ok(())
}

/// The telling words of phrases without their plural, each once, with spaces between them.
fn stems<'p>(phrases: impl IntoIterator<Item = &'p str>) -> String {
    let words: BTreeSet<String> =
        phrases.into_iter().flat_map(phrase_words).map(|word| stem(&word)).collect();
    words.into_iter().collect::<Vec<_>>().join(" ")
}

/// The strings that a form has as names.
fn form_names(connection: &Connection, form: i64) -> Result<Vec<i64>> {
    let mut select = connection.prepare_cached("SELECT readings FROM forms WHERE form = ?1")?;
    let readings: String = select.query_row([form], |row| row.get(0))?;
    let readings: Vec<(String, i64, Vec<String>)> = parsed(&readings)?;
    Ok(readings.into_iter().map(|(_, name, _)| name).collect())
}

/// The topics.
pub(super) struct Topics {
    /// The ids, sorted.
    pub ids: Vec<Arc<str>>,
    /// By the string of a phrase, its topic: a number from 0 in the order of the ids.
    pub of: HashMap<i64, u32>,
}

fn topics(connection: &Connection, texts: &mut Texts) -> Result<Topics> {
    let mut phrases: BTreeMap<Arc<str>, i64> = BTreeMap::new();
    let mut select = connection.prepare_cached(
        "SELECT phrase FROM act_claims WHERE phrase IS NOT NULL UNION SELECT phrase FROM position_claims",
    )?;
    let mut rows = select.query([])?;
    while let Some(row) = rows.next()? {
        let number = row.get(0)?;
        phrases.insert(texts.string(connection, number)?, number);
    }
    // Topics follow from the phrases, whoever uses them: here, one holder in one document.
    let holder: Arc<str> = "".into();
    let mut part = Part::new(Document { id: String::new(), ..Document::default() });
    let support = Support { text: "".into(), confidence: 0, speakers: BTreeSet::new() };
    part.positions = phrases
        .keys()
        .map(|phrase| {
            let claim = PositionClaim {
                holder: Arc::clone(&holder),
                topic: Arc::clone(phrase),
                stance: Stance::For,
                reporter: None,
                span: Span::new(0, 0),
            };
            (claim, support.clone())
        })
        .collect();
    let mut select = connection.prepare_cached("SELECT DISTINCT topic, head FROM heads")?;
    let mut rows = select.query([])?;
    while let Some(row) = rows.next()? {
        let head = (texts.string(connection, row.get(0)?)?, texts.string(connection, row.get(1)?)?);
        part.heads.insert(head);
    }
    let mut claims = Claims::default();
    claims.add_part(DocumentKey { id: "".into(), sha256: "".into() }, part);
    let graph::Topics { topics, of: id_of, broader } = graph::topics(&claims);
    let mut insert =
        connection.prepare_cached("INSERT INTO topics (topic, id, label, heads) VALUES (?1, ?2, ?3, ?4)")?;
    let mut insert_key = connection.prepare_cached("INSERT INTO topic_keys (key, topic) VALUES (?1, ?2)")?;
    let mut ranks: BTreeMap<&str, u32> = BTreeMap::new();
    for (rank, topic) in (0..).zip(&topics) {
        let heads: Vec<&str> = topic.heads.iter().map(|head| &**head).collect();
        insert.execute((rank, &*topic.id, &*topic.label, json(&heads)))?;
        insert_key.execute((topic_key(&topic.label), rank))?;
        ranks.insert(&topic.id, rank);
    }
    let mut insert =
        connection.prepare_cached("INSERT INTO broader_topics (narrower, broader) VALUES (?1, ?2)")?;
    for (narrower, broader) in &broader {
        insert.execute((ranks[&**narrower], ranks[&**broader]))?;
    }
    let mut insert =
        connection.prepare_cached("INSERT INTO topic_phrases (string, topic, stems) VALUES (?1, ?2, ?3)")?;
    let mut of = HashMap::new();
    for (phrase, &string) in &phrases {
        let rank = ranks[&*id_of[phrase]];
        let heads = topics[rank as usize].heads.iter().map(|head| &**head);
        insert.execute((string, rank, stems(std::iter::once(&**phrase).chain(heads))))?;
        of.insert(string, rank);
    }
    Ok(Topics { ids: topics.into_iter().map(|topic| topic.id).collect(), of })
}
