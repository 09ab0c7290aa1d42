//! Two people of one full name, and one person's career.

#[path = "common/small.rs"]
mod small;

use std::collections::BTreeMap;

use demarche::export::jsonld;
use demarche::graph::{Graph, Likelihood, Reason, Rulings, Sign};
use demarche::query::explain;
use demarche::schema::{EntityType, OfficeStatus, Quote, Record};
use proptest::prelude::*;

use small::{entity, office};

const NAME: &str = "John Smith";

fn words(i: usize) -> Quote {
    Quote { span: demarche::Span::new(i, i + 1), text: "x".to_owned() }
}

/// Places: id, kind, name, identifiers.
const PLACES: [(&str, EntityType, &str, &[&str]); 12] = [
    ("united-kingdom", EntityType::Country, "United Kingdom", &["iso3166:GB"]),
    ("united-states", EntityType::Country, "United States", &["iso3166:US"]),
    ("kenya", EntityType::Country, "Kenya", &["iso3166:KE"]),
    ("norway", EntityType::Country, "Norway", &["iso3166:NO"]),
    ("leeds", EntityType::City, "Leeds", &["geonames:2644688"]),
    ("denver", EntityType::City, "Denver", &["geonames:5419384"]),
    ("cleveland", EntityType::City, "Cleveland", &["geonames:5150529"]),
    ("ohio", EntityType::Region, "Ohio", &["iso3166-2:US-OH"]),
    ("texas", EntityType::Region, "Texas", &["iso3166-2:US-TX"]),
    ("nato", EntityType::Organization, "NATO", &[]),
    ("bank-of-england", EntityType::Organization, "Bank of England", &[]),
    ("microsoft", EntityType::Organization, "Microsoft", &[]),
];

/// A document of a date that names somebody, with offices, and other places.
fn told(id: &str, date: Option<&str>, posts: &[(&str, &str, OfficeStatus)], places: &[&str]) -> Record {
    let mut record = small::record(id, date);
    record.entities.push(entity("john-smith", EntityType::Person, NAME, &[], &[words(0)]));
    for &(title, of, status) in posts {
        let mut post = office("john-smith", title, (of != "-").then_some(of), words(0));
        post.status = status;
        record.offices.push(post);
    }
    let named = posts.iter().map(|(_, of, _)| *of).chain(places.iter().copied());
    for place in named.filter(|place| *place != "-").collect::<std::collections::BTreeSet<_>>() {
        let (id, kind, name, same_as) = PLACES.iter().find(|(id, ..)| *id == place).unwrap();
        record.entities.push(entity(id, *kind, name, same_as, &[words(2)]));
    }
    record
}

use OfficeStatus::{Current, Former};

fn holds(id: &str, date: &str, title: &str, of: &str) -> Record {
    told(id, Some(date), &[(title, of, Current)], &[])
}

fn named(id: &str, date: Option<&str>, places: &[&str]) -> Record {
    told(id, date, &[], places)
}

/// The documents of each who bears the name, by the person's id.
fn people(graph: &Graph) -> BTreeMap<String, String> {
    let people = graph.entities().filter(|e| e.node().kind == EntityType::Person);
    people
        .map(|e| {
            let documents = e.node().appearances.iter().map(|a| a.document.trim_start_matches("document/"));
            (e.id().to_owned(), documents.collect::<Vec<_>>().join(" "))
        })
        .collect()
}

/// The documents of each, without the ids.
fn parted(records: impl IntoIterator<Item = Record>) -> Vec<String> {
    let mut all: Vec<String> = people(&Graph::from_records(records)).into_values().collect();
    all.sort();
    all
}

#[test]
fn a_mayor_of_leeds_and_a_senator_from_ohio_are_two() {
    let mayor = holds("a", "2024-03-01", "mayor", "leeds");
    let senator = holds("b", "2024-03-02", "senator", "ohio");
    assert_eq!(parted([mayor.clone(), senator.clone()]), ["a", "b"]);
    // More of each, with offices of the country too.
    let more =
        [holds("c", "2019-05-01", "representative", "united-states"), holds("d", "2023", "mayor", "leeds")];
    assert_eq!(parted([mayor, senator].into_iter().chain(more)), ["a d", "b c"]);
}

#[test]
fn their_ids_say_what_they_are_and_stay_when_more_articles_come() {
    let mut records =
        vec![holds("m", "2024-03-01", "mayor", "leeds"), holds("n", "2024-03-02", "senator", "ohio")];
    let both = ["entity/john-smith-united-kingdom", "entity/john-smith-united-states"];
    let ids = |records: &[Record]| -> Vec<String> {
        people(&Graph::from_records(records.iter().cloned())).into_keys().collect()
    };
    assert_eq!(ids(&records), both);
    records.extend([
        holds("a", "2024-01-01", "senator", "ohio"),
        holds("z", "2025-01-01", "president", "united-states"),
        named("b", Some("2024-02-01"), &["leeds"]),
    ]);
    assert_eq!(ids(&records), both);
    records.push(holds("0", "2024-05-01", "finance minister", "kenya"));
    assert_eq!(ids(&records), ["entity/john-smith-kenya", both[0], both[1]]);
}

#[test]
fn a_minister_of_1985_and_one_of_2024_are_two_and_told_by_their_offices() {
    let one = holds("a", "1985-06-01", "health minister", "kenya");
    let other = holds("b", "2024-06-01", "trade minister", "kenya");
    let graph = Graph::from_records([one.clone(), other.clone()]);
    let ids: Vec<String> = people(&graph).into_keys().collect();
    assert_eq!(ids, ["entity/john-smith-health-minister-kenya", "entity/john-smith-trade-minister-kenya"]);
    let sign = &graph.reasons()[ids[0].as_str()].namesakes[0].sign;
    assert!(matches!(sign, Sign::Decades([own, _], 39) if &*own.title == "health minister"), "{sign:?}");
    // With something between, it is a career.
    let between = holds("c", "2004-06-01", "senator", "kenya");
    assert_eq!(parted([one, between, other]), ["a b c"]);
}

#[test]
fn the_career_of_one_person_is_not_parted() {
    for (what, records) in [
        (
            "senator, then president",
            vec![
                holds("a", "2006-01-01", "senator", "ohio"),
                holds("b", "2010-01-01", "president", "united-states"),
            ],
        ),
        (
            "senator for long, then president",
            vec![
                holds("a", "1980-01-01", "senator", "ohio"),
                holds("b", "2021-01-01", "president", "united-states"),
            ],
        ),
        (
            "minister, then prime minister",
            vec![
                holds("a", "2016-01-01", "foreign secretary", "united-kingdom"),
                holds("b", "2019-09-01", "prime minister", "united-kingdom"),
            ],
        ),
        (
            "mayor, then prime minister",
            vec![
                holds("a", "2016-01-01", "mayor", "leeds"),
                holds("b", "2019-09-01", "prime minister", "united-kingdom"),
            ],
        ),
        (
            "mayor, then senator",
            vec![holds("a", "2018-01-01", "mayor", "cleveland"), holds("b", "2021-09-01", "senator", "ohio")],
        ),
        (
            "minister, and decades later a former minister",
            vec![
                holds("a", "1982-01-01", "minister", "kenya"),
                told("b", Some("2021-09-01"), &[("minister", "kenya", Former)], &[]),
            ],
        ),
        (
            "president for forty years",
            vec![
                holds("a", "1983-01-01", "president", "kenya"),
                holds("b", "2024-09-01", "president", "kenya"),
            ],
        ),
        (
            "prime minister, then head of an alliance",
            vec![
                holds("a", "2010-01-01", "prime minister", "norway"),
                holds("b", "2018-09-01", "secretary general", "nato"),
            ],
        ),
        (
            "from a company of one country to an office of another",
            vec![
                holds("a", "2010-01-01", "director", "microsoft"),
                holds("b", "2018-09-01", "finance minister", "kenya"),
            ],
        ),
        (
            "one whom an article follows from country to country",
            vec![
                holds("a", "2014-01-01", "governor", "bank-of-england"),
                holds("b", "2025-09-01", "prime minister", "kenya"),
                told(
                    "c",
                    Some("2025-05-01"),
                    &[("prime minister", "kenya", Current), ("governor", "bank-of-england", Former)],
                    &[],
                ),
            ],
        ),
        (
            "a post that was given to the country that was visited",
            vec![
                holds("a", "2024-01-01", "prime minister", "norway"),
                told("b", Some("2024-01-02"), &[("prime minister", "kenya", Current)], &["norway"]),
            ],
        ),
        (
            "an office of two countries at one time, with nothing of the date",
            vec![
                told("a", None, &[("mayor", "denver", Current)], &[]),
                told("b", None, &[("senator", "ohio", Current)], &[]),
            ],
        ),
    ] {
        assert_eq!(parted(records).len(), 1, "{what}");
    }
}

#[test]
fn offices_of_two_places_of_one_country_at_one_time_are_two_peoples() {
    let mayor = holds("a", "2024-03-01", "mayor", "denver");
    let senator = holds("b", "2024-03-02", "senator", "ohio");
    let graph = Graph::from_records([mayor.clone(), senator.clone()]);
    let ids: Vec<String> = people(&graph).into_keys().collect();
    assert_eq!(ids, ["entity/john-smith-mayor-denver", "entity/john-smith-senator-ohio"]);
    assert!(matches!(graph.reasons()[ids[0].as_str()].namesakes[0].sign, Sign::Places(_)));
    // A senator who speaks in Denver may have been given the wrong place.
    let away = told("b", Some("2024-03-02"), &[("senator", "ohio", Current)], &["denver"]);
    assert_eq!(parted([mayor.clone(), away]), ["a b"]);
    // Whoever had both is one.
    let both =
        told("c", Some("2024-03-03"), &[("senator", "ohio", Current), ("mayor", "denver", Former)], &[]);
    assert_eq!(parted([mayor, senator, both]), ["a b c"]);
}

#[test]
fn a_name_without_an_office_goes_to_the_likelier_and_otherwise_stays_by_itself() {
    let mayor = holds("a", "2015-03-01", "mayor", "leeds");
    let senator = holds("b", "2024-03-02", "senator", "ohio");
    let two = || [mayor.clone(), senator.clone()];
    let with = |record: Record| parted(two().into_iter().chain([record]));
    for (what, record, expected) in [
        ("the place", named("c", Some("2020-06-01"), &["leeds"]), ["a c", "b"]),
        ("the country", named("c", Some("2020-06-01"), &["united-states"]), ["a", "b c"]),
        ("the title", told("c", Some("2020-06-01"), &[("senator", "-", Current)], &["norway"]), ["a", "b c"]),
        ("the time", named("c", Some("2025-06-01"), &["norway"]), ["a", "b c"]),
    ] {
        assert_eq!(with(record), expected, "{what}");
    }
    for record in [
        named("c", None, &[]),
        named("c", Some("2019-10-01"), &["leeds", "ohio"]),
        named("c", Some("1920-10-01"), &["leeds"]),
    ] {
        assert_eq!(with(record), ["a", "b", "c"]);
    }
    let graph =
        Graph::from_records(two().into_iter().chain([named("c", None, &["leeds"]), named("d", None, &[])]));
    let ids: Vec<String> = people(&graph).into_keys().collect();
    assert_eq!(
        ids,
        ["entity/john-smith-person", "entity/john-smith-united-kingdom", "entity/john-smith-united-states"]
    );
    let reasons = graph.reasons();
    let by_place = |reason: &Reason| matches!(reason, Reason::Likelier { by: Likelihood::Place, .. });
    assert!(by_place(&reasons["entity/john-smith-united-kingdom"].joins[0].reason));
    assert!(reasons["entity/john-smith-person"].namesakes.iter().all(|namesake| namesake.sign == Sign::Open));
}

#[test]
fn where_signs_are_missing_the_name_stays_one() {
    for records in [
        vec![
            named("a", None, &["leeds"]),
            named("b", Some("1950-01-01"), &["ohio"]),
            holds("c", "2024", "mayor", "leeds"),
        ],
        vec![
            told("a", None, &[("mayor", "-", Current)], &[]),
            told("b", None, &[("senator", "-", Current)], &[]),
        ],
    ] {
        assert_eq!(parted(records).len(), 1);
    }
}

#[test]
fn rulings_go_before_every_sign() {
    let records =
        || [holds("a", "2024-03-01", "mayor", "leeds"), holds("b", "2024-03-02", "senator", "ohio")];
    let ruled = |text: &str, more: Vec<Record>| {
        let graph = Graph::from_records(records().into_iter().chain(more));
        let mut all: Vec<String> =
            people(&graph.with_rulings(Rulings::from_toml(text).unwrap())).into_values().collect();
        all.sort();
        all
    };
    assert_eq!(ruled("same-as = [[\"John Smith @ a\", \"John Smith @ b\"]]", vec![]), ["a b"]);
    // The ruling on one article makes both lives one.
    let more = vec![holds("c", "2024-04-01", "mayor", "leeds"), holds("d", "2024-04-02", "senator", "ohio")];
    assert_eq!(ruled("same-as = [[\"John Smith @ a\", \"John Smith @ b\"]]", more.clone()), ["a b c d"]);
    assert_eq!(ruled("keep-apart = [[\"John Smith @ a\", \"John Smith\"]]", more), ["a", "b d", "c"]);
    // What is kept apart from the first of a name is still one with the others.
    let plain = [named("a", None, &[]), named("b", None, &[]), named("c", None, &[])];
    let apart = Rulings::from_toml("keep-apart = [[\"John Smith @ a\", \"John Smith\"]]").unwrap();
    assert_eq!(people(&Graph::from_records(plain).with_rulings(apart)).len(), 2);
}

#[test]
fn explain_tells_why_two_are_apart_and_the_ruling_that_makes_them_one() {
    let graph = Graph::from_records([
        holds("a", "2024-03-01", "mayor", "leeds"),
        holds("b", "2024-03-02", "senator", "ohio"),
        holds("c", "2024-03-03", "senator", "ohio"),
    ]);
    let found = explain(&graph, NAME).unwrap();
    assert_eq!(found.len(), 2);
    let mayor = found.iter().find(|one| one.id == "entity/john-smith-united-kingdom").unwrap();
    let namesake = &mayor.namesakes[0];
    assert_eq!(namesake.id, "entity/john-smith-united-states");
    assert_eq!(namesake.why, "mayor of Leeds here, senator of Ohio there, in two countries");
    assert_eq!(namesake.ruling, "--same-as 'John Smith @ a' 'John Smith @ b'");
    assert_eq!(mayor.parting, None);
    let senator = found.iter().find(|one| one.id == namesake.id).unwrap();
    assert_eq!(senator.parting.as_deref(), Some("--keep-apart 'John Smith @ b' 'John Smith @ c'"));
    assert_eq!(senator.namesakes[0].why, "senator of Ohio here, mayor of Leeds there, in two countries");
}

/// A document of a namesake: a few offices, places and dates, so that lives meet, part and are bridged.
fn any_told() -> impl Strategy<Value = Record> {
    let titles = ["mayor", "senator", "minister", "president", "secretary general"];
    let dates =
        [None, Some("1950"), Some("1985-02-01"), Some("2004-06"), Some("2023-12-31"), Some("2024-03-01")];
    let statuses = [Current, Current, Former];
    let post = (0..titles.len(), 0..=PLACES.len(), 0..statuses.len());
    let posts = prop::collection::vec(post, 0..3);
    let places = prop::collection::vec(0..PLACES.len(), 0..3);
    (0..10u8, 0..dates.len(), posts, places, 0..8usize).prop_map(move |(id, date, posts, places, known)| {
        let of = |n: usize| PLACES.get(n).map_or("-", |place| place.0);
        let posts: Vec<_> = posts.into_iter().map(|(t, n, s)| (titles[t], of(n), statuses[s])).collect();
        let places: Vec<&str> = places.into_iter().map(of).collect();
        let mut record = told(&id.to_string(), dates[date], &posts, &places);
        if known < 2 {
            record.entities[0].same_as = vec![format!("wikidata:Q{known}")];
        }
        record
    })
}

fn saved(graph: &Graph) -> String {
    let mut out = Vec::new();
    jsonld::write(graph, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

const RULINGS: [&str; 4] = [
    "",
    "same-as = [[\"John Smith @ 1\", \"John Smith @ 2\"]]",
    "keep-apart = [[\"John Smith @ 1\", \"John Smith @ 3\"]]",
    "keep-apart = [[\"John Smith @ 4\", \"John Smith\"]]",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn namesakes_are_the_same_people_whatever_the_order_and_grouping(
        records in prop::collection::vec(any_told(), 1..10),
        parts in prop::collection::vec(0..3usize, 10),
        order in Just((0..10usize).collect::<Vec<_>>()).prop_shuffle(),
        ruling in 0..RULINGS.len(),
    ) {
        let rulings = || Rulings::from_toml(RULINGS[ruling]).unwrap();
        let whole = Graph::from_records(records.iter().cloned()).with_rulings(rulings());
        let text = saved(&whole);
        prop_assert_eq!(&saved(&jsonld::read(&text).unwrap()), &text);
        let shuffled = order.iter().filter_map(|&i| records.get(i).cloned());
        prop_assert_eq!(&saved(&Graph::from_records(shuffled).with_rulings(rulings())), &text);
        let part = |n: usize| {
            let own = records.iter().zip(&parts).filter(|(_, part)| **part == n).map(|(record, _)| record.clone());
            let graph = Graph::from_records(own);
            if n == 1 { graph.with_rulings(rulings()) } else { graph }
        };
        let left = Graph::merge([Graph::merge([part(0), part(1)]), part(2)]);
        let right = Graph::merge([part(2), jsonld::read(&saved(&Graph::merge([part(1), part(0)]))).unwrap(), part(1)]);
        prop_assert_eq!(&saved(&left), &text);
        prop_assert_eq!(&saved(&right), &text);
        // Everything that is one has its reasons, and no two of one name are without.
        let reasons = whole.reasons();
        for person in whole.entities().filter(|e| e.node().kind == EntityType::Person) {
            let joins = reasons.get(person.id()).map_or(0, |all| all.joins.len());
            prop_assert_eq!(joins, person.node().appearances.len() - 1, "{}", person.id());
        }
    }
}
