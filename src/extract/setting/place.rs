//! The place of an act.

use super::owner::{bearers, is_name, is_people, owner};
use crate::extract::act::Class;
use crate::extract::act::{Act, Context};
use crate::extract::mention::MentionKind;
use crate::lexicon::times::Times;
use crate::schema::{EntityType, RelationKind};
use crate::text::{Deprel, Tag};

/// Where `act` took place or is to take place: the entity that its own words name, as an index into
/// [`Mentions::entities`](crate::extract::mention::Mentions::entities).
///
/// Meetings and attacks are somewhere, and a phrase of place beside their predicate says where. With what is said or
/// decided such a phrase mostly belongs to the matter ("called for a truce in Libya"): there it must open the clause
/// or follow the verb at once.
pub fn place(context: Context<'_>, times: &Times, act: &Act) -> Option<usize> {
    use RelationKind::*;
    if act.relation == Visited {
        // The place visited is the target.
        return None;
    }
    let doc = context.clauses.doc;
    let physical = matches!(act.relation, Met | Attacked);
    let bearers = bearers(context, times, act);
    let sentence = doc.sentences[doc.sentence_of(act.trigger)].clone();
    let mut found = where_clause(context, act);
    for preposition in sentence {
        let word = &doc.tokens[preposition];
        if word.deprel != Deprel::Prep || !times.places.at.contains(&*word.lower) {
            continue;
        }
        let Some(object) = doc.child(preposition, Deprel::Pobj) else { continue };
        let Some(place) = named(context, times, object, &word.lower) else { continue };
        let passes =
            |token: usize| is_name(context, times, token) || act.relation == Met && is_people(context, token);
        let Some(owner) = owner(doc, object, passes) else { continue };
        if owner.by_subject || !bearers.have(owner) {
            continue;
        }
        let near = preposition < owner.token
            || preposition == owner.token + 1 && act.class != Class::Noun
            || times.adjuncts.occasions.contains(&*doc.tokens[owner.token].lemma)
                && owner.token != act.trigger
            || times.adjuncts.speaking.contains(&*doc.tokens[owner.token].lemma);
        if !physical && !near {
            continue;
        }
        match found {
            None => found = Some(place),
            Some(known) if known == place => {}
            Some(_) => return None,
        }
    }
    found.filter(|&place| place != act.source && Some(place) != act.target)
}

/// The place that a clause with "where" hangs on: "flew to Cairo, where he met Sisi".
fn where_clause(context: Context<'_>, act: &Act) -> Option<usize> {
    let doc = context.clauses.doc;
    let place = doc.head(act.trigger).filter(|_| doc.tokens[act.trigger].deprel == Deprel::Relcl)?;
    let adverb = |c: usize| doc.tokens[c].tag == Tag::Wrb && doc.tokens[c].deprel == Deprel::Advmod;
    let entity = context.mentions.at(place)?.entity.filter(|_| doc.children(act.trigger).any(adverb))?;
    let kind = context.mentions.entities[entity].kind;
    matches!(kind, EntityType::City | EntityType::Region | EntityType::Country).then_some(entity)
}

/// The place, or the body with a seat, that the object of a preposition names.
fn named(context: Context<'_>, times: &Times, object: usize, preposition: &str) -> Option<usize> {
    let object = context.named_place(object).unwrap_or(object);
    let mention = context.mentions.at(object)?;
    if matches!(mention.kind, MentionKind::Pronoun | MentionKind::FirstPerson | MentionKind::Demonym) {
        return None;
    }
    let entity = mention.entity?;
    match context.mentions.entities[entity].kind {
        EntityType::City | EntityType::Region | EntityType::Country => Some(entity),
        EntityType::Organization => {
            (mention.kind == MentionKind::Name && times.places.seat.contains(preposition)).then_some(entity)
        }
        EntityType::Person | EntityType::Group => None,
    }
}
