//! Whether an expression of the tokenizer can match anything in a plain word. When none can, as with spaCy's English rules,
//! plain words need no expression at all: most of a text is saved the slow way.

use regex_syntax::hir::{Class, Hir, HirKind};

/// Whether an expression might match something in a string of ASCII letters. Errs on the side of "yes".
pub fn may_match_letters(expression: &str) -> bool {
    // What must stand before or behind a match must stand in the string, so look-around is read as part of the match;
    // what must not stand there is left out.
    let mut plain = String::with_capacity(expression.len());
    let mut rest = expression;
    while let Some(at) = rest.find("(?") {
        plain.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some(inside) = ["(?<=", "(?="].iter().find_map(|open| rest.strip_prefix(open)) {
            plain.push_str("(?:");
            rest = inside;
        } else if let Some(inside) = rest.strip_prefix("(?!") {
            let Some(length) = group_length(inside) else {
                return true;
            };
            rest = &inside[length..];
        } else {
            plain.push_str("(?");
            rest = &rest[2..];
        }
    }
    plain.push_str(rest);
    regex_syntax::parse(&plain).map_or(true, |hir| has_letters_only(&hir))
}

/// Bytes up to and with the bracket that closes a group, given what follows the bracket that opens it.
fn group_length(inside: &str) -> Option<usize> {
    let mut depth = 1;
    let mut bytes = inside.bytes().enumerate();
    while let Some((at, byte)) = bytes.next() {
        match byte {
            b'\\' => {
                bytes.next();
            }
            b'(' => depth += 1,
            b')' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some(at + 1);
        }
    }
    None
}

/// Whether an expression matches some string of ASCII letters (or the empty one).
fn has_letters_only(hir: &Hir) -> bool {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => true,
        HirKind::Literal(literal) => literal.0.iter().all(u8::is_ascii_alphabetic),
        HirKind::Class(Class::Unicode(class)) => class.ranges().iter().any(|r| {
            [('A', 'Z'), ('a', 'z')].iter().any(|&(first, last)| r.start() <= last && first <= r.end())
        }),
        HirKind::Class(Class::Bytes(_)) => true,
        HirKind::Repetition(repetition) => repetition.min == 0 || has_letters_only(&repetition.sub),
        HirKind::Capture(capture) => has_letters_only(&capture.sub),
        HirKind::Concat(parts) => parts.iter().all(has_letters_only),
        HirKind::Alternation(parts) => parts.iter().any(has_letters_only),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_split_a_word_of_letters_is_known() {
        for stays in [
            r"^\(|^US\$",
            r"'s$|(?<=[0-9])(?:km|m)$",
            r"(?<=[a-z])-(?=[a-z])",
            r"^(?!10)(?:[a-z]+\.)+[a-z]+$",
        ] {
            assert!(!may_match_letters(stays), "{stays}");
        }
        for splits in [r"^US", r"(?:km|\.)$", r"[^0-9]", r"a*", r"(?!\()b", r"("] {
            assert!(may_match_letters(splits), "{splits}");
        }
    }
}
