//! How long the engine takes: over whole articles, and stage by stage.
//!
//! `cargo bench --bench engine`. Each stage is timed with the tokenizer before it, on words seen before;
//! `benches/stages.rs` has the engine beside what reads its trees, and `benches/beside_spacy.py` runs it beside spaCy.

use std::hint::black_box;
use std::time::Duration;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use demarche::nlp::{Pipeline, Stage};

fn articles() -> Vec<String> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/gold/dev");
    let mut paths: Vec<_> =
        std::fs::read_dir(folder).expect("the articles").flatten().map(|e| e.path()).collect();
    paths.retain(|path| path.extension().is_some_and(|e| e == "txt"));
    paths.sort();
    paths.iter().map(|path| std::fs::read_to_string(path).expect("an article")).collect()
}

fn engine(criterion: &mut Criterion) {
    let articles = articles();
    let mut analyser = Pipeline::builtin().analyser();
    let tokens: usize = articles.iter().map(|text| analyser.analyse(text).tokens.len()).sum();
    let mut group = criterion.benchmark_group("engine");
    group
        .throughput(Throughput::Elements(tokens as u64))
        .sample_size(20)
        .measurement_time(Duration::from_secs(8));
    for (name, stage) in [
        ("tokenizer", Stage::Tokenizer),
        ("tagger and parser", Stage::Parser),
        ("entity recognizer", Stage::EntityRecognizer),
    ] {
        group.bench_function(name, |bencher| {
            bencher.iter(|| {
                articles.iter().map(|text| analyser.run_stage(black_box(text), stage)).sum::<usize>()
            });
        });
    }
    group.bench_function("whole, word types known", |bencher| {
        bencher.iter(|| {
            articles.iter().map(|text| analyser.analyse(black_box(text)).tokens.len()).sum::<usize>()
        });
    });
    group.bench_function("whole, word types new", |bencher| {
        bencher.iter(|| {
            let mut fresh = Pipeline::builtin().analyser();
            articles.iter().map(|text| fresh.analyse(black_box(text)).tokens.len()).sum::<usize>()
        });
    });
    group.finish();

    let pack =
        std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/models/en_core_web_md.pack")).expect("the pack");
    let mut group = criterion.benchmark_group("model");
    group.sample_size(20);
    group.bench_function("unpack", |bencher| {
        bencher.iter(|| Pipeline::from_bytes(black_box(&pack)).expect("the pack is whole"));
    });
    group.finish();
}

criterion_group!(benches, engine);
criterion_main!(benches);
