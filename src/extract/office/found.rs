//! The posts found so far, by holder and by place.

use std::collections::HashMap;

use super::find::OfficeDraft;
use crate::extract::cover::Cover;

/// Most posts of one holder that are looked at: bounds the time on long texts, which repeat them.
const MOST: usize = 256;

/// Drafts in the order in which they were added, or sorted by place. A holder is asked for often, and a long text has many:
/// nothing here looks through them all.
#[derive(Default)]
pub(super) struct Found {
    drafts: Vec<OfficeDraft>,
    by_holder: HashMap<usize, Vec<usize>>,
    cover: Cover,
}

impl Found {
    pub fn push(&mut self, draft: OfficeDraft) {
        let number = self.drafts.len();
        self.by_holder.entry(draft.holder).or_default().push(number);
        self.cover.add(draft.tokens.clone(), number);
        self.drafts.push(draft);
    }

    pub fn len(&self) -> usize {
        self.drafts.len()
    }

    pub fn all(&self) -> &[OfficeDraft] {
        &self.drafts
    }

    /// The drafts from number `first` on, to be changed in all but holder and, as long as [`Found::at`] is asked, place.
    pub fn since(&mut self, first: usize) -> &mut [OfficeDraft] {
        &mut self.drafts[first..]
    }

    /// The first posts of `holder`, in order.
    pub fn first_of(&self, holder: usize) -> impl Iterator<Item = &OfficeDraft> {
        self.numbers(holder).iter().take(MOST).map(|&number| &self.drafts[number])
    }

    /// The last posts of `holder`, the last one first.
    pub fn last_of(&self, holder: usize) -> impl Iterator<Item = &OfficeDraft> {
        self.numbers(holder).iter().rev().take(MOST).map(|&number| &self.drafts[number])
    }

    fn numbers(&self, holder: usize) -> &[usize] {
        self.by_holder.get(&holder).map_or(&[], Vec::as_slice)
    }

    /// The posts that token `i` shows.
    pub fn at(&self, i: usize) -> impl Iterator<Item = &OfficeDraft> {
        self.cover.at(i).map(|number| &self.drafts[number])
    }

    /// Takes all drafts out, sorted by place.
    pub fn take_sorted(&mut self) -> Vec<OfficeDraft> {
        let mut drafts = std::mem::take(self).drafts;
        drafts.sort_by_key(|o| (o.tokens.start, o.tokens.end, o.holder));
        drafts
    }
}

impl Extend<OfficeDraft> for Found {
    fn extend<I: IntoIterator<Item = OfficeDraft>>(&mut self, drafts: I) {
        drafts.into_iter().for_each(|draft| self.push(draft));
    }
}
