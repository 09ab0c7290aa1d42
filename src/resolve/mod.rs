//! Who is who: coreference inside one text, and the record of what the text says.
//!
//! `coreference` goes by rules, `pointing` by what the reader has learned; `reading` makes the record of both. `known` gives actors
//! the names that a user knows them by. `capitals` finds the names in lines that are written in capitals, before the engine reads
//! them.

pub mod capitals;
pub mod coreference;
pub mod known;
mod pointing;
pub mod reading;
