//! The ends of a frame on a predicate: sources, targets, topics.

use super::model::{Actors, Context, Ends};
use crate::extract::predicate::{Class, Predicate, Role};
use crate::extract::topic::{Topic, topic, topic_with};
use crate::lexicon::frames::{Complement, Frame, Selector};
use crate::schema::{EntityType, RelationKind};
use crate::text::{Deprel, EntityLabel, NamedEntity, Tag, Upos};

impl Context<'_> {
    pub(in crate::extract) fn ends(self, frame: &Frame, predicate: &Predicate) -> Option<Ends> {
        if let Some(kind) = frame.complement {
            let mut complements = predicate.role(&Role::Complement).map(|a| a.head);
            let fits = match kind {
                Complement::Directive => complements.any(|c| self.is_directive(c)),
                Complement::OtherSubject => complements.any(|c| self.has_other_subject(c)),
                Complement::Risk => complements.any(|c| self.is_risk(c)),
                Complement::NoClaim => complements.all(|c| self.is_directive(c) || self.is_suggestion(c)),
            };
            if !fits {
                return None;
            }
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
            if *selector == Selector::Subject && !sources.is_empty() {
                sources.extend(self.companions(predicate));
            }
            sources.retain(|&(e, _)| {
                self.can_act(e, frame.people)
                    && (frame.source_kinds.is_empty()
                        || frame.source_kinds.contains(&self.mentions.entities[e].kind))
            });
            if frame.pairs && !frame.target_kinds.is_empty() {
                // Who may be talked to is who may talk: an interview is no meeting.
                sources.retain(|&(e, _)| frame.target_kinds.contains(&self.mentions.entities[e].kind));
            }
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
            sources = self.announcer(predicate);
        }
        if sources.is_empty() {
            return None;
        }
        let mut topics = Vec::new();
        let mut topic_heads = Vec::new();
        // People and states asked are no topics while there is something else: "pressed the government for answers".
        // Nor is who is asked ever what is asked for.
        let asked = frame.relation == RelationKind::Demanded;
        for people_too in [false, true] {
            if people_too && asked {
                break;
            }
            for selector in &frame.topic {
                for head in self.select(selector, predicate) {
                    let adjunct = matches!(selector, Selector::Prep(p) if self.clauses.cues.setting_prepositions.contains(p))
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
        let named = !topics.is_empty();
        topics.retain(|t| !frame.topic_not.contains(&t.head_lemma));
        if named && topics.is_empty() {
            // "offered condolences to B" is no proposal to B.
            return None;
        }
        if frame.relation == RelationKind::Agreed {
            topics.retain(|t| !self.is_own_message(t.head));
        }
        if !frame.topic_words.is_empty() {
            // What is sent is told anywhere in "100 million euros in aid"; what is dropped or tabled, by its head alone.
            let holds = |t: &Topic| match frame.relation {
                RelationKind::Aided => t
                    .tokens
                    .clone()
                    .any(|i| frame.topic_words.contains(&self.doc().tokens[i].lemma.to_lowercase())),
                _ => frame.topic_words.contains(&t.head_lemma),
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
            let received = *selector == Selector::Addressee && predicate.role(&Role::Dative).next().is_some();
            let heads = heads.into_iter().filter(|&h| received || !self.is_thing_pronoun(h));
            targets = heads.flat_map(|h| self.actors_or_places(h, frame.places)).collect();
            if targets.is_empty()
                && matches!(frame.relation, RelationKind::Attacked | RelationKind::Sanctioned)
            {
                // "a duty on Chinese goods", "villages in Iraq": whose they are is at the other end.
                let owned = self.select(selector, predicate);
                targets = owned.into_iter().flat_map(|h| self.possessors(h)).collect();
            }
            targets.retain(|&(e, t)| {
                !sources.iter().any(|s| s.0 == e)
                    && (!frame.people || frame.places || self.can_act(e, true))
                    && (frame.target_kinds.is_empty()
                        || frame.target_kinds.contains(&self.mentions.entities[e].kind))
                    && (frame.places
                        || self.mentions.entities[e].kind != EntityType::City
                        || frame.relation == RelationKind::Attacked)
                    && (!frame.places || is_place(self.mentions.entities[e].kind))
                    // To come home is no visit.
                    && !(frame.places && sources.iter().any(|s| self.mentions.entities[s.0].country == Some(e)))
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

    /// Whether `noun` is something written that says what those who sign it say: "a letter urging B to act".
    fn is_own_message(self, noun: usize) -> bool {
        let doc = self.doc();
        self.clauses.cues.documents.contains(&*doc.tokens[noun].lemma)
            && doc.children_by(noun, Deprel::Acl).any(|c| {
                doc.tokens[c].tag == Tag::Vbg && self.clauses.cues.speech.contains_key(&*doc.tokens[c].lemma)
            })
    }

    /// The prepositional phrase right behind an event noun that the parser has hung on the verb instead.
    fn strayed_complement(self, noun: usize, clausal: bool) -> Option<usize> {
        let doc = self.doc();
        if clausal || !self.frames.nouns.contains_key(&*doc.tokens[noun].lemma) {
            return None;
        }
        let next = noun + 1;
        let strayed = doc.tokens.get(next)?.deprel == Deprel::Prep
            && doc.tokens[next].head == doc.tokens[noun].head
            && self.clauses.cues.event_prepositions.contains(&*doc.tokens[next].lower)
            && doc.child(next, Deprel::Pobj).is_some_and(|p| self.entities(p).is_empty());
        strayed.then_some(next)
    }

    /// Whether `head` is "it" or its like and takes up a thing rather than who it was given to.
    fn is_thing_pronoun(self, head: usize) -> bool {
        self.is_pronoun(head) && !self.is_person(head) && self.antecedent_of(head).is_some()
    }

    fn is_person(self, head: usize) -> bool {
        self.entities(head).iter().any(|&e| self.mentions.entities[e].kind == EntityType::Person)
    }

    /// What is measured: "mourning" in "three days of mourning", else the token itself.
    pub(in crate::extract) fn measured(self, head: usize) -> usize {
        let doc = self.doc();
        let measures = |e: &NamedEntity| {
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
    pub(in crate::extract) fn gather_topics(
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
        // "It" as an object is more often a thing done or said than a state or body.
        let thing =
            (self.is_pronoun(head) && !self.is_person(head)).then(|| self.antecedent_of(head)).flatten();
        if !clausal && thing.is_none() && !self.entities(head).is_empty() {
            return;
        }
        if !clausal && self.is_pronoun(head) {
            if let Some(noun) = thing {
                topics.extend(topic(self.clauses, noun, false));
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
            topics.extend(topic_with(
                self.clauses,
                conjunct,
                clausal,
                self.strayed_complement(conjunct, clausal),
            ));
            heads.push(conjunct);
        }
    }

    /// The heads that a selector finds.
    pub(in crate::extract) fn select(self, selector: &Selector, predicate: &Predicate) -> Vec<usize> {
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
            Selector::ComplementObject => {
                role(Role::Complement).into_iter().filter_map(|c| self.clauses.logical_object(c)).collect()
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
            Selector::Condition => {
                let clauses = role(Role::Complement).into_iter();
                clauses
                    .flat_map(|c| self.clauses.conditions_on(c))
                    .filter_map(|c| self.clauses.logical_subject(c))
                    .collect()
            }
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
    pub(in crate::extract) fn is_satellite_object(self, predicate: &Predicate, head: usize) -> bool {
        let lemma = self.doc().tokens[head].lemma.to_lowercase();
        self.frames.verbs.get(&*self.doc().tokens[predicate.head].lemma).into_iter().flatten().any(|t| {
            t.satellites.contains(&lemma) && t.satellites.iter().all(|s| predicate.satellites.contains(s))
        })
    }

    pub(in crate::extract) fn is_clausal_argument(self, predicate: &Predicate, head: usize) -> bool {
        predicate.arguments.iter().find(|a| a.head == head).is_some_and(|a| a.clausal)
            && self.clauses.is_clausal(head)
    }

    /// Whose the topics are: possessor, demonym or name before the noun, author after "by" or "from", or the subject of
    /// the clause that a noun such as "idea" holds.
    pub(in crate::extract) fn owners(self, heads: &[usize]) -> Vec<usize> {
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

    /// Whether a noun names what can be done or agreed, and no attitude to it such as "support" or "doubt".
    fn is_event(self, lemma: &str) -> bool {
        let attitude = |frame: &Frame| match frame.relation {
            RelationKind::Supported | RelationKind::Criticized => true,
            RelationKind::Rejected => !frame.topic.contains(&Selector::Itself),
            _ => false,
        };
        let triggers = self.frames.nouns.get(lemma).into_iter().flatten();
        triggers.into_iter().any(|t| !attitude(&self.frames.frames[t.frame]))
    }

    /// The noun that "it", "this" or "them" takes up: the nearest subject or object before it, in its sentence or the
    /// one before, that is no actor and agrees in number.
    pub(in crate::extract) fn antecedent_of(self, pronoun: usize) -> Option<usize> {
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
            // What is welcomed or rejected is mostly what can be agreed, proposed or said.
            let event = self.is_event(&t.lemma) || self.clauses.cues.documents.contains(&*t.lemma);
            (event, doc.sentence_of(i) == sentence, subject, t.deprel == Deprel::Dobj, i)
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
                    && self.partitive(i).is_none()
            })
            .max_by_key(|&i| rank(i))
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
