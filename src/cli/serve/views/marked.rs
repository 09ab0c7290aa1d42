//! The text of an article with what its facts rest on marked in it.
//!
//! Whatever stands in the text is spliced in as text. Each stretch that shows a fact has an address of its own
//! (`#q120-164`, its code points) and leads to the facts; so has each sentence that holds one (`#s100`).

use std::collections::{BTreeMap, BTreeSet};

use maud::{Markup, html};

use demarche::Span;
use demarche::query::Fact;
use demarche::schema::{ArticleText, Measured};

use crate::cli::serve::page;
use demarche::dialogue::words;

/// The most code points of a text that are shown.
const MOST: usize = 300_000;

/// The text, with the sources of `facts` marked in it; all of them are in this article.
pub fn text(text: &ArticleText, facts: &[Fact]) -> Markup {
    let marks = Marks::new(text, facts);
    let whole = marks.measured.whole();
    let mut paragraphs = Vec::new();
    let mut at = 0;
    for line in text.as_str().split('\n') {
        let end = at + line.chars().count();
        if !line.trim().is_empty() {
            paragraphs.push(marks.paragraph(Span::new(at, end)));
        }
        at = end + 1;
        if at >= MOST {
            break;
        }
    }
    html! {
        div.text {
            @for paragraph in paragraphs { p dir="auto" { (paragraph) } }
            @if at < whole.end { p.aside { "The text goes on; JSON has all of it." } }
        }
    }
}

/// The facts of an article whose text is shown, each with the way to its words there.
pub fn list(facts: &[Fact]) -> Markup {
    html! {
        ol.facts.numbered {
            @for (number, fact) in (1..).zip(facts) {
                li id={ "f" (number) } {
                    (page::fact_line(fact))
                    @for source in fact.sources() {
                        blockquote {
                            p { span.place { (number) } " " a href={ "#" (page::anchor(source.start, source.end)) } { mark dir="auto" { (source.quote) } } }
                        }
                    }
                    @if let Some(reporter) = fact.reporter() { p.aside { "Reported by " bdi { (reporter) } } }
                }
            }
        }
    }
}

/// Where something begins or ends in a text.
struct Marks<'t> {
    measured: Measured<'t>,
    facts: &'t [Fact],
    /// The numbers of the facts that a stretch shows, from 0.
    quotes: BTreeMap<Span, BTreeSet<usize>>,
    /// Sentences that hold one of them.
    sentences: BTreeSet<Span>,
    /// Where anything begins or ends.
    edges: BTreeSet<usize>,
}

impl<'t> Marks<'t> {
    fn new(text: &'t ArticleText, facts: &'t [Fact]) -> Self {
        let measured = Measured::new(text);
        let mut quotes: BTreeMap<Span, BTreeSet<usize>> = BTreeMap::new();
        let mut sentences = BTreeSet::new();
        for (number, fact) in facts.iter().enumerate() {
            for source in fact.sources() {
                let span = Span::new(source.start, source.end.max(source.start));
                if measured.slice(span) == Some(&*source.quote) && !span.is_empty() {
                    quotes.entry(span).or_default().insert(number);
                    sentences.insert(measured.around(span).sentence);
                }
            }
        }
        let edges = quotes.keys().chain(&sentences).flat_map(|span| [span.start, span.end]).collect();
        Self { measured, facts, quotes, sentences: apart(sentences), edges }
    }

    fn paragraph(&self, line: Span) -> Markup {
        let mut parts = Vec::new();
        let mut at = line.start;
        for sentence in self.sentences.iter().filter(|sentence| sentence.overlaps(line)) {
            let inside = Span::new(sentence.start.max(line.start), sentence.end.min(line.end));
            parts.push(self.plain(at, inside.start));
            let id = format!("s{}", inside.start);
            parts.push(html! { span.sentence id=(id) { (self.pieces(inside)) } });
            at = inside.end;
        }
        parts.push(self.plain(at, line.end));
        html! { @for part in parts { (part) } }
    }

    fn plain(&self, start: usize, end: usize) -> Markup {
        let text = if start < end { self.measured.slice(Span::new(start, end)) } else { None };
        html! { (text.unwrap_or_default()) }
    }

    /// A stretch cut wherever a quote begins or ends.
    fn pieces(&self, stretch: Span) -> Markup {
        let inner = self.edges.range(stretch.start + 1..stretch.end.max(stretch.start + 1)).copied();
        let starts: Vec<usize> = std::iter::once(stretch.start).chain(inner).collect();
        let ends = starts.iter().skip(1).copied().chain([stretch.end]);
        let pieces = starts.iter().zip(ends).filter(|(start, end)| *start < end);
        html! { @for (start, end) in pieces { (self.piece(Span::new(*start, end))) } }
    }

    fn piece(&self, piece: Span) -> Markup {
        let text = self.measured.slice(piece).unwrap_or_default();
        let marked = self.quotes.keys().any(|quote| quote.contains(piece));
        let mut begun = self.quotes.keys().filter(|quote| quote.start == piece.start).map(anchor);
        let first = begun.next();
        let ended: BTreeSet<usize> = self
            .quotes
            .iter()
            .filter(|(quote, _)| quote.end == piece.end)
            .flat_map(|(_, facts)| facts.iter().copied())
            .collect();
        html! {
            @for id in begun { span id=(id) {} }
            @if marked { mark id=[first] { (text) } } @else { (text) }
            @for number in ended {
                @let fact = &self.facts[number];
                a.note href=(page::address(id_of(fact))) title=(words(fact)) aria-label={ "Fact " (number + 1) ": " (words(fact)) } { (number + 1) }
            }
        }
    }
}

/// Stretches of a set, those that overlap as one.
fn apart(all: BTreeSet<Span>) -> BTreeSet<Span> {
    let mut apart: Vec<Span> = Vec::new();
    for span in all {
        match apart.last_mut().filter(|last| last.overlaps(span)) {
            Some(last) => *last = last.join(span),
            None => apart.push(span),
        }
    }
    apart.into_iter().collect()
}

fn anchor(quote: &Span) -> String {
    page::anchor(quote.start, quote.end)
}

fn id_of(fact: &Fact) -> &str {
    match fact {
        Fact::Act(act) => &act.id,
        Fact::Position(position) => &position.id,
        Fact::Office(office) => &office.id,
    }
}
