//! One article in Markdown, with what its front matter tells.

use pulldown_cmark::{Event, HeadingLevel, MetadataBlockKind, Options, Parser, Tag, TagEnd, html};

use super::metadata::is_address;
use super::text::{line, plain_text};
use crate::error::{Error, ErrorKind, Result};
use crate::schema::Document;
use crate::source::article::{Article, Defaults};
use crate::source::date::{changed, date, date_in_name, published};
use crate::source::encoding::{decode, undeclared};

/// Keys of front matter, as site generators and web clippers have them; of several, the first that tells something.
const TITLES: [&str; 2] = ["title", "headline"];
const MODIFIED: [&str; 4] = ["modified", "updated", "lastmod", "last_modified"];
const DATES: [&str; 4] = ["date", "published", "pubdate", "publishdate"];
const ADDRESSES: [&str; 5] = ["canonical", "canonical_url", "url", "source", "link"];
const PUBLISHERS: [&str; 3] = ["publisher", "publication", "site"];

/// The article whose bytes these are, called `stem`.
pub(in crate::source) fn markdown(bytes: Vec<u8>, stem: &str, defaults: &Defaults) -> Result<Article> {
    let decoded = decode(bytes, undeclared)?;
    let mut read = Reading::default();
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS
        | Options::ENABLE_PLUSES_DELIMITED_METADATA_BLOCKS;
    let mut page = String::new();
    html::push_html(&mut page, Parser::new_ext(&decoded.text, options).filter(|event| read.keeps(event)));
    let text = plain_text(&page)?;
    if text.is_empty() {
        return Err(Error::new(ErrorKind::Format, "is empty; an article has text"));
    }
    let known = |keys: &[&str], fits: fn(&str) -> bool| {
        let values = keys.iter().flat_map(|key| read.front.iter().filter(move |(known, _)| known == key));
        values.map(|(_, value)| line(value)).find(|value| !value.is_empty() && fits(value))
    };
    let own = known(&DATES, |date| published(date).is_some()).as_deref().and_then(published);
    let document = Document {
        id: stem.to_owned(),
        date: date(own.or_else(|| date_in_name(stem)), &text, defaults.date.as_deref()),
        modified: known(&MODIFIED, |time| changed(time).is_some()).as_deref().and_then(changed),
        title: known(&TITLES, |_| true).or(Some(line(&read.title)).filter(|title| !title.is_empty())),
        url: known(&ADDRESSES, is_address),
        publisher: known(&PUBLISHERS, |name| !is_address(name)),
        ..Document::default()
    };
    let mut article = Article::new(document, text);
    article.notes.extend(decoded.note);
    Ok(article)
}

/// What is seen of a text on the way to HTML.
#[derive(Default)]
struct Reading {
    /// Keys in small letters and values.
    front: Vec<(String, String)>,
    /// The first heading of the first level.
    title: String,
    inside: Option<Inside>,
}

#[derive(Clone, Copy, PartialEq)]
enum Inside {
    Front(MetadataBlockKind),
    Title,
    Code,
    Picture,
}

impl Reading {
    /// Whether the event is one of the article's text. Code and what stands for pictures are not.
    fn keeps(&mut self, event: &Event<'_>) -> bool {
        match event {
            Event::Start(Tag::MetadataBlock(kind)) => self.inside = Some(Inside::Front(*kind)),
            Event::Start(Tag::Heading { level: HeadingLevel::H1, .. }) if self.title.is_empty() => {
                self.inside = Some(Inside::Title);
            }
            Event::Start(Tag::CodeBlock(_)) => self.inside = Some(Inside::Code),
            Event::Start(Tag::Image { .. }) if self.inside.is_none() => self.inside = Some(Inside::Picture),
            Event::Text(text) => match self.inside {
                Some(Inside::Front(MetadataBlockKind::YamlStyle)) => self.front.extend(yaml(text)),
                Some(Inside::Front(MetadataBlockKind::PlusesStyle)) => self.front.extend(toml(text)),
                Some(Inside::Title) => self.title.push_str(text),
                _ => {}
            },
            _ => {}
        }
        let kept = matches!(self.inside, None | Some(Inside::Title));
        match event {
            Event::End(TagEnd::MetadataBlock(_) | TagEnd::CodeBlock) => self.inside = None,
            Event::End(TagEnd::Heading(_)) if self.inside == Some(Inside::Title) => self.inside = None,
            Event::End(TagEnd::Image) if self.inside == Some(Inside::Picture) => self.inside = None,
            _ => {}
        }
        kept
    }
}

/// The keys of YAML that have a plain or quoted value on their line. What else YAML can say, no front matter says of a
/// title or date.
fn yaml(text: &str) -> Vec<(String, String)> {
    let pair = |line: &str| {
        let (key, value) = line.split_once(':').filter(|_| !line.starts_with([' ', '\t', '-', '#']))?;
        let value = value.trim();
        let quoted = ['"', '\''].iter().find_map(|quote| value.strip_prefix(*quote)?.strip_suffix(*quote));
        Some((key.trim().to_lowercase(), quoted.unwrap_or(value).to_owned()))
    };
    text.lines().filter_map(pair).collect()
}

fn toml(text: &str) -> Vec<(String, String)> {
    let table: toml::Table = text.parse().unwrap_or_default();
    let told = |value: toml::Value| match value {
        toml::Value::String(text) => Some(text),
        toml::Value::Datetime(time) => Some(time.to_string()),
        _ => None,
    };
    table.into_iter().filter_map(|(key, value)| Some((key.to_lowercase(), told(value)?))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Article {
        markdown(text.as_bytes().to_vec(), "talks", &Defaults::default()).unwrap()
    }

    #[test]
    fn front_matter_of_both_kinds_is_told_and_no_part_of_the_text() {
        let yaml = "---\ntitle: \"Talks: a start\"\ndate: 2025-08-18T10:00:00Z\ntags:\n  - x\nsource: \
                    https://lake-courier.example/a\nsite: The Lake Courier\n---\n\nMacron **met** Merz.\n";
        let toml = "+++\ntitle = 'Talks: a start'\ndate = 2025-08-18T10:00:00Z\nurl = \
                    'https://lake-courier.example/a'\npublisher = 'The Lake Courier'\n+++\nMacron *met* Merz.\n";
        for text in [yaml, toml] {
            let article = read(text);
            let Document { title, date, url, publisher, .. } = article.document;
            let told = [title, date, url, publisher].map(Option::unwrap_or_default);
            assert_eq!(
                told,
                ["Talks: a start", "2025-08-18", "https://lake-courier.example/a", "The Lake Courier"]
            );
            assert_eq!(article.text, "Macron met Merz.");
        }
    }

    #[test]
    fn the_text_is_the_sentences_without_headings_pictures_code_and_marks() {
        let article = read(
            "# Macron meets Merz\n\nThe [president](https://a.example) met\nMerz &amp; his aides.\n\n![Two men](a.jpg)\n\n\
             ## Rome\n\n> \"We agreed,\" Merz said.\n\n```\ncode()\n```\n\n- Meloni rejected it.\n<script>x</script>\n",
        );
        assert_eq!(article.document.title.as_deref(), Some("Macron meets Merz"));
        let lines: Vec<&str> = article.text.lines().filter(|line| !line.is_empty()).collect();
        assert_eq!(
            lines,
            ["The president met Merz & his aides.", "\"We agreed,\" Merz said.", "Meloni rejected it."]
        );
    }

    #[test]
    fn what_has_no_sentence_is_an_error() {
        assert!(markdown(b"---\ntitle: A\n---\n\n# A\n".to_vec(), "a", &Defaults::default()).is_err());
    }
}
