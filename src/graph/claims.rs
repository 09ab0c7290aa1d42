//! Claims: what each document says, in that document's own names. A set, with union.

use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::collections::btree_map::{BTreeMap, Entry};
use std::ops::{Deref, DerefMut};
use std::sync::Arc;

use serde_json::Value;

use crate::error::{Error, ErrorKind, Result};
use crate::schema::{
    ActStatus, ArticleText, Document, EntityType, OfficeStatus, Plover, Quote, Record, RelationKind, Stance,
    digest,
};
use crate::span::Span;

use super::rulings::Rulings;
use super::topics::topic_key;
use super::versions::{Version, articles, holding, texts};

/// A document, told by its id and the digest of its text. Of two texts of one article only the later one holds
/// ([`Claims::settle`]).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct DocumentKey {
    pub id: Arc<str>,
    pub sha256: Arc<str>,
}

/// All claims of a graph.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Claims {
    pub documents: BTreeMap<DocumentKey, Part>,
    /// All texts of the articles that were ever read, also those that hold no longer.
    pub versions: BTreeSet<Version>,
    /// What a user has ruled on who is who.
    pub rulings: Rulings,
}

/// Head lemmas of topics, each behind the [`topic_key`] of the topic it heads.
pub(crate) type Heads = BTreeSet<(Arc<str>, Arc<str>)>;

/// The claims of one document. Ends are ids of [`Part::appearances`].
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Part {
    pub document: Document,
    /// The text, where it is kept; it is of the document's digest.
    pub text: Option<ArticleText>,
    pub appearances: BTreeMap<Arc<str>, Appearance>,
    pub offices: BTreeMap<OfficeClaim, Support>,
    pub acts: BTreeMap<ActClaim, Support>,
    pub positions: BTreeMap<PositionClaim, Support>,
    pub heads: Heads,
}

/// What was taken out of a graph or a store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Forgotten {
    /// How many articles.
    pub articles: usize,
    /// How many texts of theirs, earlier ones included.
    pub versions: usize,
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
        let (key, part) = read_record(record);
        self.versions.insert(Version::of(&part.document));
        self.add_part(key, part);
    }

    /// Adds what one document says, but not to the versions.
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
        self.rulings.join(other.rulings);
        self.versions.extend(other.versions);
        for (key, part) in other.documents {
            self.add_part(key, part);
        }
    }

    /// Lets go what the texts say that hold no longer.
    pub fn settle(&mut self) {
        let gone: BTreeSet<DocumentKey> = articles(&self.versions)
            .iter()
            .filter(|article| article.len() > 1)
            .flat_map(|article| {
                let held = holding(article).map(Version::key);
                article.iter().map(|version| version.key()).filter(move |key| Some(key) != held.as_ref())
            })
            .collect();
        if !gone.is_empty() {
            self.documents.retain(|key, _| !gone.contains(key));
        }
    }

    /// Takes out the articles of these documents with all their versions.
    pub fn forget(&mut self, documents: &BTreeSet<DocumentKey>) -> Forgotten {
        let mut gone: BTreeSet<Version> = BTreeSet::new();
        let mut forgotten = Forgotten { articles: 0, versions: 0 };
        for article in articles(&self.versions) {
            if article.iter().any(|version| documents.contains(&version.key())) {
                forgotten.articles += 1;
                forgotten.versions += texts(article.iter().copied());
                gone.extend(article.into_iter().cloned());
            }
        }
        let keys: BTreeSet<DocumentKey> = gone.iter().map(Version::key).collect();
        self.documents.retain(|key, _| !keys.contains(key));
        self.versions.retain(|version| !gone.contains(version));
        forgotten
    }
}

impl Part {
    pub(crate) fn new(document: Document) -> Self {
        Part {
            document,
            text: None,
            appearances: BTreeMap::new(),
            offices: BTreeMap::new(),
            acts: BTreeMap::new(),
            positions: BTreeMap::new(),
            heads: Heads::new(),
        }
    }

    /// What decides between two readings of one text: the later dates, with which the text was read last.
    pub fn when(&self) -> impl Ord + '_ {
        let Document { date, modified, .. } = &self.document;
        (date.max(modified), date, modified)
    }

    /// Joins another reading of the same text. What was read with later dates takes the place of what was read with
    /// earlier ones, as its days are counted from them; readings with the same dates are put together.
    pub fn join(&mut self, other: Part) {
        let text = self.text_with(&other);
        self.join_claims(other);
        self.text = text;
    }

    /// The text where another reading of it is known too. As with what it says, that of the later dates holds, since an earlier
    /// one may have been taken out with the versions; of two ways to part it into sentences, one must be taken.
    pub fn text_with(&self, other: &Part) -> Option<ArticleText> {
        let later = match other.when().cmp(&self.when()) {
            Ordering::Less => &self.text,
            Ordering::Equal => (&self.text).max(&other.text),
            Ordering::Greater => &other.text,
        };
        later.clone()
    }

    fn join_claims(&mut self, other: Part) {
        let order = other.when().cmp(&self.when());
        match order {
            Ordering::Less => return,
            Ordering::Greater => {
                *self = other;
                return;
            }
            Ordering::Equal => {}
        }
        // A catalogue entry that says more wins; between two that differ, the smaller, whoever came first.
        let prefer = |mine: &mut Option<String>, theirs: Option<String>| {
            *mine = match (mine.take(), theirs) {
                (Some(a), Some(b)) => Some(a.min(b)),
                (a, b) => a.or(b),
            };
        };
        prefer(&mut self.document.title, other.document.title);
        prefer(&mut self.document.url, other.document.url);
        prefer(&mut self.document.publisher, other.document.publisher);
        // A record of an older version may lack it.
        self.document.corrects |= other.document.corrects;
        self.document.numbered &= other.document.numbered;
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
        self.heads.extend(other.heads);
    }

    /// The heads that the document gives the topic of this key.
    pub fn heads_of(&self, topic: &str) -> Vec<Arc<str>> {
        let from = (Arc::<str>::from(topic), Arc::<str>::from(""));
        let own = self.heads.range(from..).take_while(|(key, _)| **key == *topic);
        own.map(|(_, head)| Arc::clone(head)).collect()
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

/// The claims of one article.
pub(crate) fn read_record(record: Record) -> (DocumentKey, Part) {
    let key = DocumentKey {
        id: record.document.id.as_str().into(),
        sha256: record.document.sha256.as_str().into(),
    };
    let speakers = speakers(&record);
    let text = record.article_text().filter(|text| text.is_of(&key.sha256));
    let mut heads = BTreeSet::new();
    let mut part = Part::new(record.document);
    part.text = text;
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
    (part.offices, part.acts, part.positions, part.heads) = (offices, acts, positions, heads);
    (key, part)
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

/// Whether all ends of a record's facts are entities of the record, and the text that it may have is of its digest, as
/// [`Graph::from_records`] takes for granted.
///
/// # Errors
/// [`ErrorKind::Format`], naming the first end that is not, and the fact; or the digest that the text has.
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
    if let Some(text) = &record.text {
        check_text(&record.document, text)?;
    }
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

fn check_text(document: &Document, text: &str) -> Result<()> {
    let found = digest(text);
    if found == document.sha256 {
        return Ok(());
    }
    let message = format!(
        "record '{}': its text is not the one that it tells of: the SHA-256 of the text is {found}, and 'sha256' is '{}'; \
         take the text out, or give the text that was read",
        document.id, document.sha256
    );
    Err(Error::new(ErrorKind::Format, message))
}
