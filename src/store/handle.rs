//! The store as its users have it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use rusqlite::{Connection, InterruptHandle, Transaction, TransactionBehavior};
use serde_json::Value;

use super::fault::{Fault, Result as Inner};
use super::select::{ActFilter, Asking};
use super::strings::{Numbers, Texts, json};
use super::{file, forget, read, resolve, select, texts, versions, write};
use crate::error::Result;
use crate::graph::{self, DocumentKey, Forgotten, Graph, Part, Ruling, Rulings, Version};
use crate::schema::{ArticleText, Document, Record};

/// A graph in an SQLite database.
///
/// One process writes at a time, and any number may read meanwhile; each sees whole transactions.
#[derive(Debug)]
pub struct Store {
    pub(super) connection: Connection,
    pub(super) path: PathBuf,
    numbers: Numbers,
}

/// Where a record comes from: told, an article need not be read again.
#[derive(Debug, Clone, Copy)]
pub struct Origin<'a> {
    /// What read the article, in words that change with anything that may make it read otherwise; not empty.
    pub reader: &'a str,
    /// The article's entry in the catalogue as it was before it was read, which may have added a date or a title.
    pub entry: &'a Document,
}

/// Ends a question to a store that takes too long.
pub struct Stopper(InterruptHandle);

impl Stopper {
    /// Whatever is read from the store right now ends with an error.
    pub fn stop(&self) {
        self.0.interrupt();
    }
}

/// Changes that go in together or, when it is dropped without [`Batch::commit`], not at all.
#[derive(Debug)]
pub struct Batch<'s> {
    transaction: Transaction<'s>,
    numbers: &'s mut Numbers,
    path: &'s Path,
    changed: bool,
}

impl Store {
    /// Opens the store at `path`. Where nothing may be written there, it can still be read.
    ///
    /// # Errors
    /// [`ErrorKind::Io`](crate::ErrorKind::Io) when there is none or it cannot be read;
    /// [`ErrorKind::Format`](crate::ErrorKind::Format) when the file is no store, is damaged, or is of a newer version.
    pub fn open(path: impl Into<PathBuf>) -> Result<Self> {
        Self::opened(path.into(), false)
    }

    /// Opens the store at `path` for writing, and makes it when there is none.
    ///
    /// # Errors
    /// Those of [`Store::open`]; [`ErrorKind::Io`](crate::ErrorKind::Io) when it may not be written.
    pub fn create(path: impl Into<PathBuf>) -> Result<Self> {
        Self::opened(path.into(), true)
    }

    /// Opens the store at `path` for reading alone: it is not brought to this version either.
    ///
    /// # Errors
    /// Those of [`Store::open`].
    pub fn reader(path: impl Into<PathBuf>) -> Result<Self> {
        let path = path.into();
        match file::reader(&path) {
            Ok(connection) => Ok(Self { connection, path, numbers: Numbers::default() }),
            Err(fault) => Err(fault.at(&path)),
        }
    }

    /// From now on the store is seen as it is now, whatever others write, until it is dropped. Writers go on meanwhile;
    /// what they write takes place on the disk twice until then.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn hold(&self) -> Result<()> {
        let hold = || -> Inner<()> {
            if self.connection.is_autocommit() {
                self.connection.execute_batch("BEGIN")?;
            }
            // The transaction begins with the first that is read.
            Ok(self.connection.query_row("SELECT stale FROM store", [], |_| Ok(()))?)
        };
        hold().map_err(|fault| fault.at(&self.path))
    }

    /// A number that is another one after somebody else has written to the store.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn version(&self) -> Result<i64> {
        let version = self.connection.pragma_query_value(None, "data_version", |row| row.get(0));
        version.map_err(|error| Fault::from(error).at(&self.path))
    }

    /// What ends a question to the store from another thread.
    pub fn stopper(&self) -> Stopper {
        Stopper(self.connection.get_interrupt_handle())
    }

    fn opened(path: PathBuf, create: bool) -> Result<Self> {
        match file::open(&path, create) {
            Ok(connection) => Ok(Self { connection, path, numbers: Numbers::default() }),
            Err(fault) => Err(fault.at(&path)),
        }
    }

    /// Whether a record of this origin is in already: the article need not be read again.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn has(&self, origin: Origin<'_>) -> Result<bool> {
        has(&self.connection, origin).map_err(|fault| fault.at(&self.path))
    }

    /// Begins a transaction.
    ///
    /// # Errors
    /// When the store may not be written, or another process has been writing to it for half a minute.
    pub fn batch(&mut self) -> Result<Batch<'_>> {
        let Self { connection, path, numbers } = self;
        let transaction = connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(|error| Fault::from(error).at(path))?;
        numbers.begin(&transaction).map_err(|fault| fault.at(path))?;
        Ok(Batch { transaction, numbers, path, changed: false })
    }

    /// The graph of all that is in the store: the same as if its records had been merged in memory.
    ///
    /// # Errors
    /// When the store cannot be read or is damaged.
    pub fn graph(&self) -> Result<Graph> {
        // One transaction, so that no other process changes the claims half way.
        let load = || -> Inner<Graph> {
            let _transaction = file::snapshot(&self.connection)?;
            Ok(Graph::from_claims(read::claims(&self.connection)?))
        };
        load().map_err(|fault| fault.at(&self.path))
    }

    /// The part of the graph that a question about offices needs: those of a title with these words whose holder and body
    /// may be what these names mean, with their evidence, and the entities that the names may mean; when a name means none, those with the nearest
    /// names. It is read from the tables by index, in little time however large the store.
    ///
    /// # Errors
    /// Those of [`Store::graph`].
    pub fn offices(&self, holder: Option<&str>, of: Option<&str>, title: Option<&str>) -> Result<Graph> {
        self.part(|connection| select::offices(connection, holder, of, title))
    }

    /// The part of the graph that a question about positions needs, as [`Store::offices`].
    ///
    /// # Errors
    /// Those of [`Store::graph`].
    pub fn positions(&self, actor: Option<&str>, topic: Option<&str>) -> Result<Graph> {
        self.part(|connection| select::positions(connection, actor, topic))
    }

    /// The part of the graph that a question about acts needs, as [`Store::offices`].
    ///
    /// # Errors
    /// Those of [`Store::graph`].
    pub fn acts(&self, filter: &ActFilter<'_>) -> Result<Graph> {
        self.part(|connection| select::acts(connection, filter))
    }

    /// Begins to ask a question in English, of which each reading needs a part of the graph.
    ///
    /// Parts come from the resolved tables, which are behind the claims while the store [is stale](Store::is_stale): then
    /// the whole [graph](Store::graph) is to be asked.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn asking(&self) -> Result<Asking<'_>> {
        Asking::new(&self.connection, &self.path).map_err(|fault| fault.at(&self.path))
    }

    /// The text of the document of an id (`document/…`), where it is kept.
    ///
    /// # Errors
    /// When the store cannot be read or is damaged.
    pub fn text(&self, document: &str) -> Result<Option<ArticleText>> {
        texts::of_id(&self.connection, document).map_err(|fault| fault.at(&self.path))
    }

    /// The latest date of a document, ISO 8601 at the granularity known.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn newest(&self) -> Result<Option<String>> {
        select::newest(&self.connection).map_err(|fault| fault.at(&self.path))
    }

    fn part(&self, select: impl FnOnce(&Connection) -> Inner<Graph>) -> Result<Graph> {
        // The resolved tables are as they were before a run that was cut short; the claims are as they are.
        if self.is_stale()? {
            return self.graph();
        }
        self.read(select)
    }

    /// Reads several things as they are at one time.
    pub(super) fn read<T>(&self, read: impl FnOnce(&Connection) -> Inner<T>) -> Result<T> {
        let load = || {
            let _transaction = file::snapshot(&self.connection)?;
            read(&self.connection)
        };
        load().map_err(|fault| fault.at(&self.path))
    }

    /// What users have ruled on who is who.
    ///
    /// # Errors
    /// When the store cannot be read or is damaged.
    pub fn rulings(&self) -> Result<Rulings> {
        read::rulings(&self.connection).map_err(|fault| fault.at(&self.path))
    }

    /// Whether claims were changed since the resolved tables were computed.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn is_stale(&self) -> Result<bool> {
        let stale = self.connection.query_row("SELECT stale FROM store", [], |row| row.get(0));
        stale.map_err(|error| Fault::from(error).at(&self.path))
    }

    /// Computes the resolved tables anew where claims were changed since: who is who, which claims are one fact. All in one
    /// transaction; readers see what was before until it is done.
    ///
    /// # Errors
    /// When the store cannot be read or written, or is damaged.
    pub fn resolve(&mut self) -> Result<()> {
        if !self.is_stale()? {
            return Ok(());
        }
        let batch = self.batch()?;
        resolve::resolve(&batch.transaction).map_err(|fault| fault.at(batch.path))?;
        batch.commit()
    }

    /// Takes articles out with all their versions, by the names that their readers gave them or by their ids in the graph,
    /// with all that rests on them alone: what is left is as if they had never been put in. Gives how many were taken out.
    ///
    /// # Errors
    /// [`ErrorKind::Query`](crate::ErrorKind::Query) when one of them is not in the store; nothing is taken out then.
    /// Otherwise those of [`Store::resolve`].
    pub fn forget(&mut self, documents: &[String]) -> Result<Forgotten> {
        let batch = self.batch()?;
        let work = || -> Inner<Forgotten> {
            let forgotten = forget::forget(&batch.transaction, documents)?;
            resolve::resolve(&batch.transaction)?;
            Ok(forgotten)
        };
        let forgotten = work().map_err(|fault| fault.at(batch.path))?;
        batch.commit()?;
        Ok(forgotten)
    }

    /// The names of the articles that have taken the place of an earlier text of theirs, in order.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn replacing(&self) -> Result<Vec<String>> {
        let names = || -> Inner<Vec<String>> {
            let mut select = self.connection.prepare_cached(
                "SELECT DISTINCT version, name, sha256 FROM versions WHERE NOT EXISTS \
                 (SELECT 1 FROM documents d WHERE d.name = versions.name AND d.sha256 = versions.sha256)",
            )?;
            let mut rows = select.query([])?;
            let mut names = BTreeSet::new();
            while let Some(row) = rows.next()? {
                let (id, sha256): (String, String) = (row.get(1)?, row.get(2)?);
                let key = DocumentKey { id: id.into(), sha256: sha256.into() };
                let held = versions::held(&versions::of(&self.connection, &key)?);
                names.extend(held.map(|key| key.id.to_string()));
            }
            Ok(names.into_iter().collect())
        };
        names().map_err(|fault| fault.at(&self.path))
    }
}

impl Batch<'_> {
    /// Adds what one article says.
    ///
    /// Where its origin is told, the record takes the place of what other known readers said of the article; where it
    /// is not, it is joined to what is there.
    ///
    /// # Errors
    /// When the store cannot be written. The batch should be dropped then.
    pub fn put(&mut self, record: Record, origin: Option<Origin<'_>>) -> Result<()> {
        let (key, part) = graph::read_record(record);
        let mut put = || {
            versions::add(&self.transaction, &Version::of(&part.document))?;
            self.put_part(&key, part.clone(), origin)
        };
        put().map_err(|fault| fault.at(self.path))
    }

    /// Adds all that a graph says.
    ///
    /// # Errors
    /// When the store cannot be written. The batch should be dropped then.
    pub fn merge(&mut self, graph: &Graph) -> Result<()> {
        let claims = graph::claims(graph);
        self.rule(graph.rulings())?;
        let mut put = || -> Inner<()> {
            for version in &claims.versions {
                versions::add(&self.transaction, version)?;
            }
            for (key, part) in &claims.documents {
                self.put_part(key, part.clone(), None)?;
            }
            Ok(())
        };
        put().map_err(|fault| fault.at(self.path))
    }

    /// Adds what a user rules on who is who to what was ruled before.
    ///
    /// # Errors
    /// When the store cannot be written. The batch should be dropped then.
    pub fn rule(&mut self, rulings: &Rulings) -> Result<()> {
        let mut add = || -> Inner<()> {
            let mut insert = self
                .transaction
                .prepare_cached("INSERT OR IGNORE INTO rulings (kind, one, other) VALUES (?1, ?2, ?3)")?;
            for Ruling { kind, names: [one, other] } in rulings.iter() {
                self.changed |= insert.execute((kind.as_str(), &**one, &**other))? > 0;
            }
            Ok(())
        };
        add().map_err(|fault| fault.at(self.path))
    }

    /// Ends the transaction: what was put in is on the disk.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn commit(self) -> Result<()> {
        let Self { transaction, path, numbers, changed } = self;
        let end = || -> Inner<()> {
            if changed {
                transaction.execute("UPDATE store SET stale = 1 WHERE stale = 0", [])?;
            }
            Ok(transaction.commit()?)
        };
        end().map_err(|fault| fault.at(path))?;
        numbers.keep();
        Ok(())
    }

    /// Adds what a document says whose versions are in.
    fn put_part(&mut self, key: &DocumentKey, part: Part, origin: Option<Origin<'_>>) -> Inner<()> {
        let Self { transaction, numbers, .. } = self;
        // Records of unknown origin leave a mark without an entry: another of the same article may say more.
        let (reader, entry) =
            origin.map_or(("", String::new()), |origin| (origin.reader, json(origin.entry)));
        let article = versions::of(transaction, key)?;
        let held = versions::held(&article).unwrap_or_else(|| key.clone());
        self.changed |= versions::settle(transaction, &article, &held)?;
        if held != *key {
            transaction
                .prepare_cached(
                    "INSERT OR IGNORE INTO replaced (name, sha256, reader, entry) VALUES (?1, ?2, ?3, ?4)",
                )?
                .execute((&*key.id, &*key.sha256, reader, entry))?;
            return Ok(());
        }
        let document = match read::find(transaction, &key.id, &key.sha256)? {
            None => {
                let Document {
                    id,
                    date,
                    modified,
                    title,
                    url,
                    publisher,
                    fields,
                    corrects,
                    numbered,
                    sha256,
                    sketch,
                } = &part.document;
                let (fields, sketch) =
                    (fields_column(fields), sketch.as_ref().map(|sketch| sketch.to_string()));
                let document = transaction
                    .prepare_cached(
                        "INSERT INTO documents (name, sha256, date, title, url, publisher, fields, sketch, modified, \
                         corrects, numbered) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
                    )?
                    .insert((
                        id, sha256, date, title, url, publisher, fields, sketch, modified, corrects, numbered,
                    ))?;
                write::insert(transaction, numbers, document, &part)?;
                if let Some(text) = &part.text {
                    texts::put(transaction, document, text)?;
                }
                self.changed = true;
                document
            }
            Some((document, there)) => {
                let replaced = others(transaction, document, origin)?;
                let mut old = read::part(transaction, &mut Texts::default(), document, there)?;
                let mut new = part;
                // Whoever reads it anew on the same day without keeping its text has not asked for it to be forgotten.
                let text = new.text_with(&old);
                if !replaced || new.when() < old.when() {
                    new.join(old.clone());
                }
                let kept = old.text.take();
                new.text = None;
                match &text {
                    Some(text) if kept.as_ref() != Some(text) => texts::put(transaction, document, text)?,
                    None if kept.is_some() => texts::delete(transaction, document)?,
                    _ => {}
                }
                if new != old {
                    let Document {
                        date,
                        modified,
                        title,
                        url,
                        publisher,
                        fields,
                        corrects,
                        numbered,
                        sketch,
                        ..
                    } = &new.document;
                    let (fields, sketch) =
                        (fields_column(fields), sketch.as_ref().map(|sketch| sketch.to_string()));
                    transaction
                        .prepare_cached(
                            "UPDATE documents SET date = ?2, title = ?3, url = ?4, publisher = ?5, fields = ?6, \
                             sketch = ?7, modified = ?8, corrects = ?9, numbered = ?10 WHERE document = ?1",
                        )?
                        .execute((
                            document, date, title, url, publisher, fields, sketch, modified, corrects,
                            numbered,
                        ))?;
                    write::unindex(transaction, document)?;
                    write::delete(transaction, document)?;
                    write::insert(transaction, numbers, document, &new)?;
                    self.changed = true;
                }
                document
            }
        };
        self.transaction
            .prepare_cached("INSERT OR IGNORE INTO readings (document, reader, entry) VALUES (?1, ?2, ?3)")?
            .execute((document, reader, entry))?;
        Ok(())
    }
}

/// The column of the other fields; none where there are none.
fn fields_column(fields: &BTreeMap<String, Value>) -> Option<String> {
    (!fields.is_empty()).then(|| json(fields))
}

fn has(connection: &Connection, Origin { reader, entry }: Origin<'_>) -> Inner<bool> {
    let mut select = connection.prepare_cached(
        "SELECT 1 FROM documents JOIN readings USING (document) \
         WHERE name = ?1 AND sha256 = ?2 AND reader = ?3 AND entry = ?4 \
         UNION ALL SELECT 1 FROM replaced WHERE name = ?1 AND sha256 = ?2 AND reader = ?3 AND entry = ?4",
    )?;
    Ok(select.exists((&entry.id, &entry.sha256, reader, json(entry)))?)
}

/// Takes away the marks of other readers where the origin is known and so are they: whether there were any, and nothing
/// else.
fn others(connection: &Connection, document: i64, origin: Option<Origin<'_>>) -> Inner<bool> {
    let Some(Origin { reader, .. }) = origin else { return Ok(false) };
    let mut select = connection.prepare_cached("SELECT DISTINCT reader FROM readings WHERE document = ?1")?;
    let readers =
        select.query_map([document], |row| row.get(0))?.collect::<rusqlite::Result<Vec<String>>>()?;
    let all_others = !readers.is_empty() && readers.iter().all(|other| !other.is_empty() && other != reader);
    if all_others {
        connection.prepare_cached("DELETE FROM readings WHERE document = ?1")?.execute([document])?;
    }
    Ok(all_others)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorKind;

    fn record(name: String) -> Record {
        let document = Document { id: name, ..Document::default() };
        Record { document, ..Record::default() }
    }

    /// Puts records in until it fails.
    fn fill(store: &mut Store) -> Result<()> {
        let mut batch = store.batch()?;
        for i in 0..100_000 {
            batch.put(record(format!("{i} {}", "x".repeat(1000))), None)?;
        }
        batch.commit()
    }

    #[test]
    fn a_full_disk_is_told_and_what_was_committed_stays() {
        let folder = tempfile::tempdir().unwrap();
        let mut store = Store::create(folder.path().join("news.sqlite")).unwrap();
        let mut batch = store.batch().unwrap();
        batch.put(record("first".to_owned()), None).unwrap();
        batch.commit().unwrap();
        // SQLite's own limit gives the error that a full disk gives.
        store.connection.pragma_update(None, "max_page_count", 300).unwrap();
        let error = fill(&mut store).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Io);
        assert!(error.to_string().contains("news.sqlite: there is no space left"), "{error}");
        store.resolve().unwrap();
        assert_eq!(store.graph().unwrap().documents().count(), 1);
        store.connection.pragma_update(None, "max_page_count", 1_000_000).unwrap();
        let mut batch = store.batch().unwrap();
        batch.put(record("second".to_owned()), None).unwrap();
        batch.commit().unwrap();
        assert_eq!(store.graph().unwrap().documents().count(), 2);
    }

    #[test]
    fn a_store_that_may_not_be_written_says_so() {
        let folder = tempfile::tempdir().unwrap();
        let mut store = Store::create(folder.path().join("news.sqlite")).unwrap();
        store.connection.pragma_update(None, "query_only", true).unwrap();
        let error = fill(&mut store).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Io);
        assert!(error.to_string().contains("must be writable"), "{error}");
    }

    #[test]
    fn a_second_writer_waits_and_is_told_when_that_takes_too_long() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("news.sqlite");
        let (mut one, mut other) = (Store::create(&path).unwrap(), Store::create(&path).unwrap());
        other.connection.busy_timeout(std::time::Duration::from_millis(20)).unwrap();
        let batch = one.batch().unwrap();
        let error = other.batch().unwrap_err();
        assert!(error.to_string().contains("another program is writing"), "{error}");
        batch.commit().unwrap();
        other.batch().unwrap().commit().unwrap();
    }

    #[test]
    fn numbers_given_by_two_writers_in_turn_agree() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("news.sqlite");
        let (mut one, mut other) = (Store::create(&path).unwrap(), Store::create(&path).unwrap());
        let entity = |name: &str| crate::schema::Entity {
            id: name.to_owned(),
            kind: crate::schema::EntityType::Group,
            name: name.to_owned(),
            same_as: Vec::new(),
            mentions: Vec::new(),
        };
        let mut all = Vec::new();
        let names = ["rebels", "miners", "rebels", "farmers", "miners", "rebels"];
        for (i, name) in names.into_iter().enumerate() {
            let record = Record { entities: vec![entity(name)], ..record(i.to_string()) };
            all.push(record.clone());
            let store = if i % 2 == 0 { &mut one } else { &mut other };
            let mut batch = store.batch().unwrap();
            batch.put(record, None).unwrap();
            batch.commit().unwrap();
            // What is taken out gives its numbers back, and whoever remembers them must forget them.
            if i == 3 {
                one.forget(&["1".to_owned(), "3".to_owned()]).unwrap();
                all.retain(|record| !["1", "3"].contains(&record.document.id.as_str()));
            }
        }
        let names = |graph: &Graph| graph.entities().map(|e| format!("{:?}", e.node())).collect::<Vec<_>>();
        assert_eq!(names(&one.graph().unwrap()), names(&Graph::from_records(all)));
    }
}
