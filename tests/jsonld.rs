//! The saved form.

mod common;
#[path = "common/small.rs"]
mod small;

use std::collections::BTreeSet;

use demarche::ErrorKind;
use demarche::export::jsonld;
use demarche::graph::{Graph, RulingKind, Rulings};
use demarche::schema::{
    Attribution, EntityType, LEAD_VALUES, Plover, Quote, Record, RelationKind, Sketch, Speaker, Stance,
    WHOLE_VALUES,
};
use oxjsonld::JsonLdParser;

use small::{act, entity, office, position, quote};

fn saved(graph: &Graph) -> String {
    let mut out = Vec::new();
    jsonld::write(graph, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn triples(text: &str) -> BTreeSet<String> {
    let quads = JsonLdParser::new().for_slice(text.as_bytes());
    quads.map(|quad| quad.unwrap_or_else(|error| panic!("{error}")).to_string()).collect()
}

fn small_record() -> Record {
    let text = "Macron met Merz in Évian. French President Macron rejected the plan, Merz said.";
    let mut record = small::record("one", Some("2025-08-17"));
    record.document.publisher = Some("The Courier".to_owned());
    record.document.fields.insert("section".to_owned(), "World".into());
    record.entities = vec![
        entity("emmanuel-macron", EntityType::Person, "Emmanuel Macron", &[], &[quote(text, "Macron")]),
        entity("evian", EntityType::City, "Evian", &["geonames:3019265"], &[quote(text, "Évian")]),
        entity(
            "france",
            EntityType::Country,
            "France",
            &["iso3166:FR", "wikidata:Q142"],
            &[quote(text, "French")],
        ),
        entity("friedrich-merz", EntityType::Person, "Friedrich Merz", &[], &[quote(text, "Merz")]),
    ];
    record.offices =
        vec![office("emmanuel-macron", "president", Some("france"), quote(text, "French President Macron"))];
    let mut met = act(
        "friedrich-merz",
        RelationKind::Met,
        Some("emmanuel-macron"),
        None,
        quote(text, "Macron met Merz in Évian"),
    );
    met.place = Some("evian".to_owned());
    met.date = Some("2025-08".to_owned());
    let mut rejected = act(
        "emmanuel-macron",
        RelationKind::Rejected,
        None,
        Some("the plan"),
        quote(text, "Macron rejected the plan"),
    );
    rejected.reported_by = Some("friedrich-merz".to_owned());
    rejected.confidence = 0.75;
    record.relations = vec![met, rejected];
    record.positions =
        vec![position("emmanuel-macron", Stance::Against, "plan", quote(text, "Macron rejected the plan"))];
    record.attributions = vec![Attribution {
        source: Some(Speaker {
            entity: Some("friedrich-merz".to_owned()),
            quote: Quote { span: demarche::Span::new(69, 73), text: "Merz".to_owned() },
        }),
        cue: quote(text, "said"),
        content: vec![quote(text, "French President Macron rejected the plan")],
        stance: None,
    }];
    record
}

#[test]
fn the_file_is_laid_out_a_field_a_line_and_an_item_of_a_list_a_line() {
    let text = saved(&Graph::from_records([small_record()]));
    let nodes = text.split_once("  \"@graph\": [").unwrap().1;
    let act = "
    {
      \"id\": \"act/emmanuel-macron/met/friedrich-merz/-/occurred/on/2025-08\",
      \"type\": [
        \"Event\",
        \"Act\"
      ],
      \"source\": \"entity/emmanuel-macron\",
      \"relation\": \"met\",
      \"target\": \"entity/friedrich-merz\",
      \"status\": \"occurred\",
      \"actor\": [
        \"entity/emmanuel-macron\",
        \"entity/friedrich-merz\"
      ],
      \"place\": [
        \"entity/evian\"
      ],
      \"date\": {
        \"@value\": \"2025-08\",
        \"@type\": \"xsd:gYearMonth\"
      },
      \"plover\": [
        \"CONSULT\"
      ],
      \"confidence\": \"1.0\",
      \"independentDocuments\": 1,
      \"evidence\": [
        {\"id\": \"act/emmanuel-macron/met/friedrich-merz/-/occurred/on/2025-08#one/0-24\", \"type\": \
         \"SpecificResource\", \"document\": \"document/one\", \"selector\": {\"id\": \"document/one#char=0,24\", \
         \"type\": [\"TextPositionSelector\", \"TextQuoteSelector\"], \"start\": 0, \"end\": 24, \"exact\": \
         \"Macron met Merz in Évian\"}, \"confidence\": \"1.0\", \"place\": \"entity/evian\"}
      ]
    },";
    assert!(nodes.contains(act), "{nodes}");
    assert!(text.ends_with("\n    }\n  ]\n}\n"));
}

#[test]
fn another_processor_finds_the_triples_of_the_standards() {
    let found = triples(&saved(&Graph::from_records([small_record()])));
    let id = "https://w3id.org/demarche/id";
    let own = "https://w3id.org/demarche/ns#";
    let (rejected, quoted) = (
        format!("<{id}/act/emmanuel-macron/rejected/-/plan/occurred/per/friedrich-merz>"),
        format!("<{id}/act/emmanuel-macron/rejected/-/plan/occurred/per/friedrich-merz#one/43-67>"),
    );
    for triple in [
        format!(
            "<{id}/entity/france> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://schema.org/Country>"
        ),
        format!("<{id}/entity/france> <https://schema.org/sameAs> <http://www.wikidata.org/entity/Q142>"),
        format!("<{id}/entity/france> <https://schema.org/identifier> \"iso3166:FR\""),
        format!("<{id}/entity/evian> <https://schema.org/sameAs> <https://sws.geonames.org/3019265/>"),
        format!(
            "<{id}/entity/emmanuel-macron> <http://www.w3.org/ns/org#holds> <{id}/post/president/france>"
        ),
        format!("<{id}/post/president/france> <http://www.w3.org/ns/org#postIn> <{id}/entity/france>"),
        format!("<{id}/entity/emmanuel-macron> <{own}met> <{id}/entity/friedrich-merz>"),
        format!("{rejected} <http://www.w3.org/ns/prov#wasAttributedTo> <{id}/entity/friedrich-merz>"),
        format!(
            "{rejected} <http://semanticweb.cs.vu.nl/2009/11/sem/hasActor> <{id}/entity/emmanuel-macron>"
        ),
        format!("{rejected} <{own}relation> <{own}rejected>"),
        format!("{rejected} <{own}confidence> \"0.75\"^^<http://www.w3.org/2001/XMLSchema#decimal>"),
        format!("{rejected} <http://www.w3.org/ns/prov#wasDerivedFrom> {quoted}"),
        format!("{quoted} <http://www.w3.org/ns/oa#hasSource> <{id}/document/one>"),
        format!("{quoted} <http://www.w3.org/ns/prov#wasAttributedTo> <{id}/entity/friedrich-merz>"),
        format!("{quoted} <http://www.w3.org/ns/oa#hasSelector> <{id}/document/one#char=43,67>"),
        format!(
            "<{id}/document/one#char=43,67> <http://www.w3.org/ns/oa#start> \"43\"^^<http://www.w3.org/2001/XMLSchema#nonNegativeInteger>"
        ),
        format!(
            "<{id}/document/one#char=43,67> <http://www.w3.org/ns/oa#exact> \"Macron rejected the plan\""
        ),
        format!(
            "<{id}/document/one> <https://schema.org/datePublished> \"2025-08-17\"^^<http://www.w3.org/2001/XMLSchema#date>"
        ),
        format!("<{id}/document/one> <http://purl.org/dc/elements/1.1/publisher> \"The Courier\""),
        format!(
            "<{id}/document/one> <{own}fields> \"{{\\\"section\\\":\\\"World\\\"}}\"^^<http://www.w3.org/1999/02/22-rdf-syntax-ns#JSON>"
        ),
    ] {
        assert!(found.contains(&triple), "{triple}\nnot in\n{found:#?}");
    }
    assert!(!found.iter().any(|triple| triple.contains("_:")), "everything has an IRI");
    assert!(
        !found
            .contains(&format!("<{id}/entity/emmanuel-macron> <{own}rejected> <{id}/entity/friedrich-merz>")),
        "what is only reported is no plain edge"
    );
}

#[test]
fn rulings_and_sketches_come_back_and_topics_have_broader_ones_as_skos_has_them() {
    let mut records = [small_record(), small_record()];
    records[1].document.id = "two".to_owned();
    records[1].positions[0].topic = "peace plan".to_owned();
    for record in &mut records {
        record.document.sketch =
            Some(Box::new(Sketch { shingles: 500, lead: [7; LEAD_VALUES], whole: [9; WHOLE_VALUES] }));
    }
    let mut rulings = Rulings::default();
    rulings.add(RulingKind::KeepApart, &["Friedrich Merz @ two", "Friedrich \"Fritz\" Merz"]).unwrap();
    rulings.add(RulingKind::SameAs, &["Evian", "Évian-les-Bains"]).unwrap();
    let graph = Graph::from_records(records).with_rulings(rulings.clone());
    let text = saved(&graph);
    let again = jsonld::read(&text).unwrap();
    assert_eq!(again.rulings(), &rulings);
    assert!(
        again.documents().all(|d| d.entry.sketch.is_some() && d.story.as_deref() == Some("document/one"))
    );
    assert_eq!(saved(&again), text);
    let (id, skos) = ("https://w3id.org/demarche/id", "http://www.w3.org/2004/02/skos/core#");
    let found = triples(&text);
    for triple in [
        format!("<{id}/topic/peace-plan> <{skos}broader> <{id}/topic/plan>"),
        format!("<{id}/topic/plan> <{skos}narrower> <{id}/topic/peace-plan>"),
        // Two people of this name are kept apart, so its id has more behind it.
        format!(
            "<{id}/act/emmanuel-macron/met/friedrich-merz-person-2aedde5a619a9d26/-/occurred/on/2025-08> \
             <https://w3id.org/demarche/ns#independentDocuments> \
             \"1\"^^<http://www.w3.org/2001/XMLSchema#nonNegativeInteger>"
        ),
    ] {
        assert!(found.contains(&triple), "{triple}\nnot in\n{found:#?}");
    }
    let wrong = text.replacen("\"ruling\": \"same-as\"", "\"ruling\": \"same\"", 1);
    assert!(jsonld::read(&wrong).unwrap_err().to_string().contains("'same' is no kind of ruling"));
}

#[test]
fn a_finer_category_than_the_relations_own_comes_back_and_those_who_cooperated_are_one_pair() {
    let text = "Russia left Kherson. Russia freed Merz. Merz worked with Russia. Russia worked with Merz.";
    let mut record = small_record();
    record.entities.push(entity("russia", EntityType::Country, "Russia", &[], &[quote(text, "Russia")]));
    let mut left =
        act("russia", RelationKind::Yielded, None, Some("Kherson"), quote(text, "Russia left Kherson"));
    left.plover = Plover::Retreat;
    let eased =
        act("russia", RelationKind::Yielded, Some("friedrich-merz"), None, quote(text, "Russia freed Merz"));
    let together =
        |one, other, words| act(one, RelationKind::Cooperated, Some(other), None, quote(text, words));
    record.relations = vec![
        left,
        eased,
        together("friedrich-merz", "russia", "Merz worked with Russia"),
        together("russia", "friedrich-merz", "Russia worked with Merz"),
    ];
    let written = saved(&Graph::from_records([record]));
    let again = jsonld::read(&written).unwrap();
    assert_eq!(saved(&again), written);
    let categories: BTreeSet<(RelationKind, &[Plover])> =
        again.acts().map(|act| (act.node().relation, &act.node().plover[..])).collect();
    let expected = [
        (RelationKind::Cooperated, &[Plover::Cooperate][..]),
        (RelationKind::Yielded, &[Plover::Concede]),
        (RelationKind::Yielded, &[Plover::Retreat]),
    ];
    assert_eq!(categories, BTreeSet::from(expected));
    assert_eq!(again.acts().filter(|act| act.node().relation == RelationKind::Cooperated).count(), 1);
    let found = triples(&written);
    let yielded = "<https://w3id.org/demarche/ns#yielded>";
    assert!(found.iter().any(|triple| triple.contains(yielded)), "{found:#?}");
}

#[test]
fn hostile_texts_come_back_as_they_were() {
    let graph = Graph::from_records([small::hostile(), small_record()]);
    let text = saved(&graph);
    let again = jsonld::read(&text).unwrap();
    assert_eq!(saved(&again), text);
    assert!(triples(&text).len() > 1_000);
    for hostile in small::HOSTILE {
        assert!(
            again.entities().any(|e| e.name() == hostile || e.node().aliases.iter().any(|a| &**a == hostile)),
            "{hostile:?}"
        );
    }
    assert_eq!(saved(&Graph::merge([again, graph])), text);
}

#[test]
fn a_document_that_calls_one_person_by_two_ids_keeps_both() {
    let mut record = small::record("two", None);
    let words = |i: usize| Quote { span: demarche::Span::new(i, i + 1), text: "x".to_owned() };
    record.entities = vec![
        entity("zelensky", EntityType::Person, "Volodymyr Zelensky", &[], &[]),
        entity("zelenskyy", EntityType::Person, "Volodymyr Zelenskyy", &[], &[]),
        entity("nato", EntityType::Organization, "NATO", &[], &[]),
    ];
    record.relations = vec![
        act("zelensky", RelationKind::Met, Some("nato"), None, words(0)),
        act("zelenskyy", RelationKind::Met, Some("nato"), None, words(2)),
        act("zelenskyy", RelationKind::Supported, Some("zelensky"), None, words(4)),
    ];
    let text = saved(&Graph::from_records([record]));
    let graph = jsonld::read(&text).unwrap();
    assert_eq!(graph.entities().count(), 2);
    assert_eq!(graph.acts().count(), 2);
    assert_eq!(saved(&graph), text);
    assert!(text.contains("\"subjectAs\": \"zelenskyy\", \"objectAs\": \"zelensky\""), "{text}");
}

#[test]
fn what_is_no_graph_of_ours_is_refused_with_a_reason() {
    let text = saved(&Graph::from_records([small_record()]));
    let refuse = |text: &str| {
        let error = jsonld::read(text).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Format);
        (error.to_string(), error.line())
    };
    let cut = text.char_indices().nth(6_000).unwrap().0;
    let (message, line) = refuse(&text[..cut]);
    assert!(message.contains("breaks off before its end"), "{message}");
    assert_eq!(line, Some(text[..cut].matches('\n').count() + 1));
    let (message, line) = refuse("{\n  \"@context\": nonsense\n}");
    assert!(message.contains("not JSON"), "{message}");
    assert_eq!(line, Some(2));
    let (message, _) = refuse("{\"@context\": \"https://schema.org\", \"@graph\": []}");
    assert!(message.contains("not as demarche writes it"), "{message}");
    let (message, _) = refuse("[]");
    assert!(message.contains("not a graph that demarche wrote"), "{message}");
    let wrong = text.replacen("\"relation\": \"met\"", "\"relation\": \"hugged\"", 1);
    let (message, line) = refuse(&wrong);
    assert!(message.contains("unknown variant `hugged`"), "{message}");
    let at = wrong[..wrong.find("hugged").unwrap()].lines().count();
    assert!(line.is_some_and(|line| line >= at && line <= at + 25), "{line:?} {at}");
    let (message, _) =
        refuse(&text.replacen("\"target\": \"entity/friedrich-merz\"", "\"target\": \"entity/nobody\"", 1));
    assert!(message.contains("'entity/nobody' does not appear in 'document/one'"), "{message}");
}
