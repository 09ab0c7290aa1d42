//! The arguments, as clap reads them. Nothing here does anything.

use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Parser, Subcommand, ValueHint};

use demarche::export::Base;
use demarche::schema::{ActStatus, RelationKind, Stance};
use demarche::source;

use super::files::Kinds;

const OVERVIEW: &str = "\
Demarche reads political news and builds a knowledge graph of who met whom, who proposed, rejected, supported or \
demanded what, who holds which office and which stance: each fact with the sentence that shows it. It works offline, \
and the same articles give the same bytes.";

const OVERVIEW_EXAMPLES: &str = "\
Examples:
  demarche build articles/ -o output/                        from a folder of articles to a graph
  demarche positions output/graph.jsonld --topic ceasefire   who is for it, and who against
  demarche offices output/graph.jsonld --of Ukraine          who holds which office there
  demarche ask output/graph.jsonld \"Did Trump meet Putin?\"   a question in English, answered with quotes
  dot -Tsvg output/graph.dot > graph.svg                     the picture, drawn by Graphviz

Exit codes: 0 done or found, 1 a question found nothing, 2 an error or an article that was not read.
'demarche help COMMAND' tells more about each command.";

/// Knowledge graphs from political news
#[derive(Debug, Parser)]
#[command(version, about, long_about = OVERVIEW, after_help = OVERVIEW_EXAMPLES, max_term_width = 100)]
#[command(propagate_version = true, infer_subcommands = true)]
pub struct Args {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The subcommands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Read articles and write their knowledge graph
    Build(Build),
    /// Read articles and write what each says, one JSON object a line
    Extract(Extract),
    /// Put records or graphs together into one graph
    Merge(Merge),
    /// Take articles out of a graph again, with all that only they say
    Forget(Forget),
    /// Write a graph in another format
    Export(Export),
    /// Ask a graph who is for or against what
    Positions(Positions),
    /// Ask a graph who holds which office
    Offices(Offices),
    /// Ask a graph or articles a question in English
    Ask(Ask),
    /// Ask a graph who did what: who met whom, who proposed or rejected what
    Acts(Acts),
    /// Tell who or what a name stands for in a graph, and why its mentions are one
    Explain(Explain),
    /// Check every quote of a graph against the articles
    Verify(Verify),
    /// Measure extraction on annotated articles
    Eval(Eval),
    /// Pack an unpacked spaCy pipeline into a model file (for developers)
    Pack(Pack),
}

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

const BUILD_EXAMPLES: &str = "\
Examples:
  demarche build articles/ -o output/
      writes output/graph.jsonld and output/graph.dot
  demarche build monday.txt tuesday.txt --date 2025-08-17 -o output/
  demarche build news.jsonl -o output/ --format jsonld,csv,svg --min-confidence 0.5
  demarche build news/ --store news.sqlite
      adds what is new to a graph that is kept and grows; 'demarche positions news.sqlite' asks it
  cat news.jsonl | demarche build - -o output/
  demarche build articles/ -o - --format turtle | riot --validate -

An article that cannot be read is named and left out; the others are read, and the exit code is then 2.";

/// `demarche build`
#[derive(Debug, clap::Args)]
#[command(after_help = BUILD_EXAMPLES)]
pub struct Build {
    /// What to read.
    #[command(flatten)]
    pub news: News,

    /// Folder for the graph files, made when it is not there; - for standard output, with one --format
    ///
    /// The files are graph.jsonld, graph.dot, graph.ttl, graph.nq, graph.graphml, nodes.csv and edges.csv, graph.cypher,
    /// graph.svg, graph.png, graph.pdf, graph.compact.jsonld.
    #[arg(
        long,
        short,
        value_name = "DIR",
        value_hint = ValueHint::DirPath,
        required_unless_present = "store"
    )]
    pub output: Option<PathBuf>,

    /// Add the articles to the graph in this store, an SQLite database; made when it is not there
    ///
    /// Articles that are in the store already, as this program reads them, are passed over, so a run that was cut short
    /// goes on where it stopped. With --output, the files then hold all that is in the store.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub store: Option<PathBuf>,

    /// Formats to write, with commas between them
    #[arg(
        long,
        short,
        value_name = "FORMATS",
        value_parser = format(),
        value_delimiter = ',',
        default_value = "dot,jsonld"
    )]
    pub format: Vec<Kinds>,

    /// What the files are like.
    #[command(flatten)]
    pub shape: Shape,

    /// What the user rules on who is who.
    #[command(flatten)]
    pub rulings: Rulings,

    /// How to read.
    #[command(flatten)]
    pub reading: Reading,
}

const EXTRACT_EXAMPLES: &str = "\
Examples:
  demarche extract article.txt
  demarche extract articles/ -o records.jsonl
  demarche extract news.jsonl | jq -r '.relations[] | [.source, .relation, .target] | @tsv'
  demarche merge records.jsonl -o graph.jsonld     from records to the graph that build makes

A record tells the entities of one article with each mention of them, the offices they hold, relations, positions and \
reported statements, each with the words that show it. Offsets count Unicode code points of the text.";

/// `demarche extract`
#[derive(Debug, clap::Args)]
#[command(after_help = EXTRACT_EXAMPLES)]
pub struct Extract {
    /// What to read.
    #[command(flatten)]
    pub news: News,

    /// File for the records [default: standard output]
    #[arg(long, short, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub output: Option<PathBuf>,

    /// How to read.
    #[command(flatten)]
    pub reading: Reading,
}

const MERGE_EXAMPLES: &str = "\
Examples:
  demarche merge monday.jsonld tuesday.jsonld -o week.jsonld
  demarche merge records-*.jsonl -o graph.jsonld
  demarche extract articles/ | demarche merge - -o graph.jsonld
  demarche merge graph.jsonld --keep-apart \"George Bush\" \"George W. Bush\" -o graph.jsonld
  demarche merge records.jsonl old.jsonld --store news.sqlite

Merging is a union: any order, any grouping and any repetition of the parts give the same file.";

/// `demarche merge`
#[derive(Debug, clap::Args)]
#[command(after_help = MERGE_EXAMPLES)]
pub struct Merge {
    /// Records (.jsonl, as extract writes them), graphs (.jsonld), stores, or - for records or a graph on standard input
    #[arg(required = true, value_name = "PART", value_hint = ValueHint::FilePath)]
    pub parts: Vec<PathBuf>,

    /// File for the graph (JSON-LD); - for standard output
    #[arg(
        long,
        short,
        value_name = "FILE",
        value_hint = ValueHint::FilePath,
        required_unless_present = "store"
    )]
    pub output: Option<PathBuf>,

    /// Add the parts to the graph in this store, an SQLite database; made when it is not there
    ///
    /// Records are read one after another, however many there are. With --output, the file then holds all that is in
    /// the store.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub store: Option<PathBuf>,

    /// What the user rules on who is who.
    #[command(flatten)]
    pub rulings: Rulings,
}

const FORGET_EXAMPLES: &str = "\
Examples:
  demarche forget news.sqlite 2025-08-17-alaska
  demarche forget graph.jsonld 2025-08-17-alaska -o graph.jsonld

What is left is as if the articles had never been read. When one of them is not in the graph, nothing is taken out.";

/// `demarche forget`
#[derive(Debug, clap::Args)]
#[command(after_help = FORGET_EXAMPLES)]
pub struct Forget {
    /// A store, which is changed, or a graph.jsonld, which is read
    #[arg(value_name = "GRAPH", value_hint = ValueHint::FilePath)]
    pub path: PathBuf,

    /// Articles, by the names of their files without the ending, or by their ids in the graph (document/…)
    #[arg(required = true, value_name = "DOC")]
    pub documents: Vec<String>,

    /// File for what is left of a graph.jsonld; - for standard output
    #[arg(long, short, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub output: Option<PathBuf>,
}

const EXPORT_EXAMPLES: &str = "\
Examples:
  demarche export graph.jsonld --format dot -o graph.dot
  demarche export graph.jsonld --format svg -o graph.svg                     drawn by Graphviz
  demarche export graph.jsonld --format svg --focus Zelensky --since 2025-08 > zelensky.svg
  demarche export graph.jsonld --format pdf --positions --topic \"security guarantees\" > stances.pdf
  demarche export graph.jsonld --format csv,graphml,cypher -o tables/        several, in a folder
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

/// How many edges a picture has.
#[derive(Debug, Clone, Copy)]
pub struct Top(pub Option<usize>);

/// A saved graph.
#[derive(Debug, clap::Args)]
pub struct Graph {
    /// A graph.jsonld, as build and merge write it, a store, or - for a graph on standard input
    #[arg(value_name = "GRAPH", value_hint = ValueHint::FilePath)]
    pub path: PathBuf,
}

/// How an answer is printed.
#[derive(Debug, Clone, Copy, clap::Args)]
#[group(multiple = false)]
pub struct Form {
    /// Answer as a JSON array
    #[arg(long)]
    pub json: bool,

    /// Answer as comma-separated values with a heading
    #[arg(long)]
    pub csv: bool,
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

    /// Actors against topics, a sign and a colour for each stance
    #[arg(long)]
    pub matrix: bool,

    /// How each actor's position on each topic changed
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
  demarche ask articles/ \"On what do Trump and Zelensky differ?\"
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

    /// Only what this actor did; of those who met or agreed, either one
    #[arg(long, value_name = "NAME")]
    pub source: Option<String>,

    /// Only one of the twelve relations: met, visited, proposed, demanded, agreed, supported, rejected …
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

For each that the name may stand for: its names and identifiers, the articles that name it with the words they use, and \
why all of these are one. A join that is wrong is undone with --keep-apart or a file of rulings ('demarche help merge').
Names are found by any form that an article uses, without regard to case and diacritics. The exit code is 1 \
when nothing is found.";

/// `demarche explain`
#[derive(Debug, clap::Args)]
#[command(after_help = EXPLAIN_EXAMPLES)]
pub struct Explain {
    /// The graph.
    #[command(flatten)]
    pub graph: Graph,

    /// Any name of a person, place or body, or an identifier
    #[arg(value_name = "NAME")]
    pub name: String,

    /// Answer as a JSON array
    #[arg(long)]
    pub json: bool,
}

const VERIFY_EXAMPLES: &str = "\
Examples:
  demarche verify output/graph.jsonld articles/

Each quote of the graph is cut again from its article at its place, and must be the same. A quote that differs, \
an article that has changed, and an article of the graph that was not given are reported; the exit code is then 2.";

/// `demarche verify`
#[derive(Debug, clap::Args)]
#[command(after_help = VERIFY_EXAMPLES)]
pub struct Verify {
    /// The graph.
    #[command(flatten)]
    pub graph: Graph,

    /// The articles that the graph was made from.
    #[command(flatten)]
    pub news: News,
}

const EVAL_EXAMPLES: &str = "\
Examples:
  demarche eval gold/
  demarche eval gold/ --errors | less
  demarche extract gold/ > records.jsonl && demarche eval gold/ --records records.jsonl
  demarche eval gold/ --json | jq .relation.f1

The README shows what an annotation looks like. An article or annotation that cannot be read is named and left out; \
the others are measured, and the exit code is then 2.";

/// `demarche eval`
#[derive(Debug, clap::Args)]
#[command(after_help = EVAL_EXAMPLES)]
pub struct Eval {
    /// Folder of articles NAME.txt, each with its annotation NAME.json
    #[arg(value_name = "GOLD_DIR", value_hint = ValueHint::DirPath)]
    pub folder: PathBuf,

    /// Measure these records, as extract writes them, in place of reading the articles; - for standard input
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, conflicts_with_all = ["jobs", "model"])]
    pub records: Option<PathBuf>,

    /// List every miss and false alarm, each with the sentence it is in
    #[arg(long)]
    pub errors: bool,

    /// Answer as a JSON object
    #[arg(long)]
    pub json: bool,

    /// Articles that are read at the same time [default: the number of processor cores]
    #[arg(long, short, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub jobs: Option<u16>,

    /// A model file made with demarche pack, in place of the one that is built in
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub model: Option<PathBuf>,
}

const PACK_EXAMPLES: &str = "\
Examples:
  demarche pack en_core_web_md-3.7.1/ -o model.bin
  demarche build articles/ -o output/ --model model.bin

The folder is an unpacked spaCy pipeline: the one with config.cfg, vocab/, tok2vec/, parser/ and so on in it.";

/// `demarche pack`
#[derive(Debug, clap::Args)]
#[command(after_help = PACK_EXAMPLES)]
pub struct Pack {
    /// Folder of an unpacked spaCy pipeline
    #[arg(value_name = "FOLDER", value_hint = ValueHint::DirPath)]
    pub folder: PathBuf,

    /// The model file to write
    #[arg(long, short, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub output: PathBuf,

    /// Keep weights in 32 bits: twice the size, and exactly spaCy's results
    #[arg(long)]
    pub f32: bool,
}

fn format() -> impl TypedValueParser<Value = Kinds> {
    PossibleValuesParser::new(Kinds::words()).try_map(|word| word.parse::<Kinds>())
}

fn relation() -> impl TypedValueParser<Value = RelationKind> {
    PossibleValuesParser::new(RelationKind::ALL.map(RelationKind::as_str))
        .try_map(|word| word.parse::<RelationKind>())
}

fn status() -> impl TypedValueParser<Value = ActStatus> {
    PossibleValuesParser::new(ActStatus::ALL.map(ActStatus::as_str)).try_map(|word| word.parse::<ActStatus>())
}

fn date(value: &str) -> Result<String, String> {
    source::iso_date(value).ok_or_else(|| "a date is written as 2025-08-17, 2025-08 or 2025".to_owned())
}

fn confidence(value: &str) -> Result<f64, String> {
    let number = value.parse::<f64>().ok().filter(|number| (0.0..=1.0).contains(number));
    number.ok_or_else(|| "a confidence is a number from 0 to 1".to_owned())
}

fn top(value: &str) -> Result<Top, String> {
    if value == "all" {
        return Ok(Top(None));
    }
    let number = value.parse::<usize>().ok().filter(|number| *number > 0);
    number.map(|number| Top(Some(number))).ok_or_else(|| "a number from 1, or all".to_owned())
}

fn stance(value: &str) -> Result<Stance, String> {
    value.parse().map_err(|_| "a stance is for, against or conditional".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_arguments_are_well_formed() {
        use clap::CommandFactory;
        Args::command().debug_assert();
    }
}
