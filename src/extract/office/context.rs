//! Whose an office is when its title does not say: read from the rest of the text.

use super::super::mention::MentionKind;
use super::find::{Finder, OfficeDraft};
use super::known::Known;
use super::title::title_ending_at;
use crate::schema::{EntityType, OfficeStatus};
use crate::text::{Deprel, Tag, Upos};

impl Finder<'_> {
    /// The country that somebody's offices so far belong to.
    pub(super) fn country_of(&self, person: usize) -> Option<usize> {
        self.found
            .iter()
            .filter(|o| o.holder == person)
            .filter_map(|o| o.of)
            .find(|&of| self.mentions.entities[of].kind == EntityType::Country)
    }

    /// Fills in countries that titles leave out, and drops repetitions.
    pub(super) fn finish(mut self) -> Vec<OfficeDraft> {
        self.found.sort_by_key(|o| (o.tokens.start, o.tokens.end, o.holder));
        let described = self.descriptions();
        for k in 0..self.found.len() {
            if self.found[k].of.is_none() && !self.found[k].open {
                self.found[k].of = self.country_by_context(k, &described);
            }
        }
        self.turns();
        self.found.sort_by_key(|o| (o.tokens.start, o.tokens.end, o.holder));
        let mut kept: Vec<OfficeDraft> = Vec::new();
        for office in std::mem::take(&mut self.found) {
            let repeated = kept.iter_mut().find(|o| {
                o.holder == office.holder
                    && o.status == office.status
                    && (o.title == office.title
                        || self.words.titles.agree(&o.title, &office.title) && o.of == office.of)
                    && (o.of == office.of || o.of.is_none() || office.of.is_none())
            });
            match repeated {
                Some(o) => {
                    o.of = o.of.or(office.of);
                    // "the UN chief" is described, "the UN secretary-general" is the post.
                    let leader = &self.words.titles.rank.leader;
                    if leader.contains(&o.title) && !leader.contains(&office.title) {
                        o.title = office.title;
                    }
                }
                None => kept.push(office),
            }
        }
        // "the Ukrainian leader" says no more than the post that somebody is known by.
        let known: Vec<(usize, Option<usize>)> = kept
            .iter()
            .filter(|o| !self.words.titles.rank.leader.contains(&o.title))
            .map(|o| (o.holder, o.of))
            .collect();
        kept.retain(|o| {
            !self.words.titles.rank.leader.contains(&o.title) || !known.contains(&(o.holder, o.of))
        });
        kept
    }

    /// Titles with a country that stand for somebody by themselves: "the Ukrainian president".
    fn descriptions(&self) -> Vec<(String, usize, usize)> {
        let mut all = Vec::new();
        for (i, token) in self.doc.tokens.iter().enumerate() {
            let noun = token.tag == Tag::Nn && self.words.titles.heads.contains(&*token.lower);
            if !noun || token.deprel == Deprel::Compound || self.mentions.containing(i + 1).is_some() {
                continue;
            }
            if let Some(title) = title_ending_at(self.doc, self.mentions, self.words, i + 1)
                && let [country] = title.of[..]
                && self.mentions.entities[country].kind == EntityType::Country
                && title.status == OfficeStatus::Current
            {
                all.push((title.text, country, i));
            }
        }
        all
    }

    /// The country of an office that does not name one: the holder's other mentions say it, or what a well-known name
    /// means, else the context. Whom the world knows for one country holds no post of another by context alone.
    fn country_by_context(&self, k: usize, described: &[(String, usize, usize)]) -> Option<usize> {
        let office = &self.found[k];
        let titles = &self.words.titles;
        let same = self
            .found
            .iter()
            .find(|o| o.holder == office.holder && o.of.is_some() && titles.agree(&o.title, &office.title));
        if let Some(other) = same {
            return other.of;
        }
        match Known::of(self.mentions, office.holder) {
            Some(known) if known.fits(titles, &office.title) => {
                known.seat(self.mentions, titles, &office.title)
            }
            Some(known) => self.country_by_guess(k, described).filter(|&of| known.leads(self.mentions, of)),
            None => self.country_by_guess(k, described),
        }
    }

    /// The country of an office from the place where the sentence happens, a description that fits nobody else, or the
    /// country that acts.
    fn country_by_guess(&self, k: usize, described: &[(String, usize, usize)]) -> Option<usize> {
        let office = &self.found[k];
        let titles = &self.words.titles;
        let entities = &self.mentions.entities;
        let named = |o: &&OfficeDraft| o.of.is_some_and(|of| entities[of].kind == EntityType::Country);
        if office.title.split(' ').any(|word| self.words.names.function.of.contains(word))
            || titles.royal.contains(&*office.title)
        {
            return self.country_of(office.holder);
        }
        let sentence = self.doc.sentences[self.doc.sentence_of(office.tokens.start)].clone();
        // "In Cairo, President …"
        let opening =
            self.mentions.mentions.iter().skip_while(|m| m.head < sentence.start).take(2).find(|m| {
                m.tokens.start == sentence.start + 1
                    && self.doc.tokens[sentence.start].upos == Upos::Adp
                    && m.head < office.tokens.start
            });
        if let Some(place) = opening.and_then(|m| m.entity) {
            match entities[place].kind {
                EntityType::City if entities[place].country.is_some() => return entities[place].country,
                EntityType::Country => return Some(place),
                _ => {}
            }
        }
        if let Some(country) = entities[office.holder].country {
            return Some(country);
        }
        if let Some(country) = self.country_of(office.holder) {
            return Some(country);
        }
        // "the US leader": of the countries described so, the one whose holder is not named with it.
        let fits = |o: &OfficeDraft, text: &str| {
            titles.agree(text, &o.title)
                || titles.rank.top.contains(&*o.title) && titles.rank.leader.contains(text)
        };
        let mut countries = described.iter().filter(|(text, country, at)| {
            if !fits(office, text)
                || self.found.iter().filter(named).any(|o| o.of == Some(*country) && fits(o, text))
            {
                return false;
            }
            // The one named last before it who may be meant.
            let from = self.doc.sentences[self.doc.sentence_of(*at).saturating_sub(4)].start;
            let first = self.mentions.mentions.partition_point(|m| m.head < from);
            let start = self.doc.sentences[self.doc.sentence_of(*at)].start;
            let before = self.mentions.mentions[first..].iter().take_while(|m| m.head < start);
            let open: Vec<(usize, usize)> = before
                .filter(|m| m.kind == MentionKind::Name)
                .filter_map(|m| Some((m.head, m.entity?)))
                .filter(|&(_, e)| self.found.iter().any(|o| o.holder == e && o.of.is_none() && fits(o, text)))
                .collect();
            // Of the last sentence with any, the subject before the rest.
            let last = open.last().map(|&(head, _)| self.doc.sentence_of(head));
            let subject =
                open.iter().rev().take_while(|&&(head, _)| Some(self.doc.sentence_of(head)) == last).find(
                    |&&(head, _)| matches!(self.doc.tokens[head].deprel, Deprel::Nsubj | Deprel::Nsubjpass),
                );
            subject.or(open.last()).map(|&(_, e)| e) == Some(office.holder)
        });
        if let Some((_, country, _)) = countries.next() {
            return Some(*country);
        }
        if let Some(id) = titles.only.get(&office.title) {
            return entities.iter().position(|e| e.id == *id);
        }
        // The same list: "Russian President A and Foreign Minister B".
        let earlier = self.found[..k].iter().rev().filter(named).find(|o| {
            sentence.contains(&o.tokens.start)
                && office.tokens.start <= o.tokens.end + 2
                && o.tokens.end <= office.tokens.start
        });
        if let Some(other) = earlier {
            return other.of;
        }
        self.acting_country(office.tokens.start).or_else(|| self.only_country())
    }

    /// The country of a text that names one alone.
    fn only_country(&self) -> Option<usize> {
        let mut countries = (0..self.mentions.entities.len())
            .filter(|&e| self.mentions.entities[e].kind == EntityType::Country);
        let only = countries.next()?;
        countries.next().is_none().then_some(only)
    }

    /// The country that acts in the sentence of token `i` before it, or in the one before that; none if two do.
    fn acting_country(&self, i: usize) -> Option<usize> {
        let number = self.doc.sentence_of(i);
        let paragraph = self.doc.paragraphs[self.doc.paragraph_of(i)].start;
        for s in [Some(number), number.checked_sub(1)].into_iter().flatten() {
            let sentence = self.doc.sentences[s].clone();
            if sentence.start < paragraph {
                break;
            }
            let first = self.mentions.mentions.partition_point(|m| m.head < sentence.start);
            let actors: Vec<usize> = self.mentions.mentions[first..]
                .iter()
                .take_while(|m| m.head < sentence.end.min(i))
                .filter(|m| m.kind != MentionKind::Pronoun && self.acts(m.head))
                .filter_map(|m| m.entity)
                .filter(|&e| self.mentions.entities[e].kind == EntityType::Country)
                .collect();
            if let Some(&country) = actors.first() {
                return actors.iter().all(|&c| c == country).then_some(country);
            }
        }
        None
    }

    /// Whether a mention is the subject of a main clause, or stands before one: "Turkey said", "Turkey's government said".
    fn acts(&self, head: usize) -> bool {
        let doc = self.doc;
        let main = |i: usize| {
            let token = &doc.tokens[i];
            let verb = &doc.tokens[token.head];
            matches!(token.deprel, Deprel::Nsubj | Deprel::Nsubjpass)
                && matches!(verb.deprel, Deprel::Root | Deprel::Conj | Deprel::Ccomp)
        };
        let token = &doc.tokens[head];
        // "Turkey's government said", but not "the Turkish leader said".
        let stands_in = |i: usize| self.words.names.stand_in.nouns.contains(&*doc.tokens[i].lower);
        main(head)
            || matches!(token.deprel, Deprel::Compound | Deprel::Amod | Deprel::Poss)
                && stands_in(token.head)
                && main(token.head)
    }
}
