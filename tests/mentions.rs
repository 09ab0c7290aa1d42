//! Mentions, offices and coreference on the cases of `mentions.conllu`: each is a few sentences with what must hold.

use demarche::extract::mention::{Apart, Mentions};
use demarche::extract::office::offices;
use demarche::lexicon::{Gazetteer, MentionWords};
use demarche::resolve::coreference::resolve;
use demarche::text::{AnalysedText, parse_conllu};

/// The head tokens of the uses of a word, `word#2` being the second; the whole word, case and all.
fn token(doc: &AnalysedText, word: &str) -> usize {
    let (form, number) = word.split_once('#').map_or((word, 1), |(form, n)| (form, n.parse().unwrap()));
    (0..doc.tokens.len())
        .filter(|&i| doc.word(i) == form)
        .nth(number - 1)
        .unwrap_or_else(|| panic!("the text has no {word}"))
}

/// Sorted ids of what a word points to.
fn pointed(doc: &AnalysedText, mentions: &Mentions, word: &str) -> Vec<String> {
    let mut ids: Vec<String> =
        mentions.entities_at(token(doc, word)).into_iter().map(|e| mentions.entities[e].id.clone()).collect();
    ids.sort();
    ids
}

/// What is wrong with a case; empty if all holds.
fn check(case: &str) -> Vec<String> {
    let doc = parse_conllu(case).expect("the case is CoNLL-U");
    let words = MentionWords::builtin();
    let mentions = resolve(&doc, Gazetteer::builtin(), words, &Apart::default());
    let held = offices(&doc, &mentions, words);
    let id = |e: usize| mentions.entities[e].id.as_str();
    let mut wrong = Vec::new();
    for line in case.lines().filter_map(|l| l.strip_prefix("# ")) {
        let Some((what, value)) = line.split_once(": ") else {
            continue;
        };
        let fields: Vec<&str> = value.split(" | ").map(str::trim).collect();
        let sides = || value.split_once(" = ").expect("a word and what it points to");
        let holds = match what {
            "entity" => mentions.entities.iter().any(|e| e.kind.as_str() == fields[0] && e.name == fields[1]),
            "no entity" => mentions.entities.iter().all(|e| e.name != value),
            "office" => held.iter().any(|o| {
                id(o.holder) == fields[0]
                    && o.title == fields[1]
                    && o.of.map_or("-", id) == fields[2]
                    && o.status.as_str() == fields[3]
            }),
            "no office" => held.iter().all(|o| id(o.holder) != value),
            "at" => {
                let mut ids: Vec<&str> = sides().1.split('+').collect();
                ids.sort_unstable();
                pointed(&doc, &mentions, sides().0) == ids
            }
            "not at" => !pointed(&doc, &mentions, sides().0).iter().any(|id| id == sides().1),
            "open" => pointed(&doc, &mentions, value).is_empty(),
            _ => continue,
        };
        if !holds {
            wrong.push(line.to_owned());
        }
    }
    wrong
}

#[test]
fn every_case_holds() {
    let cases = include_str!("mentions.conllu");
    let mut report = Vec::new();
    for case in cases.split("# case: ").skip(1) {
        let name = case.lines().next().unwrap_or_default();
        let case = format!("# case: {case}");
        report.extend(check(&case).into_iter().map(|wrong| format!("{name}: {wrong}")));
    }
    assert!(report.is_empty(), "\n{}", report.join("\n"));
}

#[test]
fn a_case_that_does_not_hold_is_told() {
    let tree = "1\tChad\tChad\tPROPN\tNNP\t_\t2\tnsubj\t_\tNER=B-GPE\n2\tvoted\tvote\tVERB\tVBD\t_\t0\tROOT\t_\t_\n\n";
    assert!(check(&format!("# entity: country | Chad\n# open: voted\n{tree}")).is_empty());
    let wrong = check(&format!("# no entity: Chad\n# open: Chad\n# at: Chad = niger\n{tree}"));
    assert_eq!(wrong, ["no entity: Chad", "open: Chad", "at: Chad = niger"]);
}

#[test]
fn any_text_is_read_without_a_panic_and_to_the_same_result() {
    let words = MentionWords::builtin();
    // The cases with their tokens shuffled into trees that no parser gives.
    for (n, case) in include_str!("mentions.conllu").split("# case: ").skip(1).enumerate() {
        let lines: Vec<String> = case
            .lines()
            .map(|line| {
                let mut fields: Vec<&str> = line.split('\t').collect();
                if fields.len() == 10 && (fields[0].len() + n).is_multiple_of(2) {
                    fields[7] = "appos";
                    fields[3] = "PROPN";
                }
                fields.join("\t")
            })
            .collect();
        let doc = parse_conllu(&format!("# case: {}\n", lines.join("\n"))).expect("the case is CoNLL-U");
        let first = resolve(&doc, Gazetteer::builtin(), words, &Apart::default());
        assert_eq!(first, resolve(&doc, Gazetteer::builtin(), words, &Apart::default()));
        assert_eq!(offices(&doc, &first, words), offices(&doc, &first, words));
    }
    let empty = AnalysedText::default();
    assert!(resolve(&empty, Gazetteer::builtin(), words, &Apart::default()).entities.is_empty());
}
