//! What the extractor knows of English and the world: frames, cues, titles, gazetteer. The knowledge stands in
//! `data/`; this module reads it.

pub mod cues;
pub mod evaluations;
pub mod frames;
