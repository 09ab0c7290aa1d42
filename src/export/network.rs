//! The graph as nodes joined by plain edges, for tools that measure and draw networks.
//!
//! Nodes are entities and topics. An edge stands for what one fact says of two of them: an act joins its actor to the
//! one acted upon and to the topic (two edges of one fact where it has both), a position its holder to the topic, an
//! office its holder to the country, body or person it belongs to. Everything else a fact has is an attribute of its
//! edges. Posts of nowhere are told at their holder alone.

use std::collections::BTreeSet;

use crate::graph::{ActRef, EntityRef, Evidence, Graph, OfficeRef, PositionRef};

/// A column of the table of nodes or edges.
pub(super) struct Column {
    pub name: &'static str,
    pub kind: Kind,
}

/// What the values of a column are.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    /// A whole number.
    Count,
    /// A number with a point.
    Number,
}

const fn column(name: &'static str, kind: Kind) -> Column {
    Column { name, kind }
}

/// Attributes of a node.
pub(super) const NODE: [Column; 6] = [
    column("kind", Kind::Text),
    column("aliases", Kind::Text),
    column("identifiers", Kind::Text),
    column("offices", Kind::Text),
    column("documents", Kind::Count),
    column("label", Kind::Text),
];

/// Attributes of an edge.
pub(super) const EDGE: [Column; 20] = [
    column("label", Kind::Text),
    column("weight", Kind::Count),
    column("kind", Kind::Text),
    column("fact", Kind::Text),
    column("status", Kind::Text),
    column("stance", Kind::Text),
    column("title", Kind::Text),
    column("towards", Kind::Text),
    column("topic", Kind::Text),
    column("reporter", Kind::Text),
    column("place", Kind::Text),
    column("date", Kind::Text),
    column("first_date", Kind::Text),
    column("last_date", Kind::Text),
    column("plover", Kind::Text),
    column("confidence", Kind::Number),
    column("documents", Kind::Text),
    column("independent_documents", Kind::Count),
    column("quote", Kind::Text),
    column("speakers", Kind::Text),
];

/// A node: an entity or a topic.
pub(super) struct Node {
    pub id: String,
    pub label: String,
    /// Its kind in the words of [`crate::schema::EntityType`], or `topic`.
    pub kind: &'static str,
    aliases: String,
    identifiers: String,
    offices: String,
    documents: usize,
}

/// What a fact says of two nodes.
pub(super) struct Edge {
    pub id: String,
    pub source: String,
    pub target: String,
    /// The relation of an act, the stance of a position, `holds` for an office.
    pub label: String,
    /// Whether its ends may change places.
    pub symmetric: bool,
    /// Number of pieces of evidence.
    pub weight: usize,
    /// In the order of [`EDGE`], behind label and weight.
    rest: Vec<String>,
}

impl Node {
    /// In the order of [`NODE`]; what is empty is unknown.
    pub fn values(&self) -> [String; 6] {
        let Self { aliases, identifiers, offices, .. } = self;
        let documents = self.documents.to_string();
        let text = |text: &String| text.clone();
        [self.kind.to_owned(), text(aliases), text(identifiers), text(offices), documents, text(&self.label)]
    }
}

impl Edge {
    /// In the order of [`EDGE`]; what is empty is unknown.
    pub fn values(&self) -> impl Iterator<Item = String> {
        [self.label.clone(), self.weight.to_string()].into_iter().chain(self.rest.iter().cloned())
    }
}

/// Between the items of a list in one value.
const BETWEEN: &str = "; ";

fn list<T: AsRef<str>>(items: impl IntoIterator<Item = T>) -> String {
    let items: Vec<T> = items.into_iter().collect();
    items.iter().map(AsRef::as_ref).collect::<Vec<&str>>().join(BETWEEN)
}

/// Entities, then topics, each by id.
pub(super) fn nodes(graph: &Graph) -> impl Iterator<Item = Node> {
    let entities = graph.entities().map(|entity| {
        let node = entity.node();
        let documents: BTreeSet<&str> = node.appearances.iter().map(|a| &*a.document).collect();
        Node {
            id: node.id.to_string(),
            label: node.name.to_string(),
            kind: node.kind.as_str(),
            aliases: list(&node.aliases),
            identifiers: list(&node.identifiers),
            offices: list(entity.offices().map(office)),
            documents: documents.len(),
        }
    });
    let topics = graph.topics().map(|topic| {
        let node = topic.node();
        let acts = topic.acts().flat_map(|act| &act.node().evidence);
        let evidence = acts.chain(topic.positions().flat_map(|position| &position.node().evidence));
        let documents: BTreeSet<&str> = evidence.map(|e| &*e.document).collect();
        Node {
            id: node.id.to_string(),
            label: node.label.to_string(),
            kind: "topic",
            aliases: list(&node.variants),
            identifiers: String::new(),
            offices: String::new(),
            documents: documents.len(),
        }
    });
    entities.chain(topics)
}

/// `president of France (current)`.
fn office(office: OfficeRef<'_>) -> String {
    let of = office.of().map_or(String::new(), |of| format!(" of {}", of.name()));
    format!("{}{of} ({})", office.node().title, office.node().status)
}

/// Acts, positions, offices, each by id.
pub(super) fn edges(graph: &Graph) -> impl Iterator<Item = Edge> {
    let acts = graph.acts().flat_map(move |act| of_act(graph, act));
    let positions = graph.positions().map(move |position| of_position(graph, position));
    acts.chain(positions).chain(graph.offices().filter_map(move |office| of_office(graph, office)))
}

fn of_act<'g>(graph: &'g Graph, act: ActRef<'g>) -> impl Iterator<Item = Edge> + 'g {
    let node = act.node();
    let relation = node.relation;
    let name = |entity: Option<EntityRef<'_>>| entity.map_or("", EntityRef::name).to_owned();
    let rest = Rest {
        kind: "act",
        status: node.status.as_str(),
        target: name(act.target()),
        topic: act.topic().map_or("", |topic| topic.label()).to_owned(),
        reporter: name(act.reporter()),
        place: list(act.places().map(EntityRef::name)),
        date: node.date.as_deref().unwrap_or_default(),
        plover: list(node.plover.iter().map(|plover| plover.as_str())),
        independent: act.independent_documents(),
        ..Rest::of(graph, &node.id, act.confidence(), act.dates(), &node.evidence)
    };
    let target = act.target().map(|target| ("target", target.id(), relation.is_symmetric()));
    let ends: Vec<_> =
        target.into_iter().chain(act.topic().map(|topic| ("topic", topic.id(), false))).collect();
    let source = act.source().id();
    ends.into_iter().map(move |(role, end, symmetric)| Edge {
        id: format!("{}#{role}", node.id),
        source: source.to_owned(),
        target: end.to_owned(),
        label: relation.to_string(),
        symmetric,
        weight: node.evidence.len(),
        rest: rest.values(),
    })
}

fn of_position(graph: &Graph, position: PositionRef<'_>) -> Edge {
    let node = position.node();
    let rest = Rest {
        kind: "position",
        stance: node.stance.as_str(),
        topic: position.topic().label().to_owned(),
        reporter: position.reporter().map_or("", EntityRef::name).to_owned(),
        independent: position.independent_documents(),
        ..Rest::of(graph, &node.id, position.confidence(), position.dates(), &node.evidence)
    };
    Edge {
        id: node.id.to_string(),
        source: position.holder().id().to_owned(),
        target: position.topic().id().to_owned(),
        label: node.stance.to_string(),
        symmetric: false,
        weight: node.evidence.len(),
        rest: rest.values(),
    }
}

fn of_office(graph: &Graph, office: OfficeRef<'_>) -> Option<Edge> {
    let node = office.node();
    let of = office.of()?;
    let rest = Rest {
        kind: "office",
        status: node.status.as_str(),
        title: &node.title,
        target: of.name().to_owned(),
        independent: office.independent_documents(),
        ..Rest::of(graph, &node.id, office.confidence(), office.dates(), &node.evidence)
    };
    Some(Edge {
        id: node.id.to_string(),
        source: office.holder().id().to_owned(),
        target: of.id().to_owned(),
        label: "holds".to_owned(),
        symmetric: false,
        weight: node.evidence.len(),
        rest: rest.values(),
    })
}

/// The attributes that not every fact has.
#[derive(Default)]
struct Rest<'g> {
    kind: &'static str,
    fact: &'g str,
    status: &'static str,
    stance: &'static str,
    title: &'g str,
    target: String,
    topic: String,
    reporter: String,
    place: String,
    date: &'g str,
    dates: (&'g str, &'g str),
    plover: String,
    confidence: f64,
    documents: BTreeSet<&'g str>,
    independent: usize,
    quote: &'g str,
    speakers: BTreeSet<&'g str>,
}

impl<'g> Rest<'g> {
    fn of(
        graph: &'g Graph,
        fact: &'g str,
        confidence: f64,
        dates: Option<(&'g str, &'g str)>,
        evidence: &'g [Evidence],
    ) -> Self {
        let speakers = evidence.iter().flat_map(|e| &e.speakers).filter_map(|id| graph.entity(id));
        // The surest words; among equals the first.
        let best = evidence.iter().rev().max_by(|a, b| a.confidence.total_cmp(&b.confidence));
        Self {
            fact,
            dates: dates.unwrap_or_default(),
            confidence,
            documents: evidence.iter().map(|e| &*e.document).collect(),
            quote: best.map_or("", |e| &e.quote.text),
            speakers: speakers.map(EntityRef::name).collect(),
            ..Self::default()
        }
    }

    fn values(&self) -> Vec<String> {
        vec![
            self.kind.to_owned(),
            self.fact.to_owned(),
            self.status.to_owned(),
            self.stance.to_owned(),
            self.title.to_owned(),
            self.target.clone(),
            self.topic.clone(),
            self.reporter.clone(),
            self.place.clone(),
            self.date.to_owned(),
            self.dates.0.to_owned(),
            self.dates.1.to_owned(),
            self.plover.clone(),
            format!("{:.3}", self.confidence),
            list(&self.documents),
            self.independent.to_string(),
            self.quote.to_owned(),
            list(&self.speakers),
        ]
    }
}
