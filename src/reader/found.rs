//! From a text to the acts that the network finds in it.

use std::sync::LazyLock;

use serde::Deserialize;

use super::encoder::WINDOW;
use super::link::{Noticed, Pointing};
use super::model::{Header, model_error, open};
use super::network::{Candidate, Known, Network, ROLES, STATUSES, Sheets, Window};
use super::pieces::Pieces;
use crate::error::Result;
use crate::text::{AnalysedText, Deprel};

/// The model that is part of the program.
pub(super) static MODEL: &[u8] = include_bytes!("../../models/reader.pack");

/// How likely a trigger must be that shows an act.
const TELLING: f32 = 0.2;

/// An end is told when it is likelier than not.
const LIKELY: f32 = 0.5;

/// The same where it is listed with an end that is: "urged A and *B*". Chosen on articles that were left out of training.
const LISTED: f32 = 0.1;

/// The least probability of the likeliest source, where no word is likely.
const LEAST_SOURCE: f32 = 0.15;

/// The same of the likelier of target and topic: without either, an act is not told. Chosen on articles that were left out of training.
const LEAST_OBJECT: f32 = 0.2;

/// What a model calls the words of a post among its relations.
const POST: &str = "office";

/// An act by token numbers.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// The token that shows it.
    pub trigger: usize,
    /// Its relation or stance, as [`Reader::relations`] counts.
    pub relation: usize,
    /// How likely it is that the trigger shows this relation.
    pub probability: f32,
    /// Number of the likeliest status, in the order of [`crate::schema::ActStatus::ALL`].
    pub status: usize,
    /// How likely that status is.
    pub status_probability: f32,
    /// Tokens that name its actors, with their probabilities, in text order.
    pub sources: Vec<(usize, f32)>,
    /// Tokens that name whom it is done to or with.
    pub targets: Vec<(usize, f32)>,
    /// Tokens that head what it is about, the likeliest first, the others in text order.
    pub topics: Vec<(usize, f32)>,
    /// The token that names who says so.
    pub reporter: Option<(usize, f32)>,
}

impl Found {
    /// The likeliest of [`Found::targets`], the first of several.
    pub fn likeliest_target(&self) -> Option<(usize, f32)> {
        self.targets.iter().copied().reduce(|best, other| if other.1 > best.1 { other } else { best })
    }
}

/// What the reader sees in a text.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Seen {
    /// The acts, in the order of their triggers, also those that are too unlikely to be told ([`Reader::tells`]).
    pub acts: Vec<Found>,
    /// The words of posts: the title as trigger, its holder as source, what it belongs to as target, and for status the
    /// number of [`crate::schema::OfficeStatus`].
    pub posts: Vec<Found>,
    /// Words that mention somebody, in text order.
    pub mentions: Vec<Pointing>,
}

/// How sure an act is: a logistic function of the probabilities of its parts, fitted to articles that were not trained
/// on. Weights are for the log-odds of trigger, source and target or topic, and of the status; each relation has a part too.
#[derive(Debug, Clone, Deserialize)]
pub struct Certainty {
    /// Added to the weighted sum.
    pub bias: f32,
    /// Of the trigger.
    pub trigger: f32,
    /// Of the source.
    pub source: f32,
    /// Of the likelier of target and topic.
    pub object: f32,
    /// Of the status.
    pub status: f32,
    /// Added for an act of each relation, by its number: some are seldom right as a whole.
    pub relations: Vec<f32>,
}

impl Certainty {
    /// How sure an act of a relation, by its number, is, from 0 to 1: by the probabilities of its trigger, of its source, of
    /// the likelier of target and topic, and of its status.
    ///
    /// # Panics
    /// When there is no such relation.
    pub fn of(&self, relation: usize, parts: [f32; 4]) -> f32 {
        let odds = parts.map(|p| {
            let p = p.clamp(0.001, 0.999);
            super::number::ln(p / (1.0 - p))
        });
        let weights = [self.trigger, self.source, self.object, self.status];
        let sum = weights.iter().zip(odds).fold(self.bias, |sum, (weight, odds)| sum + weight * odds);
        super::number::sigmoid(sum + self.relations[relation])
    }
}

/// A model, ready to read.
#[derive(Debug)]
pub struct Reader {
    network: Network,
    pieces: Pieces,
    relations: Vec<String>,
    /// Number of the relation that is no act but a post.
    post: Option<usize>,
    certainty: Certainty,
}

impl Reader {
    /// The reader that is part of the program.
    ///
    /// # Panics
    /// Never: a test reads the model.
    pub fn builtin() -> &'static Self {
        static READER: LazyLock<Reader> =
            LazyLock::new(|| Reader::from_bytes(MODEL).expect("the model is part of the program"));
        &READER
    }

    /// The reader of a model that `train/pack.py` wrote.
    ///
    /// # Errors
    /// Of kind [`crate::error::ErrorKind::Model`], when it is none of this version, or was cut short or changed.
    pub fn from_bytes(model: &[u8]) -> Result<Self> {
        let (header, mut tensors) = open(model)?;
        let network = Network::read(&header, &mut tensors)?;
        let Header { relations, pieces, certainty, .. } = header;
        if certainty.relations.len() != relations.len() {
            return Err(model_error("its certainty does not tell of each relation"));
        }
        let post = relations.iter().position(|name| name == POST);
        Ok(Self { network, pieces: Pieces::new(pieces)?, relations, post, certainty })
    }

    /// Whether an act is sure enough to be told.
    pub fn tells(&self, act: &Found) -> bool {
        act.probability >= TELLING
    }

    /// The names of the relations and stances, by number.
    pub fn relations(&self) -> &[String] {
        &self.relations
    }

    /// What is seen in a text of which the rules know as much as `known` tells.
    ///
    /// # Panics
    /// When there is no knowledge of each token.
    pub fn read(&self, doc: &AnalysedText, known: &Known) -> Seen {
        assert_eq!(known.kinds.len(), doc.tokens.len(), "a kind for each token");
        assert_eq!(known.entities.len(), doc.tokens.len(), "entities for each token");
        let (mut found, mut sheets, mut noticed) = (Vec::new(), Sheets::default(), Noticed::default());
        for window in self.windows(doc) {
            let relations = self.relations.len();
            let acts = self.network.read_window(doc, known, &window, relations, &mut sheets, &mut noticed);
            found.extend(acts.iter().filter_map(|act| decide(doc, act, Some(act.relation) == self.post)));
        }
        let (posts, acts) = found.into_iter().partition(|act| Some(act.relation) == self.post);
        let mentions = self.network.links().link(doc, known, &noticed);
        Seen { acts, posts, mentions }
    }

    /// How sure an act of a relation, by its number, is that has the parts given: [`Certainty::of`].
    pub fn certainty(&self, relation: usize, trigger: f32, source: f32, object: f32, status: f32) -> f32 {
        self.certainty.of(relation, [trigger, source, object, status])
    }

    /// The text in windows of whole sentences, as many as fit; a sentence longer than a window goes on in the next.
    fn windows(&self, doc: &AnalysedText) -> Vec<Window> {
        let [begin, end] = self.pieces.marks;
        let fresh = |first| Window { first, starts: Vec::new(), pieces: vec![begin] };
        let mut out = Vec::new();
        let mut window = fresh(0);
        let mut close = |window: &mut Window, next: usize| {
            let mut closed = std::mem::replace(window, fresh(next));
            if !closed.starts.is_empty() {
                closed.pieces.push(end);
                out.push(closed);
            }
        };
        let (mut cut, mut ends) = (Vec::new(), Vec::new());
        for sentence in &doc.sentences {
            cut.clear();
            ends.clear();
            for token in sentence.clone() {
                self.pieces.cut(doc.word(token), &mut cut);
                ends.push(cut.len());
            }
            if window.pieces.len() + 1 + cut.len() > WINDOW {
                close(&mut window, sentence.start);
            }
            let mut from = 0;
            for (token, &to) in sentence.clone().zip(&ends) {
                if window.pieces.len() + 1 + to - from > WINDOW {
                    close(&mut window, token);
                }
                window.starts.push(window.pieces.len());
                window.pieces.extend_from_slice(&cut[from..to]);
                from = to;
            }
        }
        let last = doc.tokens.len();
        close(&mut window, last);
        out
    }
}

/// An act or a post with the ends that are likely; none where nobody is its actor.
fn decide(doc: &AnalysedText, act: &Candidate, is_post: bool) -> Option<Found> {
    let above = |role: usize, least: f32| -> Vec<(usize, f32)> {
        let words = act.roles.iter().enumerate();
        words.map(|(i, roles)| (act.first + i, roles[role])).filter(|&(_, p)| p > least).collect()
    };
    let listed = |a: usize, b: usize| doc.tokens[b].deprel == Deprel::Conj && doc.head(b) == Some(a);
    let likely = |role: usize| -> Vec<(usize, f32)> {
        let mut out = above(role, LIKELY);
        // The holders of posts that are listed have each a post of their own.
        let mut rest = if is_post { Vec::new() } else { above(role, LISTED) };
        rest.retain(|end| !out.contains(end));
        while let Some(k) =
            rest.iter().position(|&(r, _)| out.iter().any(|&(o, _)| listed(r, o) || listed(o, r)))
        {
            out.push(rest.remove(k));
        }
        out.sort_unstable_by_key(|&(token, _)| token);
        out
    };
    let best = |role: usize, least: f32| {
        let mut best: Option<(usize, f32)> = None;
        for (i, roles) in act.roles.iter().enumerate() {
            if roles[role] > best.map_or(least, |(_, p)| p) {
                best = Some((act.first + i, roles[role]));
            }
        }
        best
    };
    const _: () = assert!(ROLES == 4 && STATUSES == 4);
    let mut sources = likely(0);
    if sources.is_empty() {
        sources.extend(best(0, LEAST_SOURCE));
    }
    let mut status = 0;
    for s in 1..STATUSES {
        if act.statuses[s] > act.statuses[status] {
            status = s;
        }
    }
    let mut targets = likely(1);
    let first = best(2, LIKELY);
    let mut topics: Vec<_> = first.into_iter().collect();
    topics.extend(likely(2).into_iter().filter(|&(token, _)| first.is_some_and(|first| first.0 != token)));
    // Of several actors each may be the other's; and a post need not belong to anything.
    if targets.is_empty() && topics.is_empty() && sources.len() < 2 && !is_post {
        match (best(1, LEAST_OBJECT), best(2, LEAST_OBJECT)) {
            (Some(target), about) if about.is_none_or(|about| about.1 <= target.1) => targets.push(target),
            (_, about) => topics.extend(about),
        }
    }
    (!sources.is_empty()).then(|| Found {
        trigger: act.trigger,
        relation: act.relation,
        probability: act.probability,
        status,
        status_probability: act.statuses[status],
        sources,
        targets,
        topics,
        reporter: best(3, LIKELY),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn certainty_is_of_the_parts_and_of_the_relation() {
        let certainty = Certainty {
            bias: -1.0,
            trigger: 1.0,
            source: 1.0,
            object: 1.0,
            status: 0.0,
            relations: vec![0.0, 1.0],
        };
        let half = [0.5, 0.5, 0.5, 0.9];
        let sigmoid = |x: f32| 1.0 / (1.0 + (-x).exp());
        assert!((certainty.of(0, half) - sigmoid(-1.0)).abs() < 1e-5);
        assert!((certainty.of(1, half) - 0.5).abs() < 1e-5);
        assert!(certainty.of(1, [0.9, 0.5, 0.5, 0.9]) > certainty.of(1, [0.6, 0.5, 0.5, 0.9]));
    }
}
