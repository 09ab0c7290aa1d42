//! What the extractor knows of English and the world.
//!
//! [`Gazetteer`] knows places and bodies by name, [`given_names`] the names of people; [`MentionWords`] holds titles, heads
//! of names, words of descriptions and pronouns; [`cues`] function words and speech verbs, [`evaluations`] words that
//! judge, [`frames`] the predicates of each relation. All of it is read from the lists in `data/`, which are compiled in;
//! this module holds no words of its own.

mod fold;
mod table;
mod gazetteer;
pub mod given_names;
mod mention_words;
pub mod cues;
pub mod evaluations;
pub mod frames;

pub use fold::fold;
pub use gazetteer::{Gazetteer, Known};
pub use mention_words::{MentionWords, Titles, Words};

use std::sync::OnceLock;

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
    /// Words that judge.
    pub evaluations: evaluations::Evaluations,
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
            evaluations: evaluations::Evaluations::builtin(),
        })
    }
}
