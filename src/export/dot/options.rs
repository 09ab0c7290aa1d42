//! What a picture can be asked for.

use std::collections::BTreeSet;

use crate::schema::RelationKind;

/// What the picture shows: acts or positions that pass every filter.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Options {
    /// Heading; `None` for the titles or number of the articles.
    pub title: Option<String>,
    /// At most so many edges, those with the most evidence; `None` for all.
    pub top: Option<usize>,
    /// Ids of entities and topics in the middle of the picture; with none, all of the graph.
    pub focus: BTreeSet<String>,
    /// How many steps from the focus, at least 1: 1 shows what those in focus do and what is done to them.
    pub hops: usize,
    /// Ids of topics; `None` for all, and for acts about none.
    pub topics: Option<BTreeSet<String>>,
    /// Relations of acts; none for all.
    pub relations: BTreeSet<RelationKind>,
    /// First date, ISO 8601 (`2025-08-17`, `2025-08`, `2025`). A fact is of the date that its words give, else of its
    /// articles; one of no known date is left out.
    pub since: Option<String>,
    /// Last date, in the same way.
    pub until: Option<String>,
    /// Least confidence, from 0 to 1.
    pub min_confidence: f64,
    /// Positions in place of acts: who is for, against, and for under a condition.
    pub positions: bool,
}

impl Options {
    /// The number of edges that can be read on one page.
    pub const PAGE: usize = 60;
}

impl Default for Options {
    fn default() -> Self {
        Self {
            title: None,
            top: Some(Self::PAGE),
            focus: BTreeSet::new(),
            hops: 1,
            topics: None,
            relations: BTreeSet::new(),
            since: None,
            until: None,
            min_confidence: 0.0,
            positions: false,
        }
    }
}
