//! The gazetteer: names of countries, regions, cities, organizations and groups, and who stands behind them.

use std::sync::LazyLock;

use super::fold::{case_fits, fold, without_article};
use super::table::Table;
use crate::schema::EntityType;

/// One thing of the gazetteer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// Lower-case ASCII slug, unique in the gazetteer: of the name, with the country after it where another thing has
    /// the better right to the plain one (`birmingham`, `birmingham-united-states`).
    pub id: &'static str,
    /// Canonical name: the full usual English name in plain ASCII.
    pub name: &'static str,
    /// Country, region, city, organization or group.
    pub kind: EntityType,
    /// Id of the country that it lies in or belongs to; none for countries and for what spans several.
    pub country: Option<&'static str>,
    /// Identifiers as compact IRIs (`iso3166:UA`, `iso3166-2:UA-14`, `geonames:690791`, `wikidata:Q212`); sorted.
    pub same_as: Vec<String>,
    /// Inhabitants, as GeoNames has them; 0 where unknown or without meaning.
    pub population: u64,
}

/// What Demarche knows of the world by name.
///
/// Look-ups fold spelling ([`fold`]) but heed case, so that "US" and "Turkey" are found where "us" and "turkey" are
/// not. A leading article may be given or left out.
#[derive(Debug)]
pub struct Gazetteer {
    /// Countries, regions and organizations, sorted by id.
    things: Vec<Thing>,
    /// Their forms: in lower case for the search, as in names, index in `things`; sorted.
    forms: Vec<(String, String, usize)>,
}

/// A line of one of the three hand-kept lists.
#[derive(Debug)]
struct Thing {
    id: &'static str,
    name: &'static str,
    kind: EntityType,
    country: &'static str,
    same_as: &'static str,
    population: u64,
}

/// The hand-kept lists, the more prominent first. Columns: id, name, kind, country, same as, population, forms.
const LISTS: [&str; 3] = [
    include_str!("../../data/gazetteer/countries.tsv"),
    include_str!("../../data/gazetteer/organizations.tsv"),
    include_str!("../../data/gazetteer/regions.tsv"),
];

/// Places from packages, in order of rank. Columns: folded form, id, name, country, same as, population.
const PLACES: [(EntityType, Table); 2] = [
    (EntityType::City, Table::new(include_str!("../../data/gazetteer/cities.tsv"))),
    (EntityType::Region, Table::new(include_str!("../../data/gazetteer/subdivisions.tsv"))),
];
/// Words put after or before the names of regions.
const REGION_WORDS: Table = Table::new(include_str!("../../data/gazetteer/region_words.tsv"));
/// Demonyms: word, id of the thing.
const DEMONYMS: Table = Table::new(include_str!("../../data/gazetteer/demonyms.tsv"));
/// Capitals: form of the city's name, id of the country.
const CAPITALS: Table = Table::new(include_str!("../../data/gazetteer/capitals.tsv"));
/// Seats: form, id of who acts under that name.
const SEATS: Table = Table::new(include_str!("../../data/gazetteer/seats.tsv"));

static BUILTIN: LazyLock<Gazetteer> = LazyLock::new(Gazetteer::read);

impl Gazetteer {
    /// The gazetteer that is compiled in.
    pub fn builtin() -> &'static Gazetteer {
        &BUILTIN
    }

    /// Everything that bears this name, the most prominent first: countries, organizations and groups, the regions
    /// that news names by themselves, cities by population, other subdivisions. A shorter or foreign form counts as
    /// much as the canonical name. "Kharkiv region" and "the state of Borno" find regions alone.
    ///
    /// A body with a generic name is found under it too ("Congress", "Supreme Court", "Labour"): whoever asks must
    /// see whether [`Known::country`] fits the text.
    pub fn lookup(&self, form: &str) -> Vec<Known> {
        let form = fold(form);
        let mut found = self.named(&form);
        if found.is_empty()
            && let Some(rest) = without_article(&form)
        {
            found = self.named(rest);
        }
        if found.is_empty()
            && let Some(region) = without_region_word(&form)
        {
            found = self.named(region);
            found.retain(|known| known.kind == EntityType::Region);
        }
        found
    }

    /// The thing with this id.
    pub fn get(&self, id: &str) -> Option<Known> {
        if let Ok(i) = self.things.binary_search_by(|thing| thing.id.cmp(id)) {
            return Some(self.things[i].known());
        }
        // The id of a place is the slug of its name with, at times, words after it.
        let words = id.replace('-', " ");
        let names = std::iter::successors(Some(words.as_str()), |name| Some(name.rsplit_once(' ')?.0));
        for name in names {
            for (kind, table) in PLACES {
                if let Some(known) =
                    table.find(name).filter_map(|line| place(kind, line)).find(|place| place.id == id)
                {
                    return Some(known);
                }
            }
        }
        None
    }

    /// The country, region or people that a demonym points to: "Russian", "Swiss", "Frenchman", "Europeans".
    pub fn demonym(&self, word: &str) -> Option<Known> {
        self.pointed(DEMONYMS, word)
    }

    /// The country whose capital or seat of government is this city: "Kyiv", "Kiev", "Washington".
    ///
    /// Where capitals share their name with something better known ("Male", "Victoria") nothing is found.
    pub fn capital(&self, city: &str) -> Option<Known> {
        self.pointed(CAPITALS, city)
    }

    /// Who acts under the name of a seat: "Kremlin", "White House", "Downing Street"; "Brussels" for the European
    /// Union.
    pub fn seat(&self, form: &str) -> Option<Known> {
        self.pointed(SEATS, form)
    }

    fn read() -> Self {
        let mut things = Vec::new();
        let mut forms = Vec::new();
        for line in LISTS.into_iter().flat_map(|text| Table::new(text).lines()) {
            let mut fields = line.split('\t');
            let mut field = || fields.next().unwrap_or_default();
            let thing = Thing {
                id: field(),
                name: field(),
                kind: field().parse().unwrap_or(EntityType::Organization),
                country: field(),
                same_as: field(),
                population: field().parse().unwrap_or_default(),
            };
            for form in field().split('|').chain([thing.name]).filter(|form| !form.is_empty()) {
                forms.push((fold(form).into_owned(), thing.id));
            }
            things.push(thing);
        }
        things.sort_by_key(|thing| thing.id);
        let mut forms: Vec<_> = forms
            .into_iter()
            .filter_map(|(form, id)| {
                let i = things.binary_search_by(|thing| thing.id.cmp(id)).ok()?;
                Some((form.to_lowercase(), form, i))
            })
            .collect();
        forms.sort();
        forms.dedup();
        Self { things, forms }
    }

    /// What bears a folded name, the most prominent first.
    fn named(&self, form: &str) -> Vec<Known> {
        let key = form.to_lowercase();
        let start = self.forms.partition_point(|(k, ..)| *k < key);
        let mut found: Vec<usize> = self.forms[start..]
            .iter()
            .take_while(|(k, ..)| *k == key)
            .filter(|(_, name, _)| case_fits(name, form))
            .map(|(.., i)| *i)
            .collect();
        found
            .sort_by_key(|i| (rank(self.things[*i].kind), std::cmp::Reverse(self.things[*i].population), *i));
        found.dedup();
        let mut found: Vec<Known> = found.into_iter().map(|i| self.things[i].known()).collect();
        for (kind, table) in PLACES {
            let lines = table.find(&key).filter(|line| case_fits(first_field(line), form));
            found.extend(lines.filter_map(|line| place(kind, line)));
        }
        found
    }

    fn pointed(&self, table: Table, form: &str) -> Option<Known> {
        let form = fold(form);
        let find = |form: &str| {
            let line = table.find(form).find(|line| case_fits(first_field(line), form))?;
            self.get(line.split('\t').nth(1)?)
        };
        find(&form).or_else(|| find(without_article(&form)?))
    }
}

impl Thing {
    fn known(&self) -> Known {
        Known {
            id: self.id,
            name: self.name,
            kind: self.kind,
            country: Some(self.country).filter(|country| !country.is_empty()),
            same_as: self.same_as.split(' ').filter(|id| !id.is_empty()).map(str::to_owned).collect(),
            population: self.population,
        }
    }
}

fn first_field(line: &str) -> &str {
    line.split('\t').next().unwrap_or_default()
}

/// The place on a line of a place table.
fn place(kind: EntityType, line: &'static str) -> Option<Known> {
    let mut fields = line.split('\t').skip(1);
    let (id, name, country) = (fields.next()?, fields.next()?, fields.next()?);
    let (same_as, population) = (fields.next()?, fields.next()?);
    let population = population.parse().unwrap_or_default();
    Some(Thing { id, name, kind, country, same_as, population }.known())
}

/// The region's name in "NAME region" or "the state of NAME", folded.
fn without_region_word(form: &str) -> Option<&str> {
    if let Some((name, word)) = form.rsplit_once(' ')
        && REGION_WORDS.find(word).any(|line| line.ends_with("\tafter"))
    {
        return Some(without_article(name).unwrap_or(name));
    }
    let form = without_article(form).unwrap_or(form);
    let second = form.match_indices(' ').nth(1)?.0;
    REGION_WORDS.find(&form[..second]).any(|line| line.ends_with("\tbefore")).then(|| &form[second + 1..])
}

/// Order of kinds among things of one name.
fn rank(kind: EntityType) -> u8 {
    match kind {
        EntityType::Country => 0,
        EntityType::Organization | EntityType::Group => 1,
        EntityType::Region => 2,
        EntityType::City | EntityType::Person => 3,
    }
}

#[cfg(test)]
mod tests;
