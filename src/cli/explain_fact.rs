//! `demarche explain` of an act or a position: how sure it is, the words that the reader took for it, and what else came
//! near.

use std::collections::BTreeSet;
use std::io::Write;

use anstyle::Style;
use serde::Serialize;

use demarche::builder::{Analysis, Builder, Options};
use demarche::graph::{Evidence, Graph};
use demarche::reader::{self, Found};
use demarche::schema::{ActStatus, Context};

use super::args::News;
use super::citation::in_words;
use super::message::{one_line, printable};
use super::outcome::Outcome;
use super::reading::{Reader, Tally, pipeline};
use super::{answer, message};

/// A stretch of an article that shows the fact.
#[derive(Serialize)]
struct Shown {
    document: String,
    start: usize,
    end: usize,
    quote: String,
    confidence: f64,
    /// Its sentence and the neighbours, where the graph has kept the text.
    #[serde(skip_serializing_if = "Option::is_none")]
    context: Option<Context>,
    /// What the reader sees there, the likeliest first; `None` where the article is not at hand.
    #[serde(skip_serializing_if = "Option::is_none")]
    seen: Option<Vec<Seen>>,
}

/// What one word shows, as the reader has it.
#[derive(Serialize)]
struct Seen {
    trigger: String,
    start: usize,
    /// A relation or stance.
    relation: String,
    probability: f32,
    /// Whether it is likely enough to be told.
    told: bool,
    status: &'static str,
    status_probability: f32,
    sources: Vec<Word>,
    targets: Vec<Word>,
    topics: Vec<Word>,
    reporter: Option<Word>,
}

/// A word that names an end, or heads a topic.
#[derive(Serialize)]
struct Word {
    word: String,
    probability: f32,
}

/// Prints what shows a fact of `graph`; with `inputs`, the articles, also what the reader sees there.
pub fn run(
    graph: &Graph,
    id: &str,
    evidence: &[Evidence],
    inputs: Vec<std::path::PathBuf>,
    json: bool,
) -> anyhow::Result<Outcome> {
    let mut shown: Vec<(Shown, &str)> = evidence
        .iter()
        .filter_map(|evidence| {
            let document = graph.document(&evidence.document)?;
            let entry = &document.entry;
            let span = evidence.quote.span;
            let shown = Shown {
                document: entry.id.clone(),
                start: span.start,
                end: span.end,
                quote: evidence.quote.text.clone(),
                confidence: evidence.confidence,
                context: document.text.as_ref().and_then(|text| text.context(&evidence.quote.text, span)),
                seen: None,
            };
            Some((shown, &*entry.sha256))
        })
        .collect();
    let mut outcome = Outcome::Done;
    let at_hand = !inputs.is_empty();
    if at_hand {
        let builder = Builder::new(pipeline(None)?, Options::default())?;
        let news = Reader::open(News { inputs, ..News::default() }, None);
        let mut tally = Tally::new(news.bar());
        let wanted: BTreeSet<(String, String)> =
            shown.iter().map(|(shown, sha256)| (shown.document.clone(), (*sha256).to_owned())).collect();
        let news = news.filter(|article| match article {
            Ok(article) => {
                let document = &article.document;
                wanted.contains(&(document.id.clone(), document.sha256.clone()))
            }
            Err(_) => true,
        });
        builder.each(news, Analysis::of, |analyses| {
            for analysis in analyses.filter_map(|analysis| tally.keep(analysis)) {
                let document = &analysis.document;
                let own = shown
                    .iter_mut()
                    .filter(|(shown, sha256)| shown.document == document.id && **sha256 == *document.sha256);
                own.for_each(|(shown, _)| shown.seen = Some(seen(&analysis, shown.start..shown.end)));
            }
        });
        outcome = tally.finish();
    }
    let shown: Vec<Shown> = shown.into_iter().map(|(shown, _)| shown).collect();
    if json {
        answer::json(&shown)?;
    } else {
        let mut out = anstream::AutoStream::auto(std::io::stdout().lock());
        let bold = Style::new().bold();
        writeln!(out, "{bold}{}{bold:#}", printable(id))?;
        shown.iter().try_for_each(|shown| out.write_all(text(shown, at_hand).as_bytes()))?;
        out.flush()?;
        if !at_hand {
            message::note(
                "give the articles with --articles to see which words the reader took for it, and what came near",
            );
        }
    }
    Ok(outcome)
}

/// What the reader sees in a stretch of an article, in code points.
fn seen(analysis: &Analysis, at: std::ops::Range<usize>) -> Vec<Seen> {
    let doc = &analysis.text;
    let reader = reader::Reader::builtin();
    let word = |&(token, probability): &(usize, f32)| Word {
        word: doc.word(token).to_owned(),
        probability: rounded(probability),
    };
    let here = |act: &&Found| at.contains(&doc.tokens[act.trigger].span.start);
    let mut seen: Vec<Seen> = analysis
        .acts
        .iter()
        .filter(here)
        .map(|act| Seen {
            trigger: doc.word(act.trigger).to_owned(),
            start: doc.tokens[act.trigger].span.start,
            relation: reader.relations()[act.relation].clone(),
            probability: rounded(act.probability),
            told: reader.tells(act),
            status: ActStatus::ALL[act.status].as_str(),
            status_probability: rounded(act.status_probability),
            sources: act.sources.iter().map(word).collect(),
            targets: act.targets.iter().map(word).collect(),
            topics: act.topics.iter().map(word).collect(),
            reporter: act.reporter.as_ref().map(word),
        })
        .collect();
    seen.sort_by(|a, b| b.probability.total_cmp(&a.probability).then(a.start.cmp(&b.start)));
    seen
}

/// In hundredths, so that it never hangs on the last bit.
fn rounded(probability: f32) -> f32 {
    (probability * 100.0).round() / 100.0
}

fn text(shown: &Shown, at_hand: bool) -> String {
    let dim = Style::new().dimmed();
    let mut out = format!(
        "  “{}”\n    {dim}{}, characters {} to {}, confidence {}{dim:#}\n",
        one_line(&shown.quote),
        one_line(&shown.document),
        shown.start,
        shown.end,
        shown.confidence
    );
    if let Some(context) = &shown.context {
        out.push_str(&format!("    {}\n", one_line(&in_words(context))));
    }
    match &shown.seen {
        None if at_hand => out.push_str("    the article is not among those given, or has another text\n"),
        Some(seen) if seen.is_empty() => out.push_str("    no word here shows an act by itself\n"),
        _ => {}
    }
    for seen in shown.seen.iter().flatten() {
        let near = if seen.told { "" } else { "too unlikely to be told: " };
        let mut parts = vec![format!("{} {:.2}", seen.relation, seen.probability)];
        parts.push(format!("{} {:.2}", seen.status, seen.status_probability));
        let ends = [("by", &seen.sources), ("to", &seen.targets), ("about", &seen.topics)];
        let words = ends.into_iter().flat_map(|(what, all)| all.iter().map(move |word| (what, word)));
        let words = words.chain(seen.reporter.iter().map(|word| ("says", word)));
        parts.extend(
            words.map(|(what, word)| format!("{what} “{}” {:.2}", one_line(&word.word), word.probability)),
        );
        out.push_str(&format!("    {near}“{}” shows {}\n", one_line(&seen.trigger), parts.join(", ")));
    }
    out
}
