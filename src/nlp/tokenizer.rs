//! The tokenizer: from text to tokens, as spaCy's English rules split it.
//!
//! Text is cut at white space; each piece is an exception ("U.S.", "can't") or loses prefixes and suffixes until
//! nothing comes off, and what is left is an exception, an address, or is split at infixes. A last pass finds exceptions
//! that the cutting took apart.

use std::collections::{BTreeMap, HashMap};

use fancy_regex::{Regex, RegexBuilder};
use hashbrown::HashTable;

use super::hash::murmur64;
use super::letters::{edge_characters, may_match_in, may_match_letters};
use super::pack::{PackReader, PackWriter, model_error};
use super::strings::is_space;
use crate::error::Result;

/// A token of a piece of text: its length in bytes and the id of the norm that an exception gives it (0: none).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// Bytes of text.
    pub length: usize,
    /// Id of the norm, or 0.
    pub norm: u64,
}

/// A token where it stands in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RawToken {
    /// First byte.
    pub start: usize,
    /// Bytes of text.
    pub length: usize,
    /// Number of its word type.
    pub word: u32,
    /// Whether a single space follows.
    pub space_after: bool,
}

/// An exception and its tokens.
#[derive(Debug)]
struct Exception {
    text: String,
    parts: Vec<Part>,
}

/// Bytes at the front of a piece in which a prefix is looked for first.
const PREFIX_WINDOW: usize = 16;

/// Bytes at the end of a piece in which a suffix is looked for first.
const SUFFIX_WINDOW: usize = 64;

/// Longest string, in bytes, that is tried as an address: the expression backtracks.
const LONGEST_ADDRESS: usize = 2048;

/// Longest piece, in bytes, in which infixes are looked for at once; a longer one is looked through in parts.
const LONGEST_INFIX_SEARCH: usize = 1 << 14;

/// The tokenizer's rules.
#[derive(Debug)]
pub struct Tokenizer {
    prefix: Regex,
    suffix: Regex,
    infix: Regex,
    address: Regex,
    exceptions: Vec<Exception>,
    by_text: HashTable<u32>,
    longest_exception: usize,
    /// Whether no expression matches anything in a string of ASCII letters: then a plain word is one token.
    letters_stay: bool,
    /// ASCII characters, as bits, that may begin a prefix.
    prefix_starts: u128,
    /// ASCII characters, as bits, that may end a suffix.
    suffix_ends: u128,
    /// Whether infixes may stand in a string of ASCII letters and digits.
    infix_in_words: bool,
    /// Whether an address may be without a full stop.
    address_without_stop: bool,
    /// Exceptions that the rules would take apart, as the tokens they would become, by the first of these.
    phrases: HashMap<Box<str>, Vec<Vec<Box<str>>>>,
}

impl Tokenizer {
    /// Writes the rules: the expressions for prefixes, suffixes, infixes and addresses, and the exceptions with their
    /// tokens and norms.
    ///
    /// # Errors
    /// An expression that cannot be compiled, or an exception whose tokens are not its text.
    pub fn write(
        writer: &mut PackWriter,
        expressions: [&str; 4],
        exceptions: &BTreeMap<String, Vec<(String, u64)>>,
    ) -> Result<()> {
        let expressions = expressions.map(|e| e.strip_prefix("(?u)").unwrap_or(e).to_owned());
        for expression in &expressions {
            writer.string(expression);
        }
        writer.u8(u8::from(!expressions.iter().any(|e| may_match_letters(e))));
        let rules = Self::new(expressions, false, Vec::new())?;
        writer.length(exceptions.len());
        for (text, parts) in exceptions {
            let together: String = parts.iter().map(|(part, _)| part.as_str()).collect();
            if *text != together {
                return Err(model_error(format!(
                    "the tokenizer's exception {text:?} has other text in its tokens"
                )));
            }
            writer.string(text);
            writer.length(parts.len());
            for (part, norm) in parts {
                writer.length(part.len());
                writer.u64(*norm);
            }
            // Only what the rules would take apart has to be looked for in the tokens afterwards.
            let apart = text.contains(' ')
                || rules.prefix_length(text) > 0
                || rules.suffix_length(text) > 0
                || rules.infix.is_match(text).unwrap_or(false);
            let pieces = if apart { rules.split_text(text) } else { Vec::new() };
            writer.length(pieces.len());
            for piece in pieces {
                writer.string(&piece);
            }
        }
        Ok(())
    }

    /// Reads the rules.
    pub fn read(reader: &mut PackReader) -> Result<Self> {
        let expressions = [reader.string()?, reader.string()?, reader.string()?, reader.string()?];
        let letters_stay = reader.u8()? == 1;
        let mut exceptions = Vec::new();
        let mut phrases: HashMap<Box<str>, Vec<Vec<Box<str>>>> = HashMap::new();
        for _ in 0..reader.length()? {
            let text = reader.string()?;
            let mut parts = Vec::new();
            for _ in 0..reader.length()? {
                parts.push(Part { length: reader.u32()? as usize, norm: reader.u64()? });
            }
            let mut end = 0;
            if parts.is_empty()
                || parts.iter().any(|part| {
                    end += part.length;
                    part.length == 0 || !text.is_char_boundary(end)
                })
                || end != text.len()
            {
                return Err(model_error(format!(
                    "the tokenizer's exception {text:?} has other text in its tokens"
                )));
            }
            let mut phrase = Vec::new();
            for _ in 0..reader.length()? {
                phrase.push(reader.string()?.into_boxed_str());
            }
            if let Some(first) = phrase.first() {
                phrases.entry(first.clone()).or_default().push(phrase);
            }
            exceptions.push(Exception { text, parts });
        }
        let mut tokenizer = Self::new(expressions, letters_stay, exceptions)?;
        tokenizer.phrases = phrases;
        Ok(tokenizer)
    }

    fn new(expressions: [String; 4], letters_stay: bool, exceptions: Vec<Exception>) -> Result<Self> {
        let compile = |expression: &str| {
            RegexBuilder::new(expression).delegate_size_limit(1 << 26).build().map_err(|error| {
                model_error(format!("an expression of the tokenizer cannot be compiled: {error}"))
            })
        };
        let [prefix, suffix, infix, address] = expressions;
        let mut by_text = HashTable::with_capacity(exceptions.len());
        for (i, exception) in exceptions.iter().enumerate() {
            let hash = murmur64(exception.text.as_bytes());
            by_text.insert_unique(hash, i as u32, |&i| murmur64(exceptions[i as usize].text.as_bytes()));
        }
        Ok(Self {
            prefix: compile(&prefix)?,
            suffix: compile(&suffix)?,
            infix: compile(&infix)?,
            address: compile(&address)?,
            longest_exception: exceptions.iter().map(|e| e.text.len()).max().unwrap_or(0),
            exceptions,
            by_text,
            letters_stay,
            prefix_starts: edge_characters(&prefix, false),
            suffix_ends: edge_characters(&suffix, true),
            infix_in_words: may_match_in(&infix, |c| c.is_ascii_alphanumeric()),
            address_without_stop: may_match_in(&address, |c| c != '.'),
            phrases: HashMap::new(),
        })
    }

    fn exception(&self, text: &str) -> Option<&Exception> {
        if text.len() > self.longest_exception {
            return None;
        }
        let found =
            self.by_text.find(murmur64(text.as_bytes()), |&i| self.exceptions[i as usize].text == text)?;
        Some(&self.exceptions[*found as usize])
    }

    /// Whether an exception that was taken apart may begin with a token of this text.
    pub fn opens_phrase(&self, word: &str) -> bool {
        self.phrases.contains_key(word)
    }

    /// Whether no rule can split `text`, by its letters alone.
    fn is_plain(&self, text: &str) -> bool {
        self.letters_stay && text.bytes().all(|b| b.is_ascii_alphabetic())
    }

    /// Length of the prefix of `text`, or 0.
    fn prefix_length(&self, text: &str) -> usize {
        if text.bytes().next().is_none_or(|b| b.is_ascii() && self.prefix_starts >> b & 1 == 0) {
            return 0;
        }
        let window = &text[..boundary(text, PREFIX_WINDOW)];
        let length = match_range(&self.prefix, window).map_or(0, |(start, end)| end - start);
        if length + 4 < window.len() || window.len() == text.len() {
            return length;
        }
        match_range(&self.prefix, text).map_or(0, |(start, end)| end - start)
    }

    /// Length of the suffix of `text`, or 0.
    fn suffix_length(&self, text: &str) -> usize {
        if text.bytes().next_back().is_none_or(|b| b.is_ascii() && self.suffix_ends >> b & 1 == 0) {
            return 0;
        }
        // The expression is anchored at the end alone: in a long piece it would be tried at every character.
        let window = &text[boundary(text, text.len().saturating_sub(SUFFIX_WINDOW))..];
        let length = match_range(&self.suffix, window).map_or(0, |(start, end)| end - start);
        // Look-behind reads up to two characters before a suffix.
        if length + 8 < window.len() || window.len() == text.len() {
            return length;
        }
        match_range(&self.suffix, text).map_or(0, |(start, end)| end - start)
    }

    /// Splits a piece without white space (or of white space alone) and adds its tokens to `out`.
    pub fn split(&self, piece: &str, out: &mut Vec<Part>) {
        match self.exception(piece) {
            Some(exception) => out.extend(&exception.parts),
            None => self.split_affixes(piece, out),
        }
    }

    fn split_affixes(&self, piece: &str, out: &mut Vec<Part>) {
        let part = |length: usize| Part { length, norm: 0 };
        let mut rest = piece;
        let mut suffixes = Vec::new();
        let mut last = 0;
        // What is no letter, counted down: a word may be long, and have very many affixes.
        let others = |text: &str| text.bytes().filter(|b| !b.is_ascii_alphabetic()).count();
        let mut left = others(rest);
        while !rest.is_empty() && rest.len() != last && self.exception(rest).is_none() {
            if self.letters_stay && left == 0 {
                break;
            }
            last = rest.len();
            let prefix = self.prefix_length(rest);
            let after = &rest[prefix..];
            if prefix > 0 && self.exception(after).is_some() {
                out.push(part(prefix));
                rest = after;
                break;
            }
            let suffix = self.suffix_length(after);
            let before = &rest[..rest.len() - suffix];
            if suffix > 0 && self.exception(before).is_some() {
                suffixes.push(part(suffix));
                rest = before;
                break;
            }
            if prefix > 0 {
                out.push(part(prefix));
                left -= others(&rest[..prefix]);
                rest = after;
            }
            if suffix > 0 {
                suffixes.push(part(suffix));
                let (before, removed) = rest.split_at(rest.len() - suffix);
                left -= others(removed);
                rest = before;
            }
        }
        if let Some(exception) = self.exception(rest) {
            out.extend(&exception.parts);
        } else if !rest.is_empty() {
            if self.is_plain(rest)
                || (rest.len() <= LONGEST_ADDRESS
                    && (self.address_without_stop || rest.contains('.'))
                    && self.address.is_match(rest).unwrap_or(false))
            {
                out.push(part(rest.len()));
            } else {
                self.split_infixes(rest, out);
            }
        }
        out.extend(suffixes.iter().rev());
    }

    fn split_infixes(&self, text: &str, out: &mut Vec<Part>) {
        if !self.infix_in_words && text.bytes().all(|b| b.is_ascii_alphanumeric()) {
            out.push(Part { length: text.len(), norm: 0 });
            return;
        }
        let mut rest = text;
        while rest.len() > LONGEST_INFIX_SEARCH {
            let (part, after) = rest.split_at(boundary(rest, LONGEST_INFIX_SEARCH));
            self.split_short_infixes(part, out);
            rest = after;
        }
        self.split_short_infixes(rest, out);
    }

    fn split_short_infixes(&self, text: &str, out: &mut Vec<Part>) {
        let mut start = 0;
        // A search that gives up (there is a limit to its steps) ends the list.
        for found in self.infix.find_iter(text).map_while(|found| found.ok()) {
            if found.start() == 0 {
                continue;
            }
            for length in [found.start() - start, found.end() - found.start()] {
                if length > 0 {
                    out.push(Part { length, norm: 0 });
                }
            }
            start = found.end();
        }
        if start < text.len() {
            out.push(Part { length: text.len() - start, norm: 0 });
        }
    }

    /// The tokens of a text by the rules alone, without exceptions.
    fn split_text(&self, text: &str) -> Vec<String> {
        let mut tokens = Vec::new();
        let mut parts = Vec::new();
        for (start, piece, _) in pieces(text) {
            parts.clear();
            self.split_affixes(piece, &mut parts);
            let mut at = start;
            for part in &parts {
                tokens.push(text[at..at + part.length].to_owned());
                at += part.length;
            }
        }
        tokens
    }

    /// Puts exceptions that were taken apart together again. `tokens` stand in `text`; `opens` says whether a token may
    /// open one, and `word` gives the word type of a text with a norm.
    pub fn join_phrases(
        &self,
        text: &str,
        tokens: &mut Vec<RawToken>,
        from: usize,
        opens: impl Fn(usize) -> bool,
        mut word: impl FnMut(&str, u64) -> u32,
    ) {
        let slice = |token: &RawToken| &text[token.start..token.start + token.length];
        let mut found: Vec<(usize, usize)> = Vec::new();
        for i in from..tokens.len() {
            if !opens(i) {
                continue;
            }
            for phrase in self.phrases.get(slice(&tokens[i])).into_iter().flatten() {
                let end = i + phrase.len();
                if end <= tokens.len() && tokens[i..end].iter().zip(phrase).all(|(t, p)| slice(t) == &**p) {
                    found.push((i, end));
                }
            }
        }
        if found.is_empty() {
            return;
        }
        // The longest first, then the leftmost; what shares its first or last token with one before it goes.
        found.sort_by_key(|&(start, end)| (std::cmp::Reverse(end - start), start));
        found.dedup();
        let mut seen = std::collections::BTreeSet::new();
        let mut kept = Vec::new();
        for (start, end) in found {
            if !seen.contains(&start) && !seen.contains(&(end - 1)) {
                kept.push((start, end));
            }
            seen.extend(start..end);
        }
        kept.sort_unstable();
        let mut joined = Vec::with_capacity(tokens.len() - from);
        let mut next = from;
        for (start, end) in kept {
            let (first, last) = (tokens[start], tokens[end - 1]);
            let Some(exception) = self.exception(&text[first.start..last.start + last.length]) else {
                continue;
            };
            joined.extend_from_slice(&tokens[next..start]);
            let mut at = first.start;
            for part in &exception.parts {
                let word = word(&text[at..at + part.length], part.norm);
                joined.push(RawToken { start: at, length: part.length, word, space_after: false });
                at += part.length;
            }
            if let Some(token) = joined.last_mut() {
                token.space_after = last.space_after;
            }
            next = end;
        }
        joined.extend_from_slice(&tokens[next..]);
        tokens.truncate(from);
        tokens.append(&mut joined);
    }
}

/// The last boundary between characters that is not past byte `at`.
fn boundary(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|&i| text.is_char_boundary(i)).unwrap_or(0)
}

fn match_range(expression: &Regex, text: &str) -> Option<(usize, usize)> {
    // An error means that the search gave up; then there is no match.
    expression.find(text).ok().flatten().map(|found| (found.start(), found.end()))
}

/// Cuts a text into runs of white space and of other characters; a single space that follows a run of others belongs
/// to that run and is given with it as `true`. Items: first byte, text, whether a space follows.
pub fn pieces(text: &str) -> impl Iterator<Item = (usize, &str, bool)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = &text[at..];
        let space = is_space(rest.chars().next()?);
        let length = rest.find(|c| is_space(c) != space).unwrap_or(rest.len());
        let start = at;
        let followed = !space && rest[length..].starts_with(' ');
        at += length + usize::from(followed);
        Some((start, &rest[..length], followed))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nlp::pack::Precision;

    /// A tokenizer with few rules.
    fn tokenizer() -> Tokenizer {
        let mut exceptions = BTreeMap::new();
        exceptions.insert("can't".to_owned(), vec![("ca".to_owned(), 5), ("n't".to_owned(), 6)]);
        exceptions.insert("U.S.".to_owned(), vec![("U.S.".to_owned(), 0)]);
        exceptions.insert(":-)".to_owned(), vec![(":-)".to_owned(), 0)]);
        let mut writer = PackWriter::new(Precision::F32);
        let expressions = [
            r"^\(|^:|^\+(?![0-9])|^\.\.+",
            r"\)$|\.\.+$|,$|(?<=[a-z])\.$|'s$|(?<=[0-9])(?:km|m)$",
            r"(?<=[a-z])[-–](?=[a-z])|\.\.+",
            r"(?u)^(?:https?://)\S+$",
        ];
        Tokenizer::write(&mut writer, expressions, &exceptions).unwrap();
        let mut reader = PackReader::new(writer.finish().into()).unwrap();
        let tokenizer = Tokenizer::read(&mut reader).unwrap();
        reader.finish().unwrap();
        tokenizer
    }

    fn split(text: &str) -> Vec<&str> {
        let mut parts = Vec::new();
        tokenizer().split(text, &mut parts);
        let mut at = 0;
        let words = parts.iter().map(|p| {
            at += p.length;
            &text[at - p.length..at]
        });
        words.collect()
    }

    #[test]
    fn prefixes_suffixes_and_infixes_come_off() {
        assert_eq!(split("(so-called)"), ["(", "so", "-", "called", ")"]);
        assert_eq!(split("Kyiv's,"), ["Kyiv", "'s", ","]);
        assert_eq!(split("30km."), ["30", "km", "."]);
        assert_eq!(split("+a"), ["+", "a"]);
        assert_eq!(split("+1"), ["+1"]);
        assert_eq!(split("(((("), ["(", "(", "(", "("]);
    }

    #[test]
    fn exceptions_are_found_under_their_affixes() {
        assert_eq!(split("can't"), ["ca", "n't"]);
        assert_eq!(split("(can't"), ["(", "ca", "n't"]);
        assert_eq!(split("U.S.,"), ["U.S.", ","]);
        assert_eq!(split("https://so-called.org/a-b"), ["https://so-called.org/a-b"]);
    }

    #[test]
    fn a_space_belongs_to_the_piece_before_it() {
        let all: Vec<_> = pieces(" a  b\n c ").collect();
        let wanted = [
            (0, " ", false),
            (1, "a", true),
            (3, " ", false),
            (4, "b", false),
            (5, "\n ", false),
            (7, "c", true),
        ];
        assert_eq!(all, wanted);
        assert_eq!(pieces("").count(), 0);
    }

    #[test]
    fn exceptions_that_were_taken_apart_are_joined() {
        let tokenizer = tokenizer();
        let text = "so :-) :";
        let mut tokens = vec![
            RawToken { start: 0, length: 2, word: 0, space_after: true },
            RawToken { start: 3, length: 1, word: 1, space_after: false },
            RawToken { start: 4, length: 1, word: 0, space_after: false },
            RawToken { start: 5, length: 1, word: 0, space_after: true },
            RawToken { start: 7, length: 1, word: 1, space_after: false },
        ];
        assert!(tokenizer.opens_phrase(":") && !tokenizer.opens_phrase("so"));
        tokenizer.join_phrases(text, &mut tokens, 0, |i| i == 1 || i == 4, |_, _| 9);
        assert_eq!(tokens.len(), 3);
        assert_eq!(tokens[1], RawToken { start: 3, length: 3, word: 9, space_after: true });
    }

    #[test]
    fn a_very_long_piece_takes_time_in_proportion() {
        let mut parts = Vec::new();
        tokenizer().split(&"(".repeat(200_000), &mut parts);
        assert_eq!(parts.len(), 200_000);
    }
}
