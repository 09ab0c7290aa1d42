//! Folders of articles: which files are in them, in which order.

use std::path::{Path, PathBuf};

use walkdir::{DirEntry, FilterEntry, WalkDir};

use super::format;
use super::input::{is_standard, unreadable};
use crate::error::{Error, ErrorKind, Result};

/// A folder that is being walked.
pub(super) struct Folder {
    path: PathBuf,
    entries: Walk,
    empty: bool,
}

impl Folder {
    pub fn new(path: PathBuf) -> Self {
        let entries = walk(&path);
        Self { path, entries, empty: true }
    }

    /// The next file; `None` at the end. That there was none is an error.
    pub fn next_file(&mut self) -> Option<Result<PathBuf>> {
        for entry in self.entries.by_ref() {
            match entry {
                Ok(entry) if is_article_file(&entry) => {
                    self.empty = false;
                    return Some(Ok(entry.into_path()));
                }
                Ok(_) => {}
                Err(error) => {
                    self.empty = false;
                    return Some(Err(walk_error(error)));
                }
            }
        }
        std::mem::take(&mut self.empty).then(|| {
            let message = format!(
                "no articles in this folder; it is searched for {}, also with .gz or .zst behind",
                format::walked()
            );
            Err(Error::new(ErrorKind::Io, message).in_file(&self.path))
        })
    }
}

/// Size in bytes of all files that [`articles`](super::articles) would read, or `None` when standard input is among
/// them. What cannot be read counts nothing.
pub fn total_bytes(inputs: &[PathBuf]) -> Option<u64> {
    let mut total = 0;
    for input in inputs {
        if is_standard(input) {
            return None;
        } else if is_folder(input) {
            let files = walk(input).filter_map(std::result::Result::ok).filter(is_article_file);
            total += files.filter_map(|file| file.metadata().ok()).map(|m| m.len()).sum::<u64>();
        } else {
            total += std::fs::metadata(input).map_or(0, |m| m.len());
        }
    }
    Some(total)
}

type Walk = FilterEntry<walkdir::IntoIter, fn(&DirEntry) -> bool>;

fn walk(folder: &Path) -> Walk {
    // Links are followed, as the files of a collection may well be links; walkdir reports a loop as an error.
    WalkDir::new(folder).follow_links(true).sort_by_file_name().into_iter().filter_entry(is_visible)
}

fn is_visible(entry: &DirEntry) -> bool {
    // The folder that the user named is walked even when it is hidden.
    entry.depth() == 0 || !entry.file_name().as_encoded_bytes().starts_with(b".")
}

pub(super) fn is_folder(input: &Path) -> bool {
    !is_standard(input) && input.is_dir()
}

fn is_article_file(entry: &DirEntry) -> bool {
    !entry.file_type().is_dir() && format::is_walked(entry.path())
}

fn walk_error(error: walkdir::Error) -> Error {
    let path = error.path().map(Path::to_owned).unwrap_or_default();
    let is_loop = error.loop_ancestor().is_some();
    match error.into_io_error() {
        Some(error) => unreadable(&path, error),
        None if is_loop => Error::new(ErrorKind::Io, "is a link to a folder that holds it").in_file(path),
        None => Error::new(ErrorKind::Io, "could not be read").in_file(path),
    }
}
