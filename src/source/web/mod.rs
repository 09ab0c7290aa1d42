//! Web pages, Markdown, feeds and mail: the article without what stands around it, and what the file tells of it.
//!
//! All of it goes through an HTML parser, so it stands behind the feature `web`; without it, each such file is an error
//! that says so.

#[cfg(feature = "web")]
mod declared;
#[cfg(feature = "web")]
mod tree;
#[cfg(feature = "web")]
mod text;
#[cfg(feature = "web")]
mod metadata;
#[cfg(feature = "web")]
mod page;
#[cfg(feature = "web")]
mod markdown;
#[cfg(feature = "web")]
mod feed;
#[cfg(feature = "web")]
mod mail;
#[cfg(not(feature = "web"))]
mod missing;

#[cfg(not(feature = "web"))]
pub(super) use missing::{feed, mail, markdown, page};
#[cfg(feature = "web")]
pub(super) use {feed::feed, mail::mail, markdown::markdown, page::page};
