//! Documents taken out again, with the names and phrases that only they had.

use std::collections::BTreeSet;

use rusqlite::{Connection, Row};

use super::fault::{Fault, Result};
use super::strings::parsed;
use super::{read, texts, versions, write};
use crate::error::{Error, ErrorKind};
use crate::graph::{DocumentKey, Forgotten, Version, texts};

/// Takes out the articles of these names or ids with all their versions. The resolved tables are left as they were.
pub(super) fn forget(connection: &Connection, names: &[String]) -> Result<Forgotten> {
    let mut gone: BTreeSet<Version> = BTreeSet::new();
    let mut forgotten = Forgotten { articles: 0, versions: 0 };
    let mut select = connection.prepare_cached(
        "SELECT name, sha256 FROM versions WHERE name = ?1 UNION SELECT name, sha256 FROM documents WHERE id = ?1",
    )?;
    for name in names {
        let key = |row: &Row<'_>| {
            let (id, sha256): (String, String) = (row.get(0)?, row.get(1)?);
            Ok(DocumentKey { id: id.into(), sha256: sha256.into() })
        };
        let keys = select.query_map([name], key)?.collect::<rusqlite::Result<Vec<_>>>()?;
        if keys.is_empty() {
            let message = format!(
                "there is no document '{name}'; a document is called as its article's file, without the ending"
            );
            return Err(Error::new(ErrorKind::Query, message).into());
        }
        for key in keys {
            let article = versions::of(connection, &key)?;
            if article.is_disjoint(&gone) {
                forgotten.articles += 1;
                forgotten.versions += texts(&article);
            }
            gone.extend(article);
        }
    }
    let mut loose = Loose::default();
    // Forms and strings that only texts had which hold no longer stand there still.
    if connection.query_row("SELECT EXISTS (SELECT 1 FROM replaced)", [], |row| row.get(0))? {
        loose.all(connection)?;
    }
    for version in &gone {
        if let Some((document, _)) = read::find(connection, &version.id, &version.sha256)? {
            loose.used_by(connection, document)?;
            write::delete(connection, document)?;
            texts::delete(connection, document)?;
            connection.execute("DELETE FROM readings WHERE document = ?1", [document])?;
            connection.execute("DELETE FROM documents WHERE document = ?1", [document])?;
        }
        for table in ["versions", "replaced"] {
            let delete = format!("DELETE FROM {table} WHERE name = ?1 AND sha256 = ?2");
            connection.execute(&delete, (&*version.id, &*version.sha256))?;
        }
    }
    loose.remove(connection)?;
    // Words that are deleted one by one leave their traces in the index.
    connection.execute("INSERT INTO quotes_search (quotes_search) VALUES ('rebuild')", [])?;
    connection.execute("UPDATE store SET stale = 1, removals = removals + 1", [])?;
    Ok(forgotten)
}

/// Forms and strings that may be nobody's now.
#[derive(Default)]
struct Loose {
    forms: BTreeSet<i64>,
    strings: BTreeSet<i64>,
}

impl Loose {
    /// Adds all that there are.
    fn all(&mut self, connection: &Connection) -> Result<()> {
        for (table, column, set) in
            [("forms", "form", &mut self.forms), ("strings", "string", &mut self.strings)]
        {
            let mut select = connection.prepare(&format!("SELECT {column} FROM {table}"))?;
            set.extend(select.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<Vec<i64>>>()?);
        }
        Ok(())
    }

    /// Adds all that a document uses.
    fn used_by(&mut self, connection: &Connection, document: i64) -> Result<()> {
        let (forms, strings) = (&mut self.forms, &mut self.strings);
        let of = format!("WHERE document = {document}");
        used(connection, &of, |form| _ = forms.insert(form), |string| _ = strings.insert(string))?;
        for form in forms.iter() {
            form_strings(connection, &format!("WHERE form = {form}"), |string| _ = strings.insert(string))?;
        }
        Ok(())
    }

    /// Takes out what no document uses.
    fn remove(mut self, connection: &Connection) -> Result<()> {
        let (forms, strings) = (&mut self.forms, &mut self.strings);
        used(connection, "", |form| _ = forms.remove(&form), |string| _ = strings.remove(&string))?;
        for form in forms.iter() {
            connection.execute("DELETE FROM forms WHERE form = ?1", [form])?;
        }
        form_strings(connection, "", |string| _ = strings.remove(&string))?;
        for string in strings.iter() {
            connection.execute("DELETE FROM strings WHERE string = ?1", [string])?;
        }
        Ok(())
    }
}

/// Tells the forms and the strings in the claims of the documents that a condition names.
fn used(
    connection: &Connection,
    condition: &str,
    mut form: impl FnMut(i64),
    mut string: impl FnMut(i64),
) -> Result<()> {
    let mut select = connection.prepare(&format!("SELECT form, mentions FROM appearances {condition}"))?;
    let mut rows = select.query([])?;
    while let Some(row) = rows.next()? {
        form(row.get(0)?);
        let mentions = row.get_ref(1)?.as_str().map_err(Fault::damaged)?;
        for (_, _, text) in parsed::<Vec<(usize, usize, i64)>>(mentions)? {
            string(text);
        }
    }
    for column in ["title FROM office_claims", "phrase FROM act_claims", "phrase FROM position_claims"]
        .into_iter()
        .chain(["topic FROM heads", "head FROM heads"])
    {
        let mut select = connection.prepare(&format!("SELECT {column} {condition}"))?;
        let mut rows = select.query([])?;
        while let Some(row) = rows.next()? {
            row.get::<_, Option<i64>>(0)?.into_iter().for_each(&mut string);
        }
    }
    Ok(())
}

/// Tells the strings in the forms that a condition names.
fn form_strings(connection: &Connection, condition: &str, mut string: impl FnMut(i64)) -> Result<()> {
    let mut select = connection.prepare(&format!("SELECT local, readings FROM forms {condition}"))?;
    let mut rows = select.query([])?;
    while let Some(row) = rows.next()? {
        string(row.get(0)?);
        let readings = row.get_ref(1)?.as_str().map_err(Fault::damaged)?;
        for (_, name, _) in parsed::<Vec<(String, i64, Vec<String>)>>(readings)? {
            string(name);
        }
    }
    Ok(())
}
