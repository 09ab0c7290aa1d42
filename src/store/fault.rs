//! What goes wrong between the store and its file, told so that a person can act on it.

use std::path::Path;

use rusqlite::ErrorCode;

use crate::error::{Error, ErrorKind};

/// A failure inside the store, before it is known which file is to be named.
#[derive(Debug)]
pub(super) enum Fault {
    Sqlite(rusqlite::Error),
    Other(Error),
}

pub(super) type Result<T> = std::result::Result<T, Fault>;

impl From<rusqlite::Error> for Fault {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sqlite(error)
    }
}

impl From<Error> for Fault {
    fn from(error: Error) -> Self {
        Self::Other(error)
    }
}

impl Fault {
    /// A value in the store that this program would not have written.
    pub fn damaged(what: impl std::fmt::Display) -> Self {
        let message = format!("the store is damaged: {what}; take a copy from before, or build it anew");
        Self::Other(Error::new(ErrorKind::Format, message))
    }

    /// The error for the caller.
    pub fn at(self, path: &Path) -> Error {
        match self {
            Self::Other(error) => error.in_file(path),
            Self::Sqlite(error) => told(&error).in_file(path),
        }
    }
}

fn told(error: &rusqlite::Error) -> Error {
    let (kind, message) = match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => (
            ErrorKind::Io,
            "there is no space left for the store; make room and run the command again, it goes on where it stopped",
        ),
        Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => {
            (ErrorKind::Io, "the store may not be written; it and its folder must be writable")
        }
        Some(ErrorCode::CannotOpen) => {
            (ErrorKind::Io, "the store cannot be opened; its folder must be there and be writable")
        }
        Some(ErrorCode::NotADatabase) => (ErrorKind::Format, "is no store (no SQLite database)"),
        Some(ErrorCode::DatabaseCorrupt) => {
            (ErrorKind::Format, "the store is damaged; take a copy from before, or build it anew")
        }
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
            (ErrorKind::Io, "another program is writing to the store; try again when it is done")
        }
        Some(ErrorCode::OperationInterrupted) => {
            (ErrorKind::Query, "the question to the store was stopped; ask for less at once")
        }
        Some(ErrorCode::SystemIoFailure) => (ErrorKind::Io, "the store cannot be read or written"),
        _ => (ErrorKind::Format, "the store does not answer as it should"),
    };
    Error::new(kind, format!("{message} ({error})"))
}
