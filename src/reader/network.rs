//! The heads on the encoder: which words show an act, of which relation and status, and which words name its ends.
//!
//! Each head reads the rows of words and knows nothing of the others, so that more can be put beside them.

use super::encoder::{Desk, Encoder, WIDTH};
use super::features::{DISTANCES, REACH, Upward, Vocabulary, bucket};
use super::link::{Links, Noticed};
use super::model::{Header, Tensors, model_error};
use super::number::{add, exp, positive, product, sigmoid};
use super::product::{Rows, Weights, multiply};
use crate::error::Result;
use crate::text::AnalysedText;

/// Numbers of a feature's embedding.
const FEATURE: usize = 16;

/// Numbers of a word's row.
pub(super) const ROW: usize = WIDTH + 4 * FEATURE;

/// Numbers in the hidden layers.
const TRIGGER: usize = 256;
pub(super) const STATUS: usize = 128;
pub(super) const ROLE: usize = 192;
pub(super) const MATCH: usize = 64;
pub(super) const INNER: usize = 96;

/// Statuses, in the order of [`crate::schema::ActStatus::ALL`].
pub const STATUSES: usize = 4;

/// Roles: source, target, topic, reporter.
pub const ROLES: usize = 4;

/// How likely a trigger must be to be handed on.
const NOTICED: f32 = 0.2;

/// Kinds of mention and types of entity, with none of each and the type of an entity that is not known.
const KINDS: usize = 6;
const TYPES: usize = 8;

/// What the heads read of a word beside its pieces: kind of mention (0 for none) and type of entity.
pub type Kind = [u8; 2];

/// What is known of a text's tokens before the reader sees them: whom the rules take them to mention.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// Kind of mention that a token heads, and type of entity.
    pub kinds: Vec<Kind>,
    /// Numbers of the entities that it means.
    pub entities: Vec<Vec<usize>>,
}

impl Known {
    /// Whether a name or a word of nationality stands there.
    pub(super) fn is_name(&self, token: usize) -> bool {
        matches!(self.kinds[token][0], 1 | 2)
    }
}

/// A run of words of a text with the rows of their pieces.
#[derive(Debug)]
pub struct Window {
    /// The first word.
    pub first: usize,
    /// The place of each word's first piece.
    pub starts: Vec<usize>,
    /// The pieces, with the marks.
    pub pieces: Vec<u32>,
}

/// An act as the heads see it.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// The token that shows it.
    pub trigger: usize,
    /// Number of the relation.
    pub relation: usize,
    /// How likely it is that the trigger shows this relation.
    pub probability: f32,
    /// How likely each status is.
    pub statuses: [f32; STATUSES],
    /// The first token that may be an end.
    pub first: usize,
    /// For each token from `first` on, how likely it is that it names the end of each role.
    pub roles: Vec<[f32; ROLES]>,
}

/// Encoder and heads.
#[derive(Debug)]
pub struct Network {
    vocabulary: Vocabulary,
    encoder: Encoder,
    tag: Vec<f32>,
    deprel: Vec<f32>,
    kind: Vec<f32>,
    entity: Vec<f32>,
    trigger: [Weights; 2],
    status: [Weights; 2],
    role_of_trigger: Weights,
    role_of_word: Weights,
    query: Weights,
    key: Weights,
    relation: Vec<f32>,
    distance: Vec<f32>,
    path: Vec<f32>,
    role: [Weights; 2],
    links: Links,
}

/// What the network writes on, kept from window to window.
#[derive(Debug, Default)]
pub struct Sheets {
    desk: Desk,
    pub(super) words: Vec<f32>,
    pub(super) rows: Rows,
    pub(super) inner: Vec<f32>,
    pub(super) scores: Vec<f32>,
    pub(super) own: Vec<f32>,
    every: Vec<f32>,
    query: Vec<f32>,
    keys: Vec<f32>,
    pairs: Vec<f32>,
}

impl Network {
    /// Takes the network from a model.
    pub fn read(header: &Header, tensors: &mut Tensors) -> Result<Self> {
        let relations = header.relations.len();
        let network = Self {
            vocabulary: Vocabulary::new(header),
            encoder: Encoder::read(tensors, header.layers)?,
            tag: tensors.floats("tag", FEATURE)?,
            deprel: tensors.floats("deprel", FEATURE)?,
            kind: tensors.floats("kind", FEATURE)?,
            entity: tensors.floats("entity", FEATURE)?,
            trigger: [
                tensors.layer("trigger.0", ROW, TRIGGER)?,
                tensors.layer("trigger.1", TRIGGER, relations)?,
            ],
            status: [tensors.layer("status.0", ROW, STATUS)?, tensors.layer("status.1", STATUS, STATUSES)?],
            role_of_trigger: tensors.layer("role_of_trigger", ROW, ROLE)?,
            role_of_word: tensors.layer("role_of_word", ROW, ROLE)?,
            query: tensors.layer("query", ROW, MATCH)?,
            key: tensors.layer("key", ROW, MATCH)?,
            relation: tensors.floats("relation", ROLE)?,
            distance: tensors.floats("distance", ROLE)?,
            path: tensors.floats("path", ROLE)?,
            role: [tensors.layer("role.0", ROLE + MATCH, INNER)?, tensors.layer("role.1", INNER, ROLES)?],
            links: Links::read(tensors)?,
        };
        for (what, rows, wanted) in [
            ("pieces", network.encoder.pieces(), header.pieces.len()),
            ("relations", network.relation.len() / ROLE, relations),
            ("tags", network.tag.len() / FEATURE, header.tags.len() + 1),
            ("labels", network.deprel.len() / FEATURE, header.deprels.len() + 1),
            ("kinds of mention", network.kind.len() / FEATURE, KINDS),
            ("types of entity", network.entity.len() / FEATURE, TYPES),
            ("distances", network.distance.len() / ROLE, DISTANCES),
        ] {
            if rows != wanted {
                return Err(model_error(format!("it has {rows} {what} where {wanted} are needed")));
            }
        }
        if network.path.len() / ROLE <= header.paths.len() {
            return Err(model_error("it has more paths than rows for them"));
        }
        Ok(network)
    }

    /// The heads that tell who is who.
    pub fn links(&self) -> &Links {
        &self.links
    }

    /// The acts of a window whose trigger is at least [`NOTICED`]; its mentions go to `noticed`.
    pub fn read_window(
        &self,
        doc: &AnalysedText,
        known: &Known,
        window: &Window,
        relations: usize,
        sheets: &mut Sheets,
        noticed: &mut Noticed,
    ) -> Vec<Candidate> {
        let count = window.starts.len();
        let hidden = self.encoder.encode(&window.pieces, &window.starts, &mut sheets.desk);
        sheets.words.clear();
        for (i, row) in hidden.chunks_exact(WIDTH).enumerate() {
            let token = window.first + i;
            sheets.words.extend_from_slice(row);
            let [tag, deprel] = self.vocabulary.word(doc, token);
            let [kind, entity] = known.kinds[token].map(usize::from);
            for (table, row) in
                [(&self.tag, tag), (&self.deprel, deprel), (&self.kind, kind), (&self.entity, entity)]
            {
                sheets.words.extend_from_slice(&table[row * FEATURE..][..FEATURE]);
            }
        }
        self.links.notice(window.first, known, sheets, noticed);
        sheets.rows.fill(&sheets.words, ROW);
        through(&self.trigger, TRIGGER, &mut sheets.rows, &mut sheets.inner, &mut sheets.scores);
        let mut found: Vec<Candidate> = Vec::new();
        for (i, scores) in sheets.scores.chunks_exact(relations).enumerate() {
            for (relation, &score) in scores.iter().enumerate() {
                let probability = sigmoid(score);
                if probability >= NOTICED {
                    found.push(Candidate {
                        trigger: window.first + i,
                        relation,
                        probability,
                        statuses: [0.0; STATUSES],
                        first: window.first + i.saturating_sub(REACH),
                        roles: Vec::new(),
                    });
                }
            }
        }
        if found.is_empty() {
            return found;
        }
        sheets.rows.fill(&sheets.words, ROW);
        multiply(&sheets.rows, &self.role_of_word, &mut sheets.every);
        multiply(&sheets.rows, &self.key, &mut sheets.keys);
        for act in &mut found {
            let at = act.trigger - window.first;
            sheets.rows.fill(&sheets.words[at * ROW..][..ROW], ROW);
            multiply(&sheets.rows, &self.role_of_trigger, &mut sheets.own);
            multiply(&sheets.rows, &self.query, &mut sheets.query);
            add(&mut sheets.own, &self.relation[act.relation * ROLE..][..ROLE]);
            through(&self.status, STATUS, &mut sheets.rows, &mut sheets.inner, &mut sheets.scores);
            act.statuses = softmax(&sheets.scores);
            let (from, to) = (act.first - window.first, count.min(at + REACH + 1));
            let up = Upward::of(doc, act.trigger);
            sheets.pairs.clear();
            for word in from..to {
                let begin = sheets.pairs.len();
                sheets.pairs.extend_from_slice(&sheets.every[word * ROLE..][..ROLE]);
                let sums = &mut sheets.pairs[begin..];
                add(sums, &sheets.own);
                add(sums, &self.distance[bucket(at, word) * ROLE..][..ROLE]);
                add(sums, &self.path[self.vocabulary.path(doc, &up, window.first + word) * ROLE..][..ROLE]);
                positive(sums);
                sheets.pairs.extend_from_slice(&sheets.keys[word * MATCH..][..MATCH]);
                product(&mut sheets.pairs[begin + ROLE..], &sheets.query);
            }
            sheets.rows.fill(&sheets.pairs, ROLE + MATCH);
            through(&self.role, INNER, &mut sheets.rows, &mut sheets.inner, &mut sheets.scores);
            let scores = sheets.scores.as_chunks::<ROLES>().0;
            act.roles.extend(scores.iter().map(|scores| scores.map(sigmoid)));
        }
        found
    }
}

/// Two layers with zero for what is negative between them.
pub(super) fn through(
    layers: &[Weights; 2],
    width: usize,
    rows: &mut Rows,
    inner: &mut Vec<f32>,
    out: &mut Vec<f32>,
) {
    multiply(rows, &layers[0], inner);
    positive(inner);
    rows.fill(inner, width);
    multiply(rows, &layers[1], out);
}

fn softmax(scores: &[f32]) -> [f32; STATUSES] {
    let top = scores.iter().fold(f32::NEG_INFINITY, |a, &b| if b > a { b } else { a });
    let mut out = [0.0; STATUSES];
    for (out, score) in out.iter_mut().zip(scores) {
        *out = exp(score - top);
    }
    let total = (out[0] + out[1]) + (out[2] + out[3]);
    out.map(|x| x / total)
}
