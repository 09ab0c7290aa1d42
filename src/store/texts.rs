//! The texts of documents, where they are kept. They decide nothing, so what follows from claims stays as it is.

use rusqlite::{Connection, OptionalExtension};

use super::fault::{Fault, Result};
use super::strings::{json, parsed};
use crate::schema::ArticleText;

/// The text of a document.
pub(super) fn of(connection: &Connection, document: i64) -> Result<Option<ArticleText>> {
    one(connection, "SELECT text, sentences FROM texts WHERE document = ?1", document)
}

/// The text of the document of an id.
pub(super) fn of_id(connection: &Connection, id: &str) -> Result<Option<ArticleText>> {
    one(connection, "SELECT text, sentences FROM texts JOIN documents USING (document) WHERE id = ?1", id)
}

fn one(connection: &Connection, query: &str, of: impl rusqlite::ToSql) -> Result<Option<ArticleText>> {
    let mut select = connection.prepare_cached(query)?;
    let found = select.query_row([of], |row| {
        Ok((row.get_ref(0)?.as_str()?.to_owned(), row.get_ref(1)?.as_str()?.to_owned()))
    });
    let Some((text, sentences)) = found.optional().map_err(Fault::from)? else { return Ok(None) };
    Ok(Some(ArticleText::new(text, parsed(&sentences)?)))
}

/// Keeps the text of a document.
pub(super) fn put(connection: &Connection, document: i64, text: &ArticleText) -> Result<()> {
    connection
        .prepare_cached("INSERT OR REPLACE INTO texts (document, text, sentences) VALUES (?1, ?2, ?3)")?
        .execute((document, text.as_str(), json(&text.sentences())))?;
    Ok(())
}

/// Forgets the text of a document.
pub(super) fn delete(connection: &Connection, document: i64) -> Result<()> {
    connection.prepare_cached("DELETE FROM texts WHERE document = ?1")?.execute([document])?;
    Ok(())
}
