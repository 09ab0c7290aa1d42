//! GraphML, CSV and Cypher.

mod common;
#[path = "common/small.rs"]
mod small;

use std::collections::BTreeMap;

use demarche::Span;
use demarche::export::{self, Format};
use demarche::graph::Graph;
use demarche::schema::{EntityType, Quote, RelationKind, Stance};

use small::{act, entity, office, position, quote};

fn written(graph: &Graph, format: Format) -> String {
    let mut out = Vec::new();
    export::write(graph, format, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn small() -> Graph {
    let text = "Macron, the French president, rejected the \"plan\" of Merz. He met Merz.";
    let mut record = small::record("one", Some("2025-08-17"));
    record.entities = vec![
        entity("emmanuel-macron", EntityType::Person, "Emmanuel Macron", &[], &[quote(text, "Macron")]),
        entity("france", EntityType::Country, "France", &["iso3166:FR"], &[quote(text, "French")]),
        entity("friedrich-merz", EntityType::Person, "=Merz()", &[], &[quote(text, "Merz")]),
    ];
    record.offices =
        vec![office("emmanuel-macron", "president", Some("france"), quote(text, "French president"))];
    let words = || quote(text, "rejected the \"plan\" of Merz");
    record.relations = vec![
        act("emmanuel-macron", RelationKind::Rejected, Some("friedrich-merz"), Some("plan"), words()),
        act("emmanuel-macron", RelationKind::Met, Some("friedrich-merz"), None, quote(text, "He met Merz")),
    ];
    record.positions = vec![position("emmanuel-macron", Stance::Against, "plan", words())];
    Graph::from_records([record])
}

/// Rows of a table, as RFC 4180 has them.
fn table(text: &str) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let heads = reader.headers().unwrap().clone();
    let rows = reader.records().map(|row| {
        let row = row.unwrap();
        heads.iter().zip(row.iter()).map(|(head, value)| (head.to_owned(), value.to_owned())).collect()
    });
    rows.collect()
}

#[test]
fn an_act_with_target_and_topic_is_two_edges_of_one_fact() {
    let edges = table(&written(&small(), Format::CsvEdges));
    let ends: Vec<[&str; 6]> = edges
        .iter()
        .map(|edge| ["Source", "Target", "Type", ":TYPE", "kind", "fact"].map(|name| edge[name].as_str()))
        .collect();
    let (macron, merz, plan) = ("entity/emmanuel-macron", "entity/friedrich-merz", "topic/plan");
    let rejected = "act/emmanuel-macron/rejected/friedrich-merz/plan/occurred";
    let met = "act/emmanuel-macron/met/friedrich-merz/-/occurred";
    assert_eq!(
        ends,
        [
            [macron, merz, "Undirected", "MET", "act", met],
            [macron, merz, "Directed", "REJECTED", "act", rejected],
            [macron, plan, "Directed", "REJECTED", "act", rejected],
            [macron, plan, "Directed", "AGAINST", "position", "position/emmanuel-macron/against/plan"],
            [
                macron,
                "entity/france",
                "Directed",
                "HOLDS",
                "office",
                "office/emmanuel-macron/president/france/current"
            ],
        ]
    );
    assert_eq!(edges[1]["quote"], "rejected the \"plan\" of Merz");
    assert_eq!(edges[1]["towards"], "'=Merz()", "no formula");
    assert_eq!((&*edges[1]["documents"], &*edges[1]["first_date"]), ("document/one", "2025-08-17"));
    let nodes = table(&written(&small(), Format::CsvNodes));
    let labels: Vec<[&str; 3]> =
        nodes.iter().map(|node| [":ID", ":LABEL", "offices"].map(|name| node[name].as_str())).collect();
    assert_eq!(
        labels,
        [
            [macron, "Entity;Person", "president of France (current)"],
            ["entity/france", "Entity;Country", ""],
            [merz, "Entity;Person", ""],
            [plan, "Topic", ""],
        ]
    );
}

#[test]
fn tables_are_a_row_a_line_and_run_no_formula_whatever_the_texts_are() {
    let graph = Graph::from_records([small::hostile()]);
    for format in [Format::CsvNodes, Format::CsvEdges] {
        let text = written(&graph, format);
        let rows = table(&text);
        assert_eq!(text.lines().count(), rows.len() + 1);
        assert!(text.split("\r\n").all(|line| !line.contains(char::is_control)));
        for value in rows.iter().flat_map(BTreeMap::values) {
            assert!(!value.trim_start().starts_with(['=', '+', '-', '@']), "{value}");
        }
    }
}

#[test]
fn graphml_declares_the_type_of_each_attribute_and_has_every_end_as_a_node() {
    for graph in
        [small(), Graph::from_records(common::gold_records()), Graph::from_records([small::hostile()])]
    {
        let text = written(&graph, Format::GraphMl);
        let attribute = |line: &str, name: &str| {
            let start = line.find(&format!(" {name}=\"")).map(|at| at + name.len() + 3)?;
            Some(line[start..].split('"').next()?.to_owned())
        };
        let all = |tag: &str, name: &str| -> Vec<String> {
            text.lines()
                .filter(|l| l.trim_start().starts_with(tag))
                .filter_map(|l| attribute(l, name))
                .collect()
        };
        let (nodes, keys) = (all("<node ", "id"), all("<key ", "id"));
        assert_eq!(nodes.len(), graph.entities().count() + graph.topics().count());
        for end in all("<edge ", "source").iter().chain(&all("<edge ", "target")) {
            assert!(nodes.contains(end), "{end}");
        }
        for key in all("<data ", "key") {
            assert!(keys.contains(&key), "{key}");
        }
        assert!(!text.contains(|c: char| c.is_control() && c != '\n' && c < ' ' || c == '\u{ffff}'));
    }
    let text = written(&small(), Format::GraphMl);
    assert!(text.contains("<key id=\"edge_weight\" for=\"edge\" attr.name=\"weight\" attr.type=\"int\"/>"));
    assert!(text.contains("<data key=\"edge_confidence\">1.000</data>"));
    assert!(text.contains("<data key=\"edge_quote\">rejected the &quot;plan&quot; of Merz</data>"));
}

#[test]
fn cypher_merges_nodes_before_what_joins_them_in_batches() {
    let text = written(&small(), Format::Cypher);
    assert!(text.contains(
        "\nCREATE CONSTRAINT demarche_entity_id IF NOT EXISTS FOR (n:Entity) REQUIRE n.id IS UNIQUE;\n"
    ));
    let person = "UNWIND [
  {id: 'entity/emmanuel-macron', name: 'Emmanuel Macron', aliases: ['Macron'], identifiers: []},
  {id: 'entity/friedrich-merz', name: '=Merz()', aliases: ['Merz'], identifiers: []}
] AS row
MERGE (n:Entity {id: row.id})
SET n += row, n:Person;";
    assert!(text.contains(person), "{text}");
    let met = "UNWIND [
  {from: 'entity/emmanuel-macron', to: 'entity/friedrich-merz', acts: ['act/emmanuel-macron/met/friedrich-merz/-/occurred']}
] AS row
MATCH (a:Entity {id: row.from})
MATCH (b:Entity {id: row.to})
MERGE (a)-[r:MET]->(b)
SET r.acts = row.acts;";
    assert!(text.contains(met), "{text}");
    assert!(text.contains("MERGE (a)-[r:REJECTED]->(b)") && text.contains("MATCH (b:Topic {id: row.to})"));
    assert!(text.rfind("MERGE (n:").unwrap() < text.find("MERGE (a)-[").unwrap());
    let large = written(&Graph::from_records(common::gold_records()), Format::Cypher);
    let longest =
        large.split("UNWIND [").map(|batch| batch.lines().filter(|l| l.starts_with("  {")).count()).max();
    assert_eq!(longest, Some(500));
}

#[test]
fn every_relation_is_an_edge_of_its_name_in_each_format_and_a_symmetric_one_has_no_direction() {
    let mut record = small::record("one", None);
    let words = |start: usize| Quote { span: Span::new(start, start + 4), text: "They".to_owned() };
    for (id, name) in [("anna", "Anna"), ("bert", "Bert")] {
        record.entities.push(entity(id, EntityType::Person, name, &[], &[words(0)]));
    }
    for (i, relation) in RelationKind::ALL.into_iter().enumerate() {
        record.relations.push(act("anna", relation, Some("bert"), None, words(i)));
    }
    let graph = Graph::from_records([record]);
    let cypher = written(&graph, Format::Cypher);
    let edges = table(&written(&graph, Format::CsvEdges));
    let graphml = written(&graph, Format::GraphMl);
    for relation in RelationKind::ALL {
        let word = relation.as_str();
        assert!(cypher.contains(&format!("MERGE (a)-[r:{}]->(b)", word.to_uppercase())), "{word}");
        let edge = edges.iter().find(|edge| edge[":TYPE"] == word.to_uppercase()).unwrap();
        assert_eq!(edge["Type"] == "Undirected", relation.is_symmetric(), "{word}: {edge:?}");
        assert!(graphml.contains(&format!(">{word}<")), "{word}");
    }
}

#[test]
fn the_same_graph_is_the_same_file_in_every_format() {
    let records = common::gold_records();
    let (one, other) =
        (Graph::from_records(records.iter().cloned()), Graph::from_records(records.into_iter().rev()));
    for format in Format::ALL {
        assert!(written(&one, format) == written(&other, format), "{format}");
    }
}
