//! The one error type of the library.
//!
//! A message says what went wrong and then what to do, in lower case and without a full stop; the file and the
//! place in it are kept apart so that a caller can show them as it likes.

use std::borrow::Cow;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// What can go wrong at the edges: files, the model, data, queries.
#[derive(Debug)]
pub struct Error {
    kind: ErrorKind,
    message: String,
    path: Option<PathBuf>,
    line: Option<usize>,
    source: Option<io::Error>,
}

/// The class of an [`Error`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// Reading or writing a file failed.
    Io,
    /// A file is not what it should be: not UTF-8, not a record, not a graph.
    Format,
    /// A model pack or a pipeline folder is damaged or of another architecture.
    Model,
    /// A question, name or option that makes no sense.
    Query,
}

/// Results of this library.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// An error of `kind` that says `message`.
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into(), path: None, line: None, source: None }
    }

    /// A failure to read or write `path`.
    pub fn io(path: impl Into<PathBuf>, message: impl Into<String>, source: std::io::Error) -> Self {
        Self {
            kind: ErrorKind::Io,
            message: message.into(),
            path: Some(path.into()),
            line: None,
            source: Some(source),
        }
    }

    /// The same error, naming the file it arose in.
    #[must_use]
    pub fn in_file(mut self, path: impl Into<PathBuf>) -> Self {
        self.path = Some(path.into());
        self
    }

    /// The same error, naming the line (from 1) it arose on.
    #[must_use]
    pub fn at_line(mut self, line: usize) -> Self {
        self.line = Some(line);
        self
    }

    /// The class of the error.
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// The file it arose in, where there is one.
    pub fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// The line (from 1) it arose on, where there is one.
    pub fn line(&self) -> Option<usize> {
        self.line
    }

    /// What the system says of an error, in words and without its number.
    pub fn reason(error: &io::Error) -> Cow<'static, str> {
        Cow::Borrowed(match error.kind() {
            io::ErrorKind::NotFound => "there is no such file or folder",
            io::ErrorKind::PermissionDenied => "permission is denied",
            io::ErrorKind::IsADirectory => "it is a folder",
            io::ErrorKind::NotADirectory => "a part of the path is no folder",
            io::ErrorKind::ReadOnlyFilesystem => "the disk can only be read",
            io::ErrorKind::StorageFull => "the disk is full",
            io::ErrorKind::InvalidFilename => "the name cannot be one of a file",
            _ => {
                let text = error.to_string();
                return match text.split_once(" (os error ") {
                    Some((words, number)) => {
                        let behind = number.split_once(')').map_or("", |(_, behind)| behind);
                        format!("{words}{behind}").into()
                    }
                    None => text.into(),
                };
            }
        })
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(path) = &self.path {
            write!(f, "{}", path.display())?;
            if let Some(line) = self.line {
                write!(f, ":{line}")?;
            }
            write!(f, ": ")?;
        }
        write!(f, "{}", self.message)?;
        if let Some(source) = &self.source {
            let reason = Self::reason(source);
            if !self.message.contains(&*reason) {
                write!(f, " ({reason})")?;
            }
        }
        Ok(())
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_ref().map(|e| e as _)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_system_says_is_told_in_words_and_once() {
        let told = |message: &str, number: i32| {
            Error::io("a/b", message, io::Error::from_raw_os_error(number)).to_string()
        };
        assert_eq!(told("cannot be read", 2), "a/b: cannot be read (there is no such file or folder)");
        assert_eq!(told("there is no such file or folder", 2), "a/b: there is no such file or folder");
        for number in 1..134 {
            assert!(!told("cannot be read", number).contains("os error"), "{number}");
        }
    }
}
