//! From claims to the graph, and back.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use indexmap::IndexMap;
use petgraph::graph::NodeIndex;
use petgraph::stable_graph::StableDiGraph;

use crate::schema::{ActStatus, EntityType, OfficeStatus, Quote, RelationKind, Stance};
use crate::span::Span;

use super::claims::{Appearance as Local, Claims, DocumentKey, OfficeClaim, PositionClaim, Support};
use super::copies::stories;
use super::dates::ActDates;
use super::identity::{Identity, identify};
use super::names::{PersonName, is_alias, person_name};
use super::node::{
    Act, Appearance, Document, Edge, Entity, Evidence, LocalEnds, Node, Office, Position, Topic,
};
use super::slug::{distinct_ids, slug};
use super::topics::{broader, phrase_words, topic_key};
use super::versions::{Version, articles, holding};
use super::view::Graph;

type Id = Arc<str>;

/// What makes two claims about a post one fact. An entity is told by `E`, whose order is that of the entities' ids.
#[derive(PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct OfficeKey<E> {
    pub holder: E,
    pub title: Id,
    pub of: Option<E>,
    pub status: OfficeStatus,
}

/// What makes two claims about an act one fact. The order of `T` is that of the topics' ids.
#[derive(PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct ActKey<E, T> {
    pub source: E,
    pub relation: RelationKind,
    pub target: Option<E>,
    pub topic: Option<T>,
    pub status: ActStatus,
    pub reporter: Option<E>,
    pub date: Option<Id>,
}

/// What makes two claims about a stance one fact.
#[derive(PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct PositionKey<E, T> {
    pub holder: E,
    pub topic: T,
    pub stance: Stance,
    pub reporter: Option<E>,
}

impl<E> OfficeKey<E> {
    /// The id and what tells it from another of the same id, as [`distinct_ids`] takes them.
    pub fn forms<'a>(&'a self, id: impl Fn(&'a E) -> &'a Id) -> Vec<String> {
        let (holder, of) = (id(&self.holder), self.of.as_ref().map(id));
        let id = ids(&["office", end(Some(holder)), &slug(&self.title), end(of), self.status.as_str()]);
        vec![id, self.title.to_string()]
    }
}

impl<E: Ord, T> ActKey<E, T> {
    /// The same act with the ends of a symmetric relation in their order.
    pub fn ordered(mut self) -> Self {
        if let Some(target) =
            self.target.as_mut().filter(|t| self.relation.is_symmetric() && **t < self.source)
        {
            std::mem::swap(&mut self.source, target);
        }
        self
    }

    /// The id and what tells it from another of the same id, as [`distinct_ids`] takes them.
    pub fn forms<'a>(
        &'a self,
        entity: impl Fn(&'a E) -> &'a Id,
        topic: impl Fn(&'a T) -> &'a Id,
    ) -> Vec<String> {
        let date = self.date.as_deref().map(slug);
        let mut parts = vec![
            "act",
            end(Some(entity(&self.source))),
            self.relation.as_str(),
            end(self.target.as_ref().map(&entity)),
            end(self.topic.as_ref().map(topic)),
            self.status.as_str(),
        ];
        parts.extend(self.reporter.iter().flat_map(|r| ["per", end(Some(entity(r)))]));
        parts.extend(date.iter().flat_map(|d| ["on", d.as_str()]));
        vec![ids(&parts), self.date.as_deref().unwrap_or_default().to_owned()]
    }
}

impl<E, T> PositionKey<E, T> {
    /// The id and what tells it from another of the same id, as [`distinct_ids`] takes them.
    pub fn forms<'a>(
        &'a self,
        entity: impl Fn(&'a E) -> &'a Id,
        topic: impl Fn(&'a T) -> &'a Id,
    ) -> Vec<String> {
        let stance = self.stance.as_str();
        let mut parts =
            vec!["position", end(Some(entity(&self.holder))), stance, end(Some(topic(&self.topic)))];
        parts.extend(self.reporter.iter().flat_map(|r| ["per", end(Some(entity(r)))]));
        vec![ids(&parts), String::new()]
    }
}

/// Computes the graph that a set of claims means. They must be [settled](Claims::settle).
pub(crate) fn build(claims: &Claims) -> Graph {
    let (documents, document_ids) = documents(claims);
    let (entities, entity_of) = entities(claims, &document_ids);
    let Topics { topics, of: topic_of, broader } = topics(claims);
    let mut offices: BTreeMap<OfficeKey<Id>, Vec<Evidence>> = BTreeMap::new();
    let mut acts: BTreeMap<ActKey<Id, Id>, Vec<Evidence>> = BTreeMap::new();
    let mut positions: BTreeMap<PositionKey<Id, Id>, Vec<Evidence>> = BTreeMap::new();
    for ((document, part), here) in document_ids.iter().zip(claims.documents.values()).zip(&entity_of) {
        let global = |local: &Id| Arc::clone(&here[local]);
        let maybe = |local: &Option<Id>| local.as_ref().map(global);
        let evidence = |span: Span, support: &Support, local: LocalEnds| Evidence {
            document: Arc::clone(document),
            quote: Quote { span, text: support.text.to_string() },
            confidence: f64::from(support.confidence) / 1000.0,
            speakers: support.speakers.iter().map(global).collect::<BTreeSet<_>>().into_iter().collect(),
            phrase: None,
            place: None,
            plover: None,
            date: None,
            heads: Vec::new(),
            local: LocalEnds { speakers: support.speakers.iter().cloned().collect(), ..local },
        };
        for (claim, support) in &part.offices {
            let OfficeClaim { holder, title, of, status, span } = claim;
            let local = LocalEnds { subject: holder.clone(), object: of.clone(), ..LocalEnds::default() };
            let key =
                OfficeKey { holder: global(holder), title: title.clone(), of: maybe(of), status: *status };
            offices.entry(key).or_default().push(evidence(*span, support, local));
        }
        for (claim, support) in &part.acts {
            let local = LocalEnds {
                subject: claim.source.clone(),
                object: claim.target.clone(),
                reporter: claim.reporter.clone(),
                place: claim.place.clone(),
                ..LocalEnds::default()
            };
            let key = ActKey {
                source: global(&claim.source),
                relation: claim.relation,
                target: maybe(&claim.target),
                topic: claim.topic.as_ref().map(|phrase| topic_of[phrase].clone()),
                status: claim.status,
                reporter: maybe(&claim.reporter),
                date: claim.date.clone(),
            }
            .ordered();
            acts.entry(key).or_default().push(Evidence {
                phrase: claim.topic.clone(),
                heads: claim
                    .topic
                    .as_ref()
                    .map(|phrase| part.heads_of(&topic_key(phrase)))
                    .unwrap_or_default(),
                place: maybe(&claim.place),
                plover: Some(claim.plover),
                ..evidence(claim.span, support, local)
            });
        }
        let act_dates = ActDates::of(part);
        for (claim, support) in &part.positions {
            let PositionClaim { holder, topic, stance, reporter, span } = claim;
            let local =
                LocalEnds { subject: holder.clone(), reporter: reporter.clone(), ..LocalEnds::default() };
            let key = PositionKey {
                holder: global(holder),
                topic: topic_of[topic].clone(),
                stance: *stance,
                reporter: maybe(reporter),
            };
            positions.entry(key).or_default().push(Evidence {
                phrase: Some(topic.clone()),
                heads: part.heads_of(&topic_key(topic)),
                date: act_dates.find(holder, topic, *span),
                ..evidence(*span, support, local)
            });
        }
    }
    let mut net = Net::default();
    documents.into_iter().for_each(|document| _ = net.node(Node::Document(document)));
    for entity in entities {
        let appearing: BTreeSet<Id> = entity.appearances.iter().map(|a| a.document.clone()).collect();
        let from = net.node(Node::Entity(entity));
        appearing.iter().for_each(|document| net.edge(from, document, Edge::AppearsIn));
    }
    topics.into_iter().for_each(|topic| _ = net.node(Node::Topic(topic)));
    for (narrower, broader) in &broader {
        net.edge(net.index[narrower], broader, Edge::Broader);
    }
    net.offices(offices);
    net.acts(acts);
    net.positions(positions);
    Graph { net: net.graph, index: net.index, rulings: claims.rulings.clone() }
}

/// Nodes with their ends, of each kind in the order of the ids: all of a graph, or the part that a question needs.
#[derive(Default)]
pub(crate) struct Nodes {
    pub documents: Vec<Document>,
    pub entities: Vec<Entity>,
    pub topics: Vec<Topic>,
    /// Pairs of a narrower topic and the next broader.
    pub broader: Vec<(Id, Id)>,
    /// With holder and body.
    pub offices: Vec<(Office, Id, Option<Id>)>,
    /// With source, target, topic and reporter; the places stand in the evidence.
    pub acts: Vec<(Act, Id, [Option<Id>; 3])>,
    /// With holder, topic and reporter.
    pub positions: Vec<(Position, Id, Id, Option<Id>)>,
}

impl Nodes {
    /// The graph of these nodes, which must hold every end and every document of their evidence. Where entities
    /// appear is not told in it.
    pub fn graph(self) -> Graph {
        let mut net = Net::default();
        self.documents.into_iter().for_each(|document| _ = net.node(Node::Document(document)));
        self.entities.into_iter().for_each(|entity| _ = net.node(Node::Entity(entity)));
        self.topics.into_iter().for_each(|topic| _ = net.node(Node::Topic(topic)));
        for (narrower, broader) in &self.broader {
            net.edge(net.index[narrower], broader, Edge::Broader);
        }
        for (office, holder, of) in self.offices {
            net.fact(Node::Office(office), &[(Edge::Holder, Some(&holder)), (Edge::Of, of.as_ref())]);
        }
        for (act, source, [target, topic, reporter]) in self.acts {
            net.act(act, &source, [target.as_ref(), topic.as_ref(), reporter.as_ref()]);
        }
        for (position, holder, topic, reporter) in self.positions {
            let ends = [
                (Edge::Holder, Some(&holder)),
                (Edge::Topic, Some(&topic)),
                (Edge::Reporter, reporter.as_ref()),
            ];
            net.fact(Node::Position(position), &ends);
        }
        Graph { net: net.graph, index: net.index, rulings: super::rulings::Rulings::default() }
    }
}

/// The graph while it is made.
#[derive(Default)]
struct Net {
    graph: StableDiGraph<Node, Edge>,
    index: IndexMap<Id, NodeIndex>,
}

impl Net {
    fn node(&mut self, node: Node) -> NodeIndex {
        let id = node.id().clone();
        let index = self.graph.add_node(node);
        self.index.insert(id, index);
        index
    }

    fn edge(&mut self, from: NodeIndex, to: &Id, edge: Edge) {
        self.graph.add_edge(from, self.index[to], edge);
    }

    fn fact(&mut self, node: Node, ends: &[(Edge, Option<&Id>)]) {
        let documents: BTreeSet<Id> = node.evidence().iter().map(|e| e.document.clone()).collect();
        let from = self.node(node);
        for (edge, to) in ends {
            if let Some(to) = to {
                self.edge(from, to, *edge);
            }
        }
        documents.iter().for_each(|document| self.edge(from, document, Edge::EvidenceIn));
    }

    fn offices(&mut self, offices: BTreeMap<OfficeKey<Id>, Vec<Evidence>>) {
        let forms = offices.keys().map(|key| key.forms(|id| id));
        let named = sorted(forms.collect(), offices);
        for (id, key, evidence) in named {
            let node = Office { id, title: key.title, status: key.status, evidence };
            self.fact(Node::Office(node), &[(Edge::Holder, Some(&key.holder)), (Edge::Of, key.of.as_ref())]);
        }
    }

    fn acts(&mut self, acts: BTreeMap<ActKey<Id, Id>, Vec<Evidence>>) {
        let forms = acts.keys().map(|key| key.forms(|id| id, |id| id));
        let named = sorted(forms.collect(), acts);
        for (id, key, evidence) in named {
            let plover: BTreeSet<_> = evidence.iter().filter_map(|e| e.plover).collect();
            let node = Act {
                id,
                relation: key.relation,
                status: key.status,
                date: key.date,
                plover: plover.into_iter().collect(),
                evidence,
            };
            self.act(node, &key.source, [key.target.as_ref(), key.topic.as_ref(), key.reporter.as_ref()]);
        }
    }

    fn act(&mut self, act: Act, source: &Id, [target, topic, reporter]: [Option<&Id>; 3]) {
        let places: BTreeSet<Id> = act.evidence.iter().filter_map(|e| e.place.clone()).collect();
        let mut ends = vec![
            (Edge::Source, Some(source)),
            (Edge::Target, target),
            (Edge::Topic, topic),
            (Edge::Reporter, reporter),
        ];
        ends.extend(places.iter().map(|place| (Edge::Place, Some(place))));
        self.fact(Node::Act(act), &ends);
    }

    fn positions(&mut self, positions: BTreeMap<PositionKey<Id, Id>, Vec<Evidence>>) {
        let forms = positions.keys().map(|key| key.forms(|id| id, |id| id));
        let named = sorted(forms.collect(), positions);
        for (id, key, evidence) in named {
            let node = Position { id, stance: key.stance, evidence };
            let ends = [
                (Edge::Holder, Some(&key.holder)),
                (Edge::Topic, Some(&key.topic)),
                (Edge::Reporter, key.reporter.as_ref()),
            ];
            self.fact(Node::Position(node), &ends);
        }
    }
}

fn ids(parts: &[&str]) -> String {
    parts.join("/")
}

/// The slug of an id without its kind; a hyphen, which no slug is, for nothing.
fn end(id: Option<&Id>) -> &str {
    id.map_or("-", |id| id.split_once('/').map_or(&**id, |(_, slug)| slug))
}

/// Facts with their ids, in the order of the ids.
fn sorted<K>(forms: Vec<Vec<String>>, facts: BTreeMap<K, Vec<Evidence>>) -> Vec<(Id, K, Vec<Evidence>)> {
    let ids = distinct_ids(&forms);
    let mut named: Vec<_> =
        ids.into_iter().zip(facts).map(|(id, (key, evidence))| (Id::from(id), key, evidence)).collect();
    named.sort_by(|a, b| a.0.cmp(&b.0));
    for (_, _, evidence) in &mut named {
        // Documents come by key, and ids sort otherwise.
        evidence.sort_by(|a, b| {
            let place = |e: &Evidence| (e.quote.span, e.plover);
            a.document.cmp(&b.document).then_with(|| place(a).cmp(&place(b)))
        });
    }
    named
}

/// Documents by id, and the id of each in the order of the claims.
pub(crate) fn documents(claims: &Claims) -> (Vec<Document>, Vec<Id>) {
    let forms: Vec<Vec<String>> =
        claims.documents.keys().map(|k| vec![slug(&k.id), format!("{}\0{}", k.id, k.sha256)]).collect();
    let ids: Vec<Id> = distinct_ids(&forms).into_iter().map(|id| format!("document/{id}").into()).collect();
    // Named after the document whose id comes first: the order of the claims is another.
    let numbers = stories(claims);
    let mut stories: BTreeMap<usize, Vec<&Id>> = BTreeMap::new();
    numbers.iter().zip(&ids).for_each(|(story, id)| stories.entry(*story).or_default().push(id));
    let mut versions: BTreeMap<DocumentKey, Vec<Version>> = BTreeMap::new();
    for article in articles(&claims.versions) {
        if let Some(held) = holding(&article) {
            versions.insert(held.key(), article.into_iter().cloned().collect());
        }
    }
    let mut documents: Vec<Document> = ids
        .iter()
        .zip(&claims.documents)
        .zip(&numbers)
        .map(|((id, (key, part)), story)| {
            let copies = &stories[story];
            let story = copies.iter().min().filter(|_| copies.len() > 1).map(|first| Id::clone(first));
            let mut versions = versions.remove(key).unwrap_or_default();
            if versions == [Version::of(&part.document)] {
                versions.clear();
            }
            let text = part.text.clone();
            Document { id: id.clone(), entry: part.document.clone(), story, versions, text }
        })
        .collect();
    documents.sort_by(|a, b| a.id.cmp(&b.id));
    (documents, ids)
}

/// An entity without its appearances: which of [`Identity::appearances`] they are.
pub(crate) struct Named {
    pub id: Id,
    pub name: Id,
    pub kind: EntityType,
    pub members: Vec<usize>,
}

/// The entities of an identity with their ids and names, in the order of its groups.
pub(crate) fn name_entities(identity: &Identity<'_>, document_ids: &[Id]) -> Vec<Named> {
    let mut members: Vec<Vec<usize>> = vec![Vec::new(); identity.count];
    for (i, &group) in identity.groups.iter().enumerate() {
        members[group].push(i);
    }
    let marks = identity.marks();
    let mut forms = Vec::new();
    let mut named = Vec::new();
    for (number, group) in members.into_iter().enumerate() {
        let appearances: Vec<(&Id, &Local)> =
            group.iter().map(|&i| (identity.appearances[i].1, identity.appearances[i].2)).collect();
        let (name, kind) = name_and_kind(&appearances);
        let locals = appearances.iter().filter(|(_, a)| a.readings.iter().any(|r| r.name == name));
        let base = slug(most(locals.map(|(local, _)| (*local).clone())).as_deref().unwrap_or_default());
        let (document, local, _) = identity.appearances[group[0]];
        let exact = format!("{}\0{local}", document_ids[document]);
        let mut own = vec![base.clone(), format!("{base}-{kind}")];
        // Namesakes by their country, else by an office: that is what they are, whoever else is met.
        for mark in marks.get(&number).into_iter().flat_map(|marks| marks.iter()) {
            own.push(mark.as_ref().map_or_else(|| own[1].clone(), |mark| format!("{base}-{mark}")));
        }
        own.push(exact);
        forms.push(own);
        named.push((name, kind, group));
    }
    let ids = distinct_ids(&forms).into_iter().map(|id| Id::from(format!("entity/{id}")));
    ids.zip(named).map(|(id, (name, kind, members))| Named { id, name, kind, members }).collect()
}

/// Entities by id, and for each document of the claims, from local ids to theirs.
fn entities(claims: &Claims, document_ids: &[Id]) -> (Vec<Entity>, Vec<BTreeMap<Id, Id>>) {
    let identity = identify(claims, false);
    let named = name_entities(&identity, document_ids);
    let mut of: Vec<BTreeMap<Id, Id>> = vec![BTreeMap::new(); document_ids.len()];
    let mut entities = Vec::new();
    for Named { id, name, kind, members } in named {
        let mut aliases = BTreeSet::new();
        let mut identifiers = BTreeSet::new();
        let mut appearances = Vec::new();
        for i in members {
            let (document, local, appearance) = identity.appearances[i];
            of[document].insert(local.clone(), id.clone());
            let words = appearance.mentions.iter().map(|m| m.text.as_str());
            aliases.extend(words.filter(|words| is_alias(words)).map(Id::from));
            for reading in &appearance.readings {
                aliases.insert(reading.name.clone());
                identifiers.extend(reading.same_as.iter().cloned());
            }
            appearances.push(Appearance {
                document: document_ids[document].clone(),
                local: local.clone(),
                mentions: appearance.mentions.iter().cloned().collect(),
                readings: appearance.readings.iter().cloned().collect(),
            });
        }
        aliases.remove(&name);
        appearances.sort_by(|a, b| (&a.document, &a.local).cmp(&(&b.document, &b.local)));
        entities.push(Entity {
            id,
            kind,
            name,
            aliases: aliases.into_iter().collect(),
            identifiers: identifiers.into_iter().collect(),
            appearances,
        });
    }
    entities.sort_by(|a, b| a.id.cmp(&b.id));
    (entities, of)
}

/// The name and kind that most appearances have: a full name before a surname, then the longer, then the first of
/// the alphabet.
fn name_and_kind(appearances: &[(&Id, &Local)]) -> (Id, EntityType) {
    let mut names: BTreeMap<&Id, usize> = BTreeMap::new();
    let mut kinds: BTreeMap<EntityType, usize> = BTreeMap::new();
    for reading in appearances.iter().flat_map(|(_, a)| &a.readings) {
        *names.entry(&reading.name).or_default() += 1;
        *kinds.entry(reading.kind).or_default() += 1;
    }
    let kind =
        kinds.into_iter().rev().max_by_key(|(_, count)| *count).map_or(EntityType::Group, |(kind, _)| kind);
    let full =
        |name: &str| kind != EntityType::Person || matches!(person_name(name), PersonName::Full { .. });
    let best = names.into_iter().rev().max_by_key(|(name, count)| (full(name), *count, name.chars().count()));
    (best.map_or_else(|| Id::from(""), |(name, _)| name.clone()), kind)
}

/// The value that occurs most often, the smallest of those.
fn most(values: impl Iterator<Item = Id>) -> Option<Id> {
    let mut counts: BTreeMap<Id, usize> = BTreeMap::new();
    values.for_each(|value| *counts.entry(value).or_default() += 1);
    counts.into_iter().rev().max_by_key(|(_, count)| *count).map(|(value, _)| value)
}

/// The topics of a graph.
pub(crate) struct Topics {
    /// By id.
    pub topics: Vec<Topic>,
    /// For each phrase the id of what it means.
    pub of: BTreeMap<Id, Id>,
    /// Pairs of a narrower topic and the next broader.
    pub broader: BTreeSet<(Id, Id)>,
}

pub(crate) fn topics(claims: &Claims) -> Topics {
    let mut phrases: BTreeMap<String, BTreeSet<Id>> = BTreeMap::new();
    let mut known: BTreeSet<&Id> = BTreeSet::new();
    for part in claims.documents.values() {
        let acts = part.acts.keys().filter_map(|claim| claim.topic.as_ref());
        for phrase in acts.chain(part.positions.keys().map(|claim| &claim.topic)) {
            if known.insert(phrase) {
                phrases.entry(topic_key(phrase)).or_default().insert(phrase.clone());
            }
        }
    }
    let labels: Vec<Id> = phrases
        .values()
        .map(|variants| {
            let capitals = |phrase: &Id| phrase.chars().filter(|c| c.is_uppercase()).count();
            let shortest = variants.iter().min_by_key(|p| (p.chars().count(), capitals(p)));
            shortest.cloned().unwrap_or_default()
        })
        .collect();
    let forms: Vec<Vec<String>> = phrases
        .keys()
        .zip(&labels)
        .map(|(key, label)| {
            let words = phrase_words(label).join(" ");
            vec![slug(if words.is_empty() { label } else { &words }), key.clone()]
        })
        .collect();
    let ids: Vec<Id> = distinct_ids(&forms).into_iter().map(|id| format!("topic/{id}").into()).collect();
    let mut heads: BTreeMap<&str, Vec<Id>> = BTreeMap::new();
    for (key, head) in claims.documents.values().flat_map(|part| &part.heads).collect::<BTreeSet<_>>() {
        heads.entry(key).or_default().push(head.clone());
    }
    let headed: Vec<(&str, &[Id])> = labels
        .iter()
        .zip(phrases.keys())
        .map(|(label, key)| (&**label, heads.get(key.as_str()).map_or(&[][..], Vec::as_slice)))
        .collect();
    let pairs = broader(&headed);
    let pairs = pairs.into_iter().map(|(a, b)| (ids[a].clone(), ids[b].clone())).collect();
    let mut of = BTreeMap::new();
    let mut topics = Vec::new();
    for ((id, label), (key, mut variants)) in ids.into_iter().zip(labels).zip(phrases) {
        of.extend(variants.iter().map(|phrase| (phrase.clone(), id.clone())));
        variants.remove(&label);
        let heads = heads.get(key.as_str()).cloned().unwrap_or_default();
        topics.push(Topic { id, label, variants: variants.into_iter().collect(), heads });
    }
    topics.sort_by(|a, b| a.id.cmp(&b.id));
    Topics { topics, of, broader: pairs }
}
