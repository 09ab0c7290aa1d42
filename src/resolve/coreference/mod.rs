//! Coreference inside a text: descriptions and pronouns are given to the entities that names have made.
//!
//! One pass from the first token to the last, as a reader goes. Every mention joins a history; a description or
//! pronoun looks back over the last sentences of it. Rules and weights follow the salience model of Lappin and Leass
//! (1994, "An algorithm for pronominal anaphora resolution"): subject before object before the rest, near before far.

mod description;
mod gender;
mod nationality;
mod person;
mod plural;
mod posts;
mod pronoun;
mod quotation;
mod resolver;

use std::collections::HashMap;

use posts::Posts;
use resolver::{Antecedent, AntecedentKind, Resolver, times_named};

use crate::extract::mention::{Apart, Gender, Mentions, names};
use crate::extract::office::{Known, offices};
use crate::lexicon::{Gazetteer, MentionWords};
use crate::schema::EntityType;
use crate::text::AnalysedText;

/// Finds everything that a text mentions: names, descriptions and pronouns, with the entities behind them.
///
/// Pronouns of the first person stay open until the speakers are known
/// ([`Mentions::resolve_first_person`]).
///
/// Names that a user keeps `apart` are two people's.
pub fn resolve(doc: &AnalysedText, gazetteer: &Gazetteer, words: &MentionWords, apart: &Apart) -> Mentions {
    let mut base = names(doc, gazetteer, words, apart);
    let offices = offices(doc, &base, words);
    for office in &offices {
        let Some(of) = office.of else { continue };
        let country = match base.entities[of].kind {
            EntityType::Country => Some(of),
            EntityType::Organization => base.entities[of].country,
            _ => None,
        };
        let holder = &mut base.entities[office.holder];
        holder.country = holder.country.or(country);
    }
    nationality::assign(&mut base, &offices, words);
    let guessed = gender::assign(doc, words, &mut base, &offices);
    let mut resolver = Resolver {
        doc,
        gazetteer,
        words,
        leaders: (0..base.entities.len()).filter_map(|e| Some((e, Known::of(&base, e)?))).collect(),
        named: times_named(&base),
        posts: Posts::new(offices),
        quotes: quotation::quotes(doc),
        counts: vec![0; base.entities.len()],
        genders: Gender::among(&base.entities),
        guessed,
        by_id: base.entities.iter().enumerate().map(|(e, d)| (d.id.clone(), e)).collect(),
        history: Vec::new(),
        capitals: None,
        at: HashMap::new(),
        base,
    };
    for i in 0..doc.tokens.len() {
        resolver.read(i);
    }
    resolver.finish()
}
