//! Quotes put into their sentences, where the texts of their articles are kept.

use demarche::Result;
use demarche::graph::Graph;
use demarche::query::Source;
use demarche::schema::ArticleText;

/// Puts each of `sources` into its sentence where `text` has the text of its document, by the id in the graph.
///
/// # Errors
/// Those of `text`.
pub fn put_in<'s>(
    sources: impl IntoIterator<Item = &'s mut Source>,
    text: impl Fn(&str) -> Result<Option<ArticleText>>,
) -> Result<()> {
    // Several quotes of one article often follow each other.
    let mut last: Option<(String, Option<ArticleText>)> = None;
    for source in sources {
        let id = &source.document_id;
        let there = match last.take() {
            Some((same, there)) if same == *id => there,
            _ => text(id)?,
        };
        last = Some((id.clone(), there.clone()));
        if let Some(text) = there {
            source.put_in(&text);
        }
    }
    Ok(())
}

/// The text that a graph has kept of a document.
pub fn of(graph: &Graph, document: &str) -> Option<ArticleText> {
    graph.document(document)?.text.clone()
}
