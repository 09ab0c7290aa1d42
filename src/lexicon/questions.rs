//! Patterns of questions, from `data/questions.toml`.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use crate::schema::{About, ActStatus, Asks, EntityType, OfficeStatus, Order, RelationKind, Stance};

/// A piece of a pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Element {
    /// A token of this form or lemma, in lower case.
    Word(String),
    /// One of several sequences; an empty one may be left out.
    OneOf(Vec<Vec<Element>>),
    /// One token or more.
    Slot(Slot),
}

/// What a slot takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Slot {
    /// A name.
    Actor,
    /// A second name.
    Other,
    /// A name or a topic.
    Thing,
    /// Where.
    Place,
    /// The country or body of an office.
    Of,
    /// Of an office.
    Title,
    /// The trigger of a frame, or a verb of acts that no frame reads.
    Verb,
    /// Words of a stance.
    Stance,
    /// Words of a kind of answer.
    Kind,
    /// What somebody said.
    Words,
}

/// A way of asking.
#[derive(Debug, Clone)]
pub struct Pattern {
    /// What it asks.
    pub about: About,
    /// What the answer names.
    pub asks: Asks,
    /// The relation, where the pattern has no slot for it.
    pub relation: Option<RelationKind>,
    /// The stance, where the pattern has no slot for it.
    pub stance: Option<Stance>,
    /// Titles of the posts that it is about, where it has no slot for one.
    pub titles: Vec<String>,
    /// How the posts that it is about are held, where it has no slot for one.
    pub office_status: Option<OfficeStatus>,
    /// Words of which the evidence must have one in any form, where it asks for some alone.
    pub evidence: Vec<String>,
    /// Whether it asks for yes or no as well.
    pub whether: bool,
    /// Whether it asks for all, whatever their status.
    pub any_status: bool,
    /// Any of these.
    pub matches: Vec<Vec<Element>>,
    /// A question that it reads.
    pub example: String,
}

/// A verb of acts that no frame reads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActVerb {
    /// The words behind it.
    pub behind: Vec<String>,
    /// What it asks for.
    pub relation: RelationKind,
    /// Words of which the evidence must have one in any form; none where it asks for all of the relation.
    pub evidence: Vec<String>,
}

/// `data/questions.toml`; the file explains each part. Phrases are lists of words.
#[derive(Debug, Clone, Default)]
#[expect(missing_docs, reason = "the data file explains each list")]
pub struct Questions {
    pub patterns: Vec<Pattern>,
    pub lead: Vec<Vec<String>>,
    pub kinds: Vec<(Vec<String>, Option<EntityType>)>,
    pub stances: Vec<(Vec<String>, Stance)>,
    /// By the first word.
    pub acts: BTreeMap<String, Vec<ActVerb>>,
    pub endings: Vec<(String, String)>,
    pub past: Vec<String>,
    pub statuses: Vec<(Vec<String>, ActStatus)>,
    pub dropped: Vec<Vec<String>>,
    pub lasting: Vec<Vec<String>>,
    pub order: Vec<(Vec<String>, Order)>,
    pub short: Vec<(Vec<String>, String)>,
    pub lemmas: BTreeMap<String, String>,
    pub articles: Vec<String>,
    pub roles: Vec<(Vec<String>, Vec<String>)>,
    pub office_statuses: Vec<(String, OfficeStatus)>,
    pub time: Prepositions,
    pub reporter: Vec<Vec<String>>,
    pub doubt: Vec<Vec<String>>,
}

/// Prepositions before a date.
#[derive(Debug, Clone, Default)]
#[expect(missing_docs, reason = "the data file explains each list")]
pub struct Prepositions {
    pub on: Vec<Vec<String>>,
    pub since: Vec<Vec<String>>,
    pub after: Vec<Vec<String>>,
    pub before: Vec<Vec<String>>,
    pub until: Vec<Vec<String>>,
    pub between: Vec<Vec<String>>,
    pub and: Vec<Vec<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    lead: Vec<String>,
    short: BTreeMap<String, String>,
    order: BTreeMap<Order, Vec<String>>,
    lemma: BTreeMap<String, Vec<String>>,
    articles: Vec<String>,
    role: Vec<FileRole>,
    macros: BTreeMap<String, Vec<String>>,
    kinds: BTreeMap<String, Vec<String>>,
    stances: BTreeMap<String, Vec<String>>,
    acts: BTreeMap<RelationKind, Vec<Vec<String>>>,
    verbs: FileVerbs,
    status: BTreeMap<String, Vec<String>>,
    office_status: BTreeMap<String, Vec<String>>,
    time: FileTime,
    reporter: FileCues,
    doubt: FileCues,
    pattern: Vec<FilePattern>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileVerbs {
    endings: Vec<(String, String)>,
    past: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileTime {
    on: Vec<String>,
    since: Vec<String>,
    after: Vec<String>,
    before: Vec<String>,
    until: Vec<String>,
    between: Vec<String>,
    and: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileCues {
    cues: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileRole {
    name: String,
    words: Vec<String>,
    titles: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FilePattern {
    about: About,
    asks: Asks,
    relation: Option<RelationKind>,
    stance: Option<Stance>,
    /// Name of a role.
    role: Option<String>,
    office_status: Option<OfficeStatus>,
    #[serde(default)]
    evidence: Vec<String>,
    #[serde(default)]
    whether: bool,
    #[serde(default)]
    any_status: bool,
    #[serde(rename = "match")]
    matches: Vec<String>,
    example: String,
}

fn phrase(text: &str) -> Vec<String> {
    text.split(' ').map(str::to_owned).collect()
}

/// Phrases, the longest first, so that what says more is tried before what says less.
fn phrases(texts: &[String]) -> Vec<Vec<String>> {
    let mut all: Vec<Vec<String>> = texts.iter().map(|text| phrase(text)).collect();
    all.sort_by_key(|words| std::cmp::Reverse(words.len()));
    all
}

impl Questions {
    /// The patterns compiled into the program.
    ///
    /// # Panics
    /// When the compiled-in file is malformed, which a test rules out.
    pub fn builtin() -> Self {
        Self::parse(include_str!("../../data/questions.toml")).expect("data/questions.toml is well-formed")
    }

    fn parse(toml: &str) -> Result<Self, String> {
        let file: File = toml::from_str(toml).map_err(|error| error.to_string())?;
        let mut patterns = Vec::new();
        for raw in &file.pattern {
            let mut matches = Vec::new();
            for text in &raw.matches {
                matches.push(compile(text, &file.macros).map_err(|why| format!("'{text}': {why}"))?);
            }
            let titles = match &raw.role {
                Some(name) => file.role.iter().find(|role| role.name == *name).ok_or(name)?.titles.clone(),
                None => Vec::new(),
            };
            patterns.push(Pattern {
                titles,
                office_status: raw.office_status,
                evidence: raw.evidence.clone(),
                whether: raw.whether,
                any_status: raw.any_status,
                about: raw.about,
                asks: raw.asks,
                relation: raw.relation,
                stance: raw.stance,
                matches,
                example: raw.example.clone(),
            });
        }
        let mut kinds = Vec::new();
        for (kind, words) in &file.kinds {
            let kind = if kind == "any" { None } else { Some(kind.parse().map_err(|_| kind.clone())?) };
            kinds.extend(words.iter().map(|word| (phrase(word), kind)));
        }
        let mut stances = Vec::new();
        for (stance, words) in &file.stances {
            let stance: Stance = stance.parse().map_err(|_| stance.clone())?;
            stances.extend(words.iter().map(|word| (phrase(word), stance)));
        }
        let mut acts: BTreeMap<String, Vec<ActVerb>> = BTreeMap::new();
        for (relation, lists) in &file.acts {
            for (i, texts) in lists.iter().enumerate() {
                let longest =
                    |text: &String| phrase(text).into_iter().rev().max_by_key(|word| word.chars().count());
                let evidence: BTreeSet<String> =
                    if i == 0 { BTreeSet::new() } else { texts.iter().filter_map(longest).collect() };
                for text in texts {
                    let mut words = phrase(text);
                    let behind = words.split_off(1);
                    let verbs = acts.entry(words.concat()).or_default();
                    if verbs.iter().any(|verb| verb.behind == behind) {
                        return Err(format!("'{text}' stands twice in the lists of acts"));
                    }
                    let evidence = evidence.iter().cloned().collect();
                    verbs.push(ActVerb { behind, relation: *relation, evidence });
                }
            }
        }
        let mut statuses = Vec::new();
        let (mut dropped, mut lasting) = (Vec::new(), Vec::new());
        for (status, words) in &file.status {
            match status.as_str() {
                "dropped" => {
                    dropped = phrases(words);
                    continue;
                }
                "lasting" => {
                    lasting = phrases(words);
                    continue;
                }
                _ => {}
            }
            let status: ActStatus = status.parse().map_err(|_| status.clone())?;
            statuses.extend(words.iter().map(|word| (phrase(word), status)));
        }
        let mut office_statuses = Vec::new();
        for (status, words) in &file.office_status {
            let status: OfficeStatus = status.parse().map_err(|_| status.clone())?;
            office_statuses.extend(words.iter().map(|word| (word.clone(), status)));
        }
        let time = &file.time;
        let mut short: Vec<_> =
            file.short.into_iter().map(|(from, to)| (phrase(&from.to_lowercase()), to)).collect();
        short.sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
        let mut order = Vec::new();
        for (which, words) in file.order {
            order.extend(phrases(&words).into_iter().map(|words| (words, which)));
        }
        let roles = file
            .role
            .into_iter()
            .flat_map(|role| role.words.into_iter().map(move |words| (phrase(&words), role.titles.clone())));
        let lemmas = file
            .lemma
            .into_iter()
            .flat_map(|(lemma, forms)| forms.into_iter().map(move |form| (form, lemma.clone())));
        Ok(Self {
            lemmas: lemmas.collect(),
            articles: file.articles,
            order,
            short,
            roles: roles.collect(),
            patterns,
            lead: phrases(&file.lead),
            kinds,
            stances,
            acts,
            endings: file.verbs.endings,
            past: file.verbs.past,
            statuses,
            dropped,
            lasting,
            office_statuses,
            time: Prepositions {
                on: phrases(&time.on),
                since: phrases(&time.since),
                after: phrases(&time.after),
                before: phrases(&time.before),
                until: phrases(&time.until),
                between: phrases(&time.between),
                and: phrases(&time.and),
            },
            reporter: phrases(&file.reporter.cues),
            doubt: phrases(&file.doubt.cues),
        })
    }
}

fn compile(text: &str, macros: &BTreeMap<String, Vec<String>>) -> Result<Vec<Element>, String> {
    let mut rest = text;
    let elements = sequence(&mut rest, macros)?;
    if rest.is_empty() { Ok(elements) } else { Err(format!("what is '{rest}'?")) }
}

/// Elements up to the end, a bar or a closing bracket.
fn sequence(rest: &mut &str, macros: &BTreeMap<String, Vec<String>>) -> Result<Vec<Element>, String> {
    let mut elements = Vec::new();
    loop {
        *rest = rest.trim_start();
        let Some(first) = rest.chars().next() else { return Ok(elements) };
        match first {
            '|' | ')' | ']' => return Ok(elements),
            '(' | '[' => {
                let mut branches = if first == '[' { vec![Vec::new()] } else { Vec::new() };
                loop {
                    *rest = &rest[1..];
                    branches.push(sequence(rest, macros)?);
                    match rest.chars().next() {
                        Some('|') => {}
                        Some(')') if first == '(' => break,
                        Some(']') if first == '[' => break,
                        _ => return Err("a bracket is not closed".to_owned()),
                    }
                }
                *rest = &rest[1..];
                elements.push(Element::OneOf(branches));
            }
            '<' => {
                let name = upto(rest, '>')?;
                let of = macros.get(name).ok_or_else(|| format!("there is no macro '{name}'"))?;
                let branches: Result<_, _> = of.iter().map(|text| compile(text, macros)).collect();
                elements.push(Element::OneOf(branches?));
            }
            '{' => elements.push(Element::Slot(slot(upto(rest, '}')?)?)),
            _ => {
                let end = rest.find([' ', '|', ')', ']']).unwrap_or(rest.len());
                elements.push(Element::Word(rest[..end].to_owned()));
                *rest = &rest[end..];
            }
        }
    }
}

/// What stands between the bracket that `rest` begins with and `close`; `rest` goes on behind it.
fn upto<'t>(rest: &mut &'t str, close: char) -> Result<&'t str, String> {
    let end = rest.find(close).ok_or("a bracket is not closed")?;
    let inside = &rest[1..end];
    *rest = &rest[end + 1..];
    Ok(inside)
}

fn slot(name: &str) -> Result<Slot, String> {
    Ok(match name {
        "actor" => Slot::Actor,
        "other" => Slot::Other,
        "thing" => Slot::Thing,
        "place" => Slot::Place,
        "of" => Slot::Of,
        "title" => Slot::Title,
        "verb" => Slot::Verb,
        "stance" => Slot::Stance,
        "kind" => Slot::Kind,
        "words" => Slot::Words,
        _ => return Err(format!("there is no slot '{name}'")),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_compiled_in_patterns_ask_for_everything_that_an_answer_can_name() {
        let questions = Questions::builtin();
        for asks in [Asks::Actors, Asks::Titles, Asks::Count, Asks::Truth, Asks::Agreement, Asks::Difference]
        {
            assert!(questions.patterns.iter().any(|pattern| pattern.asks == asks), "{asks:?}");
        }
    }

    #[test]
    fn a_verb_asks_for_all_of_a_relation_or_for_what_its_evidence_says() {
        let acts = Questions::builtin().acts;
        let verb = |head: &str, behind: &[&str]| {
            acts[head].iter().find(|verb| verb.behind == behind).unwrap_or_else(|| panic!("{head}")).clone()
        };
        let cooperate = verb("cooperate", &["with"]);
        assert_eq!((cooperate.relation, &cooperate.evidence[..]), (RelationKind::Cooperated, &[][..]));
        let resign = verb("step", &["down"]);
        assert_eq!(resign.relation, RelationKind::Yielded);
        assert!(
            resign.evidence.contains(&"step".to_owned()) && resign.evidence.contains(&"resign".to_owned())
        );
        assert!(verb("take", &["into", "custody"]).evidence.contains(&"custody".to_owned()));
    }

    #[test]
    fn a_pattern_with_an_unknown_slot_or_macro_or_an_open_bracket_is_refused() {
        let macros = BTreeMap::from([("be".to_owned(), vec!["is".to_owned(), "be to".to_owned()])]);
        let word = |w: &str| Element::Word(w.to_owned());
        assert_eq!(
            compile("who <be> [the] {title}", &macros).unwrap(),
            [
                word("who"),
                Element::OneOf(vec![vec![word("is")], vec![word("be"), word("to")]]),
                Element::OneOf(vec![vec![], vec![word("the")]]),
                Element::Slot(Slot::Title),
            ]
        );
        for bad in ["{nobody}", "<nothing>", "(a|b", "[a", "a)"] {
            assert!(compile(bad, &macros).is_err(), "{bad}");
        }
    }
}
