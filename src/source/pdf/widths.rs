//! How wide the glyphs of a font are, in thousandths of its size.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Document, Object};

use super::objects::{array, dictionary, name, number, number_of};

/// Most codes whose width is told.
const MOST: usize = 70_000;

/// Widths of Helvetica from the space to the tilde, as its metrics have them (Adobe Core 14 AFM): for the fonts that any
/// reader has, whose widths a file need not tell.
const HELVETICA: [u16; 95] = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556,
    556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278,
    500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469,
    556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500,
    278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
];

/// The width of what is in none of these: most letters with marks.
const LETTER: f64 = 556.0;

/// Times is so much narrower, to within what tells a space from none.
const TIMES: f64 = 0.9;

const COURIER: f64 = 600.0;

/// Widths by code.
#[derive(Debug)]
pub(super) struct Widths {
    told: BTreeMap<u32, f64>,
    /// The width of what is not told; `None` where it is that of a font that any reader has.
    other: Option<f64>,
    /// What the widths of such a font are times those of Helvetica; `None` where all are the same.
    usual: Option<f64>,
}

impl Widths {
    /// Those of a font whose codes are single bytes.
    pub fn simple(file: &Document, font: &Dictionary) -> Self {
        let first = number_of(file, font, b"FirstChar").unwrap_or(0.0).clamp(0.0, 255.0) as u32;
        let listed = array(file, font, b"Widths");
        let widths =
            listed.unwrap_or_default().iter().take(256).map(|width| number(file, width).unwrap_or(0.0));
        // In a font whose glyphs are drawings the unit is the font's own.
        let unit = array(file, font, b"FontMatrix").and_then(|matrix| number(file, matrix.first()?));
        let unit =
            unit.filter(|_| name(file, font, b"Subtype") == Some(b"Type3")).map_or(1.0, |unit| unit * 1000.0);
        let missing =
            dictionary(file, font, b"FontDescriptor").and_then(|font| number_of(file, font, b"MissingWidth"));
        let called = name(file, font, b"BaseFont").unwrap_or_default();
        let has = |word: &[u8]| called.windows(word.len()).any(|part| part == word);
        Self {
            told: (first..).zip(widths.map(|width| width * unit)).collect(),
            other: listed.is_some().then(|| missing.unwrap_or(0.0)),
            usual: (!has(b"Courier")).then(|| if has(b"Times") { TIMES } else { 1.0 }),
        }
    }

    /// Those of a font of many glyphs, as its descendant `font` tells them (`W`).
    pub fn composite(file: &Document, font: &Dictionary) -> Self {
        let mut told = BTreeMap::new();
        let mut list = array(file, font, b"W").unwrap_or_default().iter();
        while let (Some(from), Some(next)) = (list.next(), list.next()) {
            let (Some(from), true) = (number(file, from), told.len() < MOST) else { break };
            let from = from.clamp(0.0, 65_535.0) as u32;
            match file.dereference(next).map(|(_, next)| next) {
                Ok(Object::Array(widths)) => {
                    told.extend(
                        (from..).zip(widths.iter().take(MOST).filter_map(|width| number(file, width))),
                    );
                }
                Ok(to) => {
                    let (Some(to), Some(width)) =
                        (number(file, to), list.next().and_then(|w| number(file, w)))
                    else {
                        break;
                    };
                    told.extend((from..=to.clamp(0.0, 65_535.0) as u32).map(|code| (code, width)));
                }
                Err(_) => break,
            }
        }
        Self { told, other: Some(number_of(file, font, b"DW").unwrap_or(1000.0)), usual: None }
    }

    /// The width of the glyph of `code`, which stands for `letters`.
    pub fn of(&self, code: u32, letters: &str) -> f64 {
        let usual = || {
            let Some(times) = self.usual else { return COURIER };
            let place = letters.chars().next().and_then(|c| (c as usize).checked_sub(0x20));
            times * place.and_then(|place| HELVETICA.get(place)).map_or(LETTER, |width| f64::from(*width))
        };
        self.told.get(&code).copied().or(self.other).unwrap_or_else(usual)
    }
}
