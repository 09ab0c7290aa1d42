//! A graph served over the Model Context Protocol, asked by rmcp's own client.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use rmcp::model::CallToolRequestParams;
use rmcp::service::RunningService;
use rmcp::transport::TokioChildProcess;
use rmcp::{RoleClient, ServiceExt};
use serde_json::{Value, json};

type Client = RunningService<RoleClient, ()>;

fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_demarche"));
    command.current_dir(env!("CARGO_MANIFEST_DIR"));
    command
}

/// The graph of the two articles.
fn graph() -> PathBuf {
    static GRAPH: OnceLock<tempfile::TempDir> = OnceLock::new();
    let folder = GRAPH.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        let built = program().args(["build", "articles", "-o"]).arg(folder.path()).status().unwrap();
        assert!(built.success());
        folder
    });
    folder.path().join("graph.jsonld")
}

/// Runs `talk` with a client of a server that has the graph.
fn with_client<F: Future>(talk: impl FnOnce(Client) -> F) -> F::Output {
    let mut command = tokio::process::Command::from(program());
    command.arg("mcp").arg(graph());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let client = ().serve(TokioChildProcess::new(command).unwrap()).await.unwrap();
        talk(client).await
    })
}

/// What a tool gives, or the message of its error.
async fn call(client: &Client, tool: &'static str, arguments: Value) -> Result<Value, String> {
    let arguments = arguments.as_object().unwrap().clone();
    let result = client.call_tool(CallToolRequestParams::new(tool).with_arguments(arguments)).await.unwrap();
    let text = result.content[0].as_text().unwrap().text.clone();
    if result.is_error == Some(true) {
        return Err(text);
    }
    let value = result.structured_content.unwrap();
    assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), value, "text and structure say the same");
    Ok(value)
}

#[test]
fn the_tools_are_listed_with_a_schema_and_tell_how_to_cite() {
    with_client(|client| async move {
        let info = client.peer_info().unwrap();
        assert!(info.instructions.as_ref().unwrap().contains("the graph does not say"));
        let tools = client.list_all_tools().await.unwrap();
        let names: Vec<&str> = tools.iter().map(|tool| &*tool.name).collect();
        assert_eq!(names, ["positions", "offices", "acts", "ask", "evidence", "query"]);
        for tool in &tools {
            assert!(tool.description.as_ref().is_some_and(|text| text.len() > 100), "{}", tool.name);
            assert_eq!(tool.annotations.as_ref().unwrap().read_only_hint, Some(true));
            assert_eq!(tool.input_schema["type"], "object");
            for (name, schema) in tool.input_schema["properties"].as_object().unwrap() {
                assert!(schema["description"].is_string(), "{} of {} is not described", name, tool.name);
            }
        }
        let acts = serde_json::to_value(&*tools[2].input_schema).unwrap();
        assert_eq!(acts["properties"]["relation"]["enum"].as_array().unwrap().len(), 17);
        assert!(acts.get("required").is_none(), "every field of acts may be left out: {acts}");
        assert_eq!(tools[3].input_schema["required"], json!(["question"]));
        client.cancel().await.unwrap();
    });
}

#[test]
fn answers_are_those_of_the_commands_with_the_articles_that_they_cite() {
    let printed = |args: &[&str]| -> Value {
        let output = program().arg(args[0]).arg(graph()).args(&args[1..]).arg("--json").output().unwrap();
        serde_json::from_slice(&output.stdout).unwrap()
    };
    with_client(|client| async move {
        let positions =
            call(&client, "positions", json!({"actor": "Zelensky", "topic": "security guarantees"}))
                .await
                .unwrap();
        let expected = printed(&["positions", "--actor", "Zelensky", "--topic", "security guarantees"]);
        assert_eq!(positions["positions"], expected);
        assert_eq!(positions["found"], expected.as_array().unwrap().len());
        assert!(positions["documents"].as_array().unwrap().iter().any(|document| {
            document["document"] == "2025-08-17-washington-visit" && document["date"] == "2025-08-17"
        }));
        let offices = call(&client, "offices", json!({"of": "Germany"})).await.unwrap();
        assert_eq!(offices["offices"], printed(&["offices", "--of", "Germany"]));
        let acts = call(&client, "acts", json!({"relation": "met", "status": "planned"})).await.unwrap();
        assert_eq!(acts["acts"], printed(&["acts", "--relation", "met", "--status", "planned"]));
        let question = "Who rejected Russian security guarantees?";
        let answer = call(&client, "ask", json!({"question": question})).await.unwrap();
        assert_eq!(answer["rows"], printed(&["ask", question])["rows"]);
        assert_eq!(answer["rows"][0]["name"], "Volodymyr Zelenskyy");
        assert!(!answer["documents"].as_array().unwrap().is_empty());
        client.cancel().await.unwrap();
    });
}

#[test]
fn evidence_gives_the_sentences_with_article_place_and_speaker() {
    with_client(|client| async move {
        let found = call(&client, "evidence", json!({"actor": "Trump", "other": "Putin"})).await.unwrap();
        let sentences = found["evidence"].as_array().unwrap();
        let met = sentences
            .iter()
            .find(|s| {
                s["says"] == "Donald Trump met Vladimir Putin (occurred)"
                    && s["document"] == "2025-08-17-washington-visit"
            })
            .unwrap_or_else(|| panic!("{found:#}"));
        let (start, end) = (met["start"].as_u64().unwrap() as usize, met["end"].as_u64().unwrap() as usize);
        let article = Path::new(env!("CARGO_MANIFEST_DIR")).join("articles/2025-08-17-washington-visit.txt");
        let text = std::fs::read_to_string(article).unwrap();
        let cut: String = text.chars().skip(start).take(end - start).collect();
        assert_eq!(met["quote"], cut);
        let reported = sentences.iter().find(|s| s["reporter"] == "Steve Witkoff").unwrap();
        assert_eq!(reported["speakers"], json!(["Steve Witkoff"]));

        let fact = met["fact"].as_str().unwrap();
        let of_fact = call(&client, "evidence", json!({"fact": fact})).await.unwrap();
        assert!(of_fact["evidence"].as_array().unwrap().iter().all(|s| s["fact"] == fact));
        assert_eq!(of_fact["found"], 2);
        let one = json!({"fact": fact, "document": "2025-08-17-washington-visit"});
        assert_eq!(call(&client, "evidence", one).await.unwrap()["found"], 1);
        let topic =
            call(&client, "evidence", json!({"topic": "security guarantees", "limit": 2})).await.unwrap();
        assert_eq!(topic["evidence"].as_array().unwrap().len(), 2);
        assert_eq!(topic["left_out"].as_u64().unwrap() + 2, topic["found"].as_u64().unwrap());
        assert!(topic["note"].as_str().unwrap().starts_with("The first 2 of "));
        client.cancel().await.unwrap();
    });
}

#[test]
fn a_query_gives_sparql_results_and_tells_of_more() {
    with_client(|client| async move {
        let people = json!({"sparql": "SELECT ?name { ?p a schema:Person ; schema:name ?name }", "limit": 3});
        let rows = call(&client, "query", people).await.unwrap();
        assert_eq!(rows["head"]["vars"], json!(["name"]));
        assert_eq!(rows["results"]["bindings"].as_array().unwrap().len(), 3);
        assert!(rows["note"].as_str().unwrap().starts_with("The first 3"));
        let yes =
            call(&client, "query", json!({"sparql": "ASK { entity:donald-trump :met ?x }"})).await.unwrap();
        assert_eq!(yes["boolean"], true);
        let turtle = call(&client, "query", json!({"sparql": "DESCRIBE <entity/nato>"})).await.unwrap();
        assert!(turtle["turtle"].as_str().unwrap().contains("schema:name \"NATO\""));
        let wrong = call(&client, "query", json!({"sparql": "SELECT ?x {"})).await.unwrap_err();
        assert!(wrong.starts_with("line 1, column 12"), "{wrong}");
        client.cancel().await.unwrap();
    });
}

#[test]
fn what_is_not_known_is_said_to_be_so_and_what_is_wrong_is_told() {
    with_client(|client| async move {
        let none =
            call(&client, "acts", json!({"source": "Macron", "relation": "sanctioned"})).await.unwrap();
        assert_eq!(none["found"], 0);
        assert!(none["note"].as_str().unwrap().starts_with("The graph does not say."));
        let unsaid = call(&client, "ask", json!({"question": "Did Macron meet Putin?"})).await.unwrap();
        assert_eq!(unsaid["verdict"], "unsaid");
        assert!(unsaid["note"].as_str().unwrap().starts_with("The graph does not say."));
        for (tool, arguments, told) in [
            ("positions", json!({"actor": "Zelenki"}), "did you mean 'Volodymyr Zelenskyy'?"),
            ("evidence", json!({"actor": "Frodo Baggins"}), "the graph has no name 'Frodo Baggins'"),
            ("evidence", json!({}), "say of what"),
            ("evidence", json!({"fact": "act/none"}), "the graph has no fact 'act/none'"),
            ("acts", json!({"relation": "kissed"}), "unknown variant `kissed`, expected one of `met`"),
            ("acts", json!({"since": "yesterday"}), "'yesterday' is no date"),
            ("offices", json!({"country": "Germany"}), "unknown field `country`, expected one of `holder`"),
            ("ask", json!({}), "missing field `question`"),
            (
                "ask",
                json!({"question": "Colourless green ideas?"}),
                "is not of a kind that can be read; near it",
            ),
        ] {
            let error = call(&client, tool, arguments).await.unwrap_err();
            assert!(error.contains(told), "{tool}: {error}");
        }
        let nothing = client.call_tool(CallToolRequestParams::new("guess")).await.unwrap_err();
        assert!(nothing.to_string().contains("there is no tool 'guess'"), "{nothing}");
        client.cancel().await.unwrap();
    });
}

#[test]
fn standard_output_carries_the_protocol_alone_and_the_server_ends_with_its_input() {
    let mut server =
        program().arg("mcp").arg(graph()).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut input = server.stdin.take().unwrap();
    for message in [
        json!({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {
            "protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}}}),
        json!({"jsonrpc": "2.0", "method": "notifications/initialized"}),
        json!({"jsonrpc": "2.0", "id": 2, "method": "tools/list"}),
    ] {
        writeln!(input, "{message}").unwrap();
    }
    // The server answers what it has taken before it ends.
    let reader = std::thread::spawn(move || {
        use std::io::{BufRead, BufReader};
        let mut lines = BufReader::new(server.stdout.take().unwrap()).lines();
        let answers: Vec<Value> =
            lines.by_ref().take(2).map(|line| serde_json::from_str(&line.unwrap()).unwrap()).collect();
        drop(input);
        assert_eq!(lines.count(), 0);
        assert!(server.wait().unwrap().success());
        answers
    });
    let answers = reader.join().unwrap();
    assert_eq!((&answers[0]["id"], &answers[1]["id"]), (&json!(1), &json!(2)));
    assert_eq!(answers[0]["result"]["serverInfo"]["name"], "demarche");
    assert_eq!(answers[1]["result"]["tools"].as_array().unwrap().len(), 6);
}

#[test]
fn a_graph_that_cannot_be_read_ends_the_server_before_it_speaks() {
    for (path, told) in [("no-such.jsonld", "no-such.jsonld cannot be read"), ("-", "the agent speaks there")]
    {
        let output = program().args(["mcp", path]).stdin(Stdio::null()).output().unwrap();
        assert_eq!(output.status.code(), Some(2));
        assert!(output.stdout.is_empty());
        assert!(String::from_utf8_lossy(&output.stderr).contains(told), "{output:?}");
    }
}
