//! Pieces of bounded length out of a stream, and those that must be UTF-8 as text.

use std::io::{self, BufRead, Read};

use super::article::MAX_TEXT_BYTES;
use crate::error::{Error, ErrorKind, Result};

/// The longest JSON object that is read, in bytes: an escaped character of JSON is at most six times as long as in the
/// text.
pub(super) const MAX_JSON_BYTES: usize = MAX_TEXT_BYTES * 6;

const BYTE_ORDER_MARK: &str = "\u{feff}";

/// The text of JSON, which is UTF-8 (RFC 8259), without a byte order mark.
pub(super) fn utf8(bytes: Vec<u8>) -> Result<String> {
    match String::from_utf8(bytes) {
        Ok(text) => Ok(match text.strip_prefix(BYTE_ORDER_MARK) {
            Some(rest) => rest.to_owned(),
            None => text,
        }),
        Err(error) => {
            let offset = error.utf8_error().valid_up_to();
            let byte = error.as_bytes()[offset];
            let message = format!(
                "is not UTF-8 (byte 0x{byte:02X} at offset {offset}); tell what it is with --encoding, for example \
                 --encoding windows-1252"
            );
            Err(Error::new(ErrorKind::Format, message))
        }
    }
}

/// All that is left in `reader`, unless it is more than one article may have.
pub(super) fn read_to_end(reader: &mut dyn BufRead) -> io::Result<Result<Vec<u8>>> {
    let mut bytes = Vec::new();
    reader.take(MAX_TEXT_BYTES as u64 + 1).read_to_end(&mut bytes)?;
    Ok(if bytes.len() > MAX_TEXT_BYTES { Err(too_large("article")) } else { Ok(bytes) })
}

/// The next line with its line feed, nothing at the end. Of a line that is longer than one article may be, the rest is
/// passed over without being kept.
pub(super) fn read_line(reader: &mut dyn BufRead) -> io::Result<Option<Result<Vec<u8>>>> {
    let limit = MAX_JSON_BYTES;
    let mut line = Vec::new();
    reader.take(limit as u64 + 1).read_until(b'\n', &mut line)?;
    if line.len() <= limit {
        return Ok(if line.is_empty() { None } else { Some(Ok(line)) });
    }
    while !line.ends_with(b"\n") {
        line.clear();
        if reader.take(1 << 16).read_until(b'\n', &mut line)? == 0 {
            break;
        }
    }
    Ok(Some(Err(too_large("line"))))
}

/// What serde_json says of a single line: it counts lines too, and always says 1.
pub(super) fn json_message(error: &serde_json::Error) -> String {
    error.to_string().replace(" at line 1 column ", " at column ")
}

pub(super) fn too_large(what: &str) -> Error {
    let limit = MAX_TEXT_BYTES / (1024 * 1024);
    Error::new(
        ErrorKind::Format,
        format!(
            "the {what} is too large: an article has at most {limit} MiB; split it, or give one article a line (.jsonl)"
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_utf_8_is_named_with_its_place() {
        assert_eq!(utf8(b"\xef\xbb\xbf{}".to_vec()).unwrap(), "{}");
        let message = utf8(b"caf\xe9 noir".to_vec()).unwrap_err().to_string();
        assert!(message.contains("byte 0xE9 at offset 3"), "{message}");
    }

    #[test]
    fn a_line_that_is_too_long_is_passed_over_and_the_next_is_read() {
        let mut bytes = vec![b'x'; MAX_JSON_BYTES + 70_000];
        bytes.extend_from_slice(b"\nnext\n");
        let mut reader = &bytes[..];
        assert!(read_line(&mut reader).unwrap().unwrap().is_err());
        assert_eq!(read_line(&mut reader).unwrap().unwrap().unwrap(), b"next\n");
        assert!(read_line(&mut reader).unwrap().is_none());
    }
}
