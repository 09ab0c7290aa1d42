//! Named entities: from encoded tokens and sentence starts to spans, by greedy transitions.
//!
//! One step a token, in the scheme Begin, In, Last, Unit, Out: an entity that was begun goes on until its last token,
//! and none crosses the start of a sentence or begins at white space.

use std::ops::Range;

use super::network::{HIDDEN, STATE, Scorer};
use super::pack::{PackReader, model_error};
use super::parser::read_moves;
use crate::error::Result;
use crate::text::EntityLabel;

/// Places of a state that the network sees: the token, the first token of the open entity and, inside one, the token
/// before.
const FEATURES: usize = 3;

/// A transition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Transition {
    Begin(EntityLabel),
    In(EntityLabel),
    Last(EntityLabel),
    Unit(EntityLabel),
    Out,
    /// A class of the output layer that is never taken: the scheme uses it in training alone.
    Never,
}

/// The recognizer's network and the transitions of its classes.
#[derive(Debug)]
pub struct EntityRecognizer {
    transitions: Vec<Transition>,
    scorer: Scorer<FEATURES>,
}

impl EntityRecognizer {
    /// Reads the recognizer.
    pub fn read(reader: &mut PackReader) -> Result<Self> {
        let mut transitions = Vec::new();
        for (action, label) in read_moves(reader)? {
            let entity = || {
                EntityLabel::from_label(&label).ok_or_else(|| {
                    model_error(format!("the entity recognizer has a label that is not known: {label}"))
                })
            };
            transitions.push(match action {
                5 => Transition::Out,
                0 => Transition::Never,
                _ if label.is_empty() => Transition::Never,
                1 => Transition::Begin(entity()?),
                2 => Transition::In(entity()?),
                3 => Transition::Last(entity()?),
                4 => Transition::Unit(entity()?),
                _ => {
                    let message = format!("the entity recognizer has an action that is not known: {action}");
                    return Err(model_error(message));
                }
            });
        }
        if !transitions.contains(&Transition::Out) {
            return Err(model_error("the entity recognizer has no class for what is no entity"));
        }
        Ok(Self { scorer: Scorer::read(reader, transitions.len())?, transitions })
    }

    /// Takes `rows` encoded tokens in, before [`EntityRecognizer::recognize`].
    pub fn prepare(&self, encoded: &[f32], rows: usize, scratch: &mut EntityScratch) {
        self.scorer.hide(encoded, rows, &mut scratch.hidden);
    }

    /// Finds the entities of a text of `n` tokens, the first of which was taken in as row `first`; `starts` says which
    /// start a sentence.
    pub fn recognize(
        &self,
        first: usize,
        n: usize,
        starts: &[bool],
        is_space: impl Fn(usize) -> bool,
        scratch: &mut EntityScratch,
        mut found: impl FnMut(Range<usize>, EntityLabel),
    ) {
        let EntityScratch { hidden, precomputed, scores } = scratch;
        let hidden = &hidden[first * HIDDEN..];
        precomputed.resize(n * STATE, 0.0);
        self.scorer.precompute(0, hidden, n, precomputed);
        // Few tokens are in an entity, so what they add in the other places is computed when it is asked for.
        let lone = |place: usize, token: usize| {
            let mut row = [0.0; STATE];
            self.scorer.precompute(place, &hidden[token * HIDDEN..], 1, &mut row);
            row
        };
        let mut opening = [0.0; STATE];
        let mut open = None;
        for i in 0..n {
            let here = &precomputed[i * STATE..][..STATE];
            match open {
                None => self.scorer.score([Some(here), None, None], scores),
                // The first token has none before it, and no entity is open there.
                Some(_) => self.scorer.score([Some(here), Some(&opening), Some(&lone(2, i - 1))], scores),
            }
            let goes_on = i + 1 < n && !starts[i + 1];
            let space = is_space(i);
            let mut best: Option<(Transition, f32)> = None;
            for (&transition, &score) in self.transitions.iter().zip(&*scores) {
                let valid = match (transition, open) {
                    (Transition::In(label), Some((_, of))) => label == of && goes_on,
                    (Transition::Last(label), Some((_, of))) => label == of,
                    (Transition::Begin(_), None) => !space && goes_on,
                    (Transition::Unit(_), None) => !space,
                    (Transition::Out, None) => true,
                    _ => false,
                };
                if valid && best.is_none_or(|(_, high)| score > high) {
                    best = Some((transition, score));
                }
            }
            match (best.map(|(transition, _)| transition), open) {
                (Some(Transition::Begin(label)), _) => {
                    open = Some((i, label));
                    opening = lone(1, i);
                }
                (Some(Transition::Unit(label)), _) => found(i..i + 1, label),
                (Some(Transition::Last(label)), Some((first, _))) => {
                    found(first..i + 1, label);
                    open = None;
                }
                (Some(Transition::In(_)), _) => {}
                // Nothing is open, or the model has no class that could close what is.
                _ => open = None,
            }
        }
    }
}

/// Working space of the recognizer.
#[derive(Debug, Default)]
pub struct EntityScratch {
    hidden: Vec<f32>,
    precomputed: Vec<f32>,
    scores: Vec<f32>,
}

impl EntityScratch {
    /// Gives memory back that a very long text took.
    pub fn trim(&mut self, floats: usize) {
        if self.precomputed.capacity() > floats {
            self.precomputed = Vec::new();
        }
    }
}
