//! What requests take: names with kinds of values, read from queries and forms.

use std::collections::BTreeMap;

use demarche::schema::{ActStatus, RelationKind, Stance};
use demarche::source::iso_date;

use super::fail::Fail;

/// What a value may be.
#[derive(Debug, Clone, Copy)]
pub enum Kind {
    /// Any words, of which at most so many bytes are taken.
    Text,
    /// ISO 8601 at any granularity.
    Date,
    /// A number from 0 to 1.
    Share,
    /// How many at most: from 1 to 1000.
    Limit,
    /// How many to leave out: from 0 to 1,000,000.
    Offset,
    /// One of these words.
    Word(fn() -> Vec<&'static str>),
}

/// The longest text that is taken, in bytes.
pub const MOST_TEXT: usize = 1000;
/// How many are shown where nothing is said.
pub const FEW: usize = 50;
/// How many are shown at most.
pub const MOST: usize = 1000;
/// How many are left out at most.
pub const FARTHEST: usize = 1_000_000;

/// Something that a request may say.
#[derive(Debug, Clone, Copy)]
pub struct Param {
    /// Its name.
    pub name: &'static str,
    /// What may stand there.
    pub kind: Kind,
    /// The same for people.
    pub label: &'static str,
    /// What it does.
    pub about: &'static str,
}

/// The words of the relations.
pub fn relations() -> Vec<&'static str> {
    RelationKind::ALL.into_iter().map(RelationKind::as_str).collect()
}

/// The words of the statuses of acts.
pub fn statuses() -> Vec<&'static str> {
    ActStatus::ALL.into_iter().map(ActStatus::as_str).collect()
}

/// The words of the stances.
pub fn stances() -> Vec<&'static str> {
    Stance::ALL.into_iter().map(Stance::as_str).collect()
}

/// The words for the order of acts.
pub fn orders() -> Vec<&'static str> {
    vec!["newest", "oldest"]
}

/// What a request says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Params(BTreeMap<&'static str, String>);

impl Params {
    /// Reads `query`, in which only what stands in `known` may be said, once each.
    pub fn read(query: &str, known: &[Param]) -> Result<Self, Fail> {
        let mut said = BTreeMap::new();
        for (name, value) in pairs(query)? {
            let Some(param) = known.iter().find(|param| param.name == name) else {
                let names: Vec<&str> = known.iter().map(|param| param.name).collect();
                return Err(Fail::request(match names.is_empty() {
                    true => format!("nothing can be said here, and so not '{name}'"),
                    false => format!("there is no parameter '{name}' here; there are {}", names.join(", ")),
                }));
            };
            // Forms send what was left empty.
            if value.trim().is_empty() {
                continue;
            }
            check(param, &value)?;
            if said.insert(param.name, value).is_some() {
                return Err(Fail::request(format!("'{name}' is said twice")));
            }
        }
        Ok(Self(said))
    }

    /// The value of a parameter, where it is said.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    /// The value, to be kept.
    pub fn text(&self, name: &str) -> Option<String> {
        self.0.get(name).cloned()
    }

    /// The value, which must be there.
    pub fn required(&self, name: &str) -> Result<&str, Fail> {
        self.get(name).ok_or_else(|| Fail::request(format!("say '{name}'")))
    }

    /// The value as what it stands for.
    pub fn parsed<T: std::str::FromStr>(&self, name: &str) -> Option<T> {
        self.get(name).and_then(|value| value.parse().ok())
    }

    /// How many to leave out.
    pub fn offset(&self) -> usize {
        self.parsed("offset").unwrap_or(0)
    }

    /// How many to show.
    pub fn limit(&self) -> usize {
        self.parsed("limit").unwrap_or(FEW)
    }

    /// Whether anything narrows what is shown.
    pub fn is_narrow(&self) -> bool {
        self.0.keys().any(|name| !["limit", "offset", "order"].contains(name))
    }

    /// The query that says the same but for one value.
    pub fn with(&self, name: &'static str, value: &str) -> String {
        let mut other = self.0.clone();
        other.insert(name, value.to_owned());
        let pairs = other.iter().map(|(name, value)| format!("{name}={}", encoded(value)));
        pairs.collect::<Vec<_>>().join("&")
    }

    /// The query that says the same.
    pub fn query(&self) -> String {
        let pairs = self.0.iter().map(|(name, value)| format!("{name}={}", encoded(value)));
        pairs.collect::<Vec<_>>().join("&")
    }
}

fn check(param: &Param, value: &str) -> Result<(), Fail> {
    let whole = |least: usize, most: usize| {
        value.parse().is_ok_and(|number: usize| (least..=most).contains(&number) && !value.starts_with('+'))
    };
    let (fits, is) = match param.kind {
        Kind::Text => (value.len() <= MOST_TEXT, format!("a text of {MOST_TEXT} bytes at most")),
        Kind::Date => {
            (iso_date(value).as_deref() == Some(value), "a date as 2025-08-17, 2025-08 or 2025".to_owned())
        }
        Kind::Share => (
            value.parse().is_ok_and(|share: f64| (0.0..=1.0).contains(&share)),
            "a number from 0 to 1".to_owned(),
        ),
        Kind::Limit => (whole(1, MOST), format!("a whole number from 1 to {MOST}")),
        Kind::Offset => (whole(0, FARTHEST), format!("a whole number from 0 to {FARTHEST}")),
        Kind::Word(words) => (words().contains(&value), format!("one of {}", words().join(", "))),
    };
    if fits { Ok(()) } else { Err(Fail::request(format!("'{}' must be {is}", param.name))) }
}

/// The names and values of a query or form (application/x-www-form-urlencoded).
pub fn pairs(query: &str) -> Result<Vec<(String, String)>, Fail> {
    let mut pairs = Vec::new();
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        pairs.push((decoded(name, true)?, decoded(value, true)?));
    }
    Ok(pairs)
}

/// Text whose other characters stand as %XX, and spaces as + where `form` is set.
pub fn decoded(text: &str, form: bool) -> Result<String, Fail> {
    let wrong = || Fail::request("the address is not encoded as an address must be (UTF-8, %XX)");
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' if form => b' ',
            b'%' => {
                let mut digit =
                    || rest.next().and_then(|byte| char::from(byte).to_digit(16)).ok_or_else(wrong);
                (digit()? * 16 + digit()?) as u8
            }
            byte => byte,
        });
    }
    String::from_utf8(bytes).map_err(|_| wrong())
}

/// Text as a value in an address.
pub fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'-' | b'.' | b'_' | b'~' | b'/' | b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' => {
                out.push(char::from(byte))
            }
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const KNOWN: [Param; 3] = [
        Param { name: "q", kind: Kind::Text, label: "", about: "" },
        Param { name: "on", kind: Kind::Date, label: "", about: "" },
        Param { name: "limit", kind: Kind::Limit, label: "", about: "" },
    ];

    #[test]
    fn what_is_said_is_read_and_what_cannot_be_said_is_told() {
        let params = Params::read("q=Z%C3%BCrich+%2B&limit=7&on=", &KNOWN).unwrap();
        assert_eq!((params.get("q"), params.limit(), params.get("on")), (Some("Zürich +"), 7, None));
        assert_eq!(params.with("limit", "9"), "limit=9&q=Z%C3%BCrich%20%2B");
        for (query, why) in [
            ("p=1", "there is no parameter 'p' here; there are q, on, limit"),
            ("limit=0", "'limit' must be a whole number from 1 to 1000"),
            ("on=yesterday", "'on' must be a date as 2025-08-17, 2025-08 or 2025"),
            ("q=a&q=b", "'q' is said twice"),
            ("q=%zz", "the address is not encoded as an address must be (UTF-8, %XX)"),
            ("q=%ff", "the address is not encoded as an address must be (UTF-8, %XX)"),
        ] {
            assert_eq!(Params::read(query, &KNOWN).unwrap_err().why, why);
        }
    }
}
