//! Whose an office is when its title does not say: read from the rest of the text.

use std::collections::{HashMap, HashSet};

use super::super::mention::MentionKind;
use super::find::{Finder, OfficeDraft};
use super::known::Known;
use super::title::title_ending_at;
use crate::schema::{EntityType, OfficeStatus};
use crate::text::{Deprel, Tag, Upos};

/// Most descriptions with one title of one country that are looked at: bounds the time on long texts.
const DESCRIPTIONS: usize = 64;

/// Titles with a country that stand for somebody by themselves: "the Ukrainian president".
#[derive(Default)]
struct Descriptions {
    all: Vec<Described>,
    /// By country and title.
    by_country: HashMap<usize, HashMap<String, usize>>,
}

/// The descriptions with one title of one country.
struct Described {
    title: String,
    country: usize,
    /// Their nouns, in order.
    at: Vec<usize>,
    /// Whether somebody is named who holds the post.
    named: bool,
}

impl Descriptions {
    fn add(&mut self, title: String, country: usize, at: usize) {
        let next = self.all.len();
        let k = *self.by_country.entry(country).or_default().entry(title.clone()).or_insert(next);
        if k == next {
            self.all.push(Described { title, country, at: Vec::new(), named: false });
        }
        if self.all[k].at.len() < DESCRIPTIONS {
            self.all[k].at.push(at);
        }
    }
}

impl Finder<'_> {
    /// The country that somebody's offices so far belong to.
    pub(super) fn country_of(&self, person: usize) -> Option<usize> {
        self.found
            .first_of(person)
            .filter_map(|o| o.of)
            .find(|&of| self.mentions.entities[of].kind == EntityType::Country)
    }

    /// Fills in countries that titles leave out, and drops repetitions.
    pub(super) fn finish(mut self) -> Vec<OfficeDraft> {
        let sorted = self.found.take_sorted();
        self.found.extend(sorted);
        let mut descriptions = self.descriptions();
        (0..self.found.len()).for_each(|k| self.name(&mut descriptions, k));
        for k in 0..self.found.len() {
            let office = &self.found.all()[k];
            if office.of.is_none() && !office.open {
                let (of, guessed) = self.country_by_context(k, &descriptions);
                let office = &mut self.found.since(k)[0];
                (office.of, office.guessed) = (of, guessed);
                self.name(&mut descriptions, k);
            }
        }
        self.turns();
        self.departures();
        let mut kept: Vec<OfficeDraft> = Vec::new();
        let mut by_holder: HashMap<usize, Vec<usize>> = HashMap::new();
        for office in self.found.take_sorted() {
            let own = by_holder.entry(office.holder).or_default();
            let repeated = own.iter().copied().find(|&k| {
                let o = &kept[k];
                o.status == office.status
                    && (o.title == office.title
                        || self.words.titles.agree(&o.title, &office.title) && o.of == office.of)
                    && (o.of == office.of || o.of.is_none() || office.of.is_none())
            });
            match repeated {
                Some(k) => {
                    let o = &mut kept[k];
                    o.of = o.of.or(office.of);
                    // "the UN chief" is described, "the UN secretary-general" is the post.
                    let leader = &self.words.titles.rank.leader;
                    if leader.contains(&o.title) && !leader.contains(&office.title) {
                        o.title = office.title;
                    }
                }
                None => {
                    own.push(kept.len());
                    kept.push(office);
                }
            }
        }
        // "the Ukrainian leader" says no more than the post that somebody is known by.
        let known: HashSet<(usize, Option<usize>)> = kept
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
    fn descriptions(&self) -> Descriptions {
        let mut all = Descriptions::default();
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
                all.add(title.text, country, i);
            }
        }
        all
    }

    /// The country of an office that does not name one: the holder's other mentions say it, or what a well-known name
    /// means, else the context; and whether it is guessed. Whom the world knows for one country holds no post of another by context alone.
    fn country_by_context(&self, k: usize, described: &Descriptions) -> (Option<usize>, bool) {
        let office = &self.found.all()[k];
        let titles = &self.words.titles;
        let same = self
            .found
            .first_of(office.holder)
            .find(|o| o.of.is_some() && titles.agree(&o.title, &office.title));
        if let Some(other) = same {
            return (other.of, other.guessed);
        }
        match Known::of(self.mentions, office.holder) {
            Some(known) if known.fits(titles, &office.title) => {
                (known.seat(self.mentions, titles, &office.title), false)
            }
            Some(known) => {
                let guess = self.country_by_guess(k, described);
                (guess.filter(|&of| known.leads(self.mentions, of)), false)
            }
            None => (self.country_by_guess(k, described), true),
        }
    }

    /// The country of an office from the place where the sentence happens, a description that fits nobody else, or the
    /// country that acts.
    fn country_by_guess(&self, k: usize, described: &Descriptions) -> Option<usize> {
        let office = &self.found.all()[k];
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
        let first = self.mentions.mentions.partition_point(|m| m.head < sentence.start);
        let opening = self.mentions.mentions[first..].iter().take(2).find(|m| {
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
        let meant = described
            .all
            .iter()
            .filter(|d| !d.named && self.is_called(office, &d.title))
            .filter_map(|d| {
                let at = d.at.iter().find(|&&at| self.meant(&d.title, at) == Some(office.holder))?;
                Some((at, d.country))
            })
            .min();
        if let Some((_, country)) = meant {
            return Some(country);
        }
        if let Some(id) = titles.only.get(&office.title) {
            return entities.iter().position(|e| e.id == *id);
        }
        // The same list: "Russian President A and Foreign Minister B".
        let before = self.found.all()[..k].iter().rev().take_while(|o| o.tokens.start >= sentence.start);
        let earlier = before.filter(named).find(|o| {
            sentence.contains(&o.tokens.start)
                && office.tokens.start <= o.tokens.end + 2
                && o.tokens.end <= office.tokens.start
        });
        if let Some(other) = earlier {
            return other.of;
        }
        self.acting_country(office.tokens.start).or_else(|| self.only_country())
    }

    /// Notes that the holder of post `k` is named, so that a description of whoever holds it means nobody else.
    fn name(&self, descriptions: &mut Descriptions, k: usize) {
        let office = &self.found.all()[k];
        let Descriptions { all, by_country } = descriptions;
        let titles = office.of.and_then(|of| by_country.get(&of)).into_iter().flat_map(HashMap::values);
        titles.for_each(|&d| all[d].named = all[d].named || self.is_called(office, &all[d].title));
    }

    /// Whether a description with this title may mean who holds the post.
    fn is_called(&self, office: &OfficeDraft, text: &str) -> bool {
        let titles = &self.words.titles;
        titles.agree(text, &office.title)
            || titles.rank.top.contains(&*office.title) && titles.rank.leader.contains(text)
    }

    /// Whom the description with this title at token `at` may mean: of those named in the last sentences before it whose
    /// post has no country, the one named last.
    fn meant(&self, text: &str, at: usize) -> Option<usize> {
        let from = self.doc.sentences[self.doc.sentence_of(at).saturating_sub(4)].start;
        let first = self.mentions.mentions.partition_point(|m| m.head < from);
        let start = self.doc.sentences[self.doc.sentence_of(at)].start;
        let before = self.mentions.mentions[first..].iter().take_while(|m| m.head < start);
        let open: Vec<(usize, usize)> = before
            .filter(|m| m.kind == MentionKind::Name)
            .filter_map(|m| Some((m.head, m.entity?)))
            .filter(|&(_, e)| self.found.first_of(e).any(|o| o.of.is_none() && self.is_called(o, text)))
            .collect();
        // Of the last sentence with any, the subject before the rest.
        let last = open.last().map(|&(head, _)| self.doc.sentence_of(head));
        let subject =
            open.iter().rev().take_while(|&&(head, _)| Some(self.doc.sentence_of(head)) == last).find(
                |&&(head, _)| matches!(self.doc.tokens[head].deprel, Deprel::Nsubj | Deprel::Nsubjpass),
            );
        subject.or(open.last()).map(|&(_, e)| e)
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
