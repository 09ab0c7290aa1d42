//! Writes the graph of annotated articles: `cargo run --example export_gold -- dot seed-000 seed-004`.
//! Without names, of all of them.

#[path = "../tests/common/mod.rs"]
mod common;

use demarche::export::{self, Format};
use demarche::graph::Graph;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let format: Format = arguments.next().ok_or("which format? dot or jsonld")?.parse()?;
    let names: Vec<String> = arguments.collect();
    let records = match &names[..] {
        [] => common::gold_records(),
        names => names.iter().map(|name| common::gold_record(name)).collect(),
    };
    export::write(&Graph::from_records(records), format, &mut std::io::stdout().lock())?;
    Ok(())
}
