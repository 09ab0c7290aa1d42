//! What a file is: told by the user, else by the ending of its name, else by how it begins.

use std::fmt;
use std::path::Path;
use std::str::FromStr;

use super::pdf::is_pdf;
use crate::error::{Error, ErrorKind};

/// How articles lie in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Format {
    /// One article in plain text.
    Text,
    /// An article a line, each a JSON object.
    JsonLines,
    /// Articles as the JSON objects of an array, or one after another.
    Json,
    /// One article on a web page.
    Html,
    /// One article in Markdown.
    Markdown,
    /// The items of an RSS, Atom or JSON feed.
    Feed,
    /// One article in a mail message or a page saved as MHTML.
    Mail,
    /// One article in a Word document.
    Docx,
    /// One article in a PDF.
    Pdf,
}

/// Endings of names with what they tell. Those of a second kind count only where the user names the file: a folder holds
/// other things under these endings than articles.
const ENDINGS: [(&str, Format, Walked); 17] = [
    ("txt", Format::Text, Walked::Yes),
    ("jsonl", Format::JsonLines, Walked::Yes),
    ("ndjson", Format::JsonLines, Walked::Yes),
    ("html", Format::Html, Walked::Yes),
    ("htm", Format::Html, Walked::Yes),
    ("xhtml", Format::Html, Walked::Yes),
    ("rss", Format::Feed, Walked::Yes),
    ("atom", Format::Feed, Walked::Yes),
    ("eml", Format::Mail, Walked::Yes),
    ("mht", Format::Mail, Walked::Yes),
    ("mhtml", Format::Mail, Walked::Yes),
    ("docx", Format::Docx, Walked::Yes),
    ("pdf", Format::Pdf, Walked::Yes),
    ("json", Format::Json, Walked::No),
    ("md", Format::Markdown, Walked::No),
    ("markdown", Format::Markdown, Walked::No),
    ("xml", Format::Feed, Walked::No),
];

/// Endings of compressed files, which may follow another one.
const COMPRESSED: [&str; 3] = ["gz", "zst", "zstd"];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Walked {
    Yes,
    No,
}

impl Format {
    /// Every format, in the order in which they are told.
    pub const ALL: [Self; 9] = [
        Self::Text,
        Self::JsonLines,
        Self::Json,
        Self::Html,
        Self::Markdown,
        Self::Feed,
        Self::Mail,
        Self::Docx,
        Self::Pdf,
    ];

    /// The word that stands for it on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::JsonLines => "jsonl",
            Self::Json => "json",
            Self::Html => "html",
            Self::Markdown => "markdown",
            Self::Feed => "feed",
            Self::Mail => "mail",
            Self::Docx => "docx",
            Self::Pdf => "pdf",
        }
    }

    /// The format of the file `path`, which begins with `head`; `more` is whether it goes on behind that.
    pub(super) fn find(path: &Path, head: &[u8], more: bool) -> Self {
        match ending(path) {
            Some((_, format, Walked::Yes)) => *format,
            // What ends in .xml or .json may be a page, or an article a line, but no text.
            Some((_, Self::Markdown, _)) => Self::Markdown,
            Some((_, format, Walked::No)) => match Self::of_content(head, more) {
                Self::Text => *format,
                found => found,
            },
            None => Self::of_content(head, more),
        }
    }

    /// Whether the file `path`, which begins with `head`, tells its encodings itself: a mail message, a Word document, a PDF.
    pub(super) fn is_decoded(path: &Path, head: &[u8]) -> bool {
        let called =
            ending(path).is_some_and(|(_, format, _)| matches!(format, Self::Mail | Self::Docx | Self::Pdf));
        called || is_docx(head) || is_pdf(head)
    }

    /// The format of what begins with `head`: text unless it is plain that it is something else. `more` is whether the
    /// input goes on behind it.
    fn of_content(head: &[u8], more: bool) -> Self {
        if is_docx(head) {
            return Self::Docx;
        }
        if is_pdf(head) {
            return Self::Pdf;
        }
        let head = String::from_utf8_lossy(head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head));
        let begin = head.trim_start();
        match begin.as_bytes().first() {
            Some(b'<') => markup(begin),
            Some(b'{') => object(begin, more),
            Some(b'[') if matches!(begin[1..].trim_start().as_bytes().first(), Some(b'{' | b']')) => {
                Self::Json
            }
            _ if is_mail(begin) => Self::Mail,
            _ => Self::Text,
        }
    }
}

/// JSON Lines where the first line is a whole object, JSON where an object begins that goes on over lines.
fn object(begin: &str, more: bool) -> Format {
    let (line, ended) = match begin.split_once('\n') {
        Some((line, _)) => (line, true),
        None => (begin, !more),
    };
    match serde_json::from_str::<serde::de::IgnoredAny>(line) {
        Ok(_) => Format::JsonLines,
        // A line too long to be seen whole is a record; text does not begin like one.
        Err(error) if error.is_eof() && !ended => Format::JsonLines,
        Err(error) if error.is_eof() && begin[1..].trim_start().starts_with('"') => Format::Json,
        Err(_) => Format::Text,
    }
}

fn markup(begin: &str) -> Format {
    let lower = begin.to_ascii_lowercase();
    let at = |tags: &[&str]| tags.iter().filter_map(|tag| lower.find(tag)).min().unwrap_or(usize::MAX);
    let feed = at(&["<rss", "<feed", "<rdf:rdf"]);
    let page = at(&["<!doctype html", "<html", "<head", "<body", "<article", "<div", "<p>", "<p "]);
    match feed.cmp(&page) {
        std::cmp::Ordering::Less => Format::Feed,
        std::cmp::Ordering::Greater => Format::Html,
        std::cmp::Ordering::Equal => Format::Text,
    }
}

/// Whether `head` begins a zip archive that has the parts of a Word document.
fn is_docx(head: &[u8]) -> bool {
    let has = |name: &[u8]| head.windows(name.len()).any(|part| part == name);
    head.starts_with(b"PK\x03\x04") && (has(b"word/") || has(b"[Content_Types].xml"))
}

/// Whether the first line is one with which mail programs begin a message that they save.
fn is_mail(begin: &str) -> bool {
    ["Return-Path: ", "Received: ", "Delivered-To: ", "MIME-Version: ", "From: <Saved by "]
        .iter()
        .any(|field| begin.starts_with(field))
}

fn ending(path: &Path) -> Option<&'static (&'static str, Format, Walked)> {
    let name = without_compression(path)?;
    let ending = Path::new(name).extension()?;
    ENDINGS.iter().find(|(known, _, _)| ending.eq_ignore_ascii_case(known))
}

/// The name of a file without the ending of a compressed one.
fn without_compression(path: &Path) -> Option<&std::ffi::OsStr> {
    let compressed =
        |ending: &std::ffi::OsStr| COMPRESSED.iter().any(|known| ending.eq_ignore_ascii_case(known));
    if path.extension().is_some_and(compressed) { path.file_stem() } else { path.file_name() }
}

/// What an article in the file `path` is called: the name without the endings that tell how it is stored.
pub(super) fn stem(path: &Path) -> String {
    let name = without_compression(path).unwrap_or(path.as_os_str());
    Path::new(name).file_stem().unwrap_or(name).to_string_lossy().into_owned()
}

/// Whether a file of this name is read when it lies in a folder.
pub(super) fn is_walked(path: &Path) -> bool {
    ending(path).is_some_and(|(_, _, walked)| *walked == Walked::Yes)
}

/// Whether a file of this name is read when it is named outright, and not for its first bytes alone.
pub(super) fn is_known(path: &Path) -> bool {
    ending(path).is_some()
}

/// The files that a folder is searched for, as a user writes them: `*.txt, *.jsonl`.
pub(super) fn walked() -> String {
    let names = ENDINGS.iter().filter(|(_, _, walked)| *walked == Walked::Yes);
    names.map(|(ending, _, _)| format!("*.{ending}")).collect::<Vec<_>>().join(", ")
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Format {
    type Err = Error;

    fn from_str(word: &str) -> Result<Self, Error> {
        Self::ALL.into_iter().find(|format| format.as_str() == word).ok_or_else(|| {
            let words = Self::ALL.map(Self::as_str).join(", ");
            Error::new(ErrorKind::Query, format!("'{word}' is no format of articles; these are: {words}"))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ending_tells_with_or_without_that_of_a_compressed_file() {
        let of = |name: &str| Format::find(Path::new(name), b"[{", false);
        assert_eq!(of("a/b.TXT"), Format::Text);
        assert_eq!(of("b.html.gz"), Format::Html);
        assert_eq!(of("b.2.jsonl.ZST"), Format::JsonLines);
        assert_eq!([of("gz"), of("b.gz"), of("b.xml"), of("b")], [Format::Json; 4]);
        assert_eq!(Format::find(Path::new("b.xml"), b"A text.", false), Format::Feed);
        assert_eq!(of("a/b.md.gz"), Format::Markdown);
        assert!(!is_walked(Path::new("a/README.md")) && is_walked(Path::new("a/b.txt.gz")));
        assert_eq!(stem(Path::new("x/2025-08-17.a.txt.gz")), "2025-08-17.a");
        assert_eq!(stem(Path::new("b")), "b");
    }

    #[test]
    fn without_an_ending_the_content_tells() {
        for (head, format) in [
            ("Trump met Putin.", Format::Text),
            ("{braces} in a text", Format::Text),
            ("[1] A footnote.", Format::Text),
            ("<Trump> met Putin.", Format::Text),
            ("\u{feff}{\"text\": \"A.\"}\n{\"text\": \"B.\"}\n", Format::JsonLines),
            ("{\n  \"text\": \"A.\"\n}\n", Format::Json),
            (" [\n  {\"text\"", Format::Json),
            ("<!-- saved --><!DOCTYPE html><html>", Format::Html),
            ("<?xml version=\"1.0\"?>\n<html xmlns=\"http://www.w3.org/1999/xhtml\">", Format::Html),
            ("<?xml version=\"1.0\"?>\n<rss version=\"2.0\">", Format::Feed),
            ("<feed xmlns=\"http://www.w3.org/2005/Atom\"><content type=\"html\"><html>", Format::Feed),
            ("Return-Path: <a@example.org>\nSubject: A\n\nA.", Format::Mail),
            ("%PDF-1.7\n1 0 obj", Format::Pdf),
            ("", Format::Text),
        ] {
            assert_eq!(Format::of_content(head.as_bytes(), false), format, "{head}");
        }
        assert_eq!(Format::of_content(b"{\"text\": \"A long lin", true), Format::JsonLines);
    }

    #[test]
    fn every_word_is_read_again() {
        assert!(Format::ALL.iter().all(|format| format.as_str().parse::<Format>().unwrap() == *format));
        assert!(
            "odt"
                .parse::<Format>()
                .unwrap_err()
                .to_string()
                .contains("text, jsonl, json, html, markdown, feed, mail, docx, pdf")
        );
    }
}
