//! Questions in English, and the search.

use maud::{Markup, html};
use serde::Serialize;

use demarche::dialogue::{BY_ISSUE, Caveat, Put, Told, Unsaid, put, said};
use demarche::query::{Answer, Fact};
use demarche::store::Window;

use super::reply::{Form, Given, Request, no_table};
use crate::cli::serve::fail::Fail;
use crate::cli::serve::look::{Found, words_of};
use crate::cli::serve::page;
use crate::cli::serve::params::encoded;
use crate::cli::serve::things::Named;

/// Questions that show what can be asked.
const EXAMPLES: [&str; 4] = [
    "Who rejected the ceasefire?",
    "Did Trump meet Putin?",
    "Who is the chancellor of Germany?",
    "On what do Trump and Putin agree?",
];

/// How many facts a page shows under one name.
const FACTS: usize = 20;

/// A question in English, answered with quotes as `demarche ask` does.
pub fn ask(request: &Request<'_>) -> Given {
    let Some(question) = request.params.get("q") else {
        if request.form != Form::Html {
            return Err(Fail::request("say 'q', a question in English"));
        }
        let main = html! { (box_for("")) p { "Such as:" } (examples(EXAMPLES)) };
        return request.give(&(), no_table, || ("Ask".to_owned(), main));
    };
    let put = put(question, request.pipeline, request.now.newest()?, |readings| request.now.ask(readings))?;
    match put {
        Put::Unread(reading) => {
            if request.form != Form::Html {
                let why = "this question is not of a kind that can be read; near it, these can be";
                let status = axum::http::StatusCode::UNPROCESSABLE_ENTITY;
                return Err(Fail::new(status, format!("{why}: {}", reading.examples.join(" | "))));
            }
            let main = html! {
                (box_for(question))
                p role="status" { "This question is not of a kind that can be read. Near it, these can be:" }
                (examples(&reading.examples))
            };
            request.give(&(), no_table, || ("Ask".to_owned(), main))
        }
        Put::Unsaid { reading, why } => request.give(&Unsaid::new(&reading, &why), no_table, || {
            let main = html! { (box_for(question)) p.answer role="status" { "The graph does not say." } p { (why) "." } };
            ("Ask".to_owned(), main)
        }),
        Put::Said { mut answer, caveat } => {
            let rows = answer.rows.len();
            answer.rows.truncate(request.params.limit());
            let left_out = rows - answer.rows.len();
            request.now.put_in(answer.facts_mut().flat_map(Fact::sources_mut))?;
            let counted = Counted { told: Told { answer: &answer, caveat: caveat.as_ref() }, left_out };
            request.give(&counted, no_table, || {
                let main = html! {
                    (box_for(question))
                    (answered(request, &answer, caveat.as_ref()))
                    @if left_out > 0 { p { "And " (page::thousands(left_out)) " more." } }
                    p { (page::for_programs(request.route, request.params)) }
                };
                ("Ask".to_owned(), main)
            })
        }
    }
}

/// An answer of which not all may be shown.
#[derive(Serialize)]
struct Counted<'a> {
    #[serde(flatten)]
    told: Told<'a>,
    #[serde(skip_serializing_if = "is_zero")]
    left_out: usize,
}

fn is_zero(number: &usize) -> bool {
    *number == 0
}

fn box_for(question: &str) -> Markup {
    html! {
        form.ask action="/ask" {
            label for="question" { "A question in English" }
            input #question name="q" value=(question) maxlength="300" autocomplete="off";
            button { "Ask" }
        }
    }
}

fn examples(all: impl IntoIterator<Item = impl AsRef<str>>) -> Markup {
    html! {
        ul { @for example in all { @let text = example.as_ref(); li { a href={ "/ask?q=" (encoded(text)) } { (text) } } } }
    }
}

fn answered(request: &Request<'_>, answer: &Answer, caveat: Option<&Caveat>) -> Markup {
    let list = |facts: &[Fact]| {
        html! {
            (page::facts(request.now, facts.iter().take(FACTS)))
            @if facts.len() > FACTS { p { "And " (page::thousands(facts.len() - FACTS)) " more." } }
        }
    };
    html! {
        div role="status" {
            @if let Some(said) = said(answer) { p.answer { (said) } }
            @if let Some(caveat) = caveat { p { (caveat.words()) } }
            @if answer.by_issue { p { (BY_ISSUE) } }
        }
        @for row in &answer.rows {
            section.row { @if !row.name.is_empty() { h2 { bdi { (row.name) } } } (list(&row.facts)) }
        }
        @if !answer.near.is_empty() { section { h2 { "What comes near" } (list(&answer.near)) } }
        @if !answer.given_up.is_empty() { section { h2 { "It was given up" } (list(&answer.given_up)) } }
    }
}

/// What a search finds.
#[derive(Serialize)]
struct Results<'a> {
    actors_found: usize,
    actors: &'a [Named],
    topics_found: usize,
    topics: &'a [Named],
    quotes_found: usize,
    facts: &'a [Fact],
}

/// Actors, topics and quotes that have all words.
pub fn search(request: &Request<'_>) -> Given {
    let words = request.params.get("q").unwrap_or_default();
    let some = Window { offset: 0, limit: request.params.limit().min(100), newest: false };
    let none = || Found { items: Vec::new(), total: 0 };
    let (actors, topics, quotes) = if words_of(words).is_empty() {
        (none(), none(), Found { items: Vec::new(), total: 0 })
    } else {
        let now = request.now;
        (now.search_names(words, some)?, now.search_topics(words, some)?, now.search_quotes(words, some)?)
    };
    let results = Results {
        actors_found: actors.total,
        actors: &actors.items,
        topics_found: topics.total,
        topics: &topics.items,
        quotes_found: quotes.total,
        facts: &quotes.items,
    };
    request.give(&results, no_table, || {
        let query = encoded(words);
        let main = html! {
            form.ask action="/search" role="search" aria-label="Search again" {
                label for="again" { "Words of a name, a topic or a quote" }
                input #again type="search" name="q" value=(words) maxlength="200" autocomplete="off";
                button { "Search" }
            }
            @if !words.is_empty() {
                p { a href={ "/ask?q=" (query) } { "Ask it as a question" } ", or look among the " a href={ "/issues?q=" (query) } { "issues" } ". " (page::for_programs(request.route, request.params)) }
                section aria-labelledby="h-actors" { h2 #h-actors { "Actors and places (" (page::thousands(actors.total)) ")" } (page::names(&actors.items)) @if actors.total > actors.items.len() { p { a href={ "/actors?q=" (query) } { "All" } } } }
                section aria-labelledby="h-topics" { h2 #h-topics { "Topics (" (page::thousands(topics.total)) ")" } (page::names(&topics.items)) @if topics.total > topics.items.len() { p { "The shortest " (topics.items.len()) " are shown." } } }
                section aria-labelledby="h-quotes" { h2 #h-quotes { "Quotes (" (page::thousands(quotes.total)) ")" } (page::facts(request.now, &quotes.items)) }
            }
        };
        ("Search".to_owned(), main)
    })
}
