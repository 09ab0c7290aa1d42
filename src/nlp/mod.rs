//! From text to analysed text: spaCy's `en_core_web_md`, token for token, in plain Rust.
//!
//! The stages stand here in the order in which data flows. The model is a pack ([`pack()`] makes one from a spaCy
//! pipeline); [`Pipeline::builtin`] is part of the program.

mod hash;
mod strings;
mod pack;
mod gemm;
mod network;
mod letters;
mod tokenizer;
mod norms;
mod embed;
mod words;
mod tagger;
mod parser;
mod projectivity;
mod ner;
mod ruler;
mod lemmatizer;
mod pipeline;
mod analyser;
mod spacy;
mod convert;

pub use analyser::Analyser;
#[doc(hidden)]
pub use analyser::Stage;
pub use convert::pack;
pub use pack::Precision;
pub use pipeline::Pipeline;
