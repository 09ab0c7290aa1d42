//! `demarche explain`: who or what a name stands for, and why its mentions are one; why phrases are one issue;
//! what shows an act or a position.

use std::io::{self, Write};

use anstyle::Style;

use demarche::ErrorKind;
use demarche::issues::{self, IssueExplanation};
use demarche::query::{self, Explanation, Naming};

use super::args::Explain;
use super::message::{plural, printable, thousands};
use super::outcome::Outcome;
use super::output::Output;
use super::{answer, explain_fact, graphs, message};

/// Documents of one reason that are listed by name.
const LISTED: usize = 8;

/// Prints what the name may stand for.
pub fn run(args: Explain) -> anyhow::Result<Outcome> {
    let (graph, read) = graphs::read(&args.graph.path)?;
    if let Some(node) = graph.node(&args.name).filter(|node| !node.evidence().is_empty()) {
        let outcome = explain_fact::run(&graph, &args.name, node.evidence(), args.articles, args.json)?;
        return Ok(read.then(outcome));
    }
    let found = match query::explain(&graph, &args.name) {
        Ok(found) => found,
        Err(error) if error.kind() == ErrorKind::Query => {
            let issues = issues::explain(&graph, &args.name);
            if !issues.is_empty() {
                return Ok(read.then(issues_in_words(&issues, args.json)?));
            }
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

fn issues_in_words(found: &[IssueExplanation], json: bool) -> anyhow::Result<Outcome> {
    if json {
        answer::json(&found)?;
    } else {
        let mut out = anstream::AutoStream::auto(io::stdout().lock());
        out.write_all(found.iter().map(issue).collect::<Vec<_>>().join("\n").as_bytes())?;
        out.flush()?;
    }
    Ok(Outcome::Done)
}

/// The issue with its phrases, and what puts each with another.
fn issue(issue: &IssueExplanation) -> String {
    let (bold, dim) = (Style::new().bold(), Style::new().dimmed());
    let mut out = format!("{bold}{}{bold:#}, issue {dim}{}{dim:#}\n", one_line(&issue.label), issue.id);
    if let Some(broader) = &issue.broader {
        out.push_str(&format!("  part of: {}\n", one_line(broader)));
    }
    for topic in &issue.topics {
        out.push_str(&format!("  {}: {}\n", one_line(&topic.article), one_line(&topic.phrases.join("; "))));
        if let Some(nearest) = &topic.nearest {
            let words = nearest.words.iter().map(|[one, other]| match one == other {
                true => one.clone(),
                false => format!("{one} ~ {other}"),
            });
            let mut why = vec![format!("nearest: “{}” in {}", nearest.phrase, nearest.article)];
            why.push(format!("{:.0} % likely alone", nearest.chance * 100.0));
            for (what, all) in
                [("words", words.collect::<Vec<_>>()), ("actors of both", nearest.actors.clone())]
            {
                if !all.is_empty() {
                    why.push(format!("{what}: {}", all.join(", ")));
                }
            }
            out.push_str(&format!("    {dim}{}{dim:#}\n", one_line(&why.join("; "))));
        }
    }
    for ruling in &issue.rulings {
        out.push_str(&format!("  ruled: {}\n", one_line(ruling)));
    }
    out
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
    if let Some(parting) = &entity.parting {
        out.push_str(&format!(
            "  if two of them are not one: {dim}demarche merge … {}{dim:#}\n",
            one_line(parting)
        ));
    }
    for other in &entity.namesakes {
        out.push_str(&format!(
            "  not {} {dim}({}){dim:#}: {}; if they are one: {dim}demarche merge … {}{dim:#}\n",
            one_line(&other.name),
            one_line(&other.id),
            one_line(&other.why),
            one_line(&other.ruling)
        ));
    }
    for other in &entity.perhaps {
        out.push_str(&format!(
            "  perhaps also {}, {} at the same time {dim}({}){dim:#}; if so: demarche merge … {}\n",
            one_line(&other.name),
            one_line(&other.office),
            other.id,
            one_line(&other.ruling)
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
    if let Some(modified) = &naming.modified {
        text.push_str(&format!(", changed {modified}"));
    }
    if !naming.replaces.is_empty() {
        let dates = naming.replaces.iter().map(|version| {
            let date = version.date.as_deref().unwrap_or("an unknown day");
            match &version.modified {
                Some(modified) => format!("{date} (changed {modified})"),
                None => date.to_owned(),
            }
        });
        text.push_str(&format!(", in place of the text of {}", dates.collect::<Vec<_>>().join(" and of ")));
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
