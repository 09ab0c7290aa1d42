//! The posts that descriptions are held against.

use std::collections::HashMap;

use crate::extract::office::OfficeDraft;

/// Most posts that a description is held against: bounds the time on long texts.
const MOST: usize = 256;

/// Those of them that stand after the description.
const AHEAD: usize = 64;

/// Those of them that descriptions have shown.
const DESCRIBED: usize = 64;

/// The posts that a text tells of, and those that its descriptions have shown on the way.
#[derive(Default)]
pub(super) struct Posts {
    all: Vec<OfficeDraft>,
    /// How many the text tells of, in the order of their places; the others come behind.
    told: usize,
    by_holder: HashMap<usize, Vec<usize>>,
}

impl Posts {
    /// `told` are sorted by place.
    pub fn new(told: Vec<OfficeDraft>) -> Self {
        let mut out = Self::default();
        told.into_iter().for_each(|post| out.push(post));
        out.told = out.all.len();
        out
    }

    pub fn push(&mut self, post: OfficeDraft) {
        self.by_holder.entry(post.holder).or_default().push(self.all.len());
        self.all.push(post);
    }

    /// The posts of `holder`, in order.
    pub fn of(&self, holder: usize) -> impl Iterator<Item = &OfficeDraft> {
        self.by_holder.get(&holder).into_iter().flatten().map(|&number| &self.all[number])
    }

    /// All posts in order; in a text with very many, those around token `i`.
    pub fn around(&self, i: usize) -> impl Iterator<Item = &OfficeDraft> {
        let (told, shown) = self.all.split_at(self.told);
        let (told, shown) = if self.all.len() <= MOST {
            (told, shown)
        } else {
            let here = told.partition_point(|post| post.tokens.start < i);
            let first = here.saturating_sub(MOST - AHEAD - DESCRIBED);
            let last = told.len().min(here + AHEAD);
            (&told[first..last], &shown[shown.len().saturating_sub(DESCRIBED)..])
        };
        told.iter().chain(shown)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn post(holder: usize) -> OfficeDraft {
        OfficeDraft::described(holder, "minister".to_owned(), None, holder..holder + 1)
    }

    #[test]
    fn a_short_text_shows_all_posts_and_a_long_one_those_around() {
        let holders = |posts: &Posts, i| posts.around(i).map(|p| p.holder).collect::<Vec<_>>();
        let mut posts = Posts::new((0..100).map(post).collect());
        posts.push(post(7));
        assert_eq!(holders(&posts, 50).len(), 101);
        assert_eq!(posts.of(7).count(), 2);
        let mut posts = Posts::new((0..10_000).map(post).collect());
        posts.push(post(20_000));
        let near = holders(&posts, 5000);
        assert_eq!((near[0], near[near.len() - 2], near[near.len() - 1]), (4872, 5063, 20_000));
        assert!(near.len() <= MOST);
    }
}
