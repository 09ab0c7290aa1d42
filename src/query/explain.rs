//! Who or what a name stands for, and why all that is put together under it is one.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::Serialize;

use crate::error::Result;
use crate::graph::{
    self, EntityRef, Graph, Held, Likelihood, OfficeRef, Reason, Reasons, Sign, Why, person_words,
};
use crate::schema::{EntityType, OfficeStatus};

use super::names;

/// An entity that a name may stand for.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Explanation {
    /// Its id in the graph.
    pub id: String,
    /// Its canonical name.
    pub name: String,
    /// Its kind.
    pub kind: EntityType,
    /// All other forms in the articles.
    pub aliases: Vec<String>,
    /// Identifiers as compact IRIs (`wikidata:Q212`).
    pub identifiers: Vec<String>,
    /// The documents that name it.
    pub documents: Vec<Naming>,
    /// Why what they name is one; empty where one document alone names it.
    pub why: Vec<Joined>,
    /// Others of its full name, and why they are others.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub namesakes: Vec<Namesake>,
    /// What parts two of its articles that are one by their name alone, as the command line takes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parting: Option<String>,
    /// Others who are told to hold the same office at the same time, and nobody else does: perhaps the same person.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub perhaps: Vec<Perhaps>,
    /// Rulings of a user that keep one of its names apart from another: `keep-apart 'A' and 'B'`.
    pub kept_apart: Vec<String>,
}

/// Somebody else of the same name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Namesake {
    /// Name of the other.
    pub name: String,
    /// Its id in the graph.
    pub id: String,
    /// Why they are two, in words.
    pub why: String,
    /// What makes them one, as the command line takes it.
    pub ruling: String,
}

/// Somebody who may be the same.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Perhaps {
    /// Name of the other.
    pub name: String,
    /// Its id in the graph.
    pub id: String,
    /// The office of both: title, and whose it is.
    pub office: String,
    /// What makes them one, as the command line takes it.
    pub ruling: String,
}

/// An entity as one document has it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Naming {
    /// The document's own name, as its reader gave it.
    pub document: String,
    /// Its date of publication, ISO 8601, where known.
    pub date: Option<String>,
    /// When its text was last changed, ISO 8601, where known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub modified: Option<String>,
    /// The earlier texts of the article, whose place this one has taken.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub replaces: Vec<Replaced>,
    /// The name that the document gives in full.
    pub name: String,
    /// Words by which the document names or describes it, each with how often, in the order of the alphabet.
    pub mentions: BTreeMap<String, usize>,
}

/// An earlier text of an article.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Replaced {
    /// Its own name, as its reader gave it.
    pub document: String,
    /// Its date of publication, ISO 8601, where known.
    pub date: Option<String>,
    /// When it was last changed, ISO 8601, where known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub modified: Option<String>,
}

/// What is one, and why.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Joined {
    /// The class of the reason: `ruling`, `identifier`, `known`, `name`, `likelier`, `variant`, `surname` or `acronym`.
    pub reason: &'static str,
    /// The reason in words.
    pub text: String,
    /// The documents that it joins.
    pub documents: Vec<String>,
}

/// The entities that a name may stand for, by id, with what they are put together from and why.
///
/// # Errors
/// [`crate::ErrorKind::Query`] when the graph has no such name, with the nearest there are.
///
/// ```
/// use demarche::graph::Graph;
/// use demarche::query::explain;
///
/// # fn main() -> demarche::Result<()> {
/// let record = |day: &str, name: &str| {
///     let text = format!(
///         r#"{{"id": "{day}", "date": "{day}", "offices": [], "relations": [], "positions": [],
///           "entities": [{{"id": "zelensky", "type": "person", "name": "{name}", "mentions": []}}]}}"#
///     );
///     serde_json::from_str(&text).unwrap()
/// };
/// let names = [("2025-08-17", "Volodymyr Zelensky"), ("2025-08-18", "Volodymyr Zelenskyy")];
/// let graph = Graph::from_records(names.map(|(day, name)| record(day, name)));
/// let found = explain(&graph, "zelenskyy")?;
/// assert_eq!((found.len(), found[0].documents.len()), (1, 2));
/// assert_eq!(found[0].why[0].reason, "name");
/// # Ok(())
/// # }
/// ```
pub fn explain(graph: &Graph, name: &str) -> Result<Vec<Explanation>> {
    let found = names::entities(graph, "name", Some(name))?;
    let (reasons, none) = (graph.reasons(), Reasons::default());
    let entities = graph.entities().filter(|entity| found.has(entity.id()));
    Ok(entities.map(|entity| explanation(graph, entity, reasons.get(entity.id()).unwrap_or(&none))).collect())
}

fn explanation(graph: &Graph, entity: EntityRef<'_>, reasons: &Reasons) -> Explanation {
    let node = entity.node();
    let text = |all: &[Arc<str>]| all.iter().map(ToString::to_string).collect();
    let own: BTreeSet<String> = node
        .appearances
        .iter()
        .flat_map(graph::Appearance::names)
        .chain(node.identifiers.iter().map(|id| &**id))
        .map(|name| person_words(name).concat())
        .collect();
    let is_own = |name: &str| own.contains(&person_words(name.split(" @ ").next().unwrap_or(name)).concat());
    let apart = graph.rulings().iter().filter(|ruling| ruling.kind == graph::RulingKind::KeepApart);
    let apart = apart.filter(|ruling| ruling.names.iter().any(|name| is_own(name)));
    Explanation {
        id: entity.id().to_owned(),
        name: entity.name().to_owned(),
        kind: node.kind,
        aliases: text(&node.aliases),
        identifiers: text(&node.identifiers),
        documents: node.appearances.iter().map(|appearance| naming(graph, appearance)).collect(),
        why: joined(graph, entity, &reasons.joins),
        namesakes: namesakes(graph, &reasons.namesakes),
        parting: parting(graph, entity, &reasons.joins),
        perhaps: perhaps(graph, entity),
        kept_apart: apart.map(ToString::to_string).collect(),
    }
}

/// Others of the same name, each once.
fn namesakes(graph: &Graph, all: &[graph::Namesake]) -> Vec<Namesake> {
    let mut found: BTreeMap<&str, Namesake> = BTreeMap::new();
    for namesake in all {
        let Some(other) = graph.entity(&namesake.id) else { continue };
        let [own, its] = namesake.appearances.each_ref().map(|place| in_article(graph, place));
        found.entry(&namesake.id).or_insert_with(|| Namesake {
            name: other.name().to_owned(),
            id: namesake.id.to_string(),
            why: why_apart(&namesake.sign),
            ruling: format!("--same-as '{}' '{}'", shell(&own), shell(&its)),
        });
    }
    found.into_values().collect()
}

/// What a ruling calls an appearance.
fn in_article(graph: &Graph, (document, local): &(Arc<str>, Arc<str>)) -> String {
    let mut appearances = graph.entities().flat_map(|entity| &entity.node().appearances);
    let own = appearances.find(|a| a.document == *document && a.local == *local);
    let name = own.and_then(|appearance| appearance.names().next()).unwrap_or(local);
    format!("{name} @ {}", document_name(graph, document))
}

fn why_apart(sign: &Sign) -> String {
    let words = |Held { title, of }: &Held| format!("{title} of {of}");
    match sign {
        Sign::Identifiers => "their identifiers differ".to_owned(),
        Sign::Countries([own, other]) => {
            format!("{} here, {} there, in two countries", words(own), words(other))
        }
        Sign::Places([own, other]) => format!("{} here, {} there, at one time", words(own), words(other)),
        Sign::Decades([own, other], years) => {
            format!("{} here, {} there, {years} years apart", words(own), words(other))
        }
        Sign::Open => "nothing tells which of those of this name is meant".to_owned(),
    }
}

/// What parts the first two of a person's articles that only its name makes one.
fn parting(graph: &Graph, entity: EntityRef<'_>, why: &[Why]) -> Option<String> {
    let by_name = |why: &&Why| matches!(why.reason, Reason::Name(_) | Reason::Likelier { .. });
    let join = why.iter().find(by_name).filter(|_| entity.node().kind == EntityType::Person)?;
    let [one, other] = join.appearances.each_ref().map(|place| in_article(graph, place));
    Some(format!("--keep-apart '{}' '{}'", shell(&one), shell(&other)))
}

/// Who else holds an office of `entity`, where two hold it at one time and no more: few posts have two holders, and one
/// person often has two names.
fn perhaps(graph: &Graph, entity: EntityRef<'_>) -> Vec<Perhaps> {
    let holds = |office: &OfficeRef<'_>| {
        matches!(office.node().status, OfficeStatus::Current | OfficeStatus::Acting) && office.of().is_some()
    };
    let at_once = |one: OfficeRef<'_>, other: OfficeRef<'_>| match (one.dates(), other.dates()) {
        (Some(one), Some(other)) => one.0 <= other.1 && other.0 <= one.1,
        _ => false,
    };
    let mut found = BTreeSet::new();
    for own in entity.offices().filter(|office| office.holder().id() == entity.id()).filter(holds) {
        let same = |office: &OfficeRef<'_>| {
            office.node().title == own.node().title
                && office.of().map(EntityRef::id) == own.of().map(EntityRef::id)
        };
        let held: Vec<OfficeRef<'_>> = graph.offices().filter(holds).filter(same).collect();
        let holders: BTreeSet<&str> = held.iter().map(|office| office.holder().id()).collect();
        let others = held.iter().filter(|office| office.holder().id() != entity.id());
        for other in others.filter(|office| holders.len() == 2 && at_once(own, **office)) {
            let (name, of) = (other.holder().name(), own.of().map_or("", EntityRef::name));
            found.insert(Perhaps {
                name: name.to_owned(),
                id: other.holder().id().to_owned(),
                office: format!("{} of {of}", own.node().title),
                ruling: format!("--same-as '{}' '{}'", shell(entity.name()), shell(name)),
            });
        }
    }
    found.into_iter().collect()
}

/// A name between single quotes of a shell.
fn shell(name: &str) -> String {
    name.replace('\'', "'\\''")
}

fn document_name(graph: &Graph, id: &str) -> String {
    graph.document(id).map_or_else(|| id.to_owned(), |document| document.entry.id.clone())
}

fn naming(graph: &Graph, appearance: &graph::Appearance) -> Naming {
    let mut mentions = BTreeMap::new();
    for mention in &appearance.mentions {
        *mentions.entry(mention.text.split_whitespace().collect::<Vec<_>>().join(" ")).or_default() += 1;
    }
    let document = graph.document(&appearance.document);
    let replaced = document.map(graph::Document::replaced).unwrap_or_default();
    Naming {
        document: document_name(graph, &appearance.document),
        date: document.and_then(|document| document.entry.date.clone()),
        modified: document.and_then(|document| document.entry.modified.clone()),
        replaces: replaced
            .into_iter()
            .map(|version| Replaced {
                document: version.id.to_string(),
                date: version.date.as_deref().map(str::to_owned),
                modified: version.modified.as_deref().map(str::to_owned),
            })
            .collect(),
        name: appearance.names().next().unwrap_or_default().to_owned(),
        mentions,
    }
}

/// The joins, those of one reason together.
fn joined(graph: &Graph, entity: EntityRef<'_>, why: &[Why]) -> Vec<Joined> {
    let names: BTreeMap<(&str, &str), &str> = entity
        .node()
        .appearances
        .iter()
        .map(|a| ((&*a.document, &*a.local), a.names().next().unwrap_or_default()))
        .collect();
    let mut all: BTreeMap<&Reason, (BTreeSet<&str>, BTreeSet<String>)> = BTreeMap::new();
    for join in why {
        let (forms, documents) = all.entry(&join.reason).or_default();
        for (document, local) in &join.appearances {
            forms.extend(names.get(&(&**document, &**local)).copied());
            documents.insert(document_name(graph, document));
        }
    }
    let mut joined: BTreeMap<(&'static str, String), BTreeSet<String>> = BTreeMap::new();
    for (reason, (forms, documents)) in all {
        joined.entry(words(reason, &forms, entity.node().kind)).or_default().extend(documents);
    }
    let joined = joined.into_iter();
    joined
        .map(|((reason, text), documents)| Joined {
            reason,
            text,
            documents: documents.into_iter().collect(),
        })
        .collect()
}

/// The class of a reason, and the reason in words.
fn words(reason: &Reason, forms: &BTreeSet<&str>, kind: EntityType) -> (&'static str, String) {
    match reason {
        Reason::Ruling(ruling) => ("ruling", format!("the user's ruling: {ruling}")),
        // Such an identifier is given where a user's table of known actors has none.
        Reason::Identifier(id) if id.starts_with("known:") => {
            ("known", format!("the user's table of known actors: {id}"))
        }
        Reason::Identifier(id) => ("identifier", format!("same identifier {id}")),
        Reason::Name(_) => {
            let what = if kind == EntityType::Person { "same full name" } else { "same kind and name" };
            let forms: Vec<&str> = forms.iter().copied().collect();
            let spelled = if forms.len() > 1 { ", but for spelling" } else { "" };
            ("name", format!("{what}{spelled}: {}", forms.join(", ")))
        }
        Reason::Likelier { name, by } => {
            let by = match by {
                Likelihood::Office => "an office that this one holds",
                Likelihood::Place => "the article speaks of where this one is",
                Likelihood::Time => "this one holds an office nearest to that time",
            };
            ("likelier", format!("of several called {name} the likelier: {by}"))
        }
        Reason::Variant { names: [one, other], title, of } => (
            "variant",
            format!("forms of one name in one office at one time: {one} and {other}, {title} of {of}"),
        ),
        Reason::Surname { names: [one, other], title, of } => {
            ("surname", format!("surname and office: {one} and {other}, {title} of {of}"))
        }
        Reason::Acronym { acronym, name } => {
            ("acronym", format!("acronym and country: {acronym} for {name}"))
        }
    }
}
