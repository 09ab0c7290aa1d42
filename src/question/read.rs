//! From an analysed question to what it asks.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::extract::time::Direction;
use crate::lexicon::Lexicon;
use crate::lexicon::questions::{Pattern, Slot};
use crate::schema::{
    About, ActStatus, Asks, OfficeStatus, Order, PartialDate, Question, RelationKind, Stance,
};
use crate::text::{AnalysedText, Deprel, Tag, Upos};

use super::pattern::{Bindings, Matcher, Word};
use super::period::{Period, period};

/// Most examples that are shown for a question that cannot be read.
const EXAMPLES: usize = 3;

/// Most words of a verb with what belongs to it: "take to the streets against".
const TRIGGER: usize = 6;

/// A question as far as it could be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// What it may ask, the likeliest first; nothing when it fits no pattern.
    pub questions: Vec<Question>,
    /// Relations that its words are triggers of.
    pub relations: Vec<RelationKind>,
    /// Names in it, as the analysis sees them.
    pub names: Vec<String>,
    /// Questions near to it that can be read.
    pub examples: Vec<String>,
}

/// Reads a question. Dates told relative to a day ("yesterday", "in August") are counted from `today`.
///
/// ```
/// use demarche::lexicon::Lexicon;
/// use demarche::nlp::Pipeline;
/// use demarche::question;
/// use demarche::schema::{Asks, RelationKind};
///
/// let doc = Pipeline::builtin().analyser().analyse("Who proposed a ceasefire in August 2025?");
/// let reading = question::read(&doc, Lexicon::builtin(), None);
/// let first = &reading.questions[0];
/// assert_eq!((first.asks, &first.relations[..]), (Asks::Actors, &[RelationKind::Proposed][..]));
/// assert_eq!((first.thing.as_deref(), first.on.as_deref()), (Some("ceasefire"), Some("2025-08")));
/// ```
pub fn read(doc: &AnalysedText, lexicon: &Lexicon, today: Option<PartialDate>) -> Reading {
    let all = words(doc, lexicon);
    let mut readings = Vec::new();
    let direction = if is_ahead(&all, lexicon) { Direction::Future } else { Direction::Past };
    let when = period(doc, &all, lexicon, today, direction);
    let (words, reporter) = without_reporter(doc, lexicon, without(&all, &when.words));
    let is_past = |word: &Word| lexicon.questions.past.iter().any(|tag| tag == word.tag.as_str());
    let past = words.iter().any(is_past);
    let reader = Reader { doc, lexicon, reporter, when, past };
    reader.read(&words, &mut readings);
    if readings.is_empty() && !reader.when.words.is_empty() {
        // What looked like a time may be part of what is asked about: "who agreed to the truce of 1966".
        let plain = Reader { when: Period::default(), ..reader };
        plain.read(&without_reporter(doc, lexicon, all.clone()).0, &mut readings);
    }
    let matcher = Matcher { words: &all, questions: &lexicon.questions, verbs: &lexicon.verbs };
    readings.extend(by_frame(&readings, matcher));
    readings.extend(by_role(&readings, lexicon));
    readings.extend(by_country(&readings, lexicon));
    readings.extend(by_office(&readings, &all));
    readings.extend(by_status(&readings, &all, lexicon));
    readings.extend(by_lemma(&readings, &all));
    let mut relations: Vec<RelationKind> = (0..all.len()).flat_map(|i| matcher.relations(i..i + 1)).collect();
    relations.sort_unstable();
    relations.dedup();
    let names = doc.entities.iter().map(|entity| doc.slice(entity.tokens.clone()).to_owned()).collect();
    Reading { questions: readings, relations, names, examples: examples(&all, lexicon) }
}

/// Whether words stand somewhere among others, in any of their forms.
fn stands(words: &[Word], phrase: &[String]) -> bool {
    words.windows(phrase.len()).any(|run| run.iter().zip(phrase).all(|(word, other)| word.is(other)))
}

/// Whether it asks of what is to come: "on Monday" is the next one then.
fn is_ahead(words: &[Word], lexicon: &Lexicon) -> bool {
    let ahead = |status: &ActStatus| matches!(status, ActStatus::Planned | ActStatus::Possible);
    lexicon.questions.statuses.iter().any(|(phrase, status)| ahead(status) && stands(words, phrase))
}

/// The tokens that count: without punctuation around the question and words that change nothing.
fn words(doc: &AnalysedText, lexicon: &Lexicon) -> Vec<Word> {
    let mut words: Vec<Word> = doc
        .tokens
        .iter()
        .enumerate()
        .filter(|(_, token)| !matches!(token.upos, Upos::Space))
        .map(|(i, token)| Word {
            token: i,
            lower: token.lower.to_string(),
            lemma: match lexicon.questions.lemmas.get(&*token.lower) {
                Some(lemma) => lemma.clone(),
                None => token.lemma.to_lowercase(),
            },
            tag: token.tag,
            passive: token.deprel == Deprel::Auxpass,
        })
        .collect();
    let is_mark = |word: &Word| !word.lower.contains(char::is_alphanumeric);
    while words.last().is_some_and(is_mark) {
        words.pop();
    }
    let start = words.iter().position(|word| !is_mark(word)).unwrap_or(0);
    words.drain(..start);
    for lead in &lexicon.questions.lead {
        if words.len() > lead.len() && words.iter().zip(lead).all(|(word, other)| word.lower == *other) {
            words.drain(..lead.len());
        }
    }
    words
}

/// Takes out the first place where a phrase stands.
fn drop_phrase(words: &mut Vec<Word>, phrase: &[String]) -> bool {
    let is_there = |run: &[Word]| run.iter().zip(phrase).all(|(word, other)| word.lower == *other);
    let Some(at) = words.windows(phrase.len()).position(is_there) else { return false };
    words.drain(at..at + phrase.len());
    true
}

fn without(words: &[Word], ranges: &[Range<usize>]) -> Vec<Word> {
    let kept = words.iter().enumerate().filter(|(i, _)| ranges.iter().all(|range| !range.contains(i)));
    let mut kept: Vec<Word> = kept.map(|(_, word)| word.clone()).collect();
    while kept.last().is_some_and(|word| word.lower == ",") {
        kept.pop();
    }
    if kept.first().is_some_and(|word| word.lower == ",") {
        kept.remove(0);
    }
    kept
}

/// Takes out "according to X": at the end all that follows, at the start what stands before the comma.
fn without_reporter(doc: &AnalysedText, lexicon: &Lexicon, words: Vec<Word>) -> (Vec<Word>, Option<String>) {
    for cue in &lexicon.questions.reporter {
        let at = (0..words.len()).find(|&i| {
            words.len() > i + cue.len()
                && words[i..].iter().zip(cue).all(|(word, other)| word.lower == *other)
        });
        let Some(at) = at else { continue };
        let begin = at + cue.len();
        let end = match at {
            0 => words.iter().position(|word| word.lower == ",").unwrap_or(0),
            _ => words.len(),
        };
        // "According to whom" asks for it.
        if end <= begin || matches!(words[begin].tag, Tag::Wp | Tag::Wdt) {
            continue;
        }
        let name = text(doc, &words[begin..end]);
        return (without(&words, std::slice::from_ref(&(at..end))), Some(name));
    }
    (words, None)
}

/// The text of words without articles before them.
fn text(doc: &AnalysedText, words: &[Word]) -> String {
    let skip = words.iter().take_while(|word| word.tag == Tag::Dt).count();
    let words = if skip < words.len() { &words[skip..] } else { words };
    let mut text = String::new();
    for word in words {
        if !text.is_empty() && doc.tokens[word.token - 1].space_after {
            text.push(' ');
        }
        text.push_str(doc.word(word.token));
    }
    text
}

struct Reader<'a> {
    doc: &'a AnalysedText,
    lexicon: &'a Lexicon,
    reporter: Option<String>,
    when: Period,
    /// Whether any of its verbs is in the past.
    past: bool,
}

impl Reader<'_> {
    fn read(&self, words: &[Word], readings: &mut Vec<Question>) {
        let questions = &self.lexicon.questions;
        let mut kept: Vec<Word> = words.to_vec();
        questions.dropped.iter().for_each(|phrase| while drop_phrase(&mut kept, phrase) {});
        // "The first lady" is somebody: only where that is nobody is she the first that did it. A phrase of several words
        // has one meaning.
        let order = questions.order.iter().find(|(phrase, _)| {
            let mut without = kept.clone();
            drop_phrase(&mut without, phrase)
        });
        if order.is_none_or(|(phrase, _)| phrase.len() == 1) {
            self.match_all(&kept, words, None, readings);
        }
        if let Some((phrase, order)) = order {
            drop_phrase(&mut kept, phrase);
            self.match_all(&kept, words, Some(*order), readings);
        }
    }

    fn match_all(&self, kept: &[Word], all: &[Word], order: Option<Order>, readings: &mut Vec<Question>) {
        let questions = &self.lexicon.questions;
        let status = self.status(all);
        let still = questions.lasting.iter().any(|phrase| stands(all, phrase));
        let matcher = Matcher { words: kept, questions, verbs: &self.lexicon.verbs };
        for pattern in &questions.patterns {
            for elements in &pattern.matches {
                for bound in matcher.all(elements) {
                    let verb = bound.iter().find(|(slot, _)| *slot == Slot::Verb);
                    let verb = verb.map_or(&[][..], |(_, range)| &kept[range.clone()]);
                    let status = self.status_beside(all, verb, status);
                    let question = self.question(matcher, pattern, &bound, status);
                    let question = question.map(|question| Question { order, still, ..question });
                    if let Some(question) = question.filter(|question| !readings.contains(question)) {
                        readings.push(question);
                    }
                }
            }
        }
    }

    /// Whether it asks for what is planned, possible or denied. A negation says more than a modal.
    fn status(&self, words: &[Word]) -> Option<ActStatus> {
        let found = self.lexicon.questions.statuses.iter().filter(|(phrase, _)| stands(words, phrase));
        found.map(|(_, status)| *status).max()
    }

    /// The status without what the verb itself says: to refuse is an act that is asked for, and denies nothing then.
    fn status_beside(&self, words: &[Word], verb: &[Word], status: Option<ActStatus>) -> Option<ActStatus> {
        let is_verb = |word: &Word| verb.iter().any(|other| other.token == word.token);
        let beside: Vec<Word> = words.iter().filter(|word| !is_verb(word)).cloned().collect();
        match status {
            Some(ActStatus::Denied) => self.status(&beside),
            status => status,
        }
    }

    fn question(
        &self,
        matcher: Matcher<'_>,
        pattern: &Pattern,
        bound: &Bindings,
        status: Option<ActStatus>,
    ) -> Option<Question> {
        let questions = &self.lexicon.questions;
        let mut question = Question::new(pattern.asks, pattern.about);
        question.relations.extend(pattern.relation);
        question.titles.clone_from(&pattern.titles);
        question.whether = pattern.whether;
        question.any_status = pattern.any_status;
        question.stance = pattern.stance;
        question.status = status;
        for (slot, range) in bound {
            let run = &matcher.words[range.clone()];
            let name = || self.name(run);
            match slot {
                Slot::Actor => question.actor = Some(name()?),
                Slot::Other | Slot::Of => question.other = Some(name()?),
                Slot::Place => question.place = Some(name()?),
                Slot::Thing => question.thing = Some(name()?),
                Slot::Title => self.title(run, &mut question)?,
                Slot::Kind => {
                    let kind = questions.kinds.iter().find(|(phrase, _)| matcher.is(range.clone(), phrase));
                    question.kind = kind.and_then(|(_, kind)| *kind);
                }
                Slot::Verb => {
                    let by_name = question.actor.is_some() || bound.iter().any(|(s, _)| *s == Slot::Actor);
                    match pattern.asks {
                        // "Who was criticized" asks for the other end than "who criticized".
                        Asks::Actors if is_passive(matcher.words, range.start) => return None,
                        Asks::Others if !by_name && !is_passive(matcher.words, range.start) => return None,
                        Asks::Truth if is_passive(matcher.words, range.start) && by_name => {
                            let before = bound.iter().take_while(|(s, _)| *s != Slot::Verb);
                            if before.clone().any(|(s, _)| *s == Slot::Actor) {
                                return None;
                            }
                        }
                        _ => {}
                    }
                    question.relations = matcher.relations(range.clone());
                    if pattern.relation.is_some_and(|own| question.relations != [own]) {
                        return None;
                    }
                    let listed = matcher.listed(range.clone()).map(|verb| verb.evidence.clone());
                    question.words.extend(listed.filter(|forms| !forms.is_empty()));
                }
                Slot::Stance => {
                    let found = questions.stances.iter().find(|(p, _)| matcher.is(range.clone(), p));
                    question.stance = found.map(|(_, stance)| *stance);
                    question.relations = question.stance.map_or_else(Vec::new, |stance| self.acts_of(stance));
                    // What happened is an act; a stance holds.
                    if self.is_past(matcher.words, range.start)
                        && !matcher.relations(range.clone()).is_empty()
                    {
                        return None;
                    }
                }
                Slot::Words => question.words = self.content(run),
            }
        }
        if let Some(status) = pattern.office_status {
            question.office_status = vec![status];
        }
        if !pattern.evidence.is_empty() {
            question.words.push(pattern.evidence.clone());
        }
        if question.about == About::Positions && question.asks == Asks::Facts {
            // "Does he support or oppose it": any stance is an answer.
            question.stance = None;
            question.relations.clear();
        }
        if question.about == About::Positions && status == Some(ActStatus::Denied) {
            question.stance = question.stance.map(opposite);
            question.relations = question.stance.map_or_else(Vec::new, |stance| self.acts_of(stance));
        }
        question.reporter.clone_from(&self.reporter);
        question.on.clone_from(&self.when.on);
        question.since.clone_from(&self.when.since);
        question.until.clone_from(&self.when.until);
        Some(question)
    }

    /// The relations from which a stance follows most plainly.
    fn acts_of(&self, stance: Stance) -> Vec<RelationKind> {
        match stance {
            Stance::For => vec![RelationKind::Supported],
            Stance::Against => vec![RelationKind::Rejected],
            Stance::Conditional => Vec::new(),
        }
    }

    /// Whether the verb or its auxiliary is in the past.
    fn is_past(&self, words: &[Word], verb: usize) -> bool {
        let past = &self.lexicon.questions.past;
        let is = |word: &Word| past.iter().any(|tag| tag == word.tag.as_str());
        is(&words[verb]) || words[..verb].iter().any(|word| is(word) && word.lemma != word.lower)
    }

    /// A name or topic as it is asked; nothing where the words are none. Who is called by country is the country.
    fn name(&self, words: &[Word]) -> Option<String> {
        let edges = [words.first()?, words.last()?];
        let loose = |word: &&Word| {
            matches!(word.tag, Tag::Wp | Tag::Wdt | Tag::Wrb | Tag::Cc | Tag::Pos)
                || !word.lower.contains(char::is_alphanumeric)
        };
        let is_preposition = matches!(words.first()?.tag, Tag::In | Tag::To);
        let is_empty = words.iter().all(|word| self.lexicon.questions.articles.contains(&word.lower));
        let is_auxiliary = self.lexicon.questions.lemmas.contains_key(&words.first()?.lower);
        if is_preposition || is_empty || is_auxiliary || edges.iter().any(loose) {
            return None;
        }
        let text = text(self.doc, words);
        let demonym = self.lexicon.gazetteer.demonym(&text);
        Some(demonym.map_or(text, |known| known.name.to_owned()))
    }

    /// A title, with what it says of whether the office is held.
    fn title(&self, words: &[Word], question: &mut Question) -> Option<()> {
        let statuses = &self.lexicon.questions.office_statuses;
        let status = |word: &Word| statuses.iter().find(|(form, _)| *form == word.lower).map(|(_, s)| *s);
        let mut rest: Vec<Word> = words.iter().filter(|word| status(word).is_none()).cloned().collect();
        // "president-elect"
        let is_mark = |word: &Word| !word.lower.contains(char::is_alphanumeric);
        while rest.last().is_some_and(is_mark) {
            rest.pop();
        }
        while rest.first().is_some_and(is_mark) {
            rest.remove(0);
        }
        question.office_status = words.iter().filter_map(status).collect();
        let now = question.asks == Asks::Actors && !self.past && question.office_status.is_empty();
        if now || question.office_status == [OfficeStatus::Current] {
            question.office_status = vec![OfficeStatus::Current, OfficeStatus::Acting];
        }
        question.title = Some(self.name(&rest)?.to_lowercase());
        Some(())
    }

    /// The forms of each word that carries meaning.
    fn content(&self, words: &[Word]) -> Vec<Vec<String>> {
        let carries = |word: &&Word| {
            !self.lexicon.questions.lemmas.contains_key(&word.lower)
                && matches!(
                    self.doc.tokens[word.token].upos,
                    Upos::Noun | Upos::Propn | Upos::Verb | Upos::Adj | Upos::Num | Upos::Adv
                )
        };
        let forms = |word: &Word| {
            BTreeSet::from([word.lower.clone(), word.lemma.clone()]).into_iter().collect::<Vec<_>>()
        };
        words.iter().filter(carries).map(forms).collect()
    }
}

/// Whether the verb at `at` is a participle with a form of "be" before it, with or without its subject between them.
fn is_passive(words: &[Word], at: usize) -> bool {
    words[at].tag == Tag::Vbn && words[..at].iter().any(|word| word.passive)
}

/// The readings of verbs that no frame should read, but one does, with the relations of both: what rules have read of an
/// arrest is an attack.
fn by_frame(readings: &[Question], matcher: Matcher<'_>) -> Vec<Question> {
    let count = matcher.words.len();
    let ranges =
        (0..count).flat_map(|start| (start + 1..=count.min(start + TRIGGER)).map(move |end| start..end));
    let both: Vec<(RelationKind, Vec<RelationKind>)> = ranges
        .filter_map(|range| Some((matcher.listed(range.clone())?.relation, matcher.told(range))))
        .filter(|(_, framed)| !framed.is_empty())
        .collect();
    let wider = |question: &Question, framed: &[RelationKind]| {
        let relations: BTreeSet<_> = question.relations.iter().chain(framed).copied().collect();
        Question { relations: relations.into_iter().collect(), ..question.clone() }
    };
    let of = |question: &Question| {
        let framed = both.iter().find(|(listed, _)| question.relations == [*listed]);
        framed.map(|(_, framed)| wider(question, framed))
    };
    readings.iter().filter_map(of).collect()
}

/// The readings of posts that are called by what they are for, with the titles that such posts have: the chief of NATO is
/// its secretary-general.
fn by_role(readings: &[Question], lexicon: &Lexicon) -> Vec<Question> {
    let renamed = |question: &Question| {
        let title = question.title.as_ref()?;
        let role = lexicon.questions.roles.iter().find(|(words, _)| title.split(' ').eq(words));
        role.map(|(_, titles)| Question { title: None, titles: titles.clone(), ..question.clone() })
    };
    readings.iter().filter_map(renamed).collect()
}

/// The readings with the full names of countries and bodies: the United States for "US", and in place of an adjective in
/// a topic, since "Russian security guarantees" may be called those of Russia.
fn by_country(readings: &[Question], lexicon: &Lexicon) -> Vec<Question> {
    let adjectives = |phrase: String| {
        let name = |word: &str| {
            lexicon.gazetteer.demonym(word).map_or(word.to_owned(), |known| known.name.to_owned())
        };
        phrase.split(' ').map(name).collect::<Vec<_>>().join(" ")
    };
    let place = |name: &Option<String>| {
        let name = name.as_ref()?;
        // "uk", "saudi arabia"
        let forms = [name.clone(), name.to_uppercase(), capitalized(name)];
        forms.iter().find_map(|form| lexicon.gazetteer.lookup(form).into_iter().next())
    };
    let full = |name: &Option<String>| match place(name) {
        Some(known) => Some(known.name.to_owned()),
        None => name.clone().map(adjectives),
    };
    let renamed = |question: &Question| {
        let other = Question {
            actor: full(&question.actor),
            other: full(&question.other),
            place: full(&question.place),
            thing: full(&question.thing),
            ..question.clone()
        };
        (other != *question).then_some(other)
    };
    readings.iter().filter_map(renamed).collect()
}

/// The readings whose actors are called by an office of something, without the words between: "the president of Ukraine"
/// is whoever holds the office of these names.
fn by_office(readings: &[Question], words: &[Word]) -> Vec<Question> {
    let is_small = |text: &str| {
        let small = |word: &Word| matches!(word.tag, Tag::In | Tag::Dt | Tag::Pos);
        words.iter().any(|word| word.lower == text.to_lowercase() && small(word))
    };
    let bare = |name: &Option<String>| {
        let kept: Vec<&str> = name.as_ref()?.split(' ').filter(|word| !is_small(word)).collect();
        Some(kept.join(" ")).filter(|kept| !kept.is_empty())
    };
    let renamed = |question: &Question| {
        let other = Question {
            actor: bare(&question.actor).or_else(|| question.actor.clone()),
            other: bare(&question.other).or_else(|| question.other.clone()),
            ..question.clone()
        };
        (question.about != About::Offices && other != *question).then_some(other)
    };
    readings.iter().filter_map(renamed).collect()
}

/// The readings of posts that are held in a certain way, with the word for it as a part of the title: "acting prime
/// minister" may be what a text calls the post.
fn by_status(readings: &[Question], words: &[Word], lexicon: &Lexicon) -> Vec<Question> {
    let statuses = &lexicon.questions.office_statuses;
    let told = statuses.iter().find(|(form, _)| words.iter().any(|word| word.lower == *form));
    let renamed = |question: &Question| {
        let title = format!("{} {}", told?.0, question.title.as_ref()?);
        Some(Question { title: Some(title), office_status: Vec::new(), ..question.clone() })
    };
    readings.iter().filter_map(renamed).collect()
}

/// The readings whose topics have other words as their lemmas, with these: "ceding Donbas" is told as a wish to "cede" it.
fn by_lemma(readings: &[Question], words: &[Word]) -> Vec<Question> {
    let lemma = |text: &str| {
        let word = words.iter().find(|word| word.lower == text.to_lowercase());
        word.map_or_else(|| text.to_owned(), |word| word.lemma.clone())
    };
    let renamed = |question: &Question| {
        let thing = question.thing.as_ref()?;
        let other = thing.split(' ').map(lemma).collect::<Vec<_>>().join(" ");
        (other != thing.to_lowercase()).then(|| Question { thing: Some(other), ..question.clone() })
    };
    readings.iter().filter_map(renamed).collect()
}

/// Each word with a capital.
fn capitalized(text: &str) -> String {
    let word = |word: &str| {
        let mut letters = word.chars();
        letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
    };
    text.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

fn opposite(stance: Stance) -> Stance {
    match stance {
        Stance::For => Stance::Against,
        Stance::Against => Stance::For,
        Stance::Conditional => Stance::Conditional,
    }
}

/// The examples that share most words with the question; of equal ones those that the file has first.
fn examples(words: &[Word], lexicon: &Lexicon) -> Vec<String> {
    let asked: BTreeSet<&str> = words.iter().map(|word| word.lower.as_str()).collect();
    let mut ranked: Vec<(usize, usize, &str)> = Vec::new();
    for (i, pattern) in lexicon.questions.patterns.iter().enumerate() {
        let example = pattern.example.to_lowercase();
        let shared = example.trim_end_matches('?').split(' ').filter(|word| asked.contains(word)).count();
        ranked.push((usize::MAX - shared, i, &pattern.example));
    }
    ranked.sort_unstable();
    ranked.into_iter().take(EXAMPLES).map(|(_, _, example)| example.to_owned()).collect()
}

impl Reading {
    /// Whether it fits no pattern.
    pub fn is_empty(&self) -> bool {
        self.questions.is_empty()
    }

    /// Whether any reading asks for this.
    pub fn asks(&self, asks: Asks) -> bool {
        self.questions.iter().any(|question| question.asks == asks)
    }
}
