//! In which country something is at home: the one that it is, lies in or belongs to.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::codes::sector_of_body;
use super::table::Table;
use super::{Gazetteer, Known};
use crate::schema::EntityType;

const COUNTRIES: Table = Table::new(include_str!("../../data/gazetteer/countries.tsv"));

/// Ids of the countries of the gazetteer by their codes of ISO 3166-1 in two letters.
static BY_CODE: LazyLock<HashMap<&'static str, &'static str>> = LazyLock::new(|| {
    let codes = COUNTRIES.lines().filter_map(|line| {
        let fields: Vec<&str> = line.split('\t').collect();
        let (id, same_as) = (fields.first()?, fields.get(4)?);
        same_as.split(' ').find_map(|code| code.strip_prefix("iso3166:")).map(|code| (code, *id))
    });
    codes.collect()
});

/// Where something is at home, as far as the gazetteer or its identifiers tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Home {
    /// Id of a country of the gazetteer that is there today.
    pub country: &'static str,
    /// The sector of a body; none for a place.
    pub sector: Option<&'static str>,
}

/// The home of something by its id, kind, identifiers and names.
///
/// ```
/// use demarche::lexicon::homes::home;
/// use demarche::schema::EntityType;
///
/// let leeds = home("leeds", EntityType::City, ["geonames:2644688"], ["Leeds"]);
/// assert_eq!(leeds.unwrap().country, "united-kingdom");
/// let ohio = home("buckeye-state", EntityType::Region, ["iso3166-2:US-OH"], ["Ohio"]);
/// assert_eq!(ohio.unwrap().country, "united-states");
/// assert_eq!(home("soviet-union", EntityType::Country, [], ["Soviet Union"]), None);
/// ```
pub fn home<'a>(
    id: &str,
    kind: EntityType,
    identifiers: impl IntoIterator<Item = &'a str>,
    names: impl IntoIterator<Item = &'a str>,
) -> Option<Home> {
    let body = |kind| matches!(kind, EntityType::Organization | EntityType::Group);
    let identifiers: Vec<&str> = identifiers.into_iter().collect();
    let known = Gazetteer::builtin().get(id).filter(|known| {
        let same_kind = known.kind == kind || body(known.kind) && body(kind);
        let same = |id: &&str| known.same_as.iter().any(|known| known == id);
        same_kind && (identifiers.iter().any(same) || names.into_iter().any(|name| name == known.name))
    });
    let above = known.as_ref().and_then(|known| known.country);
    let coded = || identifiers.iter().find_map(|id| country_of_code(id));
    let own = || known.as_ref().and_then(country_of);
    let country = above.or_else(coded).or_else(own)?;
    Some(Home { country, sector: known.filter(|known| body(known.kind)).and_then(|k| sector_of_body(k.id)) })
}

fn country_of(known: &Known) -> Option<&'static str> {
    known.same_as.iter().find_map(|id| country_of_code(id))
}

/// The country of `iso3166:UA` and of `iso3166-2:UA-14`.
fn country_of_code(id: &str) -> Option<&'static str> {
    let code = match id.strip_prefix("iso3166-2:") {
        Some(part) => part.split('-').next()?,
        None => id.strip_prefix("iso3166:")?,
    };
    BY_CODE.get(code).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_or_body_is_at_home_in_its_country_and_a_stranger_of_its_name_is_not() {
        let of = |id, kind, name| home(id, kind, [], [name]).map(|home| (home.country, home.sector));
        assert_eq!(of("kenya", EntityType::Country, "Kenya"), Some(("kenya", None)));
        assert_eq!(of("ohio", EntityType::Region, "Ohio"), Some(("united-states", None)));
        assert_eq!(
            of("labour-party", EntityType::Organization, "Labour Party"),
            Some(("united-kingdom", Some("PTY")))
        );
        assert_eq!(of("nato", EntityType::Organization, "NATO"), None);
        assert_eq!(of("leeds", EntityType::City, "Leeds, Alabama"), None);
        assert_eq!(of("leeds", EntityType::Person, "Leeds"), None);
        let by_code = home("turkiye", EntityType::Country, ["iso3166:TR"], ["Türkiye"]);
        assert_eq!(by_code.unwrap().country, "turkey");
    }

    #[test]
    fn every_country_with_a_code_is_at_home_in_itself() {
        let countries: Vec<&str> = BY_CODE.values().copied().collect();
        assert!(countries.len() > 190);
        for id in countries {
            let name = Gazetteer::builtin().get(id).unwrap().name;
            assert_eq!(home(id, EntityType::Country, [], [name]).unwrap().country, id);
        }
    }
}
