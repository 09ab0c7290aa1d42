//! The heads that tell who is who: which words mention somebody, and which earlier mention a description or pronoun means
//! the same as.
//!
//! K. Lee and others, "End-to-end Neural Coreference Resolution" (2017), with the head words of mentions in place of spans.

use super::features::{DISTANCES, bucket};
use super::model::{Tensors, model_error};
use super::network::{INNER, Known, MATCH, ROLE, ROW, STATUS, Sheets, through};
use super::number::{add, exp, positive, product};
use super::product::{Rows, Weights, multiply};
use crate::error::Result;
use crate::text::{AnalysedText, Tag};

/// Types of what is mentioned: person, country, region, city, organization, group or unnamed person.
pub const MENTIONED: usize = 6;

/// Mentions before one among which it may find what it means.
const LOOK_BACK: usize = 100;

/// Words behind a mention, in its sentence, up to which it may find what it means: "In his speech, Ann said".
const LOOK_AHEAD: usize = 30;

/// Distances in sentences at which a further bucket begins.
const APART: [usize; 7] = [1, 2, 3, 4, 6, 10, 20];

/// Likenesses of two mentions.
const LIKENESSES: usize = 16;

/// A link this unlikely is left out.
const LEAST_LINK: f32 = 0.01;

/// A word that mentions somebody, and whom it may mean.
#[derive(Debug, Clone, PartialEq)]
pub struct Pointing {
    /// The token at the head of the words.
    pub token: usize,
    /// The number of the likeliest type: person, country, region, city, organization, group or unnamed person.
    pub kind: usize,
    /// How likely it is that the word mentions anybody.
    pub probability: f32,
    /// How likely it is that nobody else that the text mentions is meant; 0 for names, whose links are not asked for.
    pub first: f32,
    /// Tokens of mentions that may mean the same, with their probabilities, in text order.
    pub links: Vec<(usize, f32)>,
}

/// The heads.
#[derive(Debug)]
pub struct Links {
    mention: [Weights; 2],
    of: Weights,
    to: Weights,
    query: Weights,
    key: Weights,
    distance: Vec<f32>,
    apart: Vec<f32>,
    likeness: Vec<f32>,
    link: [Weights; 2],
    first: [Weights; 2],
}

/// The mentions of a text so far, with their rows for the links.
#[derive(Debug, Default)]
pub struct Noticed {
    /// Token, type and probability of each.
    mentions: Vec<(usize, usize, f32)>,
    of: Vec<f32>,
    to: Vec<f32>,
    query: Vec<f32>,
    key: Vec<f32>,
    first: Vec<f32>,
}

impl Links {
    /// Takes the heads from a model.
    pub fn read(tensors: &mut Tensors) -> Result<Self> {
        let links = Self {
            mention: [
                tensors.layer("mention.0", ROW, STATUS)?,
                tensors.layer("mention.1", STATUS, MENTIONED + 1)?,
            ],
            of: tensors.layer("link_of", ROW, ROLE)?,
            to: tensors.layer("link_to", ROW, ROLE)?,
            query: tensors.layer("link_query", ROW, MATCH)?,
            key: tensors.layer("link_key", ROW, MATCH)?,
            distance: tensors.floats("link_distance", ROLE)?,
            apart: tensors.floats("link_apart", ROLE)?,
            likeness: tensors.floats("link_likeness", ROLE)?,
            link: [tensors.layer("link.0", ROLE + MATCH, INNER)?, tensors.layer("link.1", INNER, 1)?],
            first: [tensors.layer("first.0", ROW, STATUS)?, tensors.layer("first.1", STATUS, 1)?],
        };
        for (what, rows, wanted) in [
            ("distances of mentions", &links.distance, DISTANCES),
            ("distances in sentences", &links.apart, APART.len() + 1),
            ("likenesses", &links.likeness, LIKENESSES),
        ] {
            if rows.len() / ROLE != wanted {
                return Err(model_error(format!("it has {} {what}, not {wanted}", rows.len() / ROLE)));
            }
        }
        Ok(links)
    }

    /// Adds the mentions of a window whose words' rows stand in `sheets`; `first` is its first word.
    pub fn notice(&self, first: usize, known: &Known, sheets: &mut Sheets, noticed: &mut Noticed) {
        sheets.rows.fill(&sheets.words, ROW);
        through(&self.mention, STATUS, &mut sheets.rows, &mut sheets.inner, &mut sheets.scores);
        let mut own: Vec<f32> = Vec::new();
        for (i, scores) in sheets.scores.as_chunks::<{ MENTIONED + 1 }>().0.iter().enumerate() {
            let top = scores.iter().fold(f32::NEG_INFINITY, |a, &b| if b > a { b } else { a });
            let powers = scores.map(|score| exp(score - top));
            let total = powers.iter().fold(0.0, |a, b| a + b);
            let probability = 1.0 - powers[MENTIONED] / total;
            let token = first + i;
            if probability < 0.5 && !known.is_name(token) {
                continue;
            }
            let mut kind = 0;
            for k in 1..MENTIONED {
                if powers[k] > powers[kind] {
                    kind = k;
                }
            }
            noticed.mentions.push((token, kind, probability));
            own.extend_from_slice(&sheets.words[i * ROW..][..ROW]);
        }
        if own.is_empty() {
            return;
        }
        sheets.rows.fill(&own, ROW);
        for (weights, out) in [
            (&self.of, &mut noticed.of),
            (&self.to, &mut noticed.to),
            (&self.query, &mut noticed.query),
            (&self.key, &mut noticed.key),
        ] {
            multiply(&sheets.rows, weights, &mut sheets.own);
            out.extend_from_slice(&sheets.own);
        }
        through(&self.first, STATUS, &mut sheets.rows, &mut sheets.inner, &mut sheets.scores);
        noticed.first.extend_from_slice(&sheets.scores);
    }

    /// Whom each of the mentions of a text may mean.
    pub fn link(&self, doc: &AnalysedText, known: &Known, noticed: &Noticed) -> Vec<Pointing> {
        let mentions = &noticed.mentions;
        let sentences: Vec<usize> = mentions.iter().map(|m| doc.sentence_of(m.0)).collect();
        let lemmas: Vec<String> = mentions.iter().map(|m| doc.tokens[m.0].lemma.to_lowercase()).collect();
        let (mut rows, mut inner, mut scores, mut pairs) =
            (Rows::default(), Vec::new(), Vec::new(), Vec::new());
        let mut out = Vec::with_capacity(mentions.len());
        for (i, &(token, kind, probability)) in mentions.iter().enumerate() {
            let mut pointing = Pointing { token, kind, probability, first: 0.0, links: Vec::new() };
            if known.is_name(token) {
                out.push(pointing);
                continue;
            }
            let near = |&j: &usize| mentions[j].0 <= token + LOOK_AHEAD && sentences[j] == sentences[i];
            let ahead = (i + 1..mentions.len()).take_while(near);
            let others: Vec<usize> = (i.saturating_sub(LOOK_BACK)..i).chain(ahead).collect();
            pairs.clear();
            for &j in &others {
                let begin = pairs.len();
                pairs.extend_from_slice(&noticed.of[i * ROLE..][..ROLE]);
                let sums = &mut pairs[begin..];
                add(sums, &noticed.to[j * ROLE..][..ROLE]);
                add(sums, &self.distance[bucket(j, i) * ROLE..][..ROLE]);
                let far = sentences[i].saturating_sub(sentences[j]);
                let far = APART.iter().filter(|&&limit| far >= limit).count();
                add(sums, &self.apart[far * ROLE..][..ROLE]);
                let other = mentions[j].0;
                let alike = likeness(doc, known, (token, &lemmas[i]), (other, &lemmas[j]));
                add(sums, &self.likeness[alike * ROLE..][..ROLE]);
                positive(sums);
                pairs.extend_from_slice(&noticed.key[j * MATCH..][..MATCH]);
                product(&mut pairs[begin + ROLE..], &noticed.query[i * MATCH..][..MATCH]);
            }
            scores.clear();
            if !others.is_empty() {
                rows.fill(&pairs, ROLE + MATCH);
                through(&self.link, INNER, &mut rows, &mut inner, &mut scores);
            }
            let new = noticed.first[i];
            let top = scores.iter().fold(new, |a, &b| if b > a { b } else { a });
            let total = scores.iter().fold(exp(new - top), |sum, &score| sum + exp(score - top));
            pointing.first = exp(new - top) / total;
            let links =
                others.iter().zip(&scores).map(|(&j, score)| (mentions[j].0, exp(score - top) / total));
            pointing.links.extend(links.filter(|link| link.1 >= LEAST_LINK));
            out.push(pointing);
        }
        out
    }
}

/// How two words that mention somebody are alike on the face of it, a bit for each: the same word or lemma; somebody the
/// rules give to both; nobody they give to both, though they know whom each means; two proper names.
fn likeness(doc: &AnalysedText, known: &Known, one: (usize, &str), other: (usize, &str)) -> usize {
    let (a, b) = (&doc.tokens[one.0], &doc.tokens[other.0]);
    let same = a.lower == b.lower || one.1 == other.1;
    let (own, others) = (&known.entities[one.0], &known.entities[other.0]);
    let shared = own.iter().any(|e| others.contains(e));
    let apart = !own.is_empty() && !others.is_empty() && !shared;
    let proper = [a, b].iter().all(|token| matches!(token.tag, Tag::Nnp | Tag::Nnps));
    usize::from(same) + 2 * usize::from(shared) + 4 * usize::from(apart) + 8 * usize::from(proper)
}
