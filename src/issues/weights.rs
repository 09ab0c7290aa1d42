//! The table in `data/issues.toml`, where each part is explained.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use serde::Deserialize;
#[cfg(feature = "store")]
use sha2::{Digest, Sha256};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Table {
    pub skipped: BTreeSet<String>,
    pub bare: BTreeSet<String>,
    pub pointing: BTreeSet<String>,
    pub within: Within,
    pub across: Across,
    pub affair: Affair,
    pub join: Join,
    pub search: Search,
}

/// Of the log-odds that two topics of one article are one issue.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Within {
    pub base: f32,
    pub words: f32,
    pub covered: f32,
    pub common: f32,
    pub kinds: f32,
    pub near: f32,
    pub quoted: f32,
    pub short: f32,
    pub early: f32,
    pub vague: f32,
}

/// Of the log-odds that two topics of different articles are one issue.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Across {
    pub base: f32,
    pub words: f32,
    pub covered: f32,
    pub main: f32,
    pub quotes: f32,
    pub vague: f32,
    pub apart: f32,
    pub affair: f32,
}

/// Of the log-odds that two articles have an issue in common.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Affair {
    pub base: f32,
    pub names: f32,
    pub both_names: f32,
    pub count: f32,
    pub texts: f32,
    pub topics: f32,
    pub shared: f32,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Join {
    pub nearest_within: f64,
    pub nearest_across: f64,
    pub within: f64,
    pub across: f64,
    pub tie: f64,
    pub absent: f64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Search {
    pub least: f32,
    pub least_word: f32,
    pub least_bare: f32,
    pub bare: f32,
    pub most: usize,
    pub same: Vec<Vec<String>>,
    pub other_words: f32,
}

const SOURCE: &str = include_str!("../../data/issues.toml");

pub static TABLE: LazyLock<Table> = LazyLock::new(|| toml::from_str(SOURCE).expect("the table is tested"));

/// What changes with anything that may group topics otherwise: the program's version and the digest of the table.
#[cfg(feature = "store")]
pub static RULE: LazyLock<String> = LazyLock::new(|| {
    let digest = Sha256::digest(SOURCE);
    let digest: String = digest[..8].iter().map(|byte| format!("{byte:02x}")).collect();
    format!("{} {digest}", env!("CARGO_PKG_VERSION"))
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_read() {
        let join = &TABLE.join;
        assert!(join.absent < join.tie && join.tie < join.across);
        assert!([join.nearest_within, join.nearest_across].iter().all(|part| (0.0..=1.0).contains(part)));
        assert!(TABLE.skipped.is_disjoint(&TABLE.bare));
    }
}
