//! Documents taken out again, with the names and phrases that only they had.

use std::collections::BTreeSet;

use rusqlite::Connection;

use super::fault::{Fault, Result};
use super::strings::parsed;
use super::write;
use crate::error::{Error, ErrorKind};

/// Takes out the documents of these names or ids; gives how many that were. The resolved tables are left as they were.
pub(super) fn forget(connection: &Connection, names: &[String]) -> Result<usize> {
    let mut found: BTreeSet<i64> = BTreeSet::new();
    let mut select =
        connection.prepare_cached("SELECT document FROM documents WHERE name = ?1 OR id = ?1")?;
    for name in names {
        let documents =
            select.query_map([name], |row| row.get::<_, i64>(0))?.collect::<rusqlite::Result<Vec<_>>>()?;
        if documents.is_empty() {
            let message = format!(
                "there is no document '{name}'; a document is called as its article's file, without the ending"
            );
            return Err(Error::new(ErrorKind::Query, message).into());
        }
        found.extend(documents);
    }
    let mut loose = Loose::default();
    for &document in &found {
        loose.used_by(connection, document)?;
        write::delete(connection, document)?;
        connection.execute("DELETE FROM readings WHERE document = ?1", [document])?;
        connection.execute("DELETE FROM documents WHERE document = ?1", [document])?;
    }
    loose.remove(connection)?;
    connection.execute("UPDATE store SET stale = 1, removals = removals + 1", [])?;
    Ok(found.len())
}

/// Forms and strings that may be nobody's now.
#[derive(Default)]
struct Loose {
    forms: BTreeSet<i64>,
    strings: BTreeSet<i64>,
}

impl Loose {
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
