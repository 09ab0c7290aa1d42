//! The SPARQL 1.1 Protocol (<https://www.w3.org/TR/sparql11-protocol/>): queries by GET and POST, with the formats that
//! clients ask for, and a description of the service.

use std::sync::Arc;
use std::time::{Duration, Instant};

use maud::{Markup, html};

use demarche::sparql::{self, Graphs, Limits, Results, RowsFormat};

use crate::cli::answer::harmless;

use super::accept::best;
use super::fail::Fail;
use super::params::pairs;
use super::source::Source;
use super::views::bounded;

/// The most rows or triples of an answer.
const ROWS: usize = 100_000;

/// How many queries may run, with those that were given up and have not ended yet.
const MOST_QUERIES: usize = 4;

/// What rows are given as.
const FOR_ROWS: [(&str, RowsFormat); 6] = [
    ("application/sparql-results+json", RowsFormat::Json),
    ("application/sparql-results+xml", RowsFormat::Xml),
    ("text/csv", RowsFormat::Csv),
    ("text/tab-separated-values", RowsFormat::Tsv),
    ("application/json", RowsFormat::Json),
    ("application/xml", RowsFormat::Xml),
];

/// What triples are given as.
const FOR_TRIPLES: [&str; 3] = ["text/turtle", "application/n-triples", "text/plain"];

/// The service as it describes itself (<https://www.w3.org/TR/sparql11-service-description/>).
pub const SERVICE: &str = "\
@prefix sd: <http://www.w3.org/ns/sparql-service-description#> .
@prefix format: <http://www.w3.org/ns/formats/> .

[] a sd:Service ;
    sd:endpoint <> ;
    sd:supportedLanguage sd:SPARQL11Query ;
    sd:resultFormat format:SPARQL_Results_JSON, format:SPARQL_Results_XML, format:SPARQL_Results_CSV,
        format:SPARQL_Results_TSV, format:Turtle, format:N-Triples ;
    sd:feature sd:UnionDefaultGraph ;
    sd:defaultDataset [ a sd:Dataset ; sd:defaultGraph [ a sd:Graph ] ] .
";

/// A query with the graphs that it is put to.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// The query; none where the service itself is asked for.
    pub query: Option<String>,
    graphs: Graphs,
}

impl Asked {
    /// What the query of an address, or a form, says.
    pub fn read(text: &str) -> Result<Self, Fail> {
        let mut asked = Self::default();
        for (name, value) in pairs(text)? {
            match &*name {
                "query" if asked.query.is_some() => {
                    return Err(Fail::request("there are two queries; one is answered at a time"));
                }
                "query" => asked.query = Some(value),
                "default-graph-uri" => asked.graphs.default.push(value),
                "named-graph-uri" => asked.graphs.named.push(value),
                "update" => {
                    return Err(Fail::request("this is an update; a graph is asked here, and not changed"));
                }
                // Clients add what others take: format, output, timeout.
                _ => {}
            }
        }
        Ok(asked)
    }

    /// A query by itself, with what the address says of graphs.
    pub fn with_query(address: &str, query: String) -> Result<Self, Fail> {
        let asked = Self::read(address)?;
        if asked.query.is_some() {
            return Err(Fail::request("there are two queries, in the address and in the body"));
        }
        Ok(Self { query: Some(query), ..asked })
    }
}

/// Answers a query: the media type and what is of it.
pub fn answer(
    source: &Arc<Source>,
    asked: &Asked,
    accept: Option<&str>,
    until: Instant,
) -> Result<(&'static str, Vec<u8>), Fail> {
    let query = asked.query.as_deref().ok_or_else(|| Fail::request("say 'query'"))?;
    let whole = source.whole(until)?;
    let dataset = whole.dataset();
    if dataset.running() >= MOST_QUERIES {
        return Err(Fail::busy("earlier queries still run; ask again in a while"));
    }
    let time = until.saturating_duration_since(Instant::now()).saturating_sub(Duration::from_millis(200));
    if time.is_zero() {
        return Err(Fail::busy("there was no time left for the query; ask again in a while"));
    }
    let limits = Limits { rows: Some(ROWS), time: Some(time) };
    let begun = Instant::now();
    let results = sparql::query_in(dataset, query, &asked.graphs, &limits).map_err(|error| {
        if begun.elapsed() >= time { Fail::busy(error.to_string()) } else { Fail::request(error.to_string()) }
    })?;
    if results.more() {
        return Err(Fail::request(format!(
            "there are more than {ROWS} rows; add a LIMIT, and an OFFSET with ORDER BY"
        )));
    }
    let unacceptable = |offers: &[&str]| {
        Fail::new(
            axum::http::StatusCode::NOT_ACCEPTABLE,
            format!("the answer comes as {}", offers.join(", ")),
        )
    };
    let rows = || -> Result<(&'static str, RowsFormat), Fail> {
        let offers = FOR_ROWS.map(|(kind, _)| kind);
        best(accept, &offers).map(|place| FOR_ROWS[place]).ok_or_else(|| unacceptable(&offers))
    };
    match &results {
        Results::Rows(table) => {
            let (kind, format) = rows()?;
            let bytes = bounded(|out| {
                match format {
                    RowsFormat::Csv => table.write_csv(|text| harmless(text).into_owned(), out)?,
                    format => table.write_as(format, out)?,
                }
                Ok(())
            });
            Ok((kind, bytes?))
        }
        Results::Truth(truth) => {
            let (kind, format) = rows()?;
            Ok((kind, bounded(|out| Ok(sparql::write_truth(*truth, format, out)?))?))
        }
        Results::Triples(triples) => {
            // RDFLib asks for RDF/XML alone and reads Turtle as well; whoever takes neither sees what it is.
            let place = best(accept, &FOR_TRIPLES).unwrap_or(0);
            let bytes = bounded(|out| {
                match place {
                    0 => triples.write_turtle(dataset.prefixes(), out)?,
                    _ => triples.write_ntriples(out)?,
                }
                Ok(())
            });
            Ok((FOR_TRIPLES[place], bytes?))
        }
    }
}

/// What stands on the page for people.
pub fn page() -> Markup {
    html! {
        p {
            "Queries in SPARQL 1.1 by GET or POST, as the protocol has it. The prefixes of the graph's files need not be declared, "
            "and relative IRIs such as " code { "<entity/nato>" } " are the graph's own. "
            code { "GRAPH ?article { … }" } " sees what one article alone shows. There are no updates, no SERVICE, no NOW() and no RAND()."
        }
        form.ask.sparql action="/sparql" method="get" {
            label for="query" { "Query" }
            textarea #query name="query" rows="8" cols="80" spellcheck="false" {
                "SELECT ?who ?name (COUNT(?act) AS ?acts) {\n  ?act :source ?who .\n  ?who schema:name ?name\n} GROUP BY ?who ?name ORDER BY DESC(?acts) LIMIT 20"
            }
            button { "Ask" }
        }
        p {
            "Browsers are shown XML; tools say by Accept whether they take JSON, XML, CSV or TSV, and of triples Turtle or N-Triples. "
            a href="/api/openapi.json" { "The interface in JSON and CSV" } " asks more simply."
        }
    }
}
