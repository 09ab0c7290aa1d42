//! Whom a name means: the country or body that a well-known leader leads.
//!
//! It is asked only for what a text leaves open, and answers with an entity of the text or not at all.

use super::super::mention::Mentions;
use crate::lexicon::Titles;
use crate::lexicon::leaders::{Leader, leaders};
use crate::schema::EntityType;

/// What a person is known to lead or have led, by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Known(Vec<Leader>);

impl Known {
    /// What the person with index `person` is known for; nothing for anybody else.
    pub(crate) fn of(mentions: &Mentions, person: usize) -> Option<Self> {
        let draft = &mentions.entities[person];
        let found = if draft.kind == EntityType::Person { leaders(&draft.name) } else { Vec::new() };
        (!found.is_empty()).then_some(Self(found))
    }

    /// Whether a post with this title, which the text leaves open, may be one that the person is known for.
    pub(crate) fn fits(&self, titles: &Titles, title: &str) -> bool {
        self.0.iter().any(|leader| holds(titles, leader, title))
    }

    /// The entity that the person has this post of: none if the text speaks of no such thing, or of several.
    pub(crate) fn seat(&self, mentions: &Mentions, titles: &Titles, title: &str) -> Option<usize> {
        only(self.0.iter().filter(|leader| holds(titles, leader, title)).filter_map(|l| entity(mentions, l)))
    }

    /// The country that the person is known to lead: none if the text speaks of no such thing, or of several.
    pub(crate) fn country(&self, mentions: &Mentions) -> Option<usize> {
        only(self.0.iter().filter_map(|leader| entity(mentions, leader)))
            .filter(|&e| mentions.entities[e].kind == EntityType::Country)
    }

    /// Whether the person is known to lead this.
    pub(crate) fn leads(&self, mentions: &Mentions, of: usize) -> bool {
        self.0.iter().any(|leader| leader.of == mentions.entities[of].id)
    }

    /// Whether the person is known to hold or have held a post with this title of `of`.
    pub(crate) fn holds(&self, mentions: &Mentions, titles: &Titles, title: &str, of: usize) -> bool {
        self.0.iter().any(|leader| leader.of == mentions.entities[of].id && holds(titles, leader, title))
    }
}

/// Who has a top post is a "leader" too.
fn holds(titles: &Titles, leader: &Leader, title: &str) -> bool {
    let is_leader = titles.rank.leader.contains(title);
    leader.posts.iter().any(|post| is_leader && titles.rank.top.contains(*post) || titles.agree(post, title))
}

fn entity(mentions: &Mentions, leader: &Leader) -> Option<usize> {
    mentions.entities.iter().position(|e| e.id == leader.of)
}

fn only(mut found: impl Iterator<Item = usize>) -> Option<usize> {
    let first = found.next()?;
    found.all(|next| next == first).then_some(first)
}
