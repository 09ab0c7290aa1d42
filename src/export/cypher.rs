//! Cypher for Neo4j: statements that make the graph there, and make it no twice.
//!
//! Everything is a node as in the JSON-LD: `Entity` (with its kind as a second label), `Topic`, `Document`, `Office`,
//! `Act`, `Position`. A fact is joined to its ends (`SOURCE`, `TARGET`, `TOPIC`, `HOLDER`, `OF`, `REPORTED_BY`,
//! `PLACE`), a topic to broader ones (`BROADER`), and each fact by `EVIDENCE_IN` with the quote to the articles that show it. An act that an article itself says
//! has happened is also a plain relationship from its actor (`MET`, `REJECTED`, …) to the other end and to the topic.
//!
//! The statements need no parameters, so `cypher-shell < graph.cypher` runs them; rows come in lists, since a
//! transaction for each would take hours.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::io;

use crate::graph::{Evidence, Graph};
use crate::schema::{ActStatus, EntityType};

/// Rows of one statement.
const BATCH: usize = 500;

/// Writes a graph as Cypher. The same graph gives the same bytes.
///
/// # Errors
/// Those of `out`.
pub fn write(graph: &Graph, out: &mut dyn io::Write) -> io::Result<()> {
    writeln!(out, "// A graph that Demarche made. To load it into Neo4j: cypher-shell < graph.cypher")?;
    for label in ["Entity", "Topic", "Document", "Office", "Act", "Position"] {
        let name = label.to_lowercase();
        writeln!(
            out,
            "CREATE CONSTRAINT demarche_{name}_id IF NOT EXISTS FOR (n:{label}) REQUIRE n.id IS UNIQUE;"
        )?;
    }
    nodes(graph, out)?;
    ends(graph, out)?;
    evidence(graph, out)?;
    plain(graph, out)
}

fn nodes(graph: &Graph, out: &mut dyn io::Write) -> io::Result<()> {
    let documents = graph.documents().map(|document| {
        let entry = &document.entry;
        Row::of(&document.id)
            .text("name", &entry.id)
            .maybe("title", entry.title.as_deref())
            .maybe("date", entry.date.as_deref())
            .maybe("url", entry.url.as_deref())
            .maybe("publisher", entry.publisher.as_deref())
            .maybe("story", document.story.as_deref())
            .maybe("sha256", Some(entry.sha256.as_str()).filter(|digest| !digest.is_empty()))
    });
    merge("Document", "", documents.collect(), out)?;
    for (kind, label) in [
        (EntityType::Person, ":Person"),
        (EntityType::Country, ":Country"),
        (EntityType::Region, ":Region"),
        (EntityType::City, ":City"),
        (EntityType::Organization, ":Organization"),
        (EntityType::Group, ":Group"),
    ] {
        let entities = graph.entities().map(|entity| entity.node()).filter(|entity| entity.kind == kind);
        let rows = entities.map(|entity| {
            Row::of(&entity.id)
                .text("name", &entity.name)
                .list("aliases", &entity.aliases)
                .list("identifiers", &entity.identifiers)
        });
        merge("Entity", label, rows.collect(), out)?;
    }
    let topics = graph.topics().map(|topic| {
        let node = topic.node();
        Row::of(&node.id)
            .text("name", &node.label)
            .list("variants", &node.variants)
            .list("heads", &node.heads)
    });
    merge("Topic", "", topics.collect(), out)?;
    let offices = graph.offices().map(|office| {
        let (node, dates) = (office.node(), office.dates());
        Row::of(&node.id)
            .text("title", &node.title)
            .text("status", node.status.as_str())
            .maybe("firstDate", dates.map(|(first, _)| first))
            .maybe("lastDate", dates.map(|(_, last)| last))
            .number("confidence", office.confidence())
            .count("independentDocuments", office.independent_documents())
    });
    merge("Office", "", offices.collect(), out)?;
    let acts = graph.acts().map(|act| {
        let node = act.node();
        let plover: Vec<&str> = node.plover.iter().map(|plover| plover.as_str()).collect();
        Row::of(&node.id)
            .text("relation", node.relation.as_str())
            .text("status", node.status.as_str())
            .maybe("date", node.date.as_deref())
            .list("plover", &plover)
            .number("confidence", act.confidence())
            .count("independentDocuments", act.independent_documents())
    });
    merge("Act", "", acts.collect(), out)?;
    let positions = graph.positions().map(|position| {
        let (node, dates) = (position.node(), position.dates());
        Row::of(&node.id)
            .text("stance", node.stance.as_str())
            .maybe("firstDate", dates.map(|(first, _)| first))
            .maybe("lastDate", dates.map(|(_, last)| last))
            .number("confidence", position.confidence())
            .count("independentDocuments", position.independent_documents())
    });
    merge("Position", "", positions.collect(), out)
}

fn ends(graph: &Graph, out: &mut dyn io::Write) -> io::Result<()> {
    let id = |entity: crate::graph::EntityRef<'_>| entity.id().to_owned();
    let acts = || graph.acts().map(|act| (act.id(), act));
    let positions = || graph.positions().map(|position| (position.id(), position));
    let offices = || graph.offices().map(|office| (office.id(), office));
    let mut join = |from: &str, kind: &str, to: &str, pairs: Vec<(&str, String)>| {
        let rows = pairs.iter().map(|(from, to)| Row::empty().text("from", from).text("to", to)).collect();
        relate(from, &format!("MERGE (a)-[:{kind}]->(b)"), to, rows, out)
    };
    join("Office", "HOLDER", "Entity", offices().map(|(from, o)| (from, id(o.holder()))).collect())?;
    join("Office", "OF", "Entity", offices().filter_map(|(from, o)| Some((from, id(o.of()?)))).collect())?;
    let broader = graph.topics().flat_map(|t| t.broader().map(move |b| (t.id(), b.id().to_owned())));
    join("Topic", "BROADER", "Topic", broader.collect())?;
    join("Act", "SOURCE", "Entity", acts().map(|(from, a)| (from, id(a.source()))).collect())?;
    join("Act", "TARGET", "Entity", acts().filter_map(|(from, a)| Some((from, id(a.target()?)))).collect())?;
    let about = acts().filter_map(|(from, a)| Some((from, a.topic()?.id().to_owned())));
    join("Act", "TOPIC", "Topic", about.collect())?;
    join(
        "Act",
        "REPORTED_BY",
        "Entity",
        acts().filter_map(|(from, a)| Some((from, id(a.reporter()?)))).collect(),
    )?;
    join(
        "Act",
        "PLACE",
        "Entity",
        acts().flat_map(|(from, a)| a.places().map(move |p| (from, id(p)))).collect(),
    )?;
    join("Position", "HOLDER", "Entity", positions().map(|(from, p)| (from, id(p.holder()))).collect())?;
    join(
        "Position",
        "TOPIC",
        "Topic",
        positions().map(|(from, p)| (from, p.topic().id().to_owned())).collect(),
    )?;
    let reported = positions().filter_map(|(from, p)| Some((from, id(p.reporter()?))));
    join("Position", "REPORTED_BY", "Entity", reported.collect())
}

fn evidence(graph: &Graph, out: &mut dyn io::Write) -> io::Result<()> {
    let name = |id: &str| graph.entity(id).map(|entity| entity.name().to_owned());
    let rows = |fact: &str, evidence: &[Evidence]| -> Vec<Row> {
        let rows = evidence.iter().map(|e| {
            let speakers: Vec<String> = e.speakers.iter().filter_map(|speaker| name(speaker)).collect();
            Row::empty()
                .text("from", fact)
                .text("to", &e.document)
                .count("start", e.quote.span.start)
                .count("end", e.quote.span.end)
                .text("quote", &e.quote.text)
                .number("confidence", e.confidence)
                .list("speakers", &speakers)
        });
        rows.collect()
    };
    let statement = "MERGE (a)-[e:EVIDENCE_IN {start: row.start, end: row.end, quote: row.quote}]->(b)\n\
                     SET e.confidence = row.confidence, e.speakers = row.speakers";
    let offices = graph.offices().flat_map(|office| rows(office.id(), &office.node().evidence));
    relate("Office", statement, "Document", offices.collect(), out)?;
    let acts = graph.acts().flat_map(|act| rows(act.id(), &act.node().evidence));
    relate("Act", statement, "Document", acts.collect(), out)?;
    let positions = graph.positions().flat_map(|position| rows(position.id(), &position.node().evidence));
    relate("Position", statement, "Document", positions.collect(), out)
}

/// One relationship for all acts of a relation between two nodes.
fn plain(graph: &Graph, out: &mut dyn io::Write) -> io::Result<()> {
    let mut pairs: BTreeMap<_, BTreeMap<(&str, &str), BTreeSet<&str>>> = BTreeMap::new();
    for act in graph.acts().filter(|act| act.reporter().is_none() && act.node().status == ActStatus::Occurred)
    {
        let target = act.target().map(|target| ("Entity", target.id()));
        for (label, end) in target.into_iter().chain(act.topic().map(|topic| ("Topic", topic.id()))) {
            let pairs = pairs.entry((act.node().relation, label)).or_default();
            pairs.entry((act.source().id(), end)).or_default().insert(act.id());
        }
    }
    for ((relation, label), pairs) in pairs {
        let rows = pairs.into_iter().map(|((from, to), acts)| {
            let acts: Vec<&str> = acts.into_iter().collect();
            Row::empty().text("from", from).text("to", to).list("acts", &acts)
        });
        let kind = relation.as_str().to_uppercase();
        let statement = format!("MERGE (a)-[r:{kind}]->(b)\nSET r.acts = row.acts");
        relate("Entity", &statement, label, rows.collect(), out)?;
    }
    Ok(())
}

fn merge(label: &str, more: &str, rows: Vec<Row>, out: &mut dyn io::Write) -> io::Result<()> {
    let labels = if more.is_empty() { String::new() } else { format!(", n{more}") };
    unwind(rows, &format!("MERGE (n:{label} {{id: row.id}})\nSET n += row{labels}"), out)
}

fn relate(from: &str, statement: &str, to: &str, rows: Vec<Row>, out: &mut dyn io::Write) -> io::Result<()> {
    let ends = format!("MATCH (a:{from} {{id: row.from}})\nMATCH (b:{to} {{id: row.to}})");
    unwind(rows, &format!("{ends}\n{statement}"), out)
}

fn unwind(rows: Vec<Row>, statement: &str, out: &mut dyn io::Write) -> io::Result<()> {
    rows.chunks(BATCH).try_for_each(|rows| {
        let rows: Vec<String> = rows.iter().map(|row| format!("  {{{}}}", row.0)).collect();
        writeln!(out, "UNWIND [\n{}\n] AS row\n{statement};", rows.join(",\n"))
    })
}

/// A map literal, without its braces.
struct Row(String);

impl Row {
    fn empty() -> Self {
        Self(String::new())
    }

    fn of(id: &str) -> Self {
        Self::empty().text("id", id)
    }

    fn put(mut self, key: &str, value: &str) -> Self {
        let between = if self.0.is_empty() { "" } else { ", " };
        // Writing to a string cannot fail.
        let _ = write!(self.0, "{between}{key}: {value}");
        self
    }

    fn text(self, key: &str, text: &str) -> Self {
        self.put(key, &literal(text))
    }

    fn maybe(self, key: &str, text: Option<&str>) -> Self {
        match text {
            Some(text) => self.text(key, text),
            None => self,
        }
    }

    fn list(self, key: &str, items: &[impl AsRef<str>]) -> Self {
        let items: Vec<String> = items.iter().map(|item| literal(item.as_ref())).collect();
        self.put(key, &format!("[{}]", items.join(", ")))
    }

    fn count(self, key: &str, count: usize) -> Self {
        self.put(key, &count.to_string())
    }

    fn number(self, key: &str, number: f64) -> Self {
        self.put(key, &format!("{number:.3}"))
    }
}

/// A string literal: all but printable text is escaped as the openCypher grammar has it.
fn literal(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('\'');
    for c in text.chars() {
        match c {
            '\'' => out.push_str("\\'"),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            // No store of properties keeps it.
            '\0' => out.push_str("\\uFFFD"),
            // Also what turns the direction of the text behind it, for whoever reads the file.
            c if c.is_control() || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}') => {
                let _ = write!(out, "\\u{:04X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('\'');
    out
}

#[cfg(test)]
mod tests {
    use super::literal;

    #[test]
    fn a_string_ends_where_it_should() {
        assert_eq!(literal("d'Évian \\' } ) DETACH"), "'d\\'Évian \\\\\\' } ) DETACH'");
        assert_eq!(literal("a\r\n\tb\0\u{7f}\u{202e}"), "'a\\r\\n\\tb\\uFFFD\\u007F\\u202E'");
        assert_eq!(literal("\\u0027"), "'\\\\u0027'");
    }
}
