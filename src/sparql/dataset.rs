//! Triples in the order in which queries look for them.

use std::convert::Infallible;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use oxrdf::{GraphName, NamedOrBlankNode, Term};
use spareval::{InternalQuad, QueryableDataset};

use crate::export::{Base, rdf};
use crate::graph::Graph;

use super::prefixes::Prefixes;
use super::terms::Terms;

/// The number of the default graph, which is no term.
const DEFAULT_GRAPH: u32 = 0;

/// The triples of a graph, indexed. A clone shares them.
#[derive(Clone)]
pub struct Dataset {
    pub(super) triples: Arc<Indexed>,
    pub(super) running: Arc<AtomicUsize>,
    prefixes: Prefixes,
}

/// Quads as numbers of terms, sorted in four orders: any part of a triple that is known finds a range of one of them.
///
/// The default graph of a query is the union of all graphs: as the graph comes last in three orders, what several graphs
/// say stands together there.
pub(super) struct Indexed {
    terms: Terms,
    spog: Vec<[u32; 4]>,
    posg: Vec<[u32; 4]>,
    ospg: Vec<[u32; 4]>,
    gspo: Vec<[u32; 4]>,
}

/// A term of the dataset by its number, or another one, which a query computes or asks for.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Node {
    Known(u32),
    Other(Arc<Term>),
}

/// Which graph a quad is looked for in.
#[derive(Debug, Clone, Copy)]
enum Place {
    Union,
    AnyNamed,
    Named(u32),
}

/// Where the parts of a triple stand in an order.
#[derive(Debug, Clone, Copy)]
enum Order {
    Spog,
    Posg,
    Ospg,
    Gspo,
}

impl Dataset {
    /// The triples of `graph`, its own nodes under `base`.
    pub fn new(graph: &Graph, base: &Base) -> Self {
        let mut terms = Terms::default();
        let mut quads: Vec<[u32; 4]> = Vec::new();
        let pushed = rdf::each_quad(graph, base, &mut |quad| {
            let subject = match quad.subject {
                NamedOrBlankNode::NamedNode(node) => Term::from(node),
                NamedOrBlankNode::BlankNode(node) => node.into(),
            };
            let place = match quad.graph_name {
                GraphName::NamedNode(node) => Some(Term::from(node)),
                GraphName::BlankNode(node) => Some(node.into()),
                GraphName::DefaultGraph => None,
            };
            let mut number = |term| terms.number(term);
            quads.push([
                number(subject),
                number(quad.predicate.into()),
                number(quad.object),
                place.map_or(DEFAULT_GRAPH, number),
            ]);
            Ok(())
        });
        pushed.expect("a graph can be told, and keeping what it tells cannot fail");
        let sorted = |order: Order| {
            let mut all: Vec<[u32; 4]> = quads.iter().map(|&quad| order.put(quad)).collect();
            all.sort_unstable();
            all.dedup();
            all
        };
        let triples = Indexed {
            spog: sorted(Order::Spog),
            posg: sorted(Order::Posg),
            ospg: sorted(Order::Ospg),
            gspo: sorted(Order::Gspo),
            terms,
        };
        Self { triples: Arc::new(triples), running: Arc::default(), prefixes: Prefixes::new(base) }
    }

    /// The prefixes that a query may use without declaring them.
    pub fn prefixes(&self) -> &Prefixes {
        &self.prefixes
    }

    /// How many queries run on it or its clones, with those that were given up and have not ended yet.
    pub fn running(&self) -> usize {
        self.running.load(Ordering::Relaxed)
    }

    /// How many triples there are, those that several articles show counted once.
    pub fn len(&self) -> usize {
        self.triples.spog.chunk_by(|a, b| a[..3] == b[..3]).count()
    }

    /// Whether there is no triple at all.
    pub fn is_empty(&self) -> bool {
        self.triples.spog.is_empty()
    }
}

impl fmt::Debug for Dataset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Dataset").field("triples", &self.len()).finish_non_exhaustive()
    }
}

impl Order {
    /// A quad in this order.
    fn put(self, [s, p, o, g]: [u32; 4]) -> [u32; 4] {
        match self {
            Self::Spog => [s, p, o, g],
            Self::Posg => [p, o, s, g],
            Self::Ospg => [o, s, p, g],
            Self::Gspo => [g, s, p, o],
        }
    }

    /// A quad from this order.
    fn back(self, [a, b, c, d]: [u32; 4]) -> [u32; 4] {
        match self {
            Self::Spog => [a, b, c, d],
            Self::Posg => [c, a, b, d],
            Self::Ospg => [b, c, a, d],
            Self::Gspo => [b, c, d, a],
        }
    }
}

impl Indexed {
    fn rows(&self, order: Order) -> &[[u32; 4]] {
        match order {
            Order::Spog => &self.spog,
            Order::Posg => &self.posg,
            Order::Ospg => &self.ospg,
            Order::Gspo => &self.gspo,
        }
    }

    /// The rows of an order that begin with `first`.
    fn range(&self, order: Order, first: &[u32]) -> Range<usize> {
        let rows = self.rows(order);
        let start = rows.partition_point(|row| row[..first.len()] < *first);
        start..start + rows[start..].partition_point(|row| row[..first.len()] == *first)
    }

    /// The order and range in which to look for what is known of a quad.
    fn choose(&self, [s, p, o]: [Option<u32>; 3], place: Place) -> (Order, Range<usize>) {
        let (order, first): (Order, Vec<u32>) = match (s, p, o) {
            (Some(s), Some(p), Some(o)) => (Order::Spog, vec![s, p, o]),
            (Some(s), Some(p), None) => (Order::Spog, vec![s, p]),
            (Some(s), None, Some(o)) => (Order::Ospg, vec![o, s]),
            (Some(s), None, None) => (Order::Spog, vec![s]),
            (None, Some(p), Some(o)) => (Order::Posg, vec![p, o]),
            (None, Some(p), None) => (Order::Posg, vec![p]),
            (None, None, Some(o)) => (Order::Ospg, vec![o]),
            (None, None, None) => (Order::Spog, Vec::new()),
        };
        let range = self.range(order, &first);
        let Place::Named(graph) = place else { return (order, range) };
        let all = self.range(Order::Gspo, &[graph]);
        if all.len() < range.len() { (Order::Gspo, all) } else { (order, range) }
    }
}

/// The quads of a range that fit.
struct Quads {
    triples: Arc<Indexed>,
    order: Order,
    range: Range<usize>,
    known: [Option<u32>; 3],
    place: Place,
}

impl Iterator for Quads {
    type Item = Result<InternalQuad<Node>, Infallible>;

    fn next(&mut self) -> Option<Self::Item> {
        let rows = self.triples.rows(self.order);
        for at in self.range.by_ref() {
            let quad = self.order.back(rows[at]);
            let graph = match self.place {
                // The graph stands last, so the same triple of another graph has just been.
                Place::Union if at > 0 && rows[at - 1][..3] == rows[at][..3] => continue,
                Place::Union => None,
                Place::AnyNamed if quad[3] == DEFAULT_GRAPH => continue,
                Place::AnyNamed => Some(quad[3]),
                Place::Named(graph) if quad[3] != graph => continue,
                Place::Named(graph) => Some(graph),
            };
            if self.known.iter().zip(&quad).all(|(known, is)| known.is_none_or(|known| known == *is)) {
                return Some(Ok(InternalQuad {
                    subject: Node::Known(quad[0]),
                    predicate: Node::Known(quad[1]),
                    object: Node::Known(quad[2]),
                    graph_name: graph.map(Node::Known),
                }));
            }
        }
        None
    }
}

/// What the engine asks. It owns the triples, so that a query that is given up can run out on its own thread.
pub(super) struct Asked(pub(super) Arc<Indexed>);

impl QueryableDataset<'static> for Asked {
    type InternalTerm = Node;
    type Error = Infallible;

    fn internal_quads_for_pattern(
        &self,
        subject: Option<&Node>,
        predicate: Option<&Node>,
        object: Option<&Node>,
        graph_name: Option<Option<&Node>>,
    ) -> impl Iterator<Item = Result<InternalQuad<Node>, Infallible>> + use<> {
        // A term that is not in the dataset is in no quad.
        let mut elsewhere = false;
        let mut number = |node: Option<&Node>| match node {
            Some(Node::Known(number)) => Some(*number),
            Some(Node::Other(_)) => {
                elsewhere = true;
                None
            }
            None => None,
        };
        let known = [number(subject), number(predicate), number(object)];
        let place = match graph_name {
            None => Place::AnyNamed,
            Some(None) => Place::Union,
            Some(graph) => Place::Named(number(graph).unwrap_or(DEFAULT_GRAPH)),
        };
        let (order, range) = if elsewhere { (Order::Spog, 0..0) } else { self.0.choose(known, place) };
        Quads { triples: Arc::clone(&self.0), order, range, known, place }
    }

    fn internal_named_graphs(&self) -> impl Iterator<Item = Result<Node, Infallible>> + use<> {
        let graphs = self.0.gspo.chunk_by(|a, b| a[0] == b[0]).map(|rows| rows[0][0]);
        let graphs: Vec<u32> = graphs.filter(|&graph| graph != DEFAULT_GRAPH).collect();
        graphs.into_iter().map(|graph| Ok(Node::Known(graph)))
    }

    fn internalize_term(&self, term: Term) -> Result<Node, Infallible> {
        Ok(match self.0.terms.find(&term) {
            Some(number) => Node::Known(number),
            None => Node::Other(Arc::new(term)),
        })
    }

    fn externalize_term(&self, node: Node) -> Result<Term, Infallible> {
        Ok(match node {
            Node::Known(number) => self.0.terms.get(number).clone(),
            Node::Other(term) => Term::clone(&term),
        })
    }
}
