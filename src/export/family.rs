//! Relations and stances that look alike, and their colours: the same in every picture.

use crate::schema::{RelationKind, Stance};

/// Relations that look alike. The text beside an edge tells which it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Family {
    Contact,
    For,
    Demand,
    Against,
    Force,
}

impl Family {
    pub const ALL: [Family; 5] =
        [Family::Contact, Family::For, Family::Demand, Family::Against, Family::Force];

    pub fn of_relation(relation: RelationKind) -> Self {
        match relation {
            RelationKind::Met | RelationKind::Visited => Family::Contact,
            RelationKind::Proposed | RelationKind::Agreed | RelationKind::Supported | RelationKind::Aided => {
                Family::For
            }
            RelationKind::Demanded => Family::Demand,
            RelationKind::Rejected | RelationKind::Criticized => Family::Against,
            RelationKind::Threatened | RelationKind::Sanctioned | RelationKind::Attacked => Family::Force,
        }
    }

    pub fn of_stance(stance: Stance) -> Self {
        match stance {
            Stance::For => Family::For,
            Stance::Against => Family::Against,
            Stance::Conditional => Family::Demand,
        }
    }

    pub fn relations(self) -> impl Iterator<Item = RelationKind> {
        RelationKind::ALL.into_iter().filter(move |relation| Self::of_relation(*relation) == self)
    }

    pub fn stances(self) -> impl Iterator<Item = Stance> {
        Stance::ALL.into_iter().filter(move |stance| Self::of_stance(*stance) == self)
    }

    /// Blue and vermilion of M. Okabe and K. Ito, "Color Universal Design" (2008), told apart by the colour-blind, with
    /// grey, ochre and purple of other lightness beside them; each family has a sign of its own as well, for print in
    /// grey.
    pub fn colour(self) -> &'static str {
        match self {
            Family::Contact => "#5f6b73",
            Family::For => "#0072b2",
            Family::Demand => "#b8860b",
            Family::Against => "#d55e00",
            Family::Force => "#8b0045",
        }
    }

    /// The same hues, lighter, for a dark ground.
    pub fn colour_on_dark(self) -> &'static str {
        match self {
            Family::Contact => "#a7b3bb",
            Family::For => "#56b4e9",
            Family::Demand => "#e3b341",
            Family::Against => "#ff8a3d",
            Family::Force => "#f08cb8",
        }
    }

    /// The sign of its arrowhead.
    pub fn sign(self) -> &'static str {
        match self {
            Family::Contact => "—",
            Family::For => "▶",
            Family::Demand => "▷",
            Family::Against => "⊣",
            Family::Force => "■",
        }
    }

    /// A word for it in files.
    pub fn as_str(self) -> &'static str {
        match self {
            Family::Contact => "contact",
            Family::For => "for",
            Family::Demand => "demand",
            Family::Against => "against",
            Family::Force => "force",
        }
    }
}
