//! Kinds of input: pages, feeds, mail, JSON, compressed files, other encodings, and what tells them apart.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use predicates::prelude::*;
use predicates::str::contains;
use serde_json::Value;

use super::{demarche, folder, records, repository};

fn fixture(name: &str) -> PathBuf {
    repository().join("tests/fixtures/inputs").join(name)
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn zstandard(bytes: &[u8]) -> Vec<u8> {
    ruzstd::encoding::compress_to_vec(bytes, ruzstd::encoding::CompressionLevel::Fastest)
}

/// What `extract` with these arguments makes of standard input: records, and what it says.
fn piped(arguments: &[&str], input: &[u8]) -> (Vec<Value>, String) {
    let output = demarche().arg("extract").args(arguments).arg("-").write_stdin(input).output().unwrap();
    let records = String::from_utf8(output.stdout).unwrap();
    let records = records.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    (records, String::from_utf8(output.stderr).unwrap())
}

fn relations(record: &Value) -> Vec<String> {
    let relations = record["relations"].as_array().unwrap();
    let mut relations: Vec<String> = relations
        .iter()
        .map(|r| format!("{} {} {}", r["source"], r["relation"], r["target"]).replace('"', ""))
        .collect();
    relations.sort();
    relations.dedup();
    relations
}

#[test]
fn a_page_is_its_article_and_what_its_metadata_tell() {
    let record = &records(&[&fixture("page.html")])[0];
    assert_eq!(record["id"], "page");
    assert_eq!(record["title"], "Lavrov and Araghchi meet in Geneva & agree to talk");
    assert_eq!(record["date"], "2025-09-03", "the day of the publisher's own clock");
    assert_eq!(record["url"], "https://lake-courier.example/2025/09/03/ministers-geneva");
    assert_eq!(record["publisher"], "The Lake Courier");
    let found = relations(record);
    assert!(found.contains(&"sergey-lavrov met abbas-araghchi".to_owned()), "{found:?}");
    assert!(found.iter().any(|relation| relation.starts_with("abbas-araghchi rejected")), "{found:?}");
    // Captions, headings, menus, related articles, the footer and scripts are no sentences of the article.
    let all = record.to_string();
    for word in
        ["Norway", "Poland", "Iceland", "Hungary", "Merkel", "Canada", "Starmer", "Modi", "Sport", "Writer"]
    {
        assert!(!all.contains(word), "{word}");
    }
}

#[test]
fn a_page_of_one_sentence_in_another_encoding_is_read() {
    let record = &records(&[&fixture("brief.html")])[0];
    assert_eq!(record["date"], "2025-08-30");
    assert_eq!(record["url"], "https://lake-courier.example/brief");
    assert_eq!(relations(record), ["emmanuel-macron met mette-frederiksen"]);
    assert!(record.to_string().contains("København"), "{record}");
}

#[test]
fn what_else_a_line_tells_of_its_article_is_kept_in_the_record_the_graph_and_the_store() {
    let line = r#"{"id":"a","text":"Macron met Merz in Paris.","source":"Lake Courier","section":"World","words":5,"x":{"y":[1.5]}}"#;
    let (records, said) = piped(&["--field", "publisher=source", "--input-format", "jsonl"], line.as_bytes());
    assert_eq!(said, "");
    let kept = serde_json::json!({"section": "World", "words": 5, "x": {"y": [1.5]}});
    assert_eq!((&records[0]["publisher"], &records[0]["fields"]), (&"Lake Courier".into(), &kept));

    let folder =
        folder(&[("news.jsonl", line.as_bytes()), ("record.jsonl", records[0].to_string().as_bytes())]);
    let path = |name: &str| folder.path().join(name);
    let build = |to: &[&str]| {
        let news = ["build", "news.jsonl", "--field", "publisher=source"];
        demarche().current_dir(&folder).args(news).args(to).assert().success();
        demarche()
            .current_dir(&folder)
            .args(["merge", "record.jsonl", "-o", "merged.jsonld"])
            .assert()
            .success();
    };
    build(&["-o", "out", "--format", "jsonld"]);
    build(&["--store", "news.sqlite"]);
    let stored =
        demarche().args(["export", "--format", "jsonld"]).arg(path("news.sqlite")).assert().success();
    let graph = fs::read_to_string(path("out/graph.jsonld")).unwrap();
    assert_eq!(graph, fs::read_to_string(path("merged.jsonld")).unwrap());
    assert_eq!(graph, String::from_utf8(stored.get_output().stdout.clone()).unwrap());
    let graph: Value = serde_json::from_str(&graph).unwrap();
    let article = graph["@graph"].as_array().unwrap().iter().find(|node| node["id"] == "document/a").unwrap();
    assert_eq!(article["publisher"], "Lake Courier");
    let fields: Value = serde_json::from_str(article["fields"].as_str().unwrap()).unwrap();
    assert_eq!(fields, kept);
}

#[test]
fn items_of_feeds_are_articles_and_one_without_text_is_named() {
    let output = demarche().arg("extract").arg(fixture("feed.rss")).assert().code(2);
    let output = output
        .stderr(contains("the item https://lake-courier.example/alone has no text"))
        .get_output()
        .stdout
        .clone();
    let lines = String::from_utf8(output).unwrap();
    let items: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(items.len(), 2);
    assert_eq!(items[0]["id"], "lake-1");
    assert_eq!(items[0]["title"], "Macron & Merz meet");
    assert_eq!(items[0]["date"], "2025-08-17", "the day of the publisher's own clock");
    assert_eq!(items[0]["url"], "https://lake-courier.example/macron-merz");
    assert_eq!(items[0]["publisher"], "The Lake Courier: World");
    assert!(relations(&items[0]).contains(&"emmanuel-macron met friedrich-merz".to_owned()));
    assert!(!items[0].to_string().contains("Kim"), "a caption");
    assert_eq!(items[1]["id"], "https://lake-courier.example/starmer");
    assert_eq!(relations(&items[1]), ["keir-starmer criticized russia"]);

    let atom = &records(&[&fixture("feed.atom")])[0];
    assert_eq!(atom["id"], "tag:lake-courier.example,2025:modi-xi");
    assert_eq!((&atom["title"], &atom["date"]), (&"Modi meets Xi".into(), &"2025-08-19".into()));
    assert_eq!(relations(atom), ["narendra-modi met xi-jinping"]);
}

#[test]
fn a_message_is_its_text_and_a_saved_page_is_a_page() {
    let record = &records(&[&fixture("message.eml")])[0];
    assert_eq!((&record["title"], &record["date"]), (&"Erdoğan in Budapest".into(), &"2025-08-19".into()));
    let found = relations(record);
    assert!(found.contains(&"recep-tayyip-erdogan visited hungary".to_owned()), "{found:?}");
    // A line of the message ends between a name and what it does.
    assert!(found.contains(&"recep-tayyip-erdogan met viktor-orban".to_owned()), "{found:?}");
    assert!(!record.to_string().contains("Canada"), "what is quoted of others");

    let page = &records(&[&fixture("saved.mhtml")])[0];
    assert_eq!(page["url"], "https://lake-courier.example/rutte");
    assert_eq!(page["title"], "Rutte in Vilnius");
    assert!(page.to_string().contains("Gitanas Nausėda"), "{page}");
}

#[test]
fn every_kind_is_known_by_its_content_on_standard_input() {
    for name in ["page.html", "brief.html", "feed.atom", "message.eml", "saved.mhtml"] {
        let bytes = fs::read(fixture(name)).unwrap();
        let named = records(&[&fixture(name)]);
        for input in [bytes.clone(), gzip(&bytes), zstandard(&bytes)] {
            let (piped, messages) = piped(&[], &input);
            assert_eq!(messages, "", "{name}");
            assert_eq!(piped.len(), named.len(), "{name}");
            assert_eq!(piped[0]["sha256"], named[0]["sha256"], "{name}");
        }
    }
}

#[test]
fn a_folder_has_them_all_and_the_graph_is_verified_against_them() {
    let input = tempfile::tempdir().unwrap();
    for name in ["page.html", "brief.html", "feed.atom", "message.eml", "saved.mhtml"] {
        fs::copy(fixture(name), input.path().join(name)).unwrap();
    }
    let text = b"Donald Trump met Vladimir Putin in Alaska.";
    fs::write(input.path().join("2025-08-15-a.txt.gz"), gzip(text)).unwrap();
    fs::write(
        input.path().join("lines.jsonl.zst"),
        zstandard(b"{\"id\":\"line\",\"text\":\"Trump met Putin.\"}\n"),
    )
    .unwrap();
    fs::write(input.path().join("sitemap.xml"), "<urlset/>").unwrap();
    fs::write(input.path().join("settings.json"), "{}").unwrap();
    let output = tempfile::tempdir().unwrap();
    let passed = contains("passed over 2 files that are read where they are named outright (.json, .xml)");
    demarche().arg("build").arg(input.path()).arg("-o").arg(output.path()).assert().success().stderr(passed);
    let graph = output.path().join("graph.jsonld");
    let verify = |what: &Path| demarche().arg("verify").arg(&graph).arg(what).assert();
    verify(input.path()).success().stdout(contains("from 7 articles are in their place"));
    // Another word in the page is seen, whatever stands around the article is not.
    let page = fs::read_to_string(input.path().join("page.html")).unwrap();
    fs::write(input.path().join("page.html"), page.replace("All rights reserved", "Some rights reserved"))
        .unwrap();
    verify(input.path()).success();
    fs::write(input.path().join("page.html"), page.replace("whatever\nthe pressure", "all the same"))
        .unwrap();
    verify(input.path()).code(2).stderr(contains("page: the text is not the one"));
}

#[test]
fn articles_in_a_json_array_are_read_one_after_another() {
    let folder = folder(&[(
        "news.json",
        b"[\n  {\"id\": \"a\", \"text\": \"Trump met Putin.\"},\n  {\"id\": \"b\"},\n  {\"text\": \"Putin met Xi.\"}\n]\n",
    )]);
    let path = folder.path().join("news.json");
    demarche()
        .arg("extract")
        .arg(&path)
        .assert()
        .code(2)
        .stderr(contains("article 2: has no field `text`").and(contains(path.to_string_lossy())))
        .stdout(contains("\"id\":\"a\"").and(contains("\"id\":\"news-3\"")));
}

#[test]
fn fields_of_other_names_are_read_where_they_are_told() {
    let line = br#"{"uid":5,"headline":"H","body":"Trump met Putin.","when":"2025-08-15","text":7}"#;
    let (records, messages) = piped(
        &["--field", "text=body", "--field", "title=headline", "--field", "id=uid", "--field", "date=when"],
        line,
    );
    assert_eq!(messages, "");
    let record = &records[0];
    assert_eq!(
        (&record["id"], &record["title"], &record["date"]),
        (&"5".into(), &"H".into(), &"2025-08-15".into())
    );
    demarche()
        .args(["extract", "-", "--field", "body=text"])
        .write_stdin("x")
        .assert()
        .code(2)
        .stderr(contains("no field 'body'"));
}

#[test]
fn a_format_that_is_told_overrules_name_and_content() {
    let page = b"<html><body><p>Trump met Putin.</p></body></html>";
    let folder = folder(&[("page.txt", page)]);
    let path = folder.path().join("page.txt");
    demarche().args(["extract", "--input-format", "html"]).arg(&path).assert().success();
    let (records, _) = piped(&["--input-format", "text"], page);
    assert_eq!(records[0]["id"], "stdin");
    demarche()
        .args(["extract", "--input-format", "odt"])
        .arg(&path)
        .assert()
        .code(2)
        .stderr(contains("html"));
}

#[test]
fn a_guessed_encoding_is_told_and_another_can_be_given() {
    let (records, messages) = piped(&[], b"French President Macron met Olaf Gr\xfcn at the caf\xe9.");
    assert!(records[0].to_string().contains("Grün"));
    assert!(
        messages.contains("was read as windows-1252, which is a guess; --encoding sets another"),
        "{messages}"
    );
    let (records, messages) =
        piped(&["--encoding", "iso-8859-2"], b"Donald Tusk met Lech Wa\xb3\xeasa in Gda\xf1sk.");
    assert_eq!(messages, "");
    assert!(records[0].to_string().contains("Wałęsa"), "{records:?}");
    let utf16: Vec<u8> =
        "\u{feff}{\"text\":\"Trump met Putin.\"}\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let (records, messages) = piped(&[], &utf16);
    assert_eq!((records[0]["id"].as_str(), messages.as_str()), (Some("stdin-1"), ""));
    demarche().args(["extract", "--encoding", "klingon", "-"]).write_stdin("x").assert().code(2);
}

#[test]
fn a_line_in_capitals_is_read_and_quoted_as_it_stands() {
    let text = "FRENCH PRESIDENT EMMANUEL MACRON MET FRIEDRICH MERZ IN BERLIN ON MONDAY.\n";
    let files = folder(&[("wire.txt", text.as_bytes())]);
    let output = demarche().arg("extract").arg(files.path().join("wire.txt")).assert().success();
    let record: Value = serde_json::from_slice(&output.get_output().stdout).unwrap();
    let met = &record["relations"][0];
    assert!(met["relation"] == "met" && met["source"] == "emmanuel-macron", "{record}");
    let quote = met["evidence"]["text"].as_str().unwrap();
    assert!(quote.contains("EMMANUEL MACRON MET") && text.contains(quote), "{quote}");
    let names: Vec<&str> =
        record["entities"].as_array().unwrap().iter().map(|e| e["name"].as_str().unwrap()).collect();
    assert!(names.contains(&"Emmanuel Macron") && names.contains(&"Berlin"), "{names:?}");
}

#[test]
fn twenty_pages_of_as_many_layouts_are_their_articles_and_nothing_around_them() {
    let folder = repository().join("tests/fixtures/pages");
    let mut pages: Vec<PathBuf> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    pages.retain(|path| path.extension().is_some_and(|ending| ending == "html"));
    pages.sort();
    assert_eq!(pages.len(), 20);
    let output = demarche().arg("analyse").args(&pages).assert().success().get_output().stdout.clone();
    let mut wrong = String::new();
    for (line, path) in String::from_utf8(output).unwrap().lines().zip(&pages) {
        let page: Value = serde_json::from_str(line).unwrap();
        let letters: Vec<char> = page["text"].as_str().unwrap().chars().collect();
        let number = |value: &Value| usize::try_from(value.as_u64().unwrap()).unwrap();
        let paragraph = |tokens: &Value| {
            let token = |at: usize, place: usize| number(&page["tokens"][at][place]);
            let (first, last) = (number(&tokens[0]), number(&tokens[1]) - 1);
            letters[token(first, 0)..token(last, 1)].iter().collect::<String>().trim().to_owned()
        };
        let found: Vec<String> = page["paras"].as_array().unwrap().iter().map(paragraph).collect();
        let expected = fs::read_to_string(path.with_extension("txt")).unwrap();
        if found.join("\n") != expected.trim_end() {
            wrong.push_str(&format!("{}:\n{}\n\n", path.display(), found.join("\n")));
        }
    }
    assert_eq!(wrong, "");
}

#[test]
fn no_fact_comes_from_comments_links_and_captions() {
    let pages = repository().join("tests/fixtures/pages");
    let all = records(&[&pages.join("02-daily-islands.html"), &pages.join("12-blog-comments.html")]);
    for word in [
        "Turkey",
        "Canada",
        "Cuba",
        "Denmark",
        "Sweden",
        "Poland",
        "Greece rejected",
        "Italy",
        "Egypt",
        "Jordan",
        "Syria",
    ] {
        assert!(!all.iter().any(|record| record.to_string().contains(word)), "{word}");
    }
    assert!(relations(&all[1]).contains(&"russia threatened moldova".to_owned()), "{:?}", relations(&all[1]));
}

#[test]
fn items_that_are_encoded_twice_and_times_of_live_reports_are_text() {
    let feed = "<rss version=\"2.0\"><channel><title>Lake</title><item><guid>a</guid><title>Modi &amp;amp; Xi</title>\
                <description>&amp;lt;p&amp;gt;16:40 GMT: Narendra Modi met Xi Jinping in Tianjin.&amp;lt;/p&amp;gt; Moe&amp;lt;/b</description>\
                </item></channel></rss>";
    let (records, said) = piped(&["--input-format", "feed"], feed.as_bytes());
    assert_eq!(said, "");
    assert_eq!(records[0]["title"], "Modi & Xi");
    assert_eq!(relations(&records[0]), ["narendra-modi met xi-jinping"]);
    let all = records[0].to_string();
    assert!(!all.contains("GMT") && !all.contains("</") && !all.contains("&lt;"), "{all}");
}

#[test]
fn a_word_document_is_its_text_without_headings_captions_and_deleted_words() {
    let path = fixture("2025-09-04-ministers.docx");
    let record = &records(&[&path])[0];
    assert_eq!((&record["title"], &record["date"]), (&"Riga talks".into(), &"2025-09-04".into()));
    let found = relations(record);
    assert!(found.contains(&"edgars-kalnins met friedrich-merz".to_owned()), "{found:?}");
    let all = record.to_string();
    assert!(all.contains("Edgars Kalniņš"), "{all}");
    for word in ["Modi", "Norway", "Merkel"] {
        assert!(!all.contains(word), "{word}");
    }
    let bytes = fs::read(&path).unwrap();
    let (piped, said) = piped(&[], &bytes);
    assert_eq!((&piped[0]["sha256"], said.as_str()), (&record["sha256"], ""));
    // One that is cut off is told, and the others are read.
    let folder = folder(&[
        ("cut.docx", &bytes[..bytes.len() / 2]),
        ("good.docx", &bytes),
        ("old.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
    ]);
    let lost =
        demarche().arg("extract").arg(folder.path()).assert().code(2).stdout(contains("\"id\":\"good\""));
    lost.stderr(
        contains("cut.docx: is a damaged Word document")
            .and(contains("old.docx: is a Word document with a password")),
    );
}

#[test]
fn damaged_letters_are_told_with_their_article_and_mended_where_that_is_certain() {
    let wrong = "Volodymyr ZelenskÃ½ met Viktor OrbÃ¡n in Prague.";
    let lines = format!(
        "{{\"id\":\"a\",\"text\":\"{wrong}\"}}\n{{\"id\":\"b\",\"text\":\"ZelenskÃ½ met Viktor Orbán in Prague.\"}}\n"
    );
    let (records, said) = piped(&["--input-format", "jsonl"], lines.as_bytes());
    assert!(
        said.contains("article a: ") && said.contains("\"ZelenskÃ½\" was read as \"Zelenský\""),
        "{said}"
    );
    assert!(said.contains("article b: ") && said.contains("as in \"ZelenskÃ½\""), "{said}");
    assert!(records[0].to_string().contains("Viktor Orbán"), "{}", records[0]);
}

#[test]
fn an_article_without_politics_has_no_acts_and_one_with_them_keeps_them() {
    let all = records(&[&repository().join("tests/fixtures/unpolitical")]);
    assert_eq!(all.len(), 12);
    for record in &all {
        assert_eq!(relations(record), Vec::<String>::new(), "{}", record["id"]);
        assert_eq!(record["positions"], serde_json::json!([]), "{}", record["id"]);
    }
    let text = "The talks were long. The rain was heavy. Nobody slept. It was cold. Egypt attacked Libya. Ana Ruiz rejected the tea.";
    let (records, _) = piped(&[], text.as_bytes());
    assert_eq!(relations(&records[0]), ["egypt attacked libya"], "what a state does to another is told");
}

#[test]
fn letters_whose_marks_stand_apart_read_as_those_of_one_character() {
    let text = "José Muñoz, the foreign minister of Peru, criticized Nicolás Maduro on Monday.";
    let apart: String = text
        .chars()
        .map(|c| match c {
            'é' => "e\u{301}".to_owned(),
            'ñ' => "n\u{303}".to_owned(),
            'á' => "a\u{301}".to_owned(),
            c => c.to_string(),
        })
        .collect();
    assert_ne!(apart, text);
    let (one, _) = piped(&[], text.as_bytes());
    let (other, _) = piped(&[], apart.as_bytes());
    assert_eq!(one, other);
    assert!(one[0].to_string().contains("José Muñoz"), "{}", one[0]);
}
