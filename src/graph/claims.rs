//! Claims: what each document says, in that document's own names. A set, with union.

use std::collections::BTreeSet;
use std::collections::btree_map::{BTreeMap, Entry};
use std::ops::{Deref, DerefMut};
use std::sync::Arc;

use serde_json::Value;

use crate::error::{Error, ErrorKind, Result};
use crate::schema::{
    ActStatus, Document, EntityType, OfficeStatus, Plover, Quote, Record, RelationKind, Stance,
};
use crate::span::Span;

use super::rulings::Rulings;
use super::topics::topic_key;

/// A document, told by its id and the digest of its text: two files of one name and different text are two.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct DocumentKey {
    pub id: Arc<str>,
    pub sha256: Arc<str>,
}

/// All claims of a graph.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Claims {
    pub documents: BTreeMap<DocumentKey, Part>,
    /// Head lemmas of topics, each with the [`topic_key`] of the topic it heads.
    pub heads: Heads,
    /// What a user has ruled on who is who.
    pub rulings: Rulings,
}

/// Pairs of topic and head.
pub(crate) type Heads = BTreeSet<(Arc<str>, Arc<str>)>;

/// The claims of one document. Ends are ids of [`Part::appearances`].
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Part {
    pub document: Document,
    pub appearances: BTreeMap<Arc<str>, Appearance>,
    pub offices: BTreeMap<OfficeClaim, Support>,
    pub acts: BTreeMap<ActClaim, Support>,
    pub positions: BTreeMap<PositionClaim, Support>,
}

/// An entity as one document has it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Appearance {
    /// One, unless the document was read twice with different results.
    pub readings: Readings,
    pub mentions: BTreeSet<Quote>,
}

/// A set of [`Reading`]s. Most documents read a name as others do, and may share one set in memory.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Readings(Arc<BTreeSet<Reading>>);

impl Deref for Readings {
    type Target = BTreeSet<Reading>;

    fn deref(&self) -> &BTreeSet<Reading> {
        &self.0
    }
}

impl DerefMut for Readings {
    fn deref_mut(&mut self) -> &mut BTreeSet<Reading> {
        Arc::make_mut(&mut self.0)
    }
}

impl FromIterator<Reading> for Readings {
    fn from_iter<I: IntoIterator<Item = Reading>>(readings: I) -> Self {
        Self(Arc::new(readings.into_iter().collect()))
    }
}

impl<'r> IntoIterator for &'r Readings {
    type Item = &'r Reading;
    type IntoIter = std::collections::btree_set::Iter<'r, Reading>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Reading {
    pub kind: EntityType,
    pub name: Arc<str>,
    pub same_as: BTreeSet<Arc<str>>,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct OfficeClaim {
    pub holder: Arc<str>,
    pub title: Arc<str>,
    pub of: Option<Arc<str>>,
    pub status: OfficeStatus,
    pub span: Span,
}

/// For a symmetric relation with a target, `source <= target`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct ActClaim {
    pub source: Arc<str>,
    pub relation: RelationKind,
    pub target: Option<Arc<str>>,
    pub topic: Option<Arc<str>>,
    pub status: ActStatus,
    pub reporter: Option<Arc<str>>,
    pub place: Option<Arc<str>>,
    pub date: Option<Arc<str>>,
    pub plover: Plover,
    pub span: Span,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct PositionClaim {
    pub holder: Arc<str>,
    pub topic: Arc<str>,
    pub stance: Stance,
    pub reporter: Option<Arc<str>>,
    pub span: Span,
}

/// What comes with a claim. Joined by the greater of each part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Support {
    pub text: Arc<str>,
    /// Thousandths, so that what is written is what is read.
    pub confidence: u16,
    /// Whose words the evidence is, where it stands in a reported statement.
    pub speakers: BTreeSet<Arc<str>>,
}

impl Claims {
    /// Adds what one article says. Facts whose ends the record does not hold are left out ([`check_record`]).
    pub fn add(&mut self, record: Record) {
        let (key, part, heads) = read_record(record);
        self.heads.extend(heads);
        self.add_part(key, part);
    }

    pub fn add_part(&mut self, key: DocumentKey, part: Part) {
        match self.documents.entry(key) {
            Entry::Vacant(place) => {
                place.insert(part);
            }
            Entry::Occupied(mut place) => place.get_mut().join(part),
        }
    }

    /// The union of both.
    pub fn join(&mut self, other: Claims) {
        self.heads.extend(other.heads);
        self.rulings.join(other.rulings);
        for (key, part) in other.documents {
            self.add_part(key, part);
        }
    }
}

impl Part {
    pub fn join(&mut self, other: Part) {
        // A catalogue entry that says more wins; between two that differ, the smaller, whoever came first.
        let prefer = |mine: &mut Option<String>, theirs: Option<String>| {
            *mine = match (mine.take(), theirs) {
                (Some(a), Some(b)) => Some(a.min(b)),
                (a, b) => a.or(b),
            };
        };
        prefer(&mut self.document.date, other.document.date);
        prefer(&mut self.document.title, other.document.title);
        prefer(&mut self.document.url, other.document.url);
        prefer(&mut self.document.publisher, other.document.publisher);
        for (name, value) in other.document.fields {
            match self.document.fields.entry(name) {
                Entry::Vacant(place) => _ = place.insert(value),
                Entry::Occupied(mut place) => {
                    let [theirs, mine] = [&value, place.get()].map(Value::to_string);
                    if theirs < mine {
                        place.insert(value);
                    }
                }
            }
        }
        // The sketch follows from the text; a record of an older version may lack it.
        self.document.sketch = match (self.document.sketch.take(), other.document.sketch) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
        for (id, appearance) in other.appearances {
            let mine = self.appearances.entry(id).or_default();
            mine.readings.extend(appearance.readings.iter().cloned());
            mine.mentions.extend(appearance.mentions);
        }
        join_all(&mut self.offices, other.offices);
        join_all(&mut self.acts, other.acts);
        join_all(&mut self.positions, other.positions);
    }
}

pub(crate) fn join_one<K: Ord>(into: &mut BTreeMap<K, Support>, claim: K, support: Support) {
    match into.entry(claim) {
        Entry::Vacant(place) => {
            place.insert(support);
        }
        Entry::Occupied(mut place) => {
            let mine = place.get_mut();
            if support.text > mine.text {
                mine.text = support.text;
            }
            mine.confidence = mine.confidence.max(support.confidence);
            mine.speakers.extend(support.speakers);
        }
    }
}

fn join_all<K: Ord>(into: &mut BTreeMap<K, Support>, from: BTreeMap<K, Support>) {
    for (claim, support) in from {
        join_one(into, claim, support);
    }
}

/// Confidence in thousandths; what is no number counts as none.
fn thousandths(confidence: f64) -> u16 {
    (confidence.clamp(0.0, 1.0) * 1000.0).round() as u16
}

/// The claims of one article, and the heads of its topics.
pub(crate) fn read_record(record: Record) -> (DocumentKey, Part, Heads) {
    let key = DocumentKey {
        id: record.document.id.as_str().into(),
        sha256: record.document.sha256.as_str().into(),
    };
    let speakers = speakers(&record);
    let mut heads = BTreeSet::new();
    let mut part = Part {
        document: record.document,
        appearances: BTreeMap::new(),
        offices: BTreeMap::new(),
        acts: BTreeMap::new(),
        positions: BTreeMap::new(),
    };
    for entity in record.entities {
        let appearance = part.appearances.entry(entity.id.into()).or_default();
        let same_as = entity.same_as.into_iter().map(Into::into).collect();
        appearance.readings.insert(Reading { kind: entity.kind, name: entity.name.into(), same_as });
        appearance.mentions.extend(entity.mentions);
    }
    // The id as the entity has it, so that the text is kept once; the outer `None` for an end that is nobody.
    let known = |id: &str| part.appearances.get_key_value(id).map(|(id, _)| Arc::clone(id));
    let optional = |id: &Option<String>| match id {
        None => Some(None),
        Some(id) => known(id).map(Some),
    };
    let phrase = |phrase: &str, head: &Option<String>, heads: &mut Heads| {
        let phrase: Arc<str> = phrase.split_whitespace().collect::<Vec<_>>().join(" ").into();
        if let Some(head) = head {
            heads.insert((topic_key(&phrase).into(), head.as_str().into()));
        }
        (!phrase.is_empty()).then_some(phrase)
    };
    let support = |evidence: &Quote, confidence: f64| Support {
        text: evidence.text.as_str().into(),
        confidence: thousandths(confidence),
        speakers: speaker_of(&speakers, evidence.span).and_then(&known).into_iter().collect(),
    };
    let (mut offices, mut acts, mut positions) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
    for office in &record.offices {
        let (Some(holder), Some(of)) = (known(&office.holder), optional(&office.of)) else {
            continue;
        };
        let title: Arc<str> =
            office.title.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase().into();
        let claim = OfficeClaim { holder, title, of, status: office.status, span: office.evidence.span };
        join_one(&mut offices, claim, support(&office.evidence, office.confidence));
    }
    for act in &record.relations {
        let (Some(mut source), Some(mut target)) = (known(&act.source), optional(&act.target)) else {
            continue;
        };
        let (Some(reporter), Some(place)) = (optional(&act.reported_by), optional(&act.place)) else {
            continue;
        };
        if let Some(other) = target.as_mut().filter(|other| act.relation.is_symmetric() && **other < source) {
            std::mem::swap(&mut source, other);
        }
        let claim = ActClaim {
            source,
            relation: act.relation,
            target,
            topic: act.topic.as_deref().and_then(|t| phrase(t, &act.topic_head, &mut heads)),
            status: act.status,
            reporter,
            place,
            date: act.date.as_deref().map(Into::into),
            plover: act.plover,
            span: act.evidence.span,
        };
        join_one(&mut acts, claim, support(&act.evidence, act.confidence));
    }
    for position in &record.positions {
        let (Some(holder), Some(reporter)) = (known(&position.holder), optional(&position.reported_by))
        else {
            continue;
        };
        let Some(topic) = phrase(&position.topic, &position.topic_head, &mut heads) else {
            continue;
        };
        let claim =
            PositionClaim { holder, topic, stance: position.stance, reporter, span: position.evidence.span };
        join_one(&mut positions, claim, support(&position.evidence, position.confidence));
    }
    (part.offices, part.acts, part.positions) = (offices, acts, positions);
    (key, part, heads)
}

/// What was said, and by whom, for the reported statements whose speaker the text names.
fn speakers(record: &Record) -> Vec<(Span, String)> {
    let mut all = Vec::new();
    for attribution in &record.attributions {
        let Some(entity) = attribution.source.as_ref().and_then(|s| s.entity.as_ref()) else {
            continue;
        };
        all.extend(attribution.content.iter().map(|piece| (piece.span, entity.clone())));
    }
    all
}

/// The speaker of the shortest statement around a stretch of text.
fn speaker_of(speakers: &[(Span, String)], span: Span) -> Option<&str> {
    let around = speakers.iter().filter(|(content, _)| content.contains(span));
    around.min_by_key(|(content, who)| (content.len(), who.as_str())).map(|(_, who)| who.as_str())
}

/// Whether all ends of a record's facts are entities of the record, as [`Graph::from_records`] takes for granted.
///
/// # Errors
/// [`ErrorKind::Format`], naming the first end that is not, and the fact.
///
/// [`Graph::from_records`]: crate::graph::Graph::from_records
pub fn check_record(record: &Record) -> Result<()> {
    let known: BTreeSet<&str> = record.entities.iter().map(|e| e.id.as_str()).collect();
    let check = |what: &str, number: usize, end: &str, id: Option<&String>| match id {
        Some(id) if !known.contains(id.as_str()) => Err(Error::new(
            ErrorKind::Format,
            format!(
                "record '{}': the {end} '{id}' of {what} {} is not among its entities; add the entity or take the \
                 {what} out",
                record.document.id,
                number + 1
            ),
        )),
        _ => Ok(()),
    };
    for (i, office) in record.offices.iter().enumerate() {
        check("office", i, "holder", Some(&office.holder))?;
        check("office", i, "body", office.of.as_ref())?;
    }
    for (i, act) in record.relations.iter().enumerate() {
        check("relation", i, "source", Some(&act.source))?;
        check("relation", i, "target", act.target.as_ref())?;
        check("relation", i, "reporter", act.reported_by.as_ref())?;
        check("relation", i, "place", act.place.as_ref())?;
    }
    for (i, position) in record.positions.iter().enumerate() {
        check("position", i, "holder", Some(&position.holder))?;
        check("position", i, "reporter", position.reported_by.as_ref())?;
    }
    Ok(())
}
