//! Holds the house to its plan: which module may use which, and where logic may live.
//!
//! The table is that of ARCHITECTURE.md. An arrow that is not in it is a change of the plan: argue for it there first.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// The vocabularies, ranges and errors that every module but the ground floor itself may use.
const GROUND: [&str; 3] = ["schema", "span", "error"];

/// Each module of the library with what it may use besides [`GROUND`].
const ARROWS: [(&str, &[&str]); 19] = [
    ("builder", &["source", "nlp", "lexicon", "extract", "reader", "resolve", "text", "graph", "store"]),
    ("verify", &["graph", "source"]),
    ("eval", &["graph", "text"]),
    ("dialogue", &["graph", "issues", "lexicon", "nlp", "query", "question"]),
    ("query", &["graph", "issues"]),
    ("issues", &["graph", "reader"]),
    ("sparql", &["export", "graph"]),
    ("export", &["events", "graph", "issues"]),
    ("events", &["graph", "lexicon"]),
    ("resolve", &["extract", "graph", "lexicon", "reader", "text"]),
    ("question", &["extract", "lexicon", "text"]),
    ("extract", &["lexicon", "reader", "text"]),
    ("reader", &["text"]),
    ("nlp", &["lexicon", "text"]),
    ("source", &["lexicon", "text"]),
    ("lexicon", &["text"]),
    ("store", &["graph", "issues"]),
    ("graph", &["lexicon"]),
    ("text", &[]),
];

/// The ground floor, whose own arrows are told in full.
const FOUNDATIONS: [(&str, &[&str]); 3] = [("schema", &["span", "error"]), ("span", &[]), ("error", &[])];

/// A source file: its module path from the crate root, and its code without comments, strings and characters.
struct Source {
    path: PathBuf,
    module: Vec<String>,
    code: String,
}

impl Source {
    fn is_mod_rs(&self) -> bool {
        self.path.ends_with("mod.rs")
    }

    /// The top module it belongs to; nothing for `lib.rs` and `main.rs`.
    fn top(&self) -> Option<&str> {
        self.module.first().map(String::as_str)
    }

    /// Names that its code takes from the crate root, by `crate::NAME`, `crate::{NAME, …}` or enough `super::`.
    fn root_names(&self) -> Vec<String> {
        let mut names = Vec::new();
        for (at, _) in self.code.match_indices("crate::") {
            if starts_word(&self.code, at) {
                names.extend(first_names(&self.code[at + "crate::".len()..]));
            }
        }
        // One block of tests at the end of a file is a module further down.
        let inline = self.code.find("mod tests {").unwrap_or(self.code.len());
        let mut rest = 0;
        while let Some(at) = self.code[rest..].find("super::").map(|at| rest + at) {
            let ups = self.code[at..].split("super::").take_while(|between| between.is_empty()).count();
            rest = at + ups * "super::".len();
            let depth = self.module.len() + usize::from(at > inline);
            if starts_word(&self.code, at) && ups >= depth {
                names.extend(first_names(&self.code[rest..]));
            }
        }
        names
    }
}

fn starts_word(code: &str, at: usize) -> bool {
    !code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == '$')
}

/// The first segment of each path in `tree`: `a::b` gives `a`; `{a::{b, c}, d}` gives `a` and `d`.
fn first_names(tree: &str) -> Vec<String> {
    let word = |text: &str| text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
    let tree = tree.trim_start();
    let Some(inside) = tree.strip_prefix('{') else {
        return vec![word(tree)];
    };
    let (mut names, mut depth, mut start) = (Vec::new(), 0, 0);
    for (at, c) in inside.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth > 0 => depth -= 1,
            ',' | '}' if depth == 0 => {
                names.push(word(inside[start..at].trim_start()));
                start = at + 1;
                if c == '}' {
                    break;
                }
            }
            _ => {}
        }
    }
    names.retain(|name| !name.is_empty());
    names
}

/// `code` with comments, string and character literals left out; lines stay lines.
fn strip(code: &str) -> String {
    scan(code).0
}

/// What [`strip`] leaves, and the string literals that it left out.
fn scan(code: &str) -> (String, Vec<String>) {
    let chars: Vec<char> = code.chars().collect();
    let mut out = String::new();
    let mut strings = Vec::new();
    let mut i = 0;
    let starts = |i: usize, what: &str| what.chars().enumerate().all(|(k, c)| chars.get(i + k) == Some(&c));
    while i < chars.len() {
        let word_before = i > 0 && (chars[i - 1].is_alphanumeric() || chars[i - 1] == '_');
        let raw = if word_before { None } else { raw_string(&chars[i..]) };
        let begin = i;
        if starts(i, "//") {
            while i < chars.len() && chars[i] != '\n' {
                i += 1;
            }
        } else if starts(i, "/*") {
            let mut depth = 0;
            loop {
                if starts(i, "/*") {
                    depth += 1;
                    i += 2;
                } else if starts(i, "*/") {
                    depth -= 1;
                    i += 2;
                } else {
                    i += 1;
                }
                if depth == 0 || i >= chars.len() {
                    break;
                }
            }
        } else if let Some(length) = raw {
            strings.push(chars[i..i + length].iter().collect::<String>());
            i += length;
        } else if chars[i] == '"' {
            i += 1;
            while i < chars.len() && chars[i] != '"' {
                i += if chars[i] == '\\' { 2 } else { 1 };
            }
            strings.push(chars[begin + 1..i.min(chars.len())].iter().collect::<String>());
            i += 1;
        } else if chars[i] == '\'' && (chars.get(i + 1) == Some(&'\\') || chars.get(i + 2) == Some(&'\'')) {
            i += if chars[i + 1] == '\\' { 3 } else { 2 };
            while i < chars.len() && chars[i] != '\'' {
                i += 1;
            }
            i += 1;
        } else {
            out.push(chars[i]);
            i += 1;
            continue;
        }
        let lines = chars[begin..i.min(chars.len())].iter().filter(|&&c| c == '\n').count();
        out.push_str(&"\n".repeat(lines));
    }
    (out, strings)
}

/// Length of the raw string (`r"…"`, `br#"…"#`) that `chars` begins with.
fn raw_string(chars: &[char]) -> Option<usize> {
    let start = usize::from(chars.first() == Some(&'b'));
    if chars.get(start) != Some(&'r') {
        return None;
    }
    let hashes = chars[start + 1..].iter().take_while(|&&c| c == '#').count();
    let open = start + 1 + hashes;
    if chars.get(open) != Some(&'"') {
        return None;
    }
    (open + 1..chars.len())
        .find(|&i| {
            chars[i] == '"' && chars[i + 1..].iter().take(hashes).filter(|&&c| c == '#').count() == hashes
        })
        .map(|end| end + 1 + hashes)
}

fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                files.push(path);
            }
        }
    }
    files.sort();
    assert!(files.len() > 10, "the sources were not found under {}", root.display());
    let source = |path: PathBuf| {
        let inside = path.strip_prefix(&root).unwrap().with_extension("");
        let mut module: Vec<String> = inside.iter().map(|part| part.to_string_lossy().into_owned()).collect();
        if matches!(module.last().map(String::as_str), Some("mod" | "lib" | "main")) {
            module.pop();
        }
        let code = strip(&fs::read_to_string(&path).unwrap());
        Source { path, module, code }
    };
    files.into_iter().map(source).collect()
}

fn allowed() -> BTreeMap<&'static str, Vec<&'static str>> {
    let with_ground = ARROWS.iter().map(|(module, uses)| {
        let ground: &[&str] = if *module == "text" { &["span", "error"] } else { &GROUND };
        (*module, uses.iter().chain(ground).copied().collect())
    });
    with_ground.chain(FOUNDATIONS.iter().map(|(module, uses)| (*module, uses.to_vec()))).collect()
}

#[test]
fn modules_use_only_what_stands_below_them() {
    let allowed = allowed();
    let mut wrong = Vec::new();
    for source in sources() {
        let Some(top) = source.top().filter(|top| *top != "cli") else {
            continue;
        };
        let Some(uses) = allowed.get(top) else {
            wrong.push(format!("{}: module {top} is not in the table of arrows", source.path.display()));
            continue;
        };
        for name in source.root_names() {
            if name != top && allowed.contains_key(name.as_str()) && !uses.contains(&name.as_str()) {
                wrong.push(format!("{}: {top} may not use {name}", source.path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn nothing_is_imported_from_the_crate_root() {
    let allowed = allowed();
    let mut wrong = Vec::new();
    for source in sources() {
        if source.top().is_none_or(|top| top == "cli") {
            continue;
        }
        for name in source.root_names() {
            if !allowed.contains_key(name.as_str()) {
                wrong.push(format!("{}: {name} has a module; name that", source.path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_command_line_uses_the_public_library_alone() {
    for source in sources().iter().filter(|source| source.top() == Some("cli")) {
        let names = source.root_names();
        assert!(names.iter().all(|name| name == "cli"), "{}: {names:?}", source.path.display());
    }
    for source in sources().iter().filter(|source| source.top() != Some("cli")) {
        let outside = source.path.ends_with("main.rs") || !source.code.contains("anyhow");
        assert!(
            outside,
            "{}: anyhow is for the program; the library has its own error",
            source.path.display()
        );
    }
}

#[test]
fn mod_rs_holds_docs_modules_and_at_most_one_function() {
    const LOGIC: [&str; 9] =
        ["struct ", "enum ", "impl", "trait ", "const ", "static ", "type ", "union ", "macro_rules!"];
    let mut wrong = Vec::new();
    for source in sources().iter().filter(|source| source.is_mod_rs() || source.path.ends_with("lib.rs")) {
        let code = source.code.split("#[cfg(test)]\nmod ").next().unwrap_or_default();
        let items = code.lines().map(|line| {
            let line = line.strip_prefix("pub ").unwrap_or(line);
            match line.strip_prefix("pub(").and_then(|rest| rest.split_once(") ")) {
                Some((_, rest)) => rest,
                None => line,
            }
        });
        let functions = items.clone().filter(|item| item.starts_with("fn ")).count();
        let most = usize::from(source.is_mod_rs());
        if functions > most {
            wrong.push(format!("{}: {functions} functions, at most {most}", source.path.display()));
        }
        for item in items.filter(|item| LOGIC.iter().any(|word| item.starts_with(word))) {
            wrong.push(format!("{}: {item} belongs in a file of its own", source.path.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// English lives in `data/`: the code that matches compares with words of its lists and with none of its own.
#[test]
fn the_code_that_reads_english_holds_no_word_of_it() {
    // Names of roles and attitudes, and what separates the parts of a user's table, that are vocabulary and no text, with the
    // files that use them.
    const NAMES: [(&str, &str); 2] = [("extract/attribution.rs", "state"), ("resolve/known.rs", "of")];
    let mut wrong = Vec::new();
    for source in sources().iter().filter(|s| matches!(s.top(), Some("extract" | "resolve"))) {
        let code = fs::read_to_string(&source.path).unwrap();
        let (_, strings) = scan(code.split("#[cfg(test)]").next().unwrap_or_default());
        for string in strings {
            let word = string.trim_matches([' ', '\'', '’']);
            let is_word = !word.is_empty() && word.chars().all(|c| c.is_ascii_alphabetic());
            let is_name = NAMES.iter().any(|(file, name)| source.path.ends_with(file) && word == *name);
            if is_word && !is_name {
                wrong.push(format!("{}: \"{string}\" belongs in data/", source.path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The checks above look at what [`strip`] and [`Source::from_root`] leave and find: that must be right.
#[test]
fn comments_and_strings_are_no_code_and_every_way_to_the_root_is_seen() {
    let code = r####"
        // crate::comment
        /* crate::block /* crate::nested */ crate::block */
        const A: &str = "crate::string \" crate::string";
        const B: &str = r#"crate::raw " crate::raw"#;
        const C: char = '"'; const D: char = '\''; fn e<'a>(x: &'a str) {}
        use crate::graph::{self, Node};
        use crate::{text::{AnalysedText, Token}, schema, Span};
        use super::super::lexicon::Lexicon;
        use super::sibling;
        mod tests { use super::super::super::nlp; use super::super::aunt; }
    "####;
    let source = Source {
        path: PathBuf::from("src/extract/topic.rs"),
        module: vec!["extract".to_owned(), "topic".to_owned()],
        code: strip(code),
    };
    assert_eq!(source.root_names(), ["graph", "text", "schema", "Span", "lexicon", "nlp"]);
    let strings = ["crate::string \\\" crate::string", "r#\"crate::raw \" crate::raw\"#"];
    assert_eq!(scan(code).1, strings);
}
