//! What a file tells of its text: title and dates, where they are of use.

use std::collections::BTreeSet;

use lopdf::{Dictionary, Document, decode_text_string};

use super::objects::{dictionary, get};
use crate::source::article::iso_date;
use crate::source::date::changed;

/// The longest title, in characters.
const LONGEST: usize = 300;

/// Shorter words, in characters, stand in any text.
const SHORTEST_WORD: usize = 4;

/// What stands in the dictionary of document information (ISO 32000-1, 14.3.3).
#[derive(Debug, Default)]
pub(super) struct Info {
    pub title: Option<String>,
    /// The day on which the file was made, ISO 8601.
    pub made: Option<String>,
    /// When it was last changed.
    pub changed: Option<String>,
}

impl Info {
    pub fn of(file: &Document) -> Self {
        let Some(info) = dictionary(file, &file.trailer, b"Info") else { return Self::default() };
        let made = string(file, info, b"CreationDate").and_then(|value| iso_date(&iso(&value)?));
        Self {
            title: string(file, info, b"Title").map(|title| title.trim().to_owned()),
            // Clocks that stand at their beginning tell nothing.
            made: made.filter(|day| *day.as_str() > *"1990"),
            changed: string(file, info, b"ModDate").and_then(|value| changed(&iso(&value)?)),
        }
    }

    /// The title, unless it is the name of a file, or that of another text: most of its words must be in this one.
    pub fn title_of(&self, texts: &[&str]) -> Option<String> {
        let title = self.title.as_ref().filter(|title| title.chars().count() <= LONGEST)?;
        let own = words(title);
        let known: BTreeSet<String> = texts.iter().flat_map(|text| words(text)).collect();
        let found = own.iter().filter(|word| known.contains(*word)).count();
        let is_file = title.rsplit_once('.').is_some_and(|(_, end)| {
            (2..=5).contains(&end.len()) && end.chars().all(|c| c.is_ascii_alphanumeric())
        });
        let several = title.split_whitespace().count() > 1;
        (several && found > 0 && 2 * found >= own.len() && !is_file).then(|| title.clone())
    }
}

fn words(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_alphanumeric());
    words.filter(|word| word.chars().count() >= SHORTEST_WORD).map(str::to_lowercase).collect()
}

fn string(file: &Document, info: &Dictionary, key: &[u8]) -> Option<String> {
    decode_text_string(get(file, info, key)?).ok()
}

/// `D:20250904101500+02'00'` as ISO 8601: `2025-09-04T10:15:00+02:00`, or as much of it as there is.
fn iso(value: &str) -> Option<String> {
    let value = value.trim().trim_start_matches("D:");
    let digits = value.bytes().take_while(u8::is_ascii_digit).count();
    let (time, zone) = value.split_at(digits);
    let part = |from: usize| time.get(from..from + 2);
    let mut out = time.get(..4)?.to_owned();
    for at in [4, 6] {
        if let Some(two) = part(at) {
            out.extend(["-", two]);
        }
    }
    if let (Some(hour), Some(minute)) = (part(8), part(10)) {
        out.extend(["T", hour, ":", minute, ":", part(12).unwrap_or("00")]);
        let zone = zone.replace('\'', "");
        match (zone.get(..1), zone.get(1..3)) {
            (Some("Z"), _) => out.push('Z'),
            (Some(sign @ ("+" | "-")), Some(hours)) => {
                out.extend([sign, hours, ":", zone.get(3..5).unwrap_or("00")]);
            }
            _ => {}
        }
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_as_far_as_they_go() {
        assert_eq!(iso("D:20250904101500+02'00'").as_deref(), Some("2025-09-04T10:15:00+02:00"));
        assert_eq!(iso("D:20250904101500Z").as_deref(), Some("2025-09-04T10:15:00Z"));
        assert_eq!(iso("20250904").as_deref(), Some("2025-09-04"));
        assert_eq!(iso("D:2025").as_deref(), Some("2025"));
        assert_eq!([iso(""), iso("D:now"), iso("D:é")], [None, None, None]);
    }

    #[test]
    fn a_title_is_taken_where_it_is_one_of_this_text() {
        let of = |title: &str, text: &str| {
            Info { title: Some(title.to_owned()), ..Info::default() }.title_of(&[text]).is_some()
        };
        assert!(of("Talks in Riga", "RIGA — The talks ended in the night."));
        assert!(!of("Talks in Riga", "A recipe for soup."));
        assert!(!of("riga talks.docx", "The talks in Riga, docx.") && !of("Talks", "The talks ended."));
    }
}
