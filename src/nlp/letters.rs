//! What the tokenizer's expressions cannot match: found from the expressions themselves, so that most words are spared
//! the slow way of trying.

use regex_syntax::hir::{Class, Hir, HirKind};

/// Whether an expression might match something in a string of ASCII letters. Errs on the side of "yes".
pub fn may_match_letters(expression: &str) -> bool {
    may_match_in(expression, |c| c.is_ascii_alphabetic())
}

/// Whether an expression might match something in a string of characters for which `allowed` holds; those beyond ASCII
/// are taken for one ([`char::REPLACEMENT_CHARACTER`]). Errs on the side of "yes".
pub fn may_match_in(expression: &str, allowed: impl Fn(char) -> bool) -> bool {
    parse_without_look_around(expression).is_none_or(|hir| matches_in(&hir, &allowed))
}

/// The ASCII characters, as bits, with which a match of an expression may begin (or end, with `at_end`), taking what it
/// looks behind for as part of it. Errs on the side of too many.
pub fn edge_characters(expression: &str, at_end: bool) -> u128 {
    let Some(hir) = parse_without_look_around(expression) else { return u128::MAX };
    let (set, may_be_empty) = edge(&hir, at_end);
    if may_be_empty { u128::MAX } else { set }
}

/// Parses an expression. What must stand before or behind a match must stand in the string, so look-around is read as
/// part of the match; what must not stand there is left out.
fn parse_without_look_around(expression: &str) -> Option<Hir> {
    let mut plain = String::with_capacity(expression.len());
    let mut rest = expression;
    while let Some(at) = rest.find("(?") {
        plain.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some(inside) = ["(?<=", "(?="].iter().find_map(|open| rest.strip_prefix(open)) {
            plain.push_str("(?:");
            rest = inside;
        } else if let Some(inside) = rest.strip_prefix("(?!") {
            rest = &inside[group_length(inside)?..];
        } else {
            plain.push_str("(?");
            rest = &rest[2..];
        }
    }
    plain.push_str(rest);
    regex_syntax::parse(&plain).ok()
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

/// Whether an expression matches some string of allowed characters (or the empty one).
fn matches_in(hir: &Hir, allowed: &impl Fn(char) -> bool) -> bool {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => true,
        HirKind::Literal(literal) => literal
            .0
            .iter()
            .all(|&b| allowed(if b.is_ascii() { b.into() } else { char::REPLACEMENT_CHARACTER })),
        HirKind::Class(class) => {
            let set = ascii(class);
            (0..128u8).any(|b| set >> b & 1 == 1 && allowed(b.into()))
                || (beyond_ascii(class) && allowed(char::REPLACEMENT_CHARACTER))
        }
        HirKind::Repetition(repetition) => repetition.min == 0 || matches_in(&repetition.sub, allowed),
        HirKind::Capture(capture) => matches_in(&capture.sub, allowed),
        HirKind::Concat(parts) => parts.iter().all(|part| matches_in(part, allowed)),
        HirKind::Alternation(parts) => parts.iter().any(|part| matches_in(part, allowed)),
    }
}

/// Whether a class has characters beyond ASCII.
fn beyond_ascii(class: &Class) -> bool {
    match class {
        Class::Unicode(class) => class.ranges().iter().any(|range| !range.end().is_ascii()),
        Class::Bytes(_) => true,
    }
}

/// The ASCII characters of a class, as bits.
fn ascii(class: &Class) -> u128 {
    match class {
        Class::Unicode(class) => class
            .ranges()
            .iter()
            .flat_map(|range| u32::from(range.start())..=u32::from(range.end()).min(127))
            .fold(0, |set, c| if c < 128 { set | 1 << c } else { set }),
        Class::Bytes(_) => u128::MAX,
    }
}

/// The ASCII characters at one edge of what an expression matches, and whether it may match nothing.
fn edge(hir: &Hir, at_end: bool) -> (u128, bool) {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => (0, true),
        HirKind::Literal(literal) => {
            let byte = if at_end { literal.0.last() } else { literal.0.first() };
            (byte.filter(|b| b.is_ascii()).map_or(0, |&b| 1 << b), false)
        }
        HirKind::Class(class) => (ascii(class), false),
        HirKind::Repetition(repetition) => {
            let (set, may_be_empty) = edge(&repetition.sub, at_end);
            (set, may_be_empty || repetition.min == 0)
        }
        HirKind::Capture(capture) => edge(&capture.sub, at_end),
        HirKind::Concat(parts) => {
            let mut set = 0;
            let mut in_order = parts.iter();
            while let Some(part) = if at_end { in_order.next_back() } else { in_order.next() } {
                let (more, may_be_empty) = edge(part, at_end);
                set |= more;
                if !may_be_empty {
                    return (set, false);
                }
            }
            (set, true)
        }
        HirKind::Alternation(parts) => parts
            .iter()
            .map(|part| edge(part, at_end))
            .fold((0, false), |(set, may_be_empty), (more, also)| (set | more, may_be_empty || also)),
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

    #[test]
    fn the_edges_of_a_match_are_known() {
        let set = |characters: &str| characters.bytes().fold(0u128, |set, b| set | 1 << b);
        assert_eq!(edge_characters(r"^\(|^US\$|^…|^[0-9]x", false), set("(U0123456789"));
        assert_eq!(edge_characters(r"'s$|(?<=[0-9])(?:km|m?)$|…$", true), set("sm0123456789"));
        assert_eq!(edge_characters(r"a?$", true), u128::MAX);
        assert!(!may_match_in(r"^(?:[a-z]+\.)+[a-z]+$", |c| c != '.'));
        assert!(may_match_in(r"^(?:[a-z]+\.)*[a-z]+$", |c| c != '.'));
        assert!(may_match_in(r"^[a-z]+\.|^[а-я]", |c| c != '.'));
    }
}
