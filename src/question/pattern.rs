//! Patterns matched on the tokens of a question.

use crate::lexicon::questions::{ActVerb, Element, Questions, Slot};
use crate::lexicon::verbs::{Trigger, Verbs};
use crate::schema::RelationKind;
use crate::text::Tag;

/// Most readings of one pattern: a long question has many that differ in where a name ends.
const MOST: usize = 64;

/// A token as patterns see it.
#[derive(Debug, Clone)]
pub(super) struct Word {
    /// Its place among the tokens of the analysed question.
    pub token: usize,
    pub lower: String,
    pub lemma: String,
    pub tag: Tag,
    /// Whether it makes a passive.
    pub passive: bool,
}

impl Word {
    pub fn is(&self, word: &str) -> bool {
        self.lower == word || self.lemma == word
    }
}

/// What each slot took: ranges of words, in the order of the pattern.
pub(super) type Bindings = Vec<(Slot, std::ops::Range<usize>)>;

/// What patterns are matched with.
#[derive(Clone, Copy)]
pub(super) struct Matcher<'a> {
    pub words: &'a [Word],
    pub questions: &'a Questions,
    pub verbs: &'a Verbs,
}

impl<'a> Matcher<'a> {
    /// All ways in which a pattern takes the whole question, those with shorter slots first.
    pub fn all(self, pattern: &[Element]) -> Vec<Bindings> {
        let mut found = Vec::new();
        self.step(&pattern.iter().collect::<Vec<_>>(), 0, &mut Vec::new(), &mut found);
        found
    }

    fn step(self, pattern: &[&Element], at: usize, bound: &mut Bindings, found: &mut Vec<Bindings>) {
        if found.len() >= MOST {
            return;
        }
        let Some((first, rest)) = pattern.split_first() else {
            if at == self.words.len() && !found.contains(bound) {
                found.push(bound.clone());
            }
            return;
        };
        match first {
            Element::Word(word) => {
                if self.words.get(at).is_some_and(|token| token.is(word)) {
                    self.step(rest, at + 1, bound, found);
                }
            }
            Element::OneOf(branches) => {
                for branch in branches {
                    let whole: Vec<&Element> = branch.iter().chain(rest.iter().copied()).collect();
                    self.step(&whole, at, bound, found);
                }
            }
            Element::Slot(slot) => {
                for end in at + 1..=self.words.len() {
                    if self.takes(*slot, at..end) {
                        bound.push((*slot, at..end));
                        self.step(rest, end, bound, found);
                        bound.pop();
                    }
                }
            }
        }
    }

    fn takes(self, slot: Slot, range: std::ops::Range<usize>) -> bool {
        match slot {
            Slot::Verb => !self.relations(range).is_empty(),
            Slot::Stance => self.questions.stances.iter().any(|(phrase, _)| self.is(range.clone(), phrase)),
            Slot::Kind => self.questions.kinds.iter().any(|(phrase, _)| self.is(range.clone(), phrase)),
            Slot::Words => range.end == self.words.len(),
            Slot::Actor | Slot::Other | Slot::Thing | Slot::Place | Slot::Of | Slot::Title => true,
        }
    }

    /// Whether words are a phrase, form or lemma each.
    pub fn is(self, range: std::ops::Range<usize>, phrase: &[String]) -> bool {
        range.len() == phrase.len()
            && self.words[range].iter().zip(phrase).all(|(word, other)| {
                word.is(other) || self.candidates(word).any(|candidate| candidate == *other)
            })
    }

    /// The relations that words ask for: that of a verb of acts in `data/questions.toml`, else those of the verbs in
    /// `data/verbs.toml` that they are.
    pub fn relations(self, range: std::ops::Range<usize>) -> Vec<RelationKind> {
        match self.listed(range.clone()) {
            Some(verb) => vec![verb.relation],
            None => self.told(range),
        }
    }

    /// The verb of acts in `data/questions.toml`, where words are one.
    pub fn listed(self, range: std::ops::Range<usize>) -> Option<&'a ActVerb> {
        let (head, others) = self.words[range].split_first()?;
        let fits = |verb: &&ActVerb| {
            verb.behind.len() == others.len()
                && verb.behind.iter().zip(others).all(|(word, other)| other.is(word))
        };
        let verbs = self.candidates(head).filter_map(|lemma| self.questions.acts.get(&lemma));
        verbs.flatten().find(fits)
    }

    /// The relations of the verbs in `data/verbs.toml` that words are, with the particles, prepositions and nouns that these ask
    /// for.
    pub fn told(self, range: std::ops::Range<usize>) -> Vec<RelationKind> {
        let Some((head, others)) = self.words[range].split_first() else { return Vec::new() };
        let mut relations = Vec::new();
        let fits = |trigger: &&Trigger| {
            trigger.satellites.len() == others.len()
                && trigger.satellites.iter().zip(others).all(|(word, other)| other.is(word))
        };
        for lemma in self.candidates(head) {
            let triggers = self.verbs.triggers.get(&lemma).into_iter().flatten();
            relations.extend(triggers.filter(fits).map(|trigger| trigger.relation));
            if !relations.is_empty() {
                // Of several senses the one that the relation itself is called by is the plain one.
                let named =
                    |relation: &&RelationKind| relation.as_str().starts_with(&lemma) && others.is_empty();
                if let Some(relation) = relations.iter().find(named) {
                    return vec![*relation];
                }
                break;
            }
        }
        relations.sort_unstable();
        relations.dedup();
        relations
    }

    /// Lemmas that a word may have: the tagger's own, then what remains when an ending is cut, since questions are not
    /// what taggers are trained on.
    fn candidates(self, word: &Word) -> impl Iterator<Item = String> {
        let cut = self.questions.endings.iter().filter_map(|(from, to)| {
            let stem = word.lower.strip_suffix(from.as_str())?;
            (stem.chars().count() >= 2).then(|| format!("{stem}{to}"))
        });
        [word.lemma.clone(), word.lower.clone()].into_iter().chain(cut)
    }
}
