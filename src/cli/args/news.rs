//! What is read, how, and what the user rules on it.

use std::path::PathBuf;

use clap::ValueHint;

use super::value::{confidence, date};

/// What to read.
#[derive(Debug, clap::Args)]
pub struct News {
    /// Articles: text files, .jsonl files, folders of them, or - for standard input
    ///
    /// A .jsonl or .ndjson file holds one article a line, an object with the fields id, title, text, date and url, of
    /// which only text is required. Any other file holds one article in plain text (UTF-8), called by its name without
    /// the ending. A folder is walked for *.txt, *.jsonl and *.ndjson; hidden files are passed over.
    /// Neither the order of the inputs nor their repetition changes a graph.
    #[arg(required = true, value_name = "NEWS", value_hint = ValueHint::AnyPath)]
    pub inputs: Vec<PathBuf>,
}

/// How to read.
#[derive(Debug, clap::Args)]
pub struct Reading {
    /// Articles that are read at the same time [default: the number of processor cores]
    ///
    /// The output does not depend on it.
    #[arg(long, short, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub jobs: Option<u16>,

    /// Date of articles that tell none themselves (2025-08-17)
    ///
    /// An article's own date is the field date of its JSON line, else a date in the name of its file
    /// (2025-08-17-alaska.txt, 20250817_alaska.txt), else a dateline with a year (KYIV, 17 August 2025 - …). Where
    /// there is none and this option is not given, the date stays unknown. A dateline without a year makes a year or
    /// month that is known more precise.
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub date: Option<String>,

    /// A model file made with demarche pack, in place of the one that is built in
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub model: Option<PathBuf>,

    /// Leave out facts that are less sure than this, from 0 to 1
    #[arg(long, value_name = "X", default_value_t = 0.0, value_parser = confidence)]
    pub min_confidence: f64,
}

/// What the user rules on who is who.
#[derive(Debug, clap::Args)]
pub struct Rulings {
    /// A TOML file of rulings on who is who: the lists same-as and keep-apart of lists of names
    ///
    /// same-as = [["Kim Jong Un", "Marshal Kim"]] makes one of two; keep-apart = [["George Bush", "George W. Bush"]]
    /// keeps apart what would be joined. A name is as an article has it in full, an identifier (wikidata:Q212), or a
    /// name in one article: "Kim @ 2018-06-12-singapore". The graph keeps the rulings.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub rulings: Option<PathBuf>,

    /// Make two names one, as in the file; may be given again
    #[arg(long, num_args = 2, value_names = ["NAME", "OTHER"], action = clap::ArgAction::Append)]
    pub same_as: Vec<String>,

    /// Keep two names apart, as in the file; may be given again
    #[arg(long, num_args = 2, value_names = ["NAME", "OTHER"], action = clap::ArgAction::Append)]
    pub keep_apart: Vec<String>,
}
