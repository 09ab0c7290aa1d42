//! Why the entities of a graph are what they are.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::build::documents;
use super::identity::{Reason, identify};
use super::namesakes::Sign;
use super::recover::claims;
use super::view::Graph;

/// Why two appearances of an entity are one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Why {
    /// The reason.
    pub reason: Reason,
    /// Both appearances, each by [`Document::id`](super::Document::id) and local id.
    pub appearances: [(Arc<str>, Arc<str>); 2],
}

/// Why an entity is what it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reasons {
    /// Why its appearances are one.
    pub joins: Vec<Why>,
    /// Others of its full name, and why they are others.
    pub namesakes: Vec<Namesake>,
}

/// Somebody else of the same full name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Namesake {
    /// [`Entity::id`](super::Entity::id).
    pub id: Arc<str>,
    /// Why they are two; the first office is that of the one whose namesake this is.
    pub sign: Sign,
    /// An appearance of each, by [`Document::id`](super::Document::id) and local id, in the same order.
    pub appearances: [(Arc<str>, Arc<str>); 2],
}

impl Graph {
    /// Why the appearances of each entity are one, and others of its name are not: by the entity's id, the joins that made it
    /// and its namesakes, sorted.
    ///
    /// An entity that one document alone names has no joins. The reasons are found anew from what the graph holds.
    pub fn reasons(&self) -> BTreeMap<Arc<str>, Reasons> {
        let claims = claims(self);
        let (_, ids) = documents(&claims);
        let identity = identify(&claims, true);
        let mut of: BTreeMap<(&Arc<str>, &Arc<str>), &Arc<str>> = BTreeMap::new();
        for entity in self.entities() {
            for appearance in &entity.node().appearances {
                of.insert((&appearance.document, &appearance.local), &entity.node().id);
            }
        }
        let place = |i: usize| {
            let (document, local, _) = identity.appearances[i];
            (ids[document].clone(), local.clone())
        };
        let mut reasons: BTreeMap<Arc<str>, Reasons> = BTreeMap::new();
        for (one, other, reason) in &identity.joins {
            let ends = [place(*one), place(*other)];
            if let Some(&entity) = of.get(&(&ends[0].0, &ends[0].1)) {
                let why = Why { reason: reason.clone(), appearances: ends.clone() };
                reasons.entry(entity.clone()).or_default().joins.push(why);
            }
        }
        for apart in identity.apart() {
            let [one, other] = apart.ends.map(place);
            let [Some(a), Some(b)] = [&one, &other].map(|(document, local)| of.get(&(document, local)))
            else {
                continue;
            };
            let mut add = |own: &Arc<str>, id: &Arc<str>, sign: Sign, appearances| {
                let namesake = Namesake { id: id.clone(), sign, appearances };
                reasons.entry(own.clone()).or_default().namesakes.push(namesake);
            };
            // A ruling or an office may have made them one after all.
            if a != b {
                add(a, b, apart.sign.clone(), [one.clone(), other.clone()]);
                add(b, a, apart.sign.clone().turned(), [other, one]);
            }
        }
        for all in reasons.values_mut() {
            all.joins.sort();
            all.namesakes.sort();
        }
        reasons
    }
}
