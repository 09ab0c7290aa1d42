//! What the engine promises beside parity: it stands any text, and its output hangs on the text alone.

use demarche::nlp::{Analyser, Pipeline};
use demarche::text::{AnalysedText, Deprel, Tag};
use demarche::{ErrorKind, Span};

fn analyse(text: &str) -> AnalysedText {
    Pipeline::builtin().analyser().analyse(text)
}

/// Checks what every analysed text must be.
fn check(doc: &AnalysedText, text: &str) {
    assert_eq!(doc.text, text);
    let mut end = 0;
    for (i, token) in doc.tokens.iter().enumerate() {
        assert!(token.bytes.start >= end && token.bytes.start < token.bytes.end);
        end = token.bytes.end;
        assert!(text.is_char_boundary(token.bytes.start) && text.is_char_boundary(end));
        let sentence = &doc.sentences[doc.sentence_of(i)];
        assert!(sentence.contains(&i) && sentence.contains(&token.head));
        assert!(!token.margin.is_nan());
    }
    for (ranges, name) in [(&doc.sentences, "sentences"), (&doc.paragraphs, "paragraphs")] {
        let mut next = 0;
        for range in ranges {
            assert!(range.start == next && range.end > next, "{name} are gapless and not empty");
            next = range.end;
        }
        assert_eq!(next, doc.tokens.len(), "{name} cover all tokens");
    }
    let mut end = 0;
    for entity in &doc.entities {
        assert!(entity.tokens.start >= end && entity.tokens.end > entity.tokens.start);
        end = entity.tokens.end;
    }
    assert!(end <= doc.tokens.len());
}

#[test]
fn a_sentence_is_analysed() {
    let doc = analyse("Zelenskyy met Trump in Washington on Monday.");
    assert_eq!(doc.tokens.len(), 8);
    assert_eq!(doc.child(1, Deprel::Dobj), Some(2));
    assert_eq!((&*doc.tokens[1].lemma, doc.tokens[1].tag), ("meet", Tag::Vbd));
    let entities: Vec<_> =
        doc.entities.iter().map(|e| (doc.slice(e.tokens.clone()), e.label.as_str())).collect();
    assert_eq!(entities[1..], [("Trump", "PERSON"), ("Washington", "GPE"), ("Monday", "DATE")]);
    assert!(doc.tokens.iter().all(|token| token.margin >= 0.0));
}

#[test]
fn lines_are_paragraphs_and_spans_count_code_points() {
    let text = "  Київ, Україна \n\n\t\nMerz flew to Kyïv.\u{a0}\nHe agreed.";
    let doc = analyse(text);
    check(&doc, text);
    assert_eq!(doc.paragraphs.len(), 3);
    assert_eq!(doc.word(0), "Київ");
    assert_eq!(doc.tokens[0].span, Span::new(2, 6));
    for (i, token) in doc.tokens.iter().enumerate() {
        assert_eq!(token.span.slice(text), Some(doc.word(i)));
    }
    assert!(doc.tokens.iter().all(|token| token.tag != Tag::Sp), "no token is the white space around a line");
}

#[test]
fn any_text_is_stood() {
    let texts = [
        String::new(),
        " ".to_owned(),
        "\n\n \t\n".to_owned(),
        "\0".repeat(50),
        "\u{feff}\u{200b}\u{202e}".to_owned(),
        "😀👩‍👩‍👧‍👦🇺🇦".repeat(40),
        "e\u{301}\u{301}\u{301}".repeat(100),
        "a\rb\u{2028}c\u{85}d\u{1f}e".to_owned(),
        "'''\"\"\"``''“”‘’".repeat(50),
        "....................,,,,,,((((((".repeat(30),
        ":".repeat(3000) + "@x.com",
        "http://".repeat(500),
        "a@".repeat(1500),
        "1.".repeat(2000),
        "not ".repeat(3000),
        "\u{10ffff}\u{fffd}".repeat(20),
        (0..3000).filter_map(char::from_u32).collect(),
    ];
    let mut analyser = Pipeline::builtin().analyser();
    for text in &texts {
        check(&analyser.analyse(text), text);
        check(&analyser.analyse_whole(text), text);
    }
}

/// How long such lines take is what `benches/length.py` tells.
#[test]
fn a_very_long_line_is_analysed_to_its_end() {
    let mut analyser = Pipeline::builtin().analyser();
    let sentence = "The minister said that talks with the E.U. would go on, and “nobody” objected. ";
    let text = sentence.repeat(500);
    let analysis = analyser.analyse(&text);
    check(&analysis, &text);
    assert_eq!(analysis.tokens.len(), 500 * 18);
    for piece in ["(", "a", "é", "-", "x.", "'s", ".", "a-b-", "1,", "\u{a0}"] {
        let text = piece.repeat(10_000 / piece.len());
        check(&analyser.analyse(&text), &text);
    }
}

#[test]
fn output_does_not_depend_on_what_was_analysed_before_or_on_threads() {
    let articles: Vec<String> = (1..=20)
        .filter_map(|i| {
            let name = format!("{}/tests/gold/dev/dev-{i:02}.txt", env!("CARGO_MANIFEST_DIR"));
            std::fs::read_to_string(name).ok()
        })
        .collect();
    assert!(articles.len() > 10);
    let fresh: Vec<AnalysedText> = articles.iter().map(|text| analyse(text)).collect();
    let mut warm = Pipeline::builtin().analyser();
    for text in articles.iter().rev() {
        warm.analyse(text);
    }
    let warm: Vec<AnalysedText> = articles.iter().map(|text| warm.analyse(text)).collect();
    assert!(fresh == warm, "a warm analyser gives the same");
    let threads: Vec<AnalysedText> = std::thread::scope(|scope| {
        let work = |text| scope.spawn(move || analyse(text));
        let handles: Vec<_> = articles.iter().map(|text| work(text)).collect();
        handles.into_iter().map(|handle| handle.join().unwrap()).collect()
    });
    assert!(fresh == threads, "threads give the same");
}

#[test]
fn a_paragraph_comes_out_the_same_alone_and_among_others() {
    let text =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/gold/dev/dev-01.txt")).unwrap();
    let mut analyser: Analyser<'_> = Pipeline::builtin().analyser();
    let whole = analyser.analyse(&text);
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    assert_eq!(lines.len(), whole.paragraphs.len());
    for (line, range) in lines.iter().zip(&whole.paragraphs) {
        let alone = analyser.analyse(line);
        for (a, b) in alone.tokens.iter().zip(&whole.tokens[range.clone()]) {
            assert_eq!((a.tag, a.deprel, &a.lemma), (b.tag, b.deprel, &b.lemma));
            // Only rounding may tell which paragraphs went through the networks together.
            assert!(a.margin == b.margin || (a.margin - b.margin).abs() < 1e-3, "{} {}", a.margin, b.margin);
            assert_eq!(a.head, b.head - range.start);
        }
    }
}

#[test]
fn a_bad_pack_is_a_model_error_that_names_the_file() {
    let error = Pipeline::from_bytes(b"no pack").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Model);
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml");
    let error = Pipeline::read(path.as_ref()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Model);
    assert_eq!(error.path(), Some(path.as_ref()));
    let error = Pipeline::read("no/such/file".as_ref()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Io);
    let error = demarche::nlp::pack("no/such/folder".as_ref(), demarche::nlp::Precision::I16).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Io);
}
