//! Analyses the texts named on the command line, one thread, and prints how fast: the other side of
//! `benches/beside_spacy.py`.
//!
//! `cargo run --release --example engine_speed -- [--model PACK] TEXT...`

use std::path::PathBuf;
use std::time::{Duration, Instant};

use demarche::nlp::Pipeline;

/// Time that this thread has spent on a processor, where the system tells; else the time since `start`.
fn processor_time(start: Instant) -> Duration {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = told.as_deref().and_then(|stat| stat.split(' ').next()?.parse().ok());
    nanoseconds.map_or_else(|| start.elapsed(), Duration::from_nanos)
}

fn main() -> demarche::Result<()> {
    let mut paths: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let start = Instant::now();
    let read;
    let pipeline = if paths.first().is_some_and(|first| first.as_os_str() == "--model") && paths.len() > 1 {
        paths.remove(0);
        read = Pipeline::read(&paths.remove(0))?;
        &read
    } else {
        Pipeline::builtin()
    };
    let loaded = start.elapsed();
    let texts = paths
        .iter()
        .map(|path| {
            std::fs::read_to_string(path).map_err(|e| demarche::Error::io(path, "cannot read the text", e))
        })
        .collect::<demarche::Result<Vec<String>>>()?;
    let mut analyser = pipeline.analyser();
    let (wall, before) = (Instant::now(), processor_time(start));
    let tokens: usize = texts.iter().map(|text| analyser.analyse(text).tokens.len()).sum();
    let (wall, processor) = (wall.elapsed(), processor_time(start) - before);
    println!(
        "{tokens} tokens {:.0} tokens/processor-second {:.0} tokens/second {:.1} ms to load",
        tokens as f64 / processor.as_secs_f64(),
        tokens as f64 / wall.as_secs_f64(),
        loaded.as_secs_f64() * 1e3
    );
    Ok(())
}
