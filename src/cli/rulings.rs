//! What a user rules on who is who and on issues, from a file and from the command line.

use anyhow::Context;

use demarche::graph::{Graph, RulingKind, Rulings};
use demarche::store::Store;

use super::{args, message};

/// Reads the rulings; those that contradict each other are an error.
pub fn read(args: args::Rulings) -> anyhow::Result<Rulings> {
    let mut rulings = Rulings::default();
    if let Some(path) = &args.rulings {
        let text =
            std::fs::read_to_string(path).with_context(|| format!("{} cannot be read", path.display()))?;
        rulings = Rulings::from_toml(&text).map_err(|error| error.in_file(path))?;
        rulings.check().map_err(|error| error.in_file(path))?;
    }
    let kinds = [
        (RulingKind::SameAs, args.same_as),
        (RulingKind::KeepApart, args.keep_apart),
        (RulingKind::SameIssue, args.same_issue),
        (RulingKind::KeepIssuesApart, args.keep_issues_apart),
        (RulingKind::CallIssue, args.call_issue),
    ];
    for (kind, names) in kinds {
        for pair in names.chunks(2) {
            rulings.add(kind, pair)?;
        }
    }
    rulings.check()?;
    Ok(rulings)
}

/// Adds the rulings to those of a store; those that then contradict each other are an error.
pub fn add(store: &mut Store, rulings: &Rulings) -> anyhow::Result<()> {
    if rulings.is_empty() {
        return Ok(());
    }
    let mut all = store.rulings()?;
    for ruling in rulings.iter() {
        all.add(ruling.kind, &ruling.names)?;
    }
    all.check()?;
    let mut batch = store.batch()?;
    batch.rule(rulings)?;
    batch.commit()?;
    Ok(())
}

/// The graph with the rulings added to those that it has; those that then contradict each other are an error.
pub fn apply(graph: Graph, rulings: Rulings) -> anyhow::Result<Graph> {
    let graph = if rulings.is_empty() { graph } else { graph.with_rulings(rulings) };
    graph.rulings().check()?;
    for name in graph.idle_names() {
        message::note(&format!(
            "no article calls anybody '{name}' in full, so what is ruled about it has no effect yet"
        ));
    }
    Ok(graph)
}
