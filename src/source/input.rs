//! One file or standard input, opened: unfolded, as UTF-8 where its encoding is known, and with its format.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use encoding_rs_io::DecodeReaderBytesBuilder;

use super::article::Defaults;
use super::compressed::{Counted, unfold};
use super::encoding::utf16;
use super::format::Format;
use crate::error::Error;

/// The name that stands for standard input.
const STANDARD_INPUT: &str = "-";

/// What a single article from standard input is called.
pub(super) const STANDARD: &str = "stdin";

/// How much of a file is looked at to see what it is: a page may begin with comments and declarations.
const HEAD_BYTES: usize = 16 * 1024;

/// An input that is open.
pub(super) struct Input {
    pub reader: Box<dyn BufRead + Send>,
    pub format: Format,
    /// The file as messages name it.
    pub path: PathBuf,
    /// What articles without a name of their own are called.
    pub stem: String,
}

impl Input {
    /// Opens `path`, whose articles are called `stem`; `bytes` counts what is read of it, as it lies on the disk.
    pub fn open(path: &Path, stem: String, defaults: &Defaults, bytes: &Arc<AtomicU64>) -> io::Result<Self> {
        if is_standard(path) {
            let (path, stem) = (PathBuf::from("standard input"), STANDARD.to_owned());
            return Self::read(Box::new(io::stdin()), path, stem, defaults, bytes);
        }
        Self::read(Box::new(File::open(path)?), path.to_owned(), stem, defaults, bytes)
    }

    /// What `inner` gives, as if it were the file `path`.
    pub fn read(
        inner: Box<dyn Read + Send>,
        path: PathBuf,
        stem: String,
        defaults: &Defaults,
        bytes: &Arc<AtomicU64>,
    ) -> io::Result<Self> {
        let (mut head, mut reader) = peek(BufReader::new(Counted { inner, bytes: Arc::clone(bytes) }))?;
        match unfold(&head, reader) {
            Ok(unfolded) => (head, reader) = peek(unfolded)?,
            Err(as_it_is) => reader = as_it_is,
        }
        // Mail tells the encoding of each of its parts, and what is no text has none.
        let known = utf16(&head).or(defaults.encoding.filter(|_| !Format::is_decoded(&path, &head)));
        if let Some(encoding) = known {
            let text =
                DecodeReaderBytesBuilder::new().encoding(Some(encoding)).bom_override(true).build(reader);
            (head, reader) = peek(BufReader::new(text))?;
        }
        let more = head.len() == HEAD_BYTES;
        let format = defaults.format.unwrap_or_else(|| Format::find(&path, &head, more));
        Ok(Self { reader, format, path, stem })
    }
}

/// The first bytes of `reader`, and a reader that still has them.
fn peek(mut reader: impl BufRead + Send + 'static) -> io::Result<(Vec<u8>, Box<dyn BufRead + Send>)> {
    let mut head = Vec::new();
    (&mut reader).take(HEAD_BYTES as u64).read_to_end(&mut head)?;
    Ok((head.clone(), Box::new(Cursor::new(head).chain(reader))))
}

/// Whether `input` stands for standard input.
pub(super) fn is_standard(input: &Path) -> bool {
    input == Path::new(STANDARD_INPUT)
}

/// The error of a file that the system does not give.
pub(super) fn unreadable(path: &Path, error: io::Error) -> Error {
    let message = match error.kind() {
        io::ErrorKind::NotFound => "there is no such file or folder",
        io::ErrorKind::PermissionDenied => "may not be read",
        _ => "could not be read",
    };
    Error::io(path, message, error)
}
