//! Dates of what is told: of the document, and of the act that the same words show.
//!
//! All of it is computed from claims, so that it is the same whatever the grouping of the parts.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::claims::Part;
use crate::span::Span;

type Id = Arc<str>;

/// Dates of the acts of one document, by who did it, on what, and the words that show it.
pub(super) struct ActDates(BTreeMap<(Id, Id, Span), Option<Id>>);

impl ActDates {
    pub fn of(part: &Part) -> Self {
        let mut dates: BTreeMap<(Id, Id, Span), Option<Id>> = BTreeMap::new();
        for claim in part.acts.keys() {
            let Some(topic) = &claim.topic else { continue };
            let partner = claim.target.as_ref().filter(|_| claim.relation.is_symmetric());
            for who in [Some(&claim.source), partner].into_iter().flatten() {
                dates
                    .entry((who.clone(), topic.clone(), claim.span))
                    // Acts of the same words on different dates leave it open.
                    .and_modify(|date| {
                        if *date != claim.date {
                            *date = None;
                        }
                    })
                    .or_insert_with(|| claim.date.clone());
            }
        }
        Self(dates)
    }

    /// The date of the act from which a position follows.
    pub fn find(&self, holder: &Id, topic: &Id, span: Span) -> Option<Id> {
        self.0.get(&(holder.clone(), topic.clone(), span))?.clone()
    }
}

/// The day that a piece of evidence speaks for: that of the act where it is known and past, else that of the document.
/// What is planned for a later day is held already when it is told.
pub(crate) fn moment<'g>(act: Option<&'g str>, document: Option<&'g str>) -> Option<&'g str> {
    match (act, document) {
        (Some(act), Some(document)) if act > document && !act.starts_with(document) => Some(document),
        (act, document) => act.or(document),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn evidence_speaks_for_the_day_of_a_past_act_and_never_for_a_day_to_come() {
        for (act, document, day) in [
            (Some("2025-08-15"), Some("2025-08-17"), Some("2025-08-15")),
            (Some("2014"), Some("2025-08-17"), Some("2014")),
            (Some("2025-08-20"), Some("2025-08-17"), Some("2025-08-17")),
            (Some("2027"), Some("2025-08-17"), Some("2025-08-17")),
            (Some("2025-08-15"), Some("2025"), Some("2025-08-15")),
            (Some("2025-08-15"), None, Some("2025-08-15")),
            (None, Some("2025-08-17"), Some("2025-08-17")),
            (None, None, None),
        ] {
            assert_eq!(moment(act, document), day, "{act:?} {document:?}");
        }
    }
}
