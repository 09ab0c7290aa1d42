//! Phrases for topics, made comparable.
//!
//! Phrases of one [`topic_key`] are one topic. A topic is *narrower* than another when it is about the same head with
//! more said of it ("Russian security guarantees" than "security guarantees"), or when its head only stands for
//! something said about the other ("a US offer of security guarantees"), or where a table knows it. All words are data.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, LazyLock};

use serde::Deserialize;

use super::slug::plain;
use crate::schema::{RelationKind, Stance};

/// The table in `data/topics.toml`, where each part is explained.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    skipped: Vec<String>,
    prepositions: BTreeSet<String>,
    of: String,
    longest_complement: usize,
    negations: BTreeSet<String>,
    bearing: BTreeSet<String>,
    wishes: BTreeMap<Stance, BTreeSet<String>>,
    measures: BTreeMap<RelationKind, BTreeSet<String>>,
    endings: Vec<Ending>,
    spelling: BTreeMap<String, Vec<String>>,
    verbs: BTreeMap<String, Vec<String>>,
    known: Vec<Known>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Ending {
    from: String,
    to: String,
    #[serde(default)]
    unless: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Known {
    broader: String,
    heads: BTreeSet<String>,
}

struct Words {
    table: Table,
    /// From a form of a verb to the noun of its act.
    nouns: BTreeMap<String, String>,
    /// From a spelling to the other, each with spaces around.
    spellings: Vec<(String, String)>,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let table: Table = toml::from_str(include_str!("../../data/topics.toml")).expect("the table is tested");
    let nouns = table.verbs.iter().flat_map(|(noun, forms)| forms.iter().map(|f| (f.clone(), noun.clone())));
    let spellings = table
        .spelling
        .iter()
        .flat_map(|(word, forms)| forms.iter().map(move |f| (format!(" {f} "), format!(" {word} "))));
    let (nouns, spellings) = (nouns.collect(), spellings.collect());
    Words { table, nouns, spellings }
});

/// Most words beside the head for which broader topics are looked for: a longer phrase is a whole sentence, and the
/// number of its parts doubles with each word.
const MOST_MODIFIERS: usize = 8;

/// What a phrase is a wish for or against, if it is one: "his push", "their opposition".
pub(crate) fn wish(phrase: &str) -> Option<Stance> {
    // The first word of the kind: opposition to a plan is against it.
    let of = |word: &String| {
        let mut wishes = WORDS.table.wishes.iter();
        wishes.find(|(_, nouns)| nouns.contains(word)).map(|(stance, _)| *stance)
    };
    stems(phrase).iter().find_map(of)
}

/// The relation of acts that leave in force what a phrase names: "sanctions on Syria".
pub(crate) fn measure(phrase: &str) -> Option<RelationKind> {
    let words = stems(phrase);
    let mut measures = WORDS.table.measures.iter();
    measures.find(|(_, nouns)| words.iter().any(|word| nouns.contains(word))).map(|(relation, _)| *relation)
}

/// The words of a phrase that tell which topic it is: plain, without quotation marks, punctuation and articles.
/// A phrase of nothing else keeps what it has.
pub(crate) fn phrase_words(phrase: &str) -> Vec<String> {
    let joined: String =
        plain(phrase).chars().filter(|c| !matches!(c, '\'' | '’' | '‘' | '\u{2bc}')).collect();
    let words: Vec<String> =
        joined.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_owned).collect();
    let telling: Vec<String> = words.iter().filter(|w| !WORDS.table.skipped.contains(w)).cloned().collect();
    if telling.is_empty() { words } else { telling }
}

/// What two phrases for one topic have in common. A phrase without a letter or digit is its own.
pub(crate) fn topic_key(phrase: &str) -> String {
    let form = Form::new(phrase);
    if form.words.is_empty() { phrase.to_owned() } else { form.words.join(" ") }
}

/// A phrase in canonical order.
struct Form {
    /// All words, what "of" brings behind a noun put before it.
    words: Vec<String>,
    /// Where the word that the phrase is about stands.
    head: usize,
    /// What a head that stands for something said is said about.
    content: Option<(usize, usize)>,
}

impl Form {
    fn new(phrase: &str) -> Self {
        let table = &WORDS.table;
        let mut words = stems(phrase);
        let is_preposition = |word: &String| table.prepositions.contains(word);
        let until = |words: &[String], from: usize| {
            words[from.min(words.len())..].iter().position(is_preposition).map_or(words.len(), |n| from + n)
        };
        // "Ceding Donbas to Russia": the object goes before the noun of the act.
        if let Some(noun) = words.first().and_then(|first| WORDS.nouns.get(first)).cloned() {
            let end = until(&words, 1);
            if words.get(end) == Some(&table.of) && end == 1 {
                words[0] = noun;
            } else {
                words.remove(0);
                words.insert(end - 1, noun);
            }
        }
        let first = until(&words, 0);
        let mut content = None;
        if first > 0 && words.get(first) == Some(&table.of) {
            let end = until(&words, first + 1);
            let complement = first + 1..end;
            if !complement.is_empty() && complement.len() <= table.longest_complement {
                // "Robust guarantees of security to Ukraine": robust security guarantees to Ukraine.
                let complement: Vec<String> = words[complement].to_vec();
                let head = words[first - 1].clone();
                let length = complement.len();
                words.splice(first - 1..end, complement.into_iter().chain([head]));
                content = Some((first - 1, first - 1 + length));
            }
        }
        let head = until(&words, 0).max(1) - 1;
        if content.is_none() {
            content = match words.first() {
                // "Offering security guarantees"; "proposals for a ceasefire".
                Some(word) if head > 0 && table.bearing.contains(word) => Some((1, head + 1)),
                _ if head + 2 < words.len() => Some((head + 2, until(&words, head + 2))),
                _ => None,
            };
            if head > 0 && content.is_some_and(|(start, _)| start == 1) {
                return Form { words, head: 0, content };
            }
        }
        let content = content.filter(|_| words.get(head).is_some_and(|word| table.bearing.contains(word)));
        Form { words, head, content }
    }
}

/// The words of a phrase in one spelling, without articles and endings of the plural. The owner of something is another
/// word than the thing that is owned: "Russia's invasion" is no invasion of Russia.
fn stems(phrase: &str) -> Vec<String> {
    let mut text = String::from(" ");
    for word in plain(phrase).split_whitespace() {
        let word: String =
            word.chars().map(|c| if matches!(c, '’' | '‘' | '\u{2bc}') { '\'' } else { c }).collect();
        let word = word.trim_matches(|c: char| !c.is_alphanumeric() && c != '\'');
        let owner = word.strip_suffix("'s").or_else(|| word.strip_suffix('\'').filter(|w| w.ends_with('s')));
        for piece in owner.unwrap_or(word).split(|c: char| !c.is_alphanumeric() && c != '\'') {
            let piece: String = piece
                .chars()
                .filter(char::is_ascii_punctuation)
                .fold(piece.to_owned(), |p, c| p.replace(c, ""));
            if !piece.is_empty() {
                text.push_str(&piece);
                text.push_str(if owner.is_some() { "' " } else { " " });
            }
        }
    }
    for (spelling, word) in &WORDS.spellings {
        if text.contains(spelling.as_str()) {
            text = text.replace(spelling.as_str(), word);
        }
    }
    let words: Vec<String> = text
        .split_whitespace()
        .map(|word| if word.ends_with('\'') { word.to_owned() } else { stem(word) })
        .collect();
    let telling: Vec<String> = words.iter().filter(|w| !WORDS.table.skipped.contains(w)).cloned().collect();
    if telling.is_empty() { words } else { telling }
}

/// What a topic is about, for comparing it with others.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct About {
    head: String,
    modifiers: BTreeSet<String>,
}

impl About {
    /// That of words whose head is told by its place; prepositions do not count.
    fn new(words: &[String], head: usize) -> Self {
        let modifiers =
            words.iter().enumerate().filter(|(i, w)| *i != head && !WORDS.table.prepositions.contains(*w));
        About {
            head: words.get(head).cloned().unwrap_or_default(),
            modifiers: modifiers.map(|(_, w)| w.clone()).collect(),
        }
    }

    /// Itself and whatever says less of the same head; without what says no to it.
    fn parts(&self) -> Vec<About> {
        if self.modifiers.len() > MOST_MODIFIERS || !self.modifiers.is_disjoint(&WORDS.table.negations) {
            return Vec::new();
        }
        let modifiers: Vec<&String> = self.modifiers.iter().collect();
        (0..1_usize << modifiers.len())
            .map(|set| {
                let some = modifiers.iter().enumerate().filter(|(i, _)| set >> i & 1 == 1);
                About { head: self.head.clone(), modifiers: some.map(|(_, m)| (*m).clone()).collect() }
            })
            .collect()
    }
}

/// For topics, each told by one of its phrases and the lemmas of its head, the pairs of a narrower topic and the next
/// broader one, sorted.
///
/// What the words seem to be about must be their head: to "reject the plan" is no kind of plan. Where no head is known,
/// the words are believed.
pub(crate) fn broader(phrases: &[(&str, &[Arc<str>])]) -> BTreeSet<(usize, usize)> {
    let forms: Vec<Form> = phrases.iter().map(|(phrase, _)| Form::new(phrase)).collect();
    let about: Vec<About> = forms.iter().map(|form| About::new(&form.words, form.head)).collect();
    let mut all: BTreeMap<&About, Vec<usize>> = BTreeMap::new();
    for (topic, about) in about.iter().enumerate() {
        if !about.head.is_empty() {
            all.entry(about).or_default().push(topic);
        }
    }
    let known: Vec<(About, &BTreeSet<String>)> = WORDS
        .table
        .known
        .iter()
        .map(|known| {
            let form = Form::new(&known.broader);
            (About::new(&form.words, form.head), &known.heads)
        })
        .collect();
    let mut pairs = BTreeSet::new();
    for (topic, (form, own)) in forms.iter().zip(&about).enumerate() {
        let heads = phrases[topic].1.iter().flat_map(|head| phrase_words(head));
        let nouns: Vec<String> =
            heads.map(|head| WORDS.nouns.get(&head).cloned().unwrap_or_else(|| stem(&head))).collect();
        if !nouns.is_empty() && !nouns.contains(&own.head) {
            continue;
        }
        let mut found: Vec<&About> = own
            .parts()
            .iter()
            .filter(|part| *part != own)
            .filter_map(|part| all.get_key_value(part))
            .map(|(a, _)| *a)
            .collect();
        if let Some((start, end)) = form.content.filter(|(start, end)| start < end) {
            let content = About::new(&form.words[start..end], end - start - 1);
            found.extend(content.parts().iter().filter_map(|part| all.get_key_value(part)).map(|(a, _)| *a));
        }
        let heads =
            known.iter().filter(|(broader, heads)| heads.contains(&own.head) && broader.head != own.head);
        found.extend(heads.filter_map(|(broader, _)| all.get_key_value(broader)).map(|(a, _)| *a));
        // Only the next: what a found one is a kind of itself is broader by way of it.
        let next = found.iter().filter(|one| {
            !found.iter().any(|other| {
                other.head == one.head
                    && other.modifiers.len() > one.modifiers.len()
                    && one.modifiers.is_subset(&other.modifiers)
            })
        });
        pairs.extend(
            next.flat_map(|one| &all[*one]).filter(|&&other| other != topic).map(|&other| (topic, other)),
        );
    }
    pairs
}

/// A plain word without the ending of its plural.
pub(crate) fn stem(word: &str) -> String {
    for ending in &WORDS.table.endings {
        if let Some(rest) = word.strip_suffix(ending.from.as_str()) {
            if ending.unless.iter().any(|u| word.ends_with(u.as_str())) {
                continue;
            }
            if rest.chars().count() >= 3 {
                return format!("{rest}{}", ending.to);
            }
        }
    }
    word.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_quotes_and_articles_make_no_difference() {
        let words = phrase_words("\"Robust\" security guarantees for the Ukraine");
        assert_eq!(words, ["robust", "security", "guarantees", "for", "ukraine"]);
        assert_eq!(phrase_words("The"), ["the"]);
        assert!(phrase_words("“—”").is_empty());
    }

    #[test]
    fn plurals_lose_their_ending() {
        for (word, stemmed) in [
            ("guarantees", "guarantee"),
            ("countries", "country"),
            ("talks", "talk"),
            ("crisis", "crisis"),
            ("status", "status"),
            ("gas", "gas"),
        ] {
            assert_eq!(stem(word), stemmed);
        }
    }

    #[test]
    fn phrases_that_differ_by_grammar_alone_have_one_key() {
        for same in [
            &[
                "security guarantees",
                "a security guarantee",
                "the “security” guarantees",
                "guarantees of security",
            ][..],
            &["ceding Donbas", "cede the Donbas", "the cession of Donbas", "cession of the Donbas"],
            &["ceding Donbas to Russia", "the cession of Donbas to Russia"],
            &["cease-fire", "a ceasefire", "the cease fire"],
            &[
                "withdrawing troops from Syria",
                "withdrawal of troops from Syria",
                "troop withdrawal from Syria",
            ],
            &["lifting of sanctions", "lift the sanctions", "sanctions lifting"],
            &["robust guarantees of security for Ukraine", "robust security guarantees for Ukraine"],
        ] {
            for other in same {
                assert_eq!(topic_key(same[0]), topic_key(other), "{} and {other}", same[0]);
            }
        }
    }

    #[test]
    fn phrases_that_mean_other_things_have_other_keys() {
        for (one, other) in [
            ("Russia's invasion", "invasion of Russia"),
            ("ceasefire", "no ceasefire"),
            ("security guarantees", "security guarantees for Ukraine"),
            ("sanctions on Russia", "sanctions on Iran"),
            ("talks with Russia", "talks without Russia"),
            ("Trump's criticism", "criticism of Trump"),
            ("ceding Donbas", "Donbas"),
            ("its plan", "his plan"),
        ] {
            assert_ne!(topic_key(one), topic_key(other), "{one} and {other}");
        }
        assert_eq!(topic_key("“—”"), "“—”");
    }

    /// Pairs of a narrower and a broader phrase.
    fn pairs<'p>(phrases: &[&'p str]) -> Vec<(&'p str, &'p str)> {
        let unknown: Vec<(&str, &[Arc<str>])> = phrases.iter().map(|phrase| (*phrase, &[][..])).collect();
        broader(&unknown).into_iter().map(|(a, b)| (phrases[a], phrases[b])).collect()
    }

    #[test]
    fn a_topic_with_more_said_of_it_is_narrower_than_the_next_with_less() {
        let found = pairs(&[
            "security guarantees",
            "Russian security guarantees",
            "guarantees",
            "US offer of security guarantees",
            "security guarantees for Ukraine",
            "robust security guarantees for Ukraine",
            "offering security guarantees",
        ]);
        assert_eq!(
            found,
            [
                ("security guarantees", "guarantees"),
                ("Russian security guarantees", "security guarantees"),
                ("US offer of security guarantees", "security guarantees"),
                ("security guarantees for Ukraine", "security guarantees"),
                ("robust security guarantees for Ukraine", "security guarantees for Ukraine"),
                ("offering security guarantees", "security guarantees"),
            ]
        );
        assert_eq!(
            pairs(&["ceding Donbas", "territorial concessions", "a proposal for a ceasefire", "ceasefire"]),
            [("ceding Donbas", "territorial concessions"), ("a proposal for a ceasefire", "ceasefire")]
        );
    }

    #[test]
    fn what_is_done_with_a_topic_is_no_kind_of_it() {
        let heads = |head: &str| vec![Arc::from(head)];
        let (plan, reject, peace, cede, donbas) =
            (heads("plan"), heads("reject"), heads("plan"), heads("cede"), heads("concession"));
        let topics = [
            ("plan", &plan[..]),
            ("reject the plan", &reject),
            ("peace plan", &peace),
            ("ceding Donbas", &cede),
            ("territorial concessions", &donbas),
        ];
        assert_eq!(broader(&topics), BTreeSet::from([(2, 0), (3, 4)]));
    }

    #[test]
    fn what_says_no_to_a_topic_or_shares_a_mere_word_with_it_is_not_narrower() {
        for (one, other) in [
            ("no ceasefire", "ceasefire"),
            ("talks without preconditions", "talks"),
            ("security guarantees", "security"),
            ("war in Ukraine", "Ukraine"),
            ("fear of a ceasefire", "ceasefire"),
            ("Russian guarantees", "Russian sanctions"),
        ] {
            assert!(pairs(&[one, other]).is_empty(), "{one} and {other}");
        }
    }
}
