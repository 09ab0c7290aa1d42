//! `demarche ask`: a question in English, answered with the sentences that show it.

use std::path::{Path, PathBuf};

use anstyle::AnsiColor;

use demarche::builder::{Builder, Options};
use demarche::dialogue::{self, BY_ISSUE, Caveat, Put, Told, Unsaid, put, said, unread, words};
use demarche::graph::Graph;
use demarche::issues::Issues;
use demarche::nlp::Pipeline;
use demarche::query::{self, Answer, Fact, Verdict};
use demarche::question::Reading;
use demarche::schema::Question;
use demarche::store::{self, Store};

use super::answer::json;
use super::args::{Ask, News};
use super::citation::citations;
use super::outcome::Outcome;
use super::reading::{Reader, Tally, pipeline};
use super::table::Cell;
use super::{graphs, message, table, texts};

/// Facts that come near and are shown where nothing was found.
const NEAR: usize = 3;

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
    let mut answer = if answer.is_empty() { asked.by_issue(answer)? } else { answer };
    asked.put_in(&mut answer)?;
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

    /// Puts the quotes of an answer into their sentences, where texts are kept.
    fn put_in(&self, answer: &mut Answer) -> demarche::Result<()> {
        let sources = answer.facts_mut().flat_map(Fact::sources_mut);
        match self {
            Asked::Store(store) => texts::put_in(sources, |id| store.text(id)),
            Asked::Graph(graph) => texts::put_in(sources, |id| Ok(texts::of(graph, id))),
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
                dialogue::by_issue(&part, &store.issues_in(&part)?, answer)
            }
            Asked::Graph(graph) => dialogue::by_issue(graph, &Issues::of(graph), answer),
        }
    }
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
