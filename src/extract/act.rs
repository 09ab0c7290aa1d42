//! Acts: predicates matched with frames, their ends resolved to entities and topics.
//!
//! In: a text with its mentions. Out: who did what with or about whom or what, whether it happened, and the tokens that
//! show it.

use std::ops::Range;

use super::attribution::Reports;
use super::clause::{Clauses, Modality, weaker};
use super::mention::{Mention, MentionKind, Mentions};
use super::predicate::{Class, Predicate, Role, predicates};
use super::topic::{Topic, topic};
use crate::lexicon::frames::{Complement, Frame, Frames, Selector};
use crate::schema::{ActStatus, EntityType, Plover, RelationKind};
use crate::text::{AnalysedText, Deprel, EntityLabel, Tag, Upos};

/// An act before it becomes a [`crate::schema::Relation`]: entities are indices into [`Mentions::entities`].
#[derive(Debug, Clone, PartialEq)]
pub struct Act {
    /// Which relation.
    pub relation: RelationKind,
    /// PLOVER category.
    pub plover: Plover,
    /// The actor.
    pub source: usize,
    /// The other actor or place.
    pub target: Option<usize>,
    /// What it is about.
    pub topic: Option<Topic>,
    /// Happened, planned, possible, denied.
    pub status: ActStatus,
    /// Whether a condition is set: "only if", "unless".
    pub conditional: bool,
    /// The trigger token.
    pub trigger: usize,
    /// The tokens that show it.
    pub tokens: Range<usize>,
    /// Smallest parse margin on the way from the trigger to the ends.
    pub margin: f32,
}

/// What act extraction reads.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// The text with its clause logic.
    pub clauses: Clauses<'a>,
    /// Who and what is mentioned.
    pub mentions: &'a Mentions,
    /// Who says what.
    pub reports: &'a Reports,
    /// The frames.
    pub frames: &'a Frames,
}

/// The ends of one frame on one predicate.
struct Ends {
    sources: Vec<(usize, usize)>,
    targets: Vec<(usize, usize)>,
    topics: Vec<Topic>,
}

/// Pairs of an entity and the token that names it there.
type Actors = Vec<(usize, usize)>;

/// All acts of a text, in text order.
pub fn acts(context: Context<'_>) -> Vec<Act> {
    let mut out: Vec<Act> = Vec::new();
    for predicate in predicates(context.clauses, context.frames) {
        for frame in context.frames_of(&predicate) {
            let found = context.apply(frame, &predicate);
            if !found.is_empty() {
                for act in found {
                    if !out.iter().any(|a| same(a, &act)) {
                        out.push(act);
                    }
                }
                break;
            }
        }
    }
    settle(context, &mut out);
    out
}

fn same(a: &Act, b: &Act) -> bool {
    a.trigger == b.trigger
        && a.relation == b.relation
        && a.source == b.source
        && a.target == b.target
        && a.topic.as_ref().map(|t| &t.phrase) == b.topic.as_ref().map(|t| &t.phrase)
}

/// What stands inside another act's topic is not said to have happened: "urged Trump to reject the deal" tells of no
/// rejection. Meetings, visits and aid that are agreed or proposed are kept with the status that this gives them.
fn settle(context: Context<'_>, acts: &mut Vec<Act>) {
    let doc = context.clauses.doc;
    struct Outer {
        clause: usize,
        relation: RelationKind,
        source: usize,
        commits: bool,
    }
    let outers: Vec<Outer> = acts
        .iter()
        .filter_map(|a| {
            let clause = a.topic.as_ref().filter(|t| t.clausal)?.head;
            let commits = context.clauses.cues.commissives.contains(&*doc.tokens[a.trigger].lemma);
            Some(Outer { clause, relation: a.relation, source: a.source, commits })
        })
        .collect();
    acts.retain_mut(|act| {
        let clause = context.clauses.clause_of(act.trigger).unwrap_or(act.trigger);
        let outer = outers.iter().find(|outer| {
            clause_chain(doc, clause).any(|c| c == outer.clause)
                && act.topic.as_ref().is_none_or(|t| t.head != outer.clause)
        });
        let Some(outer) = outer else { return true };
        use RelationKind::*;
        match (outer.relation, act.relation) {
            (Proposed, Supported | Rejected | Aided) if outer.commits && outer.source == act.source => {
                act.status = weaker(act.status, ActStatus::Planned);
                true
            }
            (Rejected, Met | Visited) => {
                act.status = ActStatus::Denied;
                true
            }
            (Demanded | Proposed | Supported | Threatened, Met | Visited) => {
                act.status = weaker(act.status, ActStatus::Possible);
                true
            }
            (Agreed, Met | Visited | Aided) => {
                act.status = weaker(act.status, ActStatus::Planned);
                true
            }
            _ => false,
        }
    });
}

/// A clause and the clauses whose conjunct it is.
fn clause_chain(doc: &AnalysedText, clause: usize) -> impl Iterator<Item = usize> + '_ {
    std::iter::successors(Some(clause), |&c| {
        (doc.tokens[c].deprel == Deprel::Conj).then(|| doc.tokens[c].head).filter(|&h| h != c)
    })
    .take(8)
}

impl<'a> Context<'a> {
    fn doc(self) -> &'a AnalysedText {
        self.clauses.doc
    }

    /// The frames whose triggers fit, most specific first.
    fn frames_of(self, predicate: &Predicate) -> Vec<&'a Frame> {
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

    fn apply(self, frame: &Frame, predicate: &Predicate) -> Vec<Act> {
        use RelationKind::*;
        if predicate.cancelled
            && !matches!(frame.relation, Proposed | Demanded | Supported | Rejected | Criticized | Threatened)
        {
            return Vec::new();
        }
        let Some(ends) = self.ends(frame, predicate) else {
            return Vec::new();
        };
        let Ends { mut sources, targets, topics } = ends;
        let reciprocal = self.is_reciprocal(predicate);
        let mut modality = predicate.modality;
        let mut relation = frame.relation;
        let mut status = self.status(relation, &mut modality);
        let lemma = &*self.doc().tokens[predicate.head].lemma;
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
    fn is_reciprocal(self, predicate: &Predicate) -> bool {
        let doc = self.doc();
        predicate.arguments.iter().any(|a| {
            self.clauses.cues.reciprocals.contains(&*doc.tokens[a.head].lower)
                && a.head > 0
                && matches!(doc.tokens[a.head - 1].upos, Upos::Det | Upos::Num)
                && doc.children(a.head).any(|c| c + 1 == a.head)
        })
    }

    /// Whether a participle tells of what is still to come: "heading to Rome", "are meeting on Monday".
    fn looks_ahead(self, predicate: &Predicate) -> bool {
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
    fn status(self, relation: RelationKind, modality: &mut Modality) -> ActStatus {
        use RelationKind::*;
        match relation {
            Rejected | Agreed | Supported | Proposed if modality.unwilling => ActStatus::Occurred,
            _ => modality.act_status(),
        }
    }

    fn ends(self, frame: &Frame, predicate: &Predicate) -> Option<Ends> {
        if let Some(kind) = frame.complement
            && !predicate.role(&Role::Complement).any(|a| match kind {
                Complement::Directive => self.is_directive(a.head),
                Complement::OtherSubject => self.has_other_subject(a.head),
            })
        {
            return None;
        }
        let mut sources = Actors::new();
        for selector in &frame.source {
            if *selector == Selector::Light
                && !frame.light.is_empty()
                && !predicate.carrier.is_some_and(|c| frame.light.contains(&*self.doc().tokens[c].lemma))
            {
                continue;
            }
            sources = self.select(selector, predicate).into_iter().flat_map(|h| self.actors(h)).collect();
            sources.retain(|&(e, _)| self.can_act(e, frame.people));
            if frame.pairs && sources.len() == 1 && *selector == Selector::Subject {
                // "A and B, who met": the relative clause hangs on the last of those whom it tells of.
                sources = self.whole_list(sources);
            }
            if *selector == Selector::OwnerPair && sources.len() < 2 {
                sources.clear();
            }
            if !sources.is_empty() {
                break;
            }
        }
        if sources.is_empty() {
            sources = self.authors(predicate);
        }
        if sources.is_empty() && matches!(frame.relation, RelationKind::Criticized | RelationKind::Supported)
        {
            sources = self.voice(predicate);
        }
        if sources.is_empty() {
            return None;
        }
        let mut topics = Vec::new();
        let mut topic_heads = Vec::new();
        // People and states asked are no topics while there is something else: "pressed the government for answers".
        for people_too in [false, true] {
            for selector in &frame.topic {
                for head in self.select(selector, predicate) {
                    let adjunct = matches!(selector, Selector::Prep(_))
                        && self.clauses.cues.settings.contains(&*self.doc().tokens[head].lemma);
                    if adjunct && frame.topic_words.is_empty() {
                        continue;
                    }
                    self.gather_topics(predicate, head, people_too, &mut topics, &mut topic_heads);
                }
                if !topics.is_empty() {
                    break;
                }
            }
            if !topics.is_empty() {
                break;
            }
        }
        topics.retain(|t| t.clausal || !frame.topic_not.contains(&t.head_lemma));
        if !frame.topic_words.is_empty() {
            let holds = |t: &Topic| {
                t.tokens
                    .clone()
                    .any(|i| frame.topic_words.contains(&self.doc().tokens[i].lemma.to_lowercase()))
            };
            topics.retain(holds);
        }
        let mut targets = Actors::new();
        for selector in &frame.target {
            if frame.pairs && sources.len() >= 2 && *selector == Selector::Owner {
                continue;
            }
            let heads = match selector {
                Selector::Owner if predicate.class != Class::Noun && frame.topic.is_empty() => {
                    self.owners(&self.select(&Selector::Object, predicate))
                }
                Selector::Owner if predicate.class != Class::Noun => self.owners(&topic_heads),
                Selector::OwnerOfTopic => self.owners(&topic_heads),
                _ => self.select(selector, predicate),
            };
            targets = heads.into_iter().flat_map(|h| self.actors_or_places(h, frame.places)).collect();
            targets.retain(|&(e, t)| {
                !sources.iter().any(|s| s.0 == e)
                    && (!frame.people || frame.places || self.can_act(e, true))
                    && (frame.target_kinds.is_empty()
                        || frame.target_kinds.contains(&self.mentions.entities[e].kind))
                    && (frame.places
                        || self.mentions.entities[e].kind != EntityType::City
                        || frame.relation == RelationKind::Attacked)
                    && (!frame.places || is_place(self.mentions.entities[e].kind))
                    && t != predicate.head
            });
            if !targets.is_empty() {
                break;
            }
        }
        if frame.places {
            topics.clear();
        }
        let met = frame.pairs && frame.relation == RelationKind::Met;
        if met {
            if !frame.topic_words.is_empty() && topics.is_empty() {
                return None;
            }
            topics.clear();
            if targets.is_empty() && sources.len() < 2 {
                return None;
            }
        }
        let reciprocal = sources.len() >= 2 && self.is_reciprocal(predicate);
        if !reciprocal && frame.needs_target && targets.is_empty()
            || (frame.needs_topic || !frame.topic_words.is_empty()) && topics.is_empty() && !met
        {
            return None;
        }
        if targets.is_empty() && topics.is_empty() && !(reciprocal || frame.pairs && sources.len() >= 2) {
            return None;
        }
        if frame.needs_target && frame.needs_topic && topics.is_empty() {
            return None;
        }
        dedup(&mut sources);
        dedup(&mut targets);
        topics.truncate(6);
        Some(Ends { sources, targets, topics })
    }

    /// What is measured: "mourning" in "three days of mourning", else the token itself.
    fn measured(self, head: usize) -> usize {
        let doc = self.doc();
        let measures = |e: &crate::text::NamedEntity| {
            matches!(
                e.label,
                EntityLabel::Date | EntityLabel::Time | EntityLabel::Percent | EntityLabel::Quantity
            )
        };
        if !doc.entity_at(head).is_some_and(measures) {
            return head;
        }
        doc.children_by(head, Deprel::Prep)
            .filter(|&c| self.clauses.cues.partitive_prepositions.contains(&*doc.tokens[c].lower))
            .find_map(|c| doc.child(c, Deprel::Pobj))
            .unwrap_or(head)
    }

    /// Adds the topics that the argument `head` and its conjuncts name.
    fn gather_topics(
        self,
        predicate: &Predicate,
        head: usize,
        people_too: bool,
        topics: &mut Vec<Topic>,
        heads: &mut Vec<usize>,
    ) {
        let doc = self.doc();
        let clausal = self.is_clausal_argument(predicate, head);
        let attitude = self.clauses.cues.speech.get(&*doc.tokens[predicate.head].lemma);
        if clausal && head < predicate.head && attitude.is_none_or(|a| a == "warn") {
            // A clause before the verb is said, not agreed or refused, or it is a misread neighbour.
            return;
        }
        if !clausal && !self.entities(head).is_empty() {
            return;
        }
        if !clausal && self.is_pronoun(head) {
            if let Some(noun) = self.antecedent_of(head) {
                topics.extend(topic(doc, noun, false));
                heads.push(noun);
            }
            return;
        }
        for conjunct in self.clauses.conjuncts(head) {
            let conjunct = self.measured(conjunct);
            let lemma = doc.tokens[conjunct].lemma.to_lowercase();
            let timed = doc.entity_at(conjunct).is_some_and(|e| {
                matches!(
                    e.label,
                    EntityLabel::Date | EntityLabel::Time | EntityLabel::Ordinal | EntityLabel::Percent
                )
            });
            if matches!(doc.tokens[conjunct].upos, Upos::Pron | Upos::Det | Upos::Sconj | Upos::Part)
                || conjunct != head && clausal && !self.clauses.is_clausal(conjunct)
                || !clausal && (timed || !people_too && self.clauses.cues.is_people(&lemma))
            {
                continue;
            }
            topics.extend(topic(doc, conjunct, clausal));
            heads.push(conjunct);
        }
    }

    /// The authors of a document that is the subject: "signed a letter urging B to act".
    fn authors(self, predicate: &Predicate) -> Actors {
        let documents = predicate.role(&Role::Subject).map(|a| a.head).filter(|&s| {
            self.entities(s).is_empty() && self.clauses.cues.documents.contains(&*self.doc().tokens[s].lemma)
        });
        documents.filter_map(|d| self.clauses.author(d)).flat_map(|a| self.actors(a)).collect()
    }

    /// The speaker of a clause whose subject is no actor: "A said the raid cast doubt on B's word" is A's doubt.
    fn voice(self, predicate: &Predicate) -> Actors {
        let subject = predicate.role(&Role::Subject).next().map(|a| a.head);
        let is_thing = subject.is_some_and(|s| {
            self.doc().tokens[s].upos == Upos::Noun
                && self.entities(s).is_empty()
                && !self.clauses.cues.people.contains(&*self.doc().tokens[s].lemma)
        });
        if !is_thing || predicate.class != Class::Verb {
            return Vec::new();
        }
        let report = self.reports.around(predicate.head).into_iter().find(|r| r.speaker.is_some());
        report
            .filter(|r| self.is_main_clause(predicate.head, r.cue))
            .and_then(|r| r.speaker)
            .map(|s| self.actors(s))
            .unwrap_or_default()
    }

    /// Whether `v` heads what the speech verb `cue` reports: no relative clause, condition or reason inside it.
    pub(super) fn is_main_clause(self, v: usize, cue: usize) -> bool {
        let doc = self.doc();
        let mut at = v;
        for _ in 0..8 {
            match doc.tokens[at].deprel {
                Deprel::Relcl | Deprel::Advcl | Deprel::Acl | Deprel::Pcomp | Deprel::Csubj => return false,
                Deprel::Root => return true,
                _ => {}
            }
            at = doc.tokens[at].head;
            if at == cue {
                return true;
            }
        }
        false
    }

    fn has_other_subject(self, clause: usize) -> bool {
        self.doc().children(clause).any(|c| {
            matches!(self.doc().tokens[c].deprel, Deprel::Nsubj | Deprel::Nsubjpass) && !self.is_pronoun(c)
        })
    }

    /// Whether a clause says what is to be done: an infinitive, a subjunctive, or with "must" or "should".
    fn is_directive(self, clause: usize) -> bool {
        let doc = self.doc();
        let base = |t: usize| doc.tokens[t].tag == Tag::Vb;
        let helped = doc.children_by(clause, Deprel::Aux).next().is_some();
        let subjunctive = !helped
            && doc
                .children(clause)
                .any(|c| matches!(doc.tokens[c].deprel, Deprel::Nsubj | Deprel::Nsubjpass))
            && (base(clause) || doc.children_by(clause, Deprel::Auxpass).any(base));
        self.clauses.is_infinitive(clause)
            || subjunctive
            || doc
                .children_by(clause, Deprel::Aux)
                .any(|c| self.clauses.cues.obligation.contains(&*doc.tokens[c].lower))
    }

    /// All members of the coordination that the only source is the last of.
    fn whole_list(self, sources: Actors) -> Actors {
        let doc = self.doc();
        let mut top = sources[0].1;
        while doc.tokens[top].deprel == Deprel::Conj {
            top = doc.tokens[top].head;
        }
        let all: Actors = self.actors(top).into_iter().filter(|&(e, _)| self.can_act(e, true)).collect();
        if doc.tokens[top].upos == Upos::Propn && all.iter().any(|a| a.0 == sources[0].0) {
            all
        } else {
            sources
        }
    }

    fn is_clausal_argument(self, predicate: &Predicate, head: usize) -> bool {
        predicate.arguments.iter().find(|a| a.head == head).is_some_and(|a| a.clausal)
            && self.clauses.is_clausal(head)
    }

    fn is_pronoun(self, head: usize) -> bool {
        self.doc().tokens[head].upos == Upos::Pron
    }

    /// The heads that a selector finds.
    fn select(self, selector: &Selector, predicate: &Predicate) -> Vec<usize> {
        let role = |role: Role| predicate.role(&role).map(|a| a.head).collect::<Vec<_>>();
        match selector {
            Selector::Subject => role(Role::Subject),
            Selector::Object => {
                let mut heads = role(Role::Object);
                heads.retain(|&h| !self.is_satellite_object(predicate, h));
                heads
            }
            Selector::Complement => role(Role::Complement),
            Selector::ComplementSubject => {
                role(Role::Complement).into_iter().filter_map(|c| self.clauses.logical_subject(c)).collect()
            }
            Selector::Prep(word) => role(Role::Prep(word.clone())),
            Selector::Owner => role(Role::Owner),
            Selector::OwnerPair => {
                let mut heads = role(Role::Owner);
                heads.extend(role(Role::Modifier));
                heads
            }
            Selector::Modifier => role(Role::Modifier),
            Selector::Light => role(Role::Light),
            Selector::Governor => role(Role::Governor),
            Selector::Receiver => role(Role::Receiver),
            Selector::Apposition => role(Role::Apposition),
            Selector::Itself => vec![predicate.head],
            Selector::OwnerOfTopic => Vec::new(),
            Selector::Addressee => {
                let datives = role(Role::Dative);
                if !datives.is_empty() {
                    return datives;
                }
                let complements: Vec<usize> = role(Role::Complement);
                if let Some(&c) = complements.first() {
                    if self.clauses.is_infinitive(c)
                        && let Some(own) = self.doc().child(c, Deprel::Nsubj)
                    {
                        return vec![self.clauses.dereference(own)];
                    }
                    let mut objects = role(Role::Object);
                    objects.retain(|&o| o != c);
                    return objects;
                }
                role(Role::Object)
            }
        }
    }

    /// Whether the object is a word of the trigger itself: "issue" in "took issue with".
    fn is_satellite_object(self, predicate: &Predicate, head: usize) -> bool {
        let lemma = self.doc().tokens[head].lemma.to_lowercase();
        self.frames.verbs.get(&*self.doc().tokens[predicate.head].lemma).into_iter().flatten().any(|t| {
            t.satellites.contains(&lemma) && t.satellites.iter().all(|s| predicate.satellites.contains(s))
        })
    }

    /// Whose the topics are: possessor, demonym or name before the noun, author after "by" or "from", or the subject of
    /// the clause that a noun such as "idea" holds.
    pub(super) fn owners(self, heads: &[usize]) -> Vec<usize> {
        let doc = self.doc();
        let mut out = Vec::new();
        for &head in heads {
            if self.clauses.is_clausal(head) {
                out.extend(self.clauses.logical_subject(head));
                continue;
            }
            for child in doc.children(head) {
                match doc.tokens[child].deprel {
                    Deprel::Poss | Deprel::Compound | Deprel::Amod | Deprel::Nmod => {
                        out.push(self.clauses.dereference(child))
                    }
                    Deprel::Prep => {
                        let word = &*doc.tokens[child].lower;
                        if self.clauses.cues.owner_prepositions.contains(word) {
                            out.extend(doc.child(child, Deprel::Pobj));
                        }
                        if let Some(clause) =
                            doc.child(child, Deprel::Pcomp).filter(|&c| self.clauses.is_clausal(c))
                        {
                            out.extend(doc.child(clause, Deprel::Nsubj));
                        }
                    }
                    _ => {}
                }
            }
        }
        out
    }

    fn can_act(self, entity: usize, strictly: bool) -> bool {
        match self.mentions.entities[entity].kind {
            EntityType::Person | EntityType::Country | EntityType::Organization | EntityType::Group => true,
            EntityType::Region => !strictly,
            EntityType::City => false,
        }
    }

    /// The entities that token `head` names, without its conjuncts.
    fn entities(self, head: usize) -> Vec<usize> {
        self.mentions.entities_at(head)
    }

    /// The actors that a noun phrase and its conjuncts stand for.
    pub fn actors(self, head: usize) -> Actors {
        self.actors_or_places(head, false)
    }

    fn actors_or_places(self, head: usize, places: bool) -> Actors {
        let mut out = Vec::new();
        let counted = self.counted(head);
        if !counted.is_empty() {
            return counted;
        }
        for conjunct in self.clauses.conjuncts(head) {
            let direct = self.entities(conjunct);
            if let Some(place) = self.named_place(conjunct) {
                out.extend(self.entities(place).into_iter().map(|e| (e, place)));
            } else if !direct.is_empty() {
                out.extend(direct.into_iter().map(|e| (e, conjunct)));
            } else if let Some(inner) = self.partitive(conjunct) {
                out.extend(self.actors_or_places(inner, places));
            } else if !places {
                out.extend(self.proxied(conjunct));
            }
        }
        for named in self.series(head) {
            out.extend(self.entities(named).into_iter().map(|e| (e, named)));
        }
        out
    }

    /// The name after "the port of", "the city of".
    fn named_place(self, head: usize) -> Option<usize> {
        let doc = self.doc();
        let token = &doc.tokens[head];
        if token.upos != Upos::Noun || !self.clauses.cues.place_nouns.contains(&*token.lemma) {
            return None;
        }
        doc.children_by(head, Deprel::Prep)
            .filter(|&c| self.clauses.cues.partitive_prepositions.contains(&*doc.tokens[c].lower))
            .find_map(|c| doc.child(c, Deprel::Pobj))
            .filter(|&p| self.mentions.at(p).is_some_and(|m| m.kind == MentionKind::Name))
    }

    /// What "a number of", "several of" and their like count.
    fn partitive(self, head: usize) -> Option<usize> {
        let doc = self.doc();
        let counts = self.clauses.cues.partitives.contains(&*doc.tokens[head].lemma);
        let of = doc
            .children_by(head, Deprel::Prep)
            .find(|&c| self.clauses.cues.partitive_prepositions.contains(&*doc.tokens[c].lower));
        of.filter(|_| counts).and_then(|of| doc.child(of, Deprel::Pobj))
    }

    /// Those whom a sentence counts among a description: "leaders heading to Rome include A and B".
    fn counted(self, head: usize) -> Actors {
        let doc = self.doc();
        let Some(verb) = doc.head(head).filter(|_| doc.tokens[head].deprel == Deprel::Nsubj) else {
            return Vec::new();
        };
        if !self.clauses.cues.inclusion.contains(&*doc.tokens[verb].lemma) {
            return Vec::new();
        }
        doc.children(verb)
            .filter(|&c| c > verb && matches!(doc.tokens[c].deprel, Deprel::Dobj | Deprel::Attr))
            .flat_map(|c| self.actors(c))
            .filter(|&(e, _)| self.mentions.entities[e].kind == EntityType::Person)
            .collect()
    }

    /// The further members of a list of names that `head` opens: "A, B and C".
    ///
    /// The parser often reads the members as appositions or loose modifiers; the names, commas and titles between them
    /// say better. A list ends in a conjunction word before its last name, and that name is no subject of its own.
    fn series(self, head: usize) -> Vec<usize> {
        let doc = self.doc();
        let Some(mention) = self.mentions.at(head).filter(|m| m.kind == MentionKind::Name) else {
            return Vec::new();
        };
        let kind = |m: &Mention| m.entity.map(|e| self.mentions.entities[e].kind);
        let mut out = Vec::new();
        let mut at = mention.tokens.end;
        let sentence = doc.sentences[doc.sentence_of(head)].end;
        let mut closed = false;
        while at < sentence && !closed && out.len() < 12 {
            let comma = &*doc.tokens[at].lower == ",";
            if comma {
                at += 1;
            }
            if at < sentence
                && doc.tokens[at].upos == Upos::Cconj
                && self.clauses.cues.additive.contains(&*doc.tokens[at].lower)
            {
                closed = true;
                at += 1;
            } else if !comma {
                break;
            }
            // Titles, demonyms and descriptions before the next name: "his Finnish counterpart, Sauli Niinisto".
            let name = (at..sentence.min(at + 14)).find_map(|t| {
                let m = self
                    .mentions
                    .containing(t)
                    .filter(|m| m.kind == MentionKind::Name && m.tokens.start == t)?;
                (kind(m) == kind(mention) && m.entity != mention.entity).then_some(m)
            });
            let Some(name) = name else { break };
            let plain = (at..name.tokens.start).all(|t| {
                !self.clauses.is_clausal(t)
                    && !matches!(doc.tokens[t].upos, Upos::Aux | Upos::Sconj | Upos::Sym)
                    && !matches!(
                        doc.tokens[t].tag,
                        Tag::Wp | Tag::Wdt | Tag::WpPoss | Tag::QuoteOpen | Tag::QuoteClose
                    )
            });
            if !plain {
                break;
            }
            closed |= (at..name.tokens.start).any(|t| {
                doc.tokens[t].upos == Upos::Cconj
                    && self.clauses.cues.additive.contains(&*doc.tokens[t].lower)
            });
            out.push(name.head);
            at = name.tokens.end;
        }
        let separate = |&last: &usize| {
            matches!(doc.tokens[last].deprel, Deprel::Nsubj | Deprel::Nsubjpass)
                && doc.tokens[last].head != doc.tokens[head].head
        };
        if !closed || out.last().is_some_and(separate) {
            return Vec::new();
        }
        out
    }

    /// What an unnamed official, army or team stands for, or who stands beside a description in apposition.
    fn proxied(self, head: usize) -> Actors {
        let doc = self.doc();
        for apposed in doc.children_by(head, Deprel::Appos) {
            let named: Actors = self
                .clauses
                .conjuncts(apposed)
                .into_iter()
                .flat_map(|c| self.entities(c).into_iter().map(move |e| (e, c)))
                .filter(|&(e, _)| self.mentions.entities[e].kind == EntityType::Person)
                .collect();
            if !named.is_empty() {
                return named;
            }
        }
        if !self.clauses.cues.proxies.contains(&doc.tokens[head].lemma.to_lowercase()) {
            return Vec::new();
        }
        for child in doc.children(head) {
            let at = match doc.tokens[child].deprel {
                Deprel::Poss | Deprel::Compound | Deprel::Amod | Deprel::Nmod => {
                    Some(self.clauses.dereference(child))
                }
                Deprel::Prep if self.clauses.cues.proxy_prepositions.contains(&*doc.tokens[child].lower) => {
                    doc.child(child, Deprel::Pobj)
                }
                _ => None,
            };
            let Some(at) = at else { continue };
            let owners: Actors = self
                .clauses
                .conjuncts(at)
                .into_iter()
                .flat_map(|c| self.entities(c))
                .filter(|&e| {
                    matches!(self.mentions.entities[e].kind, EntityType::Country | EntityType::Organization)
                })
                .map(|e| (e, head))
                .collect();
            if !owners.is_empty() {
                return owners;
            }
        }
        Vec::new()
    }

    /// The noun that "it", "this" or "them" takes up: the nearest subject or object before it, in its sentence or the
    /// one before, that is no actor and agrees in number.
    pub(super) fn antecedent_of(self, pronoun: usize) -> Option<usize> {
        let doc = self.doc();
        let token = &doc.tokens[pronoun];
        let plural = self.clauses.cues.plural_pronouns.contains(&*token.lower);
        if !plural && !self.clauses.cues.singular_pronouns.contains(&*token.lower) {
            return None;
        }
        let sentence = doc.sentence_of(pronoun);
        let first = doc.sentences[sentence.saturating_sub(1)].start;
        let clause = self.clauses.clause_of(pronoun);
        let rank = |i: usize| {
            let t = &doc.tokens[i];
            let subject = matches!(t.deprel, Deprel::Nsubj | Deprel::Nsubjpass);
            (doc.sentence_of(i) == sentence, subject, t.deprel == Deprel::Dobj, i)
        };
        (first..pronoun)
            .filter(|&i| {
                let t = &doc.tokens[i];
                t.upos == Upos::Noun
                    && matches!(t.deprel, Deprel::Nsubj | Deprel::Nsubjpass | Deprel::Dobj | Deprel::Pobj)
                    && (t.tag == Tag::Nns) == plural
                    && self.clauses.clause_of(i) != clause
                    && self.entities(i).is_empty()
                    && doc.entity_at(i).is_none()
            })
            .max_by_key(|&i| rank(i))
    }

    fn is_conditional(self, predicate: &Predicate) -> bool {
        let doc = self.doc();
        let clause = predicate.carrier.unwrap_or(predicate.head);
        let opens = |c: usize| {
            doc.children(c).any(|m| {
                matches!(doc.tokens[m].deprel, Deprel::Mark | Deprel::Advmod)
                    && self.clauses.cues.conditions.contains(&*doc.tokens[m].lower)
            })
        };
        doc.children_by(clause, Deprel::Advcl).any(opens)
            || predicate.role(&Role::Complement).any(|a| doc.children_by(a.head, Deprel::Advcl).any(opens))
    }

    /// The shortest run of tokens of the trigger's sentence that holds trigger and ends, and its weakest arc.
    fn evidence(
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

fn is_place(kind: EntityType) -> bool {
    matches!(kind, EntityType::City | EntityType::Country | EntityType::Region)
}

fn dedup(actors: &mut Actors) {
    let mut seen = Vec::new();
    actors.retain(|&(e, _)| {
        let new = !seen.contains(&e);
        seen.push(e);
        new
    });
}
