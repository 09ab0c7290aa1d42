//! Issues: the questions on which actors take sides, each with the topics that belong to it.
//!
//! A topic is a phrase; an issue is what several phrases are about, in one article and in the articles of one affair. The
//! "agreement" of two affairs is two issues. Which topics are one issue follows from the graph alone (phrases, quotes and
//! their places, actors, days), and is worked out when it is asked for: so merging graphs stays a union.
//!
//! `told` takes from the graph what is told of topics; `vocabulary` knows their words; `likeness` says how likely two
//! topics are one issue, and how likely two articles are of one affair; `affair` finds the articles of one affair without
//! holding all against all; `join` puts together what is alike; `label` names it; `issue` is the whole. `search` finds
//! topics by what they mean.

mod weights;
mod vocabulary;
mod told;
mod ruled;
mod likeness;
mod affair;
mod join;
mod label;
mod issue;
mod search;
mod explain;

pub use explain::{IssueExplanation, Nearest, TopicReason, explain};
pub use issue::{Issue, IssueTopic, Issues};
pub use search::alike;
#[cfg(feature = "store")]
pub(crate) use weights::RULE;
