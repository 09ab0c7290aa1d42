//! The dependency parser: from encoded tokens to heads and labels, by greedy arc-eager transitions.
//!
//! The transition system is Nivre's arc-eager system (2003) as spaCy has it: with `Break` for sentence starts, and a
//! `Reduce` that puts a token without a head back on the buffer (Honnibal and Johnson 2015). Labels such as
//! `relcl||dobj` say that an arc was lifted; [`super::projectivity`] lowers it again.

use super::network::{HIDDEN, STATE, Scorer};
use super::pack::{PackReader, model_error};
use crate::error::Result;
use crate::text::Deprel;

/// Places of a state that the network sees: the first two tokens of the buffer, the top three of the stack, the newest
/// left child of the first and the newest left and right child of the top.
const FEATURES: usize = 8;

/// Label of an arc: its relation and, when the arc was lifted, the relation of the head it belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ArcLabel {
    /// Relation of the dependent.
    pub deprel: Deprel,
    /// Relation of the true head, when the arc was lifted.
    pub lifted: Option<Deprel>,
}

/// An arc that the parser made.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Arc {
    /// The head; a root is its own.
    pub head: usize,
    /// The label.
    pub label: ArcLabel,
    /// Score of the transition that made it, less the score of the best other valid one (infinite where there was
    /// none). A root has the margin of the transition that finished it.
    pub margin: f32,
}

/// A transition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Transition {
    Shift,
    Reduce,
    Left(ArcLabel),
    Right(ArcLabel),
    Break,
}

/// The parser's network and the transitions of its classes.
#[derive(Debug)]
pub struct Parser {
    transitions: Vec<Transition>,
    /// Classes of the five kinds of transition; each kind's classes stand together.
    classes: [std::ops::Range<usize>; 5],
    scorer: Scorer<FEATURES>,
}

/// Reads a list of transitions as pairs of an action's number and a label.
pub fn read_moves(reader: &mut PackReader) -> Result<Vec<(u8, String)>> {
    (0..reader.length()?).map(|_| Ok((reader.u8()?, reader.string()?))).collect()
}

impl Parser {
    /// Reads the parser.
    pub fn read(reader: &mut PackReader) -> Result<Self> {
        let mut transitions = Vec::new();
        let mut kinds = Vec::new();
        for (action, label) in read_moves(reader)? {
            let deprel = |label: &str| {
                Deprel::from_label(label)
                    .ok_or_else(|| model_error(format!("the parser has a label that is not known: {label}")))
            };
            let arc = || -> Result<ArcLabel> {
                Ok(match label.split_once("||") {
                    Some((own, head)) => ArcLabel { deprel: deprel(own)?, lifted: Some(deprel(head)?) },
                    None => ArcLabel { deprel: deprel(&label)?, lifted: None },
                })
            };
            transitions.push(match action {
                0 => Transition::Shift,
                1 => Transition::Reduce,
                2 => Transition::Left(arc()?),
                3 => Transition::Right(arc()?),
                4 => Transition::Break,
                _ => {
                    return Err(model_error(format!("the parser has an action that is not known: {action}")));
                }
            });
            kinds.push(action);
        }
        if !kinds.is_sorted() {
            return Err(model_error("the parser's classes are out of order"));
        }
        let classes = [0, 1, 2, 3, 4]
            .map(|kind| kinds.partition_point(|&k| k < kind)..kinds.partition_point(|&k| k <= kind));
        Ok(Self { scorer: Scorer::read(reader, transitions.len())?, transitions, classes })
    }

    /// Takes `rows` encoded tokens in, before [`Parser::parse`].
    pub fn prepare(&self, encoded: &[f32], rows: usize, scratch: &mut ParserScratch) {
        self.scorer.hide(encoded, rows, &mut scratch.hidden);
    }

    /// Parses a text of `n` tokens, the first of which was taken in as row `first`; adds an arc for each to `arcs`.
    pub fn parse(&self, first: usize, n: usize, scratch: &mut ParserScratch, arcs: &mut Vec<Arc>) {
        let ParserScratch { state, hidden, precomputed, scores } = scratch;
        // A text at a time, and not all that was taken in: so it is still in the cache when it is added up.
        precomputed.resize(FEATURES * n * STATE, 0.0);
        for (place, out) in precomputed.chunks_exact_mut((n * STATE).max(1)).enumerate() {
            self.scorer.precompute(place, &hidden[first * HIDDEN..], n, out);
        }
        let row = |place: usize, token: usize| &precomputed[(place * n + token) * STATE..][..STATE];
        state.reset(n);
        // Every token is shifted, and put back, at most once, and takes part in few other steps; the limit is only a
        // guard against weights that would run in circles.
        for _ in 0..8 * n + 8 {
            if state.is_final() {
                break;
            }
            let features = state.features();
            let places = std::array::from_fn(|place| features[place].map(|token| row(place, token)));
            self.scorer.score(places, scores);
            let Some((class, margin)) = best(scores, &self.classes, state.valid()) else {
                break;
            };
            state.apply(self.transitions[class], margin);
        }
        arcs.extend_from_slice(&state.arcs);
    }
}

/// The best class among the valid kinds and its lead over the second best; the first of equals.
fn best(scores: &[f32], classes: &[std::ops::Range<usize>; 5], valid: [bool; 5]) -> Option<(usize, f32)> {
    let mut best = None;
    let (mut high, mut second) = (f32::NEG_INFINITY, f32::NEG_INFINITY);
    for (range, _) in classes.iter().zip(valid).filter(|(_, valid)| *valid) {
        for (class, &score) in range.clone().zip(&scores[range.clone()]) {
            if score > high || best.is_none() {
                second = high;
                high = score;
                best = Some(class);
            } else if score > second {
                second = score;
            }
        }
    }
    Some((best?, high - second))
}

/// Working space of the parser.
#[derive(Debug, Default)]
pub struct ParserScratch {
    state: State,
    hidden: Vec<f32>,
    precomputed: Vec<f32>,
    scores: Vec<f32>,
}

impl ParserScratch {
    /// Gives memory back that a very long text took.
    pub fn trim(&mut self, floats: usize) {
        if self.precomputed.capacity() > floats {
            self.precomputed = Vec::new();
        }
    }
}

/// No token.
const NONE: u32 = u32::MAX;

/// A configuration of the transition system.
#[derive(Debug, Default)]
struct State {
    n: usize,
    stack: Vec<usize>,
    /// Tokens put back in front of the buffer, the last first.
    returned: Vec<usize>,
    /// First token of the buffer that was never shifted.
    next: usize,
    arcs: Vec<Arc>,
    has_head: Vec<bool>,
    /// May not be shifted again, having been put back without an arc since.
    unshiftable: Vec<bool>,
    sentence_start: Vec<bool>,
    newest_left: Vec<u32>,
    newest_right: Vec<u32>,
    /// The child that its head took before a token on the same side.
    older: Vec<u32>,
}

impl State {
    fn reset(&mut self, n: usize) {
        fn fill<T: Clone>(list: &mut Vec<T>, n: usize, value: T) {
            list.clear();
            list.resize(n, value);
        }
        self.n = n;
        self.stack.clear();
        self.returned.clear();
        self.next = 0;
        self.arcs.clear();
        let root = ArcLabel { deprel: Deprel::Root, lifted: None };
        self.arcs.extend((0..n).map(|i| Arc { head: i, label: root, margin: f32::INFINITY }));
        fill(&mut self.has_head, n, false);
        fill(&mut self.unshiftable, n, false);
        fill(&mut self.sentence_start, n, false);
        if let Some(first) = self.sentence_start.first_mut() {
            *first = true;
        }
        fill(&mut self.newest_left, n, NONE);
        fill(&mut self.newest_right, n, NONE);
        fill(&mut self.older, n, NONE);
    }

    fn stack(&self, i: usize) -> Option<usize> {
        self.stack.len().checked_sub(i + 1).map(|i| self.stack[i])
    }

    fn buffer(&self, i: usize) -> Option<usize> {
        match self.returned.len().checked_sub(i + 1) {
            Some(i) => Some(self.returned[i]),
            None => Some(self.next + i - self.returned.len()).filter(|&token| token < self.n),
        }
    }

    fn buffer_length(&self) -> usize {
        self.n - self.next + self.returned.len()
    }

    fn is_final(&self) -> bool {
        self.stack.is_empty() && self.buffer_length() == 0
    }

    fn features(&self) -> [Option<usize>; FEATURES] {
        let newest = |of: &[u32], token: Option<usize>| {
            token.map(|token| of[token]).filter(|&child| child != NONE).map(|child| child as usize)
        };
        let (b0, s0) = (self.buffer(0), self.stack(0));
        [
            b0,
            self.buffer(1),
            s0,
            self.stack(1),
            self.stack(2),
            newest(&self.newest_left, b0),
            newest(&self.newest_left, s0),
            newest(&self.newest_right, s0),
        ]
    }

    /// Which kinds of transition may be taken, in the order of their numbers.
    fn valid(&self) -> [bool; 5] {
        let length = self.buffer_length();
        let b0 = self.buffer(0);
        let starts = b0.is_some_and(|b0| self.sentence_start[b0]);
        let shut = b0.is_some_and(|b0| self.unshiftable[b0]);
        let shift = if self.stack.is_empty() { length > 0 } else { length >= 2 && !starts && !shut };
        let arc = !self.stack.is_empty() && length > 0 && !starts;
        let break_ = match (b0, self.buffer(1)) {
            (Some(b0), Some(b1)) => b1 == b0 + 1 && !self.sentence_start[b1],
            _ => false,
        };
        [shift, !self.stack.is_empty(), arc, arc, break_]
    }

    /// Takes a transition, which must be valid.
    fn apply(&mut self, transition: Transition, margin: f32) {
        match transition {
            Transition::Shift => self.push(),
            Transition::Reduce => {
                let Some(s0) = self.stack.pop() else { return };
                if self.has_head[s0] {
                    return;
                }
                if self.stack.is_empty() {
                    self.arcs[s0].margin = margin;
                } else {
                    self.unshiftable[s0] = true;
                    self.returned.push(s0);
                }
            }
            Transition::Left(label) => {
                if let (Some(b0), Some(s0)) = (self.buffer(0), self.stack.pop()) {
                    self.attach(b0, s0, label, margin);
                    self.unshiftable[b0] = false;
                }
            }
            Transition::Right(label) => {
                if let (Some(b0), Some(s0)) = (self.buffer(0), self.stack(0)) {
                    self.attach(s0, b0, label, margin);
                    self.push();
                }
            }
            Transition::Break => {
                if let Some(b1) = self.buffer(1) {
                    self.sentence_start[b1] = true;
                }
            }
        }
    }

    fn push(&mut self) {
        let token = self.returned.pop().unwrap_or_else(|| {
            self.next += 1;
            self.next - 1
        });
        if token < self.n {
            self.stack.push(token);
        }
    }

    fn attach(&mut self, head: usize, child: usize, label: ArcLabel, margin: f32) {
        if self.has_head[child] {
            // The arc to the old head goes. It is the newest on its side: what came after it was popped before it.
            let old = self.arcs[child].head;
            let newest = if old > child { &mut self.newest_left[old] } else { &mut self.newest_right[old] };
            if *newest == child as u32 {
                *newest = self.older[child];
            }
        }
        let newest = if head > child { &mut self.newest_left[head] } else { &mut self.newest_right[head] };
        self.older[child] = *newest;
        *newest = child as u32;
        self.has_head[child] = true;
        self.arcs[child] = Arc { head, label, margin };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DET: ArcLabel = ArcLabel { deprel: Deprel::Det, lifted: None };

    fn state(n: usize) -> State {
        let mut state = State::default();
        state.reset(n);
        state
    }

    fn run(state: &mut State, transitions: &[Transition]) {
        for &transition in transitions {
            let kind = match transition {
                Transition::Shift => 0,
                Transition::Reduce => 1,
                Transition::Left(_) => 2,
                Transition::Right(_) => 3,
                Transition::Break => 4,
            };
            assert!(state.valid()[kind], "{transition:?} in {state:?}");
            state.apply(transition, 1.0);
        }
    }

    #[test]
    fn arcs_are_made_to_the_left_and_to_the_right() {
        use Transition::{Left, Reduce, Right, Shift};
        let mut state = state(3);
        run(&mut state, &[Shift, Left(DET), Shift, Right(DET), Reduce, Reduce]);
        assert!(state.is_final());
        assert_eq!(state.arcs.iter().map(|a| a.head).collect::<Vec<_>>(), [1, 1, 1]);
        assert_eq!(state.arcs[1].label.deprel, Deprel::Root);
    }

    #[test]
    fn a_token_without_a_head_is_put_back_and_not_shifted_again() {
        use Transition::{Reduce, Shift};
        let mut state = state(3);
        run(&mut state, &[Shift, Shift, Reduce]);
        assert_eq!((state.buffer(0), state.stack(0)), (Some(1), Some(0)));
        assert_eq!(state.valid(), [false, true, true, true, true]);
    }

    #[test]
    fn a_left_arc_replaces_the_head_that_a_token_had() {
        use Transition::{Left, Right, Shift};
        let mut state = state(3);
        run(&mut state, &[Shift, Right(DET)]);
        assert_eq!(state.features()[7], None);
        assert_eq!(state.newest_right[0], 1);
        run(&mut state, &[Left(DET)]);
        assert_eq!(state.arcs[1].head, 2);
        assert_eq!((state.newest_right[0], state.newest_left[2]), (NONE, 1));
    }

    #[test]
    fn nothing_crosses_a_sentence_start() {
        use Transition::{Break, Shift};
        let mut state = state(3);
        run(&mut state, &[Break, Shift]);
        assert_eq!(state.valid(), [false, true, false, false, true]);
    }

    #[test]
    fn the_first_of_equals_wins_and_the_margin_is_the_lead() {
        let classes = [0..1, 1..2, 2..4, 4..5, 5..6];
        let scores = [9.0, 1.0, 3.0, 3.0, 2.5, 9.0];
        assert_eq!(best(&scores, &classes, [false, true, true, true, false]), Some((2, 0.0)));
        assert_eq!(best(&scores, &classes, [true, true, false, true, false]), Some((0, 6.5)));
        assert_eq!(best(&scores, &classes, [false, true, false, false, false]), Some((1, f32::INFINITY)));
        assert_eq!(best(&scores, &classes, [false; 5]), None);
    }
}
