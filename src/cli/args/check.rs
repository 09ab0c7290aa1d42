//! Subcommands that check and measure: `verify`, `eval`; and `pack`, which makes a model file.

use std::path::PathBuf;

use clap::ValueHint;

use super::{Graph, News};

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
