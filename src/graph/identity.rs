//! Who is who across documents.
//!
//! Appearances that a reason connects are one entity, and so are those that a chain of them connects. In this order:
//!
//! 1. the user's rulings ([`Rulings`](super::Rulings));
//! 2. an identifier (`wikidata:Q212`);
//! 3. the name, among what has no identifier and with what has one where all of that name are one: for people the
//!    full name as [`person_name`] folds it, unless there are clear signs of two who bear it ([`super::namesakes`]), for
//!    all else kind, local id and name together, unless they say only what it is ("the Supreme Court");
//! 4. an office ([`super::holders`]): other forms of a full name, and surnames alone;
//! 5. an acronym, where one document has it beside its expansion and another, of the same country, has it alone.
//!
//! What a ruling keeps apart, no reason joins. A wrong merge is worse than a missed one. Everything follows from the
//! set of claims, and so does every [`Reason`].

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use crate::lexicon::homes::{Home, home};
use crate::schema::EntityType;

use super::claims::{Appearance, Claims, Reading};
use super::holders;
use super::names::{PersonName, is_acronym_of, is_generic, other_words, person_name, person_words};
use super::namesakes::{Apart, Named, Namesakes, join_people};
use super::rulings::{Reference, Ruling, RulingKind};

/// Why two appearances are one entity.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// The user has ruled so.
    Ruling(Ruling),
    /// Both have this identifier.
    Identifier(Arc<str>),
    /// They are people of one full name, or things of one kind and name; the name of the first is given.
    Name(Arc<str>),
    /// People of one full name that several bear, and the second is likelier this one than another.
    Likelier {
        /// The name.
        name: Arc<str>,
        /// What makes it likelier.
        by: Likelihood,
    },
    /// People whose full names may be one, who hold one office at one time, and nobody else fits.
    Variant {
        /// Both names.
        names: [Arc<str>; 2],
        /// Title of the office, in lower case.
        title: Arc<str>,
        /// Name of the country or body that it belongs to.
        of: Arc<str>,
    },
    /// A surname alone, in the same office as the full name or the other surname, and nobody else fits.
    Surname {
        /// Both names.
        names: [Arc<str>; 2],
        /// Title of the office, in lower case.
        title: Arc<str>,
        /// Name of the country or body that it belongs to.
        of: Arc<str>,
    },
    /// The acronym of a body that another document gives beside its name.
    Acronym {
        /// The acronym.
        acronym: Arc<str>,
        /// What it stands for.
        name: Arc<str>,
    },
}

/// What makes a name likelier that of one of several who bear it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Likelihood {
    /// The title of an office, or the country in which it is held.
    Office,
    /// The article speaks of the place or country of this one.
    Place,
    /// This one holds an office nearest to the article's time.
    Time,
}

/// Which group each appearance belongs to; groups are numbered in the order of their first appearance.
pub(crate) struct Identity<'c> {
    /// All appearances, document by document.
    pub appearances: Vec<Here<'c>>,
    /// For each appearance, its group.
    pub groups: Vec<usize>,
    /// Number of groups.
    pub count: usize,
    /// What was joined, and why; empty unless asked for.
    pub joins: Vec<(usize, usize, Reason)>,
    /// What is known of those of one full name who are not one person.
    namesakes: Namesakes,
}

impl Identity<'_> {
    /// For each group that a namesake has an id to be told from, its country and an office, as far as known.
    pub fn marks(&self) -> BTreeMap<usize, &[Option<String>; 2]> {
        self.namesakes.marks.iter().map(|(i, marks)| (self.groups[*i], marks)).collect()
    }

    /// Appearances that bear one name and are two people.
    pub fn apart(&self) -> &[Apart] {
        &self.namesakes.apart
    }
}

/// Number of the document in [`Claims::documents`], local id, the claims of it.
pub(crate) type Here<'c> = (usize, &'c Arc<str>, &'c Appearance);

/// What finding out who is who works on.
pub(super) struct Work<'c> {
    pub claims: &'c Claims,
    pub appearances: Vec<Here<'c>>,
    /// For each document, by local id, the number of the appearance.
    pub numbers: Vec<BTreeMap<&'c str, usize>>,
    /// By name of a person, what it tells.
    people: HashMap<&'c str, PersonName>,
    sets: Sets,
}

/// Finds out who is who; with `reasons`, also why.
pub(crate) fn identify(claims: &Claims, reasons: bool) -> Identity<'_> {
    let mut work = Work::new(claims, reasons);
    work.rulings();
    work.identifiers();
    let namesakes = work.same_names();
    holders::join_variants(&mut work);
    holders::join_surnames(&mut work);
    work.acronyms();
    let Work { appearances, mut sets, .. } = work;
    let mut number: BTreeMap<usize, usize> = BTreeMap::new();
    let groups = (0..appearances.len())
        .map(|i| {
            let next = number.len();
            *number.entry(sets.root(i)).or_insert(next)
        })
        .collect();
    Identity { count: number.len(), groups, appearances, joins: sets.log.unwrap_or_default(), namesakes }
}

/// What a name that two appearances share is compared by.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum NameKey {
    Other(EntityType, String, String),
    Person(String),
}

impl<'c> Work<'c> {
    fn new(claims: &'c Claims, reasons: bool) -> Self {
        let mut appearances = Vec::new();
        let mut numbers = Vec::new();
        let mut people = HashMap::new();
        for (document, part) in claims.documents.values().enumerate() {
            let mut here = BTreeMap::new();
            for (local, appearance) in &part.appearances {
                here.insert(&**local, appearances.len());
                appearances.push((document, local, appearance));
                for reading in appearance.readings.iter().filter(|r| r.kind == EntityType::Person) {
                    people.entry(&*reading.name).or_insert_with(|| person_name(&reading.name));
                }
            }
            numbers.push(here);
        }
        let sets = Sets {
            parent: (0..appearances.len()).collect(),
            sides: BTreeMap::new(),
            log: reasons.then(Vec::new),
        };
        Work { claims, appearances, numbers, people, sets }
    }

    /// The people's names of an appearance, with what each tells.
    pub fn names(&self, i: usize) -> impl Iterator<Item = (&'c Arc<str>, &PersonName)> {
        let readings = self.appearances[i].2.readings.iter().filter(|r| r.kind == EntityType::Person);
        readings.map(|reading| (&reading.name, &self.people[&*reading.name]))
    }

    /// A name of an appearance.
    pub fn a_name(&self, i: usize) -> Arc<str> {
        self.appearances[i].2.readings.first().map_or_else(|| Arc::from(""), |r| r.name.clone())
    }

    pub fn root(&mut self, i: usize) -> usize {
        self.sets.root(i)
    }

    pub fn join(&mut self, one: usize, other: usize, reason: impl FnOnce() -> Reason) -> bool {
        self.sets.join(one, other, reason)
    }

    /// Joins all that bear one name: each to the first that no ruling keeps it apart from.
    pub fn join_all(&mut self, all: impl IntoIterator<Item = usize>) {
        let mut firsts: Vec<usize> = Vec::new();
        for i in all {
            let name = self.a_name(i);
            if !firsts.iter().any(|&first| self.sets.join(first, i, || Reason::Name(name.clone()))) {
                firsts.push(i);
            }
        }
    }

    /// The home of what is no person.
    pub fn home(&self, i: usize) -> Option<Home> {
        let (_, local, appearance) = self.appearances[i];
        let others = appearance.readings.iter().filter(|reading| reading.kind != EntityType::Person);
        let mut homes = others.filter_map(|reading| {
            home(local, reading.kind, reading.same_as.iter().map(|id| &**id), [&*reading.name])
        });
        homes.next()
    }

    fn rulings(&mut self) {
        let rulings = &self.claims.rulings;
        let all: Vec<&Ruling> =
            rulings.of(RulingKind::KeepApart).chain(rulings.of(RulingKind::SameAs)).collect();
        if all.is_empty() {
            return;
        }
        let references: Vec<[Reference; 2]> =
            all.iter().map(|r| r.names.each_ref().map(|name| Reference::new(name))).collect();
        let mut meant: Vec<[BTreeSet<usize>; 2]> = vec![Default::default(); all.len()];
        let ids: Vec<&Arc<str>> = self.claims.documents.keys().map(|key| &key.id).collect();
        for (i, (document, _, appearance)) in self.appearances.iter().enumerate() {
            let folded: Vec<(String, &Reading)> =
                appearance.readings.iter().map(|r| (person_words(&r.name).concat(), r)).collect();
            for (both, meant) in references.iter().zip(&mut meant) {
                let is = |reference: &Reference| {
                    folded.iter().any(|(words, reading)| {
                        reference.is(ids[*document], &reading.name, words, reading.same_as.iter().cloned())
                    })
                };
                // "Kim" and "Kim @ a" are told apart: what Kim is in that article is the second alone.
                match [is(&both[0]), is(&both[1])] {
                    [true, true] if both[0].document.is_some() != both[1].document.is_some() => {
                        _ = meant[usize::from(both[1].document.is_some())].insert(i);
                    }
                    sides => (0..2).filter(|&n| sides[n]).for_each(|n| _ = meant[n].insert(i)),
                }
            }
        }
        for (number, ruling) in all.iter().enumerate() {
            let [ones, others] = &meant[number];
            match ruling.kind {
                RulingKind::KeepApart => {
                    ones.difference(others).for_each(|&i| self.sets.mark(i, number, false));
                    others.difference(ones).for_each(|&i| self.sets.mark(i, number, true));
                }
                RulingKind::SameAs => {
                    let (Some(&one), Some(&other)) = (ones.first(), others.first()) else { continue };
                    let mut pairs: Vec<(usize, usize)> = others.iter().map(|&o| (one, o)).collect();
                    pairs.extend(ones.iter().map(|&o| (other, o)));
                    for (one, other) in pairs {
                        self.sets.join(one, other, || Reason::Ruling((*ruling).clone()));
                    }
                }
                // Rulings on issues are about nobody.
                RulingKind::SameIssue | RulingKind::KeepIssuesApart | RulingKind::CallIssue => {}
            }
        }
    }

    fn identifiers(&mut self) {
        let mut first: BTreeMap<&Arc<str>, usize> = BTreeMap::new();
        for (i, (.., appearance)) in self.appearances.iter().enumerate() {
            for id in appearance.readings.iter().flat_map(|reading| &reading.same_as) {
                let first = *first.entry(id).or_insert(i);
                self.sets.join(first, i, || Reason::Identifier(id.clone()));
            }
        }
    }

    /// Joins what bears one name: places and bodies first, by which people are told apart.
    fn same_names(&mut self) -> Namesakes {
        let mut named: BTreeMap<NameKey, Named> = BTreeMap::new();
        for i in 0..self.appearances.len() {
            let (_, local, appearance) = self.appearances[i];
            for reading in &appearance.readings {
                let Some(key) = self.name_key(local, reading) else { continue };
                let named = named.entry(key).or_default();
                if reading.same_as.is_empty() {
                    named.others.push(i);
                } else {
                    named.identified.insert(self.sets.root(i));
                }
            }
        }
        let mut people = Vec::new();
        for (key, named) in named {
            match key {
                NameKey::Other(..) => named.join(self),
                NameKey::Person(_) => people.push(named),
            }
        }
        join_people(self, people)
    }

    fn name_key(&self, local: &str, reading: &Reading) -> Option<NameKey> {
        if reading.kind == EntityType::Person {
            return match &self.people[&*reading.name] {
                PersonName::Full { key, .. } => Some(NameKey::Person(key.clone())),
                PersonName::Bare { .. } | PersonName::Nothing => None,
            };
        }
        let body = matches!(reading.kind, EntityType::Organization | EntityType::Group);
        // Small letters alone describe: "protesters" and "the army" of one article are not those of another.
        let described = !reading.name.contains(char::is_uppercase);
        if body && reading.same_as.is_empty() && (described || is_generic(local)) {
            return None;
        }
        Some(NameKey::Other(reading.kind, other_words(local), other_words(&reading.name)))
    }

    fn acronyms(&mut self) {
        let bodies =
            |reading: &&Reading| reading.kind == EntityType::Organization && reading.same_as.is_empty();
        // Acronyms beside what they stand for, and those that stand alone.
        let mut explained: BTreeMap<&str, BTreeMap<usize, Arc<str>>> = BTreeMap::new();
        let mut alone: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for i in 0..self.appearances.len() {
            let (.., appearance) = self.appearances[i];
            for reading in appearance.readings.iter().filter(bodies) {
                if reading.name.chars().all(char::is_uppercase) {
                    alone.entry(&reading.name).or_default().push(i);
                }
                for mention in appearance.mentions.iter().filter(|m| is_acronym_of(&m.text, &reading.name)) {
                    let root = self.sets.root(i);
                    explained
                        .entry(&mention.text)
                        .or_default()
                        .entry(root)
                        .or_insert_with(|| reading.name.clone());
                }
            }
        }
        let asked: BTreeSet<usize> = alone
            .keys()
            .filter_map(|acronym| explained.get(acronym).filter(|all| all.len() == 1))
            .flat_map(|all| all.keys().copied())
            .collect();
        let mut documents_of: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
        for i in 0..self.appearances.len() {
            let root = self.sets.root(i);
            if asked.contains(&root) {
                documents_of.entry(root).or_default().insert(self.appearances[i].0);
            }
        }
        let mut joins = Vec::new();
        for (acronym, all) in alone {
            let Some((&body, name)) =
                explained.get(acronym).filter(|b| b.len() == 1).and_then(|b| b.first_key_value())
            else {
                continue;
            };
            let documents = &documents_of[&body];
            let places: BTreeSet<&Arc<str>> = documents.iter().flat_map(|&d| self.places(d)).collect();
            for i in all {
                let document = self.appearances[i].0;
                if !documents.contains(&document) && self.places(document).any(|place| places.contains(place))
                {
                    joins.push((body, i, acronym, name.clone()));
                }
            }
        }
        for (body, i, acronym, name) in joins {
            self.sets.join(body, i, || Reason::Acronym { acronym: acronym.into(), name });
        }
    }

    /// Identifiers of the places that a document names.
    fn places(&self, document: usize) -> impl Iterator<Item = &'c Arc<str>> {
        let place = |kind| matches!(kind, EntityType::Country | EntityType::Region | EntityType::City);
        let readings = self.numbers[document].values().flat_map(|&i| &self.appearances[i].2.readings);
        readings.filter(move |reading| place(reading.kind)).flat_map(|reading| &reading.same_as)
    }
}

/// Disjoint sets with path halving; the root is the smallest member.
struct Sets {
    parent: Vec<usize>,
    /// By root, the rulings that keep its members apart from others, each with the side that they are on.
    sides: BTreeMap<usize, BTreeSet<(usize, bool)>>,
    log: Option<Vec<(usize, usize, Reason)>>,
}

impl Sets {
    fn root(&mut self, mut i: usize) -> usize {
        while self.parent[i] != i {
            self.parent[i] = self.parent[self.parent[i]];
            i = self.parent[i];
        }
        i
    }

    fn mark(&mut self, i: usize, ruling: usize, side: bool) {
        let root = self.root(i);
        self.sides.entry(root).or_default().insert((ruling, side));
    }

    /// Joins the sets of both, unless a ruling keeps them apart; tells whether they are one.
    fn join(&mut self, one: usize, other: usize, reason: impl FnOnce() -> Reason) -> bool {
        let (a, b) = (self.root(one), self.root(other));
        if a == b {
            return true;
        }
        if let (Some(one), Some(other)) = (self.sides.get(&a), self.sides.get(&b))
            && one.iter().any(|&(ruling, side)| other.contains(&(ruling, !side)))
        {
            return false;
        }
        if let Some(log) = &mut self.log {
            log.push((one, other, reason()));
        }
        self.parent[a.max(b)] = a.min(b);
        if let Some(sides) = self.sides.remove(&a.max(b)) {
            self.sides.entry(a.min(b)).or_default().extend(sides);
        }
        true
    }
}
