//! Which documents are copies of one text, and so one source.
//!
//! Sketches whose values agree in a whole band are compared (locality-sensitive hashing; J. Leskovec, A. Rajaraman,
//! J. D. Ullman, *Mining of Massive Datasets*, chapter 3), so that time grows with the number of documents and not
//! with that of pairs. Each document belongs to the longest text that it is a copy of, and not to what is only a copy
//! of a copy: a page of little but a site's form would else join all pages of that site.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use crate::schema::{LEAD_VALUES, Sketch};

use super::claims::Claims;

/// Values in a band: with 32 bands of three, two texts are compared with a probability of 0.99 where half of the
/// shingles of their beginnings are common, and of 0.03 where a tenth are.
const BAND: usize = 3;

/// Least share of the shorter beginning of two copies that is in the other: half of the words may be a headline and
/// lines of one's own.
const LEAST_LEAD: f64 = 0.57;

/// Least share of the shorter of two copies that is in the other. Articles of one series, with the same introduction
/// and the same questions, have up to 0.55 in common. `examples/copies.rs` measures what is found and what is missed.
const LEAST_WHOLE: f64 = 0.65;

/// Copies are printed within this many days of each other; what is the same after a longer time is a form.
const MOST_DAYS: i64 = 7;

/// Different texts of one band that another is compared with: more of them share a form and nothing else.
const COMPARED: usize = 64;

/// A document as far as copies go.
struct Text<'c> {
    number: usize,
    sketch: &'c Sketch,
    date: Option<Date>,
}

impl Text<'_> {
    fn is_copy_of(&self, other: &Text<'_>) -> bool {
        let far = self
            .date
            .zip(other.date)
            .is_some_and(|(a, b)| a.duration_until(b).as_hours().abs() > 24 * MOST_DAYS);
        !far && self.sketch.lead_containment(other.sketch) >= LEAST_LEAD
            && self.sketch.containment(other.sketch) >= LEAST_WHOLE
    }
}

/// For each document, in the order of the claims, the number of one that stands for all copies of the same text.
pub(crate) fn stories(claims: &Claims) -> Vec<usize> {
    let mut story: Vec<usize> = (0..claims.documents.len()).collect();
    let mut texts: Vec<Text<'_>> = Vec::new();
    let mut digests: BTreeMap<&str, usize> = BTreeMap::new();
    for (number, (key, part)) in claims.documents.iter().enumerate() {
        let same = digests.get(&*key.sha256).copied().filter(|_| !key.sha256.is_empty());
        match (same, part.document.sketch.as_deref()) {
            (Some(first), _) => story[number] = first,
            (None, Some(sketch)) => {
                let date = part.document.date.as_deref().and_then(|date| date.parse().ok());
                texts.push(Text { number, sketch, date });
            }
            (None, None) => {}
        }
        digests.entry(&key.sha256).or_insert(number);
    }
    texts.sort_by_key(|text| (Reverse(text.sketch.shingles), text.number));
    let mut of: Vec<usize> = (0..texts.len()).collect();
    for (text, longer) in candidates(&texts) {
        let own: BTreeSet<usize> = longer.into_iter().map(|other| of[other]).collect();
        if let Some(&first) = own.iter().find(|first| texts[text].is_copy_of(&texts[**first])) {
            of[text] = first;
        }
    }
    texts.iter().zip(&of).for_each(|(text, first)| story[text.number] = texts[*first].number);
    (0..story.len()).map(|number| story[story[number]]).collect()
}

/// For each text the longer ones, which stand before it, that it is a copy of and shares a band with.
fn candidates(texts: &[Text<'_>]) -> BTreeMap<usize, BTreeSet<usize>> {
    let mut found: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    for band in 0..LEAD_VALUES / BAND {
        let key =
            |text: &Text<'_>| -> [u16; BAND] { std::array::from_fn(|n| text.sketch.lead[band * BAND + n]) };
        let mut keyed: Vec<([u16; BAND], usize)> = texts.iter().map(key).zip(0..).collect();
        keyed.sort_unstable();
        for bucket in keyed.chunk_by(|a, b| a.0 == b.0).filter(|bucket| bucket.len() > 1) {
            let mut different: Vec<usize> = Vec::new();
            for &(_, text) in bucket {
                let copied =
                    different.iter().take(COMPARED).find(|other| texts[text].is_copy_of(&texts[**other]));
                match copied {
                    Some(&other) => _ = found.entry(text).or_default().insert(other),
                    None => different.push(text),
                }
            }
        }
    }
    found
}
