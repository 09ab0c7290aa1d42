//! What the commands that read articles share: the articles with a progress bar, and what was lost of them.

use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};

use anyhow::Context;
use indicatif::{ProgressBar, ProgressStyle};

use demarche::builder::{Builder, Options};
use demarche::graph::Rulings;
use demarche::nlp::Pipeline;
use demarche::resolve::known::KnownActors;
use demarche::source::{self, Article, Articles, Defaults, Fields};
use demarche::{Error, Result};

use super::args::{Engine, News, Reading};
use super::message::{self, one_line, plural, thousands};
use super::outcome::Outcome;

/// From this many bytes on, reading takes long enough to show how far it is: some twenty articles.
const PROGRESS_FROM_BYTES: u64 = 64 * 1024;

/// The most losses that are told again at the end.
const TOLD_AGAIN: usize = 10;

/// The articles that the arguments name, with a progress bar on a terminal.
pub struct Reader {
    articles: Articles,
    bar: ProgressBar,
}

impl Reader {
    /// Opens the inputs. Nothing is read yet.
    pub fn open(news: News, date: Option<String>) -> Self {
        let mut fields = Fields::default();
        for pair in &news.field {
            fields.set(pair).expect("the command line was read, so each pair is one");
        }
        let defaults = Defaults { date, format: news.input_format, fields, encoding: news.encoding };
        let bar = if io::stderr().is_terminal() { bar(&news.inputs) } else { ProgressBar::hidden() };
        Self { articles: source::articles(news.inputs, defaults), bar }
    }

    /// The bar that [`Reader`] moves as it reads, for messages that must not run into it.
    pub fn bar(&self) -> ProgressBar {
        self.bar.clone()
    }
}

impl Iterator for Reader {
    type Item = Result<Article>;

    fn next(&mut self) -> Option<Self::Item> {
        let item = self.articles.next();
        self.bar.set_position(self.articles.bytes_read());
        let notes = match &item {
            Some(Ok(article)) => &article.notes[..],
            _ => &[],
        };
        for note in notes.iter().chain(&self.articles.take_notes()) {
            self.bar.suspend(|| message::note(&one_line(note)));
        }
        item
    }
}

fn bar(inputs: &[PathBuf]) -> ProgressBar {
    let style = |template| ProgressStyle::with_template(template).expect("the template is well formed");
    match source::total_bytes(inputs) {
        Some(total) if total < PROGRESS_FROM_BYTES => ProgressBar::hidden(),
        Some(total) => ProgressBar::new(total)
            .with_style(style("{wide_bar} {bytes} of {total_bytes}, {msg}, {eta} left")),
        None => ProgressBar::new_spinner().with_style(style("{spinner} {bytes}, {msg}")),
    }
}

/// Counts what is read and what is lost, and tells of the losses.
pub struct Tally {
    bar: ProgressBar,
    read: usize,
    lost: usize,
    first: Vec<String>,
}

impl Tally {
    /// A count that begins at nothing.
    pub fn new(bar: ProgressBar) -> Self {
        Self { bar, read: 0, lost: 0, first: Vec::new() }
    }

    /// The item that was read; one that was not is told and counted.
    pub fn keep<T>(&mut self, item: Result<T>) -> Option<T> {
        match item {
            Ok(item) => {
                self.read += 1;
                self.bar.set_message(format!(
                    "{} {}",
                    thousands(self.read),
                    plural(self.read, "article", "articles")
                ));
                Some(item)
            }
            Err(error) => {
                self.lose(&error);
                None
            }
        }
    }

    fn lose(&mut self, error: &Error) {
        let text = one_line(&error.to_string());
        self.bar.suspend(|| message::error(&text));
        self.lost += 1;
        if self.first.len() < TOLD_AGAIN {
            self.first.push(text);
        }
    }

    /// Tells what was lost, once more, where that has scrolled away; the outcome of the command.
    pub fn finish(self) -> Outcome {
        self.bar.finish_and_clear();
        if self.lost == 0 {
            return Outcome::Done;
        }
        let all = self.read + self.lost;
        let mut text = format!(
            "{} of {} {} {} not read",
            thousands(self.lost),
            thousands(all),
            plural(all, "article", "articles"),
            plural(self.lost, "was", "were"),
        );
        if all > TOLD_AGAIN {
            text.push(':');
            for line in &self.first {
                text.push_str("\n  ");
                text.push_str(line);
            }
            if self.lost > self.first.len() {
                text.push_str(&format!("\n  and {} more", thousands(self.lost - self.first.len())));
            }
        }
        message::error(&text);
        Outcome::Lost
    }
}

/// What reads the articles, as the options have it; `known` actors get their names and identifiers.
pub fn builder(reading: &Reading, known: Option<KnownActors>) -> Result<Builder<'static>> {
    ruled_builder(reading, known, Rulings::default())
}

/// As [`builder`], with what the user has ruled on names.
pub fn ruled_builder(
    reading: &Reading,
    known: Option<KnownActors>,
    rulings: Rulings,
) -> Result<Builder<'static>> {
    let &Reading { min_confidence, keep_text, .. } = reading;
    let options = Options { min_confidence, known, rulings, keep_text, ..Options::default() };
    with_engine(&reading.engine, options)
}

/// What reads articles with this engine.
pub fn with_engine(engine: &Engine, options: Options) -> Result<Builder<'static>> {
    let jobs = engine.jobs.map_or(0, usize::from);
    Builder::new(pipeline(engine.model.as_deref())?, Options { jobs, ..options })
}

/// The pipeline in the file `model`, or the one that is built in.
pub fn pipeline(model: Option<&Path>) -> Result<&'static Pipeline> {
    // Either is there until the program ends, which lets the threads borrow it.
    Ok(match model {
        Some(path) => Box::leak(Box::new(Pipeline::read(path)?)),
        None => Pipeline::builtin(),
    })
}

/// What reads the articles, in a word that changes with anything that may make it read them otherwise: the program's
/// file, which has its lists and its model inside, a model and tables of the user's, and the confidence asked for.
pub fn name(reading: &Reading) -> anyhow::Result<String> {
    let program = std::env::current_exe().context("the program's own file is not found")?;
    let mut name = format!("demarche {} {}", env!("CARGO_PKG_VERSION"), checksum(&program)?);
    if let Some(model) = &reading.engine.model {
        name.push_str(&format!(", model {}", checksum(model)?));
    }
    for known in &reading.known {
        name.push_str(&format!(", known {}", checksum(known)?));
    }
    if reading.min_confidence > 0.0 {
        name.push_str(&format!(", confidence {}", reading.min_confidence));
    }
    Ok(name)
}

/// Length and CRC-32 of a file: quick, and enough to tell one version of a file from another.
fn checksum(path: &Path) -> anyhow::Result<String> {
    let bytes = std::fs::read(path).with_context(|| format!("{} cannot be read", path.display()))?;
    Ok(format!("{}-{:08x}", bytes.len(), crc32fast::hash(&bytes)))
}
