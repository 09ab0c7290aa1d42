//! Who is who: coreference inside one text.
