//! Records written by hand.
#![allow(dead_code, reason = "each test file uses a part")]

use serde_json::json;

use demarche::Span;
use demarche::schema::{
    ActStatus, Document, Entity, EntityType, Office, OfficeStatus, Position, Quote, Record, Relation,
    RelationKind, Stance, digest,
};

/// The stretch of a text where words first occur.
pub fn quote(text: &str, words: &str) -> Quote {
    let byte = text.find(words).unwrap_or_else(|| panic!("'{words}' is not in the text"));
    let start = text[..byte].chars().count();
    Quote { span: Span::new(start, start + words.chars().count()), text: words.to_owned() }
}

/// A record that names nobody yet.
pub fn record(id: &str, date: Option<&str>) -> Record {
    Record {
        document: Document { id: id.to_owned(), date: date.map(str::to_owned), ..Document::default() },
        ..Record::default()
    }
}

/// An entity with identifiers and mentions.
pub fn entity(id: &str, kind: EntityType, name: &str, same_as: &[&str], mentions: &[Quote]) -> Entity {
    Entity {
        id: id.to_owned(),
        kind,
        name: name.to_owned(),
        same_as: same_as.iter().map(|s| (*s).to_owned()).collect(),
        mentions: mentions.to_vec(),
    }
}

/// An act in the article's own voice.
pub fn act(
    source: &str,
    relation: RelationKind,
    target: Option<&str>,
    topic: Option<&str>,
    evidence: Quote,
) -> Relation {
    Relation {
        source: source.to_owned(),
        relation,
        target: target.map(str::to_owned),
        topic: topic.map(str::to_owned),
        topic_head: None,
        status: ActStatus::Occurred,
        reported_by: None,
        place: None,
        date: None,
        plover: relation.plover(),
        confidence: 1.0,
        evidence,
    }
}

/// A current post.
pub fn office(holder: &str, title: &str, of: Option<&str>, evidence: Quote) -> Office {
    Office {
        holder: holder.to_owned(),
        title: title.to_owned(),
        of: of.map(str::to_owned),
        status: OfficeStatus::Current,
        confidence: 1.0,
        evidence,
    }
}

/// A stance in the article's own voice.
pub fn position(holder: &str, stance: Stance, topic: &str, evidence: Quote) -> Position {
    Position {
        holder: holder.to_owned(),
        topic: topic.to_owned(),
        topic_head: None,
        stance,
        reported_by: None,
        confidence: 1.0,
        evidence,
    }
}

/// Strings that break careless writers.
pub const HOSTILE: [&str; 14] = [
    "\"; drop [label=\"x",
    "back\\slash\\N\\G\\\"",
    "<b>&amp;&lt;</b><br/>",
    "new\nline\r\n\ttab",
    "\0nul\u{1}\u{7f}\u{85}",
    "\u{202e}right to left\u{2066}",
    "عرب 習近平 Зеленський",
    "👩‍👩‍👧‍👦 🇺🇦",
    "",
    "   ",
    "@id",
    "../../x?y#z",
    "http://example.org/%zz",
    "{}<>|^`",
];

/// Would a browser run this, the title of its page would tell.
pub const SCRIPT: &str =
    "</script><script>document.title='run'</script><img src=x onerror=\"document.title='run'\">";
/// The same as an address.
pub const SCRIPT_URL: &str = "javascript:document.title='run'";

/// A record whose text, title, names and address hold a script.
pub fn planted() -> Record {
    let quote = |start: usize, text: &str| Quote {
        span: Span::new(start, start + text.chars().count()),
        text: text.to_owned(),
    };
    let mut record = record(SCRIPT, Some("2025-08-17"));
    record.document.title = Some(format!("Title {SCRIPT}"));
    record.document.url = Some(SCRIPT_URL.to_owned());
    // The words of the act stand in it where they are told to.
    let text = format!("A line.\n {SCRIPT} was all, <b>they</b> said.");
    record.document.sha256 = digest(&text);
    (record.text, record.sentences) = (Some(text.into()), vec![0, 9]);
    for name in [SCRIPT, SCRIPT_URL] {
        record.entities.push(entity(name, EntityType::Person, name, &[name], &[quote(0, name)]));
        record.offices.push(office(name, SCRIPT, None, quote(0, name)));
        record.positions.push(position(name, Stance::Against, SCRIPT, quote(7, SCRIPT_URL)));
        record.relations.push(act(name, RelationKind::Met, Some(SCRIPT), Some(SCRIPT_URL), quote(9, SCRIPT)));
    }
    record
}

/// A record in which every text is hostile, and one of 10,000 letters.
pub fn hostile() -> Record {
    let mut all: Vec<String> = HOSTILE.iter().map(|s| (*s).to_owned()).collect();
    all.push("long ".repeat(2_000));
    let mut record = record(HOSTILE[0], Some("not\"a date"));
    record.document.title = Some(all.concat());
    record.document.url = Some("http://[bad url".to_owned());
    record.document.publisher = Some(all.concat());
    record.document.sha256 = digest(&all.concat());
    (record.text, record.sentences) = (Some(all.concat().into()), vec![0, 7]);
    let values =
        [json!(1), json!(-0.5), json!(true), json!([1, {"a": null}]), json!({"b": "</script>", "a": []})];
    record.document.fields =
        HOSTILE.iter().zip(values.iter().cycle().cloned()).map(|(k, v)| ((*k).to_owned(), v)).collect();
    record.document.fields.insert("all".to_owned(), json!(all));
    let kinds = EntityType::ALL;
    let place =
        |i: usize, text: &str| Quote { span: Span::new(i, i + text.chars().count()), text: text.to_owned() };
    for (i, text) in all.iter().enumerate() {
        let next = &all[(i + 1) % all.len()];
        let mentions = [place(i, text)];
        let mut entity = entity(text, kinds[i % kinds.len()], text, &[], &mentions);
        entity.same_as = vec![format!("wikidata:{text}"), text.clone()];
        record.entities.push(entity);
        record.offices.push(office(text, next, Some(next), place(i, text)));
        record.positions.push(position(text, Stance::For, next, place(i, text)));
        for (j, relation) in RelationKind::ALL.into_iter().enumerate() {
            let mut act = act(text, relation, Some(next), (j % 2 == 0).then_some(text), place(i, next));
            act.status = ActStatus::ALL[j % 4];
            act.reported_by = (j % 3 == 0).then(|| next.clone());
            act.place = Some(next.clone());
            act.date = Some(text.clone());
            act.topic_head = Some(text.clone());
            act.confidence = [0.123_456, f64::NAN, 7.0, -1.0][j % 4];
            record.relations.push(act);
        }
    }
    record
}
