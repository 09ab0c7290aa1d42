//! Texts by number and numbers by text. Names, phrases and titles come again and again; each is kept once.

use std::collections::HashMap;
use std::sync::Arc;

use rusqlite::{Connection, OptionalExtension};

use super::fault::{Fault, Result};
use crate::graph::{Reading, Readings};
use crate::schema::EntityType;

/// The most entries that are remembered while writing, so that memory does not grow with the store.
const REMEMBERED: usize = 1 << 20;

/// From texts to numbers, made where there is none.
#[derive(Debug, Default)]
pub(super) struct Numbers {
    strings: HashMap<Arc<str>, i64>,
    forms: HashMap<(i64, String), i64>,
    /// `store.removals` when the numbers were right.
    removals: i64,
    /// Whether a transaction that has not been committed may have given some of them.
    pending: bool,
}

impl Numbers {
    /// Begins a transaction: forgets what an earlier one gave that was not committed, and all where something was taken
    /// out of the store since, perhaps by another process.
    pub fn begin(&mut self, connection: &Connection) -> Result<()> {
        let removals = connection.query_row("SELECT removals FROM store", [], |row| row.get(0))?;
        if self.pending || removals != self.removals {
            *self = Self { removals, ..Self::default() };
        }
        self.pending = true;
        Ok(())
    }

    /// The transaction was committed: its numbers are good.
    pub fn keep(&mut self) {
        self.pending = false;
    }

    pub fn string(&mut self, connection: &Connection, text: &str) -> Result<i64> {
        if let Some(&number) = self.strings.get(text) {
            return Ok(number);
        }
        let mut find = connection.prepare_cached("SELECT string FROM strings WHERE text = ?1")?;
        let number = match find.query_row([text], |row| row.get(0)).optional()? {
            Some(number) => number,
            None => connection.prepare_cached("INSERT INTO strings (text) VALUES (?1)")?.insert([text])?,
        };
        if self.strings.len() >= REMEMBERED {
            self.strings.clear();
        }
        self.strings.insert(text.into(), number);
        Ok(number)
    }

    pub fn form(&mut self, connection: &Connection, local: &str, readings: &Readings) -> Result<i64> {
        let local = self.string(connection, local)?;
        let mut form: Vec<(&str, i64, Vec<&str>)> = Vec::with_capacity(readings.len());
        for Reading { kind, name, same_as } in readings {
            let name = self.string(connection, name)?;
            form.push((kind.as_str(), name, same_as.iter().map(|id| &**id).collect()));
        }
        let key = (local, json(&form));
        if let Some(&number) = self.forms.get(&key) {
            return Ok(number);
        }
        let mut find =
            connection.prepare_cached("SELECT form FROM forms WHERE local = ?1 AND readings = ?2")?;
        let number = match find.query_row((key.0, &key.1), |row| row.get(0)).optional()? {
            Some(number) => number,
            None => connection
                .prepare_cached("INSERT INTO forms (local, readings) VALUES (?1, ?2)")?
                .insert((key.0, &key.1))?,
        };
        if self.forms.len() >= REMEMBERED {
            self.forms.clear();
        }
        self.forms.insert(key, number);
        Ok(number)
    }
}

/// From numbers to texts; each text is in memory once.
#[derive(Default)]
pub(super) struct Texts {
    strings: HashMap<i64, Arc<str>>,
    forms: HashMap<i64, (Arc<str>, Readings)>,
    identifiers: HashMap<String, Arc<str>>,
}

impl Texts {
    pub fn string(&mut self, connection: &Connection, number: i64) -> Result<Arc<str>> {
        if let Some(text) = self.strings.get(&number) {
            return Ok(Arc::clone(text));
        }
        let mut find = connection.prepare_cached("SELECT text FROM strings WHERE string = ?1")?;
        let text: Arc<str> = find
            .query_row([number], |row| Ok(row.get_ref(0)?.as_str()?.into()))
            .optional()?
            .ok_or_else(|| Fault::damaged(format_args!("there is no string {number}")))?;
        self.strings.insert(number, Arc::clone(&text));
        Ok(text)
    }

    /// The local id and the readings of a form.
    pub fn form(&mut self, connection: &Connection, number: i64) -> Result<(Arc<str>, Readings)> {
        if let Some(form) = self.forms.get(&number) {
            return Ok(form.clone());
        }
        let mut find = connection.prepare_cached("SELECT local, readings FROM forms WHERE form = ?1")?;
        let found = find.query_row([number], |row| Ok((row.get(0)?, row.get::<_, String>(1)?))).optional()?;
        let (local, text) = found.ok_or_else(|| Fault::damaged(format_args!("there is no form {number}")))?;
        let local = self.string(connection, local)?;
        let mut readings = Vec::new();
        for (kind, name, same_as) in parsed::<Vec<(String, i64, Vec<String>)>>(&text)? {
            let same_as = same_as.into_iter().map(|id| {
                let shared: Arc<str> = id.as_str().into();
                Arc::clone(self.identifiers.entry(id).or_insert(shared))
            });
            let (kind, same_as) = (word::<EntityType>(&kind)?, same_as.collect());
            readings.push(Reading { kind, name: self.string(connection, name)?, same_as });
        }
        let form: (Arc<str>, Readings) = (local, readings.into_iter().collect());
        self.forms.insert(number, form.clone());
        Ok(form)
    }
}

/// A value as the store keeps it inside a row.
pub(super) fn json(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).expect("lists of numbers and texts are always JSON")
}

pub(super) fn parsed<'t, T: serde::Deserialize<'t>>(text: &'t str) -> Result<T> {
    serde_json::from_str(text).map_err(|error| Fault::damaged(format_args!("'{text}' is not read ({error})")))
}

/// A word of one of the vocabularies.
pub(super) fn word<T: std::str::FromStr>(text: &str) -> Result<T> {
    text.parse().map_err(|_| Fault::damaged(format_args!("'{text}' is no word of its vocabulary")))
}
