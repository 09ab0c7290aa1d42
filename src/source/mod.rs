//! Files and streams in, articles out, one at a time.
//!
//! What is read is a file, a folder that is walked recursively, or standard input. Everything that is wrong with an
//! article is an error of that article: the next one is still read. Nothing here knows what an article says, and of
//! English only the names of months; offsets elsewhere count in the text exactly as it is returned here.

mod article;
mod date;
mod sketch;
mod paragraphs;
mod bytes;
mod json_lines;
mod walk;
mod records;

pub use article::{Article, Defaults, MAX_TEXT_BYTES, iso_date};
pub use paragraphs::paragraphs;
pub use records::records;
pub use walk::{Articles, total_bytes};

use std::path::PathBuf;

/// The articles of `inputs`: files, folders, and `-` for standard input.
///
/// A file that ends in `.jsonl` or `.ndjson` holds one article a line (fields `id`, `title`, `text`, `date`, `url`;
/// others are left alone); any other file named outright holds one article, unless its first line is a JSON object,
/// and so does standard input. A folder is walked for `*.txt`, `*.jsonl` and `*.ndjson` in the order of their names;
/// hidden files and folders are passed over.
///
/// The date of an article is that of its `date`, else of its file's name (`2025-08-17-title.txt`, `20250817_title.txt`),
/// else of a dateline with a year ("KYIV, 17 August 2025 — …"), else that of `defaults`. A dateline without a year makes a
/// known year or month more precise. A `date` that is none is told and leaves the date unknown.
///
/// A document is told by its id and the digest of its text together: two files of one name are two documents where
/// their texts differ, and one where they do not. So an id never depends on what else is read.
///
/// Texts are not kept, so memory does not grow with the number of articles.
pub fn articles(inputs: impl IntoIterator<Item = PathBuf>, defaults: Defaults) -> Articles {
    Articles::new(inputs.into_iter().collect(), defaults)
}
