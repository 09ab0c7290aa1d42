//! Direct speech, as far as pronouns need it: who speaks inside a quotation is not its "he".

use std::ops::Range;

use crate::text::{AnalysedText, Deprel};

/// A stretch inside quotation marks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Quote {
    /// The tokens between the marks.
    pub tokens: Range<usize>,
    /// The subject of the verb that reports it, if there is one in its sentence.
    pub speaker: Option<usize>,
}

/// Finds the quotations of a text; an open one ends with its paragraph.
pub(super) fn quotes(doc: &AnalysedText) -> Vec<Quote> {
    let mut found = Vec::new();
    for paragraph in &doc.paragraphs {
        let mut open = None;
        for i in paragraph.clone() {
            match (doc.word(i), open) {
                ("“" | "``" | "„" | "\"" | "''", None) => open = Some(i + 1),
                ("”" | "''" | "“", Some(start)) | ("\"", Some(start)) => {
                    found.push(start..i);
                    open = None;
                }
                _ => {}
            }
        }
        found.extend(open.map(|start| start..paragraph.end));
    }
    found
        .into_iter()
        .filter(|q| !q.is_empty())
        .map(|tokens| Quote { speaker: speaker(doc, &tokens), tokens })
        .collect()
}

/// The subject of a verb outside a quotation that something inside hangs on.
fn speaker(doc: &AnalysedText, tokens: &Range<usize>) -> Option<usize> {
    tokens.clone().find_map(|i| {
        let verb = doc.tokens[i].head;
        if tokens.contains(&verb) {
            return None;
        }
        doc.child(verb, Deprel::Nsubj).filter(|s| !tokens.contains(s))
    })
}
