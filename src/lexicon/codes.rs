//! Codes for event data: countries in three letters, the sectors of bodies, and where cities lie.

use super::table::Table;

/// Countries: code in two letters or id of a state that is gone, code in three letters.
const COUNTRIES: Table = Table::new(include_str!("../../data/events/countries.tsv"));
/// Bodies and peoples: id in the gazetteer, sector or `-`.
const BODIES: Table = Table::new(include_str!("../../data/events/bodies.tsv"));
/// Cities: GeoNames id, latitude, longitude.
const COORDINATES: Table = Table::new(include_str!("../../data/gazetteer/coordinates.tsv"));

/// The code of ISO 3166-1 in three letters for one in two letters, or for the gazetteer's id of a state that is gone.
///
/// ```
/// use demarche::lexicon::codes::alpha3;
///
/// assert_eq!((alpha3("UA"), alpha3("soviet-union"), alpha3("QQ")), (Some("UKR"), Some("SUN"), None));
/// ```
pub fn alpha3(code: &str) -> Option<&'static str> {
    second(COUNTRIES, code)
}

/// Whether three letters are the code of a country.
pub fn is_alpha3(code: &str) -> bool {
    COUNTRIES.lines().any(|line| line.split('\t').nth(1) == Some(code))
}

/// The sector of the body or people with this id in the gazetteer.
pub fn sector_of_body(id: &str) -> Option<&'static str> {
    second(BODIES, id).filter(|sector| *sector != "-")
}

/// Latitude and longitude of the city with this GeoNames id, in degrees (WGS 84), to hundredths.
pub fn coordinates(geonames: &str) -> Option<[&'static str; 2]> {
    let mut fields = COORDINATES.find(geonames).next()?.split('\t').skip(1);
    Some([fields.next()?, fields.next()?])
}

fn second(table: Table, key: &str) -> Option<&'static str> {
    table.find(key).next()?.split('\t').nth(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::Gazetteer;
    use crate::lexicon::sectors::Sectors;
    use crate::schema::EntityType;

    #[test]
    fn every_country_and_territory_of_the_gazetteer_that_has_a_code_has_one_in_three_letters() {
        let mut count = 0;
        for line in [
            include_str!("../../data/gazetteer/countries.tsv"),
            include_str!("../../data/gazetteer/regions.tsv"),
        ]
        .into_iter()
        .flat_map(|text| Table::new(text).lines())
        {
            let same_as = line.split('\t').nth(4).unwrap();
            for code in same_as.split(' ').filter_map(|id| id.strip_prefix("iso3166:")) {
                let found = alpha3(code).unwrap_or_else(|| panic!("{line}"));
                assert!(is_alpha3(found) && found.len() == 3, "{line}");
                count += 1;
            }
        }
        assert!(count > 200);
        for gone in ["soviet-union", "yugoslavia", "czechoslovakia", "east-germany"] {
            assert!(alpha3(gone).is_some() && Gazetteer::builtin().get(gone).is_some(), "{gone}");
        }
        assert!(!is_alpha3("GOV") && !is_alpha3(""));
    }

    #[test]
    fn every_body_and_people_of_the_gazetteer_has_a_sector_that_is_explained() {
        let gazetteer = Gazetteer::builtin();
        let known = Table::new(include_str!("../../data/gazetteer/organizations.tsv")).lines();
        for line in known {
            let id = line.split('\t').next().unwrap();
            assert!(BODIES.find(id).count() == 1, "{id} is not in data/events/bodies.tsv");
        }
        for line in BODIES.lines() {
            let (id, sector) = line.split_once('\t').unwrap();
            let kind = gazetteer.get(id).unwrap_or_else(|| panic!("{line}")).kind;
            assert!(matches!(kind, EntityType::Organization | EntityType::Group), "{line}");
            assert!(sector == "-" || Sectors::builtin().is_sector(sector), "{line}");
        }
        assert_eq!(sector_of_body("nato"), Some("IGO"));
        assert_eq!((sector_of_body("the-west"), sector_of_body("nobody-atall")), (None, None));
    }

    #[test]
    fn a_city_lies_where_it_lies() {
        assert_eq!(coordinates("703448"), Some(["50.45", "30.52"]), "Kyiv");
        assert_eq!(coordinates("703449"), None);
        for line in COORDINATES.lines() {
            let fields: Vec<&str> = line.split('\t').collect();
            let [id, latitude, longitude] = fields[..] else { panic!("{line}") };
            assert!(latitude.parse::<f64>().unwrap().abs() <= 90.0, "{line}");
            assert!(longitude.parse::<f64>().unwrap().abs() <= 180.0, "{line}");
            assert!(coordinates(id).is_some(), "{line}: not found");
        }
    }
}
