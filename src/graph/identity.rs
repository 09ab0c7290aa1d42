//! Who is who across documents.
//!
//! Appearances that share a key are one entity, and so are those that a chain of shared keys connects:
//!
//! - an identifier (`wikidata:Q212`), for every kind;
//! - kind and id of the record, for all but people, among those without an identifier, and with those that have
//!   one where all of that kind and id are one;
//! - the full name as [`person_name`] folds it, for people.
//!
//! A surname alone is joined to a full name only through an office: title, body and surname agree, nobody else of
//! a full name held that office under that surname, and no document tells the two apart. A wrong merge is worse
//! than a missed one.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::schema::EntityType;

use super::claims::{Appearance, Claims, Part};
use super::names::{PersonName, person_name};

/// Which group each appearance belongs to; groups are numbered in the order of their first appearance.
pub(crate) struct Identity<'c> {
    /// Number of the document in [`Claims::documents`], local id, the claims of it.
    pub appearances: Vec<(usize, &'c Arc<str>, &'c Appearance)>,
    /// For each appearance, its group.
    pub groups: Vec<usize>,
    /// Number of groups.
    pub count: usize,
}

/// An office as an appearance holds it, with a word that may be the surname.
type OfficeKey<'c> = (&'c str, usize, String);

/// Finds out who is who.
pub(crate) fn identify(claims: &Claims) -> Identity<'_> {
    let mut appearances = Vec::new();
    let mut first_of: Vec<BTreeMap<&str, usize>> = Vec::new();
    for (document, part) in claims.documents.values().enumerate() {
        let mut here = BTreeMap::new();
        for (local, appearance) in &part.appearances {
            here.insert(&**local, appearances.len());
            appearances.push((document, local, appearance));
        }
        first_of.push(here);
    }
    let mut sets = DisjointSets::new(appearances.len());
    let mut keyed: BTreeMap<String, usize> = BTreeMap::new();
    for (i, (_, local, appearance)) in appearances.iter().enumerate() {
        for key in keys(local, appearance) {
            let first = *keyed.entry(key).or_insert(i);
            sets.join(first, i);
        }
    }
    join_unidentified(&appearances, &mut sets);
    let parts: Vec<&Part> = claims.documents.values().collect();
    join_surnames(&parts, &appearances, &first_of, &mut sets);
    let mut number: BTreeMap<usize, usize> = BTreeMap::new();
    let groups = (0..appearances.len())
        .map(|i| {
            let next = number.len();
            *number.entry(sets.root(i)).or_insert(next)
        })
        .collect();
    Identity { count: number.len(), groups, appearances }
}

fn keys(local: &str, appearance: &Appearance) -> Vec<String> {
    let mut keys = Vec::new();
    for reading in &appearance.readings {
        keys.extend(reading.same_as.iter().map(|id| format!("id\0{id}")));
        if reading.kind == EntityType::Person {
            if let PersonName::Full { key, .. } = person_name(&reading.name) {
                keys.push(format!("name\0{key}"));
            }
        } else if reading.same_as.is_empty() {
            keys.push(format!("slug\0{}\0{local}", reading.kind));
        }
    }
    keys
}

/// Joins what is known by kind and id alone to what has an identifier as well, where there is one such thing.
fn join_unidentified(appearances: &[(usize, &Arc<str>, &Appearance)], sets: &mut DisjointSets) {
    let mut identified: BTreeMap<(EntityType, &str), BTreeSet<usize>> = BTreeMap::new();
    let mut others = Vec::new();
    for (i, (_, local, appearance)) in appearances.iter().enumerate() {
        for reading in appearance.readings.iter().filter(|r| r.kind != EntityType::Person) {
            let name = (reading.kind, &***local);
            if reading.same_as.is_empty() {
                others.push((name, i));
            } else {
                identified.entry(name).or_default().insert(sets.root(i));
            }
        }
    }
    for (name, other) in others {
        if let Some(one) = identified.get(&name).filter(|all| all.len() == 1).and_then(BTreeSet::first) {
            sets.join(*one, other);
        }
    }
}

fn join_surnames<'c>(
    parts: &[&'c Part],
    appearances: &[(usize, &'c Arc<str>, &'c Appearance)],
    first_of: &[BTreeMap<&str, usize>],
    sets: &mut DisjointSets,
) {
    // Who holds which office, as appearances and by the groups made so far.
    let mut held: BTreeMap<usize, BTreeSet<(&str, usize)>> = BTreeMap::new();
    for (document, part) in parts.iter().enumerate() {
        for claim in part.offices.keys() {
            let Some(of) = claim.of.as_deref().and_then(|of| first_of[document].get(of)) else {
                continue;
            };
            let Some(&holder) = first_of[document].get(&*claim.holder) else {
                continue;
            };
            let body = sets.root(*of);
            held.entry(holder).or_default().insert((&claim.title, body));
        }
    }
    let mut full: BTreeMap<OfficeKey<'_>, BTreeSet<usize>> = BTreeMap::new();
    let mut bare: BTreeMap<usize, BTreeSet<OfficeKey<'_>>> = BTreeMap::new();
    for (&i, offices) in &held {
        let names = appearances[i].2.readings.iter().filter(|r| r.kind == EntityType::Person);
        for name in names.map(|r| person_name(&r.name)) {
            for &(title, body) in offices {
                match &name {
                    PersonName::Full { surnames, .. } => {
                        for surname in surnames {
                            full.entry((title, body, surname.clone())).or_default().insert(sets.root(i));
                        }
                    }
                    PersonName::Bare { surname } => {
                        bare.entry(i).or_default().insert((title, body, surname.clone()));
                    }
                    PersonName::Nothing => {}
                }
            }
        }
    }
    let mut documents_of: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    for (i, (document, ..)) in appearances.iter().enumerate() {
        documents_of.entry(sets.root(i)).or_default().insert(*document);
    }
    // Decided for all before any is joined: the outcome must not depend on who comes first.
    let mut joins = Vec::new();
    let mut nobody_else: BTreeMap<OfficeKey<'_>, usize> = BTreeMap::new();
    for (i, offices) in bare {
        let candidates: BTreeSet<usize> =
            offices.iter().filter_map(|key| full.get(key)).flatten().copied().collect();
        let mut candidates = candidates.into_iter();
        match (candidates.next(), candidates.next()) {
            (Some(person), None) if !documents_of[&person].contains(&appearances[i].0) => {
                joins.push((person, i))
            }
            (None, _) => {
                for key in offices {
                    let first = *nobody_else.entry(key).or_insert(i);
                    joins.push((first, i));
                }
            }
            _ => {}
        }
    }
    for (one, other) in joins {
        sets.join(one, other);
    }
}

/// Disjoint sets with path halving; the root is the smallest member.
struct DisjointSets {
    parent: Vec<usize>,
}

impl DisjointSets {
    fn new(len: usize) -> Self {
        Self { parent: (0..len).collect() }
    }

    fn root(&mut self, mut i: usize) -> usize {
        while self.parent[i] != i {
            self.parent[i] = self.parent[self.parent[i]];
            i = self.parent[i];
        }
        i
    }

    fn join(&mut self, one: usize, other: usize) {
        let (a, b) = (self.root(one), self.root(other));
        self.parent[a.max(b)] = a.min(b);
    }
}
