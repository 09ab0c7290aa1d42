//! Fits the weights of `data/confidence.toml` to annotated articles and writes that file.
//!
//! `cargo run --release --example fit_confidence -- data/confidence.toml tests/gold/dev [OTHER_GOLD_DIR...]`
//!
//! The articles of the first folder are read as `demarche extract` reads them; each act and position is right or wrong by
//! the rules of `demarche eval`, and what those pass over is left out. A logistic regression with a ridge penalty is
//! fitted by Newton's method (Hastie, Tibshirani and Friedman, "The Elements of Statistical Learning", 4.4.1); the penalty
//! is the one of a short list that does best when each article in turn is left out. Same articles, same bytes. Printed is
//! how well the old and new weights are calibrated: on articles that were left out of the fit, and on the other folders.

use std::path::{Path, PathBuf};

use demarche::eval::{Case, Gold, evaluate, gold_files};
use demarche::lexicon::Lexicon;
use demarche::lexicon::confidence::{Confidence, Features};
use demarche::nlp::Pipeline;
use demarche::resolve::reading::read_with_features;
use demarche::schema::{Record, RelationKind};
use demarche::source::{Defaults, articles, paragraphs};

/// A base for all, one for each relation, and the features' weights.
const COLUMNS: usize = 1 + RelationKind::ALL.len() + Features::NAMES.len();
const PENALTIES: [f64; 6] = [0.5, 1.0, 2.0, 4.0, 8.0, 16.0];
/// What stands before the numbers in the file.
const HEAD: &str = "\
# Weights of the logistic model that says how sure a fact is, made by examples/fit_confidence.rs from the annotated
# articles (right or wrong by the rules of `demarche eval`): remake them there and change none by hand. `demarche eval`
# shows the calibration that results. Each is added where it holds.

# The base of each relation: a verb's, between names, without clause.
[relations]
";

type Row = [f64; COLUMNS];

/// A fact that is right or wrong.
struct Fact {
    article: usize,
    features: Features,
    right: bool,
}

fn row(features: &Features) -> Row {
    let mut row = [0.0; COLUMNS];
    row[0] = 1.0;
    let relation = RelationKind::ALL.iter().position(|r| *r == features.relation);
    row[1 + relation.expect("all relations are listed")] = 1.0;
    row[1 + RelationKind::ALL.len()..].copy_from_slice(&features.values());
    row
}

/// The facts that are found in the articles of a folder.
fn facts(folder: &Path) -> demarche::Result<Vec<Fact>> {
    let mut analyser = Pipeline::builtin().analyser();
    let mut out = Vec::new();
    for (number, file) in gold_files(folder)?.iter().enumerate() {
        let gold = Gold::read(file)?;
        let Some(article) = articles([file.with_extension("txt")], Defaults::default()).next() else {
            continue;
        };
        let article = article?;
        let doc = analyser.analyse_paragraphs(&article.text, &paragraphs(&article.text));
        let reading = read_with_features(article.document.clone(), &doc, Lexicon::builtin());
        let alone = Record {
            offices: Vec::new(),
            relations: Vec::new(),
            positions: Vec::new(),
            attributions: Vec::new(),
            ..reading.record.clone()
        };
        let mut judge = |record: Record, features: &Features| {
            let name = &article.document.id;
            let case = Case { name, text: &article.text, gold: &gold, record: Some(&record) };
            let evaluation = evaluate(&[case]);
            let counts = if features.position { evaluation.position } else { evaluation.relation };
            if counts.true_positives + counts.false_positives > 0 {
                out.push(Fact { article: number, features: *features, right: counts.true_positives > 0 });
            }
        };
        for (relation, features) in reading.record.relations.iter().zip(&reading.relations) {
            judge(Record { relations: vec![relation.clone()], ..alone.clone() }, features);
        }
        for (position, features) in reading.record.positions.iter().zip(&reading.positions) {
            judge(Record { positions: vec![position.clone()], ..alone.clone() }, features);
        }
    }
    Ok(out)
}

fn certainty(weights: &Row, row: &Row) -> f64 {
    1.0 / (1.0 + (-weights.iter().zip(row).map(|(w, x)| w * x).sum::<f64>()).exp())
}

/// The weights that make `facts` likeliest, with `penalty` on the square of all but the common base.
fn fit<'a>(facts: impl Iterator<Item = &'a Fact> + Clone, penalty: f64) -> Row {
    let mut weights = [0.0; COLUMNS];
    for _ in 0..50 {
        let mut gradient = [0.0; COLUMNS];
        let mut hessian = vec![[0.0; COLUMNS]; COLUMNS];
        for i in 1..COLUMNS {
            gradient[i] = -penalty * weights[i];
            hessian[i][i] = penalty;
        }
        for fact in facts.clone() {
            let row = row(&fact.features);
            let p = certainty(&weights, &row);
            let error = if fact.right { 1.0 - p } else { -p };
            for i in (0..COLUMNS).filter(|&i| row[i] != 0.0) {
                gradient[i] += error * row[i];
                for j in 0..COLUMNS {
                    hessian[i][j] += p * (1.0 - p) * row[i] * row[j];
                }
            }
        }
        let step = solve(hessian, gradient);
        weights.iter_mut().zip(step).for_each(|(w, s)| *w += s);
        if step.iter().all(|s| s.abs() < 1e-9) {
            break;
        }
    }
    weights
}

/// Solves `matrix` · x = `right` by Gaussian elimination; the matrix is symmetric and positive definite.
fn solve(mut matrix: Vec<Row>, mut right: Row) -> Row {
    for i in 0..COLUMNS {
        let pivot = matrix[i];
        for j in i + 1..COLUMNS {
            let factor = matrix[j][i] / pivot[i];
            matrix[j].iter_mut().zip(pivot).for_each(|(value, above)| *value -= factor * above);
            right[j] -= factor * right[i];
        }
    }
    for i in (0..COLUMNS).rev() {
        let known: f64 = (i + 1..COLUMNS).map(|k| matrix[i][k] * right[k]).sum();
        right[i] = (right[i] - known) / matrix[i][i];
    }
    right
}

/// The certainty of each fact by weights that were fitted without its article.
fn left_out(facts: &[Fact], penalty: f64) -> Vec<f64> {
    let articles = facts.iter().map(|f| f.article + 1).max().unwrap_or(0);
    let fitted: Vec<Row> =
        (0..articles).map(|out| fit(facts.iter().filter(|f| f.article != out), penalty)).collect();
    facts.iter().map(|f| certainty(&fitted[f.article], &row(&f.features))).collect()
}

/// Mean negative log-likelihood, in nats: lower is better.
fn loss(facts: &[Fact], certainties: &[f64]) -> f64 {
    let of = |(f, p): (&Fact, &f64)| -(if f.right { *p } else { 1.0 - p }).clamp(1e-6, 1.0).ln();
    facts.iter().zip(certainties).map(of).sum::<f64>() / facts.len() as f64
}

fn print_calibration(name: &str, facts: &[Fact], certainties: &[f64]) {
    println!("{name}: loss {:.4}", loss(facts, certainties));
    for (kind, position) in [("acts", false), ("positions", true)] {
        print!("  {kind:<10}");
        for (label, from, to) in [
            ("0.9 up", 0.9, 2.0),
            ("0.8", 0.8, 0.9),
            ("0.7", 0.7, 0.8),
            ("below", 0.0, 0.7),
            ("all 0.8 up", 0.8, 2.0),
        ] {
            // Certainty is written in hundredths.
            let within = |p: f64| (from..to).contains(&((p * 100.0).round() / 100.0));
            let those =
                facts.iter().zip(certainties).filter(|(f, p)| f.features.position == position && within(**p));
            let (right, of) =
                those.fold((0, 0), |(right, of), (f, _)| (right + usize::from(f.right), of + 1));
            print!(
                "  {label}: {right} of {of} ({:.3})",
                f64::from(right as u32) / f64::from(of.max(1) as u32)
            );
        }
        println!();
    }
}

fn file(weights: &Row) -> String {
    let mut out = HEAD.to_owned();
    for (relation, own) in RelationKind::ALL.iter().zip(&weights[1..]) {
        out.push_str(&format!("{relation} = {:.2}\n", weights[0] + own));
    }
    out.push_str("\n# What src/lexicon/confidence.rs tells of a fact.\n[weights]\n");
    for (name, weight) in Features::NAMES.iter().zip(&weights[1 + RelationKind::ALL.len()..]) {
        out.push_str(&format!("{name} = {weight:.2}\n"));
    }
    out
}

fn main() -> demarche::Result<()> {
    let mut arguments = std::env::args_os().skip(1).map(PathBuf::from);
    let (Some(path), Some(folder)) = (arguments.next(), arguments.next()) else {
        panic!("usage: fit_confidence OUT.toml GOLD_DIR [OTHER_GOLD_DIR...]");
    };
    let old = Confidence::builtin();
    let by_old = |facts: &[Fact]| facts.iter().map(|f| old.of(&f.features)).collect::<Vec<_>>();
    let training = facts(&folder)?;
    let tried: Vec<(f64, Vec<f64>)> = PENALTIES.map(|p| (p, left_out(&training, p))).into();
    for (penalty, certainties) in &tried {
        println!("penalty {penalty}: loss {:.4} on articles left out", loss(&training, certainties));
    }
    let (penalty, best) = tried
        .into_iter()
        .min_by(|a, b| loss(&training, &a.1).total_cmp(&loss(&training, &b.1)))
        .expect("there are penalties");
    let weights = fit(training.iter(), penalty);
    print_calibration("old weights", &training, &by_old(&training));
    print_calibration("new weights, on articles left out", &training, &best);
    for folder in arguments {
        let others = facts(&folder)?;
        let new: Vec<f64> = others.iter().map(|f| certainty(&weights, &row(&f.features))).collect();
        print_calibration(&format!("old weights, {}", folder.display()), &others, &by_old(&others));
        print_calibration(&format!("new weights, {}", folder.display()), &others, &new);
    }
    std::fs::write(&path, file(&weights)).map_err(|error| demarche::Error::io(&path, "cannot write", error))
}
