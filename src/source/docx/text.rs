//! WordprocessingML to paragraphs.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::error::{Error, ErrorKind, Result};
use crate::source::sentence::is_sentence;

/// Parts of a text that are none of its sentences: deleted and moved text, drawings with the words in them, what other
/// programs show in their place, instructions of fields, marks of notes.
const LEFT_OUT: [&str; 9] =
    ["del", "moveFrom", "drawing", "pict", "object", "Fallback", "instrText", "footnoteReference", "rPr"];

/// Styles of paragraphs that are no sentences of the text, as the beginnings of their names.
const CAPTIONS: [&str; 5] = ["Caption", "TOC", "Header", "Footer", "FootnoteText"];

/// Styles of headings, as the beginnings of their names: a sentence may be set in one.
const HEADINGS: [&str; 3] = ["Heading", "Title", "Subtitle"];

/// A document.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Text {
    /// The first paragraph in the style of a title.
    pub title: Option<String>,
    pub paragraphs: Vec<String>,
}

/// The paragraphs of `word/document.xml`.
pub(super) fn text(xml: &str) -> Result<Text> {
    let mut out = Text::default();
    let mut open: Vec<(String, String)> = Vec::new();
    // How deep inside what is left out.
    let mut left_out = 0_usize;
    let mut in_text = false;
    let mut reader = Reader::from_str(xml);
    loop {
        let event = reader.read_event().map_err(|error| damaged(&error))?;
        match &event {
            Event::Start(tag) if left_out > 0 || is_left_out(tag) => {
                style(tag, &mut open);
                left_out += 1;
            }
            Event::End(_) if left_out > 0 => left_out -= 1,
            Event::Eof => break,
            _ if left_out > 0 => {}
            Event::Start(tag) => match tag.local_name().as_ref() {
                "p" => open.push(Default::default()),
                "t" => in_text = true,
                _ => style(tag, &mut open),
            },
            Event::Empty(tag) => {
                let white = matches!(tag.local_name().as_ref(), "tab" | "br" | "cr" | "ptab");
                match open.last_mut().filter(|_| white) {
                    Some((_, words)) => words.push(' '),
                    None => style(tag, &mut open),
                }
            }
            Event::Text(text) if in_text => push(&mut open, text),
            Event::CData(text) if in_text => push(&mut open, text),
            Event::GeneralRef(name) if in_text => {
                let c = match &**name {
                    "amp" => Some('&'),
                    "lt" => Some('<'),
                    "gt" => Some('>'),
                    "quot" => Some('"'),
                    "apos" => Some('\''),
                    _ => name.resolve_char_ref().ok().flatten(),
                };
                push(&mut open, c.unwrap_or('\u{fffd}').encode_utf8(&mut [0; 4]));
            }
            Event::End(tag) => match tag.local_name().as_ref() {
                "p" => close(&mut out, open.pop()),
                "t" => in_text = false,
                _ => {}
            },
            _ => {}
        }
    }
    Ok(out)
}

fn is_left_out(tag: &BytesStart<'_>) -> bool {
    LEFT_OUT.contains(&tag.local_name().as_ref())
}

/// Keeps the style of the paragraph that is open, where `tag` tells it.
fn style(tag: &BytesStart<'_>, open: &mut [(String, String)]) {
    if tag.local_name().as_ref() != "pStyle" {
        return;
    }
    let value = tag.attributes().flatten().find(|attribute| attribute.key.local_name().as_ref() == "val");
    if let (Some(value), Some((style, _))) = (value, open.last_mut()) {
        *style = value.value.to_string();
    }
}

fn push(open: &mut [(String, String)], text: &str) {
    if let Some((_, words)) = open.last_mut() {
        words.push_str(text);
    }
}

fn close(out: &mut Text, paragraph: Option<(String, String)>) {
    let Some((style, words)) = paragraph else { return };
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let is = |styles: &[&str]| styles.iter().any(|name| style.starts_with(name));
    if words.is_empty() || is(&CAPTIONS) {
        return;
    }
    if style.starts_with("Title") && out.title.is_none() {
        out.title = Some(words.clone());
    }
    if !is(&HEADINGS) || is_sentence(&words) {
        out.paragraphs.push(words);
    }
}

/// The title that `docProps/core.xml` tells.
pub(super) fn title(xml: &str) -> Option<String> {
    let mut reader = Reader::from_str(xml);
    let mut title = None;
    loop {
        match reader.read_event().ok()? {
            Event::Start(tag) if tag.local_name().as_ref() == "title" => title = Some(String::new()),
            Event::Text(text) => title.iter_mut().for_each(|title| title.push_str(&text)),
            Event::End(tag) if tag.local_name().as_ref() == "title" => break,
            Event::Eof => return None,
            _ => {}
        }
    }
    title.map(|title| title.trim().to_owned()).filter(|title| !title.is_empty())
}

fn damaged(error: &quick_xml::Error) -> Error {
    Error::new(ErrorKind::Format, format!("is a Word document with damaged XML in it: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_are_read_with_what_was_inserted_and_without_what_was_deleted() {
        let xml = r#"<w:document xmlns:w="w"><w:body>
            <w:p><w:pPr><w:pStyle w:val="Title"/></w:pPr><w:r><w:t>Talks &amp; trade</w:t></w:r></w:p>
            <w:p><w:r><w:t xml:space="preserve">Macron </w:t></w:r><w:ins><w:r><w:t>met</w:t></w:r></w:ins><w:del><w:r><w:delText>saw</w:delText></w:r></w:del><w:r><w:tab/><w:t>Merz&#x2019;s aide.</w:t></w:r></w:p>
            <w:p><w:r><w:drawing><w:p><w:r><w:t>A caption</w:t></w:r></w:p></w:drawing></w:r></w:p>
            <w:p><w:pPr><w:pStyle w:val="Caption"/></w:pPr><w:r><w:t>Modi in Delhi.</w:t></w:r></w:p>
            <w:tbl><w:tr><w:tc><w:p><w:r><w:t>A cell</w:t><w:br/><w:t>of two lines.</w:t></w:r></w:p></w:tc></w:tr></w:tbl>
            </w:body></w:document>"#;
        let read = text(xml).unwrap();
        assert_eq!(read.title.as_deref(), Some("Talks & trade"));
        assert_eq!(read.paragraphs, ["Macron met Merz\u{2019}s aide.", "A cell of two lines."]);
        assert!(text("<w:p><w:r></w:p>").is_err());
        assert_eq!(title("<c><dc:title> Talks </dc:title></c>").as_deref(), Some("Talks"));
    }
}
