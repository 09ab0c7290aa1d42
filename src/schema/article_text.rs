//! The text of an article where it is kept, with its sentences: what stands around a quote.

use std::ops::Range;
use std::sync::Arc;

use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::span::Span;

/// The text of an article as it was read, with where its sentences begin. All places are code points of the text.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ArticleText {
    text: Arc<str>,
    sentences: Arc<[usize]>,
}

/// SHA-256 of a text (UTF-8), in hexadecimal, as [`Document::sha256`](super::Document::sha256) has it.
pub fn digest(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

impl ArticleText {
    /// A text and the first code point of each of its sentences; what is no place in the text is left out. A line that is no
    /// sentence (a heading, a by-line) has none.
    pub fn new(text: impl Into<Arc<str>>, mut sentences: Vec<usize>) -> Self {
        let text = text.into();
        let length = text.chars().count();
        sentences.retain(|start| *start < length);
        sentences.sort_unstable();
        sentences.dedup();
        Self { text, sentences: sentences.into() }
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The first code point of each sentence, in order.
    pub fn sentences(&self) -> &[usize] {
        &self.sentences
    }

    /// Whether it is the text of this digest.
    pub fn is_of(&self, sha256: &str) -> bool {
        digest(&self.text) == sha256
    }

    /// The words in their sentence, with the sentences before and after, for a reader; `None` where the text has other words
    /// at this place.
    pub fn context(&self, quote: &str, span: Span) -> Option<Context> {
        let measured = Measured::new(self);
        if measured.slice(span) != Some(quote) {
            return None;
        }
        let around = measured.around(span);
        let text = |span: Span| measured.slice(span).unwrap_or_default().to_owned();
        let place = text(Span::new(around.sentence.start, span.start)).len();
        Some(Context {
            before: around.before.map(text),
            sentence: text(around.sentence),
            after: around.after.map(text),
            place: place..place + quote.len(),
            paragraph: text(around.paragraph),
            offset: text(Span::new(around.paragraph.start, around.sentence.start)).len(),
        })
    }
}

/// The sentence of a quote and its neighbours, as an article has them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Context {
    /// The sentence before it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
    /// The sentence that the quote stands in; all of them where it stands in several.
    pub sentence: String,
    /// The sentence after it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    /// Where the quote stands in the sentence, in bytes.
    #[serde(skip)]
    pub place: Range<usize>,
    /// The paragraph around the sentence.
    #[serde(skip)]
    pub paragraph: String,
    /// The byte of the paragraph at which the sentence begins.
    #[serde(skip)]
    pub offset: usize,
}

impl Context {
    /// The sentence in three: before the quote, the quote, and after it.
    pub fn parts(&self) -> [&str; 3] {
        let Range { start, end } = self.place;
        [&self.sentence[..start], &self.sentence[start..end], &self.sentence[end..]]
    }

    /// The paragraph in three: before the sentence, the sentence, and after it.
    pub fn paragraph_parts(&self) -> [&str; 3] {
        let end = self.offset + self.sentence.len();
        [&self.paragraph[..self.offset], &self.paragraph[self.offset..end], &self.paragraph[end..]]
    }
}

/// What a stretch of a text stands in, without the white space at the ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Around {
    /// Its sentence, or all of them; where no sentence begins in its line, the line.
    pub sentence: Span,
    /// The sentence before.
    pub before: Option<Span>,
    /// The sentence after.
    pub after: Option<Span>,
    /// The paragraph: the line of the text, or all of them.
    pub paragraph: Span,
}

/// A text with the byte of each code point, so that cutting many pieces from a long one stays quick.
pub struct Measured<'t> {
    text: &'t str,
    sentences: &'t [usize],
    bytes: Vec<usize>,
}

impl<'t> Measured<'t> {
    /// Measures a text.
    pub fn new(text: &'t ArticleText) -> Self {
        Self { sentences: &text.sentences, ..Self::plain(&text.text) }
    }

    /// Measures a text of which no sentences are known.
    pub fn plain(text: &'t str) -> Self {
        let bytes = text.char_indices().map(|(byte, _)| byte).chain([text.len()]).collect();
        Self { text, sentences: &[], bytes }
    }

    /// All of the text.
    pub fn whole(&self) -> Span {
        Span::new(0, self.bytes.len() - 1)
    }

    /// A piece of the text; `None` where it reaches past the end.
    pub fn slice(&self, span: Span) -> Option<&'t str> {
        self.text.get(*self.bytes.get(span.start)?..*self.bytes.get(span.end)?)
    }

    /// What a stretch stands in. Of one that reaches past the end, as much as is there.
    pub fn around(&self, span: Span) -> Around {
        let end = self.whole().end;
        let span = Span::new(span.start.min(end), span.end.min(end));
        let lines = Span::new(self.line_start(span.start), self.line_end(span.end.max(span.start)));
        let first = self.sentences.partition_point(|start| *start <= span.start);
        let start = match first.checked_sub(1).map(|i| self.sentences[i]) {
            Some(start) if start >= lines.start => start,
            _ => lines.start,
        };
        let next = self.sentences.partition_point(|start| *start < span.end.max(span.start + 1));
        let stop = self.sentences.get(next).map_or(lines.end, |next| lines.end.min(*next));
        let sentence = self.trimmed(Span::new(start, stop.max(span.end))).join(span);
        let before = self.sentences.partition_point(|other| *other < start).checked_sub(1);
        Around {
            sentence,
            before: before.map(|i| self.sentence(i)),
            after: (next < self.sentences.len()).then(|| self.sentence(next)),
            paragraph: self.trimmed(lines).join(sentence),
        }
    }

    /// The sentence of a number.
    fn sentence(&self, i: usize) -> Span {
        let start = self.sentences[i];
        let line = self.line_end(start);
        self.trimmed(Span::new(start, self.sentences.get(i + 1).map_or(line, |next| line.min(*next))))
    }

    fn line_start(&self, place: usize) -> usize {
        let feed = self.text[..self.bytes[place]].rfind('\n');
        feed.map_or(0, |feed| self.place(feed + 1))
    }

    fn line_end(&self, place: usize) -> usize {
        let byte = self.bytes[place];
        self.text[byte..].find('\n').map_or(self.whole().end, |feed| self.place(byte + feed))
    }

    /// The code point at a byte that begins one.
    fn place(&self, byte: usize) -> usize {
        self.bytes.partition_point(|other| *other < byte)
    }

    fn trimmed(&self, span: Span) -> Span {
        let text = self.slice(span).unwrap_or_default();
        let start = span.start + text.chars().take_while(|c| c.is_whitespace()).count();
        let end = span.end - text.chars().rev().take_while(|c| c.is_whitespace()).count();
        if start > end { Span::new(span.start, span.start) } else { Span::new(start, end) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "Kyïv talks\nShe came. “Où?” he asked.  They left.\n\nAll was well.\n";

    fn text() -> ArticleText {
        ArticleText::new(TEXT, vec![11, 21, 38, 50, 500, 21])
    }

    #[test]
    fn a_quote_is_shown_in_its_sentence_between_its_neighbours() {
        let text = text();
        assert_eq!(text.sentences(), [11, 21, 38, 50]);
        let context = text.context("he asked", Span::new(27, 35)).unwrap();
        assert_eq!(context.before.as_deref(), Some("She came."));
        assert_eq!(context.sentence, "“Où?” he asked.");
        assert_eq!(context.after.as_deref(), Some("They left."));
        assert_eq!(context.parts(), ["“Où?” ", "he asked", "."]);
        assert_eq!(context.paragraph_parts(), ["She came. ", "“Où?” he asked.", "  They left."]);
        let last = text.context("well", Span::new(58, 62)).unwrap();
        assert_eq!((last.before.as_deref(), last.after), (Some("They left."), None));
        assert_eq!(last.sentence, "All was well.");
        assert_eq!(text.context("well", Span::new(59, 63)), None);
        assert_eq!(text.context("well", Span::new(600, 604)), None);
    }

    #[test]
    fn a_line_without_a_sentence_and_several_sentences_are_shown_whole() {
        let text = text();
        let heading = text.context("talks", Span::new(5, 10)).unwrap();
        assert_eq!(
            (heading.before, &*heading.sentence, heading.after.as_deref()),
            (None, "Kyïv talks", Some("She came."))
        );
        let several = text.context("came. “Où?”", Span::new(15, 26)).unwrap();
        assert_eq!(several.sentence, "She came. “Où?” he asked.");
        let measured = Measured::new(&text);
        let around = measured.around(Span::new(27, 35));
        assert_eq!(measured.slice(around.paragraph), Some("She came. “Où?” he asked.  They left."));
        // Without sentences, a line is told.
        let plain = Measured::plain(TEXT);
        let around = plain.around(Span::new(27, 35));
        assert_eq!((around.sentence, around.before, around.after), (around.paragraph, None, None));
    }

    #[test]
    fn any_place_of_any_text_has_something_around_it() {
        for text in ["", "\n", "a", " \n ", TEXT] {
            let kept = ArticleText::new(text, vec![0, 3, 11, 21]);
            let measured = Measured::new(&kept);
            for start in 0..text.chars().count() + 2 {
                for end in start..text.chars().count() + 3 {
                    let around = measured.around(Span::new(start, end));
                    for span in [Some(around.sentence), around.before, around.after, Some(around.paragraph)] {
                        assert!(
                            span.is_none_or(|span| measured.slice(span).is_some()),
                            "{text:?} {start} {end}"
                        );
                    }
                }
            }
        }
    }

    #[test]
    fn the_digest_is_that_of_the_text() {
        // The example of FIPS 180-4.
        let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert!(ArticleText::new("abc", Vec::new()).is_of(abc));
        assert!(!ArticleText::new("abd", Vec::new()).is_of(abc));
    }
}
