//! From an analysed text to the record of what it says: the stages of extraction put together.

use std::ops::Range;

use crate::extract::act::{Act, Context, acts};
use crate::extract::attribution::{Report, Reports, reports};
use crate::extract::clause::Clauses;
use crate::extract::evaluation::{directives, judgements};
use crate::extract::mention::{MentionKind, Mentions};
use crate::extract::office::{OfficeDraft, offices};
use crate::extract::position::positions;
use crate::extract::predicate::Class;
use crate::extract::statement::statements;
use crate::lexicon::Lexicon;
use crate::lexicon::confidence::Confidence;
use crate::schema::{
    ActStatus, Attribution, Document, Entity, EntityType, Mention, Office, Position, Quote, Record, Relation,
    RelationKind, Speaker,
};
use crate::text::{AnalysedText, Deprel};

use super::coreference::resolve;

/// What `doc` says, as a record of `document`.
///
/// Evidence and mentions are placed in `doc.text`, which must be the document's text.
pub fn read(document: Document, doc: &AnalysedText, lexicon: &Lexicon) -> Record {
    let mentions = resolve(doc, lexicon.gazetteer, lexicon.words);
    let offices = offices(doc, &mentions, lexicon.words);
    let reports = reports(Clauses { doc, cues: &lexicon.cues, mentions: Some(&mentions) });
    let mentions = with_speakers(mentions, &reports);
    let clauses = Clauses { doc, cues: &lexicon.cues, mentions: Some(&mentions) };
    let context = Context { clauses, mentions: &mentions, reports: &reports, frames: &lexicon.frames };
    let mut found = acts(context);
    found.extend(judgements(context, &lexicon.evaluations));
    found.extend(directives(context));
    found.extend(statements(context, &lexicon.evaluations));
    found.sort_by_key(|a| a.trigger);
    let found = speakers_own(clauses, &mentions, &reports, found);
    record(document, context, &lexicon.confidence, &offices, &found)
}

/// Puts the stages' results into the record's words.
fn record(
    document: Document,
    context: Context<'_>,
    weights: &Confidence,
    offices: &[OfficeDraft],
    found: &[Act],
) -> Record {
    let Context { clauses: Clauses { doc, .. }, mentions, reports, .. } = context;
    let id = |entity: usize| mentions.entities[entity].id.clone();
    let mut used: Vec<bool> = mentions.entities.iter().map(|e| e.kind != EntityType::Group).collect();
    let mut relations = Vec::with_capacity(found.len());
    for act in found {
        for entity in [Some(act.source), act.target].into_iter().flatten() {
            used[entity] = true;
        }
        let relation = relation(context.clauses, mentions, reports, weights, act);
        relations.push(relation);
    }
    dedup_relations(&mut relations);
    let mut stands = Vec::new();
    for stand in positions(found) {
        let reporter = reporter(context.clauses, mentions, reports, found[stand.act].trigger, stand.holder);
        stands.push(Position {
            holder: id(stand.holder),
            topic: stand.topic.phrase.clone(),
            topic_head: Some(stand.topic.head_lemma.clone()),
            stance: stand.stance,
            reported_by: reporter.map(&id),
            confidence: confidence(weights, &found[stand.act], reporter.is_some(), weights.position),
            evidence: quote(doc, stand.tokens.clone()),
        });
    }
    let offices = offices
        .iter()
        .map(|o| Office {
            holder: id(o.holder),
            title: o.title.clone(),
            of: o.of.map(&id),
            status: o.status,
            confidence: 0.9,
            evidence: quote(doc, o.tokens.clone()),
        })
        .collect();
    for reporter in relations
        .iter()
        .filter_map(|r| r.reported_by.as_ref())
        .chain(stands.iter().filter_map(|s| s.reported_by.as_ref()))
    {
        if let Some(e) = mentions.entities.iter().position(|e| e.id == *reporter) {
            used[e] = true;
        }
    }
    let attributions = reports.reports.iter().map(|r| attribution(doc, mentions, &used, r)).collect();
    Record {
        document,
        entities: entities(doc, mentions, &used),
        offices,
        relations,
        positions: stands,
        attributions,
    }
}

/// The quotation of a run of tokens.
pub fn quote(doc: &AnalysedText, tokens: Range<usize>) -> Quote {
    Quote { span: doc.span(tokens.clone()), text: doc.slice(tokens).to_owned() }
}

/// A speech act belongs to its speaker and not to the state or body that the speaker speaks for: "the minister said that
/// France opposed the plan" is the minister's opposition.
fn speakers_own(clauses: Clauses<'_>, mentions: &Mentions, reports: &Reports, acts: Vec<Act>) -> Vec<Act> {
    use RelationKind::*;
    let own = |act: &Act| {
        let speech =
            matches!(act.relation, Supported | Rejected | Proposed | Demanded | Criticized | Threatened);
        let reporter = reporter(clauses, mentions, reports, act.trigger, act.source).filter(|_| speech)?;
        let speaker = &mentions.entities[reporter];
        (speaker.kind == EntityType::Person
            && mentions.entities[act.source].kind != EntityType::Person
            && speaker.country == Some(act.source)
            && act.target != Some(reporter))
        .then_some(reporter)
    };
    acts.into_iter()
        .map(|act| match own(&act) {
            Some(speaker) => Act { source: speaker, ..act },
            None => act,
        })
        .collect()
}

/// "I" and "we" are given to who speaks.
fn with_speakers(mut mentions: Mentions, reports: &Reports) -> Mentions {
    let known = mentions.clone();
    mentions.resolve_first_person(|token| {
        reports.quoted_speaker(token).and_then(|s| known.entities_at(s).first().copied())
    });
    mentions
}

/// Whether `trigger` stands in an aside of what is reported: a relative clause, or a contrast with "while". Asides are
/// mostly the article's own words: "A said the plan, which B had rejected in May, was dead".
fn is_aside(clauses: Clauses<'_>, trigger: usize, cue: usize) -> bool {
    let doc = clauses.doc;
    std::iter::once(trigger).chain(doc.ancestors(trigger)).take_while(|&t| t != cue).take(16).any(|t| {
        let contrast = |t: usize| {
            doc.children_by(t, Deprel::Mark).any(|m| clauses.cues.contrasts.contains(&*doc.tokens[m].lower))
        };
        doc.tokens[t].deprel == Deprel::Relcl || doc.tokens[t].deprel == Deprel::Advcl && contrast(t)
    })
}

/// Who the text says it has the claim from, when that is not the actor.
fn reporter(
    clauses: Clauses<'_>,
    mentions: &Mentions,
    reports: &Reports,
    trigger: usize,
    actor: usize,
) -> Option<usize> {
    for report in reports.around(trigger) {
        if report.cue == trigger || !report.direct && is_aside(clauses, trigger, report.cue) {
            continue;
        }
        let speaker = report.speaker.and_then(|s| mentions.entities_at(s).first().copied());
        match speaker {
            Some(speaker) if speaker == actor => return None,
            Some(speaker) => return Some(speaker),
            None => {}
        }
    }
    None
}

fn relation(
    clauses: Clauses<'_>,
    mentions: &Mentions,
    reports: &Reports,
    weights: &Confidence,
    act: &Act,
) -> Relation {
    let reported_by = reporter(clauses, mentions, reports, act.trigger, act.source);
    let id = |entity: usize| mentions.entities[entity].id.clone();
    Relation {
        source: id(act.source),
        relation: act.relation,
        target: act.target.map(id),
        topic: act.topic.as_ref().map(|t| t.phrase.clone()),
        topic_head: act.topic.as_ref().map(|t| t.head_lemma.clone()),
        status: act.status,
        reported_by: reported_by.map(id),
        place: None,
        date: None,
        plover: act.plover,
        confidence: confidence(weights, act, reported_by.is_some(), 0.0),
        evidence: quote(clauses.doc, act.tokens.clone()),
    }
}

/// How sure an act is: a logistic model over what is known of it, with the weights of `data/confidence.toml`; rounded so
/// that it never hangs on the last bit.
fn confidence(weights: &Confidence, act: &Act, reported: bool, offset: f64) -> f64 {
    let class = match act.class {
        Class::Verb => 0.0,
        Class::Noun => weights.noun,
        Class::Adjective => weights.adjective,
    };
    let margin = f64::from(act.margin.clamp(0.0, 20.0));
    let sum = offset
        + weights.relations.get(&act.relation).copied().unwrap_or(0.0)
        + class
        + weights.anaphor * act.anaphors as f64
        + weights.margin * (margin / (margin + 4.0))
        + if act.target.is_some() { weights.target } else { 0.0 }
        + if act.topic.as_ref().is_some_and(|t| t.clausal) { weights.clause } else { 0.0 }
        + if act.status == ActStatus::Occurred { 0.0 } else { weights.unreal }
        + if reported { weights.reported } else { 0.0 };
    let certainty = 1.0 / (1.0 + (-sum).exp());
    (certainty.clamp(0.05, 0.99) * 100.0).round() / 100.0
}

/// One record per distinct (source, relation, target, topic, status); the first mention of it stays.
fn dedup_relations(relations: &mut Vec<Relation>) {
    let mut seen = std::collections::HashSet::new();
    relations.retain(|r| {
        let mut ends = (r.source.clone(), r.target.clone());
        if r.relation.is_symmetric()
            && let Some(target) = &r.target
            && *target < r.source
        {
            ends = (target.clone(), Some(r.source.clone()));
        }
        seen.insert((ends, r.relation, r.topic.as_ref().map(|t| t.to_lowercase()), r.status))
    });
}

fn entities(doc: &AnalysedText, mentions: &Mentions, used: &[bool]) -> Vec<Entity> {
    let mut out: Vec<Entity> = mentions
        .entities
        .iter()
        .enumerate()
        .filter(|&(e, _)| used[e])
        .map(|(e, draft)| Entity {
            id: draft.id.clone(),
            kind: draft.kind,
            name: draft.name.clone(),
            same_as: draft.same_as.clone(),
            mentions: mentions
                .of(e)
                .filter(|m| match m.kind {
                    MentionKind::Name | MentionKind::Description => true,
                    // A nationality is a name of its country only where the country has no other.
                    MentionKind::Demonym => !mentions.of(e).any(|m| m.kind == MentionKind::Name),
                    MentionKind::Pronoun | MentionKind::FirstPerson => false,
                })
                .map(|m| -> Mention { quote(doc, m.tokens.clone()) })
                .collect(),
        })
        .collect();
    out.sort_by(|a, b| a.id.cmp(&b.id));
    out
}

fn attribution(doc: &AnalysedText, mentions: &Mentions, used: &[bool], report: &Report) -> Attribution {
    let source = report.speaker.map(|head| {
        let tokens = mentions.at(head).map_or(head..head + 1, |m| m.tokens.clone());
        let entity = mentions
            .entities_at(head)
            .first()
            .filter(|&&e| used[e])
            .map(|&e| mentions.entities[e].id.clone());
        Speaker { entity, quote: quote(doc, tokens) }
    });
    Attribution {
        source,
        cue: quote(doc, report.cue..report.cue + 1),
        content: report.content.iter().map(|c| quote(doc, c.clone())).collect(),
        stance: Some(report.stance.clone()),
    }
}
