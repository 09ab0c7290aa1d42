//! From an analysed text to the record of what it says: the stages of extraction put together.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use crate::extract::act::{Act, Context, Learned, known, learned};
use crate::extract::attribution::{Report, Reports, reports};
use crate::extract::clause::Clauses;
use crate::extract::mention::{Apart, Mention, MentionKind, Mentions};
use crate::extract::office::{OfficeDraft, offices, with_posts};
use crate::extract::position::positions;
use crate::extract::setting::{Calendar, place};
use crate::lexicon::Lexicon;
use crate::reader::{Found, Reader, Seen};
use crate::schema::{
    Attribution, Document, Entity, EntityType, Office, PartialDate, Position, Quote, Record, Relation,
    RelationKind, Speaker,
};
use crate::text::AnalysedText;

use super::coreference::resolve;
use super::pointing::pointed;

/// What `doc` says, as a record of `document`.
///
/// Evidence and mentions are placed in `doc.text`, which must be the document's text.
pub fn read(document: Document, doc: &AnalysedText, lexicon: &Lexicon) -> Record {
    read_apart(document, doc, lexicon, &Apart::default())
}

/// As [`read`], with names that a user keeps apart.
pub fn read_apart(document: Document, doc: &AnalysedText, lexicon: &Lexicon, apart: &Apart) -> Record {
    let Heard { mentions, reports, offices, seen } = heard(doc, lexicon, apart, None);
    let context = context(doc, lexicon, &mentions, &reports);
    let mut learned = learned(context, Reader::builtin(), lexicon, &seen.acts);
    if lexicon.politics.is_absent(doc.sentences.len(), (0..doc.tokens.len()).map(|token| doc.word(token))) {
        keep_between_states(&mut learned, &mentions);
    }
    record(document, context, lexicon, &offices, &learned)
}

/// Leaves what one state or known body does to another. How sure an act is does not tell it from one of politics: a
/// goalkeeper who rejects a move to Hungary does reject it.
fn keep_between_states(learned: &mut Learned, mentions: &Mentions) {
    let state = |entity: usize| {
        let entity = &mentions.entities[entity];
        match entity.kind {
            EntityType::Country => true,
            EntityType::Organization => !entity.same_as.is_empty(),
            _ => false,
        }
    };
    learned.acts.retain(|act| state(act.source) && act.target.is_some_and(state));
    learned.stances.clear();
}

/// As [`read`], with acts that somebody else has found in place of those that are found here.
pub fn read_acts(document: Document, doc: &AnalysedText, lexicon: &Lexicon, found: &[Found]) -> Record {
    let Heard { mentions, reports, offices, .. } = heard(doc, lexicon, &Apart::default(), Some(found));
    let context = context(doc, lexicon, &mentions, &reports);
    let learned = learned(context, Reader::builtin(), lexicon, found);
    record(document, context, lexicon, &offices, &learned)
}

/// Who and what `doc` mentions, as its record has them: pronouns of the first person are given to their speakers; and the
/// acts that the reader sees, likely or not.
pub fn mentions_and_acts(doc: &AnalysedText, lexicon: &Lexicon) -> (Mentions, Vec<Found>) {
    let Heard { mentions, seen, .. } = heard(doc, lexicon, &Apart::default(), None);
    (mentions, seen.acts)
}

/// Who and what `doc` mentions as the rules alone have it: what the reader knows beforehand, and is trained on.
pub fn mentions_by_rules(doc: &AnalysedText, lexicon: &Lexicon) -> Mentions {
    by_rules(doc, lexicon, &Apart::default())
}

fn by_rules(doc: &AnalysedText, lexicon: &Lexicon, apart: &Apart) -> Mentions {
    let mentions = resolve(doc, lexicon.gazetteer, lexicon.words, apart);
    let reports = reports(Clauses { doc, cues: &lexicon.cues, mentions: Some(&mentions) });
    with_speakers(mentions, &reports)
}

/// What the reader sees in `doc`, before it becomes a record.
pub fn seen(doc: &AnalysedText, lexicon: &Lexicon) -> Seen {
    Reader::builtin().read(doc, &known(doc, &mentions_by_rules(doc, lexicon)))
}

/// What is known of a text before its acts.
struct Heard {
    mentions: Mentions,
    reports: Reports,
    offices: Vec<OfficeDraft>,
    seen: Seen,
}

/// `acts` are those that somebody else has found, where they take the place of the reader's.
fn heard(doc: &AnalysedText, lexicon: &Lexicon, apart: &Apart, acts: Option<&[Found]>) -> Heard {
    let mentions = by_rules(doc, lexicon, apart);
    let reader = Reader::builtin();
    let seen = reader.read(doc, &known(doc, &mentions));
    let mut acting = HashSet::new();
    for act in acts.unwrap_or(&seen.acts).iter().filter(|act| reader.tells(act)) {
        let relation = reader.relations()[act.relation].parse();
        // Tourists and ships go to places.
        if !matches!(relation, Ok(RelationKind::Visited)) {
            acting.extend(act.sources.iter().map(|&(token, _)| token));
        }
        // The victims of an attack are told of, and do nothing; what is rejected is more often a matter than somebody.
        if !matches!(relation, Ok(RelationKind::Visited | RelationKind::Attacked | RelationKind::Rejected)) {
            acting.extend(act.targets.iter().map(|&(token, _)| token));
        }
    }
    let mentions = pointed(doc, lexicon, mentions, &seen.mentions, &acting);
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
    Context { clauses, mentions, reports, verbs: &lexicon.verbs }
}

/// Puts the stages' results into the record's words.
fn record(
    document: Document,
    context: Context<'_>,
    Lexicon { times, .. }: &Lexicon,
    offices: &[OfficeDraft],
    Learned { acts, stances }: &Learned,
) -> Record {
    let Context { clauses: Clauses { doc, .. }, mentions, reports, .. } = context;
    let id = |entity: usize| mentions.entities[entity].id.clone();
    let mut used: Vec<bool> =
        mentions.entities.iter().map(|e| e.kind != EntityType::Group && e.named).collect();
    let today = document.date.as_deref().and_then(PartialDate::parse);
    let calendar = Calendar::new(context, times, today);
    let mut relations = Vec::with_capacity(acts.len());
    for act in acts {
        for entity in [Some(act.source), act.target].into_iter().flatten() {
            used[entity] = true;
        }
        relations.push(Relation {
            date: calendar.date(act).map(|date| date.to_string()),
            place: place(context, times, act).map(id),
            ..relation(context, act)
        });
    }
    dedup_relations(doc, &mut relations);
    let mut stands = Vec::new();
    for stand in positions(context, acts, stances) {
        used[stand.holder] = true;
        let reporter = stand.act.reporter.filter(|&r| r != stand.holder);
        stands.push(Position {
            holder: id(stand.holder),
            topic: stand.topic.phrase.clone(),
            topic_head: Some(stand.topic.head_lemma.clone()),
            stance: stand.stance,
            reported_by: reporter.map(&id),
            confidence: stand.act.certainty,
            evidence: quote(doc, stand.act.tokens.clone()),
        });
    }
    let offices: Vec<Office> = offices
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
    // Whoever the record names stands in it, a group without a name that somebody leads too.
    let reporters = relations.iter().map(|r| &r.reported_by).chain(stands.iter().map(|s| &s.reported_by));
    let others = offices.iter().map(|o| &o.of).chain(relations.iter().map(|r| &r.place)).chain(reporters);
    for id in others.filter_map(Option::as_ref).chain(offices.iter().map(|o| &o.holder)) {
        if let Some(&e) = by_id.get(&**id) {
            used[e] = true;
        }
    }
    let attributions = reports.reports.iter().map(|r| attribution(doc, mentions, &used, r)).collect();
    let entities = entities(doc, mentions, &used);
    Record { document, entities, offices, relations, positions: stands, attributions, ..Record::default() }
}

/// The quotation of a run of tokens.
pub fn quote(doc: &AnalysedText, tokens: Range<usize>) -> Quote {
    Quote { span: doc.span(tokens.clone()), text: doc.slice(tokens).to_owned() }
}

/// "I" and "we" are given to who speaks.
fn with_speakers(mut mentions: Mentions, reports: &Reports) -> Mentions {
    let known = mentions.clone();
    mentions.resolve_first_person(|token| {
        reports.quoted_speaker(token).and_then(|s| known.entities_at(s).first().copied())
    });
    mentions
}

fn relation(Context { clauses, mentions, .. }: Context<'_>, act: &Act) -> Relation {
    let id = |entity: usize| mentions.entities[entity].id.clone();
    Relation {
        source: id(act.source),
        relation: act.relation,
        target: act.target.map(id),
        topic: act.topic.as_ref().map(|t| t.phrase.clone()),
        topic_head: act.topic.as_ref().map(|t| t.head_lemma.clone()),
        status: act.status,
        reported_by: act.reporter.map(id),
        place: None,
        date: None,
        plover: act.plover,
        confidence: act.certainty,
        evidence: quote(clauses.doc, act.tokens.clone()),
    }
}

/// One record per distinct (source, relation, target, topic, status), and one for each date and place where the text
/// gives several: a meeting of last year is not the one of today, though no date stands by that. The first mention
/// stays, unless another one in its sentence says more.
fn dedup_relations(doc: &AnalysedText, relations: &mut Vec<Relation>) {
    let sentence = |relation: &Relation| {
        let start = relation.evidence.span.start;
        let token = doc.tokens.partition_point(|token| token.span.start < start);
        doc.sentence_of(token)
    };
    let mut out: Vec<Relation> = Vec::with_capacity(relations.len());
    let mut seen: HashMap<_, Vec<usize>> = HashMap::new();
    for relation in relations.drain(..) {
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
            let kept = &out[k];
            covered |= covers(kept, &relation);
            let near = sentence(kept) == here && kept.reported_by == relation.reported_by;
            if near && covers(&relation, kept) {
                lesser = Some(k);
            }
        }
        match lesser {
            _ if covered => {}
            Some(k) => out[k] = relation,
            None => {
                known.push(out.len());
                out.push(relation);
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
