//! One file out of a zip archive: the few fields of the format (APPNOTE 6.3) that Word and its kin use.

use std::io::Read;

use flate2::read::DeflateDecoder;

use crate::error::{Error, ErrorKind, Result};

/// The most bytes of one file of an archive: the XML of a text of 16 MiB is some times as long.
const MAX_BYTES: u64 = 128 * 1024 * 1024;

/// How far from the end of an archive its directory may be told: a comment of 64 KiB, and the record itself.
const LONGEST_END: usize = 65_557;

const END: &[u8] = b"PK\x05\x06";
const ENTRY: &[u8] = b"PK\x01\x02";
const FILE: &[u8] = b"PK\x03\x04";

/// The file in the archive `bytes` whose name `is_it`; nothing where there is none.
pub(super) fn file(bytes: &[u8], is_it: impl Fn(&str) -> bool) -> Result<Option<Vec<u8>>> {
    let from = bytes.len().saturating_sub(LONGEST_END);
    let end = bytes[from..].windows(END.len()).rposition(|four| four == END).ok_or_else(damaged)? + from;
    let entries = number(bytes, end + 10, 2)?;
    let mut at = number(bytes, end + 16, 4)?;
    for _ in 0..entries {
        if bytes.get(at..at + 4) != Some(ENTRY) {
            return Err(damaged());
        }
        let (name, extra, comment) =
            (number(bytes, at + 28, 2)?, number(bytes, at + 30, 2)?, number(bytes, at + 32, 2)?);
        let called = bytes.get(at + 46..at + 46 + name).ok_or_else(damaged)?;
        if std::str::from_utf8(called).is_ok_and(&is_it) {
            return unpacked(bytes, at).map(Some);
        }
        at += 46 + name + extra + comment;
    }
    Ok(None)
}

/// The file whose entry in the directory stands at `entry`.
fn unpacked(bytes: &[u8], entry: usize) -> Result<Vec<u8>> {
    let (method, checksum) = (number(bytes, entry + 10, 2)?, number(bytes, entry + 16, 4)?);
    let (packed, file) = (number(bytes, entry + 20, 4)?, number(bytes, entry + 42, 4)?);
    if number(bytes, entry + 8, 2)? & 1 == 1 {
        return Err(bad("is a Word document with a password; save it without one"));
    }
    if bytes.get(file..file + 4) != Some(FILE) {
        return Err(damaged());
    }
    let data = file + 30 + number(bytes, file + 26, 2)? + number(bytes, file + 28, 2)?;
    let packed = data.checked_add(packed).and_then(|end| bytes.get(data..end)).ok_or_else(damaged)?;
    let mut out = Vec::new();
    let read = match method {
        0 => packed.take(MAX_BYTES + 1).read_to_end(&mut out),
        8 => DeflateDecoder::new(packed).take(MAX_BYTES + 1).read_to_end(&mut out),
        _ => return Err(damaged()),
    };
    if read.is_err() {
        return Err(damaged());
    }
    if out.len() as u64 > MAX_BYTES {
        return Err(bad("is a Word document that unfolds to more than any text has"));
    }
    if crc32fast::hash(&out) as usize != checksum {
        return Err(damaged());
    }
    Ok(out)
}

/// The whole number of `length` bytes at `at`, the least byte first.
fn number(bytes: &[u8], at: usize, length: usize) -> Result<usize> {
    let bytes = bytes.get(at..at + length).ok_or_else(damaged)?;
    Ok(bytes.iter().rev().fold(0, |number, byte| number << 8 | usize::from(*byte)))
}

fn bad(message: &str) -> Error {
    Error::new(ErrorKind::Format, message)
}

fn damaged() -> Error {
    bad("is a damaged Word document, perhaps cut off; open and save it in a word processor, or get it again")
}
