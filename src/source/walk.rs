//! Folders of articles: which files are in them, in which order, and which others are passed over.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use walkdir::{DirEntry, FilterEntry, WalkDir};

use super::format;
use super::input::{is_standard, unreadable};
use crate::error::{Error, ErrorKind, Result};

/// The most endings of files that are told.
const ENDINGS_TOLD: usize = 6;

/// A folder that is being walked.
pub(super) struct Folder {
    path: PathBuf,
    entries: Walk,
    empty: bool,
    passed: Passed,
}

impl Folder {
    pub fn new(path: PathBuf) -> Self {
        let entries = walk(&path);
        Self { path, entries, empty: true, passed: Passed::default() }
    }

    /// The next file; `None` at the end. That there was none is an error.
    pub fn next_file(&mut self) -> Option<Result<PathBuf>> {
        for entry in self.entries.by_ref() {
            match entry {
                Ok(entry) if is_article_file(&entry) => {
                    self.empty = false;
                    return Some(Ok(entry.into_path()));
                }
                Ok(entry) if entry.file_type().is_dir() => {}
                Ok(entry) => self.passed.add(entry.path()),
                Err(error) => {
                    self.empty = false;
                    return Some(Err(walk_error(error)));
                }
            }
        }
        std::mem::take(&mut self.empty).then(|| {
            let there = std::mem::take(&mut self.passed).told();
            let there = there.map_or_else(String::new, |there| format!(", but {there}"));
            let message = format!(
                "no articles in this folder{there}; it is searched for {}, also with .gz or .zst behind",
                format::walked()
            );
            Err(Error::new(ErrorKind::Io, message).in_file(&self.path))
        })
    }
}

impl Folder {
    /// What an article in one of its files is called: that of a folder inside has the folder's name before its own, since files
    /// of many folders have one name (`index.html`).
    pub fn stem(&self, path: &Path) -> String {
        let inside = path.strip_prefix(&self.path).ok().and_then(Path::parent).into_iter().flatten();
        let mut names: Vec<String> = inside.map(|name| name.to_string_lossy().into_owned()).collect();
        names.push(format::stem(path));
        names.join("/")
    }

    /// What was passed over, once the folder is at its end.
    pub fn passed_over(&self) -> Option<String> {
        Some(format!("{}: passed over {}", self.path.display(), self.passed.told()?))
    }
}

/// Files of a folder that are not read, counted by the endings of their names.
#[derive(Default)]
struct Passed {
    /// Endings that are read where a file is named outright.
    named: BTreeMap<String, usize>,
    /// All others.
    others: BTreeMap<String, usize>,
}

impl Passed {
    fn add(&mut self, path: &Path) {
        let ending = path.extension().map_or_else(String::new, |e| e.to_string_lossy().to_lowercase());
        let kinds = if format::is_known(path) { &mut self.named } else { &mut self.others };
        *kinds.entry(ending).or_default() += 1;
    }

    /// "2 files that are read where they are named (.json), and 3 of other kinds (.jpg 2, .css)"; nothing where there is
    /// none.
    fn told(&self) -> Option<String> {
        let group = |kinds: &BTreeMap<String, usize>, one: &str, many: &str| {
            let number: usize = kinds.values().sum();
            let mut most: Vec<(&String, &usize)> = kinds.iter().collect();
            most.sort_by_key(|(_, number)| std::cmp::Reverse(**number));
            let more = most.len() > ENDINGS_TOLD;
            let mut words: Vec<String> = most
                .into_iter()
                .take(ENDINGS_TOLD)
                .map(|(ending, number)| {
                    let ending =
                        if ending.is_empty() { "no ending".to_owned() } else { format!(".{ending}") };
                    if *number == 1 { ending } else { format!("{ending} {number}") }
                })
                .collect();
            words.extend(more.then(|| "…".to_owned()));
            let noun = if number == 1 { one } else { many };
            (number > 0).then(|| format!("{number} {noun} ({})", words.join(", ")))
        };
        let named = group(
            &self.named,
            "file that is read where it is named outright",
            "files that are read where they are named outright",
        );
        let others = group(&self.others, "file of another kind", "files of other kinds");
        let told: Vec<String> = [named, others].into_iter().flatten().collect();
        (!told.is_empty()).then(|| told.join(" and "))
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
