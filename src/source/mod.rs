//! Files and streams in, articles out, one at a time.
//!
//! What is read is a file, a folder that is walked recursively, or standard input. Everything that is wrong with an
//! article is an error of that article: the next one is still read. Nothing here knows English or what an article
//! says; offsets elsewhere count in the text exactly as it is returned here.

mod article;
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
/// A document is told by its id and the digest of its text together: two files of one name are two documents where
/// their texts differ, and one where they do not. So an id never depends on what else is read.
///
/// Texts are not kept, so memory does not grow with the number of articles.
pub fn articles(inputs: impl IntoIterator<Item = PathBuf>, defaults: Defaults) -> Articles {
    Articles::new(inputs.into_iter().collect(), defaults)
}
