//! The program and its subcommands.

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueHint};
use clap_complete::Shell;

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
    /// Write the completions of a shell: of commands, options and their values
    Completions(Completions),
    /// Write manual pages
    Man(Man),
    /// Pack an unpacked spaCy pipeline into a model file (for developers)
    Pack(Pack),
}

const COMPLETIONS_EXAMPLES: &str = "\
Examples:
  demarche completions bash > ~/.local/share/bash-completion/completions/demarche
  demarche completions zsh > ~/.zfunc/_demarche            with ~/.zfunc in fpath
  demarche completions fish > ~/.config/fish/completions/demarche.fish";

/// `demarche completions`
#[derive(Debug, clap::Args)]
#[command(after_help = COMPLETIONS_EXAMPLES)]
pub struct Completions {
    /// The shell
    pub shell: Shell,
}

const MAN_EXAMPLES: &str = "\
Examples:
  demarche man | man -l -
  demarche man build | man -l -
  demarche man --out ~/.local/share/man/man1     demarche.1, demarche-build.1 and so on";

/// `demarche man`
#[derive(Debug, clap::Args)]
#[command(after_help = MAN_EXAMPLES)]
pub struct Man {
    /// The command whose page is written [default: the program's]
    #[arg(value_name = "COMMAND", conflicts_with = "out")]
    pub page: Option<String>,

    /// Folder for the pages of all commands, made when it is not there
    #[arg(long, short, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub out: Option<PathBuf>,
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
