//! Word documents (.docx): the paragraphs of the text, without headings, captions, notes and what was deleted.
//!
//! A document is a zip archive of XML (ECMA-376). It stands behind the feature `docx`; without it, each such file is an error
//! that says so.

#[cfg(feature = "docx")]
mod archive;
#[cfg(feature = "docx")]
mod text;
#[cfg(feature = "docx")]
mod article;
#[cfg(not(feature = "docx"))]
mod missing;

#[cfg(feature = "docx")]
pub(super) use article::docx;
#[cfg(not(feature = "docx"))]
pub(super) use missing::docx;
