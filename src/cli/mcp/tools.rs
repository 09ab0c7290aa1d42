//! The tools: what each is for, and what it does.

use std::sync::OnceLock;
use std::time::Duration;

use rmcp::model::{Tool, ToolAnnotations};
use rmcp::schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use demarche::export::Base;
use demarche::graph::Graph;
use demarche::issues::Issues;
use demarche::lexicon::Lexicon;
use demarche::nlp::Pipeline;
use demarche::query::{self, ActQuery, Fact, OfficeQuery, PositionQuery};
use demarche::question;
use demarche::schema::PartialDate;
use demarche::source;
use demarche::sparql::{self, Dataset, Limits, Results};

use crate::cli::texts;

use super::cited::{UNSAID, cite, limit, with_documents};
use super::{evidence, input};

/// How long a query in SPARQL may take: a model waits for it.
const QUERY_TIME: Duration = Duration::from_secs(10);

/// How many queries may run, those that were given up included.
const MOST_QUERIES: usize = 2;

/// What the tools ask.
pub struct Served {
    graph: Graph,
    pipeline: &'static Pipeline,
    /// Made when the first query comes.
    dataset: OnceLock<Dataset>,
    /// Worked out when positions are first asked for.
    issues: OnceLock<Issues>,
}

/// What a tool gives, or what is wrong with what it was given.
type Given = Result<Value, String>;

const POSITIONS: &str = "Who is for, against, or under a condition for what. Every answer has holder, stance, the issue that it is on \
    and the topic in the article's words (two topics of one issue may be on opposite sides of it), since when and until \
    when articles tell it, the reporter where the text attributes it to somebody, and sources: the quoted \
    words with the article they stand in. Stances that changed stand side by side. Cite a quote and its article with each \
    answer. Finding nothing means that the graph does not say.";
const OFFICES: &str = "Who holds, held or will hold which office, of which country or body. 'first' and 'last' are the dates \
    of the articles that say so, not the term of office. Cite a quote and its article with each answer. Finding nothing \
    means that the graph does not say.";
const ACTS: &str = "Who did what: met, visited, proposed, demanded, agreed, supported, rejected, criticized, threatened, \
    sanctioned, attacked, aided, cooperated, yielded, protested, mobilized, coerced. Look at 'status' before telling an act \
    as done: only 'occurred' is; 'planned', 'possible' and 'denied' must be told as that. Where there is a 'reporter', write \
    'according to' them. Cite a quote and its article with each act. Finding nothing means that the graph does not say.";
const ASK: &str = "One question in plain English, answered with facts and quotes. verdict is yes, no (an article denies it), \
    both, conditional, or unsaid: then answer 'the graph does not say'; 'near' holds what comes near, which is not an \
    answer. Rows that are told by_issue are of different phrases: read each for the side that it is on. A question that cannot be read comes back with near ones that can; the other tools then help.";
const EVIDENCE: &str = "The sentences that show a fact, or whatever involves one or two actors or a topic: each with the fact \
    in words, the quote, its article and place (start and end in Unicode code points of the article's text), whose words \
    they are, and how sure the reading is; where the graph has kept the text, 'context' is the whole sentence and its \
    neighbours; the articles follow with title, date and url. Use it before you quote or when asked where something is from.";
const QUERY: &str = "What the other tools cannot ask, in SPARQL 1.1 over the graph's RDF: counts, paths, negation. Gives SPARQL \
    results; add the evidence to the query when you mean to cite. No updates, SERVICE, NOW() or RAND().";

/// All tools, with the schema of what each takes.
pub fn list() -> Vec<Tool> {
    fn tool<I: JsonSchema + 'static>(name: &'static str, title: &str, description: &'static str) -> Tool {
        Tool::new_with_raw(name, Some(description.into()), serde_json::Map::new())
            .with_input_schema::<I>()
            .with_annotations(
                ToolAnnotations::with_title(title).read_only(true).idempotent(true).open_world(false),
            )
    }
    vec![
        tool::<input::Positions>("positions", "Who is for or against what", POSITIONS),
        tool::<input::Offices>("offices", "Who holds which office", OFFICES),
        tool::<input::Acts>("acts", "Who did what", ACTS),
        tool::<input::Ask>("ask", "A question in English", ASK),
        tool::<input::Evidence>("evidence", "The sentences that show it", EVIDENCE),
        tool::<input::Query>("query", "A query in SPARQL", QUERY),
    ]
}

impl Served {
    /// Tools over `graph`; `pipeline` reads questions.
    pub fn new(graph: Graph, pipeline: &'static Pipeline) -> Self {
        Self { graph, pipeline, dataset: OnceLock::new(), issues: OnceLock::new() }
    }

    /// Calls a tool; nothing where there is none of this name.
    pub fn call(&self, name: &str, arguments: Value) -> Option<Given> {
        Some(match name {
            "positions" => read(arguments).and_then(|input| self.positions(input)),
            "offices" => read(arguments).and_then(|input| self.offices(input)),
            "acts" => read(arguments).and_then(|input| self.acts(input)),
            "ask" => read(arguments).and_then(|input| self.ask(input)),
            "evidence" => read(arguments).and_then(|input| self.evidence(input)),
            "query" => read(arguments).and_then(|input| self.query(input)),
            _ => return None,
        })
    }

    fn positions(&self, asked: input::Positions) -> Given {
        let query = PositionQuery {
            actor: asked.actor,
            topic: asked.topic,
            meaning: true,
            stance: asked.stance,
            on: date(asked.on)?,
            since: date(asked.since)?,
            until: date(asked.until)?,
            reporter: asked.reporter,
        };
        let found = query::positions(&self.graph, &query).map_err(told)?;
        let issues = self.issues.get_or_init(|| Issues::of(&self.graph));
        let found = query::by_issue(found, issues);
        cite(&self.graph, "positions", &found, limit(asked.limit)).map_err(told)
    }

    fn offices(&self, asked: input::Offices) -> Given {
        let query =
            OfficeQuery { holder: asked.holder, of: asked.of, title: asked.title, on: date(asked.on)? };
        let found = query::offices(&self.graph, &query).map_err(told)?;
        cite(&self.graph, "offices", &found, limit(asked.limit)).map_err(told)
    }

    fn acts(&self, asked: input::Acts) -> Given {
        let query = ActQuery {
            source: asked.source,
            target: asked.target,
            relation: asked.relation,
            topic: asked.topic,
            meaning: true,
            status: asked.status,
            on: date(asked.on)?,
            since: date(asked.since)?,
            until: date(asked.until)?,
            place: asked.place,
            reporter: asked.reporter,
            document: asked.document,
            min_confidence: asked.min_confidence.unwrap_or(0.0),
        };
        let found = query::acts(&self.graph, &query).map_err(told)?;
        cite(&self.graph, "acts", &found, limit(asked.limit)).map_err(told)
    }

    fn ask(&self, asked: input::Ask) -> Given {
        let today = self.graph.documents().filter_map(|document| document.entry.date.as_deref()).max();
        let question = question::in_full(&asked.question, &Lexicon::builtin().questions);
        let doc = self.pipeline.analyser().analyse(&question);
        let reading = question::read(&doc, Lexicon::builtin(), today.and_then(PartialDate::parse));
        if reading.is_empty() {
            let examples = reading.examples.join(" | ");
            return Err(format!(
                "this question is not of a kind that can be read; near it, these can be: {examples}"
            ));
        }
        let mut answer = query::ask(&self.graph, &reading.questions).map_err(told)?;
        if answer.leaves_sides_open() {
            let issues = self.issues.get_or_init(|| Issues::of(&self.graph));
            let found = query::compare_by_issue(&self.graph, issues, &answer.question).map_err(told)?;
            answer = if found.is_empty() { answer } else { found };
        }
        let sources = answer.facts_mut().flat_map(Fact::sources_mut);
        texts::put_in(sources, |id| Ok(texts::of(&self.graph, id))).map_err(told)?;
        let mut value = serde_json::to_value(&answer).map_err(told)?;
        let limit = limit(asked.limit);
        if answer.rows.len() > limit {
            value["rows"].as_array_mut().into_iter().for_each(|rows| rows.truncate(limit));
            value["left_out"] = (answer.rows.len() - limit).into();
        }
        if answer.is_empty() {
            value["note"] = UNSAID.into();
        }
        Ok(with_documents(&self.graph, value))
    }

    fn evidence(&self, asked: input::Evidence) -> Given {
        let found = evidence::sentences(&self.graph, &asked)?;
        cite(&self.graph, "evidence", &found, limit(asked.limit)).map_err(told)
    }

    fn query(&self, asked: input::Query) -> Given {
        let dataset = self.dataset.get_or_init(|| Dataset::new(&self.graph, &Base::default()));
        if dataset.running() >= MOST_QUERIES {
            return Err("earlier queries still run; ask with the other tools, or again in a while".to_owned());
        }
        let limit = limit(asked.limit);
        let limits = Limits { rows: Some(limit), time: Some(QUERY_TIME) };
        let results = sparql::query(dataset, &asked.sparql, &limits).map_err(told)?;
        let mut text = Vec::new();
        let mut value = match &results {
            Results::Rows(rows) => {
                rows.write_json(&mut text).map_err(told)?;
                serde_json::from_slice(&text).map_err(told)?
            }
            Results::Truth(truth) => json!({"head": {}, "boolean": truth}),
            Results::Triples(triples) => {
                triples.write_turtle(dataset.prefixes(), &mut text).map_err(told)?;
                json!({"turtle": String::from_utf8_lossy(&text)})
            }
        };
        if results.more() {
            value["note"] = format!("The first {limit}; there are more. Ask more narrowly, or count.").into();
        } else if results.is_empty() {
            value["note"] = UNSAID.into();
        }
        Ok(value)
    }
}

/// Arguments as a tool takes them.
fn read<I: DeserializeOwned>(arguments: Value) -> Result<I, String> {
    serde_json::from_value(arguments).map_err(|error| format!("these arguments do not fit the tool: {error}"))
}

fn date(asked: Option<String>) -> Result<Option<String>, String> {
    let Some(asked) = asked else { return Ok(None) };
    match source::iso_date(&asked) {
        Some(date) => Ok(Some(date)),
        None => Err(format!("'{asked}' is no date; a date is written as 2025-08-17, 2025-08 or 2025")),
    }
}

fn told(error: impl ToString) -> String {
    error.to_string()
}
