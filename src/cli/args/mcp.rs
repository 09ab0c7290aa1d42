//! The arguments of `demarche mcp`.

use std::path::PathBuf;

use clap::ValueHint;

const MCP_EXAMPLES: &str = "\
Examples:
  demarche mcp output/graph.jsonld
  demarche mcp news.sqlite archive.jsonld

An agent starts this program by itself, from an entry in its settings such as
  {\"mcpServers\": {\"demarche\": {\"command\": \"demarche\", \"args\": [\"mcp\", \"/path/to/graph.jsonld\"]}}}
and speaks to it over standard input and output until it closes them. The graph is read once, at the start. The tools are \
positions, offices, acts, ask, evidence and query; each answers with the sentences that show it.";

/// `demarche mcp`
#[derive(Debug, clap::Args)]
#[command(after_help = MCP_EXAMPLES)]
pub struct Mcp {
    /// Graphs (.jsonld), stores, or records (.jsonl), which are put together
    #[arg(required = true, num_args = 1.., value_name = "GRAPH", value_hint = ValueHint::FilePath)]
    pub graphs: Vec<PathBuf>,

    /// A model file made with demarche pack, in place of the one that is built in, for questions in English
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub model: Option<PathBuf>,
}
