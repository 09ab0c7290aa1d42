//! A graph, and what can be asked of it.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Cursor, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use pyo3::prelude::*;
use pyo3::types::PyBytes;

use ::demarche::dialogue::{self, Put};
use ::demarche::events::Dictionary;
use ::demarche::export::{self, Base, Format, Options, jsonld};
use ::demarche::graph::{self, Graph as Whole, Rulings};
use ::demarche::issues::Issues;
use ::demarche::nlp::Pipeline;
use ::demarche::query::{self, ActQuery, OfficeQuery, PositionQuery};
use ::demarche::schema::Record;
use ::demarche::source;
use ::demarche::sparql::{self, Dataset, Limits};
use ::demarche::store::{self, Store};
use ::demarche::{Error, ErrorKind, Result};

use crate::error::{raised, refused, unknown};
use crate::told;
use crate::wait::long;

/// The file in a folder of output that is the saved graph.
const SAVED: &str = "graph.jsonld";

/// A graph with what is worked out of it once it is asked for.
pub struct Held {
    pub graph: Whole,
    issues: OnceLock<Issues>,
    dataset: OnceLock<Dataset>,
}

impl Held {
    fn issues(&self) -> &Issues {
        self.issues.get_or_init(|| Issues::of(&self.graph))
    }

    fn dataset(&self) -> &Dataset {
        self.dataset.get_or_init(|| Dataset::new(&self.graph, &Base::default()))
    }
}

/// A graph that is never changed.
#[pyclass(frozen, module = "demarche._demarche")]
pub struct Graph(Arc<Held>);

impl Graph {
    pub fn new(graph: Whole) -> Self {
        Self(Arc::new(Held { graph, issues: OnceLock::new(), dataset: OnceLock::new() }))
    }

    pub fn held(&self) -> Arc<Held> {
        Arc::clone(&self.0)
    }

    /// Asks without the interpreter's lock; a name that the graph does not know is an error of its own.
    fn ask_for<T: Send + 'static>(
        &self,
        py: Python<'_>,
        question: impl FnOnce(&Held) -> Result<T> + Send + 'static,
    ) -> PyResult<T> {
        let held = self.held();
        long(py, move || question(&held))?.map_err(|error| unknown(&error))
    }
}

#[pymethods]
impl Graph {
    /// The union of saved graphs, stores, and files of records; with it, what was lost of these.
    #[staticmethod]
    fn read(py: Python<'_>, paths: Vec<PathBuf>) -> PyResult<(Self, Vec<String>)> {
        let read = move || {
            let mut lost = Vec::new();
            let graphs = paths.iter().map(|path| part(path, &mut lost)).collect::<Result<Vec<_>>>()?;
            Ok((Whole::merge(graphs), lost))
        };
        let (graph, lost) = long(py, read)?.map_err(|error: Error| raised(&error))?;
        Ok((Self::new(graph), lost))
    }

    /// The graph of a text in JSON-LD.
    #[staticmethod]
    fn from_jsonld(py: Python<'_>, text: String) -> PyResult<Self> {
        let graph = long(py, move || jsonld::read(&text))?.map_err(|error| raised(&error))?;
        Ok(Self::new(graph))
    }

    /// The graph of records, each a JSON object.
    #[staticmethod]
    fn from_records(py: Python<'_>, records: Vec<String>) -> PyResult<Self> {
        let read = move || {
            let records = records.iter().enumerate().map(|(number, json)| record(json, number + 1));
            Ok(Whole::from_records(records.collect::<Result<Vec<_>>>()?))
        };
        Ok(Self::new(long(py, read)?.map_err(|error: Error| raised(&error))?))
    }

    /// The union of graphs, with what a user rules on who is who; with it, names that are ruled on and that nobody has.
    #[staticmethod]
    fn merge(
        py: Python<'_>,
        graphs: Vec<Py<Graph>>,
        rulings: Option<(PathBuf, String)>,
    ) -> PyResult<(Self, Vec<String>)> {
        let held: Vec<Arc<Held>> = graphs.iter().map(|graph| graph.get().held()).collect();
        let merge = move || {
            let graph = Whole::merge(held.iter().map(|held| held.graph.clone()));
            let Some((path, text)) = rulings else { return Ok((graph, Vec::new())) };
            let rulings = Rulings::from_toml(&text).map_err(|error| error.in_file(&path))?;
            rulings.check().map_err(|error| error.in_file(&path))?;
            let graph = graph.with_rulings(rulings);
            graph.rulings().check()?;
            let idle = graph.idle_names().iter().map(|name| name.to_string()).collect();
            Ok((graph, idle))
        };
        let (graph, idle) = long(py, merge)?.map_err(|error: Error| raised(&error))?;
        Ok((Self::new(graph), idle))
    }

    /// How many articles, actors and places, topics, acts, positions and offices there are.
    fn counts(&self) -> (usize, usize, usize, usize, usize, usize) {
        let graph = &self.0.graph;
        (
            graph.documents().count(),
            graph.entities().count(),
            graph.topics().count(),
            graph.acts().count(),
            graph.positions().count(),
            graph.offices().count(),
        )
    }

    /// The articles that have taken the place of an earlier text.
    fn replacing(&self) -> Vec<String> {
        let replacing = self.0.graph.documents().filter(|document| !document.replaced().is_empty());
        replacing.map(|document| document.entry.id.clone()).collect()
    }

    /// The graph in one of the formats of the library, in a file or as bytes.
    #[pyo3(signature = (format, path, base, bom, one_a_day, actors, top, positions, focus))]
    #[allow(clippy::too_many_arguments)]
    fn export<'py>(
        &self,
        py: Python<'py>,
        format: &str,
        path: Option<PathBuf>,
        base: Option<String>,
        bom: bool,
        one_a_day: bool,
        actors: Vec<(PathBuf, String)>,
        top: Option<usize>,
        positions: bool,
        focus: Vec<String>,
    ) -> PyResult<Option<Bound<'py, PyBytes>>> {
        let format: Format = format.parse().map_err(|error| raised(&error))?;
        let mut options = Options::default();
        if let Some(base) = base {
            options.base = Base::new(&base).map_err(|error| raised(&error))?;
        }
        options.bom = bom;
        options.events.one_a_day = one_a_day;
        let mut dictionary = Dictionary::default();
        for (path, text) in &actors {
            if let Some(error) = dictionary.add(text).into_iter().next() {
                return Err(raised(&error.in_file(path)));
            }
        }
        options.events.dictionary = dictionary;
        options.picture.top = top;
        options.picture.positions = positions;
        let bytes = self.ask_for(py, move |held| {
            for name in &focus {
                options.picture.focus.extend(query::find_entities(&held.graph, name)?);
            }
            match path {
                None => {
                    let mut bytes = Vec::new();
                    let written = export::write_with(&held.graph, format, &options, &mut bytes);
                    written.map_err(|error| Error::new(ErrorKind::Io, error.to_string()))?;
                    Ok(Some(bytes))
                }
                Some(path) => {
                    let write = || {
                        let mut out = BufWriter::new(File::create(&path)?);
                        export::write_with(&held.graph, format, &options, &mut out)?;
                        out.flush()
                    };
                    write().map_err(|error| Error::io(&path, "cannot be written", error))?;
                    Ok(None)
                }
            }
        })?;
        Ok(bytes.map(|bytes| PyBytes::new(py, &bytes)))
    }

    /// The part of the graph that has so many acts and positions, those of most evidence, with the offices of whoever acts in
    /// them; and how many there are in all.
    fn core(&self, py: Python<'_>, most: usize) -> PyResult<(Self, usize)> {
        let all = self.0.graph.acts().count() + self.0.graph.positions().count();
        if all <= most {
            return Ok((Self(self.held()), all));
        }
        let core = self.ask_for(py, move |held| {
            let graph = &held.graph;
            let acts = graph.acts().map(|act| (act.node().evidence.len(), act.id(), act.source().id()));
            let positions = graph.positions().map(|p| (p.node().evidence.len(), p.id(), p.holder().id()));
            let mut facts: Vec<(usize, &str, &str)> = acts.chain(positions).collect();
            facts.sort_by_key(|(evidence, id, _)| (Reverse(*evidence), *id));
            facts.truncate(most);
            let actors: BTreeSet<&str> = facts.iter().map(|(_, _, actor)| *actor).collect();
            let offices = graph.offices().filter(|office| actors.contains(office.holder().id()));
            Ok(graph.part(facts.iter().map(|(_, id, _)| *id).chain(offices.map(|office| office.id()))))
        })?;
        Ok((Self::new(core), all))
    }

    #[pyo3(signature = (source, relation, target, topic, status, on, since, until, place, reporter, document, min_confidence, meaning))]
    #[allow(clippy::too_many_arguments)]
    fn acts(
        &self,
        py: Python<'_>,
        source: Option<String>,
        relation: Option<&str>,
        target: Option<String>,
        topic: Option<String>,
        status: Option<&str>,
        on: Option<&str>,
        since: Option<&str>,
        until: Option<&str>,
        place: Option<String>,
        reporter: Option<String>,
        document: Option<String>,
        min_confidence: f64,
        meaning: bool,
    ) -> PyResult<String> {
        let question = ActQuery {
            source,
            target,
            relation: told::word(relation)?,
            topic,
            meaning,
            status: told::word(status)?,
            on: on.map(told::date).transpose()?,
            since: since.map(told::date).transpose()?,
            until: until.map(told::date).transpose()?,
            place,
            reporter,
            document,
            min_confidence,
        };
        self.ask_for(py, move |held| Ok(told::acts(&query::acts(&held.graph, &question)?)))
    }

    #[pyo3(signature = (actor, topic, stance, on, since, until, reporter, form, meaning))]
    #[allow(clippy::too_many_arguments)]
    fn positions(
        &self,
        py: Python<'_>,
        actor: Option<String>,
        topic: Option<String>,
        stance: Option<&str>,
        on: Option<&str>,
        since: Option<&str>,
        until: Option<&str>,
        reporter: Option<String>,
        form: &str,
        meaning: bool,
    ) -> PyResult<String> {
        let question = PositionQuery {
            actor,
            topic,
            meaning,
            stance: told::word(stance)?,
            on: on.map(told::date).transpose()?,
            since: since.map(told::date).transpose()?,
            until: until.map(told::date).transpose()?,
            reporter,
        };
        let (phrases, timeline) = match form {
            "issues" => (false, false),
            "phrases" => (true, false),
            "timeline" => (false, true),
            _ => (true, true),
        };
        self.ask_for(py, move |held| {
            let mut found = query::positions(&held.graph, &question)?;
            if !phrases {
                found = query::by_issue(found, held.issues());
            }
            Ok(if timeline { told::json(&query::timeline(&found)) } else { told::positions(&found) })
        })
    }

    #[pyo3(signature = (holder, of, title, on))]
    fn offices(
        &self,
        py: Python<'_>,
        holder: Option<String>,
        of: Option<String>,
        title: Option<String>,
        on: Option<&str>,
    ) -> PyResult<String> {
        let question = OfficeQuery { holder, of, title, on: on.map(told::date).transpose()? };
        self.ask_for(py, move |held| Ok(told::offices(&query::offices(&held.graph, &question)?)))
    }

    /// A question in English; one that cannot be read is an error.
    fn ask(&self, py: Python<'_>, question: String) -> PyResult<String> {
        let reply = self.ask_for(py, move |held| {
            let graph = &held.graph;
            let newest = graph.documents().filter_map(|document| document.entry.date.clone()).max();
            let put = dialogue::put(&question, Pipeline::builtin(), newest, |readings| {
                query::ask(graph, readings)
            })?;
            replied(put, |answer| dialogue::by_issue(graph, held.issues(), answer))
        })?;
        reply.map_err(|unread| refused(&unread))
    }

    /// A query in SPARQL: the kind of its results, their text, and whether there is more.
    fn query(
        &self,
        py: Python<'_>,
        text: String,
        seconds: Option<f64>,
        rows: Option<usize>,
    ) -> PyResult<(&'static str, String, bool)> {
        let time = seconds
            .map(Duration::try_from_secs_f64)
            .transpose()
            .map_err(|_| refused("a time is a number of seconds"))?;
        let held = self.held();
        let ask = move || {
            let dataset = held.dataset();
            let results = sparql::query(dataset, &text, &Limits { rows, time })?;
            told::results(&results, dataset).map_err(|error| Error::new(ErrorKind::Io, error.to_string()))
        };
        long(py, ask)?.map_err(|error| raised(&error))
    }

    fn issues(&self, py: Python<'_>) -> PyResult<String> {
        self.ask_for(py, |held| Ok(told::json(&held.issues().iter().collect::<Vec<_>>())))
    }

    fn entities(&self, py: Python<'_>) -> PyResult<String> {
        self.ask_for(py, |held| Ok(told::entities(&held.graph)))
    }

    fn documents(&self, py: Python<'_>) -> PyResult<String> {
        self.ask_for(py, |held| Ok(told::documents(&held.graph)))
    }
}

/// What is said to a question that was put; what was understood of one that cannot be read.
pub fn replied(
    put: Put,
    by_issue: impl FnOnce(query::Answer) -> Result<query::Answer>,
) -> Result<std::result::Result<String, String>> {
    Ok(match put {
        Put::Unread(reading) => Err(dialogue::unread(&reading)),
        Put::Unsaid { why, .. } => Ok(told::unsaid(&why)),
        Put::Said { answer, caveat } => Ok(told::answer(&by_issue(*answer)?, caveat.as_ref())),
    })
}

/// What a path holds: a saved graph, or one in a folder; a store; records, of which those that are none are lost.
///
/// What a file is shows on its first line: a record is an object that ends there, and has entities.
fn part(path: &Path, lost: &mut Vec<String>) -> Result<Whole> {
    let path = if path.is_dir() { &path.join(SAVED) } else { path };
    if store::is_store(path) {
        return Store::open(path)?.graph();
    }
    let unreadable = |error: io::Error| Error::io(path, "cannot be read", error);
    let mut reader = BufReader::new(File::open(path).map_err(unreadable)?);
    let mut first = Vec::new();
    while first.trim_ascii().is_empty() && reader.read_until(b'\n', &mut first).map_err(unreadable)? > 0 {}
    let object = serde_json::from_slice::<serde_json::Map<String, serde_json::Value>>(&first);
    let is_record = object.is_ok_and(|object| object.contains_key("entities"));
    let mut reader = Cursor::new(first).chain(reader);
    if is_record {
        let records = source::records(reader).filter_map(|read| {
            let whole = read.and_then(|(line, record)| match graph::check_record(&record) {
                Ok(()) => Ok(record),
                Err(error) => Err(error.at_line(line)),
            });
            whole.map_err(|error| lost.push(error.in_file(path).to_string())).ok()
        });
        return Ok(Whole::from_records(records));
    }
    let mut text = String::new();
    reader.read_to_string(&mut text).map_err(unreadable)?;
    jsonld::read(&text).map_err(|error| error.in_file(path))
}

/// A record that holds together.
pub fn record(json: &str, number: usize) -> Result<Record> {
    let wrong = |error: String| Error::new(ErrorKind::Format, format!("record {number}: {error}"));
    let record = serde_json::from_str(json).map_err(|error| wrong(error.to_string()))?;
    graph::check_record(&record).map_err(|error| wrong(error.to_string()))?;
    Ok(record)
}
