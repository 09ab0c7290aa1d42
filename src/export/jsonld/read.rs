//! From JSON-LD that this module wrote to the graph.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Deserialize;

use crate::error::{Error, ErrorKind, Result};
use crate::graph::{self};
use crate::graph::{
    ActClaim, Claims, DocumentKey, Graph, LocalAppearance, OfficeClaim, Part, PositionClaim, Reading,
    RulingKind, Support, Version,
};
use crate::schema::{ArticleText, Document, Quote};
use crate::span::Span;

use super::entry::{Date, Entry, Evidence, NAMESPACE, Selector};

type Text = Arc<str>;

#[derive(Deserialize)]
struct File {
    #[serde(rename = "@context")]
    context: serde_json::Value,
    #[serde(rename = "@graph")]
    graph: Option<Vec<Entry>>,
}

/// Reads a graph that [`write`](super::write) wrote: the same graph, so that writing it again gives the same bytes.
///
/// # Errors
/// [`ErrorKind::Format`] with the line, when the text is no JSON (cut off, say) or has a value of a wrong type; with
/// the id of the node, when it is JSON but no graph of this program's.
pub fn read(text: &str) -> Result<Graph> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let file: File = serde_json::from_str(text).map_err(|error| {
        let message = error.to_string();
        let message = message.split(" at line ").next().unwrap_or_default();
        let what = match error.classify() {
            serde_json::error::Category::Eof => {
                "the file breaks off before its end; write it again or take an unbroken copy".to_owned()
            }
            serde_json::error::Category::Syntax => format!("not JSON: {message}; is this a graph.jsonld?"),
            _ => format!("not a graph that demarche wrote: {message}"),
        };
        Error::new(ErrorKind::Format, what).at_line(error.line())
    })?;
    if file.context.get("@vocab").and_then(|v| v.as_str()) != Some(NAMESPACE) {
        let message = "JSON-LD, but not as demarche writes it: '@context' has another '@vocab'; read the graph \
                       that 'build' or 'merge' wrote";
        return Err(Error::new(ErrorKind::Format, message));
    }
    let Some(graph) = file.graph else {
        let message = "no '@graph' in it: a compact graph is for other programs; read the graph.jsonld that 'build' \
                       or 'merge' wrote";
        return Err(Error::new(ErrorKind::Format, message));
    };
    let mut reader = Reader::default();
    // Facts name documents, entities and topics, wherever in the file they stand.
    graph.iter().filter(|e| e.kind.contains("NewsArticle")).try_for_each(|e| reader.document(e))?;
    for entry in &graph {
        if !entry.appearance.is_empty() {
            reader.entity(entry)?;
        } else if entry.kind.contains("Issue") {
            // It follows from the rest.
        } else if entry.kind.contains("Concept") {
            reader.topic(entry)?;
        } else if entry.kind.contains("Ruling") {
            reader.ruling(entry)?;
        }
    }
    for entry in graph {
        if entry.kind.contains("Membership") {
            reader.office(&entry)?;
        } else if entry.kind.contains("Act") {
            reader.act(entry)?;
        } else if entry.kind.contains("Position") {
            reader.position(&entry)?;
        }
    }
    for part in reader.parts.into_values() {
        let document = &part.document;
        let key = DocumentKey { id: document.id.as_str().into(), sha256: document.sha256.as_str().into() };
        reader.claims.add_part(key, part);
    }
    Ok(Graph::from_claims(reader.claims))
}

#[derive(Default)]
struct Reader {
    claims: Claims,
    /// By the id of the document.
    parts: BTreeMap<Text, Part>,
    /// By entity and document, the local ids.
    locals: BTreeMap<(Text, Text), Vec<Text>>,
    labels: BTreeMap<Text, Text>,
    /// By topic, the head lemmas that all its documents give it which tell none of their own.
    heads: BTreeMap<Text, Vec<Text>>,
}

fn bad(entry: &Entry, message: impl std::fmt::Display) -> Error {
    Error::new(
        ErrorKind::Format,
        format!("node '{}': {message}; the file was changed or is incomplete", entry.id),
    )
}

fn needed<'e, T>(entry: &Entry, field: &str, value: &'e Option<T>) -> Result<&'e T> {
    value.as_ref().ok_or_else(|| bad(entry, format_args!("'{field}' is missing")))
}

fn quote(entry: &Entry, selector: &Selector) -> Result<Quote> {
    let Selector { start, end, exact, .. } = selector;
    if start > end {
        return Err(bad(entry, format_args!("a quote starts at {start}, after its end {end}")));
    }
    Ok(Quote { span: Span::new(*start, *end), text: exact.to_string() })
}

/// The text that is kept of a document. Quotes are cut from it, so it must be the text that was read.
fn article_text(entry: &Entry) -> Result<Option<ArticleText>> {
    let Some(text) = &entry.article_body else { return Ok(None) };
    let sentences = entry.sentences.as_ref().map(|sentences| serde_json::from_str(sentences)).transpose();
    let sentences =
        sentences.map_err(|error| bad(entry, format_args!("'sentences' is no list of places: {error}")))?;
    let text = ArticleText::new(Arc::clone(text), sentences.unwrap_or_default());
    if !text.is_of(entry.sha256.as_deref().unwrap_or_default()) {
        return Err(bad(entry, "'articleBody' is not the text of its 'sha256'"));
    }
    Ok(Some(text))
}

impl Reader {
    fn document(&mut self, entry: &Entry) -> Result<()> {
        let id = entry.identifier.first().ok_or_else(|| bad(entry, "'identifier' is missing"))?;
        let text = |text: &Option<Text>| text.as_ref().map(ToString::to_string);
        let date = |date: &Option<Date>| {
            date.as_ref().map(|date| match date {
                Date::Day(value) | Date::Other { value, .. } => value.to_string(),
            })
        };
        let fields = entry.fields.as_ref().map(|fields| serde_json::from_str(fields)).transpose();
        let fields =
            fields.map_err(|error| bad(entry, format_args!("'fields' is no JSON object: {error}")))?;
        let mut part = Part::new(Document {
            id: id.to_string(),
            date: date(&entry.date_published),
            modified: date(&entry.date_modified),
            corrects: entry.corrects,
            numbered: entry.numbered,
            title: text(&entry.headline),
            url: text(&entry.url),
            publisher: text(&entry.publisher),
            fields: fields.unwrap_or_default(),
            sha256: text(&entry.sha256).unwrap_or_default(),
            sketch: entry.sketch.clone(),
        });
        part.text = article_text(entry)?;
        match &entry.versions {
            None => _ = self.claims.versions.insert(Version::of(&part.document)),
            Some(versions) => {
                let versions: Vec<Version> = serde_json::from_str(versions).map_err(|error| {
                    bad(entry, format_args!("'versions' is no list of versions: {error}"))
                })?;
                self.claims.versions.extend(versions);
            }
        }
        if self.parts.insert(entry.id.clone(), part).is_some() {
            return Err(bad(entry, "there are two of this id"));
        }
        Ok(())
    }

    fn entity(&mut self, entry: &Entry) -> Result<()> {
        for appearance in &entry.appearance {
            let part = self
                .parts
                .get_mut(&appearance.document)
                .ok_or_else(|| bad(entry, format_args!("there is no document '{}'", appearance.document)))?;
            let mut mentions = Vec::new();
            for selector in &appearance.mention {
                mentions.push(quote(entry, selector)?);
            }
            let local: &mut LocalAppearance =
                part.appearances.entry(appearance.local_id.clone()).or_default();
            local.mentions.extend(mentions);
            local.readings.insert(Reading {
                kind: appearance.kind,
                name: appearance.name.clone(),
                same_as: appearance.identifier.iter().cloned().collect(),
            });
            let locals = self.locals.entry((entry.id.clone(), appearance.document.clone())).or_default();
            if !locals.contains(&appearance.local_id) {
                locals.push(appearance.local_id.clone());
            }
        }
        Ok(())
    }

    fn topic(&mut self, entry: &Entry) -> Result<()> {
        let label = needed(entry, "prefLabel", &entry.pref_label)?;
        self.labels.insert(entry.id.clone(), label.clone());
        self.heads.insert(entry.id.clone(), entry.head.clone());
        Ok(())
    }

    fn ruling(&mut self, entry: &Entry) -> Result<()> {
        let word = needed(entry, "ruling", &entry.ruling)?;
        let kind = RulingKind::ALL.into_iter().find(|kind| kind.as_str() == &**word);
        let kind = kind.ok_or_else(|| bad(entry, format_args!("'{word}' is no kind of ruling")))?;
        self.claims.rulings.add(kind, &entry.ruled_name).map_err(|error| bad(entry, error))
    }

    /// The local id of an entity in the document of a piece of evidence.
    fn local(&self, entry: &Entry, evidence: &Evidence, entity: &Text, told: Option<&Text>) -> Result<Text> {
        let document = &evidence.document;
        let locals = self.locals.get(&(entity.clone(), document.clone())).map_or(&[][..], Vec::as_slice);
        match (told, locals) {
            (Some(told), locals) if locals.contains(told) => Ok(told.clone()),
            (None, [only]) => Ok(only.clone()),
            (_, []) => Err(bad(entry, format_args!("'{entity}' does not appear in '{document}'"))),
            _ => Err(bad(entry, format_args!("it is not told which '{entity}' of '{document}' is meant"))),
        }
    }

    fn maybe(
        &self,
        entry: &Entry,
        evidence: &Evidence,
        entity: &Option<Text>,
        told: &Option<Text>,
    ) -> Result<Option<Text>> {
        entity.as_ref().map(|entity| self.local(entry, evidence, entity, told.as_ref())).transpose()
    }

    fn support(&self, entry: &Entry, evidence: &Evidence) -> Result<(Span, Support)> {
        let quote = quote(entry, &evidence.selector)?;
        let confidence: f64 =
            evidence.confidence.parse().ok().filter(|c| (0.0..=1.0).contains(c)).ok_or_else(|| {
                bad(entry, format_args!("'{}' is no confidence from 0 to 1", evidence.confidence))
            })?;
        let mut speakers: std::collections::BTreeSet<Text> = evidence.speaker_as.iter().cloned().collect();
        for speaker in &evidence.speaker {
            let locals = self.locals.get(&(speaker.clone(), evidence.document.clone()));
            match locals.map(Vec::as_slice) {
                Some([only]) => _ = speakers.insert(only.clone()),
                Some(_) => {}
                None => {
                    return Err(bad(
                        entry,
                        format_args!("'{speaker}' does not appear in '{}'", evidence.document),
                    ));
                }
            }
        }
        let known = self.parts.get(&evidence.document).map(|part| &part.appearances);
        if let Some(who) = speakers.iter().find(|who| !known.is_some_and(|known| known.contains_key(*who))) {
            return Err(bad(entry, format_args!("'{who}' does not appear in '{}'", evidence.document)));
        }
        let confidence = (confidence * 1000.0).round() as u16;
        Ok((quote.span, Support { text: quote.text.into(), confidence, speakers }))
    }

    fn part(&mut self, entry: &Entry, evidence: &Evidence) -> Result<&mut Part> {
        let missing = || bad(entry, format_args!("there is no document '{}'", evidence.document));
        self.parts.get_mut(&evidence.document).ok_or_else(missing)
    }

    fn label(&self, entry: &Entry, topic: &Text) -> Result<Text> {
        self.labels.get(topic).cloned().ok_or_else(|| bad(entry, format_args!("there is no topic '{topic}'")))
    }

    /// Adds the head lemmas that the document of a piece of evidence gives the topic with this phrase.
    fn add_heads(&mut self, entry: &Entry, evidence: &Evidence, phrase: &Text) -> Result<()> {
        let common = entry.topic.as_ref().and_then(|topic| self.heads.get(topic));
        let heads = evidence.head.clone().or_else(|| common.cloned()).unwrap_or_default();
        let key = Text::from(graph::topic_key(phrase));
        let own = heads.into_iter().map(|head| (key.clone(), head));
        self.part(entry, evidence)?.heads.extend(own);
        Ok(())
    }

    fn office(&mut self, entry: &Entry) -> Result<()> {
        let holder = needed(entry, "member", &entry.member)?;
        let status = entry.status.and_then(super::entry::Status::office);
        let status = *needed(entry, "status", &status)?;
        for evidence in &entry.evidence {
            let (span, support) = self.support(entry, evidence)?;
            let claim = OfficeClaim {
                holder: self.local(entry, evidence, holder, evidence.subject_as.as_ref())?,
                title: needed(entry, "title", &entry.title)?.clone(),
                of: self.maybe(entry, evidence, &entry.of, &evidence.object_as)?,
                status,
                span,
            };
            graph::join_one(&mut self.part(entry, evidence)?.offices, claim, support);
        }
        Ok(())
    }

    fn act(&mut self, mut entry: Entry) -> Result<()> {
        let date = entry.date.take().map(Date::into_text);
        let entry = &entry;
        let first = needed(entry, "source", &entry.source)?;
        let relation = *needed(entry, "relation", &entry.relation)?;
        let status = entry.status.and_then(super::entry::Status::act);
        let status = *needed(entry, "status", &status)?;
        for evidence in &entry.evidence {
            let (span, support) = self.support(entry, evidence)?;
            let (mut source, mut target) = self.act_ends(entry, evidence, first, relation.is_symmetric())?;
            if let Some(other) = target.as_mut().filter(|other| relation.is_symmetric() && **other < source) {
                std::mem::swap(&mut source, other);
            }
            let topic = match &entry.topic {
                None => None,
                Some(topic) => {
                    let phrase = evidence.phrase.clone().unwrap_or(self.label(entry, topic)?);
                    self.add_heads(entry, evidence, &phrase)?;
                    Some(phrase)
                }
            };
            let claim = ActClaim {
                source,
                relation,
                target,
                topic,
                status,
                reporter: self.maybe(entry, evidence, &entry.reported_by, &evidence.reporter_as)?,
                place: self.maybe(entry, evidence, &evidence.place, &evidence.place_as)?,
                date: date.clone(),
                plover: evidence.plover.unwrap_or_else(|| relation.plover()),
                span,
            };
            graph::join_one(&mut self.part(entry, evidence)?.acts, claim, support);
        }
        Ok(())
    }

    /// Source and target. The two of a symmetric act may have changed places between document and graph.
    fn act_ends(
        &self,
        entry: &Entry,
        evidence: &Evidence,
        first: &Text,
        symmetric: bool,
    ) -> Result<(Text, Option<Text>)> {
        let straight = (|| {
            let source = self.local(entry, evidence, first, evidence.subject_as.as_ref())?;
            let target = self.maybe(entry, evidence, &entry.target, &evidence.object_as)?;
            Ok((source, target))
        })();
        match (&straight, &entry.target) {
            (Err(_), Some(second)) if symmetric => {
                let source = self.local(entry, evidence, second, evidence.subject_as.as_ref());
                let target = self.local(entry, evidence, first, evidence.object_as.as_ref());
                match (source, target) {
                    (Ok(source), Ok(target)) => Ok((source, Some(target))),
                    _ => straight,
                }
            }
            _ => straight,
        }
    }

    fn position(&mut self, entry: &Entry) -> Result<()> {
        let holder = needed(entry, "holder", &entry.holder)?;
        let stance = *needed(entry, "stance", &entry.stance)?;
        let label = self.label(entry, needed(entry, "topic", &entry.topic)?)?;
        for evidence in &entry.evidence {
            let (span, support) = self.support(entry, evidence)?;
            let topic = evidence.phrase.clone().unwrap_or_else(|| label.clone());
            self.add_heads(entry, evidence, &topic)?;
            let claim = PositionClaim {
                holder: self.local(entry, evidence, holder, evidence.subject_as.as_ref())?,
                topic,
                stance,
                reporter: self.maybe(entry, evidence, &entry.reported_by, &evidence.reporter_as)?,
                span,
            };
            graph::join_one(&mut self.part(entry, evidence)?.positions, claim, support);
        }
        Ok(())
    }
}
