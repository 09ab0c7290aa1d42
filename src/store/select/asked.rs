//! All that one question touches.

use std::collections::BTreeSet;

use rusqlite::Connection;

use super::super::fault::Result;
use super::super::strings::json;
use super::facts::{Condition, DAY, PLACE};
use super::names::stems;
use super::part::Part;
use crate::graph::Graph;
use crate::schema::{About, Asks, Question, RelationKind};

/// The part of the graph that a reading of a question needs, with the nearest names to those that nobody has where these
/// are wanted.
pub(crate) fn asked(connection: &Connection, question: &Question, near: bool) -> Result<Graph> {
    let mut asked = Asked { part: Part::new(connection), near, known: true };
    match (question.about, question.asks) {
        (About::Offices, _) => asked.offices(question)?,
        (About::Positions, Asks::Agreement | Asks::Difference | Asks::Change) => asked.comparison(question)?,
        (About::Statements, _) => asked.statements(question)?,
        (About::Acts | About::Positions, _) => asked.facts(question)?,
    }
    asked.part.graph()
}

/// Entities; `None` is any.
type Found = Option<BTreeSet<i64>>;

/// Whoever a question names.
struct Ends {
    actor: Found,
    other: Found,
    place: Found,
    reporter: Found,
    /// Entities and topics.
    thing: Option<(BTreeSet<i64>, BTreeSet<i64>)>,
}

struct Asked<'s> {
    part: Part<'s>,
    near: bool,
    /// Whether all names so far mean somebody: else the answer is that they do not, and no fact is needed.
    known: bool,
}

impl Asked<'_> {
    fn who(&mut self, name: Option<&str>) -> Result<Found> {
        let Some(name) = name else { return Ok(None) };
        let found = self.part.called(name)?;
        if found.is_none() {
            self.known = false;
        }
        if self.near {
            self.part.near_names(name)?;
        }
        Ok(found)
    }

    fn thing(&mut self, words: &str) -> Result<(BTreeSet<i64>, BTreeSet<i64>)> {
        let topics = self.part.topics_meant(words)?;
        let known = self.known;
        let entities = self.who(Some(words))?.unwrap_or_default();
        self.known = known && !(topics.is_empty() && entities.is_empty());
        Ok((entities, topics))
    }

    fn ends(&mut self, question: &Question) -> Result<Ends> {
        Ok(Ends {
            actor: self.who(question.actor.as_deref())?,
            other: self.who(question.other.as_deref())?,
            place: self.who(question.place.as_deref())?,
            reporter: self.who(question.reporter.as_deref())?,
            thing: question.thing.as_deref().map(|words| self.thing(words)).transpose()?,
        })
    }

    fn offices(&mut self, question: &Question) -> Result<()> {
        let holders = self.who(question.actor.as_deref())?;
        let bodies = self.who(question.other.as_deref())?;
        let mut condition = Condition::default();
        if let Some(title) = &question.title {
            let titles = json(&self.part.titles(|known, asked| known == asked, title)?);
            // Whether the title is known at all is told apart from whether anybody fits.
            let any = self.part.numbers(
                "SELECT office FROM office_facts WHERE title IN (SELECT value FROM json_each(?1)) LIMIT 1",
                [&titles],
            )?;
            self.part.add_offices(&any)?;
            if self.near && any.is_empty() {
                self.part.near_offices(title)?;
            }
            condition.and("title IN (SELECT value FROM json_each(?))", titles);
        }
        if !question.titles.is_empty() {
            let all = question.titles.iter().map(|title| self.part.titles(|known, asked| known == asked, title));
            let all: Vec<String> = all.collect::<Result<Vec<_>>>()?.concat();
            condition.and("title IN (SELECT value FROM json_each(?))", json(&all));
        }
        if let Some(holders) = &holders {
            condition.among("holder IN ?", holders);
        }
        if let Some(bodies) = &bodies {
            condition.among("\"of\" IN ?", bodies);
        }
        if self.known {
            let offices = self.part.facts("office", &condition)?;
            self.part.add_offices(&offices)?;
        }
        Ok(())
    }

    fn facts(&mut self, question: &Question) -> Result<()> {
        let mut ends = self.ends(question)?;
        if !self.known {
            return Ok(());
        }
        if question.asks == Asks::Which {
            // Either of the two.
            let (one, other) = (ends.actor.take().unwrap_or_default(), ends.other.take().unwrap_or_default());
            ends.actor = Some(one.union(&other).copied().collect());
        }
        if question.about == About::Acts || !question.relations.is_empty() {
            self.acts(question, &ends)?;
        }
        let shows_stance = |relations: &[RelationKind]| {
            matches!(relations, [RelationKind::Supported | RelationKind::Rejected])
        };
        if question.about == About::Positions
            || question.stance.is_some()
            || shows_stance(&question.relations)
        {
            self.positions(question, &ends, Condition::default())?;
        }
        Ok(())
    }

    fn acts(&mut self, question: &Question, ends: &Ends) -> Result<()> {
        let mut condition = Condition::default();
        let turned =
            question.relations.is_empty() || question.relations.iter().any(|relation| relation.is_symmetric());
        if let Some(actor) = &ends.actor {
            condition.among(if turned { "source IN ? OR target IN ?" } else { "source IN ?" }, actor);
        }
        if let Some(other) = &ends.other {
            condition.among("target IN ? OR source IN ?", other);
        }
        if let Some((entities, topics)) = &ends.thing {
            let mut all = self.part.acts_among(entities)?;
            all.extend(self.part.numbers(
                "SELECT act FROM act_facts WHERE topic IN (SELECT value FROM json_each(?1))",
                [json(topics)],
            )?);
            condition.among("act IN ?", &all);
        }
        if let Some(reporter) = &ends.reporter {
            condition.among("reporter IN ?", reporter);
        }
        if let Some(place) = &ends.place {
            condition.among(PLACE, place);
        }
        if !question.relations.is_empty() {
            let words: Vec<String> = question.relations.iter().map(|r| format!("'{r}'")).collect();
            condition.so(format!("relation IN ({})", words.join(", ")));
        }
        let (on, since, until) =
            (question.on.as_deref(), question.since.as_deref(), question.until.as_deref());
        condition.period(DAY, on, on);
        condition.period(DAY, since, until);
        let acts = self.part.facts("act", &condition)?;
        self.part.add_acts(&acts)
    }

    fn positions(&mut self, question: &Question, ends: &Ends, mut condition: Condition) -> Result<()> {
        if let Some(actor) = &ends.actor {
            condition.among("holder IN ?", actor);
        }
        if let Some((_, topics)) = &ends.thing {
            condition.among("topic IN ?", topics);
        }
        self.told(question, &mut condition);
        self.part.held(&condition)
    }

    /// Conditions on when a position was told. A text speaks for the days between two that say the same.
    fn told(&self, question: &Question, condition: &mut Condition) {
        let (on, since, until) =
            (question.on.as_deref(), question.since.as_deref(), question.until.as_deref());
        for day in [on, until].into_iter().flatten() {
            condition.and("first <= ? || 'x'", day);
        }
        for day in [on, since].into_iter().flatten() {
            condition.and("last || 'x' >= ?", day);
        }
    }

    fn comparison(&mut self, question: &Question) -> Result<()> {
        let ends = self.ends(question)?;
        if !self.known {
            return Ok(());
        }
        // Two are compared with each other, one with all others on the topics that it has a position on.
        let (holders, on) = match (&ends.actor, &ends.other) {
            (Some(one), Some(other)) => (Some(one.union(other).copied().collect()), None),
            (Some(one), None) if question.asks == Asks::Change => (Some(one.clone()), None),
            (Some(one), None) => (None, Some(one)),
            _ => (None, None),
        };
        let mut condition = Condition::default();
        if let Some(one) = on {
            condition.among("topic IN (SELECT topic FROM position_facts WHERE holder IN ?)", one);
        }
        self.positions(question, &Ends { actor: holders, ..ends }, condition)
    }

    fn statements(&mut self, question: &Question) -> Result<()> {
        let speakers = self.who(question.actor.as_deref())?;
        let mut on = None;
        if question.asks == Asks::Facts {
            let about = question.thing.as_deref().unwrap_or_default();
            let known = self.known;
            on = self.on_thing(about)?;
            // What is quoted may speak of what is no topic.
            self.known = known;
        }
        if !self.known {
            return Ok(());
        }
        let (mut acts, mut positions) = (Condition::default(), Condition::default());
        if let Some((on_acts, on_positions)) = &on {
            acts.among("act IN ?", on_acts);
            positions.among("position IN ?", on_positions);
        }
        if let Some(speakers) = &speakers {
            acts.among(
                "source IN ? OR reporter IN ? OR act IN (SELECT act FROM act_speakers WHERE entity IN ?)",
                speakers,
            );
            positions.among(
                "holder IN ? OR reporter IN ? OR position IN (SELECT position FROM position_speakers WHERE entity IN ?)",
                speakers,
            );
        }
        for forms in &question.words {
            let Some((said_acts, said_positions)) = self.part.saying(forms)? else { continue };
            acts.among("act IN ?", &said_acts);
            positions.among("position IN ?", &said_positions);
        }
        if question.asks != Asks::Facts && question.words.is_empty() {
            return Ok(());
        }
        let (on, since, until) =
            (question.on.as_deref(), question.since.as_deref(), question.until.as_deref());
        acts.period("first", on, on);
        acts.period("first", since, until);
        self.told(question, &mut positions);
        let acts = self.part.facts("act", &acts)?;
        self.part.add_acts(&acts)?;
        self.part.held(&positions)
    }
}

/// Acts and positions.
type Facts = (BTreeSet<i64>, BTreeSet<i64>);

impl Asked<'_> {
    /// Acts and positions that are about an entity or topic, or whose quotes have all its words; `None` is any.
    fn on_thing(&mut self, words: &str) -> Result<Option<Facts>> {
        let (entities, topics) = self.thing(words)?;
        let mut mention: Option<Facts> = None;
        for word in stems(words) {
            let Some((acts, positions)) = self.part.saying(std::slice::from_ref(&word))? else { return Ok(None) };
            mention = Some(match mention {
                None => (acts, positions),
                Some((a, p)) => (&a & &acts, &p & &positions),
            });
        }
        let Some((mut acts, mut positions)) = mention else { return Ok(None) };
        acts.extend(self.part.acts_among(&entities)?);
        for (found, kind) in [(&mut acts, "act"), (&mut positions, "position")] {
            found.extend(self.part.numbers(
                &format!("SELECT {kind} FROM {kind}_facts WHERE topic IN (SELECT value FROM json_each(?1))"),
                [json(&topics)],
            )?);
        }
        Ok(Some((acts, positions)))
    }
}

impl Part<'_> {
    /// Acts that any of the entities takes part in.
    fn acts_among(&self, entities: &BTreeSet<i64>) -> Result<BTreeSet<i64>> {
        self.numbers(
            "SELECT act FROM act_facts WHERE source IN (SELECT value FROM json_each(?1)) \
             UNION SELECT act FROM act_facts WHERE target IN (SELECT value FROM json_each(?1))",
            [json(entities)],
        )
    }

    /// Adds the positions that a condition fits, with the other stances of their holders on their topics.
    fn held(&mut self, condition: &Condition) -> Result<()> {
        let found = self.facts("position", condition)?;
        let all = self.numbers(
            "SELECT other.position FROM position_facts one JOIN position_facts other USING (holder, topic) \
             WHERE one.position IN (SELECT value FROM json_each(?1))",
            [json(&found)],
        )?;
        self.add_positions(&all)
    }

    /// Acts and positions of whose evidence the quote or the topic has a word in one of its forms, or in one that begins
    /// alike; `None` where all have, since a form has no letter.
    fn saying(&self, forms: &[String]) -> Result<Option<Facts>> {
        let (mut acts, mut positions) = (BTreeSet::new(), BTreeSet::new());
        for form in forms {
            // One part of a form is enough to find it by; the longest is the rarest.
            let parts = stems(form);
            let Some(part) = parts.iter().max_by_key(|part| part.chars().count()) else { return Ok(None) };
            let start = beginning(part);
            for (found, kind) in [(&mut acts, "act"), (&mut positions, "position")] {
                found.extend(self.numbers(
                    &format!(
                        "SELECT e.{kind} FROM quotes_search s JOIN quotes q ON q.quote = s.rowid \
                         JOIN {kind}_claims c ON c.document = q.document AND c.quote = q.quote \
                         JOIN {kind}_evidence e ON e.document = c.document AND e.number = c.number \
                         WHERE quotes_search MATCH ?1"
                    ),
                    [in_quotes(&start)],
                )?);
                found.extend(self.numbers(
                    &format!(
                        "SELECT {kind} FROM {kind}_facts WHERE topic IN \
                         (SELECT topic FROM topic_phrases WHERE instr(' ' || stems, ?1))"
                    ),
                    [format!(" {start}")],
                )?);
            }
        }
        Ok(Some((acts, positions)))
    }
}

/// What all words begin with that may be a form of a stem: it without its last two letters, but with four at the least.
fn beginning(stem: &str) -> String {
    let cut = stem.chars().count().saturating_sub(2).max(4);
    let start: String = stem.chars().take(cut).collect();
    // "Cities" is a form of "city".
    match start.strip_suffix('y') {
        Some(short) if cut >= stem.chars().count() && short.chars().count() >= 3 => short.to_owned(),
        _ => start,
    }
}

/// A search for words that begin so, also where an apostrophe that FTS5 takes for a space parts them.
fn in_quotes(start: &str) -> String {
    let mut all = vec![format!("\"{start}\" *")];
    let ends = start.char_indices().skip(1).map(|(i, _)| i);
    all.extend(ends.map(|i| format!("\"{} {}\" *", &start[..i], &start[i..])));
    all.join(" OR ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_searched_by_what_all_its_forms_begin_with() {
        assert_eq!((beginning("city"), beginning("guarantee")), ("cit".to_owned(), "guarant".to_owned()));
        assert_eq!(beginning("eu"), "eu");
        assert_eq!(in_quotes("obr"), "\"obr\" * OR \"o br\" * OR \"ob r\" *");
    }
}
