//! Topics that words may mean.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use rusqlite::params_from_iter;

use super::super::fault::Result;
use super::super::strings::json;
use super::names::stems;
use super::part::{Part, text};
use crate::graph::{slip, topic_key};

/// From so many letters on, words that begin with them may be forms of one root.
const ROOT: usize = 5;

impl Part<'_> {
    /// The topics that a phrase of a query may mean, with those narrower; they are added. `None` when it means none.
    pub fn topics_with(&mut self, phrase: &str) -> Result<Option<BTreeSet<i64>>> {
        let asked = stems(phrase);
        if asked.is_empty() {
            return Ok(None);
        }
        let words: Vec<String> = asked.iter().map(|word| format!(" {word} ")).collect();
        let mut found = self.topics_having(&words)?;
        found.extend(self.numbers("SELECT topic FROM topic_keys WHERE key = ?1", [topic_key(phrase)])?);
        self.with_narrower(found)
    }

    /// The topics that the words of a question may mean, in any form of theirs, with those narrower.
    pub fn topics_meant(&mut self, phrase: &str) -> Result<BTreeSet<i64>> {
        let root = |word: &String| match word.char_indices().nth(ROOT) {
            Some((end, _)) => format!(" {}", &word[..end]),
            None if word.chars().count() == ROOT => format!(" {word}"),
            None => format!(" {word} "),
        };
        let words: Vec<String> = stems(phrase).iter().map(root).collect();
        if words.is_empty() {
            return Ok(BTreeSet::new());
        }
        let found = self.topics_having(&words)?;
        Ok(self.with_narrower(found)?.unwrap_or_default())
    }

    /// The topics of a phrase that has all these words, or beginnings of words, each with a space before it.
    fn topics_having(&self, words: &[String]) -> Result<BTreeSet<i64>> {
        let conditions: Vec<String> =
            (1..=words.len()).map(|i| format!("instr(' ' || stems || ' ', ?{i})")).collect();
        let query = format!("SELECT DISTINCT topic FROM topic_phrases WHERE {}", conditions.join(" AND "));
        self.numbers(&query, params_from_iter(words))
    }

    fn with_narrower(&mut self, found: BTreeSet<i64>) -> Result<Option<BTreeSet<i64>>> {
        if found.is_empty() {
            return Ok(None);
        }
        let all = self.numbers(
            "WITH RECURSIVE meant (topic) AS (SELECT value FROM json_each(?1) \
             UNION SELECT narrower FROM broader_topics JOIN meant ON broader = topic) SELECT topic FROM meant",
            [json(&found)],
        )?;
        self.add_topics(&all)?;
        Ok(Some(all))
    }

    /// Adds the topics that have a word near to one of a phrase that nobody uses.
    pub fn near_topics(&mut self, phrase: &str) -> Result<()> {
        let sought = stems(phrase);
        let mut select = self.connection.prepare_cached("SELECT topic, stems FROM topic_phrases")?;
        let mut rows = select.query([])?;
        let mut known: HashMap<Arc<str>, bool> = HashMap::new();
        let mut near: BTreeSet<i64> = BTreeSet::new();
        while let Some(row) = rows.next()? {
            let stems = text(row, 1)?;
            let is_near = stems.split(' ').any(|word| match known.get(word) {
                Some(near) => *near,
                None => {
                    let near = sought.iter().any(|one| slip(one, word).is_some());
                    known.insert(word.into(), near);
                    near
                }
            });
            if is_near {
                near.insert(row.get(0)?);
            }
        }
        drop(rows);
        self.add_topics(&near)
    }
}
