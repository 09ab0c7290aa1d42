//! Descriptions: "the US leader", "his Russian counterpart", "American officials", "the bloc", "Kenya's foreign ministry".

use super::Resolver;
use crate::extract::mention::{Mention, MentionKind, slug};
use crate::extract::office::{OfficeDraft, is_possessive_mark, title_ending_at};
use crate::schema::{EntityType, OfficeStatus};
use crate::text::{Deprel, Tag, Upos};

/// How far back a description looks, in sentences.
const NEAR: usize = 5;

impl Resolver<'_> {
    /// Reads a noun that no name covers: what it resolves to, or that it is a thing, joins the history.
    pub(super) fn noun(&mut self, i: usize) {
        let token = &self.doc.tokens[i];
        // Part of a longer phrase, or a title before a name.
        if matches!(
            token.deprel,
            Deprel::Compound | Deprel::Amod | Deprel::Nmod | Deprel::Npadvmod
        ) && token.head > i
            && !self.is_possessive(i)
        {
            return;
        }
        let start = self.phrase_start(i);
        let found = self.describe(i, start);
        match found {
            Some(mention) => {
                self.remember(mention);
                self.coordination(i);
            }
            None => self.thing(i),
        }
    }

    /// "The Frenchman": the person of that country who was mentioned last.
    pub(super) fn compatriot(&self, m: &Mention) -> Option<usize> {
        let token = &self.doc.tokens[m.head];
        let stands_alone = matches!(token.tag, Tag::Nn | Tag::Nnp)
            && matches!(
                token.deprel,
                Deprel::Nsubj | Deprel::Nsubjpass | Deprel::Dobj | Deprel::Pobj | Deprel::Poss
            );
        let definite = m.tokens.start > 0 && &*self.doc.tokens[m.tokens.start - 1].lower == "the";
        if !stands_alone || !definite {
            return None;
        }
        let country = m.entity?;
        self.latest(m.head, NEAR, |r, e| {
            r.kind(e) == EntityType::Person && r.base.entities[e].country == Some(country)
        })
    }

    fn is_possessive(&self, i: usize) -> bool {
        self.doc.tokens[i].deprel == Deprel::Poss
    }

    /// The mention in front of head `i` that says whose or what kind: a demonym, name or possessive.
    fn modifier(&self, start: usize, i: usize) -> Option<&Mention> {
        (start..i).rev().find_map(|k| {
            let m = self
                .base
                .containing(k)
                .filter(|m| m.head == k && m.tokens.end <= i)?;
            let token = &self.doc.tokens[m.head];
            let hangs = token.head == i || self.doc.tokens[token.head].head == i;
            hangs.then_some(m)
        })
    }

    fn describe(&mut self, i: usize, start: usize) -> Option<Mention> {
        let doc = self.doc;
        let words = self.words;
        let token = &doc.tokens[i];
        let (lower, lemma) = (&*token.lower, &*token.lemma);
        let plural = matches!(token.tag, Tag::Nns | Tag::Nnps);
        let first = &*doc.tokens[start].lower;
        let definite = matches!(first, "the" | "this" | "that" | "these" | "those");
        let modifier = self.modifier(start, i).cloned();

        // A named person beside it: "his foreign minister, Sergey Lavrov".
        // "the president-elect": the parse takes the last part for the head.
        let elect = words.titles.status.elect.contains(lower)
            && title_ending_at(doc, &self.base, words, i + 1)
                .is_some_and(|t| t.status == OfficeStatus::Elect);
        let person_noun = elect
            || words.titles.heads.contains(lemma)
            || words.titles.heads.contains(lower)
            || words.names.person.nouns.contains(lemma)
            || words.names.person.counterpart.contains(lemma);
        if person_noun && !plural {
            let beside = doc
                .children_by(i, Deprel::Appos)
                .chain((token.deprel == Deprel::Appos).then_some(token.head))
                .filter_map(|k| self.base.at(k))
                .find_map(|m| {
                    m.entity
                        .filter(|&e| self.kind(e) == EntityType::Person && m.kind == MentionKind::Name)
                });
            // The words go before the parse: of a list, the last name is the one described.
            let before = start
                .checked_sub(2)
                .filter(|_| doc.word(start - 1) == "," && token.deprel == Deprel::Appos)
                .and_then(|k| {
                    self.base
                        .containing(k)
                        .filter(|m| m.tokens.end == k + 1 && m.kind == MentionKind::Name)
                })
                .and_then(|m| m.entity.filter(|&e| self.kind(e) == EntityType::Person));
            if let Some(e) = before.or(beside) {
                return Some(self.mention(start..i + 1, i, e));
            }
        }
        // A named place or body beside it: "the Swiss city of Geneva", "Artsakh, the breakaway enclave".
        if !plural && !person_noun {
            let beside = doc
                .children_by(i, Deprel::Appos)
                .chain((token.deprel == Deprel::Appos).then_some(token.head))
                .filter_map(|k| self.base.at(k))
                .find_map(|m| {
                    m.entity
                        .filter(|&e| m.kind == MentionKind::Name && self.fits_noun(e, lemma))
                });
            if let Some(e) = beside {
                return Some(self.mention(start..i + 1, i, e));
            }
        }
        if let Some(mention) = self.common_body(i, start, modifier.as_ref()) {
            return Some(mention);
        }
        if let Some(mention) = self.stand_in(i, start, modifier.as_ref()) {
            return Some(mention);
        }
        if plural || words.names.plural.numerals.contains_key(lower) {
            if let Some(members) = self.members_of(i)
                && modifier.is_none()
                && let Some(mention) = self.plural_description(i, start, members)
            {
                return Some(mention);
            }
            return modifier.and_then(|m| self.group(i, start, &m));
        }
        if words.names.plural.sides.contains(lemma) && matches!(first, "either" | "neither" | "both") {
            let members = self.members_of(i)?;
            return self.plural_description(i, start, members);
        }
        if person_noun {
            return self.person(i, start);
        }
        // "the Austrian capital"
        if words.names.country.capital.contains(lower) && definite {
            let country = modifier.as_ref().and_then(|m| self.demonym_country(m))?;
            return self
                .capital_of(&country)
                .map(|e| self.mention(start..i + 1, i, e));
        }
        if modifier.is_some() || !definite {
            return None;
        }
        if doc
            .children_by(i, Deprel::Prep)
            .any(|p| &*doc.tokens[p].lower == "of")
        {
            return None;
        }
        if words.names.stand_in.nouns.contains(lower) && words.names.country.nouns.contains(lower) {
            // "the government" is that of the country that the text is about.
            let e = self
                .recent(i, 10)
                .filter_map(|a| a.entity)
                .filter(|&e| self.kind(e) == EntityType::Country)
                .max_by_key(|&e| (self.counts[e], std::cmp::Reverse(e)))?;
            return Some(self.mention(start..i + 1, i, e));
        }
        if words.names.country.nouns.contains(lower) {
            // "the only country" is none that was named.
            if i > start + 1 && doc.tokens[i - 1].deprel != Deprel::Compound {
                return None;
            }
            let e = self.latest(i, NEAR, |r, e| r.kind(e) == EntityType::Country)?;
            return Some(self.mention(start..i + 1, i, e));
        }
        if words.names.country.region.contains(lower) {
            let e = self
                .recent(i, 10)
                .filter_map(|a| a.entity)
                .filter(|&e| self.kind(e) == EntityType::Region)
                .max_by_key(|&e| (self.counts[e], std::cmp::Reverse(e)))?;
            return Some(self.mention(start..i + 1, i, e));
        }
        let body = words.names.body.iter().find(|b| b.noun == lemma)?;
        let e = self
            .latest(i, 40, |r, e| r.fits_body(e, &body.fits))
            .or_else(|| self.first_that_fits(&body.fits))?;
        Some(self.mention(start..i + 1, i, e))
    }

    /// The only entity of the text so far that a description fits, when it was named long ago.
    fn first_that_fits(&self, fits: &crate::lexicon::Words) -> Option<usize> {
        let mut all = (0..self.counts.len()).filter(|&e| self.counts[e] > 0 && self.fits_body(e, fits));
        let only = all.next()?;
        all.next().is_none().then_some(only)
    }

    fn fits_body(&self, e: usize, fits: &crate::lexicon::Words) -> bool {
        let draft = &self.base.entities[e];
        if draft.kind != EntityType::Organization {
            return false;
        }
        let name = draft.name.to_lowercase();
        fits.contains(&name) || name.split([' ', '-']).any(|w| fits.contains(w))
    }

    /// Whether a common noun may describe a place or body of this kind.
    fn fits_noun(&self, e: usize, lemma: &str) -> bool {
        let names = &self.words.names;
        match self.kind(e) {
            EntityType::Country => names.country.nouns.contains(lemma),
            EntityType::City => names.country.capital.contains(lemma),
            EntityType::Region => names.country.region.contains(lemma) || names.region.heads.contains(lemma),
            EntityType::Organization => {
                names.organization.heads.contains(lemma) || names.body.iter().any(|b| b.noun == lemma)
            }
            _ => false,
        }
    }

    /// The id of the country that a demonym or name points to.
    fn demonym_country(&self, m: &Mention) -> Option<String> {
        if let Some(e) = m.entity {
            return (self.kind(e) == EntityType::Country).then(|| self.base.entities[e].id.clone());
        }
        self.gazetteer
            .demonym(self.doc.slice(m.tokens.clone()))
            .map(|k| k.id.to_owned())
    }

    fn capital_of(&mut self, country: &str) -> Option<usize> {
        let sits = |r: &Self, name: &str| r.gazetteer.capital(name).is_some_and(|k| k.id == country);
        let named = (0..self.base.entities.len())
            .find(|&e| self.kind(e) == EntityType::City && sits(self, &self.base.entities[e].name));
        if named.is_some() {
            return named;
        }
        // The text may use its name for the government only.
        let name = self
            .base
            .mentions
            .iter()
            .map(|m| self.doc.slice(m.tokens.clone()))
            .find(|form| sits(self, form))?;
        let city = self
            .gazetteer
            .lookup(name)
            .into_iter()
            .find(|k| k.kind == EntityType::City)?;
        let e = self.entity(EntityType::City, city.id.to_owned(), city.name.to_owned(), None);
        self.base.entities[e].same_as = city.same_as;
        Some(e)
    }

    /// "American officials", "the Ethiopian government", "the Biden administration", "Erdogan's office"
    fn stand_in(&mut self, i: usize, start: usize, modifier: Option<&Mention>) -> Option<Mention> {
        let lower = &*self.doc.tokens[i].lower;
        let words = &self.words.names.stand_in;
        let listed =
            words.nouns.contains(lower) || words.of_body.contains(lower) || words.of_person.contains(lower);
        if !listed {
            return None;
        }
        // "officials in Ankara", "the government of Ethiopia"
        let complement = self.doc.children_by(i, Deprel::Prep).find_map(|p| {
            let object = self.doc.child(p, Deprel::Pobj)?;
            matches!(&*self.doc.tokens[p].lower, "of" | "in" | "from")
                .then(|| self.base.at(object))
                .flatten()
        });
        if modifier.is_none() && start == i && self.doc.tokens[i].tag == Tag::Nn {
            return None;
        }
        let (owner, end) = match (modifier, complement) {
            (Some(m), _) => (m.entity?, i + 1),
            (None, Some(m)) => (m.entity?, m.tokens.end),
            (None, None) => return None,
        };
        let entity = match self.kind(owner) {
            EntityType::Country if words.nouns.contains(lower) => owner,
            EntityType::City if complement.is_some() && modifier.is_none() => {
                let country = self.gazetteer.capital(&self.base.entities[owner].name)?;
                *self.by_id.get(country.id)?
            }
            EntityType::Organization if words.of_body.contains(lower) => owner,
            EntityType::Person if words.of_person.contains(lower) => owner,
            EntityType::Person if words.of_holder.contains(lower) => self.base.entities[owner].country?,
            _ => return None,
        };
        Some(self.mention(start..end, i, entity))
    }

    /// "Kenya's foreign ministry", "the Russian parliament"; without a country, one that has been named so.
    fn common_body(&mut self, i: usize, start: usize, modifier: Option<&Mention>) -> Option<Mention> {
        let common = &self.words.names.organization.common;
        let doc = self.doc;
        let lower = &*doc.tokens[i].lower;
        let pair = |k: usize| format!("{} {}", doc.tokens[k].lower, lower);
        let known = common.contains(lower) || i > start && common.contains(&pair(i - 1));
        if !known || matches!(doc.tokens[i].tag, Tag::Nns | Tag::Nnps) && !lower.ends_with("forces") {
            return None;
        }
        // The words between the country and the noun: "foreign", "security".
        let from = modifier.map_or(start, |m| m.tokens.end);
        let kept: Vec<&str> = (from..=i)
            .filter(|&k| {
                !matches!(doc.tokens[k].upos, Upos::Det | Upos::Part | Upos::Num)
                    && doc.tokens[k].tag != Tag::PrpPoss
            })
            .map(|k| &*doc.tokens[k].lower)
            .filter(|w| !self.words.titles.outside.contains(*w))
            .collect();
        if kept.len() > 6 {
            return None;
        }
        let phrase = kept.join(" ");
        let complement = doc
            .children_by(i, Deprel::Prep)
            .filter(|&p| matches!(&*doc.tokens[p].lower, "of" | "in"))
            .filter_map(|p| doc.child(p, Deprel::Pobj))
            .find_map(|o| self.base.at(o).and_then(|m| m.entity))
            .filter(|&e| self.kind(e) == EntityType::Country);
        let country = match modifier {
            None if complement.is_some() => complement,
            Some(m) => Some(
                m.entity
                    .filter(|&e| matches!(self.kind(e), EntityType::Country | EntityType::Region))?,
            ),
            None => (start..i)
                .find(|&k| doc.tokens[k].tag == Tag::PrpPoss)
                .and_then(|k| self.entities_at(k).first().copied())
                .filter(|&e| self.kind(e) == EntityType::Country),
        };
        let title = capitalized(&phrase);
        let start = if doc.tokens[start].tag == Tag::PrpPoss {
            start + 1
        } else {
            start
        };
        if let Some(country) = country {
            let name = format!("{title} of {}", self.base.entities[country].name);
            let id = slug(&name);
            let e = self.entity(EntityType::Organization, id, name, Some(country));
            return Some(self.mention(start..i + 1, i, e));
        }
        // Named before in more words.
        let named = self.latest(i, 60, |r, e| {
            let draft = &r.base.entities[e];
            draft.kind == EntityType::Organization && {
                let name = draft.name.to_lowercase();
                name.ends_with(&phrase) || name.starts_with(&format!("{phrase} of "))
            }
        });
        if let Some(e) = named {
            return Some(self.mention(start..i + 1, i, e));
        }
        // Else it is that of the country spoken of.
        let first = &*doc.tokens[start].lower;
        let ministry = kept.len() > 1 && *lower == *"ministry";
        if !ministry && !self.words.names.organization.bare.contains(&phrase) || matches!(first, "a" | "an") {
            return None;
        }
        let country = self.latest(i, NEAR, |r, e| r.kind(e) == EntityType::Country)?;
        let name = format!("{title} of {}", self.base.entities[country].name);
        let e = self.entity(EntityType::Organization, slug(&name), name, Some(country));
        Some(self.mention(start..i + 1, i, e))
    }

    /// "European leaders", "German companies", "Ukraine's European allies"
    fn group(&mut self, i: usize, start: usize, modifier: &Mention) -> Option<Mention> {
        let doc = self.doc;
        let lemma = &*doc.tokens[i].lemma;
        if !self.words.names.group.nouns.contains(lemma) && !self.words.titles.heads.contains(lemma) {
            return None;
        }
        if modifier
            .entity
            .is_some_and(|e| self.kind(e) == EntityType::Person)
        {
            return None;
        }
        // Named beside it: "Foreign Ministers A and B".
        if let Some(first) = doc.child(i, Deprel::Appos) {
            let named = crate::extract::office::with_conjuncts(doc, &self.base, first);
            if named.len() > 1 {
                return Some(Mention {
                    tokens: start..i + 1,
                    head: i,
                    kind: MentionKind::Description,
                    entity: None,
                    members: named,
                });
            }
        }
        // A party stands for its people.
        if let Some(e) = modifier
            .entity
            .filter(|&e| self.kind(e) == EntityType::Organization && modifier.kind == MentionKind::Demonym)
        {
            return Some(self.mention(start..i + 1, i, e));
        }
        let from = (start..i)
            .find(|&k| {
                !matches!(doc.tokens[k].upos, Upos::Det | Upos::Num)
                    && !self.words.titles.outside.contains(&*doc.tokens[k].lower)
            })
            .unwrap_or(i)
            .min(modifier.tokens.start);
        let phrase = doc.slice(from..i + 1);
        let mut name = String::new();
        for (n, c) in phrase.chars().enumerate() {
            if n == 0 {
                name.extend(c.to_uppercase())
            } else {
                name.push(c)
            }
        }
        let name = crate::extract::mention::plain(&name);
        let e = self.entity(EntityType::Group, slug(&name), name, modifier.entity);
        Some(self.mention(start..i + 1, i, e))
    }

    /// A single person described: "the Ukrainian leader", "the prime minister", "his Russian counterpart".
    fn person(&mut self, i: usize, start: usize) -> Option<Mention> {
        let doc = self.doc;
        let words = self.words;
        let lemma = &*doc.tokens[i].lemma;
        let title = title_ending_at(doc, &self.base, words, i + 1);
        let first = &doc.tokens[start];
        let possessed = first.tag == Tag::PrpPoss || (start..i).any(|k| is_possessive_mark(doc, k));
        let indefinite = matches!(
            &*first.lower,
            "a" | "an" | "another" | "some" | "any" | "no" | "one" | "each" | "every"
        );
        if indefinite || !matches!(doc.tokens[i].tag, Tag::Nn | Tag::Nnp) {
            return None;
        }
        let definite = matches!(&*first.lower, "the" | "this" | "that");
        let of_title = title.as_ref().map(|t| {
            let mut of = t.of.clone();
            if of.is_empty() {
                of = t.possessor.map(|p| self.entities_at(p)).unwrap_or_default();
            }
            of
        });
        let mut of = of_title.and_then(|of| of.first().copied());
        let text = title
            .as_ref()
            .map_or_else(|| lemma.to_owned(), |t| t.text.clone());
        // "the president of Egypt"
        if of.is_none() {
            of = doc
                .children_by(i, Deprel::Prep)
                .filter(|&p| &*doc.tokens[p].lower == "of")
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
            let country = self
                .modifier(start, i)
                .filter(|m| m.kind == MentionKind::Demonym)
                .and_then(|m| m.entity)?;
            let owner = (start..i)
                .find_map(|k| self.at.get(&k).filter(|m| m.kind == MentionKind::Pronoun))
                .and_then(|m| m.entity);
            let titles: Vec<String> = self
                .offices
                .iter()
                .filter(|o| Some(o.holder) == owner)
                .map(|o| o.title.clone())
                .collect();
            let e = self.holder(i, |r, o| {
                o.of == Some(country)
                    && Some(o.holder) != owner
                    && titles.iter().any(|t| r.words.titles.agree(t, &o.title))
            })?;
            return Some(self.mention(start..i + 1, i, e));
        }
        let former = title.as_ref().is_some_and(|t| t.status == OfficeStatus::Former);
        let status_fits =
            move |o: &crate::extract::office::OfficeDraft| former == (o.status == OfficeStatus::Former);
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
                                && !r
                                    .offices
                                    .iter()
                                    .any(|o| o.holder == e && r.words.titles.rank.top.contains(&*o.title))
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
            let of = of.filter(|&o| self.kind(o) == EntityType::Country);
            if definite && (of.is_some() || !self.offices.iter().any(|o| same(self, o))) {
                found = self.untitled(i, of);
            }
            if let Some(e) = found {
                self.offices
                    .push(OfficeDraft::described(e, text.clone(), of, start..i + 1));
                self.base.entities[e].country = self.base.entities[e].country.or(of);
            }
        }
        found.map(|e| self.mention(start..i + 1, i, e))
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
                let free = !self
                    .offices
                    .iter()
                    .any(|o| o.holder == e && (o.of.is_some() || of.is_none()));
                draft.kind == EntityType::Person && (draft.country.is_none() || draft.country == of) && free
            })
            .map(|e| {
                (
                    self.base.of(e).filter(|m| m.kind == MentionKind::Name).count(),
                    std::cmp::Reverse(e),
                )
            })
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
        let holders: Vec<usize> = self
            .offices
            .iter()
            .filter(|o| passes(self, o))
            .map(|o| o.holder)
            .collect();
        if let Some(e) = self.latest(i, 12, |_, e| holders.contains(&e)) {
            return Some(e);
        }
        // Somebody named earlier, or only later: a lead may describe whom the next sentence names.
        let before = holders
            .iter()
            .copied()
            .filter(|&e| self.counts[e] > 0)
            .max_by_key(|&e| (self.counts[e], std::cmp::Reverse(e)));
        before.or_else(|| {
            holders
                .first()
                .copied()
                .filter(|&e| holders.iter().all(|&h| h == e))
        })
    }

    fn holder_near(
        &self,
        i: usize,
        sentences: usize,
        passes: impl Fn(&crate::extract::office::OfficeDraft) -> bool,
    ) -> Option<usize> {
        let holders: Vec<usize> = self
            .offices
            .iter()
            .filter(|o| passes(o))
            .map(|o| o.holder)
            .collect();
        self.latest(i, sentences, |_, e| holders.contains(&e))
    }
}

/// A phrase with a capital on every word but the small ones.
fn capitalized(phrase: &str) -> String {
    phrase
        .split(' ')
        .map(|w| {
            if matches!(w, "of" | "and" | "for" | "the") {
                return w.to_owned();
            }
            let mut chars = w.chars();
            chars
                .next()
                .map(|c| c.to_uppercase().chain(chars).collect())
                .unwrap_or_default()
        })
        .collect::<Vec<String>>()
        .join(" ")
}
