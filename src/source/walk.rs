//! From inputs to articles, in order.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use walkdir::{DirEntry, FilterEntry, WalkDir};

use super::article::{Article, Defaults};
use super::{bytes, json_lines};
use crate::error::{Error, ErrorKind, Result};

/// The name that stands for standard input.
const STANDARD_INPUT: &str = "-";

/// Articles one after another; see [`articles`](super::articles).
///
/// An item that is an error is one article (or one unreadable folder) lost; more may follow.
pub struct Articles {
    inputs: std::vec::IntoIter<PathBuf>,
    folder: Option<Folder>,
    lines: Option<Lines>,
    defaults: Defaults,
    bytes: u64,
}

/// A folder that is being walked.
struct Folder {
    path: PathBuf,
    entries: Walk,
    empty: bool,
}

/// A file of articles that is being read, a line at a time.
struct Lines {
    reader: Box<dyn BufRead + Send>,
    path: PathBuf,
    stem: String,
    number: usize,
}

impl Articles {
    pub(super) fn new(inputs: Vec<PathBuf>, defaults: Defaults) -> Self {
        Self { inputs: inputs.into_iter(), folder: None, lines: None, defaults, bytes: 0 }
    }

    /// Bytes of input read so far, for a progress bar beside [`total_bytes`].
    pub fn bytes_read(&self) -> u64 {
        self.bytes
    }

    /// The next article of the file of lines that is open, `None` when it is at its end.
    fn next_line(&mut self) -> Option<Result<Article>> {
        let lines = self.lines.as_mut()?;
        loop {
            lines.number += 1;
            let line = match bytes::read_line(&mut lines.reader) {
                Ok(None) => {
                    self.lines = None;
                    return None;
                }
                Ok(Some(line)) => line,
                Err(error) => {
                    let error = unreadable(&lines.path, error);
                    self.lines = None;
                    return Some(Err(error));
                }
            };
            if let Ok(line) = &line {
                self.bytes += line.len() as u64;
                if line.trim_ascii().is_empty() {
                    continue;
                }
            }
            let article = line
                .and_then(bytes::decode)
                .and_then(|line| json_lines::article(&line, &lines.stem, lines.number, &self.defaults))
                .map_err(|error| error.in_file(&lines.path).at_line(lines.number));
            return Some(article);
        }
    }

    /// The next file of the folder that is being walked, `None` when it is at its end.
    fn next_file(&mut self) -> Option<Result<PathBuf>> {
        let folder = self.folder.as_mut()?;
        for entry in folder.entries.by_ref() {
            match entry {
                Ok(entry) if is_article_file(&entry) => {
                    folder.empty = false;
                    return Some(Ok(entry.into_path()));
                }
                Ok(_) => {}
                Err(error) => {
                    folder.empty = false;
                    return Some(Err(walk_error(error)));
                }
            }
        }
        let folder = self.folder.take()?;
        folder.empty.then(|| {
            let message = "no articles in this folder; it is searched for *.txt, *.jsonl and *.ndjson";
            Err(Error::new(ErrorKind::Io, message).in_file(folder.path))
        })
    }

    /// Reads `path` as one article, or opens it as a file of lines and gives nothing yet.
    fn open(&mut self, path: PathBuf) -> Option<Result<Article>> {
        match self.try_open(&path) {
            Ok(article) => article.map(|a| a.map_err(|error| error.in_file(path))),
            Err(error) => Some(Err(unreadable(&path, error))),
        }
    }

    fn try_open(&mut self, path: &Path) -> io::Result<Option<Result<Article>>> {
        let (mut reader, path, stem): (Box<dyn BufRead + Send>, _, _) = if path == Path::new(STANDARD_INPUT) {
            (Box::new(BufReader::new(io::stdin())), PathBuf::from("standard input"), "stdin".to_owned())
        } else {
            let file = File::open(path)?;
            let stem = path.file_stem().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
            (Box::new(BufReader::new(file)), path.to_owned(), stem)
        };
        let mut first = Vec::new();
        if !has_ending(&path, &["txt"]) {
            let is_lines = has_ending(&path, &["jsonl", "ndjson"]) || {
                // The first line decides, and is read again by whoever reads on.
                while first.trim_ascii().is_empty() {
                    match bytes::read_line(&mut reader)? {
                        None => break,
                        Some(Ok(line)) => first.extend(line),
                        Some(Err(error)) => return Ok(Some(Err(error))),
                    }
                }
                bytes::decode(first.clone()).is_ok_and(|line| json_lines::is_object(&line))
            };
            if is_lines {
                let reader = Box::new(io::Cursor::new(first).chain(reader));
                self.lines = Some(Lines { reader, path, stem, number: 0 });
                return Ok(None);
            }
            if has_ending(&path, &["json"]) {
                let message = "is JSON, but not one article a line; write each object on a line of its own";
                return Ok(Some(Err(Error::new(ErrorKind::Format, message))));
            }
        }
        let mut reader = io::Cursor::new(first).chain(reader);
        let read = bytes::read_to_end(&mut reader)?;
        if let Ok(bytes) = &read {
            self.bytes += bytes.len() as u64;
        }
        Ok(Some(
            read.and_then(bytes::decode).and_then(|text| Article::from_text(&stem, text, &self.defaults)),
        ))
    }
}

impl Iterator for Articles {
    type Item = Result<Article>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let article = if let Some(article) = self.next_line() {
                Some(article)
            } else if let Some(file) = self.next_file() {
                match file {
                    Ok(path) => self.open(path),
                    Err(error) => Some(Err(error)),
                }
            } else {
                let input = self.inputs.next()?;
                if is_folder(&input) {
                    let entries = walk(&input);
                    self.folder = Some(Folder { path: input, entries, empty: true });
                    None
                } else {
                    self.open(input)
                }
            };
            if article.is_some() {
                return article;
            }
        }
    }
}

/// Size in bytes of all files that [`articles`](super::articles) would read, or `None` when standard input is among
/// them. What cannot be read counts nothing.
pub fn total_bytes(inputs: &[PathBuf]) -> Option<u64> {
    let mut total = 0;
    for input in inputs {
        if input == Path::new(STANDARD_INPUT) {
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

fn is_folder(input: &Path) -> bool {
    input != Path::new(STANDARD_INPUT) && input.is_dir()
}

fn has_ending(path: &Path, endings: &[&str]) -> bool {
    path.extension().is_some_and(|ending| endings.iter().any(|known| ending.eq_ignore_ascii_case(known)))
}

fn is_article_file(entry: &DirEntry) -> bool {
    !entry.file_type().is_dir() && has_ending(entry.path(), &["txt", "jsonl", "ndjson"])
}

fn unreadable(path: &Path, error: io::Error) -> Error {
    let message = match error.kind() {
        io::ErrorKind::NotFound => "there is no such file or folder",
        io::ErrorKind::PermissionDenied => "may not be read",
        _ => "could not be read",
    };
    Error::io(path, message, error)
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
