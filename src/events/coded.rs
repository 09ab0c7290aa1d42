//! The code of an actor.

use crate::lexicon::codes::is_alpha3;
use crate::lexicon::sectors::Sectors;

/// An actor's country and sector, as far as they are known.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Coded {
    /// ISO 3166-1 alpha-3.
    pub country: Option<String>,
    /// Three letters, as `data/events/sectors.toml` explains them.
    pub sector: Option<String>,
    /// Both together, in the manner of CAMEO (`USAGOV`), or as a dictionary has it (`RUSGOVFRM`).
    pub code: String,
}

impl Coded {
    /// The code of a country and a sector.
    pub(super) fn of(country: Option<&str>, sector: Option<&str>) -> Self {
        let code = [country, sector].into_iter().flatten().collect();
        Self { country: country.map(str::to_owned), sector: sector.map(str::to_owned), code }
    }

    /// A code as a dictionary has it: its country and sector are the first letters that are codes of such.
    pub(super) fn read(code: &str) -> Self {
        let sectors = Sectors::builtin();
        let at = |start: usize| code.get(start..start + 3);
        let country = at(0).filter(|code| is_alpha3(code));
        let after = if country.is_some() { 3 } else { 0 };
        let sector = at(after).filter(|code| sectors.is_sector(code));
        Self { code: code.to_owned(), ..Self::of(country, sector) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_of_a_dictionary_is_read_by_its_first_letters() {
        for (code, country, sector) in [
            ("RUSGOVFRM", Some("RUS"), Some("GOV")),
            ("USA", Some("USA"), None),
            ("IGOUNO", None, Some("IGO")),
            ("PALREBHMS", None, None),
            ("AFGINS", Some("AFG"), None),
            ("X", None, None),
        ] {
            let coded = Coded::read(code);
            assert_eq!((coded.country.as_deref(), coded.sector.as_deref()), (country, sector), "{code}");
            assert_eq!(coded.code, code);
        }
        assert_eq!(Coded::of(Some("USA"), Some("GOV")).code, "USAGOV");
    }
}
