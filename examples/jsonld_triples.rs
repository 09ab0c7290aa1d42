//! Prints the triples of a JSON-LD file as sorted N-Quads, as oxjsonld reads it: `tests/interop/run` compares
//! them with those of other readers. `cargo run --example jsonld_triples -- graph.jsonld`

use oxjsonld::JsonLdParser;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).ok_or("which file?")?;
    let mut lines = Vec::new();
    for quad in JsonLdParser::new().for_slice(&std::fs::read(path)?) {
        lines.push(format!("{} .", quad?));
    }
    lines.sort();
    lines.dedup();
    lines.iter().for_each(|line| println!("{line}"));
    Ok(())
}
