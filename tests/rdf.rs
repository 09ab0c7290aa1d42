//! Turtle and N-Quads.

mod common;
#[path = "common/small.rs"]
mod small;

use std::collections::BTreeSet;

use demarche::export::{Base, jsonld, rdf};
use demarche::graph::Graph;
use oxjsonld::JsonLdParser;
use oxrdf::{GraphName, Quad};
use oxttl::{NQuadsParser, TurtleParser};

/// What a reader of the JSON-LD finds: another reading of the file than the one that the writers use.
fn triples_of_jsonld(graph: &Graph, base: &Base) -> BTreeSet<String> {
    let mut out = Vec::new();
    jsonld::write_at(graph, base, &mut out).unwrap();
    JsonLdParser::new().for_slice(&out).map(|quad| triple(quad.unwrap())).collect()
}

fn triple(quad: Quad) -> String {
    Quad { graph_name: GraphName::DefaultGraph, ..quad }.to_string()
}

fn turtle(graph: &Graph, base: &Base) -> String {
    let mut out = Vec::new();
    rdf::write_turtle(graph, base, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn quads(graph: &Graph, base: &Base) -> Vec<Quad> {
    let mut out = Vec::new();
    rdf::write_nquads(graph, base, &mut out).unwrap();
    NQuadsParser::new().for_slice(&out).map(Result::unwrap).collect()
}

fn graphs() -> [Graph; 4] {
    [
        Graph::new(),
        Graph::from_records([common::gold_record("seed-000"), common::gold_record("seed-004")]),
        Graph::from_records(common::gold_records()),
        Graph::from_records([small::hostile()]),
    ]
}

#[test]
fn turtle_nquads_and_jsonld_say_the_same_triples() {
    let own = Base::new("https://example.org/wiretap/").unwrap();
    for graph in graphs() {
        for base in [&Base::default(), &own] {
            let expected = triples_of_jsonld(&graph, base);
            let read = TurtleParser::new();
            let text = turtle(&graph, base);
            let turtle: Vec<String> = read
                .for_slice(text.as_bytes())
                .map(|t| t.unwrap().in_graph(GraphName::DefaultGraph).to_string())
                .collect();
            let count = turtle.len();
            let turtle: BTreeSet<String> = turtle.into_iter().collect();
            let missing: Vec<_> = expected.difference(&turtle).take(5).collect();
            let more: Vec<_> = turtle.difference(&expected).take(5).collect();
            assert!(
                missing.is_empty() && more.is_empty(),
                "not in Turtle: {missing:#?}\nonly there: {more:#?}"
            );
            assert_eq!(count, turtle.len(), "no triple is written twice");
            let quads = quads(&graph, base);
            assert_eq!(quads.len(), quads.iter().collect::<std::collections::HashSet<_>>().len());
            assert_eq!(quads.into_iter().map(triple).collect::<BTreeSet<_>>(), expected);
        }
    }
}

#[test]
fn what_an_article_alone_shows_is_in_its_graph_and_the_rest_in_the_default_graph() {
    let records = [common::gold_record("seed-000"), common::gold_record("seed-004")];
    let both = quads(&Graph::from_records(records.clone()), &Base::default());
    let names: BTreeSet<String> =
        both.iter().filter(|q| !q.graph_name.is_default_graph()).map(|q| q.graph_name.to_string()).collect();
    let id = "https://w3id.org/demarche/id/document";
    assert_eq!(names, BTreeSet::from([format!("<{id}/seed-000>"), format!("<{id}/seed-004>")]));
    let of_evidence =
        ["hasSource", "hasSelector", "#start", "#end", "exact", "wasDerivedFrom", "localId", "mention"];
    for quad in &both {
        let (subject, property) = (quad.subject.to_string(), quad.predicate.as_str());
        if quad.graph_name.is_default_graph() {
            assert!(!of_evidence.iter().any(|term| property.ends_with(term)), "{quad}");
            continue;
        }
        // The words of one article are never in the graph of another.
        let graph = quad.graph_name.to_string();
        let name = graph.trim_matches(['<', '>']).rsplit('/').next().unwrap();
        let whole = quad.to_string();
        assert!(whole.matches(name).count() >= 2, "{whole}");
        assert!(!subject.contains("#char=") || subject.contains(name), "{whole}");
    }
    // The graph of an article is the same, whether it stands alone or among others.
    let [one, _] = records;
    let alone = quads(&Graph::from_records([one]), &Base::default());
    let of = |quads: &[Quad]| -> BTreeSet<String> {
        let shown = |q: &&Quad| {
            q.predicate.as_str().ends_with("exact") && q.graph_name.to_string().contains("seed-000")
        };
        quads.iter().filter(shown).map(ToString::to_string).collect()
    };
    assert!(!of(&alone).is_empty());
    assert_eq!(of(&alone), of(&both));
}

#[test]
fn turtle_is_short_by_prefixes_and_groups_what_is_said_of_one_node() {
    let text = turtle(&Graph::from_records([common::gold_record("seed-000")]), &Base::default());
    assert!(
        text.contains("@prefix org: <http://www.w3.org/ns/org#> .")
            && text.contains("@prefix : <https://w3id.org/demarche/ns#> .")
    );
    assert!(text.contains("\nentity:donald-trump a schema:Person ;\n\t"), "{}", &text[..3_000]);
    let heads: Vec<&str> =
        text.lines().filter(|l| !l.starts_with(['\t', '@'])).filter_map(|l| l.split(' ').next()).collect();
    let subjects: BTreeSet<&str> = heads.iter().copied().collect();
    assert!(heads.len() < subjects.len() * 6 / 5, "{} groups of {} nodes", heads.len(), subjects.len());
}

#[test]
fn the_compact_form_says_nothing_that_the_full_form_does_not_and_leaves_out_no_fact() {
    for graph in graphs() {
        let mut out = Vec::new();
        jsonld::write_compact(&graph, &Base::default(), &mut out).unwrap();
        let compact: BTreeSet<String> =
            JsonLdParser::new().for_slice(&out).map(|quad| triple(quad.unwrap())).collect();
        let full = triples_of_jsonld(&graph, &Base::default());
        let more: Vec<_> = compact.difference(&full).take(5).collect();
        assert!(more.is_empty(), "{more:#?}");
        for term in ["demarche/ns#relation>", "demarche/ns#stance>", "org#member>", "prov#wasAttributedTo>"] {
            let count = |triples: &BTreeSet<String>| triples.iter().filter(|t| t.contains(term)).count();
            assert_eq!(count(&compact), count(&full), "{term}");
        }
        let text = String::from_utf8(out).unwrap();
        let value: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(value["actors"].as_array().unwrap().len(), graph.entities().count());
        let acts = value["actors"].as_array().unwrap().iter().filter_map(|a| a["acts"].as_array()).flatten();
        assert!(acts.clone().all(|act| act["evidence"][0]["selector"]["exact"].is_string()));
        assert_eq!(acts.count(), graph.acts().count());
        let error = jsonld::read(&text).unwrap_err();
        assert!(error.to_string().contains("a compact graph is for other programs"), "{error}");
    }
}
