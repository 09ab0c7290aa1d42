//! What is read, how, and what the user rules on it.

use std::path::PathBuf;

use clap::ValueHint;

use demarche::source::{self, Encoding, Format};

use super::value::{confidence, date, field, input_format};

/// What to read.
#[derive(Debug, Default, clap::Args)]
pub struct News {
    /// Articles: text, .jsonl, web pages, feeds, mail, Word documents or PDF, .gz and .zst of these, folders of them, or - for standard input
    ///
    /// A .txt file holds one article in plain text, called by the file's name without the ending, behind that of the folder inside the one given; files of one name that are given together, by the folders in which they differ as well. A .jsonl or .ndjson
    /// file holds one article a line, an object with the fields id, title, text, date, url and publisher, of
    /// which only text is required; others are kept as they are. Of an .html page, the article is read without what stands
    /// around it; its title, date, address and publisher come from the page's metadata. The items of an .rss or .atom feed are articles, and so are .eml messages, .mhtml
    /// pages, .docx documents, of which headings, captions, notes and deleted text are left out, and .pdf files, of which heads and feet of pages are left out as well. What any other file is, and standard input, is seen from its first bytes: also an .xml feed, and .json
    /// with articles in an array; an .md file is an article in Markdown. A folder is walked for the files with these
    /// endings, but not for .json, .xml and .md; hidden files are passed over, and others are counted and told. Neither the order of the inputs nor their
    /// repetition changes a graph.
    #[arg(required = true, value_name = "NEWS", value_hint = ValueHint::AnyPath)]
    pub inputs: Vec<PathBuf>,

    /// What all inputs are, whatever their names and first bytes say
    #[arg(long, value_name = "FORMAT", value_parser = input_format())]
    pub input_format: Option<Format>,

    /// Read a field of JSON articles from another name: text=body, title=headline; may be given again
    #[arg(long, value_name = "FIELD=NAME", value_parser = field, action = clap::ArgAction::Append)]
    pub field: Vec<String>,

    /// The encoding of all inputs (windows-1252, utf-16le, …)
    ///
    /// Without it, text is UTF-8, or what a byte order mark or a page itself says; what is none of these is guessed, and
    /// the guess is told.
    #[arg(long, value_name = "NAME", value_parser = source::encoding)]
    pub encoding: Option<Encoding>,
}

/// What reads, and how many articles at the same time.
#[derive(Debug, clap::Args)]
pub struct Engine {
    /// Articles that are read at the same time [default: the number of processor cores]
    ///
    /// The output does not depend on it.
    #[arg(long, short, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub jobs: Option<u16>,

    /// A model file made with demarche pack, in place of the one that is built in
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub model: Option<PathBuf>,
}

/// How to read.
#[derive(Debug, clap::Args)]
pub struct Reading {
    /// What reads.
    #[command(flatten)]
    pub engine: Engine,

    /// Date of articles that tell none themselves (2025-08-17)
    ///
    /// An article's own date is the field date of its JSON line or what its page or feed tells, else a date in the name of
    /// its file (2025-08-17-alaska.txt, 20250817_alaska.txt), else a dateline with a year (KYIV, 17 August 2025 - …). Where
    /// there is none and this option is not given, the date stays unknown. A dateline without a year makes a year or
    /// month that is known more precise.
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub date: Option<String>,

    /// Leave out facts that are less sure than this, from 0 to 1
    #[arg(long, value_name = "X", default_value_t = 0.0, value_parser = confidence)]
    pub min_confidence: f64,

    /// A table of actors that you know, who get their names and identifiers from it; may be given again
    ///
    /// A line an actor, with tabs between name, other names (with | between them), kind (person, country, region, city,
    /// organization, group), identifiers (wikidata:Q57291, with | between them), office (president of Kenya), and from when
    /// and until when it is held (2022-09-13); only the name is required. Actors of one identifier are one in the graph, and
    /// 'demarche explain' tells so. Somebody called by a surname alone is known by the office, at the time of the article. A
    /// line that cannot be read is told and passed over, and the exit code is then 2.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, action = clap::ArgAction::Append)]
    pub known: Vec<PathBuf>,

    /// Keep the text of each article too, so that quotes are shown in their sentences
    ///
    /// The text stands in records, graphs and stores as it was read. 'explain', 'ask', the page and 'serve' then show the whole
    /// sentence and what stands around it, and 'verify' needs no articles. Keep what you may: whoever gets the graph gets
    /// the texts. Of a store that has an article already, the text is added.
    #[arg(long)]
    pub keep_text: bool,
}

/// What the user rules on who is who, and on issues.
#[derive(Debug, clap::Args)]
pub struct Rulings {
    /// A TOML file of rulings on who is who, and on issues: lists of lists of names or phrases
    ///
    /// same-as = [["Kim Jong Un", "Marshal Kim"]] makes one of two; keep-apart = [["George Bush", "George W. Bush"]]
    /// keeps apart what would be joined. A name is as an article has it in full, an identifier (wikidata:Q212), or a
    /// name in one article: "Kim @ 2018-06-12-singapore". same-issue = [["truce", "ceasefire"]] and keep-issues-apart do
    /// the same for phrases of topics, and call-issue = [["truce", "Ceasefire in Gaza"]] gives an issue its label. The graph
    /// keeps the rulings.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub rulings: Option<PathBuf>,

    /// Make two names one, as in the file; may be given again
    #[arg(long, num_args = 2, value_names = ["NAME", "OTHER"], action = clap::ArgAction::Append)]
    pub same_as: Vec<String>,

    /// Keep two names apart, as in the file; may be given again
    #[arg(long, num_args = 2, value_names = ["NAME", "OTHER"], action = clap::ArgAction::Append)]
    pub keep_apart: Vec<String>,

    /// Make two phrases one issue, as in the file; may be given again
    #[arg(long, num_args = 2, value_names = ["PHRASE", "OTHER"], action = clap::ArgAction::Append)]
    pub same_issue: Vec<String>,

    /// Keep the issues of two phrases apart, as in the file; may be given again
    #[arg(long, num_args = 2, value_names = ["PHRASE", "OTHER"], action = clap::ArgAction::Append)]
    pub keep_issues_apart: Vec<String>,

    /// Call the issue of a phrase so, as in the file; may be given again
    #[arg(long, num_args = 2, value_names = ["PHRASE", "LABEL"], action = clap::ArgAction::Append)]
    pub call_issue: Vec<String>,
}
