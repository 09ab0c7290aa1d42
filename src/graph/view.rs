//! The graph and its reading: nodes in canonical order, with their ends.

use std::collections::BTreeSet;
use std::sync::Arc;

use indexmap::IndexMap;
use petgraph::Direction;
use petgraph::graph::NodeIndex;
use petgraph::stable_graph::StableDiGraph;
use petgraph::visit::EdgeRef;

use crate::error::{Error, ErrorKind, Result};
use crate::schema::{ArticleText, Record};

use super::build::{Nodes, build};
use super::claims::{Claims, Forgotten};
use super::dates::moment;
use super::names::person_words;
use super::node::{Act, Document, Edge, Entity, Evidence, Node, Office, Position, Topic};
use super::recover::claims;
use super::rulings::{Reference, Rulings};
use super::versions::Version;

/// What a collection of articles says.
///
/// Two graphs of the same claims are the same graph: nodes come in one canonical order (documents, entities,
/// topics, offices, acts, positions; each by id), however the graph was put together.
#[derive(Debug, Clone, Default)]
pub struct Graph {
    pub(super) net: StableDiGraph<Node, Edge>,
    pub(super) index: IndexMap<Arc<str>, NodeIndex>,
    pub(super) rulings: Rulings,
}

impl Graph {
    /// A graph that says nothing.
    pub fn new() -> Graph {
        Graph::default()
    }

    /// What the records of articles say together.
    ///
    /// A fact whose end is no entity of its record is left out; [`check_record`](super::check_record) finds it.
    pub fn from_records(records: impl IntoIterator<Item = Record>) -> Graph {
        let mut all = Claims::default();
        records.into_iter().for_each(|record| all.add(record));
        Self::from_claims(all)
    }

    /// The union of graphs: commutative, associative, idempotent.
    pub fn merge(parts: impl IntoIterator<Item = Graph>) -> Graph {
        let mut all = Claims::default();
        parts.into_iter().for_each(|part| all.join(claims(&part)));
        Self::from_claims(all)
    }

    /// The same claims, with rulings of a user on who is who added.
    pub fn with_rulings(self, rulings: Rulings) -> Graph {
        let mut all = claims(&self);
        all.rulings.join(rulings);
        Self::from_claims(all)
    }

    /// The graph with the texts that `text` has of its articles, by their ids here.
    ///
    /// # Errors
    /// Those of `text`.
    pub fn with_texts(mut self, mut text: impl FnMut(&str) -> Result<Option<ArticleText>>) -> Result<Graph> {
        for node in self.net.node_weights_mut() {
            if let Node::Document(document) = node {
                document.text = text(&document.id)?;
            }
        }
        Ok(self)
    }

    /// The graph without the texts of its articles.
    pub fn without_texts(mut self) -> Graph {
        for node in self.net.node_weights_mut() {
            if let Node::Document(document) = node {
                document.text = None;
            }
        }
        self
    }

    /// What users have ruled on who is who.
    pub fn rulings(&self) -> &Rulings {
        &self.rulings
    }

    /// The names in its rulings by which no article calls anybody or anything, in order: such a ruling has no effect
    /// here, be it mistyped or about what is yet to come.
    pub fn idle_names(&self) -> Vec<Arc<str>> {
        let of_names = self.rulings.iter().filter(|ruling| !ruling.kind.is_of_issues());
        let names: BTreeSet<&Arc<str>> = of_names.flat_map(|ruling| &ruling.names).collect();
        let called = |name: &str| {
            let reference = Reference::new(name);
            self.entities().flat_map(|entity| &entity.node.appearances).any(|appearance| {
                let document = self.document(&appearance.document).map_or("", |d| d.entry.id.as_str());
                appearance.readings.iter().any(|r| {
                    let folded = person_words(&r.name).concat();
                    reference.is(document, &r.name, &folded, r.same_as.iter().cloned())
                })
            })
        };
        names.into_iter().filter(|name| !called(name)).cloned().collect()
    }

    /// The graph without some articles, told by their own names, those of an earlier version or their ids here, and
    /// without all that rests on them alone; and how many were taken out. All versions of an article go.
    ///
    /// # Errors
    /// [`ErrorKind::Query`] when one of them is not in the graph.
    pub fn without(&self, documents: &[String]) -> Result<(Graph, Forgotten)> {
        let mut left = claims(self);
        let mut gone = BTreeSet::new();
        for name in documents {
            let mut known = false;
            for document in self.documents() {
                if *document.id == **name || document.all_versions().iter().any(|v| *v.id == **name) {
                    gone.insert(Version::of(&document.entry).key());
                    known = true;
                }
            }
            if !known {
                let message = format!(
                    "there is no document '{name}'; a document is called as its article's file, without the ending"
                );
                return Err(Error::new(ErrorKind::Query, message));
            }
        }
        let forgotten = left.forget(&gone);
        Ok((Self::from_claims(left), forgotten))
    }

    /// A part of the graph to be looked at: the nodes of these ids, with the ends of the facts among them and the documents
    /// that show those. Where entities appear is not told in it, so merging parts does not give the graph again.
    pub fn part<'i>(&self, ids: impl IntoIterator<Item = &'i str>) -> Graph {
        let mut shown: BTreeSet<Arc<str>> = BTreeSet::new();
        let mut facts: BTreeSet<NodeIndex> = BTreeSet::new();
        for id in ids {
            let Some(&index) = self.index.get(id) else { continue };
            let node = &self.net[index];
            shown.insert(node.id().clone());
            if !node.evidence().is_empty() {
                facts.insert(index);
                shown.extend(self.net.edges(index).map(|edge| self.net[edge.target()].id().clone()));
                shown.extend(node.evidence().iter().flat_map(|e| e.speakers.iter().chain(&e.place).cloned()));
            }
        }
        let end = |index, edge| self.end(index, edge).map(|end| self.net[end].id().clone());
        let required = |index, edge| end(index, edge).expect("every fact is made with its ends");
        let mut nodes = Nodes::default();
        for (id, &index) in &self.index {
            if !shown.contains(id) {
                continue;
            }
            match &self.net[index] {
                Node::Document(document) => nodes.documents.push(document.clone()),
                Node::Entity(entity) => {
                    nodes.entities.push(Entity { appearances: Vec::new(), ..entity.clone() });
                }
                Node::Topic(topic) => {
                    nodes.topics.push(topic.clone());
                    let broader = self.ends(index, Edge::Broader).into_iter();
                    let broader = broader.map(|broader| self.net[broader].id().clone());
                    let pairs = broader.filter(|b| shown.contains(b)).map(|b| (id.clone(), b));
                    nodes.broader.extend(pairs);
                }
                Node::Office(office) if facts.contains(&index) => {
                    let (holder, of) = (required(index, Edge::Holder), end(index, Edge::Of));
                    nodes.offices.push((office.clone(), holder, of));
                }
                Node::Act(act) if facts.contains(&index) => {
                    let ends = [Edge::Target, Edge::Topic, Edge::Reporter].map(|edge| end(index, edge));
                    nodes.acts.push((act.clone(), required(index, Edge::Source), ends));
                }
                Node::Position(position) if facts.contains(&index) => {
                    let ends = (required(index, Edge::Holder), required(index, Edge::Topic));
                    nodes.positions.push((position.clone(), ends.0, ends.1, end(index, Edge::Reporter)));
                }
                _ => {}
            }
        }
        nodes.graph()
    }

    pub(crate) fn from_claims(mut claims: Claims) -> Graph {
        claims.settle();
        build(&claims)
    }

    /// The graph as petgraph has it.
    pub fn petgraph(&self) -> &StableDiGraph<Node, Edge> {
        &self.net
    }

    /// The node of an id (`entity/nato`).
    pub fn node(&self, id: &str) -> Option<&Node> {
        self.index.get(id).map(|&index| &self.net[index])
    }

    /// Whether it says nothing, knows no article and has no ruling.
    pub fn is_empty(&self) -> bool {
        self.index.is_empty() && self.rulings.is_empty()
    }

    /// Articles, by id.
    pub fn documents(&self) -> impl Iterator<Item = &Document> {
        self.net.node_weights().filter_map(|node| match node {
            Node::Document(document) => Some(document),
            _ => None,
        })
    }

    /// The article of an id as [`Evidence::document`] has it.
    pub fn document(&self, id: &str) -> Option<&Document> {
        match self.node(id) {
            Some(Node::Document(document)) => Some(document),
            _ => None,
        }
    }

    /// Actors and places, by id.
    pub fn entities(&self) -> impl Iterator<Item = EntityRef<'_>> {
        self.index.values().filter_map(|&index| self.entity_at(index))
    }

    /// The entity of an id (`entity/nato`).
    pub fn entity(&self, id: &str) -> Option<EntityRef<'_>> {
        self.entity_at(*self.index.get(id)?)
    }

    /// Topics, by id.
    pub fn topics(&self) -> impl Iterator<Item = TopicRef<'_>> {
        self.index.values().filter_map(|&index| self.topic_at(index))
    }

    /// Who holds which post, by id.
    pub fn offices(&self) -> impl Iterator<Item = OfficeRef<'_>> {
        self.index.values().filter_map(|&index| self.office_at(index))
    }

    /// Acts, by id.
    pub fn acts(&self) -> impl Iterator<Item = ActRef<'_>> {
        self.index.values().filter_map(|&index| self.act_at(index))
    }

    /// Stances, by id.
    pub fn positions(&self) -> impl Iterator<Item = PositionRef<'_>> {
        self.index.values().filter_map(|&index| self.position_at(index))
    }

    /// All ends of a node along one kind of edge, by id.
    fn ends(&self, from: NodeIndex, edge: Edge) -> Vec<NodeIndex> {
        let mut ends: Vec<NodeIndex> =
            self.net.edges(from).filter(|e| *e.weight() == edge).map(|e| e.target()).collect();
        ends.sort();
        ends
    }

    fn end(&self, from: NodeIndex, edge: Edge) -> Option<NodeIndex> {
        self.net.edges(from).find(|e| *e.weight() == edge).map(|e| e.target())
    }

    /// All nodes that have this one as such an end, by id.
    fn having(&self, to: NodeIndex, edge: Edge) -> Vec<NodeIndex> {
        let edges = self.net.edges_directed(to, Direction::Incoming);
        let mut from: Vec<NodeIndex> = edges.filter(|e| *e.weight() == edge).map(|e| e.source()).collect();
        from.sort();
        from
    }
}

macro_rules! reference {
    ($(#[$doc:meta])* $name:ident, $node:ident, $at:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy)]
        pub struct $name<'g> {
            graph: &'g Graph,
            index: NodeIndex,
            node: &'g $node,
        }

        impl<'g> $name<'g> {
            /// What stands at the node.
            pub fn node(self) -> &'g $node {
                self.node
            }

            /// Its id, unique in the graph.
            pub fn id(self) -> &'g str {
                &self.node.id
            }
        }

        impl PartialEq for $name<'_> {
            fn eq(&self, other: &Self) -> bool {
                self.node.id == other.node.id
            }
        }

        impl Eq for $name<'_> {}

        impl Graph {
            fn $at(&self, index: NodeIndex) -> Option<$name<'_>> {
                match &self.net[index] {
                    Node::$node(node) => Some($name { graph: self, index, node }),
                    _ => None,
                }
            }
        }
    };
}

reference! {
    /// An entity in its graph.
    EntityRef, Entity, entity_at
}
reference! {
    /// A topic in its graph.
    TopicRef, Topic, topic_at
}
reference! {
    /// An office in its graph.
    OfficeRef, Office, office_at
}
reference! {
    /// An act in its graph.
    ActRef, Act, act_at
}
reference! {
    /// A position in its graph.
    PositionRef, Position, position_at
}

impl<'g> EntityRef<'g> {
    /// Its canonical name.
    pub fn name(self) -> &'g str {
        &self.node.name
    }

    /// The posts it holds or held, by id.
    pub fn offices(self) -> impl Iterator<Item = OfficeRef<'g>> {
        self.graph.having(self.index, Edge::Holder).into_iter().filter_map(|i| self.graph.office_at(i))
    }

    /// The positions it holds, by id.
    pub fn positions(self) -> impl Iterator<Item = PositionRef<'g>> {
        self.graph.having(self.index, Edge::Holder).into_iter().filter_map(|i| self.graph.position_at(i))
    }

    /// The acts whose actor it is, by id.
    pub fn acts(self) -> impl Iterator<Item = ActRef<'g>> {
        self.graph.having(self.index, Edge::Source).into_iter().filter_map(|i| self.graph.act_at(i))
    }
}

impl<'g> TopicRef<'g> {
    /// Its canonical phrase.
    pub fn label(self) -> &'g str {
        &self.node.label
    }

    /// The next broader topics, by id.
    pub fn broader(self) -> impl Iterator<Item = TopicRef<'g>> {
        self.graph.ends(self.index, Edge::Broader).into_iter().filter_map(|i| self.graph.topic_at(i))
    }

    /// The next narrower topics, by id.
    pub fn narrower(self) -> impl Iterator<Item = TopicRef<'g>> {
        self.graph.having(self.index, Edge::Broader).into_iter().filter_map(|i| self.graph.topic_at(i))
    }

    /// The positions on it, by id.
    pub fn positions(self) -> impl Iterator<Item = PositionRef<'g>> {
        self.graph.having(self.index, Edge::Topic).into_iter().filter_map(|i| self.graph.position_at(i))
    }

    /// The acts that are about it, by id.
    pub fn acts(self) -> impl Iterator<Item = ActRef<'g>> {
        self.graph.having(self.index, Edge::Topic).into_iter().filter_map(|i| self.graph.act_at(i))
    }
}

impl<'g> OfficeRef<'g> {
    /// Who holds it.
    pub fn holder(self) -> EntityRef<'g> {
        self.graph.required(self.index, Edge::Holder)
    }

    /// The country, body or person it belongs to.
    pub fn of(self) -> Option<EntityRef<'g>> {
        self.graph.entity_at(self.graph.end(self.index, Edge::Of)?)
    }

    /// First and last date of the documents that say so, ISO 8601; `None` when none has a date.
    pub fn dates(self) -> Option<(&'g str, &'g str)> {
        self.graph.dates(&self.node.evidence)
    }

    /// In how many documents it stands that are no copies of each other.
    pub fn independent_documents(self) -> usize {
        self.graph.independent_documents(&self.node.evidence)
    }

    /// The greatest confidence of its evidence, from 0 to 1.
    pub fn confidence(self) -> f64 {
        confidence(&self.node.evidence)
    }
}

impl<'g> ActRef<'g> {
    /// The actor.
    pub fn source(self) -> EntityRef<'g> {
        self.graph.required(self.index, Edge::Source)
    }

    /// The other actor, or the place visited.
    pub fn target(self) -> Option<EntityRef<'g>> {
        self.graph.entity_at(self.graph.end(self.index, Edge::Target)?)
    }

    /// What is proposed, rejected and so on.
    pub fn topic(self) -> Option<TopicRef<'g>> {
        self.graph.topic_at(self.graph.end(self.index, Edge::Topic)?)
    }

    /// The source that the text names for it.
    pub fn reporter(self) -> Option<EntityRef<'g>> {
        self.graph.entity_at(self.graph.end(self.index, Edge::Reporter)?)
    }

    /// Where it took place; documents may name several places for one act.
    pub fn places(self) -> impl Iterator<Item = EntityRef<'g>> {
        self.graph.ends(self.index, Edge::Place).into_iter().filter_map(|i| self.graph.entity_at(i))
    }

    /// First and last date of the documents that say so, ISO 8601; `None` when none has a date.
    pub fn dates(self) -> Option<(&'g str, &'g str)> {
        self.graph.dates(&self.node.evidence)
    }

    /// In how many documents it stands that are no copies of each other.
    pub fn independent_documents(self) -> usize {
        self.graph.independent_documents(&self.node.evidence)
    }

    /// The greatest confidence of its evidence, from 0 to 1.
    pub fn confidence(self) -> f64 {
        confidence(&self.node.evidence)
    }
}

impl<'g> PositionRef<'g> {
    /// Who holds it.
    pub fn holder(self) -> EntityRef<'g> {
        self.graph.required(self.index, Edge::Holder)
    }

    /// What it is about.
    pub fn topic(self) -> TopicRef<'g> {
        let topic = self.graph.end(self.index, Edge::Topic).and_then(|i| self.graph.topic_at(i));
        topic.expect("every position is made with its topic")
    }

    /// The source that the text names for it.
    pub fn reporter(self) -> Option<EntityRef<'g>> {
        self.graph.entity_at(self.graph.end(self.index, Edge::Reporter)?)
    }

    /// The other stances of the holder on this topic, by id. None of them is undone by a later one.
    pub fn others(self) -> impl Iterator<Item = PositionRef<'g>> {
        let topic = self.topic();
        self.holder()
            .positions()
            .filter(move |other| other.node().stance != self.node().stance && other.topic() == topic)
    }

    /// First and last day for which evidence says so, ISO 8601: that of the act that shows it where it is known, else
    /// that of the document. `None` when none has a date.
    pub fn dates(self) -> Option<(&'g str, &'g str)> {
        self.graph.dates(&self.node.evidence)
    }

    /// In how many documents it stands that are no copies of each other.
    pub fn independent_documents(self) -> usize {
        self.graph.independent_documents(&self.node.evidence)
    }

    /// The greatest confidence of its evidence, from 0 to 1.
    pub fn confidence(self) -> f64 {
        confidence(&self.node.evidence)
    }
}

impl Graph {
    fn required(&self, index: NodeIndex, edge: Edge) -> EntityRef<'_> {
        let end = self.end(index, edge).and_then(|i| self.entity_at(i));
        end.expect("every fact is made with its subject")
    }

    fn independent_documents(&self, evidence: &[Evidence]) -> usize {
        let stories = evidence.iter().map(|e| match self.document(&e.document) {
            Some(Document { story: Some(story), .. }) => story,
            _ => &e.document,
        });
        stories.collect::<BTreeSet<_>>().len()
    }

    fn dates<'g>(&'g self, evidence: &'g [Evidence]) -> Option<(&'g str, &'g str)> {
        let document = |e: &Evidence| self.document(&e.document).and_then(|d| d.entry.date.as_deref());
        let dates = evidence.iter().filter_map(|e| moment(e.date.as_deref(), document(e)));
        let mut dates: Vec<&str> = dates.collect();
        dates.sort_unstable();
        Some((dates.first()?, dates.last()?))
    }
}

fn confidence(evidence: &[Evidence]) -> f64 {
    evidence.iter().map(|e| e.confidence).fold(0.0, f64::max)
}
