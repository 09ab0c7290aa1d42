//! Messages to the person at the terminal, on standard error.

use std::borrow::Cow;
use std::io::Write;

use anstyle::{AnsiColor, Style};

/// Says what went wrong.
pub fn error(text: &str) {
    say("error", AnsiColor::Red.on_default().bold(), text);
}

/// Says what the user should know though nothing went wrong.
pub fn note(text: &str) {
    say("note", AnsiColor::Cyan.on_default().bold(), text);
}

fn say(word: &str, style: Style, text: &str) {
    // Where standard error is closed there is nobody to tell.
    let _ = writeln!(anstream::stderr(), "{style}{word}:{style:#} {}", printable(text));
}

/// `text` without control characters: what an article or a file's name holds must not steer the terminal.
pub fn printable(text: &str) -> Cow<'_, str> {
    if text.chars().any(steers) { text.replace(steers, "\u{fffd}").into() } else { text.into() }
}

/// Control characters, separators of lines, and the marks that turn the direction of writing.
fn steers(c: char) -> bool {
    (c.is_control() && c != '\n') || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// `text` on one line: a line break in a file's name or an id would make two messages of it.
pub fn one_line(text: &str) -> String {
    text.replace(['\n', '\r'], " ")
}

/// A whole number as people write it: `10,000`.
pub fn thousands(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// `one` or `many`, as `number` asks for.
pub fn plural<'a>(number: usize, one: &'a str, many: &'a str) -> &'a str {
    if number == 1 { one } else { many }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_by_thousands() {
        assert_eq!(
            [0, 999, 1000, 10_000, 1_234_567].map(thousands),
            ["0", "999", "1,000", "10,000", "1,234,567"]
        );
    }

    #[test]
    fn what_steers_a_terminal_is_not_printed() {
        assert_eq!(printable("a\u{1b}[31mb\u{202e}c"), "a\u{fffd}[31mb\u{fffd}c");
        assert!(matches!(printable("Kyïv"), Cow::Borrowed(_)));
    }
}
