//! The values of options, as they are written on the command line.

use clap::builder::{PossibleValuesParser, TypedValueParser};

use demarche::schema::{ActStatus, RelationKind, Stance};
use demarche::source::{self, Fields, Format};

use crate::cli::files::Kinds;

/// How many edges a picture has.
#[derive(Debug, Clone, Copy)]
pub struct Top(pub Option<usize>);

pub fn format() -> impl TypedValueParser<Value = Kinds> {
    PossibleValuesParser::new(Kinds::words()).try_map(|word| word.parse::<Kinds>())
}

pub fn input_format() -> impl TypedValueParser<Value = Format> {
    PossibleValuesParser::new(Format::ALL.map(Format::as_str)).try_map(|word| word.parse::<Format>())
}

/// A pair that names a field; it is taken apart when all of them are there.
pub fn field(pair: &str) -> Result<String, demarche::Error> {
    Fields::default().set(pair).map(|()| pair.to_owned())
}

pub fn relation() -> impl TypedValueParser<Value = RelationKind> {
    PossibleValuesParser::new(RelationKind::ALL.map(RelationKind::as_str))
        .try_map(|word| word.parse::<RelationKind>())
}

pub fn status() -> impl TypedValueParser<Value = ActStatus> {
    PossibleValuesParser::new(ActStatus::ALL.map(ActStatus::as_str)).try_map(|word| word.parse::<ActStatus>())
}

pub fn date(value: &str) -> Result<String, String> {
    source::iso_date(value).ok_or_else(|| "a date is written as 2025-08-17, 2025-08 or 2025".to_owned())
}

pub fn confidence(value: &str) -> Result<f64, String> {
    let number = value.parse::<f64>().ok().filter(|number| (0.0..=1.0).contains(number));
    number.ok_or_else(|| "a confidence is a number from 0 to 1".to_owned())
}

pub fn top(value: &str) -> Result<Top, String> {
    if value == "all" {
        return Ok(Top(None));
    }
    let number = value.parse::<usize>().ok().filter(|number| *number > 0);
    number.map(|number| Top(Some(number))).ok_or_else(|| "a number from 1, or all".to_owned())
}

pub fn stance(value: &str) -> Result<Stance, String> {
    value.parse().map_err(|_| "a stance is for, against or conditional".to_owned())
}
