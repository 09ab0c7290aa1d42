//! Every frame is held to its own examples: the sentences that it must match and those that it must leave alone.

use demarche::extract::act::{Context, acts};
use demarche::extract::attribution::reports;
use demarche::extract::clause::Clauses;
use demarche::extract::evaluation::{directives, judgements};
use demarche::lexicon::Lexicon;
use demarche::lexicon::frames::Frames;
use demarche::nlp::Pipeline;
use demarche::resolve::reading::mentions;
use demarche::schema::RelationKind;

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
    let (lexicon, mut analyser) = (Lexicon::builtin(), Pipeline::builtin().analyser());
    let mut wrong = Vec::new();
    for (relation, text, wanted) in &examples {
        let doc = analyser.analyse(text);
        let mentions = mentions(&doc, lexicon);
        let clauses = Clauses { doc: &doc, cues: &lexicon.cues, mentions: Some(&mentions) };
        let reports = reports(clauses);
        let context = Context { clauses, mentions: &mentions, reports: &reports, frames: &lexicon.frames };
        let found = [acts(context), judgements(context, &lexicon.evaluations), directives(context)].concat();
        if found.iter().any(|act| act.relation == *relation) != *wanted {
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
