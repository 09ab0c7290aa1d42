//! Whether a heading is a sentence of the text.

/// Some sites and writers set the first sentence as a heading.
pub(super) fn is_sentence(text: &str) -> bool {
    let end = text.trim_end().trim_end_matches(['"', '”', '’', ')']);
    end.ends_with(['.', '!', '…']) && text.split_whitespace().count() > 3
}
