//! How long each stage of the reading wing takes, over the annotated articles.
//!
//! `cargo bench --bench stages`. What stands under `analysis` is the engine, which makes the analysed text; what stands under `reading` reads it.
//! The two lines named `whole` are to be compared: extraction and resolution together shall cost less than the engine.
//! `benches/engine.rs` has the engine in detail. Each stage gets ready-made what the stages before it make, so that it is
//! timed alone; a stage that contains another says so.

use std::hint::black_box;
use std::time::Duration;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use demarche::extract::act::{Context, learned};
use demarche::extract::attribution::{Reports, reports};
use demarche::extract::clause::Clauses;
use demarche::extract::mention::{Apart, Mentions, names};
use demarche::extract::office::offices;
use demarche::extract::position::positions;
use demarche::lexicon::Lexicon;
use demarche::nlp::{Pipeline, Stage};
use demarche::reader::{Reader, Seen};
use demarche::resolve::coreference::resolve;
use demarche::resolve::reading::{read, seen};
use demarche::schema::Document;
use demarche::source::paragraphs;
use demarche::text::AnalysedText;

/// An article with what each stage makes of it.
struct Article {
    text: String,
    doc: AnalysedText,
    mentions: Mentions,
    reports: Reports,
    seen: Seen,
}

impl Article {
    fn clauses<'a>(&'a self, lexicon: &'a Lexicon) -> Clauses<'a> {
        Clauses { doc: &self.doc, cues: &lexicon.cues, mentions: Some(&self.mentions) }
    }

    fn context<'a>(&'a self, lexicon: &'a Lexicon) -> Context<'a> {
        Context {
            clauses: self.clauses(lexicon),
            mentions: &self.mentions,
            reports: &self.reports,
            verbs: &lexicon.verbs,
        }
    }
}

fn articles(lexicon: &Lexicon) -> Vec<Article> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/gold/dev");
    let mut paths: Vec<_> =
        std::fs::read_dir(folder).expect("the articles").flatten().map(|e| e.path()).collect();
    paths.retain(|path| path.extension().is_some_and(|e| e == "txt"));
    paths.sort();
    let mut analyser = Pipeline::builtin().analyser();
    let article = |path: &std::path::PathBuf| {
        let text = std::fs::read_to_string(path).expect("an article");
        let doc = analyser.analyse_paragraphs(&text, &paragraphs(&text));
        let mentions = resolve(&doc, lexicon.gazetteer, lexicon.words, &Apart::default());
        let reports = reports(Clauses { doc: &doc, cues: &lexicon.cues, mentions: Some(&mentions) });
        let seen = seen(&doc, lexicon);
        Article { text, doc, mentions, reports, seen }
    };
    paths.iter().map(article).collect()
}

fn document() -> Document {
    Document::default()
}

fn stages(criterion: &mut Criterion) {
    let lexicon = Lexicon::builtin();
    let articles = articles(lexicon);
    let tokens: usize = articles.iter().map(|a| a.doc.tokens.len()).sum();

    let mut analyser = Pipeline::builtin().analyser();
    let mut group = criterion.benchmark_group("analysis");
    group
        .throughput(Throughput::Elements(tokens as u64))
        .sample_size(20)
        .measurement_time(Duration::from_secs(8));
    for (name, stage) in [
        ("tokenizer", Stage::Tokenizer),
        ("tokenizer, encoder, tagger and parser", Stage::Parser),
        ("tokenizer, encoder and entity recognizer", Stage::EntityRecognizer),
    ] {
        group.bench_function(name, |bencher| {
            bencher.iter(|| {
                articles.iter().map(|a| analyser.run_stage(black_box(&a.text), stage)).sum::<usize>()
            });
        });
    }
    group.bench_function("whole", |bencher| {
        bencher.iter(|| {
            let analyse = |a: &Article| {
                analyser.analyse_paragraphs(black_box(&a.text), &paragraphs(&a.text)).tokens.len()
            };
            articles.iter().map(analyse).sum::<usize>()
        });
    });
    group.finish();

    let mut group = criterion.benchmark_group("reading");
    group.throughput(Throughput::Elements(tokens as u64)).sample_size(20);
    let mut stage = |name: &str, run: &dyn Fn(&Article) -> usize| {
        group.bench_function(name, |bencher| {
            bencher.iter(|| articles.iter().map(|a| run(black_box(a))).sum::<usize>());
        });
    };
    stage("names", &|a| names(&a.doc, lexicon.gazetteer, lexicon.words, &Apart::default()).entities.len());
    stage("names, offices and coreference", &|a| {
        resolve(&a.doc, lexicon.gazetteer, lexicon.words, &Apart::default()).entities.len()
    });
    stage("offices", &|a| offices(&a.doc, &a.mentions, lexicon.words).len());
    stage("attribution", &|a| reports(a.clauses(lexicon)).reports.len());
    stage("the reader, with the mentions that it is told", &|a| seen(&a.doc, lexicon).acts.len());
    stage("acts and positions from what the reader saw", &|a| {
        let context = a.context(lexicon);
        let learned = learned(context, Reader::builtin(), lexicon, &a.seen.acts);
        positions(context, &learned.acts, &learned.stances).len()
    });
    stage("whole", &|a| read(document(), &a.doc, lexicon).relations.len());
    group.finish();
}

criterion_group!(benches, stages);
criterion_main!(benches);
