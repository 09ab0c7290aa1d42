//! The text of an article on a page: no menus, captions, headings and links to other articles.

use std::sync::LazyLock;

use dom_query::{Document, NodeRef};
use dom_smoothie::{Config, Readability, TextMode};

use super::tree::parse;
use crate::error::{Error, ErrorKind, Result};
use crate::lexicon::boilerplate::Boilerplate;

/// Elements whose text is no sentence of the article.
const FURNITURE: &str = "figure, figcaption, caption, nav, aside, footer, form, button, select, textarea, input, label, \
                         script, style, noscript, template, svg, iframe, audio, video, object";

/// Elements that tell what follows, where they are no sentence themselves.
const HEADINGS: &str = "h1, h2, h3, h4, h5, h6";

/// What a page has its article in, where that cannot be found by its text; the first that is there.
const ARTICLES: [&str; 4] = ["article", "main", "[role=main]", "body"];

/// The most paragraphs of what is taken for a caption, a box with links or the like.
const MOST_PARAGRAPHS: usize = 2;

/// Letters that show nothing and stand within words, where they would make other words of them.
const INVISIBLE: [char; 5] = ['\u{ad}', '\u{200b}', '\u{200c}', '\u{2060}', '\u{feff}'];

/// The text of the article on the page `document`, which was made of `html`.
pub(super) fn main_text(html: &str, document: Document) -> Result<String> {
    let config = Config {
        keep_classes: true,
        disable_json_ld: true,
        text_mode: TextMode::Formatted,
        ..Config::default()
    };
    remove_marked(&document.root());
    let found = Readability::with_document(document, None, Some(config)).and_then(|mut page| page.parse());
    let text = match found {
        Ok(article) => plain_text(&article.content)?,
        Err(_) => String::new(),
    };
    if !text.is_empty() {
        return Ok(text);
    }
    // A page of a few sentences is too little to find an article on.
    let document = parse(html)?;
    for selector in ARTICLES {
        let texts = document.select(selector);
        let Some(node) = texts.nodes().first() else { continue };
        let text = without_furniture(node);
        if !text.is_empty() {
            return Ok(text);
        }
    }
    Err(Error::new(ErrorKind::Format, "has no text that could be an article"))
}

/// The text of a piece of HTML that is all article.
pub(super) fn plain_text(html: &str) -> Result<String> {
    let document = parse(html)?;
    Ok(document.body().map_or_else(String::new, |body| without_furniture(&body)))
}

/// What HTML shows on one line: a headline that may have emphasis or escaped characters in it.
pub(super) fn line(html: &str) -> String {
    let text = if html.contains(['<', '&']) {
        parse(html).map_or_else(|_| html.to_owned(), |document| document.text().to_string())
    } else {
        html.to_owned()
    };
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn without_furniture(node: &NodeRef<'_>) -> String {
    let within = |selector: &str| dom_query::Selection::from(*node).select(selector);
    within(FURNITURE).remove();
    remove_marked(node);
    for heading in within(HEADINGS).nodes() {
        if !is_sentence(&heading.text()) {
            heading.remove_from_parent();
        }
    }
    let text = node.formatted_text().replace(INVISIBLE, "");
    text.lines().map(str::trim).collect::<Vec<_>>().join("\n").trim().to_owned()
}

/// Removes what its class says is no text, unless it has so many paragraphs that it must be the article itself: sites call
/// the whole page "with-sidebar".
fn remove_marked(node: &NodeRef<'_>) {
    static MARKED: LazyLock<String> = LazyLock::new(|| {
        // The lists have letters and hyphens alone.
        let parts = Boilerplate::builtin().classes.iter();
        parts.map(|part| format!("[class*=\"{part}\" i]")).collect::<Vec<_>>().join(", ")
    });
    for marked in dom_query::Selection::from(*node).select(&MARKED).nodes() {
        if dom_query::Selection::from(*marked).select("p").length() <= MOST_PARAGRAPHS {
            marked.remove_from_parent();
        }
    }
}

/// Some sites set the first sentence as a heading.
fn is_sentence(text: &str) -> bool {
    let end = text.trim_end().trim_end_matches(['"', '”', '’', ')']);
    end.ends_with(['.', '!', '…']) && text.split_whitespace().count() > 3
}
