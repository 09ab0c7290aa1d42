//! Records as `extract` writes them, read again a line at a time.

use std::io::BufRead;

use super::bytes;
use crate::error::{Error, ErrorKind, Result};
use crate::schema::Record;

/// The records of `reader`, a JSON object a line, each with its line (from 1). Errors name theirs; the lines after one
/// are still read.
pub fn records(mut reader: impl BufRead) -> impl Iterator<Item = Result<(usize, Record)>> {
    let mut number = 0;
    let mut over = false;
    std::iter::from_fn(move || {
        while !over {
            number += 1;
            let line = match bytes::read_line(&mut reader) {
                Ok(None) => return None,
                Ok(Some(line)) => line,
                Err(error) => {
                    over = true;
                    return Some(Err(Error::new(
                        ErrorKind::Io,
                        format!("could not be read: {}", Error::reason(&error)),
                    )));
                }
            };
            if line.as_ref().is_ok_and(|line| line.trim_ascii().is_empty()) {
                continue;
            }
            return Some(
                line.and_then(bytes::utf8)
                    .and_then(|line| Ok((number, record(&line)?)))
                    .map_err(|e| e.at_line(number)),
            );
        }
        None
    })
}

fn record(line: &str) -> Result<Record> {
    serde_json::from_str(line).map_err(|error| {
        let message = bytes::json_message(&error);
        Error::new(
            ErrorKind::Format,
            format!("is no record: {message}; records are written by demarche extract"),
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bad_line_is_named_and_the_next_is_read() {
        let good = r#"{"id":"a","entities":[],"offices":[],"relations":[],"positions":[]}"#;
        let lines = format!("{good}\n\n{{\"id\"\n{good}\n");
        let read: Vec<_> = records(lines.as_bytes()).collect();
        assert_eq!(read.len(), 3);
        assert_eq!(read[0].as_ref().unwrap().1.document.id, "a");
        let error = read[1].as_ref().unwrap_err();
        assert_eq!((error.line(), error.kind()), (Some(3), ErrorKind::Format));
        assert_eq!(read[2].as_ref().unwrap().0, 4);
    }
}
