//! What a user has ruled: on who is who, names that are one and names that are kept apart; on issues, phrases that are one,
//! phrases that are kept apart, and what an issue is called.
//!
//! Rulings are claims like all others: merging joins them, a saved graph holds them, and they hold for whatever is
//! merged later. Where two contradict each other, what is kept apart stays apart.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use serde::Deserialize;
use toml::Spanned;

use crate::error::{Error, ErrorKind, Result};

use super::names::person_words;
use super::topics::topic_key;

/// What is ruled about two names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RulingKind {
    /// They are one.
    SameAs,
    /// They are two.
    KeepApart,
    /// Two phrases are one issue.
    SameIssue,
    /// Two phrases are two issues.
    KeepIssuesApart,
    /// The issue of a phrase has a label.
    CallIssue,
}

impl RulingKind {
    /// Every value, in order.
    pub const ALL: [RulingKind; 5] = [
        RulingKind::SameAs,
        RulingKind::KeepApart,
        RulingKind::SameIssue,
        RulingKind::KeepIssuesApart,
        RulingKind::CallIssue,
    ];

    /// The word used in files.
    pub fn as_str(self) -> &'static str {
        match self {
            RulingKind::SameAs => "same-as",
            RulingKind::KeepApart => "keep-apart",
            RulingKind::SameIssue => "same-issue",
            RulingKind::KeepIssuesApart => "keep-issues-apart",
            RulingKind::CallIssue => "call-issue",
        }
    }

    /// Whether it is about phrases and issues, not about names.
    pub fn is_of_issues(self) -> bool {
        matches!(self, RulingKind::SameIssue | RulingKind::KeepIssuesApart | RulingKind::CallIssue)
    }
}

/// One ruling about two names.
///
/// A name stands for whatever an article calls so in full (in any transliteration), or for what has that identifier
/// (`wikidata:Q57291`). With ` @ ` and the id of an article behind it, it stands for what that article calls so. Of rulings
/// on issues, it is a phrase, in all articles or in one; of [`RulingKind::CallIssue`] the second is the label.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ruling {
    /// What is ruled.
    pub kind: RulingKind,
    /// Both names, in order; phrase and label as they are.
    pub names: [Arc<str>; 2],
}

impl fmt::Display for Ruling {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} '{}' and '{}'", self.kind.as_str(), self.names[0], self.names[1])
    }
}

/// Rulings, in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rulings {
    all: BTreeSet<Ruling>,
}

/// A file of rulings, as a user writes it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct File {
    #[serde(default)]
    same_as: Vec<Spanned<Vec<String>>>,
    #[serde(default)]
    keep_apart: Vec<Spanned<Vec<String>>>,
    #[serde(default)]
    same_issue: Vec<Spanned<Vec<String>>>,
    #[serde(default)]
    keep_issues_apart: Vec<Spanned<Vec<String>>>,
    #[serde(default)]
    call_issue: Vec<Spanned<Vec<String>>>,
}

impl Rulings {
    /// Reads rulings: TOML with the lists `same-as`, `keep-apart`, `same-issue` and `keep-issues-apart`, each of lists of at
    /// least two names or phrases, and `call-issue`, of pairs of a phrase and a label.
    ///
    /// # Errors
    /// [`ErrorKind::Format`] with the line, when the text is something else, or when an item has fewer than two names.
    /// Contradictions are found by [`Rulings::check`].
    pub fn from_toml(text: &str) -> Result<Rulings> {
        let line = |range: Range<usize>| text[..range.start.min(text.len())].matches('\n').count() + 1;
        let file: File = toml::from_str(text).map_err(|error| {
            let what =
                if text.parse::<toml::Table>().is_err() { "not TOML" } else { "not a file of rulings" };
            let message = format!(
                "{what}: {}; write same-as = [[\"A\", \"B\"]] or keep-apart = [[\"A\", \"B\"]]",
                error.message()
            );
            let message = Error::new(ErrorKind::Format, message);
            match error.span() {
                Some(span) => message.at_line(line(span)),
                None => message,
            }
        })?;
        let mut rulings = Rulings::default();
        let kinds = [
            (RulingKind::SameAs, file.same_as),
            (RulingKind::KeepApart, file.keep_apart),
            (RulingKind::SameIssue, file.same_issue),
            (RulingKind::KeepIssuesApart, file.keep_issues_apart),
            (RulingKind::CallIssue, file.call_issue),
        ];
        for (kind, entries) in kinds {
            for entry in entries {
                let span = entry.span();
                let names = entry.into_inner();
                rulings.add(kind, &names).map_err(|error| error.at_line(line(span)))?;
            }
        }
        Ok(rulings)
    }

    /// Adds a ruling about names, each with each; of [`RulingKind::CallIssue`], a phrase and a label.
    ///
    /// # Errors
    /// [`ErrorKind::Format`], when there are fewer than two different names, or one is empty, or there are other than two of
    /// phrase and label.
    pub fn add(&mut self, kind: RulingKind, names: &[impl AsRef<str>]) -> Result<()> {
        let words = names.iter().map(|n| n.as_ref().split_whitespace().collect::<Vec<_>>().join(" "));
        if kind == RulingKind::CallIssue {
            let [phrase, label] = &words.collect::<Vec<String>>()[..] else {
                let message = "call-issue takes a phrase and a label";
                return Err(Error::new(ErrorKind::Format, message));
            };
            if phrase.is_empty() || label.is_empty() {
                return Err(Error::new(ErrorKind::Format, "call-issue takes no empty phrase or label"));
            }
            self.all.insert(Ruling { kind, names: [phrase.as_str().into(), label.as_str().into()] });
            return Ok(());
        }
        let names: BTreeSet<String> = words.collect();
        if names.len() < 2 || names.iter().any(String::is_empty) {
            let message = format!("{} takes two different names or more, and none is empty", kind.as_str());
            return Err(Error::new(ErrorKind::Format, message));
        }
        let names: Vec<Arc<str>> = names.into_iter().map(Arc::from).collect();
        for (i, one) in names.iter().enumerate() {
            for other in &names[i + 1..] {
                self.all.insert(Ruling { kind, names: [one.clone(), other.clone()] });
            }
        }
        Ok(())
    }

    /// The rulings, in order.
    pub fn iter(&self) -> impl Iterator<Item = &Ruling> {
        self.all.iter()
    }

    /// Whether nothing is ruled.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// Adds the rulings of another set.
    pub fn join(&mut self, other: Rulings) {
        self.all.extend(other.all);
    }

    /// Whether no two names are ruled to be both one, be it by way of others, and apart.
    ///
    /// # Errors
    /// [`ErrorKind::Format`], naming the rulings that contradict each other.
    pub fn check(&self) -> Result<()> {
        self.agree(RulingKind::SameAs, RulingKind::KeepApart, |name| Reference::new(name).key())?;
        self.agree(RulingKind::SameIssue, RulingKind::KeepIssuesApart, |name| {
            name.split(" @ ").map(topic_key).collect::<Vec<_>>().join("\0")
        })
    }

    fn agree(&self, one: RulingKind, apart: RulingKind, key: impl Fn(&str) -> String) -> Result<()> {
        let mut same: BTreeMap<String, Vec<(&Ruling, String)>> = BTreeMap::new();
        for ruling in self.of(one) {
            let [one, other] = ruling.names.each_ref().map(|name| key(name));
            same.entry(one.clone()).or_default().push((ruling, other.clone()));
            same.entry(other).or_default().push((ruling, one));
        }
        for apart in self.of(apart) {
            let [from, to] = apart.names.each_ref().map(|name| key(name));
            if let Some(path) = path(&same, &from, &to) {
                let path: Vec<String> = path.iter().map(ToString::to_string).collect();
                let message = format!(
                    "the rulings contradict each other: {apart}, but {}; take one of them out",
                    path.join(", ")
                );
                return Err(Error::new(ErrorKind::Format, message));
            }
        }
        Ok(())
    }

    /// The names that are kept apart inside the article of this id: both are told of this article.
    pub fn apart_in<'r>(&'r self, document: &'r str) -> impl Iterator<Item = [&'r str; 2]> {
        self.of(RulingKind::KeepApart).filter_map(move |ruling| {
            let [one, other] = ruling
                .names
                .each_ref()
                .map(|name| name.rsplit_once(" @ ").filter(|(_, of)| *of == document).map(|(name, _)| name));
            Some([one?, other?])
        })
    }

    pub(crate) fn of(&self, kind: RulingKind) -> impl Iterator<Item = &Ruling> {
        self.all.iter().filter(move |ruling| ruling.kind == kind)
    }
}

/// The rulings by which two names are one, the fewest.
fn path<'r>(
    same: &BTreeMap<String, Vec<(&'r Ruling, String)>>,
    from: &str,
    to: &str,
) -> Option<Vec<&'r Ruling>> {
    let mut came: BTreeMap<&str, (&str, &'r Ruling)> = BTreeMap::new();
    let mut open = VecDeque::from([from]);
    while let Some(name) = open.pop_front() {
        if name == to {
            let mut path = Vec::new();
            let mut at = name;
            while let Some((before, ruling)) = came.get(at).filter(|_| at != from) {
                path.push(*ruling);
                at = before;
            }
            path.reverse();
            return Some(path);
        }
        let (name, next) = same.get_key_value(name)?;
        for (ruling, other) in next {
            if other != from && !came.contains_key(other.as_str()) {
                came.insert(other, (name, ruling));
                open.push_back(other);
            }
        }
    }
    None
}

/// A name in a ruling.
pub(crate) struct Reference {
    name: Arc<str>,
    words: String,
    /// The article that it is a name in.
    pub document: Option<Arc<str>>,
}

impl Reference {
    pub fn new(text: &str) -> Self {
        let (name, document) = match text.rsplit_once(" @ ") {
            Some((name, document)) => (name, Some(document.into())),
            None => (text, None),
        };
        Reference { name: name.into(), words: person_words(name).concat(), document }
    }

    /// What two texts for one reference have in common.
    fn key(&self) -> String {
        let name = if self.words.is_empty() { &*self.name } else { self.words.as_str() };
        match &self.document {
            Some(document) => format!("{name}\0{document}"),
            None => name.to_owned(),
        }
    }

    /// Whether an article's name, or identifier, is the one meant; `folded` is the name by [`person_words`].
    pub fn is(
        &self,
        document: &str,
        name: &str,
        folded: &str,
        mut identifiers: impl Iterator<Item = Arc<str>>,
    ) -> bool {
        self.document.as_deref().is_none_or(|own| own == document)
            && (name == &*self.name
                || !self.words.is_empty() && folded == self.words
                || identifiers.any(|id| id == self.name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_of_rulings_is_read_in_any_order_as_the_same_rulings() {
        let one =
            Rulings::from_toml("same-as = [[\"B\", \"A\", \"C\"]]\nkeep-apart = [\n  [\"D\",  \"A  x\"],\n]")
                .unwrap();
        let other = Rulings::from_toml(
            "keep-apart = [[\"A x\", \"D\"]]\nsame-as = [[\"C\", \"A\"], [\"A\", \"B\"], [\"B\", \"C\"]]",
        );
        assert_eq!(one, other.unwrap());
        assert_eq!(one.iter().count(), 4);
        assert!(Rulings::from_toml("# nothing yet").unwrap().is_empty());
    }

    #[test]
    fn what_is_wrong_with_a_file_is_told_with_its_line() {
        for (text, line, what) in [
            ("same-as = [\n  [\"A\", \"B\"],\n  [\"A\"],\n]", 3, "two different names"),
            ("same-as = [\n  [\"A\", \" A \"]]", 2, "two different names"),
            ("\nsame-as = [[\"A\", \"B\"", 2, "not TOML"),
            ("\n\nsame = [[\"A\", \"B\"]]", 3, "unknown field `same`"),
            ("keep-apart = [\n[\"A\", 3]]", 2, "invalid type"),
        ] {
            let error = Rulings::from_toml(text).unwrap_err();
            assert_eq!(error.line(), Some(line), "{error}");
            assert!(error.to_string().contains(what), "{error}");
        }
    }

    #[test]
    fn a_contradiction_names_the_rulings_even_by_way_of_others() {
        let text = "same-as = [[\"Kim\", \"Kim Jong-un\"], [\"Kim Jong Un\", \"Marshal Kim\"]]\nkeep-apart = [[\"Kim\", \"Marshal Kim\"]]";
        let error = Rulings::from_toml(text).unwrap().check().unwrap_err().to_string();
        for name in [
            "keep-apart 'Kim' and 'Marshal Kim'",
            "same-as 'Kim' and 'Kim Jong-un'",
            "same-as 'Kim Jong Un' and 'Marshal Kim'",
        ] {
            assert!(error.contains(name), "{error}");
        }
        let fine = "same-as = [[\"Kim @ a\", \"Kim @ b\"]]\nkeep-apart = [[\"Kim @ a\", \"Kim @ c\"]]";
        Rulings::from_toml(fine).unwrap().check().unwrap();
    }
}
