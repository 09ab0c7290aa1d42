//! The table in `data/issues.toml`, where each part is explained.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use serde::Deserialize;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Table {
    pub skipped: BTreeSet<String>,
    pub bare: BTreeSet<String>,
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
    pub near: f32,
    pub quoted: f32,
    pub short: f32,
}

/// Of the log-odds that two topics of different articles are one issue.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Across {
    pub base: f32,
    pub meaning: f32,
    pub affair: f32,
}

/// Of the log-odds that two articles have an issue in common.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Affair {
    pub base: f32,
    pub names: f32,
    pub texts: f32,
    pub days: f32,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Join {
    pub nearest: f64,
    pub within: f64,
    pub across: f64,
    pub absent: f64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Search {
    pub least: f32,
    pub least_word: f32,
    pub most: usize,
}

pub static TABLE: LazyLock<Table> =
    LazyLock::new(|| toml::from_str(include_str!("../../data/issues.toml")).expect("the table is tested"));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_read() {
        assert!(TABLE.join.absent < TABLE.join.across && (0.0..=1.0).contains(&TABLE.join.nearest));
        assert!(TABLE.skipped.is_disjoint(&TABLE.bare));
    }
}
