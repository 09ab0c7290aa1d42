//! Plain statements of stance: "there can be no truce, A said", "T is out of the question", "A's aim is T", "what A wants
//! is T".
//!
//! In: a text with its mentions and reports. Out: acts of `rejected`, `demanded` and `supported`.

use super::act::{Act, Context};
use super::predicate::Class;
use super::topic::{Topic, topic};
use crate::lexicon::evaluations::Evaluations;
use crate::schema::{ActStatus, RelationKind};
use crate::text::{Deprel, Tag, Upos};

/// All statements of stance of a text, in text order.
pub fn statements(context: Context<'_>, words: &Evaluations) -> Vec<Act> {
    let doc = context.clauses.doc;
    let mut out = Vec::new();
    for v in 0..doc.tokens.len() {
        refusal(context, v, &mut out);
        sole(context, v, &mut out);
        if !words.copulas.contains(&*doc.tokens[v].lemma) || !context.clauses.is_clausal(v) {
            continue;
        }
        existential(context, v, &mut out);
        verdict(context, words, v, &mut out);
        purpose(context, words, v, &mut out);
    }
    out
}

/// Who says the clause of `v`, where the text reports it as somebody's.
fn speaker(context: Context<'_>, v: usize) -> Option<usize> {
    let report = context.reports.around(v).into_iter().find(|r| r.speaker.is_some())?;
    report.speaker.filter(|_| context.is_main_clause(v, report.cue))
}

/// "A said that A's country would not T": what one will not do is rejected.
fn refusal(context: Context<'_>, v: usize, out: &mut Vec<Act>) {
    let doc = context.clauses.doc;
    if doc.tokens[v].upos != Upos::Verb || !context.clauses.is_clausal(v) || context.clauses.is_passive(v) {
        return;
    }
    let modality = context.clauses.modality(v);
    let helpers = || doc.children_by(v, Deprel::Aux).map(|c| &*doc.tokens[c].lower);
    let will = helpers().any(|h| context.clauses.cues.modals.get(h) == Some(&ActStatus::Planned));
    let idle = context.clauses.cues.mental.contains(&*doc.tokens[v].lemma);
    if idle || !will || !modality.negated || modality.unable || modality.status != ActStatus::Planned {
        return;
    }
    let Some(speaker) = speaker(context, v) else { return };
    let Some(subject) = context.clauses.surface_subject(v) else { return };
    let entities = &context.mentions.entities;
    let speakers = context.actors(speaker);
    let own = context.actors(subject).into_iter().any(|(subject, _)| {
        speakers.iter().any(|&(s, _)| s == subject || entities[s].country == Some(subject))
    });
    if own {
        let topic = topic(context.clauses, v, true).map(|t| t.affirmed(doc));
        push(context, out, v, speaker, RelationKind::Rejected, topic);
    }
}

/// "I believe that only Europe can finance this army": who says that only one can, or should, is for that.
fn sole(context: Context<'_>, v: usize, out: &mut Vec<Act>) {
    let doc = context.clauses.doc;
    let cues = &context.clauses.cues;
    if doc.tokens[v].upos != Upos::Verb || !context.clauses.is_clausal(v) || context.clauses.is_negated(v) {
        return;
    }
    let able = doc.children_by(v, Deprel::Aux).any(|c| cues.able.contains(&*doc.tokens[c].lower));
    let only = |t: usize| cues.sole.contains(&*doc.tokens[t].lower);
    let subject =
        doc.children(v).find(|&c| matches!(doc.tokens[c].deprel, Deprel::Nsubj | Deprel::Nsubjpass));
    let restricted = subject.is_some_and(|s| {
        doc.children(s).any(|c| c < s && only(c)) || doc.children(v).any(|c| c < s && only(c))
    });
    if able && restricted {
        let Some(speaker) = speaker(context, v) else { return };
        push(context, out, v, speaker, RelationKind::Supported, topic(context.clauses, v, true));
    }
}

/// "There can be no T", "there must be T"
fn existential(context: Context<'_>, v: usize, out: &mut Vec<Act>) {
    let doc = context.clauses.doc;
    let cues = &context.clauses.cues;
    let Some(thing) = doc.child(v, Deprel::Expl).and_then(|_| doc.child(v, Deprel::Attr)) else { return };
    let helpers: Vec<&str> = doc.children_by(v, Deprel::Aux).map(|c| &*doc.tokens[c].lower).collect();
    let modal = helpers.iter().any(|h| cues.modals.contains_key(*h));
    let obliges = helpers.iter().any(|h| cues.obligation.contains(*h));
    let negated = context.clauses.is_negative_phrase(thing) || context.clauses.is_negated(v);
    let relation = match (negated, modal, obliges) {
        (true, true, _) => RelationKind::Rejected,
        (false, _, true) => RelationKind::Demanded,
        _ => return,
    };
    let Some(speaker) = speaker(context, v) else { return };
    push(context, out, v, speaker, relation, topic(context.clauses, thing, false));
}

/// "T is out of the question", "T is not up for discussion"
fn verdict(context: Context<'_>, words: &Evaluations, v: usize, out: &mut Vec<Act>) {
    let doc = context.clauses.doc;
    let end = doc.sentences[doc.sentence_of(v)].end;
    let after: Vec<&str> = (v + 1..end)
        .skip_while(|&t| matches!(doc.tokens[t].deprel, Deprel::Neg | Deprel::Advmod))
        .take(5)
        .map(|t| &*doc.tokens[t].lower)
        .collect();
    let said = |phrases: &[String]| {
        phrases.iter().any(|p| {
            let phrase: Vec<&str> = p.split(' ').collect();
            after.starts_with(&phrase)
        })
    };
    // "Not off the table" refuses nothing.
    let phrases = if context.clauses.is_negated(v) { &words.offered } else { &words.refused };
    if !said(phrases) {
        return;
    }
    let Some(subject) = context.clauses.surface_subject(v) else { return };
    let Some(speaker) = speaker(context, v) else { return };
    push(
        context,
        out,
        v,
        speaker,
        RelationKind::Rejected,
        topic(context.clauses, subject, context.clauses.is_clausal(subject)),
    );
}

/// "A's aim is T", "what A wants is T"
fn purpose(context: Context<'_>, words: &Evaluations, v: usize, out: &mut Vec<Act>) {
    let doc = context.clauses.doc;
    let Some(subject) =
        doc.children(v).find(|&c| matches!(doc.tokens[c].deprel, Deprel::Nsubj | Deprel::Csubj) && c < v)
    else {
        return;
    };
    let wanted = &doc.tokens[subject];
    let holder = if words.purposes.contains(&*wanted.lemma) && !context.clauses.is_clausal(subject) {
        doc.child(subject, Deprel::Poss)
    } else if wanted.deprel == Deprel::Csubj && words.wanting.contains(&*wanted.lemma) {
        let open = doc.subtree(subject).into_iter().any(|t| t < subject && doc.tokens[t].tag == Tag::Wp);
        context.clauses.surface_subject(subject).filter(|_| open)
    } else {
        None
    };
    let Some(holder) = holder else { return };
    let Some(thing) = doc.children(v).find(|&c| {
        c > v && matches!(doc.tokens[c].deprel, Deprel::Attr | Deprel::Ccomp | Deprel::Xcomp | Deprel::Advcl)
    }) else {
        return;
    };
    let clausal = context.clauses.is_clausal(thing);
    if !clausal && !matches!(doc.tokens[thing].upos, Upos::Noun | Upos::Propn) {
        return;
    }
    if clausal && !context.is_directive(thing) && doc.child(thing, Deprel::Mark).is_none() {
        return;
    }
    let relation =
        if context.clauses.is_negated(v) { RelationKind::Rejected } else { RelationKind::Supported };
    push(context, out, v, holder, relation, topic(context.clauses, thing, clausal));
}

fn push(
    context: Context<'_>,
    out: &mut Vec<Act>,
    v: usize,
    holder: usize,
    relation: RelationKind,
    topic: Option<Topic>,
) {
    let doc = context.clauses.doc;
    let Some(topic) = topic else { return };
    if context.clauses.is_questioned(v) {
        return;
    }
    let sentence = doc.sentences[doc.sentence_of(v)].clone();
    let mut tokens = v.min(topic.tokens.start)..topic.tokens.end.max(v + 1);
    if sentence.contains(&holder) {
        tokens = tokens.start.min(holder)..tokens.end.max(holder + 1);
    }
    for (source, _) in context.actors(holder) {
        out.push(Act {
            relation,
            plover: relation.plover(),
            source,
            target: None,
            topic: Some(topic.clone()),
            status: ActStatus::Occurred,
            conditional: !context.clauses.conditions_on(v).is_empty(),
            trigger: v,
            tokens: tokens.clone(),
            margin: doc.tokens[v].margin,
            class: Class::Adjective,
            anaphors: context.anaphors(holder, None),
            reporter: None,
            certainty: None,
        });
    }
}
