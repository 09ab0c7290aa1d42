//! The model that says how sure a fact is: its features, and its weights from `data/confidence.toml`.

use std::collections::HashMap;

use serde::Deserialize;

use crate::schema::RelationKind;

/// What is known of a fact that tells how sure it is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Features {
    /// The relation of the act.
    pub relation: RelationKind,
    /// The trigger is a noun.
    pub noun: bool,
    /// The trigger is an adjective, or the act a judgement.
    pub adjective: bool,
    /// How many ends are named by a pronoun or description.
    pub anaphors: usize,
    /// `m / (m + 4)`, where `m`, from 0 to 20, is the parser's margin on the weakest arc: from 0 to 1.
    pub margin: f64,
    /// There is a target.
    pub target: bool,
    /// The topic is a clause.
    pub clause: bool,
    /// The act is planned, possible or denied.
    pub unreal: bool,
    /// Somebody else than the actor is named as the source.
    pub reported: bool,
    /// It is not the act itself but the position that follows from it.
    pub position: bool,
}

impl Features {
    /// What the weights of `data/confidence.toml` are multiplied with, in the order of [`Features::NAMES`].
    pub fn values(&self) -> [f64; 9] {
        let flag = |holds: bool| if holds { 1.0 } else { 0.0 };
        [
            flag(self.noun),
            flag(self.adjective),
            self.anaphors as f64,
            self.margin,
            flag(self.target),
            flag(self.clause),
            flag(self.unreal),
            flag(self.reported),
            flag(self.position),
        ]
    }

    /// The names of [`Features::values`] in `data/confidence.toml`.
    pub const NAMES: [&'static str; 9] =
        ["noun", "adjective", "anaphor", "margin", "target", "clause", "unreal", "reported", "position"];
}

/// Weights of a logistic model.
#[derive(Debug, Clone, Default)]
pub struct Confidence {
    /// The base of each relation.
    pub relations: HashMap<RelationKind, f64>,
    /// The weight of each of [`Features::values`].
    pub weights: [f64; 9],
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    relations: HashMap<RelationKind, f64>,
    weights: HashMap<String, f64>,
}

impl Confidence {
    /// The weights compiled into the program.
    ///
    /// # Panics
    /// When the compiled-in file is malformed, which a test rules out.
    pub fn builtin() -> Self {
        let File { relations, weights } = toml::from_str(include_str!("../../data/confidence.toml"))
            .expect("data/confidence.toml is well-formed");
        let weight = |name| weights.get(name).copied().expect("data/confidence.toml has each weight");
        Self { relations, weights: Features::NAMES.map(weight) }
    }

    /// How sure a fact is, from 0.05 to 0.99.
    pub fn of(&self, features: &Features) -> f64 {
        let base = self.relations.get(&features.relation).copied().unwrap_or(0.0);
        let sum: f64 = self.weights.iter().zip(features.values()).map(|(w, x)| w * x).sum();
        let certainty = 1.0 / (1.0 + (-(base + sum)).exp());
        told(certainty)
    }
}

/// A certainty as it is told: from 0.05 to 0.99, in hundredths so that it never hangs on the last bit.
pub fn told(certainty: f64) -> f64 {
    (certainty.clamp(0.05, 0.99) * 100.0).round() / 100.0
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
