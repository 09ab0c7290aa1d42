//! What stands for the reader of PDF where the program was built without it.

use crate::error::{Error, ErrorKind, Result};
use crate::source::article::{Article, Defaults};

pub(in crate::source) fn pdf(_: &[u8], _: &str, _: &Defaults) -> Result<Article> {
    let message = "is a PDF, and this program was built without the feature 'pdf', which reads them; make text of it \
                   first, for example with pdftotext";
    Err(Error::new(ErrorKind::Format, message))
}
