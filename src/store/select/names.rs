//! Entities that a name may mean.

use std::collections::{BTreeMap, BTreeSet};

use super::super::fault::Result;
use super::super::strings::{json, parsed};
use super::part::{Part, text};
use crate::graph::{FAR, NAMES_PROPOSED, nearness, person_words, phrase_words, slip, stem};

/// Words in quotation marks, which are no operators to FTS5; all must be there.
fn all_of(words: &[String]) -> String {
    words.iter().map(|word| format!("\"{word}\"")).collect::<Vec<_>>().join(" ")
}

/// The same, of which the last may go on.
pub(super) fn prefix_of(words: &[String]) -> String {
    format!("{}*", all_of(words))
}

impl Part<'_> {
    /// The entities that a name may mean; they are added with all their names. `None` when it means nobody.
    pub fn named(&mut self, name: &str) -> Result<Option<BTreeSet<i64>>> {
        let asked = person_words(name);
        let mut found =
            self.numbers("SELECT entity FROM entities WHERE id IN (?1, 'entity/' || ?1)", [name])?;
        if !asked.is_empty() {
            // A description means somebody only as a whole.
            found.extend(self.numbers(
                "SELECT entity FROM entity_names \
                 WHERE name IN (SELECT rowid FROM names_search WHERE names_search MATCH ?1) AND (named OR folded = ?2)",
                (all_of(&asked), asked.join(" ")),
            )?);
            found.extend(self.numbers(
                "SELECT entity FROM strings JOIN entity_names USING (string) WHERE text = ?1",
                [name],
            )?);
            for (entity, identifiers) in self.identified()? {
                if identifiers.iter().any(|id| id == name || person_words(id) == asked) {
                    found.insert(entity);
                }
            }
        }
        self.with_names(&found)?;
        Ok(Some(found).filter(|found| !found.is_empty()))
    }

    fn identified(&self) -> Result<Vec<(i64, Vec<String>)>> {
        let mut select = self
            .connection
            .prepare_cached("SELECT entity, identifiers FROM entities WHERE identifiers <> '[]'")?;
        let mut rows = select.query([])?;
        let mut all = Vec::new();
        while let Some(row) = rows.next()? {
            all.push((row.get(0)?, parsed(&text(row, 1)?)?));
        }
        Ok(all)
    }

    /// Adds the entities whose names are nearest to one that nobody has.
    pub fn near_names(&mut self, name: &str) -> Result<()> {
        let sought = person_words(name);
        let mut near: BTreeSet<String> = BTreeSet::new();
        let mut select = self.connection.prepare_cached("SELECT word FROM name_words")?;
        let mut rows = select.query([])?;
        while let Some(row) = rows.next()? {
            let word = text(row, 0)?;
            if sought.iter().any(|one| slip(one, &word).is_some()) {
                near.insert(word.to_string());
            }
        }
        drop(rows);
        let mut nearest: BTreeMap<i64, usize> = BTreeMap::new();
        let mut add = |entity: i64, distance: usize| {
            if distance < FAR {
                nearest.entry(entity).and_modify(|least| *least = distance.min(*least)).or_insert(distance);
            }
        };
        let mut with_word = self.connection.prepare_cached(
            "SELECT entity, folded FROM entity_names \
             WHERE name IN (SELECT rowid FROM names_search WHERE names_search MATCH ?1)",
        )?;
        for word in near {
            let mut rows = with_word.query([all_of(&[word])])?;
            while let Some(row) = rows.next()? {
                let folded = text(row, 1)?;
                add(row.get(0)?, nearness(&sought, &folded.split(' ').collect::<Vec<_>>()));
            }
        }
        for (entity, identifiers) in self.identified()? {
            identifiers.iter().for_each(|id| add(entity, nearness(&sought, &person_words(id))));
        }
        let least = nearest.values().min().copied();
        let nearest = nearest.into_iter().filter(|(_, distance)| Some(*distance) == least);
        let nearest: Vec<i64> = nearest.map(|(entity, _)| entity).collect();
        // Of equal ones those are proposed whose names come first.
        let shown = self.numbers(
            "SELECT entity FROM entities WHERE entity IN (SELECT value FROM json_each(?1)) \
             AND name IN (SELECT DISTINCT name FROM entities WHERE entity IN (SELECT value FROM json_each(?1)) \
             ORDER BY name LIMIT ?2)",
            (json(&nearest), NAMES_PROPOSED as i64),
        )?;
        self.with_names(&shown)
    }

    /// Whoever may be meant by a name with or without an office before it, or by the names of an office and of what it
    /// belongs to; `None` when nobody is.
    pub fn called(&mut self, name: &str) -> Result<Option<BTreeSet<i64>>> {
        if let Some(known) = self.called.get(name) {
            return Ok(known.clone());
        }
        let found = self.look_up(name)?;
        self.called.insert(name.to_owned(), found.clone());
        Ok(found)
    }

    fn look_up(&mut self, name: &str) -> Result<Option<BTreeSet<i64>>> {
        if let Some(found) = self.named(name)? {
            return Ok(Some(found));
        }
        let mut found = BTreeSet::new();
        let words: Vec<&str> = name.split_whitespace().collect();
        for start in 1..words.len() {
            if let Some(some) = self.named(&words[start..].join(" "))? {
                let offices = self.numbers(
                    "SELECT office FROM office_facts WHERE holder IN (SELECT value FROM json_each(?1))",
                    [json(&some)],
                )?;
                self.add_posts(&offices)?;
                found.extend(some);
            }
        }
        let titles = self.titles(|title, asked| title.is_subset(asked), name)?;
        if !titles.is_empty() {
            let asked = stems(name);
            let fits =
                |form: &str| form.split(' ').filter(|w| !w.is_empty()).all(|word| asked.contains(word));
            let mut bodies: BTreeSet<i64> = BTreeSet::new();
            let mut select = self.connection.prepare_cached("SELECT stems, entity FROM body_names")?;
            let mut rows = select.query([])?;
            while let Some(row) = rows.next()? {
                if fits(&text(row, 0)?) {
                    bodies.insert(row.get(1)?);
                }
            }
            drop(rows);
            let offices = self.numbers(
                "SELECT office FROM office_facts WHERE title IN (SELECT value FROM json_each(?1)) \
                 AND \"of\" IN (SELECT value FROM json_each(?2)) AND status IN ('current', 'acting')",
                (json(&titles), json(&bodies)),
            )?;
            self.add_posts(&offices)?;
            found.extend(self.numbers(
                "SELECT holder FROM office_facts WHERE office IN (SELECT value FROM json_each(?1))",
                [json(&offices)],
            )?);
        }
        Ok(Some(found).filter(|found| !found.is_empty()))
    }

    /// Adds an office of each of the titles nearest to one that nobody has.
    pub fn near_offices(&mut self, title: &str) -> Result<()> {
        let sought: Vec<String> = stems(title).into_iter().collect();
        let all = self.titles(|_, _| true, title)?.into_iter().map(|title| {
            let words: Vec<String> = stems(&title).into_iter().collect();
            (nearness(&sought, &words), title)
        });
        let all: BTreeSet<(usize, String)> = all.filter(|(distance, _)| *distance < FAR).collect();
        let least = all.first().map(|(distance, _)| *distance);
        for (_, title) in all.into_iter().filter(|(d, _)| Some(*d) == least).take(NAMES_PROPOSED) {
            let one = self.numbers("SELECT office FROM office_facts WHERE title = ?1 LIMIT 1", [title])?;
            self.add_offices(&one)?;
        }
        Ok(())
    }

    /// Adds offices that somebody may be called by, with all names of what they belong to.
    fn add_posts(&mut self, offices: &BTreeSet<i64>) -> Result<()> {
        self.add_offices(offices)?;
        let bodies = self.numbers(
            "SELECT \"of\" FROM office_facts WHERE office IN (SELECT value FROM json_each(?1)) AND \"of\" IS NOT NULL",
            [json(offices)],
        )?;
        self.with_names(&bodies)
    }

    /// The titles whose words stand so to those that are asked.
    pub fn titles(
        &self,
        fits: impl Fn(&BTreeSet<String>, &BTreeSet<String>) -> bool,
        words: &str,
    ) -> Result<Vec<String>> {
        let asked = stems(words);
        let mut select = self.connection.prepare_cached("SELECT DISTINCT title FROM office_facts")?;
        let titles = select.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<Vec<String>>>()?;
        Ok(titles.into_iter().filter(|title| fits(&stems(title), &asked)).collect())
    }
}

/// The telling words of a phrase without their plural.
pub(super) fn stems(phrase: &str) -> BTreeSet<String> {
    phrase_words(phrase).iter().map(|word| stem(word)).collect()
}
