//! What must hold of every reader and of the whole pipeline, whatever is read: no panic, and no word that is not in the
//! article.
//!
//! Each target takes bytes. `fuzz/` looks for bytes that break one, and `tests/fuzz_corpus.rs` replays those that once did.
#![allow(dead_code, reason = "each user takes a part")]

pub mod analysis;
pub mod pieces;

use std::borrow::Cow;
use std::cell::RefCell;
use std::fs;
use std::sync::OnceLock;

use demarche::ErrorKind;
use demarche::eval::Gold;
use demarche::export::{Format, jsonld, write};
use demarche::graph::{Graph, Rulings, check_record};
use demarche::lexicon::Lexicon;
use demarche::nlp::{Analyser, Pipeline};
use demarche::query;
use demarche::question;
use demarche::resolve::reading;
use demarche::schema::{PartialDate, Record};
use demarche::source::{Article, Defaults, MAX_TEXT_BYTES, articles, iso_date, paragraphs, records};
use demarche::text::parse_conllu;
use demarche::verify::Verification;

/// A property of arbitrary bytes; it panics where it does not hold.
pub type Property = fn(&[u8]);

/// Every target, by the name of its folder in `fuzz/corpus`.
pub const TARGETS: [(&str, Property); 18] = [
    ("text", |bytes| read_articles(bytes, "txt")),
    ("jsonl", |bytes| read_articles(bytes, "jsonl")),
    ("html", |bytes| read_articles(bytes, "html")),
    ("markdown", |bytes| read_articles(bytes, "md")),
    ("feed", |bytes| read_articles(bytes, "xml")),
    ("mail", |bytes| read_articles(bytes, "eml")),
    ("docx", |bytes| read_articles(bytes, "docx")),
    ("pdf", |bytes| read_articles(bytes, "pdf")),
    ("gzip", |bytes| read_articles(bytes, "jsonl.gz")),
    ("zstd", |bytes| read_articles(bytes, "txt.zst")),
    ("record", read_records),
    ("jsonld", read_jsonld),
    ("rulings", read_rulings),
    ("question", ask),
    ("gold", read_gold),
    ("conllu", read_conllu),
    ("pack", read_pack),
    ("pipeline", |bytes| drop(whole_pipeline(&pieces::text(bytes)))),
];

/// The property of this name.
pub fn target(name: &str) -> Property {
    TARGETS.iter().find(|(known, _)| *known == name).map(|(_, property)| *property).expect("a target")
}

thread_local! {
    static ANALYSER: RefCell<Analyser<'static>> = RefCell::new(Pipeline::builtin().analyser());
    static FOLDER: tempfile::TempDir = tempfile::tempdir().unwrap();
}

/// A file with this ending: each article has a text, and paragraphs inside it.
pub fn read_articles(bytes: &[u8], ending: &str) {
    FOLDER.with(|folder| {
        let file = folder.path().join(format!("2025-08-17-news.{ending}"));
        fs::write(&file, bytes).unwrap();
        for read in articles([file.clone()], Defaults::default()).take(256) {
            match read {
                Ok(article) => check_article(&article),
                Err(error) => assert!(!error.to_string().is_empty()),
            }
        }
    });
}

fn check_article(article: &Article) {
    let Article { document, text, .. } = article;
    assert!(!text.trim().is_empty() && text.len() <= MAX_TEXT_BYTES);
    assert!(!document.id.is_empty());
    assert_eq!(document.sha256.len(), 64);
    if let Some(date) = &document.date {
        assert_eq!(iso_date(date).as_ref(), Some(date));
    }
    let mut last = 0;
    for range in paragraphs(text) {
        assert!(range.start >= last && range.start < range.end, "{range:?} after {last}");
        assert!(text.get(range.clone()).is_some(), "{range:?} cuts a character");
        last = range.end;
    }
}

/// Records, a line each: those whose facts have their ends make a graph.
pub fn read_records(bytes: &[u8]) {
    for (_, record) in records(bytes).take(256).flatten() {
        if check_record(&record).is_ok() {
            check_graph(&Graph::from_records([record]));
        }
    }
}

/// A saved graph: what can be read is written the same again and again.
pub fn read_jsonld(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    match jsonld::read(text) {
        Ok(graph) => check_graph(&graph),
        Err(error) => assert_eq!(error.kind(), ErrorKind::Format),
    }
}

/// A graph is written in every format, and what is read back is the same graph; merged with itself it stays as it is.
pub fn check_graph(graph: &Graph) {
    let saved = save(graph);
    let again = jsonld::read(&saved).expect("what was written is read");
    assert_eq!(save(&again), saved);
    assert_eq!(save(&Graph::merge([graph.clone(), again])), saved);
    for format in Format::ALL {
        write(graph, format, &mut std::io::sink()).unwrap();
    }
}

/// The JSON-LD of a graph.
pub fn save(graph: &Graph) -> String {
    let mut out = Vec::new();
    write(graph, Format::JsonLd, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// Rulings: those without contradiction are kept with the graph.
pub fn read_rulings(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let Ok(rulings) = Rulings::from_toml(text) else { return };
    if rulings.check().is_ok() {
        let ruled = small_graph().clone().with_rulings(rulings.clone());
        ruled.idle_names();
        check_graph(&ruled);
        assert_eq!(jsonld::read(&save(&ruled)).unwrap().rulings(), &rulings);
    }
}

/// A question: it is read and answered, or it is said that it cannot be.
pub fn ask(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let doc = ANALYSER.with_borrow_mut(|analyser| analyser.analyse(&text));
    let today = PartialDate::parse("2025-08-17");
    let reading = question::read(&doc, Lexicon::builtin(), today);
    if !reading.is_empty()
        && let Err(error) = query::ask(small_graph(), &reading.questions)
    {
        assert_eq!(error.kind(), ErrorKind::Query);
    }
}

/// An annotated article.
pub fn read_gold(bytes: &[u8]) {
    if let Ok(text) = std::str::from_utf8(bytes)
        && let Err(error) = Gold::parse(text)
    {
        assert!(!error.to_string().is_empty());
    }
}

/// An analysis made by hand: what is read has whole trees, and the extractor reads it.
pub fn read_conllu(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Ok(doc) = parse_conllu(text)
        && let Ok(article) = Article::from_text("a", doc.text.clone(), &Defaults::default())
    {
        analysis::check(&doc, &doc.text);
        let record = reading::read(article.document, &doc, Lexicon::builtin());
        check_quotes(&record, &doc.text);
    }
}

/// A model pack: the built-in one up to some byte, then these, with length and checksum made right; what is whole
/// analyses a sentence.
///
/// The first four bytes say from where on, the fifth whether the rest of the built-in pack follows.
pub fn read_pack(bytes: &[u8]) {
    const HEADER: usize = 28;
    let Some((from, bytes)) = bytes.split_first_chunk::<4>() else { return };
    let Some((follows, bytes)) = bytes.split_first() else { return };
    let whole = builtin_pack();
    let from = HEADER + u32::from_le_bytes(*from) as usize % (whole.len() - HEADER);
    let mut pack = whole[..from].to_vec();
    pack.extend(bytes);
    if follows % 2 == 1 {
        pack.extend(whole.iter().skip(from + bytes.len()));
    }
    let (length, checksum) = ((pack.len() - HEADER) as u64, crc32fast::hash(&pack[HEADER..]));
    pack[16..24].copy_from_slice(&length.to_le_bytes());
    pack[24..28].copy_from_slice(&checksum.to_le_bytes());
    match Pipeline::from_bytes(&pack) {
        Ok(pipeline) => {
            let text = "President Putin said on Friday that he would not meet Mr. Zelenskyy.";
            analysis::check(&pipeline.analyser().analyse(text), text);
        }
        Err(error) => assert_eq!(error.kind(), ErrorKind::Model),
    }
}

fn builtin_pack() -> &'static [u8] {
    static PACK: OnceLock<Vec<u8>> = OnceLock::new();
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/models/en_core_web_md.pack");
    let beside = concat!(env!("CARGO_MANIFEST_DIR"), "/../models/en_core_web_md.pack");
    PACK.get_or_init(|| fs::read(path).or_else(|_| fs::read(beside)).expect("the model pack is in models/"))
}

/// A text, from reading to verified evidence: text → analysis → record → graph → JSON-LD → graph.
pub fn whole_pipeline(text: &str) -> Option<Record> {
    let article = Article::from_text("2025-08-17-news", text.to_owned(), &Defaults::default()).ok()?;
    check_article(&article);
    // Letters whose marks stand apart are composed, damaged ones are mended.
    let text = article.text.clone();
    let text = text.as_str();
    let doc = ANALYSER.with_borrow_mut(|analyser| analyser.analyse_paragraphs(text, &paragraphs(text)));
    analysis::check(&doc, text);
    let record = reading::read(article.document.clone(), &doc, Lexicon::builtin());
    check_quotes(&record, text);
    check_record(&record).expect("every fact has its ends");
    let line = serde_json::to_string(&record).unwrap();
    let (_, again) = records(line.as_bytes()).next().unwrap().expect("a record is read as it was written");
    assert_eq!(again, record);
    let graph = Graph::from_records([record.clone()]);
    check_graph(&graph);
    let mut verification = Verification::new(&graph);
    assert_eq!(verification.check(&article), []);
    assert_eq!(verification.missing(), []);
    Some(record)
}

/// Every quote of a record is what the text has at its place.
fn check_quotes(record: &Record, text: &str) {
    let offsets: Vec<usize> = text.char_indices().map(|(byte, _)| byte).chain([text.len()]).collect();
    let mentions = record.entities.iter().flat_map(|entity| &entity.mentions);
    let facts = (record.offices.iter().map(|office| &office.evidence))
        .chain(record.relations.iter().map(|act| &act.evidence))
        .chain(record.positions.iter().map(|position| &position.evidence));
    let said = record.attributions.iter().flat_map(|told| {
        told.source.iter().map(|speaker| &speaker.quote).chain([&told.cue]).chain(&told.content)
    });
    for quote in mentions.chain(facts).chain(said) {
        assert!(quote.span.start < quote.span.end && !quote.text.is_empty(), "{quote:?}");
        let found = offsets.get(quote.span.end).map(|&end| Cow::from(&text[offsets[quote.span.start]..end]));
        assert_eq!(found.as_deref(), Some(quote.text.as_str()), "{quote:?}");
    }
    let confidences = (record.offices.iter().map(|office| office.confidence))
        .chain(record.relations.iter().map(|act| act.confidence))
        .chain(record.positions.iter().map(|position| position.confidence));
    confidences.for_each(|confidence| assert!((0.0..=1.0).contains(&confidence)));
    let ids: Vec<&str> = record.entities.iter().map(|entity| entity.id.as_str()).collect();
    assert!(ids.is_sorted_by(|a, b| a < b), "{ids:?}");
}

/// The graph of the two articles of the README.
fn small_graph() -> &'static Graph {
    static GRAPH: OnceLock<Graph> = OnceLock::new();
    const TEXTS: [(&str, &str); 2] = [
        ("2025-08-17-security-guarantees", include_str!("../../articles/2025-08-17-security-guarantees.txt")),
        ("2025-08-17-washington-visit", include_str!("../../articles/2025-08-17-washington-visit.txt")),
    ];
    GRAPH.get_or_init(|| {
        let mut analyser = Pipeline::builtin().analyser();
        Graph::from_records(TEXTS.map(|(id, text)| {
            let article = Article::from_text(id, text.to_owned(), &Defaults::default()).unwrap();
            let doc = analyser.analyse_paragraphs(text, &paragraphs(text));
            reading::read(article.document, &doc, Lexicon::builtin())
        }))
    })
}
