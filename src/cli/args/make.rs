//! Subcommands that make a graph: `build`, `extract`, `merge`, `forget`; and `analyse`, which shows what reading rests on.

use std::path::PathBuf;

use clap::{ValueEnum, ValueHint};

use super::value::format;
use super::{Engine, Events, News, Reading, Rulings, Shape};
use crate::cli::files::Kinds;

const BUILD_EXAMPLES: &str = "\
Examples:
  demarche build articles/ -o output/
      writes output/graph.html, output/graph.jsonld and output/graph.dot
  demarche build monday.txt tuesday.txt --date 2025-08-17 -o output/
  demarche build news.jsonl -o output/ --format jsonld,csv,svg --min-confidence 0.5
  demarche build news/ -o output/ --format events --one-a-day --known people.tsv
      a table of coded events, with the identifiers of those that a list of your own knows
  demarche build news/ --keep-text -o output/
      keeps the articles' texts as well, and shows each quote in its paragraph
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
    /// The files are graph.jsonld, graph.html, graph.dot, graph.ttl, graph.nq, graph.graphml, nodes.csv and edges.csv, events.tsv,
    /// graph.cypher, graph.svg, graph.png, graph.pdf, graph.compact.jsonld.
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
        default_value = "dot,jsonld,html"
    )]
    pub format: Vec<Kinds>,

    /// What the files are like.
    #[command(flatten)]
    pub shape: Shape,

    /// How events are coded.
    #[command(flatten)]
    pub events: Events,

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

const ANALYSE_EXAMPLES: &str = "\
Examples:
  demarche analyse article.txt | jq -r '.tokens[] | @tsv'
  demarche analyse articles/ --format conllu -o articles.conllu
  demarche analyse news.jsonl | python3 my_model.py

json is an object a line for each article:
  id        the article's id, as extract has it
  text      its text, lines in capitals in small letters; all places count Unicode code points of it,
            as Python's strings do
  tokens    [start, end, word, lemma, part of speech, tag, dependency label, head], such as
            [3, 8, \"Trump\", \"Trump\", \"Propn\", \"Nnp\", \"Nsubj\", 1]; head is the number of a token,
            a root's its own
  sents     [first, end] of each sentence: token numbers from 0, without the end
  paras     [first, end] of each paragraph; lines that are no sentences have no tokens
  mentions  b, e: first token and end; h: head token; k: Name, Demonym, Description, Pronoun or
            FirstPerson; ent: number of its entity, or null; mem: those of the several entities
            that a plural stands for
  acts      what the reader sees, likely or not (not with --rules): t: token that shows it;
            r: relation or stance, p: how likely; st, sp: status and how likely; source, target,
            topic: [token, how likely] of each; reporter: the same of one, or null
  entities  id, type (Person, Country, Region, City, Organization, Group) and name

conllu is CoNLL-U, each article under '# newdoc id = …', each paragraph under '# newpar'. Tokens of white space are \
written as \\s, \\t and the like; MISC holds named entities (NER=B-PERSON) and SpaceAfter=No.

An article that cannot be read is named and left out; the others are written, and the exit code is then 2.";

/// `demarche analyse`
#[derive(Debug, clap::Args)]
#[command(after_help = ANALYSE_EXAMPLES)]
pub struct Analyse {
    /// What to read.
    #[command(flatten)]
    pub news: News,

    /// How to write it
    #[arg(long, short, value_enum, value_name = "FORMAT", default_value_t = AnalysisFormat::Json)]
    pub format: AnalysisFormat,

    /// Give the mentions that rules alone find, which is what the reader is trained on
    #[arg(long)]
    pub rules: bool,

    /// File for the analyses [default: standard output]
    #[arg(long, short, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub output: Option<PathBuf>,

    /// What reads.
    #[command(flatten)]
    pub engine: Engine,
}

/// The ways to write an analysis.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum AnalysisFormat {
    /// A JSON object a line
    Json,
    /// CoNLL-U: tokens and trees alone
    Conllu,
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

    /// Keep the texts of articles that parts have; without it they are left out
    #[arg(long)]
    pub keep_text: bool,

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
