//! Errors of the library as exceptions, with their messages.

use pyo3::prelude::*;

use ::demarche::{Error, ErrorKind};

/// The exception for an error.
pub fn raised(error: &Error) -> PyErr {
    let kind = match error.kind() {
        ErrorKind::Io => "file",
        ErrorKind::Format | ErrorKind::Model => "format",
        _ => "query",
    };
    exception(error, kind)
}

/// The exception for an error of a question whose own words are right: then it has a name that the graph does not know.
pub fn unknown(error: &Error) -> PyErr {
    if error.kind() == ErrorKind::Query { exception(error, "name") } else { raised(error) }
}

/// The exception for an option that makes no sense.
pub fn refused(message: &str) -> PyErr {
    raised(&Error::new(ErrorKind::Query, message))
}

fn exception(error: &Error, kind: &str) -> PyErr {
    Python::attach(|py| {
        let make = || -> PyResult<PyErr> {
            let module = py.import("demarche._errors")?;
            let parts = (kind, error.to_string(), error.path(), error.line());
            Ok(PyErr::from_value(module.getattr("exception")?.call1(parts)?))
        };
        make().unwrap_or_else(|failed| failed)
    })
}
