//! The tagger: from encoded tokens to Penn Treebank tags.

use super::network::{Linear, WIDTH};
use super::pack::{PackReader, model_error};
use crate::error::Result;
use crate::text::Tag;

/// The tagger's output layer and the tags of its classes.
#[derive(Debug)]
pub struct Tagger {
    tags: Vec<Tag>,
    output: Linear,
}

impl Tagger {
    /// Reads the layer.
    pub fn read(reader: &mut PackReader) -> Result<Self> {
        let mut tags = Vec::new();
        for _ in 0..reader.length()? {
            let label = reader.string()?;
            tags.push(
                Tag::from_label(&label)
                    .ok_or_else(|| model_error(format!("the tagger has a tag that is not known: {label}")))?,
            );
        }
        if tags.is_empty() {
            return Err(model_error("the tagger has no tags"));
        }
        Ok(Self { output: Linear::read(reader, WIDTH, tags.len())?, tags })
    }

    /// Tags `rows` encoded tokens.
    pub fn tag(&self, encoded: &[f32], rows: usize, scores: &mut Vec<f32>, out: &mut Vec<Tag>) {
        self.output.apply(encoded, rows, scores);
        out.extend(scores.chunks_exact(self.output.width()).take(rows).map(|scores| {
            let mut best = 0;
            for (class, &score) in scores[..self.tags.len()].iter().enumerate() {
                if score > scores[best] {
                    best = class;
                }
            }
            self.tags[best]
        }));
    }
}
