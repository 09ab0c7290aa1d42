//! What the picture shows: groups of nodes, and edges.

use std::collections::{BTreeMap, BTreeSet};

use crate::graph::{ActRef, EntityRef, Graph, OfficeRef, TopicRef};
use crate::schema::{ActStatus, EntityType, OfficeStatus, RelationKind};

use super::Options;
use super::text::cut;

/// Longest name and longest topic in a label, in code points.
const NAME: usize = 40;
const TOPIC: usize = 70;
/// Longest quote in a tooltip, in code points, and most of them.
const QUOTE: usize = 300;
const QUOTES: usize = 5;

/// What the picture shows.
pub(super) struct Picture {
    pub title: String,
    pub caption: String,
    /// Actors by the country or body they belong to.
    pub actors: Vec<Group>,
    /// Topics by head word.
    pub topics: Vec<Group>,
    pub edges: Vec<Line>,
}

/// Nodes in a common box; without an id, nodes in none.
pub(super) struct Group {
    pub id: Option<String>,
    pub label: String,
    pub nodes: Vec<Shape>,
}

/// A node.
pub(super) struct Shape {
    pub id: String,
    pub label: String,
    /// Second line.
    pub note: Option<String>,
    pub tooltip: String,
    pub look: Look,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Look {
    Entity(EntityType),
    Topic,
}

/// An edge: all acts of one family and status between two nodes, reported ones apart.
pub(super) struct Line {
    pub from: String,
    pub to: String,
    pub family: Family,
    pub status: ActStatus,
    pub relations: BTreeSet<RelationKind>,
    /// The other actors of acts about a topic.
    pub targets: BTreeSet<String>,
    /// Who reports it.
    pub reporters: BTreeSet<String>,
    /// Number of quotes that show it.
    pub count: usize,
    pub tooltip: String,
}

/// Relations that look alike. The text beside an edge tells which it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Family {
    Contact,
    For,
    Demand,
    Against,
    Force,
}

impl Family {
    pub const ALL: [Family; 5] =
        [Family::Contact, Family::For, Family::Demand, Family::Against, Family::Force];

    pub fn of(relation: RelationKind) -> Self {
        match relation {
            RelationKind::Met | RelationKind::Visited => Family::Contact,
            RelationKind::Proposed | RelationKind::Agreed | RelationKind::Supported | RelationKind::Aided => {
                Family::For
            }
            RelationKind::Demanded => Family::Demand,
            RelationKind::Rejected | RelationKind::Criticized => Family::Against,
            RelationKind::Threatened | RelationKind::Sanctioned | RelationKind::Attacked => Family::Force,
        }
    }
}

#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct LineKey {
    from: String,
    to: String,
    family: Family,
    status: ActStatus,
    reporters: BTreeSet<String>,
}

#[derive(Default)]
struct Gathered {
    relations: BTreeSet<RelationKind>,
    targets: BTreeSet<String>,
    quotes: BTreeSet<(String, usize, usize, String)>,
}

/// Chooses and groups what is shown.
pub(super) fn picture(graph: &Graph, options: &Options) -> Picture {
    let edges = lines(graph, options.top);
    let ends: BTreeSet<&str> = edges.iter().flat_map(|e| [e.from.as_str(), e.to.as_str()]).collect();
    let mut actors: BTreeMap<Option<String>, Group> = BTreeMap::new();
    for entity in graph.entities().filter(|e| ends.contains(e.id())) {
        let home = home(entity).map(|of| (of.id().to_owned(), cut(of.name(), NAME)));
        let (id, label) = home.map_or((None, String::new()), |(id, label)| (Some(id), label));
        let group = actors.entry(id.clone()).or_insert_with(|| Group { id, label, nodes: Vec::new() });
        group.nodes.push(entity_shape(entity));
    }
    // A country or body heads its own people; where it has none here it stands alone.
    let (boxed, single): (Vec<Group>, Vec<Group>) = actors.into_values().partition(|group| {
        group.id.is_some() && group.nodes.iter().any(|n| Some(&n.id) != group.id.as_ref())
    });
    let mut actors = boxed;
    let alone = single.into_iter().flat_map(|group| group.nodes).collect();
    actors.push(Group { id: None, label: String::new(), nodes: alone });
    let all_entities = graph.entities().count();
    let shown = graph.entities().filter(|e| ends.contains(e.id())).count();
    Picture {
        title: options.title.as_deref().map_or_else(|| title(graph), |title| cut(title, TOPIC * 2)),
        caption: caption(graph, all_entities - shown, options.top),
        actors,
        topics: topics(graph, &ends),
        edges,
    }
}

fn lines(graph: &Graph, top: Option<usize>) -> Vec<Line> {
    let mut gathered: BTreeMap<LineKey, Gathered> = BTreeMap::new();
    for act in graph.acts() {
        let Some((to, target)) = end(act) else { continue };
        let node = act.node();
        let key = LineKey {
            from: act.source().id().to_owned(),
            to,
            family: Family::of(node.relation),
            status: node.status,
            reporters: act.reporter().map(|r| cut(r.name(), NAME)).into_iter().collect(),
        };
        let line = gathered.entry(key).or_default();
        line.relations.insert(node.relation);
        line.targets.extend(target.map(|target| cut(target.name(), NAME)));
        line.quotes.extend(node.evidence.iter().map(|e| {
            let document = graph.document(&e.document).map_or("", |d| &d.entry.id);
            (document.to_owned(), e.quote.span.start, e.quote.span.end, e.quote.text.clone())
        }));
    }
    let mut lines: Vec<Line> = gathered
        .into_iter()
        .map(|(key, gathered)| Line {
            from: key.from,
            to: key.to,
            family: key.family,
            status: key.status,
            relations: gathered.relations,
            targets: gathered.targets,
            reporters: key.reporters,
            count: gathered.quotes.len(),
            tooltip: tooltip(&gathered.quotes),
        })
        .collect();
    if let Some(top) = top {
        // A stable sort: among edges of one weight, those of the first ids stay.
        lines.sort_by_key(|line| std::cmp::Reverse(line.count));
        lines.truncate(top);
        lines.sort_by(|a, b| (&a.from, &a.to, a.family, a.status).cmp(&(&b.from, &b.to, b.family, b.status)));
    }
    lines
}

/// Where the edge of an act leads, and who else takes part. An act upon oneself has no edge.
fn end(act: ActRef<'_>) -> Option<(String, Option<EntityRef<'_>>)> {
    match (act.topic(), act.target()) {
        (Some(topic), target) => Some((topic.id().to_owned(), target)),
        (None, Some(target)) if target != act.source() => Some((target.id().to_owned(), None)),
        _ => None,
    }
}

fn tooltip(quotes: &BTreeSet<(String, usize, usize, String)>) -> String {
    let mut lines: Vec<String> = quotes
        .iter()
        .take(QUOTES)
        .map(|(document, .., quote)| format!("{}: “{}”", cut(document, NAME), cut(quote, QUOTE)))
        .collect();
    if quotes.len() > QUOTES {
        lines.push(format!("… and {} more", quotes.len() - QUOTES));
    }
    lines.join("\n")
}

/// The country or body whose box an entity stands in: that of its own offices, those held now before others, those
/// of countries before those of bodies, those of most evidence first. Countries and bodies stand in their own.
fn home(entity: EntityRef<'_>) -> Option<EntityRef<'_>> {
    match entity.node().kind {
        EntityType::Country | EntityType::Organization => Some(entity),
        EntityType::Person => main_office(entity).and_then(OfficeRef::of),
        EntityType::City | EntityType::Region | EntityType::Group => None,
    }
}

fn main_office(entity: EntityRef<'_>) -> Option<OfficeRef<'_>> {
    let rank = |office: &OfficeRef<'_>| {
        let body = office.of().map_or(2, |of| match of.node().kind {
            EntityType::Country => 0,
            EntityType::Organization => 1,
            _ => 2,
        });
        let status = match office.node().status {
            OfficeStatus::Current => 0,
            OfficeStatus::Acting => 1,
            OfficeStatus::Elect => 2,
            OfficeStatus::Former => 3,
        };
        (status, body, std::cmp::Reverse(office.node().evidence.len()))
    };
    // A post of a person (somebody's aide) gives no box.
    let posts = entity.offices().filter(|o| o.of().is_none_or(|of| of.node().kind != EntityType::Person));
    posts.min_by_key(rank)
}

fn entity_shape(entity: EntityRef<'_>) -> Shape {
    let node = entity.node();
    let note = (node.kind == EntityType::Person).then(|| main_office(entity)).flatten().map(|office| {
        let title = &office.node().title;
        let title = match office.node().status {
            OfficeStatus::Current => title.to_string(),
            OfficeStatus::Former => format!("former {title}"),
            OfficeStatus::Elect => format!("{title}-elect"),
            OfficeStatus::Acting => format!("acting {title}"),
        };
        cut(&title, NAME)
    });
    let offices: BTreeSet<String> = entity
        .offices()
        .map(|office| {
            let of = office.of().map_or(String::new(), |of| format!(", {}", cut(of.name(), NAME)));
            format!("{}{of} ({})", cut(&office.node().title, NAME), office.node().status)
        })
        .collect();
    let tooltip = std::iter::once(format!("{} ({})", cut(&node.name, NAME * 2), node.kind)).chain(offices);
    Shape {
        id: entity.id().to_owned(),
        label: cut(&node.name, NAME),
        note,
        tooltip: tooltip.collect::<Vec<_>>().join("\n"),
        look: Look::Entity(node.kind),
    }
}

/// Topics that share a head word in one box; those of a head of their own in none.
fn topics(graph: &Graph, ends: &BTreeSet<&str>) -> Vec<Group> {
    let mut by_head: BTreeMap<String, Vec<TopicRef<'_>>> = BTreeMap::new();
    for topic in graph.topics().filter(|t| ends.contains(t.id())) {
        let head = topic.node().heads.first().map_or(String::new(), ToString::to_string);
        by_head.entry(head).or_default().push(topic);
    }
    let mut groups = Vec::new();
    let mut alone = Vec::new();
    for (head, topics) in by_head {
        let shapes = topics.iter().map(|topic| {
            let node = topic.node();
            let phrases = std::iter::once(&node.label).chain(&node.variants);
            Shape {
                id: topic.id().to_owned(),
                label: cut(&node.label, TOPIC),
                note: None,
                tooltip: phrases.take(QUOTES).map(|p| cut(p, QUOTE)).collect::<Vec<_>>().join("\n"),
                look: Look::Topic,
            }
        });
        if head.is_empty() || topics.len() == 1 {
            alone.extend(shapes);
        } else {
            groups.push(Group {
                id: Some(format!("head/{head}")),
                label: cut(&head, NAME),
                nodes: shapes.collect(),
            });
        }
    }
    groups.push(Group { id: None, label: String::new(), nodes: alone });
    groups
}

fn title(graph: &Graph) -> String {
    let titles: Vec<String> =
        graph.documents().filter_map(|d| d.entry.title.as_deref()).map(|t| cut(t, TOPIC)).collect();
    match (titles.as_slice(), graph.documents().count()) {
        ([only], 1) => only.clone(),
        _ => "Who met, proposed, rejected what".to_owned(),
    }
}

fn caption(graph: &Graph, left_out: usize, top: Option<usize>) -> String {
    let plural =
        |count: usize, one: &str, many: &str| format!("{count} {}", if count == 1 { one } else { many });
    let mut parts = vec![plural(graph.documents().count(), "article", "articles")];
    let mut dates: Vec<&str> = graph.documents().filter_map(|d| d.entry.date.as_deref()).collect();
    dates.sort_unstable();
    match (dates.first(), dates.last()) {
        (Some(first), Some(last)) if first == last => parts.push(cut(first, NAME)),
        (Some(first), Some(last)) => parts.push(format!("{} to {}", cut(first, NAME), cut(last, NAME))),
        _ => {}
    }
    parts.push(plural(graph.acts().count(), "act", "acts"));
    if let Some(top) = top {
        parts.push(format!("the {} of most evidence shown", plural(top, "edge", "edges")));
    }
    if left_out > 0 {
        parts.push(format!("{} in no act shown left out", plural(left_out, "name", "names")));
    }
    parts.join(" · ")
}
