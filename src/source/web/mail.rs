//! One article out of a mail message, or out of a page that a browser saved as MHTML.

use mail_parser::{MessageParser, PartType};

use super::metadata::is_address;
use super::page::page_of;
use super::text::plain_text;
use crate::error::{Error, ErrorKind, Result};
use crate::schema::Document;
use crate::source::article::{Article, Defaults, iso_date};
use crate::source::date::{date, date_in_name};

/// The header field by which browsers tell the address of a page that they saved.
const SAVED_FROM: &str = "Snapshot-Content-Location";

/// The article in the message whose bytes these are, called `stem`.
pub(in crate::source) fn mail(bytes: &[u8], stem: &str, defaults: &Defaults) -> Result<Article> {
    let none = || Error::new(ErrorKind::Format, "is no mail message with a text");
    let message = MessageParser::default().parse(bytes).ok_or_else(none)?;
    let html = message.html_bodies().find_map(|part| match &part.body {
        PartType::Html(html) => Some(html.as_ref()),
        _ => None,
    });
    if let (Some(address), Some(html)) = (message.header_raw(SAVED_FROM), html) {
        let mut article = page_of(html, stem, defaults)?;
        let address = address.trim();
        article.document.url =
            article.document.url.or_else(|| is_address(address).then(|| address.to_owned()));
        return Ok(article);
    }
    let plain = message.text_bodies().find_map(|part| match &part.body {
        PartType::Text(text) => Some(unwrapped(text)),
        _ => None,
    });
    let text = match (plain.filter(|text| !text.is_empty()), html) {
        (Some(text), _) => text,
        (None, Some(html)) => plain_text(html)?,
        (None, None) => String::new(),
    };
    if text.is_empty() {
        return Err(none());
    }
    // A mail may tell a day that no month has.
    let sent = message.date().map(|time| format!("{:04}-{:02}-{:02}", time.year, time.month, time.day));
    let sent = sent.as_deref().and_then(iso_date);
    let document = Document {
        id: stem.to_owned(),
        date: date(sent.or_else(|| date_in_name(stem)), &text, defaults.date.as_deref()),
        title: message
            .subject()
            .map(|subject| subject.trim().to_owned())
            .filter(|subject| !subject.is_empty()),
        ..Document::default()
    };
    Ok(Article::new(document, text))
}

/// The paragraphs of a message in plain text, whose lines are broken at some 72 characters, without what it quotes of
/// others and without the signature (RFC 3676).
fn unwrapped(text: &str) -> String {
    let mut paragraphs = vec![String::new()];
    let lines = text.lines().map(str::trim_end).take_while(|line| *line != "--");
    for line in lines.filter(|line| !line.starts_with('>')) {
        let line = line.trim();
        let last = paragraphs.last_mut().filter(|last| !last.is_empty());
        match (last, line.is_empty()) {
            (Some(_), true) => paragraphs.push(String::new()),
            (None, true) => {}
            (Some(last), false) => {
                last.push(' ');
                last.push_str(line);
            }
            (None, false) => line.clone_into(paragraphs.last_mut().expect("there is always one")),
        }
    }
    paragraphs.join("\n\n").trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_of_a_message_are_whole_again() {
        let text = "Trump met Putin\r\nin Alaska.\r\n\r\n\r\nThey\r\nspoke.\r\n> quoted\r\n-- \r\nSent from a telephone\r\n";
        assert_eq!(unwrapped(text), "Trump met Putin in Alaska.\n\nThey spoke.");
        assert_eq!(unwrapped("\n\n"), "");
    }
}
