use std::collections::{BTreeMap, BTreeSet};

use super::*;

fn ids(form: &str) -> Vec<&'static str> {
    Gazetteer::builtin().lookup(form).into_iter().map(|known| known.id).collect()
}

fn id(known: Option<Known>) -> &'static str {
    known.map_or("nobody", |known| known.id)
}

#[test]
fn a_country_is_found_under_each_of_its_names() {
    for form in [
        "United States",
        "the United States",
        "U.S.",
        "US",
        "U.S.A.",
        "USA",
        "America",
        "UNITED STATES",
        "United States of America",
    ] {
        assert_eq!(ids(form).first(), Some(&"united-states"), "{form}");
    }
    for (form, country) in [
        ("Russian Federation", "russia"),
        ("Britain", "united-kingdom"),
        ("U.K.", "united-kingdom"),
        ("Türkiye", "turkey"),
        ("TURKEY", "turkey"),
        ("Czechia", "czech-republic"),
        ("Côte d’Ivoire", "ivory-coast"),
        ("Burma", "myanmar"),
        ("DRC", "democratic-republic-of-the-congo"),
        ("the Congo", "democratic-republic-of-the-congo"),
        ("the Netherlands", "netherlands"),
        ("Holland", "netherlands"),
        ("UAE", "united-arab-emirates"),
        ("the Emirates", "united-arab-emirates"),
        ("DPRK", "north-korea"),
        ("S. Korea", "south-korea"),
        ("Cabo Verde", "cape-verde"),
        ("St. Lucia", "saint-lucia"),
        ("The Gambia", "gambia"),
        ("Guinea-Bissau", "guinea-bissau"),
        ("the Vatican", "vatican-city"),
        ("USSR", "soviet-union"),
    ] {
        assert_eq!(ids(form).first(), Some(&country), "{form}");
    }
}

#[test]
fn regions_are_found_with_and_without_the_word_for_their_kind() {
    for (form, region) in [
        ("Donbass", "donbas"),
        ("Lugansk", "luhansk"),
        ("Donetsk region", "donetsk"),
        ("the Donetsk province", "donetsk"),
        ("Kherson Oblast", "kherson"),
        ("Kharkiv region", "kharkiv-region"),
        ("the Tigray region", "tigray"),
        ("the state of Borno", "borno"),
        ("province of Sindh", "sindh"),
        ("Gaza", "gaza-strip"),
        ("Artsakh", "nagorno-karabakh"),
        ("Nagorno Karabakh", "nagorno-karabakh"),
        ("South-East Asia", "southeast-asia"),
        ("Mideast", "middle-east"),
        ("the Strait of Hormuz", "strait-of-hormuz"),
        ("Falklands", "falkland-islands"),
        ("Diaoyu Islands", "senkaku-islands"),
        ("Washington state", "washington-state"),
        ("Nangarhar", "nangarhar"),
    ] {
        let found = Gazetteer::builtin().lookup(form);
        assert_eq!(
            found.first().map(|known| (known.id, known.kind)),
            Some((region, EntityType::Region)),
            "{form}"
        );
    }
}

#[test]
fn cities_are_found_by_old_and_other_spellings() {
    for (form, city) in [
        ("Kyiv", "kyiv"),
        ("Kiev", "kyiv"),
        ("Kharkov", "kharkiv"),
        ("Calcutta", "kolkata"),
        ("Saigon", "ho-chi-minh-city"),
        ("St. Petersburg", "saint-petersburg"),
        ("St Petersburg", "saint-petersburg"),
        ("Deir ez-Zor", "deir-ez-zor"),
        ("Khan Yunis", "khan-younis"),
        ("Hodeida", "hodeidah"),
        ("Ulan Bator", "ulaanbaatar"),
        ("The Hague", "the-hague"),
        ("the Hague", "the-hague"),
        ("Xi'an", "xian"),
        ("São Paulo", "sao-paulo"),
        ("Diyarbakır", "diyarbakir"),
        ("GENEVA", "geneva"),
        ("Nice", "nice"),
        ("Cologne", "cologne"),
        ("New York City", "new-york"),
        ("Washington, D.C.", "washington"),
    ] {
        let found = Gazetteer::builtin().lookup(form);
        let cities: Vec<_> =
            found.iter().filter(|known| known.kind == EntityType::City).map(|k| k.id).collect();
        assert_eq!(cities.first(), Some(&city), "{form}: {found:?}");
    }
}

#[test]
fn a_name_of_several_things_gives_all_the_most_prominent_first() {
    assert_eq!(ids("Kherson"), ["kherson", "kherson-city"]);
    assert_eq!(ids("Zaporizhzhia"), ["zaporizhzhia", "zaporizhzhia-city"]);
    assert_eq!(ids("Georgia"), ["georgia", "georgia-united-states"]);
    assert_eq!(&ids("Kharkiv"), &["kharkiv", "kharkiv-region"]);
    assert_eq!(ids("Bethlehem").first(), Some(&"bethlehem"));
    assert_eq!(Gazetteer::builtin().get("bethlehem").and_then(|known| known.country), Some("palestine"));
    assert_eq!(ids("Washington"), ["washington"], "small towns of the name are left out");
    let birmingham = Gazetteer::builtin().lookup("Birmingham");
    let countries: BTreeSet<_> = birmingham.iter().filter_map(|known| known.country).collect();
    assert_eq!(countries, BTreeSet::from(["united-kingdom", "united-states"]));
}

#[test]
fn bodies_are_found_by_acronym_expansion_and_usual_name() {
    for (form, body) in [
        ("EU", "european-union"),
        ("E.U.", "european-union"),
        ("UN", "united-nations"),
        ("U.N. Security Council", "united-nations-security-council"),
        ("UN security council", "united-nations-security-council"),
        ("North Atlantic Treaty Organization", "nato"),
        ("IAEA", "international-atomic-energy-agency"),
        (
            "Organization for Security and Cooperation in Europe",
            "organization-for-security-and-co-operation-in-europe",
        ),
        ("European commission", "european-commission"),
        ("ISIS", "islamic-state"),
        ("Hizbollah", "hezbollah"),
        ("the Houthis", "houthis"),
        ("Revolutionary Guards", "islamic-revolutionary-guard-corps"),
        ("IDF", "israel-defense-forces"),
        ("State Department", "us-state-department"),
        ("the Rada", "verkhovna-rada"),
        ("CDU", "christian-democratic-union"),
        ("Tories", "conservative-party"),
        ("GOP", "republican-party"),
        ("TASS", "tass"),
        ("AFP", "agence-france-presse"),
        ("Truth Social", "truth-social"),
        ("X", "twitter"),
        ("the Fed", "us-federal-reserve"),
    ] {
        assert_eq!(ids(form).first(), Some(&body), "{form}");
    }
    assert_eq!(Gazetteer::builtin().get("bundestag").and_then(|known| known.country), Some("germany"));
    assert_eq!(ids("the West"), ["the-west"]);
}

#[test]
fn ordinary_words_and_names_of_people_give_nothing() {
    for word in [
        "us",
        "who",
        "turkey",
        "china",
        "it",
        "IT",
        "he",
        "Of",
        "of",
        "the",
        "The",
        "Reading",
        "Mobile",
        "Male",
        "Man",
        "Central",
        "Northern",
        "Capital",
        "West",
        "North",
        "Region",
        "region",
        "state",
        "Monday",
        "May",
        "President",
        "Minister",
        "Government",
        "Time",
        "House of",
        "Lincoln",
        "Victoria",
        "Vladimir",
        "Madison",
        "Hassan",
        "Jackson",
        "George",
        "Putin",
        "Trump",
        "Zelenskyy",
        "",
        " ",
        "-",
        "'",
        "...",
        "\t",
        "\n",
        "Kyiv\tkyiv",
        "#",
        "# Cities",
        "東京",
    ] {
        assert_eq!(ids(word), [""; 0], "{word:?}");
    }
}

#[test]
fn demonyms_point_to_countries_regions_and_peoples() {
    let gazetteer = Gazetteer::builtin();
    for (word, thing) in [
        ("Russian", "russia"),
        ("Russians", "russia"),
        ("Swiss", "switzerland"),
        ("Frenchman", "france"),
        ("British", "united-kingdom"),
        ("American", "united-states"),
        ("Palestinian", "palestine"),
        ("Filipino", "philippines"),
        ("Nigerien", "niger"),
        ("Nigerian", "nigeria"),
        ("South Korean", "south-korea"),
        ("Burkinabè", "burkina-faso"),
        ("European", "europe"),
        ("Scottish", "scotland"),
        ("Gazan", "gaza-strip"),
        ("Kurdish", "kurds"),
        ("Soviet", "soviet-union"),
        ("UKRAINIAN", "ukraine"),
    ] {
        assert_eq!(id(gazetteer.demonym(word)), thing, "{word}");
    }
    for word in ["polish", "french", "Russia", "Kyiv", "President", ""] {
        assert_eq!(id(gazetteer.demonym(word)), "nobody", "{word:?}");
    }
}

#[test]
fn capitals_point_to_their_countries() {
    let gazetteer = Gazetteer::builtin();
    for (city, country) in [
        ("Kyiv", "ukraine"),
        ("Kiev", "ukraine"),
        ("Moscow", "russia"),
        ("Washington", "united-states"),
        ("Washington, D.C.", "united-states"),
        ("Beijing", "china"),
        ("the Hague", "netherlands"),
        ("La Paz", "bolivia"),
        ("Sana'a", "yemen"),
        ("N’Djamena", "chad"),
        ("Asunción", "paraguay"),
        ("St. John's", "antigua-and-barbuda"),
        ("Pristina", "kosovo"),
        ("Ramallah", "palestine"),
        ("Taipei", "taiwan"),
        ("ANKARA", "turkey"),
    ] {
        assert_eq!(id(gazetteer.capital(city)), country, "{city}");
    }
    for city in ["New York", "Istanbul", "Geneva", "Male", "ukraine", "moscow", ""] {
        assert_eq!(id(gazetteer.capital(city)), "nobody", "{city:?}");
    }
}

#[test]
fn every_sovereign_state_has_a_demonym_and_a_capital() {
    let pointed = |table: Table| -> BTreeSet<&str> {
        table.lines().filter_map(|line| line.split('\t').nth(1)).collect()
    };
    let (demonyms, capitals) = (pointed(DEMONYMS), pointed(CAPITALS));
    let states: Vec<_> = Table::new(LISTS[0])
        .lines()
        .filter(|line| line.contains("iso3166:"))
        .map(|line| line.split('\t').next().unwrap_or_default())
        .collect();
    assert_eq!(states.len(), 193 + 4, "members of the UN, Vatican City, Palestine, Kosovo, Taiwan");
    let without = |pointed: &BTreeSet<&str>| -> Vec<_> {
        states.iter().copied().filter(|state| !pointed.contains(state)).collect()
    };
    // "Congolese" and "Dominican" are given to the larger country of the two.
    assert_eq!(without(&demonyms), ["dominica", "republic-of-the-congo", "vatican-city"]);
    assert_eq!(without(&capitals), ["maldives", "seychelles", "vatican-city"]);
}

#[test]
fn seats_point_to_those_who_act_there() {
    let gazetteer = Gazetteer::builtin();
    for (form, actor) in [
        ("Kremlin", "russia"),
        ("the Kremlin", "russia"),
        ("White House", "united-states"),
        ("the White House", "united-states"),
        ("Downing Street", "united-kingdom"),
        ("No. 10", "united-kingdom"),
        ("Élysée", "france"),
        ("the Elysee Palace", "france"),
        ("Brussels", "european-union"),
        ("Foggy Bottom", "us-state-department"),
        ("Capitol Hill", "united-states-congress"),
        ("Quai d’Orsay", "french-foreign-ministry"),
        ("Malacañang", "philippines"),
    ] {
        assert_eq!(id(gazetteer.seat(form)), actor, "{form}");
    }
    for form in ["white house", "Pentagon", "House", "Downing", ""] {
        assert_eq!(id(gazetteer.seat(form)), "nobody", "{form:?}");
    }
}

#[test]
fn a_thing_says_what_it_is() {
    let ukraine = Gazetteer::builtin().get("ukraine").unwrap();
    assert_eq!((ukraine.name, ukraine.kind, ukraine.country), ("Ukraine", EntityType::Country, None));
    assert_eq!(ukraine.same_as, ["geonames:690791", "iso3166:UA", "wikidata:Q212"]);
    let donetsk = Gazetteer::builtin().get("donetsk").unwrap();
    assert_eq!((donetsk.kind, donetsk.country), (EntityType::Region, Some("ukraine")));
    assert_eq!(donetsk.same_as, ["geonames:709716", "iso3166-2:UA-14"]);
    let paris = Gazetteer::builtin().get("paris").unwrap();
    assert_eq!((paris.kind, paris.country), (EntityType::City, Some("france")));
    assert!(paris.population > 2_000_000 && paris.same_as == ["geonames:2988507"]);
    assert_eq!(Gazetteer::builtin().get("no-such-thing"), None);
}

/// Every line of every list: as many fields as its kind has, sorted, no line twice.
#[test]
fn every_list_is_sorted_and_well_formed() {
    for (list, text) in LISTS.into_iter().enumerate() {
        let mut last = "";
        for line in Table::new(text).lines() {
            let fields: Vec<_> = line.split('\t').collect();
            let [id, name, kind, country, same_as, population, forms] = fields[..] else {
                panic!("seven fields: {line}")
            };
            assert!(id > last, "sorted, once each: {line}");
            last = id;
            let slug: Vec<_> = slug(name).split('-').map(str::to_owned).collect();
            assert!(id.split('-').take(slug.len()).eq(&slug), "the id is a slug of the name: {line}");
            let kind: EntityType = kind.parse().unwrap();
            let fits: &[_] = match list {
                0 => &[EntityType::Country],
                1 => &[EntityType::Organization, EntityType::Group],
                _ => &[EntityType::Region],
            };
            assert!(fits.contains(&kind), "{line}");
            assert!(name.is_ascii() && !name.is_empty(), "{line}");
            assert!(
                country.is_empty() || Gazetteer::builtin().get(country).is_some(),
                "a country of the list: {line}"
            );
            assert!(same_as.split(' ').is_sorted(), "{line}");
            population.parse::<u64>().unwrap();
            let mut seen = BTreeSet::new();
            for form in forms.split('|').filter(|form| !form.is_empty()) {
                assert!(
                    !form.contains(['(', ')']) && form.trim() == form && seen.insert(form),
                    "{form}: {line}"
                );
                assert!(ids(form).contains(&id), "{form} finds it: {line}");
            }
            assert!(ids(name).contains(&id), "{line}");
        }
    }
}

#[test]
fn every_place_is_sorted_well_formed_and_found() {
    let gazetteer = Gazetteer::builtin();
    for (kind, table) in PLACES {
        let mut last = String::new();
        for line in table.lines() {
            let fields: Vec<_> = line.split('\t').collect();
            let [form, id, name, country, same_as, population] = fields[..] else {
                panic!("six fields: {line}")
            };
            assert_eq!(fold(form), form, "folded: {line}");
            assert!(form.to_lowercase() >= last, "sorted: {line}");
            last = form.to_lowercase();
            assert!(name.is_ascii() && id.starts_with(&slug(name)), "{line}");
            // Some territories belong to no country.
            assert!(country.is_empty() || is_country(country), "{line}");
            assert!(same_as.contains("geonames:") || same_as.contains("iso3166-2:"), "{line}");
            population.parse::<u64>().unwrap();
            let known = gazetteer.get(id).unwrap_or_else(|| panic!("found by id: {line}"));
            assert_eq!((known.id, known.name, known.kind), (id, name, kind), "{line}");
        }
    }
}

#[test]
fn every_pointer_is_sorted_unique_and_points_to_something() {
    for table in [DEMONYMS, CAPITALS, SEATS] {
        let mut last = (String::new(), "");
        for line in table.lines() {
            let (form, id) = line.split_once('\t').unwrap();
            assert_eq!(fold(form), form, "folded: {line}");
            let key = (form.to_lowercase(), form);
            assert!(key > last, "sorted, once each: {line}");
            last = key;
            assert!(Gazetteer::builtin().get(id).is_some(), "{line}");
        }
    }
    assert!(REGION_WORDS.lines().is_sorted());
    assert!(REGION_WORDS.lines().all(|line| line.ends_with("\tafter") || line.ends_with("\tbefore")));
}

#[test]
fn an_identifier_names_one_thing() {
    let mut bearers: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for line in LISTS.into_iter().flat_map(|text| Table::new(text).lines()) {
        let fields: Vec<_> = line.split('\t').collect();
        for same in fields[4].split(' ').filter(|same| !same.is_empty()) {
            bearers.entry(same).or_default().insert(fields[0]);
        }
    }
    for line in PLACES.into_iter().flat_map(|(_, table)| table.lines()) {
        let fields: Vec<_> = line.split('\t').collect();
        for same in fields[4].split(' ') {
            bearers.entry(same).or_default().insert(fields[1]);
        }
    }
    let shared: Vec<_> = bearers.iter().filter(|(_, things)| things.len() > 1).collect();
    assert!(shared.is_empty(), "{shared:?}");
}

fn is_country(id: &str) -> bool {
    Gazetteer::builtin().get(id).is_some_and(|known| known.kind == EntityType::Country)
}

fn slug(name: &str) -> String {
    let folded = fold(name).to_lowercase();
    let words = folded.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join("-")
}
