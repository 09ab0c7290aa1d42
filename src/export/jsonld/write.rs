//! From a graph to JSON-LD.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::sync::Arc;

use serde_json::json;

use crate::graph::{self, ActRef, EntityRef, Graph, OfficeRef, PositionRef, TopicRef};
use crate::issues::{Issue, Issues};
use crate::schema::{ActStatus, EntityType, OfficeStatus, Plover, Quote};

use super::super::base::Base;
use super::entry::{Appearance, CONTEXT, Date, Entry, Evidence, OneOrMany, Selector};
use super::layout::write_node;

type Text = Arc<str>;

/// Writes a graph as JSON-LD. The same graph gives the same bytes.
///
/// # Errors
/// Those of `out`.
pub fn write(graph: &Graph, out: &mut dyn io::Write) -> io::Result<()> {
    write_at(graph, &Base::default(), out)
}

/// Writes a graph as JSON-LD whose nodes have their IRIs under `base`. Ids in the file are the same under any base, so
/// [`read`](super::read) gives the same graph.
///
/// # Errors
/// Those of `out`.
pub fn write_at(graph: &Graph, base: &Base, out: &mut dyn io::Write) -> io::Result<()> {
    write!(out, "{{\n  \"@context\": {},\n  \"@graph\": [", context(base))?;
    let mut first = true;
    each_node(graph, &mut |entry| {
        out.write_all(if first { b"\n    " } else { b",\n    " })?;
        first = false;
        write_node(entry, out)
    })?;
    out.write_all(if first { b"]\n}\n" } else { b"\n  ]\n}\n" })
}

/// The context with `base` in it. An IRI has no character that JSON escapes.
pub(super) fn context(base: &Base) -> String {
    CONTEXT.trim_end().replacen(Base::DEFAULT, base.as_str(), 1)
}

/// Hands over each node of the file, in its order.
pub(in crate::export) fn each_node(
    graph: &Graph,
    put: &mut dyn FnMut(&Entry) -> io::Result<()>,
) -> io::Result<()> {
    let whole = Whole::of(graph);
    for node in graph.documents() {
        put(&document(node))?;
    }
    for entity in graph.entities() {
        put(&self::entity(entity))?;
    }
    for topic in graph.topics() {
        put(&self::topic(topic))?;
    }
    for issue in whole.issues.iter() {
        put(&self::issue(issue, &whole.issues))?;
    }
    for post in posts(graph).values() {
        put(post)?;
    }
    for office in graph.offices() {
        put(&self::office(office, &whole))?;
    }
    for act in graph.acts() {
        put(&self::act(act, &whole))?;
    }
    for position in graph.positions() {
        put(&self::position(position, &whole))?;
    }
    for ruling in graph.rulings().iter() {
        put(&self::ruling(ruling))?;
    }
    Ok(())
}

fn terms(terms: &[&str]) -> OneOrMany {
    terms.into()
}

pub(super) fn document(node: &graph::Document) -> Entry {
    let entry = &node.entry;
    let text = |text: &Option<String>| text.as_deref().map(Text::from);
    Entry {
        id: node.id.clone(),
        kind: terms(&["NewsArticle"]),
        identifier: vec![entry.id.as_str().into()],
        headline: text(&entry.title),
        date_published: entry.date.as_deref().map(Date::new),
        date_modified: entry.modified.as_deref().map(Date::new),
        corrects: entry.corrects,
        numbered: entry.numbered,
        versions: (!node.versions.is_empty()).then(|| json!(node.versions).to_string().into()),
        url: text(&entry.url),
        publisher: text(&entry.publisher),
        fields: (!entry.fields.is_empty()).then(|| json!(entry.fields).to_string().into()),
        sha256: (!entry.sha256.is_empty()).then(|| entry.sha256.as_str().into()),
        sketch: entry.sketch.clone(),
        story: node.story.clone(),
        article_body: node.text.as_ref().map(|text| text.as_str().into()),
        sentences: node.text.as_ref().map(|text| json!(text.sentences()).to_string().into()),
        ..Entry::default()
    }
}

pub(super) fn entity(entity: EntityRef<'_>) -> Entry {
    let node = entity.node();
    let holds: BTreeSet<Text> = entity
        .offices()
        .filter(|office| matches!(office.node().status, OfficeStatus::Current | OfficeStatus::Acting))
        .map(post_id)
        .collect();
    // An act is also a plain edge when the article itself says that it happened, so that tools which know nothing
    // of events see a graph.
    let mut plain: BTreeMap<&'static str, BTreeSet<Text>> = BTreeMap::new();
    for act in entity.acts() {
        if let (Some(target), None, ActStatus::Occurred) = (act.target(), act.reporter(), act.node().status) {
            plain.entry(act.node().relation.as_str()).or_default().insert(target.node().id.clone());
        }
    }
    Entry {
        id: node.id.clone(),
        kind: terms(match node.kind {
            EntityType::Person => &["Person"],
            EntityType::Country => &["Country"],
            EntityType::Region => &["Place", "Region"],
            EntityType::City => &["City"],
            EntityType::Organization => &["Organization"],
            EntityType::Group => &["Group"],
        }),
        name: Some(node.name.clone()),
        alternate_name: node.aliases.clone(),
        identifier: node.identifiers.clone(),
        same_as: node.identifiers.iter().filter_map(|id| iri(id)).collect(),
        holds: holds.into_iter().collect(),
        plain: plain.into_iter().map(|(relation, ends)| (relation, ends.into_iter().collect())).collect(),
        appearance: node.appearances.iter().flat_map(appearances).collect(),
        ..Entry::default()
    }
}

/// The full IRI of an identifier, where its authority has given it one.
fn iri(identifier: &str) -> Option<Text> {
    let (authority, local) = identifier.split_once(':')?;
    if local.is_empty() || !local.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return None;
    }
    match authority {
        "wikidata" => Some(format!("http://www.wikidata.org/entity/{local}").into()),
        "geonames" => Some(format!("https://sws.geonames.org/{local}/").into()),
        _ => None,
    }
}

/// One node for each reading, the mentions at the first.
fn appearances(node: &graph::Appearance) -> Vec<Appearance> {
    let readings = node.readings.iter().enumerate();
    let appearances = readings.map(|(i, reading)| Appearance {
        id: appearance_id(&node.document, &node.local, i),
        class: terms(&["Appearance"]),
        document: node.document.clone(),
        local_id: node.local.clone(),
        kind: reading.kind,
        name: reading.name.clone(),
        identifier: reading.same_as.iter().cloned().collect(),
        mention: match i {
            0 => node.mentions.iter().map(|mention| selector(&node.document, mention)).collect(),
            _ => Vec::new(),
        },
    });
    appearances.collect()
}

fn appearance_id(document: &str, local: &str, number: usize) -> Text {
    let mut id = format!("{document}/{}", escaped(local));
    if number > 0 {
        id.push_str(&format!("/{}", number + 1));
    }
    id.into()
}

/// Local ids and names are any text: all but letters, digits and hyphens is written as in a URL.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        match byte {
            b'-' | b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' => out.push(char::from(byte)),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

fn selector(document: &str, quote: &Quote) -> Selector {
    let (start, end) = (quote.span.start, quote.span.end);
    Selector {
        id: format!("{document}#char={start},{end}").into(),
        class: terms(&["TextPositionSelector", "TextQuoteSelector"]),
        start,
        end,
        exact: quote.text.as_str().into(),
    }
}

pub(super) fn topic(topic: TopicRef<'_>) -> Entry {
    let node = topic.node();
    Entry {
        id: node.id.clone(),
        kind: terms(&["Concept"]),
        pref_label: Some(node.label.clone()),
        alt_label: node.variants.clone(),
        head: node.heads.clone(),
        broader: topic.broader().map(|other| other.node().id.clone()).collect(),
        narrower: topic.narrower().map(|other| other.node().id.clone()).collect(),
        ..Entry::default()
    }
}

pub(super) fn issue(issue: &Issue, all: &Issues) -> Entry {
    let covers: BTreeSet<Text> = issue.topics.iter().map(|topic| topic.topic.as_str().into()).collect();
    let broader = issue.broader.as_deref().and_then(|label| all.named(label));
    Entry {
        id: issue.id.as_str().into(),
        kind: terms(&["Concept", "Issue"]),
        pref_label: Some(issue.label.as_str().into()),
        broader: broader.iter().map(|broader| broader.id.as_str().into()).collect(),
        covers: covers.into_iter().collect(),
        ..Entry::default()
    }
}

/// The post of an office: its id without holder and status.
fn post_id(office: OfficeRef<'_>) -> Text {
    let parts: Vec<&str> = office.id().split('/').collect();
    format!("post/{}", parts[2..parts.len() - 1].join("/")).into()
}

fn posts(graph: &Graph) -> BTreeMap<Text, Entry> {
    let mut posts: BTreeMap<Text, Entry> = BTreeMap::new();
    for office in graph.offices() {
        let id = post_id(office);
        posts.entry(id.clone()).or_insert_with(|| Entry {
            id,
            kind: terms(&["Post"]),
            pref_label: Some(office.node().title.clone()),
            post_in: of_organization(office),
            ..Entry::default()
        });
    }
    posts
}

/// The body that an office belongs to: W3C ORG has posts in organizations, and states are, people are not.
fn of_organization(office: OfficeRef<'_>) -> Option<Text> {
    office.of().filter(|of| of.node().kind != EntityType::Person).map(|of| of.node().id.clone())
}

pub(super) fn office(office: OfficeRef<'_>, whole: &Whole<'_>) -> Entry {
    let node = office.node();
    Entry {
        id: node.id.clone(),
        kind: terms(&["Membership"]),
        member: Some(office.holder().node().id.clone()),
        title: Some(node.title.clone()),
        of: office.of().map(|of| of.node().id.clone()),
        organization: of_organization(office),
        post: Some(post_id(office)),
        status: Some(node.status.into()),
        first_date: office.dates().map(|(first, _)| Date::new(first)),
        last_date: office.dates().map(|(_, last)| Date::new(last)),
        confidence: Some(decimal(office.confidence())),
        independent_documents: Some(office.independent_documents()),
        evidence: whole.evidence(&node.id, &node.evidence, None, None),
        ..Entry::default()
    }
}

pub(super) fn act(act: ActRef<'_>, whole: &Whole<'_>) -> Entry {
    let node = act.node();
    let (source, target, topic) = (act.source(), act.target(), act.topic());
    let ends = std::iter::once(source).chain(target);
    let actor: BTreeSet<Text> = ends
        .filter(|end| !matches!(end.node().kind, EntityType::City | EntityType::Region))
        .map(|end| end.node().id.clone())
        .collect();
    Entry {
        id: node.id.clone(),
        kind: terms(&["Event", "Act"]),
        source: Some(source.node().id.clone()),
        relation: Some(node.relation),
        target: target.map(|target| target.node().id.clone()),
        topic: topic.map(|topic| topic.node().id.clone()),
        issue: topic.map_or_else(Vec::new, |topic| whole.issues_of(topic, &node.evidence)),
        status: Some(node.status.into()),
        reported_by: act.reporter().map(|reporter| reporter.node().id.clone()),
        actor: actor.into_iter().collect(),
        place: act.places().map(|place| place.node().id.clone()).collect(),
        date: node.date.as_deref().map(Date::new),
        plover: node.plover.clone(),
        confidence: Some(decimal(act.confidence())),
        independent_documents: Some(act.independent_documents()),
        evidence: whole.evidence(
            &node.id,
            &node.evidence,
            topic.map(TopicRef::node),
            Some(node.relation.plover()),
        ),
        ..Entry::default()
    }
}

pub(super) fn position(position: PositionRef<'_>, whole: &Whole<'_>) -> Entry {
    let node = position.node();
    let topic = position.topic().node();
    Entry {
        id: node.id.clone(),
        kind: terms(&["Position"]),
        holder: Some(position.holder().node().id.clone()),
        stance: Some(node.stance),
        topic: Some(topic.id.clone()),
        issue: whole.issues_of(position.topic(), &node.evidence),
        reported_by: position.reporter().map(|reporter| reporter.node().id.clone()),
        first_date: position.dates().map(|(first, _)| Date::new(first)),
        last_date: position.dates().map(|(_, last)| Date::new(last)),
        confidence: Some(decimal(position.confidence())),
        independent_documents: Some(position.independent_documents()),
        evidence: whole.evidence(&node.id, &node.evidence, Some(topic), None),
        ..Entry::default()
    }
}

fn ruling(ruling: &graph::Ruling) -> Entry {
    let kind = ruling.kind.as_str();
    let names = ruling.names.each_ref().map(|name| escaped(name)).join("/");
    Entry {
        id: format!("ruling/{kind}/{names}").into(),
        kind: terms(&["Ruling"]),
        ruling: Some(kind.into()),
        ruled_name: ruling.names.to_vec(),
        ..Entry::default()
    }
}

/// A confidence as `xsd:decimal`, in the shortest form that gives the same thousandths.
fn decimal(confidence: f64) -> Text {
    let text = format!("{confidence:.3}");
    let short = text.trim_end_matches('0');
    if short.ends_with('.') { format!("{short}0").into() } else { short.into() }
}

/// What a fact's node needs to know of the whole graph.
pub(super) struct Whole<'g> {
    graph: &'g Graph,
    pub issues: Issues,
    /// By document, the names that alone mean an entity there: a piece of evidence need not say which it means.
    single: BTreeMap<&'g str, BTreeSet<&'g str>>,
}

impl<'g> Whole<'g> {
    pub fn of(graph: &'g Graph) -> Self {
        Self { issues: Issues::of(graph), ..Self::of_part(graph) }
    }

    /// That of a part, of which no issues are told.
    pub fn of_part(graph: &'g Graph) -> Self {
        let mut single: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for entity in graph.entities() {
            let appearances = &entity.node().appearances;
            for (i, appearance) in appearances.iter().enumerate() {
                let near = [i.wrapping_sub(1), i + 1].into_iter().filter_map(|j| appearances.get(j));
                if near.into_iter().all(|other| other.document != appearance.document) {
                    single.entry(&appearance.document).or_default().insert(&appearance.local);
                }
            }
        }
        Self { graph, issues: Issues::default(), single }
    }

    fn issues_of(&self, topic: TopicRef<'_>, evidence: &[graph::Evidence]) -> Vec<Text> {
        let shown = evidence.iter().filter_map(|one| self.issues.shown(self.graph, topic.id(), one));
        let ids: BTreeSet<&str> = shown.map(|issue| issue.id.as_str()).collect();
        ids.into_iter().map(Text::from).collect()
    }

    /// The local id, where it must be told.
    fn tell(&self, document: &str, local: &Text) -> Option<Text> {
        let single = self.single.get(document).is_some_and(|locals| locals.contains(&**local));
        (!single).then(|| local.clone())
    }

    fn evidence(
        &self,
        fact: &str,
        evidence: &[graph::Evidence],
        topic: Option<&graph::Topic>,
        plover: Option<Plover>,
    ) -> Vec<Evidence> {
        let mut seen: BTreeMap<String, usize> = BTreeMap::new();
        let evidence = evidence.iter().map(|evidence| {
            let document = &evidence.document;
            let span = evidence.quote.span;
            let name = document.split_once('/').map_or(&**document, |(_, name)| name);
            let mut id = format!("{}#{name}/{}-{}", fact, span.start, span.end);
            let number = seen.entry(id.clone()).or_default();
            *number += 1;
            if *number > 1 {
                id.push_str(&format!("/{number}"));
            }
            let tell = |local: &Option<Text>| local.as_ref().and_then(|local| self.tell(document, local));
            let local = &evidence.local;
            let told: Vec<Text> = local.speakers.iter().filter_map(|who| self.tell(document, who)).collect();
            Evidence {
                id: id.into(),
                class: terms(&["SpecificResource"]),
                document: document.clone(),
                selector: selector(document, &evidence.quote),
                confidence: decimal(evidence.confidence),
                speaker: evidence.speakers.clone(),
                phrase: evidence.phrase.clone().filter(|phrase| topic.is_none_or(|t| *phrase != t.label)),
                head: topic.filter(|topic| topic.heads != evidence.heads).map(|_| evidence.heads.clone()),
                place: evidence.place.clone(),
                plover: evidence.plover.filter(|own| Some(*own) != plover),
                date: evidence.date.as_deref().map(Date::new),
                subject_as: self.tell(document, &local.subject),
                object_as: tell(&local.object),
                reporter_as: tell(&local.reporter),
                place_as: tell(&local.place),
                speaker_as: told,
            }
        });
        evidence.collect()
    }
}
