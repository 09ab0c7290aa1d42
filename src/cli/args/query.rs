//! The arguments of `demarche query`.

use std::path::PathBuf;
use std::time::Duration;

use clap::ValueHint;

use demarche::export::Base;

use super::Graph;

const QUERY_EXAMPLES: &str = "\
Examples:
  demarche query graph.jsonld 'SELECT ?name { ?person a schema:Person ; schema:name ?name }'
  demarche query graph.jsonld 'SELECT ?who ?quote { ?act :relation :met ; :source/schema:name ?who ;
                               prov:wasDerivedFrom/oa:hasSelector/oa:exact ?quote }'
  demarche query news.sqlite --file data/queries/for-and-against.rq --csv > stances.csv
  demarche query graph.jsonld 'ASK { <entity/nato> :met ?anyone }' && echo yes
  demarche query graph.jsonld 'DESCRIBE <entity/nato>' > nato.ttl

The triples are those of 'demarche export --format turtle'; GRAPH ?article { … } sees what one article alone shows. The \
prefixes of that file, rdf: and rdfs: need not be declared, and relative IRIs such as <entity/nato> are the graph's own. \
Rows without ORDER BY are sorted. There are no updates, no SERVICE, no NOW() and no RAND(). The exit code is 1 when \
nothing is found or ASK is false.";

/// `demarche query`
#[derive(Debug, clap::Args)]
#[command(after_help = QUERY_EXAMPLES)]
pub struct Query {
    /// The graph.
    #[command(flatten)]
    pub graph: Graph,

    /// The query, or - for one on standard input
    #[arg(value_name = "QUERY", required_unless_present = "file", conflicts_with = "file")]
    pub query: Option<String>,

    /// File with the query
    #[arg(long, short, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub file: Option<PathBuf>,

    /// Answer as SPARQL 1.1 Query Results JSON
    #[arg(long, conflicts_with = "csv")]
    pub json: bool,

    /// Answer as comma-separated values (SPARQL 1.1 Query Results CSV)
    ///
    /// Strings that a spreadsheet would take for formulas get an apostrophe before them; --json leaves all as it is.
    #[arg(long)]
    pub csv: bool,

    /// Begin them with a byte order mark, so that Excel shows accents rightly
    #[arg(long, requires = "csv")]
    pub bom: bool,

    /// At most so many rows or triples
    #[arg(long, value_name = "N", default_value = "1000000", value_parser = clap::value_parser!(u32).range(1..))]
    pub limit: u32,

    /// Give up after so many seconds; 0 for never
    #[arg(long, value_name = "SECONDS", default_value = "60", value_parser = seconds)]
    pub timeout: Timeout,

    /// Namespace of the graph's own nodes
    #[arg(long, value_name = "IRI", default_value_t = Base::default())]
    pub base: Base,
}

/// How long to wait; for ever where there is nothing.
#[derive(Debug, Clone, Copy)]
pub struct Timeout(pub Option<Duration>);

fn seconds(value: &str) -> Result<Timeout, String> {
    let number = value.parse::<f64>().ok().and_then(|number| Duration::try_from_secs_f64(number).ok());
    let time = number.ok_or_else(|| "a number of seconds, or 0 for never".to_owned())?;
    Ok(Timeout(Some(time).filter(|time| !time.is_zero())))
}
