//! An analysed document: tokens with tag, lemma, head, deprel and entity, in sentences and paragraphs.
//!
//! The reading wing hands this value on: `nlp` makes it, `extract` and `resolve` read it, nobody changes it.

mod labels;
mod document;
mod conllu;

pub use conllu::{parse_conllu, write_conllu};
pub use document::{AnalysedText, NamedEntity, Token};
pub use labels::{Deprel, EntityLabel, Tag, Upos};
