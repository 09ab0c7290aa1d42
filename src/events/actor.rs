//! Which country and sector an actor has at a time.

use std::collections::{BTreeSet, HashMap};

use crate::graph::{EntityRef, Graph, OfficeRef};
use crate::lexicon::codes::{alpha3, sector_of_body};
use crate::lexicon::leaders::leaders;
use crate::lexicon::sectors::Sectors;
use crate::lexicon::{Gazetteer, Known};
use crate::schema::{EntityType, OfficeStatus, PartialDate};

use super::coded::Coded;
use super::dictionary::Dictionary;

/// Most words of a name that are looked up as a country's.
const COUNTRY_WORDS: usize = 4;

/// Codes the actors of a graph.
pub(super) struct Coder<'a> {
    graph: &'a Graph,
    dictionary: &'a Dictionary,
    profiles: HashMap<&'a str, Profile<'a>>,
}

/// What is known of an entity whatever the time.
struct Profile<'a> {
    country: Option<&'static str>,
    sector: Option<&'static str>,
    posts: Vec<Post<'a>>,
}

/// A post that somebody holds or held.
struct Post<'a> {
    title: &'a str,
    country: Option<&'static str>,
    sector: Option<&'static str>,
    /// Held at the time of the documents that say so.
    held: bool,
    /// First and last of their dates, in months.
    told: Option<(i32, i32)>,
    documents: BTreeSet<&'a str>,
}

/// When an event was, and which document tells of it.
#[derive(Clone, Copy)]
pub(super) struct Moment<'a> {
    /// ISO 8601.
    pub date: Option<&'a str>,
    /// Id of the document.
    pub document: &'a str,
}

impl<'a> Coder<'a> {
    pub fn new(graph: &'a Graph, dictionary: &'a Dictionary) -> Self {
        Self { graph, dictionary, profiles: HashMap::new() }
    }

    /// The code of an entity at a moment: that of the dictionary, else what its part there adds to its country's, else
    /// its country and sector.
    pub fn code(&mut self, entity: EntityRef<'a>, moment: Moment<'a>) -> Coded {
        let node = entity.node();
        let names = [&node.name].into_iter().chain(&node.aliases).map(|name| &**name);
        if let Some(code) = self.dictionary.actor(names, moment.date) {
            return Coded::read(code);
        }
        let dictionary = self.dictionary;
        let profile = self.profile(entity);
        let post = profile.post(moment);
        // Who acts for an organization of states acts for no country; a post of which no country is told is in the person's own.
        let own = profile.country.filter(|_| post.is_none_or(|post| post.sector != Some("IGO")));
        let country = post.and_then(|post| post.country).or(own);
        let part = post.filter(|post| post.held).map_or(entity.name(), |post| post.title);
        let by_part = matches!(node.kind, EntityType::Person | EntityType::Organization | EntityType::Group);
        let agent = country.filter(|_| by_part).and_then(|country| dictionary.agent_of(country, part));
        match agent {
            Some(code) => Coded::read(&code),
            None => Coded::of(country, post.and_then(|post| post.sector).or(profile.sector)),
        }
    }

    fn profile(&mut self, entity: EntityRef<'a>) -> &Profile<'a> {
        let graph = self.graph;
        self.profiles.entry(entity.id()).or_insert_with(|| Profile::of(graph, entity))
    }
}

/// The code of the country in which a place lies.
pub(super) fn country_of(entity: EntityRef<'_>) -> Option<&'static str> {
    home(entity).0
}

impl<'a> Profile<'a> {
    fn of(graph: &'a Graph, entity: EntityRef<'a>) -> Self {
        if entity.node().kind != EntityType::Person {
            let (country, sector) = home(entity);
            return Self { country, sector, posts: Vec::new() };
        }
        let posts: Vec<Post<'a>> = entity.offices().map(|office| Post::of(graph, office)).collect();
        let countries: BTreeSet<&'static str> = posts.iter().filter_map(|post| post.country).collect();
        let country = match countries.first() {
            None => country_of_leader(entity.name()),
            Some(country) => Some(*country).filter(|_| countries.len() == 1),
        };
        Self { country, sector: None, posts }
    }

    /// The post that says most of who it is then: one that the event's own document tells, else the nearest in time;
    /// what is held goes before what was, a country's before another.
    fn post(&self, moment: Moment<'_>) -> Option<&Post<'a>> {
        let months = moment.date.and_then(PartialDate::parse).map(in_months);
        let far = Sectors::builtin().same_time_months() as i32;
        let ranked = self.posts.iter().filter_map(|post| {
            let here = post.documents.contains(moment.document);
            let distance = match (months, post.told) {
                (Some(at), Some((first, last))) => (first - at).max(at - last).max(0),
                _ => far,
            };
            let distance = if here { 0 } else { distance };
            let rank = (
                !here,
                here && !post.held,
                distance,
                !post.held,
                post.country.is_none(),
                post.sector.is_none(),
            );
            (distance <= far).then_some((rank, post))
        });
        ranked.min_by_key(|(rank, _)| *rank).map(|(_, post)| post)
    }
}

impl<'a> Post<'a> {
    fn of(graph: &'a Graph, office: OfficeRef<'a>) -> Self {
        let (node, sectors) = (office.node(), Sectors::builtin());
        let titled = sectors.of_title(&node.title);
        let (country, sector) = match office.of() {
            None => (None, titled),
            Some(of) => match of.node().kind {
                EntityType::Country | EntityType::Region | EntityType::City => {
                    (home(of).0, titled.or(Some("GOV")))
                }
                EntityType::Organization => {
                    let (country, body) = home(of);
                    let sits = titled.filter(|titled| *titled == "LEG" && body == Some("PTY"));
                    (country, sits.or(body).or(titled))
                }
                EntityType::Group => {
                    let (country, body) = home(of);
                    (country, titled.or(body))
                }
                EntityType::Person => {
                    let (country, boss) = serves(of);
                    (country, titled.filter(|titled| *titled != "GOV").or(boss).or(titled))
                }
            },
        };
        let held = matches!(node.status, OfficeStatus::Current | OfficeStatus::Acting);
        let sector = match node.status {
            OfficeStatus::Current | OfficeStatus::Acting => sector,
            OfficeStatus::Former => Some(sectors.former()),
            OfficeStatus::Elect => Some(sectors.elect()),
        };
        let months = |date: &str| PartialDate::parse(date).map(in_months);
        let told = office.dates().and_then(|(first, last)| Some((months(first)?, months(last)?)));
        let documents =
            node.evidence.iter().filter_map(|e| graph.document(&e.document)).map(|d| &*d.id).collect();
        Self { title: &node.title, country, sector, held, told, documents }
    }
}

/// The country that a person's posts are of, where they are of one, and the sector of the first that is held. Posts with
/// another person say nothing.
fn serves(person: EntityRef<'_>) -> (Option<&'static str>, Option<&'static str>) {
    let sectors = Sectors::builtin();
    let posts: Vec<(OfficeStatus, Option<&'static str>, Option<&'static str>)> = person
        .offices()
        .filter_map(|office| {
            let of = office.of().filter(|of| of.node().kind != EntityType::Person)?;
            let (country, body) = home(of);
            let state = matches!(of.node().kind, EntityType::Country);
            let sector = if state { sectors.of_title(&office.node().title).or(Some("GOV")) } else { body };
            Some((office.node().status, country, sector))
        })
        .collect();
    let countries: BTreeSet<&'static str> = posts.iter().filter_map(|(_, country, _)| *country).collect();
    let country = countries.first().copied().filter(|_| countries.len() == 1);
    let held =
        posts.iter().filter(|(status, ..)| matches!(status, OfficeStatus::Current | OfficeStatus::Acting));
    (country, held.filter_map(|(.., sector)| *sector).next())
}

/// Country and sector of what is no person.
fn home(entity: EntityRef<'_>) -> (Option<&'static str>, Option<&'static str>) {
    let node = entity.node();
    let known = known(entity);
    let identified = node.identifiers.iter().find_map(|id| country_of_identifier(id));
    let country = identified.or_else(|| known.as_ref().and_then(country_of_known));
    match node.kind {
        EntityType::Country => (country, Some("GOV")),
        EntityType::Region | EntityType::City => (country, None),
        EntityType::Organization | EntityType::Group | EntityType::Person => match known {
            Some(known) => (country, sector_of_body(known.id)),
            None => (country.or_else(|| country_in(&node.name)), Sectors::builtin().of_name(&node.name)),
        },
    }
}

/// The thing of the gazetteer that an entity is.
fn known(entity: EntityRef<'_>) -> Option<Known> {
    let node = entity.node();
    let body = |kind| matches!(kind, EntityType::Organization | EntityType::Group);
    node.appearances.iter().find_map(|appearance| {
        let known = Gazetteer::builtin().get(&appearance.local)?;
        let same_kind = known.kind == node.kind || body(known.kind) && body(node.kind);
        (same_kind && appearance.names().any(|name| name == known.name)).then_some(known)
    })
}

/// The country that an identifier names, be it of a country (`iso3166:UA`) or of a part of one (`iso3166-2:UA-14`).
fn country_of_identifier(id: &str) -> Option<&'static str> {
    let code = match id.strip_prefix("iso3166-2:") {
        Some(part) => part.split('-').next()?,
        None => id.strip_prefix("iso3166:")?,
    };
    alpha3(code)
}

/// The country that a thing of the gazetteer is or belongs to.
fn country_of_known(known: &Known) -> Option<&'static str> {
    let own = || known.same_as.iter().find_map(|id| country_of_identifier(id));
    let gone = || alpha3(known.id).filter(|_| known.kind == EntityType::Country);
    let above = || Gazetteer::builtin().get(known.country?).as_ref().and_then(country_of_known);
    own().or_else(gone).or_else(above)
}

/// The one country that a name names, by a word for the country or for its people.
fn country_in(name: &str) -> Option<&'static str> {
    let gazetteer = Gazetteer::builtin();
    let words: Vec<&str> =
        name.split_whitespace().map(|word| word.trim_end_matches("'s").trim_end_matches("’s")).collect();
    let mut found: BTreeSet<&'static str> = BTreeSet::new();
    let mut at = 0;
    while at < words.len() {
        let longest = COUNTRY_WORDS.min(words.len() - at);
        let country = (1..=longest).rev().find_map(|length| {
            let phrase = words[at..at + length].join(" ");
            let state = |known: &Known| known.kind == EntityType::Country;
            let known = gazetteer
                .demonym(&phrase)
                .or_else(|| gazetteer.lookup(&phrase).into_iter().next().filter(state))?;
            Some((country_of_known(&known)?, length))
        });
        at += country.map_or(1, |(_, length)| length);
        found.extend(country.map(|(code, _)| code));
    }
    found.first().copied().filter(|_| found.len() == 1)
}

/// The country that whoever bears this name leads or led, where it is one.
fn country_of_leader(name: &str) -> Option<&'static str> {
    let leads = leaders(name);
    let [leader] = &leads[..] else { return None };
    country_of_known(&Gazetteer::builtin().get(leader.of)?)
}

fn in_months(date: PartialDate) -> i32 {
    // Of a year alone the middle is meant.
    i32::from(date.year()) * 12 + i32::from(date.month().unwrap_or(6))
}
