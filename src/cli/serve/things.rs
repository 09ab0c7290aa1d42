//! Actors, topics and articles as views show them.

use demarche::graph::{EntityRef, Graph};
use demarche::schema;

/// Somebody or something that was found.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Named {
    /// Its id in the graph.
    pub id: String,
    /// Its name; the phrase of a topic.
    pub name: String,
    /// Its kind.
    pub kind: String,
    /// All other forms in the articles.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    /// Identifiers as compact IRIs (`wikidata:Q212`).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub identifiers: Vec<String>,
}

/// An article.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Article {
    /// Its id in the graph.
    pub id: String,
    /// Its own name, as its reader gave it: what sources have as `document`.
    pub name: String,
    /// Headline.
    pub title: Option<String>,
    /// Date of publication, ISO 8601.
    pub date: Option<String>,
    /// Address.
    pub url: Option<String>,
    /// Who published it.
    pub publisher: Option<String>,
}

impl Article {
    /// The article of an id, from its entry in the catalogue.
    pub fn new(id: &str, entry: &schema::Document) -> Self {
        Self {
            id: id.to_owned(),
            name: entry.id.clone(),
            title: entry.title.clone(),
            date: entry.date.clone(),
            url: entry.url.clone(),
            publisher: entry.publisher.clone(),
        }
    }
}

/// An entity of a graph.
pub fn named(entity: EntityRef<'_>) -> Named {
    let node = entity.node();
    Named {
        id: entity.id().to_owned(),
        name: entity.name().to_owned(),
        kind: node.kind.as_str().to_owned(),
        aliases: node.aliases.iter().map(ToString::to_string).collect(),
        identifiers: node.identifiers.iter().map(ToString::to_string).collect(),
    }
}

/// A topic of a graph, by its id.
pub fn topic(graph: &Graph, id: &str) -> Option<Named> {
    let topic = graph.topics().find(|topic| topic.id() == id)?;
    Some(Named {
        id: id.to_owned(),
        name: topic.label().to_owned(),
        kind: "topic".to_owned(),
        aliases: topic.node().variants.iter().map(ToString::to_string).collect(),
        identifiers: Vec::new(),
    })
}
