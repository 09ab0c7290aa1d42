//! `demarche pack`: a spaCy pipeline in, a model file out.

use std::io::Write;

use demarche::nlp::{self, Precision};

use super::args::Pack;
use super::outcome::Outcome;
use super::output::Output;

/// Writes the pack.
pub fn run(args: Pack) -> anyhow::Result<Outcome> {
    let mut output = Output::open(Some(&args.output))?;
    let precision = if args.f32 { Precision::F32 } else { Precision::I16 };
    output.write_all(&nlp::pack(&args.folder, precision)?)?;
    output.finish()?;
    Ok(Outcome::Done)
}
