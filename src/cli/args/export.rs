//! Writing a graph: `export`, and what its files and pictures are like.

use std::path::PathBuf;

use clap::ValueHint;

use demarche::export::Base;
use demarche::schema::RelationKind;

use super::value::{Top, confidence, date, format, relation, top};
use super::{Graph, Rulings};
use crate::cli::files::Kinds;

const EXPORT_EXAMPLES: &str = "\
Examples:
  demarche export graph.jsonld --format dot -o graph.dot
  demarche export graph.jsonld --format html -o graph.html                   a page to explore, for any browser
  demarche export graph.jsonld --format svg -o graph.svg                     drawn by Graphviz
  demarche export graph.jsonld --format svg --focus Zelensky --since 2025-08 > zelensky.svg
  demarche export graph.jsonld --format pdf --positions --topic \"security guarantees\" > stances.pdf
  demarche export graph.jsonld --format csv,graphml,cypher -o tables/        several, in a folder
  demarche export graph.jsonld --format events --one-a-day > events.tsv      coded events, a row each
  demarche export graph.jsonld --format turtle --base https://example.org/kg/
  demarche export graph.jsonld --format jsonld --compact | jq '.actors[] | {name, offices}'

The README tells what each format is for and what is in it.";

/// `demarche export`
#[derive(Debug, clap::Args)]
#[command(after_help = EXPORT_EXAMPLES)]
pub struct Export {
    /// The graph.
    #[command(flatten)]
    pub graph: Graph,

    /// Formats to write, with commas between them
    #[arg(long, short, value_name = "FORMATS", value_parser = format(), value_delimiter = ',', required = true)]
    pub format: Vec<Kinds>,

    /// What the user rules on who is who.
    #[command(flatten)]
    pub rulings: Rulings,

    /// File to write, or folder for several; - for standard output [default: standard output]
    #[arg(long, short, value_name = "PATH", value_hint = ValueHint::AnyPath)]
    pub output: Option<PathBuf>,

    /// What the files are like.
    #[command(flatten)]
    pub shape: Shape,

    /// How events are coded.
    #[command(flatten)]
    pub events: Events,

    /// What pictures show.
    #[command(flatten)]
    pub picture: Picture,
}

/// What the files of a graph are like.
#[derive(Debug, clap::Args)]
pub struct Shape {
    /// Namespace of the graph's own nodes in JSON-LD, Turtle and N-Quads
    ///
    /// An absolute IRI that ends with /, under which entity/nato and the like are put. Terms keep their namespaces.
    #[arg(long, value_name = "IRI", default_value_t = Base::default())]
    pub base: Base,

    /// JSON-LD nested by actor, for programs that know nothing of RDF; it cannot be read back
    #[arg(long)]
    pub compact: bool,

    /// Begin CSV tables with a byte order mark, so that Excel shows accents rightly
    #[arg(long)]
    pub bom: bool,
}

/// How events are coded and counted.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Event data (events)")]
pub struct Events {
    /// One event for all of one day, pair of actors, PLOVER category and status, in place of one for each sentence
    #[arg(long)]
    pub one_a_day: bool,

    /// Dictionary of actors or agents in the format of PETRARCH, whose codes go before all others; may be given again
    ///
    /// Names, dated codes ([RUSGOV >20000101]) and agents ([~GOV]) give codes to the graph's actors: the date of the event
    /// decides which. A line that cannot be read is told and passed over, and the exit code is then 2.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, action = clap::ArgAction::Append)]
    pub actors: Vec<PathBuf>,
}

/// What pictures show.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Pictures (dot, svg, png, pdf)")]
pub struct Picture {
    /// Draw who is for and against what, in place of what was done
    #[arg(long)]
    pub positions: bool,

    /// Only what this actor takes part in; may be repeated
    #[arg(long, value_name = "NAME")]
    pub focus: Vec<String>,

    /// Steps from the one in focus: 2 shows also what those do whom it meets
    #[arg(long, value_name = "N", default_value_t = 1, requires = "focus", value_parser = clap::value_parser!(u8).range(1..))]
    pub hops: u8,

    /// Only topics with these words
    #[arg(long, value_name = "WORDS")]
    pub topic: Option<String>,

    /// Only acts of these relations, with commas between them
    #[arg(long, value_name = "RELATIONS", value_delimiter = ',', value_parser = relation(), conflicts_with = "positions")]
    pub relations: Vec<RelationKind>,

    /// Only what is of this date or later (2025-08-17, 2025-08, 2025)
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub since: Option<String>,

    /// Only what is of this date or earlier
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub until: Option<String>,

    /// Only facts that are at least this sure, from 0 to 1
    #[arg(long, value_name = "X", default_value_t = 0.0, value_parser = confidence)]
    pub min_confidence: f64,

    /// At most so many edges, those of most evidence, or all
    #[arg(long, value_name = "N", default_value = "60", value_parser = top)]
    pub top: Top,
}
