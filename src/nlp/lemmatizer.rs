//! The lemmatizer: from a word, its part of speech and its morphology to its lemma, by suffix rules, exceptions and an
//! index of known words (all from WordNet 3.0, as spaCy's tables have them).

use std::cmp::Ordering;

use super::pack::{Blob, PackReader, model_error};
use super::strings::is_alphabetic;
use crate::error::Result;
use crate::text::Upos;

/// Number of a set of morphological features; see [`super::ruler::Ruler::morph`].
pub type MorphId = u16;

/// What the lemmatizer wants to know of a token's morphology.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Morph {
    singular: bool,
    infinitive: bool,
    positive: bool,
    present: bool,
}

impl Morph {
    /// Reads features written as in CoNLL-U ("Number=Sing|Person=3").
    pub fn parse(features: &str) -> Self {
        let value = |name: &str| {
            features
                .split('|')
                .filter_map(|f| f.split_once('='))
                .find(|(n, _)| *n == name)
                .map(|(_, value)| value)
        };
        Self {
            singular: value("Number") == Some("Sing"),
            infinitive: matches!(value("VerbForm"), Some("Inf" | "None")),
            positive: value("Degree") == Some("Pos"),
            present: value("VerbForm") == Some("Fin")
                && value("Tense") == Some("Pres")
                && value("Number").is_none(),
        }
    }

    /// Whether a word of this kind is its own lemma.
    fn is_base_form(self, upos: Upos) -> bool {
        self.infinitive
            || self.positive
            || (upos == Upos::Noun && self.singular)
            || (upos == Upos::Verb && self.present)
    }
}

/// A sorted list of strings that is read in the pack.
#[derive(Debug)]
struct SortedStrings {
    text: Blob,
    ends: Vec<u32>,
}

impl SortedStrings {
    fn read(reader: &mut PackReader) -> Result<Self> {
        let text = reader.blob()?;
        let lengths = reader.blob()?;
        let mut end = 0;
        let ends: Vec<u32> = lengths
            .bytes()
            .iter()
            .map(|&length| {
                end += u32::from(length);
                end
            })
            .collect();
        if end as usize != text.bytes().len() {
            return Err(model_error("a word list of the model pack is damaged"));
        }
        Ok(Self { text, ends })
    }

    fn get(&self, i: usize) -> &[u8] {
        let start = if i == 0 { 0 } else { self.ends[i - 1] };
        &self.text.bytes()[start as usize..self.ends[i] as usize]
    }

    /// The place of the first string for which `order` is not [`Ordering::Less`].
    fn lower_bound(&self, order: impl Fn(&[u8]) -> Ordering) -> usize {
        let (mut low, mut high) = (0, self.ends.len());
        while low < high {
            let middle = (low + high) / 2;
            if order(self.get(middle)) == Ordering::Less {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }

    fn contains(&self, word: &str) -> bool {
        let place = self.lower_bound(|w| w.cmp(word.as_bytes()));
        place < self.ends.len() && self.get(place) == word.as_bytes()
    }

    /// What stands behind the tab of each string that begins with `key` and a tab.
    fn values<'a>(&'a self, key: &'a str) -> impl Iterator<Item = &'a str> {
        let first = self.lower_bound(|entry| key_of(entry).cmp(key.as_bytes()));
        (first..self.ends.len())
            .map(|i| self.get(i))
            .take_while(move |entry| key_of(entry) == key.as_bytes())
            .filter_map(move |entry| std::str::from_utf8(entry.get(key.len() + 1..)?).ok())
    }
}

/// What stands before the tab of an entry.
fn key_of(entry: &[u8]) -> &[u8] {
    entry.split(|&b| b == b'\t').next().unwrap_or(entry)
}

/// Tables of one part of speech.
#[derive(Debug)]
struct Tables {
    upos: Upos,
    /// Suffixes and what takes their place, in order.
    rules: Vec<(String, String)>,
    /// Word, tab, a digit for the order, lemma.
    exceptions: SortedStrings,
    index: SortedStrings,
}

/// The lemmatizer's tables.
#[derive(Debug)]
pub struct Lemmatizer {
    tables: Vec<Tables>,
}

impl Lemmatizer {
    /// Reads the tables.
    pub fn read(reader: &mut PackReader) -> Result<Self> {
        let mut tables = Vec::new();
        for _ in 0..reader.length()? {
            let label = reader.string()?;
            let upos = Upos::from_label(&label).ok_or_else(|| {
                model_error(format!("the lemmatizer has a part of speech that is not known: {label}"))
            })?;
            let mut rules = Vec::new();
            for _ in 0..reader.length()? {
                rules.push((reader.string()?, reader.string()?));
            }
            let exceptions = SortedStrings::read(reader)?;
            let index = SortedStrings::read(reader)?;
            tables.push(Tables { upos, rules, exceptions, index });
        }
        Ok(Self { tables })
    }

    /// The lemma of `text`, whose lower-cased form is `lower`.
    pub fn lemma(&self, text: &str, lower: &str, upos: Upos, morph: Morph) -> String {
        if matches!(upos, Upos::None | Upos::Space) || morph.is_base_form(upos) {
            return lower.to_owned();
        }
        let Some(tables) = self.tables.iter().find(|tables| tables.upos == upos) else {
            return if upos == Upos::Propn { text } else { lower }.to_owned();
        };
        let mut known = Vec::new();
        let mut unknown = Vec::new();
        for (old, new) in &tables.rules {
            let Some(stem) = lower.strip_suffix(old.as_str()) else {
                continue;
            };
            let form = format!("{stem}{new}");
            if form.is_empty() {
                continue;
            }
            if tables.index.contains(&form) || !is_alphabetic(&form) {
                if !known.contains(&form) {
                    known.push(form);
                }
            } else {
                unknown.push(form);
            }
        }
        // Exceptions go before the rules, the last before the first.
        for form in tables.exceptions.values(lower).filter_map(|entry| entry.get(1..)) {
            if !known.iter().any(|k| k == form) {
                known.insert(0, form.to_owned());
            }
        }
        known.into_iter().next().or(unknown.into_iter().next()).unwrap_or_else(|| text.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nlp::pack::{PackWriter, Precision};

    fn strings(writer: &mut PackWriter, words: &[&str]) {
        writer.string(&words.concat());
        writer.bytes(&words.iter().map(|w| w.len() as u8).collect::<Vec<_>>());
    }

    fn lemmatizer() -> Lemmatizer {
        let mut writer = PackWriter::new(Precision::F32);
        writer.length(1);
        writer.string("VERB");
        let rules = [("s", ""), ("ies", "y"), ("ed", "e"), ("ed", ""), ("ing", "e"), ("ing", "")];
        writer.length(rules.len());
        for (old, new) in rules {
            writer.string(old);
            writer.string(new);
        }
        strings(&mut writer, &["met\t0meet", "saw\t0see", "saw\t1saw"]);
        strings(&mut writer, &["call", "hope", "saw", "talk"]);
        Lemmatizer::read(&mut PackReader::new(writer.finish().into()).unwrap()).unwrap()
    }

    fn verb(text: &str) -> String {
        lemmatizer().lemma(text, &text.to_lowercase(), Upos::Verb, Morph::default())
    }

    #[test]
    fn known_forms_go_before_unknown_ones() {
        assert_eq!(verb("Called"), "call");
        assert_eq!(verb("hoped"), "hope");
        assert_eq!(verb("zoomed"), "zoome");
        assert_eq!(verb("Xyz"), "Xyz");
    }

    #[test]
    fn exceptions_go_first_and_the_last_of_them_wins() {
        assert_eq!(verb("met"), "meet");
        assert_eq!(verb("saw"), "saw");
    }

    #[test]
    fn base_forms_and_words_without_tables_stay() {
        let lemma = |text: &str, upos, morph| {
            lemmatizer().lemma(text, &text.to_lowercase(), upos, Morph::parse(morph))
        };
        assert_eq!(lemma("Speeding", Upos::Verb, "VerbForm=Inf"), "speeding");
        assert_eq!(lemma("Says", Upos::Verb, "Tense=Pres|VerbForm=Fin"), "says");
        assert_eq!(lemma("Says", Upos::Verb, "Number=Sing|Person=3|Tense=Pres|VerbForm=Fin"), "say");
        assert_eq!(lemma("Emirates", Upos::Propn, ""), "Emirates");
        assert_eq!(lemma("The", Upos::Det, ""), "the");
    }
}
