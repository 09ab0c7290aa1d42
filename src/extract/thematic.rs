//! Thematic roles: what a predicate's arguments are, whatever its word class and wherever English puts them.
//!
//! In: a predicate. Out: tokens. Frames do without these roles, since each knows where its own triggers have their ends;
//! they are for whoever wants predicates and no frames.

use super::clause::Clauses;
use super::predicate::{Argument, Class, Predicate, Role};
use crate::text::EntityLabel;

/// A thematic role, by the name that it has in VerbNet (<https://verbs.colorado.edu/verbnet/>): the same whether a verb,
/// a noun or an adjective is the predicate. What a preposition adds keeps its preposition, as [`Role::Prep`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ThematicRole {
    /// Who does it, says it or holds the attitude.
    Agent,
    /// Who or what it is done to.
    Theme,
    /// To whom it is given or said.
    Recipient,
    /// The clause that is said, wanted or begun: VerbNet's topic or proposition.
    Content,
}

impl Predicate {
    /// The heads that fill thematic `role`, conjuncts included, in the order in which they were found.
    ///
    /// A noun has its agent where English puts one: over a light verb ("A held talks"), after "by", as its possessor
    /// ("A's talks"), after "between", as a name before it ("the A–B talks"), or over the verb that it hangs on ("A met
    /// for talks"); the first of these that there is.
    pub fn fillers(&self, role: ThematicRole, clauses: Clauses<'_>) -> Vec<usize> {
        let cues = clauses.cues;
        let doc = clauses.doc;
        let of_noun = self.class == Class::Noun;
        let received = self.role(&Role::Receiver).next().is_some();
        let authored = |a: &Argument| {
            matches!(&a.role, Role::Prep(p) if cues.owner_prepositions.contains(p))
                && !clauses.is_time(a.head)
        };
        let has_author = self.arguments.iter().any(authored);
        // "told A that", "asked A to": the object of a verb of speech is whom it is said to if a clause is what is said.
        let is_addressee = self.class == Class::Verb
            && cues.speech.contains_key(&*doc.tokens[self.head].lemma)
            && self.role(&Role::Complement).next().is_some();
        let is_name = |a: &Argument| {
            doc.entity_at(a.head).is_some_and(|e| {
                matches!(
                    e.label,
                    EntityLabel::Person | EntityLabel::Gpe | EntityLabel::Norp | EntityLabel::Org
                )
            })
        };
        let all = |wanted: &dyn Fn(&Argument) -> bool| {
            let heads = self.arguments.iter().filter(|a| wanted(a)).flat_map(|a| clauses.conjuncts(a.head));
            let mut seen = Vec::new();
            heads.for_each(|h| {
                if !seen.contains(&h) {
                    seen.push(h)
                }
            });
            seen
        };
        match role {
            ThematicRole::Agent if !of_noun => all(&|a| a.role == Role::Subject),
            ThematicRole::Agent => {
                let places: [&dyn Fn(&Argument) -> bool; 6] = [
                    &|a| a.role == Role::Light,
                    &authored,
                    &|a| a.role == Role::Owner && !received,
                    &|a| matches!(&a.role, Role::Prep(p) if cues.mutual_prepositions.contains(p)),
                    &|a| a.role == Role::Modifier && is_name(a),
                    &|a| a.role == Role::Governor && !received,
                ];
                places.into_iter().map(all).find(|heads| !heads.is_empty()).unwrap_or_default()
            }
            ThematicRole::Theme if !of_noun => all(&|a| a.role == Role::Object && !is_addressee),
            ThematicRole::Theme => all(&|a| match &a.role {
                Role::Prep(p) => cues.genitive_prepositions.contains(p),
                Role::Apposition => true,
                Role::Owner => has_author,
                _ => false,
            }),
            ThematicRole::Recipient => all(&|a| {
                matches!(a.role, Role::Dative | Role::Receiver) || a.role == Role::Object && is_addressee
            }),
            ThematicRole::Content => all(&|a| a.role == Role::Complement),
        }
    }
}
