//! Who is who among the holders of one office.
//!
//! Other forms of a full name ("Donald J. Trump", "Donald Trump") are joined where both hold the same office at the
//! same time, nobody else of that surname fits either, and no document tells them apart. Father and son may have held
//! one office under one name, so the time must be plain: the dates of the documents are near each other, or, where
//! one is not known, both documents name another current holder of some office.
//!
//! A surname alone is joined to a full name where title, body and surname agree, nobody else of a full name held that
//! office under that surname, and no document tells the two apart; not if their dates are far from each other.

use std::collections::{BTreeMap, BTreeSet};

use crate::schema::OfficeStatus;

use super::identity::{Reason, Work};
use super::names::{PersonName, compatible, same_time_months};

/// More current holders than this, of one surname, and an office is not one that tells who its holder is.
const MOST_HOLDERS: usize = 64;

/// Somebody holds an office, as one document has it.
struct Holding<'c> {
    holder: usize,
    title: &'c std::sync::Arc<str>,
    /// An appearance of the body.
    body: usize,
    current: bool,
    document: usize,
}

/// An office, by title and the set of its body, with a word that may be the surname of its holder.
type OfficeKey<'c> = (&'c str, usize, String);

fn holdings<'c>(work: &mut Work<'c>) -> Vec<Holding<'c>> {
    let mut holdings = Vec::new();
    for (document, part) in work.claims.documents.values().enumerate() {
        for claim in part.offices.keys() {
            let number = |id: &str| work.numbers[document].get(id).copied();
            let (Some(holder), Some(body)) = (number(&claim.holder), claim.of.as_deref().and_then(number))
            else {
                continue;
            };
            let current = matches!(claim.status, OfficeStatus::Current | OfficeStatus::Acting);
            holdings.push(Holding { holder, title: &claim.title, body, current, document });
        }
    }
    holdings
}

/// The month of each document, counted from the year 0; `None` where its date is not known.
pub(super) fn months(work: &Work<'_>) -> Vec<Option<i32>> {
    let month = |date: &str| {
        let year: i32 = date.get(..4)?.parse().ok()?;
        // Half a year is as near as a bare year tells.
        let month = date.get(5..7).and_then(|m| m.parse().ok()).unwrap_or(7);
        Some(year * 12 + month)
    };
    work.claims.documents.values().map(|part| part.document.date.as_deref().and_then(month)).collect()
}

/// Joins other forms of a full name.
pub(super) fn join_variants(work: &mut Work<'_>) {
    let holdings = holdings(work);
    let months = months(work);
    // Current holders of a full name, by office and surname, with the documents that say so.
    let mut holders: BTreeMap<OfficeKey<'_>, BTreeMap<usize, BTreeSet<usize>>> = BTreeMap::new();
    let mut beside: BTreeMap<usize, BTreeSet<(&str, usize, usize)>> = BTreeMap::new();
    for holding in holdings.iter().filter(|h| h.current) {
        let (holder, body) = (work.root(holding.holder), work.root(holding.body));
        let surnames: Vec<String> =
            work.names(holding.holder).filter_map(|(_, name)| last_word(name)).collect();
        if !surnames.is_empty() {
            beside.entry(holding.document).or_default().insert((holding.title, body, holder));
        }
        for surname in surnames {
            let key = (&**holding.title, body, surname);
            holders.entry(key).or_default().entry(holder).or_default().insert(holding.document);
        }
    }
    holders.retain(|_, all| (2..=MOST_HOLDERS).contains(&all.len()));
    if holders.is_empty() {
        return;
    }
    let surnames: BTreeSet<&String> = holders.keys().map(|(.., surname)| surname).collect();
    // Everybody of these surnames, whatever their office: names and documents.
    let mut people: BTreeMap<&String, BTreeMap<usize, Person>> = BTreeMap::new();
    for i in 0..work.appearances.len() {
        let root = work.root(i);
        let document = work.appearances[i].0;
        for (_, name) in work.names(i) {
            let PersonName::Full { words, .. } = name else { continue };
            if let Some(surname) = words.last().and_then(|s| surnames.get(s)) {
                let person = people.entry(surname).or_default().entry(root).or_default();
                person.names.insert(words.clone());
                person.documents.insert(document);
            }
        }
    }
    let none = BTreeSet::new();
    let near = |one: usize, ones: &BTreeSet<usize>, other: usize, others: &BTreeSet<usize>| {
        let dates = |documents: &BTreeSet<usize>| -> BTreeSet<i32> {
            documents.iter().filter_map(|&d| months[d]).collect()
        };
        if within(&dates(ones), &dates(others)) {
            return true;
        }
        let company = |documents: &BTreeSet<usize>, undated: bool| -> BTreeSet<(&str, usize, usize)> {
            let documents = documents.iter().filter(|d| !undated || months[**d].is_none());
            let all = documents.flat_map(|d| beside.get(d).unwrap_or(&none));
            all.filter(|(.., holder)| *holder != one && *holder != other).copied().collect()
        };
        !company(ones, true).is_disjoint(&company(others, false))
            || !company(ones, false).is_disjoint(&company(others, true))
    };
    // Decided for all before any is joined: the outcome must not depend on who comes first.
    let mut joins = Vec::new();
    for ((title, body, surname), all) in &holders {
        let namesakes = &people[surname];
        for (&one, ones) in all {
            for (&other, others) in all.range(one + 1..) {
                let (a, b) = (&namesakes[&one], &namesakes[&other]);
                let fits = a.fits(b)
                    && a.documents.is_disjoint(&b.documents)
                    && namesakes.iter().all(|(&n, c)| n == one || n == other || c.fits(a) == c.fits(b))
                    && near(one, ones, other, others);
                if fits {
                    joins.push((one, other, *title, *body));
                }
            }
        }
    }
    for (one, other, title, body) in joins {
        let names = [work.a_name(one), work.a_name(other)];
        let of = work.a_name(body);
        work.join(one, other, || Reason::Variant { names, title: title.into(), of });
    }
}

/// All full names of one person, and the documents that have them.
#[derive(Default)]
struct Person {
    names: BTreeSet<Vec<String>>,
    documents: BTreeSet<usize>,
}

impl Person {
    fn fits(&self, other: &Person) -> bool {
        self.names.iter().all(|one| other.names.iter().all(|two| compatible(one, two)))
    }
}

fn last_word(name: &PersonName) -> Option<String> {
    match name {
        PersonName::Full { words, .. } => words.last().cloned(),
        PersonName::Bare { .. } | PersonName::Nothing => None,
    }
}

/// Whether a month of one is near enough to one of the other.
fn within(ones: &BTreeSet<i32>, others: &BTreeSet<i32>) -> bool {
    let most = same_time_months() as i32;
    ones.iter().any(|one| others.range(one - most..=one + most).next().is_some())
}

/// Joins surnames alone.
pub(super) fn join_surnames(work: &mut Work<'_>) {
    let holdings = holdings(work);
    let months = months(work);
    let mut full: BTreeMap<OfficeKey<'_>, BTreeMap<usize, BTreeSet<usize>>> = BTreeMap::new();
    let mut bare: BTreeMap<usize, BTreeSet<OfficeKey<'_>>> = BTreeMap::new();
    for holding in &holdings {
        let (holder, body) = (work.root(holding.holder), work.root(holding.body));
        let names: Vec<PersonName> = work.names(holding.holder).map(|(_, name)| name.clone()).collect();
        for name in names {
            match name {
                PersonName::Full { surnames, .. } => {
                    for surname in surnames {
                        let key = (&**holding.title, body, surname);
                        full.entry(key).or_default().entry(holder).or_default().insert(holding.document);
                    }
                }
                PersonName::Bare { surname } => {
                    let key = (&**holding.title, body, surname);
                    bare.entry(holding.holder).or_default().insert(key);
                }
                PersonName::Nothing => {}
            }
        }
    }
    if bare.is_empty() {
        return;
    }
    let asked: BTreeSet<usize> =
        bare.values().flatten().filter_map(|key| full.get(key)).flat_map(|all| all.keys().copied()).collect();
    let mut documents_of: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    for i in 0..work.appearances.len() {
        let root = work.root(i);
        if asked.contains(&root) {
            documents_of.entry(root).or_default().insert(work.appearances[i].0);
        }
    }
    // Decided for all before any is joined, as above.
    let mut joins: Vec<(usize, usize, OfficeKey<'_>)> = Vec::new();
    let mut nobody_else: BTreeMap<OfficeKey<'_>, Vec<usize>> = BTreeMap::new();
    for (i, offices) in bare {
        let document = work.appearances[i].0;
        let candidates: BTreeSet<usize> =
            offices.iter().filter_map(|key| full.get(key)).flat_map(|all| all.keys().copied()).collect();
        let mut candidates = candidates.into_iter();
        match (candidates.next(), candidates.next()) {
            (Some(person), None) if !documents_of[&person].contains(&document) => {
                let key = offices.into_iter().find(|key| {
                    full.get(key).and_then(|all| all.get(&person)).is_some_and(|documents| {
                        let known: BTreeSet<i32> = documents.iter().filter_map(|&d| months[d]).collect();
                        months[document]
                            .is_none_or(|own| known.is_empty() || within(&BTreeSet::from([own]), &known))
                    })
                });
                joins.extend(key.map(|key| (person, i, key)));
            }
            (None, _) => offices.into_iter().for_each(|key| nobody_else.entry(key).or_default().push(i)),
            _ => {}
        }
    }
    for (key, all) in nobody_else {
        let documents: BTreeSet<usize> = all.iter().map(|&i| work.appearances[i].0).collect();
        if documents.len() < all.len() {
            continue; // A document tells two of them apart.
        }
        let mut dated: Vec<(i32, usize)> =
            all.iter().filter_map(|&i| months[work.appearances[i].0].map(|month| (month, i))).collect();
        dated.sort_unstable();
        let far = |pair: &&[(i32, usize)]| pair[1].0 - pair[0].0 > same_time_months() as i32;
        let one_time = dated.windows(2).filter(far).count() == 0;
        joins.extend(
            dated.windows(2).filter(|pair| !far(pair)).map(|pair| (pair[0].1, pair[1].1, key.clone())),
        );
        if one_time {
            let first = all[0];
            joins.extend(all[1..].iter().map(|&i| (first, i, key.clone())));
        }
    }
    for (one, other, (title, body, _)) in joins {
        let names = [work.a_name(one), work.a_name(other)];
        let of = work.a_name(body);
        work.join(one, other, || Reason::Surname { names, title: title.into(), of });
    }
}
