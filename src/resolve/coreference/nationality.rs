//! The countries of well-known leaders.

use std::collections::HashMap;

use crate::extract::mention::Mentions;
use crate::extract::office::{Known, OfficeDraft};
use crate::lexicon::MentionWords;

/// Gives leaders whom everybody knows their country, where the text speaks of it and says nothing else of them: "the
/// Turkish leader" is then Erdogan and not Putin.
pub(super) fn assign(base: &mut Mentions, offices: &[OfficeDraft], words: &MentionWords) {
    let mut by_holder: HashMap<usize, Vec<&OfficeDraft>> = HashMap::new();
    for office in offices {
        by_holder.entry(office.holder).or_default().push(office);
    }
    for e in 0..base.entities.len() {
        if base.entities[e].country.is_some() {
            continue;
        }
        let Some(known) = Known::of(base, e) else { continue };
        // A namesake has another post.
        let own = by_holder.get(&e).map_or(&[][..], Vec::as_slice);
        if own.is_empty() || own.iter().any(|o| known.fits(&words.titles, &o.title)) {
            base.entities[e].country = known.country(base);
        }
    }
}
