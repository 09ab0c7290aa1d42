//! `demarche eval --spans`: articles annotated word for word in, figures of acts out.

use std::fmt::Write as _;
use std::io::{self, Write};
use std::path::Path;

use indicatif::ProgressBar;

use demarche::Result;
use demarche::builder::{Analysis, Options};
use demarche::eval::{self, ActEvaluation, Difference, MarkedAct, MarkedCase, MarkedFiles, Pointer};
use demarche::extract::mention::Mention;
use demarche::schema::Record;

use super::args::Eval;
use super::eval::{article, heading, json_error, row, sentences, share, told};
use super::message::{plural, printable, thousands};
use super::outcome::Outcome;
use super::output::Output;
use super::reading::{Tally, with_engine};

/// Prints the figures of the articles in `folder` that could be read.
pub fn run(folder: &Path, args: &Eval) -> anyhow::Result<Outcome> {
    let files = eval::marked_files(folder)?;
    let builder = with_engine(&args.engine, Options::default())?;
    let mut tally = Tally::new(ProgressBar::hidden());
    let mut measured = Measured::default();
    let articles = files.iter().map(|files| article(&files.text));
    builder.each(
        articles,
        |analyser, article| {
            let analysis = Analysis::of(analyser, article);
            let record = analysis.record();
            (analysis, record)
        },
        |readings| {
            for (files, reading) in files.iter().zip(readings) {
                tally.keep(reading.and_then(|(analysis, record)| measured.add(files, &analysis, &record)));
            }
        },
    );
    if measured.evaluation.articles > 0 {
        measured.print(args)?;
    }
    Ok(tally.finish())
}

/// The figures, and the sentence of each miss and false alarm.
#[derive(Default)]
struct Measured {
    evaluation: ActEvaluation,
    sentences: Vec<Option<String>>,
}

impl Measured {
    fn add(&mut self, files: &MarkedFiles, analysis: &Analysis, record: &Record) -> Result<()> {
        let acts = MarkedAct::read(&files.marks, &analysis.text)?;
        let (name, doc, pointers) = (&analysis.document.id, &analysis.text, &pointers(analysis));
        self.evaluation.add(&MarkedCase { name, doc, pointers, acts: &acts, record });
        let new = &self.evaluation.differences[self.sentences.len()..];
        self.sentences.extend(new.iter().map(|new| sentences(doc, new.evidence?)));
        Ok(())
    }

    fn errors(&self) -> impl Iterator<Item = (&Difference, Option<&str>)> {
        self.evaluation.differences.iter().zip(self.sentences.iter().map(Option::as_deref))
    }

    fn print(&self, args: &Eval) -> anyhow::Result<()> {
        let mut output = Output::standard();
        if args.json {
            let mut object = serde_json::to_value(&self.evaluation).map_err(io::Error::from)?;
            if args.errors {
                object["errors"] =
                    self.errors().map(|(error, sentence)| json_error(error, sentence)).collect();
            }
            serde_json::to_writer_pretty(&mut output, &object).map_err(io::Error::from)?;
            writeln!(output)?;
        } else {
            if args.errors && !self.evaluation.differences.is_empty() {
                let list: String = self.errors().map(|(error, sentence)| told(error, sentence)).collect();
                output.write_all(printable(&list).as_bytes())?;
                writeln!(output)?;
            }
            output.write_all(table(&self.evaluation).as_bytes())?;
        }
        output.finish()
    }
}

/// Who is pointed to where, by the ids of the record.
fn pointers(Analysis { mentions, .. }: &Analysis) -> Vec<Pointer> {
    let pointer = |mention: &Mention| Pointer {
        tokens: mention.tokens.clone(),
        head: mention.head,
        entities: mention
            .entity
            .iter()
            .chain(&mention.members)
            .map(|&e| mentions.entities[e].id.clone())
            .collect(),
    };
    mentions.mentions.iter().map(pointer).collect()
}

/// All figures for people.
fn table(evaluation: &ActEvaluation) -> String {
    let ActEvaluation { articles, acts, stances, by_word, status, reporter, clean, all_right, .. } =
        evaluation;
    let mut out = format!("{} {}\n\n", thousands(*articles), plural(*articles, "article", "articles"));
    out.push_str(&heading());
    out.push_str(&row("act", *acts));
    out.push_str(&row("stance", *stances));
    for (word, counts) in by_word {
        out.push_str(&row(&format!("  {word}"), *counts));
    }
    let _ = writeln!(out, "\nof the acts that are right, status right: {}", share(*status));
    let _ = writeln!(out, "of the acts that are right, reporter right: {}", share(*reporter));
    let _ = writeln!(out, "paragraphs without a false act: {}", share(*clean));
    let _ = writeln!(out, "paragraphs all right: {}", share(*all_right));
    out
}
