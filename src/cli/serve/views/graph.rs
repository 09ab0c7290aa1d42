//! The beginning, and the graph as a picture.

use maud::html;
use serde::Serialize;

use demarche::export::{Format, html as picture_of, jsonld};
use demarche::graph::Graph;
use demarche::query::Fact;
use demarche::store::{Counts, Window};

use super::reply::{Body, Form, Given, Request, bounded, no_table};
use crate::cli::serve::asked::Asked;
use crate::cli::serve::page;

/// The most acts, and the most positions, of a picture.
const DRAWN: usize = 300;
/// How many acts are listed at the beginning.
const NEWEST: usize = 10;

/// How much there is.
#[derive(Serialize)]
struct Summary<'a> {
    articles: usize,
    actors: usize,
    topics: usize,
    acts: usize,
    positions: usize,
    offices: usize,
    first: &'a Option<String>,
    last: &'a Option<String>,
}

/// The beginning: how much there is, and the newest of it.
pub fn summary(request: &Request<'_>) -> Given {
    let counts = request.now.counts()?;
    let Counts { articles, entities, topics, acts, positions, offices, first, last } = &counts;
    let (articles, actors, topics) = (*articles, *entities, *topics);
    let (acts, positions, offices) = (*acts, *positions, *offices);
    let value = Summary { articles, actors, topics, acts, positions, offices, first, last };
    if request.form != Form::Html {
        return request.give(&value, no_table, || unreachable!("no page is wanted"));
    }
    let newest = Window { offset: 0, limit: NEWEST, newest: true };
    let newest = request.now.acts(&Asked::default(), newest)?;
    let newest: Vec<Fact> = newest.items.into_iter().map(Fact::Act).collect();
    let line = |number: usize, path: &str, name: &str| {
        html! { li { a href=(path) { strong { (page::thousands(number)) } " " (name) } } }
    };
    request.give(&value, no_table, || {
        let main = html! {
            p.span {
                "From " (page::thousands(articles)) (if articles == 1 { " article" } else { " articles" })
                @if let (Some(first), Some(last)) = (first, last) { @if first == last { " of " (first) } @else { " of " (first) " to " (last) } }
                "."
            }
            form.ask action="/ask" {
                label for="question" { "Ask a question in English" }
                input #question name="q" maxlength="300" autocomplete="off" placeholder="Who rejected the ceasefire?";
                button { "Ask" }
            }
            ul.counts {
                (line(acts, "/acts", "acts")) (line(positions, "/positions", "positions")) (line(offices, "/offices", "offices"))
                (line(actors, "/actors", "actors and places")) (line(articles, "/articles", "articles"))
                li { a href="/issues" { "Issues" } }
            }
            section aria-labelledby="h-newest" { h2 #h-newest { "The newest acts" } (page::facts(request.now, &newest)) }
        };
        (request.source.name(), main)
    })
}

fn drawn(request: &Request<'_>) -> Result<(Graph, usize), crate::cli::serve::fail::Fail> {
    let window = Window { offset: 0, limit: DRAWN, newest: true };
    Ok(request.now.picture(&Asked::of(request.params), window)?)
}

/// The graph drawn, as far as a picture can hold it.
pub fn graph(request: &Request<'_>) -> Given {
    match request.form {
        Form::Html => {
            let query = request.params.query();
            let main = html! {
                (page::form(request.route, request.params, "Draw"))
                p { "The newest " (DRAWN) " acts and positions that fit, with the offices of those who take part. " a href={ "/graph/page?" (query) } { "On a page of its own" } ". " a href={ "/acts?" (query) } { "As a list" } ", which has them all. " (page::for_programs(request.route, request.params)) }
                iframe.picture title="The graph, drawn, with its sentences" src={ "/graph/page?" (query) } {}
            };
            Ok(Body::Html("Graph".to_owned(), main))
        }
        Form::Json => {
            let (graph, _) = drawn(request)?;
            Ok(Body::Json(bounded(|out| Ok(jsonld::write_part(&graph, request.base, out)?))?))
        }
        Form::Csv => {
            let (graph, _) = drawn(request)?;
            Ok(Body::Csv(bounded(|out| Ok(demarche::export::write(&graph, Format::CsvEdges, out)?))?))
        }
    }
}

/// The page that `demarche export --format html` writes, of the part of the graph that is drawn.
pub fn picture(request: &Request<'_>) -> Given {
    let (graph, _) = drawn(request)?;
    let graph = graph.with_texts(|document| request.now.text(document))?;
    Ok(Body::File(bounded(|out| Ok(picture_of::write(&graph, out)?))?))
}
