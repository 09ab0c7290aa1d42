//! What stands for the readers of pages, Markdown, feeds and mail where the program was built without them.

use crate::error::{Error, ErrorKind, Result};
use crate::source::article::{Article, Defaults};

fn missing(what: &str) -> Error {
    let message =
        format!("is {what}, and this program was built without the feature 'web', which reads them");
    Error::new(ErrorKind::Format, message)
}

pub(in crate::source) fn page(_: Vec<u8>, _: &str, _: &Defaults) -> Result<Article> {
    Err(missing("a web page"))
}

pub(in crate::source) fn markdown(_: Vec<u8>, _: &str, _: &Defaults) -> Result<Article> {
    Err(missing("Markdown"))
}

pub(in crate::source) fn feed(_: Vec<u8>, _: &str, _: &Defaults) -> Vec<Result<Article>> {
    vec![Err(missing("a feed"))]
}

pub(in crate::source) fn mail(_: &[u8], _: &str, _: &Defaults) -> Result<Article> {
    Err(missing("mail"))
}
