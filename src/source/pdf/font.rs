//! A font: from the bytes of a string to letters and how wide they are.

use lopdf::{Dictionary, Document, Object};

use super::cmap::{CMap, code};
use super::encoding::{Table, table};
use super::limits::Budget;
use super::objects::{array, name, of, stream};
use super::widths::Widths;
use crate::error::Result;

/// What it costs to make the tables of a font, in bytes that a stream unfolds to.
const COST: usize = 4096;

/// A font.
#[derive(Debug)]
pub(super) struct Font {
    /// The letters of single bytes, where codes are such.
    simple: Option<Table>,
    /// The letters of codes where the file tells them, which goes before all else.
    told: Option<CMap>,
    widths: Widths,
}

/// A code of a string.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Shown<'a> {
    /// Nothing where the file does not tell which letters these are.
    pub letters: Option<&'a str>,
    /// In thousandths of the size of the font.
    pub width: f64,
    /// Whether it is the byte that the space between words is added to.
    pub spaces: bool,
}

impl Font {
    /// The font that `dictionary` describes.
    ///
    /// # Errors
    /// When its tables unfold to more than is allowed.
    pub fn new(file: &Document, dictionary: &Dictionary, budget: &mut Budget) -> Result<Self> {
        budget.take(COST)?;
        let read = |stream: &lopdf::Stream| stream.decompressed_content_with_limit(budget.bytes()).ok();
        let program = stream(file, dictionary, b"ToUnicode").and_then(read);
        let composite = name(file, dictionary, b"Subtype") == Some(b"Type0");
        // Where no letters are told, an embedded CMap at least parts the codes.
        let parts = || stream(file, dictionary, b"Encoding").and_then(read);
        let told = program.or_else(|| parts().filter(|_| composite));
        budget.take(told.as_ref().map_or(0, Vec::len))?;
        let descendant = array(file, dictionary, b"DescendantFonts")
            .and_then(|fonts| of(file.dereference(fonts.first()?).ok()?.1))
            .filter(|_| composite);
        let widths = match descendant {
            Some(font) => Widths::composite(file, font),
            None => Widths::simple(file, dictionary),
        };
        let simple = (!composite).then(|| table(file, dictionary));
        Ok(Self { simple, told: told.map(|program| CMap::parse(&program)), widths })
    }

    /// The codes of the string `bytes`.
    pub fn shown<'a>(&'a self, bytes: &'a [u8]) -> impl Iterator<Item = Shown<'a>> + 'a {
        let mut rest = bytes;
        std::iter::from_fn(move || {
            let length = match (&self.simple, &self.told) {
                (Some(_), _) => 1,
                (None, Some(told)) => told.length(rest, 2),
                (None, None) => 2,
            };
            let now = rest.get(..length.min(rest.len())).filter(|now| !now.is_empty())?;
            rest = &rest[now.len()..];
            let code = code(now);
            let told =
                self.told.as_ref().and_then(|told| told.letters(code)).filter(|letters| is_text(letters));
            let simple = || self.simple.as_ref()?.get(code as usize).map(String::as_str);
            let letters = told.or_else(simple).filter(|letters| is_text(letters));
            let width = self.widths.of(code, letters.unwrap_or_default());
            Some(Shown { letters, width, spaces: now == [b' '] })
        })
    }
}

/// Whether these are letters that mean the same in every font.
fn is_text(letters: &str) -> bool {
    let private = |c: char| matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'.. | '\0' | '\u{fffd}');
    !letters.is_empty() && !letters.contains(private)
}

/// The dictionary of a font, where the object is one.
pub(super) fn dictionary<'a>(file: &'a Document, font: &'a Object) -> Option<&'a Dictionary> {
    of(file.dereference(font).ok()?.1)
}
