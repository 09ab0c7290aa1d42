//! Ranges of text, counted in Unicode code points.
//!
//! Offsets that leave the program (records, graphs, web annotations) are always code points, as in the W3C
//! Web Annotation model; offsets into Rust strings are bytes. The two are different types ([`Span`] and
//! [`std::ops::Range<usize>`]) so that they are never mixed.

use serde::{Deserialize, Serialize};

/// A half-open range of Unicode code points of one document's text: `start <= end`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "Unchecked")]
pub struct Span {
    /// First code point inside.
    pub start: usize,
    /// First code point after.
    pub end: usize,
}

/// A span as a file has it.
#[derive(Deserialize)]
struct Unchecked {
    start: usize,
    end: usize,
}

impl TryFrom<Unchecked> for Span {
    type Error = String;

    fn try_from(Unchecked { start, end }: Unchecked) -> Result<Self, String> {
        if start <= end {
            Ok(Self { start, end })
        } else {
            Err(format!("a quote starts at {start}, after its end {end}"))
        }
    }
}

impl Span {
    /// A span from `start` up to and without `end`.
    ///
    /// # Panics
    /// When `start > end`.
    pub fn new(start: usize, end: usize) -> Self {
        assert!(start <= end, "span starts at {start}, after its end {end}");
        Self { start, end }
    }

    /// Length in code points.
    pub fn len(self) -> usize {
        self.end - self.start
    }

    /// Whether nothing is inside.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether every code point of `other` is inside.
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two share a code point.
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The smallest span that holds both.
    pub fn join(self, other: Span) -> Span {
        Span { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// The part of `text` that this span names, or `None` when it reaches past the end.
    pub fn slice(self, text: &str) -> Option<&str> {
        let mut bounds = text.char_indices().map(|(byte, _)| byte).chain(std::iter::once(text.len()));
        let start = bounds.nth(self.start)?;
        let end = if self.is_empty() { start } else { bounds.nth(self.len() - 1)? };
        Some(&text[start..end])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slicing_counts_code_points_and_not_bytes() {
        let text = "né à Kyïv";
        assert_eq!(Span::new(0, 2).slice(text), Some("né"));
        assert_eq!(Span::new(5, 9).slice(text), Some("Kyïv"));
        assert_eq!(Span::new(9, 9).slice(text), Some(""));
        assert_eq!(Span::new(5, 10).slice(text), None);
    }

    #[test]
    fn a_span_that_ends_before_it_starts_is_not_read() {
        let read = serde_json::from_str::<Span>;
        assert_eq!(read(r#"{"start":2,"end":2}"#).unwrap(), Span::new(2, 2));
        let message = read(r#"{"start":3,"end":2}"#).unwrap_err().to_string();
        assert!(message.contains("a quote starts at 3, after its end 2"), "{message}");
    }
}
