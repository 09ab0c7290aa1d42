//! The page. What it does in a browser is tested in `tests/interop/page.mjs`.

mod common;
#[path = "common/small.rs"]
mod small;

use demarche::export::html;
use demarche::graph::Graph;
use demarche::issues::Issues;
use serde_json::Value;

fn page(graph: &Graph) -> String {
    let mut out = Vec::new();
    html::write(graph, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// The graph that stands in the page, as it is written there.
fn data(page: &str) -> &str {
    let (_, rest) = page.split_once("<script type=\"application/json\" id=\"graph\">").unwrap();
    rest.split_once("</script>").unwrap().0
}

#[test]
fn every_fact_is_in_the_page_with_all_its_words() {
    let graph = Graph::from_records(common::gold_records());
    let page = page(&graph);
    let data: Value = serde_json::from_str(data(&page)).unwrap();
    let list = |name: &str| data[name].as_array().unwrap().clone();
    assert_eq!(list("documents").len(), graph.documents().count());
    assert_eq!(list("entities").len(), graph.entities().count());
    assert_eq!(list("issues").len(), Issues::of(&graph).iter().len());
    assert_eq!(list("offices").len(), graph.offices().count());
    let told: usize = graph.positions().map(|position| position.node().evidence.len()).sum();
    assert_eq!(
        list("positions").iter().map(|one| one["evidence"].as_array().unwrap().len()).sum::<usize>(),
        told
    );
    let mut all = list("acts").into_iter();
    for act in graph.acts() {
        let mut quotes: Vec<&str> = act.node().evidence.iter().map(|e| e.quote.text.as_str()).collect();
        let mut words: Vec<String> = Vec::new();
        // An act on a topic of several affairs is there for the issue of each.
        while words.len() < quotes.len() {
            let shown = all.next().unwrap();
            let name = |place: &Value| data["entities"][place.as_u64().unwrap() as usize]["name"].clone();
            assert_eq!(name(&shown["source"]), act.source().name());
            assert_eq!(shown["relation"], act.node().relation.as_str());
            assert_eq!(
                act.target().map(|t| t.name()),
                shown.get("target").map(name).as_ref().and_then(Value::as_str)
            );
            let evidence = shown["evidence"].as_array().unwrap();
            words.extend(evidence.iter().map(|e| e["quote"].as_str().unwrap().to_owned()));
        }
        quotes.sort_unstable();
        words.sort_unstable();
        assert_eq!(words, quotes);
    }
    assert_eq!(all.next(), None);
}

#[test]
fn the_same_graph_from_any_order_of_records_is_the_same_page() {
    let records = common::gold_records();
    let one = page(&Graph::from_records(records.iter().cloned()));
    assert_eq!(one, page(&Graph::from_records(records.into_iter().rev())));
}

#[test]
fn text_of_articles_is_no_markup_and_their_addresses_open_only_the_web() {
    let page = page(&Graph::from_records([small::hostile(), small::planted()]));
    let data = data(&page);
    assert!(!data.contains(['<', '>', '&', '\u{2028}', '\u{2029}']));
    let value: Value = serde_json::from_str(data).unwrap();
    let names: Vec<&str> =
        value["entities"].as_array().unwrap().iter().map(|e| e["name"].as_str().unwrap()).collect();
    assert!(names.contains(&small::SCRIPT) && names.contains(&small::SCRIPT_URL), "{names:?}");
    assert!(value["documents"].as_array().unwrap().iter().all(|document| document.get("url").is_none()));
    let elements = page.matches("<script").count();
    assert_eq!(elements, 3, "the graph, the library, the program");
    // The text of the planted article is kept, and stands there as text.
    let paragraph = format!("{} was all, <b>they</b> said.", small::SCRIPT);
    let shown = |document: &Value| document["paragraphs"][0][1] == paragraph;
    assert!(value["documents"].as_array().unwrap().iter().any(shown), "{value}");
}

#[test]
fn a_title_of_an_article_is_text_in_the_heading() {
    let mut record = small::planted();
    record.document.title = Some("</title><script>alert(1)</script>".to_owned());
    record.document.url = Some("https://example.org/a?b=1&c=2".to_owned());
    let page = page(&Graph::from_records([record]));
    assert!(page.contains("<title>&lt;/title&gt;&lt;script&gt;alert(1)&lt;/script&gt;</title>"));
    assert!(data(&page).contains("https://example.org/a?b=1\\u0026c=2"));
}

#[test]
fn the_page_asks_for_nothing_from_elsewhere() {
    let page = page(&Graph::new());
    assert!(page.contains("content=\"default-src 'none'; script-src 'sha256-"));
    for sign in [" src=\"http", " src=\"//", "@import", "url(http", "<link", "unsafe-inline", "unsafe-eval"] {
        assert!(!page.contains(sign), "{sign}");
    }
}
