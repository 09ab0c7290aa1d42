//! Weights of the model that says how sure an act is, from `data/confidence.toml`.

use std::collections::HashMap;

use serde::Deserialize;

use crate::schema::RelationKind;

/// Weights of a logistic model; each is added where it holds.
#[derive(Debug, Clone, Default)]
pub struct Confidence {
    /// The base of each relation.
    pub relations: HashMap<RelationKind, f64>,
    /// The trigger is a noun.
    pub noun: f64,
    /// The trigger is an adjective, or the act a judgement.
    pub adjective: f64,
    /// For each end named by a pronoun or description.
    pub anaphor: f64,
    /// Times `m / (m + 4)`, where `m` is the parser's margin on the weakest arc.
    pub margin: f64,
    /// There is a target.
    pub target: f64,
    /// The topic is a clause.
    pub clause: f64,
    /// The act is planned, possible or denied.
    pub unreal: f64,
    /// Somebody else than the actor is named as the source.
    pub reported: f64,
    /// It is not the act itself but the position that follows from it.
    pub position: f64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    relations: HashMap<RelationKind, f64>,
    weights: Weights,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Weights {
    noun: f64,
    adjective: f64,
    anaphor: f64,
    margin: f64,
    target: f64,
    clause: f64,
    unreal: f64,
    reported: f64,
    position: f64,
}

impl Confidence {
    /// The weights compiled into the program.
    ///
    /// # Panics
    /// When the compiled-in file is malformed, which a test rules out.
    pub fn builtin() -> Self {
        let File { relations, weights: w } = toml::from_str(include_str!("../../data/confidence.toml"))
            .expect("data/confidence.toml is well-formed");
        Self {
            relations,
            noun: w.noun,
            adjective: w.adjective,
            anaphor: w.anaphor,
            margin: w.margin,
            target: w.target,
            clause: w.clause,
            unreal: w.unreal,
            reported: w.reported,
            position: w.position,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_relation_has_a_base() {
        let weights = Confidence::builtin();
        assert!(RelationKind::ALL.iter().all(|r| weights.relations.contains_key(r)));
    }
}
