//! Holds the quality of extraction on the annotated articles in `tests/gold/dev`: no figure falls below its floor.
//!
//! The floors are a little under what was reached; whoever raises a figure raises its floor. `demarche eval
//! tests/gold/dev` prints the figures, and with `--errors` what is behind them.

use std::path::Path;

use demarche::builder::{Builder, Options};
use demarche::eval::{self, Case, Evaluation, Gold};
use demarche::nlp::Pipeline;
use demarche::source::{self, Article, Defaults};

type Figure = fn(&Evaluation) -> f64;

/// The figures, each with the least that it may be.
const FLOORS: [(&str, f64, Figure); 9] = [
    ("entity F1", 0.955, |e| e.entity.f1()),
    ("office F1", 0.950, |e| e.office.f1()),
    ("relation F1", 0.740, |e| e.relation.f1()),
    ("core F1", 0.725, |e| e.core.f1()),
    ("strict F1", 0.615, |e| e.strict.f1()),
    ("position F1", 0.720, |e| e.position.f1()),
    ("reporter agreement", 0.965, |e| e.reporter.ratio().unwrap_or(0.0)),
    ("identity precision", 0.990, |e| e.identity.precision),
    ("identity recall", 0.990, |e| e.identity.recall),
];

#[test]
fn no_figure_on_the_annotated_articles_falls_below_its_floor() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/gold/dev");
    let gold: Vec<(Article, Gold)> = eval::gold_files(&folder)
        .unwrap()
        .iter()
        .map(|file| {
            let article = source::articles([file.with_extension("txt")], Defaults::default()).next();
            (article.unwrap().unwrap(), Gold::read(file).unwrap())
        })
        .collect();
    assert!(gold.len() >= 20, "the annotated articles were not found");
    let builder = Builder::new(Pipeline::builtin(), Options::default()).unwrap();
    let articles = gold.iter().map(|(article, _)| Ok(article.clone()));
    let records: Vec<_> = builder.records(articles, |records| records.collect::<Result<_, _>>().unwrap());
    let cases: Vec<Case<'_>> = gold
        .iter()
        .zip(&records)
        .map(|((article, gold), record)| Case {
            name: &article.document.id,
            text: &article.text,
            gold,
            record: Some(record),
        })
        .collect();
    let evaluation = eval::evaluate(&cases);
    let fallen: Vec<String> = FLOORS
        .iter()
        .map(|(name, floor, figure)| (name, floor, figure(&evaluation)))
        .filter(|(_, floor, reached)| reached < floor)
        .map(|(name, floor, reached)| format!("{name}: {reached:.3}, floor {floor:.3}"))
        .collect();
    assert!(fallen.is_empty(), "{}", fallen.join("\n"));
}
