//! Acts as the reader finds them: its words become entities, topics and quotes.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::model::{Act, Actors, Class, Context};
use crate::extract::mention::{MentionKind, Mentions};
use crate::extract::topic::{Topic, topic};
use crate::lexicon::Lexicon;
use crate::lexicon::corrections::Corrections;
use crate::reader::{Found, Known, Reader};
use crate::schema::{ActStatus, EntityType, RelationKind, Stance};
use crate::text::{AnalysedText, Deprel, Tag, Upos};

/// What the reader finds: acts, and plain stances that no act shows.
#[derive(Debug, Default)]
pub struct Learned {
    /// In text order.
    pub acts: Vec<Act>,
    /// With the act's fields, but for its relation; in text order.
    pub stances: Vec<(Stance, Act)>,
}

/// Whom the rules take each token to mention, as the reader was trained to see it.
pub fn known(doc: &AnalysedText, mentions: &Mentions) -> Known {
    let count = doc.tokens.len();
    let mut known = Known { kinds: vec![[0; 2]; count], entities: vec![Vec::new(); count] };
    for mention in &mentions.mentions {
        let entities: Vec<usize> = mention.entity.map_or_else(|| mention.members.clone(), |e| vec![e]);
        let kind = match mention.kind {
            MentionKind::Name => 1,
            MentionKind::Demonym => 2,
            MentionKind::Description => 3,
            MentionKind::Pronoun => 4,
            MentionKind::FirstPerson => 5,
        };
        let entity = match entities.first().map(|&e| mentions.entities[e].kind) {
            Some(EntityType::Person) => 1,
            Some(EntityType::Country) => 2,
            Some(EntityType::Region) => 3,
            Some(EntityType::City) => 4,
            Some(EntityType::Organization) => 5,
            Some(EntityType::Group) => 6,
            None => 7,
        };
        known.kinds[mention.head] = [kind, entity];
        known.entities[mention.head] = entities;
    }
    known
}

/// How sure an act must be to be told. Chosen on articles that were left out of training.
const LEAST: f64 = 0.3;

/// The same where a group or body without a name takes part, of whom a text may tell much that is no act; and where nobody else does,
/// so that nothing ties it to what others tell. Chosen on articles that were left out of training.
const LEAST_DESCRIBED: f64 = 0.35;
const LEAST_ALONE: f64 = 0.6;

/// How sure the reader is of a status that nothing else is asked about.
const SURE_STATUS: f32 = 0.75;

/// Most words between a noun and the verb whose status it takes.
const MOST_ABOVE: usize = 6;

/// The acts of `found` that are sure enough to be told.
pub fn learned(context: Context<'_>, reader: &Reader, lexicon: &Lexicon, found: &[Found]) -> Learned {
    let mut out = Learned::default();
    for act in found.iter().filter(|act| reader.tells(act)) {
        let name = &reader.relations()[act.relation];
        let stance = name.parse::<Stance>().ok();
        let relation = match stance {
            Some(Stance::Against) => RelationKind::Rejected,
            Some(_) => RelationKind::Supported,
            None => match name.parse() {
                Ok(relation) => relation,
                Err(_) => continue,
            },
        };
        let mut acts = context.put_together(reader, lexicon, act, relation);
        let status = context.status(act, found);
        acts.iter_mut().for_each(|act| act.status = status);
        acts.retain(|act| act.certainty >= context.least(act));
        if retracted(context.clauses.doc, act.trigger) {
            // What an earlier version said is told as not so; and nobody holds what it said they hold.
            if stance.is_some() {
                continue;
            }
            acts.iter_mut().for_each(|act| act.status = ActStatus::Denied);
        }
        match stance {
            Some(stance) => out.stances.extend(acts.into_iter().map(|act| (stance, act))),
            None => out.acts.extend(acts),
        }
    }
    out.acts = each_once(std::mem::take(&mut out.acts));
    out
}

/// From this certainty on an act is told beside a surer one that the same word shows: "rebuffed" may reject and find fault.
const SURE_BESIDE: f64 = 0.6;

/// Of two acts that one word shows of one actor, of different relations, with nothing in their ends that differs, the surer, and
/// the other where it is sure too: "warned" is a threat or fault that is found, seldom both.
fn each_once(acts: Vec<Act>) -> Vec<Act> {
    let differ = |a: Option<usize>, b: Option<usize>| a.is_some() && b.is_some() && a != b;
    let about = |act: &Act| act.topic.as_ref().map(|topic| topic.head);
    let same = |a: &Act, b: &Act| {
        (a.trigger, a.source) == (b.trigger, b.source)
            && a.relation != b.relation
            && !differ(a.target, b.target)
            && !differ(about(a), about(b))
    };
    let mut shown: HashMap<usize, Vec<usize>> = HashMap::new();
    for (k, act) in acts.iter().enumerate() {
        shown.entry(act.trigger).or_default().push(k);
    }
    let sure = |k: usize| (acts[k].certainty, std::cmp::Reverse(k));
    let lesser = |k: usize| {
        let others = &shown[&acts[k].trigger];
        let surer = |other: &usize| same(&acts[k], &acts[*other]) && sure(*other) > sure(k);
        acts[k].certainty < SURE_BESIDE && others.iter().any(surer)
    };
    let keep: Vec<bool> = (0..acts.len()).map(|k| !lesser(k)).collect();
    acts.into_iter().zip(keep).filter_map(|(act, keep)| keep.then_some(act)).collect()
}

/// Most steps from a word up to the verb by which an earlier version is told to have said it.
const FARTHEST: usize = 12;

/// Whether a correction tells that the words at `token` stood in an earlier version: "an earlier version of this article
/// said that …", "this story incorrectly stated that …".
fn retracted(doc: &AnalysedText, token: usize) -> bool {
    let words = Corrections::builtin();
    let is = |noun: usize, of: &HashSet<String>| of.contains(&*doc.tokens[noun].lower);
    let earlier = |noun: usize| doc.children(noun).any(|c| is(c, &words.earlier));
    let mut at = token;
    for _ in 0..FARTHEST {
        let Some(above) = doc.head(at) else { return false };
        at = above;
        let wrongly = doc.children(at).any(|c| is(c, &words.wrongly));
        let inside = |preposition| doc.child(preposition, Deprel::Pobj);
        let told = doc.children(at).any(|c| match doc.tokens[c].deprel {
            Deprel::Nsubj | Deprel::Nsubjpass => is(c, &words.versions) && (wrongly || earlier(c)),
            Deprel::Prep => inside(c).is_some_and(|noun| is(noun, &words.versions) && earlier(noun)),
            _ => false,
        });
        if told {
            return true;
        }
    }
    false
}

/// Whether an act of this relation says little where nobody that the text tells apart is at the other end: the killed and
/// wounded of a war, the people whom an aid lorry reaches.
fn needs_target(relation: RelationKind) -> bool {
    matches!(relation, RelationKind::Aided | RelationKind::Attacked | RelationKind::Met)
}

/// A certainty as it is told: from 0.05 to 0.99, in hundredths so that it never hangs on the last bit.
fn told(certainty: f64) -> f64 {
    (certainty.clamp(0.05, 0.99) * 100.0).round() / 100.0
}

/// Tokens, with how sure they are, as the entities that they name.
struct End {
    entity: usize,
    token: usize,
    probability: f32,
}

impl Context<'_> {
    fn put_together(
        self,
        reader: &Reader,
        lexicon: &Lexicon,
        act: &Found,
        relation: RelationKind,
    ) -> Vec<Act> {
        let places = relation == RelationKind::Visited;
        let [sources, targets] = self.sharing(act, relation);
        let mut sources = self.ends_at(&sources, false);
        // "a summit in Alaska between A and B": a region may act, but meets nobody and goes nowhere.
        let moves = matches!(relation, RelationKind::Met | RelationKind::Visited);
        sources.retain(|source| self.can_act(source.entity, moves));
        let mut targets = self.ends_at(&targets, places);
        targets.retain(|target| self.may_be_done_to(target.entity, relation));
        let mut topics = self.topics_at(&act.topics, act.trigger);
        if topics.is_empty() && targets.is_empty() && !needs_target(relation) {
            // "criticized the generals": nobody that the text tells of by name is what it is about.
            topics = self.topics_at(act.likeliest_target().as_slice(), act.trigger);
        }
        if topics.is_empty() && targets.is_empty() && relation == RelationKind::Yielded {
            topics = self.topics_at(self.role_of(act.trigger).as_slice(), act.trigger);
        }
        let reporter = act.reporter.and_then(|(token, _)| self.named(token, false).first().map(|e| e.0));
        let mut out: Vec<Act> = Vec::new();
        let mut add_about = |source: &End, target: Option<&End>, topic: Option<&(Topic, f32)>| {
            if target.is_some_and(|t| t.entity == source.entity) || target.is_none() && topic.is_none() {
                return;
            }
            let object = target.map_or(0.0, |t| t.probability).max(topic.map_or(0.0, |t| t.1));
            let certainty = reader.certainty(
                act.relation,
                act.probability,
                source.probability,
                object,
                act.status_probability,
            );
            let topic = topic.map(|t| t.0.clone());
            let tokens = self.shown(act.trigger, source.token, target.map(|t| t.token), topic.as_ref());
            let same = |a: &Act| {
                (a.source, a.target) == (source.entity, target.map(|t| t.entity))
                    && a.topic.as_ref().map(|t| t.head) == topic.as_ref().map(|t| t.head)
            };
            if out.iter().any(same) {
                return;
            }
            out.push(Act {
                relation,
                plover: lexicon.plover.of(relation, &self.doc().tokens[act.trigger].lemma.to_lowercase()),
                source: source.entity,
                target: target.map(|t| t.entity),
                topic,
                status: ActStatus::ALL[act.status],
                conditional: !self.clauses.conditions_on(act.trigger).is_empty(),
                trigger: act.trigger,
                tokens,
                class: match self.doc().tokens[act.trigger].upos {
                    Upos::Noun | Upos::Propn => Class::Noun,
                    Upos::Adj => Class::Adjective,
                    _ => Class::Verb,
                },
                reporter: reporter.filter(|&r| r != source.entity),
                certainty: told(f64::from(certainty)),
            });
        };
        let mut add = |source: &End, target: Option<&End>| {
            if topics.is_empty() {
                add_about(source, target, None);
            }
            for topic in &topics {
                add_about(source, target, Some(topic));
            }
        };
        if !targets.is_empty() {
            for source in &sources {
                for target in &targets {
                    add(source, Some(target));
                }
            }
        } else if relation.is_symmetric() && sources.len() > 1 {
            for (i, source) in sources.iter().enumerate() {
                for target in &sources[i + 1..] {
                    add(source, Some(target));
                }
            }
        } else {
            for source in &sources {
                add(source, None);
            }
        }
        out
    }

    /// As what somebody does it, as sure as can be: "stepped down as *head* of the party".
    fn role_of(self, trigger: usize) -> Option<(usize, f32)> {
        let doc = self.doc();
        let role =
            |&p: &usize| p > trigger && self.clauses.cues.role_prepositions.contains(&*doc.tokens[p].lower);
        let preposition = doc.children_by(trigger, Deprel::Prep).find(role)?;
        doc.child(preposition, Deprel::Pobj).map(|post| (post, 1.0))
    }

    /// Whether an act of this relation may be done to an entity: a city is visited or attacked, and neither met nor asked; a person is
    /// met and not visited.
    fn may_be_done_to(self, entity: usize, relation: RelationKind) -> bool {
        use RelationKind::{Aided, Attacked, Coerced, Met, Mobilized, Protested, Sanctioned, Visited};
        let kind = self.mentions.entities[entity].kind;
        match relation {
            Visited => !matches!(kind, EntityType::Person | EntityType::Group),
            Met => self.can_act(entity, true),
            Aided | Attacked | Coerced | Mobilized | Protested | Sanctioned => true,
            _ => self.can_act(entity, false),
        }
    }

    /// The entities that tokens name, each once.
    fn ends_at(self, tokens: &[(usize, f32)], places: bool) -> Vec<End> {
        let mut out: Vec<End> = Vec::new();
        for &(token, probability) in tokens {
            for (entity, token) in self.named(token, places) {
                if !out.iter().any(|end| end.entity == entity) {
                    out.push(End { entity, token, probability });
                }
            }
        }
        out
    }

    /// Whom one token names, without what is coordinated with it.
    fn named(self, token: usize, places: bool) -> Actors {
        let counted = self.counted(token);
        if !counted.is_empty() {
            return counted;
        }
        if let Some(place) = self.named_place(token) {
            return self.entities(place).into_iter().map(|e| (e, place)).collect();
        }
        if let Some(several) = self.several_owners(token) {
            return several;
        }
        let direct = self.entities(token);
        if !direct.is_empty() {
            return direct.into_iter().map(|e| (self.state_of(e, token), token)).collect();
        }
        if let Some(inner) = self.partitive(token) {
            return self.actors_or_places(inner, places);
        }
        if let Some(name) =
            self.mentions.containing(token).filter(|m| m.kind == MentionKind::Name && m.head != token)
        {
            return self.entities(name.head).into_iter().map(|e| (e, name.head)).collect();
        }
        self.proxied(token)
    }

    /// The status of an act. One told by a noun is as far as what the clause tells of is, where the noun leaves that open: "are to
    /// join him on a *visit*".
    fn status(self, act: &Found, found: &[Found]) -> ActStatus {
        let doc = self.doc();
        let noun = matches!(doc.tokens[act.trigger].upos, Upos::Noun | Upos::Propn);
        let own = ActStatus::ALL[act.status];
        // "A met B on Sunday": what has been done is no plan, whatever day that is.
        let done = self.clauses.cues.contacts.contains(&*doc.tokens[act.trigger].lemma)
            && doc.tokens[act.trigger].tag == Tag::Vbd
            && doc.child(act.trigger, Deprel::Aux).is_none()
            && doc.child(act.trigger, Deprel::Neg).is_none();
        if done
            && matches!(own, ActStatus::Planned | ActStatus::Possible)
            && self.clauses.conditions_on(act.trigger).is_empty()
        {
            return ActStatus::Occurred;
        }
        if !noun || own != ActStatus::Occurred || act.status_probability >= SURE_STATUS {
            return own;
        }
        let above = std::iter::successors(doc.head(act.trigger), |&above| doc.head(above)).take(MOST_ABOVE);
        let planned = |other: &&Found| {
            ActStatus::ALL[other.status] == ActStatus::Planned
                && other.status_probability > act.status_probability
        };
        let verb = above
            .filter(|&t| doc.tokens[t].upos == Upos::Verb)
            .find_map(|t| found.iter().find(|f| f.trigger == t));
        verb.filter(planned).map_or(own, |_| ActStatus::Planned)
    }

    /// Tokens that name ends of an act, and do share in it: "their thoughts on a meeting between A and B" tells of nobody else.
    fn sharing(self, act: &Found, relation: RelationKind) -> [Vec<(usize, f32)>; 2] {
        let doc = self.doc();
        let all = [&act.sources, &act.targets].map(Clone::clone);
        let noun = matches!(doc.tokens[act.trigger].upos, Upos::Noun | Upos::Propn);
        let sharing = |t: &usize| self.clauses.cues.sharing.contains(&*doc.tokens[*t].lower);
        let preposition = doc.children_by(act.trigger, Deprel::Prep).find(sharing);
        let Some(preposition) = preposition.filter(|_| noun && relation.is_symmetric()) else { return all };
        let named = doc.subtree(preposition);
        let here = all.clone().map(|mut tokens| {
            tokens.retain(|(token, _)| named.contains(token));
            tokens
        });
        let sharers: HashSet<usize> = here.iter().flatten().map(|&(token, _)| token).collect();
        if sharers.len() > 1 { here } else { all }
    }

    /// How sure an act between these must be to be told.
    fn least(self, act: &Act) -> f64 {
        let known = |entity: usize| self.mentions.entities[entity].is_told_apart();
        match (known(act.source), act.target.map(known)) {
            (true, Some(true) | None) => LEAST,
            (true, Some(false)) | (false, Some(true)) => LEAST_DESCRIBED,
            (false, Some(false) | None) => LEAST_ALONE,
        }
    }

    /// The topics that tokens head: the first, and what is listed with it.
    fn topics_at(self, heads: &[(usize, f32)], trigger: usize) -> Vec<(Topic, f32)> {
        let mut out: Vec<(Topic, f32)> = Vec::new();
        for &(head, probability) in heads {
            let conjuncts = |a: usize, b: usize| self.clauses.conjuncts(a).contains(&b);
            let listed =
                |(first, _): &(Topic, f32)| conjuncts(first.head, head) || conjuncts(head, first.head);
            if out.first().is_none_or(listed) {
                out.extend(self.topic_at(head, trigger).map(|topic| (topic, probability)));
            }
        }
        out
    }

    fn topic_at(self, head: usize, trigger: usize) -> Option<Topic> {
        let doc = self.doc();
        let head = match doc.tokens[head].upos {
            Upos::Pron => self.antecedent_of(head)?,
            _ => self.wish_for(head, trigger).unwrap_or(head),
        };
        topic(self.clauses, head, self.clauses.is_clausal(head), trigger)
    }

    /// The word for somebody's wish, where `head` is what it is for, or the preposition between: "dropped his *push* for a
    /// truce", of which the parser may hang the preposition on the verb.
    fn wish_for(self, head: usize, trigger: usize) -> Option<usize> {
        let doc = self.doc();
        let preposition = if doc.tokens[head].upos == Upos::Adp { head } else { doc.head(head)? };
        let wished = self.clauses.cues.wished.contains(&*doc.tokens[preposition].lower);
        let object = preposition.checked_sub(1).filter(|_| wished)?;
        let given_up = doc.tokens[object].deprel == Deprel::Dobj && doc.head(object) == Some(trigger);
        (given_up && doc.child(object, Deprel::Poss).is_some()).then_some(object)
    }

    /// The shortest run of tokens of the trigger's sentence that holds trigger and ends.
    fn shown(
        self,
        trigger: usize,
        source: usize,
        target: Option<usize>,
        topic: Option<&Topic>,
    ) -> Range<usize> {
        let doc = self.doc();
        let sentence = doc.sentences[doc.sentence_of(trigger)].clone();
        let mut range = trigger..trigger + 1;
        let mut hold = |tokens: Range<usize>| {
            if sentence.contains(&tokens.start) && tokens.end <= sentence.end {
                range = range.start.min(tokens.start)..range.end.max(tokens.end);
            }
        };
        for end in [Some(source), target].into_iter().flatten() {
            hold(self.mentions.at(end).map_or(end..end + 1, |m| m.tokens.clone()));
        }
        if let Some(topic) = topic {
            hold(topic.tokens.clone());
        }
        // The particle of a verb belongs to it: "turned down".
        for particle in doc.children_by(trigger, Deprel::Prt) {
            hold(particle..particle + 1);
        }
        range
    }
}
