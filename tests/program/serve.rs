//! `demarche serve`, spoken to over HTTP as browsers, tools and those who mean it no good do.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::time::Duration;

use serde_json::Value;

use super::{demarche, graph, repository};

/// How long an answer is waited for: for ever would hang where one never comes.
const PATIENCE: Duration = Duration::from_secs(120);

/// The program at work; it ends with the test.
pub(super) struct Server {
    child: Child,
    /// `127.0.0.1:PORT`
    address: String,
}

impl Server {
    pub(super) fn start(inputs: &[&Path], more: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_demarche"))
            .current_dir(repository())
            .args(["serve", "--port", "0"])
            .args(more)
            .args(inputs)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim().strip_prefix("http://").and_then(|rest| rest.strip_suffix('/'));
        let address = address.unwrap_or_else(|| panic!("no address: {line:?}")).to_owned();
        Self { child, address }
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(&self.address).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream
    }

    /// Sends these bytes and reads to the end.
    fn say(&self, bytes: &[u8]) -> Reply {
        let mut stream = self.connect();
        // Whoever is refused before all is sent may find the connection closed.
        let _ = stream.write_all(bytes);
        Reply::read(&mut stream)
    }

    fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Reply {
        let mut text = format!("{method} {path} HTTP/1.1\r\nConnection: close\r\n");
        if !headers.iter().any(|(name, _)| *name == "Host") {
            text.push_str(&format!("Host: {}\r\n", self.address));
        }
        for (name, value) in headers {
            text.push_str(&format!("{name}: {value}\r\n"));
        }
        if !body.is_empty() {
            text.push_str(&format!("Content-Length: {}\r\n", body.len()));
        }
        text.push_str(&format!("\r\n{body}"));
        self.say(text.as_bytes())
    }

    pub(super) fn get(&self, path: &str) -> Reply {
        self.send("GET", path, &[], "")
    }

    fn accept(&self, path: &str, accept: &str) -> Reply {
        self.send("GET", path, &[("Accept", accept)], "")
    }

    pub(super) fn json(&self, path: &str) -> Value {
        let reply = self.get(path);
        assert_eq!(reply.status, 200, "{path}: {}", reply.body);
        assert_eq!(reply.header("content-type"), "application/json", "{path}");
        serde_json::from_str(&reply.body).unwrap()
    }

    fn signal(&self, name: &str) {
        assert!(Command::new("kill").args([name, &self.child.id().to_string()]).status().unwrap().success());
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A response.
#[derive(Debug)]
pub(super) struct Reply {
    pub(super) status: u16,
    head: String,
    pub(super) body: String,
}

impl Reply {
    fn read(stream: &mut TcpStream) -> Self {
        let mut bytes = Vec::new();
        // What came before the connection was closed in the middle of what was sent.
        let _ = stream.read_to_end(&mut bytes);
        let text = String::from_utf8(bytes).unwrap();
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
        Self { status, head: head.to_owned(), body: body.to_owned() }
    }

    /// A header's value; empty where there is none.
    fn header(&self, name: &str) -> String {
        let lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines
            .filter(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| value)
            .collect::<Vec<_>>()
            .join(", ")
    }
}

/// A text as a value in an address.
pub(super) fn coded(text: &str) -> String {
    text.bytes()
        .map(
            |byte| {
                if byte.is_ascii_alphanumeric() {
                    char::from(byte).to_string()
                } else {
                    format!("%{byte:02X}")
                }
            },
        )
        .collect()
}

/// A store of the two articles, and of one whose words would be markup, made once.
fn store() -> PathBuf {
    static STORE: OnceLock<tempfile::TempDir> = OnceLock::new();
    let folder = STORE.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        let records = folder.path().join("more.jsonl");
        std::fs::write(&records, format!("{}\n", hostile())).unwrap();
        demarche()
            .args(["merge"])
            .args([graph(), records, "--store".into(), folder.path().join("news.sqlite")])
            .assert()
            .success();
        folder
    });
    folder.path().join("news.sqlite")
}

pub(super) const SCRIPT: &str = "</title><script>alert(1)</script>\"'><img src=x onerror=alert(1)>";

/// A record of which every text is a script.
fn hostile() -> Value {
    serde_json::json!({
        "id": format!("bad {SCRIPT}"), "date": "2025-08-19", "title": SCRIPT, "url": "javascript:alert(1)",
        "entities": [
            {"id": "eve", "type": "person", "name": format!("Eve {SCRIPT}"), "mentions": []},
            {"id": "mallory", "type": "person", "name": "Mallory Doe", "mentions": []}],
        "offices": [{"holder": "eve", "title": format!("chief {SCRIPT}"), "of": null, "status": "current",
            "evidence": {"start": 0, "end": 5, "text": SCRIPT}}],
        "relations": [{"source": "eve", "relation": "rejected", "target": "mallory", "topic": format!("plan {SCRIPT}"),
            "status": "occurred", "reported_by": null, "plover": "REJECT",
            "evidence": {"start": 0, "end": 5, "text": SCRIPT}}],
        "positions": [{"holder": "eve", "topic": format!("plan {SCRIPT}"), "stance": "against",
            "evidence": {"start": 0, "end": 5, "text": SCRIPT}}],
    })
}

fn served() -> Server {
    Server::start(&[&store()], &[])
}

/// What the command line answers.
fn command(arguments: &[&str]) -> Value {
    let output =
        demarche().args(&arguments[..1]).arg(store()).args(&arguments[1..]).arg("--json").output().unwrap();
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn programs_have_the_answers_of_the_command_line() {
    let server = served();
    for (path, arguments) in [
        ("/api/acts?order=oldest&limit=1000", &["acts"][..]),
        (
            "/api/acts?order=oldest&source=Zelensky&relation=rejected",
            &["acts", "--source", "Zelensky", "--relation", "rejected"],
        ),
        (
            "/api/acts?order=oldest&topic=security+guarantees&on=2025-08",
            &["acts", "--topic", "security guarantees", "--on", "2025-08"],
        ),
        ("/api/offices?title=prime+minister", &["offices", "--title", "prime minister"]),
        ("/api/offices?of=Ukraine&on=2025-08-17", &["offices", "--of", "Ukraine", "--on", "2025-08-17"]),
        (
            "/api/timeline?actor=Zelensky&limit=1000",
            &["positions", "--phrases", "--actor", "Zelensky", "--timeline"],
        ),
    ] {
        let served = server.json(path);
        let told = command(arguments);
        assert_eq!(served["items"], told, "{path}");
        assert_eq!(served["found"], told.as_array().unwrap().len(), "{path}");
        assert!(!told.as_array().unwrap().is_empty(), "{path}");
    }
    // Positions come by the ids of their topics, which is no order of the command line's.
    let ids = |value: &Value| {
        let mut ids: Vec<String> = value.as_array().unwrap().iter().map(|p| p.to_string()).collect();
        ids.sort();
        ids
    };
    let served = server.json("/api/positions?actor=Zelensky&stance=against");
    assert_eq!(
        ids(&served["items"]),
        ids(&command(&["positions", "--phrases", "--actor", "Zelensky", "--stance", "against"]))
    );
    for question in [
        "Who rejected Russian security guarantees?",
        "Is Merz the chancellor of Germany?",
        "Did Macron meet Putin?",
    ] {
        let asked = server.json(&format!("/api/ask?q={}", coded(question)));
        assert_eq!(asked, command(&["ask", question]), "{question}");
    }
}

#[test]
fn a_whole_graph_is_served_as_a_store_is() {
    let (store, server) = (served(), Server::start(&[&graph()], &[]));
    for path in [
        "/api/acts?source=Trump",
        "/api/offices?of=Ukraine",
        "/api/actor?name=Friedrich+Merz",
        "/api/timeline?actor=Zelensky",
        "/api/matrix?by=topic&actor=Trump",
    ] {
        assert_eq!(server.json(path), store.json(path), "{path}");
    }
}

#[test]
fn the_page_of_an_actor_has_the_stances_that_changed() {
    let folder = tempfile::tempdir().unwrap();
    let (records, store) = (folder.path().join("records.jsonl"), folder.path().join("news.sqlite"));
    // More positions than a page begins with, all but one of them never changed, and that one first told long ago.
    let record = |day: usize, topic: &str, stance: &str| {
        let date = format!("2025-01-{day:02}");
        let record = serde_json::json!({
            "id": date, "date": date, "offices": [], "relations": [],
            "entities": [{"id": "macron", "type": "person", "name": "Emmanuel Macron", "mentions": []}],
            "positions": [{"holder": "macron", "topic": topic, "stance": stance,
                "evidence": {"start": 0, "end": topic.len(), "text": topic}}],
        });
        format!("{record}\n")
    };
    const WORDS: [&str; 28] = [
        "tariffs", "pensions", "taxes", "borders", "drones", "farms", "visas", "schools", "roads", "rivers",
        "ports", "bridges", "banks", "wages", "rents", "forests", "mines", "trains", "ships", "planes",
        "courts", "prisons", "clinics", "museums", "parks", "dams", "canals", "harbours",
    ];
    let mut text = record(1, "ceasefire", "against") + &record(2, "ceasefire", "for");
    text.extend(WORDS.iter().zip(3..).map(|(topic, day)| record(day, topic, "for")));
    std::fs::write(&records, text).unwrap();
    demarche().arg("merge").arg(&records).arg("--store").arg(&store).assert().success();
    let of_store = Server::start(&[&store], &[]).json("/api/actor?name=Macron");
    let of_graph = Server::start(&[&records], &[]).json("/api/actor?name=Macron");
    assert_eq!(of_store, of_graph);
    let (changes, positions) = (of_store["changes"].as_array(), of_store["positions"].as_array());
    assert_eq!(changes.map(Vec::len), Some(2));
    assert_eq!((positions.map(Vec::len), &of_store["positions_found"]), (Some(20), &serde_json::json!(30)));
}

#[test]
fn the_page_of_an_issue_tells_what_is_over_of_a_graph_as_of_a_store() {
    let folder = tempfile::tempdir().unwrap();
    let (records, store) = (folder.path().join("records.jsonl"), folder.path().join("news.sqlite"));
    let record = |date: &str, key: &str, fact: Value| {
        let mut record = serde_json::json!({
            "id": date, "date": date, "offices": [], "positions": [], "relations": [],
            "entities": [{"id": "italy", "type": "country", "name": "Italy", "mentions": []}],
        });
        record[key] = Value::from(vec![fact]);
        format!("{record}\n")
    };
    let evidence = serde_json::json!({"start": 0, "end": 18, "text": "the migration pact"});
    let held = serde_json::json!({
        "holder": "italy", "topic": "the migration pact", "stance": "for", "evidence": evidence,
    });
    let denied = serde_json::json!({
        "source": "italy", "relation": "supported", "target": null, "topic": "the migration pact",
        "status": "denied", "reported_by": null, "plover": "SUPPORT", "evidence": evidence,
    });
    let text = record("2025-03-03", "positions", held) + &record("2025-07-07", "relations", denied);
    std::fs::write(&records, text).unwrap();
    demarche().arg("merge").arg(&records).arg("--store").arg(&store).assert().success();
    // A store whose issues are kept answers from its tables.
    demarche().arg("issues").arg(&store).assert().success();
    let (of_store, of_graph) = (Server::start(&[&store], &[]), Server::start(&[&records], &[]));
    let label = of_graph.json("/api/issues")["items"][0]["issue"].as_str().unwrap().to_owned();
    let path = format!("/api/issue?label={}", coded(&label));
    let told = of_graph.json(&path);
    assert_eq!(told["positions"][0]["ended"], "2025-07-07", "{told}");
    assert_eq!(of_store.json(&path), told);
}

#[test]
fn what_is_asked_again_is_answered_in_the_same_words() {
    let server = served();
    let picture = "/graph/page?party=Trump";
    for path in
        ["/", "/acts?source=Trump", "/api/acts?source=Trump", "/offices.csv", picture, "/search?q=Trump"]
    {
        let (first, second) = (server.get(path), server.get(path));
        assert_eq!((first.status, &first.body), (200, &second.body), "{path}");
        for name in ["content-type", "content-security-policy", "vary", "cache-control"] {
            assert_eq!(first.header(name), second.header(name), "{path}");
        }
    }
    // What differs in anything that is said is another question.
    assert_ne!(server.get("/acts?limit=1").body, server.get("/acts?limit=2").body);
    assert_ne!(server.get("/acts").body, server.get("/positions").body);
    assert_eq!(server.get("/acts?limit=1&offset=1").body, server.get("/acts?offset=1&limit=1").body);
}

#[test]
fn pages_of_a_list_have_each_once_and_say_how_many_there_are() {
    let server = served();
    let all = server.json("/api/acts?limit=1000");
    let found = all["found"].as_u64().unwrap() as usize;
    let mut items: Vec<Value> = Vec::new();
    while items.len() < found {
        let page = server.json(&format!("/api/acts?limit=5&offset={}", items.len()));
        assert_eq!(page["found"], all["found"]);
        assert!(!page["items"].as_array().unwrap().is_empty());
        items.extend(page["items"].as_array().unwrap().iter().cloned());
    }
    assert_eq!(Value::from(items), all["items"]);
}

/// What is wrong with a value by a schema of the description; nothing where it fits.
pub(super) fn misfit(schemas: &Value, schema: &Value, value: &Value, place: &str) -> Option<String> {
    if let Some(name) = schema["$ref"].as_str() {
        return misfit(schemas, &schemas[name.rsplit('/').next().unwrap()], value, place);
    }
    if let Some(any) = schema["oneOf"].as_array() {
        let fits = any.iter().filter(|one| misfit(schemas, one, value, place).is_none()).count();
        return (fits != 1).then(|| format!("{place}: {fits} of the forms fit"));
    }
    let is = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    let may = |kind: &Value| kind == is || kind == "number" && is == "integer";
    if !schema["type"].as_array().map_or_else(|| may(&schema["type"]), |kinds| kinds.iter().any(may)) {
        return Some(format!("{place} is {is}"));
    }
    if let Some(items) = value.as_array() {
        return items.iter().find_map(|item| misfit(schemas, &schema["items"], item, &format!("{place}[]")));
    }
    let object = value.as_object()?;
    let properties = schema["properties"].as_object();
    let required = schema["required"].as_array().into_iter().flatten();
    if let Some(name) = required.map(|name| name.as_str().unwrap()).find(|name| !object.contains_key(*name)) {
        return Some(format!("{place} lacks {name}"));
    }
    object.iter().find_map(|(name, inner)| match properties.and_then(|known| known.get(name)) {
        Some(known) => misfit(schemas, known, inner, &format!("{place}.{name}")),
        None if schema["additionalProperties"] == false => Some(format!("{place}.{name} is not described")),
        None => None,
    })
}

#[test]
fn the_description_is_true_of_every_address() {
    let server = served();
    let description = server.json("/api/openapi.json");
    let paths = description["paths"].as_object().unwrap();
    let schemas = &description["components"]["schemas"];
    let issue = coded(server.json("/api/issues")["items"][0]["issue"].as_str().unwrap());
    let act = &server.json("/api/acts?topic=guarantees")["items"][0];
    let (topic, fact) = (act["topic_id"].as_str().unwrap(), act["id"].as_str().unwrap());
    for path in paths.keys() {
        let query = match &**path {
            "/api/actor" => "name=Friedrich+Merz".to_owned(),
            "/api/topic" => format!("id={}", coded(topic)),
            "/api/fact" => format!("id={}", coded(fact)),
            "/api/issue" => format!("label={issue}"),
            "/api/article" => "id=2025-08-17-security-guarantees".to_owned(),
            "/api/ask" => "q=Who+rejected+Russian+security+guarantees%3F".to_owned(),
            "/api/search" => "q=guarantees".to_owned(),
            "/api/timeline" => "actor=Zelensky".to_owned(),
            _ => String::new(),
        };
        let operation = &paths[path]["get"];
        let content = &operation["responses"]["200"]["content"];
        let value = server.json(&format!("{path}?{query}"));
        assert_eq!(misfit(schemas, &content["application/json"]["schema"], &value, path), None);
        // What is not described cannot be said, and what is can.
        assert_eq!(server.get(&format!("{path}?unheard=of")).status, 400, "{path}");
        for parameter in operation["parameters"].as_array().unwrap() {
            let name = parameter["name"].as_str().unwrap();
            assert!(
                !server.get(&format!("{path}?{name}=")).body.contains("there is no parameter"),
                "{path} {name}"
            );
        }
        let table = server.accept(&format!("{path}?{query}"), "text/csv");
        let is_table = content.get("text/csv").is_some();
        assert_eq!(table.status, if is_table { 200 } else { 406 }, "{path}: {}", table.body);
        if is_table {
            assert_eq!(table.body, server.get(&format!("{path}.csv?{query}")).body, "{path}");
            assert!(table.body.lines().count() > 1, "{path}");
        }
    }
    assert_eq!(
        misfit(schemas, &serde_json::json!({"$ref": "x/Summary"}), &serde_json::json!({}), "it"),
        Some("it lacks articles".into())
    );
}

#[test]
fn every_view_is_a_page_that_runs_no_script_of_an_article() {
    let server = served();
    let eve = server.json("/api/actors?q=Eve")["items"][0]["id"].as_str().unwrap().to_owned();
    let act = server.json("/api/acts?party=Mallory+Doe")["items"][0].clone();
    let (fact, topic) = (act["id"].as_str().unwrap(), act["topic_id"].as_str().unwrap());
    let article =
        server.json("/api/articles?actor=Mallory+Doe")["items"][0]["id"].as_str().unwrap().to_owned();
    let search = "/search?q=%3C%2Ftitle%3E%3Cscript%3Ealert(1)";
    let paths = [
        "/",
        "/acts",
        "/positions",
        "/offices",
        "/actors",
        "/articles",
        "/issues",
        "/matrix",
        "/matrix?by=topic",
        "/timeline",
        "/timeline?topic=plan",
        "/ask",
        "/ask?q=Who+met+%3Cscript%3Ealert(1)",
        "/graph?party=%22%3E%3Cscript%3E",
        "/search?q=script",
        search,
        &format!("/actor?id={eve}"),
        &format!("/topic?id={topic}"),
        &format!("/article?id={article}"),
        &format!("/fact?id={fact}"),
    ];
    for path in paths {
        let reply = server.accept(path, "text/html");
        assert!([200, 404].contains(&reply.status), "{path}: {}", reply.status);
        assert_eq!(reply.header("content-type"), "text/html; charset=utf-8", "{path}");
        let policy = reply.header("content-security-policy");
        assert!(policy.starts_with("default-src 'none'; script-src 'self';"), "{path}: {policy}");
        for markup in ["<script>", "<img", "onerror=alert(1)>\"", "href=\"javascript:"] {
            assert!(!reply.body.contains(markup), "{path} has {markup}");
        }
        // A page for all: its language, a title, one heading, a way past the navigation.
        for part in ["<html lang=\"en\">", "<title>", "<h1>", "href=\"#main\"", "name=\"viewport\""] {
            assert_eq!(reply.body.matches(part).count(), 1, "{path}: {part}");
        }
    }
    let picture = server.get("/graph/page");
    assert_eq!(
        picture.header("content-security-policy"),
        "frame-ancestors 'self'; base-uri 'none'; form-action 'none'"
    );
    assert!(
        picture.body.contains("http-equiv=\"Content-Security-Policy\"")
            && !picture.body.contains("<script>alert")
    );
    for asset in ["/assets/serve.css", "/assets/serve.js"] {
        assert_eq!(server.get(asset).status, 200);
    }
}

#[test]
fn a_cell_of_a_table_is_no_formula() {
    let record = serde_json::json!({
        "id": "sum", "date": "2025-08-19", "offices": [], "positions": [],
        "entities": [{"id": "a", "type": "person", "name": "=1+1", "mentions": []}],
        "relations": [{"source": "a", "relation": "protested", "target": null, "topic": null, "status": "occurred",
            "reported_by": null, "plover": "PROTEST", "evidence": {"start": 0, "end": 4, "text": "=cmd"}}],
    });
    let folder = super::folder(&[("sum.jsonl", format!("{record}\n").as_bytes())]);
    let server = Server::start(&[&folder.path().join("sum.jsonl")], &[]);
    for path in ["/acts.csv", "/actors.csv"] {
        let table = server.get(path).body;
        assert!(
            table.contains("'=1+1") && !table.contains(",=") && !table.contains("\n="),
            "{path}: {table}"
        );
    }
}

#[test]
fn sparql_is_spoken_by_get_and_post_in_the_format_that_is_asked_for() {
    let server = served();
    let query = "SELECT ?name { <entity/friedrich-merz> schema:name ?name }";
    let coded = "SELECT%20?name%20%7B%20%3Centity/friedrich-merz%3E%20schema:name%20?name%20%7D";
    for (accept, kind, start) in [
        ("*/*", "application/sparql-results+json", "{"),
        ("application/sparql-results+xml", "application/sparql-results+xml", "<?xml"),
        ("text/csv", "text/csv", "name"),
        ("text/tab-separated-values", "text/tab-separated-values", "?name"),
        ("application/sparql-results+json;q=0.5,text/csv", "text/csv", "name"),
    ] {
        let reply = server.accept(&format!("/sparql?query={coded}"), accept);
        assert_eq!((reply.status, reply.header("content-type").as_str()), (200, kind), "{}", reply.body);
        assert!(reply.body.starts_with(start) && reply.body.contains("Friedrich Merz"), "{}", reply.body);
        assert_eq!(reply.header("vary"), "accept");
    }
    let whole = server.accept(&format!("/sparql?query={coded}"), "*/*").body;
    let form = server.send(
        "POST",
        "/sparql",
        &[("Content-Type", "application/x-www-form-urlencoded")],
        &format!("query={coded}&format=json"),
    );
    let direct = server.send("POST", "/sparql", &[("Content-Type", "application/sparql-query")], query);
    assert_eq!((form.body, direct.body), (whole.clone(), whole));
    let truth = server.accept("/sparql?query=ASK%20%7B%7D", "application/sparql-results+xml");
    assert!(truth.body.contains("<boolean>true</boolean>"), "{}", truth.body);
    let described = "/sparql?query=DESCRIBE%20%3Centity/friedrich-merz%3E";
    assert!(server.accept(described, "text/turtle").body.contains("schema:Person"));
    assert!(server.accept(described, "application/n-triples").body.starts_with("<http"));
    // Graphs that a client chooses go before those of the query.
    let nowhere = "default-graph-uri=http%3A%2F%2Fexample.org%2Fnone";
    let reply = server.accept(&format!("/sparql?query={coded}&{nowhere}"), "text/csv");
    assert_eq!((reply.status, reply.body.lines().count()), (200, 1), "{}", reply.body);
    for (status, reply) in [
        (400, server.get("/sparql?query=SELEC")),
        (400, server.get(&format!("/sparql?query={coded}&query={coded}"))),
        (
            400,
            server.send(
                "POST",
                "/sparql",
                &[("Content-Type", "application/x-www-form-urlencoded")],
                "update=CLEAR%20ALL",
            ),
        ),
        (
            400,
            server.send(
                "POST",
                "/sparql",
                &[("Content-Type", "application/sparql-query")],
                "INSERT DATA { <a> <b> <c> }",
            ),
        ),
        (
            400,
            server.get(
                "/sparql?query=SELECT%20*%20%7B%20SERVICE%20%3Chttp%3A%2F%2Fexample.org%3E%20%7B%7D%20%7D",
            ),
        ),
        (406, server.accept(&format!("/sparql?query={coded}"), "image/png")),
        (415, server.send("POST", "/sparql", &[("Content-Type", "text/plain")], query)),
        (405, server.send("DELETE", "/sparql", &[], "")),
    ] {
        assert_eq!(reply.status, status, "{}", reply.body);
    }
    let service = server.accept("/sparql", "text/turtle");
    assert_eq!(service.header("content-type"), "text/turtle; charset=utf-8");
    assert!(service.body.contains("sd:Service"));
    assert!(server.accept("/sparql", "text/html").body.contains("<textarea"));
}

#[test]
fn each_node_has_an_address_for_people_and_for_tools() {
    let server = served();
    let browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
    let page = server.accept("/id/entity/friedrich-merz", browser);
    assert_eq!((page.status, page.header("location").as_str()), (303, "/actor?id=entity/friedrich-merz"));
    assert_eq!(server.get(&page.header("location")).status, 200);
    let linked = server.accept("/id/entity/friedrich-merz", "application/ld+json");
    assert_eq!((linked.status, linked.header("content-type").as_str()), (200, "application/ld+json"));
    let nodes: Value = serde_json::from_str(&linked.body).unwrap();
    assert_eq!(nodes[0]["actors"][0]["name"], "Friedrich Merz");
    assert!(nodes[0]["@context"].is_object());
    let turtle = server.accept("/id/entity/friedrich-merz", "text/turtle");
    assert_eq!(turtle.status, 303);
    assert!(server.accept(&turtle.header("location"), "text/turtle").body.contains("Friedrich Merz"));
    let fact = server.json("/api/acts")["items"][0]["id"].as_str().unwrap().to_owned();
    let document = server.json("/api/articles")["items"][0]["id"].as_str().unwrap().to_owned();
    for id in [&fact, &document] {
        assert_eq!(server.accept(&format!("/id/{id}"), "application/ld+json").status, 200, "{id}");
        let page = server.accept(&format!("/id/{id}"), "text/html").header("location");
        assert_eq!(server.get(&page).status, 200, "{page}");
    }
    assert_eq!(server.accept("/id/entity/nobody", "application/ld+json").status, 404);
    assert_eq!(server.accept("/id/entity/nato", "image/png").status, 406);
}

#[test]
fn what_cannot_be_asked_is_told_with_what_to_do() {
    let server = served();
    for (path, status, why) in [
        ("/api/acts?sorce=Macron", 400, "there is no parameter 'sorce' here; there are source"),
        ("/api/acts?limit=100000", 400, "'limit' must be a whole number from 1 to 1000"),
        ("/api/acts?relation=loved", 400, "'relation' must be one of met"),
        ("/api/acts?source=Nobody+Whatever", 404, "the graph has no name 'Nobody Whatever'"),
        ("/api/offices?title=grand+vizier", 404, "the graph has no office 'grand vizier'"),
        ("/api/actor", 400, "say who"),
        ("/api/actor?id=entity/nobody", 404, "the graph has no actor 'entity/nobody'"),
        ("/api/ask?q=Colourless+green+ideas", 422, "this question is not of a kind that can be read"),
        ("/api/issue?label=nothing", 404, "the graph has no issue 'nothing'"),
        ("/api/nothing", 404, "there is nothing at /api/nothing"),
    ] {
        let reply = server.get(path);
        let error: Value = serde_json::from_str(&reply.body).unwrap();
        assert_eq!(reply.status, status, "{path}: {}", reply.body);
        assert!(error["error"].as_str().unwrap().starts_with(why), "{path}: {error}");
        let page = server.accept(&path.replacen("/api", "", 1), "text/html");
        assert!(page.body.contains("<html") || path == "/api/ask?q=Colourless+green+ideas", "{path}");
    }
    assert_eq!(server.send("POST", "/acts", &[], "x=1").status, 405);
    assert_eq!(server.send("HEAD", "/acts", &[], "").body, "");
}

#[test]
fn a_name_that_is_not_the_servers_is_not_answered() {
    let server = served();
    let (_, port) = server.address.split_once(':').unwrap();
    for host in [
        "evil.example",
        &format!("evil.example:{port}"),
        "127.0.0.1.evil.example",
        "localhost@evil",
        "",
        "[::1",
        "[x]:80",
    ] {
        let reply = server.send("GET", "/api/summary", &[("Host", host)], "");
        assert!([400, 421].contains(&reply.status), "{host}: {}", reply.status);
        assert!(!reply.body.contains("articles"), "{host}");
    }
    for host in ["localhost", "LOCALHOST:1", "127.0.0.1", "[::1]:8080", "10.1.2.3"] {
        assert_eq!(server.send("GET", "/api/summary", &[("Host", host)], "").status, 200, "{host}");
    }
    let absent = server.say(b"GET /api/summary HTTP/1.1\r\nConnection: close\r\n\r\n");
    assert_eq!(absent.status, 400);
    let other = server
        .say(b"GET http://evil.example/api/summary HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    assert_eq!(other.status, 421);
    let named = Server::start(&[&graph()], &["--allow-host", "news.example"]);
    assert_eq!(named.send("GET", "/api/summary", &[("Host", "news.example:80")], "").status, 200);
}

#[test]
fn pages_of_other_sites_may_not_ask_unless_they_are_let() {
    let server = served();
    let own = format!("http://{}", server.address);
    let form = ("Content-Type", "application/x-www-form-urlencoded");
    let post =
        |headers: &[(&str, &str)]| server.send("POST", "/sparql", headers, "query=ASK%20%7B%7D").status;
    assert_eq!(post(&[form, ("Origin", &own)]), 200);
    assert_eq!(post(&[form]), 200);
    for origin in ["https://evil.example", "null", &format!("https://evil.example/{}", server.address)] {
        assert_eq!(post(&[form, ("Origin", origin)]), 403, "{origin}");
    }
    let get = |path: &str, site: &str, mode: &str| {
        server.send("GET", path, &[("Sec-Fetch-Site", site), ("Sec-Fetch-Mode", mode)], "").status
    };
    assert_eq!(
        (get("/api/acts", "cross-site", "no-cors"), get("/acts", "cross-site", "no-cors")),
        (403, 403)
    );
    assert_eq!((get("/acts", "cross-site", "navigate"), get("/api/acts", "same-origin", "cors")), (200, 200));
    assert_eq!(server.get("/api/acts").header("access-control-allow-origin"), "");

    let open = Server::start(&[&graph()], &["--allow-origin", "https://tool.example"]);
    let tool =
        [("Origin", "https://tool.example"), ("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Mode", "cors")];
    let reply = open.send("GET", "/api/acts", &tool, "");
    assert_eq!(
        (reply.status, reply.header("access-control-allow-origin").as_str()),
        (200, "https://tool.example")
    );
    let before = open.send("OPTIONS", "/sparql", &tool, "");
    assert_eq!(
        (before.status, before.header("access-control-allow-headers").as_str()),
        (204, "accept, content-type")
    );
    assert_eq!(open.send("GET", "/api/acts", &[("Origin", "https://evil.example")], "").status, 403);
}

#[test]
fn paths_lead_to_no_file() {
    let server = served();
    for path in [
        "/../../etc/passwd",
        "/assets/../../etc/passwd",
        "/assets/%2e%2e/%2e%2e/etc/passwd",
        "/id/../../etc/passwd",
        "/id/entity/%2e%2e%2f%2e%2e%2fetc%2fpasswd",
        "/id/document/..%5c..%5cwindows",
        "//etc/passwd",
        "/id/%00",
        "/id/%ff",
        "/acts.csv/../x",
    ] {
        let reply = server.accept(path, "application/ld+json");
        assert!((400..500).contains(&reply.status), "{path}: {}", reply.status);
        assert!(!reply.body.contains("root:"), "{path}");
    }
}

#[test]
fn what_is_too_much_is_refused_and_the_next_is_answered() {
    let server = served();
    let long = "x".repeat(100_000);
    let many: Vec<(String, String)> = (0..500).map(|i| (format!("X-{i}"), "y".to_owned())).collect();
    let many: Vec<(&str, &str)> = many.iter().map(|(name, value)| (&**name, &**value)).collect();
    // 0: closed before the answer could be read, since more was still being sent.
    assert!([0, 414, 431].contains(&server.get(&format!("/acts?topic={long}")).status));
    assert!([0, 431].contains(&server.send("GET", "/acts", &[("X-Long", &long)], "").status));
    assert_eq!(server.send("GET", "/acts", &many, "").status, 431);
    let body = format!("query={}", "x".repeat(1 << 20));
    // A client that still sends may not read what it is told.
    let mut stream = server.connect();
    let head = format!(
        "POST /sparql HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(body.as_bytes()));
    drop(stream);
    let deep = format!("/sparql?query=SELECT%20*%20%7B{}", "%7B".repeat(1000));
    assert_eq!(server.get(&deep).status, 400);
    assert!(server.get("/acts?topic=%zz").status == 400);
    for garbage in
        [&b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"[..], b"GET / HTTP/9.9\r\n\r\n", b"nonsense\r\n\r\n"]
    {
        let mut stream = server.connect();
        stream.write_all(garbage).unwrap();
        let _ = stream.shutdown(Shutdown::Write);
        let mut rest = Vec::new();
        let _ = stream.read_to_end(&mut rest);
        assert!(!rest.starts_with(b"HTTP/1.1 200"));
    }
    assert_eq!(server.get("/acts").status, 200);
}

#[test]
fn half_requests_and_slow_readers_hold_nobody_up() {
    let server = Server::start(&[&store()], &["--workers", "1"]);
    // Half a head, half a body, and somebody who does not read what was asked for.
    let mut waiting = Vec::new();
    for bytes in [
        &b"GET /acts HTTP/1.1\r\nHost: loc"[..],
        b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\nContent-Length: 100\r\n\r\nSEL",
        b"GET /graph/page HTTP/1.1\r\nHost: localhost\r\n\r\n",
    ] {
        for _ in 0..5 {
            let mut stream = server.connect();
            stream.write_all(bytes).unwrap();
            waiting.push(stream);
        }
    }
    for _ in 0..3 {
        assert_eq!(server.get("/acts").status, 200);
    }
}

#[test]
fn more_than_can_be_worked_on_are_told_to_come_back() {
    let server = Server::start(&[&graph()], &["--timeout", "5"]);
    // Patterns that share nothing multiply: this query would take days.
    let query = "SELECT%20(COUNT(*)%20AS%20%3Fn)%20%7B%20%3Fa%20%3Fb%20%3Fc%20.%20%3Fd%20%3Fe%20%3Ff%20.%20%3Fg%20%3Fh%20%3Fi%20%7D";
    let path = format!("/sparql?query={query}");
    std::thread::scope(|scope| {
        let asked: Vec<_> = (0..8).map(|_| scope.spawn(|| server.get(&path))).collect();
        for reply in asked {
            let reply = reply.join().unwrap();
            assert_eq!(reply.status, 503, "{}", reply.body);
            assert!(!reply.header("retry-after").is_empty());
        }
    });
    // Views have workers of their own.
    assert_eq!(server.get("/api/offices").status, 200);
    // More connections than are held are told so, and not left waiting.
    let held: Vec<TcpStream> = (0..300).map(|_| server.connect()).collect();
    let turned_away = held.iter().rev().take(20).any(|mut stream| {
        let mut start = [0; 12];
        stream.read_exact(&mut start).is_ok() && &start == b"HTTP/1.1 503"
    });
    assert!(turned_away);
}

#[test]
fn what_another_process_adds_is_seen_and_it_is_not_held_up() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("news.sqlite");
    let merge = |file: &Path| demarche().arg("merge").arg(file).arg("--store").arg(&path).assert().success();
    merge(&graph());
    let server = Server::start(&[&path], &[]);
    let before = server.json("/api/summary");
    assert_eq!(before["articles"], 2);
    let bytes = std::fs::read(&path).unwrap();
    assert_eq!(
        server.get("/sparql?query=ASK%20%7B%20%3Chttp%3A%2F%2Fexample.org%3E%20%3Fp%20%3Fo%20%7D").status,
        200
    );
    assert_eq!(std::fs::read(&path).unwrap(), bytes, "nothing is written");
    let more = folder.path().join("more.jsonl");
    std::fs::write(&more, format!("{}\n", hostile())).unwrap();
    merge(&more);
    // It is looked for twice a second; how long that takes on this machine is not the question.
    let seen = (0..600).any(|_| {
        std::thread::sleep(Duration::from_millis(100));
        server.json("/api/summary")["articles"] == 3
    });
    assert!(seen);
    assert_eq!(server.json("/api/acts?source=Eve")["found"], 1);
}

#[test]
fn a_store_that_a_run_is_changing_is_served_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("news.sqlite");
    demarche().arg("merge").arg(graph()).arg("--store").arg(&path).assert().success();
    let server = Server::start(&[&path], &[]);
    let before = server.json("/api/acts?limit=1000");
    // As it stands while a run goes on: articles are in that the tables know nothing of.
    let mut store = demarche::store::Store::open(&path).unwrap();
    let mut batch = store.batch().unwrap();
    batch.put(serde_json::from_value(hostile()).unwrap(), None).unwrap();
    batch.commit().unwrap();
    std::thread::sleep(Duration::from_millis(1200));
    assert_eq!(server.json("/api/acts?limit=1000"), before);
    assert_eq!(server.json("/api/summary")["articles"], 2);
    drop(server);
    // One that starts meanwhile reads all there is.
    let late = Server::start(&[&path], &[]);
    assert_eq!(late.json("/api/summary")["articles"], 3);
}

#[cfg(unix)]
#[test]
fn a_signal_ends_it_and_what_is_being_answered_is_answered() {
    for signal in ["-INT", "-TERM"] {
        let mut server = Server::start(&[&store()], &[]);
        let mut stream = server.connect();
        let head = format!("GET /api/acts?limit=1000 HTTP/1.1\r\nHost: {}\r\n", server.address);
        stream.write_all(head.as_bytes()).unwrap();
        // Another request is answered, so the first connection has been taken as well.
        assert_eq!(server.get("/api/summary").status, 200);
        stream.write_all(b"Connection: close\r\n\r\n").unwrap();
        server.signal(signal);
        let reply = Reply::read(&mut stream);
        // Where the signal was quicker than the end of the request, the connection was idle and is closed.
        assert!(
            reply.status == 200 && serde_json::from_str::<Value>(&reply.body).is_ok()
                || reply.head.is_empty()
        );
        let status = server.child.wait().unwrap();
        assert!(status.success(), "{signal}: {status}");
        assert!(TcpStream::connect(&server.address).is_err());
    }
}

#[test]
fn what_cannot_be_served_is_told_at_the_start() {
    demarche().args(["serve", "no-such-file.sqlite"]).assert().code(2);
    demarche().args(["serve", "-"]).assert().code(2).stderr(predicates::str::contains("standard input"));
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let told = predicates::str::contains("cannot be listened at");
    demarche().args(["serve", "--port", &port]).arg(graph()).assert().code(2).stderr(told);
    let told = predicates::str::contains("is no origin of pages");
    demarche().args(["serve", "--allow-origin", "example.org"]).arg(graph()).assert().code(2).stderr(told);
}
