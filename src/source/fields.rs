//! The fields of an article that is a JSON object, under the names that the user's collection has for them.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, Visitor};
use serde_json::Value;
use serde_json::value::RawValue;

use crate::error::{Error, ErrorKind, Result};

/// The most that is kept of an article's other fields, in bytes of JSON; what does not fit is left out.
const MAX_OTHER_BYTES: usize = 16 * 1024;

/// Names of the fields that are read; others are kept as they stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fields {
    /// Field that tells one article from all others: `id`.
    pub id: String,
    /// Field of the text: `text`.
    pub text: String,
    /// Field of the headline: `title`.
    pub title: String,
    /// Field of the date of publication, ISO 8601: `date`.
    pub date: String,
    /// Field of the time of the last change, for the latest text of an article to hold: `modified`.
    pub modified: String,
    /// Field of the address: `url`.
    pub url: String,
    /// Field of who published it: `publisher`.
    pub publisher: String,
}

impl Default for Fields {
    fn default() -> Self {
        let names = ["id", "text", "title", "date", "modified", "url", "publisher"];
        let [id, text, title, date, modified, url, publisher] = names.map(str::to_owned);
        Self { id, text, title, date, modified, url, publisher }
    }
}

impl Fields {
    /// Takes a name out of `FIELD=NAME`: `text=body` reads the text from the field `body`.
    ///
    /// # Errors
    /// When that is no such pair, or `FIELD` is none of the fields.
    pub fn set(&mut self, pair: &str) -> Result<()> {
        let bad = |message: String| Err(Error::new(ErrorKind::Query, message));
        let Some((field, name)) = pair.split_once('=').filter(|(_, name)| !name.is_empty()) else {
            return bad(format!("'{pair}' is no FIELD=NAME, as in text=body"));
        };
        let place = match field {
            "id" => &mut self.id,
            "text" => &mut self.text,
            "title" => &mut self.title,
            "date" => &mut self.date,
            "modified" => &mut self.modified,
            "url" => &mut self.url,
            "publisher" => &mut self.publisher,
            _ => {
                return bad(format!(
                    "an article has no field '{field}'; it has id, text, title, date, modified, url, publisher"
                ));
            }
        };
        name.clone_into(place);
        Ok(())
    }

    /// The values that the JSON object `json` has for these fields.
    pub(super) fn read(&self, json: &str) -> serde_json::Result<Values> {
        let mut deserializer = serde_json::Deserializer::from_str(json);
        let values = Reader(self).deserialize(&mut deserializer)?;
        deserializer.end()?;
        Ok(values)
    }
}

/// What an object holds; of fields that stand twice, the last.
#[derive(Debug, Default)]
pub(super) struct Values {
    pub id: Option<String>,
    pub text: Option<String>,
    pub title: Option<String>,
    pub date: Option<String>,
    pub modified: Option<String>,
    pub url: Option<String>,
    pub publisher: Option<String>,
    /// All others, by their names.
    pub others: BTreeMap<String, Value>,
}

/// Reads an object by the names of its fields.
#[derive(Clone, Copy)]
struct Reader<'f>(&'f Fields);

impl<'de> DeserializeSeed<'de> for Reader<'_> {
    type Value = Values;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> std::result::Result<Values, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Reader<'_> {
    type Value = Values;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> std::result::Result<Values, A::Error> {
        let mut values = Values::default();
        let mut room = MAX_OTHER_BYTES;
        while let Some(key) = map.next_key::<String>()? {
            // One field may be told to stand for two: a title that is the id as well.
            let Values { id, text, title, date, modified, url, publisher, others } = &mut values;
            let mut places = [
                (&self.0.id, id),
                (&self.0.text, text),
                (&self.0.title, title),
                (&self.0.date, date),
                (&self.0.modified, modified),
                (&self.0.url, url),
                (&self.0.publisher, publisher),
            ];
            let wanted = places.iter().any(|(name, _)| **name == key);
            if !wanted {
                let value = map.next_value::<&RawValue>()?.get();
                if value != "null" && key.len() + value.len() <= room {
                    room -= key.len() + value.len();
                    // What nests too deep, or is a number out of all bounds, is kept as its text.
                    others.insert(key, serde_json::from_str(value).unwrap_or_else(|_| value.into()));
                }
                continue;
            }
            let value = map.next_value_seed(Scalar)?;
            for (_, place) in places.iter_mut().filter(|(name, _)| **name == key) {
                place.clone_from(&value);
            }
        }
        Ok(values)
    }
}

/// A text or a number, as many collections number their articles; `null` is as if it were not there.
struct Scalar;

impl<'de> DeserializeSeed<'de> for Scalar {
    type Value = Option<String>;

    fn deserialize<D: Deserializer<'de>>(
        self,
        deserializer: D,
    ) -> std::result::Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl Visitor<'_> for Scalar {
    type Value = Option<String>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text or a number")
    }

    fn visit_unit<E>(self) -> std::result::Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_str<E>(self, value: &str) -> std::result::Result<Self::Value, E> {
        Ok(Some(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> std::result::Result<Self::Value, E> {
        Ok(Some(value))
    }

    fn visit_u64<E>(self, value: u64) -> std::result::Result<Self::Value, E> {
        Ok(Some(value.to_string()))
    }

    fn visit_i64<E>(self, value: i64) -> std::result::Result<Self::Value, E> {
        Ok(Some(value.to_string()))
    }

    fn visit_f64<E>(self, value: f64) -> std::result::Result<Self::Value, E> {
        Ok(Some(value.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_set_and_the_others_stay() {
        let mut fields = Fields::default();
        fields.set("text=body").unwrap();
        fields.set("id=headline").unwrap();
        fields.set("title=headline").unwrap();
        let values =
            fields.read(r#"{"body":"A.","headline":"H","date":2025,"text":["x"],"url":null}"#).unwrap();
        let Values { id, text, title, date, url, .. } = values;
        assert_eq!([id, text, title, date].map(Option::unwrap), ["H", "A.", "H", "2025"]);
        assert_eq!(url, None);
    }

    #[test]
    fn what_names_no_field_is_refused() {
        let message = |pair: &str| Fields::default().set(pair).unwrap_err().to_string();
        assert!(message("text").contains("no FIELD=NAME"));
        assert!(message("text=").contains("no FIELD=NAME"));
        assert!(message("body=text").contains("no field 'body'"));
    }

    #[test]
    fn other_fields_are_kept_as_long_as_there_is_room() {
        let nested = format!("{}{}", "[".repeat(1_000), "]".repeat(1_000));
        let long = "x".repeat(MAX_OTHER_BYTES);
        let json =
            format!("{{\"deep\":{nested},\"long\":\"{long}\",\"size\":1e999,\"n\":12,\"text\":\"A.\"}}");
        let others = Fields::default().read(&json).unwrap().others;
        let kept: Vec<_> = others.iter().map(|(name, value)| format!("{name} {value}")).collect();
        assert_eq!(kept, [format!("deep \"{nested}\""), "n 12".to_owned(), "size \"1e999\"".to_owned()]);
    }

    #[test]
    fn json_that_nests_deep_does_no_harm() {
        let nested = format!("{}{}", "[".repeat(1_000_000), "]".repeat(1_000_000));
        let read = |field: &str| Fields::default().read(&format!("{{\"{field}\":{nested},\"id\":1}}"));
        assert_eq!(read("other").unwrap().id.as_deref(), Some("1"));
        assert!(read("other").unwrap().others.is_empty(), "more than is kept");
        assert!(read("text").unwrap_err().to_string().contains("expected a text or a number"));
    }
}
