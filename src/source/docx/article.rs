//! One article out of a Word document.

use super::archive::file;
use super::text::{text, title};
use crate::error::{Error, ErrorKind, Result};
use crate::schema::Document;
use crate::source::article::{Article, Defaults, MAX_TEXT_BYTES};
use crate::source::bytes::too_large;
use crate::source::date::{date, date_in_name};

/// What files of older versions of Word begin with, and newer ones that have a password.
const OLE: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

/// The article in the document whose bytes these are, called `stem`.
pub(in crate::source) fn docx(bytes: &[u8], stem: &str, defaults: &Defaults) -> Result<Article> {
    let bad = |message: &str| Err(Error::new(ErrorKind::Format, message));
    if bytes.starts_with(OLE) {
        return bad(
            "is a Word document with a password or of a version before 2007; save it as .docx without one",
        );
    }
    let main = |name: &str| name.starts_with("word/document") && name.ends_with(".xml");
    let Some(xml) = file(bytes, main)? else {
        return bad("is a zip archive, and no Word document: there is no word/document.xml in it");
    };
    let Ok(xml) = String::from_utf8(xml) else {
        return bad("is a Word document whose XML is not UTF-8");
    };
    let read = text(&xml)?;
    let body = read.paragraphs.join("\n\n");
    if body.is_empty() {
        return bad("is a Word document without text; what it shows may be a picture");
    }
    if body.len() > MAX_TEXT_BYTES {
        return Err(too_large("article"));
    }
    let told = file(bytes, |name| name == "docProps/core.xml").ok().flatten();
    let told = told.and_then(|xml| title(&String::from_utf8(xml).ok()?));
    let document = Document {
        id: stem.to_owned(),
        date: date(date_in_name(stem), &body, defaults.date.as_deref()),
        title: read.title.or(told),
        ..Document::default()
    };
    Ok(Article::new(document, body))
}
