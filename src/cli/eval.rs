//! `demarche eval`: annotated articles in, figures out.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{self, Write};
use std::path::Path;

use indicatif::ProgressBar;
use serde_json::{Value, json};

use demarche::builder::{Analysis, Options};
use demarche::eval::{
    self, Calibration, Case, Counts, Difference, Evaluation, Gold, MarkedAct, Share, Split,
};
use demarche::nlp::{Analyser, Pipeline};
use demarche::reader::{Found, Reader};
use demarche::schema::{ActStatus, Record};
use demarche::source::{self, Article, Defaults};
use demarche::text::AnalysedText;
use demarche::{Error, ErrorKind, Result, Span};

use super::args::{Engine, Eval};
use super::eval_spans;
use super::graphs;
use super::message::{self, plural, printable, thousands};
use super::outcome::Outcome;
use super::output::Output;
use super::reading::{Tally, pipeline, with_engine};

/// From this tenth of confidence on, most facts should be right: 0.8 and above.
const SURE: usize = 8;

/// An article with its annotation.
struct Annotated {
    name: String,
    article: Article,
    gold: Gold,
}

/// Prints the figures of the articles that could be read.
pub fn run(args: Eval) -> anyhow::Result<Outcome> {
    match (&args.folder, &args.spans) {
        (_, Some(folder)) => eval_spans::run(folder, &args),
        (Some(folder), None) => records(folder, &args),
        (None, None) => unreachable!("the command line asks for one of the two"),
    }
}

/// Measures all facts of the articles in `folder`.
fn records(folder: &Path, args: &Eval) -> anyhow::Result<Outcome> {
    let mut tally = Tally::new(ProgressBar::hidden());
    let files = eval::gold_files(folder)?;
    let annotated: Vec<Annotated> = files.iter().filter_map(|file| tally.keep(annotated(file))).collect();
    let mut outcome = tally.finish();
    if annotated.is_empty() {
        return Ok(outcome);
    }
    let pipeline = pipeline(args.engine.model.as_deref())?;
    let records = match &args.records {
        Some(path) => {
            let mut tally = Tally::new(ProgressBar::hidden());
            let records = graphs::read_records(path, &mut tally)?;
            if tally.finish() == Outcome::Lost {
                outcome = Outcome::Lost;
            }
            assign(&annotated, records)
        }
        None => match &args.acts {
            Some(acts) => with_acts(&annotated, acts, &args.engine)?,
            None => extract(&annotated, &args.engine)?,
        },
    };
    let cases: Vec<Case<'_>> = annotated
        .iter()
        .zip(&records)
        .map(|(annotated, record)| Case {
            name: &annotated.name,
            text: &annotated.article.text,
            gold: &annotated.gold,
            record: record.as_ref(),
        })
        .collect();
    let evaluation = eval::evaluate(&cases);
    let errors = args.errors.then(|| with_sentences(&evaluation, &annotated, pipeline));
    let mut output = Output::standard();
    if args.json {
        let mut object = serde_json::to_value(&evaluation).map_err(io::Error::from)?;
        if let Some(errors) = &errors {
            object["errors"] =
                errors.iter().map(|(error, sentence)| json_error(error, sentence.as_deref())).collect();
            object["identity"]["wrongly_joined"] = json_splits(&evaluation.identity.wrongly_joined);
            object["identity"]["wrongly_apart"] = json_splits(&evaluation.identity.wrongly_apart);
        }
        serde_json::to_writer_pretty(&mut output, &object).map_err(io::Error::from)?;
        writeln!(output)?;
    } else {
        if let Some(errors) = &errors {
            output.write_all(printable(&list(errors, &evaluation)).as_bytes())?;
        }
        output.write_all(table(&evaluation).as_bytes())?;
    }
    output.finish()?;
    Ok(outcome)
}

/// The annotation in `file` with the article beside it.
fn annotated(file: &Path) -> Result<Annotated> {
    let text = file.with_extension("txt");
    if !text.exists() {
        let message = format!("has no article beside it; the text belongs in {}", text.display());
        return Err(Error::new(ErrorKind::Io, message).in_file(file));
    }
    let gold = Gold::read(file)?;
    let article = article(&text)?;
    Ok(Annotated { name: article.document.id.clone(), article, gold })
}

/// The article in the file `path`.
pub fn article(path: &Path) -> Result<Article> {
    let article = source::articles([path.to_owned()], Defaults::default()).next();
    article.unwrap_or_else(|| Err(Error::new(ErrorKind::Io, "is no article").in_file(path)))
}

fn extract(annotated: &[Annotated], engine: &Engine) -> Result<Vec<Option<Record>>> {
    let builder = with_engine(engine, Options::default())?;
    let articles = annotated.iter().map(|annotated| Ok(annotated.article.clone()));
    builder.records(articles, |records| records.map(|record| record.map(Some)).collect())
}

/// Records of the acts that the tables in `folder` mark.
fn with_acts(annotated: &[Annotated], folder: &Path, engine: &Engine) -> anyhow::Result<Vec<Option<Record>>> {
    let builder = with_engine(engine, Options::default())?;
    let articles = annotated.iter().map(|annotated| Ok(annotated.article.clone()));
    let read = |analyser: &mut Analyser<'_>, article: Article| {
        let analysis = Analysis::of(analyser, article);
        let table = folder.join(format!("{}.tsv", analysis.document.id));
        let marked = MarkedAct::read(&table, &analysis.text)?;
        let acts: Vec<Found> = marked.iter().filter_map(|act| found(act, &analysis.text)).collect();
        Ok(Some(analysis.record_of(&acts)))
    };
    let records =
        builder.each(articles, read, |records| records.map(|record| record?).collect::<Result<_>>())?;
    Ok(records)
}

/// An annotated act as one that the reader is sure of.
fn found(act: &MarkedAct, doc: &AnalysedText) -> Option<Found> {
    let heads = act.heads(doc)?;
    let sure = |token: usize| (token, 1.0);
    Some(Found {
        trigger: heads.trigger,
        relation: Reader::builtin().relations().iter().position(|name| *name == act.word)?,
        probability: 1.0,
        status: ActStatus::ALL.iter().position(|&status| status == act.status)?,
        status_probability: 1.0,
        sources: vec![sure(heads.source)],
        targets: heads.target.map(sure).into_iter().collect(),
        topics: heads.topic.map(sure).into_iter().collect(),
        reporter: heads.reporter.map(sure),
    })
}

/// The record of each article, found by its id, which may be the name of a file. Of several, the last counts.
fn assign(annotated: &[Annotated], records: Vec<Record>) -> Vec<Option<Record>> {
    let mut by_name = BTreeMap::new();
    for record in records {
        let id = Path::new(&record.document.id);
        let name =
            id.file_name().map_or_else(|| record.document.id.clone(), |n| n.to_string_lossy().into_owned());
        by_name.insert(name.strip_suffix(".txt").unwrap_or(&name).to_owned(), record);
    }
    let assigned: Vec<Option<Record>> = annotated.iter().map(|one| by_name.remove(&one.name)).collect();
    for (one, record) in annotated.iter().zip(&assigned) {
        match record {
            None => message::note(&format!("{} has no record: all of it counts as missed", one.name)),
            Some(record) => {
                let digest = &record.document.sha256;
                if !digest.is_empty() && *digest != one.article.document.sha256 {
                    message::note(&format!("the record of {} is of another text", one.name));
                }
            }
        }
    }
    if !by_name.is_empty() {
        message::note(&format!(
            "{} {} no annotated article",
            thousands(by_name.len()),
            plural(by_name.len(), "record is of", "records are of")
        ));
    }
    assigned
}

/// Each miss and false alarm with the sentences that its words are in.
fn with_sentences<'e>(
    evaluation: &'e Evaluation,
    annotated: &[Annotated],
    pipeline: &Pipeline,
) -> Vec<(&'e Difference, Option<String>)> {
    let mut analyser = pipeline.analyser();
    let mut rest = evaluation.differences.iter().peekable();
    let mut all = Vec::new();
    for one in annotated {
        let mut doc = None;
        while let Some(difference) = rest.next_if(|difference| difference.document == one.name) {
            let doc = doc.get_or_insert_with(|| analyser.analyse(&one.article.text));
            all.push((difference, difference.evidence.and_then(|place| sentences(doc, place))));
        }
    }
    all
}

/// The sentences of `doc` that a place touches.
pub fn sentences(doc: &AnalysedText, place: Span) -> Option<String> {
    let first = doc.tokens.partition_point(|token| token.span.end <= place.start);
    let end = doc.tokens.partition_point(|token| token.span.start < place.end);
    if first >= end {
        return None;
    }
    let first = doc.sentences[doc.sentence_of(first)].start;
    let end = doc.sentences[doc.sentence_of(end - 1)].end;
    Some(doc.slice(first..end).split_whitespace().collect::<Vec<_>>().join(" "))
}

/// A miss or false alarm for people, with its sentence.
pub fn told(error: &Difference, sentence: Option<&str>) -> String {
    let Difference { document, fact, slip, description, .. } = error;
    let sentence = sentence.map_or(String::new(), |sentence| format!("    {sentence}\n"));
    format!("{document} {fact} {slip}: {description}\n{sentence}")
}

/// The list for people, with an empty line at its end.
fn list(errors: &[(&Difference, Option<String>)], evaluation: &Evaluation) -> String {
    let mut out = String::new();
    for (error, sentence) in errors {
        out.push_str(&told(error, sentence.as_deref()));
    }
    for (what, splits) in [
        ("wrongly joined", &evaluation.identity.wrongly_joined),
        ("wrongly apart", &evaluation.identity.wrongly_apart),
    ] {
        for Split { id, parts } in splits {
            let parts: Vec<String> =
                parts.iter().map(|(part, documents)| format!("{part} ({})", documents.join(", "))).collect();
            let _ = writeln!(out, "identity {what}: {id} is {}", parts.join(" and "));
        }
    }
    if !out.is_empty() {
        out.push('\n');
    }
    out
}

/// All figures for people.
fn table(evaluation: &Evaluation) -> String {
    let mut out = String::new();
    let articles = evaluation.articles;
    let _ = writeln!(out, "{} {}\n", thousands(articles), plural(articles, "article", "articles"));
    out.push_str(&heading());
    let mut row = |label: &str, counts: Counts| out.push_str(&row(label, counts));
    row("entity", evaluation.entity);
    row("office", evaluation.office);
    row("relation", evaluation.relation);
    for (relation, counts) in &evaluation.by_relation {
        row(&format!("  {relation}"), *counts);
    }
    row("core", evaluation.core);
    row("strict", evaluation.strict);
    row("position", evaluation.position);
    let _ = writeln!(out, "\nreporter of the relations that are right: {}", share(evaluation.reporter));
    let identity = &evaluation.identity;
    let _ = writeln!(
        out,
        "entities across articles (B-cubed): precision {:.3}, recall {:.3}, F1 {:.3}; {} entities of articles, {} in all",
        identity.precision,
        identity.recall,
        identity.f1,
        thousands(identity.items),
        thousands(identity.gold_entities)
    );
    out.push_str("\nright, by confidence\n");
    calibration(&mut out, &evaluation.calibration);
    out
}

/// What the columns of [`row`] are.
pub fn heading() -> String {
    let [precision, recall, f1] = ["precision", "recall", "F1"];
    format!("{:14} {precision:>9} {recall:>7} {f1:>7} {:>6} {:>6} {:>6}\n", "", "right", "false", "missed")
}

/// The figures of a kind of fact on a line.
pub fn row(label: &str, counts: Counts) -> String {
    format!(
        "{label:14} {:9.3} {:7.3} {:7.3} {:6} {:6} {:6}\n",
        counts.precision(),
        counts.recall(),
        counts.f1(),
        counts.true_positives,
        counts.false_positives,
        counts.false_negatives
    )
}

/// How many of the facts of each confidence are right; tenths without facts are passed over.
fn calibration(out: &mut String, calibration: &Calibration) {
    let Calibration { office, relation, position } = calibration;
    let mut row = |label: &str, cells: [String; 3]| {
        let [office, relation, position] = cells;
        let line = format!("{label:14} {office:>18} {relation:>18} {position:>18}");
        let _ = writeln!(out, "{}", line.trim_end());
    };
    row("", ["office", "relation", "position"].map(str::to_owned));
    for tenth in (0..10).rev() {
        let shares = [office[tenth], relation[tenth], position[tenth]];
        if shares.iter().any(|share| share.of > 0) {
            let label = format!("0.{tenth} to {:.1}", (tenth + 1) as f64 / 10.0);
            row(&label, shares.map(share));
        }
    }
    row(
        "0.8 and above",
        [office, relation, position].map(|tenths| share(Calibration::at_least(SURE, tenths))),
    );
}

/// `12 of 13 (0.923)`.
pub fn share(share: Share) -> String {
    match share.ratio() {
        Some(ratio) => format!("{} of {} ({ratio:.3})", thousands(share.right), thousands(share.of)),
        None => "none".to_owned(),
    }
}

pub fn json_error(error: &Difference, sentence: Option<&str>) -> Value {
    let Difference { document, fact, slip, description, .. } = error;
    json!({
        "document": document,
        "fact": fact.to_string(),
        "slip": slip.to_string(),
        "description": description,
        "sentence": sentence,
    })
}

fn json_splits(splits: &[Split]) -> Value {
    splits.iter().map(|Split { id, parts }| json!({ "id": id, "parts": parts })).collect()
}
