//! The closed vocabularies.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::error::{Error, ErrorKind};

fn unknown(what: &str, word: &str, known: &[&str]) -> Error {
    Error::new(ErrorKind::Format, format!("{what} '{word}' is not known; it is one of {}", known.join(", ")))
}

/// The kinds of actor and place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum EntityType {
    /// A named human being.
    Person,
    /// A sovereign state, or its government acting for it.
    Country,
    /// A named area that is no sovereign state: province, territory, sea, continent.
    Region,
    /// A named city or town as a place.
    City,
    /// A named body: alliance, ministry, parliament, party, company, broadcaster.
    Organization,
    /// A collective that acts but is no body: "European leaders".
    Group,
}

impl EntityType {
    /// Every value, in order.
    pub const ALL: [EntityType; 6] = [
        EntityType::Person,
        EntityType::Country,
        EntityType::Region,
        EntityType::City,
        EntityType::Organization,
        EntityType::Group,
    ];

    /// The word used in files.
    pub fn as_str(self) -> &'static str {
        match self {
            EntityType::Person => "person",
            EntityType::Country => "country",
            EntityType::Region => "region",
            EntityType::City => "city",
            EntityType::Organization => "organization",
            EntityType::Group => "group",
        }
    }
}

impl fmt::Display for EntityType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for EntityType {
    type Err = Error;

    fn from_str(s: &str) -> Result<Self, Error> {
        Self::ALL
            .into_iter()
            .find(|v| v.as_str() == s)
            .ok_or_else(|| unknown("EntityType", s, &Self::ALL.map(Self::as_str)))
    }
}

/// The seventeen relations of an act: together they cover the categories of PLOVER.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RelationKind {
    /// Met, held talks, spoke (symmetric).
    Met,
    /// Travelled to a place.
    Visited,
    /// Proposed, offered, suggested, promised, invited.
    Proposed,
    /// Demanded, urged, called for, asked.
    Demanded,
    /// Agreed, accepted, signed (symmetric).
    Agreed,
    /// Backed, welcomed, endorsed, praised.
    Supported,
    /// Rejected, refused, ruled out, opposed, vetoed, withdrew from.
    Rejected,
    /// Accused, blamed, condemned, denounced, doubted.
    Criticized,
    /// Threatened, warned of consequences.
    Threatened,
    /// Imposed sanctions or tariffs, expelled, suspended, cut ties.
    Sanctioned,
    /// Used armed force, invaded, struck, killed, abducted. The rules put arrests here as well.
    Attacked,
    /// Gave money, arms, relief, troops, loans.
    Aided,
    /// Worked together: joint exercises and operations, ties restored, experts or intelligence shared (symmetric).
    Cooperated,
    /// Gave way: withdrew troops, released, pardoned, eased, kept a ceasefire, resigned, apologised.
    Yielded,
    /// Demonstrated, marched, struck, boycotted, rioted.
    Protested,
    /// Deployed or massed troops, weapons or police, raised readiness, held exercises of its own.
    Mobilized,
    /// Used force short of violence: arrested, seized, raided, banned, blockaded, censored, deported, hacked.
    Coerced,
}

impl RelationKind {
    /// Every value, in order.
    pub const ALL: [RelationKind; 17] = [
        RelationKind::Met,
        RelationKind::Visited,
        RelationKind::Proposed,
        RelationKind::Demanded,
        RelationKind::Agreed,
        RelationKind::Supported,
        RelationKind::Rejected,
        RelationKind::Criticized,
        RelationKind::Threatened,
        RelationKind::Sanctioned,
        RelationKind::Attacked,
        RelationKind::Aided,
        RelationKind::Cooperated,
        RelationKind::Yielded,
        RelationKind::Protested,
        RelationKind::Mobilized,
        RelationKind::Coerced,
    ];

    /// The word used in files.
    pub fn as_str(self) -> &'static str {
        match self {
            RelationKind::Met => "met",
            RelationKind::Visited => "visited",
            RelationKind::Proposed => "proposed",
            RelationKind::Demanded => "demanded",
            RelationKind::Agreed => "agreed",
            RelationKind::Supported => "supported",
            RelationKind::Rejected => "rejected",
            RelationKind::Criticized => "criticized",
            RelationKind::Threatened => "threatened",
            RelationKind::Sanctioned => "sanctioned",
            RelationKind::Attacked => "attacked",
            RelationKind::Aided => "aided",
            RelationKind::Cooperated => "cooperated",
            RelationKind::Yielded => "yielded",
            RelationKind::Protested => "protested",
            RelationKind::Mobilized => "mobilized",
            RelationKind::Coerced => "coerced",
        }
    }

    /// Whether the two ends may change places: one record then stands for the pair.
    pub fn is_symmetric(self) -> bool {
        matches!(self, RelationKind::Met | RelationKind::Agreed | RelationKind::Cooperated)
    }

    /// The PLOVER category that the relation maps to unless its words show a finer one.
    pub fn plover(self) -> Plover {
        match self {
            RelationKind::Met | RelationKind::Visited => Plover::Consult,
            RelationKind::Proposed | RelationKind::Agreed => Plover::Agree,
            RelationKind::Demanded => Plover::Request,
            RelationKind::Supported => Plover::Support,
            RelationKind::Rejected => Plover::Reject,
            RelationKind::Criticized => Plover::Accuse,
            RelationKind::Threatened => Plover::Threaten,
            RelationKind::Sanctioned => Plover::Sanction,
            RelationKind::Attacked => Plover::Assault,
            RelationKind::Aided => Plover::Aid,
            RelationKind::Cooperated => Plover::Cooperate,
            RelationKind::Yielded => Plover::Concede,
            RelationKind::Protested => Plover::Protest,
            RelationKind::Mobilized => Plover::Mobilize,
            RelationKind::Coerced => Plover::Coerce,
        }
    }

    /// The stance on its topic that the act of this relation shows, if it shows one.
    pub fn stance(self) -> Option<Stance> {
        match self {
            RelationKind::Proposed
            | RelationKind::Demanded
            | RelationKind::Agreed
            | RelationKind::Supported => Some(Stance::For),
            RelationKind::Rejected | RelationKind::Criticized => Some(Stance::Against),
            _ => None,
        }
    }
}

impl fmt::Display for RelationKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for RelationKind {
    type Err = Error;

    fn from_str(s: &str) -> Result<Self, Error> {
        Self::ALL
            .into_iter()
            .find(|v| v.as_str() == s)
            .ok_or_else(|| unknown("RelationKind", s, &Self::ALL.map(Self::as_str)))
    }
}

/// Whether an act has happened, as the text has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ActStatus {
    /// It has happened or holds, or the speech act was made.
    Occurred,
    /// Announced, scheduled, "is set to".
    Planned,
    /// May, could, if, hoped for, wants to.
    Possible,
    /// The text says that it did not or will not happen.
    Denied,
}

impl ActStatus {
    /// Every value, in order.
    pub const ALL: [ActStatus; 4] =
        [ActStatus::Occurred, ActStatus::Planned, ActStatus::Possible, ActStatus::Denied];

    /// The word used in files.
    pub fn as_str(self) -> &'static str {
        match self {
            ActStatus::Occurred => "occurred",
            ActStatus::Planned => "planned",
            ActStatus::Possible => "possible",
            ActStatus::Denied => "denied",
        }
    }
}

impl fmt::Display for ActStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for ActStatus {
    type Err = Error;

    fn from_str(s: &str) -> Result<Self, Error> {
        Self::ALL
            .into_iter()
            .find(|v| v.as_str() == s)
            .ok_or_else(|| unknown("ActStatus", s, &Self::ALL.map(Self::as_str)))
    }
}

/// How somebody stands to an office, as the text puts it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum OfficeStatus {
    /// Holds it.
    Current,
    /// Held it before.
    Former,
    /// Chosen, not yet serving.
    Elect,
    /// Serves for the time being.
    Acting,
}

impl OfficeStatus {
    /// Every value, in order.
    pub const ALL: [OfficeStatus; 4] =
        [OfficeStatus::Current, OfficeStatus::Former, OfficeStatus::Elect, OfficeStatus::Acting];

    /// The word used in files.
    pub fn as_str(self) -> &'static str {
        match self {
            OfficeStatus::Current => "current",
            OfficeStatus::Former => "former",
            OfficeStatus::Elect => "elect",
            OfficeStatus::Acting => "acting",
        }
    }
}

impl fmt::Display for OfficeStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for OfficeStatus {
    type Err = Error;

    fn from_str(s: &str) -> Result<Self, Error> {
        Self::ALL
            .into_iter()
            .find(|v| v.as_str() == s)
            .ok_or_else(|| unknown("OfficeStatus", s, &Self::ALL.map(Self::as_str)))
    }
}

/// Where an actor stands on a topic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Stance {
    /// Wants or backs it.
    For,
    /// Rejects or opposes it.
    Against,
    /// Would accept it under a condition that the text sets.
    Conditional,
}

impl Stance {
    /// Every value, in order.
    pub const ALL: [Stance; 3] = [Stance::For, Stance::Against, Stance::Conditional];

    /// The word used in files.
    pub fn as_str(self) -> &'static str {
        match self {
            Stance::For => "for",
            Stance::Against => "against",
            Stance::Conditional => "conditional",
        }
    }
}

impl fmt::Display for Stance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for Stance {
    type Err = Error;

    fn from_str(s: &str) -> Result<Self, Error> {
        Self::ALL
            .into_iter()
            .find(|v| v.as_str() == s)
            .ok_or_else(|| unknown("Stance", s, &Self::ALL.map(Self::as_str)))
    }
}

/// Categories of the PLOVER event ontology.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Plover {
    /// Verbal cooperation: agree, offer, promise.
    Agree,
    /// Verbal cooperation: meetings, visits, calls.
    Consult,
    /// Verbal cooperation: approval, endorsement, signing.
    Support,
    /// Verbal cooperation: concessions without immediate material effect.
    Concede,
    /// Material cooperation: economic, military, judicial, intelligence.
    Cooperate,
    /// Material cooperation: benefit mainly to the recipient.
    Aid,
    /// Material cooperation: release, return, withdrawal, ceasefire observed, resignation.
    Retreat,
    /// Verbal conflict: requests, demands, orders.
    Request,
    /// Verbal conflict: disapproval, accusation, charges, investigations.
    Accuse,
    /// Verbal conflict: rejections and refusals.
    Reject,
    /// Verbal conflict: threats and coercive warnings.
    Threaten,
    /// Material conflict: demonstrations and collective action.
    Protest,
    /// Material conflict: reductions in normal or cooperative relations.
    Sanction,
    /// Material conflict: military or police moves short of force.
    Mobilize,
    /// Material conflict: repression and restrictions short of violence.
    Coerce,
    /// Material conflict: acts that can cause serious physical harm.
    Assault,
}

impl Plover {
    /// Every value, in order.
    pub const ALL: [Plover; 16] = [
        Plover::Agree,
        Plover::Consult,
        Plover::Support,
        Plover::Concede,
        Plover::Cooperate,
        Plover::Aid,
        Plover::Retreat,
        Plover::Request,
        Plover::Accuse,
        Plover::Reject,
        Plover::Threaten,
        Plover::Protest,
        Plover::Sanction,
        Plover::Mobilize,
        Plover::Coerce,
        Plover::Assault,
    ];

    /// The word used in files.
    pub fn as_str(self) -> &'static str {
        match self {
            Plover::Agree => "AGREE",
            Plover::Consult => "CONSULT",
            Plover::Support => "SUPPORT",
            Plover::Concede => "CONCEDE",
            Plover::Cooperate => "COOPERATE",
            Plover::Aid => "AID",
            Plover::Retreat => "RETREAT",
            Plover::Request => "REQUEST",
            Plover::Accuse => "ACCUSE",
            Plover::Reject => "REJECT",
            Plover::Threaten => "THREATEN",
            Plover::Protest => "PROTEST",
            Plover::Sanction => "SANCTION",
            Plover::Mobilize => "MOBILIZE",
            Plover::Coerce => "COERCE",
            Plover::Assault => "ASSAULT",
        }
    }

    /// The number of its quadrant: 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict.
    pub fn quad(self) -> u8 {
        match self {
            Plover::Agree | Plover::Consult | Plover::Support | Plover::Concede => 1,
            Plover::Cooperate | Plover::Aid | Plover::Retreat => 2,
            Plover::Request | Plover::Accuse | Plover::Reject | Plover::Threaten => 3,
            Plover::Protest | Plover::Sanction | Plover::Mobilize | Plover::Coerce | Plover::Assault => 4,
        }
    }
}

impl fmt::Display for Plover {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for Plover {
    type Err = Error;

    fn from_str(s: &str) -> Result<Self, Error> {
        Self::ALL
            .into_iter()
            .find(|v| v.as_str() == s)
            .ok_or_else(|| unknown("Plover", s, &Self::ALL.map(Self::as_str)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_relations_cover_every_category_of_plover_but_the_finer_one_of_yielding() {
        let mapped = RelationKind::ALL.map(RelationKind::plover);
        let left: Vec<Plover> = Plover::ALL.into_iter().filter(|p| !mapped.contains(p)).collect();
        assert_eq!(left, [Plover::Retreat]);
    }

    #[test]
    fn material_acts_show_no_stance_on_their_topic() {
        use RelationKind::{Coerced, Cooperated, Mobilized, Protested, Yielded};
        for relation in [Cooperated, Yielded, Protested, Mobilized, Coerced] {
            assert_eq!(relation.stance(), None, "{relation}");
        }
    }
}
