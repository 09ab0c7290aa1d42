//! Files and streams in, articles out, one at a time.
//!
//! What is read is a file, a folder that is walked recursively, or standard input; text, JSON, web pages, feeds, mail,
//! Word documents and PDF, each of them compressed or not. Everything that is wrong with an article is an error of that article: the next one is
//! still read. Nothing here knows what an article says, and of English only the names of months and the words that stand
//! around articles; offsets elsewhere count in the text exactly as it is returned here.

mod article;
mod date;
mod sketch;
mod paragraphs;
mod wrapped;
mod bytes;
mod encoding;
mod mojibake;
mod compressed;
mod format;
mod fields;
mod json_lines;
mod json_values;
mod web;
#[cfg(any(feature = "web", feature = "docx", feature = "pdf"))]
mod sentence;
mod docx;
mod pdf;
mod input;
mod named;
mod walk;
mod articles;
mod records;

pub use article::{Article, Defaults, MAX_TEXT_BYTES, iso_date};
pub use articles::Articles;
pub use encoding::{Encoding, encoding};
pub use fields::Fields;
pub use format::Format;
pub use paragraphs::paragraphs;
pub use records::records;
pub use walk::total_bytes;

use std::path::PathBuf;

/// The articles of `inputs`: files, folders, and `-` for standard input.
///
/// What a file is, its name's ending tells: `.jsonl` and `.ndjson` an article a line, `.html` a web page, `.rss` and
/// `.atom` a feed, `.eml` and `.mhtml` mail, `.docx` a Word document, `.pdf` a PDF, `.md` Markdown, `.txt` an article in plain text, each also with `.gz` or `.zst` behind it. Of
/// any other file named outright, and of standard input, the first bytes tell, and what they tell nothing of is plain
/// text. A folder is walked for the files with these endings in the order of their names; hidden files and folders are
/// passed over. [`Defaults::format`] overrules all of this.
///
/// JSON objects have the fields `id`, `title`, `text`, `date`, `url` and `publisher`, or those named in
/// [`Defaults::fields`]; others are kept in [`Document::fields`](crate::schema::Document::fields). Of a page, the text is the article without what stands around it, and title,
/// date, address and publisher come from its metadata; items of a feed and messages are read in the same way.
///
/// Text is UTF-8, or what a byte order mark or the file itself says it is; else its encoding is guessed, and
/// [`Article::notes`] tells as which. Where its lines are broken at some column, line feeds within a paragraph become
/// spaces.
///
/// The date of an article is that of its `date`, else of its file's name (`2025-08-17-title.txt`, `20250817_title.txt`),
/// else of a dateline with a year ("KYIV, 17 August 2025 — …"), else that of `defaults`. A dateline without a year makes a
/// known year or month more precise. A `date` that is none is told and leaves the date unknown.
///
/// A document is told by its id and the digest of its text together: two files of one name are two documents where
/// their texts differ, and one where they do not. So an id never depends on what else is read, but for files that are named
/// outright and called alike: the folders in which they differ stand before their names (`a/news`, `b/news`).
///
/// Texts are not kept, so memory does not grow with the number of articles.
pub fn articles(inputs: impl IntoIterator<Item = PathBuf>, defaults: Defaults) -> Articles {
    Articles::new(inputs.into_iter().collect(), defaults)
}
