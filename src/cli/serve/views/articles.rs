//! Articles: what each tells, in the order of its text.

use maud::html;
use serde::Serialize;

use demarche::query::Fact;
use demarche::store::Window;

use super::marked;
use super::reply::{Given, Request, no_table, table};
use crate::cli::serve::asked::Asked;
use crate::cli::serve::fail::Fail;
use crate::cli::serve::page;
use crate::cli::serve::things::Article;

/// Articles from the newest on: all, or those that name an actor.
pub fn articles(request: &Request<'_>) -> Given {
    let actor = match request.params.get("actor") {
        None => None,
        Some(id) if request.now.named(id)?.is_some_and(|named| named.kind != "topic") => Some(id.to_owned()),
        Some(name) => match &request.now.meant(name)?[..] {
            [one] => Some(one.id.clone()),
            several => {
                let ids: Vec<&str> = several.iter().map(|named| named.id.as_str()).collect();
                return Err(Fail::request(format!("'{name}' may be {}; say which", ids.join(", "))));
            }
        },
    };
    let found = request.now.articles(actor.as_deref(), request.window(true))?;
    let row = |article: &Article| {
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        let Article { id, name, title, date, url, publisher } = article;
        vec![id.clone(), name.clone(), text(title), text(date), text(url), text(publisher)]
    };
    let csv = || table(&["id", "name", "title", "date", "url", "publisher"], found.items.iter().map(row));
    request.list(&found, csv, || {
        let main = html! {
            (page::form(request.route, request.params, "Show"))
            (page::pager(request.route, request.params, found.items.len(), found.total, ["article", "articles"]))
            (page::articles(&found.items))
        };
        ("Articles".to_owned(), main)
    })
}

/// An article with what it tells.
#[derive(Serialize)]
struct Told {
    #[serde(flatten)]
    article: Article,
    /// Its text, where it is kept, and the first code point of each sentence.
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    sentences: Vec<usize>,
    facts: Vec<Fact>,
    left_out: usize,
}

/// One article: its catalogue entry, and its sentences that show something, in their order.
pub fn article(request: &Request<'_>) -> Given {
    let id = request.params.required("id")?;
    let article =
        request.now.article(id)?.ok_or_else(|| Fail::unknown(format!("the graph has no article '{id}'")))?;
    let window = Window { offset: 0, limit: 300, newest: false };
    let asked = Asked::told_in(&article.id);
    let (acts, positions, offices) = (
        request.now.acts(&asked, window)?,
        request.now.positions(&asked, window)?,
        request.now.offices(&asked, window)?,
    );
    let found = acts.total + positions.total + offices.total;
    let mut facts: Vec<Fact> = acts.items.into_iter().map(Fact::Act).collect();
    facts.extend(positions.items.into_iter().map(Fact::Position));
    facts.extend(offices.items.into_iter().map(Fact::Office));
    // Only the words of this article, in the order in which they stand there.
    for fact in &mut facts {
        fact.sources_mut().retain(|source| source.document_id == article.id);
    }
    facts.sort_by_key(|fact| fact.sources().first().map(|source| (source.start, source.end)));
    let kept = request.now.text(&article.id)?;
    let text = kept.as_ref().map(|text| text.as_str().to_owned());
    let sentences = kept.as_ref().map(|text| text.sentences().to_vec()).unwrap_or_default();
    let told = Told { left_out: found - facts.len(), article, text, sentences, facts };
    request.give(&told, no_table, || {
        let article = &told.article;
        let main = html! {
            dl {
                @if let Some(date) = &article.date { dt { "Date" } dd { time datetime=(date) { (date) } } }
                @if let Some(publisher) = &article.publisher { dt { "Publisher" } dd { bdi { (publisher) } } }
                @if let Some(url) = &article.url { dt { "On the web" } dd { (page::outside(url)) } }
                dt { "Name" } dd { bdi { (article.name) } }
            }
            p { (page::for_programs(request.route, request.params)) }
            @if let Some(kept) = &kept {
                h2 #text { "The text, with what shows something" }
                (marked::text(kept, &told.facts))
            }
            h2 { "What its sentences show, in their order" }
            @if told.facts.is_empty() { p { "Nothing that the graph has." } }
            @if kept.is_some() { (marked::list(&told.facts)) } @else { (page::facts(request.now, &told.facts)) }
            @if told.left_out > 0 { p { "And " (page::thousands(told.left_out)) " more." } }
        };
        (article.title.clone().unwrap_or_else(|| article.name.clone()), main)
    })
}
