//! A graph that is kept in a store and grows.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use assert_cmd::assert::Assert;
use predicates::str::contains;
use rusqlite::{Connection, OpenFlags};

use super::{demarche, folder, graph, repository};

fn run(arguments: &[&str], paths: &[&Path]) -> Assert {
    demarche().args(arguments).args(paths).assert()
}

fn export(graph: &Path, format: &str) -> Vec<u8> {
    let exported = demarche().arg("export").arg(graph).args(["-f", format]).assert().success();
    exported.get_output().stdout.clone()
}

/// As many short articles, one a line, that do not all say the same.
fn articles(count: usize) -> String {
    const WHO: [&str; 5] =
        ["Donald Trump", "Vladimir Putin", "President Emmanuel Macron", "Friedrich Merz", "Keir Starmer"];
    const WHAT: [&str; 4] = ["met", "rejected a ceasefire with", "supported sanctions against", "criticized"];
    let line = |i: usize| {
        let text = format!("{} {} {}.", WHO[i % 5], WHAT[i / 5 % 4], WHO[(i + 1 + i / 20 % 4) % 5]);
        format!("{}\n", serde_json::json!({"id": format!("n{i}"), "text": text, "date": "2025-08-17"}))
    };
    (0..count).map(line).collect()
}

#[test]
fn a_store_of_articles_exports_and_answers_as_their_graph() {
    let out = tempfile::tempdir().unwrap();
    let store = out.path().join("news.sqlite");
    run(&["build", "articles", "--store"], &[&store]).success();
    let built = graph();
    for format in ["jsonld", "dot"] {
        let made = std::fs::read(built.with_extension(format)).unwrap();
        assert!(export(&store, format) == made, "{format}");
    }
    for question in [
        &["positions", "--topic", "security guarantees"][..],
        &["positions", "--actor", "Zelensky", "--json"],
        &["positions", "--phrases", "--actor", "Zelensky"],
        &["positions", "--timeline"],
        &["issues", "--json"],
        &["positions", "--matrix"],
        &["offices", "--of", "Ukraine", "--csv"],
        &["offices", "--holder", "Zelenski"],
        &["offices", "--on", "2025-08-17"],
        &["positions", "--actor", "Nobody Whatever"],
    ] {
        let answer = |graph: &Path| {
            let output = demarche().args(question).arg(graph).output().unwrap();
            (output.status.code(), output.stdout, output.stderr)
        };
        assert_eq!(answer(&store), answer(&built), "{question:?}");
    }
    demarche()
        .arg("verify")
        .arg(&store)
        .arg("articles")
        .assert()
        .success()
        .stdout(contains("in their place"));
    // The same once more: nothing is read, nothing changes; files can be had at the same time.
    demarche()
        .args(["build", "articles", "--store"])
        .arg(&store)
        .arg("-o")
        .arg(out.path())
        .assert()
        .success()
        .stderr(contains("2 articles were in the store already"));
    assert!(std::fs::read(out.path().join("graph.jsonld")).unwrap() == std::fs::read(&built).unwrap());
    // A store is a part like any other.
    let merged = demarche().arg("merge").args([&store, &built]).args(["-o", "-"]).assert().success();
    assert!(merged.get_output().stdout == std::fs::read(&built).unwrap());
}

#[test]
fn records_and_graphs_merge_into_a_store_and_articles_are_taken_out_again() {
    let out = folder(&[("more.jsonl", articles(20).as_bytes())]);
    let path = |name: &str| out.path().join(name);
    let (store, records) = (path("news.sqlite"), path("records.jsonl"));
    demarche().arg("extract").arg(path("more.jsonl")).arg("-o").arg(&records).assert().success();
    demarche().arg("merge").arg(&records).arg(graph()).arg("--store").arg(&store).assert().success();
    let whole = path("whole.jsonld");
    demarche().arg("merge").args([&graph(), &records]).arg("-o").arg(&whole).assert().success();
    assert!(export(&store, "jsonld") == std::fs::read(&whole).unwrap());

    let names: Vec<String> = (0..20).map(|i| format!("n{i}")).collect();
    run(&["forget"], &[&store]).failure().code(2);
    demarche().arg("forget").arg(&store).args(["n1", "n99"]).assert().code(2).stderr(contains("'n99'"));
    assert!(export(&store, "jsonld") == std::fs::read(&whole).unwrap(), "nothing was taken out");
    demarche().arg("forget").arg(&store).args(&names).assert().success();
    assert!(export(&store, "jsonld") == std::fs::read(graph()).unwrap());
    // The same without a store.
    demarche().arg("forget").arg(&whole).args(&names).assert().code(2).stderr(contains("--output"));
    demarche().arg("forget").arg(&whole).args(&names).arg("-o").arg(&whole).assert().success();
    assert!(std::fs::read(&whole).unwrap() == std::fs::read(graph()).unwrap());
}

#[test]
fn what_cannot_be_a_store_ends_with_2_and_says_why() {
    let out = folder(&[("graph.jsonld", b"{}"), ("a.txt", b"Donald Trump met Vladimir Putin.")]);
    let path = |name: &str| out.path().join(name);
    let build =
        |store: &Path| demarche().arg("build").arg(path("a.txt")).arg("--store").arg(store).assert().code(2);
    build(&path("graph.jsonld")).stderr(contains("graph.jsonld: is no store"));
    assert_eq!(std::fs::read(path("graph.jsonld")).unwrap(), b"{}");
    build(&path("no-folder/news.sqlite")).stderr(contains("its folder must be there"));
    build(out.path()).stderr(contains("is no store"));
    run(&["forget"], &[&path("none.sqlite"), Path::new("a")]).code(2);
    demarche().arg("build").arg(path("a.txt")).assert().code(2).stderr(contains("--output"));
}

#[cfg(unix)]
#[test]
fn a_store_that_may_not_be_written_can_be_read() {
    use std::os::unix::fs::PermissionsExt;
    let out = folder(&[("news.jsonl", articles(3).as_bytes())]);
    let store = out.path().join("closed/news.sqlite");
    std::fs::create_dir(out.path().join("closed")).unwrap();
    demarche().arg("build").arg(out.path().join("news.jsonl")).arg("--store").arg(&store).assert().success();
    let before = export(&store, "jsonld");
    let permit = |mode| {
        let allow =
            |path: &Path, mode| std::fs::set_permissions(path, PermissionsExt::from_mode(mode)).unwrap();
        allow(&store, mode & 0o666);
        allow(store.parent().unwrap(), mode);
    };
    permit(0o555);
    assert!(export(&store, "jsonld") == before);
    // To the superuser nothing is closed.
    if std::fs::File::create(out.path().join("closed/probe")).is_err() {
        demarche()
            .args(["build", "articles", "--store"])
            .arg(&store)
            .assert()
            .code(2)
            .stderr(contains("must be writable"));
    }
    permit(0o755);
}

/// Numbers that look random and are the same in every run (Knuth's multiplier and increment for 64 bits).
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }
}

/// How many articles are in a store that somebody else is writing.
fn committed(store: &Path) -> u64 {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE;
    let count = Connection::open_with_flags(store, flags).and_then(|connection| {
        connection.query_row("SELECT count(*) FROM documents", [], |row| row.get::<_, i64>(0))
    });
    count.map_or(0, |count| count as u64)
}

#[test]
fn a_run_killed_at_ten_moments_and_started_again_ends_as_one_that_was_not() {
    const ARTICLES: u64 = 240;
    const KILLS: u64 = 10;
    let all = articles(ARTICLES as usize);
    let lines: Vec<&str> = all.split_inclusive('\n').collect();
    let out = folder(&[("news.jsonl", b"")]);
    let (news, store) = (out.path().join("news.jsonl"), out.path().join("news.sqlite"));
    let mut dice = Dice(4);
    let mut halfway = 0;
    let mut before = 0;
    for _ in 0..KILLS {
        // However quick the machine, no run comes further than the articles that are there for it.
        let given = before + 1 + dice.below((ARTICLES - 1) / KILLS);
        std::fs::write(&news, lines[..given as usize].concat()).unwrap();
        let mut child = Command::new(env!("CARGO_BIN_EXE_demarche"))
            .args(["build", "--jobs", "1", "--store"])
            .args([&store, &news])
            .current_dir(repository())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        // Some way into what is there, and a little further; or at once, wherever in its work the program is then.
        let goal = before + dice.below(given - before + 1);
        while committed(&store) < goal && child.try_wait().unwrap().is_none() {
            std::thread::sleep(Duration::from_millis(2));
        }
        std::thread::sleep(Duration::from_micros(dice.below(40_000)));
        child.kill().unwrap();
        child.wait().unwrap();
        let now = committed(&store);
        assert!((before.max(goal)..=given).contains(&now), "what was committed is there: {now} of {given}");
        halfway += usize::from(0 < now && now < ARTICLES);
        before = now;
    }
    assert!(halfway >= 3, "the moments should be in the midst of the work: {halfway}");
    std::fs::write(&news, &all).unwrap();
    run(&["build", "--store"], &[&store, &news]).success();
    run(&["build", "-o"], &[out.path(), &news]).success();
    for format in ["jsonld", "dot"] {
        let whole = std::fs::read(out.path().join("graph").with_extension(format)).unwrap();
        assert!(export(&store, format) == whole, "{format}");
    }
    let connection = Connection::open(&store).unwrap();
    let ask = |query: &str| connection.query_row(query, [], |row| row.get::<_, String>(0)).unwrap();
    assert_eq!(ask("PRAGMA integrity_check"), "ok");
    assert_eq!(ask("SELECT CAST(stale AS TEXT) FROM store"), "0");
    assert_eq!(ask("SELECT CAST(count(*) AS TEXT) FROM documents"), ARTICLES.to_string());
}
