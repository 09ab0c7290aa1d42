//! An article that is a JSON object: on a line of its own, or among others in an array.

use super::article::{Article, Defaults, MAX_TEXT_BYTES};
use super::bytes::{json_message, too_large};
use super::date::{Told, changed, date, told};
use crate::error::{Error, ErrorKind, Result};
use crate::schema::Document;

/// Reads one object; an article without an id is called `STEM-NUMBER`.
pub(super) fn article(json: &str, stem: &str, number: usize, defaults: &Defaults) -> Result<Article> {
    let bad = |message: String| Error::new(ErrorKind::Format, message);
    let names = &defaults.fields;
    let values = names.read(json).map_err(|error| bad(format!("is no article: {}", json_message(&error))))?;
    let Some(text) = values.text else {
        return Err(bad(format!(
            "has no field `{0}`; an article is an object like {{\"{1}\": …, \"{0}\": …}}, and --field text=NAME reads the \
             text from another field",
            names.text, names.id
        )));
    };
    if text.trim().is_empty() {
        return Err(bad(format!("the field `{}` is empty", names.text)));
    }
    if text.len() > MAX_TEXT_BYTES {
        return Err(too_large("article"));
    }
    let some = |field: Option<String>| field.filter(|value| !value.trim().is_empty());
    let id = some(values.id);
    let numbered = id.is_none();
    let id = id.unwrap_or_else(|| format!("{stem}-{number}"));
    let given = some(values.date);
    let (own, note) = match given.as_deref().map(|given| (given, told(given))) {
        None => (None, None),
        Some((_, Some(Told::Day(day)))) => (Some(day), None),
        Some((given, Some(Told::Unclear([one, other])))) => {
            let note = format!(
                "the date \"{given}\" of article {id} may be {one} or {other}, and stays unknown; write it in one of \
                 these ways in the article's line"
            );
            (None, Some(note))
        }
        Some((given, None)) => {
            let note = format!(
                "the date \"{given}\" of article {id} is no date as 2025-08-17, 2025-08 or 2025, and stays unknown; \
                 correct it in the article's line"
            );
            (None, Some(note))
        }
    };
    let document = Document {
        id,
        date: match &note {
            Some(_) => None,
            None => date(own, &text, defaults.date.as_deref()),
        },
        modified: some(values.modified).as_deref().and_then(changed),
        numbered,
        title: some(values.title),
        url: some(values.url),
        publisher: some(values.publisher),
        fields: values.others,
        ..Document::default()
    };
    let mut article = Article::new(document, text);
    article.notes.extend(note);
    Ok(article)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Result<Article> {
        article(line, "news", 7, &Defaults { date: Some("2025".to_owned()), ..Defaults::default() })
    }

    #[test]
    fn all_fields_are_read_and_others_are_kept() {
        let line = r#"{"id":"a","title":"T","text":"Trump met Putin.","date":"2025-08-15T20:00:00Z","url":"u",
            "publisher":"P","x":[1,null],"y":null,"z":"\u00e9"}"#;
        let article = read(line).unwrap();
        let Document { id, date, title, url, publisher, fields, .. } = article.document;
        let known = [Some(id), date, title, url, publisher].map(Option::unwrap);
        assert_eq!(known, ["a", "2025-08-15", "T", "u", "P"]);
        assert_eq!(serde_json::to_string(&fields).unwrap(), r#"{"x":[1,null],"z":"é"}"#);
        assert_eq!(article.text, "Trump met Putin.");
    }

    #[test]
    fn what_a_line_does_not_say_is_made_up_for_by_its_place_and_the_defaults() {
        let article = read(r#"{"text":"Trump met Putin."}"#).unwrap();
        assert_eq!(article.document.id, "news-7");
        assert_eq!(article.document.date.as_deref(), Some("2025"));
        assert_eq!(read(r#"{"id":12,"text":"A."}"#).unwrap().document.id, "12");
    }

    #[test]
    fn a_date_that_is_none_is_left_unknown_and_told() {
        let article = read(r#"{"id":"a","text":"A.","date":"last Sunday"}"#).unwrap();
        assert_eq!(article.document.date, None);
        assert_eq!(article.notes.len(), 1);
    }

    #[test]
    fn a_date_that_may_be_either_of_two_is_left_unknown_and_both_are_told() {
        let article = read(r#"{"id":"a","text":"A.","date":"03/04/2025"}"#).unwrap();
        assert_eq!(article.document.date, None);
        assert!(
            article.notes[0].contains("article a may be 2025-04-03 or 2025-03-04"),
            "{:?}",
            article.notes
        );
        let read = |json| read(json).unwrap().document;
        assert_eq!(read(r#"{"text":"A.","date":1741942800000}"#).date.as_deref(), Some("2025-03-14"));
        let document = read(r#"{"id":"a","text":"A.","modified":"2025-03-14T09:00:00Z"}"#);
        assert_eq!(document.modified.as_deref(), Some("2025-03-14T09:00:00Z"));
    }

    #[test]
    fn a_line_that_is_no_article_says_why() {
        let message = |line| read(line).unwrap_err().to_string();
        assert!(message("{\"text\": ").contains("is no article: EOF"));
        assert!(message("[1]").contains("is no article"));
        assert!(message(r#"{"body":"A."}"#).contains("no field `text`"));
        assert!(message(r#"{"text":" "}"#).contains("`text` is empty"));
        assert!(message(r#"{"text":["A."]}"#).contains("is no article: invalid type"));
    }
}
