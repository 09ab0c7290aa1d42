//! When the system fails, what was there stays there, and the message says what happened.
#![cfg(unix)]

use std::fs::{self, File, Permissions};
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use super::{demarche, folder, repository};

const GOOD: &[u8] = b"Donald Trump met Vladimir Putin in Alaska.";

fn told(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Names and contents of all files of a folder but the program's own.
fn state(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut state: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|e| e.unwrap().path())
        .map(|path| (path.clone(), fs::read(path).unwrap()))
        .collect();
    state.sort();
    state
}

/// The program run by somebody who may not do everything: tests may be run by root, whom no permission stops.
struct Somebody {
    folder: tempfile::TempDir,
    is_root: bool,
}

impl Somebody {
    const NOBODY: u32 = 65534;

    fn new(files: &[(&str, &[u8])]) -> Self {
        let folder = folder(files);
        fs::set_permissions(folder.path(), Permissions::from_mode(0o755)).unwrap();
        let secret = folder.path().join("secret");
        fs::write(&secret, b"").unwrap();
        fs::set_permissions(&secret, Permissions::from_mode(0o000)).unwrap();
        let is_root = File::open(&secret).is_ok();
        if is_root {
            // The folder that the program lies in may be one that only root may enter.
            fs::copy(env!("CARGO_BIN_EXE_demarche"), folder.path().join("program")).unwrap();
        }
        Self { folder, is_root }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn demarche(&self) -> Command {
        if !self.is_root {
            return Command::new(env!("CARGO_BIN_EXE_demarche"));
        }
        let mut command = Command::new(self.path("program"));
        command.uid(Self::NOBODY).gid(Self::NOBODY).current_dir(self.folder.path());
        command
    }
}

#[test]
fn a_full_disk_is_told() {
    if !Path::new("/dev/full").exists() {
        eprintln!("left out: there is no /dev/full");
        return;
    }
    let input = folder(&[("a.txt", GOOD)]);
    let article = input.path().join("a.txt");
    let graph = super::graph();
    let runs: [(&str, &Path); 4] =
        [("extract", &article), ("positions", &graph), ("acts", &graph), ("verify", &graph)];
    for (command, path) in runs {
        let full = File::options().write(true).open("/dev/full").unwrap();
        let mut run = Command::new(env!("CARGO_BIN_EXE_demarche"));
        run.current_dir(repository()).arg(command).arg(path).stdout(full);
        if command == "verify" {
            run.arg("articles");
        }
        let output = run.output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{command}: {}", told(&output));
        assert!(told(&output).contains("the disk is full"), "{command}: {}", told(&output));
    }
    let output = demarche().arg("extract").arg(&article).args(["-o", "/dev/full"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(told(&output).contains("/dev/full cannot be written"), "{}", told(&output));
}

#[test]
fn a_disk_that_fills_up_leaves_the_old_files() {
    let work = folder(&[("in/a.txt", GOOD), ("out/keep", b"")]);
    let out = work.path().join("out");
    let build = |limit: &str| {
        // Blocks of 512 or 1024 bytes; a shell that ignores the signal hands that on, and writing fails.
        let script = format!("{limit} exec \"$0\" build \"$1\" -o \"$2\"");
        let mut command = Command::new("sh");
        command.args(["-c", &script, env!("CARGO_BIN_EXE_demarche")]).arg(work.path().join("in")).arg(&out);
        command.output().unwrap()
    };
    assert!(build("").status.success());
    let before = state(&out);
    fs::write(work.path().join("in/b.txt"), b"Friedrich Merz met Emmanuel Macron in Paris.").unwrap();
    let full = build("trap '' XFSZ; ulimit -f 2;");
    assert_eq!(full.status.code(), Some(2), "{}", told(&full));
    assert!(told(&full).contains("cannot be written") && told(&full).contains("large"), "{}", told(&full));
    assert_eq!(state(&out), before, "nothing is changed and nothing is left beside it");
    // Killed in the midst of writing.
    let killed = build("ulimit -f 2;");
    assert_eq!(killed.status.code(), None, "{}", told(&killed));
    let after: Vec<_> =
        state(&out).into_iter().filter(|(path, _)| before.iter().any(|(known, _)| known == path)).collect();
    assert_eq!(after, before);
    assert!(build("").status.success());
    assert_ne!(state(&out), before);
}

#[test]
fn a_store_on_a_disk_that_fills_up_is_whole_and_goes_on_later() {
    let lines: String = (0..60)
        .map(|n| format!("{{\"id\":\"{n}\",\"text\":\"Donald Trump met Vladimir Putin in city {n}.\"}}\n"))
        .collect();
    let work = folder(&[("news.jsonl", lines.as_bytes())]);
    let news = work.path().join("news.jsonl");
    let store = work.path().join("news.sqlite");
    let grow = |limit: &str, news: &Path| {
        let script = format!("trap '' XFSZ; {limit} exec \"$0\" build \"$1\" --store \"$2\"");
        Command::new("sh")
            .args(["-c", &script, env!("CARGO_BIN_EXE_demarche")])
            .arg(news)
            .arg(&store)
            .output()
            .unwrap()
    };
    let first = work.path().join("first.jsonl");
    fs::write(&first, lines.lines().next().unwrap()).unwrap();
    assert!(grow("", &first).status.success());
    let blocks = fs::metadata(&store).unwrap().len() / 1024 + 8;
    let full = grow(&format!("ulimit -f {blocks};"), &news);
    assert_eq!(full.status.code(), Some(2), "{}", told(&full));
    assert!(told(&full).contains("news.sqlite"), "{}", told(&full));
    let positions = demarche().arg("acts").arg(&store).output().unwrap();
    assert_eq!(positions.status.code(), Some(0), "{}", told(&positions));
    assert!(grow("", &news).status.success());
    let export = |graph: &Path| {
        let output = demarche().args(["export", "--format", "jsonld"]).arg(graph).output().unwrap();
        assert!(output.status.success(), "{}", told(&output));
        output.stdout
    };
    demarche().arg("build").arg(&news).arg("-o").arg(work.path()).assert().success();
    assert!(export(&store) == export(&work.path().join("graph.jsonld")));
}

#[test]
fn a_build_that_is_killed_leaves_the_old_files() {
    let work = folder(&[("a.txt", GOOD)]);
    let out = work.path().join("out");
    demarche().arg("build").arg(work.path().join("a.txt")).arg("-o").arg(&out).assert().success();
    let before = state(&out);
    let mut child = Command::new(env!("CARGO_BIN_EXE_demarche"))
        .args(["build", "-", "-o"])
        .arg(&out)
        .stdin(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    // It has read these, waits for more, and has its files open.
    for n in 0..100 {
        writeln!(input, "{{\"id\":{n},\"text\":\"Friedrich Merz met Emmanuel Macron in Paris.\"}}").unwrap();
    }
    input.flush().unwrap();
    while fs::read_dir(&out).unwrap().count() == before.len() {
        assert!(child.try_wait().unwrap().is_none(), "it is running");
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    let after: Vec<_> =
        state(&out).into_iter().filter(|(path, _)| before.iter().any(|(known, _)| known == path)).collect();
    assert_eq!(after, before);
    // What it left behind is hidden and disturbs nobody.
    demarche().arg("build").arg(work.path().join("a.txt")).arg("-o").arg(&out).assert().success();
}

#[test]
fn a_file_that_may_not_be_read_is_named_and_the_others_are_read() {
    let somebody = Somebody::new(&[("in/closed.txt", GOOD), ("in/good.txt", GOOD), ("in/shut/x.txt", GOOD)]);
    for (name, mode) in [("in", 0o755), ("in/good.txt", 0o644), ("in/closed.txt", 0o000), ("in/shut", 0o000)]
    {
        fs::set_permissions(somebody.path(name), Permissions::from_mode(mode)).unwrap();
    }
    let output = somebody.demarche().arg("extract").arg(somebody.path("in")).output().unwrap();
    fs::set_permissions(somebody.path("in/shut"), Permissions::from_mode(0o755)).unwrap();
    assert_eq!(output.status.code(), Some(2));
    let told = told(&output);
    assert!(told.contains("closed.txt: may not be read") && told.contains("shut: may not be read"), "{told}");
    let records = String::from_utf8(output.stdout).unwrap();
    assert!(records.contains("\"id\":\"good\"") && records.lines().count() == 1, "{records}");
}

#[cfg(target_os = "linux")]
#[test]
fn a_file_that_breaks_off_while_it_is_read_is_named() {
    // Its first page is nobody's memory: opening works, reading fails.
    let output = demarche().args(["extract", "--input-format", "text", "/proc/self/mem"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(
        told(&output).contains("/proc/self/mem: could not be read (Input/output error"),
        "{}",
        told(&output)
    );
}

#[test]
fn a_folder_that_is_read_only_is_told_before_any_work() {
    let somebody =
        Somebody::new(&[("a.txt", GOOD), ("out/graph.jsonld", b"old"), ("out/records.jsonl", b"old")]);
    for (name, mode) in
        [("a.txt", 0o644), ("out/graph.jsonld", 0o644), ("out/records.jsonl", 0o644), ("out", 0o555)]
    {
        fs::set_permissions(somebody.path(name), Permissions::from_mode(mode)).unwrap();
    }
    let out = somebody.path("out");
    let runs: [(&str, &str, PathBuf); 3] = [
        ("build", "-o", out.clone()),
        ("extract", "-o", out.join("records.jsonl")),
        ("build", "--store", out.join("news.sqlite")),
    ];
    for (command, option, path) in runs {
        // An article that does not exist would be told if any were read.
        let output =
            somebody.demarche().arg(command).arg("missing.txt").arg(option).arg(&path).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{command} {option}");
        let told = told(&output);
        assert!(told.contains("out") && !told.contains("missing.txt"), "{command} {option}: {told}");
        assert!(!told.contains("panicked"), "{told}");
    }
    fs::set_permissions(&out, Permissions::from_mode(0o755)).unwrap();
    let names: Vec<_> = state(&out).into_iter().map(|(_, content)| content).collect();
    assert_eq!(names, [b"old", b"old"]);
}

#[test]
fn what_is_extracted_is_read_again_whoever_leads_a_group_without_a_name() {
    // In each of them somebody leads a party or a group that takes part in no act and is named by a description alone.
    let articles = ["r9-140", "r9-323", "r9-722", "r9-723"].map(|id| format!("train/text/{id}.txt"));
    let extracted = demarche().arg("extract").args(&articles).assert().success().get_output().stdout.clone();
    let led = |record: &serde_json::Value| {
        let none = |of: &&serde_json::Value, key: &str, fact: &str| {
            record[key]
                .as_array()
                .unwrap()
                .iter()
                .all(|one| one[fact] != of["of"] && one["target"] != of["of"])
        };
        let is_group = |of: &&serde_json::Value| {
            record["entities"].as_array().unwrap().iter().any(|e| e["id"] == of["of"] && e["type"] == "group")
        };
        let offices = record["offices"].as_array().unwrap();
        offices
            .iter()
            .any(|o| is_group(&o) && none(&o, "relations", "source") && none(&o, "positions", "holder"))
    };
    let records: Vec<serde_json::Value> =
        extracted.split(|byte| *byte == b'\n').filter_map(|line| serde_json::from_slice(line).ok()).collect();
    assert!(records.iter().any(led), "nobody leads such a group");
    let out = folder(&[]);
    let graph = out.path().join("graph.jsonld");
    demarche().args(["merge", "-", "-o"]).arg(&graph).write_stdin(extracted).assert().success();
    let told = fs::read_to_string(graph).unwrap();
    for id in articles.iter().map(|path| &path[11..17]) {
        assert!(told.contains(&format!("document/{id}")), "{id} is not in the graph");
    }
}
