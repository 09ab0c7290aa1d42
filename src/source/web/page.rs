//! One article out of a web page.

use super::declared::declared;
use super::metadata::Metadata;
use super::text::main_text;
use super::tree::parse;
use crate::error::Result;
use crate::schema::Document;
use crate::source::article::{Article, Defaults};
use crate::source::date::{date, date_in_name};
use crate::source::encoding::decode;

/// The article on the page whose bytes these are, called `stem`.
pub(in crate::source) fn page(bytes: Vec<u8>, stem: &str, defaults: &Defaults) -> Result<Article> {
    let decoded = decode(bytes, declared)?;
    let mut article = page_of(&decoded.text, stem, defaults)?;
    article.notes.extend(decoded.note);
    Ok(article)
}

/// The article on the page `html`, called `stem`.
pub(super) fn page_of(html: &str, stem: &str, defaults: &Defaults) -> Result<Article> {
    let tree = parse(html)?;
    let metadata = Metadata::of(&tree);
    let text = main_text(html, tree)?;
    let own = metadata.date.or_else(|| date_in_name(stem));
    let document = Document {
        id: stem.to_owned(),
        date: date(own, &text, defaults.date.as_deref()),
        modified: metadata.modified,
        title: metadata.title,
        url: metadata.url,
        publisher: metadata.publisher,
        ..Document::default()
    };
    Ok(Article::new(document, text))
}
