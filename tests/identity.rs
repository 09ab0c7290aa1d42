//! Who is who across documents.

mod common;
#[path = "common/small.rs"]
mod small;

use std::collections::{BTreeMap, BTreeSet};

use demarche::graph::{Graph, Reason, Rulings};
use demarche::schema::{EntityType, OfficeStatus, Quote, Record};

use small::{entity, office};

fn words(i: usize) -> Quote {
    Quote { span: demarche::Span::new(i, i + 1), text: "x".to_owned() }
}

/// A document that names one person, with a post where one is given.
fn person(document: &str, name: &str, post: Option<(&str, &str)>) -> Record {
    let mut record = small::record(document, None);
    let id = name.to_lowercase().replace(' ', "-");
    record.entities = vec![entity(&id, EntityType::Person, name, &[], &[words(0)])];
    if let Some((title, country)) = post {
        record.entities.push(entity(&country.to_lowercase(), EntityType::Country, country, &[], &[words(2)]));
        record.offices = vec![office(&id, title, Some(&country.to_lowercase()), words(0))];
    }
    record
}

/// Names of people, each with the number of documents that name them.
fn people(records: impl IntoIterator<Item = Record>) -> Vec<(String, usize)> {
    let graph = Graph::from_records(records);
    let people = graph.entities().filter(|e| e.node().kind == EntityType::Person);
    people.map(|e| (e.name().to_owned(), e.node().appearances.len())).collect()
}

#[test]
fn spellings_of_a_full_name_are_one_person_under_the_commonest() {
    let names = ["Volodymyr Zelenskyy", "Volodymyr Zelensky", "Volodymyr Zelenskyy", "Volodymyr Zelenskiy"];
    let records = names.iter().enumerate().map(|(i, name)| person(&i.to_string(), name, None));
    assert_eq!(people(records), [("Volodymyr Zelenskyy".to_owned(), 4)]);
}

#[test]
fn a_surname_alone_is_joined_where_the_office_agrees() {
    let full = person("a", "Vladimir Putin", Some(("president", "Russia")));
    let same = person("b", "Putin", Some(("president", "Russia")));
    assert_eq!(people([full.clone(), same]), [("Vladimir Putin".to_owned(), 2)]);
    let elsewhere = person("c", "Putin", Some(("president", "Belarus")));
    assert_eq!(people([full.clone(), elsewhere]).len(), 2);
    let no_office = person("d", "Putin", None);
    assert_eq!(people([full, no_office]).len(), 2);
    let family_name_first = person("e", "Xi Jinping", Some(("president", "China")));
    let bare = person("f", "Xi", Some(("president", "China")));
    assert_eq!(people([family_name_first, bare]), [("Xi Jinping".to_owned(), 2)]);
    let with_particle = person("g", "Ursula von der Leyen", Some(("president", "Commission")));
    let bare = person("h", "von der Leyen", Some(("president", "Commission")));
    assert_eq!(people([with_particle, bare]), [("Ursula von der Leyen".to_owned(), 2)]);
}

#[test]
fn a_surname_that_two_holders_of_the_office_had_is_joined_to_neither() {
    let father = person("a", "Heydar Aliyev", Some(("president", "Azerbaijan")));
    let son = person("b", "Ilham Aliyev", Some(("president", "Azerbaijan")));
    let one = person("c", "Aliyev", Some(("president", "Azerbaijan")));
    let other = person("d", "Aliyev", Some(("president", "Azerbaijan")));
    let found = people([father.clone(), son, one.clone(), other]);
    assert_eq!(found.iter().map(|(_, documents)| *documents).collect::<Vec<_>>(), [1, 1, 1, 1], "{found:?}");
    assert_eq!(people([father, one]).len(), 1);
}

#[test]
fn what_was_joined_comes_apart_when_a_namesake_arrives() {
    let father = person("a", "Heydar Aliyev", Some(("president", "Azerbaijan")));
    let son = person("b", "Ilham Aliyev", Some(("president", "Azerbaijan")));
    let bare = person("c", "Aliyev", Some(("president", "Azerbaijan")));
    let joined = Graph::from_records([father, bare]);
    let count = |graph: &Graph| graph.entities().filter(|e| e.node().kind == EntityType::Person).count();
    assert_eq!(count(&joined), 1);
    assert_eq!(count(&Graph::merge([joined, Graph::from_records([son])])), 3);
}

#[test]
fn a_document_that_tells_two_people_apart_is_believed() {
    let full = person("a", "Bill Clinton", Some(("president", "America")));
    let mut both = person("b", "Clinton", Some(("president", "America")));
    both.entities.push(entity("bill", EntityType::Person, "Bill Clinton", &[], &[words(4)]));
    let found = people([full, both]);
    assert_eq!(found, [("Bill Clinton".to_owned(), 2), ("Clinton".to_owned(), 1)]);
}

#[test]
fn namesakes_with_initials_suffixes_and_other_given_names_stay_apart() {
    let names = [
        "George W. Bush",
        "George H. W. Bush",
        "Ferdinand Marcos",
        "Ferdinand Marcos Jr.",
        "Bill Clinton",
        "Hillary Clinton",
        "Kim Jong Un",
        "Kim Jong Il",
    ];
    let records = names
        .iter()
        .enumerate()
        .map(|(i, name)| person(&i.to_string(), name, Some(("president", "Anywhere"))));
    assert_eq!(people(records).len(), names.len());
}

#[test]
fn places_are_one_by_identifier_and_of_one_name_apart_by_kind() {
    let place = |document: &str, id: &str, kind, name: &str, same_as: &[&str]| {
        let mut record = small::record(document, None);
        record.entities = vec![entity(id, kind, name, same_as, &[words(0)])];
        record
    };
    let graph = Graph::from_records([
        place("a", "kyiv", EntityType::City, "Kyiv", &["geonames:703448"]),
        place("b", "kiev", EntityType::City, "Kiev", &["geonames:703448"]),
        place("c", "georgia", EntityType::Country, "Georgia", &["iso3166:GE"]),
        place("d", "georgia", EntityType::Region, "Georgia", &["iso3166-2:US-GA"]),
    ]);
    let ids: Vec<&str> = graph.entities().map(|e| e.id()).collect();
    assert_eq!(ids, ["entity/georgia-country", "entity/georgia-region", "entity/kiev"]);
}

#[test]
fn what_has_no_identifier_is_joined_by_name_unless_two_have_that_name() {
    let city = |document: &str, same_as: &[&str]| {
        let mut record = small::record(document, None);
        record.entities = vec![entity("tripoli", EntityType::City, "Tripoli", same_as, &[words(0)])];
        record
    };
    let (libya, lebanon, unknown) =
        (city("a", &["geonames:2210247"]), city("b", &["geonames:266826"]), city("c", &[]));
    let count =
        |records: &[&Record]| Graph::from_records(records.iter().map(|r| (*r).clone())).entities().count();
    assert_eq!(count(&[&libya, &unknown]), 1);
    assert_eq!(count(&[&libya, &lebanon, &unknown]), 3);
}

#[test]
fn of_two_texts_of_one_name_one_holds_whatever_the_order_and_one_text_read_twice_is_one() {
    let record = |sha256: &str, status| {
        let mut record = person("a", "Angela Merkel", Some(("chancellor", "Germany")));
        record.document.sha256 = sha256.to_owned();
        record.offices[0].status = status;
        record
    };
    let (one, other) = (record("1", OfficeStatus::Current), record("2", OfficeStatus::Former));
    let graph = Graph::from_records([one.clone(), other.clone(), one.clone()]);
    assert_eq!(graph.documents().count(), 1);
    assert_eq!(graph.offices().map(|office| office.node().evidence.len()).collect::<Vec<_>>(), [1]);
    let held =
        |graph: &Graph| graph.documents().map(|document| document.entry.sha256.clone()).collect::<Vec<_>>();
    assert_eq!(held(&graph), held(&Graph::from_records([other, one])));
}

/// A document of a date, whose people each hold an office of a country.
fn dated(document: &str, date: Option<&str>, people: &[(&str, &str, &str)]) -> Record {
    let mut record = small::record(document, date);
    for (n, (name, title, country)) in people.iter().enumerate() {
        let slug = |text: &str| text.to_lowercase().replace(['.', ' '], "-");
        let (id, of) = (slug(name), slug(country));
        record.entities.push(entity(&id, EntityType::Person, name, &[], &[words(10 * n)]));
        if !record.entities.iter().any(|e| e.id == of) {
            record.entities.push(entity(&of, EntityType::Country, country, &[], &[words(10 * n + 2)]));
        }
        record.offices.push(office(&id, title, Some(&of), words(10 * n)));
    }
    record
}

const AMERICA: &str = "United States";

#[test]
fn forms_of_one_name_are_one_person_where_office_and_time_make_it_plain() {
    for (one, other, title, country) in [
        ("Donald Trump", "Donald J. Trump", "president", AMERICA),
        ("Donald J. Trump", "Donald John Trump", "president", AMERICA),
        ("Joe Biden", "Joseph R. Biden Jr.", "president", AMERICA),
        ("Recep Tayyip Erdoğan", "Tayyip Erdogan", "president", "Turkey"),
        ("Javad Zarif", "Mohammad Javad Zarif", "foreign minister", "Iran"),
        ("Nicolas Maduro", "Nikolas Maduro", "president", "Venezuela"),
        (
            "Mohammed bin Abdulrahman al-Thani",
            "Mohammed bin Abdulrahman bin Jassim Al Thani",
            "prime minister",
            "Qatar",
        ),
    ] {
        let record = |id: &str, date, name| dated(id, date, &[(name, title, country)]);
        let near = [record("a", Some("2020-01-15"), one), record("b", Some("2020-11"), other)];
        assert_eq!(people(near).len(), 1, "{one} and {other}");
        let far = [record("a", Some("2003-01-15"), one), record("b", Some("2020-11"), other)];
        assert_eq!(people(far).len(), 2, "{one} and {other}, years apart");
        let unknown = [record("a", None, one), record("b", Some("2020-11"), other)];
        assert_eq!(people(unknown).len(), 2, "{one} and {other}, who knows when");
        let mut elsewhere = record("b", Some("2020-11"), other);
        elsewhere.offices[0].title = "senator".to_owned();
        assert_eq!(people([record("a", Some("2020-01-15"), one), elsewhere]).len(), 2, "{one} and {other}");
    }
}

#[test]
fn another_current_holder_beside_both_tells_the_time_where_no_date_does() {
    let putin = ("Vladimir Putin", "president", "Russia");
    let one = dated("a", None, &[("Donald Trump", "president", AMERICA), putin]);
    let other = dated("b", None, &[("Donald J. Trump", "president", AMERICA), putin]);
    assert_eq!(people([one.clone(), other]).len(), 2);
    let gorbachev = ("Mikhail Gorbachev", "president", "Soviet Union");
    let other = dated("b", None, &[("Donald J. Trump", "president", AMERICA), gorbachev]);
    assert_eq!(people([one, other]).len(), 4);
}

#[test]
fn bush_father_and_son_stay_apart_under_any_form_of_their_name() {
    let bush = |id: &str, date: &str, name: &str| dated(id, Some(date), &[(name, "president", AMERICA)]);
    let father = bush("a", "1991-01-17", "George Bush");
    let son = bush("b", "2003-03-20", "George W. Bush");
    assert_eq!(people([father.clone(), son.clone()]).len(), 2);
    // Of one time by their dates, but two of them fit.
    let memoir = bush("c", "2002-06", "George H. W. Bush");
    let unclear = bush("d", "2002-07", "George Bush");
    assert_eq!(people([son.clone(), memoir, unclear]).len(), 3);
    // The surname alone belongs to the one of its time.
    let bare = bush("e", "1990-08-02", "Bush");
    assert_eq!(people([son.clone(), bare.clone()]).len(), 2);
    let found = people([father, bare]);
    assert_eq!(found, [("George Bush".to_owned(), 2)]);
    let bare = bush("f", "2004-11-03", "Bush");
    assert_eq!(people([son, bare]), [("George W. Bush".to_owned(), 2)]);
}

#[test]
fn two_presidents_of_one_surname_in_one_year_stay_apart() {
    for (one, other, title, country) in [
        ("Heydar Aliyev", "Ilham Aliyev", "president", "Azerbaijan"),
        ("Kim Jong Il", "Kim Jong Un", "leader", "North Korea"),
        ("Lech Kaczynski", "Jaroslaw Kaczynski", "president", "Poland"),
        ("Mohammed bin Rashid Al Maktoum", "Hamdan bin Mohammed bin Rashid Al Maktoum", "ruler", "Dubai"),
        ("Raul Castro", "Fidel Castro", "president", "Cuba"),
        ("Bill Clinton", "Hillary Clinton", "president", AMERICA),
        ("George W. Bush", "George P. Bush", "president", AMERICA),
    ] {
        let records = [
            dated("a", Some("2003-10"), &[(one, title, country)]),
            dated("b", Some("2003-11"), &[(other, title, country)]),
        ];
        assert_eq!(people(records).len(), 2, "{one} and {other}");
    }
}

/// A document that names one body, with the words that it uses for it, and a country.
fn body(document: &str, id: &str, name: &str, words: &[&str], country: (&str, &str)) -> Record {
    let mut record = small::record(document, None);
    let mentions: Vec<Quote> = words
        .iter()
        .enumerate()
        .map(|(i, text)| Quote { span: demarche::Span::new(i, i + 1), text: (*text).to_owned() })
        .collect();
    record.entities = vec![
        entity(id, EntityType::Organization, name, &[], &mentions),
        entity(country.0, EntityType::Country, country.0, &[country.1], &[]),
    ];
    record
}

fn bodies(records: impl IntoIterator<Item = Record>) -> usize {
    let graph = Graph::from_records(records);
    graph.entities().filter(|e| e.node().kind == EntityType::Organization).count()
}

const KENYA: (&str, &str) = ("kenya", "iso3166:KE");
const INDIA: (&str, &str) = ("india", "iso3166:IN");
const ETHIOPIA: (&str, &str) = ("ethiopia", "iso3166:ET");

#[test]
fn a_body_whose_name_says_only_what_it_is_is_not_that_of_another_document() {
    for (id, name) in [
        ("supreme-court", "Supreme Court"),
        ("foreign-ministry", "Foreign Ministry"),
        ("parliament", "Parliament"),
        ("ministry-of-defence", "Ministry of Defence"),
        ("national-assembly", "National Assembly"),
        ("coast-guard", "Coast Guard"),
        ("opposition-parties", "opposition parties"),
        ("green-party", "Green Party"),
    ] {
        let two = [body("a", id, name, &[name], KENYA), body("b", id, name, &[name], INDIA)];
        assert_eq!(bodies(two), 2, "{name}");
    }
    for (id, name) in [
        ("supreme-court-of-kenya", "Supreme Court of Kenya"),
        ("kenyan-foreign-ministry", "Kenyan Foreign Ministry"),
        ("world-health-organization", "World Health Organization"),
        ("rapid-support-forces", "Rapid Support Forces"),
    ] {
        let two = [body("a", id, name, &[name], KENYA), body("b", id, name, &[name], INDIA)];
        assert_eq!(bodies(two), 1, "{name}");
    }
    let british = body("a", "world-health-organisation", "World Health Organisation", &[], KENYA);
    let american = body("b", "world-health-organization", "The World Health Organization", &[], KENYA);
    assert_eq!(bodies([british, american]), 1);
}

#[test]
fn bodies_that_the_gazetteer_tells_apart_stay_apart_and_are_known_by_their_ids_in_all_documents() {
    let text = include_str!("../data/gazetteer/organizations.tsv");
    let known: Vec<(&str, &str)> = text
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once('\t').map(|(id, rest)| (id, rest.split('\t').next().unwrap())))
        .collect();
    assert!(known.len() > 500);
    let records = ["a", "b"].map(|document| {
        let mut record = small::record(document, None);
        record.entities =
            known.iter().map(|(id, name)| entity(id, EntityType::Organization, name, &[], &[])).collect();
        record
    });
    assert_eq!(bodies(records), known.len());
}

#[test]
fn an_acronym_alone_is_the_body_of_the_same_country_that_a_document_gives_it_for() {
    let front = "Tigray People's Liberation Front";
    let both = body("a", "tigray-peoples-liberation-front", front, &[front, "TPLF"], ETHIOPIA);
    let alone = |country| body("b", "tplf", "TPLF", &["TPLF"], country);
    assert_eq!(bodies([both.clone(), alone(ETHIOPIA)]), 1);
    assert_eq!(bodies([both.clone(), alone(INDIA)]), 2);
    let only_long = body("a", "tigray-peoples-liberation-front", front, &[front], ETHIOPIA);
    assert_eq!(bodies([only_long, alone(ETHIOPIA)]), 2);
    let other = "Turkana Party of Labour Farmers";
    let another = body("c", "turkana-party-of-labour-farmers", other, &[other, "TPLF"], ETHIOPIA);
    assert_eq!(bodies([both, another, alone(ETHIOPIA)]), 3);
}

fn ruled(records: impl IntoIterator<Item = Record>, rulings: &str) -> Graph {
    Graph::from_records(records).with_rulings(Rulings::from_toml(rulings).unwrap())
}

fn persons(graph: &Graph) -> usize {
    graph.entities().filter(|e| e.node().kind == EntityType::Person).count()
}

#[test]
fn what_a_user_rules_comes_before_every_other_reason() {
    let kims = || {
        [person("a", "Kim Jong Un", None), person("b", "Kim Jong-un", None), person("c", "Marshal Kim", None)]
    };
    assert_eq!(persons(&ruled(kims(), "")), 2);
    assert_eq!(persons(&ruled(kims(), "same-as = [[\"marshal kim\", \"Kim Jong Un\"]]")), 1);
    let apart = "keep-apart = [[\"Kim Jong Un @ a\", \"Kim Jong Un @ b\"]]";
    assert_eq!(persons(&ruled(kims(), apart)), 3);
    // Kept apart even where a chain of reasons would join them.
    let chain = "keep-apart = [[\"Kim Jong Un @ a\", \"Kim Jong Un @ b\"]]\n\
                 same-as = [[\"Marshal Kim\", \"Kim Jong Un @ a\"], [\"Marshal Kim\", \"Kim Jong Un @ b\"]]";
    assert!(Rulings::from_toml(chain).unwrap().check().is_err());
    assert_eq!(persons(&ruled(kims(), chain)), 2);
    let office = Some(("president", "Azerbaijan"));
    let surname = [person("a", "Ilham Aliyev", office), person("b", "Aliyev", office)];
    assert_eq!(persons(&ruled(surname.clone(), "")), 1);
    assert_eq!(persons(&ruled(surname, "keep-apart = [[\"Ilham Aliyev\", \"Aliyev\"]]")), 2);
}

#[test]
fn a_ruling_holds_for_what_is_merged_later() {
    let ruling = ruled([person("a", "Kim Jong Un", None)], "same-as = [[\"Marshal Kim\", \"Kim Jong Un\"]]");
    let later = Graph::from_records([person("b", "Marshal Kim", None)]);
    assert_eq!(persons(&Graph::merge([later.clone(), ruling.clone()])), 1);
    assert_eq!(persons(&Graph::merge([ruling, later])), 1);
}

#[test]
fn every_entity_of_several_documents_tells_why_it_is_one() {
    let graph = Graph::from_records(common::gold_records());
    let reasons = graph.reasons();
    for entity in graph.entities() {
        let node = entity.node();
        let joins = reasons.get(entity.id()).map_or(0, |all| all.joins.len());
        assert_eq!(joins, node.appearances.len() - 1, "{}", entity.id());
    }
    let putin = &reasons["entity/vladimir-putin"].joins;
    assert!(putin.iter().all(|why| matches!(&why.reason, Reason::Name(name) if &**name == "Vladimir Putin")));
    let office = Some(("president", "Ukraine"));
    let two =
        Graph::from_records([person("a", "Volodymyr Zelenskyy", office), person("b", "Zelensky", office)]);
    let why = &two.reasons()["entity/volodymyr-zelenskyy"].joins;
    assert_eq!(why.len(), 1);
    let expected = Reason::Surname {
        names: ["Volodymyr Zelenskyy".into(), "Zelensky".into()],
        title: "president".into(),
        of: "Ukraine".into(),
    };
    assert_eq!(why[0].reason, expected);
}

/// B-cubed (A. Bagga and B. Baldwin, "Algorithms for scoring coreference chains", 1998) of entities over the gold
/// articles, whose ids are the same in every file for the same thing. The graph sees names, kinds and offices, and
/// for people no id.
#[test]
fn over_the_gold_articles_no_merge_is_wrong_and_few_are_missed() {
    let mut truth: BTreeMap<(String, String), String> = BTreeMap::new();
    let mut records = common::gold_records();
    for record in &mut records {
        for entity in &mut record.entities {
            truth.insert((format!("document/{}", record.document.id), entity.id.clone()), entity.id.clone());
        }
    }
    let graph = Graph::from_records(records);
    let mut precision = 0.0;
    let mut recall = 0.0;
    let mut sizes: BTreeMap<&str, usize> = BTreeMap::new();
    truth.values().for_each(|id| *sizes.entry(id).or_default() += 1);
    for entity in graph.entities() {
        let ids: Vec<&str> = entity
            .node()
            .appearances
            .iter()
            .map(|a| truth[&(a.document.to_string(), a.local.to_string())].as_str())
            .collect();
        for id in &ids {
            let right = ids.iter().filter(|other| *other == id).count() as f64;
            precision += right / ids.len() as f64;
            recall += right / sizes[id] as f64;
        }
    }
    let all = truth.len() as f64;
    let (precision, recall) = (precision / all, recall / all);
    println!("B-cubed precision {precision:.4}, recall {recall:.4}, {} appearances", truth.len());
    assert!(precision >= 0.999 && recall >= 0.99, "precision {precision:.4}, recall {recall:.4}");
    let distinct: BTreeSet<&String> = truth.values().collect();
    assert_eq!(distinct.len(), graph.entities().count());
}
