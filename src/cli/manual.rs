//! `demarche completions` and `demarche man`: what shells and `man` know of the program, made from its arguments.

use std::fs;
use std::path::Path;

use anyhow::{Context, bail};
use clap::{Command, CommandFactory};
use clap_mangen::Man;

use super::args;
use super::outcome::Outcome;
use super::output::Output;

/// Writes the completions of a shell to standard output.
pub fn completions(asked: &args::Completions) -> anyhow::Result<Outcome> {
    let mut script = Vec::new();
    clap_complete::generate(asked.shell, &mut args::Args::command(), "demarche", &mut script);
    write(&script, None)
}

/// Writes one manual page to standard output, or all of them into a folder.
pub fn pages(asked: args::Man) -> anyhow::Result<Outcome> {
    let mut program = args::Args::command().disable_help_subcommand(true);
    program.build();
    if let Some(folder) = &asked.out {
        fs::create_dir_all(folder)
            .with_context(|| format!("the folder {} cannot be made", folder.display()))?;
        write(&page(&program, None)?, Some(&folder.join("demarche.1")))?;
        for command in program.get_subcommands() {
            let file = format!("demarche-{}.1", command.get_name());
            write(&page(&program, Some(command))?, Some(&folder.join(file)))?;
        }
        return Ok(Outcome::Done);
    }
    let command = asked.page.as_deref().map(|name| match program.find_subcommand(name) {
        Some(command) => Ok(command),
        None => bail!("there is no command '{name}'; 'demarche help' lists them"),
    });
    write(&page(&program, command.transpose()?)?, None)
}

/// The page of the program, or of one of its commands.
fn page(program: &Command, command: Option<&Command>) -> anyhow::Result<Vec<u8>> {
    let mut page = Vec::new();
    Man::new(command.unwrap_or(program).clone()).render(&mut page)?;
    Ok(page)
}

fn write(text: &[u8], path: Option<&Path>) -> anyhow::Result<Outcome> {
    use std::io::Write;
    let mut output = Output::open(path)?;
    output.write_all(text)?;
    output.finish()?;
    Ok(Outcome::Done)
}
