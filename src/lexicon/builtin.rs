//! All lists together, as they are compiled into the program.

use std::sync::OnceLock;

use super::{Gazetteer, MentionWords, confidence, cues, evaluations, frames, plover, questions, times};

/// All that the extractor knows, put together.
#[derive(Debug)]
pub struct Lexicon {
    /// Places and bodies by name.
    pub gazetteer: &'static Gazetteer,
    /// Titles, descriptions, pronouns.
    pub words: &'static MentionWords,
    /// Function words and speech verbs.
    pub cues: cues::Cues,
    /// Predicates of each relation.
    pub frames: frames::Frames,
    /// Words that show a finer PLOVER category than their relation's.
    pub plover: plover::Categories,
    /// Weights of the model of certainty.
    pub confidence: confidence::Confidence,
    /// Words that judge.
    pub evaluations: evaluations::Evaluations,
    /// Words of time and place.
    pub times: &'static times::Times,
    /// Patterns of questions.
    pub questions: questions::Questions,
}

impl Lexicon {
    /// The lexicon compiled into the program.
    pub fn builtin() -> &'static Lexicon {
        static LEXICON: OnceLock<Lexicon> = OnceLock::new();
        LEXICON.get_or_init(|| Lexicon {
            gazetteer: Gazetteer::builtin(),
            words: MentionWords::builtin(),
            cues: cues::Cues::builtin(),
            frames: frames::Frames::builtin(),
            plover: plover::Categories::builtin(),
            confidence: confidence::Confidence::builtin(),
            evaluations: evaluations::Evaluations::builtin(),
            times: times::Times::builtin(),
            questions: questions::Questions::builtin(),
        })
    }
}
