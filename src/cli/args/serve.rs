//! The arguments of `demarche serve`.

use std::net::IpAddr;
use std::path::PathBuf;

use clap::ValueHint;

use demarche::export::Base;

const SERVE_EXAMPLES: &str = "\
Examples:
  demarche serve news.sqlite --open
  demarche serve output/graph.jsonld --port 9000
  curl 'http://127.0.0.1:8080/api/acts?source=Macron&relation=met'
  curl 'http://127.0.0.1:8080/offices.csv?of=Ukraine'
  curl http://127.0.0.1:8080/sparql --data-urlencode 'query=SELECT ?name { ?person a schema:Person ; schema:name ?name }'
  curl -H 'Accept: application/ld+json' http://127.0.0.1:8080/id/entity/nato

The address goes to standard output once it is open. A store is read as it is asked, so that it opens at once however \
large it is, and what another 'demarche build --store' adds is seen when that is done. Nothing is ever written. \
/api/openapi.json describes the interface for programs. Stop it with Ctrl-C: what is being answered is answered first.

Only this computer can reach it unless --host says otherwise; there are no passwords, so let others in only through \
something that has them.";

/// `demarche serve`
#[derive(Debug, clap::Args)]
#[command(after_help = SERVE_EXAMPLES)]
pub struct Serve {
    /// A store, or graphs (.jsonld), stores and records (.jsonl), which are put together
    #[arg(required = true, num_args = 1.., value_name = "STORE|GRAPH", value_hint = ValueHint::FilePath)]
    pub inputs: Vec<PathBuf>,

    /// Address to listen at
    #[arg(long, value_name = "IP", default_value = "127.0.0.1")]
    pub host: IpAddr,

    /// Port to listen at; 0 for any that is free
    #[arg(long, short, value_name = "PORT", default_value_t = 8080)]
    pub port: u16,

    /// Open a browser there
    #[arg(long)]
    pub open: bool,

    /// A name by which the server may be called, besides localhost and addresses in numbers
    #[arg(long, value_name = "NAME")]
    pub allow_host: Vec<String>,

    /// A site (https://example.org) whose pages may ask the interfaces for tools
    #[arg(long, value_name = "ORIGIN")]
    pub allow_origin: Vec<String>,

    /// Requests that are worked on at the same time
    #[arg(long, value_name = "N", default_value = "4", value_parser = clap::value_parser!(u16).range(1..=64))]
    pub workers: u16,

    /// The longest that a request may take, in seconds
    #[arg(long, value_name = "SECONDS", default_value = "20", value_parser = clap::value_parser!(u32).range(1..=3600))]
    pub timeout: u32,

    /// Namespace of the graph's own nodes
    #[arg(long, value_name = "IRI", default_value_t = Base::default())]
    pub base: Base,

    /// A model file made with demarche pack, in place of the one that is built in, for questions in English
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub model: Option<PathBuf>,
}
