//! Input that is made to do harm does none: bombs, names that are paths, codes that steer a terminal, formulas, scripts.

use std::io::Write;
use std::path::Path;
use std::time::{Duration, Instant};

use predicates::prelude::*;
use predicates::str::contains;

use super::{demarche, folder};

const GOOD: &[u8] = b"Donald Trump met Vladimir Putin in Alaska.";

/// Ids as nobody means well with.
const IDS: [&str; 10] = [
    "../../../../etc/passwd",
    "/etc/passwd",
    "a/b\\c",
    "nul\u{0}l",
    "line\nbreak\r\n",
    "\u{1b}]0;title\u{7}\u{1b}[31mred",
    "<script>alert(1)</script>",
    "javascript:alert(1)",
    "=HYPERLINK(\"http://example.org\")",
    "]]>\u{202e}\"'&<x>",
];

/// Reads `bad` beside a good article, in bounded time: the message must say `message`, the good article must be there.
#[track_caller]
fn assert_stopped(name: &str, bad: &[u8], message: &str) {
    let folder = folder(&[(name, bad), ("good.txt", GOOD)]);
    let start = Instant::now();
    demarche()
        .arg("extract")
        .arg(folder.path().join(name))
        .arg(folder.path().join("good.txt"))
        .assert()
        .code(2)
        .stderr(contains(name).and(contains(message)))
        .stdout(contains("\"id\":\"good\""));
    assert!(start.elapsed() < Duration::from_secs(60), "{name} took {:?}", start.elapsed());
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn zstandard(bytes: &[u8]) -> Vec<u8> {
    ruzstd::encoding::compress_to_vec(bytes, ruzstd::encoding::CompressionLevel::Fastest)
}

/// A line of JSON for an article with this id, in a text of its own.
fn line(number: usize, id: &str, text: &str) -> String {
    let article = serde_json::json!({
        "id": id, "text": format!("{text} This is the article of number {number}."), "title": id, "url": id,
    });
    format!("{article}\n")
}

#[test]
fn compressed_files_that_unfold_without_end() {
    let spaces = vec![b' '; 32 * 1024 * 1024];
    let lines = vec![b'\n'; 32 * 1024 * 1024];
    let unfolds = "it unfolds to more than 200 times its size";
    assert_stopped("bomb.txt.gz", &gzip(&spaces), unfolds);
    assert_stopped("bomb.html.zst", &zstandard(&spaces), unfolds);
    assert_stopped("bomb.jsonl.gz", &gzip(&lines), unfolds);
    assert_stopped("bomb.jsonl.zst", &zstandard(&lines), unfolds);
    assert_stopped("bomb.json.gz", &gzip(&[b"[{\"text\":\"", &spaces[..]].concat()), unfolds);
    // Unfolded once, and not again.
    assert_stopped("bomb.gz", &gzip(&gzip(&spaces)), "is a binary file");
}

#[test]
fn markup_and_json_that_nest_without_end() {
    let nested = |open: &str, close: &str| format!("{}x{}", open.repeat(100_000), close.repeat(100_000));
    let bytes = |text: String| text.into_bytes();
    assert_stopped("deep.html", &bytes(nested("<div>", "</div>")), "nested more than 512 deep");
    let atom = format!(
        "<feed xmlns=\"http://www.w3.org/2005/Atom\"><entry><content type=\"xhtml\">{}</content></entry></feed>",
        nested("<b>", "</b>")
    );
    assert_stopped("deep.atom", &bytes(atom), "");
    assert_stopped(
        "deep.rss",
        &bytes(format!("<rss version=\"2.0\">{}</rss>", nested("<x>", "</x>"))),
        "is no RSS",
    );
    assert_stopped("deep.jsonl", &bytes(format!("{{\"text\":{}}}\n", nested("[", "]"))), "is no article");
    assert_stopped("deep.json", &bytes(format!("[{}", nested("{\"a\":", "}"))), "is no article");
    let mail: String = (0..10_000)
        .map(|n| format!("Content-Type: multipart/mixed; boundary=b{n}\r\n\r\n--b{n}\r\n"))
        .collect();
    assert_stopped("deep.eml", &bytes(mail), "is no mail message with a text");
}

/// A PDF of these objects, the first of which is its catalog, without a table of where they are.
fn pdf(objects: &[Vec<u8>]) -> Vec<u8> {
    let mut out = b"%PDF-1.4\n".to_vec();
    for (body, number) in objects.iter().zip(1..) {
        out.extend(format!("{number} 0 obj\n").bytes().chain(body.iter().copied()).chain(*b"\nendobj\n"));
    }
    out.extend(b"trailer\n<< /Root 1 0 R >>\n");
    out
}

/// A stream with these entries in its dictionary, compressed.
fn packed(entries: &str, data: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(data).unwrap();
    let data = encoder.finish().unwrap();
    let head = format!("<< {entries} /Filter /FlateDecode /Length {} >>\nstream\n", data.len());
    [head.as_bytes(), &data, b"\nendstream"].concat()
}

#[test]
fn pdfs_that_unfold_nest_or_show_themselves_without_end() {
    let catalog = b"<< /Type /Catalog /Pages 2 0 R >>".to_vec();
    let pages = b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>".to_vec();
    let page = |more: &str| format!("<< /Type /Page /Parent 2 0 R {more} >>").into_bytes();
    let with = |page: Vec<u8>, content: Vec<u8>| pdf(&[catalog.clone(), pages.clone(), page, content]);
    let spaces = vec![b' '; 64 * 1024 * 1024];
    let unfolds = "is a PDF that unfolds to more than any text has";
    assert_stopped("bomb.pdf", &with(page("/Contents 4 0 R"), packed("", &spaces)), unfolds);
    // A form whose content shows it a thousand times, on a page that does.
    let shown = b"/F Do ".repeat(1000);
    let form = packed("/Type /XObject /Subtype /Form /Resources << /XObject << /F 4 0 R >> >>", &shown);
    let shows = page("/Contents 4 0 R /Resources << /XObject << /F 4 0 R >> >>");
    assert_stopped("form.pdf", &with(shows, form), unfolds);
    let box_of = packed("/Type /ObjStm /N 1 /First 4", &[b"5 0 ", &spaces[..]].concat());
    assert_stopped("objects.pdf", &with(page(""), box_of), "is a PDF ");
    let nested =
        |open: &str, close: &str| format!("{}0{}", open.repeat(100_000), close.repeat(100_000)).into_bytes();
    assert_stopped("arrays.pdf", &with(page("/Contents 4 0 R"), nested("[", "]")), "is a ");
    assert_stopped("names.pdf", &with(page("/Contents 4 0 R"), nested("<< /A ", ">>")), "is a ");
    let deep = [b"BT [", &nested("[", "]")[..], b"] TJ ET"].concat();
    assert_stopped("content.pdf", &with(page("/Contents 4 0 R"), packed("", &deep)), "is a PDF without text");
    // A tree of pages that is its own branch, and one of very many pages.
    let circle = b"<< /Type /Pages /Count 9 /Kids [2 0 R 2 0 R] >>".to_vec();
    assert_stopped("circle.pdf", &pdf(&[catalog.clone(), circle]), "is a ");
    let kids: String = (3..6_000).map(|number| format!("{number} 0 R ")).collect();
    let many = format!("<< /Type /Pages /Count 6000 /Kids [{kids}] >>").into_bytes();
    let mut objects = vec![catalog.clone(), many];
    objects.resize(6_000, page(""));
    assert_stopped("many.pdf", &pdf(&objects), "is a PDF of more than 5000 pages");
}

#[test]
fn entities_of_xml_that_multiply() {
    let mut entities = "<!ENTITY e0 \"Donald Trump met Vladimir Putin. \">".to_owned();
    for n in 1..10 {
        entities.push_str(&format!("<!ENTITY e{n} \"{}\">", format!("&e{};", n - 1).repeat(10)));
    }
    let feed = format!(
        "<?xml version=\"1.0\"?><!DOCTYPE rss [{entities}<!ENTITY file SYSTEM \"file:///etc/passwd\">]><rss \
         version=\"2.0\"><channel><title>t</title><item><guid>laughs</guid><description>&e9; &file; \
         Xi.</description></item></channel></rss>"
    );
    let folder = folder(&[("feed.rss", feed.as_bytes())]);
    let output = demarche().arg("extract").arg(folder.path()).output().unwrap();
    let all = String::from_utf8(output.stdout).unwrap();
    assert!(all.len() < 10_000 && !all.contains("root:"), "{}", all.len());
}

#[test]
fn graphs_and_records_that_nest_without_end() {
    let deep = format!("{{\"graph\":{}", "[".repeat(1_000_000));
    let folder = folder(&[("deep.jsonld", deep.as_bytes()), ("deep.jsonl", deep.as_bytes())]);
    for arguments in [["positions", "deep.jsonld"], ["merge", "deep.jsonl"]] {
        let mut command = demarche();
        command.arg(arguments[0]).arg(folder.path().join(arguments[1]));
        if arguments[0] == "merge" {
            command.args(["-o", "-"]);
        }
        command.assert().code(2).stderr(contains(arguments[1]));
    }
}

#[test]
fn ids_are_never_paths_and_are_escaped_in_every_format() {
    let long = "x/".repeat(5_000);
    let ids = IDS.iter().copied().chain([long.as_str()]);
    let lines: String = ids
        .clone()
        .enumerate()
        .map(|(n, id)| line(n, id, "Donald Trump met Vladimir Putin in Alaska."))
        .collect();
    let input = folder(&[("in/news.jsonl", lines.as_bytes()), ("out/keep", b"")]);
    let (news, out) = (input.path().join("in/news.jsonl"), input.path().join("out/graph"));
    let formats = "jsonld,dot,turtle,nquads,graphml,csv,cypher";
    demarche().arg("build").arg(&news).args(["--format", formats, "-o"]).arg(&out).assert().success();

    let names = |path: &Path| {
        let mut names: Vec<_> = std::fs::read_dir(path)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    };
    assert_eq!(names(input.path()), ["in", "out"]);
    assert_eq!(names(&input.path().join("out")), ["graph", "keep"]);
    assert_eq!(
        names(&out),
        [
            "edges.csv",
            "graph.cypher",
            "graph.dot",
            "graph.graphml",
            "graph.jsonld",
            "graph.nq",
            "graph.ttl",
            "nodes.csv"
        ]
    );
    let read = |name: &str| std::fs::read_to_string(out.join(name)).unwrap();
    let quads =
        oxttl::NQuadsParser::new().for_reader(read("graph.nq").as_bytes()).filter(Result::is_err).count();
    let triples =
        oxttl::TurtleParser::new().for_reader(read("graph.ttl").as_bytes()).filter(Result::is_err).count();
    assert_eq!((quads, triples), (0, 0));
    serde_json::from_str::<serde_json::Value>(&read("graph.jsonld")).unwrap();
    for name in ["edges.csv", "nodes.csv"] {
        let text = read(name);
        let mut rows = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
        for row in rows.records() {
            for field in &row.unwrap() {
                assert!(!field.starts_with(['=', '+', '-', '@', '\t', '\r']), "{name}: {field}");
            }
        }
    }
    assert!(!read("graph.graphml").contains("<script"));
    assert!(!read("graph.dot").contains("URL=\"javascript"));
    // The name that the article came with is told as it is, and found again.
    demarche().arg("verify").arg(out.join("graph.jsonld")).arg(&news).assert().success();
    demarche().arg("forget").arg(out.join("graph.jsonld")).args([IDS[0], "-o", "-"]).assert().success();
}

#[test]
fn a_picture_runs_no_script() {
    if std::process::Command::new("dot").arg("-V").output().is_err() {
        eprintln!("left out: Graphviz is not installed");
        return;
    }
    let text = "Donald Trump rejected the <script>alert(1)</script> proposal of Vladimir Putin & \"others\".";
    let lines: String = IDS.iter().enumerate().map(|(n, id)| line(n, id, text)).collect();
    let output =
        demarche().args(["build", "-", "--format", "svg", "-o", "-"]).write_stdin(lines).assert().success();
    let svg = String::from_utf8(output.get_output().stdout.clone()).unwrap().to_lowercase();
    assert!(svg.contains("trump"), "{svg}");
    for harm in ["<script", "href=\"javascript", "onload="] {
        assert!(!svg.contains(harm), "{harm}");
    }
}

#[test]
fn nothing_that_is_printed_steers_a_terminal() {
    let text = "Donald Trump rejected a \u{202e}ceasefire\u{2066} and criticized the \u{1b}[2J\u{9b}31mproposal\u{7} by Vladimir Putin. \
                German\u{8} Chancellor Friedrich Merz met Donald Trump in Berlin.";
    let lines: String = IDS.iter().enumerate().map(|(n, id)| line(n, id, text)).collect();
    let input = folder(&[("news.jsonl", lines.as_bytes()), ("empty\u{1b}[31m.txt", b""), ("good.txt", GOOD)]);
    let bad_date =
        serde_json::json!({"id": IDS[5], "text": "Trump met Xi.", "date": "\u{1b}[31m\n\u{1b}]0;x\u{7}"});
    let dates = input.path().join("dates.jsonl");
    std::fs::write(&dates, format!("{bad_date}\n")).unwrap();
    let out = input.path().join("out");
    let build = demarche().arg("build").arg(input.path()).arg("-o").arg(&out).output().unwrap();
    assert_eq!(build.status.code(), Some(2), "the empty file is lost");
    harmless(&build.stderr, "build");
    let graph = out.join("graph.jsonld");
    let questions: [&[&str]; 7] = [
        &["acts"],
        &["positions"],
        &["positions", "--matrix"],
        &["positions", "--timeline"],
        &["offices"],
        &["explain", "Trump"],
        &["ask", "Who met Trump?"],
    ];
    for question in questions {
        let output = demarche().arg(question[0]).arg(&graph).args(&question[1..]).output().unwrap();
        harmless(&output.stderr, question[0]);
        harmless(&output.stdout, question[0]);
        let printed = String::from_utf8_lossy(&output.stdout);
        assert!(
            ["Trump", "Putin", "Merz"].iter().any(|name| printed.contains(name)),
            "{question:?}: {printed}"
        );
    }
    // Told as it is to programs, which take it as data.
    let json = demarche().arg("acts").arg(&graph).arg("--json").output().unwrap().stdout;
    assert!(String::from_utf8_lossy(&json).contains("\\u001b[2J"));
    // A text that has changed is quoted in a message.
    std::fs::write(input.path().join("news.jsonl"), lines.replace("rejected", "ejected\u{202e}")).unwrap();
    let verify = demarche().arg("verify").arg(&graph).arg(input.path().join("news.jsonl")).output().unwrap();
    assert_eq!(verify.status.code(), Some(2));
    harmless(&verify.stderr, "verify");
}

#[track_caller]
fn harmless(bytes: &[u8], what: &str) {
    let text = std::str::from_utf8(bytes).unwrap();
    let steers = |c: char| {
        (c.is_control() && c != '\n') || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    assert!(!text.contains(steers), "{what}: {text:?}");
}
