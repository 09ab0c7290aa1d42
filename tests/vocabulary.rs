//! The vocabulary and the shapes, held against what the program writes.

mod common;
#[path = "common/small.rs"]
mod small;

use std::collections::{BTreeMap, BTreeSet};

use demarche::export::{Base, rdf};
use demarche::graph::{Graph, Rulings};
use demarche::schema::{ActStatus, EntityType, OfficeStatus, Plover, RelationKind, Stance};
use oxrdf::{NamedOrBlankNode, Term, Triple};
use oxttl::TurtleParser;

const OWN: &str = "https://w3id.org/demarche/ns#";
const SHACL: &str = "http://www.w3.org/ns/shacl#";

fn read(text: &str) -> Vec<Triple> {
    TurtleParser::new().for_slice(text.as_bytes()).map(|triple| triple.unwrap()).collect()
}

/// Own terms with what the vocabulary says of each, by the last part of the property.
fn vocabulary() -> BTreeMap<String, BTreeMap<String, Vec<String>>> {
    let mut terms: BTreeMap<String, BTreeMap<String, Vec<String>>> = BTreeMap::new();
    for triple in read(include_str!("../data/vocabulary.ttl")) {
        let NamedOrBlankNode::NamedNode(subject) = &triple.subject else { continue };
        let Some(term) = subject.as_str().strip_prefix(OWN) else { continue };
        let property = triple.predicate.as_str().rsplit(['#', '/']).next().unwrap().to_owned();
        let value = match &triple.object {
            Term::NamedNode(node) => node.as_str().to_owned(),
            Term::Literal(text) => text.value().to_owned(),
            other => panic!("{other}"),
        };
        terms.entry(term.to_owned()).or_default().entry(property).or_default().push(value);
    }
    terms
}

/// All IRIs of the graphs of the annotated articles, of hostile texts, and with rulings: properties, and other terms.
fn written() -> (BTreeSet<String>, BTreeSet<String>) {
    let rulings = Rulings::from_toml("same-as = [[\"NATO\", \"the alliance\"]]\n").unwrap();
    let gold = Graph::from_records(common::gold_records()).with_rulings(rulings);
    let (mut properties, mut objects) = (BTreeSet::new(), BTreeSet::new());
    for graph in [gold, Graph::from_records([small::hostile()])] {
        let mut out = Vec::new();
        rdf::write_turtle(&graph, &Base::default(), &mut out).unwrap();
        for triple in read(std::str::from_utf8(&out).unwrap()) {
            properties.insert(triple.predicate.as_str().to_owned());
            if let Term::NamedNode(node) = triple.object {
                objects.insert(node.as_str().to_owned());
            }
        }
    }
    (properties, objects)
}

#[test]
fn every_own_term_that_is_written_has_a_label_an_explanation_and_a_domain() {
    let terms = vocabulary();
    let (properties, objects) = written();
    let own = |iris: &BTreeSet<String>| -> BTreeSet<String> {
        iris.iter().filter_map(|iri| iri.strip_prefix(OWN).map(str::to_owned)).collect()
    };
    for property in own(&properties) {
        let said = terms.get(&property).unwrap_or_else(|| panic!(":{property} is not described"));
        assert!(
            said.contains_key("domain") || said.contains_key("domainIncludes"),
            ":{property} has no domain"
        );
    }
    for term in own(&properties).union(&own(&objects)) {
        let said = terms.get(term).unwrap_or_else(|| panic!(":{term} is not described"));
        let has = |names: [&str; 2]| {
            names.iter().any(|name| said.get(*name).is_some_and(|v| v.len() == 1 && !v[0].is_empty()))
        };
        assert!(has(["label", "prefLabel"]), ":{term} has no label");
        assert!(has(["comment", "definition"]), ":{term} has no explanation");
    }
    assert!(own(&properties).len() > 25 && own(&objects).len() > 20);
}

#[test]
fn every_value_of_the_closed_vocabularies_is_described_and_relations_map_to_plover() {
    let terms = vocabulary();
    let words = RelationKind::ALL.map(RelationKind::as_str).into_iter();
    let words =
        words.chain(ActStatus::ALL.map(ActStatus::as_str)).chain(OfficeStatus::ALL.map(OfficeStatus::as_str));
    for word in words.chain(Stance::ALL.map(Stance::as_str)) {
        assert!(terms.contains_key(word), ":{word} is not described");
    }
    for relation in RelationKind::ALL {
        assert_eq!(terms[relation.as_str()]["plover"], [relation.plover().as_str()], "{relation}");
        let symmetric =
            terms[relation.as_str()]["type"].iter().any(|kind| kind.ends_with("SymmetricProperty"));
        assert_eq!(symmetric, relation.is_symmetric(), "{relation}");
    }
    for category in Plover::ALL {
        assert!(terms["plover"]["comment"][0].contains(category.as_str()), "{category}");
    }
    for kind in EntityType::ALL {
        assert!(terms["kind"]["comment"][0].contains(kind.as_str()), "{kind}");
    }
}

#[test]
fn the_shapes_know_every_class_and_property_that_is_written_and_every_value() {
    let shapes = read(include_str!("../data/shapes.ttl"));
    let of = |property: &str| -> BTreeSet<String> {
        let property = format!("{SHACL}{property}");
        let triples = shapes.iter().filter(|triple| triple.predicate.as_str() == property);
        triples
            .filter_map(|triple| match &triple.object {
                Term::NamedNode(node) => Some(node.as_str().to_owned()),
                _ => None,
            })
            .collect()
    };
    let (paths, classes) = (of("path"), of("targetClass"));
    let (properties, objects) = written();
    for property in properties.iter().filter(|p| !p.ends_with("#type")) {
        assert!(paths.contains(property), "no shape has the property {property}");
    }
    for class in [
        "schema.org/Person",
        "schema.org/NewsArticle",
        "org#Membership",
        "org#Post",
        "core#Concept",
        "oa#SpecificResource",
    ] {
        assert!(classes.iter().any(|known| known.ends_with(class)), "{class}");
        assert!(objects.iter().any(|known| known.ends_with(class)), "{class}");
    }
    let text = include_str!("../data/shapes.ttl");
    for word in RelationKind::ALL.map(RelationKind::as_str) {
        assert!(text.contains(&format!(" :{word} ")), "{word}");
    }
    for category in Plover::ALL.map(Plover::as_str) {
        assert!(text.contains(&format!("\"{category}\"")), "{category}");
    }
}
