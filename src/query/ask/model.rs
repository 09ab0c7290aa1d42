//! What an answer is.

use std::collections::BTreeMap;

use serde::Serialize;

use super::super::acts::ActAnswer;
use super::super::offices::OfficeAnswer;
use super::super::positions::PositionAnswer;
use super::super::source::Source;
use crate::schema::{About, Asks, Question};

/// Whether it is so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// Words say so.
    Yes,
    /// Words deny it, or say the contrary.
    No,
    /// Some words say so, others deny it.
    Both,
    /// Words say so, and that it was given up, or later ones the contrary.
    Formerly,
    /// Under a condition.
    Conditional,
    /// The graph does not say.
    Unsaid,
}

/// Something that the graph says.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Fact {
    /// Somebody did something.
    Act(ActAnswer),
    /// Somebody is for or against something.
    Position(PositionAnswer),
    /// Somebody holds a post.
    Office(OfficeAnswer),
}

impl Fact {
    /// The words that show it.
    pub fn sources(&self) -> &[Source] {
        match self {
            Fact::Act(act) => &act.sources,
            Fact::Position(position) => &position.sources,
            Fact::Office(office) => &office.sources,
        }
    }

    /// The words that show it, to be put into what stands around them.
    pub fn sources_mut(&mut self) -> &mut Vec<Source> {
        match self {
            Fact::Act(act) => &mut act.sources,
            Fact::Position(position) => &mut position.sources,
            Fact::Office(office) => &mut office.sources,
        }
    }

    /// Name of the source that the texts name for it.
    pub fn reporter(&self) -> Option<&str> {
        match self {
            Fact::Act(act) => act.reporter.as_deref(),
            Fact::Position(position) => position.reporter.as_deref(),
            Fact::Office(_) => None,
        }
    }

    /// Its date, or else that of the first document that tells it.
    pub fn day(&self) -> Option<&str> {
        match self {
            Fact::Act(act) => act.day(),
            Fact::Position(position) => position.since.as_deref(),
            Fact::Office(office) => office.first.as_deref(),
        }
    }

    /// The latest day for which it is told: its date, or that of the last document that tells it.
    pub fn last(&self) -> Option<&str> {
        match self {
            Fact::Act(act) => act.date.as_deref().or(act.last.as_deref()),
            Fact::Position(position) => position.last.as_deref(),
            Fact::Office(office) => office.last.as_deref(),
        }
    }

    /// The earliest date of a document that tells it; for a position that of the act that shows it where it is known.
    pub fn told(&self) -> Option<&str> {
        match self {
            Fact::Act(act) => act.first.as_deref(),
            Fact::Position(position) => position.since.as_deref(),
            Fact::Office(office) => office.first.as_deref(),
        }
    }
}

/// One thing that was asked for, with what the graph says of it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Row {
    /// Name of the actor or place, phrase of the topic, title, or date; empty where facts alone are asked for.
    pub name: String,
    /// At least one.
    pub facts: Vec<Fact>,
}

/// An answer.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Answer {
    /// The reading of the question that is answered.
    pub question: Question,
    /// Where it was asked whether something is so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verdict: Option<Verdict>,
    /// Where it was asked how often: the acts that the graph tells apart. There may have been more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub count: Option<usize>,
    /// What was asked for. For a verdict, the facts that show it.
    pub rows: Vec<Row>,
    /// Where nothing was found: what comes near, as what is planned for what was asked as done.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub near: Vec<Fact>,
    /// Acts by which somebody gave up what the rows, or what comes near, tell of them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub given_up: Vec<Fact>,
    /// Whether the rows are issues, and what is compared in them stances on different phrases.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub by_issue: bool,
}

impl Answer {
    pub(super) fn new(question: &Question) -> Self {
        Self {
            question: question.clone(),
            verdict: None,
            count: None,
            rows: Vec::new(),
            near: Vec::new(),
            given_up: Vec::new(),
            by_issue: false,
        }
    }

    /// All facts in it: those that answer, those that come near, and those that were given up.
    pub fn facts_mut(&mut self) -> impl Iterator<Item = &mut Fact> {
        let rows = self.rows.iter_mut().flat_map(|row| &mut row.facts);
        rows.chain(&mut self.near).chain(&mut self.given_up)
    }

    /// Whether it was asked on what actors agree or differ, and there is no topic that they do on: then
    /// [`compare_by_issue`](super::super::compare_by_issue) may tell on which issues.
    pub fn leaves_sides_open(&self) -> bool {
        let question = &self.question;
        self.is_empty()
            && matches!(question.asks, Asks::Agreement | Asks::Difference)
            && question.about == About::Positions
            && !question.whether
    }

    /// Whether the graph says anything of what was asked.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }
}

/// Rows by the names that facts give, those that come first first.
pub(super) fn rows(named: impl IntoIterator<Item = (String, Fact)>) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    for (name, fact) in named {
        let place = *places.entry(name.clone()).or_insert_with(|| {
            rows.push(Row { name, facts: Vec::new() });
            rows.len() - 1
        });
        if !rows[place].facts.contains(&fact) {
            rows[place].facts.push(fact);
        }
    }
    rows
}
