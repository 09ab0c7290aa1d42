//! Issues: the questions on which actors take sides. They follow from the whole graph alone, and a store keeps them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use maud::html;
use serde::Serialize;

use demarche::graph::Graph;
use demarche::issues::Issue;
use demarche::query::{self, ActAnswer, ActQuery, Fact, Matrix, PositionAnswer, PositionQuery};
use demarche::schema::Stance;
use demarche::store::{Sought, Window};

use super::reply::{Given, Request, no_table, table};
use crate::cli::serve::asked::Asked;
use crate::cli::serve::fail::Fail;
use crate::cli::serve::look::{Found, words_of};
use crate::cli::serve::page;
use crate::cli::serve::params::encoded;
use crate::cli::serve::source::{self, Now};

/// The most rows and columns of a matrix on a page.
const SHOWN: usize = 40;
/// The most positions whose topics are columns.
const POSITIONS: usize = 2000;
/// The most facts on the page of an issue, of each kind.
const FACTS: usize = 300;
/// The most facts of each kind that are read for it: on its topics in all articles, of which some are of other issues.
const ON_TOPICS: usize = 20_000;

/// An issue in a list.
#[derive(Serialize)]
struct Line<'a> {
    issue: &'a str,
    broader: Option<&'a str>,
    articles: usize,
    phrases: Vec<&'a str>,
}

impl<'a> Line<'a> {
    fn new(issue: &'a Issue) -> Self {
        let articles: BTreeSet<&str> = issue.topics.iter().map(|topic| topic.article.as_str()).collect();
        let phrases: BTreeSet<&str> = issue.topics.iter().map(|topic| topic.phrase.as_str()).collect();
        Line {
            issue: &issue.label,
            broader: issue.broader.as_deref(),
            articles: articles.len(),
            phrases: phrases.into_iter().collect(),
        }
    }
}

/// The issues, those with certain words or all.
pub fn issues(request: &Request<'_>) -> Given {
    let (all, _) = request.source.issues(request.now, request.until)?;
    let asked = words_of(request.params.get("q").unwrap_or_default());
    let fits = |issue: &&Issue| {
        let mut phrases = std::iter::once(&issue.label).chain(issue.topics.iter().map(|topic| &topic.phrase));
        asked.is_empty()
            || phrases.any(|phrase| {
                let words = words_of(phrase);
                asked.iter().all(|word| words.iter().any(|known| known.starts_with(word.as_str())))
            })
    };
    let all: Vec<&Issue> = all.iter().filter(fits).collect();
    let (offset, limit) = (request.params.offset(), request.params.limit());
    let total = all.len();
    let items: Vec<Line<'_>> = all.into_iter().skip(offset).take(limit).map(Line::new).collect();
    let found = Found { items, total };
    let row = |line: &Line<'_>| {
        let broader = line.broader.unwrap_or_default().to_owned();
        vec![line.issue.to_owned(), broader, line.articles.to_string(), line.phrases.join("; ")]
    };
    let csv = || table(&["issue", "broader", "articles", "phrases"], found.items.iter().map(row));
    request.list(&found, csv, || {
        let main = html! {
            (page::form(request.route, request.params, "Search"))
            (page::pager(request.route, request.params, found.items.len(), found.total, ["issue", "issues"]))
            ul.names {
                @for line in &found.items {
                    li {
                        a href={ "/issue?label=" (encoded(line.issue)) } { bdi { (line.issue) } }
                        span.aside {
                            " · " (line.articles) (if line.articles == 1 { " article" } else { " articles" })
                            @for phrase in line.phrases.iter().filter(|phrase| **phrase != line.issue).take(3) { " · " bdi { (phrase) } }
                        }
                    }
                }
            }
        };
        ("Issues".to_owned(), main)
    })
}

/// An issue with all that is told of it, or as much as a page shows.
#[derive(Serialize)]
struct Whole<'a> {
    #[serde(flatten)]
    issue: &'a Issue,
    positions_found: usize,
    positions: Vec<PositionAnswer>,
    acts_found: usize,
    acts: Vec<ActAnswer>,
}

/// Who is for and against, since when, and who did what about it.
pub fn issue(request: &Request<'_>) -> Given {
    let label = request.params.required("label")?;
    let (issues, whole) = request.source.issues(request.now, request.until)?;
    let Some(issue) = issues.iter().find(|issue| issue.label == label) else {
        return Err(Fail::unknown(format!("the graph has no issue '{label}'; /issues has them all")));
    };
    let [of_positions, of_acts] = about(request.now, whole.as_deref(), issue)?;
    let here =
        |document: &str, topic: &str| issues.find(document, topic).is_some_and(|one| one.label == label);
    let mut positions = query::positions(&of_positions, &PositionQuery::default())?;
    positions
        .retain(|position| position.sources.iter().any(|source| here(&source.document, &position.topic_id)));
    positions.sort_by(|a, b| (a.stance, &a.holder, &a.since).cmp(&(b.stance, &b.holder, &b.since)));
    let mut acts = query::acts(&of_acts, &ActQuery::default())?;
    acts.retain(|act| {
        act.topic_id
            .as_ref()
            .is_some_and(|topic| act.sources.iter().any(|source| here(&source.document, topic)))
    });
    acts.reverse();
    let (positions_found, acts_found) = (positions.len(), acts.len());
    positions.truncate(FACTS);
    acts.truncate(FACTS);
    let shown = Whole { issue, positions_found, positions, acts_found, acts };
    request.give(&shown, no_table, || {
        let of = |stance: Stance| -> Vec<Fact> {
            let those = shown.positions.iter().filter(|position| position.stance == stance);
            those.cloned().map(Fact::Position).collect()
        };
        let acts: Vec<Fact> = shown.acts.iter().cloned().map(Fact::Act).collect();
        let sides = [(Stance::For, "For"), (Stance::Against, "Against"), (Stance::Conditional, "On a condition")];
        let phrases = Line::new(issue).phrases;
        let main = html! {
            @if let Some(broader) = &issue.broader { p { "Part of " a href={ "/issue?label=" (encoded(broader)) } { bdi { (broader) } } "." } }
            p { (page::for_programs(request.route, request.params)) }
            @for (stance, name) in sides {
                @let facts = of(stance);
                @if !facts.is_empty() { section { h2 { (page::sign(stance)) " " (name) } (page::facts(request.now, &facts)) } }
            }
            @if positions_found > shown.positions.len() { p { "The first " (shown.positions.len()) " of " (page::thousands(positions_found)) " positions." } }
            @if !acts.is_empty() { section { h2 { "What was done" } (page::facts(request.now, &acts)) @if acts_found > acts.len() { p { "The newest " (acts.len()) " of " (page::thousands(acts_found)) "." } } } }
            section { h2 { "In the words of the articles" } ul.names { @for phrase in phrases { li { bdi { (phrase) } } } } }
        };
        (issue.label.clone(), main)
    })
}

/// The positions on the topics of an issue, and the acts.
fn about(now: &Now, whole: Option<&source::Whole>, issue: &Issue) -> Result<[Graph; 2], Fail> {
    let topics: BTreeSet<String> = issue.topics.iter().map(|topic| topic.topic.clone()).collect();
    let whole = match (now, whole) {
        (Now::Store(store), None) => {
            let sought = Sought { topic: Some(topics), ..Sought::default() };
            let all = Window { offset: 0, limit: ON_TOPICS, newest: true };
            return Ok([store.position_page(&sought, all)?.graph, store.act_page(&sought, all)?.graph]);
        }
        (Now::Whole(whole), None) => &**whole,
        (_, Some(whole)) => whole,
    };
    let here = || whole.graph.topics().filter(|topic| topics.contains(topic.id()));
    let held = || here().flat_map(|topic| topic.positions());
    // Those by which a holder may have given it up tell whether it is over.
    let holders: BTreeMap<&str, _> =
        held().map(|position| (position.holder().id(), position.holder())).collect();
    let given_up =
        holders.into_values().flat_map(|holder| holder.acts()).filter(|act| query::may_give_up(*act));
    let positions: BTreeSet<&str> =
        held().map(|position| position.id()).chain(given_up.map(|act| act.id())).collect();
    let acts: BTreeSet<&str> = here().flat_map(|topic| topic.acts()).map(|act| act.id()).collect();
    Ok([whole.graph.part(positions), whole.graph.part(acts)])
}

/// Actors against issues, or against the phrases of topics.
pub fn matrix(request: &Request<'_>) -> Given {
    let params = request.params;
    let by_topic = params.get("by") == Some("topic");
    let narrow = ["actor", "topic", "on", "since", "until"].iter().any(|name| params.get(name).is_some());
    let matrix = if by_topic {
        let window = Window { offset: 0, limit: POSITIONS, newest: true };
        let found = request.now.stances(&Asked::of(params), window)?;
        Arc::new(query::matrix(&found.items))
    } else {
        let (issues, whole) = request.source.issues(request.now, request.until)?;
        if narrow {
            let text = |name: &str| params.text(name);
            let query = PositionQuery {
                actor: text("actor"),
                topic: text("topic"),
                meaning: true,
                on: text("on"),
                since: text("since"),
                until: text("until"),
                ..PositionQuery::default()
            };
            let found = match (request.now, &whole) {
                (_, Some(whole)) => whole.by_issue(&query)?,
                (Now::Store(store), None) => store.by_issue(&query, &issues)?,
                (Now::Whole(whole), None) => whole.by_issue(&query)?,
            };
            Arc::new(query::matrix(&found))
        } else {
            match (request.now, &whole) {
                (_, Some(whole)) => whole.matrix()?,
                (Now::Store(store), None) => store.matrix(&issues)?,
                (Now::Whole(whole), None) => whole.matrix()?,
            }
        }
    };
    let cells = |at: usize| {
        let cell = &matrix.cells[at];
        let stances: Vec<&str> = cell.stances.iter().map(|stance| stance.as_str()).collect();
        vec![matrix.actors[cell.actor].clone(), matrix.topics[cell.topic].clone(), stances.join("; ")]
    };
    let heading = if by_topic { "topic" } else { "issue" };
    let csv = || table(&["actor", heading, "stances"], (0..matrix.cells.len()).map(cells));
    request.give(&*matrix, csv, || {
        let main = html! {
            (page::form(request.route, params, "Show"))
            (grid(&matrix, by_topic))
            p { (page::for_programs(request.route, params)) }
        };
        ("Positions by issue".to_owned(), main)
    })
}

fn grid(matrix: &Matrix, by_topic: bool) -> maud::Markup {
    let (actors, topics) = (matrix.actors.len().min(SHOWN), matrix.topics.len().min(SHOWN));
    let issue = |label: &str| html! { a href={ "/issue?label=" (encoded(label)) } { bdi { (label) } } };
    html! {
        @if matrix.cells.is_empty() { p { "Nothing in the graph fits." } } @else {
            @if actors < matrix.actors.len() || topics < matrix.topics.len() {
                p { "The " (actors) " actors and " (topics) " " (if by_topic { "topics" } else { "issues" }) " with most positions, of " (page::thousands(matrix.actors.len())) " and " (page::thousands(matrix.topics.len())) "." }
            }
            p.legend { (page::sign(Stance::For)) " for " (page::sign(Stance::Against)) " against " (page::sign(Stance::Conditional)) " on a condition" }
            div.scroll tabindex="0" role="region" aria-label="Positions by issue" {
                table.matrix {
                    thead {
                        tr {
                            td.corner {}
                            @for actor in &matrix.actors[..actors] { th.actor scope="col" { a href={ "/actor?name=" (encoded(actor)) } { bdi { (actor) } } } }
                        }
                    }
                    tbody {
                        @for (at, topic) in matrix.topics[..topics].iter().enumerate() {
                            tr {
                                th scope="row" { @if by_topic { bdi { (topic) } } @else { (issue(topic)) } }
                                @for actor in 0..actors {
                                    td { @for stance in matrix.stances(actor, at) { (page::sign(*stance)) } }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
