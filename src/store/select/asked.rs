//! All that one question touches.

use std::collections::{BTreeSet, HashSet};
use std::path::Path;

use rusqlite::{Connection, Transaction};

use super::super::fault::Result;
use super::super::file::snapshot;
use super::super::issues;
use super::super::strings::json;
use super::facts::{Condition, DAY, PLACE};
use super::names::stems;
use super::part::Part;
use crate::graph::Graph;
use crate::schema::{About, Asks, Question, RelationKind};

/// A question that is being asked, reading after reading: what one of them has found is there for the next.
#[derive(Debug)]
pub struct Asking<'s> {
    part: Part<'s>,
    near: bool,
    /// Whether all names so far mean somebody: else the answer is that they do not, and no fact is needed.
    known: bool,
    path: &'s Path,
    /// All readings see the store as it was when the first was asked.
    _transaction: Option<Transaction<'s>>,
}

impl<'s> Asking<'s> {
    pub(in crate::store) fn new(connection: &'s Connection, path: &'s Path) -> Result<Self> {
        let _transaction = snapshot(connection)?;
        Ok(Self { part: Part::new(connection), near: false, known: true, path, _transaction })
    }

    /// The part of the graph that a reading needs, as [`Store::offices`](super::super::Store::offices), with what the
    /// readings before needed. With `near`, names that mean nobody come with the nearest there are, which takes longer. It
    /// is what `query::ask_parts` asks for.
    ///
    /// # Errors
    /// When the store cannot be read or is damaged.
    pub fn part(&mut self, question: &Question, near: bool) -> crate::error::Result<Graph> {
        (self.near, self.known) = (near, true);
        self.find(question).map_err(|fault| fault.at(self.path))
    }

    /// The part of the graph that a comparison issue by issue needs: who is asked about, and the positions of one and all
    /// others, or of both, on the issues on which they agree or differ as is asked.
    ///
    /// # Errors
    /// Those of [`Asking::part`].
    pub fn part_by_issue(&mut self, question: &Question) -> crate::error::Result<Graph> {
        (self.near, self.known) = (false, true);
        let mut find = || {
            let ends = self.ends(question)?;
            if self.known {
                let holders = match (&ends.actor, &ends.other) {
                    (Some(one), Some(other)) => Some(one | other),
                    _ => None,
                };
                let pair = holders.is_some();
                let mut condition = Condition::default();
                if let (Some(one), Some(other)) = (&ends.actor, &ends.other)
                    && issues::are_kept(self.part.connection)?
                {
                    // What shows a position is the most that is read here, and most issues are one's alone, or both stand
                    // alike on them.
                    let same = if question.asks == Asks::Agreement { "=" } else { "<>" };
                    let query = SHARED_TOPICS.replace("{same}", same);
                    let both = self.part.numbers(&query, [json(one), json(other)])?;
                    condition.among("topic IN ?", &both);
                }
                self.positions(question, &Ends { actor: holders, ..ends }, condition)?;
                if pair {
                    self.part.ends()?;
                }
            }
            self.part.graph()
        };
        find().map_err(|fault| fault.at(self.path))
    }

    fn find(&mut self, question: &Question) -> Result<Graph> {
        match (question.about, question.asks) {
            (About::Offices, _) => self.offices(question)?,
            (About::Positions, Asks::Agreement | Asks::Difference | Asks::Change) => {
                self.comparison(question)?;
            }
            (About::Statements, _) => self.statements(question)?,
            (About::Acts | About::Positions, _) => self.facts(question)?,
        }
        self.part.graph()
    }
}

/// The topics of the issues that both of two lists of entities have positions on, such that a stance of the one and a stance
/// of the other are, or are not, the same.
const SHARED_TOPICS: &str = "
    WITH held (issue, stance, side) AS (
        SELECT DISTINCT issue_topics.issue, position_facts.stance, side.side
        FROM (SELECT value, 1 AS side FROM json_each(?1) UNION ALL SELECT value, 2 FROM json_each(?2)) AS side
        JOIN position_facts ON position_facts.holder = side.value
        JOIN topics ON topics.topic = position_facts.topic
        JOIN issue_topics ON issue_topics.topic = topics.id
    )
    SELECT DISTINCT topics.topic FROM issue_topics JOIN topics ON topics.id = issue_topics.topic
    WHERE issue IN (SELECT a.issue FROM held AS a JOIN held AS b ON b.issue = a.issue
        WHERE a.side = 1 AND b.side = 2 AND a.stance {same} b.stance)";

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

impl Asking<'_> {
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
            if !self.part.add_one_of(&titles)? && self.near {
                self.part.near_offices(title)?;
            }
            condition.and("title IN (SELECT value FROM json_each(?))", titles);
        }
        if !question.titles.is_empty() {
            let all =
                question.titles.iter().map(|title| self.part.titles(|known, asked| known == asked, title));
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
        self.part.ends()
    }

    fn acts(&mut self, question: &Question, ends: &Ends) -> Result<()> {
        let mut condition = Condition::default();
        let turned = question.relations.is_empty()
            || question.relations.iter().any(|relation| relation.is_symmetric());
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
            let rejected = question.is_acceptance().then_some(&RelationKind::Rejected);
            let words: Vec<String> =
                question.relations.iter().chain(rejected).map(|r| format!("'{r}'")).collect();
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
        let found = self.part.facts("position", &condition)?;
        self.part.held(&found)
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
        // Two are compared with each other, on the topics that both have positions on; one with all others, on those
        // that it has.
        let (holders, on) = match (&ends.actor, &ends.other) {
            (Some(one), Some(other)) if question.asks == Asks::Change => (Some(one | other), Vec::new()),
            (Some(one), Some(other)) => (Some(one | other), vec![one, other]),
            (Some(one), None) if question.asks == Asks::Change => (Some(one.clone()), Vec::new()),
            (Some(one), None) => (None, vec![one]),
            _ => (None, Vec::new()),
        };
        let mut condition = Condition::default();
        for one in on {
            condition.among("topic IN (SELECT topic FROM position_facts WHERE holder IN ?)", one);
        }
        self.positions(question, &Ends { actor: holders, ..ends }, condition)?;
        self.part.ends()
    }

    fn statements(&mut self, question: &Question) -> Result<()> {
        let speakers = self.who(question.actor.as_deref())?;
        let (mut words, mut on) = (question.words.clone(), None);
        if question.asks == Asks::Facts && question.thing.is_none() {
            // All that somebody says.
        } else if question.asks == Asks::Facts {
            let about = question.thing.as_deref().unwrap_or_default();
            let known = self.known;
            on = Some(self.thing(about)?);
            // What is quoted may speak of what is no topic.
            self.known = known;
            words = stems(about).into_iter().map(|word| vec![word]).collect();
        } else if words.is_empty() {
            return Ok(());
        }
        if !self.known {
            return Ok(());
        }
        let (mut acts, mut positions) = (Condition::default(), Condition::default());
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
        let (day, since, until) =
            (question.on.as_deref(), question.since.as_deref(), question.until.as_deref());
        acts.period("first", day, day);
        acts.period("first", since, until);
        self.told(question, &mut positions);
        let by_speaker = speakers.is_some();
        let mine = |part: &Part<'_>, kind: &str, condition: &Condition| -> Result<Option<BTreeSet<i64>>> {
            by_speaker.then(|| part.facts(kind, condition)).transpose()
        };
        let (mut of_acts, mut of_positions) =
            (mine(&self.part, "act", &acts)?, mine(&self.part, "position", &positions)?);
        let many = |facts: &Option<BTreeSet<i64>>| facts.as_ref().is_none_or(|facts| facts.len() > FEW);
        if many(&of_acts) || many(&of_positions) {
            let said = self.part.saying(&words, [of_acts.as_ref(), of_positions.as_ref()])?;
            if let Some([mut said_acts, mut said_positions]) = said {
                if let Some((entities, topics)) = &on {
                    said_acts.extend(self.part.acts_among(entities)?);
                    said_acts.extend(self.part.numbers(
                        "SELECT act FROM act_facts WHERE topic IN (SELECT value FROM json_each(?1))",
                        [json(topics)],
                    )?);
                    said_positions.extend(self.part.numbers(
                        "SELECT position FROM position_facts WHERE topic IN (SELECT value FROM json_each(?1))",
                        [json(topics)],
                    )?);
                }
                let within = |of: Option<BTreeSet<i64>>, said: BTreeSet<i64>| match of {
                    Some(of) => &of & &said,
                    None => said,
                };
                of_acts = Some(within(of_acts, said_acts));
                of_positions = Some(within(of_positions, said_positions));
            }
        }
        let all =
            |found: Option<BTreeSet<i64>>, part: &Part<'_>, kind: &str, condition: &Condition| match found {
                Some(found) => Ok(found),
                None => part.facts(kind, condition),
            };
        let acts = all(of_acts, &self.part, "act", &acts)?;
        let positions = all(of_positions, &self.part, "position", &positions)?;
        self.part.add_acts(&acts)?;
        self.part.held(&positions)
    }
}

/// So few facts are read through quicker than their words are looked up.
const FEW: usize = 300;

/// What has a word: rows of quotes, and topics.
struct With {
    quotes: HashSet<i64>,
    topics: BTreeSet<i64>,
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

    /// Adds positions with the other stances of their holders on their topics.
    pub fn held(&mut self, found: &BTreeSet<i64>) -> Result<()> {
        let all = self.numbers(
            "SELECT other.position FROM position_facts one JOIN position_facts other USING (holder, topic) \
             WHERE one.position IN (SELECT value FROM json_each(?1))",
            [json(found)],
        )?;
        self.add_positions(&all)
    }

    /// Acts and positions of whose evidence the quote or the topic has each word in one of its forms, or in one that
    /// begins alike, among those given, where they are; `None` where all have, since a form has no letter.
    fn saying(
        &self,
        words: &[Vec<String>],
        among: [Option<&BTreeSet<i64>>; 2],
    ) -> Result<Option<[BTreeSet<i64>; 2]>> {
        let mut all: Vec<With> = Vec::new();
        for forms in words {
            let Some(with) = self.with_word(forms)? else { continue };
            all.push(with);
        }
        let Some((first, rest)) = all.split_first() else { return Ok(None) };
        let fits = |quote: i64, topic: Option<i64>| {
            let has = |with: &With| {
                with.quotes.contains(&quote) || topic.is_some_and(|topic| with.topics.contains(&topic))
            };
            all.iter().all(has)
        };
        // All words in the quote, or one at the least in the topic.
        let mut quotes: Vec<i64> = first.quotes.iter().copied().collect();
        quotes.retain(|quote| rest.iter().all(|with| with.quotes.contains(quote)));
        quotes.sort_unstable();
        let topics: BTreeSet<i64> = all.iter().flat_map(|with| &with.topics).copied().collect();
        let mut found = [BTreeSet::new(), BTreeSet::new()];
        for ((found, kind), among) in found.iter_mut().zip(["act", "position"]).zip(among) {
            let rows = match among {
                Some(facts) => self.shown(
                    &format!(
                        "SELECT e.{kind}, c.quote, f.topic FROM {kind}_evidence e JOIN {kind}_facts f USING ({kind}) \
                         JOIN {kind}_claims c USING (document, number) \
                         WHERE e.{kind} IN (SELECT value FROM json_each(?1))"
                    ),
                    &json(facts),
                )?,
                None => {
                    let mut rows = self.shown(
                        &format!(
                            "SELECT e.{kind}, c.quote, f.topic FROM quotes q \
                             JOIN {kind}_claims c ON c.document = q.document AND c.quote = q.quote \
                             JOIN {kind}_evidence e ON e.document = c.document AND e.number = c.number \
                             JOIN {kind}_facts f USING ({kind}) WHERE q.quote IN (SELECT value FROM json_each(?1))"
                        ),
                        &json(&quotes),
                    )?;
                    rows.extend(self.shown(
                        &format!(
                            "SELECT e.{kind}, c.quote, f.topic FROM {kind}_facts f JOIN {kind}_evidence e USING ({kind}) \
                             JOIN {kind}_claims c USING (document, number) \
                             WHERE f.topic IN (SELECT value FROM json_each(?1))"
                        ),
                        &json(&topics),
                    )?);
                    rows
                }
            };
            found.extend(
                rows.into_iter().filter(|(_, quote, topic)| fits(*quote, *topic)).map(|(fact, ..)| fact),
            );
        }
        Ok(Some(found))
    }

    /// Facts with the quotes that show them and their topics.
    fn shown(&self, query: &str, numbers: &str) -> Result<Vec<(i64, i64, Option<i64>)>> {
        let mut select = self.connection.prepare_cached(query)?;
        let rows = select.query_map([numbers], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Quotes and topics that have a word in one of its forms; `None` for all, where a form has no letter.
    fn with_word(&self, forms: &[String]) -> Result<Option<With>> {
        let mut starts: BTreeSet<String> = BTreeSet::new();
        for form in forms {
            // One part of a form is enough to find it by; the longest is the rarest.
            let parts = stems(form);
            let Some(part) = parts.iter().max_by_key(|part| part.chars().count()) else { return Ok(None) };
            starts.insert(beginning(part));
        }
        let mut with = With { quotes: HashSet::new(), topics: BTreeSet::new() };
        for start in starts {
            let mut select = self
                .connection
                .prepare_cached("SELECT rowid FROM quotes_search WHERE quotes_search MATCH ?1")?;
            let rows = select.query_map([in_quotes(&start)], |row| row.get(0))?;
            with.quotes.extend(rows.collect::<rusqlite::Result<Vec<i64>>>()?);
            with.topics.extend(self.numbers(
                "SELECT topic FROM topic_phrases WHERE instr(' ' || stems, ?1)",
                [format!(" {start}")],
            )?);
        }
        Ok(Some(with))
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
