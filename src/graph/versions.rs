//! Which text of an article holds: the latest of those that have its id or its address.
//!
//! The set of versions only grows, and which of them holds follows from that set alone; so what the others say can be let
//! go, and merging stays a union: no version that comes later makes one of them hold again.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::claims::DocumentKey;
use crate::schema::Document;

/// A text of an article as it was once read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Version {
    /// The name that its reader gave it, as [`Document::id`].
    pub id: Arc<str>,
    /// [`Document::sha256`].
    #[serde(default, skip_serializing_if = "is_empty")]
    pub sha256: Arc<str>,
    /// [`Document::date`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Arc<str>>,
    /// [`Document::modified`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub modified: Option<Arc<str>>,
    /// [`Document::url`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<Arc<str>>,
    /// [`Document::corrects`].
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub corrects: bool,
    /// [`Document::numbered`].
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub numbered: bool,
}

fn is_empty(text: &Arc<str>) -> bool {
    text.is_empty()
}

impl Version {
    pub(crate) fn of(document: &Document) -> Self {
        let text = |text: &Option<String>| text.as_deref().map(Arc::from);
        Self {
            id: document.id.as_str().into(),
            sha256: document.sha256.as_str().into(),
            date: text(&document.date),
            modified: text(&document.modified),
            url: text(&document.url),
            corrects: document.corrects,
            numbered: document.numbered,
        }
    }

    /// When it is known to have stood, ISO 8601: the later of its dates.
    pub fn day(&self) -> Option<&str> {
        self.date.as_deref().max(self.modified.as_deref())
    }

    pub(crate) fn key(&self) -> DocumentKey {
        DocumentKey { id: Arc::clone(&self.id), sha256: Arc::clone(&self.sha256) }
    }

    /// The id, where it tells one article from others: what is only numbered may be anything on another day.
    pub(crate) fn name(&self) -> Option<&str> {
        (!self.numbered).then_some(&*self.id)
    }

    /// The address, where it tells one article from others.
    pub(crate) fn address(&self) -> Option<&str> {
        address(self.url.as_deref()?)
    }

    /// The greatest of an article's versions holds. Of two from one day it is one that corrects what stood before, and
    /// else the one with the greater digest: something must decide, and never the order of reading.
    pub(crate) fn rank(&self) -> impl Ord + '_ {
        (self.day(), self.corrects, &self.sha256, self)
    }
}

/// An address without its scheme; none where it leads to a whole site.
pub(crate) fn address(url: &str) -> Option<&str> {
    let rest = ["https://", "http://"].iter().find_map(|scheme| url.strip_prefix(scheme))?;
    let rest = rest.strip_suffix('/').unwrap_or(rest);
    rest.split_once('/').is_some_and(|(host, path)| !host.is_empty() && !path.is_empty()).then_some(rest)
}

/// The versions of each article.
pub(crate) fn articles(versions: &BTreeSet<Version>) -> Vec<Vec<&Version>> {
    let all: Vec<&Version> = versions.iter().collect();
    let mut above: Vec<usize> = (0..all.len()).collect();
    let mut keys: BTreeMap<DocumentKey, usize> = BTreeMap::new();
    let mut names: BTreeMap<&str, usize> = BTreeMap::new();
    let mut addresses: BTreeMap<&str, usize> = BTreeMap::new();
    for (i, version) in all.iter().enumerate() {
        let same = [
            Some(*keys.entry(version.key()).or_insert(i)),
            version.name().map(|name| *names.entry(name).or_insert(i)),
            version.address().map(|address| *addresses.entry(address).or_insert(i)),
        ];
        for other in same.into_iter().flatten() {
            let (a, b) = (root(&mut above, i), root(&mut above, other));
            above[a.max(b)] = a.min(b);
        }
    }
    let mut articles: BTreeMap<usize, Vec<&Version>> = BTreeMap::new();
    for (i, version) in all.iter().enumerate() {
        articles.entry(root(&mut above, i)).or_default().push(version);
    }
    articles.into_values().collect()
}

fn root(above: &mut [usize], mut i: usize) -> usize {
    while above[i] != i {
        above[i] = above[above[i]];
        i = above[i];
    }
    i
}

/// The version of an article that holds.
pub(crate) fn holding<'v>(article: &[&'v Version]) -> Option<&'v Version> {
    article.iter().copied().max_by(|a, b| a.rank().cmp(&b.rank()))
}

/// How many texts the versions of an article are.
pub(crate) fn texts<'v>(article: impl IntoIterator<Item = &'v Version>) -> usize {
    article.into_iter().map(|version| &version.sha256).collect::<BTreeSet<_>>().len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(id: &str, sha256: &str, date: Option<&str>, url: Option<&str>) -> Version {
        let text = |text: Option<&str>| text.map(str::to_owned);
        Version::of(&Document {
            id: id.to_owned(),
            sha256: sha256.to_owned(),
            date: text(date),
            url: text(url),
            ..Document::default()
        })
    }

    #[test]
    fn an_id_or_an_address_makes_one_article_and_its_latest_text_holds() {
        let versions = BTreeSet::from([
            version("a", "1", Some("2025-03-10"), None),
            version("a", "0", Some("2025-03-11"), Some("https://a.example/news/1")),
            version("b", "2", None, Some("http://a.example/news/1/")),
            version("c", "3", Some("2025-03-12"), Some("https://a.example/")),
            version("d", "4", Some("2025-03-12"), Some("https://a.example/")),
        ]);
        let held: Vec<(usize, &str)> = articles(&versions)
            .iter()
            .map(|article| (article.len(), &*holding(article).unwrap().sha256))
            .collect();
        assert_eq!(held, [(3, "0"), (1, "3"), (1, "4")]);
    }

    #[test]
    fn a_correction_of_the_same_day_holds_and_a_number_is_no_name() {
        let first = version("a", "9", Some("2025-03-10"), None);
        let second = Version { corrects: true, ..version("a", "1", Some("2025-03-10"), None) };
        assert_eq!(holding(&[&first, &second]), Some(&second));
        let later = Version { modified: Some("2025-03-10T09:00:00Z".into()), ..first.clone() };
        assert_eq!(holding(&[&later, &second]), Some(&later));
        let numbered = |version| Version { numbered: true, ..version };
        assert_eq!(articles(&BTreeSet::from([numbered(first), numbered(second)])).len(), 2);
    }
}
