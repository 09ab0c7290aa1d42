//! Lists that a user brings along: dictionaries of actors for event data, and tables of known actors. What is wrong with a
//! line is told, and the others are used.

use std::path::PathBuf;

use anyhow::{Context, bail};

use demarche::events::{Dictionary, Options};
use demarche::export::Format;
use demarche::resolve::known::KnownActors;
use demarche::{Error, ErrorKind};

use super::args;
use super::files::Kind;
use super::message;
use super::outcome::Outcome;

/// How events are coded, for the files asked for; lines of dictionaries that cannot be read are lost.
pub fn events(asked: &args::Events, kinds: &[Kind]) -> anyhow::Result<(Options, Outcome)> {
    let mut options = Options::default();
    if !kinds.contains(&Kind::Written(Format::Events)) && (asked.one_a_day || !asked.actors.is_empty()) {
        let option = if asked.one_a_day { "--one-a-day" } else { "--actors" };
        bail!("{option} is for event data, which is not among the formats; add --format events");
    }
    options.one_a_day = asked.one_a_day;
    let mut dictionary = Dictionary::default();
    let outcome = read(&asked.actors, |text| dictionary.add(text))?;
    options.dictionary = dictionary;
    Ok((options, outcome))
}

/// The actors that the user knows; none where there is no table of them.
pub fn known(files: &[PathBuf]) -> anyhow::Result<(Option<KnownActors>, Outcome)> {
    let mut known = KnownActors::default();
    let outcome = read(files, |text| known.add(text))?;
    Ok((Some(known).filter(|_| !files.is_empty()), outcome))
}

fn read(files: &[PathBuf], mut add: impl FnMut(&str) -> Vec<Error>) -> anyhow::Result<Outcome> {
    let mut outcome = Outcome::Done;
    for path in files {
        let bytes = std::fs::read(path).with_context(|| format!("{} cannot be read", path.display()))?;
        let (text, mut errors) = lines(&bytes);
        errors.extend(add(&text));
        errors.sort_by_key(Error::line);
        for error in errors {
            message::error(&message::one_line(&error.in_file(path).to_string()));
            outcome = Outcome::Lost;
        }
    }
    Ok(outcome)
}

/// The text of a file; a line that is not UTF-8 is left empty and told.
fn lines(bytes: &[u8]) -> (String, Vec<Error>) {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let (mut text, mut errors) = (String::new(), Vec::new());
    for (number, line) in bytes.split(|b| *b == b'\n').enumerate() {
        match std::str::from_utf8(line) {
            Ok(line) => text.push_str(line),
            Err(_) => {
                let error = Error::new(ErrorKind::Format, "not UTF-8; convert the file to it");
                errors.push(error.at_line(number + 1));
            }
        }
        text.push('\n');
    }
    (text, errors)
}
