//! Which predicate a phrase of time or place belongs to.

use crate::extract::act::{Act, Context};
use crate::extract::predicate::Class;
use crate::lexicon::times::Times;
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
}

/// The predicate that the phrase with head `head` hangs on.
///
/// The parser often hangs a phrase at the end of a clause on the noun before it: "met Putin in Alaska on Friday". Names
/// have no dates and are not in places, so a phrase on a name (where `passes` says so) is handed to the name's governor.
pub(super) fn owner(doc: &AnalysedText, head: usize, passes: impl Fn(usize) -> bool) -> Option<Owner> {
    let mut at = head;
    let mut preposition = None;
    let mut handed = false;
    for _ in 0..CLIMB {
        let above = doc.head(at)?;
        let (label, word) = (doc.tokens[at].deprel, &doc.tokens[above]);
        match word.upos {
            Upos::Adp | Upos::Sconj | Upos::Part | Upos::Adv if matches!(label, Deprel::Pobj | Deprel::Prep | Deprel::Npadvmod | Deprel::Advmod) => {
                if label == Deprel::Pobj && !handed && preposition.is_none() {
                    preposition = Some(above);
                }
                at = above;
            }
            Upos::Verb | Upos::Aux => {
                let adjunct = matches!(label, Deprel::Prep | Deprel::Npadvmod | Deprel::Advmod | Deprel::Agent | Deprel::Dative | Deprel::Dep);
                let argument = matches!(label, Deprel::Dobj | Deprel::Nsubj | Deprel::Nsubjpass | Deprel::Attr | Deprel::Oprd);
                let fits = adjunct || argument && handed;
                return fits.then_some(Owner { token: above, preposition, first: preposition.unwrap_or(head) });
            }
            _ if passes(above) => {
                if matches!(label, Deprel::Poss | Deprel::Compound | Deprel::Nmod | Deprel::Amod | Deprel::Nummod) && !handed {
                    // "the 2020 candidate"
                    return None;
                }
                handed = true;
                at = above;
            }
            Upos::Noun | Upos::Propn | Upos::Adj => {
                let fits = matches!(label, Deprel::Prep | Deprel::Npadvmod | Deprel::Advmod | Deprel::Poss | Deprel::Compound | Deprel::Nmod | Deprel::Amod | Deprel::Nummod)
                    || handed && matches!(label, Deprel::Pobj | Deprel::Appos | Deprel::Conj);
                return fits.then_some(Owner { token: above, preposition, first: preposition.unwrap_or(head) });
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

/// The tokens whose adjuncts tell of an act: its trigger, and the verbs that say of the trigger's event that it takes
/// place.
pub(super) fn bearers(context: Context<'_>, times: &Times, act: &Act) -> Vec<usize> {
    let doc = context.clauses.doc;
    let trigger = act.trigger;
    let mut out = vec![trigger];
    let happens = |verb: usize| {
        let lemma = &*doc.tokens[verb].lemma;
        context.frames.light_verbs.contains(lemma) || times.adjuncts.happening.contains(lemma)
    };
    let copula = |out: &mut Vec<usize>| {
        let above = doc.head(trigger).filter(|_| matches!(doc.tokens[trigger].deprel, Deprel::Acomp | Deprel::Oprd));
        out.extend(above.filter(|&above| context.clauses.is_clausal(above)));
    };
    match act.class {
        Class::Verb => {}
        Class::Adjective => copula(&mut out),
        Class::Noun => {
            let mut at = trigger;
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
                        let verb = doc.head(above).filter(|&v| {
                            context.clauses.is_clausal(v)
                                && context.frames.light_verbs.contains(&*doc.tokens[v].lemma)
                        });
                        out.extend(verb);
                        break;
                    }
                    _ => break,
                }
            }
            let clauses = doc.children(trigger).filter(|&c| {
                matches!(doc.tokens[c].deprel, Deprel::Acl | Deprel::Relcl)
                    && (happens(c) || times.adjuncts.fixing.contains(&*doc.tokens[c].lemma))
            });
            out.extend(clauses);
        }
    }
    out
}

/// The first verb of a row whose subject the act's verb shares: what stands before it tells of the whole row.
pub(super) fn first_of_row(doc: &AnalysedText, act: &Act) -> Option<usize> {
    let mut at = act.trigger;
    let has_subject = |v: usize| {
        doc.children(v).any(|c| matches!(doc.tokens[c].deprel, Deprel::Nsubj | Deprel::Nsubjpass | Deprel::Expl))
    };
    for _ in 0..CLIMB {
        let token = &doc.tokens[at];
        if token.deprel != Deprel::Conj || has_subject(at) {
            break;
        }
        let above = doc.head(at)?;
        if doc.tokens[above].upos != Upos::Verb || doc.tokens[above].tag != token.tag {
            return None;
        }
        at = above;
    }
    (at != act.trigger && doc.tokens[at].tag != Tag::Vbg).then_some(at)
}
