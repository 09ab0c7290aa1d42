//! Who is who: coreference inside one text.

pub mod coreference;
