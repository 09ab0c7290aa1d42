//! What pages are put together from. Text is escaped wherever it comes from: maud does that to all that is spliced in.

use maud::{DOCTYPE, Markup, html};

use demarche::query::{Fact, OfficeAnswer, PositionAnswer, Source};
use demarche::schema::{ActStatus, OfficeStatus, Stance};

use super::params::{Kind, Param, Params, encoded};
use super::source::Now;
use super::table::{ROUTES, Route};
use super::things::{Article, Named};

/// The style of all pages.
pub const STYLE: &str = include_str!("assets/serve.css");
/// Their script, without which they work as well.
pub const SCRIPT: &str = include_str!("assets/serve.js");

/// How many quotes of a fact are shown at once.
const QUOTES: usize = 3;

/// A whole page.
pub fn whole(title: &str, path: &str, search: &str, main: &Markup) -> String {
    let here = |route: &Route| (route.path == path).then_some("page");
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="referrer" content="no-referrer";
                title { (title) " – Demarche" }
                link rel="icon" href="data:,";
                link rel="stylesheet" href="/assets/serve.css";
                script src="/assets/serve.js" defer {}
            }
            body {
                a.skip href="#main" { "To the content" }
                header.site {
                    p.brand { a href="/" { "Demarche" } }
                    form.find role="search" action="/search" {
                        label.hidden for="find" { "Search actors, issues and quotes" }
                        input #find type="search" name="q" value=(search) maxlength="200" placeholder="Search actors, issues, quotes" autocomplete="off";
                        button { "Search" }
                    }
                    button #theme type="button" hidden aria-pressed="false" { "Dark" }
                }
                nav aria-label="Views" {
                    ul {
                        @for route in ROUTES.iter().filter(|route| route.nav) {
                            li { a href=(route.path) aria-current=[here(route)] { (route.name) } }
                        }
                    }
                }
                main #main tabindex="-1" { h1 { bdi { (title) } } (main) }
                footer {
                    p {
                        "What articles say, not what is true: look at the words before you rely on a fact. For programs: "
                        a href="/api/openapi.json" { "JSON and CSV" } ", " a href="/sparql" { "SPARQL" } "."
                    }
                }
            }
        }
    }
    .into_string()
}

/// A page that says why there is nothing else.
pub fn failure(status: u16, why: &str) -> String {
    let title = match status {
        404 => "Not found",
        503 => "Come back in a while",
        400..500 => "This cannot be asked",
        _ => "Something went wrong",
    };
    whole(
        title,
        "",
        "",
        &html! { p role="alert" { (sentence(why)) } p { a href="/" { "To the beginning" } } },
    )
}

/// With a capital and a full stop.
fn sentence(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
    let end = if text.ends_with(['.', '?', '!']) { "" } else { "." };
    format!("{first}{}{end}", chars.as_str())
}

/// The address of a node's page.
pub fn address(id: &str) -> String {
    format!("/id/{}", encoded(id))
}

/// A link to a node.
pub fn link(id: &str, name: &str) -> Markup {
    html! { a href=(address(id)) { bdi { (name) } } }
}

fn maybe_link(id: Option<&String>, name: Option<&String>) -> Markup {
    match (id, name) {
        (Some(id), Some(name)) => link(id, name),
        _ => html! {},
    }
}

/// A form for what a view takes, with what is said in it. It works without a script.
pub fn form(route: &Route, params: &Params, button: &str) -> Markup {
    let shown = |param: &&Param| !["offset", "limit"].contains(&param.name);
    html! {
        form.filters action=(route.path) aria-label=(route.name) {
            @for param in route.params.iter().filter(shown) { (field(param, params)) }
            p.field.go { button { (button) } " " @if params.is_narrow() { a href=(route.path) { "Clear" } } }
        }
    }
}

fn field(param: &Param, params: &Params) -> Markup {
    let id = format!("in-{}", param.name);
    let value = params.get(param.name).unwrap_or_default();
    html! {
        p.field {
            label for=(id) { (param.label) }
            @if let Kind::Word(words) = param.kind {
                select id=(id) name=(param.name) {
                    option value="" { "any" }
                    @for word in words() { option value=(word) selected[word == value] { (word) } }
                }
            } @else {
                input id=(id) name=(param.name) value=(value) autocomplete="off" placeholder=[hint(param)];
            }
        }
    }
}

fn hint(param: &Param) -> Option<&'static str> {
    match param.kind {
        Kind::Date => Some("2025-08-17"),
        Kind::Share => Some("0 to 1"),
        _ => None,
    }
}

/// How many there are, the ways to other pages of them, and the same for programs.
pub fn pager(route: &Route, params: &Params, shown: usize, total: usize, what: [&str; 2]) -> Markup {
    let (offset, limit) = (params.offset(), params.limit());
    let what = if total == 1 { what[0] } else { what[1] };
    html! {
        p.pager {
            @if total == 0 { "Nothing in the graph fits." }
            @else if shown == total { (thousands(total)) " " (what) "." }
            @else {
                @if shown > 0 { (thousands(offset + 1)) "–" (thousands(offset + shown)) " of " }
                (thousands(total)) " " (what) ". "
                @if offset > 0 {
                    a rel="prev" href={ (route.path) "?" (params.with("offset", &offset.saturating_sub(limit).to_string())) } { "Before" } " "
                }
                @if offset + shown < total && shown > 0 {
                    a rel="next" href={ (route.path) "?" (params.with("offset", &(offset + limit).to_string())) } { "Next" }
                }
            }
            " " (for_programs(route, params))
        }
    }
}

/// Links to the same for programs.
pub fn for_programs(route: &Route, params: &Params) -> Markup {
    let query = params.query();
    let query = if query.is_empty() { query } else { format!("?{query}") };
    html! {
        span.programs {
            a href={ (route.api()) (query) } { "JSON" }
            @if route.csv { " " a href={ (route.path) ".csv" (query) } { "CSV" } }
        }
    }
}

/// A whole number as people write it.
pub fn thousands(number: usize) -> String {
    crate::cli::message::thousands(number)
}

/// Facts with the words that show them.
pub fn facts<'f>(now: &Now, facts: impl IntoIterator<Item = &'f Fact>) -> Markup {
    html! { ol.facts { @for fact in facts { li { (fact_line(fact)) (quotes(now, fact.sources(), fact.reporter())) } } } }
}

/// A fact on one line, with links.
pub fn fact_line(fact: &Fact) -> Markup {
    match fact {
        Fact::Act(act) => {
            let denied = (act.status == ActStatus::Denied).then_some("denied");
            html! {
                p.fact {
                    (link(&act.source_id, &act.source)) " "
                    a.relation.(act.relation.as_str()).(denied.unwrap_or("told")) href=(address(&act.id)) { (act.relation) } " "
                    (maybe_link(act.target_id.as_ref(), act.target.as_ref()))
                    @if act.topic.is_some() { ": " (maybe_link(act.topic_id.as_ref(), act.topic.as_ref())) }
                    span.aside {
                        @if act.status != ActStatus::Occurred { " · " (act.status) }
                        @if let Some(date) = &act.date { " · " time datetime=(date) { (date) } }
                        @else if let Some(first) = &act.first { " · told " time datetime=(first) { (first) } }
                        @for (name, id) in act.places.iter().zip(&act.place_ids) { " · in " (link(id, name)) }
                    }
                }
            }
        }
        Fact::Position(position) => html! {
            p.fact {
                (link(&position.holder_id, &position.holder)) " "
                a.stance.(position.stance.as_str()) href=(address(&position.id)) { (stance(position.stance)) } " "
                (link(&position.topic_id, &position.topic))
                span.aside { (span(position.since.as_ref(), position.last.as_ref())) (others(position)) }
            }
        },
        Fact::Office(office) => html! {
            p.fact {
                (link(&office.holder_id, &office.holder)) ", "
                a href=(address(&office.id)) { (title(office)) }
                @if office.of.is_some() { " of " (maybe_link(office.of_id.as_ref(), office.of.as_ref())) }
                span.aside { (span(office.first.as_ref(), office.last.as_ref())) }
            }
        },
    }
}

fn title(office: &OfficeAnswer) -> String {
    match office.status {
        OfficeStatus::Current => office.title.clone(),
        status => format!("{} ({status})", office.title),
    }
}

fn stance(stance: Stance) -> &'static str {
    match stance {
        Stance::Conditional => "on a condition for",
        stance => stance.as_str(),
    }
}

fn others(position: &PositionAnswer) -> Markup {
    html! {
        @for other in &position.others {
            " · also " (other.stance)
            @if let Some(since) = &other.since { ", " (since) }
            @if let Some(reporter) = &other.reporter { ", reported by " bdi { (reporter) } }
        }
    }
}

/// From when to when something is told.
pub fn span(first: Option<&String>, last: Option<&String>) -> Markup {
    html! {
        @match (first, last) {
            (Some(first), Some(last)) if first != last => {
                " · " time datetime=(first) { (first) } " to " time datetime=(last) { (last) }
            }
            (Some(day), _) | (None, Some(day)) => { " · " time datetime=(day) { (day) } }
            (None, None) => {}
        }
    }
}

/// The words that show a fact, each with the article that has them.
pub fn quotes(now: &Now, sources: &[Source], reporter: Option<&str>) -> Markup {
    let (first, rest) = sources.split_at(sources.len().min(QUOTES));
    let mut first = first.to_vec();
    // A text that cannot be read is no reason to show no quotes.
    _ = now.put_in(first.iter_mut().filter(|source| source.context.is_none()));
    html! {
        @for source in &first { (quote(source, reporter)) }
        @if !rest.is_empty() {
            details {
                summary { (rest.len()) " more " (if rest.len() == 1 { "quote" } else { "quotes" }) }
                @for source in rest.iter().take(100) { (quote(source, reporter)) }
            }
        }
    }
}

fn quote(source: &Source, reporter: Option<&str>) -> Markup {
    html! {
        figure {
            (around(source))
            figcaption {
                a href={ "/article?id=" (encoded(&source.document)) (place(source)) } { bdi { (source.document) } }
                @if let Some(date) = source.date.as_ref().filter(|date| !source.document.contains(*date)) { ", " (date) }
                @if let Some(date) = source.act_date.as_ref().filter(|date| source.date.as_ref() != Some(*date)) {
                    ", of " (date) " by its words"
                }
                @if let Some(reporter) = reporter { ", reported by " bdi { (reporter) } }
            }
        }
    }
}

/// The words of a source; where the text of the article is kept, in their sentence between its neighbours, with the paragraph.
fn around(source: &Source) -> Markup {
    let Some(context) = &source.context else {
        return html! { blockquote { p { mark dir="auto" { (source.quote) } } } };
    };
    let [lead, quote, tail] = context.parts();
    let [before, sentence, after] = context.paragraph_parts();
    let shown = [&context.before, &context.after].into_iter().flatten().map(String::len).sum::<usize>();
    // Two spaces at most stand between sentences that are shown already.
    let more = context.paragraph.len() > shown + context.sentence.len() + 4;
    html! {
        blockquote {
            p dir="auto" {
                @if let Some(before) = &context.before { span.aside { (before) } " " }
                (lead) mark { (quote) } (tail)
                @if let Some(after) = &context.after { " " span.aside { (after) } }
            }
        }
        @if more {
            details.paragraph {
                summary { "The paragraph" }
                p dir="auto" { (before) strong { (sentence) } (after) }
            }
        }
    }
}

/// Where a quote stands on the page of its article, if that has the text.
fn place(source: &Source) -> String {
    match source.context {
        Some(_) => format!("#{}", anchor(source.start, source.end)),
        None => String::new(),
    }
}

/// The name of a quote's place on the page of its article.
pub fn anchor(start: usize, end: usize) -> String {
    format!("q{start}-{end}")
}

/// Articles with title, date and publisher.
pub fn articles(articles: &[Article]) -> Markup {
    html! {
        ul.articles {
            @for article in articles {
                li {
                    a href=(address(&article.id)) { bdi { (article.title.as_deref().unwrap_or(&article.name)) } }
                    span.aside {
                        @if let Some(date) = &article.date { " · " time datetime=(date) { (date) } }
                        @if let Some(publisher) = &article.publisher { " · " bdi { (publisher) } }
                    }
                }
            }
        }
    }
}

/// Names with their kinds.
pub fn names(names: &[Named]) -> Markup {
    html! {
        ul.names {
            @for named in names {
                li {
                    (link(&named.id, &named.name))
                    span.aside {
                        @if named.kind != "topic" { " · " (named.kind) }
                        @for alias in named.aliases.iter().take(4) { " · " bdi { (alias) } }
                    }
                }
            }
        }
    }
}

/// An address of the web as a link, where it is one that a click may open.
pub fn outside(url: &str) -> Markup {
    let web = url.starts_with("https://") || url.starts_with("http://");
    let plain = url.bytes().all(|b| b.is_ascii_graphic() && !matches!(b, b'"' | b'\\' | b'<' | b'>'));
    html! {
        @if web && plain { a href=(url) rel="noreferrer noopener external" { (url) } } @else { bdi { (url) } }
    }
}

/// A sign for a stance, with its word for whoever does not see it.
pub fn sign(stance: Stance) -> Markup {
    let sign = match stance {
        Stance::For => "+",
        Stance::Against => "−",
        Stance::Conditional => "?",
    };
    html! { span.cell.(stance.as_str()) title=(stance.as_str()) { span aria-hidden="true" { (sign) } span.hidden { (stance.as_str()) } } }
}
