//! The program: reads the command line and hands it to one subcommand.

mod cli;

use std::process::ExitCode;

use clap::Parser;

use cli::args::{Args, Command};

fn main() -> ExitCode {
    let outcome = match Args::parse().command {
        Command::Build(args) => cli::build::run(args),
        Command::Extract(args) => cli::extract::run(args),
        Command::Analyse(args) => cli::analyse::run(args),
        Command::Merge(args) => cli::merge::run(args),
        Command::Forget(args) => cli::forget::run(args),
        Command::Export(args) => cli::export::run(args),
        Command::Issues(args) => cli::issues::run(args),
        Command::Positions(args) => cli::positions::run(args),
        Command::Offices(args) => cli::offices::run(args),
        Command::Ask(args) => cli::ask::run(args),
        Command::Acts(args) => cli::acts::run(args),
        Command::Query(args) => cli::query::run(args),
        #[cfg(feature = "serve")]
        Command::Serve(args) => cli::serve::run(args),
        #[cfg(feature = "mcp")]
        Command::Mcp(args) => cli::mcp::run(args),
        Command::Explain(args) => cli::explain::run(args),
        Command::Verify(args) => cli::verify::run(args),
        Command::Eval(args) => cli::eval::run(args),
        Command::Completions(args) => cli::manual::completions(&args),
        Command::Man(args) => cli::manual::pages(args),
        Command::Pack(args) => cli::pack::run(args),
    };
    cli::outcome::exit_code(outcome)
}
