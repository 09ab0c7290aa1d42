//! Prints the record of each CoNLL-U file, a JSON line each: extraction apart from the engine.

use demarche::lexicon::Lexicon;
use demarche::schema::Document;
use demarche::text::parse_conllu;

fn main() {
    for path in std::env::args().skip(1) {
        let input = std::fs::read_to_string(&path).expect("the file can be read");
        let doc = parse_conllu(&input).expect("the file is CoNLL-U");
        let id = std::path::Path::new(&path).file_stem().unwrap_or_default().to_string_lossy().to_string();
        let document = Document { id, ..Document::default() };
        let record = demarche::resolve::reading::read(document, &doc, Lexicon::builtin());
        println!("{}", serde_json::to_string(&record).expect("a record can be written"));
    }
}
