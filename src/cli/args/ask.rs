//! Subcommands that ask a graph: `issues`, `positions`, `offices`, `ask`, `acts`, `explain`.

use std::path::PathBuf;

use clap::ValueHint;

use demarche::schema::{ActStatus, RelationKind, Stance};

use super::value::{confidence, date, relation, stance, status};

/// A saved graph.
#[derive(Debug, clap::Args)]
pub struct Graph {
    /// A graph.jsonld, as build and merge write it, a store, a folder with either a graph.jsonld or articles in it, or -
    /// for a graph on standard input
    #[arg(value_name = "GRAPH", value_hint = ValueHint::FilePath)]
    pub path: PathBuf,
}

/// How an answer is printed.
#[derive(Debug, Clone, Copy, clap::Args)]
pub struct Form {
    /// Answer as a JSON array
    #[arg(long, conflicts_with = "csv")]
    pub json: bool,

    /// Answer as comma-separated values with a heading
    #[arg(long)]
    pub csv: bool,

    /// Begin them with a byte order mark, so that Excel shows accents rightly
    #[arg(long, requires = "csv")]
    pub bom: bool,
}

const ISSUES_EXAMPLES: &str = "\
Examples:
  demarche issues graph.jsonld
  demarche issues records.jsonl more.jsonl --json > issues.jsonl
  demarche extract articles/ | demarche issues -

An issue is what several phrases are about, in one article or in the articles of one affair. Which topics are one issue \
follows from their words, their quotes, who acts on them and when. The exit code is 1 when there are none.";

/// `demarche issues`
#[derive(Debug, clap::Args)]
#[command(after_help = ISSUES_EXAMPLES)]
pub struct Issues {
    /// Graphs, stores, or records as extract writes them; - for standard input
    #[arg(value_name = "GRAPH", value_hint = ValueHint::FilePath, required = true)]
    pub parts: Vec<PathBuf>,

    /// Answer as JSON Lines: issue, broader, and topics as pairs of article and phrase
    #[arg(long)]
    pub json: bool,
}

const POSITIONS_EXAMPLES: &str = "\
Examples:
  demarche positions graph.jsonld
  demarche positions graph.jsonld --topic \"security guarantees\"
  demarche positions graph.jsonld --actor Zelensky --stance against
  demarche positions graph.jsonld --topic ceasefire --csv > ceasefire.csv
  demarche positions graph.jsonld --topic sanctions --matrix
  demarche positions graph.jsonld --actor Trump --topic ceasefire --timeline

Names are found by any form that an article uses, without regard to case and diacritics. The exit code is 1 \
when nothing is found.";

/// `demarche positions`
#[derive(Debug, clap::Args)]
#[command(after_help = POSITIONS_EXAMPLES)]
pub struct Positions {
    /// The graph.
    #[command(flatten)]
    pub graph: Graph,

    /// Only what this actor holds
    #[arg(long, value_name = "NAME")]
    pub actor: Option<String>,

    /// Only topics with these words
    #[arg(long, value_name = "WORDS")]
    pub topic: Option<String>,

    /// Only this stance: for, against or conditional
    #[arg(long, value_name = "STANCE", value_parser = stance)]
    pub stance: Option<Stance>,

    /// When it was told.
    #[command(flatten)]
    pub period: Period,

    /// Only what this source is named for
    #[arg(long, value_name = "NAME")]
    pub reporter: Option<String>,

    /// Actors against issues, a sign and a colour for each stance
    #[arg(long)]
    pub matrix: bool,

    /// By phrase, not by issue
    #[arg(long)]
    pub phrases: bool,

    /// How each actor's position on each issue changed
    #[arg(long, conflicts_with = "matrix")]
    pub timeline: bool,

    /// How the answer is printed.
    #[command(flatten)]
    pub form: Form,
}

const OFFICES_EXAMPLES: &str = "\
Examples:
  demarche offices graph.jsonld
  demarche offices graph.jsonld --of Ukraine
  demarche offices graph.jsonld --title \"foreign minister\" --json
  demarche offices graph.jsonld --holder \"von der Leyen\"

The exit code is 1 when nothing is found.";

/// `demarche offices`
#[derive(Debug, clap::Args)]
#[command(after_help = OFFICES_EXAMPLES)]
pub struct Offices {
    /// The graph.
    #[command(flatten)]
    pub graph: Graph,

    /// Only what this person holds
    #[arg(long, value_name = "NAME")]
    pub holder: Option<String>,

    /// Only offices of this country, organization or person
    #[arg(long, value_name = "NAME")]
    pub of: Option<String>,

    /// Only titles with these words
    #[arg(long, value_name = "WORDS")]
    pub title: Option<String>,

    /// Only offices that an article says are held at this time (2025-08-17, 2025-08, 2025)
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub on: Option<String>,

    /// How the answer is printed.
    #[command(flatten)]
    pub form: Form,
}

const ASK_EXAMPLES: &str = "\
Examples:
  demarche ask graph.jsonld \"Who rejected Russian security guarantees?\"
  demarche ask graph.jsonld \"Did Trump meet Putin?\"
  demarche ask graph.jsonld \"Who is the chancellor of Germany?\" --explain
  demarche ask articles/ \"On what do Trump and Putin agree?\"
  demarche ask monday.jsonld tuesday.jsonld \"What happened on 17 August 2025?\" --json

The question is read by the program's own parser and patterns, not by a language model; --explain shows as what. Every \
answer quotes the articles. A question is answered 'no' only where an article says so; where none says anything, the \
answer is that the graph does not say, and the exit code is 1. Dates without a year and words like yesterday count from \
the newest article.";

/// `demarche ask`
#[derive(Debug, clap::Args)]
#[command(after_help = ASK_EXAMPLES)]
pub struct Ask {
    /// Graphs (.jsonld, or - for one on standard input), and articles or folders of them, which are read at once
    #[arg(required = true, num_args = 1.., value_name = "GRAPH|NEWS", value_hint = ValueHint::AnyPath)]
    pub inputs: Vec<PathBuf>,

    /// The question, in English
    #[arg(required = true, value_name = "QUESTION")]
    pub question: String,

    /// Show as what the question was read
    #[arg(long)]
    pub explain: bool,

    /// Answer as a JSON object
    #[arg(long)]
    pub json: bool,

    /// Articles that are read at the same time [default: the number of processor cores]
    #[arg(long, short, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub jobs: Option<u16>,

    /// Date of articles that tell none themselves (2025-08-17)
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub date: Option<String>,

    /// A model file made with demarche pack, in place of the one that is built in
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub model: Option<PathBuf>,
}

const ACTS_EXAMPLES: &str = "\
Examples:
  demarche acts graph.jsonld --relation met --source Zelensky
  demarche acts graph.jsonld --relation rejected --topic \"security guarantees\"
  demarche acts graph.jsonld --target Iran --since 2025-06 --status occurred --csv > iran.csv

An act whose date the articles do not tell is taken for the day of the first article that tells it. The exit code is 1 \
when nothing is found.";

/// `demarche acts`
#[derive(Debug, clap::Args)]
#[command(after_help = ACTS_EXAMPLES)]
pub struct Acts {
    /// The graph.
    #[command(flatten)]
    pub graph: Graph,

    /// Only what this actor did; of those who met, agreed or cooperated, either one
    #[arg(long, value_name = "NAME")]
    pub source: Option<String>,

    /// Only one of the seventeen relations: met, visited, proposed, demanded, agreed, supported, rejected …
    #[arg(long, value_name = "RELATION", value_parser = relation())]
    pub relation: Option<RelationKind>,

    /// Only what was done to or with this actor, or where the actor went
    #[arg(long, value_name = "NAME")]
    pub target: Option<String>,

    /// Only topics with these words
    #[arg(long, value_name = "WORDS")]
    pub topic: Option<String>,

    /// Only this status
    #[arg(long, value_name = "STATUS", value_parser = status())]
    pub status: Option<ActStatus>,

    /// When it was.
    #[command(flatten)]
    pub period: Period,

    /// Only what took place there
    #[arg(long, value_name = "NAME")]
    pub place: Option<String>,

    /// Only what this source is named for
    #[arg(long, value_name = "NAME")]
    pub reporter: Option<String>,

    /// Only what this article tells
    #[arg(long, value_name = "ID")]
    pub document: Option<String>,

    /// Only what is at least this sure, from 0 to 1
    #[arg(long, value_name = "X", default_value_t = 0.0, value_parser = confidence)]
    pub min_confidence: f64,

    /// How the answer is printed.
    #[command(flatten)]
    pub form: Form,
}

/// A time that is asked for.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct Period {
    /// Only on this day, or in this month or year (2025-08-17, 2025-08, 2025)
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub on: Option<String>,

    /// Only then or later
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub since: Option<String>,

    /// Only then or earlier
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub until: Option<String>,
}

const EXPLAIN_EXAMPLES: &str = "\
Examples:
  demarche explain graph.jsonld Zelensky
  demarche explain graph.jsonld \"Donald Trump\" --json
  demarche explain graph.jsonld ceasefire
  demarche explain graph.jsonld act/donald-trump/met/vladimir-putin/-/occurred --articles articles/

For each that the name may stand for: its names and identifiers, the articles that name it with the words they use, and \
why all of these are one. A join that is wrong is undone with --keep-apart or a file of rulings ('demarche help merge'). \
Where nobody has the name, for each issue with these words: its phrases, and what puts them together. For the id of an act, \
a position or an office: the words that show it, and with --articles which of them the reader took for it, how likely each \
part is, and what else came near.
Names are found by any form that an article uses, without regard to case and diacritics. The exit code is 1 \
when nothing is found.";

/// `demarche explain`
#[derive(Debug, clap::Args)]
#[command(after_help = EXPLAIN_EXAMPLES)]
pub struct Explain {
    /// The graph.
    #[command(flatten)]
    pub graph: Graph,

    /// Any name of a person, place or body, an identifier, words of an issue, or the id of an act, position or office
    #[arg(value_name = "NAME")]
    pub name: String,

    /// The articles, to see what the reader sees in those that show an act or a position; may be given again
    #[arg(long, value_name = "PATH", value_hint = ValueHint::AnyPath)]
    pub articles: Vec<PathBuf>,

    /// Answer as a JSON array
    #[arg(long)]
    pub json: bool,
}
