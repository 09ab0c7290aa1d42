//! Questions in English, acts, matrix and timeline.

use predicates::prelude::*;
use predicates::str::contains;
use serde_json::Value;

use super::{demarche, folder, graph, records};

fn ask(question: &str) -> assert_cmd::assert::Assert {
    demarche().arg("ask").arg(graph()).arg(question).assert()
}

#[test]
fn a_question_is_answered_with_the_words_and_the_article() {
    ask("Who is the president of France?")
        .code(0)
        .stdout(contains("Emmanuel Macron").and(contains("“French President Emmanuel Macron”")))
        .stdout(contains("2025-08-17-security-guarantees"));
    ask("Did Trump meet Putin?").code(0).stdout(contains("Yes.").and(contains("summit in Alaska")));
}

#[test]
fn what_no_article_says_is_not_answered_with_no() {
    ask("Did Macron meet Putin?")
        .code(1)
        .stdout(contains("The graph does not say.").and(contains("No.").not()));
    ask("Who is Gandalf?").code(1).stdout(contains("The graph does not say.")).stderr(contains("Gandalf"));
    ask("Who met Zelenzky?").code(1).stderr(contains("did you mean").and(contains("Zelensky")));
}

#[test]
fn what_cannot_be_read_is_said_with_what_was_understood_and_questions_that_can() {
    ask("Why oh why, Zelensky?")
        .code(1)
        .stdout("")
        .stderr(contains("not of a kind that can be read").and(contains("Zelensky")).and(contains("?")));
}

#[test]
fn what_is_reported_doubted_or_given_up_is_said_to_be_so() {
    ask("Has Zelensky refused to cede Donbas?").code(0).stdout(
        contains("Yes.")
            .and(contains("room for doubt: “reportedly”"))
            .and(contains("refused to cede the Donbas")),
    );
    ask("Did Russia agree to unspecified concessions?")
        .code(0)
        .stdout(contains("Yes.").and(contains("So it is reported by Steve Witkoff.")));
    ask("Does Trump support a ceasefire?")
        .code(0)
        .stdout(contains("No longer.").and(contains("It was given up:")).and(contains("Yes.").not()));
}

#[test]
fn days_are_those_of_the_newest_article_and_of_what_the_articles_date_to_them() {
    ask("Will Zelensky meet Trump on Monday?").code(0).stdout(contains("Yes.").and(contains("2025-08-18")));
    ask("What happened on Sunday?")
        .code(0)
        .stdout(contains("rejected").and(contains("summit in Alaska").not()));
    ask("When was the Alaska summit?")
        .code(1)
        .stdout(contains("The graph does not say when.").and(contains("summit in Alaska")));
}

#[test]
fn meetings_words_and_numbers_are_asked_for_and_reasons_are_not_known() {
    ask("Who met whom?").code(0).stdout(contains("Donald Trump met Vladimir Putin"));
    ask("List all meetings.").code(0).stdout(contains("(planned, 2025-08-18)").and(contains("in Alaska")));
    ask("What did Witkoff say?").code(0).stdout(contains("robust security guarantees"));
    ask("Who resigned?").code(1).stdout(contains("The graph does not say."));
    ask("How many leaders will visit Washington?").code(0).stdout(
        contains("At least 5, as far as").and(contains("Volodymyr Zelenskyy visited Washington (planned")),
    );
    ask("Why did Zelensky reject Russian security guarantees?").code(1).stdout(
        contains("The graph does not say why.").and(contains("rejected the idea of Russia offering")),
    );
}

#[test]
fn every_question_that_the_help_shows_finds_something() {
    let help = demarche().args(["ask", "--help"]).assert().success();
    let help = String::from_utf8(help.get_output().stdout.clone()).unwrap();
    let questions: Vec<&str> = help
        .lines()
        .filter(|line| line.contains("demarche ask "))
        .filter_map(|line| line.split('"').nth(1))
        .collect();
    assert!(questions.len() >= 5, "{help}");
    for question in questions {
        ask(question).code(0);
    }
}

#[test]
fn the_reading_of_a_question_is_shown_when_asked_for() {
    demarche()
        .arg("ask")
        .arg(graph())
        .args(["Who proposed security guarantees since August 2025?", "--explain"])
        .assert()
        .stderr(contains("relations: proposed").and(contains("since: 2025-08")));
}

#[test]
fn every_answer_cites_words_that_stand_in_the_article() {
    for question in ["Who met Trump?", "What happened in 2025?", "Who supports security guarantees?"] {
        let output = demarche()
            .arg("ask")
            .arg(graph())
            .args([question, "--json"])
            .assert()
            .success()
            .get_output()
            .clone();
        let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
        let rows = answer["rows"].as_array().unwrap();
        assert!(!rows.is_empty(), "{question}");
        for fact in rows.iter().flat_map(|row| row["facts"].as_array().unwrap()) {
            let sources =
                fact.as_object().unwrap().values().next().unwrap()["sources"].as_array().unwrap().clone();
            assert!(!sources.is_empty());
            for source in sources {
                let path = format!("articles/{}.txt", source["document"].as_str().unwrap());
                let text = std::fs::read_to_string(super::repository().join(path)).unwrap();
                let number = |name: &str| usize::try_from(source[name].as_u64().unwrap()).unwrap();
                let quote: String =
                    text.chars().skip(number("start")).take(number("end") - number("start")).collect();
                assert_eq!(Some(quote.as_str()), source["quote"].as_str());
            }
        }
    }
}

#[test]
fn articles_and_graphs_are_asked_together() {
    let news = folder(&[(
        "2025-09-01-oslo.txt",
        b"Norwegian Prime Minister Jonas Gahr Store met Emmanuel Macron in Oslo.",
    )]);
    demarche()
        .arg("ask")
        .arg(graph())
        .arg(news.path())
        .arg("Who met Macron?")
        .assert()
        .code(0)
        .stdout(contains("Jonas Gahr Store").and(contains("2025-09-01-oslo")));
    demarche().args(["ask", "no-such.jsonld", "Who met Macron?"]).assert().code(2);
}

#[test]
fn acts_are_found_by_either_side_of_a_meeting_and_sorted_by_date() {
    let acts = |args: &[&str]| -> Vec<Value> {
        let output = demarche().arg("acts").arg(graph()).args(args).arg("--json").output().unwrap();
        serde_json::from_slice(&output.stdout).unwrap()
    };
    let met = acts(&["--relation", "met", "--source", "Putin", "--status", "occurred"]);
    assert!(met.iter().any(|act| act["source"] == "Donald Trump"), "{met:#?}");
    assert_eq!(met, acts(&["--relation", "met", "--target", "Putin", "--status", "occurred"]));
    let all = acts(&[]);
    let day = |act: &Value| act["date"].as_str().or(act["first"].as_str()).map(str::to_owned);
    assert!(all.len() > 20 && all.is_sorted_by_key(|act| (day(act).is_none(), day(act))));
    assert!(acts(&["--since", "2030"]).is_empty());
    let sure = acts(&["--min-confidence", "0.9"]);
    assert!(sure.len() < all.len() && sure.iter().all(|act| act["confidence"].as_f64().unwrap() >= 0.9));
    demarche()
        .arg("acts")
        .arg(graph())
        .args(["--document", "2025-08-17-washington-visi"])
        .assert()
        .code(1)
        .stderr(contains("2025-08-17-washington-visit"));
}

#[test]
fn a_matrix_is_read_without_colours_and_has_them_on_a_terminal() {
    let matrix = |colour: bool| {
        let mut command = demarche();
        command.arg("positions").arg(graph()).arg("--matrix");
        if colour {
            command.env("CLICOLOR_FORCE", "1");
        }
        command.assert().success()
    };
    matrix(false).stdout(
        contains("Volodymyr Zelenskyy").and(contains("+ for   - against")).and(contains("\u{1b}").not()),
    );
    matrix(true).stdout(contains("\u{1b}["));
    let output = demarche().arg("positions").arg(graph()).args(["--matrix", "--csv"]).output().unwrap();
    let mut reader = csv::Reader::from_reader(&output.stdout[..]);
    let width = reader.headers().unwrap().len();
    assert!(reader.records().all(|row| row.unwrap().len() == width));
}

#[test]
fn a_timeline_shows_how_a_position_changed() {
    let news = folder(&[
        ("2025-01-10-a.txt", b"Emmanuel Macron rejected a ceasefire."),
        ("2025-03-10-b.txt", b"Emmanuel Macron supported a ceasefire."),
    ]);
    let out = tempfile::tempdir().unwrap();
    demarche().arg("build").arg(news.path()).arg("-o").arg(out.path()).assert().success();
    let output = demarche()
        .arg("positions")
        .arg(out.path().join("graph.jsonld"))
        .args(["--actor", "Macron", "--timeline", "--json"])
        .assert()
        .success();
    let steps: Vec<Value> = serde_json::from_slice(&output.get_output().stdout).unwrap();
    let told: Vec<_> =
        steps.iter().map(|s| (s["since"].as_str(), s["stance"].as_str(), s["change"].as_str())).collect();
    assert_eq!(
        told,
        [(Some("2025-01-10"), Some("against"), None), (Some("2025-03-10"), Some("for"), Some("against"))]
    );
}

#[test]
fn a_cell_that_a_spreadsheet_would_compute_is_made_text() {
    let news = folder(&[("=cmd.txt", b"Emmanuel Macron met Friedrich Merz in Paris.")]);
    assert_eq!(records(&[news.path()])[0]["id"], "=cmd");
    let out = tempfile::tempdir().unwrap();
    demarche().arg("build").arg(news.path()).arg("-o").arg(out.path()).assert().success();
    demarche()
        .arg("acts")
        .arg(out.path().join("graph.jsonld"))
        .arg("--csv")
        .assert()
        .success()
        .stdout(contains(",'=cmd,"));
}
