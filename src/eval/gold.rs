//! Annotations: what a careful reader finds in an article, a JSON file beside its text.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::error::{Error, ErrorKind, Result};
use crate::schema::{ActStatus, EntityType, OfficeStatus, RelationKind, Stance};
use crate::span::Span;

/// The relations that annotations were without when there were twelve.
const LATER: [RelationKind; 5] = [
    RelationKind::Cooperated,
    RelationKind::Yielded,
    RelationKind::Protested,
    RelationKind::Mobilized,
    RelationKind::Coerced,
];

/// What one article says, by a reader. Ends of facts name entities of the same annotation by [`GoldEntity::id`].
///
/// Every part may be marked `optional`: a second reader might leave it out, so it is no miss when it is not found, and
/// no false alarm when it is. Fields that are not told here (`id`, `date`) are for the readers alone.
///
/// An annotation that has none of `cooperated`, `yielded`, `protested`, `mobilized` and `coerced` is taken for one of the
/// other twelve relations, as all were when there were no more: what is found of these five is then neither right nor a
/// false alarm.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Gold {
    /// Actors and places, each once.
    pub entities: Vec<GoldEntity>,
    /// Who holds which post.
    #[serde(default)]
    pub offices: Vec<GoldOffice>,
    /// Acts.
    #[serde(default)]
    pub relations: Vec<GoldRelation>,
    /// Stances.
    #[serde(default)]
    pub positions: Vec<GoldPosition>,
}

/// An actor or place.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct GoldEntity {
    /// The same in every annotation of a collection for the same thing, which is how identity across articles is
    /// measured.
    pub id: String,
    /// Its kind.
    #[serde(rename = "type")]
    pub kind: EntityType,
    /// Its usual full name.
    pub name: String,
    /// Other names and descriptions of it in the article.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Places where the article names it, where an annotation tells them: forms like the aliases.
    #[serde(default)]
    pub mentions: Vec<GoldMention>,
    /// Neither a miss nor a false alarm.
    #[serde(default)]
    pub optional: bool,
}

/// A place where an article names an entity, by its words or by its offsets.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct GoldMention {
    /// The words.
    #[serde(default)]
    pub text: Option<String>,
    /// Where they stand.
    #[serde(flatten)]
    pub span: Option<Span>,
}

/// Somebody holds a post.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct GoldOffice {
    /// Entity id of the person.
    pub holder: String,
    /// Title in lower case, singular, without the country.
    pub title: String,
    /// Entity id of the country, organization or person it belongs to.
    #[serde(default)]
    pub of: Option<String>,
    /// As the text puts it.
    #[serde(default)]
    pub status: Option<OfficeStatus>,
    /// Neither a miss nor a false alarm.
    #[serde(default)]
    pub optional: bool,
}

/// An act.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct GoldRelation {
    /// Entity id of the actor.
    pub source: String,
    /// Which of the seventeen relations.
    pub relation: RelationKind,
    /// Entity id of the other actor or place.
    #[serde(default)]
    pub target: Option<String>,
    /// What is proposed, rejected and so on.
    #[serde(default)]
    pub topic: Option<String>,
    /// Lemmas of the topic's head word, any of which will do.
    #[serde(default)]
    pub topic_heads: Option<Vec<String>>,
    /// Happened, planned, possible or denied; happened where it is not told.
    #[serde(default)]
    pub status: Option<ActStatus>,
    /// Entity id of the source that the text names for the claim.
    #[serde(default)]
    pub reported_by: Option<String>,
    /// The words that show it.
    #[serde(default)]
    pub evidence: Option<String>,
    /// Neither a miss nor a false alarm.
    #[serde(default)]
    pub optional: bool,
}

/// A stance of an actor on a topic.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct GoldPosition {
    /// Entity id of the actor.
    pub holder: String,
    /// The topic.
    pub topic: String,
    /// Lemmas of the topic's head word, any of which will do.
    pub topic_heads: Vec<String>,
    /// For, against, or under a condition.
    pub stance: Stance,
    /// Entity id of the source that the text names, where the annotation tells it.
    #[serde(default)]
    pub reported_by: Option<String>,
    /// The words that show it.
    #[serde(default)]
    pub evidence: Option<String>,
    /// Neither a miss nor a false alarm.
    #[serde(default)]
    pub optional: bool,
}

impl Gold {
    /// Reads the annotation in the file `path`.
    ///
    /// # Errors
    /// [`ErrorKind::Io`] when the file cannot be read; [`ErrorKind::Format`] when it is no annotation, with the line, or
    /// when the end of a fact is none of its entities.
    pub fn read(path: &Path) -> Result<Gold> {
        let text = fs::read_to_string(path).map_err(|error| Error::io(path, "cannot be read", error))?;
        Self::parse(&text).map_err(|error| error.in_file(path))
    }

    /// Reads an annotation.
    ///
    /// # Errors
    /// As [`Gold::read`], without the file.
    pub fn parse(text: &str) -> Result<Gold> {
        let gold: Gold = serde_json::from_str(text).map_err(|error| {
            let (line, column) = (error.line(), error.column());
            let message = error.to_string().replace(&format!(" at line {line} column {column}"), "");
            let what = format!(
                "is no annotation: {message} (column {column}); the README shows what one looks like"
            );
            Error::new(ErrorKind::Format, what).at_line(line)
        })?;
        gold.check()?;
        Ok(gold)
    }

    /// Whether the reader looked for acts of `relation`: of the five relations that came later, where there is any.
    pub(super) fn looks_for(&self, relation: RelationKind) -> bool {
        !LATER.contains(&relation) || self.relations.iter().any(|g| LATER.contains(&g.relation))
    }

    /// Whether all ends of facts are entities.
    fn check(&self) -> Result<()> {
        let known: BTreeSet<&str> = self.entities.iter().map(|entity| entity.id.as_str()).collect();
        let check = |what: &str, number: usize, end: &str, id: Option<&String>| match id {
            Some(id) if !known.contains(id.as_str()) => Err(Error::new(
                ErrorKind::Format,
                format!(
                    "the {end} '{id}' of {what} {} is not among the entities; add the entity or correct the id",
                    number + 1
                ),
            )),
            _ => Ok(()),
        };
        for (i, office) in self.offices.iter().enumerate() {
            check("office", i, "holder", Some(&office.holder))?;
            check("office", i, "body", office.of.as_ref())?;
        }
        for (i, relation) in self.relations.iter().enumerate() {
            check("relation", i, "source", Some(&relation.source))?;
            check("relation", i, "target", relation.target.as_ref())?;
            check("relation", i, "reporter", relation.reported_by.as_ref())?;
        }
        for (i, position) in self.positions.iter().enumerate() {
            check("position", i, "holder", Some(&position.holder))?;
            check("position", i, "reporter", position.reported_by.as_ref())?;
        }
        Ok(())
    }
}

/// The annotations in `folder`: its `*.json`, in the order of their names. Hidden files are passed over.
///
/// # Errors
/// [`ErrorKind::Io`] when there is no such folder, or none in it.
pub fn gold_files(folder: &Path) -> Result<Vec<PathBuf>> {
    let unreadable = |error| Error::io(folder, "cannot be read as a folder of annotated articles", error);
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        let hidden = path.file_name().is_none_or(|name| name.to_string_lossy().starts_with('.'));
        if !hidden && path.extension().is_some_and(|ending| ending == "json") {
            files.push(path);
        }
    }
    files.sort();
    if files.is_empty() {
        let message =
            "no annotated articles in this folder; each is a file NAME.json beside its text NAME.txt";
        return Err(Error::new(ErrorKind::Io, message).in_file(folder));
    }
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_with_an_annotation_is_said_with_its_place() {
        let error =
            Gold::parse("{\"entities\": [\n {\"id\": \"a\", \"type\": \"planet\", \"name\": \"A\"}]}")
                .unwrap_err();
        assert_eq!(error.line(), Some(2));
        assert!(error.to_string().contains("unknown variant `planet`"), "{error}");
        assert!(error.to_string().contains("(column 29)"), "{error}");
        let dangling = r#"{"entities": [], "relations": [{"source": "a", "relation": "met"}]}"#;
        let error = Gold::parse(dangling).unwrap_err();
        assert!(
            error.to_string().contains("the source 'a' of relation 1 is not among the entities"),
            "{error}"
        );
    }

    #[test]
    fn mentions_may_be_words_or_offsets() {
        let text = r#"{"entities": [{"id": "a", "type": "city", "name": "A",
            "mentions": [{"text": "A"}, {"start": 3, "end": 4}]}]}"#;
        let mentions = &Gold::parse(text).unwrap().entities[0].mentions;
        assert_eq!(mentions[0], GoldMention { text: Some("A".to_owned()), span: None });
        assert_eq!(mentions[1], GoldMention { text: None, span: Some(Span::new(3, 4)) });
    }
}
