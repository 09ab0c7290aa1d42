//! The JSON objects of an array, or of a file that holds one after another, cut out one at a time.
//!
//! An array of a million articles is read as a line each would be: nothing but the object in hand is kept. What is cut
//! out is known to have its braces in pairs; the rest is for the JSON parser to judge.

use std::io::{self, BufRead};

use super::bytes::{MAX_JSON_BYTES, too_large};
use crate::error::{Error, ErrorKind, Result};

/// Cuts objects out of a stream.
#[derive(Debug, Default)]
pub(super) struct Objects {
    /// Nothing more can be told apart.
    lost: bool,
}

impl Objects {
    /// The next object; nothing at the end. After something that is neither an object nor what stands between them, there
    /// is nothing more.
    pub fn next(&mut self, reader: &mut dyn BufRead) -> io::Result<Option<Result<Vec<u8>>>> {
        if self.lost {
            return Ok(None);
        }
        loop {
            let buffer = reader.fill_buf()?;
            if buffer.is_empty() {
                return Ok(None);
            }
            let between = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b',' | b'[' | b']');
            match buffer.iter().position(|byte| !between(byte)) {
                None => {
                    let length = buffer.len();
                    reader.consume(length);
                }
                Some(at) if buffer[at] == b'{' => {
                    reader.consume(at);
                    return self.object(reader).map(Some);
                }
                Some(at) => {
                    let found = char::from(buffer[at]);
                    self.lost = true;
                    let message = format!(
                        "is JSON, but no object where an article should begin (found '{}'); articles are the objects of \
                         an array, or stand one after another",
                        found.escape_default()
                    );
                    return Ok(Some(Err(Error::new(ErrorKind::Format, message))));
                }
            }
        }
    }

    /// The object that begins here. Of one that is too long, the rest is passed over without being kept.
    fn object(&mut self, reader: &mut dyn BufRead) -> io::Result<Result<Vec<u8>>> {
        let mut object = Vec::new();
        let (mut depth, mut in_string, mut escaped) = (0_u64, false, false);
        loop {
            let buffer = reader.fill_buf()?;
            if buffer.is_empty() {
                self.lost = true;
                return Ok(Err(Error::new(
                    ErrorKind::Format,
                    "ends within a JSON object; it may be cut off",
                )));
            }
            let end = buffer.iter().position(|byte| {
                if in_string {
                    match byte {
                        _ if escaped => escaped = false,
                        b'\\' => escaped = true,
                        b'"' => in_string = false,
                        _ => {}
                    }
                    return false;
                }
                match byte {
                    b'"' => in_string = true,
                    b'{' => depth += 1,
                    b'}' => depth -= 1,
                    _ => {}
                }
                depth == 0
            });
            let length = end.map_or(buffer.len(), |end| end + 1);
            if object.len() <= MAX_JSON_BYTES {
                object.extend_from_slice(&buffer[..length]);
            }
            reader.consume(length);
            if end.is_some() {
                return Ok(if object.len() > MAX_JSON_BYTES { Err(too_large("object")) } else { Ok(object) });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn objects(text: &str) -> Vec<std::result::Result<String, String>> {
        // Three bytes at a time, so that every state is carried over.
        let mut reader = io::BufReader::with_capacity(3, text.as_bytes());
        let mut objects = Objects::default();
        let next = || objects.next(&mut reader).unwrap();
        std::iter::from_fn(next)
            .map(|object| object.map(|o| String::from_utf8(o).unwrap()).map_err(|e| e.to_string()))
            .collect()
    }

    #[test]
    fn objects_are_cut_out_whatever_is_in_their_texts() {
        let one = r#"{"text":"a } \" { \\","x":{"y":[{}]}}"#;
        for text in [format!("[{one},\n {one}]\n"), format!("{one}{one}"), format!("\n{one}\n\n{one}")] {
            assert_eq!(objects(&text), [Ok(one.to_owned()), Ok(one.to_owned())]);
        }
        assert_eq!(objects("[]"), []);
    }

    #[test]
    fn what_is_no_object_ends_the_reading() {
        let read = objects(r#"[{"a":1}, 7, {"b":2}]"#);
        assert!(read.len() == 2 && read[0].is_ok(), "{read:?}");
        assert!(read[1].as_ref().unwrap_err().contains("found '7'"));
        let read = objects(r#"[{"a":1}, {"b":"#);
        assert!(read[1].as_ref().unwrap_err().contains("cut off"), "{read:?}");
    }

    #[test]
    fn an_object_that_is_too_long_is_passed_over() {
        let text = format!("[{{\"x\":\"{}\"}},{{\"a\":1}}]", "x".repeat(MAX_JSON_BYTES));
        let mut reader = text.as_bytes();
        let mut objects = Objects::default();
        assert!(objects.next(&mut reader).unwrap().unwrap().is_err());
        assert_eq!(objects.next(&mut reader).unwrap().unwrap().unwrap(), b"{\"a\":1}");
    }
}
