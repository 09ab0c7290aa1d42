//! Where an answer stands: its quotes, each with the article, its date, and who is named as the source.

use demarche::query::Source;
use demarche::schema::Context;

use super::table::Cell;

/// A line with the words of each source and one with where they stand.
pub fn citations(sources: &[Source], reporter: Option<&str>) -> Vec<Cell> {
    let mut lines = Vec::new();
    for source in sources {
        lines.push(Cell::plain(format!("\u{201c}{}\u{201d}", source.quote)));
        let mut origin = source.document.clone();
        // Many an id begins with the date already.
        if let Some(date) = source.date.as_deref().filter(|date| !source.document.contains(date)) {
            origin.push_str(&format!(", {date}"));
        }
        if let Some(date) = source.act_date.as_ref().filter(|date| source.date.as_ref() != Some(date)) {
            origin.push_str(&format!(", of {date} by its words"));
        }
        if let Some(reporter) = reporter {
            origin.push_str(&format!(", reported by {reporter}"));
        }
        lines.push(Cell::dim(origin));
        if let Some(context) = source.context.as_ref().filter(|context| says_more(context)) {
            lines.push(Cell::dim(in_words(context)));
        }
    }
    lines
}

/// Whether there is anything around the quote.
fn says_more(context: &Context) -> bool {
    context.before.is_some() || context.after.is_some() || context.parts()[1] != context.sentence
}

/// The sentence of a quote between its neighbours.
pub fn in_words(context: &Context) -> String {
    let all = [context.before.as_deref(), Some(&*context.sentence), context.after.as_deref()];
    format!("in: {}", all.into_iter().flatten().collect::<Vec<_>>().join(" "))
}
