//! `demarche verify`: a graph held against its articles, or against the texts that it has kept of them.

use std::io::Write;

use anyhow::bail;
use demarche::verify::Verification;

use super::args::Verify;
use super::graphs;
use super::message::{self, plural, thousands};
use super::outcome::Outcome;
use super::output::Output;
use super::reading::{Reader, Tally};

/// Tells every difference between the quotes of the graph and the articles.
pub fn run(args: Verify) -> anyhow::Result<Outcome> {
    let (graph, _) = graphs::read(&args.graph.path)?;
    let mut verification = Verification::new(&graph);
    if args.news.inputs.is_empty() && graph.documents().all(|document| document.text.is_none()) {
        bail!(
            "name the articles that the graph was made from; it has kept no texts of them ('build --keep-text' keeps them)"
        );
    }
    let kept = args.news.inputs.is_empty();
    let reader = Reader::open(args.news, None);
    let bar = reader.bar();
    let mut tally = Tally::new(bar.clone());
    let mut differences = 0;
    let mut tell = |difference: demarche::verify::Difference| {
        differences += 1;
        bar.suspend(|| message::error(&difference.to_string()));
    };
    if kept {
        verification.check_kept().into_iter().for_each(&mut tell);
    }
    for article in reader {
        if let Some(article) = tally.keep(article) {
            verification.check(&article).into_iter().for_each(&mut tell);
        }
    }
    verification.missing().into_iter().for_each(&mut tell);
    let read = tally.finish();
    if differences > 0 {
        message::error(&format!(
            "{} {}",
            thousands(differences),
            plural(differences, "difference", "differences")
        ));
        return Ok(Outcome::Lost);
    }
    let (quotes, articles) = (verification.quotes(), graph.documents().count());
    let mut output = Output::standard();
    writeln!(
        output,
        "all {} {} from {} {} are in their place",
        thousands(quotes),
        plural(quotes, "quote", "quotes"),
        thousands(articles),
        plural(articles, "article", "articles"),
    )?;
    output.finish()?;
    Ok(read)
}
