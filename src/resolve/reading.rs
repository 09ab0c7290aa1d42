//! From an analysed text to the record of what it says: the stages of extraction put together.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use crate::extract::act::{Act, Context, Learned, acts, known, learned};
use crate::extract::attribution::{Report, Reports, reports};
use crate::extract::clause::Clauses;
use crate::extract::evaluation::{directives, judgements};
use crate::extract::mention::{Mention, MentionKind, Mentions};
use crate::extract::office::{OfficeDraft, offices, with_posts};
use crate::extract::position::positions;
use crate::extract::predicate::Class;
use crate::extract::setting::{Calendar, place};
use crate::extract::statement::statements;
use crate::lexicon::Lexicon;
use crate::lexicon::confidence::{Confidence, Features};
use crate::reader::{Found, Reader, Seen};
use crate::schema::{
    ActStatus, Attribution, Document, Entity, EntityType, Office, PartialDate, Position, Quote, Record,
    Relation, RelationKind, Speaker, Stance,
};
use crate::text::{AnalysedText, Deprel};

use super::coreference::resolve;
use super::pointing::pointed;

/// How likely the reader's status of an act must be to take the place of a rule's.
const SURE_STATUS: f32 = 0.8;

/// A record with what its confidence rests on, fact for fact.
#[derive(Debug, Clone)]
pub struct Reading {
    /// What the text says.
    pub record: Record,
    /// Of each of the record's relations.
    pub relations: Vec<Features>,
    /// Of each of the record's positions.
    pub positions: Vec<Features>,
}

/// What `doc` says, as a record of `document`.
///
/// Evidence and mentions are placed in `doc.text`, which must be the document's text.
pub fn read(document: Document, doc: &AnalysedText, lexicon: &Lexicon) -> Record {
    read_with_features(document, doc, lexicon).record
}

/// As [`read`], with the features by which the weights of `data/confidence.toml` are fitted.
pub fn read_with_features(document: Document, doc: &AnalysedText, lexicon: &Lexicon) -> Reading {
    let Heard { mentions, reports, offices, seen } = heard(doc, lexicon);
    let context = context(doc, lexicon, &mentions, &reports);
    let clauses = context.clauses;
    let reader = Reader::builtin();
    let mut found = acts(context);
    found.extend(judgements(context, &lexicon.evaluations));
    found.extend(directives(context));
    // What a frame makes of a refusal tells more than the bare statement: "said that it would not consider the request".
    let refused: HashSet<(usize, usize)> = found
        .iter()
        .filter(|a| a.relation == RelationKind::Rejected)
        .map(|a| (a.trigger, a.source))
        .collect();
    let stated = statements(context, &lexicon.evaluations).into_iter();
    found.extend(
        stated.filter(|a| a.relation != RelationKind::Rejected || !refused.contains(&(a.trigger, a.source))),
    );
    let mut found = speakers_own(clauses, &mentions, &reports, found);
    if crate::reader::knob("RULES", 1.0) == 0.0 { found.clear(); }
    found.retain_mut(|act| is_noticed(act, reader, &seen.acts));
    let Learned { acts: own, stances } = learned(context, reader, lexicon, &seen.acts);
    let told = found.len();
    for act in own {
        if !found[..told].iter().any(|rule| tells_same(rule, &act)) {
            found.push(act);
        }
    }
    found.sort_by_key(|a| a.trigger);
    record(document, context, lexicon, &offices, &found, &stances)
}

/// As [`read`], with acts that somebody else has found in place of those that are found here.
pub fn read_acts(document: Document, doc: &AnalysedText, lexicon: &Lexicon, found: &[Found]) -> Record {
    let Heard { mentions, reports, offices, .. } = heard(doc, lexicon);
    let context = context(doc, lexicon, &mentions, &reports);
    let Learned { acts, stances } = learned(context, Reader::builtin(), lexicon, found);
    record(document, context, lexicon, &offices, &acts, &stances).record
}

/// Who and what `doc` mentions, as its record has them: pronouns of the first person are given to their speakers.
pub fn mentions(doc: &AnalysedText, lexicon: &Lexicon) -> Mentions {
    heard(doc, lexicon).mentions
}

/// Who and what `doc` mentions as the rules alone have it: what the reader knows beforehand, and is trained on.
pub fn mentions_by_rules(doc: &AnalysedText, lexicon: &Lexicon) -> Mentions {
    by_rules(doc, lexicon)
}

/// What the reader sees in `doc`, before it becomes a record.
pub fn seen(doc: &AnalysedText, lexicon: &Lexicon) -> Seen {
    Reader::builtin().read(doc, &known(doc, &by_rules(doc, lexicon)))
}

/// What is known of a text before its acts.
struct Heard {
    mentions: Mentions,
    reports: Reports,
    offices: Vec<OfficeDraft>,
    seen: Seen,
}

fn by_rules(doc: &AnalysedText, lexicon: &Lexicon) -> Mentions {
    let mentions = resolve(doc, lexicon.gazetteer, lexicon.words);
    let reports = reports(Clauses { doc, cues: &lexicon.cues, mentions: Some(&mentions) });
    with_speakers(mentions, &reports)
}

fn heard(doc: &AnalysedText, lexicon: &Lexicon) -> Heard {
    let mentions = by_rules(doc, lexicon);
    let seen = Reader::builtin().read(doc, &known(doc, &mentions));
    let mentions = pointed(doc, lexicon.words, mentions, &seen.mentions);
    let offices = offices(doc, &mentions, lexicon.words);
    let offices = with_posts(doc, &mentions, lexicon.words, offices, &seen.posts);
    let reports = reports(Clauses { doc, cues: &lexicon.cues, mentions: Some(&mentions) });
    Heard { mentions: with_speakers(mentions, &reports), reports, offices, seen }
}

fn context<'a>(
    doc: &'a AnalysedText,
    lexicon: &'a Lexicon,
    mentions: &'a Mentions,
    reports: &'a Reports,
) -> Context<'a> {
    let clauses = Clauses { doc, cues: &lexicon.cues, mentions: Some(mentions) };
    Context { clauses, mentions, reports, frames: &lexicon.frames }
}

/// Whether the reader sees anything of a rule's act among its words; its status is the reader's where that is sure of it.
fn is_noticed(act: &mut Act, reader: &Reader, seen: &[Found]) -> bool {
    let near = || seen.iter().filter(|f| act.tokens.contains(&f.trigger));
    let of_its_kind = near().filter(|f| reader.relations()[f.relation] == act.relation.as_str());
    let rank = |f: &Found| (f.trigger == act.trigger, f.probability);
    let best = of_its_kind.reduce(|a, b| if rank(b) > rank(a) { b } else { a });
    if let Some(best) = best.filter(|best| best.status_probability >= crate::reader::knob("SURE_STATUS", SURE_STATUS)) {
        act.status = ActStatus::ALL[best.status];
    }
    // A stance may be told as an act, or for itself.
    let stance = act.relation.stance().map(Stance::as_str);
    best.is_some() || near().any(|f| stance == Some(&*reader.relations()[f.relation]))
}

/// Whether a rule's act tells what the reader's own does.
fn tells_same(rule: &Act, own: &Act) -> bool {
    rule.relation == own.relation
        && (rule.trigger == own.trigger || rule.tokens.contains(&own.trigger))
        && (rule.source == own.source || rule.target == own.target)
}

/// Puts the stages' results into the record's words.
fn record(
    document: Document,
    context: Context<'_>,
    Lexicon { confidence: weights, times, .. }: &Lexicon,
    offices: &[OfficeDraft],
    found: &[Act],
    stated: &[(Stance, Act)],
) -> Reading {
    let Context { clauses: Clauses { doc, .. }, mentions, reports, .. } = context;
    let id = |entity: usize| mentions.entities[entity].id.clone();
    let mut used: Vec<bool> = mentions.entities.iter().map(|e| e.kind != EntityType::Group && e.named).collect();
    let today = document.date.as_deref().and_then(PartialDate::parse);
    let calendar = Calendar::new(context, times, today);
    let mut relations = Vec::with_capacity(found.len());
    for act in found {
        for entity in [Some(act.source), act.target].into_iter().flatten() {
            used[entity] = true;
        }
        let (told, features) = relation(context, weights, act);
        let told = Relation {
            date: calendar.date(act).map(|date| date.to_string()),
            place: place(context, times, act).map(id),
            ..told
        };
        relations.push((told, features));
    }
    dedup_relations(doc, &mut relations);
    let (relations, relation_features): (Vec<Relation>, Vec<Features>) = relations.into_iter().unzip();
    let mut stands = Vec::new();
    let mut stand_features = Vec::new();
    for stand in positions(context, found, stated) {
        used[stand.holder] = true;
        let reporter = told_by(context, stand.act, stand.holder);
        let features = Features { position: true, ..features(stand.act, reporter.is_some()) };
        stand_features.push(features);
        stands.push(Position {
            holder: id(stand.holder),
            topic: stand.topic.phrase.clone(),
            topic_head: Some(stand.topic.head_lemma.clone()),
            stance: stand.stance,
            reported_by: reporter.map(&id),
            confidence: stand.act.certainty.unwrap_or_else(|| weights.of(&features)),
            evidence: quote(doc, stand.act.tokens.clone()),
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
    let mut by_id: HashMap<&str, usize> = HashMap::new();
    for (e, draft) in mentions.entities.iter().enumerate() {
        by_id.entry(&draft.id).or_insert(e);
    }
    for reporter in relations
        .iter()
        .filter_map(|r| r.reported_by.as_deref())
        .chain(stands.iter().filter_map(|s| s.reported_by.as_deref()))
    {
        if let Some(&e) = by_id.get(reporter) {
            used[e] = true;
        }
    }
    let attributions = reports.reports.iter().map(|r| attribution(doc, mentions, &used, r)).collect();
    let entities = entities(doc, mentions, &used);
    Reading {
        record: Record { document, entities, offices, relations, positions: stands, attributions },
        relations: relation_features,
        positions: stand_features,
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

/// Whom the text names for `act`, where that is not `actor`.
fn told_by(
    Context { clauses, mentions, reports, .. }: Context<'_>,
    act: &Act,
    actor: usize,
) -> Option<usize> {
    if act.certainty.is_some() {
        return act.reporter.filter(|&r| r != actor);
    }
    reporter(clauses, mentions, reports, act.trigger, actor)
}

fn relation(context: Context<'_>, weights: &Confidence, act: &Act) -> (Relation, Features) {
    let Context { clauses, mentions, .. } = context;
    let reported_by = told_by(context, act, act.source);
    let id = |entity: usize| mentions.entities[entity].id.clone();
    let features = features(act, reported_by.is_some());
    let relation = Relation {
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
        confidence: act.certainty.unwrap_or_else(|| weights.of(&features)),
        evidence: quote(clauses.doc, act.tokens.clone()),
    };
    (relation, features)
}

/// What is known of `act` that tells how sure it is.
fn features(act: &Act, reported: bool) -> Features {
    let margin = f64::from(act.margin.clamp(0.0, 20.0));
    Features {
        relation: act.relation,
        noun: act.class == Class::Noun,
        adjective: act.class == Class::Adjective,
        anaphors: act.anaphors,
        margin: margin / (margin + 4.0),
        target: act.target.is_some(),
        clause: act.topic.as_ref().is_some_and(|t| t.clausal),
        unreal: act.status != ActStatus::Occurred,
        reported,
        position: false,
    }
}

/// One record per distinct (source, relation, target, topic, status), and one for each date and place where the text
/// gives several: a meeting of last year is not the one of today, though no date stands by that. The first mention
/// stays, unless another one in its sentence says more.
fn dedup_relations(doc: &AnalysedText, relations: &mut Vec<(Relation, Features)>) {
    let sentence = |relation: &Relation| {
        let start = relation.evidence.span.start;
        let token = doc.tokens.partition_point(|token| token.span.start < start);
        doc.sentence_of(token)
    };
    let mut out: Vec<(Relation, Features)> = Vec::with_capacity(relations.len());
    let mut seen: HashMap<_, Vec<usize>> = HashMap::new();
    for (relation, features) in relations.drain(..) {
        let mut ends = (relation.source.clone(), relation.target.clone());
        if relation.relation.is_symmetric()
            && let Some(target) = &relation.target
            && *target < relation.source
        {
            ends = (target.clone(), Some(relation.source.clone()));
        }
        let topic = relation.topic.as_ref().map(|t| t.to_lowercase());
        let known = seen.entry((ends, relation.relation, topic, relation.status)).or_default();
        let (here, mut covered, mut lesser) = (sentence(&relation), false, None);
        for &k in known.iter() {
            let kept = &out[k].0;
            covered |= covers(kept, &relation);
            let near = sentence(kept) == here && kept.reported_by == relation.reported_by;
            if near && covers(&relation, kept) {
                lesser = Some(k);
            }
        }
        match lesser {
            _ if covered => {}
            Some(k) => out[k] = (relation, features),
            None => {
                known.push(out.len());
                out.push((relation, features));
            }
        }
    }
    *relations = out;
}

/// Whether `a` tells when and where as `b` does, or more.
fn covers(a: &Relation, b: &Relation) -> bool {
    // A coarse date of ISO 8601 is the beginning of the finer ones within it.
    let dated = b.date.as_ref().is_none_or(|b| a.date.as_ref().is_some_and(|a| a.starts_with(b.as_str())));
    dated && (b.place.is_none() || a.place == b.place)
}

fn entities(doc: &AnalysedText, mentions: &Mentions, used: &[bool]) -> Vec<Entity> {
    let mut of: Vec<Vec<&Mention>> = vec![Vec::new(); mentions.entities.len()];
    for mention in &mentions.mentions {
        if let Some(e) = mention.entity {
            of[e].push(mention);
        }
    }
    let named: Vec<bool> = of.iter().map(|all| all.iter().any(|m| m.kind == MentionKind::Name)).collect();
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
            mentions: of[e]
                .iter()
                .filter(|m| match m.kind {
                    MentionKind::Name | MentionKind::Description => true,
                    // A nationality is a name of its country only where the country has no other.
                    MentionKind::Demonym => !named[e],
                    MentionKind::Pronoun | MentionKind::FirstPerson => false,
                })
                .map(|m| quote(doc, m.tokens.clone()))
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
