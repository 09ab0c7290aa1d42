//! Long work, during which Python goes on.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;

/// How often it is looked whether Ctrl-C was pressed.
const PATIENCE: Duration = Duration::from_millis(50);

/// Stack of the thread, in bytes: that of a main thread.
const STACK: usize = 8 << 20;

/// Does `work` on a thread of its own, without the interpreter's lock.
///
/// Ctrl-C ends the waiting with `KeyboardInterrupt`, and nobody sees any more what the work comes to: so it must do nothing
/// that may not be done in vain.
pub fn long<T: Send + 'static>(py: Python<'_>, work: impl FnOnce() -> T + Send + 'static) -> PyResult<T> {
    let (put, mut take) = mpsc::channel();
    let run = move || _ = put.send(catch_unwind(AssertUnwindSafe(work)));
    thread::Builder::new().name("demarche".to_owned()).stack_size(STACK).spawn(run)?;
    loop {
        let come;
        (take, come) = py.detach(move || {
            let come = take.recv_timeout(PATIENCE);
            (take, come)
        });
        match come {
            Ok(Ok(done)) => return Ok(done),
            Err(RecvTimeoutError::Timeout) => py.check_signals()?,
            Ok(Err(_)) | Err(RecvTimeoutError::Disconnected) => return Err(broken()),
        }
    }
}

/// What is raised where a thread broke off; its panic has told more on standard error.
pub fn broken() -> PyErr {
    PyRuntimeError::new_err("a fault of demarche ended this; please report it with what was read")
}
