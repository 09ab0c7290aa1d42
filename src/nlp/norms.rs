//! Norms: the spelling under which the networks know a word ("favour" is seen as "favor", "€" as "$").

use std::collections::HashMap;
use std::sync::LazyLock;

use super::hash::string_id;
use super::pack::PackReader;
use crate::error::Result;

/// Norms of punctuation and currency signs, by text, from `data/spacy/norms.tsv`.
static SIGNS: LazyLock<HashMap<&'static str, u64>> = LazyLock::new(|| {
    include_str!("../../data/spacy/norms.tsv")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once('\t'))
        .map(|(text, norm)| (text, string_id(norm)))
        .collect()
});

/// The pipeline's table of norms: the id of a norm by the id of a text.
#[derive(Debug)]
pub struct Norms {
    by_id: HashMap<u64, u64>,
}

impl Norms {
    /// Reads the table.
    pub fn read(reader: &mut PackReader) -> Result<Self> {
        let n = reader.length()?;
        let mut by_id = HashMap::with_capacity(n);
        for _ in 0..n {
            by_id.insert(reader.u64()?, reader.u64()?);
        }
        Ok(Self { by_id })
    }

    /// The id of the norm of a text with the id `orth` and the lower-cased form `lower`.
    pub fn norm_id(&self, text: &str, orth: u64, lower: &str) -> u64 {
        match self.by_id.get(&orth).or_else(|| (*SIGNS).get(text)) {
            Some(&norm) => norm,
            None => string_id(lower),
        }
    }
}
