//! One article: its record held against its annotation.

use std::collections::BTreeMap;

use crate::schema::{ActStatus, Entity, Office, Position, Record, Relation, RelationKind, Stance};
use crate::span::Span;

use super::align::{Alignment, align};
use super::compare::{
    act_closeness, office_closeness, pair, position_closeness, same_act, same_act_strictly, same_office,
    same_position,
};
use super::figures::{Counts, Difference, Evaluation, Fact, Slip};
use super::gold::{Gold, GoldEntity, GoldOffice, GoldPosition, GoldRelation};
use super::place;

/// An article with its annotation and what was found in it.
#[derive(Debug, Clone, Copy)]
pub struct Case<'a> {
    /// Name of the article, for [`Difference::document`].
    pub name: &'a str,
    /// Its text.
    pub text: &'a str,
    /// What there is to find.
    pub gold: &'a Gold,
    /// What was found; `None` is the same as a record without facts.
    pub record: Option<&'a Record>,
}

/// Adds the figures of `case`, and tells which entity is which.
pub(super) fn evaluate<'a>(case: &Case<'a>, evaluation: &mut Evaluation) -> Alignment<'a> {
    let (gold, text) = (case.gold, case.text);
    let entities = case.record.map_or(&[][..], |record| &record.entities);
    let alignment = align(&gold.entities, entities, text);
    evaluation.articles += 1;
    let mut sheet = Sheet { case, differences: Vec::new() };
    evaluation.entity.add(sheet.entities(entities, &alignment));
    let found = case.record.map(|record| Found::new(record, gold, &alignment)).unwrap_or_default();
    sheet.offices(&found.offices, evaluation);
    sheet.relations(&found.relations, evaluation);
    sheet.positions(&found.positions, evaluation);
    evaluation.differences.append(&mut sheet.differences);
    alignment
}

/// The facts of a record that its annotation speaks of, with the ids of the annotation.
#[derive(Default)]
struct Found {
    offices: Vec<Office>,
    relations: Vec<Relation>,
    positions: Vec<Position>,
}

impl Found {
    fn new(record: &Record, gold: &Gold, alignment: &Alignment<'_>) -> Self {
        // An entity that is aligned with none gets an id that none of the annotation has.
        let end =
            |id: &String| alignment.get(id.as_str()).map_or_else(|| format!("?{id}"), |g| (*g).to_owned());
        let maybe = |id: &Option<String>| id.as_ref().map(end);
        let office =
            |office: &Office| Office { holder: end(&office.holder), of: maybe(&office.of), ..office.clone() };
        let relation = |relation: &Relation| Relation {
            source: end(&relation.source),
            target: maybe(&relation.target),
            reported_by: maybe(&relation.reported_by),
            ..relation.clone()
        };
        let looked_for = record.relations.iter().filter(|relation| gold.looks_for(relation.relation));
        let position = |position: &Position| Position {
            holder: end(&position.holder),
            reported_by: maybe(&position.reported_by),
            ..position.clone()
        };
        Self {
            offices: record.offices.iter().map(office).collect(),
            relations: looked_for.map(relation).collect(),
            positions: record.positions.iter().map(position).collect(),
        }
    }
}

/// What is noted of one article.
struct Sheet<'c, 'a> {
    case: &'c Case<'a>,
    differences: Vec<Difference>,
}

impl Sheet<'_, '_> {
    fn note(&mut self, fact: Fact, slip: Slip, description: String, evidence: Option<Span>) {
        let document = self.case.name.to_owned();
        self.differences.push(Difference { document, fact, slip, description, evidence });
    }

    fn entities(&mut self, found: &[Entity], alignment: &Alignment<'_>) -> Counts {
        let gold: BTreeMap<&str, &GoldEntity> =
            self.case.gold.entities.iter().map(|g| (g.id.as_str(), g)).collect();
        let mut counts = Counts::default();
        let mut found_as = BTreeMap::new();
        for p in found {
            let g = alignment.get(p.id.as_str()).map(|id| gold[id]);
            let right = match g {
                Some(g) if g.optional => continue,
                Some(g) => g.kind == p.kind,
                None => false,
            };
            if right {
                counts.true_positives += 1;
            } else {
                counts.false_positives += 1;
                let other = g.map_or(String::new(), |g| format!(", which is a {}", g.kind));
                let description = format!("{} \u{201c}{}\u{201d}{other}", p.kind, p.name);
                let evidence = p.mentions.first().map(|mention| mention.span);
                self.note(Fact::Entity, Slip::FalseAlarm, description, evidence);
            }
            if let Some(g) = g {
                found_as.insert(g.id.as_str(), p.kind);
            }
        }
        for g in self.case.gold.entities.iter().filter(|g| !g.optional) {
            let other = match found_as.get(g.id.as_str()) {
                Some(kind) if *kind == g.kind => continue,
                Some(kind) => format!(", found as a {kind}"),
                None => String::new(),
            };
            counts.false_negatives += 1;
            let description = format!("{} \u{201c}{}\u{201d}{other}", g.kind, g.name);
            self.note(Fact::Entity, Slip::Miss, description, place::entity(g, self.case.text));
        }
        counts
    }

    fn offices(&mut self, found: &[Office], evaluation: &mut Evaluation) {
        let gold = &self.case.gold.offices;
        let pairing = pair(gold, found, |g| g.optional, same_office, office_closeness);
        evaluation.office.add(pairing.counts());
        pairing.calibrate(&mut evaluation.calibration.office, |k| found[k].confidence);
        for g in pairing.missed.iter().map(|&i| &gold[i]) {
            let holder = self.case.gold.entities.iter().find(|entity| entity.id == g.holder);
            let evidence = holder.and_then(|holder| place::office(&g.title, holder, self.case.text));
            self.note(Fact::Office, Slip::Miss, gold_office(g), evidence);
        }
        for p in pairing.extra.iter().map(|&k| &found[k]) {
            self.note(Fact::Office, Slip::FalseAlarm, found_office(p), Some(p.evidence.span));
        }
    }

    fn relations(&mut self, found: &[Relation], evaluation: &mut Evaluation) {
        let gold = &self.case.gold.relations;
        let pairing = pair(gold, found, |g| g.optional, same_act, act_closeness);
        let strictly = pair(gold, found, |g| g.optional, same_act_strictly, act_closeness);
        evaluation.relation.add(pairing.counts());
        evaluation.strict.add(strictly.counts());
        pairing.calibrate(&mut evaluation.calibration.relation, |k| found[k].confidence);
        for (g, p) in pairing.hits.iter().map(|&(i, k)| (&gold[i], &found[k])) {
            evaluation.by_relation.entry(g.relation).or_default().true_positives += 1;
            evaluation.reporter.count(g.reported_by == p.reported_by);
        }
        for &(i, k) in &pairing.hits {
            let (g, p) = (&gold[i], &found[k]);
            let both = || format!("{}; found: {}", gold_act(g), found_act(p));
            if strictly.missed.contains(&i) {
                self.note(Fact::Strict, Slip::Miss, both(), Some(p.evidence.span));
            }
            if g.reported_by != p.reported_by {
                self.note(Fact::Reporter, Slip::Miss, both(), Some(p.evidence.span));
            }
        }
        for g in pairing.missed.iter().map(|&i| &gold[i]) {
            evaluation.by_relation.entry(g.relation).or_default().false_negatives += 1;
            let evidence = place::quote(g.evidence.as_deref(), self.case.text);
            self.note(Fact::Relation, Slip::Miss, gold_act(g), evidence);
        }
        for p in pairing.extra.iter().map(|&k| &found[k]) {
            evaluation.by_relation.entry(p.relation).or_default().false_positives += 1;
            self.note(Fact::Relation, Slip::FalseAlarm, found_act(p), Some(p.evidence.span));
        }
    }

    fn positions(&mut self, found: &[Position], evaluation: &mut Evaluation) {
        let gold = &self.case.gold.positions;
        let pairing = pair(gold, found, |g| g.optional, same_position, position_closeness);
        evaluation.position.add(pairing.counts());
        pairing.calibrate(&mut evaluation.calibration.position, |k| found[k].confidence);
        for g in pairing.missed.iter().map(|&i| &gold[i]) {
            let evidence = place::quote(g.evidence.as_deref(), self.case.text);
            self.note(Fact::Position, Slip::Miss, gold_position(g), evidence);
        }
        for p in pairing.extra.iter().map(|&k| &found[k]) {
            self.note(Fact::Position, Slip::FalseAlarm, found_position(p), Some(p.evidence.span));
        }
    }
}

fn gold_office(g: &GoldOffice) -> String {
    office(&g.holder, &g.title, g.of.as_deref())
}

fn found_office(p: &Office) -> String {
    office(&p.holder, &p.title, p.of.as_deref())
}

fn office(holder: &str, title: &str, of: Option<&str>) -> String {
    let of = of.map_or(String::new(), |of| format!(" of {of}"));
    format!("{holder}, {title}{of}")
}

fn gold_act(g: &GoldRelation) -> String {
    let status = g.status.unwrap_or(ActStatus::Occurred);
    act(&g.source, g.relation, g.target.as_deref(), g.topic.as_deref(), status, g.reported_by.as_deref())
}

fn found_act(p: &Relation) -> String {
    act(&p.source, p.relation, p.target.as_deref(), p.topic.as_deref(), p.status, p.reported_by.as_deref())
}

fn act(
    source: &str,
    relation: RelationKind,
    target: Option<&str>,
    topic: Option<&str>,
    status: ActStatus,
    reporter: Option<&str>,
) -> String {
    let mut text = format!("{source} {relation}");
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

fn gold_position(g: &GoldPosition) -> String {
    position(&g.holder, g.stance, &g.topic)
}

fn found_position(p: &Position) -> String {
    position(&p.holder, p.stance, &p.topic)
}

fn position(holder: &str, stance: Stance, topic: &str) -> String {
    format!("{holder}, {stance} \u{201c}{topic}\u{201d}")
}
