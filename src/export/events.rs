//! Coded events as a table of tab-separated values, a row an event, with the columns that users of POLECAT and PETRARCH know.
//!
//! `docs/events.md` is its data dictionary. A value with a quotation mark stands in quotation marks, which are doubled inside,
//! so that pandas, R and DuckDB read the table with their defaults; a tab, line break or control character in a text is a
//! space. A text that a spreadsheet would run as a formula has an apostrophe before it, as in the other tables.

use std::io;

use crate::events::{self, Event, Options, Party};
use crate::graph::{EntityRef, Graph};

use super::csv::harmless;

/// The columns, in order.
pub const COLUMNS: [&str; 39] = [
    "event_id",
    "date",
    "dated_by",
    "source_name",
    "source_country",
    "source_sector",
    "source_code",
    "source_type",
    "source_id",
    "target_name",
    "target_country",
    "target_sector",
    "target_code",
    "target_type",
    "target_id",
    "plover",
    "mode",
    "quad",
    "cameo_root",
    "relation",
    "mutual",
    "status",
    "topic",
    "reported_by",
    "place",
    "place_country",
    "latitude",
    "longitude",
    "geonames_id",
    "confidence",
    "mentions",
    "articles",
    "publisher",
    "publication_date",
    "article",
    "title",
    "url",
    "sentence_id",
    "quote",
];

/// Writes the events of a graph.
///
/// # Errors
/// Those of `out`.
pub fn write(graph: &Graph, options: &Options, out: &mut dyn io::Write) -> io::Result<()> {
    writeln!(out, "{}", COLUMNS.join("\t"))?;
    for event in events::events(graph, options) {
        writeln!(out, "{}", row(&event).map(|value| quoted(&value)).join("\t"))?;
    }
    Ok(())
}

/// The values of an event, in the order of [`COLUMNS`]; what is empty is unknown.
fn row(event: &Event<'_>) -> [String; COLUMNS.len()] {
    let text = |text: Option<&str>| harmless(text.unwrap_or_default());
    let entry = &event.document.entry;
    let [source_name, source_country, source_sector, source_code, source_type, source_id] =
        party(Some(&event.source));
    let [target_name, target_country, target_sector, target_code, target_type, target_id] =
        party(event.target.as_ref());
    let dated_by = match event.date {
        None => "",
        Some(_) if event.dated_by_text => "text",
        Some(_) => "article",
    };
    let [latitude, longitude] = event.coordinates.unwrap_or_default().map(str::to_owned);
    let span = event.quote.span;
    [
        event.id.clone(),
        text(event.date),
        dated_by.to_owned(),
        source_name,
        source_country,
        source_sector,
        source_code,
        source_type,
        source_id,
        target_name,
        target_country,
        target_sector,
        target_code,
        target_type,
        target_id,
        event.category.to_string(),
        event.mode.unwrap_or_default().to_owned(),
        event.category.quad().to_string(),
        event.cameo.to_owned(),
        event.relation.to_string(),
        if event.relation.is_symmetric() { "yes" } else { "no" }.to_owned(),
        event.status.to_string(),
        text(event.topic),
        text(event.reporter),
        text(event.place.map(EntityRef::name)),
        event.place_country.unwrap_or_default().to_owned(),
        latitude,
        longitude,
        text(event.place.and_then(events::geonames)),
        format!("{:.3}", event.confidence),
        event.mentions.to_string(),
        event.articles.to_string(),
        text(entry.publisher.as_deref()),
        text(entry.date.as_deref()),
        text(Some(&entry.id)),
        text(entry.title.as_deref()),
        text(entry.url.as_deref()),
        format!("{}#char={},{}", event.document.id, span.start, span.end),
        text(Some(&event.quote.text)),
    ]
}

fn party(party: Option<&Party<'_>>) -> [String; 6] {
    let Some(Party { entity, coded }) = party else { return Default::default() };
    let (country, sector) = (coded.country.clone(), coded.sector.clone());
    let kind = entity.node().kind.to_string();
    let name = harmless(entity.name());
    [
        name,
        country.unwrap_or_default(),
        sector.unwrap_or_default(),
        coded.code.clone(),
        kind,
        entity.id().to_owned(),
    ]
}

/// A value on its own in a line of values.
fn quoted(value: &str) -> String {
    if value.contains('"') { format!("\"{}\"", value.replace('"', "\"\"")) } else { value.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_with_a_quotation_mark_stands_in_quotation_marks() {
        assert_eq!(quoted("the \"deal\""), "\"the \"\"deal\"\"\"");
        assert_eq!(quoted("the deal"), "the deal");
    }
}
