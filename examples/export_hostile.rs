//! Writes a graph of texts that break careless writers, to try on other programs:
//! `cargo run --example export_hostile -- dot | dot -Tsvg > hostile.svg`

#[path = "../tests/common/small.rs"]
mod small;

use demarche::export::{self, Format};
use demarche::graph::Graph;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let format: Format = std::env::args().nth(1).ok_or("which format? dot or jsonld")?.parse()?;
    export::write(
        &Graph::from_records([small::hostile(), small::planted()]),
        format,
        &mut std::io::stdout().lock(),
    )?;
    Ok(())
}
