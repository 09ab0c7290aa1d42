//! Words by which mentions are found, typed and resolved: titles, heads of names, descriptions, pronouns.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::LazyLock;

use serde::Deserialize;

/// A set of lower-case words.
pub type Words = HashSet<String>;

/// What `data/titles.toml`, `data/mentions.toml` and `data/pronouns.toml` say; the files explain each list.
#[derive(Debug, Clone)]
pub struct MentionWords {
    /// Titles of office and honorifics.
    pub titles: Titles,
    /// Names and descriptions.
    pub names: NameWords,
    /// Pronouns.
    pub pronouns: Pronouns,
}

/// `data/titles.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the data file explains each list")]
pub struct Titles {
    pub heads: Words,
    pub weak: Words,
    pub strong: Vec<String>,
    pub sent: Words,
    pub seats: Words,
    pub personal: Words,
    pub of_state: Vec<String>,
    pub second: Words,
    pub modifiers: Words,
    pub royal: Words,
    pub regnal: Words,
    pub of_states: Words,
    pub beside_party: Words,
    pub party_words: Words,
    pub party_tags: Words,
    pub outside: Words,
    pub status: StatusWords,
    pub short: BTreeMap<String, String>,
    pub same: Vec<SameTitles>,
    pub rank: RankWords,
    pub phrase: PhraseWords,
    pub only: BTreeMap<String, String>,
    pub verb: BTreeMap<String, String>,
    pub entry: EntryWords,
    pub honorific: Honorifics,
    pub gender: GenderWords,
    pub suffixes: Words,
}

/// `[status]` of `data/titles.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StatusWords {
    pub former: Words,
    pub elect: Words,
    pub acting: Words,
    pub never: Words,
    pub then: Vec<String>,
}

/// `[rank]` of `data/titles.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RankWords {
    pub top: Words,
    pub leader: Words,
    pub vague: Words,
}

/// `[phrase]` of `data/titles.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PhraseWords {
    pub between: Words,
    pub prepositions: Words,
    pub to_body: Words,
    pub followers: Words,
}

/// `[entry]` of `data/titles.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EntryWords {
    pub into: Words,
    pub not_yet: Words,
    pub left: Words,
    pub removed: Words,
    pub beside: Words,
    pub role_prepositions: Words,
    pub role: Words,
    pub posts: Words,
    pub take: Words,
    pub give_up: Words,
    pub follow: Words,
    pub before: Words,
    pub after: Words,
    pub copula: Words,
    pub end: Words,
    pub held: Words,
}

/// One `[[same]]` of `data/titles.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SameTitles {
    pub titles: Vec<String>,
}

/// `[honorific]` of `data/titles.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Honorifics {
    pub masculine: Words,
    pub feminine: Words,
    pub neutral: Words,
}

/// `[gender]` of `data/titles.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GenderWords {
    pub masculine: Words,
    pub feminine: Words,
}

/// `data/mentions.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NameWords {
    pub particles: Words,
    pub leading_particles: Words,
    pub connectors: Words,
    pub function: FunctionWords,
    pub calendar_surnames: Words,
    pub short_names: BTreeMap<String, String>,
    pub collective: Words,
    pub commenting: Words,
    pub organization: OrganizationWords,
    pub region: RegionWords,
    pub other: HeadWords,
    pub stand_in: StandInWords,
    pub group: GroupWords,
    pub country: CountryWords,
    pub body: Vec<BodyWords>,
    pub person: PersonWords,
    pub plural: PluralWords,
    pub verbs: VerbWords,
    pub place: PlaceWords,
}

/// `[function]` of `data/mentions.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FunctionWords {
    pub article: Words,
    pub definite: Words,
    pub definite_singular: Words,
    pub definite_plural: Words,
    pub indefinite: Words,
    pub unspecific: Words,
    pub either: Words,
    pub of_two: Words,
    pub of: Words,
    pub of_or_for: Words,
    pub and: Words,
    pub additive: Words,
    pub joining_names: Words,
    pub joining_titles: Words,
    pub possessive: Words,
    pub lower_case: Words,
}

/// `[organization]` of `data/mentions.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OrganizationWords {
    pub heads: Words,
    pub common: Words,
    pub bare: Words,
    pub personal: Words,
    pub desk: Words,
    pub ministry: Words,
    pub plural: Words,
    pub whose: Words,
    pub platform: Words,
}

/// `[region]` of `data/mentions.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RegionWords {
    pub heads: Words,
    pub first: Words,
}

/// `[other]` of `data/mentions.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HeadWords {
    pub heads: Words,
}

/// `[stand_in]` of `data/mentions.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StandInWords {
    pub nouns: Words,
    pub of_body: Words,
    pub of_person: Words,
    pub of_holder: Words,
    pub whose: Words,
    pub administration: Administration,
}

/// Whose government a noun means where nothing else tells.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Administration {
    pub noun: String,
    pub country: String,
}

/// `[group]` of `data/mentions.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GroupWords {
    pub nouns: Words,
    pub alone: Words,
    pub compounds: Words,
    pub members: Words,
    pub factions: Words,
}

/// `[country]` of `data/mentions.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CountryWords {
    pub nouns: Words,
    pub capital: Words,
    pub region: Words,
}

/// One `[[body]]` of `data/mentions.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BodyWords {
    pub noun: String,
    pub fits: Words,
}

/// `[person]` of `data/mentions.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PersonWords {
    pub nouns: Words,
    pub kin: Words,
    pub counterpart: Words,
    pub predecessor: Words,
}

/// `[plural]` of `data/mentions.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PluralWords {
    pub persons: Words,
    pub states: Words,
    pub sides: Words,
    pub bodies: Words,
    pub numerals: BTreeMap<String, usize>,
}

/// `[verbs]` of `data/mentions.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VerbWords {
    pub speech: Words,
    pub human: Words,
}

/// `[place]` of `data/mentions.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlaceWords {
    pub at: Words,
    pub motion_prepositions: Words,
    pub motion: Words,
    pub verbs: Words,
    pub things: Words,
    pub among: Words,
    pub named_behind: Words,
    pub act_suffixes: BTreeSet<String>,
}

/// `data/pronouns.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pronouns {
    pub masculine: Words,
    pub feminine: Words,
    pub neuter: Words,
    pub plural: Words,
    pub reflexive: Words,
    pub relative: Words,
    pub personal_relative: Words,
    pub impersonal_relative: Words,
    pub first: Words,
    pub pair: Words,
    pub expletive_pronoun: Words,
    pub expletive: Words,
    pub expletive_with_time: Words,
    pub expletive_after: Words,
}

static BUILTIN: LazyLock<MentionWords> = LazyLock::new(|| MentionWords {
    titles: toml::from_str(include_str!("../../data/titles.toml"))
        .expect("titles.toml has the fields of Titles"),
    names: toml::from_str(include_str!("../../data/mentions.toml"))
        .expect("mentions.toml has the fields of NameWords"),
    pronouns: toml::from_str(include_str!("../../data/pronouns.toml"))
        .expect("pronouns.toml has the fields of Pronouns"),
});

impl MentionWords {
    /// The words that are compiled in.
    pub fn builtin() -> &'static MentionWords {
        &BUILTIN
    }
}

impl FunctionWords {
    /// `name` without the article that it opens with, in lower case or capitalized; nothing when it has none.
    pub fn without_article<'n>(&self, name: &'n str) -> Option<&'n str> {
        let (first, rest) = name.split_once(' ')?;
        let initial = first.chars().next()?.len_utf8();
        let (initial, tail) = first.split_at(initial);
        self.article.contains(&format!("{}{tail}", initial.to_lowercase())).then_some(rest)
    }
}

impl Titles {
    /// Whether two titles are names of one post ("premier", "prime minister").
    pub fn agree(&self, a: &str, b: &str) -> bool {
        a == b
            || self
                .same
                .iter()
                .any(|group| group.titles.iter().any(|t| t == a) && group.titles.iter().any(|t| t == b))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_can_be_read_and_stand_in_lower_case() {
        let words = MentionWords::builtin();
        for list in [&words.titles.heads, &words.titles.modifiers, &words.names.organization.heads] {
            assert!(list.iter().all(|w| *w == w.to_lowercase()));
            assert!(!list.is_empty());
        }
    }

    #[test]
    fn titles_of_one_post_agree_and_others_do_not() {
        let titles = &MentionWords::builtin().titles;
        assert!(titles.agree("premier", "prime minister"));
        assert!(!titles.agree("president", "prime minister"));
    }
}
