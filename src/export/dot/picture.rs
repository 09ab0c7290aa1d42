//! What the picture shows: groups of nodes, and edges. What actors take sides on is drawn by issue, not by phrase.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use crate::export::family::Family;
use crate::export::home::{home, main_office, title as title_of};
use crate::export::link::link;
use crate::graph::{ActRef, EntityRef, Evidence, Graph, PositionRef, TopicRef};
use crate::issues::{Issue, Issues};
use crate::schema::{ActStatus, EntityType, RelationKind, Stance};

use super::Options;
use super::filter::{shown, told};
use super::text::cut;

/// Longest name and longest topic in a label, in code points.
const NAME: usize = 40;
const TOPIC: usize = 70;
/// Longest quote in a tooltip, in code points, and most of them.
const QUOTE: usize = 300;
const QUOTES: usize = 5;
/// Most phrases of an issue in its tooltip.
const PHRASES: usize = 20;

/// What the picture shows.
pub(super) struct Picture {
    pub title: String,
    pub caption: String,
    /// Actors by the country or body they belong to.
    pub actors: Vec<Group>,
    /// Issues, those that are parts of one in a box.
    pub issues: Vec<Group>,
    /// Acts upon somebody, without a topic.
    pub deals: Vec<Deal>,
    /// Acts about issues.
    pub edges: Vec<Line>,
}

/// All acts of one relation and status upon one actor or place, as a node of its own: edges between actors would run
/// across each other and their labels too.
pub(super) struct Deal {
    pub id: String,
    pub acts: Acts,
    /// Name of the one acted upon.
    pub whom: String,
    /// Its node, where it is shown as an actor itself.
    pub target: Option<String>,
    /// Who acts, with the quotes for each.
    pub sources: Vec<(String, Shown)>,
}

/// Nodes in a common box; without an id, nodes in none.
pub(super) struct Group {
    pub id: Option<String>,
    pub label: String,
    pub nodes: Vec<Shape>,
}

/// A node.
pub(super) struct Shape {
    pub id: String,
    pub label: String,
    /// Second line.
    pub note: Option<String>,
    pub tooltip: String,
    pub look: Look,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Look {
    Entity(EntityType),
    Issue,
}

/// An edge: all acts of an actor about an issue, or all stances.
pub(super) struct Line {
    pub from: String,
    pub to: String,
    /// At least one.
    pub acts: Vec<Acts>,
    pub shown: Shown,
    /// Whether the issue stands left of the actors.
    pub left: bool,
}

/// What shows the acts of an edge.
pub(super) struct Shown {
    pub tooltip: String,
    /// Address of the first article that has one.
    pub link: Option<String>,
}

/// What an edge says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Mark {
    Act(RelationKind, ActStatus),
    Stance(Stance),
}

impl Mark {
    pub fn family(self) -> Family {
        match self {
            Mark::Act(relation, _) => Family::of_relation(relation),
            Mark::Stance(stance) => Family::of_stance(stance),
        }
    }
}

/// Acts of one relation and status between two nodes, those that somebody reports apart.
#[derive(Clone)]
pub(super) struct Acts {
    pub mark: Mark,
    /// Who reports it.
    pub reporter: Option<String>,
    /// Towards whom.
    pub targets: BTreeSet<String>,
    /// Number of quotes that show it.
    pub count: usize,
    /// Number of documents that they stand in and that are no copies of each other.
    pub stories: usize,
}

impl Deal {
    /// The number of edges that it is drawn as.
    fn edges(&self) -> usize {
        self.sources.len() + usize::from(self.target.is_some())
    }
}

impl Line {
    pub fn count(&self) -> usize {
        self.acts.iter().map(|acts| acts.count).sum()
    }
}

/// Relation, status, reporter: those of a kind are counted together.
type Kind = (Family, Mark, Option<String>);

#[derive(Default)]
struct Gathered {
    targets: BTreeSet<String>,
    quotes: BTreeSet<Quoted>,
}

/// Document, place, words, the address of the document, and the first document that it is a copy of.
type Quoted = (String, usize, usize, String, Option<String>, String);

fn stories<'q>(quotes: impl IntoIterator<Item = &'q Quoted>) -> usize {
    quotes.into_iter().map(|(.., story)| story).collect::<BTreeSet<_>>().len()
}

/// Chooses and groups what is shown.
pub(super) fn picture(graph: &Graph, options: &Options) -> Picture {
    let issues = Issues::of(graph);
    let (mut edges, mut deals, facts) = if options.positions {
        let positions = shown(graph.positions(), options);
        (
            stances(graph, &issues, &positions),
            Vec::new(),
            (positions.len(), graph.positions().count(), "position"),
        )
    } else {
        let acts = shown(graph.acts(), options);
        (lines(graph, &issues, &acts), deals(graph, &acts), (acts.len(), graph.acts().count(), "act"))
    };
    let all = drawn(&edges, &deals);
    if let Some(top) = options.top {
        keep(&mut edges, &mut deals, top);
    }
    let kept = (drawn(&edges, &deals), all);
    let mut ends: BTreeSet<&str> = edges.iter().flat_map(|e| [e.from.as_str(), e.to.as_str()]).collect();
    ends.extend(
        deals.iter().flat_map(|d| d.sources.iter().map(|(id, _)| id).chain(&d.target)).map(String::as_str),
    );
    let mut actors: BTreeMap<Option<String>, Group> = BTreeMap::new();
    for entity in graph.entities().filter(|e| ends.contains(e.id())) {
        let home = home(entity).map(|of| (of.id().to_owned(), cut(of.name(), NAME)));
        let (id, label) = home.map_or((None, String::new()), |(id, label)| (Some(id), label));
        let group = actors.entry(id.clone()).or_insert_with(|| Group { id, label, nodes: Vec::new() });
        group.nodes.push(entity_shape(entity));
    }
    // A country or body heads its own people; who is alone stands in no box, and the post tells whose it is.
    let (mut actors, single): (Vec<Group>, Vec<Group>) =
        actors.into_values().partition(|group| group.id.is_some() && group.nodes.len() > 1);
    let alone = single.into_iter().flat_map(|group| {
        group.nodes.into_iter().map(move |mut node| {
            if let (Some(note), false) = (&mut node.note, group.label.is_empty()) {
                *note = cut(&format!("{note} of {}", group.label), NAME);
            }
            node
        })
    });
    let alone = alone.collect();
    actors.push(Group { id: None, label: String::new(), nodes: alone });
    let places = deals.iter().filter(|deal| deal.target.is_none()).map(|deal| deal.whom.as_str());
    let places = places.collect::<BTreeSet<_>>().len();
    let names = graph.entities().filter(|e| ends.contains(e.id())).count() + places;
    let issues = shapes(&issues, &ends);
    place(&issues, deals.len(), &mut edges);
    Picture {
        title: options.title.as_deref().map_or_else(|| title(graph, options), |title| cut(title, TOPIC * 2)),
        caption: caption(graph, facts, kept, graph.entities().count().saturating_sub(names), options),
        issues,
        actors,
        deals,
        edges,
    }
}

/// Issues that are on one side of a picture of few.
const ONE_SIDE: usize = 8;

/// An issue or a box of them goes to the side of the actors where less stands, those that share an actor's attention
/// with many others first: one column of all would make the picture tall.
fn place(issues: &[Group], deals: usize, edges: &mut [Line]) {
    let mut boxes: Vec<Vec<&str>> = Vec::new();
    for group in issues {
        let ids = group.nodes.iter().map(|node| node.id.as_str());
        match group.id {
            Some(_) => boxes.push(ids.collect()),
            None => boxes.extend(ids.map(|id| vec![id])),
        }
    }
    boxes.sort_by_key(|ids| Reverse(ids.len()));
    let (mut right, mut on_left) = (0, deals + ONE_SIDE);
    let mut left = BTreeSet::new();
    for ids in boxes {
        if right <= on_left {
            right += ids.len();
        } else {
            on_left += ids.len();
            left.extend(ids.into_iter().map(str::to_owned));
        }
    }
    edges.iter_mut().for_each(|line| line.left = left.contains(&line.to));
}

fn drawn(edges: &[Line], deals: &[Deal]) -> usize {
    edges.len() + deals.iter().map(Deal::edges).sum::<usize>()
}

/// Leaves edges of most quotes, at most `top` as they are drawn; among equals those whose ends have the most quotes in
/// all (the middle of the graph), then those of the first ids. What is drawn as several edges stays or goes as one.
fn keep(edges: &mut Vec<Line>, deals: &mut Vec<Deal>, top: usize) {
    let mut weights: BTreeMap<&str, usize> = BTreeMap::new();
    // Quotes for an edge, in hundredths: a meeting of many would else crowd out all else.
    let share = |count: usize, edges: usize| count * 100 / edges.max(1);
    for line in &*edges {
        *weights.entry(&line.from).or_default() += line.count();
        *weights.entry(&line.to).or_default() += line.count();
    }
    for deal in &*deals {
        deal.sources.iter().for_each(|(id, _)| *weights.entry(id).or_default() += 1);
        deal.target.iter().for_each(|id| *weights.entry(id).or_default() += deal.sources.len());
    }
    let weight = |id: &String| weights.get(id.as_str()).copied().unwrap_or_default();
    let lines = edges.iter().map(|line| (share(line.count(), 1), weight(&line.from) + weight(&line.to)));
    let others = deals.iter().map(|deal| {
        let most = deal.sources.iter().map(|(id, _)| weight(id)).max();
        (
            share(deal.acts.count, deal.edges()),
            most.unwrap_or_default() + deal.target.as_ref().map_or(0, weight),
        )
    });
    let ranks: Vec<(usize, usize)> = lines.chain(others).collect();
    let sizes: Vec<usize> = edges.iter().map(|_| 1).chain(deals.iter().map(Deal::edges)).collect();
    let mut order: Vec<usize> = (0..ranks.len()).collect();
    order.sort_by_key(|i| Reverse(ranks[*i]));
    let mut room = top;
    let mut kept: BTreeSet<usize> = BTreeSet::new();
    for i in order {
        if sizes[i] <= room {
            room -= sizes[i];
            kept.insert(i);
        }
    }
    let mut number = 0..;
    let mut stays = || number.next().is_some_and(|i| kept.contains(&i));
    edges.retain(|_| stays());
    deals.retain(|_| stays());
}

fn reporter(reporter: Option<EntityRef<'_>>) -> Option<String> {
    reporter.map(|reporter| cut(reporter.name(), NAME))
}

fn kind(act: ActRef<'_>) -> Kind {
    let mark = Mark::Act(act.node().relation, act.node().status);
    (mark.family(), mark, reporter(act.reporter()))
}

fn quotes<'g>(graph: &'g Graph, evidence: &'g [Evidence]) -> impl Iterator<Item = Quoted> {
    evidence.iter().map(|e| {
        let document = graph.document(&e.document);
        let entry = document.map(|document| &document.entry);
        let story = document.and_then(|document| document.story.as_ref()).unwrap_or(&e.document);
        let name = entry.map_or("", |entry| &entry.id).to_owned();
        let link = entry.and_then(|entry| entry.url.as_deref()).and_then(link);
        (name, e.quote.span.start, e.quote.span.end, e.quote.text.clone(), link, story.to_string())
    })
}

type Pairs = BTreeMap<(String, String), BTreeMap<Kind, Gathered>>;

/// An actor's words on a topic, under each issue that the topic is part of where they stand.
fn by_issue<'g>(
    graph: &'g Graph,
    issues: &'g Issues,
    topic: TopicRef<'g>,
    evidence: &'g [Evidence],
) -> impl Iterator<Item = (&'g Issue, Quoted)> {
    evidence
        .iter()
        .zip(quotes(graph, evidence))
        .filter_map(move |(evidence, quoted)| Some((issues.shown(graph, topic.id(), evidence)?, quoted)))
}

fn lines(graph: &Graph, issues: &Issues, acts: &[ActRef<'_>]) -> Vec<Line> {
    let mut gathered = Pairs::new();
    for act in acts {
        let Some(topic) = act.topic() else { continue };
        for (issue, quoted) in by_issue(graph, issues, topic, &act.node().evidence) {
            let pair = gathered.entry((act.source().id().to_owned(), issue.id.clone())).or_default();
            let acts = pair.entry(kind(*act)).or_default();
            acts.targets.extend(act.target().map(|target| cut(target.name(), NAME)));
            acts.quotes.insert(quoted);
        }
    }
    joined(gathered)
}

fn stances(graph: &Graph, issues: &Issues, positions: &[PositionRef<'_>]) -> Vec<Line> {
    let mut gathered = Pairs::new();
    for position in positions {
        let mark = Mark::Stance(position.node().stance);
        for (issue, quoted) in by_issue(graph, issues, position.topic(), &position.node().evidence) {
            let ends = (position.holder().id().to_owned(), issue.id.clone());
            let kind = (mark.family(), mark, reporter(position.reporter()));
            gathered.entry(ends).or_default().entry(kind).or_default().quotes.insert(quoted);
        }
    }
    joined(gathered)
}

fn joined(gathered: Pairs) -> Vec<Line> {
    let lines = gathered.into_iter().map(|((from, to), kinds)| {
        let shown = self::tooltip(&kinds.values().flat_map(|acts| &acts.quotes).collect());
        let acts = kinds.into_iter().map(|((_, mark, reporter), gathered)| Acts {
            mark,
            reporter,
            targets: gathered.targets,
            count: gathered.quotes.len(),
            stories: stories(&gathered.quotes),
        });
        Line { from, to, acts: acts.collect(), shown, left: false }
    });
    lines.collect()
}

fn deals(graph: &Graph, acts: &[ActRef<'_>]) -> Vec<Deal> {
    // By relation, status and reporter: the pairs with their quotes.
    let mut gathered: BTreeMap<Kind, Vec<(EntityRef<'_>, EntityRef<'_>, BTreeSet<Quoted>)>> = BTreeMap::new();
    for act in acts.iter().filter(|act| act.topic().is_none()) {
        let Some(target) = act.target().filter(|target| *target != act.source()) else {
            continue;
        };
        let pairs = gathered.entry(kind(*act)).or_default();
        let quotes = quotes(graph, &act.node().evidence);
        // Acts that differ by date alone are one here.
        match pairs.iter_mut().find(|(source, other, _)| *source == act.source() && *other == target) {
            Some((.., all)) => all.extend(quotes),
            None => pairs.push((act.source(), target, quotes.collect())),
        }
    }
    let mut deals = Vec::new();
    for ((_, mark, reporter), mut pairs) in gathered {
        let Mark::Act(relation, status) = mark else { continue };
        while let Some(target) = hub(&pairs, relation.is_symmetric()) {
            let (here, rest): (Vec<_>, Vec<_>) = pairs.into_iter().partition(|(source, other, _)| {
                *other == target || relation.is_symmetric() && *source == target
            });
            pairs = rest;
            let all: BTreeSet<&Quoted> = here.iter().flat_map(|(.., quotes)| quotes).collect();
            let (count, stories) = (all.len(), stories(all.iter().copied()));
            let sources = here.iter().map(|(source, other, quotes)| {
                let who = if *source == target { other } else { source };
                (who.id().to_owned(), tooltip(&quotes.iter().collect()))
            });
            let whom = target.id().split_once('/').map_or("", |(_, slug)| slug);
            let mut id = format!("acts/{relation}/{whom}/{status}");
            if let Some(reporter) = &reporter {
                id.push_str(&format!("/per/{reporter}"));
            }
            let place = matches!(target.node().kind, EntityType::City | EntityType::Region);
            deals.push(Deal {
                id,
                whom: cut(target.name(), NAME),
                target: (!place).then(|| target.id().to_owned()),
                sources: sources.collect(),
                acts: Acts { mark, reporter: reporter.clone(), targets: BTreeSet::new(), count, stories },
            });
        }
    }
    deals
}

/// The one whom most pairs name as the other end (as either end, where the ends are alike); the first by id of those.
fn hub<'g>(
    pairs: &[(EntityRef<'g>, EntityRef<'g>, BTreeSet<Quoted>)],
    symmetric: bool,
) -> Option<EntityRef<'g>> {
    let mut counts: BTreeMap<&str, (usize, EntityRef<'g>)> = BTreeMap::new();
    for (source, target, _) in pairs {
        let ends = std::iter::once(target).chain(symmetric.then_some(source));
        ends.for_each(|end| counts.entry(end.id()).or_insert((0, *end)).0 += 1);
    }
    counts.into_values().rev().max_by_key(|(count, _)| *count).map(|(_, end)| end)
}

fn tooltip(quotes: &BTreeSet<&Quoted>) -> Shown {
    let mut lines: Vec<String> = quotes
        .iter()
        .take(QUOTES)
        .map(|(document, _, _, quote, ..)| format!("{}: “{}”", cut(document, NAME), cut(quote, QUOTE)))
        .collect();
    if quotes.len() > QUOTES {
        lines.push(format!("… and {} more", quotes.len() - QUOTES));
    }
    let link = quotes.iter().find_map(|(.., link, _)| link.clone());
    Shown { tooltip: lines.join("\n"), link }
}

fn entity_shape(entity: EntityRef<'_>) -> Shape {
    let node = entity.node();
    let office = (node.kind == EntityType::Person).then(|| main_office(entity)).flatten();
    let note = office.map(|office| cut(&title_of(office), NAME));
    let offices: BTreeSet<String> = entity
        .offices()
        .map(|office| {
            let of = office.of().map_or(String::new(), |of| format!(", {}", cut(of.name(), NAME)));
            format!("{}{of} ({})", cut(&office.node().title, NAME), office.node().status)
        })
        .collect();
    let tooltip = std::iter::once(format!("{} ({})", cut(&node.name, NAME * 2), node.kind)).chain(offices);
    Shape {
        id: entity.id().to_owned(),
        label: cut(&node.name, NAME),
        note,
        tooltip: tooltip.collect::<Vec<_>>().join("\n"),
        look: Look::Entity(node.kind),
    }
}

/// Issues that are parts of one, and this itself, in one box; all others in none.
fn shapes(issues: &Issues, ends: &BTreeSet<&str>) -> Vec<Group> {
    let shown: Vec<&Issue> = issues.iter().filter(|issue| ends.contains(issue.id.as_str())).collect();
    let mut parts: BTreeMap<&str, Vec<&Issue>> = BTreeMap::new();
    for issue in &shown {
        parts.entry(issue.broader.as_deref().unwrap_or(&issue.label)).or_default().push(issue);
    }
    let mut groups = Vec::new();
    let mut alone = Vec::new();
    for (label, parts) in parts {
        let whole = issues.named(label);
        let shapes = parts.iter().map(|issue| shape(issue));
        match whole.filter(|_| parts.len() > 1) {
            Some(whole) => groups.push(Group {
                id: Some(format!("whole/{}", whole.id)),
                label: cut(label, NAME),
                nodes: shapes.collect(),
            }),
            None => alone.extend(shapes),
        }
    }
    groups.push(Group { id: None, label: String::new(), nodes: alone });
    groups
}

fn shape(issue: &Issue) -> Shape {
    let phrases: BTreeSet<&str> = issue.topics.iter().map(|topic| &*topic.phrase).collect();
    let mut lines: Vec<String> = phrases.iter().take(PHRASES).map(|phrase| cut(phrase, QUOTE)).collect();
    if phrases.len() > PHRASES {
        lines.push(format!("… and {} more", phrases.len() - PHRASES));
    }
    Shape {
        id: issue.id.clone(),
        label: cut(&issue.label, TOPIC),
        note: None,
        tooltip: lines.join("\n"),
        look: Look::Issue,
    }
}

fn title(graph: &Graph, options: &Options) -> String {
    let titles: Vec<String> =
        graph.documents().filter_map(|d| d.entry.title.as_deref()).map(|t| cut(t, TOPIC)).collect();
    match (titles.as_slice(), graph.documents().count()) {
        _ if options.positions => "Who is for and against what".to_owned(),
        ([only], 1) => only.clone(),
        _ => "Who met, proposed, rejected what".to_owned(),
    }
}

/// What the picture is of, and what it leaves out: `facts` are those that pass the filters, all, and their word;
/// `kept` are the edges drawn and all; `names` is the number of entities that are not there.
fn caption(
    graph: &Graph,
    facts: (usize, usize, &str),
    kept: (usize, usize),
    names: usize,
    options: &Options,
) -> String {
    let plural = |count: usize, one: &str| format!("{count} {one}{}", if count == 1 { "" } else { "s" });
    let mut parts = vec![plural(graph.documents().count(), "article")];
    let mut dates: Vec<&str> = graph.documents().filter_map(|d| d.entry.date.as_deref()).collect();
    dates.sort_unstable();
    match (dates.first(), dates.last()) {
        (Some(first), Some(last)) if first == last => parts.push(cut(first, NAME)),
        (Some(first), Some(last)) => parts.push(format!("{} to {}", cut(first, NAME), cut(last, NAME))),
        _ => {}
    }
    parts.extend(told(graph, options).iter().map(|filter| cut(filter, TOPIC)));
    let (passing, all, word) = facts;
    parts.push(if passing < all { format!("{passing} of {}", plural(all, word)) } else { plural(all, word) });
    if kept.0 < kept.1 {
        parts.push(format!("the {} of {} edges with most evidence shown", kept.0, kept.1));
    }
    if names > 0 {
        parts.push(format!("{} in no {word} shown left out", plural(names, "name")));
    }
    parts.join(" · ")
}
