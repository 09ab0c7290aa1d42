//! The items of an RSS, Atom or JSON feed as articles.

use chrono::{DateTime, Utc};
use feed_rs::model::Entry;
use feed_rs::parser::Builder;

use super::declared::declared;
use super::metadata::is_address;
use super::text::{fed_text, is_encoded, line};
use crate::error::{Error, ErrorKind, Result};
use crate::schema::Document;
use crate::source::article::{Article, Defaults};
use crate::source::date::date;
use crate::source::encoding::decode;

/// The items of the feed whose bytes these are; one without an id or a link is called `STEM-NUMBER`.
pub(in crate::source) fn feed(bytes: Vec<u8>, stem: &str, defaults: &Defaults) -> Vec<Result<Article>> {
    match items(bytes, stem, defaults) {
        Ok(items) => items,
        Err(error) => vec![Err(error)],
    }
}

fn items(bytes: Vec<u8>, stem: &str, defaults: &Defaults) -> Result<Vec<Result<Article>>> {
    let decoded = decode(bytes, declared)?;
    let parser = Builder::new()
        .sanitize_content(false)
        // What has no id is called by its place, and never by a number drawn at random.
        .id_generator(|_, _, _| String::new())
        .timestamp_parser(as_published)
        .build();
    let feed = parser
        .parse(without_declaration(&decoded.text).as_bytes())
        .map_err(|error| Error::new(ErrorKind::Format, format!("is no RSS, Atom or JSON feed: {error}")))?;
    if feed.entries.is_empty() {
        return Err(Error::new(ErrorKind::Format, "is a feed without items"));
    }
    let publisher = feed.title.map(|title| line(&title.content)).filter(|title| !title.is_empty());
    let mut note = decoded.note;
    let items = feed.entries.into_iter().enumerate().map(|(index, entry)| {
        let mut article = item(entry, publisher.clone(), &format!("{stem}-{}", index + 1), defaults)?;
        article.notes.extend(note.take());
        Ok(article)
    });
    Ok(items.collect())
}

fn item(entry: Entry, publisher: Option<String>, name: &str, defaults: &Defaults) -> Result<Article> {
    let url = entry.links.iter().map(|link| link.href.trim()).find(|url| is_address(url)).map(str::to_owned);
    let ids = [Some(entry.id.trim().to_owned()), url.clone(), Some(name.to_owned())];
    let id = ids.into_iter().flatten().find(|id| !id.is_empty()).unwrap_or_default();
    let numbered = id == name;
    // As the publisher's clock shows it, which is all that is left of it.
    let modified = entry.updated.map(|time| time.format("%Y-%m-%dT%H:%M:%S").to_string());
    let content = entry.content.and_then(|content| Some((content.body?, content.content_type)));
    let summary = entry.summary.map(|summary| (summary.content, summary.content_type));
    let mut text = String::new();
    for (body, media_type) in content.into_iter().chain(summary) {
        // What is said to be plain may be HTML all the same.
        let plain = media_type.subty() == "plain" && !is_encoded(&body);
        text = if plain { body.trim().to_owned() } else { fed_text(&body)? };
        if !text.is_empty() {
            break;
        }
    }
    if text.is_empty() {
        let message =
            format!("the item {id} has no text, perhaps a link alone; fetch its page and read that");
        return Err(Error::new(ErrorKind::Format, message));
    }
    let own = entry.published.or(entry.updated).map(|time| time.date_naive().to_string());
    let document = Document {
        id,
        date: date(own, &text, defaults.date.as_deref()),
        modified,
        numbered,
        title: entry.title.map(|title| line(&title.content)).filter(|title| !title.is_empty()),
        url,
        publisher,
        ..Document::default()
    };
    Ok(Article::new(document, text))
}

/// The time as the publisher's clock shows it: the day is the one that the article is of, and that "on Monday" in it is
/// counted from.
fn as_published(text: &str) -> Option<DateTime<Utc>> {
    let text = text.trim();
    let time = DateTime::parse_from_rfc3339(text).or_else(|_| DateTime::parse_from_rfc2822(text)).ok();
    let local = time.map(|time| time.naive_local());
    // Times of day and time zones are told in many ways; the day that is told with them is enough.
    let local = local.or_else(|| {
        crate::source::date::published(text)?.parse::<chrono::NaiveDate>().ok()?.and_hms_opt(0, 0, 0)
    });
    Some(local?.and_utc())
}

/// The text behind an XML declaration: it tells an encoding, and this is decoded already.
fn without_declaration(xml: &str) -> &str {
    let begin = xml.trim_start();
    match begin.strip_prefix("<?xml").and_then(|rest| rest.split_once("?>")) {
        Some((_, behind)) => behind,
        None => begin,
    }
}
