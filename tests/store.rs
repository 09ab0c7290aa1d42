//! A store holds what a graph of the same records holds.

mod common;
#[path = "common/any.rs"]
mod any;
#[path = "common/small.rs"]
mod small;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::LazyLock;

use demarche::ErrorKind;
use demarche::export::{self, Format};
use demarche::graph::{Forgotten, Graph, Node};
use demarche::issues::Issues;
use demarche::query::{
    ActQuery, OfficeQuery, PositionQuery, acts, by_issue, compare_by_issue, find_entities, offices, positions,
};
use demarche::schema::{About, ActStatus, Asks, Document, Question, Record, RelationKind, Stance};
use demarche::store::{ActFilter, Origin, Page, Sought, Store, Window, is_store};
use proptest::prelude::*;
use rusqlite::Connection;
use tempfile::TempDir;

use any::{RULINGS, any_record, rulings};

static GOLD: LazyLock<Vec<Record>> = LazyLock::new(common::gold_records);

/// The files of a graph: JSON-LD and DOT.
fn files(graph: &Graph) -> [String; 2] {
    [Format::JsonLd, Format::Dot].map(|format| {
        let mut out = Vec::new();
        export::write(graph, format, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    })
}

fn merged<'r>(records: impl IntoIterator<Item = &'r Record>) -> [String; 2] {
    files(&Graph::from_records(records.into_iter().cloned()))
}

fn place() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("news.sqlite");
    (folder, path)
}

fn put<'r>(store: &mut Store, records: impl IntoIterator<Item = &'r Record>, reader: &str) {
    let mut batch = store.batch().unwrap();
    for record in records {
        let origin = Origin { reader, entry: &record.document };
        batch.put(record.clone(), (!reader.is_empty()).then_some(origin)).unwrap();
    }
    batch.commit().unwrap();
}

fn has(store: &Store, entry: &Document, reader: &str) -> bool {
    store.has(Origin { reader, entry }).unwrap()
}

/// A store of records that are put in at once and resolved.
fn store_of(path: &PathBuf, records: &[Record]) -> Store {
    let mut store = Store::create(path).unwrap();
    put(&mut store, records, "");
    store.resolve().unwrap();
    store
}

fn with_hostile() -> Vec<Record> {
    let mut records = GOLD.clone();
    records.push(small::hostile());
    records
}

#[test]
fn a_store_exports_what_the_merged_records_export() {
    let (_folder, path) = place();
    let records = with_hostile();
    let whole = merged(&records);
    let mut store = Store::create(&path).unwrap();
    assert!(store.graph().unwrap().is_empty());
    for batch in records.chunks(5).rev() {
        put(&mut store, batch, "");
    }
    assert!(store.is_stale().unwrap());
    assert_eq!(files(&store.graph().unwrap()), whole);
    store.resolve().unwrap();
    drop(store);
    let store = Store::open(&path).unwrap();
    assert!(!store.is_stale().unwrap());
    assert_eq!(files(&store.graph().unwrap()), whole);
}

#[test]
fn the_same_article_twice_changes_nothing() {
    let (_folder, path) = place();
    let mut store = store_of(&path, &GOLD);
    for reader in ["", "demarche 1"] {
        put(&mut store, &*GOLD, reader);
        assert!(!store.is_stale().unwrap(), "{reader}");
    }
    // A graph does not tell which article gave a topic its head word, so the first time that may be news.
    let graph = Graph::from_records(GOLD.iter().cloned());
    for first in [true, false] {
        let mut batch = store.batch().unwrap();
        batch.merge(&graph).unwrap();
        batch.commit().unwrap();
        assert!(first || !store.is_stale().unwrap(), "a graph of the same articles");
        assert_eq!(files(&store.graph().unwrap()), merged(&*GOLD));
        store.resolve().unwrap();
    }
    check_views(&path, &graph);
}

#[test]
fn what_is_not_committed_was_never_there() {
    let (_folder, path) = place();
    let mut store = store_of(&path, &GOLD[..3]);
    let mut batch = store.batch().unwrap();
    GOLD.iter().for_each(|record| batch.put(record.clone(), None).unwrap());
    drop(batch);
    assert!(!store.is_stale().unwrap());
    assert_eq!(files(&store.graph().unwrap()), merged(&GOLD[..3]));
    // Numbers that the lost batch gave to names are given anew.
    put(&mut store, &GOLD[3..], "");
    assert_eq!(files(&store.graph().unwrap()), merged(&*GOLD));
}

#[test]
fn a_new_reading_by_a_known_reader_takes_the_place_of_an_old_one() {
    let (_folder, path) = place();
    let mut store = Store::create(&path).unwrap();
    let [old, other] = [GOLD[0].clone(), GOLD[1].clone()];
    put(&mut store, [&old, &other], "1");
    assert!(has(&store, &old.document, "1"));
    assert!(!has(&store, &old.document, "2"));
    let mut new = old.clone();
    new.relations.truncate(1);
    put(&mut store, [&new], "2");
    assert!(has(&store, &old.document, "2") && !has(&store, &old.document, "1"));
    assert_eq!(files(&store.graph().unwrap()), merged([&new, &other]));
    // A record of unknown origin is joined.
    put(&mut store, [&old], "");
    assert_eq!(files(&store.graph().unwrap()), merged([&new, &other, &old]));
    let mut dated = new.document.clone();
    dated.date = Some("1999".to_owned());
    assert!(!has(&store, &dated, "2"), "another date is another entry");
}

#[test]
fn documents_taken_out_were_never_there() {
    let (_folder, path) = place();
    let records = with_hostile();
    let mut store = store_of(&path, &records);
    let [first, last] = [&records[0].document.id, &records[records.len() - 1].document.id];
    let forgotten = store.forget(&[last.clone(), first.clone(), last.clone()]).unwrap();
    assert_eq!(forgotten, Forgotten { articles: 2, versions: 2 });
    assert_eq!(files(&store.graph().unwrap()), merged(&records[1..records.len() - 1]));
    assert!(!store.is_stale().unwrap());
    // Not a name is left that only they had: all tables are those of a store that never had them.
    let (_folder, fresh) = place();
    drop(store_of(&fresh, &records[1..records.len() - 1]));
    let texts = |path| -> Vec<String> {
        let connection = Connection::open(path).unwrap();
        let mut all = Vec::new();
        for query in [
            "SELECT text FROM strings",
            "SELECT text FROM quotes",
            "SELECT name || sha256 FROM documents",
            "SELECT entity || name || mentions FROM names",
            "SELECT local || readings FROM forms LEFT JOIN strings ON 0",
        ] {
            let query = match query.contains("forms") {
                true => "SELECT s.text FROM forms JOIN strings s ON string = local",
                false => query,
            };
            let mut select = connection.prepare(query).unwrap();
            let rows = select.query_map([], |row| row.get::<_, String>(0)).unwrap();
            all.extend(rows.map(Result::unwrap));
        }
        all.sort();
        all
    };
    assert_eq!(texts(&path), texts(&fresh));
    drop(store);
    let bytes = std::fs::read(&path).unwrap();
    let secret = b"drop [label=";
    assert!(!bytes.windows(secret.len()).any(|window| window == secret), "the bytes are overwritten");
    // The search knows them no more.
    let connection = Connection::open(&path).unwrap();
    connection
        .execute("INSERT INTO quotes_search (quotes_search, rank) VALUES ('integrity-check', 1)", [])
        .unwrap();
    let store = Store::open(&path).unwrap();
    drop(store);
    // Its own id in the graph is a name for a document too; a name that is none changes nothing.
    let mut store = Store::open(&path).unwrap();
    let error = store.forget(&[records[1].document.id.clone(), "no-such".to_owned()]).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Query);
    assert!(error.to_string().contains("'no-such'"), "{error}");
    assert_eq!(store.graph().unwrap().documents().count(), records.len() - 2);
    let id = store.graph().unwrap().documents().next().unwrap().id.to_string();
    assert_eq!(store.forget(&[id]).unwrap().articles, 1);
}

/// The first records with texts of their own under one name, each a day later than the one before.
fn versions(count: usize) -> Vec<Record> {
    let mut records = GOLD[..count].to_vec();
    for (i, record) in records.iter_mut().enumerate() {
        record.document.id = "one".to_owned();
        record.document.sha256 = format!("{i:064x}");
        record.document.date = Some(format!("2025-03-{:02}", 10 + i));
    }
    records
}

#[test]
fn a_later_text_of_an_article_takes_the_place_of_the_one_before_whenever_it_is_read() {
    let records = versions(3);
    let last = Graph::from_records(records[2..].iter().cloned());
    for order in [[0, 1, 2], [2, 1, 0], [1, 2, 0]] {
        let (_folder, path) = place();
        let mut store = Store::create(&path).unwrap();
        for i in order {
            put(&mut store, [&records[i]], "1");
            assert!(has(&store, &records[i].document, "1"), "it need not be read again");
        }
        store.resolve().unwrap();
        let graph = store.graph().unwrap();
        assert_eq!(files(&graph), merged(&records));
        assert_eq!(graph.acts().count(), last.acts().count());
        let dates: Vec<_> = graph.documents().next().unwrap().replaced().iter().map(|v| v.day()).collect();
        assert_eq!(dates, [Some("2025-03-10"), Some("2025-03-11")]);
        check_views(&path, &graph);
        assert_eq!(store.replacing().unwrap(), ["one"]);
        assert_eq!(store.forget(&["one".to_owned()]).unwrap(), Forgotten { articles: 1, versions: 3 });
        assert!(store.graph().unwrap().is_empty() && !has(&store, &records[0].document, "1"));
        let connection = Connection::open(&path).unwrap();
        for table in ["strings", "forms", "versions", "replaced", "quotes", "documents"] {
            let count = rows(&connection, &format!("SELECT count(*) FROM {table}"));
            assert_eq!(count, ["0"], "{table}");
        }
    }
}

#[test]
fn what_was_taken_out_leaves_a_search_that_older_versions_of_sqlite_read() {
    let (_folder, path) = place();
    let mut store = store_of(&path, &GOLD);
    let later = Record {
        document: Document { date: Some("2999".into()), ..GOLD[2].document.clone() },
        ..GOLD[1].clone()
    };
    put(&mut store, [&later], "");
    store.resolve().unwrap();
    store.forget(&[GOLD[0].document.id.clone()]).unwrap();
    let connection = Connection::open(&path).unwrap();
    for table in ["quotes_search", "names_search"] {
        // SQLite before 3.42 knows no other format of the full-text index.
        let version = rows(&connection, &format!("SELECT v FROM {table}_config WHERE k = 'version'"));
        assert_eq!(version, ["4"], "{table}");
    }
    let views = rows(&connection, "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL");
    assert!(views.iter().all(|sql| !sql.contains("->")), "SQLite has that since 3.38");
}

#[test]
fn a_store_from_before_versions_lets_the_earlier_texts_go() {
    let records = versions(2);
    let (_folder, path) = place();
    drop(store_of(&path, &records[1..]));
    // As it would have been: both texts, and nothing of versions.
    let connection = Connection::open(&path).unwrap();
    connection
        .execute_batch(
            "INSERT INTO documents (name, sha256, date) VALUES ('one', 'x', '2025-03-01'); DROP TABLE versions; \
             DROP TABLE texts; DROP INDEX office_evidence_claim; \
             DROP TABLE replaced; DROP TABLE issues; DROP TABLE issue_topics; DROP TABLE issue_rules; \
             ALTER TABLE documents DROP COLUMN modified; \
             ALTER TABLE documents DROP COLUMN corrects; ALTER TABLE documents DROP COLUMN numbered; \
             INSERT INTO quotes_search (quotes_search, rank) VALUES ('secure-delete', 1); PRAGMA user_version = 4;",
        )
        .unwrap();
    drop(connection);
    let mut store = Store::open(&path).unwrap();
    store.resolve().unwrap();
    let graph = store.graph().unwrap();
    assert_eq!(graph.documents().count(), 1);
    assert_eq!(graph.documents().next().unwrap().replaced()[0].day(), Some("2025-03-01"));
    let connection = Connection::open(&path).unwrap();
    assert_eq!(rows(&connection, "SELECT v FROM quotes_search_config WHERE k = 'version'"), ["4"]);
}

#[test]
fn a_store_from_before_texts_is_read_at_once_as_it_was() {
    let (_folder, path) = place();
    let before = files(&store_of(&path, &GOLD[..3]).graph().unwrap());
    let connection = Connection::open(&path).unwrap();
    connection
        .execute_batch(
            "DROP TABLE texts; DROP INDEX office_evidence_claim; DROP TABLE issues; DROP TABLE issue_topics; \
             DROP TABLE issue_rules; PRAGMA user_version = 5;",
        )
        .unwrap();
    drop(connection);
    let store = Store::open(&path).unwrap();
    assert!(!store.is_stale().unwrap(), "nothing that follows from claims has changed");
    assert_eq!(files(&store.graph().unwrap()), before);
    let connection = Connection::open(&path).unwrap();
    assert_eq!(rows(&connection, "PRAGMA user_version"), ["7"]);
}

/// Rows as text, values with bars between them.
fn rows(connection: &Connection, query: &str) -> Vec<String> {
    let mut select = connection.prepare(query).unwrap();
    let columns = select.column_count();
    let rows = select.query_map([], |row| {
        let values = (0..columns).map(|i| {
            Ok(match row.get::<_, rusqlite::types::Value>(i)? {
                rusqlite::types::Value::Null => "-".to_owned(),
                rusqlite::types::Value::Integer(number) => number.to_string(),
                rusqlite::types::Value::Real(number) => format!("{number:.3}"),
                rusqlite::types::Value::Text(text) => text,
                rusqlite::types::Value::Blob(_) => unreachable!("the store has no blobs"),
            })
        });
        Ok(values.collect::<rusqlite::Result<Vec<_>>>()?.join("|"))
    });
    let mut all: Vec<String> = rows.unwrap().map(Result::unwrap).collect();
    all.sort();
    all
}

/// What the views must show for a graph.
fn expected(graph: &Graph) -> BTreeMap<&'static str, Vec<String>> {
    let mut all: BTreeMap<&'static str, Vec<String>> = BTreeMap::new();
    let mut add = |view, values: &[String]| all.entry(view).or_default().push(values.join("|"));
    let or = |value: Option<&str>| value.unwrap_or("-").to_owned();
    let dates = |dates: Option<(&str, &str)>| [or(dates.map(|d| d.0)), or(dates.map(|d| d.1))];
    let sum = |evidence: &[demarche::graph::Evidence], confidence: f64, independent: usize| {
        let documents: std::collections::BTreeSet<_> = evidence.iter().map(|e| &e.document).collect();
        [format!("{confidence:.3}"), documents.len().to_string(), independent.to_string()]
    };
    for document in graph.documents() {
        add(
            "documents",
            &[
                document.id.to_string(),
                document.entry.id.clone(),
                or(document.entry.date.as_deref()),
                or(document.story.as_deref()),
            ],
        );
    }
    for entity in graph.entities() {
        let node = entity.node();
        let identifiers = serde_json::to_string(&node.identifiers).unwrap();
        add("entities", &[node.id.to_string(), node.kind.to_string(), node.name.to_string(), identifiers]);
        for name in std::iter::once(&node.name).chain(&node.aliases) {
            add("names", &[node.id.to_string(), name.to_string()]);
        }
        for appearance in &node.appearances {
            for mention in &appearance.mentions {
                let (start, end) = (mention.span.start.to_string(), mention.span.end.to_string());
                add(
                    "mentions",
                    &[node.id.to_string(), appearance.document.to_string(), start, end, mention.text.clone()],
                );
            }
        }
    }
    for topic in graph.topics() {
        let node = topic.node();
        let heads = serde_json::to_string(&node.heads).unwrap();
        add("topics", &[node.id.to_string(), node.label.to_string(), heads]);
        for broader in topic.broader() {
            add("broader_topics", &[node.id.to_string(), broader.id().to_owned()]);
        }
        for phrase in std::iter::once(&node.label).chain(&node.variants) {
            add("topic_phrases", &[node.id.to_string(), phrase.to_string()]);
        }
    }
    for office in graph.offices() {
        let node = office.node();
        let mut row = vec![
            node.id.to_string(),
            office.holder().id().to_owned(),
            node.title.to_string(),
            or(office.of().map(|of| of.id())),
            node.status.to_string(),
        ];
        row.extend(dates(office.dates()));
        row.extend(sum(&node.evidence, office.confidence(), office.independent_documents()));
        add("offices", &row);
    }
    for act in graph.acts() {
        let node = act.node();
        let mut row = vec![
            node.id.to_string(),
            act.source().id().to_owned(),
            node.relation.to_string(),
            or(act.target().map(|target| target.id())),
            or(act.topic().map(|topic| topic.id())),
            node.status.to_string(),
            or(act.reporter().map(|reporter| reporter.id())),
            or(node.date.as_deref()),
        ];
        row.extend(dates(act.dates()));
        row.extend(sum(&node.evidence, act.confidence(), act.independent_documents()));
        add("acts", &row);
    }
    for position in graph.positions() {
        let node = position.node();
        let mut row = vec![
            node.id.to_string(),
            position.holder().id().to_owned(),
            node.stance.to_string(),
            position.topic().id().to_owned(),
            or(position.reporter().map(|reporter| reporter.id())),
        ];
        row.extend(dates(position.dates()));
        row.extend(sum(&node.evidence, position.confidence(), position.independent_documents()));
        add("positions", &row);
    }
    for node in graph.petgraph().node_weights() {
        for evidence in node.evidence() {
            let phrase = match node {
                Node::Office(_) => None,
                _ => evidence.phrase.as_deref(),
            };
            add(
                "evidence",
                &[
                    node.id().to_string(),
                    evidence.document.to_string(),
                    evidence.quote.span.start.to_string(),
                    evidence.quote.span.end.to_string(),
                    evidence.quote.text.clone(),
                    format!("{:.3}", evidence.confidence),
                    or(phrase),
                    or(evidence.place.as_deref()),
                    or(evidence.plover.map(|plover| plover.as_str())),
                    serde_json::to_string(&evidence.speakers).unwrap(),
                ],
            );
        }
    }
    all.values_mut().for_each(|rows| rows.sort());
    all
}

const VIEWS: [(&str, &str); 11] = [
    ("documents", "SELECT id, name, date, story FROM documents"),
    ("entities", "SELECT id, kind, name, identifiers FROM entities"),
    ("names", "SELECT entity, name FROM names"),
    ("mentions", "SELECT entity, document, \"start\", \"end\", text FROM mentions"),
    ("topics", "SELECT id, label, heads FROM topics"),
    (
        "broader_topics",
        "SELECT n.id, b.id FROM broader_topics t JOIN topics n ON n.topic = narrower JOIN topics b ON b.topic = broader",
    ),
    (
        "topic_phrases",
        "SELECT id, text FROM topic_phrases JOIN topics USING (topic) JOIN strings USING (string)",
    ),
    (
        "offices",
        "SELECT id, holder_id, title, of_id, status, first, last, confidence, documents, independent FROM offices",
    ),
    (
        "acts",
        "SELECT id, source_id, relation, target_id, topic_id, status, reporter_id, date, first, last, confidence, \
         documents, independent FROM acts",
    ),
    (
        "positions",
        "SELECT id, holder_id, stance, topic_id, reporter_id, first, last, confidence, documents, independent FROM positions",
    ),
    (
        "evidence",
        "SELECT fact, document, \"start\", \"end\", quote, confidence, phrase, place, plover, speakers FROM evidence",
    ),
];

fn check_views(path: &PathBuf, graph: &Graph) {
    let connection = Connection::open(path).unwrap();
    let expected = expected(graph);
    for (view, query) in VIEWS {
        assert_eq!(&rows(&connection, query), expected.get(view).unwrap_or(&Vec::new()), "{view}");
    }
}

#[test]
fn the_tables_show_what_the_exported_graph_holds() {
    let (_folder, path) = place();
    let records = with_hostile();
    let store = store_of(&path, &records);
    check_views(&path, &store.graph().unwrap());
}

#[test]
fn quotes_are_found_by_their_words() {
    let (_folder, path) = place();
    drop(store_of(&path, &GOLD));
    let connection = Connection::open(&path).unwrap();
    let found = rows(
        &connection,
        "SELECT DISTINCT quote FROM quotes_search s JOIN evidence e ON e.quote_row = s.rowid \
         WHERE quotes_search MATCH 'security guarantee*'",
    );
    let graph = Graph::from_records(GOLD.iter().cloned());
    let mut quotes: Vec<String> =
        graph.petgraph().node_weights().flat_map(Node::evidence).map(|e| e.quote.text.clone()).collect();
    quotes.retain(|quote| quote.contains("security guarantee"));
    assert!(!quotes.is_empty() && quotes.iter().all(|quote| found.contains(quote)), "{quotes:?} {found:?}");
}

/// The answers, or the message that says why there are none.
fn told<T: std::fmt::Debug>(answers: demarche::Result<Vec<T>>) -> String {
    match answers {
        Ok(answers) => format!("{answers:?}"),
        Err(error) => error.to_string(),
    }
}

fn check_questions(store: &Store, graph: &Graph, names: &[&str], topics: &[&str]) {
    let some = |words: &[&str]| -> Vec<Option<String>> {
        std::iter::once(None).chain(words.iter().map(|word| Some((*word).to_owned()))).collect()
    };
    for name in some(names) {
        for topic in some(topics) {
            let part = store.positions(name.as_deref(), topic.as_deref()).unwrap();
            let question = PositionQuery { actor: name.clone(), topic, ..PositionQuery::default() };
            let (part, whole) = (positions(&part, &question), positions(graph, &question));
            assert_eq!(told(part), told(whole), "{question:?}");
        }
        for (i, topic) in some(topics).into_iter().enumerate() {
            check_acts(store, graph, &ActQuery { source: name.clone(), topic, ..ActQuery::default() });
            let relation = Some(RelationKind::ALL[i % RelationKind::ALL.len()]);
            check_acts(store, graph, &ActQuery { target: name.clone(), relation, ..ActQuery::default() });
        }
        let status = Some(ActStatus::Occurred);
        check_acts(store, graph, &ActQuery { place: name.clone(), status, ..ActQuery::default() });
        let since = Some("2020".to_owned());
        check_acts(store, graph, &ActQuery { reporter: name.clone(), since, ..ActQuery::default() });
        let on = Some("2025-08".to_owned());
        check_acts(store, graph, &ActQuery { document: name.clone(), on, ..ActQuery::default() });
        for of in some(&names[..names.len().min(3)]) {
            for title in some(&["prime minister", "presidnt"]) {
                let part = store.offices(name.as_deref(), of.as_deref(), title.as_deref()).unwrap();
                let question = OfficeQuery { holder: name.clone(), of: of.clone(), title, on: None };
                let (part, whole) = (offices(&part, &question), offices(graph, &question));
                assert_eq!(told(part), told(whole), "{question:?}");
            }
        }
    }
}

fn check_acts(store: &Store, graph: &Graph, question: &ActQuery) {
    let day = question.on.as_deref();
    let filter = ActFilter {
        source: question.source.as_deref(),
        target: question.target.as_deref(),
        relation: question.relation,
        topic: question.topic.as_deref(),
        status: question.status,
        since: day.or(question.since.as_deref()),
        until: day.or(question.until.as_deref()),
        place: question.place.as_deref(),
        reporter: question.reporter.as_deref(),
        document: question.document.as_deref(),
    };
    let (part, whole) = (acts(&store.acts(&filter).unwrap(), question), acts(graph, question));
    assert_eq!(told(part), told(whole), "{question:?}");
}

#[test]
fn the_part_of_a_store_that_a_question_needs_answers_as_the_whole() {
    let (_folder, path) = place();
    let store = {
        let mut records = GOLD.clone();
        records[0].entities[0].same_as = vec!["wikidata:Q1".to_owned()];
        store_of(&path, &records)
    };
    let graph = store.graph().unwrap();
    let names = [
        "Zelensky",
        "volodymyr zelenskiy",
        "Ukraine",
        "Putn",
        "entity/nato",
        "nato",
        "commission",
        "seed-000",
        "seed-00",
        "presidnt of Foo",
        "Macron Emanuel",
        "—",
        "",
    ];
    check_questions(
        &store,
        &graph,
        &names,
        &["security guarantees", "Guarantee", "ceasefires", "ceasefir", "the cession of Donbas", "", "“—”"],
    );
    check_questions(&store, &graph, &["wikidata:Q1", "Wikidata Q1"], &[]);
    // While the tables are behind, the claims answer.
    let (_folder, path) = place();
    let mut store = Store::create(&path).unwrap();
    put(&mut store, &*GOLD, "");
    check_questions(
        &store,
        &Graph::from_records(GOLD.iter().cloned()),
        &["Zelensky"],
        &["security guarantees"],
    );
}

/// The ids on all pages, and what each page says that there are.
fn paged(mut page: impl FnMut(Window) -> Page, newest: bool) -> Vec<String> {
    let mut ids = Vec::new();
    loop {
        let one = page(Window { offset: ids.len(), limit: 7, newest });
        assert!(one.ids.iter().all(|id| one.graph.node(id).is_some()), "a page holds what is on it");
        if one.ids.is_empty() {
            assert_eq!(one.total, ids.len());
            return ids;
        }
        ids.extend(one.ids);
    }
}

#[test]
fn pages_of_facts_have_what_the_whole_graph_answers() {
    let (_folder, path) = place();
    store_of(&path, &with_hostile());
    let store = Store::reader(&path).unwrap();
    let graph = store.graph().unwrap();
    let meant = |name: &str| Some(find_entities(&store.named(name).unwrap(), name).unwrap());
    let sorted = |mut ids: Vec<String>| {
        ids.sort();
        ids
    };
    for (source, target) in
        [(None, None), (Some("Trump"), None), (None, Some("Putin")), (Some("Trump"), Some("Putin"))]
    {
        for relation in [None, Some(RelationKind::Met), Some(RelationKind::Rejected)] {
            for (on, since, until) in
                [(None, None, None), (Some("2025-08"), None, None), (None, Some("2025-08-17"), Some("2025"))]
            {
                let text = |value: Option<&str>| value.map(str::to_owned);
                let query = ActQuery {
                    source: text(source),
                    target: text(target),
                    relation,
                    on: text(on),
                    since: text(since),
                    until: text(until),
                    ..ActQuery::default()
                };
                let sought = Sought {
                    source: source.and_then(meant),
                    target: target.and_then(meant),
                    relation,
                    on: text(on),
                    since: text(since),
                    until: text(until),
                    ..Sought::default()
                };
                let whole: Vec<String> =
                    acts(&graph, &query).unwrap().into_iter().map(|act| act.id).collect();
                assert_eq!(
                    paged(|window| store.act_page(&sought, window).unwrap(), false),
                    whole,
                    "{query:?}"
                );
                let newest = paged(|window| store.act_page(&sought, window).unwrap(), true);
                assert_eq!(sorted(newest), sorted(whole), "{query:?}");
            }
        }
    }
    assert!(
        !acts(&graph, &ActQuery { source: Some("Trump".into()), ..ActQuery::default() }).unwrap().is_empty()
    );
    for stance in [None, Some(Stance::For), Some(Stance::Against)] {
        for on in [None, Some("2025-08-17".to_owned()), Some("2025".to_owned())] {
            let query = PositionQuery { stance, on: on.clone(), ..PositionQuery::default() };
            let whole = positions(&graph, &query).unwrap().into_iter().map(|position| position.id).collect();
            let sought = Sought { stance, on, ..Sought::default() };
            let pages = paged(|window| store.position_page(&sought, window).unwrap(), false);
            assert_eq!(
                pages,
                paged(|window| store.stance_page(&sought, window).unwrap(), false),
                "{query:?}"
            );
            assert_eq!(sorted(pages), sorted(whole), "{query:?}");
        }
    }
    let whole = positions(&graph, &PositionQuery::default()).unwrap();
    let some: Vec<String> = whole.iter().rev().step_by(2).map(|position| position.id.clone()).collect();
    let page = store.positions_of(&some).unwrap();
    assert_eq!((&page.ids, page.total), (&some, some.len()));
    for position in positions(&page.graph, &PositionQuery::default()).unwrap() {
        assert!(whole.contains(&position), "{position:?}");
    }
    for (title, on) in [
        (None, None),
        (Some("president"), None),
        (None, Some("2025-08")),
        (Some("prime minister"), Some("2025")),
    ] {
        let text = |value: Option<&str>| value.map(str::to_owned);
        let query = OfficeQuery { title: text(title), on: text(on), ..OfficeQuery::default() };
        let whole = offices(&graph, &query).unwrap().into_iter().map(|office| office.id).collect();
        let sought = Sought { title: text(title), on: text(on), ..Sought::default() };
        let pages = paged(|window| store.office_page(&sought, window).unwrap(), false);
        assert_eq!(sorted(pages), sorted(whole), "{query:?}");
    }
}

#[test]
fn a_part_of_a_graph_tells_of_its_facts_what_the_whole_tells() {
    let graph = Graph::from_records(with_hostile());
    let all = acts(&graph, &ActQuery::default()).unwrap();
    let some: Vec<_> = all.iter().step_by(3).cloned().collect();
    let part = graph.part(some.iter().map(|act| act.id.as_str()));
    assert_eq!(acts(&part, &ActQuery::default()).unwrap(), some);
    assert!(part.documents().count() <= graph.documents().count());
    assert!(graph.part(["entity/nobody"]).is_empty());
}

#[test]
fn names_topics_and_quotes_are_searched_by_words() {
    let (_folder, path) = place();
    store_of(&path, &GOLD);
    let store = Store::reader(&path).unwrap();
    let window = Window { offset: 0, limit: 50, newest: false };
    let found = store.search_names("volodymyr zel", window).unwrap();
    assert!(
        found.ids.iter().any(|id| id == "entity/volodymyr-zelenskyy" || id == "entity/volodymyr-zelensky"),
        "{:?}",
        found.ids
    );
    assert!(store.search_names("nobody at all", window).unwrap().ids.is_empty());
    // Signs that the index would take for operators are none.
    for hostile in ["\"", "a OR", "NEAR(", "*", "col:x", "-"] {
        store.search_names(hostile, window).unwrap();
        store.search_quotes(hostile, window).unwrap();
        store.search_topics(hostile, window).unwrap();
    }
    let quotes = store.search_quotes("security guarantees", window).unwrap();
    assert!(quotes.total > 0 && !quotes.ids.is_empty());
    let topics = store.search_topics("security guarantees", window).unwrap();
    assert!(topics.ids.iter().all(|id| topics.graph.node(id).is_some()) && !topics.ids.is_empty());
    let counts = store.counts().unwrap();
    assert_eq!(counts.articles, GOLD.len());
    let (articles, total) = store.articles(None, window).unwrap();
    assert_eq!((articles.len(), total), (GOLD.len().min(50), GOLD.len()));
}

#[test]
fn a_store_keeps_the_issues_of_its_whole_graph_until_claims_change() {
    let (_folder, path) = place();
    let mut store = store_of(&path, &GOLD);
    let whole = Issues::of(&Graph::from_records(GOLD.iter().cloned()));
    assert!(store.kept_issues().unwrap().is_none());
    assert_eq!(store.issues().unwrap(), whole);
    assert_eq!(store.kept_issues().unwrap().as_ref(), Some(&whole));
    assert_eq!(Store::reader(&path).unwrap().kept_issues().unwrap(), Some(whole));
    // What a part of the store tells by issue is what the whole tells.
    let graph = store.graph().unwrap();
    for (actor, topic) in [(None, None), (Some("Turkey"), None), (None, Some("ceasefire"))] {
        let query = PositionQuery {
            actor: actor.map(str::to_owned),
            topic: topic.map(str::to_owned),
            ..PositionQuery::default()
        };
        let part = store.positions(actor, topic).unwrap();
        let found = by_issue(positions(&part, &query).unwrap(), &store.issues_in(&part).unwrap());
        assert!(!found.is_empty(), "{query:?}");
        assert_eq!(
            found,
            by_issue(positions(&graph, &query).unwrap(), &store.issues().unwrap()),
            "{query:?}"
        );
    }
    // And on which of them two differ or agree, though only what both have positions on is read.
    let actors: Vec<&str> = graph
        .entities()
        .filter(|entity| entity.positions().count() > 2)
        .map(|entity| entity.name())
        .collect();
    let (mut told, issues) = (0, store.issues().unwrap());
    for (one, other) in
        actors.iter().enumerate().flat_map(|(k, one)| actors[..k].iter().map(move |o| (one, o)))
    {
        for asks in [Asks::Difference, Asks::Agreement] {
            let mut question = Question::new(asks, About::Positions);
            (question.actor, question.other) = (Some((*one).to_owned()), Some((*other).to_owned()));
            let part = store.asking().unwrap().part_by_issue(&question).unwrap();
            let found = compare_by_issue(&part, &store.issues_in(&part).unwrap(), &question).unwrap();
            let whole = compare_by_issue(&graph, &issues, &question).unwrap();
            assert_eq!(format!("{:?}", found.rows), format!("{:?}", whole.rows), "{one} and {other}");
            told += usize::from(!found.is_empty());
        }
    }
    assert!(told > 5, "{told} answers of {} actors", actors.len());
    store.forget(&[GOLD[0].document.id.clone()]).unwrap();
    assert!(store.kept_issues().unwrap().is_none());
    assert_eq!(store.issues().unwrap(), Issues::of(&Graph::from_records(GOLD[1..].iter().cloned())));
    // A run that was cut short leaves the issues of what was there before, which nobody is told.
    put(&mut store, &GOLD[..1], "");
    assert!(store.is_stale().unwrap() && store.kept_issues().unwrap().is_none());
    assert_eq!(store.issues().unwrap(), Issues::of(&store.graph().unwrap()));
}

#[test]
fn issues_of_a_store_that_may_not_be_written_are_worked_out_and_not_kept() {
    let (_folder, path) = place();
    drop(store_of(&path, &GOLD));
    let mut reader = Store::reader(&path).unwrap();
    assert_eq!(reader.issues().unwrap(), Issues::of(&Graph::from_records(GOLD.iter().cloned())));
    assert!(reader.kept_issues().unwrap().is_none());
}

#[test]
fn a_store_that_is_held_is_seen_as_it_was() {
    let (_folder, path) = place();
    let mut writer = store_of(&path, &GOLD[..3]);
    let (mut held, free) = (Store::reader(&path).unwrap(), Store::reader(&path).unwrap());
    held.hold().unwrap();
    let before = free.version().unwrap();
    put(&mut writer, &GOLD[3..6], "");
    writer.resolve().unwrap();
    assert_ne!(free.version().unwrap(), before);
    assert_eq!((held.counts().unwrap().articles, free.counts().unwrap().articles), (3, 6));
    assert_eq!(files(&held.graph().unwrap()), merged(&GOLD[..3]));
    assert!(held.batch().is_err(), "a reader writes nothing");
}

#[test]
fn a_store_of_an_older_version_is_brought_to_this_one() {
    let (_folder, path) = place();
    drop(store_of(&path, &GOLD));
    // Version 1 had the claims alone.
    let connection = Connection::open(&path).unwrap();
    let later = rows(
        &connection,
        "SELECT type || ' ' || name FROM sqlite_schema WHERE name NOT LIKE 'sqlite%' AND name NOT LIKE '%_search_%' \
         AND type IN ('table', 'view') AND name NOT IN ('store', 'strings', 'documents', 'readings', 'forms', \
         'appearances', 'quotes', 'office_claims', 'act_claims', 'position_claims', 'heads', 'rulings')",
    );
    for thing in later.iter().rev() {
        connection.execute_batch(&format!("DROP {thing}")).unwrap();
    }
    connection
        .execute_batch(
            "DROP INDEX documents_id; ALTER TABLE documents DROP COLUMN id; \
             ALTER TABLE documents DROP COLUMN story; ALTER TABLE documents DROP COLUMN publisher; \
             ALTER TABLE documents DROP COLUMN fields; ALTER TABLE documents DROP COLUMN modified; \
             ALTER TABLE documents DROP COLUMN corrects; ALTER TABLE documents DROP COLUMN numbered; \
             PRAGMA user_version = 1;",
        )
        .unwrap();
    drop(connection);
    let mut store = Store::open(&path).unwrap();
    assert!(store.is_stale().unwrap());
    store.resolve().unwrap();
    check_views(&path, &Graph::from_records(GOLD.iter().cloned()));
    let connection = Connection::open(&path).unwrap();
    assert_eq!(rows(&connection, "PRAGMA user_version"), ["7"]);
    assert!(
        !rows(&connection, "SELECT rowid FROM quotes_search WHERE quotes_search MATCH 'guarantees'")
            .is_empty()
    );
}

#[test]
fn what_is_no_store_or_a_newer_one_is_refused_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let refused = |name: &str, what: &str| {
        let before = std::fs::read(path(name)).unwrap();
        for opened in [Store::open(path(name)), Store::create(path(name))] {
            let error = opened.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Format, "{error}");
            assert!(error.to_string().contains(what) && error.to_string().contains(name), "{error}");
        }
        assert_eq!(std::fs::read(path(name)).unwrap(), before);
    };
    std::fs::write(path("graph.jsonld"), "{}").unwrap();
    assert!(!is_store(&path("graph.jsonld")));
    refused("graph.jsonld", "is no store");
    Connection::open(path("other.sqlite")).unwrap().execute_batch("CREATE TABLE mine (x);").unwrap();
    assert!(is_store(&path("other.sqlite")));
    refused("other.sqlite", "no store of demarche's");
    drop(store_of(&path("newer.sqlite"), &GOLD[..1]));
    Connection::open(path("newer.sqlite")).unwrap().pragma_update(None, "user_version", 99).unwrap();
    refused("newer.sqlite", "version 99");
    let mut damaged = std::fs::read(path("newer.sqlite")).unwrap();
    damaged[16..].fill(7);
    std::fs::write(path("damaged.sqlite"), damaged).unwrap();
    refused("damaged.sqlite", "");
    let error = Store::open(path("none.sqlite")).unwrap_err();
    assert!(error.to_string().contains("no such store"), "{error}");
    assert!(!path("none.sqlite").exists());
    let error = Store::create(path("no-folder/news.sqlite")).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Io);
    // An empty file, as mktemp makes it, becomes a store.
    std::fs::write(path("empty.sqlite"), "").unwrap();
    drop(Store::create(path("empty.sqlite")).unwrap());
    assert!(Store::open(path("empty.sqlite")).unwrap().graph().unwrap().is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn batches_graphs_repeats_and_removals_in_any_order_give_what_is_left_merged(
        records in prop::collection::vec(any_record(), 1..9),
        ways in prop::collection::vec(0..4usize, 9),
        forgotten in prop::collection::vec(0..9usize, 0..2),
        ruled in prop::collection::vec(0..RULINGS.len(), 0..3),
    ) {
        let ruled = rulings(&ruled);
        let merged = |records: &[&Record]| {
            let graph = Graph::from_records(records.iter().copied().cloned());
            files(&graph.with_rulings(ruled.clone()))
        };
        let (_folder, path) = place();
        let mut store = Store::create(&path).unwrap();
        for (record, way) in records.iter().zip(&ways) {
            match way {
                0 => put(&mut store, [record, record], ""),
                1 => put(&mut store, [record], ""),
                2 => {
                    put(&mut store, records.iter().rev(), "");
                    store.resolve().unwrap();
                }
                _ => {
                    let mut batch = store.batch().unwrap();
                    batch.merge(&Graph::from_records([record.clone()])).unwrap();
                    batch.commit().unwrap();
                }
            }
        }
        let mut batch = store.batch().unwrap();
        batch.rule(&ruled).unwrap();
        batch.commit().unwrap();
        prop_assert_eq!(files(&store.graph().unwrap()), merged(&records.iter().collect::<Vec<_>>()));
        let gone: Vec<String> =
            forgotten.iter().filter_map(|&i| records.get(i)).map(|r| r.document.id.clone()).collect();
        store.forget(&gone).unwrap();
        let all = Graph::from_records(records.iter().cloned()).with_rulings(ruled.clone());
        let graph = store.graph().unwrap();
        prop_assert_eq!(files(&graph), files(&all.without(&gone).unwrap().0));
        check_views(&path, &graph);
        check_questions(
            &store,
            &graph,
            &["Aliyev", "Ilham Aliyev", "baku", "wikidata:Q57291"],
            &["plan", "Donbas", "cession"],
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_order_split_and_repetition_of_real_records_gives_the_same_bytes(
        order in Just((0..22usize).collect::<Vec<_>>()).prop_shuffle(),
        again in prop::collection::vec(0..22usize, 0..6),
        size in 1..9usize,
    ) {
        let (_folder, path) = place();
        let mut store = Store::create(&path).unwrap();
        let all: Vec<usize> = order.into_iter().chain(again).collect();
        for batch in all.chunks(size) {
            put(&mut store, batch.iter().map(|&i| &GOLD[i]), "");
        }
        store.resolve().unwrap();
        prop_assert_eq!(files(&store.graph().unwrap()), merged(&*GOLD));
    }
}
