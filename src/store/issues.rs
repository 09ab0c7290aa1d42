//! Issues, kept.
//!
//! Which topics are one issue is known from all claims only, and takes the whole graph to work out. So that is done when
//! issues are first asked for, not at the end of each run, and kept for all who ask until claims change.

use rusqlite::{Connection, TransactionBehavior};

use super::fault::{Fault, Result as Inner};
use super::file;
use super::handle::Store;
use super::strings::json;
use crate::error::Result;
use crate::graph::Graph;
use crate::issues::{Issue, IssueTopic, Issues, RULE};

impl Store {
    /// The issues of all that is in the store: those of [`Store::graph`]. They are read where they are kept; otherwise the
    /// whole graph is read, and they are kept where the store may be written and nobody else is writing.
    ///
    /// # Errors
    /// When the store cannot be read or written, or is damaged.
    pub fn issues(&mut self) -> Result<Issues> {
        if let Some(kept) = self.kept_issues()? {
            return Ok(kept);
        }
        let version = self.version()?;
        let issues = Issues::of(&self.graph()?);
        self.keep(&issues, version)?;
        Ok(issues)
    }

    /// The issues of the topics in a part of the store's graph, each with these topics alone, in the order of
    /// [`Issues::iter`]. Where they are not kept they are worked out as in [`Store::issues`].
    ///
    /// # Errors
    /// Those of [`Store::issues`].
    pub fn issues_in(&mut self, part: &Graph) -> Result<Issues> {
        let topics: Vec<&str> = part.topics().map(|topic| topic.id()).collect();
        let topics = json(&topics);
        if let Some(kept) = self.read(|connection| kept(connection, Some(&topics)))? {
            return Ok(kept);
        }
        self.issues()
    }

    /// The issues that are kept for what is in the store now, if they are.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn kept_issues(&self) -> Result<Option<Issues>> {
        self.read(|connection| kept(connection, None))
    }

    /// Keeps the issues of what was in the store at `version`, unless it has changed since or may not be written.
    fn keep(&mut self, issues: &Issues, version: i64) -> Result<()> {
        let held = !self.connection.is_autocommit();
        if held || self.is_stale()? {
            return Ok(());
        }
        let mut keep = || -> Inner<()> {
            let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let now: i64 = transaction.pragma_query_value(None, "data_version", |row| row.get(0))?;
            if now == version {
                write(&transaction, issues)?;
                transaction.commit()?;
            }
            Ok(())
        };
        match keep() {
            Err(Fault::Sqlite(error)) if file::may_not_write(&error) => Ok(()),
            done => done.map_err(|fault| fault.at(&self.path)),
        }
    }
}

/// Forgets them: claims have changed.
pub(super) fn clear(connection: &Connection) -> Inner<()> {
    Ok(connection.execute_batch("DELETE FROM issues; DELETE FROM issue_topics; DELETE FROM issue_rules")?)
}

fn write(connection: &Connection, issues: &Issues) -> Inner<()> {
    clear(connection)?;
    let mut issue_row = connection
        .prepare_cached("INSERT INTO issues (issue, label, id, broader) VALUES (?1, ?2, ?3, ?4)")?;
    let mut topic_row = connection.prepare_cached(
        "INSERT INTO issue_topics (issue, number, article, phrase, topic) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?;
    for (place, issue) in (0_i64..).zip(issues.iter()) {
        issue_row.execute((place, &issue.label, &issue.id, &issue.broader))?;
        for (number, topic) in (0_i64..).zip(&issue.topics) {
            topic_row.execute((place, number, &topic.article, &topic.phrase, &topic.topic))?;
        }
    }
    connection.execute("INSERT INTO issue_rules (rule) VALUES (?1)", [RULE.as_str()])?;
    Ok(())
}

/// Whether those that are kept are those of what is in the store now.
pub(super) fn are_kept(connection: &Connection) -> Inner<bool> {
    let current = "SELECT stale = 0 AND EXISTS (SELECT 1 FROM issue_rules WHERE rule = ?1) FROM store";
    Ok(connection.query_row(current, [RULE.as_str()], |row| row.get(0))?)
}

/// The issues that are kept: of these topics, as JSON, or of all.
fn kept(connection: &Connection, topics: Option<&str>) -> Inner<Option<Issues>> {
    if !are_kept(connection)? {
        return Ok(None);
    }
    let mut select = connection.prepare_cached(
        "SELECT issue, label, id, broader, article, phrase, topic FROM issues JOIN issue_topics USING (issue) \
         WHERE ?1 IS NULL OR topic IN (SELECT value FROM json_each(?1)) ORDER BY issue, number",
    )?;
    let mut rows = select.query([topics])?;
    let mut issues: Vec<(i64, Issue)> = Vec::new();
    while let Some(row) = rows.next()? {
        let place = row.get(0)?;
        if issues.last().is_none_or(|(last, _)| *last != place) {
            let (label, id, broader) = (row.get(1)?, row.get(2)?, row.get(3)?);
            issues.push((place, Issue { id, label, broader, topics: Vec::new() }));
        }
        let topic = IssueTopic { article: row.get(4)?, phrase: row.get(5)?, topic: row.get(6)? };
        issues.last_mut().expect("it was just put in").1.topics.push(topic);
    }
    Ok(Some(Issues::in_order(issues.into_iter().map(|(_, issue)| issue).collect())))
}
