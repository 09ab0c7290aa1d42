//! Acts held against annotation word for word.
//!
//! A found act is an annotated one when
//!
//! - the relation is the same, and its evidence touches the sentence of the trigger;
//! - the sources are the same, and the targets where both have one. An entity is the one behind annotated words when the
//!   mention at their head word is one of its mentions, pronouns included, or when the words are a name or description
//!   of it. The ends of `met` and `agreed` may change places;
//! - where the targets say nothing, since one of the two has none or it is open who is meant, the topics share a content
//!   word, if both have one. What is found as a topic may be annotated as a target.
//!
//! The status is counted apart. What is told again counts where it is found once: a record tells an act once.
//!
//! A stance is found when a position has its holder, stance and topic in its sentence. Where a relation of the holder shows
//! the same (`supported`, `rejected`), it is left aside, and no relation that shows an annotated stance is a false alarm.
//! What is false is a relation alone: positions follow from relations.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use serde::Serialize;

use crate::schema::{ActStatus, Position, Record, Relation, RelationKind, Stance};
use crate::span::Span;
use crate::text::{AnalysedText, Upos};

use super::compare::pair;
use super::figures::{Counts, Difference, Fact, Share, Slip};
use super::marked::{MarkedAct, head, tokens};
use super::phrase::{is_pronoun, normal, stem, words};

/// An article annotated word for word, with what was found in it.
#[derive(Debug, Clone, Copy)]
pub struct MarkedCase<'a> {
    /// Name of the article, for [`Difference::document`].
    pub name: &'a str,
    /// Its text.
    pub doc: &'a AnalysedText,
    /// What points to an entity, in any order.
    pub pointers: &'a [Pointer],
    /// What there is to find.
    pub acts: &'a [MarkedAct],
    /// What was found.
    pub record: &'a Record,
}

/// Words that point to entities: a name, a description or a pronoun.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pointer {
    /// Its tokens.
    pub tokens: Range<usize>,
    /// The token that stands for it in the tree.
    pub head: usize,
    /// Ids of the entities in the record; several behind a plural.
    pub entities: Vec<String>,
}

/// All figures of a collection of articles that are annotated word for word.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct ActEvaluation {
    /// Articles that were measured.
    pub articles: usize,
    /// Acts, without their status.
    pub acts: Counts,
    /// Stances: found and missed.
    pub stances: Counts,
    /// Both by their word; those that occur.
    pub by_word: BTreeMap<String, Counts>,
    /// Of the acts that are right, those whose status is right too.
    pub status: Share,
    /// Of the acts that are right, those whose reporter is right too.
    pub reporter: Share,
    /// Paragraphs without a false act.
    pub clean: Share,
    /// Paragraphs without a false act in which nothing is missed and each status is right.
    pub all_right: Share,
    /// Each miss and false alarm, in the order of the articles and of their text.
    #[serde(skip)]
    pub differences: Vec<Difference>,
}

impl ActEvaluation {
    /// Adds the figures of `case`.
    pub fn add(&mut self, case: &MarkedCase<'_>) {
        let before = self.differences.len();
        let sheet = Sheet::new(case);
        let mut paragraphs = Paragraphs::of(&case.doc.text);
        self.articles += 1;
        self.acts(&sheet, &mut paragraphs);
        self.stances(&sheet, &mut paragraphs);
        self.differences[before..].sort_by_key(|difference| difference.evidence);
        for (clean, right) in paragraphs.kept {
            self.clean.count(clean);
            self.all_right.count(clean && right);
        }
    }

    fn acts(&mut self, sheet: &Sheet<'_>, paragraphs: &mut Paragraphs) {
        let acts: Vec<&MarkedAct> = sheet.case.acts.iter().filter(|act| act.stance().is_none()).collect();
        let found: Vec<&Relation> = sheet.case.record.relations.iter().collect();
        let fits = |g: &&MarkedAct, p: &&Relation| sheet.near(g, p.evidence.span) && sheet.same_act(g, p);
        let mut pairing = pair(&acts, &found, |g| g.optional, fits, |g, p| sheet.closeness(g, p));
        // A record tells an act once, where the text tells it first or best.
        let told: Vec<&Relation> = pairing.hits.iter().map(|&(_, k)| found[k]).collect();
        pairing.missed.retain(|&i| {
            let g = acts[i];
            let again = |p: &&Relation| {
                p.status == g.status && !sheet.near(g, p.evidence.span) && sheet.same_act(g, p)
            };
            !told.iter().any(again)
        });
        pairing.extra.retain(|&k| !sheet.shows_stance(found[k]));
        self.acts.add(pairing.counts());
        for &(i, k) in &pairing.hits {
            let (g, p) = (acts[i], found[k]);
            self.of(&g.word).true_positives += 1;
            self.status.count(g.status == p.status);
            self.reporter.count(match (g.reporter, &p.reported_by) {
                (None, None) => true,
                (Some(place), Some(id)) => sheet.is(id, place),
                _ => false,
            });
            if g.status != p.status {
                paragraphs.miss(g.trigger);
                let both = format!("{}; found: {}", sheet.marked(g), sheet.found(p));
                self.note(sheet, Fact::Strict, Slip::Miss, both, g.trigger);
            }
        }
        for g in pairing.missed.iter().map(|&i| acts[i]) {
            self.of(&g.word).false_negatives += 1;
            paragraphs.miss(g.trigger);
            self.note(sheet, Fact::Relation, Slip::Miss, sheet.marked(g), g.trigger);
        }
        for p in pairing.extra.iter().map(|&k| found[k]) {
            self.of(p.relation.as_str()).false_positives += 1;
            paragraphs.spoil(p.evidence.span);
            self.note(sheet, Fact::Relation, Slip::FalseAlarm, sheet.found(p), p.evidence.span);
        }
    }

    fn stances(&mut self, sheet: &Sheet<'_>, paragraphs: &mut Paragraphs) {
        for g in sheet.case.acts.iter().filter(|act| act.stance().is_some() && !act.optional) {
            let counts = if sheet.case.record.positions.iter().any(|p| sheet.same_stance(g, p)) {
                Counts { true_positives: 1, ..Counts::default() }
            } else if sheet.case.record.relations.iter().any(|p| sheet.tells_stance(g, p)) {
                continue;
            } else {
                paragraphs.miss(g.trigger);
                self.note(sheet, Fact::Position, Slip::Miss, sheet.marked(g), g.trigger);
                Counts { false_negatives: 1, ..Counts::default() }
            };
            self.stances.add(counts);
            self.of(&g.word).add(counts);
        }
    }

    fn of(&mut self, word: &str) -> &mut Counts {
        self.by_word.entry(word.to_owned()).or_default()
    }

    fn note(&mut self, sheet: &Sheet<'_>, fact: Fact, slip: Slip, description: String, place: Span) {
        let document = sheet.case.name.to_owned();
        self.differences.push(Difference { document, fact, slip, description, evidence: Some(place) });
    }
}

/// The paragraphs of a text, lines that are not blank, and what became of each.
struct Paragraphs {
    /// Where each ends, in code points.
    ends: Vec<usize>,
    /// Whether each is without a false act, and whether it is without a miss and a wrong status.
    kept: Vec<(bool, bool)>,
}

impl Paragraphs {
    fn of(text: &str) -> Self {
        let mut ends = Vec::new();
        let mut end = 0;
        for line in text.split_inclusive('\n') {
            end += line.chars().count();
            if !line.trim().is_empty() {
                ends.push(end);
            }
        }
        let kept = vec![(true, true); ends.len()];
        Self { ends, kept }
    }

    fn at(&mut self, place: Span) -> &mut (bool, bool) {
        let paragraph = self.ends.partition_point(|&end| end <= place.start);
        &mut self.kept[paragraph]
    }

    fn spoil(&mut self, place: Span) {
        self.at(place).0 = false;
    }

    fn miss(&mut self, place: Span) {
        self.at(place).1 = false;
    }
}

/// What the facts of one article are compared by.
struct Sheet<'a> {
    case: &'a MarkedCase<'a>,
    /// The names and descriptions of each entity of the record, made comparable.
    forms: BTreeMap<&'a str, BTreeSet<String>>,
    names: BTreeMap<&'a str, &'a str>,
}

impl<'a> Sheet<'a> {
    fn new(case: &'a MarkedCase<'a>) -> Self {
        let entities = &case.record.entities;
        let forms = entities.iter().map(|entity| {
            let texts =
                entity.mentions.iter().map(|mention| mention.text.as_str()).chain([entity.name.as_str()]);
            (entity.id.as_str(), texts.map(normal).collect())
        });
        let names = entities.iter().map(|entity| (entity.id.as_str(), entity.name.as_str()));
        Self { case, forms: forms.collect(), names: names.collect() }
    }

    /// Whether `id` is the entity behind the words at `place`.
    fn is(&self, id: &str, place: Span) -> bool {
        let form = normal(self.text(place));
        let named = !is_pronoun(&form) && self.forms.get(id).is_some_and(|forms| forms.contains(&form));
        named || self.pointer(place).is_some_and(|pointer| pointer.entities.iter().any(|e| e == id))
    }

    /// What stands at the head of the words at `place`: the mention with that head, else the shortest around it.
    fn pointer(&self, place: Span) -> Option<&Pointer> {
        let head = head(self.case.doc, place)?;
        let around = self.case.pointers.iter().filter(|pointer| pointer.tokens.contains(&head));
        around.min_by_key(|pointer| (pointer.head != head, pointer.tokens.len()))
    }

    /// Whether evidence touches the sentence of an annotated act.
    fn near(&self, g: &MarkedAct, evidence: Span) -> bool {
        let doc = self.case.doc;
        let Some(trigger) = tokens(doc, g.trigger).next() else { return false };
        doc.span(doc.sentences[doc.sentence_of(trigger)].clone()).overlaps(evidence)
    }

    fn same_act(&self, g: &MarkedAct, p: &Relation) -> bool {
        if g.word != p.relation.as_str() {
            return false;
        }
        let target = g.target.zip(p.target.as_deref());
        let crossed = |(place, id): (Span, &str)| {
            p.relation.is_symmetric() && self.is(&p.source, place) && self.is(id, g.source)
        };
        if target.is_some_and(crossed) {
            return true;
        }
        self.is(&p.source, g.source)
            && match target.filter(|&(place, _)| !self.is_open(place)) {
                Some((place, id)) => self.is(id, place),
                None => {
                    // "Blamed his own government" has a target to one reader and a topic to another.
                    let other = g.target.filter(|_| p.target.is_none() && p.topic.is_some());
                    self.same_topic(g.topic, p.topic.as_deref())
                        || other.is_some_and(|place| self.same_topic(Some(place), p.topic.as_deref()))
                }
            }
    }

    /// Whether the words at `place` point to somebody, and nobody knows to whom.
    fn is_open(&self, place: Span) -> bool {
        self.pointer(place).is_some_and(|pointer| pointer.entities.is_empty())
    }

    /// Whether two topics share a content word; so do those of which there is only one.
    fn same_topic(&self, place: Option<Span>, topic: Option<&str>) -> bool {
        let (Some(place), Some(topic)) = (place, topic) else { return true };
        let doc = self.case.doc;
        let topic = words(topic);
        let content = [Upos::Noun, Upos::Propn, Upos::Verb, Upos::Adj, Upos::Num];
        tokens(doc, place)
            .filter(|&t| content.contains(&doc.tokens[t].upos))
            .any(|t| topic.contains(stem(&normal(doc.word(t)))))
    }

    fn closeness(&self, g: &MarkedAct, p: &Relation) -> usize {
        let target = g.target.is_some() == p.target.is_some();
        let topic = self.same_topic(g.topic, p.topic.as_deref());
        [g.status == p.status, target, topic].into_iter().map(usize::from).sum()
    }

    fn same_stance(&self, g: &MarkedAct, p: &Position) -> bool {
        g.stance() == Some(p.stance)
            && self.near(g, p.evidence.span)
            && self.is(&p.holder, g.source)
            && self.same_topic(g.topic, Some(&p.topic))
    }

    /// Whether a relation tells the stance, be it without a topic.
    fn tells_stance(&self, g: &MarkedAct, p: &Relation) -> bool {
        matches!(p.relation, RelationKind::Supported | RelationKind::Rejected)
            && g.stance() == p.relation.stance()
            && self.near(g, p.evidence.span)
            && self.is(&p.source, g.source)
    }

    /// Whether a relation shows one of the annotated stances, be it an optional one.
    fn shows_stance(&self, p: &Relation) -> bool {
        let Some(stance) = p.relation.stance() else { return false };
        self.case.acts.iter().any(|g| {
            g.stance().is_some_and(|marked| marked == stance || marked == Stance::Conditional)
                && self.near(g, p.evidence.span)
                && self.is(&p.source, g.source)
        })
    }

    fn text(&self, place: Span) -> &str {
        place.slice(&self.case.doc.text).unwrap_or_default()
    }

    fn marked(&self, g: &MarkedAct) -> String {
        let text = |place: Option<Span>| place.map(|place| self.text(place));
        describe(self.text(g.source), &g.word, text(g.target), text(g.topic), g.status, text(g.reporter))
    }

    fn found(&self, p: &Relation) -> String {
        let (target, topic, reporter) = (p.target.as_deref(), p.topic.as_deref(), p.reported_by.as_deref());
        let name = |id| self.name(id);
        describe(name(&p.source), p.relation.as_str(), target.map(name), topic, p.status, reporter.map(name))
    }

    fn name<'s>(&'s self, id: &'s str) -> &'s str {
        self.names.get(id).copied().unwrap_or(id)
    }
}

fn describe(
    source: &str,
    word: &str,
    target: Option<&str>,
    topic: Option<&str>,
    status: ActStatus,
    reporter: Option<&str>,
) -> String {
    let mut text = format!("{source} {word}");
    if let Some(target) = target {
        text.push_str(&format!(" {target}"));
    }
    if let Some(topic) = topic {
        text.push_str(&format!(" \u{201c}{topic}\u{201d}"));
    }
    text.push_str(&format!(", {status}"));
    if let Some(reporter) = reporter {
        text.push_str(&format!(", reported by {reporter}"));
    }
    text
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::text::parse_conllu;

    /// "Arland's leader met Bo. He rejected the plan. He wants peace.", a paragraph each.
    fn doc() -> AnalysedText {
        let sentences: [&[(&str, &str, usize)]; 3] = [
            &[
                ("Arland", "PROPN", 3),
                ("'s", "PART", 1),
                ("leader", "NOUN", 4),
                ("met", "VERB", 0),
                ("Bo", "PROPN", 4),
            ],
            &[("He", "PRON", 2), ("rejected", "VERB", 0), ("the", "DET", 4), ("plan", "NOUN", 2)],
            &[("He", "PRON", 2), ("wants", "VERB", 0), ("peace", "NOUN", 2)],
        ];
        let mut conllu = String::new();
        for sentence in sentences {
            conllu.push_str("# newpar\n");
            for (k, (form, upos, head)) in sentence.iter().enumerate() {
                conllu.push_str(&format!("{}\t{form}\t_\t{upos}\tNN\t_\t{head}\tdep\t_\t_\n", k + 1));
            }
            conllu.push('\n');
        }
        parse_conllu(&conllu).unwrap()
    }

    /// A relation with its evidence at the token `at`.
    fn relation(words: &str, topic: Option<&str>, at: usize) -> Value {
        let words: Vec<&str> = words.split(' ').collect();
        let span = doc().tokens[at].span;
        json!({
            "source": words[0], "relation": words[1], "target": words.get(2), "topic": topic, "status": "occurred",
            "reported_by": null, "plover": "CONSULT", "evidence": {"start": span.start, "end": span.end, "text": ""},
        })
    }

    fn evaluate(table: &[&str], relations: Value, positions: Value) -> ActEvaluation {
        let doc = doc();
        let pointer =
            |tokens: Range<usize>, head, id: &str| Pointer { tokens, head, entities: vec![id.to_owned()] };
        let pointers = [
            pointer(0..1, 0, "arland"),
            pointer(0..3, 2, "ann"),
            pointer(4..5, 4, "bo"),
            pointer(5..6, 5, "ann"),
            pointer(9..10, 9, "ann"),
        ];
        let table = table.join("\n").replace(" / ", "\t");
        let acts = MarkedAct::parse(&table, &doc).unwrap();
        let record = serde_json::from_value(json!({
            "id": "a", "entities": [], "offices": [], "relations": relations, "positions": positions,
        }));
        let record = record.unwrap();
        let mut evaluation = ActEvaluation::default();
        evaluation.add(&MarkedCase {
            name: "a",
            doc: &doc,
            pointers: &pointers,
            acts: &acts,
            record: &record,
        });
        evaluation
    }

    fn counts(true_positives: usize, false_positives: usize, false_negatives: usize) -> Counts {
        Counts { true_positives, false_positives, false_negatives }
    }

    const MET: &str = "1 / met / o / met / Arland 's leader / Bo / - / -";
    const REJECTED: &str = "2 / rejected / o / rejected / He / - / the plan / -";
    const WANTS: &str = "3 / for / o / wants / He / - / peace / -";

    fn share(right: usize, of: usize) -> Share {
        Share { right, of }
    }

    #[test]
    fn an_actor_is_who_the_head_of_the_words_points_to_be_it_by_a_pronoun() {
        let found = json!([relation("bo met ann", None, 3), relation("ann rejected", Some("Bo's plans"), 6)]);
        let right = evaluate(&[MET, REJECTED], found, json!([]));
        assert_eq!((right.acts, right.all_right), (counts(2, 0, 0), share(3, 3)));
        let found = json!([relation("arland met bo", None, 3)]);
        let wrong = evaluate(&[MET], found, json!([]));
        assert_eq!((wrong.acts, wrong.clean, wrong.all_right), (counts(0, 1, 1), share(2, 3), share(2, 3)));
        let told: Vec<&str> = wrong.differences.iter().map(|d| d.description.as_str()).collect();
        assert_eq!(told, ["Arland 's leader met Bo, occurred", "arland met bo, occurred"]);
    }

    #[test]
    fn topics_count_where_targets_say_nothing() {
        let rejection =
            |words: &str, topic| evaluate(&[REJECTED], json!([relation(words, topic, 6)]), json!([])).acts;
        assert_eq!(rejection("ann rejected", Some("an offer")), counts(0, 1, 1));
        assert_eq!(rejection("ann rejected bo", None), counts(1, 0, 0));
        assert_eq!(rejection("ann supported", Some("the plan")), counts(0, 1, 1));
        let elsewhere = relation("ann rejected", Some("the plan"), 3);
        assert_eq!(evaluate(&[REJECTED], json!([elsewhere]), json!([])).acts, counts(0, 1, 1));
    }

    #[test]
    fn a_wrong_status_leaves_a_paragraph_clean_and_not_all_right() {
        let met = json!([relation("ann met bo", None, 3)]);
        let evaluation = evaluate(&[MET.replace("/ o /", "/ p /").as_str()], met, json!([]));
        assert_eq!((evaluation.acts, evaluation.status), (counts(1, 0, 0), share(0, 1)));
        assert_eq!((evaluation.clean, evaluation.all_right), (share(3, 3), share(2, 3)));
    }

    #[test]
    fn what_is_optional_and_what_is_told_again_is_neither_missed_nor_false() {
        let met = json!([relation("ann met bo", None, 3)]);
        let again = "2 / met / o / rejected / He / 1:Bo / - / -";
        let optional = "3 / met? / o / wants / He / 1:Bo / - / -";
        assert_eq!(evaluate(&[MET, again, optional], met, json!([])).acts, counts(1, 0, 0));
        let found = json!([relation("ann met bo", None, 10)]);
        assert_eq!(evaluate(&[optional], found, json!([])).acts, counts(0, 0, 0));
    }

    #[test]
    fn a_stance_is_a_position_or_left_aside_where_a_relation_tells_it() {
        let position = json!([{
            "holder": "ann", "topic": "peace", "stance": "for", "evidence": {"start": 50, "end": 55, "text": ""},
        }]);
        let demanded = json!([relation("ann demanded", Some("peace"), 10)]);
        let told = evaluate(&[WANTS], demanded.clone(), position);
        assert_eq!(
            (told.stances, told.acts, told.all_right),
            (counts(1, 0, 0), counts(0, 0, 0), share(3, 3))
        );
        let aside = evaluate(&[WANTS], json!([relation("ann supported", None, 10)]), json!([]));
        assert_eq!(
            (aside.stances, aside.acts, aside.all_right),
            (counts(0, 0, 0), counts(0, 0, 0), share(3, 3))
        );
        let missed = evaluate(&[WANTS], demanded, json!([]));
        assert_eq!(
            (missed.stances, missed.acts, missed.all_right),
            (counts(0, 0, 1), counts(0, 0, 0), share(2, 3))
        );
    }

    #[test]
    fn relations_that_records_have_no_word_for_are_missed() {
        let evaluation =
            evaluate(&["2 / yielded / o / rejected / He / - / the plan / -"], json!([]), json!([]));
        assert_eq!(evaluation.by_word, BTreeMap::from([("yielded".to_owned(), counts(0, 0, 1))]));
    }
}
