//! Acts, positions, offices, how positions changed, and one fact by itself.

use maud::html;

use demarche::query::{Fact, timeline as steps};

use super::reply::{Given, Request, no_table};
use crate::cli::serve::asked::Asked;
use crate::cli::serve::fail::Fail;
use crate::cli::serve::look::Found;
use crate::cli::serve::page;

/// Who did what.
pub fn acts(request: &Request<'_>) -> Given {
    let newest = request.params.get("order").is_none_or(|order| order == "newest");
    let found = request.now.acts(&Asked::of(request.params), request.window(newest))?;
    request.facts(&found, || {
        let facts: Vec<Fact> = found.items.iter().cloned().map(Fact::Act).collect();
        let main = html! {
            (page::form(request.route, request.params, "Show"))
            (page::pager(request.route, request.params, facts.len(), found.total, ["act", "acts"]))
            (page::facts(request.now, &facts))
        };
        ("Acts".to_owned(), main)
    })
}

/// Who is for or against what.
pub fn positions(request: &Request<'_>) -> Given {
    let found = request.now.positions(&Asked::of(request.params), request.window(false))?;
    request.facts(&found, || {
        let facts: Vec<Fact> = found.items.iter().cloned().map(Fact::Position).collect();
        let main = html! {
            (page::form(request.route, request.params, "Show"))
            (page::pager(request.route, request.params, facts.len(), found.total, ["position", "positions"]))
            (page::facts(request.now, &facts))
        };
        ("Positions".to_owned(), main)
    })
}

/// Who holds which office.
pub fn offices(request: &Request<'_>) -> Given {
    let found = request.now.offices(&Asked::of(request.params), request.window(false))?;
    request.facts(&found, || {
        let main = html! {
            (page::form(request.route, request.params, "Show"))
            (page::pager(request.route, request.params, found.items.len(), found.total, ["office", "offices"]))
            @if !found.items.is_empty() {
                div.scroll tabindex="0" role="region" aria-label="Offices" {
                    table {
                        thead { tr { th scope="col" { "Holder" } th scope="col" { "Office" } th scope="col" { "Of" } th scope="col" { "Status" } th scope="col" { "Seen" } th scope="col" { "Words" } } }
                        tbody {
                            @for office in &found.items {
                                tr {
                                    th scope="row" { (page::link(&office.holder_id, &office.holder)) }
                                    td { a href=(page::address(&office.id)) { (office.title) } }
                                    td { @if let (Some(id), Some(of)) = (&office.of_id, &office.of) { (page::link(id, of)) } }
                                    td { (office.status.as_str()) }
                                    td { (seen(office.first.as_deref(), office.last.as_deref())) }
                                    td.words { @if let Some(source) = office.sources.first() { q { (source.quote) } } @if office.sources.len() > 1 { " and " (office.sources.len() - 1) " more" } }
                                }
                            }
                        }
                    }
                }
            }
        };
        ("Offices".to_owned(), main)
    })
}

fn seen(first: Option<&str>, last: Option<&str>) -> String {
    match (first, last) {
        (Some(first), Some(last)) if first != last => format!("{first} to {last}"),
        (Some(day), _) | (None, Some(day)) => day.to_owned(),
        (None, None) => "unknown".to_owned(),
    }
}

/// How the positions of an actor, or on a topic, changed.
pub fn timeline(request: &Request<'_>) -> Given {
    let asked = Asked::of(request.params);
    if asked.source.is_none() && asked.topic.is_none() {
        // The steps of all actors on all topics are no story.
        if request.form != super::Form::Html {
            return Err(Fail::request("say whose positions, or on what: 'actor', 'topic' or both"));
        }
        let main = html! {
            p { "How the position of an actor, or on a topic, changed from article to article." }
            (page::form(request.route, request.params, "Show"))
        };
        return request.give(&(), no_table, || ("Timeline".to_owned(), main));
    }
    // Steps are taken from all positions: a page of them might lack one between two.
    let whole =
        demarche::store::Window { offset: 0, limit: crate::cli::serve::params::MOST * 2, newest: false };
    let positions = request.now.positions(&asked, whole)?;
    if positions.total > positions.items.len() {
        return Err(Fail::request(format!(
            "there are {} positions, and {} can be told at once; name an actor and a topic, or a time",
            positions.total,
            positions.items.len()
        )));
    }
    let all = steps(&positions.items);
    let (offset, limit) = (request.params.offset(), request.params.limit());
    let found =
        Found { total: all.len(), items: all.into_iter().skip(offset).take(limit).collect::<Vec<_>>() };
    request.facts(&found, || {
        let main = html! {
            (page::form(request.route, request.params, "Show"))
            (page::pager(request.route, request.params, found.items.len(), found.total, ["step", "steps"]))
            ol.facts.steps {
                @for step in &found.items {
                    li.(step.stance.as_str()) {
                        p.fact {
                            (page::sign(step.stance)) " " (page::link(&step.holder_id, &step.holder)) " " (step.stance.as_str()) ": " bdi { (step.topic) }
                            span.aside {
                                (page::span(step.since.as_ref(), step.last.as_ref()))
                                @if let Some(before) = step.change { " · was " (before.as_str()) }
                            }
                        }
                        (page::quotes(request.now, &step.sources, step.reporter.as_deref()))
                    }
                }
            }
        };
        ("Timeline".to_owned(), main)
    })
}

/// One fact, by its id.
pub fn fact(request: &Request<'_>) -> Given {
    let id = request.params.required("id")?;
    let Some(mut fact) = request.now.fact(id)? else {
        return Err(Fail::unknown(format!("the graph has no fact '{id}'")));
    };
    request.now.put_in(fact.sources_mut())?;
    request.give(&fact, no_table, || {
        let title = match fact {
            Fact::Act(_) => "Act",
            Fact::Position(_) => "Position",
            Fact::Office(_) => "Office",
        };
        let confidence = match &fact {
            Fact::Act(act) => (act.confidence, act.independent_documents),
            Fact::Position(position) => (position.confidence, position.independent_documents),
            Fact::Office(office) => (office.confidence, office.independent_documents),
        };
        let main = html! {
            (page::facts(request.now, [&fact]))
            dl {
                dt { "Sure of the reading" } dd { (confidence.0) " of 1" }
                dt { "Articles" } dd { (confidence.1) " that are no copies of each other" }
            }
            p { (page::for_programs(request.route, request.params)) }
        };
        (title.to_owned(), main)
    })
}
