//! Actors that a user knows: who is of them gets the name and the identifiers that the user's table has.
//!
//! It is done in the record of each article, before the graph sees it: the graph then joins by identifiers, as it always
//! does, so merging stays a union, and the reason can be told.

use std::collections::{BTreeMap, BTreeSet};

use crate::error::{Error, ErrorKind};
use crate::extract::mention::slug;
use crate::graph::person_words;
use crate::lexicon::Gazetteer;
use crate::schema::{Entity, EntityType, OfficeStatus, PartialDate, Record};

/// What an identifier begins with that is made of the name, where the table has none.
const OWN: &str = "known:";

/// The columns of a table, in order.
const COLUMNS: &str = "name aliases kind identifiers office from to";

/// Actors by their names.
#[derive(Debug, Clone, Default)]
pub struct KnownActors {
    actors: Vec<Actor>,
    /// Actors by each name, folded.
    names: BTreeMap<String, BTreeSet<usize>>,
}

#[derive(Debug, Clone)]
struct Actor {
    name: String,
    kind: Option<EntityType>,
    identifiers: BTreeSet<String>,
    posts: Vec<Post>,
}

/// An office, and when it is held.
#[derive(Debug, Clone)]
struct Post {
    title: String,
    /// Name of what it is of, folded, where the table tells.
    of: Option<String>,
    from: Option<PartialDate>,
    to: Option<PartialDate>,
}

/// A line of a table.
struct Line<'t> {
    actor: Actor,
    aliases: Vec<&'t str>,
}

impl KnownActors {
    /// Adds the lines of a table: name, aliases, kind, identifiers, office, from and to, with tabs between them; of lists
    /// the items have `|` between them. A first line that begins with `name` names the columns in another order; lines that
    /// begin with `#` are passed over. Lines of one name, kind and identifiers are one actor with several offices.
    ///
    /// What is wrong with a line is told with its number; the others are read.
    pub fn add(&mut self, text: &str) -> Vec<Error> {
        let mut errors = Vec::new();
        let known: Vec<&str> = COLUMNS.split(' ').collect();
        let mut columns: Vec<Option<usize>> = (0..known.len()).map(Some).collect();
        let mut first = true;
        for (number, line) in text.lines().enumerate() {
            let mut wrong = |message: String| {
                errors.push(Error::new(ErrorKind::Format, message).at_line(number + 1));
            };
            if line.trim().is_empty() || line.starts_with('#') {
                continue;
            }
            let fields: Vec<&str> = line.split('\t').map(str::trim).collect();
            let is_head = first && fields[0].eq_ignore_ascii_case(known[0]);
            first = false;
            if is_head {
                columns = fields
                    .iter()
                    .map(|field| known.iter().position(|column| field.eq_ignore_ascii_case(column)))
                    .collect();
                for field in
                    fields.iter().zip(&columns).filter(|(_, column)| column.is_none()).map(|(f, _)| f)
                {
                    wrong(format!("the column '{field}' is not known; there are {}", known.join(", ")));
                }
                continue;
            }
            match read(&fields, &columns) {
                Ok(line) => self.put(line),
                Err(message) => wrong(message),
            }
        }
        errors
    }

    fn put(&mut self, Line { actor, aliases }: Line<'_>) {
        let names: Vec<String> = aliases.iter().copied().chain([&*actor.name]).map(folded).collect();
        let same = |other: &Actor| {
            (&other.name, other.kind, &other.identifiers) == (&actor.name, actor.kind, &actor.identifiers)
        };
        let number = match self.actors.iter().position(same) {
            Some(number) => {
                self.actors[number].posts.extend(actor.posts);
                number
            }
            None => {
                self.actors.push(actor);
                self.actors.len() - 1
            }
        };
        for name in names.into_iter().filter(|name| !name.is_empty()) {
            self.names.entry(name).or_default().insert(number);
        }
    }

    /// Gives the entities of a record that are known their names, ids and identifiers.
    pub fn name(&self, record: &mut Record) {
        let found: Vec<Option<usize>> =
            record.entities.iter().map(|entity| self.find(entity, record)).collect();
        for (at, number) in found.into_iter().enumerate() {
            let Some(number) = number else { continue };
            let actor = &self.actors[number];
            let entity = &mut record.entities[at];
            entity.name.clone_from(&actor.name);
            let identifiers = actor.identifiers.iter().cloned().chain(entity.same_as.drain(..));
            entity.same_as = identifiers.collect::<BTreeSet<_>>().into_iter().collect();
            let id = slug(&actor.name);
            // Two of one record that are one keep their ids: the graph joins them.
            if !record.entities.iter().any(|entity| entity.id == id) {
                let old = std::mem::replace(&mut record.entities[at].id, id.clone());
                rename(record, &old, &id);
            }
        }
        record.entities.sort_by(|a, b| a.id.cmp(&b.id));
    }

    /// The one actor that an entity can be: by its name, or by another name in the article where nobody has that one; those
    /// of one name are told apart by their offices. A surname alone is known by the office that its bearer holds.
    fn find(&self, entity: &Entity, record: &Record) -> Option<usize> {
        let named = |name: &str| self.names.get(&folded(name)).into_iter().flatten().copied();
        let fits = |number: &usize| fits(self.actors[*number].kind, entity.kind);
        let mut found: BTreeSet<usize> = named(&entity.name).filter(fits).collect();
        if found.is_empty() {
            let names = entity.mentions.iter().map(|mention| mention.text.as_str());
            let names = names.filter(|name| name.starts_with(char::is_uppercase));
            found = names.flat_map(named).filter(fits).collect();
        }
        if found.is_empty() && entity.kind == EntityType::Person {
            let words = person_words(&entity.name);
            let [surname] = &words[..] else { return None };
            let persons =
                self.actors.iter().enumerate().filter(|(_, actor)| actor.kind == Some(EntityType::Person));
            let bearers = persons.filter(|(_, actor)| {
                let words = person_words(&actor.name);
                words.first() == Some(surname) || words.last() == Some(surname)
            });
            found = bearers
                .map(|(number, _)| number)
                .filter(|number| self.holds(*number, entity, record))
                .collect();
        }
        if found.len() > 1 {
            found.retain(|number| self.holds(*number, entity, record));
        }
        found.first().copied().filter(|_| found.len() == 1)
    }

    /// Whether the article says that the entity holds an office that the actor holds at the time of the article.
    fn holds(&self, actor: usize, entity: &Entity, record: &Record) -> bool {
        let date = record.document.date.as_deref().and_then(PartialDate::parse);
        self.actors[actor].posts.iter().filter(|post| post.is_held(date)).any(|post| {
            let offices = record.offices.iter().filter(|office| office.holder == entity.id);
            let mut current = offices
                .filter(|office| matches!(office.status, OfficeStatus::Current | OfficeStatus::Acting));
            current.any(|office| {
                let of = office.of.as_deref().and_then(|of| record.entities.iter().find(|e| e.id == of));
                let same_body =
                    post.of.as_ref().is_none_or(|body| of.is_some_and(|of| *body == folded(&of.name)));
                same_body && folded(&office.title) == post.title
            })
        })
    }
}

impl Post {
    /// Whether it is held on a date; on none that is not known, where the table tells a time.
    fn is_held(&self, date: Option<PartialDate>) -> bool {
        let (Some(date), true) = (date, self.from.is_some() || self.to.is_some()) else {
            return self.from.is_none() && self.to.is_none();
        };
        // Dates as far as both are known: in a month that is partly within, it may be held.
        let after = self.from.is_none_or(|from| from <= date || date.contains(from) || from.contains(date));
        let before = self.to.is_none_or(|to| date <= to || date.contains(to) || to.contains(date));
        after && before
    }
}

/// A line, by the columns of the table.
fn read<'t>(fields: &[&'t str], columns: &[Option<usize>]) -> Result<Line<'t>, String> {
    if fields.len() > columns.len() {
        return Err(format!("{} fields, and the table has {} columns", fields.len(), columns.len()));
    }
    let field = |column: usize| {
        let at = columns.iter().position(|c| *c == Some(column));
        at.and_then(|at| fields.get(at)).copied().unwrap_or_default()
    };
    let list = |column| field(column).split('|').map(str::trim).filter(|item| !item.is_empty());
    let name = field(0).split_whitespace().collect::<Vec<_>>().join(" ");
    if folded(&name).is_empty() {
        return Err("the name is missing".to_owned());
    }
    let kind = match field(2) {
        "" => None,
        word => Some(word.to_lowercase().parse::<EntityType>().map_err(|_| {
            let kinds = EntityType::ALL.map(EntityType::as_str).join(", ");
            format!("the kind '{word}' is not known; it is one of {kinds}")
        })?),
    };
    let mut identifiers: BTreeSet<String> = list(3).map(str::to_owned).collect();
    if let Some(wrong) = identifiers.iter().find(|id| {
        let parts = id.split_once(':');
        parts.is_none_or(|(scheme, local)| scheme.is_empty() || local.is_empty())
            || id.contains(char::is_whitespace)
    }) {
        return Err(format!("'{wrong}' is no identifier; write it with what it is of, as wikidata:Q57291"));
    }
    if identifiers.is_empty() {
        identifiers.insert(format!("{OWN}{}", slug(&name)));
    }
    let date = |column: usize| match field(column) {
        "" => Ok(None),
        text => PartialDate::parse(text)
            .map(Some)
            .ok_or_else(|| format!("'{text}' is no date; write 2022-09-13, 2022-09 or 2022")),
    };
    let (from, to) = (date(5)?, date(6)?);
    if let (Some(from), Some(to)) = (from, to)
        && from > to
    {
        return Err(format!("{from} is later than {to}"));
    }
    let office = field(4);
    if office.is_empty() && (from.is_some() || to.is_some()) {
        return Err("from and to are of an office, and there is none".to_owned());
    }
    let posts = (!office.is_empty()).then(|| {
        let (title, of) = match office.split_once(" of ") {
            Some((title, of)) => (title, Some(body(of))),
            None => (office, None),
        };
        Post { title: folded(title), of, from, to }
    });
    Ok(Line {
        actor: Actor { name, kind, identifiers, posts: posts.into_iter().collect() },
        aliases: list(1).collect(),
    })
}

/// The name of a country or body, folded, as articles' records have it.
fn body(name: &str) -> String {
    let known = Gazetteer::builtin().lookup(name).into_iter().next();
    folded(known.map_or(name, |known| known.name))
}

/// A name by which spellings are compared.
fn folded(name: &str) -> String {
    person_words(name).concat()
}

/// Whether an actor of the one kind can be an entity of the other.
fn fits(known: Option<EntityType>, kind: EntityType) -> bool {
    let body = |kind| matches!(kind, EntityType::Organization | EntityType::Group);
    known.is_none_or(|known| known == kind || body(known) && body(kind))
}

/// Gives an entity's ends in the facts of a record its new id.
fn rename(record: &mut Record, old: &str, new: &str) {
    let offices = record.offices.iter_mut().flat_map(|o| [Some(&mut o.holder), o.of.as_mut()]);
    let acts = record
        .relations
        .iter_mut()
        .flat_map(|r| [Some(&mut r.source), r.target.as_mut(), r.reported_by.as_mut(), r.place.as_mut()]);
    let positions = record.positions.iter_mut().flat_map(|p| [Some(&mut p.holder), p.reported_by.as_mut()]);
    let speakers =
        record.attributions.iter_mut().filter_map(|a| a.source.as_mut()).map(|s| s.entity.as_mut());
    for end in offices.chain(acts).chain(positions).chain(speakers).flatten() {
        if end == old {
            new.clone_into(end);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str = "# our own\nname\tkind\taliases\tidentifiers\toffice\tfrom\tto\n\
        William Ruto\tperson\tthe Hustler|W. S. Ruto\twikidata:Q1|cow:501\tpresident of Kenya\t2022-09-13\n\
        Zarya Bloc\torganization\tZB\t\n";

    fn record(date: &str, entities: &str, offices: &str) -> Record {
        let text = format!(
            r#"{{"id": "a", "date": "{date}", "entities": [{entities}], "offices": [{offices}], "positions": [],
            "relations": [{{"source": "ruto", "relation": "visited", "target": "kenya", "topic": null, "status": "occurred",
            "reported_by": null, "plover": "CONSULT", "evidence": {{"start": 0, "end": 4, "text": "Ruto"}}}}]}}"#
        );
        serde_json::from_str(&text).unwrap()
    }

    const KENYA: &str = r#"{"id": "kenya", "type": "country", "name": "Kenya", "mentions": []}"#;

    fn ruto(name: &str) -> String {
        format!(r#"{{"id": "ruto", "type": "person", "name": "{name}", "mentions": []}}, {KENYA}"#)
    }

    const OFFICE: &str = r#"{"holder": "ruto", "title": "president", "of": "kenya", "status": "current",
        "evidence": {"start": 0, "end": 4, "text": "Ruto"}}"#;

    fn known() -> KnownActors {
        let mut known = KnownActors::default();
        assert!(known.add(TABLE).is_empty());
        known
    }

    #[test]
    fn a_name_an_alias_or_a_surname_with_its_office_at_that_time_is_known_and_nothing_else() {
        for (name, date, office, is_known) in [
            ("William Ruto", "2010", "", true),
            ("W.S. Ruto", "", "", true),
            ("Ruto", "2024-05-01", OFFICE, true),
            ("Ruto", "2022-09", OFFICE, true),
            ("Ruto", "2020-05-01", OFFICE, false),
            ("Ruto", "", OFFICE, false),
            ("Ruto", "2024-05-01", "", false),
            ("Samoei Ruto", "2024-05-01", OFFICE, false),
        ] {
            let mut record = record(date, &ruto(name), office);
            known().name(&mut record);
            let found = record.entities.iter().find(|e| e.id == "william-ruto");
            assert_eq!(found.is_some(), is_known, "{name} {date}");
            crate::graph::check_record(&record).unwrap();
            if let Some(found) = found {
                assert_eq!(
                    (&*found.name, found.same_as.join(" ")),
                    ("William Ruto", "cow:501 wikidata:Q1".to_owned())
                );
                assert_eq!(record.relations[0].source, "william-ruto");
            }
        }
    }

    #[test]
    fn what_has_no_identifier_gets_one_of_its_name_and_kinds_must_agree() {
        for (kind, is_known) in [("organization", true), ("group", true), ("person", false)] {
            let entity =
                format!(r#"{{"id": "ruto", "type": "{kind}", "name": "ZB", "mentions": []}}, {KENYA}"#);
            let mut record = record("2024", &entity, "");
            known().name(&mut record);
            let found = record.entities.iter().find(|e| e.same_as == ["known:zarya-bloc"]);
            assert_eq!(found.is_some(), is_known, "{kind}");
        }
    }

    #[test]
    fn two_of_one_name_are_told_apart_by_their_offices_or_left_alone() {
        let mut known = KnownActors::default();
        let errors = known.add(
            "John Smith\t\tperson\town:1\tpresident of Kenya\nJohn Smith\t\tperson\town:2\tmayor of Nairobi\n",
        );
        assert!(errors.is_empty(), "{errors:?}");
        for (office, ids) in [(OFFICE, vec!["own:1".to_owned()]), ("", Vec::new())] {
            let mut record = record("2024", &ruto("John Smith"), office);
            known.name(&mut record);
            assert_eq!(record.entities.iter().find(|e| e.kind == EntityType::Person).unwrap().same_as, ids);
        }
    }

    #[test]
    fn what_is_wrong_with_a_line_is_told_and_the_others_are_read() {
        let mut known = KnownActors::default();
        let errors = known.add(
            "name\taliases\tkind\tidentifiers\toffice\tfrom\tto\tage\nA Bee\t\tpersona\nC Dee\t\t\tQ1\nE Eff\t\t\t\t\t2020\n\
             G Aitch\t\t\t\tking\t2021\t2020\nI Jay\t\t\t\tking\tsoon\n\tx\nK Ell\n",
        );
        let told: Vec<(usize, String)> = errors.iter().map(|e| (e.line().unwrap(), e.to_string())).collect();
        let lines: Vec<usize> = told.iter().map(|(line, _)| *line).collect();
        assert_eq!(lines, [1, 2, 3, 4, 5, 6, 7], "{told:?}");
        assert!(told[1].1.contains("'persona'") && told[2].1.contains("wikidata:Q57291"), "{told:?}");
        assert_eq!(known.actors.len(), 1);
    }
}
