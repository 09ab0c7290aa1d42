//! `demarche ask`: a question in English, answered with the sentences that show it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anstyle::AnsiColor;
use serde::Serialize;

use demarche::ErrorKind;
use demarche::builder::{Builder, Options};
use demarche::graph::Graph;
use demarche::issues::Issues;
use demarche::lexicon::Lexicon;
use demarche::nlp::Pipeline;
use demarche::query::{self, Answer, Fact, Verdict};
use demarche::question::{self, Reading};
use demarche::schema::{ActStatus, Asks, OfficeStatus, PartialDate, Question, Stance};
use demarche::store::{self, Store};

use super::answer::json;
use super::args::{Ask, News};
use super::citation::citations;
use super::outcome::Outcome;
use super::reading::{Reader, Tally, pipeline};
use super::table::Cell;
use super::{graphs, message, table};

/// Facts that come near and are shown where nothing was found.
const NEAR: usize = 3;

/// What is said before issues that stand for topics.
pub const BY_ISSUE: &str =
    "On no topic in the same words; on these issues, if each phrase is read for the side that it is on:";

/// Reads the question, and answers it from the graphs and articles.
pub fn run(args: Ask) -> anyhow::Result<Outcome> {
    let pipeline = pipeline(args.model.as_deref())?;
    let (mut asked, outcome) = collect(&args, pipeline)?;
    let put = put(&args.question, pipeline, asked.newest()?, |readings| asked.answer(readings))?;
    let (answer, caveat) = match put {
        Put::Unread(reading) => {
            message::note(&unread(&reading));
            return Ok(if outcome == Outcome::Lost { outcome } else { Outcome::NothingFound });
        }
        Put::Unsaid { reading, why } => {
            explain(args.explain, reading.questions.first())?;
            unsaid(args.json, &reading, &why)?;
            return Ok(if outcome == Outcome::Lost { outcome } else { Outcome::NothingFound });
        }
        Put::Said { answer, caveat } => (*answer, caveat),
    };
    let answer = if answer.is_empty() { asked.by_issue(answer)? } else { answer };
    if args.json {
        json(&Told { answer: &answer, caveat: caveat.as_ref() })?;
    } else {
        explain(args.explain, Some(&answer.question))?;
        print(&answer, caveat.as_ref())?;
    }
    Ok(match outcome {
        Outcome::Lost => outcome,
        _ if answer.is_empty() => Outcome::NothingFound,
        _ => Outcome::Done,
    })
}

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
pub fn put(
    question: &str,
    pipeline: &Pipeline,
    today: Option<String>,
    answer: impl FnOnce(&[Question]) -> demarche::Result<Answer>,
) -> demarche::Result<Put> {
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

/// What is asked.
enum Asked {
    /// One store, of which only the part is read that the question needs.
    Store(Store),
    /// One graph of all there is.
    Graph(Graph),
}

impl Asked {
    /// The day of the newest article.
    fn newest(&self) -> demarche::Result<Option<String>> {
        match self {
            Asked::Store(store) => store.newest(),
            Asked::Graph(graph) => Ok(graph.documents().filter_map(|d| d.entry.date.clone()).max()),
        }
    }

    fn answer(&self, readings: &[Question]) -> demarche::Result<Answer> {
        match self {
            Asked::Store(store) => {
                let mut asking = store.asking()?;
                query::ask_parts(readings, |question, near| asking.part(question, near))
            }
            Asked::Graph(graph) => query::ask(graph, readings),
        }
    }

    /// On which issues actors agree or differ, where the answer has no topic that they do on.
    fn by_issue(&mut self, answer: Answer) -> demarche::Result<Answer> {
        if !answer.leaves_sides_open() {
            return Ok(answer);
        }
        match self {
            Asked::Store(store) => {
                let part = store.asking()?.part_by_issue(&answer.question)?;
                by_issue(&part, &store.issues_in(&part)?, answer)
            }
            Asked::Graph(graph) => by_issue(graph, &Issues::of(graph), answer),
        }
    }
}

fn by_issue(graph: &Graph, issues: &Issues, answer: Answer) -> demarche::Result<Answer> {
    let found = query::compare_by_issue(graph, issues, &answer.question)?;
    Ok(if found.is_empty() { answer } else { found })
}

/// All that is asked: saved graphs are read, articles are built.
fn collect(args: &Ask, pipeline: &'static Pipeline) -> anyhow::Result<(Asked, Outcome)> {
    if let [path] = &args.inputs[..]
        && store::is_store(path)
    {
        let store = Store::open(path)?;
        // While its tables are behind, each part would be the whole.
        let asked = if store.is_stale()? { Asked::Graph(store.graph()?) } else { Asked::Store(store) };
        return Ok((asked, Outcome::Done));
    }
    let (saved, news): (Vec<PathBuf>, Vec<PathBuf>) =
        args.inputs.iter().cloned().partition(|path| is_graph(path));
    let mut parts = Vec::new();
    for path in &saved {
        parts.push(graphs::read(path)?.0);
    }
    let mut outcome = Outcome::Done;
    if !news.is_empty() {
        let options = Options { jobs: args.jobs.map_or(0, usize::from), ..Options::default() };
        let builder = Builder::new(pipeline, options)?;
        let reader = Reader::open(News { inputs: news, ..News::default() }, args.date.clone());
        let mut tally = Tally::new(reader.bar());
        parts.push(
            builder.records(reader, |records| {
                Graph::from_records(records.filter_map(|record| tally.keep(record)))
            }),
        );
        outcome = tally.finish();
    }
    let graph = if parts.len() == 1 { parts.remove(0) } else { Graph::merge(parts) };
    Ok((Asked::Graph(graph), outcome))
}

/// Standard input is a graph, as for the other questions.
fn is_graph(path: &Path) -> bool {
    path == Path::new("-")
        || store::is_store(path)
        || graphs::saved_in(path).is_some()
        || path.extension().is_some_and(|ending| ending == "jsonld")
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
#[derive(Serialize)]
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

/// What was understood of a question that fits no pattern, and what can be asked.
fn unread(reading: &Reading) -> String {
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

fn unsaid(as_json: bool, reading: &Reading, why: &str) -> anyhow::Result<()> {
    if as_json {
        return json(&Unsaid::new(reading, why));
    }
    println("The graph does not say.")?;
    message::note(why);
    Ok(())
}

/// The question as it was read, part by part.
fn explain(wanted: bool, question: Option<&Question>) -> anyhow::Result<()> {
    let Some(question) = question.filter(|_| wanted) else { return Ok(()) };
    let parts = serde_json::to_value(question)?;
    let mut text = "read as:".to_owned();
    for (name, value) in parts.as_object().into_iter().flatten() {
        let value = match value {
            serde_json::Value::String(text) => text.clone(),
            serde_json::Value::Array(all) => all
                .iter()
                .map(|v| v.as_str().map_or_else(|| v.to_string(), str::to_owned))
                .collect::<Vec<_>>()
                .join(", "),
            other => other.to_string(),
        };
        text.push_str(&format!("\n  {name}: {value}"));
    }
    message::note(&text);
    Ok(())
}

fn println(line: &str) -> anyhow::Result<()> {
    Ok(table::lines([(0, Cell::bold(line))])?)
}

/// The answer in words, each with where it stands.
fn print(answer: &Answer, caveat: Option<&Caveat>) -> anyhow::Result<()> {
    let mut lines = Vec::new();
    if let Some(headline) = headline(answer) {
        lines.push((0, headline));
    }
    lines.extend(caveat.map(|caveat| (0, Cell::plain(caveat.words()))));
    if answer.by_issue {
        lines.push((0, Cell::plain(BY_ISSUE)));
    }
    for row in &answer.rows {
        let indent = usize::from(!row.name.is_empty()) * 2;
        if indent > 0 {
            lines.push((0, Cell::bold(&*row.name)));
        }
        for fact in &row.facts {
            cite(fact, indent, &mut lines);
        }
    }
    if !answer.near.is_empty() {
        lines.push((0, Cell::plain("What comes near:")));
        answer.near.iter().take(NEAR).for_each(|fact| cite(fact, 2, &mut lines));
        if answer.near.len() > NEAR {
            lines.push((2, Cell::dim(format!("and {} more", answer.near.len() - NEAR))));
        }
    }
    if !answer.given_up.is_empty() {
        lines.push((0, Cell::plain("It was given up:")));
        answer.given_up.iter().for_each(|fact| cite(fact, 2, &mut lines));
    }
    Ok(table::lines(lines)?)
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

fn headline(answer: &Answer) -> Option<Cell> {
    let said = said(answer)?;
    Some(match answer.verdict {
        Some(Verdict::Yes) => Cell::coloured(said, AnsiColor::Green),
        Some(Verdict::No) => Cell::coloured(said, AnsiColor::Red),
        Some(Verdict::Both | Verdict::Conditional | Verdict::Formerly) => {
            Cell::coloured(said, AnsiColor::Yellow)
        }
        Some(Verdict::Unsaid) | None => Cell::bold(said),
    })
}

/// A fact in words, then its quotes with where they stand.
fn cite(fact: &Fact, indent: usize, lines: &mut Vec<(usize, Cell)>) {
    lines.push((indent, Cell::plain(words(fact))));
    let cited = citations(fact.sources(), fact.reporter());
    lines.extend(cited.into_iter().map(|line| (indent + 2, line)));
}

/// A fact as a short sentence without grammar: who, what, to whom, about what, when and where.
pub fn words(fact: &Fact) -> String {
    match fact {
        Fact::Act(act) => {
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
        Fact::Position(position) => {
            let stance = match position.stance {
                Stance::Conditional => "on a condition for",
                stance => stance.as_str(),
            };
            format!("{} {stance} {}", position.holder, position.topic)
        }
        Fact::Office(office) => {
            let mut text = format!("{}, {}", office.holder, office.title);
            if let Some(of) = &office.of {
                text.push_str(&format!(" of {of}"));
            }
            if office.status != OfficeStatus::Current {
                text.push_str(&format!(" ({})", office.status));
            }
            text
        }
    }
}
