//! Events from a graph.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use crate::graph::{ActRef, EntityRef, Evidence, Graph};
use crate::lexicon::codes::coordinates;
use crate::lexicon::event_words::EventWords;
use crate::schema::{ActStatus, EntityType, PartialDate, Plover, RelationKind};

use super::actor::{Coder, Moment, country_of};
use super::coded::Coded;
use super::dictionary::Dictionary;

/// How events are made.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Options {
    /// One event for all of one day, pair of actors, category and status, in place of one for each stretch of an article.
    pub one_a_day: bool,
    /// Codes of actors that go before all others.
    pub dictionary: Dictionary,
}

/// What one stretch of an article says that somebody did.
#[derive(Debug, Clone, PartialEq)]
pub struct Event<'g> {
    /// The act and the place of the words: the id of the evidence in the JSON-LD of the graph.
    pub id: String,
    /// The day, or the month or year where no more is known; ISO 8601. That of the act where the words give it, else that
    /// of the article.
    pub date: Option<&'g str>,
    /// Whether the words give the date.
    pub dated_by_text: bool,
    /// Who did it.
    pub source: Party<'g>,
    /// Whom it was done to, or the place visited.
    pub target: Option<Party<'g>>,
    /// Which of the seventeen relations.
    pub relation: RelationKind,
    /// PLOVER category.
    pub category: Plover,
    /// PLOVER mode, where the words tell it.
    pub mode: Option<&'static str>,
    /// Root of CAMEO, two digits.
    pub cameo: &'static str,
    /// Happened, planned, possible or denied.
    pub status: ActStatus,
    /// What it is about.
    pub topic: Option<&'g str>,
    /// Name of the source that the text names for it.
    pub reporter: Option<&'g str>,
    /// Where it took place: as the words have it, else the place visited.
    pub place: Option<EntityRef<'g>>,
    /// ISO 3166-1 alpha-3 of the place.
    pub place_country: Option<&'static str>,
    /// Latitude and longitude of a city, in degrees.
    pub coordinates: Option<[&'static str; 2]>,
    /// How sure, from 0 to 1.
    pub confidence: f64,
    /// The article.
    pub document: &'g crate::graph::Document,
    /// The words, with their place.
    pub quote: &'g crate::schema::Quote,
    /// Stretches that say so: more than one where events of a day are put together.
    pub mentions: usize,
    /// Articles that say so, copies of one text counted once.
    pub articles: usize,
}

/// One side of an event.
#[derive(Debug, Clone, PartialEq)]
pub struct Party<'g> {
    /// Who it is.
    pub entity: EntityRef<'g>,
    /// Its country and sector at that time.
    pub coded: Coded,
}

/// The events of a graph, by date and id; those without a date first.
pub fn events<'g>(graph: &'g Graph, options: &'g Options) -> Vec<Event<'g>> {
    let mut coder = Coder::new(graph, &options.dictionary);
    let mut events = Vec::new();
    for act in graph.acts() {
        let mut seen: BTreeMap<String, usize> = BTreeMap::new();
        for evidence in &act.node().evidence {
            let Some(document) = graph.document(&evidence.document) else { continue };
            let id = numbered(evidence_id(act, evidence), &mut seen);
            events.push(event(graph, &mut coder, act, evidence, document, id));
        }
    }
    events.sort_by(|a, b| (a.date, &a.id).cmp(&(b.date, &b.id)));
    if options.one_a_day { one_a_day(events) } else { events }
}

fn event<'g>(
    graph: &'g Graph,
    coder: &mut Coder<'g>,
    act: ActRef<'g>,
    evidence: &'g Evidence,
    document: &'g crate::graph::Document,
    id: String,
) -> Event<'g> {
    let node = act.node();
    let known = |date: &'g str| PartialDate::parse(date).map(|_| date);
    let told = node.date.as_deref().and_then(known);
    let date = told.or_else(|| document.entry.date.as_deref().and_then(known));
    let moment = Moment { date, document: &document.id };
    let mut party = |entity: EntityRef<'g>| Party { entity, coded: coder.code(entity, moment) };
    let category = evidence.plover.unwrap_or_else(|| node.relation.plover());
    let words = EventWords::builtin();
    let mode = words.mode(node.relation, category, &evidence.quote.text);
    let is_place = |entity: &EntityRef<'_>| {
        matches!(entity.node().kind, EntityType::Country | EntityType::Region | EntityType::City)
    };
    let visited = act.target().filter(|target| node.relation == RelationKind::Visited && is_place(target));
    let place = evidence.place.as_deref().and_then(|id| graph.entity(id)).or(visited);
    Event {
        id,
        date,
        dated_by_text: told.is_some(),
        source: party(act.source()),
        target: act.target().map(party),
        relation: node.relation,
        category,
        mode,
        cameo: words.cameo(node.relation, category, mode, &evidence.quote.text),
        status: node.status,
        topic: act.topic().map(|topic| topic.label()),
        reporter: act.reporter().map(EntityRef::name),
        place,
        place_country: place.and_then(country_of),
        coordinates: place.and_then(geonames).and_then(coordinates),
        confidence: evidence.confidence,
        document,
        quote: &evidence.quote,
        mentions: 1,
        articles: 1,
    }
}

/// The GeoNames id of an entity.
pub(crate) fn geonames(entity: EntityRef<'_>) -> Option<&str> {
    entity.node().identifiers.iter().find_map(|id| id.strip_prefix("geonames:"))
}

/// The id that the JSON-LD of the graph gives a piece of evidence.
fn evidence_id(act: ActRef<'_>, evidence: &Evidence) -> String {
    let name = evidence.document.split_once('/').map_or(&*evidence.document, |(_, name)| name);
    format!("{}#{name}/{}-{}", act.id(), evidence.quote.span.start, evidence.quote.span.end)
}

fn numbered(mut id: String, seen: &mut BTreeMap<String, usize>) -> String {
    let number = seen.entry(id.clone()).or_default();
    *number += 1;
    if *number > 1 {
        id.push_str(&format!("/{number}"));
    }
    id
}

/// What makes two events of one day the same.
type Key<'g> = (&'g str, [String; 2], Plover, ActStatus);

/// Events of one day, pair of actors, category and status become one, told by the surest words. Those without a whole day
/// stay as they are.
fn one_a_day(events: Vec<Event<'_>>) -> Vec<Event<'_>> {
    let mut kept: Vec<Event<'_>> = Vec::new();
    let mut stories: Vec<std::collections::BTreeSet<&str>> = Vec::new();
    let mut places: BTreeMap<Key<'_>, usize> = BTreeMap::new();
    for event in events {
        let story = event.document.story.as_deref().unwrap_or(&event.document.id);
        let day = event.date.filter(|date| PartialDate::parse(date).is_some_and(|date| date.day().is_some()));
        let Some(day) = day else {
            kept.push(event);
            stories.push([story].into());
            continue;
        };
        // What is done to nobody is told apart by what it is about.
        let about = || format!("topic/{}", event.topic.unwrap_or_default());
        let mut ends = [event.source.key(), event.target.as_ref().map_or_else(about, Party::key)];
        if event.relation.is_symmetric() {
            ends.sort();
        }
        match places.entry((day, ends, event.category, event.status)) {
            Entry::Vacant(place) => {
                place.insert(kept.len());
                kept.push(event);
                stories.push([story].into());
            }
            Entry::Occupied(place) => {
                let at = *place.get();
                stories[at].insert(story);
                let mentions = kept[at].mentions + 1;
                if event.confidence > kept[at].confidence {
                    kept[at] = event;
                }
                kept[at].mentions = mentions;
            }
        }
    }
    for (event, stories) in kept.iter_mut().zip(&stories) {
        event.articles = stories.len();
    }
    kept.sort_by(|a, b| (a.date, &a.id).cmp(&(b.date, &b.id)));
    kept
}

impl Party<'_> {
    /// Who within a sector of a country acts makes no difference; of what has no country it does.
    fn key(&self) -> String {
        match &self.coded {
            Coded { country: Some(_), code, .. } => code.clone(),
            _ => self.entity.id().to_owned(),
        }
    }
}
