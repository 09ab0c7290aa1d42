//! The learned reader held to the framework that it was trained in, and to what it must not depend on.

use std::path::Path;

use demarche::lexicon::Lexicon;
use demarche::nlp::Pipeline;
use demarche::reader::{Found, Reader};
use demarche::resolve::reading::seen;
use demarche::source::paragraphs;
use demarche::text::AnalysedText;
use serde_json::Value;

fn analysed(text: &str) -> AnalysedText {
    Pipeline::builtin().analyser().analyse_paragraphs(text, &paragraphs(text))
}

fn fixture(name: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/reader");
    std::fs::read_to_string(folder.join(name)).unwrap()
}

/// The probability of `token` among ends, 0 where it is none.
fn at(ends: &[(usize, f32)], token: usize) -> f64 {
    ends.iter().find(|end| end.0 == token).map_or(0.0, |end| f64::from(end.1))
}

#[test]
fn what_is_found_is_what_the_training_framework_finds() {
    let doc = analysed(&fixture("text.txt"));
    let seen = seen(&doc, Lexicon::builtin());
    let found = [seen.acts, seen.posts].concat();
    let wanted: Vec<Value> = serde_json::from_str(&fixture("expected.json")).unwrap();
    assert!(wanted.len() >= 8, "the fixture holds acts");
    // An act without an actor is none, and what is too unlikely is left out.
    let told = |act: &&Value| {
        !act["sources"].as_object().unwrap().is_empty() && act["probability"].as_f64().unwrap() > 0.26
    };
    for act in wanted.iter().filter(told) {
        let trigger = act["trigger"].as_u64().unwrap() as usize;
        assert_eq!(doc.word(trigger), act["word"]);
        let relation = |f: &&Found| {
            f.trigger == trigger && act["relation"] == *Reader::builtin().relations()[f.relation]
        };
        let Some(own) = found.iter().find(relation) else { panic!("{act} is not among {found:#?}") };
        let near = |a: f64, b: &Value| (a - b.as_f64().unwrap()).abs() < 0.06;
        assert!(near(f64::from(own.probability), &act["probability"]), "{own:#?}\n{act}");
        assert!(near(f64::from(own.status_probability), &act["statuses"][own.status]), "{own:#?}\n{act}");
        for (ends, name) in [(&own.sources, "sources"), (&own.targets, "targets")] {
            for (token, p) in act[name].as_object().unwrap() {
                // Ends that are no likelier than others are left out.
                if p.as_f64().unwrap() > 0.56 {
                    assert!(near(at(ends, token.parse().unwrap()), p), "{name} of {own:#?}\n{act}");
                }
            }
        }
    }
}

#[test]
fn whom_words_mean_is_what_the_training_framework_says() {
    let doc = analysed(&fixture("text.txt"));
    let found = seen(&doc, Lexicon::builtin()).mentions;
    let wanted: Vec<Value> = serde_json::from_str(&fixture("mentions.json")).unwrap();
    assert!(wanted.len() >= 20, "the fixture holds mentions");
    assert!(wanted.iter().any(|m| !m["links"].as_object().unwrap().is_empty()), "and links");
    let near = |a: f32, b: &Value| (f64::from(a) - b.as_f64().unwrap()).abs() < 0.06;
    for mention in &wanted {
        let token = mention["token"].as_u64().unwrap() as usize;
        assert_eq!(doc.word(token), mention["word"]);
        let Some(own) = found.iter().find(|p| p.token == token) else {
            // Rounding may decide where it is as likely as not.
            assert!(near(0.5, &mention["probability"]), "{mention} is not among {found:#?}");
            continue;
        };
        assert!(near(own.probability, &mention["probability"]), "{own:#?}\n{mention}");
        assert!(mention["first"].is_null() || near(own.first, &mention["first"]), "{own:#?}\n{mention}");
        for (other, p) in mention["links"].as_object().unwrap() {
            let other: usize = other.parse().unwrap();
            let link = own.links.iter().find(|link| link.0 == other).map_or(0.0, |link| link.1);
            assert!(near(link, p), "{own:#?}\n{mention}");
        }
    }
}

#[test]
fn a_text_is_read_alike_whatever_was_read_before() {
    let (one, other) = (analysed(&fixture("text.txt")), analysed("Sweden met Finland. Nobody else came."));
    let first = seen(&one, Lexicon::builtin());
    seen(&other, Lexicon::builtin());
    assert_eq!(seen(&one, Lexicon::builtin()), first);
}

#[test]
fn long_sentences_odd_words_and_empty_texts_are_read() {
    let long = format!("Poland {} met Norway.", "very ".repeat(700));
    for text in ["", "\n\n", "é\u{301}\u{200b}\u{fffd}", &"x".repeat(3000), &long, &"中".repeat(600)] {
        seen(&analysed(text), Lexicon::builtin());
    }
}

#[test]
fn a_model_that_was_cut_short_or_changed_is_refused() {
    let model = std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("models/reader.pack")).unwrap();
    let refused = |bytes: &[u8]| Reader::from_bytes(bytes).unwrap_err().to_string();
    assert!(refused(b"").contains("reader's model"));
    assert!(refused(&model[..model.len() / 2]).contains("checksum"));
    let mut changed = model.clone();
    changed[model.len() / 3] ^= 1;
    assert!(refused(&changed).contains("checksum"));
    assert!(Reader::from_bytes(&model).is_ok());
}
