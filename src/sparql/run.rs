//! A query, run.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use oxrdf::vocab::rdf;
use oxrdf::{BlankNode, NamedNode, NamedOrBlankNode, Term, Triple};
use spareval::{CancellationToken, QueryEvaluationError, QueryEvaluator, QueryResults};
use spargebra::Query;
use spargebra::algebra::{GraphPattern, QueryDataset};

use crate::error::{Error, ErrorKind, Result};

use super::dataset::{Asked, Dataset};
use super::parse::parse;
use super::results::{Results, Rows, Triples};

/// Stack of the thread that a query runs on, in bytes: parser and engine call themselves as deep as the query is nested.
const STACK: usize = 256 << 20;

/// What a query may cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Limits {
    /// The most rows or triples that are kept; all where there is none.
    pub rows: Option<usize>,
    /// The longest that is waited for; for ever where there is none.
    pub time: Option<Duration>,
}

/// The graphs that a query sees in place of those that it names itself, by their IRIs.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Graphs {
    /// Those that are its default graph together.
    pub default: Vec<String>,
    /// Those that `GRAPH` finds.
    pub named: Vec<String>,
}

/// Runs a query as [`query()`] does, over some of the graphs of a dataset where any are told.
///
/// # Errors
/// Those of [`query()`]; [`ErrorKind::Query`] when one of the graphs is told by no IRI.
pub fn query_in(dataset: &Dataset, text: &str, graphs: &Graphs, limits: &Limits) -> Result<Results> {
    if graphs.default.is_empty() && graphs.named.is_empty() {
        return query(dataset, text, limits);
    }
    let nodes = |iris: &[String]| {
        let node = |iri: &String| {
            let wrong =
                |error| Error::new(ErrorKind::Query, format!("'{iri}' is no IRI of a graph: {error}"));
            NamedNode::new(iri.as_str()).map_err(wrong)
        };
        iris.iter().map(node).collect::<Result<Vec<NamedNode>>>()
    };
    let chosen = QueryDataset { default: nodes(&graphs.default)?, named: Some(nodes(&graphs.named)?) };
    run(dataset, text, Some(chosen), limits)
}

/// Runs a query.
///
/// It runs on a thread of its own. Where the time is over, that thread ends when the engine next reads a triple: at once for
/// most queries, and much later where it multiplies what it has read; [`Dataset::running`] counts these.
///
/// # Errors
/// [`ErrorKind::Query`] when it is no query (with the place in it), when it asks for what is refused (see
/// [the module](super)), and when it takes longer than `limits` allow.
pub fn query(dataset: &Dataset, text: &str, limits: &Limits) -> Result<Results> {
    run(dataset, text, None, limits)
}

fn run(dataset: &Dataset, text: &str, chosen: Option<QueryDataset>, limits: &Limits) -> Result<Results> {
    let (put, take) = mpsc::channel();
    let cancel = CancellationToken::new();
    let (asked, text, rows, token) = (dataset.clone(), text.to_owned(), limits.rows, cancel.clone());
    let run = move || {
        let counted = Counted::new(&asked.running);
        let result = evaluate(&asked, &text, chosen, rows, &token);
        drop(counted);
        // Nobody waits any more where the time is over.
        let _ = put.send(result);
    };
    thread::Builder::new()
        .name("sparql".to_owned())
        .stack_size(STACK)
        .spawn(run)
        .map_err(|error| Error::new(ErrorKind::Query, format!("the query cannot be run: {error}")))?;
    let result = match limits.time {
        Some(time) => take.recv_timeout(time),
        None => take.recv().map_err(RecvTimeoutError::from),
    };
    match result {
        Ok(result) => result,
        Err(RecvTimeoutError::Timeout) => {
            cancel.cancel();
            let seconds = limits.time.unwrap_or_default().as_secs_f64();
            let message = format!(
                "the query was given up after {seconds} seconds; patterns that share no variable multiply, and a LIMIT \
                 or a narrower pattern helps"
            );
            Err(Error::new(ErrorKind::Query, message))
        }
        Err(RecvTimeoutError::Disconnected) => {
            Err(Error::new(ErrorKind::Query, "the query engine gave up on this query"))
        }
    }
}

/// A query that runs, for as long as this is there.
struct Counted(Arc<AtomicUsize>);

impl Counted {
    fn new(running: &Arc<AtomicUsize>) -> Self {
        running.fetch_add(1, Ordering::Relaxed);
        Self(Arc::clone(running))
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

fn evaluate(
    dataset: &Dataset,
    text: &str,
    chosen: Option<QueryDataset>,
    most: Option<usize>,
    cancel: &CancellationToken,
) -> Result<Results> {
    let mut query = parse(text, dataset.prefixes())?;
    if chosen.is_some() {
        let (Query::Select { dataset, .. }
        | Query::Construct { dataset, .. }
        | Query::Describe { dataset, .. }
        | Query::Ask { dataset, .. }) = &mut query;
        *dataset = chosen;
    }
    let evaluator = QueryEvaluator::new().with_cancellation_token(cancel.clone());
    let asked = Asked(Arc::clone(&dataset.triples));
    let most = most.unwrap_or(usize::MAX);
    match evaluator.prepare(&query).execute(asked).map_err(failed)? {
        QueryResults::Boolean(truth) => Ok(Results::Truth(truth)),
        QueryResults::Solutions(solutions) => {
            let variables: Vec<String> =
                solutions.variables().iter().map(|variable| variable.as_str().to_owned()).collect();
            let mut blank = Blank::default();
            let mut rows = Vec::new();
            let mut more = false;
            for solution in solutions {
                let solution = solution.map_err(failed)?;
                if cancel.is_cancelled() || rows.len() == most {
                    more = true;
                    break;
                }
                let row = solution.values().iter().map(|value| value.clone().map(|term| blank.term(term)));
                rows.push(row.collect());
            }
            if !is_ordered(&query) {
                rows.sort_by_cached_key(|row: &Vec<Option<Term>>| {
                    row.iter().map(|value| value.as_ref().map(key)).collect::<Vec<_>>()
                });
            }
            Ok(Results::Rows(Rows { variables, rows, more }))
        }
        QueryResults::Graph(graph) => {
            let mut blank = Blank::default();
            let mut triples = Vec::new();
            let mut more = false;
            for triple in graph {
                let triple = triple.map_err(failed)?;
                if cancel.is_cancelled() || triples.len() == most {
                    more = true;
                    break;
                }
                triples.push(blank.triple(triple));
            }
            triples.sort_by_cached_key(|triple| {
                let is_type = triple.predicate == rdf::TYPE;
                let subject = Term::from(triple.subject.clone());
                (key(&subject), !is_type, triple.predicate.as_str().to_owned(), key(&triple.object))
            });
            triples.dedup();
            Ok(Results::Triples(Triples { triples, more }))
        }
    }
}

fn failed(error: QueryEvaluationError) -> Error {
    Error::new(ErrorKind::Query, format!("the query cannot be answered: {error}"))
}

/// Whether the rows have an order of their own.
fn is_ordered(query: &Query) -> bool {
    let Query::Select { pattern, .. } = query else { return false };
    let mut pattern = pattern;
    loop {
        match pattern {
            GraphPattern::OrderBy { .. } => return true,
            GraphPattern::Slice { inner, .. }
            | GraphPattern::Distinct { inner }
            | GraphPattern::Reduced { inner }
            | GraphPattern::Project { inner, .. } => pattern = inner,
            _ => return false,
        }
    }
}

/// What terms are sorted by: blank nodes, then IRIs, then literals by their text.
fn key(term: &Term) -> (u8, String, String) {
    match term {
        Term::BlankNode(node) => (0, node.as_str().to_owned(), String::new()),
        Term::NamedNode(node) => (1, node.as_str().to_owned(), String::new()),
        Term::Literal(literal) => {
            let kind = format!("{} {}", literal.datatype().as_str(), literal.language().unwrap_or_default());
            (2, literal.value().to_owned(), kind)
        }
    }
}

/// Blank nodes numbered as they come: the engine gives them random names.
#[derive(Default)]
struct Blank(BTreeMap<String, BlankNode>);

impl Blank {
    fn node(&mut self, node: &BlankNode) -> BlankNode {
        let next = self.0.len();
        let number = || BlankNode::new_unchecked(format!("b{next}"));
        self.0.entry(node.as_str().to_owned()).or_insert_with(number).clone()
    }

    fn term(&mut self, term: Term) -> Term {
        match term {
            Term::BlankNode(node) => self.node(&node).into(),
            term => term,
        }
    }

    fn triple(&mut self, triple: Triple) -> Triple {
        let subject = match triple.subject {
            NamedOrBlankNode::BlankNode(node) => self.node(&node).into(),
            subject => subject,
        };
        Triple { subject, predicate: triple.predicate, object: self.term(triple.object) }
    }
}
