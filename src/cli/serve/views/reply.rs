//! A request as views have it, and what they give.

use std::io::{self, Write};
use std::sync::Arc;
use std::time::Instant;

use maud::Markup;
use serde::Serialize;

use demarche::export::Base;
use demarche::nlp::Pipeline;
use demarche::store::Window;

use crate::cli::answer::{Answer, comma_separated, harmless};
use crate::cli::serve::fail::Fail;
use crate::cli::serve::look::Found;
use crate::cli::serve::params::Params;
use crate::cli::serve::source::{Now, Source};
use crate::cli::serve::table::Route;

/// The largest answer, in bytes: whoever wants more has pages.
const MOST_BYTES: usize = 32 << 20;

/// What a request asks, and of what.
pub struct Request<'a> {
    /// What it is answered from.
    pub now: &'a Now,
    /// Where the whole graph is had.
    pub source: &'a Arc<Source>,
    /// Namespace of the graph's own nodes.
    pub base: &'a Base,
    /// What reads questions.
    pub pipeline: &'static Pipeline,
    /// Which view.
    pub route: &'static Route,
    /// What it says.
    pub params: &'a Params,
    /// What is wanted.
    pub form: Form,
    /// When nobody waits any more.
    pub until: Instant,
}

/// What form an answer is wanted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// For people.
    Html,
    /// For programs.
    Json,
    /// For tables.
    Csv,
}

/// An answer.
pub enum Body {
    /// What stands on a page, under its title.
    Html(String, Markup),
    /// A page that is whole already, as a file.
    File(Vec<u8>),
    /// JSON.
    Json(Vec<u8>),
    /// Comma-separated values.
    Csv(Vec<u8>),
}

/// What a view gives.
pub type Given = Result<Body, Fail>;

/// A page of a list, for programs.
#[derive(Serialize)]
struct Listing<'a, T> {
    found: usize,
    offset: usize,
    items: &'a [T],
}

impl Request<'_> {
    /// The part of a list that is wanted.
    pub fn window(&self, newest: bool) -> Window {
        Window { offset: self.params.offset(), limit: self.params.limit(), newest }
    }

    /// Facts of one kind, in the form that is wanted.
    pub fn facts<A: Answer>(&self, found: &Found<A>, page: impl FnOnce() -> (String, Markup)) -> Given {
        self.list(found, || bounded(|out| comma_separated(&found.items, out).map(drop)), page)
    }

    /// A list of anything, in the form that is wanted.
    pub fn list<T: Serialize>(
        &self,
        found: &Found<T>,
        csv: impl FnOnce() -> Result<Vec<u8>, Fail>,
        page: impl FnOnce() -> (String, Markup),
    ) -> Given {
        let listing = Listing { found: found.total, offset: self.params.offset(), items: &found.items };
        self.give(&listing, csv, page)
    }

    /// Anything, in the form that is wanted.
    pub fn give(
        &self,
        value: &impl Serialize,
        csv: impl FnOnce() -> Result<Vec<u8>, Fail>,
        page: impl FnOnce() -> (String, Markup),
    ) -> Given {
        Ok(match self.form {
            Form::Html => {
                let (title, main) = page();
                Body::Html(title, main)
            }
            Form::Json => Body::Json(bounded(|out| Ok(serde_json::to_writer(out, value)?))?),
            Form::Csv => Body::Csv(csv()?),
        })
    }
}

/// There is no table of it.
pub fn no_table() -> Result<Vec<u8>, Fail> {
    Err(Fail::new(
        axum::http::StatusCode::NOT_ACCEPTABLE,
        "there are no comma-separated values of this; take JSON",
    ))
}

/// A table of rows under its headings, with no cell that a spreadsheet takes for a formula.
pub fn table(headings: &[&str], rows: impl IntoIterator<Item = Vec<String>>) -> Result<Vec<u8>, Fail> {
    bounded(|out| {
        let mut writer = csv::Writer::from_writer(out);
        writer.write_record(headings)?;
        for row in rows {
            writer.write_record(row.iter().map(|cell| harmless(cell).into_owned()))?;
        }
        Ok(writer.flush()?)
    })
}

/// What is written, unless it is too much.
pub fn bounded(write: impl FnOnce(&mut Bounded) -> anyhow::Result<()>) -> Result<Vec<u8>, Fail> {
    let mut out = Bounded { bytes: Vec::new(), full: false };
    let done = write(&mut out);
    if out.full {
        return Err(Fail::request(format!(
            "the answer has more than {} MiB; ask for less at once",
            MOST_BYTES >> 20
        )));
    }
    done?;
    Ok(out.bytes)
}

/// Memory that has an end.
pub struct Bounded {
    bytes: Vec<u8>,
    full: bool,
}

impl Write for Bounded {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.bytes.len() + bytes.len() > MOST_BYTES {
            self.full = true;
            return Err(io::Error::other("too much"));
        }
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
