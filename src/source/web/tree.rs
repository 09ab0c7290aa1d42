//! HTML to a tree, unless it is one that would keep the program busy for hours.
//!
//! The parser of the HTML Standard looks through all open elements at many tags, and through all attributes of a tag at
//! each of them, so time grows with the square of their number. Browsers bound the depth for that reason. Here a page is
//! parsed a piece at a time and given up where a bound is passed; none of them is near what pages of newspapers have.

use std::borrow::Cow;
use std::cell::{Cell, Ref};

use dom_query::{Document, NodeId};
use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::tree_builder::{ElementFlags, NodeOrText, QuirksMode, TreeBuilderOpts, TreeSink};
use html5ever::{Attribute, ParseOpts, QualName, parse_document};

use crate::error::{Error, ErrorKind, Result};

/// The deepest nesting of elements, as in Chromium (`HTMLConstructionSite`, 512).
const MAX_DEPTH: usize = 512;

/// The most elements of a page. The front pages of newspapers have some 5,000.
const MAX_ELEMENTS: usize = 200_000;

/// The most attributes of a tag.
const MAX_ATTRIBUTES: usize = 1_000;

/// Bytes that are parsed between two looks at the bounds: what these can add is little.
const PIECE_BYTES: usize = 2048;

/// The tree of a page or of a piece of one.
pub(super) fn parse(html: &str) -> Result<Document> {
    let refused = |what: String| {
        let message = format!("{what}; no article is like that, and reading it could take hours");
        Err(Error::new(ErrorKind::Format, message))
    };
    if most_attributes(html.as_bytes()) > MAX_ATTRIBUTES {
        return refused(format!("has a tag with more than {MAX_ATTRIBUTES} attributes"));
    }
    let options = ParseOpts {
        // Without scripts, what stands in <noscript> is read: there it is often the text or the picture.
        tree_builder: TreeBuilderOpts { scripting_enabled: false, ..TreeBuilderOpts::default() },
        ..ParseOpts::default()
    };
    let sink = Bounded { document: Document::default(), too_deep: Cell::new(false), elements: Cell::new(0) };
    let mut parser = parse_document(sink, options);
    let mut rest = html;
    while !rest.is_empty() {
        let end = (1..=PIECE_BYTES.min(rest.len())).rev().find(|&at| rest.is_char_boundary(at));
        let (piece, behind) = rest.split_at(end.unwrap_or(rest.len()));
        parser.process(StrTendril::from(piece));
        rest = behind;
        let sink = &parser.tokenizer.sink.sink;
        if sink.too_deep.get() {
            return refused(format!("has elements nested more than {MAX_DEPTH} deep"));
        }
        if sink.elements.get() > MAX_ELEMENTS {
            return refused(format!("has more than {MAX_ELEMENTS} elements"));
        }
    }
    Ok(parser.finish().document)
}

/// The most attributes that any tag has, about: what stands in scripts, styles and comments is no tag.
fn most_attributes(html: &[u8]) -> usize {
    let (mut most, mut at) = (0, 0);
    let find = |from: usize, what: &[u8]| {
        html[from..]
            .windows(what.len())
            .position(|w| w.eq_ignore_ascii_case(what))
            .map_or(html.len(), |p| from + p)
    };
    while let Some(open) = html[at..].iter().position(|&byte| byte == b'<').map(|p| at + p + 1) {
        at = open;
        if html[open..].starts_with(b"!--") {
            at = find(open, b"-->");
        }
        if !html.get(at).is_some_and(u8::is_ascii_alphabetic) {
            continue;
        }
        let name_end =
            html[at..].iter().position(|b| !b.is_ascii_alphanumeric()).map_or(html.len(), |p| at + p);
        let name = &html[at..name_end];
        let (end, attributes) = attributes(html, name_end);
        most = most.max(attributes);
        at = end;
        for raw in [&b"script"[..], b"style", b"textarea", b"title", b"xmp", b"iframe"] {
            if name.eq_ignore_ascii_case(raw) {
                at = find(end, &[b"</", raw].concat());
            }
        }
    }
    most
}

/// Where the tag ends whose name ends at `at`, and how many attributes it has.
fn attributes(html: &[u8], mut at: usize) -> (usize, usize) {
    let (mut attributes, mut between) = (0, true);
    while let Some(&byte) = html.get(at) {
        match byte {
            b'>' => break,
            b'/' => between = true,
            _ if byte.is_ascii_whitespace() => between = true,
            b'=' if !between => {
                let value = html[at + 1..].iter().position(|b| !b.is_ascii_whitespace()).map(|p| at + 1 + p);
                let Some(value) = value else { return (html.len(), attributes) };
                let quote = html[value];
                let end = if matches!(quote, b'"' | b'\'') {
                    html[value + 1..].iter().position(|&b| b == quote).map(|p| value + 1 + p)
                } else {
                    html[value..]
                        .iter()
                        .position(|b| b.is_ascii_whitespace() || *b == b'>')
                        .map(|p| value + p - 1)
                };
                let Some(end) = end else { return (html.len(), attributes) };
                at = end.max(at);
                between = true;
            }
            _ => {
                attributes += usize::from(between);
                between = false;
            }
        }
        at += 1;
    }
    (at, attributes)
}

/// A document that watches how it grows.
struct Bounded {
    document: Document,
    too_deep: Cell<bool>,
    elements: Cell<usize>,
}

impl Bounded {
    fn watch(&self, parent: &NodeId) {
        // Counting stops at the bound, so that it takes no time of its own.
        if self.document.tree.ancestor_ids_of_it(parent, Some(MAX_DEPTH)).count() >= MAX_DEPTH {
            self.too_deep.set(true);
        }
    }
}

impl TreeSink for Bounded {
    type Handle = NodeId;
    type Output = Self;
    type ElemName<'a> = Ref<'a, QualName>;

    fn finish(self) -> Self {
        self
    }

    // Pages are full of errors, and nobody asks for them.
    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> NodeId {
        self.document.get_document()
    }

    fn elem_name<'a>(&'a self, target: &'a NodeId) -> Self::ElemName<'a> {
        self.document.elem_name(target)
    }

    fn create_element(&self, name: QualName, attributes: Vec<Attribute>, flags: ElementFlags) -> NodeId {
        self.elements.set(self.elements.get() + 1);
        self.document.create_element(name, attributes, flags)
    }

    fn create_comment(&self, text: StrTendril) -> NodeId {
        self.document.create_comment(text)
    }

    fn create_pi(&self, target: StrTendril, data: StrTendril) -> NodeId {
        self.document.create_pi(target, data)
    }

    fn append(&self, parent: &NodeId, child: NodeOrText<NodeId>) {
        self.document.append(parent, child);
        self.watch(parent);
    }

    fn append_based_on_parent_node(&self, element: &NodeId, previous: &NodeId, child: NodeOrText<NodeId>) {
        self.document.append_based_on_parent_node(element, previous, child);
        self.watch(element);
        self.watch(previous);
    }

    fn append_doctype_to_document(&self, name: StrTendril, public: StrTendril, system: StrTendril) {
        self.document.append_doctype_to_document(name, public, system);
    }

    fn get_template_contents(&self, target: &NodeId) -> NodeId {
        self.document.get_template_contents(target)
    }

    fn same_node(&self, one: &NodeId, other: &NodeId) -> bool {
        one == other
    }

    fn set_quirks_mode(&self, mode: QuirksMode) {
        self.document.set_quirks_mode(mode);
    }

    fn append_before_sibling(&self, sibling: &NodeId, child: NodeOrText<NodeId>) {
        self.document.append_before_sibling(sibling, child);
        self.watch(sibling);
    }

    fn add_attrs_if_missing(&self, target: &NodeId, attributes: Vec<Attribute>) {
        self.document.add_attrs_if_missing(target, attributes);
    }

    fn remove_from_parent(&self, target: &NodeId) {
        self.document.remove_from_parent(target);
    }

    fn reparent_children(&self, node: &NodeId, parent: &NodeId) {
        self.document.reparent_children(node, parent);
    }

    fn is_mathml_annotation_xml_integration_point(&self, node: &NodeId) -> bool {
        TreeSink::is_mathml_annotation_xml_integration_point(&self.document, node)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(html: &str) -> String {
        parse(html).err().map_or_else(String::new, |error| error.to_string())
    }

    #[test]
    fn an_ordinary_page_is_parsed_as_by_the_parser_alone() {
        let html =
            "<!DOCTYPE html><title>A</title><p class=x>One<p>Two &amp; <b>three<i>four</b>five".repeat(100);
        assert_eq!(parse(&html).unwrap().html(), Document::from(html.as_str()).html());
    }

    #[test]
    fn nesting_is_bounded_however_it_is_made() {
        for nest in
            ["<div>", "<b a=X>", "<table><tr><td>", "<svg><g>", "<ul><li>", "<x-y>", "<div></body><!--x-->"]
        {
            let html: String = (0..100_000).map(|n| nest.replace('X', &n.to_string())).collect();
            assert!(message(&html).contains("nested more than 512 deep"), "{nest}");
        }
        let deep = format!("{}x{}", "<div>".repeat(400), "</div>".repeat(400));
        assert_eq!(message(&deep), "");
    }

    #[test]
    fn numbers_of_elements_and_attributes_are_bounded() {
        assert!(message(&"<p>x".repeat(MAX_ELEMENTS + 1)).contains("more than 200000 elements"));
        let attributes = |n: usize| (0..n).map(|i| format!(" a{i}=\"b > {i}\"")).collect::<String>();
        assert!(message(&format!("<p{}>x", attributes(1001))).contains("more than 1000 attributes"));
        assert_eq!(message(&format!("<p{}>x", attributes(1000)).repeat(3)), "");
        let script = format!("<script>if (a <b) {}</script>", "x = y / z ".repeat(10_000));
        assert_eq!(message(&script), "");
        assert_eq!(message(&format!("<img src=\"data:image/png;base64,{}\">", "a/ b".repeat(10_000))), "");
    }
}
