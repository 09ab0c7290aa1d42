//! `demarche issues`: on which questions actors take sides, and by which phrases.

use std::collections::BTreeMap;
use std::io::{self, Write};

use indicatif::ProgressBar;

use demarche::issues::{Issue, Issues};
use demarche::store::{self, Store};

use super::args;
use super::graphs;
use super::message;
use super::outcome::Outcome;
use super::output::Output;
use super::reading::Tally;
use super::table::{self, Cell};

/// Prints the issues of all parts together.
pub fn run(args: args::Issues) -> anyhow::Result<Outcome> {
    let mut tally = Tally::new(ProgressBar::hidden());
    let issues = match &args.parts[..] {
        [path] if store::is_store(path) => Store::open(path)?.issues()?,
        parts => Issues::of(&graphs::union(parts, &mut tally)?),
    };
    if args.json {
        let mut output = Output::standard();
        for issue in issues.iter() {
            serde_json::to_writer(&mut output, issue).map_err(io::Error::from)?;
            writeln!(output)?;
        }
        output.finish()?;
    } else {
        table::lines(issues.iter().flat_map(lines))?;
    }
    match tally.finish() {
        Outcome::Done if issues.iter().len() == 0 => {
            message::note("nothing in the graph has a topic");
            Ok(Outcome::NothingFound)
        }
        outcome => Ok(outcome),
    }
}

/// The issue, what it is a part of, and its phrases, article by article.
fn lines(issue: &Issue) -> Vec<(usize, Cell)> {
    let mut lines = vec![(0, Cell::bold(&*issue.label))];
    lines.extend(issue.broader.iter().map(|broader| (4, Cell::dim(format!("part of: {broader}")))));
    let mut articles: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for topic in &issue.topics {
        articles.entry(&topic.article).or_default().push(&topic.phrase);
    }
    for (article, phrases) in articles {
        lines.push((4, Cell::plain(format!("{article}: {}", phrases.join("; ")))));
    }
    lines
}
