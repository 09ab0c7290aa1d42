//! Plural descriptions and pronouns: "the two leaders", "both sides", "they".

use super::{AntecedentKind, Resolver};
use crate::extract::mention::{Mention, MentionKind};
use crate::schema::EntityType;
use crate::text::{Deprel, Tag};

/// What the members of a plural description are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Members {
    Persons,
    States,
    Sides,
    Bodies,
}

impl Resolver<'_> {
    /// How many are meant by the words before `i` ("two", "both"), if they say.
    fn number(&self, start: usize, i: usize) -> Option<usize> {
        let function = &self.words.names.function;
        let numerals = &self.words.names.plural.numerals;
        let said = (start..=i).find_map(|k| numerals.get(&*self.doc.tokens[k].lower).copied());
        // "both of the leaders", "both the leaders"
        said.or_else(|| {
            let before = start.checked_sub(1)?;
            let word = if function.of.contains(&*self.doc.tokens[before].lower) {
                before.checked_sub(1)?
            } else {
                before
            };
            numerals.get(&*self.doc.tokens[word].lower).copied()
        })
    }

    /// What the noun `i` says its members are.
    pub(super) fn members_of(&self, i: usize) -> Option<Members> {
        let plural = &self.words.names.plural;
        let lemma = &*self.doc.tokens[i].lemma;
        if plural.sides.contains(lemma) {
            Some(Members::Sides)
        } else if plural.persons.contains(lemma) {
            Some(Members::Persons)
        } else if plural.states.contains(lemma) {
            Some(Members::States)
        } else if plural.bodies.contains(lemma) {
            Some(Members::Bodies)
        } else {
            None
        }
    }

    fn is_member(&self, e: usize, members: Members, i: usize) -> bool {
        let kind = self.kind(e);
        match members {
            Members::Persons if kind == EntityType::Person => {
                // "the foreign ministers": those who are.
                let lemma = &*self.doc.tokens[i].lemma;
                let mut titles = self.posts.of(e).map(|o| &*o.title).peekable();
                let office =
                    self.words.titles.heads.contains(lemma) && !self.words.titles.rank.leader.contains(lemma);
                !office || titles.peek().is_none() || titles.any(|t| t.split(' ').any(|w| w == lemma))
            }
            Members::Persons => false,
            Members::States => kind == EntityType::Country,
            Members::Sides => {
                matches!(kind, EntityType::Country | EntityType::Organization | EntityType::Group)
            }
            Members::Bodies => kind == EntityType::Organization,
        }
    }

    /// "the two leaders", "both sides", "the three ministers, A, B and C"
    pub(super) fn plural_description(&mut self, i: usize, start: usize, members: Members) -> Option<Mention> {
        let doc = self.doc;
        let function = &self.words.names.function;
        // Named beside it: the names are the members.
        if let Some(first) = doc.child(i, Deprel::Appos) {
            let named: Vec<usize> = crate::extract::office::with_conjuncts(doc, &self.base, first);
            if named.len() > 1 {
                return Some(self.plural(i, start, named));
            }
        }
        let number = self.number(start, i);
        if number.is_none() && (start..i).any(|k| doc.tokens[k].tag == Tag::Cd) {
            return None;
        }
        let first = &doc.tokens[start];
        let definite = function.definite_plural.contains(&*first.lower);
        let singular = matches!(doc.tokens[i].tag, Tag::Nn | Tag::Nnp);
        if !definite || singular && !function.either.contains(&*first.lower) && number.is_none() {
            return None;
        }
        // Words that narrow it down ("the other two leaders", "the Gulf states") make it somebody else.
        let narrowed = (start..i).any(|k| {
            let token = &doc.tokens[k];
            matches!(token.tag, Tag::Jj | Tag::Nnp | Tag::Jjs) && token.head == i && !self.is_title_word(k)
        });
        if narrowed
            || doc.children_by(i, Deprel::Prep).any(|p| function.of.contains(&*doc.tokens[p].lower))
                && number.is_none()
        {
            return None;
        }
        let found = self.find_members(i, members, number)?;
        Some(self.plural(i, start, found))
    }

    fn is_title_word(&self, k: usize) -> bool {
        self.words.titles.modifiers.contains(&*self.doc.tokens[k].lower)
    }

    fn plural(&self, i: usize, start: usize, members: Vec<usize>) -> Mention {
        Mention { tokens: start..i + 1, head: i, kind: MentionKind::Description, entity: None, members }
    }

    /// The members of a plural: the latest plural or coordination that fits, else those who share a sentence, else
    /// for a known number the ones named most.
    pub(super) fn find_members(
        &self,
        i: usize,
        members: Members,
        number: Option<usize>,
    ) -> Option<Vec<usize>> {
        let fits = |all: &[usize]| {
            all.len() > 1
                && number.is_none_or(|n| all.len() == n)
                && all.iter().all(|&e| self.is_member(e, members, i))
        };
        // "both parties" in a text that names parties.
        let lemma = &*self.doc.tokens[i].lemma;
        let is_one = |e: usize| self.base.entities[e].name.to_lowercase().split(' ').any(|w| w == lemma);
        let named_so =
            members != Members::Persons && self.mentioned().into_iter().filter(|&e| is_one(e)).count() > 1;
        let fits = |all: &[usize]| fits(all) && (!named_so || all.iter().all(|&e| is_one(e)));
        let near = if number.is_some() { 4 } else { 3 };
        // Sides and states stay the same through a text; persons change from scene to scene.
        let stable = matches!(members, Members::Sides | Members::States);
        let together = self
            .recent(i, if stable && number.is_some() { 14 } else { near })
            .filter(|a| a.head != i)
            .filter(|a| a.kind == AntecedentKind::Coordination || a.members.len() > 1)
            .find(|a| fits(&a.members));
        let distance = |sentence: usize| self.doc.sentence_of(i) - sentence;
        // Who stands in one sentence, the latest first.
        let mut shared: Option<(usize, Vec<usize>)> = None;
        for back in 0..=near {
            let mut here = Vec::new();
            for a in self.recent(i, back).filter(|a| distance(a.sentence) == back) {
                if a.kind == AntecedentKind::Mention(MentionKind::Demonym) {
                    continue;
                }
                if let Some(e) = a.entity
                    && self.is_member(e, members, i)
                    && (!named_so || is_one(e))
                    && !here.contains(&e)
                    && !crate::extract::mention::in_dateline(self.doc, a.head)
                {
                    here.push(e);
                }
            }
            here.reverse();
            if fits(&here) {
                shared = Some((back, here));
                break;
            }
        }
        match (together, shared) {
            (Some(a), Some((back, here))) if back < distance(a.sentence) && number.is_some() && !stable => {
                Some(here)
            }
            (Some(a), _) => Some(a.members.clone()),
            (None, Some((_, here))) if number.is_some() || here.len() == 2 => Some(here),
            _ => {
                let n = number.or((members == Members::Sides).then_some(2))?;
                let mut all = self.mentioned();
                all.retain(|&e| self.is_member(e, members, i) && (!named_so || is_one(e)));
                all.sort_by_key(|&e| (std::cmp::Reverse(self.counts[e]), e));
                all.truncate(n);
                all.sort_unstable();
                (all.len() == n).then_some(all)
            }
        }
    }
}
