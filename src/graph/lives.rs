//! From the signs that the bearers of one name have to the lives that they are of.

use std::collections::{BTreeMap, BTreeSet};

use crate::schema::EntityType;

use super::identity::Likelihood;
use super::names::same_time_months;
use super::namesakes::{Bearer, Life, Parting, Post, Sign, Told};
use super::slug::slug;

const MONTHS: i32 = 12;

/// Bearers that some reason makes one, and what is told of them all.
#[derive(Default)]
struct Part {
    bearers: Vec<usize>,
    titles: BTreeSet<String>,
    countries: BTreeSet<&'static str>,
    /// Places and bodies that their offices belong to, but for countries.
    sets: BTreeSet<usize>,
    /// When they hold an office; where none of them tells, when they are spoken of.
    months: BTreeSet<i32>,
}

/// Two sets of bearers that are two people, by the post of each that shows it.
struct Clash<'c, 't> {
    ends: [(usize, &'t Post<'c>); 2],
    months: i32,
    at_once: bool,
}

/// The lives of those who bear a name; none where no clear sign parts any of them.
pub(super) fn lives<'c>(told: &mut Told<'_, 'c>, bearers: &[Bearer<'_, 'c>]) -> Option<Parting> {
    let mut groups = Groups((0..bearers.len()).collect());
    let clashes = careers(told, bearers, &mut groups);
    let parts = parts(told, bearers, &mut groups);
    let mut of = vec![0; bearers.len()];
    parts.iter().enumerate().for_each(|(n, part)| part.bearers.iter().for_each(|&b| of[b] = n));

    let mut signs: BTreeMap<(usize, usize), Sign> = BTreeMap::new();
    for clash in &clashes {
        let [(one, first), (other, second)] = clash.ends;
        let (a, b) = (of[one], of[other]);
        if a != b {
            let (a, b, first, second) = if a < b { (a, b, first, second) } else { (b, a, second, first) };
            let offices = [told.held(first), told.held(second)];
            let sign = match clash.at_once {
                true => Sign::Places(offices),
                false => Sign::Decades(offices, clash.months.unsigned_abs() / MONTHS.unsigned_abs()),
            };
            signs.entry((a, b)).or_insert(sign);
        }
    }
    let identified = |part: &Part| part.bearers.iter().any(|&bearer| bearers[bearer].identified);
    // A name has many bearers, and few parts that tell anything.
    let telling: Vec<usize> = (0..parts.len())
        .filter(|&part| !parts[part].countries.is_empty() || identified(&parts[part]))
        .collect();
    for (n, &a) in telling.iter().enumerate() {
        for &b in &telling[n + 1..] {
            let (one, other) = (&parts[a], &parts[b]);
            if identified(one) && identified(other) {
                signs.insert((a, b), Sign::Identifiers);
            } else if !signs.contains_key(&(a, b))
                && !one.countries.is_empty()
                && !other.countries.is_empty()
                && one.countries.is_disjoint(&other.countries)
                && let Some(first) = strange(told, bearers, one, other)
                && let Some(second) = strange(told, bearers, other, one)
            {
                signs.insert((a, b), Sign::Countries([told.held(first), told.held(second)]));
            }
        }
    }
    if signs.is_empty() {
        return None;
    }
    Some(parting(told, bearers, parts, signs))
}

/// Puts together the bearers of one office, and of offices in one country that one career may hold; gives those that are so
/// far from each other, in time or at one time, that they may not be of one.
fn careers<'t, 'c>(
    told: &mut Told<'_, 'c>,
    bearers: &[Bearer<'t, 'c>],
    groups: &mut Groups,
) -> Vec<Clash<'c, 't>> {
    type Entry<'c, 't> = (Option<i32>, usize, &'t Post<'c>);
    let rules = told.rules;
    let several = bearers.iter().filter(|bearer| bearer.identified).count() > 1;
    let mut offices: BTreeMap<(&str, usize), Vec<Entry<'c, 't>>> = BTreeMap::new();
    let mut countries: BTreeMap<&str, Vec<Entry<'c, 't>>> = BTreeMap::new();
    for (number, bearer) in bearers.iter().enumerate().filter(|(_, bearer)| !(several && bearer.identified)) {
        for post in bearer.posts {
            let entry = (told.months[post.document].filter(|_| post.held), number, post);
            if let Some((set, _)) = post.body {
                offices.entry((&**post.title, set)).or_default().push(entry);
            }
            if let Some(country) = post.country {
                countries.entry(country).or_default().push(entry);
            }
        }
    }
    for entries in offices.into_values() {
        chain(groups, entries, |_| rules.life_years * MONTHS);
    }
    let mut clashes = Vec::new();
    for entries in countries.into_values() {
        let at_once = at_once(told, &entries);
        if !at_once.is_empty() {
            // Which of them holds an office of the whole country is not known.
            let places: BTreeSet<usize> = at_once
                .iter()
                .flat_map(|clash| clash.ends.map(|(_, post)| post.body.map(|(set, _)| set)))
                .flatten()
                .collect();
            let mut of_place: BTreeMap<usize, Vec<Entry<'c, 't>>> = BTreeMap::new();
            for entry in entries {
                if let Some((set, _)) = entry.2.body.filter(|(set, _)| places.contains(set)) {
                    of_place.entry(set).or_default().push(entry);
                }
            }
            of_place
                .into_values()
                .for_each(|entries| _ = chain(groups, entries, |_| rules.career_years * MONTHS));
            clashes.extend(at_once);
            continue;
        }
        let limit = |post: &Post<'_>| {
            let top = rules.top.contains(&**post.title);
            MONTHS * if top { rules.top_career_years } else { rules.career_years }
        };
        let spans = chain(groups, entries, limit);
        for (n, earlier) in spans.iter().enumerate() {
            for later in &spans[n + 1..] {
                let (Some(&(last, one, first)), Some(&(next, other, second))) =
                    (earlier.last(), later.first())
                else {
                    continue;
                };
                clashes.push(Clash {
                    ends: [(one, first), (other, second)],
                    months: next - last,
                    at_once: false,
                });
            }
        }
    }
    clashes
}

/// Puts together what is no more than a limit apart, in the order of time, and gives what lies between longer gaps. What has no
/// time is with the others where there is no gap.
fn chain<'c, 't>(
    groups: &mut Groups,
    entries: Vec<(Option<i32>, usize, &'t Post<'c>)>,
    limit: impl Fn(&Post<'c>) -> i32,
) -> Vec<Vec<(i32, usize, &'t Post<'c>)>> {
    let mut dated: Vec<(i32, usize, &Post<'_>)> =
        entries.iter().filter_map(|&(month, bearer, post)| Some((month?, bearer, post))).collect();
    dated.sort_by_key(|(month, bearer, post)| (*month, *bearer, &**post.title));
    let mut spans: Vec<Vec<(i32, usize, &Post<'_>)>> = Vec::new();
    for entry in dated {
        match spans.last_mut() {
            Some(span) if span.last().is_some_and(|last| entry.0 - last.0 <= limit(entry.2)) => {
                span.push(entry)
            }
            _ => spans.push(vec![entry]),
        }
    }
    for span in &spans {
        span.iter().for_each(|(_, bearer, _)| groups.join(span[0].1, *bearer));
    }
    if spans.len() < 2
        && let Some((_, first, _)) = entries.first()
    {
        entries.iter().for_each(|(_, bearer, _)| groups.join(*first, *bearer));
    }
    spans
}

/// Different offices of two places of a country that are held at one time, where nobody has offices of both and the documents of
/// one do not speak of the other: a pair for each two places.
fn at_once<'c, 't>(
    told: &mut Told<'_, 'c>,
    entries: &[(Option<i32>, usize, &'t Post<'c>)],
) -> Vec<Clash<'c, 't>> {
    type Local<'c, 't> = (i32, usize, &'t Post<'c>);
    let mut places: BTreeMap<usize, Vec<Local<'c, 't>>> = BTreeMap::new();
    let mut of_bearer: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    for &(month, bearer, post) in entries {
        let part = matches!(post.kind, Some(EntityType::Region | EntityType::City));
        let Some((set, _)) = post.body.filter(|_| part) else { continue };
        of_bearer.entry(bearer).or_default().insert(set);
        if let Some(month) = month {
            places.entry(set).or_default().push((month, bearer, post));
        }
    }
    let mut clashes = Vec::new();
    for (one, firsts) in &places {
        for (other, seconds) in places.range(one + 1..) {
            if of_bearer.values().any(|sets| sets.contains(one) && sets.contains(other)) {
                continue;
            }
            let away = |told: &mut Told<'_, 'c>, all: &[Local<'c, 't>], set: &usize| -> Vec<Local<'c, 't>> {
                all.iter()
                    .filter(|(.., post)| !told.company(post.document).sets.contains(set))
                    .copied()
                    .collect()
            };
            let (firsts, seconds) = (away(told, firsts, other), away(told, seconds, one));
            let near = |a: &Local<'_, '_>, b: &Local<'_, '_>| {
                (a.0 - b.0).abs() <= told.rules.at_once_months && a.2.title != b.2.title
            };
            let found = firsts
                .iter()
                .find_map(|a| seconds.iter().find(|b| near(a, b)).map(|b| [(a.1, a.2), (b.1, b.2)]));
            clashes.extend(found.map(|ends| Clash { ends, months: 0, at_once: true }));
        }
    }
    clashes
}

/// The bearers that are together, in the order of their first, with what is told of them.
fn parts(told: &Told<'_, '_>, bearers: &[Bearer<'_, '_>], groups: &mut Groups) -> Vec<Part> {
    let mut parts: BTreeMap<usize, Part> = BTreeMap::new();
    for (number, bearer) in bearers.iter().enumerate() {
        let part = parts.entry(groups.root(number)).or_default();
        part.bearers.push(number);
        for post in bearer.posts {
            part.titles.insert(post.title.to_string());
            part.countries.extend(post.country);
            part.months.extend(told.months[post.document].filter(|_| post.held));
            if let (Some((set, _)), Some(_)) =
                (post.body.filter(|_| post.kind != Some(EntityType::Country)), post.country)
            {
                part.sets.insert(set);
            }
        }
    }
    let mut parts: Vec<Part> = parts.into_values().collect();
    for part in parts.iter_mut().filter(|part| part.months.is_empty()) {
        let documents = part.bearers.iter().flat_map(|&bearer| bearers[bearer].documents);
        part.months = documents.filter_map(|&document| told.months[document]).collect();
    }
    parts
}

/// A post in a country of a bearer of `one` whose documents speak of none of the places of `other`, nor, where both have some
/// title, of its countries: a post is sooner given to the wrong country than misnamed.
fn strange<'t, 'c>(
    told: &mut Told<'_, 'c>,
    bearers: &[Bearer<'t, 'c>],
    one: &Part,
    other: &Part,
) -> Option<&'t Post<'c>> {
    let whole = |post: &Post<'_>| post.kind == Some(EntityType::Country);
    let same_title = !one.titles.is_disjoint(&other.titles);
    let of_whole: BTreeSet<&str> = other
        .bearers
        .iter()
        .flat_map(|&bearer| bearers[bearer].posts)
        .filter(|post| whole(post) || same_title)
        .filter_map(|post| post.country)
        .collect();
    one.bearers.iter().find_map(|&bearer| {
        let post = bearers[bearer].posts.iter().find(|post| post.country.is_some())?;
        let away = bearers[bearer].documents.iter().all(|&document| {
            let company = told.company(document);
            company.sets.is_disjoint(&other.sets)
                && company.countries.iter().all(|country| !of_whole.contains(country))
        });
        away.then_some(post)
    })
}

/// From what is parted by signs to lives, and to what is likelier of one of them.
fn parting<'c>(
    told: &mut Told<'_, 'c>,
    bearers: &[Bearer<'_, 'c>],
    parts: Vec<Part>,
    signs: BTreeMap<(usize, usize), Sign>,
) -> Parting {
    let mut strangers: Vec<BTreeSet<usize>> = vec![BTreeSet::new(); parts.len()];
    for &(a, b) in signs.keys() {
        strangers[a].insert(b);
        strangers[b].insert(a);
    }
    // Parts that are strangers to the same others, and so not to each other, are one life.
    let mut alike: BTreeMap<&BTreeSet<usize>, Vec<usize>> = BTreeMap::new();
    for (part, strangers) in strangers.iter().enumerate().filter(|(_, strangers)| !strangers.is_empty()) {
        alike.entry(strangers).or_default().push(part);
    }
    let mut alike: Vec<Vec<usize>> = alike.into_values().collect();
    alike.sort();
    let mut life_of = vec![None; parts.len()];
    alike.iter().enumerate().for_each(|(life, all)| all.iter().for_each(|&part| life_of[part] = Some(life)));
    let mut why: BTreeMap<[usize; 2], Sign> = BTreeMap::new();
    for ((a, b), sign) in signs {
        if let (Some(one), Some(other)) = (life_of[a], life_of[b]) {
            let (ends, sign) = if one < other { ([one, other], sign) } else { ([other, one], sign.turned()) };
            why.entry(ends).or_insert(sign);
        }
    }
    let whole: Vec<Part> = alike
        .iter()
        .map(|all| {
            let mut whole = Part::default();
            for part in all.iter().map(|&part| &parts[part]) {
                whole.bearers.extend(&part.bearers);
                whole.titles.extend(part.titles.iter().cloned());
                whole.countries.extend(&part.countries);
                whole.sets.extend(&part.sets);
                whole.months.extend(&part.months);
            }
            whole.bearers.sort_unstable();
            whole
        })
        .collect();
    let (mut likelier, mut alone) = (Vec::new(), Vec::new());
    for (part, _) in parts.iter().zip(&life_of).filter(|(_, life)| life.is_none()) {
        match likeliest(told, bearers, part, &whole) {
            Some((life, by)) => likelier.push((life, part.bearers.clone(), by)),
            None => alone.push(part.bearers.clone()),
        }
    }
    let lives =
        whole.into_iter().map(|life| Life { marks: marks(told, bearers, &life), bearers: life.bearers });
    Parting { lives: lives.collect(), likelier, alone, signs: why.into_iter().collect() }
}

/// The one life that bearers without a sign may be of, with what shows it last.
fn likeliest(
    told: &mut Told<'_, '_>,
    bearers: &[Bearer<'_, '_>],
    part: &Part,
    lives: &[Part],
) -> Option<(usize, Likelihood)> {
    let documents: BTreeSet<usize> =
        part.bearers.iter().flat_map(|&bearer| bearers[bearer].documents).copied().collect();
    let (mut sets, mut countries) = (BTreeSet::new(), BTreeSet::new());
    for &document in &documents {
        let company = told.company(document);
        sets.extend(&company.sets);
        countries.extend(&company.countries);
    }
    let within = |life: &Part, months: i32| {
        part.months.iter().any(|&at| life.months.range(at - months..=at + months).next().is_some())
    };
    let in_time = |life: &&usize| {
        let life = &lives[**life];
        part.months.is_empty() || life.months.is_empty() || within(life, told.rules.career_years * MONTHS)
    };
    let all: Vec<usize> = (0..lives.len()).collect();
    let mut left: Vec<usize> = all.iter().filter(in_time).copied().collect();
    let mut by = Likelihood::Time;
    type Test<'a> = Box<dyn Fn(&Part) -> bool + 'a>;
    let tests: [(Likelihood, Test<'_>); 5] = [
        (Likelihood::Office, Box::new(|life| !life.countries.is_disjoint(&part.countries))),
        (Likelihood::Office, Box::new(|life| !life.titles.is_disjoint(&part.titles))),
        (Likelihood::Place, Box::new(|life| !life.sets.is_disjoint(&sets))),
        (Likelihood::Place, Box::new(|life| !life.countries.is_disjoint(&countries))),
        (Likelihood::Time, Box::new(|life| within(life, same_time_months() as i32))),
    ];
    for (shown, test) in tests {
        let fitting: Vec<usize> = left.iter().copied().filter(|&life| test(&lives[life])).collect();
        if !fitting.is_empty() && fitting.len() < left.len() {
            (left, by) = (fitting, shown);
        }
    }
    match left[..] {
        [life] => Some((life, by)),
        _ => None,
    }
}

/// What tells a life from others in an id: its country, if it is one, and the office that most documents tell.
fn marks(told: &Told<'_, '_>, bearers: &[Bearer<'_, '_>], life: &Part) -> [Option<String>; 2] {
    let country =
        life.countries.first().filter(|_| life.countries.len() == 1).map(|country| (*country).to_owned());
    let mut offices: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
    for post in life.bearers.iter().flat_map(|&bearer| bearers[bearer].posts) {
        if let (Some((_, i)), Some(_)) = (post.body, post.country) {
            let office = slug(&format!("{} {}", post.title, told.work.appearances[i].1));
            offices.entry(office).or_default().insert(post.document);
        }
    }
    let most = offices.into_iter().rev().max_by_key(|(_, documents)| documents.len());
    [country, most.map(|(office, _)| office)]
}

/// Disjoint sets of bearers.
struct Groups(Vec<usize>);

impl Groups {
    fn root(&mut self, mut i: usize) -> usize {
        while self.0[i] != i {
            self.0[i] = self.0[self.0[i]];
            i = self.0[i];
        }
        i
    }

    fn join(&mut self, one: usize, other: usize) {
        let (a, b) = (self.root(one), self.root(other));
        self.0[a.max(b)] = a.min(b);
    }
}
