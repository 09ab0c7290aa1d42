//! What an analysed text promises.

use std::ops::Range;

use demarche::text::AnalysedText;

/// Tokens stand in order on character boundaries and leave out nothing but white space; sentences and paragraphs cover
/// them; every token hangs, at some remove, on a root of its sentence; entities do not overlap.
pub fn check(doc: &AnalysedText, text: &str) {
    assert_eq!(doc.text, text);
    let (mut byte, mut code_point) = (0, 0);
    for token in &doc.tokens {
        assert!(byte <= token.bytes.start && token.bytes.start < token.bytes.end, "{token:?} after {byte}");
        let between = text.get(byte..token.bytes.start).expect("a token starts on a boundary");
        let inside = text.get(token.bytes.clone()).expect("a token ends on a boundary");
        code_point += between.chars().count();
        assert_eq!(token.span.start, code_point, "{token:?}");
        code_point += inside.chars().count();
        assert_eq!(token.span.end, code_point, "{token:?}");
        byte = token.bytes.end;
    }
    assert!(is_cover(&doc.sentences, doc.tokens.len()), "sentences do not cover the tokens");
    assert!(is_cover(&doc.paragraphs, doc.tokens.len()), "paragraphs do not cover the tokens");
    let mut sentences = doc.sentences.iter();
    for paragraph in &doc.paragraphs {
        let inside = sentences.by_ref().find(|sentence| sentence.end >= paragraph.end);
        assert_eq!(
            inside.map(|sentence| sentence.end),
            Some(paragraph.end),
            "a sentence leaves its paragraph"
        );
        for pair in doc.tokens[paragraph.clone()].windows(2) {
            let between = &text[pair[0].bytes.end..pair[1].bytes.start];
            assert!(between.chars().all(char::is_whitespace), "{between:?} is in no token");
        }
    }
    check_trees(doc);
    let mut last = 0;
    for entity in &doc.entities {
        assert!(last <= entity.tokens.start && entity.tokens.start < entity.tokens.end, "{entity:?}");
        last = entity.tokens.end;
    }
    assert!(last <= doc.tokens.len());
}

fn is_cover(ranges: &[Range<usize>], length: usize) -> bool {
    let starts = ranges.iter().map(|range| range.start);
    let ends = ranges.iter().map(|range| range.end);
    ranges.iter().all(|range| !range.is_empty()) && starts.chain([length]).eq(std::iter::once(0).chain(ends))
}

fn check_trees(doc: &AnalysedText) {
    for sentence in &doc.sentences {
        // Tokens from which a root is known to be reached.
        let mut rooted = vec![false; sentence.len()];
        for token in sentence.clone() {
            let mut path = Vec::new();
            let mut at = token;
            while !rooted[at - sentence.start] {
                assert!(path.len() <= sentence.len(), "token {token} hangs on itself");
                path.push(at);
                let head = doc.tokens[at].head;
                assert!(sentence.contains(&head), "token {at} hangs on {head}, outside of its sentence");
                if head == at {
                    break;
                }
                at = head;
            }
            path.into_iter().for_each(|at| rooted[at - sentence.start] = true);
        }
    }
}
