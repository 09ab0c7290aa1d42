//! Words that tell the sector of an actor, from `data/events/sectors.toml`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::fold::fold;

/// The file, where each part is explained.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    same_time_months: u32,
    sectors: BTreeMap<String, String>,
    status: Status,
    titles: BTreeMap<String, Vec<String>>,
    names: BTreeMap<String, Vec<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Status {
    former: String,
    elect: String,
}

/// Codes of sectors and the words that tell them.
#[derive(Debug)]
pub struct Sectors {
    months: u32,
    sectors: BTreeMap<String, String>,
    status: Status,
    titles: Phrases,
    names: Phrases,
}

/// Sectors by phrase, the words of which have a space between them.
#[derive(Debug, Default)]
struct Phrases {
    all: BTreeMap<String, String>,
    /// Most words of a phrase.
    longest: usize,
}

static BUILTIN: LazyLock<Sectors> = LazyLock::new(|| {
    Sectors::parse(include_str!("../../data/events/sectors.toml"))
        .expect("data/events/sectors.toml is tested")
});

impl Sectors {
    /// The lists compiled into the program.
    pub fn builtin() -> &'static Sectors {
        &BUILTIN
    }

    fn parse(toml: &str) -> Result<Self, String> {
        let file: File = toml::from_str(toml).map_err(|error| error.to_string())?;
        let (titles, names) = (Phrases::new(file.titles)?, Phrases::new(file.names)?);
        let Status { former, elect } = &file.status;
        let used = titles.all.values().chain(names.all.values()).chain([former, elect]);
        for sector in used {
            if !file.sectors.contains_key(sector) {
                return Err(format!("the sector '{sector}' is not explained"));
            }
        }
        let (months, sectors, status) = (file.same_time_months, file.sectors, file.status);
        Ok(Self { months, sectors, status, titles, names })
    }

    /// Months by which an office may be told before or after an event and still say what its holder is then.
    pub fn same_time_months(&self) -> u32 {
        self.months
    }

    /// Whether it is the code of a sector.
    pub fn is_sector(&self, code: &str) -> bool {
        self.sectors.contains_key(code)
    }

    /// The sector of who held an office before.
    pub fn former(&self) -> &str {
        &self.status.former
    }

    /// The sector of who will hold an office.
    pub fn elect(&self) -> &str {
        &self.status.elect
    }

    /// The sector that the title of an office tells.
    pub fn of_title(&self, title: &str) -> Option<&str> {
        self.titles.find(&words(title))
    }

    /// The sector that the name of a body or group tells.
    pub fn of_name(&self, name: &str) -> Option<&str> {
        self.names.find(&words(name))
    }
}

impl Phrases {
    fn new(lists: BTreeMap<String, Vec<String>>) -> Result<Self, String> {
        let mut phrases = Self::default();
        for (sector, list) in lists {
            for phrase in list {
                let words = words(&phrase);
                phrases.longest = phrases.longest.max(words.len());
                if phrases.all.insert(words.join(" "), sector.clone()).is_some() {
                    return Err(format!("'{phrase}' stands twice"));
                }
            }
        }
        Ok(phrases)
    }

    /// The phrase of most words counts, of those the last.
    fn find(&self, words: &[String]) -> Option<&str> {
        let lengths = (1..=self.longest.min(words.len())).rev();
        let phrases = lengths.flat_map(|length| words.windows(length).rev());
        phrases.filter_map(|phrase| self.all.get(&phrase.join(" "))).map(String::as_str).next()
    }
}

/// The words of a phrase in plain lower-case letters.
pub fn words(phrase: &str) -> Vec<String> {
    let folded = fold(phrase).to_lowercase();
    folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_tells_the_sector_by_its_longest_phrase() {
        let sectors = Sectors::builtin();
        for (title, sector) in [
            ("prime minister", "GOV"),
            ("deputy foreign minister", "GOV"),
            ("deputy", "LEG"),
            ("supreme leader ayatollah", "GOV"),
            ("leader of the opposition", "OPP"),
            ("attorney general", "GOV"),
            ("attorney", "CVL"),
            ("major general", "MIL"),
            ("lawmaker of Kurdish origin", "LEG"),
            ("chief justice", "JUD"),
            ("foreign ministry spokeswoman", "GOV"),
        ] {
            assert_eq!(sectors.of_title(title), Some(sector), "{title}");
        }
        assert_eq!(sectors.of_title("leader"), None);
    }

    #[test]
    fn the_name_of_a_group_tells_its_sector_where_one_of_its_words_does() {
        let sectors = Sectors::builtin();
        for (name, sector) in [
            ("Turkish police", "COP"),
            ("rights groups", "NGO"),
            ("Foreign Ministry of Kenya", "GOV"),
            ("opposition parties", "OPP"),
            ("German companies", "BUS"),
            ("Supreme Court", "JUD"),
            ("security forces", "COP"),
            ("Russian forces", "MIL"),
        ] {
            assert_eq!(sectors.of_name(name), Some(sector), "{name}");
        }
        assert_eq!(sectors.of_name("nationalists"), None);
    }

    #[test]
    fn a_phrase_that_stands_twice_and_a_sector_that_is_not_explained_are_refused() {
        let file = |titles: &str| {
            format!(
                "same_time_months = 1\nstatus = {{ former = \"ELI\", elect = \"ELI\" }}\nnames = {{}}\n\
                 [sectors]\nELI = \"elites\"\nGOV = \"government\"\n[titles]\n{titles}"
            )
        };
        assert!(Sectors::parse(&file("GOV = [\"king\"]")).is_ok());
        assert!(Sectors::parse(&file("GOV = [\"king\"]\nELI = [\"king\"]")).unwrap_err().contains("twice"));
        assert!(Sectors::parse(&file("GAV = [\"king\"]")).unwrap_err().contains("not explained"));
    }
}
