use super::*;

fn ids(form: &str) -> Vec<&'static str> {
    Gazetteer::builtin().lookup(form).into_iter().map(|known| known.id).collect()
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
        "United States of America",
    ] {
        assert_eq!(ids(form).first(), Some(&"united-states"), "{form}");
    }
    for form in ["Türkiye", "Turkey", "TURKEY"] {
        assert_eq!(ids(form), ["turkey"], "{form}");
    }
    assert_eq!(ids("Côte d’Ivoire"), ["ivory-coast"]);
    assert_eq!(ids("the Netherlands"), ids("Holland"));
}

#[test]
fn demonyms_capitals_and_seats_point_to_their_countries() {
    let gazetteer = Gazetteer::builtin();
    let id = |known: Option<Known>| known.map_or("", |known| known.id);
    assert_eq!(id(gazetteer.demonym("Frenchman")), "france");
    assert_eq!(id(gazetteer.demonym("Europeans")), "europe");
    assert_eq!(id(gazetteer.capital("Kiev")), "ukraine");
    assert_eq!(id(gazetteer.capital("Washington, D.C.")), "united-states");
    assert_eq!(id(gazetteer.seat("the Kremlin")), "russia");
    assert_eq!(id(gazetteer.seat("Élysée")), "france");
    assert_eq!(id(gazetteer.seat("Brussels")), "european-union");
    assert_eq!(gazetteer.demonym("polish"), None);
}
