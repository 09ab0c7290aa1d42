//! From inputs to articles, in order.

use std::collections::HashMap;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::article::{Article, Defaults};
use super::encoding::{decode, undeclared};
use super::format::{self, Format};
use super::input::{Input, STANDARD, unreadable};
use super::json_values::Objects;
use super::named::kept_apart;
use super::walk::{Folder, is_folder};
use super::{bytes, docx, json_lines, pdf, web};
use crate::error::{Error, ErrorKind, Result};

/// Articles one after another; see [`articles`](super::articles).
///
/// An item that is an error is one article (or one unreadable folder) lost; more may follow.
pub struct Articles {
    inputs: std::vec::IntoIter<PathBuf>,
    folder: Option<Folder>,
    open: Option<Open>,
    given: Option<(PathBuf, Box<dyn Read + Send>)>,
    /// Names of files that have one in common with another.
    apart: HashMap<PathBuf, String>,
    defaults: Defaults,
    bytes: Arc<AtomicU64>,
    notes: Vec<String>,
}

/// A file of several articles that is being read.
enum Open {
    /// An object a line, and the number of the line.
    Lines(Input, usize),
    /// Objects of an array, and the number of the object.
    Objects(Input, Objects, usize),
    /// What was read as a whole.
    Items(std::vec::IntoIter<Result<Article>>),
}

impl Articles {
    pub(super) fn new(inputs: Vec<PathBuf>, defaults: Defaults) -> Self {
        Self {
            apart: kept_apart(&inputs),
            inputs: inputs.into_iter(),
            folder: None,
            open: None,
            given: None,
            defaults,
            bytes: Arc::default(),
            notes: Vec::new(),
        }
    }

    /// The articles that `reader` gives, as a file called `name` would: from memory, an archive or a network.
    ///
    /// ```
    /// use demarche::source::{Articles, Defaults};
    ///
    /// let page = b"<html><body><p>Emmanuel Macron met Friedrich Merz in Paris.</p></body></html>";
    /// let mut articles = Articles::in_reader("2025-08-18-paris.html", &page[..], Defaults::default());
    /// let article = articles.next().unwrap()?;
    /// assert_eq!(article.text, "Emmanuel Macron met Friedrich Merz in Paris.");
    /// assert_eq!(article.document.date.as_deref(), Some("2025-08-18"));
    /// # Ok::<(), demarche::Error>(())
    /// ```
    pub fn in_reader(name: &str, reader: impl Read + Send + 'static, defaults: Defaults) -> Self {
        Self { given: Some((PathBuf::from(name), Box::new(reader))), ..Self::new(Vec::new(), defaults) }
    }

    /// Bytes of files read so far, for a progress bar beside [`total_bytes`](super::total_bytes).
    pub fn bytes_read(&self) -> u64 {
        self.bytes.load(Ordering::Relaxed)
    }

    /// What a user should know of what has been read since this was last asked for, and that is no article's: which files
    /// of a folder were passed over.
    pub fn take_notes(&mut self) -> Vec<String> {
        std::mem::take(&mut self.notes)
    }

    /// The next article of the file that is open, `None` when it is at its end.
    fn next_inside(&mut self) -> Option<Result<Article>> {
        let article = match self.open.as_mut()? {
            Open::Lines(input, number) => next_line(input, number, &self.defaults),
            Open::Objects(input, objects, number) => next_object(input, objects, number, &self.defaults),
            Open::Items(items) => items.next().map(Ok),
        };
        match article {
            Some(Ok(article)) => Some(article),
            // At the end, or where the file cannot be read any further.
            Some(Err(error)) => {
                self.open = None;
                Some(Err(error))
            }
            None => {
                self.open = None;
                None
            }
        }
    }

    /// Opens an input, which is called `stem`, and reads it where it holds one article.
    fn open(
        &mut self,
        path: &Path,
        reader: Option<Box<dyn Read + Send>>,
        stem: String,
    ) -> Option<Result<Article>> {
        let input = match reader {
            Some(reader) => Input::read(reader, path.to_owned(), stem, &self.defaults, &self.bytes),
            None => Input::open(path, stem, &self.defaults, &self.bytes),
        };
        let mut input = match input {
            Ok(input) => input,
            Err(error) => return Some(Err(unreadable(path, error))),
        };
        match input.format {
            Format::JsonLines => self.open = Some(Open::Lines(input, 0)),
            Format::Json => self.open = Some(Open::Objects(input, Objects::default(), 0)),
            Format::Text
            | Format::Html
            | Format::Markdown
            | Format::Feed
            | Format::Mail
            | Format::Docx
            | Format::Pdf => {
                let bytes = match bytes::read_to_end(&mut input.reader) {
                    Ok(Ok(bytes)) => bytes,
                    Ok(Err(error)) => return Some(Err(error.in_file(input.path))),
                    Err(error) => return Some(Err(unreadable(&input.path, error))),
                };
                let (stem, defaults) = (&input.stem, &self.defaults);
                let items = guarded(|| match input.format {
                    Format::Html => vec![web::page(bytes, stem, defaults)],
                    Format::Markdown => vec![web::markdown(bytes, stem, defaults)],
                    Format::Feed => web::feed(bytes, stem, defaults),
                    Format::Mail => vec![web::mail(&bytes, stem, defaults)],
                    Format::Docx => vec![docx::docx(&bytes, stem, defaults)],
                    Format::Pdf => vec![pdf::pdf(&bytes, stem, defaults)],
                    _ => vec![text(bytes, stem, defaults)],
                });
                let piped = input.stem == STANDARD;
                let named = |item: Result<Article>| match item {
                    Ok(mut article) => {
                        // What is piped in today is not what was yesterday.
                        article.document.numbered |= piped && article.document.id == STANDARD;
                        article
                            .notes
                            .iter_mut()
                            .for_each(|note| *note = format!("{}: {note}", input.path.display()));
                        Ok(article)
                    }
                    Err(error) => Err(error.in_file(&input.path)),
                };
                self.open = Some(Open::Items(items.into_iter().map(named).collect::<Vec<_>>().into_iter()));
            }
        }
        None
    }
}

/// What `read` gives, or an error where it panics: the parsers of pages, feeds, mail and PDF are others' work, and one page among
/// a million that they stumble over shall not cost the rest.
fn guarded(read: impl FnOnce() -> Vec<Result<Article>>) -> Vec<Result<Article>> {
    // Nothing that is read into is used after a panic.
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(read)).unwrap_or_else(|_| {
        let message = "could not be read, through a fault of the program; please report it with this file";
        vec![Err(Error::new(ErrorKind::Format, message))]
    })
}

/// One article in plain text.
fn text(bytes: Vec<u8>, stem: &str, defaults: &Defaults) -> Result<Article> {
    let decoded = decode(bytes, undeclared)?;
    let mut article = Article::from_text(stem, decoded.text, defaults)?;
    article.notes.extend(decoded.note);
    Ok(article)
}

/// The next article of a file of lines; an error around it ends the file.
fn next_line(input: &mut Input, number: &mut usize, defaults: &Defaults) -> Option<Result<Result<Article>>> {
    loop {
        *number += 1;
        let line = match bytes::read_line(&mut input.reader) {
            Ok(line) => line?,
            Err(error) => return Some(Err(unreadable(&input.path, error).at_line(*number))),
        };
        if line.as_ref().is_ok_and(|line| line.trim_ascii().is_empty()) {
            continue;
        }
        return Some(Ok(line
            .and_then(bytes::utf8)
            .and_then(|line| json_lines::article(&line, &input.stem, *number, defaults))
            .map_err(|error| error.in_file(&input.path).at_line(*number))));
    }
}

/// The next article of a file of objects; an error around it ends the file.
fn next_object(
    input: &mut Input,
    objects: &mut Objects,
    number: &mut usize,
    defaults: &Defaults,
) -> Option<Result<Result<Article>>> {
    *number += 1;
    let object = match objects.next(&mut input.reader) {
        Ok(object) => object?,
        Err(error) => return Some(Err(unreadable(&input.path, error))),
    };
    Some(Ok(object
        .and_then(bytes::utf8)
        .and_then(|object| json_lines::article(&object, &input.stem, *number, defaults))
        .map_err(|error| {
            // What stands in an array has no line of its own.
            Error::new(error.kind(), format!("article {number}: {error}")).in_file(&input.path)
        })))
}

impl Iterator for Articles {
    type Item = Result<Article>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(article) = self.next_inside() {
                return Some(article);
            }
            let lost = if let Some((path, reader)) = self.given.take() {
                let stem = format::stem(&path);
                self.open(&path, Some(reader), stem)
            } else if let Some(folder) = self.folder.as_mut() {
                match folder.next_file() {
                    Some(Ok(path)) => {
                        let stem = folder.stem(&path);
                        self.open(&path, None, stem)
                    }
                    Some(Err(error)) => Some(Err(error)),
                    None => {
                        self.notes.extend(folder.passed_over());
                        self.folder = None;
                        None
                    }
                }
            } else {
                let input = self.inputs.next()?;
                if is_folder(&input) {
                    self.folder = Some(Folder::new(input));
                    None
                } else {
                    let stem = self.apart.get(&input).cloned().unwrap_or_else(|| format::stem(&input));
                    self.open(&input, None, stem)
                }
            };
            if lost.is_some() {
                return lost;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_parser_that_panics_costs_one_file() {
        let lost = guarded(|| panic!("as a parser may"));
        assert!(
            lost.len() == 1 && lost[0].as_ref().unwrap_err().to_string().contains("a fault of the program")
        );
    }
}
