//! Forms: the chunks of a text that read alike, and the vote of all of them on what they name.

use std::collections::HashMap;

use super::chunk::{Chunk, Shape, Source};
use super::place::in_dateline;
use crate::lexicon::{MentionWords, fold, given_names};
use crate::schema::EntityType;
use crate::text::{AnalysedText, Deprel, EntityLabel, Upos};

/// Chunks with one spelling.
#[derive(Debug, Clone)]
pub(crate) struct Form {
    /// Its folded words in lower case.
    pub words: Vec<String>,
    /// Indices of the chunks.
    pub chunks: Vec<usize>,
    /// What it names, by vote; `None` for what is no entity.
    pub kind: Option<EntityType>,
    /// The votes.
    pub votes: Votes,
}

/// Weights for each kind that a form may be of.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Votes {
    pub person: f32,
    pub organization: f32,
    pub region: f32,
    pub city: f32,
    pub none: f32,
}

/// Least weight that makes an entity.
const ENOUGH: f32 = 0.9;

impl Votes {
    /// The kind with the greatest weight.
    pub fn winner(&self) -> Option<EntityType> {
        let mut best = (ENOUGH.max(self.none), None);
        for (weight, kind) in [
            (self.person, EntityType::Person),
            (self.organization, EntityType::Organization),
            (self.region, EntityType::Region),
            (self.city, EntityType::City),
        ] {
            if weight > best.0 {
                best = (weight, Some(kind));
            }
        }
        best.1
    }
}

/// Groups the chunks by spelling, in the order of first use, and lets each group vote.
pub(crate) fn forms(doc: &AnalysedText, words: &MentionWords, chunks: &[Chunk]) -> Vec<Form> {
    let mut forms: Vec<Form> = Vec::new();
    let mut index: HashMap<String, usize> = HashMap::new();
    for (k, chunk) in chunks.iter().enumerate() {
        let folded = fold(doc.slice(chunk.tokens.clone())).to_lowercase();
        let key = words.names.function.without_article(&folded).unwrap_or(&folded);
        let f = *index.entry(key.to_owned()).or_insert_with(|| {
            forms.push(Form {
                words: key.split(' ').map(str::to_owned).collect(),
                chunks: Vec::new(),
                kind: None,
                votes: Votes::default(),
            });
            forms.len() - 1
        });
        forms[f].chunks.push(k);
        vote(doc, words, chunk, &mut forms[f].votes);
    }
    for form in &mut forms {
        form.kind = form.votes.winner();
    }
    forms
}

/// Adds what one chunk and its context show.
fn vote(doc: &AnalysedText, words: &MentionWords, chunk: &Chunk, votes: &mut Votes) {
    let head = chunk.head;
    let token = &doc.tokens[head];
    let length = chunk.tokens.len();
    match &chunk.source {
        Source::Shape(Shape::Organization) => votes.organization += 3.0,
        Source::Shape(Shape::Region) => votes.region += 3.0,
        Source::Shape(Shape::Other) => votes.none += 3.0,
        Source::Known(known) => {
            // A small town has the name of many a person; only larger ones are a strong sign.
            let weight = match known[0].kind {
                EntityType::City if length == 1 => {
                    ((known[0].population.max(1) as f32).log10() - 3.0).clamp(0.2, 3.0) / 2.0
                }
                EntityType::City => 2.0,
                EntityType::Region if length == 1 => 1.5,
                _ => 4.0,
            };
            match known[0].kind {
                EntityType::City => votes.city += weight,
                EntityType::Region => votes.region += weight,
                _ => votes.organization += weight,
            }
        }
        _ => {}
    }
    use EntityLabel::{Event, Fac, Gpe, Language, Law, Loc, Norp, Org, Person, Product, WorkOfArt};
    // A surname like "May" is labelled by itself, and wrongly.
    let label = |i: usize| doc.entity_at(i).map(|e| e.label).filter(|l| !matches!(l, EntityLabel::Date));
    match label(head).or_else(|| label(chunk.tokens.start).filter(|&l| l == Person)) {
        Some(Person) => votes.person += 1.0,
        Some(Org) => votes.organization += 1.0,
        Some(Gpe) => votes.city += 1.0,
        Some(Loc) => votes.region += 1.1,
        Some(Fac) => votes.region += 0.95,
        Some(Norp) => votes.organization += 0.4,
        Some(Product | Event | WorkOfArt | Law | Language) => votes.none += 1.0,
        _ => {}
    }
    // Diseases, weapons and the like: "SARS-CoV-2", "F-16".
    let digit = chunk.tokens.clone().any(|i| doc.word(i).chars().any(|c| c.is_ascii_digit()));
    if digit && matches!(chunk.source, Source::Shape(_)) {
        votes.none += 3.0;
    }
    if in_dateline(doc, head) {
        votes.city += 2.0;
        return;
    }
    let lower = |i: usize| &*doc.tokens[i].lower;
    let is_person_noun = |i: usize| {
        words.titles.heads.contains(&*doc.tokens[i].lemma)
            || words.names.person.nouns.contains(&*doc.tokens[i].lemma)
    };
    // A title or honorific directly before.
    if chunk.title_start < chunk.tokens.start {
        votes.person += 4.0;
    } else if chunk.tokens.start > 0 {
        let before = chunk.tokens.start - 1;
        if is_person_noun(before)
            && matches!(doc.tokens[before].upos, Upos::Noun | Upos::Adj)
            && token.deprel != Deprel::Compound
        {
            votes.person += 2.5;
        }
        if words.names.function.article.contains(lower(before)) {
            votes.person -= 1.5;
            if length == 1 && doc.word(head).chars().all(char::is_uppercase) {
                votes.organization += 1.0;
            }
        }
        if words.names.organization.platform.contains(lower(before))
            && token.deprel == Deprel::Pobj
            && length == 1
            && doc.word(head).len() == 1
        {
            votes.organization += 1.0;
        }
    }
    // "X, the foreign minister", "his foreign minister, X", "X, who …", "X, 54,"
    // A conjunct stands as the first one does.
    let mut first = head;
    for _ in 0..8 {
        if doc.tokens[first].deprel != Deprel::Conj {
            break;
        }
        first = doc.tokens[first].head;
    }
    let beside = |noun: &dyn Fn(usize) -> bool| {
        doc.children_by(head, Deprel::Appos).any(noun)
            || doc.tokens[first].deprel == Deprel::Appos && noun(doc.tokens[first].head)
    };
    if beside(&is_person_noun) {
        votes.person += 2.0;
    }
    let country = &words.names.country;
    let lemma = |i: usize| &*doc.tokens[i].lemma;
    if beside(&|i| country.capital.contains(lemma(i))) {
        votes.city += 2.0;
    }
    if beside(&|i| country.region.contains(lemma(i))) {
        votes.region += 2.0;
    }
    // "the town of X", "the districts of X, Y and Z"
    // "the MP for X": where somebody was elected.
    if doc.tokens[first].deprel == Deprel::Pobj
        && matches!(chunk.source, Source::Shape(_))
        && words.titles.phrase.to_body.contains(lower(doc.tokens[first].head))
        && let Some(noun) = doc.head(doc.tokens[first].head)
        && words.titles.seats.contains(lower(noun))
    {
        votes.region += 3.0;
        votes.person -= 2.0;
    }
    if doc.tokens[first].deprel == Deprel::Pobj
        && words.names.function.of.contains(lower(doc.tokens[first].head))
        && let Some(noun) = doc.head(doc.tokens[first].head)
    {
        if country.capital.contains(lemma(noun)) {
            votes.city += 2.5;
        } else if country.region.contains(lemma(noun))
            || words.names.region.heads.contains(lemma(noun)) && doc.tokens[noun].upos == Upos::Noun
        {
            votes.region += 2.5;
        }
    }
    let end = chunk.tokens.end;
    let comma = end + 1 < doc.tokens.len() && lower(end) == ",";
    let next = if comma { end + 1 } else { end };
    if next < doc.tokens.len() {
        if words.pronouns.personal_relative.contains(lower(next)) {
            // "South Bend, Indiana, who": the second place name is not the person.
            let after_comma = chunk.tokens.start > 0 && lower(chunk.tokens.start - 1) == ",";
            votes.person += if after_comma && length == 1 { 0.3 } else { 1.5 };
        }
        if comma && doc.tokens[next].upos == Upos::Num && doc.word(next).len() == 2 && length > 1 {
            votes.person += 1.5;
        }
        // "X, a former deputy president": as far as the next comma.
        let noun = (next..doc.tokens.len().min(next + 7))
            .take_while(|&k| matches!(doc.tokens[k].upos, Upos::Det | Upos::Adj | Upos::Noun | Upos::Propn))
            .last();
        if comma && length > 1 && doc.tokens[next].upos == Upos::Det && noun.is_some_and(is_person_noun) {
            votes.person += 1.5;
        }
    }
    let above = &doc.tokens[token.head];
    match token.deprel {
        Deprel::Nsubj | Deprel::Nsubjpass
            if above.upos == Upos::Verb
                && (words.names.verbs.speech.contains(&*above.lemma)
                    || words.names.verbs.human.contains(&*above.lemma)) =>
        {
            votes.person += 0.8;
            votes.organization += 0.3;
        }
        Deprel::Pobj => {
            let agent = above.deprel == Deprel::Agent
                && words.names.verbs.human.contains(&*doc.tokens[above.head].lemma);
            if agent {
                votes.person += 1.2;
            }
            if words.names.place.at.contains(&*above.lower) {
                votes.city += if length <= 2 { 0.95 } else { 0.5 };
                votes.region += 0.3;
                votes.person -= 0.3;
            }
        }
        Deprel::Compound if is_person_noun(token.head) && !chunk.tokens.contains(&token.head) => {
            votes.organization += 0.5;
        }
        _ => {}
    }
    if length == 1 && doc.word(head).chars().filter(|c| c.is_uppercase()).count() >= 2 {
        votes.organization += 0.3;
    }
    if length >= 2 && matches!(chunk.source, Source::Shape(Shape::Plain)) {
        votes.person += 0.2;
        if given_names::is_given_name(doc.word(chunk.tokens.start)) {
            votes.person += 0.8;
        }
    }
}
