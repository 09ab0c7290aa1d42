//! Why there is no answer.

use super::super::names;
use crate::error::Error;
use crate::graph::Graph;

/// Why a reading has no answer. A name that means nobody is not told at once, since another reading may cut the words
/// otherwise; looking for the nearest names takes longer than looking for the name.
#[derive(Debug)]
pub(super) enum Failure {
    /// The graph knows nobody of this name.
    Unknown {
        /// What is looked for: an actor, a place.
        what: &'static str,
        name: String,
    },
    /// The graph has no such post.
    NoOffice(String),
    Other(Error),
}

pub(super) type Result<T> = std::result::Result<T, Failure>;

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Failure::Other(error)
    }
}

impl Failure {
    /// How many words mean nothing: of several readings the one that leaves fewest is the likeliest.
    pub fn words(&self) -> usize {
        match self {
            Failure::Unknown { name, .. } | Failure::NoOffice(name) => name.split_whitespace().count(),
            Failure::Other(_) => usize::MAX,
        }
    }

    /// The error, with the nearest names of a graph.
    pub fn told(self, graph: &Graph) -> Error {
        match self {
            Failure::Unknown { what, name } => names::no_entity(graph, what, &name),
            Failure::NoOffice(title) => names::no_office(graph, &title),
            Failure::Other(error) => error,
        }
    }
}
