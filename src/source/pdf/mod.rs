//! PDF: the text of its pages in reading order, without heads and feet, headings and notes.
//!
//! A page is a list of letters with their places (ISO 32000); lines, columns and paragraphs are not told, and are put together
//! here from the places alone. `lopdf` reads the file and its objects. It stands behind the feature `pdf`; without it, each
//! such file is an error that says so.

#[cfg(feature = "pdf")]
mod limits;
#[cfg(feature = "pdf")]
mod objects;
#[cfg(feature = "pdf")]
mod cmap;
#[cfg(feature = "pdf")]
mod encoding;
#[cfg(feature = "pdf")]
mod widths;
#[cfg(feature = "pdf")]
mod font;
#[cfg(feature = "pdf")]
mod matrix;
#[cfg(feature = "pdf")]
mod state;
#[cfg(feature = "pdf")]
mod content;
#[cfg(feature = "pdf")]
mod fragment;
#[cfg(feature = "pdf")]
mod running;
#[cfg(feature = "pdf")]
mod column;
#[cfg(feature = "pdf")]
mod line;
#[cfg(feature = "pdf")]
mod hyphen;
#[cfg(feature = "pdf")]
mod paragraph;
#[cfg(feature = "pdf")]
mod info;
#[cfg(feature = "pdf")]
mod article;
#[cfg(not(feature = "pdf"))]
mod missing;

#[cfg(feature = "pdf")]
pub(super) use article::pdf;
#[cfg(not(feature = "pdf"))]
pub(super) use missing::pdf;

/// Whether `head` begins a PDF file; white space or a byte order mark may stand before it.
pub(super) fn is_pdf(head: &[u8]) -> bool {
    head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start().starts_with(b"%PDF-")
}
