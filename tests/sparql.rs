//! Queries in SPARQL.

mod common;
#[path = "common/small.rs"]
mod small;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::time::Duration;

use demarche::export::{Base, rdf};
use demarche::graph::Graph;
use demarche::sparql::{Dataset, Limits, Results, Rows, Term, query};
use oxrdf::{GraphName, Quad};
use oxttl::{NQuadsParser, TurtleParser};

static GOLD: LazyLock<Dataset> =
    LazyLock::new(|| Dataset::new(&Graph::from_records(common::gold_records()), &Base::default()));

fn run(dataset: &Dataset, text: &str) -> Results {
    query(dataset, text, &Limits::default()).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

fn select(dataset: &Dataset, text: &str) -> Rows {
    match run(dataset, text) {
        Results::Rows(rows) => rows,
        other => panic!("{text}: {other:?}"),
    }
}

/// The rows as people read them.
fn short(rows: &Rows) -> Vec<Vec<String>> {
    let text =
        |term: &Option<Term>| term.as_ref().map_or_else(String::new, |term| GOLD.prefixes().short(term));
    rows.rows.iter().map(|row| row.iter().map(text).collect()).collect()
}

/// The two articles of the annotated ones that tell of the same days, and a record of hostile texts.
fn graphs() -> [Graph; 2] {
    [
        Graph::from_records([common::gold_record("seed-000"), common::gold_record("seed-004")]),
        Graph::from_records([small::hostile()]),
    ]
}

fn quads(graph: &Graph) -> Vec<Quad> {
    let mut out = Vec::new();
    rdf::write_nquads(graph, &Base::default(), &mut out).unwrap();
    NQuadsParser::new().for_slice(&out).map(Result::unwrap).collect()
}

fn worked() -> Vec<(String, PathBuf)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/queries");
    let mut found: Vec<(String, PathBuf)> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "rq"))
        .map(|path| (path.file_stem().unwrap().to_str().unwrap().to_owned(), path))
        .collect();
    found.sort();
    assert!(found.len() >= 10, "the worked queries are missing");
    found
}

#[test]
fn the_worked_queries_find_these_rows_in_the_annotated_articles() {
    let mut wrong = Vec::new();
    for (name, path) in worked() {
        let rows = select(&GOLD, &fs::read_to_string(&path).unwrap());
        let mut csv = Vec::new();
        rows.write_csv(str::to_owned, &mut csv).unwrap();
        let found = String::from_utf8(csv).unwrap().replace("\r\n", "\n");
        assert!(!rows.rows.is_empty(), "{name} finds nothing");
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/queries/{name}.csv"));
        let expected = fs::read_to_string(&file).unwrap_or_default();
        if found != expected {
            let (found, expected): (BTreeSet<&str>, BTreeSet<&str>) =
                (found.lines().collect(), expected.lines().collect());
            wrong.push(format!(
                "{name}: not found any more: {:#?}\n{name}: new: {:#?}",
                expected.difference(&found).take(5).collect::<Vec<_>>(),
                found.difference(&expected).take(5).collect::<Vec<_>>()
            ));
        }
    }
    assert!(
        wrong.is_empty(),
        "{}\nif these rows are right: cargo run --example export_gold -- jsonld > gold.jsonld, then for each \
         demarche query gold.jsonld --file data/queries/NAME.rq --csv | tr -d '\\r' > tests/queries/NAME.csv",
        wrong.join("\n")
    );
}

#[test]
fn the_worked_queries_say_what_they_ask_and_declare_what_they_use() {
    for (name, path) in worked() {
        let text = fs::read_to_string(path).unwrap();
        assert!(text.starts_with("# "), "{name} does not say what it asks");
        assert!(text.contains("ORDER BY"), "{name} leaves the order of its rows open");
        // Other tools know none of our prefixes.
        spargebra::SparqlParser::new().parse_query(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
    }
}

#[test]
fn every_statement_is_found_by_any_of_its_parts() {
    for graph in graphs() {
        let all = quads(&graph);
        let dataset = Dataset::new(&graph, &Base::default());
        let triples: BTreeSet<_> = all
            .iter()
            .map(|q| (q.subject.to_string(), q.predicate.to_string(), q.object.to_string()))
            .collect();
        assert_eq!(dataset.len(), triples.len());
        for quad in all.iter().step_by(all.len() / 12) {
            for known in 0..16_u8 {
                let part = |bit: u8, term: String, variable: &str| {
                    if known >> bit & 1 == 1 { term } else { variable.to_owned() }
                };
                let pattern = format!(
                    "{} {} {}",
                    part(0, quad.subject.to_string(), "?s"),
                    part(1, quad.predicate.to_string(), "?p"),
                    part(2, quad.object.to_string(), "?o")
                );
                let fits = |other: &&Quad| {
                    (known & 1 == 0 || other.subject == quad.subject)
                        && (known & 2 == 0 || other.predicate == quad.predicate)
                        && (known & 4 == 0 || other.object == quad.object)
                };
                let is_named = quad.graph_name != GraphName::DefaultGraph;
                let (text, expected) = if known & 8 == 0 {
                    let expected: BTreeSet<String> = all
                        .iter()
                        .filter(fits)
                        .map(|other| {
                            Quad { graph_name: GraphName::DefaultGraph, ..other.clone() }.to_string()
                        })
                        .collect();
                    (format!("SELECT (COUNT(*) AS ?n) {{ {pattern} }}"), expected.len())
                } else if is_named {
                    let count =
                        all.iter().filter(fits).filter(|other| other.graph_name == quad.graph_name).count();
                    (
                        format!("SELECT (COUNT(*) AS ?n) {{ GRAPH {} {{ {pattern} }} }}", quad.graph_name),
                        count,
                    )
                } else {
                    let named = |other: &&Quad| other.graph_name != GraphName::DefaultGraph;
                    let count = all.iter().filter(fits).filter(named).count();
                    (format!("SELECT (COUNT(*) AS ?n) {{ GRAPH ?g {{ {pattern} }} }}"), count)
                };
                assert_eq!(short(&select(&dataset, &text)), [[expected.to_string()]], "{text}");
            }
        }
    }
}

#[test]
fn a_query_sees_all_graphs_and_graph_and_from_choose_among_them() {
    let count = |text: &str| select(&GOLD, text).rows[0][0].as_ref().unwrap().to_string();
    let quotes = count("SELECT (COUNT(?q) AS ?n) { ?place oa:exact ?q }");
    assert_eq!(count("SELECT (COUNT(?q) AS ?n) { GRAPH ?article { ?place oa:exact ?q } }"), quotes);
    let one = count("SELECT (COUNT(?q) AS ?n) { GRAPH <document/seed-000> { ?place oa:exact ?q } }");
    assert_ne!(one, quotes);
    assert_eq!(count("SELECT (COUNT(?q) AS ?n) FROM <document/seed-000> { ?place oa:exact ?q }"), one);
    let named = select(&GOLD, "SELECT DISTINCT ?g { GRAPH ?g {} }");
    assert_eq!(named.rows.len(), common::gold_records().len());
    let catalogue = "SELECT * { GRAPH ?g { ?article a schema:NewsArticle } }";
    assert!(select(&GOLD, catalogue).rows.is_empty(), "what belongs to all is in no article's graph");
}

#[test]
fn prefixes_and_base_are_there_undeclared_and_may_be_declared_anew() {
    let name = vec![vec!["Germany".to_owned()]];
    for text in [
        "SELECT ?name { <entity/germany> schema:name ?name }",
        "SELECT ?name { entity:germany schema:name ?name ; rdf:type schema:Country }",
        "PREFIX e: <entity/> SELECT ?name { e:germany schema:name ?name }",
        "BASE <https://w3id.org/demarche/> SELECT ?name { <id/entity/germany> schema:name ?name }",
        "PREFIX schema: <https://schema.org/na> SELECT ?name { entity:germany schema:me ?name }",
    ] {
        assert_eq!(short(&select(&GOLD, text)), name, "{text}");
    }
    let own = Base::new("https://example.org/kg/").unwrap();
    let dataset = Dataset::new(&graphs()[0], &own);
    let rows = select(&dataset, "SELECT ?who { ?who :met <entity/vladimir-putin> }");
    assert_eq!(rows.rows[0][0].as_ref().unwrap().to_string(), "<https://example.org/kg/entity/donald-trump>");
}

#[test]
fn rows_without_an_order_are_sorted_and_rows_with_one_are_left_so() {
    let names = "SELECT ?name { ?person a schema:Person ; schema:name ?name }";
    let sorted = short(&select(&GOLD, names));
    assert!(sorted.len() > 100 && sorted.is_sorted());
    let reversed = short(&select(&GOLD, &format!("{names} ORDER BY DESC(?name)")));
    assert!(reversed.iter().rev().is_sorted() && reversed.len() == sorted.len());
}

#[test]
fn dates_are_compared_and_numbers_counted() {
    let rows = select(
        &GOLD,
        "SELECT ?name { ?article schema:datePublished ?date ; schema:identifier ?name
                        FILTER(?date >= \"2025-08-01\"^^xsd:date && YEAR(?date) = 2025) }",
    );
    let names: Vec<String> = short(&rows).into_iter().flatten().collect();
    assert!(
        names.contains(&"seed-000".to_owned()) && names.len() < common::gold_records().len(),
        "{names:?}"
    );
    let rows = select(&GOLD, "SELECT (MAX(?n) AS ?most) { ?fact :independentDocuments ?n }");
    assert_eq!(short(&rows), [["8"]]);
}

#[test]
fn more_than_the_limit_is_told() {
    let limits = |rows| Limits { rows: Some(rows), time: None };
    let text = "SELECT ?a ?b { ?a ?x ?y . ?b ?z ?w }";
    let Results::Rows(rows) = query(&GOLD, text, &limits(5)).unwrap() else { panic!("a SELECT query") };
    assert!(rows.rows.len() == 5 && rows.more);
    let text = "SELECT ?a { ?a a schema:NewsArticle } LIMIT 3";
    let results = query(&GOLD, text, &limits(3)).unwrap();
    assert!(!results.more() && !results.is_empty());
    let results = query(&GOLD, "CONSTRUCT WHERE { ?a ?b ?c }", &limits(7)).unwrap();
    let Results::Triples(triples) = &results else { panic!("a CONSTRUCT query") };
    assert!(triples.triples.len() == 7 && results.more());
}

#[test]
fn a_query_that_explodes_is_given_up_in_time() {
    // What these would take is beyond any machine, so the test does not depend on how fast this one is.
    let limits = Limits { rows: None, time: Some(Duration::from_millis(100)) };
    for text in [
        "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
        "SELECT (COUNT(*) AS ?n) { ?a (!:x|!^:x)+ ?b . ?c (!:x|!^:x)+ ?d . ?e ?f ?g }",
    ] {
        let error = query(&GOLD, text, &limits).unwrap_err();
        assert!(error.to_string().starts_with("the query was given up after 0.1 seconds"), "{error}");
    }
    let dataset = Dataset::new(&graphs()[0], &Base::default());
    select(&dataset, "SELECT * { ?a ?b ?c }");
    assert_eq!(dataset.running(), 0);
    query(&dataset, "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", &limits).unwrap_err();
    assert_eq!(dataset.running(), 1, "a query that multiplies runs on for a while");
}

#[test]
fn blank_nodes_are_numbered_so_that_two_runs_give_the_same_bytes() {
    let turtle = || {
        let text = "CONSTRUCT { [] :about ?who ; :note [ rdfs:label ?name ] } { ?who a schema:Person ; schema:name ?name }";
        let Results::Triples(triples) = run(&GOLD, text) else { panic!("a CONSTRUCT query") };
        let mut out = Vec::new();
        triples.write_turtle(GOLD.prefixes(), &mut out).unwrap();
        String::from_utf8(out).unwrap()
    };
    let first = turtle();
    assert_eq!(first, turtle());
    assert!(first.contains("_:b0 ") && !first.contains("@prefix org:"), "{}", &first[..500]);
    assert!(TurtleParser::new().for_slice(first.as_bytes()).all(|triple| triple.is_ok()));
    let rows = "SELECT (BNODE() AS ?node) ?name { ?who a schema:Country ; schema:name ?name } LIMIT 20";
    assert_eq!(select(&GOLD, rows), select(&GOLD, rows));
}

#[test]
fn a_description_is_what_the_graph_says_of_a_node() {
    let Results::Triples(described) = run(&GOLD, "DESCRIBE <entity/germany>") else { panic!("triples") };
    let rows = select(&GOLD, "SELECT * { <entity/germany> ?p ?o }");
    assert_eq!(described.triples.len(), rows.rows.len());
    assert!(described.triples.iter().all(|t| t.subject.to_string().ends_with("entity/germany>")));
}

#[test]
fn results_are_written_in_the_standard_formats() {
    let rows = select(
        &GOLD,
        "SELECT ?iri ?text ?number ?none { VALUES (?iri ?text ?number) { (:met \"=1+1, \\\"so\\\"\" -2) } }",
    );
    let mut json = Vec::new();
    rows.write_json(&mut json).unwrap();
    let json: serde_json::Value = serde_json::from_slice(&json).unwrap();
    assert_eq!(
        json,
        serde_json::json!({
            "head": {"vars": ["iri", "text", "number", "none"]},
            "results": {"bindings": [{
                "iri": {"type": "uri", "value": "https://w3id.org/demarche/ns#met"},
                "text": {"type": "literal", "value": "=1+1, \"so\""},
                "number": {"type": "literal", "value": "-2", "datatype": "http://www.w3.org/2001/XMLSchema#integer"}
            }]}
        })
    );
    let mut csv = Vec::new();
    rows.write_csv(|text| format!("'{text}"), &mut csv).unwrap();
    assert_eq!(
        String::from_utf8(csv).unwrap(),
        "iri,text,number,none\r\nhttps://w3id.org/demarche/ns#met,\"'=1+1, \"\"so\"\"\",-2,\r\n"
    );
}

/// The parser and the engine call themselves for each step of these, and plan in the square of their number.
#[test]
fn long_chains_are_refused_and_the_longest_that_are_not_are_answered() {
    let chains: [&dyn Fn(usize) -> String; 9] = [
        &|n| format!("SELECT (1{} AS ?n) {{}}", "+1".repeat(n)),
        &|n| format!("SELECT * {{ ?s ?p ?o FILTER(?o = 1{}) }}", " || ?o = 1".repeat(n)),
        &|n| format!("SELECT * {{ {{}}{} }}", " UNION { ?s :x ?o }".repeat(n)),
        &|n| format!("SELECT * {{ ?s :x{} ?o }}", "/:x".repeat(n)),
        &|n| format!("SELECT * {{ ?s :x{} ?o }}", "|:x".repeat(n)),
        &|n| format!("SELECT * {{ {} }}", "OPTIONAL { ?s :x ?o } ".repeat(n)),
        &|n| format!("SELECT * {{ {} }}", "?s :x ?o . ".repeat(n)),
        &|n| format!("SELECT * {{ {} }}", "FILTER(?o) ".repeat(n)),
        &|n| format!("SELECT * {{ {} }}", "MINUS { ?s :x ?o } ".repeat(n)),
    ];
    for chain in chains {
        let told = query(&GOLD, &chain(2_900), &Limits::default()).unwrap_err().to_string();
        assert!(told.contains("more than 2000 patterns and operators"), "{told}");
        query(&GOLD, &chain(100), &Limits::default()).unwrap();
    }
    let many = format!(
        "SELECT * {{ VALUES ?n {{ {} }} FILTER(?n IN ({})) }}",
        "1 ".repeat(9_000),
        vec!["1"; 9_000].join(",")
    );
    assert_eq!(select(&GOLD, &many).rows.len(), 9_000);
}
