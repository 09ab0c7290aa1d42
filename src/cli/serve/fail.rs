//! Why a request is not answered.

use axum::http::StatusCode;

use demarche::{Error, ErrorKind};

/// A status, and what to tell.
#[derive(Debug)]
pub struct Fail {
    /// The status of the response.
    pub status: StatusCode,
    /// What is wrong and what to do, in a sentence without a full stop.
    pub why: String,
}

impl Fail {
    /// A failure of a status.
    pub fn new(status: StatusCode, why: impl Into<String>) -> Self {
        Self { status, why: why.into() }
    }

    /// The request is wrong in itself.
    pub fn request(why: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, why)
    }

    /// There is nothing of that name.
    pub fn unknown(why: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, why)
    }

    /// Not now, but in a while.
    pub fn busy(why: impl Into<String>) -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, why)
    }
}

impl From<Error> for Fail {
    /// What a user asked and nothing has is not found; all else is no fault of theirs.
    fn from(error: Error) -> Self {
        match error.kind() {
            ErrorKind::Query => Self::unknown(error.to_string()),
            _ => Self::new(StatusCode::INTERNAL_SERVER_ERROR, error.to_string()),
        }
    }
}

impl From<anyhow::Error> for Fail {
    fn from(error: anyhow::Error) -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, error.to_string())
    }
}

impl From<serde_json::Error> for Fail {
    fn from(error: serde_json::Error) -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, error.to_string())
    }
}
