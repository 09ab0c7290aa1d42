//! Namesakes: which of those who bear one full name are one person.
//!
//! A name is one person's unless there are clear signs of two. Signs come from offices that are held in a country: of the
//! country itself, of a place in it or of a body of its state. They are
//!
//! - *identifiers* that differ;
//! - *countries*: offices of two countries, where neither's documents speak of the other's place, as they would of a post that
//!   somebody had before or of a place that somebody is sent to;
//! - *places*: different offices of two places in one country at one time, told in the same way;
//! - *decades*: offices in one country that are held so long after each other, with none between, that no career is so long.
//!
//! No career is parted: whoever has one office at two times, offices of two countries in one document, or offices in one
//! country year after year is one person, be it senator and then president, or minister and later former minister.
//!
//! What signs part are *lives*. Whatever bears the name without such a sign belongs to the life that it is likelier to be of: of
//! those whose time it may be, the one whose title it has, else whose place or country its documents speak of, else whose time is
//! nearest. Where this leaves several, it stays by itself. All is decided from the whole set before any two are joined.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use crate::lexicon::homes::Home;
use crate::schema::{EntityType, OfficeStatus};

use super::holders::months;
use super::identity::{Likelihood, Reason, Work};
use super::lives::lives;
use super::names::{NamesakeRules, namesake_rules};

/// Why two who bear one full name are two people.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sign {
    /// Their identifiers differ.
    Identifiers,
    /// They hold offices of different countries, and neither's articles speak of the other's.
    Countries([Held; 2]),
    /// They hold offices of two places of one country at one time.
    Places([Held; 2]),
    /// They hold offices this many years apart, with none between.
    Decades([Held; 2], u32),
    /// Nothing tells which of several namesakes one of them is.
    Open,
}

/// An office that somebody is told to hold.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Held {
    /// Title, in lower case.
    pub title: Arc<str>,
    /// Name of the country, place or body that it belongs to.
    pub of: Arc<str>,
}

impl Sign {
    /// The same with its ends in the other order.
    pub(crate) fn turned(self) -> Sign {
        let turn = |[one, other]: [Held; 2]| [other, one];
        match self {
            Sign::Countries(offices) => Sign::Countries(turn(offices)),
            Sign::Places(offices) => Sign::Places(turn(offices)),
            Sign::Decades(offices, years) => Sign::Decades(turn(offices), years),
            Sign::Identifiers | Sign::Open => self,
        }
    }
}

/// Two appearances that bear one name and are two people.
pub(crate) struct Apart {
    pub ends: [usize; 2],
    pub sign: Sign,
}

/// What is known of the namesakes of all names that are parted.
#[derive(Default)]
pub(super) struct Namesakes {
    pub apart: Vec<Apart>,
    /// For an appearance of each life, what tells it from others in an id: the country, and an office.
    pub marks: Vec<(usize, [Option<String>; 2])>,
}

/// Appearances of one full name: the sets of those that have an identifier, and the others.
#[derive(Default)]
pub(super) struct Named {
    pub identified: BTreeSet<usize>,
    pub others: Vec<usize>,
}

impl Named {
    /// Joins them: with the one that has an identifier, or without any; of several, none is meant by the name.
    pub fn join(self, work: &mut Work<'_>) {
        let identified = self.identified.first().copied().filter(|_| self.identified.len() == 1);
        work.join_all(identified.into_iter().chain(self.others));
    }
}

/// A set of appearances that bears a name.
pub(super) struct Bearer<'t, 'c> {
    pub identified: bool,
    pub documents: &'t BTreeSet<usize>,
    pub posts: &'t [Post<'c>],
}

/// An office that somebody holds or held, as one document has it.
pub(super) struct Post<'c> {
    pub title: &'c Arc<str>,
    /// Set and an appearance of what it belongs to.
    pub body: Option<(usize, usize)>,
    /// The country that it is held in.
    pub country: Option<&'static str>,
    /// What it belongs to.
    pub kind: Option<EntityType>,
    pub held: bool,
    pub document: usize,
}

/// What a document speaks of.
#[derive(Default)]
pub(super) struct Company {
    pub countries: BTreeSet<&'static str>,
    pub sets: BTreeSet<usize>,
}

/// All that decides about names, looked up once.
pub(super) struct Told<'w, 'c> {
    pub work: &'w Work<'c>,
    pub months: &'w [Option<i32>],
    pub rules: &'static NamesakeRules,
    roots: &'w [usize],
    company: HashMap<usize, Company>,
    homes: HashMap<usize, Option<Home>>,
}

impl<'c> Told<'_, 'c> {
    /// The places and bodies that a document names.
    pub fn company(&mut self, document: usize) -> &Company {
        let Told { work, roots, homes, company, .. } = self;
        company.entry(document).or_insert_with(|| {
            let mut found = Company::default();
            for &i in work.numbers[document].values() {
                if work.appearances[i].2.readings.iter().all(|reading| reading.kind != EntityType::Person) {
                    found.sets.insert(roots[i]);
                    let home = homes.entry(roots[i]).or_insert_with(|| work.home(i));
                    found.countries.extend(home.map(|home| home.country));
                }
            }
            found
        })
    }

    /// An office in words.
    pub fn held(&self, post: &Post<'c>) -> Held {
        let of = post.body.map_or_else(|| Arc::from(""), |(_, i)| self.work.a_name(i));
        Held { title: post.title.clone(), of }
    }
}

/// How the bearers of a name are parted.
pub(super) struct Parting {
    pub lives: Vec<Life>,
    /// Bearers without a sign that are likelier of one life, with that and with what makes it likelier.
    pub likelier: Vec<(usize, Vec<usize>, Likelihood)>,
    /// Bearers that may be of several lives; those of one office together.
    pub alone: Vec<Vec<usize>>,
    /// Why two lives are two.
    pub signs: Vec<([usize; 2], Sign)>,
}

/// What signs make one person.
pub(super) struct Life {
    /// In their order.
    pub bearers: Vec<usize>,
    /// Country and office, where there is one of the first, for an id.
    pub marks: [Option<String>; 2],
}

/// Joins those of each name that are one person.
pub(super) fn join_people(work: &mut Work<'_>, names: Vec<Named>) -> Namesakes {
    let roots: Vec<usize> = (0..work.appearances.len()).map(|i| work.root(i)).collect();
    let of_name: Vec<BTreeSet<usize>> = names
        .iter()
        .map(|named| named.identified.iter().copied().chain(named.others.iter().map(|&i| roots[i])).collect())
        .collect();
    let shared: BTreeSet<usize> = of_name.iter().filter(|sets| sets.len() > 1).flatten().copied().collect();
    let mut posts: BTreeMap<usize, Vec<Post<'_>>> = BTreeMap::new();
    let mut homes: HashMap<usize, Option<Home>> = HashMap::new();
    for (document, part) in work.claims.documents.values().enumerate() {
        for claim in part.offices.keys() {
            let number = |id: &str| work.numbers[document].get(id).copied();
            let Some(holder) = number(&claim.holder).filter(|&i| shared.contains(&roots[i])) else {
                continue;
            };
            let body = claim.of.as_deref().and_then(number);
            let at = body.and_then(|i| *homes.entry(roots[i]).or_insert_with(|| work.home(i)));
            let rules = namesake_rules();
            let country = at.filter(|at| at.sector.is_none_or(|sector| rules.of_state.contains(sector)));
            let kind = |i: usize| work.appearances[i].2.readings.iter().map(|reading| reading.kind).min();
            posts.entry(roots[holder]).or_default().push(Post {
                title: &claim.title,
                body: body.map(|i| (roots[i], i)),
                country: country.map(|at| at.country),
                kind: body.and_then(kind),
                held: matches!(claim.status, OfficeStatus::Current | OfficeStatus::Acting),
                document,
            });
        }
    }
    let tells =
        |set: &usize| posts.get(set).is_some_and(|posts| posts.iter().any(|post| post.country.is_some()));
    let asked: Vec<bool> = names
        .iter()
        .zip(&of_name)
        .map(|(named, sets)| named.identified.len() > 1 || sets.iter().filter(|set| tells(set)).count() > 1)
        .collect();
    let wanted: BTreeSet<usize> =
        of_name.iter().zip(&asked).filter(|(_, asked)| **asked).flat_map(|(sets, _)| sets).copied().collect();
    let mut documents: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    for (i, (document, ..)) in work.appearances.iter().enumerate() {
        if wanted.contains(&roots[i]) {
            documents.entry(roots[i]).or_default().insert(*document);
        }
    }
    let months = months(work);
    let mut told = Told {
        work,
        roots: &roots,
        months: &months,
        rules: namesake_rules(),
        company: HashMap::new(),
        homes,
    };
    // Decided for all before any is joined: the outcome must not depend on who comes first.
    let decided: Vec<(Vec<usize>, Option<Parting>)> = names
        .iter()
        .zip(&of_name)
        .zip(&asked)
        .map(|((named, sets), asked)| {
            // By the first appearance that bears the name, so that the reason can be told of it.
            let mut firsts: BTreeMap<usize, usize> = named.identified.iter().map(|&set| (set, set)).collect();
            named.others.iter().for_each(|&i| _ = firsts.entry(roots[i]).or_insert(i));
            let parting = asked.then(|| {
                let bearers: Vec<Bearer<'_, '_>> = sets
                    .iter()
                    .map(|set| Bearer {
                        identified: named.identified.contains(set),
                        documents: &documents[set],
                        posts: posts.get(set).map_or(&[], Vec::as_slice),
                    })
                    .collect();
                lives(&mut told, &bearers)
            });
            (sets.iter().map(|set| firsts[set]).collect(), parting.flatten())
        })
        .collect();
    let mut namesakes = Namesakes::default();
    for (named, (firsts, parting)) in names.into_iter().zip(decided) {
        match parting {
            None => named.join(work),
            Some(parting) => parting.join(work, &firsts, &mut namesakes),
        }
    }
    namesakes
}

impl Parting {
    /// Joins what belongs together; `firsts` has an appearance of each bearer.
    fn join(self, work: &mut Work<'_>, firsts: &[usize], namesakes: &mut Namesakes) {
        for (number, life) in self.lives.iter().enumerate() {
            let first = firsts[life.bearers[0]];
            work.join_all(life.bearers.iter().map(|&bearer| firsts[bearer]));
            for (bearers, by) in
                self.likelier.iter().filter(|(of, ..)| *of == number).map(|(_, b, by)| (b, by))
            {
                for &bearer in bearers {
                    let name = work.a_name(firsts[bearer]);
                    work.join(first, firsts[bearer], || Reason::Likelier { name, by: *by });
                }
            }
            namesakes.marks.push((first, life.marks.clone()));
        }
        for together in &self.alone {
            work.join_all(together.iter().map(|&bearer| firsts[bearer]));
            for life in &self.lives {
                let ends = [firsts[together[0]], firsts[life.bearers[0]]];
                namesakes.apart.push(Apart { ends, sign: Sign::Open });
            }
        }
        for (lives, sign) in self.signs {
            let ends = lives.map(|life| firsts[self.lives[life].bearers[0]]);
            namesakes.apart.push(Apart { ends, sign });
        }
    }
}
