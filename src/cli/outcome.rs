//! How a command ends, and the exit code that says so.

use std::io;
use std::process::ExitCode;

use demarche::Error;

use super::message;

/// The end of a command that did not fail as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// All was done; a question was answered. Exit code 0.
    Done,
    /// A question found nothing. Exit code 1.
    NothingFound,
    /// Some of the input was lost, and the messages say what. Exit code 2.
    Lost,
}

impl Outcome {
    /// How a command ends that read its input with this outcome, and then ended with `other`.
    #[must_use]
    pub fn then(self, other: Self) -> Self {
        if self == Self::Lost { self } else { other }
    }
}

/// The exit code of `outcome`; an error is told and ends with 2.
///
/// A reader that has seen enough and closes the pipe (`demarche … | head`) is no error.
pub fn exit_code(outcome: anyhow::Result<Outcome>) -> ExitCode {
    match outcome {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::NothingFound) => ExitCode::from(1),
        Ok(Outcome::Lost) => ExitCode::from(2),
        Err(error) if is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            message::error(&chain(&error));
            ExitCode::from(2)
        }
    }
}

fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .any(|cause| cause.downcast_ref::<io::Error>().is_some_and(|e| e.kind() == io::ErrorKind::BrokenPipe))
}

/// The message of an error with its causes, each told once: the library's errors tell their cause themselves.
fn chain(error: &anyhow::Error) -> String {
    error.chain().fold(String::new(), |mut text, cause| {
        let cause = match cause.downcast_ref::<io::Error>() {
            Some(error) => Error::reason(error).into_owned(),
            None => cause.to_string(),
        };
        if !text.contains(&cause) {
            if !text.is_empty() {
                text.push_str(": ");
            }
            text.push_str(&cause);
        }
        text
    })
}
