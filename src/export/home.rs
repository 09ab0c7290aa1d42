//! Where an actor belongs: the office that tells most of it, and the country or body of that.

use std::cmp::Reverse;

use crate::graph::{EntityRef, OfficeRef};
use crate::schema::{EntityType, OfficeStatus};

/// The country or body whose box an entity stands in: that of its own offices, those held now before others, those
/// of countries before those of bodies, those of most evidence first. Countries and bodies stand in their own.
pub(super) fn home(entity: EntityRef<'_>) -> Option<EntityRef<'_>> {
    match entity.node().kind {
        EntityType::Country | EntityType::Organization => Some(entity),
        EntityType::Person => main_office(entity).and_then(OfficeRef::of),
        EntityType::City | EntityType::Region | EntityType::Group => None,
    }
}

/// The post that tells most of a person.
pub(super) fn main_office(entity: EntityRef<'_>) -> Option<OfficeRef<'_>> {
    let rank = |office: &OfficeRef<'_>| {
        let body = office.of().map_or(2, |of| match of.node().kind {
            EntityType::Country => 0,
            EntityType::Organization => 1,
            _ => 2,
        });
        let status = match office.node().status {
            OfficeStatus::Current => 0,
            OfficeStatus::Acting => 1,
            OfficeStatus::Elect => 2,
            OfficeStatus::Former => 3,
        };
        // Among equals the longer title tells more.
        (status, body, Reverse(office.node().evidence.len()), Reverse(office.node().title.chars().count()))
    };
    // A post of a person (somebody's aide) gives no box.
    let posts = entity.offices().filter(|o| o.of().is_none_or(|of| of.node().kind != EntityType::Person));
    posts.min_by_key(rank)
}

/// A title with the status of its holder: `former president`.
pub(super) fn title(office: OfficeRef<'_>) -> String {
    let title = &office.node().title;
    match office.node().status {
        OfficeStatus::Current => title.to_string(),
        OfficeStatus::Former => format!("former {title}"),
        OfficeStatus::Elect => format!("{title}-elect"),
        OfficeStatus::Acting => format!("acting {title}"),
    }
}
