//! One article, and what is made of its bytes and its name.

use jiff::civil::Date;
use unicode_normalization::UnicodeNormalization;

use super::sketch::sketch;
use crate::error::{Error, ErrorKind, Result};
use crate::lexicon::corrections::Corrections;
use crate::schema::{Document, digest};

use super::date::{date, date_in_name};
use super::encoding::Encoding;
use super::fields::Fields;
use super::format::Format;
use super::json_lines;
use super::mojibake::{Damage, damage};
use super::wrapped::unwrapped;

/// The longest text that is read as one article, in bytes of UTF-8: 16 MiB, some twenty novels.
pub const MAX_TEXT_BYTES: usize = 16 * 1024 * 1024;

/// A text with its entry in the catalogue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Article {
    /// Everything but the text.
    pub document: Document,
    /// The text as it was read, without a byte order mark, letters and the marks on them as one character each.
    pub text: String,
    /// What was left out or mended, and a user should know: a date that is none, damaged letters.
    pub notes: Vec<String>,
}

/// How files are read, and what articles are taken to be where they do not say it themselves.
#[derive(Debug, Clone, Default)]
pub struct Defaults {
    /// Date of publication, ISO 8601 (`2025-08-17`, `2025-08` or `2025`), of articles that have none in their entry,
    /// their file's name or their dateline.
    pub date: Option<String>,
    /// What all files are; `None` goes by the ending of each one's name, and by its content.
    pub format: Option<Format>,
    /// Names of the fields of articles that are JSON objects.
    pub fields: Fields,
    /// The encoding of all text, as [`encoding`](super::encoding) finds it by its name; `None` goes by what the
    /// text says and is.
    pub encoding: Option<Encoding>,
}

/// `text` with letters and the marks on them as one character each, where it has any apart (NFC): so names are the same as
/// elsewhere. Other text is handed on as it is.
fn composed(text: String) -> String {
    let apart = |c: char| ('\u{300}'..='\u{36f}').contains(&c);
    if text.is_ascii() || !text.contains(apart) { text } else { text.nfc().collect() }
}

impl Article {
    pub(super) fn new(document: Document, text: String) -> Self {
        let mut text = unwrapped(text);
        let mut notes = Vec::new();
        match damage(&text) {
            Some(Damage::Mended { text: mended, from, to }) => {
                notes.push(format!(
                    "article {}: its letters were damaged when it was saved (UTF-8 read as windows-1252), and were mended: \
                     \"{from}\" was read as \"{to}\"",
                    document.id
                ));
                text = mended;
            }
            Some(Damage::Told(word)) => notes.push(format!(
                "article {}: its letters may have been damaged when it was saved, as in \"{word}\"; names in it may be \
                 missed, so get it again as UTF-8",
                document.id
            )),
            None => {}
        }
        let text = composed(text);
        let sha256 = digest(&text);
        let sketch = sketch(&text).map(Box::new);
        let corrects = Corrections::builtin().corrects(&text);
        Self { document: Document { corrects, sha256, sketch, ..document }, text, notes }
    }

    /// The article of a text called `id`: the name of its file without the ending, which may hold a date. Without one, the
    /// dateline of the text may.
    ///
    /// # Errors
    /// When nothing but white space is in the text.
    pub fn from_text(id: &str, text: String, defaults: &Defaults) -> Result<Self> {
        if text.trim().is_empty() {
            return Err(Error::new(ErrorKind::Format, "is empty; an article has text"));
        }
        let document = Document {
            id: id.to_owned(),
            date: date(date_in_name(id), &text, defaults.date.as_deref()),
            ..Document::default()
        };
        Ok(Self::new(document, text))
    }

    /// The article that a JSON object is, as on a line of a `.jsonl` file; one without an id is called `STEM-NUMBER`.
    ///
    /// ```
    /// use demarche::source::{Article, Defaults};
    ///
    /// let json = r#"{"text": "Macron met Merz.", "date": "18 August 2025"}"#;
    /// let article = Article::from_json(json, "news", 7, &Defaults::default())?;
    /// assert_eq!(article.document.id, "news-7");
    /// assert_eq!(article.document.date.as_deref(), Some("2025-08-18"));
    /// # Ok::<(), demarche::Error>(())
    /// ```
    ///
    /// # Errors
    /// When it is no such object, or has no text.
    pub fn from_json(json: &str, stem: &str, number: usize, defaults: &Defaults) -> Result<Self> {
        json_lines::article(json, stem, number, defaults)
    }
}

/// The ISO 8601 date that `value` is or begins with (a time of day is cut off), at the granularity it has.
pub fn iso_date(value: &str) -> Option<String> {
    let value = value.trim();
    let date = value.split(['T', ' ']).next()?;
    let whole = match date.len() {
        4 => format!("{date}-01-01"),
        7 => format!("{date}-01"),
        10 => date.to_owned(),
        _ => return None,
    };
    whole.parse::<Date>().ok()?;
    Some(date.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_keep_the_granularity_they_have() {
        assert_eq!(iso_date("2025").as_deref(), Some("2025"));
        assert_eq!(iso_date("2025-08").as_deref(), Some("2025-08"));
        assert_eq!(iso_date(" 2025-08-17T23:59:00Z").as_deref(), Some("2025-08-17"));
        assert_eq!(iso_date("2025-02-30"), None);
        assert_eq!(iso_date("17 August 2025"), None);
        assert_eq!(iso_date("2025/08/17"), None);
        assert_eq!(iso_date(""), None);
    }

    #[test]
    fn the_digest_is_that_of_the_text() {
        let article = Article::from_text("a", "abc".to_owned(), &Defaults::default()).unwrap();
        // The example of FIPS 180-4.
        assert_eq!(
            article.document.sha256,
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
    }
}
