//! The fields of an article that is a JSON object, under the names that the user's collection has for them.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};

use crate::error::{Error, ErrorKind, Result};

/// Names of the fields that are read; others may stand beside them.
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
    /// Field of the address: `url`.
    pub url: String,
}

impl Default for Fields {
    fn default() -> Self {
        let [id, text, title, date, url] = ["id", "text", "title", "date", "url"].map(str::to_owned);
        Self { id, text, title, date, url }
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
            "url" => &mut self.url,
            _ => {
                return bad(format!("an article has no field '{field}'; it has id, text, title, date, url"));
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
    pub url: Option<String>,
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
        while let Some(key) = map.next_key::<String>()? {
            // One field may be told to stand for two: a title that is the id as well.
            let Values { id, text, title, date, url } = &mut values;
            let mut places = [
                (&self.0.id, id),
                (&self.0.text, text),
                (&self.0.title, title),
                (&self.0.date, date),
                (&self.0.url, url),
            ];
            let wanted = places.iter().any(|(name, _)| **name == key);
            if !wanted {
                map.next_value::<IgnoredAny>()?;
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
    fn json_that_nests_deep_does_no_harm() {
        let nested = format!("{}{}", "[".repeat(1_000_000), "]".repeat(1_000_000));
        let read = |field: &str| Fields::default().read(&format!("{{\"{field}\":{nested},\"id\":1}}"));
        assert_eq!(read("other").unwrap().id.as_deref(), Some("1"));
        assert!(read("text").unwrap_err().to_string().contains("expected a text or a number"));
    }
}
