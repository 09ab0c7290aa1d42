//! The program and its subcommands.

use clap::{Parser, Subcommand};

use super::{
    Acts, Analyse, Ask, Build, Eval, Explain, Export, Extract, Forget, Merge, Offices, Pack, Positions,
    Query, Verify,
};

const OVERVIEW: &str = "\
Demarche reads political news and builds a knowledge graph of who met whom, who proposed, rejected, supported or \
demanded what, who holds which office and which stance: each fact with the sentence that shows it. It works offline, \
and the same articles give the same bytes.";

const OVERVIEW_EXAMPLES: &str = "\
Examples:
  demarche build articles/ -o output/                        from a folder of articles to a graph
  demarche positions output/graph.jsonld --topic ceasefire   who is for it, and who against
  demarche offices output/graph.jsonld --of Ukraine          who holds which office there
  demarche ask output/graph.jsonld \"Did Trump meet Putin?\"   a question in English, answered with quotes
  dot -Tsvg output/graph.dot > graph.svg                     the picture, drawn by Graphviz

Exit codes: 0 done or found, 1 a question found nothing, 2 an error or an article that was not read.
'demarche help COMMAND' tells more about each command.";

/// Knowledge graphs from political news
#[derive(Debug, Parser)]
#[command(version, about, long_about = OVERVIEW, after_help = OVERVIEW_EXAMPLES, max_term_width = 100)]
#[command(propagate_version = true, infer_subcommands = true)]
pub struct Args {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The subcommands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Read articles and write their knowledge graph
    Build(Build),
    /// Read articles and write what each says, one JSON object a line
    Extract(Extract),
    /// Read articles and write what the engine sees: tokens, tree, sentences, mentions (for developers)
    Analyse(Analyse),
    /// Put records or graphs together into one graph
    Merge(Merge),
    /// Take articles out of a graph again, with all that only they say
    Forget(Forget),
    /// Write a graph in another format
    Export(Export),
    /// List on which questions actors take sides, and by which phrases
    Issues(super::Issues),
    /// Ask a graph who is for or against what
    Positions(Positions),
    /// Ask a graph who holds which office
    Offices(Offices),
    /// Ask a graph or articles a question in English
    Ask(Ask),
    /// Ask a graph who did what: who met whom, who proposed or rejected what
    Acts(Acts),
    /// Ask a graph in SPARQL
    Query(Query),
    /// Open a graph or a store in the browser, and serve it to tools over HTTP
    #[cfg(feature = "serve")]
    Serve(super::Serve),
    /// Serve a graph to a language model over the Model Context Protocol
    #[cfg(feature = "mcp")]
    Mcp(super::Mcp),
    /// Tell who or what a name stands for in a graph, and why its mentions are one
    Explain(Explain),
    /// Check every quote of a graph against the articles
    Verify(Verify),
    /// Measure extraction on annotated articles
    Eval(Eval),
    /// Pack an unpacked spaCy pipeline into a model file (for developers)
    Pack(Pack),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_arguments_are_well_formed() {
        use clap::CommandFactory;
        Args::command().debug_assert();
    }
}
