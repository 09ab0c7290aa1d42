//! Judgements: "A called T a mistake", "A said that T was vital". The judge supports or criticizes what is judged.
//!
//! In: a text with its mentions and reports. Out: acts of `supported` and `criticized`.

use super::act::{Act, Context};
use super::predicate::Class;
use super::topic::topic;
use crate::lexicon::evaluations::Evaluations;
use crate::schema::{ActStatus, EntityType, RelationKind};
use crate::text::{Deprel, Tag, Upos};

/// All judgements of a text, in text order.
pub fn judgements(context: Context<'_>, words: &Evaluations) -> Vec<Act> {
    let doc = context.clauses.doc;
    let mut out = Vec::new();
    for v in 0..doc.tokens.len() {
        if !context.clauses.is_clausal(v) {
            continue;
        }
        let lemma = &*doc.tokens[v].lemma;
        if words.calling.contains(lemma) {
            if let Some((judged, verdict)) = called(context, v) {
                let Some(judge) = context.clauses.logical_subject(v) else { continue };
                push(context, words, &mut out, v, judge, judged, verdict);
            }
        } else if words.copulas.contains(lemma)
            // "trained them to be killers" says of nobody that they are.
            && !context.clauses.is_infinitive(v)
            && let Some(report) = context.reports.around(v).into_iter().find(|r| r.speaker.is_some())
            && let Some(judge) = report.speaker
            && context.is_main_clause(v, report.cue)
            && let Some(judged) = context.clauses.surface_subject(v)
            && let Some(verdict) = doc
                .children(v)
                .find(|&c| matches!(doc.tokens[c].deprel, Deprel::Acomp | Deprel::Attr | Deprel::Dobj))
        {
            push(context, words, &mut out, v, judge, judged, verdict);
        }
    }
    out
}

/// All demands that a speaker makes by saying what must or should be: "Israel must stop the raids, A said".
pub fn directives(context: Context<'_>) -> Vec<Act> {
    let doc = context.clauses.doc;
    let mut out = Vec::new();
    for v in 0..doc.tokens.len() {
        let obliges = context.clauses.is_clausal(v)
            && doc
                .children_by(v, Deprel::Aux)
                .any(|c| context.clauses.cues.obligation.contains(&*doc.tokens[c].lower));
        if !obliges {
            continue;
        }
        let Some(report) = context.reports.around(v).into_iter().find(|r| r.speaker.is_some()) else {
            continue;
        };
        let Some(speaker) = report.speaker.filter(|_| context.is_main_clause(v, report.cue)) else {
            continue;
        };
        let subject = context.clauses.surface_subject(v);
        let Some(topic) = topic(context.clauses, v, true) else { continue };
        let addressed: Vec<usize> =
            subject.map(|s| context.actors(s)).unwrap_or_default().into_iter().map(|a| a.0).collect();
        for (source, _) in context.actors(speaker) {
            if addressed.contains(&source) {
                // "We must act": a plan of one's own, no demand.
                continue;
            }
            let targets: Vec<Option<usize>> =
                if addressed.is_empty() { vec![None] } else { addressed.iter().map(|&t| Some(t)).collect() };
            for target in targets {
                out.push(Act {
                    relation: RelationKind::Demanded,
                    plover: RelationKind::Demanded.plover(),
                    source,
                    target,
                    topic: Some(topic.clone()),
                    status: ActStatus::Occurred,
                    conditional: false,
                    trigger: v,
                    tokens: topic.tokens.clone(),
                    margin: doc.tokens[v].margin,
                    class: Class::Verb,
                    anaphors: context.anaphors(speaker, None),
                    reporter: None,
                    certainty: None,
                });
            }
        }
    }
    out
}

/// Object and verdict of a verb of calling.
fn called(context: Context<'_>, v: usize) -> Option<(usize, usize)> {
    let doc = context.clauses.doc;
    // "called the order swift and bold", with both read as predicates: the noun phrase is what is called so.
    let phrase =
        |c: usize| doc.children(c).any(|d| matches!(doc.tokens[d].deprel, Deprel::Poss | Deprel::Det));
    let object = context.clauses.logical_object(v).or_else(|| {
        doc.children_by(v, Deprel::Oprd).find(|&c| doc.tokens[c].upos == Upos::Noun && phrase(c))
    });
    // "called it unfair"
    let verdict = doc.children_by(v, Deprel::Oprd).find(|&c| Some(c) != object);
    if let Some(verdict) = verdict.or_else(|| doc.child(v, Deprel::Acomp)) {
        return Some((object?, verdict));
    }
    // "called it unfair", read as a small clause
    for clause in doc.children(v).filter(|&c| matches!(doc.tokens[c].deprel, Deprel::Ccomp | Deprel::Xcomp)) {
        let participle = matches!(doc.tokens[clause].tag, Tag::Vbn | Tag::Vbd)
            && !doc.children(clause).any(|c| {
                matches!(doc.tokens[c].deprel, Deprel::Aux | Deprel::Auxpass | Deprel::Dobj | Deprel::Mark)
            });
        if (matches!(doc.tokens[clause].upos, Upos::Adj | Upos::Noun) || participle)
            && let Some(subject) = doc.child(clause, Deprel::Nsubj).or(object)
        {
            return Some((context.clauses.dereference(subject), clause));
        }
    }
    // "called the offer 'a trap'", read as an apposition
    if let Some(object) = object
        && let Some(verdict) =
            doc.children_by(object, Deprel::Appos).find(|&c| context.mentions.at(c).is_none())
    {
        return Some((object, verdict));
    }
    // "described it as a mistake"
    let from = [Some(v), object].into_iter().flatten();
    for prep in from
        .flat_map(|t| doc.children(t))
        .filter(|&c| matches!(doc.tokens[c].deprel, Deprel::Prep | Deprel::Advcl))
    {
        if context.clauses.cues.role_prepositions.contains(&*doc.tokens[prep].lower) {
            let verdict = doc.children(prep).find(|&c| {
                matches!(
                    doc.tokens[c].deprel,
                    Deprel::Pobj | Deprel::Amod | Deprel::Pcomp | Deprel::Advmod | Deprel::Acomp
                )
            });
            return Some((object?, verdict?));
        }
    }
    None
}

/// The infinitive that "it" stands for: "it is wrong to strike", "called it a mistake to leave".
fn postponed(context: Context<'_>, v: usize, judged: usize, verdict: usize) -> Option<usize> {
    let doc = context.clauses.doc;
    if !context.clauses.cues.expletives.contains(&*doc.tokens[judged].lower) {
        return None;
    }
    let children = doc.children(v).chain(doc.children(verdict));
    children.into_iter().find(|&c| {
        c > verdict
            && c > judged
            && matches!(doc.tokens[c].deprel, Deprel::Xcomp | Deprel::Advcl | Deprel::Ccomp | Deprel::Acl)
            && context.clauses.is_infinitive(c)
    })
}

/// For (`true`) or against (`false`), as the verdict's head or a word before it says.
fn polarity(context: Context<'_>, words: &Evaluations, verdict: usize, called: bool) -> Option<bool> {
    let doc = context.clauses.doc;
    // "non-destructive"
    let prefixed =
        |t: usize| t > 1 && doc.word(t - 1) == "-" && words.prefixes.contains(&*doc.tokens[t - 2].lower);
    let of = |t: usize| {
        if prefixed(t) {
            return None;
        }
        let (lemma, lower) = (doc.tokens[t].lemma.to_lowercase(), &*doc.tokens[t].lower);
        if !called && (words.weak.contains(&lemma) || words.weak.contains(lower)) {
            return None;
        }
        if words.negative.contains(&lemma) || words.negative.contains(lower) {
            Some(false)
        } else if words.positive.contains(&lemma) || words.positive.contains(lower) {
            Some(true)
        } else {
            None
        }
    };
    let modifiers = doc
        .children(verdict)
        .filter(|&c| matches!(doc.tokens[c].deprel, Deprel::Amod | Deprel::Compound | Deprel::Conj));
    let found: Vec<bool> = std::iter::once(verdict).chain(modifiers).filter_map(of).collect();
    // One word of disapproval spoils the praise: "a dangerous step".
    if found.contains(&false) { Some(false) } else { found.first().copied() }
}

fn push(
    context: Context<'_>,
    words: &Evaluations,
    out: &mut Vec<Act>,
    v: usize,
    judge: usize,
    judged: usize,
    verdict: usize,
) {
    let doc = context.clauses.doc;
    let Some(approves) = polarity(context, words, verdict, words.calling.contains(&*doc.tokens[v].lemma))
    else {
        return;
    };
    // "Not every deal is a crime" judges none of them.
    if context.clauses.is_negative_phrase(judged) {
        return;
    }
    let approves = approves != context.clauses.is_negated(v);
    let relation = if approves { RelationKind::Supported } else { RelationKind::Criticized };
    let judges = context.actors(judge);
    // "It is wrong to strike": what is judged stands behind the verdict.
    let postponed = postponed(context, v, judged, verdict);
    let judged = postponed.unwrap_or(judged);
    let mut targets = if postponed.is_some() { Vec::new() } else { context.mentions.entities_at(judged) };
    // "It" that is judged is more often a thing done than a state or body.
    if doc.tokens[judged].upos == Upos::Pron && context.antecedent_of(judged).is_some() {
        targets.retain(|&e| context.mentions.entities[e].kind == EntityType::Person);
    }
    let noun = match targets.is_empty() {
        true if doc.tokens[judged].upos == Upos::Pron => context.antecedent_of(judged),
        true => Some(judged),
        false => None,
    };
    let topic = noun.and_then(|n| topic(context.clauses, n, context.clauses.is_clausal(n)));
    if topic.is_none() && targets.is_empty() {
        return;
    }
    let sentence = doc.sentences[doc.sentence_of(v)].clone();
    let ends = [v, judge, judged, verdict];
    let inside = ends.iter().copied().filter(|t| sentence.contains(t));
    let start = inside.clone().min().unwrap_or(v);
    let end = inside.max().unwrap_or(v) + 1;
    let owners = noun.map(|n| context.owners(&[n])).unwrap_or_default();
    let owner = owners.into_iter().flat_map(|o| context.mentions.entities_at(o)).next();
    for (source, _) in judges {
        let target = targets.first().copied().or(owner).filter(|&t| t != source);
        if topic.is_none() && target.is_none() {
            continue;
        }
        out.push(Act {
            relation,
            plover: relation.plover(),
            source,
            target,
            topic: topic.clone(),
            status: ActStatus::Occurred,
            conditional: false,
            trigger: v,
            tokens: start..end,
            margin: doc.tokens[verdict].margin.min(doc.tokens[judged].margin),
            class: Class::Adjective,
            anaphors: context.anaphors(judge, None),
            reporter: None,
            certainty: None,
        });
    }
}
