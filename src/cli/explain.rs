//! `demarche explain`: who or what a name stands for, and why its mentions are one.

use std::io::{self, Write};

use anstyle::Style;

use demarche::ErrorKind;
use demarche::query::{self, Explanation, Naming};

use super::args::Explain;
use super::message::{plural, printable, thousands};
use super::outcome::Outcome;
use super::output::Output;
use super::{graphs, message};

/// Documents of one reason that are listed by name.
const LISTED: usize = 8;

/// Prints what the name may stand for.
pub fn run(args: Explain) -> anyhow::Result<Outcome> {
    let (graph, read) = graphs::read(&args.graph.path)?;
    let found = match query::explain(&graph, &args.name) {
        Ok(found) => found,
        Err(error) if error.kind() == ErrorKind::Query => {
            message::note(&error.to_string());
            Vec::new()
        }
        Err(error) => return Err(error.into()),
    };
    if args.json {
        let mut output = Output::standard();
        serde_json::to_writer_pretty(&mut output, &found).map_err(io::Error::from)?;
        writeln!(output)?;
        output.finish()?;
    } else {
        let mut out = anstream::AutoStream::auto(io::stdout().lock());
        out.write_all(found.iter().map(text).collect::<Vec<_>>().join("\n").as_bytes())?;
        out.flush()?;
    }
    Ok(read.then(if found.is_empty() { Outcome::NothingFound } else { Outcome::Done }))
}

fn text(entity: &Explanation) -> String {
    let (bold, dim) = (Style::new().bold(), Style::new().dimmed());
    let name = one_line(&entity.name);
    let mut out = format!("{bold}{name}{bold:#}, {} {dim}{}{dim:#}\n", entity.kind, entity.id);
    for (what, all) in [("also called", &entity.aliases), ("identifiers", &entity.identifiers)] {
        if !all.is_empty() {
            out.push_str(&format!("  {what}: {}\n", one_line(&all.join(", "))));
        }
    }
    let number = entity.documents.len();
    out.push_str(&format!("  named by {} {}:\n", thousands(number), plural(number, "article", "articles")));
    for naming in &entity.documents {
        out.push_str(&format!("    {}\n", one_line(&mentions(naming))));
    }
    if !entity.why.is_empty() {
        out.push_str("  one because of:\n");
    }
    for joined in &entity.why {
        let listed: Vec<&str> = joined.documents.iter().take(LISTED).map(String::as_str).collect();
        let more = joined.documents.len() - listed.len();
        let more = if more > 0 { format!(" and {} more", thousands(more)) } else { String::new() };
        out.push_str(&format!(
            "    {} {dim}({}{more}){dim:#}\n",
            one_line(&joined.text),
            one_line(&listed.join(", "))
        ));
    }
    for ruling in &entity.kept_apart {
        out.push_str(&format!("  ruled: {}\n", one_line(ruling)));
    }
    out
}

/// The document, the name it gives, and its words.
fn mentions(naming: &Naming) -> String {
    let mut text = naming.document.clone();
    if let Some(date) = naming.date.as_deref().filter(|date| !naming.document.contains(date)) {
        text.push_str(&format!(", {date}"));
    }
    text.push_str(&format!(": {}", naming.name));
    let words = naming.mentions.iter().map(|(words, times)| match times {
        1 => format!("\u{201c}{words}\u{201d}"),
        times => format!("\u{201c}{words}\u{201d} ×{times}"),
    });
    let words: Vec<String> = words.collect();
    if !words.is_empty() {
        text.push_str(&format!(" ({})", words.join(", ")));
    }
    text
}

/// Words of articles and names of files must neither break lines nor steer the terminal.
fn one_line(text: &str) -> String {
    printable(&text.split_whitespace().collect::<Vec<_>>().join(" ")).into_owned()
}
