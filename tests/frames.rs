//! Every frame is held to its own examples: the sentences that it must match and those that it must leave alone.

use demarche::builder::{Builder, Options};
use demarche::lexicon::frames::Frames;
use demarche::nlp::Pipeline;
use demarche::schema::{Document, RelationKind};
use demarche::source::Article;

#[test]
fn each_frame_matches_its_examples_and_leaves_the_others_alone() {
    let frames = Frames::builtin().frames;
    let examples: Vec<(RelationKind, &str, bool)> = frames
        .iter()
        .flat_map(|frame| {
            let wanted = frame.matches.iter().map(|text| (frame.relation, text.as_str(), true));
            wanted.chain(frame.leaves.iter().map(|text| (frame.relation, text.as_str(), false)))
        })
        .collect();
    let articles = examples.iter().map(|(_, text, _)| {
        let document = Document { id: "example".to_owned(), ..Document::default() };
        Ok(Article { document, text: (*text).to_owned(), notes: Vec::new() })
    });
    let builder = Builder::new(Pipeline::builtin(), Options::default()).expect("there are threads");
    let records = builder.records(articles, |records| records.collect::<Result<Vec<_>, _>>());
    let records = records.expect("nothing is lost of a text");
    let mut wrong = Vec::new();
    for ((relation, text, wanted), record) in examples.iter().zip(records) {
        if record.relations.iter().any(|act| act.relation == *relation) != *wanted {
            let what = if *wanted { "is missing in" } else { "is found in" };
            wrong.push(format!("{relation} {what}: {text}"));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {} examples are wrong:\n{}",
        wrong.len(),
        examples.len(),
        wrong.join("\n")
    );
}
