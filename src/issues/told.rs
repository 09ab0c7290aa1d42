//! What a graph tells of its topics, article by article.

use std::collections::{BTreeMap, BTreeSet};

use crate::graph::{Evidence, Graph};

use super::vocabulary::{Number, Vocabulary};

/// Code points from the beginning of an article at which earliness is a half.
const HALF_EARLY: f32 = 600.0;

/// A topic as one article has it.
pub struct Told<'g> {
    /// Place of the article among the graph's documents.
    pub article: usize,
    /// Its id in the graph.
    pub topic: &'g str,
    /// The article's words for it.
    pub phrases: BTreeSet<&'g str>,
    /// Where the words stand that show what is said of it, in code points.
    pub places: BTreeSet<(usize, usize)>,
    /// Ids of those who act on it or have a stance on it, and whom they turn to, with how often.
    pub actors: BTreeMap<&'g str, usize>,
    /// The number of the first phrase, [`Vocabulary::phrase`].
    pub phrase: Number,
    /// Its words.
    pub words: Vec<Number>,
    /// Of each of them, whether it is a name or a number.
    pub named: Vec<bool>,
    /// Stems of those that are, sorted.
    pub names: Vec<Number>,
    /// Whether all words name a kind of thing and not which.
    pub vague: bool,
    /// How near the article's beginning it is first told (1 there, a half 600 code points on), less what the article's topics
    /// have on the mean: in a text of one sentence all are told early, and none says more of what it is about.
    pub early: f32,
    /// The part of the article's topics that has the word which most of them have, of those that are no names.
    pub main: f32,
    /// Stems of the words of the quotes, sorted.
    pub quoted: Vec<Number>,
    /// The direction of the quotes' words.
    pub quotes: Vec<f32>,
}

/// All topics of each article that tells of any, by article and by the id of the topic.
pub fn told<'g>(graph: &'g Graph, vocabulary: &mut Vocabulary) -> Vec<Told<'g>> {
    let articles: BTreeMap<&str, usize> = graph.documents().zip(0..).map(|(d, i)| (&*d.id, i)).collect();
    let mut all: BTreeMap<(usize, &'g str), Raw<'g>> = BTreeMap::new();
    let mut add = |topic: &'g str, evidence: &'g [Evidence], actors: &[&'g str]| {
        for evidence in evidence {
            let Some(&article) = articles.get(&*evidence.document) else { continue };
            let raw = all.entry((article, topic)).or_default();
            raw.phrases.extend(evidence.phrase.as_deref());
            raw.quotes.insert((evidence.quote.span.start, evidence.quote.span.end), &evidence.quote.text);
            actors.iter().for_each(|&actor| *raw.actors.entry(actor).or_default() += 1);
        }
    };
    for act in graph.acts() {
        if let Some(topic) = act.topic() {
            let actors: Vec<&str> =
                [Some(act.source()), act.target()].into_iter().flatten().map(|e| e.id()).collect();
            add(topic.id(), &act.node().evidence, &actors);
        }
    }
    for position in graph.positions() {
        add(position.topic().id(), &position.node().evidence, &[position.holder().id()]);
    }
    let finished = all.into_iter().map(|((article, topic), raw)| {
        let words = raw.phrases.first().map(|phrase| vocabulary.read_names(phrase)).unwrap_or_default();
        let phrase = vocabulary.phrase(&words);
        let (words, named): (Vec<Number>, Vec<bool>) = words.into_iter().unzip();
        let stems = words.iter().zip(&named).filter(|(_, named)| **named);
        let mut names: Vec<Number> = stems.map(|(&word, _)| vocabulary.word(word).stem).collect();
        names.sort_unstable();
        names.dedup();
        let vague = words.iter().zip(&named).all(|(&word, named)| !named && vocabulary.word(word).bare);
        let first = raw.quotes.keys().next().map_or(0, |place| place.0);
        let early = HALF_EARLY / (HALF_EARLY + first as f32);
        let mut quoted: Vec<Number> = raw.quotes.values().flat_map(|quote| vocabulary.read(quote)).collect();
        quoted.sort_unstable();
        quoted.dedup();
        let quotes = vocabulary.direction(quoted.iter().copied());
        let mut quoted: Vec<Number> = quoted.iter().map(|&word| vocabulary.word(word).stem).collect();
        quoted.sort_unstable();
        quoted.dedup();
        let places = raw.quotes.into_keys().collect();
        Told {
            article,
            topic,
            phrases: raw.phrases,
            places,
            actors: raw.actors,
            phrase,
            words,
            named,
            names,
            vague,
            early,
            main: 0.0,
            quoted,
            quotes,
        }
    });
    let mut all: Vec<Told<'g>> = finished.collect();
    all.chunk_by_mut(|a, b| a.article == b.article).for_each(|here| mark_places(here, vocabulary));
    all
}

impl Told<'_> {
    /// Its words that are no names; where it has no others, all.
    pub fn common(&self) -> impl Iterator<Item = Number> {
        let all = self.named.iter().all(|named| *named);
        self.words.iter().zip(&self.named).filter(move |(_, named)| all || !**named).map(|(word, _)| *word)
    }
}

/// Tells of the topics of one article how many share their words, and how much earlier than these each is told.
fn mark_places(here: &mut [Told<'_>], vocabulary: &Vocabulary) {
    let mut counts: BTreeMap<Number, usize> = BTreeMap::new();
    for told in here.iter() {
        let words = told.words.iter().zip(&told.named).filter(|(_, named)| !**named);
        let stems: BTreeSet<Number> = words.map(|(&word, _)| vocabulary.word(word).stem).collect();
        stems.into_iter().for_each(|stem| *counts.entry(stem).or_default() += 1);
    }
    let all = here.len() as f32;
    let mean = here.iter().map(|told| told.early).sum::<f32>() / all;
    for told in here {
        told.early -= mean;
        let most = told.common().filter_map(|word| counts.get(&vocabulary.word(word).stem)).max();
        told.main = most.map_or(0.0, |&most| most as f32 / all);
    }
}

#[derive(Default)]
struct Raw<'g> {
    phrases: BTreeSet<&'g str>,
    quotes: BTreeMap<(usize, usize), &'g str>,
    actors: BTreeMap<&'g str, usize>,
}
