//! Subcommands that check and measure: `verify`, `eval`; and `pack`, which makes a model file.

use std::path::PathBuf;

use clap::ValueHint;

use super::{Engine, Graph, News};

const VERIFY_EXAMPLES: &str = "\
Examples:
  demarche verify output/graph.jsonld articles/
  demarche verify output/graph.jsonld          against the texts that build --keep-text has kept in it

Each quote of the graph is cut again from its article at its place, and must be the same. A quote that differs, \
an article that has changed, and an article of the graph that was not given are reported; the exit code is then 2. \
Without articles, quotes are held against the texts that the graph has kept.";

/// `demarche verify`
#[derive(Debug, clap::Args)]
#[command(after_help = VERIFY_EXAMPLES, mut_arg("inputs", |inputs| inputs.required(false)))]
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
  demarche eval --spans traps/ --errors

The README shows what an annotation looks like. An article or annotation that cannot be read is named and left out; \
the others are measured, and the exit code is then 2.

With --spans, each act is looked for in the sentence of its words. It is found when a relation of the record has its \
evidence there, is of the same kind, and has the same source: the mention at the head of the annotated words, be it a \
pronoun, is one of that entity, or the words are a name of it. Where both have a target it must be the same; else the \
topics must share a content word, if both have one (what is found as a topic may be annotated as a target). What the text tells again counts once. Stances are found where a \
position has holder, stance and topic, and left aside where 'supported' or 'rejected' tells the same. Acts with ? are \
neither missed nor false. A paragraph (a line) is clean when no act found in it is false, and all right when besides \
none is missed and each has its status.";

/// `demarche eval`
#[derive(Debug, clap::Args)]
#[command(after_help = EVAL_EXAMPLES)]
pub struct Eval {
    /// Folder of articles NAME.txt, each with its annotation NAME.json
    #[arg(value_name = "GOLD_DIR", value_hint = ValueHint::DirPath, required_unless_present = "spans")]
    pub folder: Option<PathBuf>,

    /// Measure acts on a folder of articles annotated word for word: spans/ID.tsv with text/ID.txt or ID.txt
    ///
    /// A line of the table is an act, with tabs between: number of the sentence (as analyse gives them, from 1), relation or
    /// stance (with ? where it is optional), status (o occurred, p planned, m possible, d denied), then the words of
    /// trigger, source, target, topic and reporter as they stand in the sentence, or -. 3:words stand in sentence 3, and
    /// words#2 are the second ones.
    #[arg(
        long,
        value_name = "FOLDER",
        value_hint = ValueHint::DirPath,
        conflicts_with_all = ["folder", "records"]
    )]
    pub spans: Option<PathBuf>,

    /// Take the acts from tables ID.tsv in this folder (as --spans has them) in place of reading them
    ///
    /// The figures are those of who is who: what is lost between the words of an act and the record.
    #[arg(long, value_name = "FOLDER", value_hint = ValueHint::DirPath, conflicts_with_all = ["spans", "records"])]
    pub acts: Option<PathBuf>,

    /// Measure these records, as extract writes them, in place of reading the articles; - for standard input
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, conflicts_with_all = ["jobs", "model"])]
    pub records: Option<PathBuf>,

    /// List every miss and false alarm, each with the sentence it is in
    #[arg(long)]
    pub errors: bool,

    /// Answer as a JSON object
    #[arg(long)]
    pub json: bool,

    /// What reads.
    #[command(flatten)]
    pub engine: Engine,
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
