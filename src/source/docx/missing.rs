//! What stands for the reader of Word documents where the program was built without it.

use crate::error::{Error, ErrorKind, Result};
use crate::source::article::{Article, Defaults};

pub(in crate::source) fn docx(_: &[u8], _: &str, _: &Defaults) -> Result<Article> {
    let message =
        "is a Word document, and this program was built without the feature 'docx', which reads them";
    Err(Error::new(ErrorKind::Format, message))
}
