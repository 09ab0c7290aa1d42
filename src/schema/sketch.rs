//! A sketch of a text, by which copies of it are known.

use std::fmt;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The most shingles that count as the beginning of a text: those of 120 words, some four sentences.
pub const LEAD_SHINGLES: usize = 117;

/// Values for the beginning of a text: the error of a resemblance is about 0.05.
pub const LEAD_VALUES: usize = 96;

/// Values for all of a text: the error is about 0.04.
pub const WHOLE_VALUES: usize = 128;

/// Hexadecimal digits of a [`Sketch`] in a file.
const DIGITS: usize = 8 + 4 * (LEAD_VALUES + WHOLE_VALUES);

/// For each of some hash functions, the low 16 bits of the least hash of any shingle (run of words): the share of equal
/// values in two sketches estimates how much of both texts is common.
///
/// In a file it is a string of hexadecimal digits: eight for the number of shingles, then four for each value.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Sketch {
    /// Shingles of the text.
    pub shingles: u32,
    /// Values for the beginning of the text.
    pub lead: [u16; LEAD_VALUES],
    /// Values for all of it.
    pub whole: [u16; WHOLE_VALUES],
}

impl Sketch {
    /// The share of the shorter beginning that the other has as well, from 0 to 1; estimated.
    pub fn lead_containment(&self, other: &Sketch) -> f64 {
        let most = LEAD_SHINGLES as u32;
        containment(share(&self.lead, &other.lead), self.shingles.min(most), other.shingles.min(most))
    }

    /// The share of the shorter text that the other has as well, from 0 to 1; estimated.
    pub fn containment(&self, other: &Sketch) -> f64 {
        containment(share(&self.whole, &other.whole), self.shingles, other.shingles)
    }

    /// Reads what `Display` writes.
    pub fn from_hex(text: &str) -> Option<Sketch> {
        if text.len() != DIGITS || !text.bytes().all(|b| b.is_ascii_hexdigit()) {
            return None;
        }
        let value = |n: usize| u16::from_str_radix(&text[8 + 4 * n..12 + 4 * n], 16).unwrap_or_default();
        Some(Sketch {
            shingles: u32::from_str_radix(&text[..8], 16).ok()?,
            lead: std::array::from_fn(value),
            whole: std::array::from_fn(|n| value(LEAD_VALUES + n)),
        })
    }
}

/// The share of the smaller of two sets that is common, where a share of their union is: of `a + b` elements,
/// `both / (1 + both)` are common.
fn containment(both: f64, a: u32, b: u32) -> f64 {
    (both / (1.0 + both) * f64::from(a + b) / f64::from(a.min(b).max(1))).min(1.0)
}

fn share(one: &[u16], other: &[u16]) -> f64 {
    one.iter().zip(other).filter(|(a, b)| a == b).count() as f64 / one.len() as f64
}

impl fmt::Display for Sketch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:08x}", self.shingles)?;
        self.lead.iter().chain(&self.whole).try_for_each(|value| write!(f, "{value:04x}"))
    }
}

impl fmt::Debug for Sketch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Sketch({self})")
    }
}

impl Serialize for Sketch {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Sketch {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Sketch::from_hex(&text)
            .ok_or_else(|| D::Error::custom(format!("a sketch has {DIGITS} hexadecimal digits")))
    }
}
