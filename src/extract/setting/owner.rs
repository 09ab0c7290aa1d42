//! Which predicate a phrase of time or place belongs to.

use crate::extract::act::Class;
use crate::extract::act::{Act, Context};
use crate::lexicon::times::Times;
use crate::schema::RelationKind;
use crate::text::{AnalysedText, Deprel, EntityLabel, Tag, Upos};

/// Longest way from a phrase up to its predicate, in arcs.
const CLIMB: usize = 8;

/// Where a phrase hangs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Owner {
    /// The verb, noun or adjective that the phrase tells of.
    pub token: usize,
    /// The preposition that the phrase begins with, if it has one.
    pub preposition: Option<usize>,
    /// First token of the phrase as it hangs on its owner.
    pub first: usize,
    /// Whether a subject handed it on: "the embassy in Baghdad".
    pub by_subject: bool,
}

/// The predicate that the phrase with head `head` hangs on.
///
/// The parser often hangs a phrase at the end of a clause on the noun before it: "met Putin in Alaska on Friday". Names
/// have no dates and are not in places, so a phrase on a name (where `passes` says so) is handed to the name's governor.
pub(super) fn owner(doc: &AnalysedText, head: usize, passes: impl Fn(usize) -> bool) -> Option<Owner> {
    let mut at = head;
    let mut preposition = None;
    let mut handed = false;
    let owned = |token: usize, preposition: Option<usize>, label: Deprel| Owner {
        token,
        preposition,
        first: preposition.unwrap_or(head),
        by_subject: matches!(label, Deprel::Nsubj | Deprel::Nsubjpass),
    };
    for _ in 0..CLIMB {
        let above = doc.head(at)?;
        let (label, word) = (doc.tokens[at].deprel, &doc.tokens[above]);
        match word.upos {
            Upos::Adp | Upos::Sconj | Upos::Part | Upos::Adv
                if matches!(label, Deprel::Pobj | Deprel::Prep | Deprel::Npadvmod | Deprel::Advmod) =>
            {
                if label == Deprel::Pobj && !handed && preposition.is_none() {
                    preposition = Some(above);
                }
                at = above;
            }
            Upos::Verb | Upos::Aux => {
                let adjunct = matches!(
                    label,
                    Deprel::Prep
                        | Deprel::Npadvmod
                        | Deprel::Advmod
                        | Deprel::Agent
                        | Deprel::Dative
                        | Deprel::Dep
                );
                let argument = matches!(
                    label,
                    Deprel::Dobj | Deprel::Nsubj | Deprel::Nsubjpass | Deprel::Attr | Deprel::Oprd
                );
                let fits = adjunct || argument && handed;
                return fits.then(|| owned(above, preposition, label));
            }
            _ if passes(above) => {
                if matches!(
                    label,
                    Deprel::Poss | Deprel::Compound | Deprel::Nmod | Deprel::Amod | Deprel::Nummod
                ) && !handed
                {
                    // "the 2020 candidate"
                    return None;
                }
                handed = true;
                at = above;
            }
            Upos::Noun | Upos::Propn | Upos::Adj => {
                let fits = matches!(
                    label,
                    Deprel::Prep
                        | Deprel::Npadvmod
                        | Deprel::Advmod
                        | Deprel::Poss
                        | Deprel::Compound
                        | Deprel::Nmod
                        | Deprel::Amod
                        | Deprel::Nummod
                ) || handed && matches!(label, Deprel::Pobj | Deprel::Appos | Deprel::Conj);
                return fits.then(|| owned(above, preposition, label));
            }
            _ => return None,
        }
    }
    None
}

/// Whether a phrase that hangs on `token` is handed on: a name, a pronoun, a time of the clock.
pub(super) fn is_name(context: Context<'_>, times: &Times, token: usize) -> bool {
    let word = &context.clauses.doc.tokens[token];
    let named = context.mentions.at(token).is_some() && word.upos == Upos::Propn;
    let ner = context.clauses.doc.entity_at(token).is_some_and(|e| {
        matches!(e.label, EntityLabel::Person | EntityLabel::Gpe | EntityLabel::Loc | EntityLabel::Time)
    });
    named || ner || word.upos == Upos::Pron || times.adjuncts.clock.contains(&*word.lower)
}

/// Whether a noun names people: they have no dates, but may be in places.
pub(super) fn is_people(context: Context<'_>, token: usize) -> bool {
    let word = &context.clauses.doc.tokens[token];
    word.upos == Upos::Noun
        && (context.clauses.cues.is_people(&word.lemma) || !context.entities(token).is_empty())
}

/// The tokens whose adjuncts tell of an act.
pub(super) struct Bearers {
    /// The trigger, the verbs that say of its event that it takes place, and the occasions on which it does.
    own: Vec<usize>,
    /// Verbs whose adjuncts tell of the act as well where they stand before a token.
    shared: Vec<(usize, usize)>,
}

impl Bearers {
    /// The tokens on one of which such a phrase hangs.
    pub fn tokens(&self) -> impl Iterator<Item = usize> + '_ {
        self.own.iter().copied().chain(self.shared.iter().map(|&(token, _)| token))
    }

    /// Whether a phrase with this owner tells of the act.
    pub fn have(&self, owner: Owner) -> bool {
        self.own.contains(&owner.token)
            || self.shared.iter().any(|&(token, before)| token == owner.token && owner.first < before)
    }
}

/// Where the phrases of time and place of an act hang.
pub(super) fn bearers(context: Context<'_>, times: &Times, act: &Act) -> Bearers {
    let doc = context.clauses.doc;
    let trigger = act.trigger;
    let mut out = Bearers { own: vec![trigger], shared: Vec::new() };
    match act.class {
        // "held talks on Monday": the event is the object's.
        Class::Verb if context.verbs.light.contains(&*doc.tokens[trigger].lemma) => {
            out.own.extend(doc.child(trigger, Deprel::Dobj));
        }
        Class::Verb => {}
        Class::Adjective => {
            let below = matches!(doc.tokens[trigger].deprel, Deprel::Acomp | Deprel::Oprd);
            out.own.extend(doc.head(trigger).filter(|&above| below && context.clauses.is_clausal(above)));
        }
        Class::Noun => event(context, times, trigger, &mut out.own),
    }
    let last = out.own.len();
    for i in 0..last {
        let verb = out.own[i];
        if context.clauses.is_clausal(verb) {
            occasions(context, times, verb, usize::MAX, &mut out.own);
        }
    }
    for (verb, before) in
        [first_of_row(doc, act), matrix(context, act), report(context, act)].into_iter().flatten()
    {
        out.shared.push((verb, before));
        occasions(context, times, verb, before, &mut out.own);
    }
    out
}

/// The verbs that say of an event noun that it takes place.
fn event(context: Context<'_>, times: &Times, noun: usize, out: &mut Vec<usize>) {
    let doc = context.clauses.doc;
    let happens = |verb: usize| {
        let lemma = &*doc.tokens[verb].lemma;
        context.verbs.light.contains(lemma) || times.adjuncts.happening.contains(lemma)
    };
    let mut at = noun;
    for _ in 0..CLIMB {
        let Some(above) = doc.head(at) else { break };
        let verb = context.clauses.is_clausal(above);
        match doc.tokens[at].deprel {
            Deprel::Conj if !verb => at = above,
            Deprel::Dobj | Deprel::Nsubj | Deprel::Nsubjpass if verb && happens(above) => {
                out.push(above);
                break;
            }
            // "took part in talks"
            Deprel::Pobj if doc.tokens[above].deprel == Deprel::Prep => {
                let carries = |&v: &usize| {
                    context.clauses.is_clausal(v) && context.verbs.light.contains(&*doc.tokens[v].lemma)
                };
                out.extend(doc.head(above).filter(carries));
                break;
            }
            _ => break,
        }
    }
    let fixed = |c: usize| times.adjuncts.fixing.contains(&*doc.tokens[c].lemma);
    let clauses = doc
        .children(noun)
        .filter(|&c| matches!(doc.tokens[c].deprel, Deprel::Acl | Deprel::Relcl) && (happens(c) || fixed(c)));
    out.extend(clauses);
}

/// The occasions on which a verb's act is done, where they stand before token `before`: "in a speech on Friday".
fn occasions(context: Context<'_>, times: &Times, verb: usize, before: usize, out: &mut Vec<usize>) {
    let doc = context.clauses.doc;
    let adjuncts = &times.adjuncts;
    // "Speaking in Oslo on Monday, he hailed the deal."
    let speaking = |&c: &usize| {
        let token = &doc.tokens[c];
        token.tag == Tag::Vbg && adjuncts.speaking.contains(&*token.lemma) && c < before
    };
    out.extend(doc.children_by(verb, Deprel::Advcl).filter(speaking));
    for preposition in doc.children_by(verb, Deprel::Prep) {
        if preposition >= before || !adjuncts.occasion_prepositions.contains(&*doc.tokens[preposition].lower)
        {
            continue;
        }
        let object = doc.child(preposition, Deprel::Pobj);
        let Some(noun) = object.filter(|&o| adjuncts.occasions.contains(&*doc.tokens[o].lemma)) else {
            continue;
        };
        out.push(noun);
        let issued = doc.children_by(noun, Deprel::Acl);
        out.extend(issued.filter(|&c| adjuncts.issuing.contains(&*doc.tokens[c].lemma)));
    }
}

/// The first verb of a row whose subject the act's verb shares: what stands before it tells of the whole row.
fn first_of_row(doc: &AnalysedText, act: &Act) -> Option<(usize, usize)> {
    let mut at = act.trigger;
    let subjects = [Deprel::Nsubj, Deprel::Nsubjpass, Deprel::Expl];
    for _ in 0..CLIMB {
        let token = &doc.tokens[at];
        if token.deprel != Deprel::Conj || doc.children(at).any(|c| subjects.contains(&doc.tokens[c].deprel))
        {
            break;
        }
        let above = doc.head(at)?;
        if doc.tokens[above].upos != Upos::Verb || doc.tokens[above].tag != token.tag {
            return None;
        }
        at = above;
    }
    (at != act.trigger).then_some((at, at))
}

/// The verb beside which a participle says what was done by it: "said on Friday, rejecting any excuse". What is said
/// so is said at the time of the verb.
fn matrix(context: Context<'_>, act: &Act) -> Option<(usize, usize)> {
    let doc = context.clauses.doc;
    let token = &doc.tokens[act.trigger];
    let said = is_said(act.relation);
    let beside = token.tag == Tag::Vbg
        && token.deprel == Deprel::Advcl
        && doc
            .children(act.trigger)
            .all(|c| !matches!(doc.tokens[c].deprel, Deprel::Mark | Deprel::Aux | Deprel::Nsubj));
    let verb = doc.head(act.trigger).filter(|_| said && beside)?;
    (verb < act.trigger && context.clauses.is_clausal(verb)).then_some((verb, act.trigger))
}

/// How many sentences at the beginning of a text tell its news: a dateline, and what happened.
const NEWS: usize = 3;

/// The verb of the report in which something is said in the present tense, at the beginning of a text: "Kenya rejects the
/// treaty, its president said on Monday". What is rejected so is rejected by saying it. Of other tenses ("had rejected",
/// "would reject", "rejected") the words leave open when it was.
fn report(context: Context<'_>, act: &Act) -> Option<(usize, usize)> {
    let doc = context.clauses.doc;
    let token = &doc.tokens[act.trigger];
    let present = matches!(token.tag, Tag::Vbz | Tag::Vbp)
        && token.deprel == Deprel::Ccomp
        && doc.children(act.trigger).all(|c| !matches!(doc.tokens[c].deprel, Deprel::Aux | Deprel::Auxpass));
    let verb = doc.head(act.trigger).filter(|_| present && is_said(act.relation))?;
    let said = context.clauses.cues.speech.contains_key(&*doc.tokens[verb].lemma)
        && doc.tokens[verb].tag == Tag::Vbd;
    (said && doc.sentence_of(act.trigger) < NEWS).then_some((verb, usize::MAX))
}

/// Whether an act of this relation is done by saying so.
fn is_said(relation: RelationKind) -> bool {
    use RelationKind::{Criticized, Demanded, Proposed, Rejected, Supported, Threatened};
    matches!(relation, Proposed | Demanded | Supported | Rejected | Criticized | Threatened)
}
