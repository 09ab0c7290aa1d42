//! What a page tells of its article for machines: JSON-LD of schema.org, Open Graph, Dublin Core and HTML's own elements.

use dom_query::Document;
use serde_json::Value;

use super::text::line;
use crate::source::date::{changed, date_in_name, published};

/// Types of schema.org whose names end in these words are articles: `NewsArticle`, `BlogPosting`, `LiveBlogPosting`.
const ARTICLE_TYPES: [&str; 3] = ["Article", "Posting", "Report"];

const TITLES: [&str; 6] =
    ["og:title", "twitter:title", "dc.title", "dcterms.title", "parsely-title", "headline"];
const PUBLISHERS: [&str; 4] = ["og:site_name", "dc.publisher", "dcterms.publisher", "citation_publisher"];
const MODIFIED: [&str; 7] = [
    "article:modified_time",
    "og:updated_time",
    "datemodified",
    "last-modified",
    "dcterms.modified",
    "dc.date.modified",
    "lastmod",
];
const DATES: [&str; 17] = [
    "article:published_time",
    "og:article:published_time",
    "og:published_time",
    "datepublished",
    "article.published",
    "published_time",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.created",
    "dc.date",
    "dcterms.date",
    "parsely-pub-date",
    "sailthru.date",
    "citation_publication_date",
    "pubdate",
    "publishdate",
    "date",
];

/// What is known of the article on a page.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Metadata {
    pub title: Option<String>,
    /// ISO 8601.
    pub date: Option<String>,
    /// When the text was last changed: ISO 8601, a day or a time.
    pub modified: Option<String>,
    /// The address that the page itself gives as the one to cite.
    pub url: Option<String>,
    pub publisher: Option<String>,
}

impl Metadata {
    /// Reads the metadata of the page `document`.
    pub fn of(document: &Document) -> Self {
        let entry = article_entry(document);
        let linked = |name: &str| entry.as_ref().and_then(|entry| text_of(entry.get(name)?));
        let meta = meta(document);
        let tagged = |names: &[&str]| {
            names
                .iter()
                .find_map(|name| meta.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone()))
        };
        let url = attribute(document, "link[rel=canonical]", "href")
            .filter(|url| is_address(url))
            .or_else(|| tagged(&["og:url"]).filter(|url| is_address(url)))
            .or_else(|| linked("url").filter(|url| is_address(url)))
            .or_else(|| linked("mainEntityOfPage").filter(|url| is_address(url)));
        let date = linked("datePublished")
            .as_deref()
            .and_then(published)
            .or_else(|| DATES.iter().find_map(|name| tagged(&[name]).as_deref().and_then(published)))
            .or_else(|| time_element(document))
            .or_else(|| date_in_name(&url.as_deref()?.replace('/', "-")));
        let modified = linked("dateModified")
            .or_else(|| tagged(&MODIFIED))
            .or_else(|| attribute(document, "time[itemprop=dateModified]", "datetime"));
        let title = linked("headline")
            .or_else(|| tagged(&TITLES))
            .or_else(|| content(document, "h1"))
            .or_else(|| content(document, "title"));
        let clean = |text: Option<String>| text.map(|text| line(&text)).filter(|text| !text.is_empty());
        let publisher = linked("publisher").filter(|name| !is_address(name)).or_else(|| tagged(&PUBLISHERS));
        let modified = modified.as_deref().and_then(changed);
        Self { title: clean(title), date, modified, url, publisher: clean(publisher) }
    }
}

/// Only what is fetched over HTTP is an address to cite; a file or a script is none.
pub(super) fn is_address(url: &str) -> bool {
    let scheme = |name: &str| url.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name));
    (scheme("https://") || scheme("http://")) && !url.contains(|c: char| c.is_whitespace() || c.is_control())
}

/// The JSON-LD entry of the article: the first whose type says so.
fn article_entry(document: &Document) -> Option<Value> {
    let scripts = document.select("script[type=\"application/ld+json\"]");
    scripts.nodes().iter().find_map(|script| {
        let text = script.text();
        let value: Value = serde_json::from_str(text.trim()).ok()?;
        find_article(value)
    })
}

fn find_article(value: Value) -> Option<Value> {
    match value {
        Value::Array(values) => values.into_iter().find_map(find_article),
        Value::Object(mut entry) => {
            let is_article = |name: &Value| {
                name.as_str().is_some_and(|name| ARTICLE_TYPES.iter().any(|ending| name.ends_with(ending)))
            };
            let found = match entry.get("@type") {
                Some(Value::Array(names)) => names.iter().any(is_article),
                Some(name) => is_article(name),
                None => false,
            };
            if found { Some(Value::Object(entry)) } else { find_article(entry.remove("@graph")?) }
        }
        _ => None,
    }
}

/// A text, or the name or id of what stands in its place.
fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
        Value::Array(values) => values.iter().find_map(text_of),
        Value::Object(entry) => ["name", "@id", "url"].iter().find_map(|key| text_of(entry.get(*key)?)),
        _ => None,
    }
}

/// Names of meta elements in small letters, with their content, in the order of the page.
fn meta(document: &Document) -> Vec<(String, String)> {
    let elements = document.select("meta[content]");
    let mut pairs = Vec::new();
    for element in elements.nodes() {
        let content = element.attr("content").unwrap_or_default().trim().to_owned();
        if content.is_empty() {
            continue;
        }
        for name in ["property", "name", "itemprop"] {
            if let Some(name) = element.attr(name) {
                pairs.push((name.trim().to_ascii_lowercase(), content.clone()));
            }
        }
    }
    pairs
}

fn time_element(document: &Document) -> Option<String> {
    let marked =
        ["time[itemprop=datePublished]", "time[pubdate]", "article time[datetime]", "main time[datetime]"];
    marked.iter().find_map(|selector| published(&attribute(document, selector, "datetime")?))
}

fn attribute(document: &Document, selector: &str, name: &str) -> Option<String> {
    let found = document.select_single(selector);
    found.attr(name).map(|value| value.trim().to_owned()).filter(|value| !value.is_empty())
}

fn content(document: &Document, selector: &str) -> Option<String> {
    let found = document.select_single(selector);
    let text = found.text();
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    // The text of an element is plain already; `line` must not take it for HTML.
    Some(text.replace('&', "&amp;").replace('<', "&lt;")).filter(|text| !text.is_empty())
}
