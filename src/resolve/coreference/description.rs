//! Descriptions: "the US leader", "his Russian counterpart", "American officials", "the bloc", "Kenya's foreign ministry".

use super::Resolver;
use super::resolver::Capitals;
use crate::extract::mention::{Mention, MentionKind, Mentions, slug};
use crate::extract::office::title_ending_at;
use crate::lexicon::{Gazetteer, Words};
use crate::schema::{EntityType, OfficeStatus};
use crate::text::{AnalysedText, Deprel, Tag, Upos};

/// How far back a description looks, in sentences.
pub(super) const NEAR: usize = 5;

impl Resolver<'_> {
    /// Reads a noun that no name covers: what it resolves to, or that it is a thing, joins the history.
    pub(super) fn noun(&mut self, i: usize) {
        let token = &self.doc.tokens[i];
        // Part of a longer phrase, or a title before a name.
        if matches!(token.deprel, Deprel::Compound | Deprel::Amod | Deprel::Nmod | Deprel::Npadvmod)
            && token.head > i
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

    fn is_possessive(&self, i: usize) -> bool {
        self.doc.tokens[i].deprel == Deprel::Poss
    }

    /// The mention in front of head `i` that says whose or what kind: a demonym, name or possessive.
    pub(super) fn modifier(&self, start: usize, i: usize) -> Option<&Mention> {
        (start..i).rev().find_map(|k| {
            let m = self.base.containing(k).filter(|m| m.head == k && m.tokens.end <= i)?;
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
        let definite = words.names.function.definite.contains(first);
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
                    m.entity.filter(|&e| self.kind(e) == EntityType::Person && m.kind == MentionKind::Name)
                });
            // The words go before the parse: of a list, the last name is the one described.
            let before = start
                .checked_sub(2)
                .filter(|_| doc.word(start - 1) == "," && token.deprel == Deprel::Appos)
                .and_then(|k| {
                    self.base.containing(k).filter(|m| m.tokens.end == k + 1 && m.kind == MentionKind::Name)
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
                .find_map(|m| m.entity.filter(|&e| m.kind == MentionKind::Name && self.fits_noun(e, lemma)));
            if let Some(e) = beside {
                return Some(self.mention(start..i + 1, i, e));
            }
        }
        if let Some(mention) = self.common_body(i, start, modifier.as_ref()) {
            return Some(mention);
        }
        if let Some(mention) = self.personal_body(i, start, modifier.as_ref()) {
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
            return match modifier {
                Some(m) => self.group(i, start, &m).or_else(|| self.bare_group(i, start)),
                None => self.bare_group(i, start),
            };
        }
        if words.names.plural.sides.contains(lemma) && words.names.function.of_two.contains(first) {
            let members = self.members_of(i)?;
            return self.plural_description(i, start, members);
        }
        if person_noun {
            return self.person(i, start);
        }
        // "the Austrian capital"
        if words.names.country.capital.contains(lower) && definite {
            let country = modifier.as_ref().and_then(|m| self.demonym_country(m))?;
            return self.capital_of(&country).map(|e| self.mention(start..i + 1, i, e));
        }
        if modifier.is_some() || !definite {
            return None;
        }
        if doc.children_by(i, Deprel::Prep).any(|p| words.names.function.of.contains(&*doc.tokens[p].lower)) {
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
        let mut all = self.mentioned().into_iter().filter(|&e| self.fits_body(e, fits));
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
        self.gazetteer.demonym(self.doc.slice(m.tokens.clone())).map(|k| k.id.to_owned())
    }

    fn capital_of(&mut self, country: &str) -> Option<usize> {
        let capitals = self.capitals.get_or_insert_with(|| capitals(self.doc, self.gazetteer, &self.base));
        if let Some(&named) = capitals.cities.get(country) {
            return Some(named);
        }
        // The text may use its name for the government only.
        let name = capitals.names.get(country)?;
        let city = self.gazetteer.lookup(name).into_iter().find(|k| k.kind == EntityType::City)?;
        let e = self.entity(EntityType::City, city.id.to_owned(), city.name.to_owned(), None);
        self.base.entities[e].same_as = city.same_as;
        if let Some((capitals, known)) = self.capitals.as_mut().zip(self.gazetteer.capital(city.name)) {
            capitals.cities.entry(known.id).or_insert(e);
        }
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
        let complement = self
            .doc
            .children_by(i, Deprel::Prep)
            .find_map(|p| {
                let object = self.doc.child(p, Deprel::Pobj)?;
                self.words
                    .names
                    .stand_in
                    .whose
                    .contains(&*self.doc.tokens[p].lower)
                    .then(|| self.base.at(object))
                    .flatten()
            })
            .cloned();
        let unknown = i > start && self.doc.tokens[i - 1].upos == Upos::Propn;
        if modifier.is_none()
            && unknown
            && let Some(e) = self.administration(i)
        {
            return Some(self.mention(start..i + 1, i, e));
        }
        if modifier.is_none() && start == i && self.doc.tokens[i].tag == Tag::Nn {
            return None;
        }
        let (owner, end) = match (modifier, &complement) {
            (Some(m), _) => (m.entity?, i + 1),
            // "the other side of the Channel" is nobody.
            (None, Some(_)) if self.words.names.plural.sides.contains(lower) => return None,
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
            EntityType::Person if words.of_holder.contains(lower) => {
                match self.base.entities[owner].country {
                    Some(country) => country,
                    None => self.administration(i)?,
                }
            }
            _ => return None,
        };
        Some(self.mention(start..end, i, entity))
    }

    /// The state that noun `i` means after any leader's name: "the Biden administration".
    fn administration(&mut self, i: usize) -> Option<usize> {
        let meant = &self.words.names.stand_in.administration;
        if *self.doc.tokens[i].lower != *meant.noun {
            return None;
        }
        let found = self.gazetteer.get(&meant.country)?;
        let e = self.entity(EntityType::Country, found.id.to_owned(), found.name.to_owned(), None);
        self.base.entities[e].same_as = found.same_as;
        Some(e)
    }

    /// "the Scholz campaign said": the body that works for a person, where it acts as one.
    fn personal_body(&mut self, i: usize, start: usize, modifier: Option<&Mention>) -> Option<Mention> {
        let doc = self.doc;
        let lower = &*doc.tokens[i].lower;
        let owner = modifier.filter(|m| {
            m.kind == MentionKind::Name
                && m.tokens.end <= i
                && m.entity.is_some_and(|e| self.kind(e) == EntityType::Person)
        })?;
        let speaks = |v: usize| self.words.names.verbs.speech.contains(&*doc.tokens[v].lemma);
        let acts = matches!(doc.tokens[i].deprel, Deprel::Nsubj) && speaks(doc.tokens[i].head)
            || doc.tokens[i].deprel == Deprel::Pobj
                && doc.head(i).is_some_and(|by| {
                    doc.tokens[by].deprel == Deprel::Agent && doc.head(by).is_some_and(speaks)
                });
        if !acts || !self.words.names.organization.personal.contains(lower) {
            return None;
        }
        let name = format!("{} {lower}", doc.word(owner.tokens.end - 1));
        let e = self.entity(EntityType::Organization, slug(&name), name, None);
        Some(self.mention(start..i + 1, i, e))
    }

    /// "Kenya's foreign ministry", "the Russian parliament"; without a country, one that has been named so.
    fn common_body(&mut self, i: usize, start: usize, modifier: Option<&Mention>) -> Option<Mention> {
        let common = &self.words.names.organization.common;
        let doc = self.doc;
        let lower = &*doc.tokens[i].lower;
        let pair = |k: usize| format!("{} {}", doc.tokens[k].lower, lower);
        let known = common.contains(lower) || i > start && common.contains(&pair(i - 1));
        if !known
            || matches!(doc.tokens[i].tag, Tag::Nns | Tag::Nnps)
                && !self.words.names.organization.plural.iter().any(|w| lower.ends_with(w))
        {
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
            .filter(|&p| self.words.names.organization.whose.contains(&*doc.tokens[p].lower))
            .filter_map(|p| doc.child(p, Deprel::Pobj))
            .find_map(|o| self.base.at(o).and_then(|m| m.entity))
            .filter(|&e| self.kind(e) == EntityType::Country);
        let country = match modifier {
            None if complement.is_some() => complement,
            Some(m) => {
                Some(m.entity.filter(|&e| matches!(self.kind(e), EntityType::Country | EntityType::Region))?)
            }
            None => (start..i)
                .find(|&k| doc.tokens[k].tag == Tag::PrpPoss)
                .and_then(|k| self.entities_at(k).first().copied())
                .filter(|&e| self.kind(e) == EntityType::Country),
        };
        let title = capitalized(&phrase, &self.words.names.function.lower_case);
        let start = if doc.tokens[start].tag == Tag::PrpPoss { start + 1 } else { start };
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
        let ministry = kept.len() > 1 && self.words.names.organization.ministry.contains(lower);
        if !ministry && !self.words.names.organization.bare.contains(&phrase)
            || self.words.names.function.indefinite.contains(first)
        {
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
        if modifier.entity.is_some_and(|e| self.kind(e) == EntityType::Person) {
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
            if n == 0 { name.extend(c.to_uppercase()) } else { name.push(c) }
        }
        let name = crate::extract::mention::plain(&name);
        let e = self.entity(EntityType::Group, slug(&name), name, modifier.entity);
        Some(self.mention(start..i + 1, i, e))
    }
}

impl Resolver<'_> {
    /// "House Democrats", "other Republicans": a part of a party that acts is a group and not the party.
    pub(super) fn faction(&mut self, m: &Mention) -> Option<Mention> {
        let doc = self.doc;
        let party = m.entity.filter(|&e| self.kind(e) == EntityType::Organization)?;
        let start = m.tokens.start.checked_sub(1)?;
        let acts = matches!(
            doc.tokens[m.head].deprel,
            Deprel::Nsubj | Deprel::Nsubjpass | Deprel::Dobj | Deprel::Pobj | Deprel::Conj | Deprel::Dative
        );
        let part = self.words.names.group.factions.contains(&*doc.tokens[start].lower)
            && doc.tokens[start].head == m.head
            && matches!(doc.tokens[m.head].tag, Tag::Nns | Tag::Nnps);
        if !acts || !part {
            return None;
        }
        let phrase = doc.slice(start..m.tokens.end);
        let mut chars = phrase.chars();
        let name: String = chars.next().into_iter().flat_map(char::to_uppercase).chain(chars).collect();
        let country = self.base.entities[party].country;
        let e = self.entity(EntityType::Group, slug(&name), name, country);
        Some(self.mention(start..m.tokens.end, m.head, e))
    }

    /// Whether a name behind noun `i` tells whose or where it is: "the rebels of Chad".
    fn belongs(&self, i: usize) -> bool {
        let doc = self.doc;
        let behind = doc.children_by(i, Deprel::Prep).find(|&p| p == i + 1);
        behind.and_then(|p| doc.child(p, Deprel::Pobj)).is_some_and(|o| self.base.at(o).is_some())
    }

    /// "protesters", "rights groups", "members of parliament": a group that no place or body before it tells.
    fn bare_group(&mut self, i: usize, start: usize) -> Option<Mention> {
        let doc = self.doc;
        let words = &self.words.names.group;
        let mut lemma = doc.tokens[i].lemma.to_lowercase();
        if doc.tokens[i].tag == Tag::Nnps {
            // The lemmatizer leaves proper nouns as they are: "Members of Parliament".
            lemma = lemma.strip_suffix('s').map(str::to_owned).unwrap_or(lemma);
        }
        if !matches!(doc.tokens[i].tag, Tag::Nns | Tag::Nnps)
            || (start..i).any(|k| doc.tokens[k].tag == Tag::PrpPoss || self.is_possessive(k))
        {
            return None;
        }
        let owned = |k: usize| {
            i >= start + k && {
                let before: Vec<&str> = (i - k..i).map(|t| &*doc.tokens[t].lower).collect();
                words.compounds.contains(&format!("{} {lemma}", before.join(" ")))
            }
        };
        let end = if words.members.contains(&lemma) {
            let of = doc
                .child(i, Deprel::Prep)
                .filter(|&p| p == i + 1 && self.words.names.function.of.contains(&*doc.tokens[p].lower))?;
            let body = doc.child(of, Deprel::Pobj)?;
            let mention = self.base.at(body)?;
            let kind = mention.entity.map(|e| self.kind(e))?;
            (kind == EntityType::Organization).then_some(mention.tokens.end)?
        } else if (words.alone.contains(&lemma) || owned(1) || owned(2)) && !self.belongs(i) {
            i + 1
        } else {
            return None;
        };
        let from = (start..i)
            .find(|&k| {
                !matches!(doc.tokens[k].upos, Upos::Det | Upos::Num | Upos::Punct | Upos::Adv | Upos::Cconj)
                    && !self.words.titles.outside.contains(&*doc.tokens[k].lower)
            })
            .unwrap_or(i);
        // "the protesters" are those told of before.
        let known = (from == i && end == i + 1)
            .then(|| {
                self.latest(i, 40, |r, e| {
                    r.kind(e) == EntityType::Group
                        && r.base.entities[e].name.to_lowercase().ends_with(&*doc.tokens[i].lower)
                })
            })
            .flatten();
        if let Some(e) = known {
            return Some(self.mention(start..end, i, e));
        }
        let phrase = doc.slice(from..end);
        let mut chars = phrase.chars();
        let name: String = chars.next().into_iter().flat_map(char::to_uppercase).chain(chars).collect();
        let name = crate::extract::mention::plain(&name);
        let e = self.entity(EntityType::Group, slug(&name), name, None);
        Some(self.mention(start..end, i, e))
    }
}

/// The capitals that a text names; of each country the first.
fn capitals(doc: &AnalysedText, gazetteer: &Gazetteer, base: &Mentions) -> Capitals {
    let mut out = Capitals::default();
    for (e, draft) in base.entities.iter().enumerate().filter(|(_, d)| d.kind == EntityType::City) {
        if let Some(country) = gazetteer.capital(&draft.name) {
            out.cities.entry(country.id).or_insert(e);
        }
    }
    for form in base.mentions.iter().map(|m| doc.slice(m.tokens.clone())) {
        if let Some(country) = gazetteer.capital(form) {
            out.names.entry(country.id).or_insert_with(|| form.to_owned());
        }
    }
    out
}

/// A phrase with a capital on every word but the small ones.
fn capitalized(phrase: &str, small: &Words) -> String {
    phrase
        .split(' ')
        .map(|w| {
            if small.contains(w) {
                return w.to_owned();
            }
            let mut chars = w.chars();
            chars.next().map(|c| c.to_uppercase().chain(chars).collect()).unwrap_or_default()
        })
        .collect::<Vec<String>>()
        .join(" ")
}
