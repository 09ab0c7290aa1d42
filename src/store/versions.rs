//! Which text of an article holds: the graph decides, here are the versions that it decides between.

use std::collections::BTreeSet;

use rusqlite::Connection;

use super::fault::{Fault, Result};
use super::strings::{json, parsed};
use super::{read, texts, write};
use crate::graph::{DocumentKey, Version, address, articles, holding};

/// Adds a version that was read.
pub(super) fn add(connection: &Connection, version: &Version) -> Result<()> {
    connection
        .prepare_cached(
            "INSERT OR IGNORE INTO versions (version, name, sha256, numbered, address) VALUES (?1, ?2, ?3, ?4, ?5)",
        )?
        .execute((
            json(version),
            &*version.id,
            &*version.sha256,
            version.numbered,
            version.url.as_deref().and_then(address),
        ))?;
    Ok(())
}

/// All versions in the store.
pub(super) fn all(connection: &Connection) -> Result<BTreeSet<Version>> {
    select(connection, "SELECT version FROM versions", [])
}

fn select(connection: &Connection, query: &str, values: impl rusqlite::Params) -> Result<BTreeSet<Version>> {
    let mut select = connection.prepare_cached(query)?;
    let mut rows = select.query(values)?;
    let mut versions = BTreeSet::new();
    while let Some(row) = rows.next()? {
        versions.insert(parsed(row.get_ref(0)?.as_str().map_err(Fault::damaged)?)?);
    }
    Ok(versions)
}

/// All versions of the article that a document is a text of.
pub(super) fn of(connection: &Connection, key: &DocumentKey) -> Result<BTreeSet<Version>> {
    let same_text = "SELECT version FROM versions WHERE name = ?1 AND sha256 = ?2";
    let mut found = BTreeSet::new();
    let mut open: Vec<Version> =
        select(connection, same_text, (&*key.id, &*key.sha256))?.into_iter().collect();
    while let Some(version) = open.pop() {
        if !found.insert(version.clone()) {
            continue;
        }
        open.extend(select(connection, same_text, (&*version.id, &*version.sha256))?);
        if let Some(name) = version.name() {
            let query = "SELECT version FROM versions WHERE name = ?1 AND numbered = 0";
            open.extend(select(connection, query, [name])?);
        }
        if let Some(address) = version.address() {
            open.extend(select(connection, "SELECT version FROM versions WHERE address = ?1", [address])?);
        }
        open.retain(|other| !found.contains(other));
    }
    Ok(found)
}

/// The document whose text holds among the versions of one article.
pub(super) fn held(versions: &BTreeSet<Version>) -> Option<DocumentKey> {
    holding(&versions.iter().collect::<Vec<_>>()).map(Version::key)
}

/// Takes out what the texts of one article say that hold no longer: whether any of them was there.
pub(super) fn settle<'v>(
    connection: &Connection,
    versions: impl IntoIterator<Item = &'v Version>,
    held: &DocumentKey,
) -> Result<bool> {
    let keys: BTreeSet<DocumentKey> = versions.into_iter().map(Version::key).collect();
    let mut any = false;
    for key in keys.iter().filter(|key| *key != held) {
        let Some((document, _)) = read::find(connection, &key.id, &key.sha256)? else { continue };
        write::unindex(connection, document)?;
        write::delete(connection, document)?;
        texts::delete(connection, document)?;
        connection
            .prepare_cached(
                "INSERT OR IGNORE INTO replaced SELECT name, sha256, reader, entry FROM readings \
                 JOIN documents USING (document) WHERE document = ?1",
            )?
            .execute([document])?;
        connection.prepare_cached("DELETE FROM readings WHERE document = ?1")?.execute([document])?;
        connection.prepare_cached("DELETE FROM documents WHERE document = ?1")?.execute([document])?;
        any = true;
    }
    Ok(any)
}

/// Tells the versions of a store from before they were told, and lets the earlier ones go.
pub(super) fn begin(connection: &Connection) -> Result<()> {
    for (_, document) in read::documents(connection)? {
        add(connection, &Version::of(&document))?;
    }
    let versions = all(connection)?;
    for article in articles(&versions).into_iter().filter(|article| article.len() > 1) {
        if let Some(held) = holding(&article) {
            settle(connection, article.iter().copied(), &held.key())?;
        }
    }
    Ok(())
}
