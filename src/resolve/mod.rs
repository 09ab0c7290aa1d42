//! Who is who: coreference inside one text, and the record of what the text says.

pub mod capitals;
pub mod coreference;
pub mod known;
mod pointing;
pub mod reading;
