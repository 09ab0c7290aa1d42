//! All lists together, as they are compiled into the program.

use std::sync::OnceLock;

use super::{Gazetteer, MentionWords, cues, plover, politics, questions, times, verbs};

/// All that the extractor knows, put together.
#[derive(Debug)]
pub struct Lexicon {
    /// Places and bodies by name.
    pub gazetteer: &'static Gazetteer,
    /// Titles, descriptions, pronouns.
    pub words: &'static MentionWords,
    /// Function words and speech verbs.
    pub cues: cues::Cues,
    /// Verbs by the relation that they ask for.
    pub verbs: verbs::Verbs,
    /// Words that show a finer PLOVER category than their relation's.
    pub plover: plover::Categories,
    /// Words that tell political news from others.
    pub politics: &'static politics::Politics,
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
            verbs: verbs::Verbs::builtin(),
            plover: plover::Categories::builtin(),
            politics: politics::Politics::builtin(),
            times: times::Times::builtin(),
            questions: questions::Questions::builtin(),
        })
    }
}
