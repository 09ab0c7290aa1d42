//! `demarche build`: articles in, their graph out as files, or into a store.

use std::io::{self, IsTerminal};
use std::time::{Duration, Instant};

use demarche::builder::{Builder, Grown};
use demarche::graph::Graph;
use demarche::schema::Record;
use demarche::store::Store;

use super::args::Build;
use super::files::{Files, kinds, options};
use super::lists;
use super::message::{self, plural, thousands};
use super::outcome::Outcome;
use super::reading::{self, Reader, Tally, ruled_builder};
use super::rulings;

/// Writes the files of each format into the folder, or adds the articles to the store, or both.
pub fn run(args: Build) -> anyhow::Result<Outcome> {
    let mut made = Made::new();
    let kinds = kinds(&args.format, args.shape.compact)?;
    let (events, lists_read) = lists::events(&args.events, &kinds)?;
    let (known, known_read) = lists::known(&args.reading.known)?;
    let files = args.output.as_deref().map(|folder| Files::open(&kinds, Some(folder), true)).transpose()?;
    let rulings = rulings::read(args.rulings)?;
    let kept = args.store.clone();
    let store = args.store.map(Store::create).transpose()?;
    let mut ruled = rulings.clone();
    if let Some(store) = &store {
        ruled.join(store.rulings()?);
    }
    let builder = ruled_builder(&args.reading, known, ruled)?;
    let reader_name = store.as_ref().map(|_| reading::name(&args.reading)).transpose()?;
    let reader = Reader::open(args.news, args.reading.date);
    let mut tally = Tally::new(reader.bar());
    let graph = match (store, reader_name) {
        (Some(mut store), Some(name)) => {
            let before = store.replacing()?;
            grow(&mut store, &builder, &name, reader, &mut tally, &mut made)?;
            let mut replacing = store.replacing()?;
            replacing.retain(|name| before.binary_search(name).is_err());
            tell_replacing(&replacing);
            rulings::add(&mut store, &rulings)?;
            store.resolve()?;
            files.as_ref().map(|_| store.graph()).transpose()?
        }
        _ => {
            let graph = builder.records(reader, |records| {
                let records = records.filter_map(|record| tally.keep(record));
                Graph::from_records(records.inspect(|record| made.count(record)))
            });
            let replacing = graph.documents().filter(|document| !document.replaced().is_empty());
            tell_replacing(&replacing.map(|document| document.entry.id.clone()).collect::<Vec<_>>());
            Some(rulings::apply(graph, rulings)?)
        }
    };
    if let (Some(files), Some(graph)) = (files, graph) {
        made.files.extend(files.names());
        let mut options = options(&args.shape);
        options.events = events;
        files.write(&graph, &options)?;
    }
    made.files.extend(kept.map(|path| path.display().to_string()));
    let outcome = lists_read.then(known_read).then(tally.finish());
    if io::stderr().is_terminal() {
        message::note(&made.told(made.start.elapsed()));
    }
    Ok(outcome)
}

/// What a run has made, to be told to whoever waits for it.
struct Made {
    start: Instant,
    articles: usize,
    /// Articles of which no act and no position is told.
    without: usize,
    acts: usize,
    files: Vec<String>,
}

impl Made {
    fn new() -> Self {
        Self { start: Instant::now(), articles: 0, without: 0, acts: 0, files: Vec::new() }
    }

    fn count(&mut self, record: &Record) {
        self.articles += 1;
        self.acts += record.relations.len();
        self.without += usize::from(record.relations.is_empty() && record.positions.is_empty());
    }

    /// "1,204 acts in 312 articles, 12 articles without political acts; out/graph.html, out/graph.jsonld; 4.2 seconds".
    fn told(&self, time: Duration) -> String {
        let count = |number: usize, one: &str, many: &str| {
            format!("{} {}", thousands(number), plural(number, one, many))
        };
        let mut text =
            format!("{} in {}", count(self.acts, "act", "acts"), count(self.articles, "article", "articles"));
        if self.without > 0 {
            text.push_str(&format!(
                ", {} without political acts",
                count(self.without, "article", "articles")
            ));
        }
        if !self.files.is_empty() {
            text.push_str(&format!("; {}", self.files.join(", ")));
        }
        text.push_str(&format!("; {:.1} seconds", time.as_secs_f64()));
        text
    }
}

/// The most names of articles that a note lists.
const LISTED: usize = 8;

/// Says which articles have taken the place of an earlier text: of those that only happen to have one name, a user wants
/// to know.
fn tell_replacing(names: &[String]) {
    if names.is_empty() {
        return;
    }
    let (number, listed) = (names.len(), &names[..names.len().min(LISTED)]);
    let more =
        if number > LISTED { format!(" and {} more", thousands(number - LISTED)) } else { String::new() };
    message::note(&format!(
        "{} {} the place of an earlier text with {} id or address: {}{more}",
        thousands(number),
        plural(number, "article has taken", "articles have taken"),
        plural(number, "its", "their"),
        message::one_line(&listed.join(", "))
    ));
}

/// Adds the articles that are not in the store yet.
fn grow(
    store: &mut Store,
    builder: &Builder<'_>,
    name: &str,
    reader: Reader,
    tally: &mut Tally,
    made: &mut Made,
) -> anyhow::Result<()> {
    let mut known = 0;
    builder.grow(store, name, reader, |grown| match grown {
        Grown::Known => known += 1,
        Grown::Read(record) => {
            tally.keep(Ok(()));
            made.count(record);
        }
        Grown::Lost(error) => _ = tally.keep::<()>(Err(error)),
    })?;
    if known > 0 {
        let (articles, were) = (plural(known, "article", "articles"), plural(known, "was", "were"));
        message::note(&format!("{} {articles} {were} in the store already", thousands(known)));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_made_is_told_in_one_line() {
        let mut made = Made { articles: 1312, without: 12, acts: 1, ..Made::new() };
        made.files = vec!["out/graph.html".to_owned(), "news.sqlite".to_owned()];
        assert_eq!(
            made.told(Duration::from_millis(4250)),
            "1 act in 1,312 articles, 12 articles without political acts; out/graph.html, news.sqlite; 4.2 seconds"
        );
        let nothing = Made::new().told(Duration::ZERO);
        assert_eq!(nothing, "0 acts in 0 articles; 0.0 seconds");
    }
}
