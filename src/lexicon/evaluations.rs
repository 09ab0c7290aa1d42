//! Words that judge, from `data/evaluations.toml`.

use std::collections::HashSet;

use serde::Deserialize;

/// Words that judge and the verbs that apply them. Lemmas in lower case.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Evaluations {
    /// Verbs that give their object a property: "call", "describe".
    pub calling: HashSet<String>,
    /// Verbs that give their subject one: "be", "remain".
    pub copulas: HashSet<String>,
    /// Words of either kind that count only after a verb of calling.
    pub weak: HashSet<String>,
    /// Words of approval.
    pub positive: HashSet<String>,
    /// Words of disapproval.
    pub negative: HashSet<String>,
    /// What a copula says of what is refused: "out of the question".
    pub refused: Vec<String>,
    /// What a negated copula says of what is refused: "up for discussion".
    pub offered: Vec<String>,
    /// Nouns for what somebody is after: "aim".
    pub purposes: HashSet<String>,
    /// Verbs of being after something: "what A wants is".
    pub wanting: HashSet<String>,
}

impl Evaluations {
    /// The lists compiled into the program.
    ///
    /// # Panics
    /// When the compiled-in file is malformed, which a test rules out.
    pub fn builtin() -> Self {
        toml::from_str(include_str!("../../data/evaluations.toml"))
            .expect("data/evaluations.toml is well-formed")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_word_both_approves_and_disapproves() {
        let words = Evaluations::builtin();
        let both: Vec<_> = words.positive.intersection(&words.negative).collect();
        assert!(both.is_empty(), "{both:?}");
    }
}
