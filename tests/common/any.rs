//! Records of all sorts, and what may be ruled on them, for tests over many of them.

use demarche::graph::{RulingKind, Rulings};
use demarche::schema::{
    Attribution, EntityType, LEAD_VALUES, Quote, Record, RelationKind, Sketch, Speaker, Stance, WHOLE_VALUES,
    digest,
};
use proptest::prelude::*;
use serde_json::json;

use super::small;

/// Who may be whom: namesakes, surnames, one thing under two ids, places with and without identifiers.
const POOL: [(&str, EntityType, &str, &[&str]); 23] = [
    ("heydar-aliyev", EntityType::Person, "Heydar Aliyev", &[]),
    ("ilham-aliyev", EntityType::Person, "Ilham Aliyev", &[]),
    ("aliyev", EntityType::Person, "Aliyev", &[]),
    ("the-aliyev", EntityType::Person, "Aliyev", &[]),
    ("ilham-aliev", EntityType::Person, "Ilham Aliyev", &["wikidata:Q57291"]),
    ("azerbaijan", EntityType::Country, "Azerbaijan", &["iso3166:AZ"]),
    ("azerbaijan", EntityType::Country, "Azerbaijan", &[]),
    ("baku", EntityType::City, "Baku", &["geonames:587084"]),
    ("baku", EntityType::City, "Baku", &["geonames:1"]),
    ("baku", EntityType::City, "Baku", &[]),
    ("bakou", EntityType::City, "Bakou", &["geonames:587084"]),
    ("baku", EntityType::Organization, "Baku", &[]),
    ("ilham-h-aliyev", EntityType::Person, "Ilham H. Aliyev", &[]),
    ("supreme-court", EntityType::Organization, "Supreme Court", &[]),
    ("socar", EntityType::Organization, "SOCAR", &[]),
    ("state-oil-company-of-azerbaijan", EntityType::Organization, "State Oil Company of Azerbaijan", &[]),
    (
        "state-oil-company-of-azerbaijan-republic",
        EntityType::Organization,
        "State Oil Company of Azerbaijan Republic",
        &[],
    ),
    ("kim", EntityType::Person, "Kim", &[]),
    // Of this name there are several, by their offices.
    ("john-smith", EntityType::Person, "John Smith", &[]),
    ("leeds", EntityType::City, "Leeds", &["geonames:2644688"]),
    ("denver", EntityType::City, "Denver", &["geonames:5419384"]),
    ("ohio", EntityType::Region, "Ohio", &["iso3166-2:US-OH"]),
    ("kenya", EntityType::Country, "Kenya", &["iso3166:KE"]),
];

/// What the second text of a document is; some of its records carry it.
const TEXT: &str = "Alïyev met Kim.\nSOCAR “drills”. <b>";

/// What may be ruled on them; some contradict each other.
pub const RULINGS: [(RulingKind, &str, &str); 6] = [
    (RulingKind::SameAs, "Aliyev", "Ilham Aliyev"),
    (RulingKind::KeepApart, "Ilham Aliyev @ a", "Ilham Aliyev @ b"),
    (RulingKind::KeepApart, "Aliyev", "Heydar Aliyev"),
    (RulingKind::SameAs, "Kim", "Heydar Aliyev @ b"),
    (RulingKind::KeepApart, "Baku", "geonames:1"),
    (RulingKind::SameAs, "Supreme Court @ a", "Supreme Court @ b"),
];

pub fn rulings(numbers: &[usize]) -> Rulings {
    let mut rulings = Rulings::default();
    for &(kind, one, other) in numbers.iter().map(|&n| &RULINGS[n]) {
        rulings.add(kind, &[one, other]).unwrap();
    }
    rulings
}

/// Sketches of three texts, the first two alike.
fn sketch(number: usize) -> Option<Box<Sketch>> {
    let mut sketch = Sketch { shingles: 300, lead: [1; LEAD_VALUES], whole: [1; WHOLE_VALUES] };
    match number {
        0 => {}
        1 => sketch.lead[0] = 2,
        2 => sketch.whole = [3; WHOLE_VALUES],
        _ => return None,
    }
    Some(Box::new(sketch))
}

/// A record of any of these, whose facts name any of its entities. Few documents, so that many are read twice.
pub fn any_record() -> impl Strategy<Value = Record> {
    let fact = (0..8usize, 0..8usize, 0..8usize, 0..RelationKind::ALL.len(), 0..4usize);
    let people = prop::collection::vec(0..POOL.len(), 1..6);
    (0..3usize, 0..2usize, people, prop::collection::vec(fact, 0..6)).prop_map(
        |(document, text, people, facts)| {
            let date = if facts.len() == 5 { "1985" } else { ["2025-01-01", "2025-02"][text] };
            let mut record = small::record(["a", "b", "A?"][document], Some(date));
            record.document.sha256 = [String::new(), digest(TEXT)][text].clone();
            if text == 1 && people.len() % 2 == 1 {
                record.text = Some(TEXT.into());
                record.sentences = vec![0, 1 + facts.len()];
            }
            record.document.sketch = sketch((document + people.len()) % 4);
            record.document.title = (document == text).then(|| format!("{people:?}"));
            record.document.modified = (people.len() == 3).then(|| format!("2025-01-0{}", 1 + facts.len()));
            record.document.url =
                (facts.len() == 2).then(|| format!("https://a.example/news/{}", people.len() % 2));
            record.document.corrects = text == 1;
            record.document.numbered = people.len() == 4;
            record.document.publisher = (people.len() % 2 == 0).then(|| format!("{document}"));
            if let Some(first) = people.first() {
                let value = if *first % 2 == 0 { json!(first) } else { json!([first.to_string()]) };
                record.document.fields.insert(["section", "n"][facts.len() % 2].to_owned(), value);
            }
            let quote = |i: usize| Quote { span: demarche::Span::new(i, i + 2), text: "xy".to_owned() };
            let mut ids: Vec<String> = Vec::new();
            for &i in &people {
                let (id, kind, name, same_as) = POOL[i];
                if !ids.iter().any(|known| known == id) {
                    ids.push(id.to_owned());
                    let mut mentions = vec![quote(i)];
                    if name.starts_with("State Oil") {
                        mentions.push(Quote { text: "SOCAR".to_owned(), ..quote(i + 1) });
                    }
                    record.entities.push(small::entity(id, kind, name, same_as, &mentions));
                }
            }
            let pick = |i: usize| ids[i % ids.len()].clone();
            for (a, b, c, relation, shape) in facts {
                let (source, target, other) = (pick(a), pick(b), pick(c));
                let topic =
                    ["the Plan", "ceding Donbas", "a “plan” for the cession of Donbas", "peace plan"][shape];
                record.offices.push(small::office(
                    &source,
                    ["president", "leader"][shape % 2],
                    Some(&target),
                    quote(c),
                ));
                let relation = RelationKind::ALL[relation];
                let mut act =
                    small::act(&source, relation, Some(&target), (shape > 1).then_some(topic), quote(b));
                act.reported_by = (shape % 2 == 0).then(|| other.clone());
                act.place = (shape == 1).then(|| other.clone());
                act.confidence = a as f64 / 8.0;
                act.topic_head = act.topic.is_some().then(|| ["plan", "cession"][a % 2].to_owned());
                record.relations.push(act);
                record.positions.push(small::position(&source, Stance::ALL[c % 3], topic, quote(c)));
                record.attributions.push(Attribution {
                    source: Some(Speaker { entity: Some(other), quote: quote(a) }),
                    cue: quote(b),
                    content: vec![quote(c)],
                    stance: None,
                });
            }
            record
        },
    )
}
