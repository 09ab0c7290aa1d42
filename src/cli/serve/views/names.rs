//! Actors and topics: who or what they are, and all that is told of them.

use maud::{Markup, html};
use serde::Serialize;

use demarche::query::{ActAnswer, Fact, OfficeAnswer, PositionAnswer, Step, timeline};
use demarche::store::Window;

use super::reply::{Given, Request, no_table, table};
use crate::cli::serve::asked::Asked;
use crate::cli::serve::fail::Fail;
use crate::cli::serve::page;
use crate::cli::serve::params::encoded;
use crate::cli::serve::things::{Article, Named};

/// How many of each kind of fact a page about somebody or something begins with.
const SOME: usize = 20;
/// The most positions that are looked at for changes.
const POSITIONS: usize = 500;

const fn first(limit: usize, newest: bool) -> Window {
    Window { offset: 0, limit, newest }
}

/// Actors and places, those of certain words or all.
pub fn actors(request: &Request<'_>) -> Given {
    let found =
        request.now.search_names(request.params.get("q").unwrap_or_default(), request.window(false))?;
    let row = |named: &Named| {
        vec![
            named.id.clone(),
            named.name.clone(),
            named.kind.clone(),
            named.aliases.join("; "),
            named.identifiers.join("; "),
        ]
    };
    let csv = || table(&["id", "name", "kind", "aliases", "identifiers"], found.items.iter().map(row));
    request.list(&found, csv, || {
        let main = html! {
            (page::form(request.route, request.params, "Search"))
            (page::pager(request.route, request.params, found.items.len(), found.total, ["actor or place", "actors and places"]))
            (page::names(&found.items))
        };
        ("Actors".to_owned(), main)
    })
}

/// Somebody with all that is told of them, or as much as a page shows.
#[derive(Serialize)]
struct Actor {
    #[serde(flatten)]
    named: Named,
    offices: Vec<OfficeAnswer>,
    acts_found: usize,
    acts: Vec<ActAnswer>,
    positions_found: usize,
    positions: Vec<PositionAnswer>,
    changes: Vec<Step>,
    articles_found: usize,
    articles: Vec<Article>,
}

/// Who somebody is, their offices over time, what they did, which stances changed, and the articles.
pub fn actor(request: &Request<'_>) -> Given {
    let named = match (request.params.get("id"), request.params.get("name")) {
        (Some(id), None) => request
            .now
            .named(id)?
            .filter(|named| named.kind != "topic")
            .ok_or_else(|| Fail::unknown(format!("the graph has no actor '{id}'")))?,
        (None, Some(name)) => {
            let mut meant = request.now.meant(name)?;
            if meant.len() > 1 {
                return several(request, name, &meant);
            }
            meant.remove(0)
        }
        _ => return Err(Fail::request("say who: 'id' (entity/…) or 'name', and not both")),
    };
    let now = request.now;
    let asked = Asked::party(&named.id);
    let acts = now.acts(&asked, first(SOME, true))?;
    let offices = now.offices(&asked, first(200, false))?;
    let positions = now.turns(&asked, first(POSITIONS, true), SOME)?;
    let articles = now.articles(Some(&named.id), first(SOME, true))?;
    let mut offices = offices.items;
    // Over time: by the first day that an article tells them.
    offices.sort_by(|a, b| (&a.first, &a.last, &a.id).cmp(&(&b.first, &b.last, &b.id)));
    // A step is a change where the same holder said otherwise before on the same topic; what it was stands before it.
    let steps = timeline(&positions.items);
    let changed: Vec<bool> = steps.iter().map(|step| step.change.is_some()).collect();
    let tells = |at: usize| changed[at] || changed.get(at + 1).is_some_and(|next| *next);
    let changes =
        steps.iter().enumerate().filter(|(at, _)| tells(*at)).map(|(_, step)| step.clone()).collect();
    let positions_shown = positions.items.into_iter().take(SOME).collect();
    let actor = Actor {
        named,
        offices,
        acts_found: acts.total,
        acts: acts.items,
        positions_found: positions.total,
        positions: positions_shown,
        changes,
        articles_found: articles.total,
        articles: articles.items,
    };
    request.give(&actor, no_table, || (actor.named.name.clone(), actor_page(request, &actor)))
}

/// A name that several have: whoever is meant is chosen.
fn several(request: &Request<'_>, name: &str, meant: &[Named]) -> Given {
    if request.form == super::Form::Html {
        let main = html! { p { "Several are called " q { (name) } "." } (page::names(meant)) };
        return request.give(&(), no_table, || (name.to_owned(), main));
    }
    let ids: Vec<&str> = meant.iter().map(|named| named.id.as_str()).collect();
    Err(Fail::request(format!("'{name}' may be {}; say which with 'id'", ids.join(", "))))
}

fn description(named: &Named) -> Markup {
    html! {
        dl {
            dt { "Kind" } dd { (named.kind) }
            @if !named.aliases.is_empty() {
                dt { "Also" } dd { @for (i, alias) in named.aliases.iter().take(30).enumerate() { @if i > 0 { "; " } bdi { (alias) } } }
            }
            @if !named.identifiers.is_empty() { dt { "Known as" } dd { (named.identifiers.join(", ")) } }
            dt { "Address" } dd { a href=(page::address(&named.id)) { (named.id) } }
        }
    }
}

fn actor_page(request: &Request<'_>, actor: &Actor) -> Markup {
    let id = encoded(&actor.named.id);
    let (held, given): (Vec<_>, Vec<_>) =
        actor.offices.iter().partition(|office| office.holder_id == actor.named.id);
    let facts =
        |offices: Vec<&OfficeAnswer>| offices.into_iter().cloned().map(Fact::Office).collect::<Vec<_>>();
    let (held, given) = (facts(held), facts(given));
    let acts: Vec<Fact> = actor.acts.iter().cloned().map(Fact::Act).collect();
    let positions: Vec<Fact> = actor.positions.iter().cloned().map(Fact::Position).collect();
    let more = |shown: usize, found: usize, path: &str, name: &str| {
        html! { @if found > shown { p { a href={ (path) "?" (name) "=" (id) } { "All " (page::thousands(found)) } } } }
    };
    html! {
        (description(&actor.named))
        p { a href={ "/graph?party=" (id) } { "In the graph" } " " (page::for_programs(request.route, request.params)) }
        @if !held.is_empty() { section aria-labelledby="h-offices" { h2 #h-offices { "Offices over time" } (page::facts(request.now, &held)) } }
        @if !given.is_empty() { section aria-labelledby="h-of" { h2 #h-of { "Who holds office here" } (page::facts(request.now, &given)) } }
        @if !actor.changes.is_empty() {
            section aria-labelledby="h-changes" {
                h2 #h-changes { "Stances that changed" }
                ol.facts {
                    @for step in &actor.changes {
                        li {
                            p.fact {
                                (page::sign(step.stance)) " " (step.stance.as_str()) ": " bdi { (step.topic) }
                                span.aside { (page::span(step.since.as_ref(), step.last.as_ref())) @if let Some(was) = step.change { " · was " (was.as_str()) } }
                            }
                            (page::quotes(request.now, &step.sources, step.reporter.as_deref()))
                        }
                    }
                }
            }
        }
        @if !acts.is_empty() {
            section aria-labelledby="h-acts" { h2 #h-acts { "What they did, and what was done to them" } (page::facts(request.now, &acts)) (more(acts.len(), actor.acts_found, "/acts", "party")) }
        }
        @if !positions.is_empty() {
            section aria-labelledby="h-positions" { h2 #h-positions { "Positions" } (page::facts(request.now, &positions)) (more(positions.len(), actor.positions_found, "/positions", "actor")) }
        }
        section aria-labelledby="h-articles" {
            h2 #h-articles { "Articles" }
            (page::articles(&actor.articles))
            (more(actor.articles.len(), actor.articles_found, "/articles", "actor"))
        }
    }
}

/// A topic with what is told of it.
#[derive(Serialize)]
struct Topic {
    #[serde(flatten)]
    named: Named,
    broader: Vec<Named>,
    narrower: Vec<Named>,
    positions_found: usize,
    positions: Vec<PositionAnswer>,
    acts_found: usize,
    acts: Vec<ActAnswer>,
}

/// Who is for and against a topic, and who did what about it.
pub fn topic(request: &Request<'_>) -> Given {
    let id = request.params.required("id")?;
    let named = request.now.named(id)?.filter(|named| named.kind == "topic");
    let named = named.ok_or_else(|| Fail::unknown(format!("the graph has no topic '{id}'")))?;
    let [broader, narrower] = request.now.near_topics(id)?;
    let positions = request.now.positions(&Asked::about(id), first(request.params.limit(), false))?;
    let acts = request.now.acts(&Asked::about(id), first(request.params.limit(), true))?;
    let topic = Topic {
        named,
        broader,
        narrower,
        positions_found: positions.total,
        positions: positions.items,
        acts_found: acts.total,
        acts: acts.items,
    };
    request.give(&topic, no_table, || {
        let positions: Vec<Fact> = topic.positions.iter().cloned().map(Fact::Position).collect();
        let acts: Vec<Fact> = topic.acts.iter().cloned().map(Fact::Act).collect();
        let main = html! {
            (description(&topic.named))
            p { (page::for_programs(request.route, request.params)) }
            @if !topic.broader.is_empty() { section aria-labelledby="h-broader" { h2 #h-broader { "Broader" } (page::names(&topic.broader)) } }
            @if !topic.narrower.is_empty() { section aria-labelledby="h-narrower" { h2 #h-narrower { "Narrower" } (page::names(&topic.narrower)) } }
            @if !positions.is_empty() { section aria-labelledby="h-positions" { h2 #h-positions { "Who stands where" } (page::facts(request.now, &positions)) (left(positions.len(), topic.positions_found)) } }
            @if !acts.is_empty() { section aria-labelledby="h-acts" { h2 #h-acts { "What was done" } (page::facts(request.now, &acts)) (left(acts.len(), topic.acts_found)) } }
        };
        (topic.named.name.clone(), main)
    })
}

/// How many more there are.
fn left(shown: usize, found: usize) -> Markup {
    html! { @if found > shown { p { "The first " (shown) " of " (page::thousands(found)) "." } } }
}
