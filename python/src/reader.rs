//! What reads articles, and how.

use std::path::PathBuf;
use std::sync::Arc;

use pyo3::prelude::*;

use ::demarche::builder::{Builder, Options};
use ::demarche::graph::Graph as Whole;
use ::demarche::nlp::Pipeline;
use ::demarche::resolve::known::KnownActors;
use ::demarche::source::{self, Article, Defaults, Fields, Format};

use crate::error::{raised, refused};
use crate::told;
use crate::wait::long;

/// Threads that read, and what they go by.
#[pyclass(frozen, module = "demarche._demarche")]
pub struct Reader {
    pub builder: Arc<Builder<'static>>,
    pub defaults: Defaults,
    /// What was wrong with lines of the tables of known actors.
    #[pyo3(get)]
    notes: Vec<String>,
}

#[pymethods]
impl Reader {
    /// `known` are tables of known actors with their paths, `fields` names of fields as `text=body`.
    #[new]
    #[pyo3(signature = (jobs, min_confidence, known, date, format, fields, encoding))]
    #[allow(clippy::too_many_arguments)]
    fn new(
        py: Python<'_>,
        jobs: usize,
        min_confidence: f64,
        known: Vec<(PathBuf, String)>,
        date: Option<String>,
        format: Option<String>,
        fields: Vec<String>,
        encoding: Option<String>,
    ) -> PyResult<Self> {
        if !(0.0..=1.0).contains(&min_confidence) {
            return Err(refused("a confidence is a number from 0 to 1"));
        }
        let mut names = Fields::default();
        for pair in &fields {
            names.set(pair).map_err(|error| raised(&error))?;
        }
        let defaults = Defaults {
            date: date.map(|date| told::date(&date)).transpose()?,
            format: format
                .map(|word| word.parse::<Format>())
                .transpose()
                .map_err(|error| refused(&error.to_string()))?,
            fields: names,
            encoding: encoding
                .map(|name| source::encoding(&name))
                .transpose()
                .map_err(|error| refused(&error.to_string()))?,
        };
        let mut actors = KnownActors::default();
        let mut notes = Vec::new();
        for (path, text) in &known {
            notes.extend(actors.add(text).into_iter().map(|error| error.in_file(path).to_string()));
        }
        let known = (!known.is_empty()).then_some(actors);
        let options = Options { jobs, min_confidence, known, ..Options::default() };
        // The model is unpacked when it is first asked for.
        let builder = long(py, move || Builder::new(Pipeline::builtin(), options))?;
        Ok(Self { builder: Arc::new(builder.map_err(|error| raised(&error))?), defaults, notes })
    }

    /// The record of one text as JSON, and the graph of it alone.
    fn read(&self, py: Python<'_>, id: String, text: String) -> PyResult<(String, crate::graph::Graph)> {
        let (builder, defaults) = (Arc::clone(&self.builder), self.defaults.clone());
        let read = move || {
            let article = Article::from_text(&id, text, &defaults)?;
            builder.records([Ok(article)], |records| {
                let record = records.next().expect("a record for an article")?;
                Ok((told::json(&record), Whole::from_records([record])))
            })
        };
        let (record, graph) = long(py, read)?.map_err(|error: ::demarche::Error| raised(&error))?;
        Ok((record, crate::graph::Graph::new(graph)))
    }
}

/// Bytes of all files that would be read; none where standard input is among them.
#[pyfunction]
pub fn total_bytes(py: Python<'_>, paths: Vec<PathBuf>) -> PyResult<Option<u64>> {
    long(py, move || source::total_bytes(&paths))
}
