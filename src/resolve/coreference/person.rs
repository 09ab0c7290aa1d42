//! Descriptions of a single person: "the US leader", "the prime minister", "his Russian counterpart", "the Frenchman".

use super::Resolver;
use super::description::NEAR;
use crate::extract::mention::{Mention, MentionKind};
use crate::extract::office::{OfficeDraft, is_possessive_mark, title_ending_at};
use crate::schema::{EntityType, OfficeStatus};
use crate::text::{Deprel, Tag};

impl Resolver<'_> {
    /// "The Frenchman": the person of that country who was mentioned last.
    pub(super) fn compatriot(&self, m: &Mention) -> Option<usize> {
        let token = &self.doc.tokens[m.head];
        let stands_alone = matches!(token.tag, Tag::Nn | Tag::Nnp)
            && matches!(
                token.deprel,
                Deprel::Nsubj | Deprel::Nsubjpass | Deprel::Dobj | Deprel::Pobj | Deprel::Poss
            );
        let definite = m.tokens.start > 0
            && self.words.names.function.article.contains(&*self.doc.tokens[m.tokens.start - 1].lower);
        if !stands_alone || !definite {
            return None;
        }
        let country = m.entity?;
        self.latest(m.head, NEAR, |r, e| {
            r.kind(e) == EntityType::Person && r.base.entities[e].country == Some(country)
        })
    }

    /// A single person described: "the Ukrainian leader", "the prime minister", "his Russian counterpart".
    pub(super) fn person(&mut self, i: usize, start: usize) -> Option<Mention> {
        let doc = self.doc;
        let words = self.words;
        let lemma = &*doc.tokens[i].lemma;
        let title = title_ending_at(doc, &self.base, words, i + 1);
        let first = &doc.tokens[start];
        let possessed = first.tag == Tag::PrpPoss || (start..i).any(|k| is_possessive_mark(doc, k));
        let indefinite = self.words.names.function.unspecific.contains(&*first.lower);
        if indefinite || !matches!(doc.tokens[i].tag, Tag::Nn | Tag::Nnp) {
            return None;
        }
        let definite = self.words.names.function.definite_singular.contains(&*first.lower);
        let of_title = title.as_ref().map(|t| {
            let mut of = t.of.clone();
            if of.is_empty() {
                of = t.possessor.map(|p| self.entities_at(p)).unwrap_or_default();
            }
            of
        });
        let mut of = of_title.and_then(|of| of.first().copied());
        let text = title.as_ref().map_or_else(|| lemma.to_owned(), |t| t.text.clone());
        // "the president of Egypt"
        if of.is_none() {
            of = doc
                .children_by(i, Deprel::Prep)
                .filter(|&p| self.words.names.function.of.contains(&*doc.tokens[p].lower))
                .filter_map(|p| doc.child(p, Deprel::Pobj))
                .find_map(|o| self.base.at(o).and_then(|m| m.entity));
        }
        let relation =
            words.names.person.counterpart.contains(lemma) || words.names.person.predecessor.contains(lemma);
        if !definite && !possessed && of.is_none() {
            return None;
        }
        if words.names.person.predecessor.contains(lemma) {
            return None;
        }
        if relation {
            // The one of that country who holds what the other one holds; else its leader.
            let country =
                self.modifier(start, i).filter(|m| m.kind == MentionKind::Demonym).and_then(|m| m.entity)?;
            let owner = (start..i)
                .find_map(|k| self.at.get(&k).filter(|m| m.kind == MentionKind::Pronoun))
                .and_then(|m| m.entity);
            let titles: Vec<String> =
                owner.into_iter().flat_map(|e| self.posts.of(e)).map(|o| o.title.clone()).collect();
            let e = self.holder(i, |r, o| {
                o.of == Some(country)
                    && Some(o.holder) != owner
                    && titles.iter().any(|t| r.words.titles.agree(t, &o.title))
            })?;
            return Some(self.mention(start..i + 1, i, e));
        }
        let former = title.as_ref().is_some_and(|t| t.status == OfficeStatus::Former);
        // "The president" is whoever holds the post, not who is yet to take it.
        let status_fits = move |o: &crate::extract::office::OfficeDraft| {
            former == (o.status == OfficeStatus::Former) && o.status != OfficeStatus::Elect
        };
        let leader = words.titles.rank.leader.contains(&*text);
        let owner_is_person = of.is_some_and(|o| self.kind(o) == EntityType::Person);
        let same = |r: &Self, o: &crate::extract::office::OfficeDraft| {
            r.words.titles.agree(&o.title, &text)
                || o.title.ends_with(&format!(" {text}")) && text.contains(' ')
        };
        let elect = title.as_ref().is_some_and(|t| t.status == OfficeStatus::Elect);
        if elect {
            let e = self.holder(i, |_, o| o.status == OfficeStatus::Elect)?;
            return Some(self.mention(start..i + 1, i, e));
        }
        let top = words.titles.rank.top.contains(&*text) || leader;
        let mut found = if let Some(of) = of.filter(|_| !owner_is_person) {
            // Whoever acts for a seat ("the Kremlin leader") is found by its country.
            self.holder(i, |r, o| o.of == Some(of) && same(r, o) && status_fits(o))
                .or_else(|| {
                    leader.then(|| {
                        self.holder(i, |r, o| {
                            o.of == Some(of) && r.words.titles.rank.top.contains(&*o.title) && status_fits(o)
                        })
                    })?
                })
                .or_else(|| {
                    // "the Russian billionaire": somebody of that country with such a noun beside the name.
                    let described =
                        words.names.person.nouns.contains(lemma) && !words.titles.rank.leader.contains(lemma);
                    described.then(|| {
                        self.latest(i, 2, |r, e| {
                            r.kind(e) == EntityType::Person
                                && r.base.entities[e].country == Some(of)
                                && !r.posts.of(e).any(|o| r.words.titles.rank.top.contains(&*o.title))
                        })
                    })?
                })
        } else if definite || owner_is_person {
            if owner_is_person && !possessed {
                None
            } else if owner_is_person {
                self.holder(i, |r, o| o.of == of && same(r, o))
            } else {
                self.holder(i, |r, o| same(r, o) && status_fits(o))
                    .or_else(|| {
                        leader.then(|| {
                            self.holder(i, |r, o| {
                                r.words.titles.rank.top.contains(&*o.title) && status_fits(o)
                            })
                        })?
                    })
                    .or_else(|| {
                        // "the minister", "the cleric"
                        let bare = !text.contains(' ') && definite;
                        bare.then(|| self.holder_near(i, 2, |o| o.title.ends_with(&format!(" {text}"))))?
                    })
                    .or_else(|| {
                        let plain =
                            words.names.person.nouns.contains(lemma) && !words.titles.heads.contains(lemma);
                        plain.then(|| self.latest(i, 1, |r, e| r.kind(e) == EntityType::Person))?
                    })
            }
        } else {
            None
        };
        // Whom everybody knows a text may name without a title: its main person that has none.
        if found.is_none() && top && !former && !owner_is_person {
            if let Some(of) = of.filter(|_| definite) {
                found = self.known(i, of, &text);
            }
            let of = of.filter(|&o| found.is_some() || self.kind(o) == EntityType::Country);
            if found.is_none()
                && definite
                && (of.is_some() || !self.posts.around(i).any(|o| self.counts[o.holder] > 0 && same(self, o)))
            {
                found = self.untitled(i, of);
            }
            if let Some(e) = found {
                self.posts.push(OfficeDraft::described(e, text.clone(), of, start..i + 1));
                let country = of.filter(|&of| self.kind(of) == EntityType::Country);
                self.base.entities[e].country = self.base.entities[e].country.or(country);
            }
        }
        found.map(|e| self.mention(start..i + 1, i, e))
    }

    /// The one person named so far, or in a lead soon after, who is known to have this post of a country and of whom the
    /// text says nothing else: "the Turkish leader".
    fn known(&self, i: usize, of: usize, title: &str) -> Option<usize> {
        let lead = self.doc.sentence_of(i) < 3;
        let mut fitting = self.leaders.iter().filter(|(e, known)| {
            let elsewhere =
                |o: &OfficeDraft| o.status == OfficeStatus::Former || o.of.is_some_and(|other| other != of);
            (self.counts[*e] > 0 || lead)
                && !self.posts.of(*e).any(elsewhere)
                && known.holds(&self.base, &self.words.titles, title, of)
        });
        let (first, _) = fitting.next()?;
        fitting.next().is_none().then_some(*first)
    }

    /// The person of the last sentences with the most mentions by name, at least two, of whom the text says neither
    /// post nor country other than `of`.
    fn untitled(&self, i: usize, of: Option<usize>) -> Option<usize> {
        let mut near: Vec<usize> = self.recent(i, 4).filter_map(|a| a.entity).collect();
        near.sort_unstable();
        near.dedup();
        near.into_iter()
            .filter(|&e| {
                let draft = &self.base.entities[e];
                let free = !self.posts.of(e).any(|o| o.of.is_some() || of.is_none());
                let known = self.leaders.binary_search_by_key(&e, |(known, _)| *known);
                let foreign = of
                    .is_some_and(|of| known.is_ok_and(|known| !self.leaders[known].1.leads(&self.base, of)));
                draft.kind == EntityType::Person
                    && (draft.country.is_none() || draft.country == of)
                    && free
                    && !foreign
            })
            .map(|e| (self.named.get(e).copied().unwrap_or(0), std::cmp::Reverse(e)))
            .filter(|(count, _)| *count > 1)
            .max()
            .map(|(_, std::cmp::Reverse(e))| e)
    }

    /// The person mentioned last, or else named at all, who holds an office that passes.
    fn holder(
        &self,
        i: usize,
        passes: impl Fn(&Self, &crate::extract::office::OfficeDraft) -> bool,
    ) -> Option<usize> {
        let holders: Vec<usize> =
            self.posts.around(i).filter(|o| passes(self, o)).map(|o| o.holder).collect();
        if let Some(e) = self.latest(i, 12, |_, e| holders.contains(&e)) {
            return Some(e);
        }
        // Somebody named earlier, or only later: a lead may describe whom the next sentence names.
        let before = holders
            .iter()
            .copied()
            .filter(|&e| self.counts[e] > 0)
            .max_by_key(|&e| (self.counts[e], std::cmp::Reverse(e)));
        // Only a lead describes somebody whom it names afterwards.
        let lead = self.doc.sentence_of(i) < 3;
        before.or_else(|| holders.first().copied().filter(|&e| lead && holders.iter().all(|&h| h == e)))
    }

    fn holder_near(
        &self,
        i: usize,
        sentences: usize,
        passes: impl Fn(&crate::extract::office::OfficeDraft) -> bool,
    ) -> Option<usize> {
        let holders: Vec<usize> = self.posts.around(i).filter(|o| passes(o)).map(|o| o.holder).collect();
        self.latest(i, sentences, |_, e| holders.contains(&e))
    }
}
