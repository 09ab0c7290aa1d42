//! The text of an article on a page: no menus, captions, headings and links to other articles.

use std::sync::LazyLock;

use dom_query::{Document, NodeRef};
use dom_smoothie::{Config, Readability, TextMode};

use super::tree::parse;
use crate::error::{Error, ErrorKind, Result};
use crate::lexicon::boilerplate::Boilerplate;
use crate::source::sentence::is_sentence;

/// Elements whose text is no sentence of the article.
const FURNITURE: &str = "figure, figcaption, caption, nav, aside, footer, form, button, select, textarea, input, label, \
                         script, style, noscript, template, svg, iframe, audio, video, object, dialog, [hidden], \
                         [aria-hidden=true]";

/// What opens a box that asks for an address to send news to.
const ADDRESS_FIELDS: &str = "input[type=email], input[name*=email i]";

/// The most links on a line that announces them.
const MOST_ANNOUNCED: usize = 4;

/// The most boxes for an address on a page, and how many elements they are inside of.
const MOST_BOXES: usize = 20;
const BOX_DEPTH: usize = 8;

/// Marks that point to a footnote, as sites, publishing programs and MediaWiki make them.
const NOTE_MARKS: &str = "sup, a[role=doc-noteref], a.footnote-anchor, a[href^=\"#fn\"], a[href^=\"#_ftn\"], \
                          a[href^=\"#cite_note\"]";

/// The longest mark of a footnote: "[123]".
const LONGEST_NOTE_MARK: usize = 5;

/// What may be a list of links to other articles.
const LISTS: &str = "ul, ol, dl";

/// What may hold one link to another article, and a picture with the words below it.
const BLOCKS: &str = "p, li, td, div, section";

/// What only the article itself or the page around it has inside.
const WHOLE: &str = "main, h1, [itemprop=articleBody], article:not([class*=comment i]):not([id*=comment i])";

/// How often a text is taken for HTML that was encoded once more than it should be.
const MOST_DECODINGS: usize = 3;

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
    let root = document.root();
    remove_sections(&root);
    remove_marked(&root);
    // What finds the article takes tables apart, and with them the cells that are menus.
    for cell in dom_query::Selection::from(root).select("td").nodes() {
        if !has(cell, "td") && is_linked(cell) && !is_sentence(&cell.text()) {
            cell.remove_from_parent();
        }
    }
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

/// The text of a piece of HTML of a feed, which may be encoded more than once: "&amp;amp;lt;b&amp;amp;gt;".
pub(super) fn fed_text(html: &str) -> Result<String> {
    let mut text = plain_text(html)?;
    for _ in 1..MOST_DECODINGS {
        if !is_encoded(&text) {
            break;
        }
        text = plain_text(&text)?;
    }
    Ok(text)
}

/// Whether there are tags or escaped characters in a text that was decoded already.
pub(super) fn is_encoded(text: &str) -> bool {
    let tag = |rest: &str| rest.trim_start_matches('/').starts_with(|c: char| c.is_ascii_alphabetic());
    let character = |rest: &str| {
        let name = rest.strip_prefix('#').unwrap_or(rest);
        let length = name.bytes().take_while(u8::is_ascii_alphanumeric).count();
        (2..=8).contains(&length) && name[length..].starts_with(';')
    };
    text.match_indices('<').any(|(at, _)| tag(&text[at + 1..]))
        || text.match_indices('&').any(|(at, _)| character(&text[at + 1..]))
}

/// What HTML shows on one line: a headline that may have emphasis or escaped characters in it.
pub(super) fn line(html: &str) -> String {
    let mut text = html.to_owned();
    for _ in 0..MOST_DECODINGS {
        if !is_encoded(&text) {
            break;
        }
        text = parse(&text).map_or_else(|_| text.clone(), |document| document.text().to_string());
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn without_furniture(node: &NodeRef<'_>) -> String {
    let within = |selector: &str| dom_query::Selection::from(*node).select(selector);
    remove_address_boxes(node);
    within(FURNITURE).remove();
    remove_sections(node);
    remove_marked(node);
    for mark in within(NOTE_MARKS).nodes() {
        if !has(mark, "sup") && is_note_mark(&mark.text()) {
            mark.remove_from_parent();
        }
    }
    remove_links(node);
    for heading in within(HEADINGS).nodes() {
        if !is_sentence(&heading.text()) {
            heading.remove_from_parent();
        }
    }
    let text = without_note_marks(&node.formatted_text().replace(INVISIBLE, ""));
    text.lines().map(str::trim).collect::<Vec<_>>().join("\n").trim().to_owned()
}

/// Removes what readers wrote and what is offered under an article, by classes and ids, however long it is; not what has
/// the article inside, as where a page is marked as open for comments.
fn remove_sections(node: &NodeRef<'_>) {
    static SECTIONS: LazyLock<String> = LazyLock::new(|| {
        // The lists have letters and hyphens alone.
        let parts = Boilerplate::builtin().sections.iter();
        parts.map(|part| format!("[class*=\"{part}\" i], [id*=\"{part}\" i]")).collect::<Vec<_>>().join(", ")
    });
    for section in dom_query::Selection::from(*node).select(&SECTIONS).nodes() {
        let whole = section.has_name("body") || section.has_name("html") || section.has_name("article");
        if !whole && !dom_query::Selection::from(*section).select(WHOLE).exists() {
            section.remove_from_parent();
        }
    }
}

/// Removes what surrounds a field for an address, as far up as it holds no more than a box does.
fn remove_address_boxes(node: &NodeRef<'_>) {
    for field in dom_query::Selection::from(*node).select(ADDRESS_FIELDS).nodes().iter().take(MOST_BOXES) {
        let mut found = None;
        let mut above = field.parent();
        for _ in 0..BOX_DEPTH {
            let Some(element) = above.filter(|element| element.id != node.id) else { break };
            if dom_query::Selection::from(element).select("p").length() > MOST_PARAGRAPHS {
                break;
            }
            found = Some(element);
            above = element.parent();
        }
        if let Some(found) = found {
            found.remove_from_parent();
        }
    }
}

/// Removes lists and paragraphs that are links to other articles: nearly all their text is in links, and no sentence; also
/// pictures with the words below them, and lists that a line before them announces.
///
/// Only what has no other such element inside is looked at, so that all of them together are read once.
fn remove_links(node: &NodeRef<'_>) {
    let within = |selector: &str| dom_query::Selection::from(*node).select(selector);
    for list in within(LISTS).nodes() {
        if has(list, LISTS) {
            continue;
        }
        let announced = is_announced(list);
        let sentences = || {
            let items = dom_query::Selection::from(*list).select("li, dd");
            items.nodes().iter().any(|item| is_sentence(&item.text()))
        };
        if announced || is_linked(list) && !sentences() {
            list.remove_from_parent();
        }
    }
    for block in within(BLOCKS).nodes() {
        if has(block, BLOCKS) || has(block, LISTS) {
            continue;
        }
        let text = block.text();
        let caption = block.has_name("p") && has(block, "img, amp-img, picture") && {
            let words = dom_query::Selection::from(*block).select("em, i, small");
            let words: Vec<_> = words.nodes().iter().filter(|word| !has(word, "em, i, small")).collect();
            words.iter().map(|word| letters(&word.text())).sum::<usize>() >= letters(&text)
        };
        if is_linked(block) && !is_sentence(&text) || caption {
            block.remove_from_parent();
        }
    }
}

/// Whether something in `node` fits `selector`.
fn has(node: &NodeRef<'_>, selector: &str) -> bool {
    dom_query::Selection::from(*node).select_single(selector).exists()
}

/// Whether nearly all letters of an element are in links.
fn is_linked(node: &NodeRef<'_>) -> bool {
    let links = dom_query::Selection::from(*node).select("a[href]");
    let linked: usize = links.nodes().iter().map(|link| letters(&link.text())).sum();
    let text = node.text();
    let all = letters(&text);
    if linked == 0 || 5 * linked >= 4 * all {
        return linked > 0;
    }
    // "Also read: " and a link or two.
    if links.length() > MOST_ANNOUNCED {
        return false;
    }
    let mut rest = text.to_string();
    for link in links.nodes() {
        rest = rest.replacen(&*link.text(), "", 1);
    }
    Boilerplate::builtin().announces_links(&rest)
}

/// Whether the element before this one is a line that announces links: "Related stories".
fn is_announced(node: &NodeRef<'_>) -> bool {
    node.prev_element_sibling().is_some_and(|before| Boilerplate::builtin().announces_links(&before.text()))
}

fn letters(text: &str) -> usize {
    text.chars().filter(|c| c.is_alphanumeric()).count()
}

/// "1", "[12]", "*", "†", "[a]": no ordinal and no unit.
fn is_note_mark(text: &str) -> bool {
    let text = text.trim();
    let bare = text.trim_matches(['[', ']', '(', ')']);
    let bracketed = bare.len() < text.len();
    text.chars().count() <= LONGEST_NOTE_MARK
        && (bare.chars().all(|c| c.is_ascii_digit() || matches!(c, '*' | '†' | '‡' | '§' | ','))
            || bracketed && bare.chars().all(char::is_alphanumeric))
}

/// `text` without marks like "[12]" behind a word or a sentence.
fn without_note_marks(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('[') {
        let (before, behind) = rest.split_at(at);
        out.push_str(before);
        let glued = out.ends_with(|c: char| !c.is_whitespace() && c != '(');
        // No further, so that a text of brackets alone is read once.
        let end = behind.bytes().take(LONGEST_NOTE_MARK).position(|byte| byte == b']').filter(|end| {
            glued
                && (2..LONGEST_NOTE_MARK).contains(end)
                && behind[1..*end].bytes().all(|b| b.is_ascii_digit())
        });
        match end {
            Some(end) => rest = &behind[end + 1..],
            None => {
                out.push('[');
                rest = &behind[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

/// Removes what its class, or the name of its part of the page, says is no text, unless it has so many paragraphs that it must
/// be the article itself, or has the article inside: sites call the whole page "with-sidebar".
fn remove_marked(node: &NodeRef<'_>) {
    static MARKED: LazyLock<String> = LazyLock::new(|| {
        // The lists have letters and hyphens alone.
        let parts = Boilerplate::builtin().classes.iter();
        let attributes = ["class", "data-component", "data-testid"];
        let selectors = parts.flat_map(|part| attributes.map(|name| format!("[{name}*=\"{part}\" i]")));
        selectors.collect::<Vec<_>>().join(", ")
    });
    for marked in dom_query::Selection::from(*node).select(&MARKED).nodes() {
        let has = dom_query::Selection::from(*marked);
        if has.select("p").length() <= MOST_PARAGRAPHS
            && !marked.has_name("body")
            && !has.select(WHOLE).exists()
        {
            marked.remove_from_parent();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_of_footnotes_are_no_part_of_words() {
        let text = |html: &str| plain_text(html).unwrap();
        assert_eq!(text("<p>The leaders<sup>1</sup> met.<sup>[12]</sup></p>"), "The leaders met.");
        assert_eq!(
            text("<p>The leaders[12] met.[3][4] \"We agreed,\"[5] he said.</p>"),
            "The leaders met. \"We agreed,\" he said."
        );
        assert_eq!(
            text("<p>The 1<sup>st</sup> of May, \"[he] came\" [12].</p>"),
            "The 1st of May, \"[he] came\" [12]."
        );
        assert_eq!(text("<p>The leaders<a href=\"#fn2\">2</a> met.</p>"), "The leaders met.");
    }

    #[test]
    fn what_is_encoded_twice_is_text_again() {
        assert_eq!(fed_text("Ministers met Moe&amp;lt;/b").unwrap(), "Ministers met Moe");
        assert_eq!(
            fed_text("&amp;lt;p&amp;gt;Macron met Merz.&amp;lt;/p&amp;gt;").unwrap(),
            "Macron met Merz."
        );
        assert_eq!(line("Macron &amp;amp; Merz"), "Macron & Merz");
        assert_eq!(line("a < b & c"), "a < b & c");
    }
}
