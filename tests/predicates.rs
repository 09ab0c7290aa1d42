//! Predicates with their logical roles on trees made by hand, a file for each phenomenon and no frame at all.
//!
//! Before the tree of a case stand lines that say what must be found:
//!
//! ```text
//! # expect: WORD | ROLE=WORD+WORD | … | STATUS     of the predicate whose head is WORD; WORD#2 is its second use
//! # todo: WORD | …                                 what should be found and is not, for the `# reason:` before it
//! ```
//!
//! ROLE is `agent`, `theme`, `recipient` or `content` (all of these that are not named must be empty), `words` (particles
//! and other words beside the head: at least these), or a preposition. STATUS is any of `planned`, `possible`, `negated`,
//! `unwilling`, `unable` and `cancelled`; what is not named must not hold. A todo that holds fails, so that it is made an
//! expectation.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use demarche::extract::clause::Clauses;
use demarche::extract::predicate::{Predicate, Role, predicates_where};
use demarche::extract::thematic::ThematicRole;
use demarche::lexicon::Lexicon;
use demarche::schema::ActStatus;
use demarche::text::{AnalysedText, parse_conllu};

const THEMATIC: [(&str, ThematicRole); 4] = [
    ("agent", ThematicRole::Agent),
    ("theme", ThematicRole::Theme),
    ("recipient", ThematicRole::Recipient),
    ("content", ThematicRole::Content),
];

/// The token that `word` or `word#2` names.
fn token(doc: &AnalysedText, word: &str) -> usize {
    let (form, number) = word.split_once('#').map_or((word, 1), |(form, n)| (form, n.parse().unwrap()));
    (0..doc.tokens.len())
        .filter(|&i| doc.word(i) == form)
        .nth(number - 1)
        .unwrap_or_else(|| panic!("the text has no {word}"))
}

fn words(doc: &AnalysedText, heads: &[usize]) -> String {
    let sorted: BTreeSet<usize> = heads.iter().copied().collect();
    sorted.into_iter().map(|h| doc.word(h)).collect::<Vec<_>>().join("+")
}

/// What of `predicate` the fields say, in their form.
fn found(clauses: Clauses<'_>, predicate: &Predicate, fields: &[&str]) -> Vec<String> {
    let doc = clauses.doc;
    let mut out = Vec::new();
    for (name, role) in THEMATIC {
        let heads = predicate.fillers(role, clauses);
        if !heads.is_empty() {
            out.push(format!("{name}={}", words(doc, &heads)));
        }
    }
    for (role, wanted) in fields.iter().filter_map(|f| f.split_once('=')) {
        if role == "words" {
            let beside = wanted.split('+').filter(|w| predicate.satellites.iter().any(|s| s == w));
            out.push(format!("words={}", beside.collect::<Vec<_>>().join("+")));
        } else if THEMATIC.iter().all(|t| t.0 != role) {
            let heads: Vec<usize> = predicate
                .role(&Role::Prep(role.to_owned()))
                .flat_map(|a| clauses.conjuncts(a.head))
                .collect();
            out.push(format!("{role}={}", words(doc, &heads)));
        }
    }
    let modality = predicate.modality;
    for (name, holds) in [
        ("planned", modality.status == ActStatus::Planned),
        ("possible", modality.status == ActStatus::Possible),
        ("negated", modality.negated),
        ("unwilling", modality.unwilling),
        ("unable", modality.unable),
        ("cancelled", predicate.cancelled),
    ] {
        if holds {
            out.push(name.to_owned());
        }
    }
    out
}

/// What is wrong with a case; empty if all holds. And how many lines say what is to be found.
fn check(case: &str) -> (Vec<String>, usize) {
    let doc = parse_conllu(case).expect("the case is CoNLL-U");
    let lexicon = Lexicon::builtin();
    let clauses = Clauses { doc: &doc, cues: &lexicon.cues, mentions: None };
    let predicates = predicates_where(clauses, &lexicon.frames.support, |_, _| true);
    let (mut wrong, mut lines) = (Vec::new(), 0);
    for line in case.lines() {
        let expected = line.strip_prefix("# expect: ");
        let Some(value) = expected.or_else(|| line.strip_prefix("# todo: ")) else { continue };
        lines += 1;
        let fields: Vec<&str> = value.split(" | ").map(str::trim).collect();
        let head = token(&doc, fields[0]);
        let Some(predicate) = predicates.iter().find(|p| p.head == head) else {
            if expected.is_some() {
                wrong.push(format!("{}: no predicate", fields[0]));
            }
            continue;
        };
        let found = found(clauses, predicate, &fields[1..]);
        let as_said = found.iter().map(String::as_str).collect::<BTreeSet<_>>()
            == fields[1..].iter().copied().collect();
        match (as_said, expected.is_some()) {
            (false, true) => wrong.push(format!("{value}\n    found: {}", found.join(" | "))),
            (true, false) => wrong.push(format!("{value}\n    holds and is no todo any more")),
            _ => {}
        }
    }
    (wrong, lines)
}

#[test]
fn every_case_holds() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/predicates");
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let (mut report, mut cases) = (Vec::new(), 0);
    for path in &paths {
        let file = path.file_stem().unwrap().to_string_lossy();
        for case in fs::read_to_string(path).unwrap().split("# case: ").skip(1) {
            let name = case.lines().next().unwrap_or_default();
            let (wrong, lines) = check(&format!("# case: {case}"));
            assert!(lines > 0, "{file}: {name} expects nothing");
            report.extend(wrong.into_iter().map(|wrong| format!("{file}: {name}: {wrong}")));
            cases += 1;
        }
    }
    assert!(paths.len() >= 10 && cases >= 100, "{cases} cases in {} files", paths.len());
    assert!(report.is_empty(), "\n{}", report.join("\n"));
}

#[test]
fn a_case_that_does_not_hold_is_told() {
    let tree =
        "1\tChad\tChad\tPROPN\tNNP\t_\t2\tnsubj\t_\tNER=B-GPE\n2\tvoted\tvote\tVERB\tVBD\t_\t0\tROOT\t_\t_\n";
    let wrong = |line: &str| check(&format!("{line}\n{tree}")).0.len();
    assert_eq!(wrong("# expect: voted | agent=Chad"), 0);
    assert_eq!(wrong("# todo: voted | agent=Chad"), 1);
    for line in [
        "voted",
        "voted | agent=Chad | theme=Chad",
        "voted | agent=Chad | negated",
        "voted | agent=Chad | for=Chad",
    ] {
        assert_eq!(wrong(&format!("# expect: {line}")), 1, "{line}");
        assert_eq!(wrong(&format!("# todo: {line}")), 0, "{line}");
    }
    // A noun alone is a predicate without arguments.
    assert_eq!(wrong("# expect: Chad"), 0);
    assert_eq!(wrong("# expect: Chad | agent=voted"), 1);
}
