//! `demarche extract`: articles in, a record a line out.

use std::io::{self, Write};

use super::args::Extract;
use super::lists;
use super::outcome::Outcome;
use super::output::Output;
use super::reading::{Reader, Tally, builder};

/// Writes the record of each article as soon as it is there, in the order of the articles.
pub fn run(args: Extract) -> anyhow::Result<Outcome> {
    let (known, known_read) = lists::known(&args.reading.known)?;
    let mut output = Output::open(args.output.as_deref())?;
    let builder = builder(&args.reading, known)?;
    let reader = Reader::open(args.news, args.reading.date);
    let mut tally = Tally::new(reader.bar());
    builder.records(reader, |records| -> io::Result<()> {
        for record in records.filter_map(|record| tally.keep(record)) {
            serde_json::to_writer(&mut output, &record)?;
            writeln!(output)?;
        }
        Ok(())
    })?;
    output.finish()?;
    Ok(known_read.then(tally.finish()))
}
