//! A question in English, and its answer in English: read by [`question`], answered by [`query`] from whatever
//! graph the caller has, and told in words.
//!
//! ```
//! use demarche::dialogue::{self, Put};
//! use demarche::graph::Graph;
//! use demarche::nlp::Pipeline;
//! use demarche::query;
//!
//! # fn main() -> demarche::Result<()> {
//! let record = r#"{"id": "monday", "date": "2025-08-18", "entities": [
//!     {"id": "macron", "type": "person", "name": "Emmanuel Macron", "mentions": []},
//!     {"id": "merz", "type": "person", "name": "Friedrich Merz", "mentions": []}],
//!   "offices": [], "positions": [], "relations": [{"source": "macron", "relation": "met", "target": "merz",
//!     "topic": null, "status": "occurred", "reported_by": null, "plover": "CONSULT",
//!     "evidence": {"start": 0, "end": 16, "text": "Macron met Merz."}}]}"#;
//! let graph = Graph::from_records([serde_json::from_str(record).unwrap()]);
//!
//! let put = dialogue::put("Did Macron meet Merz?", Pipeline::builtin(), None, |readings| query::ask(&graph, readings))?;
//! let Put::Said { answer, caveat } = put else { unreachable!("the graph tells of both") };
//! assert_eq!(dialogue::said(&answer).as_deref(), Some("Yes."));
//! assert_eq!(dialogue::words(&answer.rows[0].facts[0]), "Emmanuel Macron met Friedrich Merz");
//! assert!(caveat.is_none());
//! # Ok(())
//! # }
//! ```

use std::collections::BTreeSet;

use serde::Serialize;

use crate::error::{ErrorKind, Result};
use crate::graph::Graph;
use crate::issues::Issues;
use crate::lexicon::Lexicon;
use crate::nlp::Pipeline;
use crate::query::{self, ActAnswer, Answer, Fact, OfficeAnswer, PositionAnswer, Verdict};
use crate::question::{self, Reading};
use crate::schema::{ActStatus, Asks, OfficeStatus, PartialDate, Question, Stance};

/// What is said before issues that stand for topics.
pub const BY_ISSUE: &str =
    "On no topic in the same words; on these issues, if each phrase is read for the side that it is on:";

/// What comes of a question that was put.
pub enum Put {
    /// It fits no pattern.
    Unread(Reading),
    /// The graph knows none of its names.
    Unsaid {
        /// As what the question was read.
        reading: Reading,
        /// Which name it is, with the nearest.
        why: String,
    },
    /// It is answered.
    Said {
        /// The answer.
        answer: Box<Answer>,
        /// What is to be said of it beside.
        caveat: Option<Caveat>,
    },
}

/// Reads a question, in which days count from `today`, and has its readings answered.
///
/// # Errors
/// Those of `answer`, but that a name is not known, which is [`Put::Unsaid`].
pub fn put(
    question: &str,
    pipeline: &Pipeline,
    today: Option<String>,
    answer: impl FnOnce(&[Question]) -> Result<Answer>,
) -> Result<Put> {
    let text = question::in_full(question, &Lexicon::builtin().questions);
    let doc = pipeline.analyser().analyse(&text);
    let reading = question::read(&doc, Lexicon::builtin(), today.as_deref().and_then(PartialDate::parse));
    if reading.is_empty() {
        return Ok(Put::Unread(reading));
    }
    match answer(&reading.questions) {
        Ok(answer) => {
            let caveat = caveat(&answer);
            Ok(Put::Said { answer: Box::new(answer), caveat })
        }
        Err(error) if error.kind() == ErrorKind::Query => Ok(Put::Unsaid { reading, why: error.to_string() }),
        Err(error) => Err(error),
    }
}

/// The answer; where it has no topic on which actors agree or differ, that has the issues on which they do.
///
/// # Errors
/// [`ErrorKind::Query`] when the graph does not know who is asked for.
pub fn by_issue(graph: &Graph, issues: &Issues, answer: Answer) -> Result<Answer> {
    if !answer.leaves_sides_open() {
        return Ok(answer);
    }
    let found = query::compare_by_issue(graph, issues, &answer.question)?;
    Ok(if found.is_empty() { answer } else { found })
}

/// An answer with what is to be said of it beside.
#[derive(Serialize)]
pub struct Told<'a> {
    /// The answer.
    #[serde(flatten)]
    pub answer: &'a Answer,
    /// What is to be said of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub caveat: Option<&'a Caveat>,
}

/// Why an answer of yes or no holds only as far as somebody's word goes, or is left open by the words themselves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Caveat {
    /// All that shows it is told by these, and not in the articles' own voice.
    Reported(BTreeSet<String>),
    /// All that shows it has words like this one.
    Doubted(String),
}

impl Caveat {
    /// It in words.
    pub fn words(&self) -> String {
        match self {
            Caveat::Reported(names) => {
                let names: Vec<&str> = names.iter().map(String::as_str).collect();
                format!("So it is reported by {}.", names.join(" and "))
            }
            Caveat::Doubted(word) => format!("The articles leave room for doubt: \u{201c}{word}\u{201d}."),
        }
    }
}

fn caveat(answer: &Answer) -> Option<Caveat> {
    if !matches!(answer.verdict, Some(Verdict::Yes | Verdict::No | Verdict::Formerly)) {
        return None;
    }
    let facts: Vec<&Fact> = answer.rows.iter().flat_map(|row| &row.facts).collect();
    let doubts: Option<Vec<String>> = facts.iter().map(|fact| doubt_of(fact)).collect();
    if let Some(word) = doubts.and_then(|words| words.into_iter().next()) {
        return Some(Caveat::Doubted(word));
    }
    let reporters: Option<BTreeSet<String>> =
        facts.iter().map(|fact| fact.reporter().map(str::to_owned)).collect();
    reporters.filter(|names| !names.is_empty()).map(Caveat::Reported)
}

/// The word by which all quotes of a fact leave it open, where they do.
fn doubt_of(fact: &Fact) -> Option<String> {
    let questions = &Lexicon::builtin().questions;
    let words: Option<Vec<String>> =
        fact.sources().iter().map(|source| question::doubt(&source.quote, questions)).collect();
    words.and_then(|words| words.into_iter().next())
}

/// What was understood of a question that fits no pattern, and what can be asked: a line, and a line for each example.
pub fn unread(reading: &Reading) -> String {
    let mut text = "this question is not of a kind that can be read".to_owned();
    let mut understood: Vec<String> = reading.names.clone();
    understood.extend(reading.relations.iter().map(|relation| format!("relation '{relation}'")));
    if !understood.is_empty() {
        text.push_str(&format!("; understood: {}", understood.join(", ")));
    }
    text.push_str("; near it, these can be:");
    for example in &reading.examples {
        text.push_str(&format!("\n  {example}"));
    }
    text
}

/// An answer that there is none.
#[derive(Serialize)]
pub struct Unsaid<'a> {
    question: Option<&'a Question>,
    verdict: Verdict,
    why: &'a str,
    rows: [(); 0],
}

impl<'a> Unsaid<'a> {
    /// To a question that was read.
    pub fn new(reading: &'a Reading, why: &'a str) -> Self {
        Self { question: reading.questions.first(), verdict: Verdict::Unsaid, why, rows: [] }
    }
}

/// What the graph does not say.
fn silence(answer: &Answer) -> &'static str {
    let told = !answer.near.is_empty();
    match answer.question.asks {
        Asks::Reasons => "The graph does not say why.",
        Asks::Dates if told => "The graph does not say when.",
        Asks::Places if told => "The graph does not say where.",
        _ => "The graph does not say.",
    }
}

/// An answer in a few words, where it is no list alone.
pub fn said(answer: &Answer) -> Option<String> {
    let said = match answer.verdict {
        Some(Verdict::Yes) => "Yes.",
        Some(Verdict::No) => "No.",
        Some(Verdict::Both) => "The articles say both yes and no.",
        Some(Verdict::Conditional) => "Only under a condition.",
        Some(Verdict::Formerly) => "No longer.",
        Some(Verdict::Unsaid) => silence(answer),
        None if answer.is_empty() => silence(answer),
        None => {
            let count = answer.count?;
            let often = match (answer.question.asks, count) {
                // There may be others whom no article names.
                (Asks::Number, _) => format!("At least {count}"),
                (_, 1) => "Once".to_owned(),
                (_, 2) => "Twice".to_owned(),
                _ => format!("{count} times"),
            };
            return Some(format!("{often}, as far as the articles tell."));
        }
    };
    Some(said.to_owned())
}

/// A fact as a short sentence without grammar: who, what, to whom, about what, when and where.
pub fn words(fact: &Fact) -> String {
    match fact {
        Fact::Act(act) => act_words(act),
        Fact::Position(position) => position_words(position),
        Fact::Office(office) => office_words(office),
    }
}

/// An act, as [`words`] has it.
pub fn act_words(act: &ActAnswer) -> String {
    let mut text = format!("{} {}", act.source, act.relation);
    if let Some(target) = &act.target {
        text.push_str(&format!(" {target}"));
    }
    if let Some(topic) = &act.topic {
        text.push_str(&format!(": {topic}"));
    }
    let mut asides: Vec<String> = Vec::new();
    if act.status != ActStatus::Occurred {
        asides.push(act.status.to_string());
    }
    asides.extend(act.places.iter().map(|place| format!("in {place}")));
    asides.extend(act.date.clone());
    if !asides.is_empty() {
        text.push_str(&format!(" ({})", asides.join(", ")));
    }
    text
}

/// A position, as [`words`] has it.
pub fn position_words(position: &PositionAnswer) -> String {
    let stance = match position.stance {
        Stance::Conditional => "on a condition for",
        stance => stance.as_str(),
    };
    format!("{} {stance} {}", position.holder, position.topic)
}

/// A post, as [`words`] has it.
pub fn office_words(office: &OfficeAnswer) -> String {
    let mut text = format!("{}, {}", office.holder, office.title);
    if let Some(of) = &office.of {
        text.push_str(&format!(" of {of}"));
    }
    if office.status != OfficeStatus::Current {
        text.push_str(&format!(" ({})", office.status));
    }
    text
}
