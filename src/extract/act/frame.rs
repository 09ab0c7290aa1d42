//! Frames on predicates: which fit, and what acts they give.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::model::{Act, Context, Ends};
use super::settle::settle;
use crate::extract::mention::MentionKind;
use crate::extract::modality::Modality;
use crate::extract::predicate::{Class, Predicate, Role, predicates};
use crate::extract::topic::Topic;
use crate::lexicon::frames::Frame;
use crate::schema::{ActStatus, RelationKind};
use crate::text::{Deprel, EntityLabel, Tag, Upos};

/// All acts of a text, in text order.
pub fn acts(context: Context<'_>) -> Vec<Act> {
    let mut out: Vec<Act> = Vec::new();
    let mut of_trigger: HashMap<usize, Vec<usize>> = HashMap::new();
    for predicate in predicates(context.clauses, context.frames) {
        for frame in context.frames_of(&predicate) {
            let found = context.apply(frame, &predicate);
            if !found.is_empty() {
                let known = of_trigger.entry(predicate.head).or_default();
                for act in found {
                    if !known.iter().any(|&k| same(&out[k], &act)) {
                        known.push(out.len());
                        out.push(act);
                    }
                }
                break;
            }
        }
    }
    repeated(&mut out);
    settle(context, &mut out);
    out
}

/// Takes out what a noun says again that is the topic of its verb: "announced plans for a dam" is one proposal.
fn repeated(acts: &mut Vec<Act>) {
    let told: HashSet<(RelationKind, usize, usize)> = acts
        .iter()
        .filter_map(|a| Some((a.relation, a.source, a.topic.as_ref()?.head)).filter(|t| t.2 != a.trigger))
        .collect();
    acts.retain(|a| !(a.class == Class::Noun && told.contains(&(a.relation, a.source, a.trigger))));
}

/// Whether two acts of one trigger are the same.
fn same(a: &Act, b: &Act) -> bool {
    a.relation == b.relation
        && a.source == b.source
        && a.target == b.target
        && a.topic.as_ref().map(|t| &t.phrase) == b.topic.as_ref().map(|t| &t.phrase)
}

impl<'a> Context<'a> {
    /// The frames whose triggers fit, most specific first.
    pub(in crate::extract) fn frames_of(self, predicate: &Predicate) -> Vec<&'a Frame> {
        let token = &self.doc().tokens[predicate.head];
        let lemma = token.lemma.to_lowercase();
        let found = match predicate.class {
            Class::Verb => self.frames.verbs.get(&lemma),
            Class::Noun => self.frames.nouns.get(&lemma),
            Class::Adjective => {
                self.frames.adjectives.get(&lemma).or_else(|| self.frames.adjectives.get(&*token.lower))
            }
        };
        let fits: Vec<_> = found
            .into_iter()
            .flatten()
            .filter(|t| t.satellites.iter().all(|s| predicate.satellites.contains(s)))
            .collect();
        let longest = fits.iter().map(|t| t.satellites.len()).max().unwrap_or(0);
        // A particle changes the verb: "call off" is no "call". Without one, all readings are tried in turn.
        fits.iter()
            .filter(|t| longest == 0 || t.satellites.len() == longest || t.satellites.is_empty())
            .map(|t| &self.frames.frames[t.frame])
            .collect()
    }

    pub(in crate::extract) fn apply(self, frame: &Frame, predicate: &Predicate) -> Vec<Act> {
        use RelationKind::*;
        if predicate.cancelled
            && !matches!(frame.relation, Proposed | Demanded | Supported | Rejected | Criticized | Threatened)
        {
            return Vec::new();
        }
        let obliged = predicate.class == Class::Verb
            && self
                .doc()
                .children_by(predicate.head, Deprel::Aux)
                .any(|c| self.clauses.cues.obligation.contains(&*self.doc().tokens[c].lower));
        if obliged && !matches!(frame.relation, Met | Visited) {
            // "Kosovo must withdraw" tells of a demand and of no withdrawal.
            return Vec::new();
        }
        if self.clauses.is_questioned(predicate.head) {
            // Nobody says that it is so.
            return Vec::new();
        }
        let as_role =
            |r: &Role| matches!(r, Role::Prep(p) if self.clauses.cues.role_prepositions.contains(p));
        if frame.relation == Met
            && predicate.class == Class::Verb
            && predicate.arguments.iter().any(|a| as_role(&a.role))
        {
            // "joined A and B as a candidate" tells of no meeting.
            return Vec::new();
        }
        let Some(ends) = self.ends(frame, predicate) else {
            return Vec::new();
        };
        let Ends { mut sources, targets, mut topics } = ends;
        let reciprocal = self.is_reciprocal(predicate);
        let modality = predicate.modality;
        let mut relation = frame.relation;
        let mut status = self.status(relation, modality);
        let lemma = &*self.doc().tokens[predicate.head].lemma;
        if frame.negated {
            // "will not allow T"
            if !modality.negated {
                return Vec::new();
            }
            status = modality.status.min(ActStatus::Planned);
            if modality.unwilling {
                status = ActStatus::Occurred;
            }
        }
        let refuses = modality.unwilling && (!modality.unable || matches!(relation, Agreed | Supported))
            || modality.negated && self.clauses.cues.refusing_when_negated.contains(lemma);
        if refuses && matches!(relation, Agreed | Supported | Proposed | Demanded) {
            // "will not accept the deal" is a rejection and no denied acceptance.
            relation = RelationKind::Rejected;
            status = ActStatus::Occurred;
        }
        let commits = relation == RelationKind::Proposed
            && self.clauses.cues.commissives.contains(&*self.doc().tokens[predicate.head].lemma);
        if commits && topics.iter().any(|t| t.clausal && self.clauses.is_negated(t.head)) {
            // "promised not to" refuses.
            relation = RelationKind::Rejected;
            topics = topics.into_iter().map(|t| t.affirmed(self.doc())).collect();
        }
        if predicate.class == Class::Noun
            && matches!(relation, Proposed | Demanded)
            && status == ActStatus::Denied
        {
            // "has no plan to" says nothing of a plan.
            return Vec::new();
        }
        if matches!(relation, Met | Visited) && status == ActStatus::Occurred && self.looks_ahead(predicate) {
            status = ActStatus::Planned;
        }
        let mut out = Vec::new();
        let mut add = |source: (usize, usize), target: Option<(usize, usize)>, topic: Option<&Topic>| {
            if Some(source.0) == target.map(|t| t.0) {
                return;
            }
            let (tokens, margin) = self.evidence(predicate, source.1, target.map(|t| t.1), topic);
            out.push(Act {
                relation,
                plover: if relation == frame.relation { frame.plover } else { relation.plover() },
                source: source.0,
                target: target.map(|t| t.0),
                topic: topic.cloned(),
                status,
                conditional: self.is_conditional(predicate),
                trigger: predicate.head,
                tokens,
                margin,
                class: predicate.class,
                anaphors: self.anaphors(source.1, target.map(|t| t.1)),
                reporter: None,
                certainty: None,
            });
        };
        let topics: Vec<Option<&Topic>> =
            if topics.is_empty() { vec![None] } else { topics.iter().map(Some).collect() };
        for &topic in &topics {
            if !targets.is_empty() {
                for &source in &sources {
                    for &target in &targets {
                        add(source, Some(target), topic);
                    }
                }
            } else if (frame.pairs || reciprocal) && sources.len() >= 2 {
                sources.dedup_by_key(|s| s.0);
                if reciprocal && !relation.is_symmetric() {
                    for &source in &sources {
                        for &target in &sources {
                            add(source, Some(target), topic);
                        }
                    }
                } else if relation == Agreed && sources.len() > 2 {
                    for &source in &sources {
                        add(source, None, topic);
                    }
                } else {
                    let hosts = if sources.len() <= 4 { sources.len() } else { 1 };
                    for i in 0..hosts {
                        for j in i + 1..sources.len() {
                            add(sources[i], Some(sources[j]), topic);
                        }
                    }
                }
            } else {
                for &source in &sources {
                    if topic.is_some() {
                        add(source, None, topic);
                    }
                }
            }
        }
        out
    }

    /// Whether an argument is "each other".
    pub(in crate::extract) fn is_reciprocal(self, predicate: &Predicate) -> bool {
        let doc = self.doc();
        predicate.arguments.iter().any(|a| {
            self.clauses.cues.reciprocals.contains(&*doc.tokens[a.head].lower)
                && a.head > 0
                && matches!(doc.tokens[a.head - 1].upos, Upos::Det | Upos::Num)
                && doc.children(a.head).any(|c| c + 1 == a.head)
        })
    }

    /// Whether a participle tells of what is still to come: "heading to Rome", "are meeting on Monday".
    pub(in crate::extract) fn looks_ahead(self, predicate: &Predicate) -> bool {
        let doc = self.doc();
        let v = predicate.head;
        if doc.tokens[v].tag != Tag::Vbg || predicate.class != Class::Verb {
            return false;
        }
        let present =
            doc.children_by(v, Deprel::Aux).any(|c| matches!(doc.tokens[c].tag, Tag::Vbz | Tag::Vbp));
        let bare = doc.tokens[v].deprel == Deprel::Acl;
        let dated = doc
            .subtree(v)
            .into_iter()
            .any(|t| t > v && doc.entity_at(t).is_some_and(|e| e.label == EntityLabel::Date));
        (present || bare) && (dated || self.clauses.cues.outbound.contains(&*doc.tokens[v].lemma))
    }

    /// The status of an act. A speech act that is wanted or planned has still been made known.
    pub(in crate::extract) fn status(self, relation: RelationKind, modality: Modality) -> ActStatus {
        use RelationKind::*;
        match relation {
            Rejected | Agreed | Supported | Proposed if modality.unwilling => ActStatus::Occurred,
            _ => modality.act_status(),
        }
    }

    pub(in crate::extract) fn is_conditional(self, predicate: &Predicate) -> bool {
        let clause = predicate.carrier.unwrap_or(predicate.head);
        let conditional = |c: usize| !self.clauses.conditions_on(c).is_empty();
        conditional(clause) || predicate.role(&Role::Complement).any(|a| conditional(a.head))
    }

    /// How many of two ends are no names.
    pub(in crate::extract) fn anaphors(self, source: usize, target: Option<usize>) -> usize {
        let is_name = |head: usize| self.mentions.at(head).is_some_and(|m| m.kind == MentionKind::Name);
        [Some(source), target].into_iter().flatten().filter(|&end| !is_name(end)).count()
    }

    /// The shortest run of tokens of the trigger's sentence that holds trigger and ends, and its weakest arc.
    pub(in crate::extract) fn evidence(
        self,
        predicate: &Predicate,
        source: usize,
        target: Option<usize>,
        topic: Option<&Topic>,
    ) -> (Range<usize>, f32) {
        let doc = self.doc();
        let sentence = doc.sentences[doc.sentence_of(predicate.head)].clone();
        let mut range = predicate.head..predicate.head + 1;
        let mut margin = doc.tokens[predicate.head].margin;
        let mut hold = |tokens: Range<usize>| {
            if sentence.contains(&tokens.start) && tokens.end <= sentence.end {
                range = range.start.min(tokens.start)..range.end.max(tokens.end);
            }
        };
        for end in [Some(source), target].into_iter().flatten() {
            hold(self.mentions.at(end).map_or(end..end + 1, |m| m.tokens.clone()));
            margin = margin.min(doc.tokens[end].margin);
        }
        if let Some(topic) = topic {
            hold(topic.tokens.clone());
            margin = margin.min(doc.tokens[topic.head].margin);
        }
        if let Some(carrier) = predicate.carrier {
            hold(carrier..carrier + 1);
        }
        (range, margin)
    }
}
