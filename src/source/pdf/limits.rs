//! What a file may cost: pages, bytes that its streams unfold to, letters.

use crate::error::{Error, ErrorKind, Result};
use crate::source::article::MAX_TEXT_BYTES;
use crate::source::compressed::MAX_RATIO;

/// The most pages that are read as one article; a book has some hundreds.
pub(super) const MAX_PAGES: usize = 5_000;

/// Most pictures with text of their own inside one another.
pub(super) const MAX_DEPTH: usize = 8;

/// The longest content of a page: maps and drawings have some millions of lines, text has none of that.
pub(super) const MAX_PAGE_BYTES: usize = 16 * 1024 * 1024;

/// What the streams of any file may unfold to together: a few pictures of text drawn on many pages are no bomb.
const FREE_BYTES: usize = 32 * 1024 * 1024;

/// What no file's streams unfold to together.
const MOST_BYTES: usize = 512 * 1024 * 1024;

/// What a stream that holds other objects may unfold to: programs put some hundred objects into one.
const MOST_OBJECT_BYTES: usize = 16 * 1024 * 1024;

/// What is still allowed of a file.
#[derive(Debug)]
pub(super) struct Budget {
    bytes: usize,
    letters: usize,
}

impl Budget {
    /// That of a file of so many bytes.
    pub fn of(length: usize) -> Self {
        let bytes = length.saturating_mul(MAX_RATIO as usize).clamp(FREE_BYTES, MOST_BYTES);
        Self { bytes, letters: MAX_TEXT_BYTES }
    }

    /// The most that the next stream may unfold to.
    pub fn bytes(&self) -> usize {
        self.bytes.min(MAX_PAGE_BYTES)
    }

    /// Takes what a stream unfolded to, or what else is in step with it.
    pub fn take(&mut self, bytes: usize) -> Result<()> {
        match self.bytes.checked_sub(bytes) {
            Some(rest) => self.bytes = rest,
            None => return Err(bomb()),
        }
        Ok(())
    }

    /// Takes a letter; whether there was one left.
    pub fn letter(&mut self) -> bool {
        self.letters = self.letters.saturating_sub(1);
        self.letters > 0
    }
}

/// The most that each stream of objects in `bytes` may unfold to: together no more than a file may.
pub(super) fn of_object_streams(bytes: &[u8]) -> usize {
    let streams = bytes.windows(7).filter(|word| *word == b"/ObjStm").count();
    (MOST_BYTES / streams.max(1)).min(MOST_OBJECT_BYTES)
}

pub(super) fn bomb() -> Error {
    let message = "is a PDF that unfolds to more than any text has; make text of it yourself if you trust it, for example \
                   with pdftotext";
    Error::new(ErrorKind::Format, message)
}
