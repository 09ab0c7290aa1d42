//! Text of the articles in a picture: escaped, cut and wrapped.

/// A text made harmless: control characters, line breaks and directions (which would turn what follows) are spaces.
fn tame(text: &str) -> String {
    let spaced: String = text
        .chars()
        .map(|c| match c {
            '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => ' ',
            '\u{2028}' | '\u{2029}' | '\u{fffe}' | '\u{ffff}' => ' ',
            c if c.is_control() => ' ',
            c => c,
        })
        .collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// At most `longest` code points, the last an ellipsis when something is left out. A text of nothing is a question
/// mark: Graphviz takes no empty text inside markup.
pub(super) fn cut(text: &str, longest: usize) -> String {
    let text = tame(text);
    if text.is_empty() {
        return "?".to_owned();
    }
    if text.chars().count() <= longest {
        return text;
    }
    let head: String = text.chars().take(longest.saturating_sub(1)).collect();
    // Between words, unless that would leave less than half.
    let whole = text[head.len()..].starts_with(' ');
    let head = match head.rfind(' ') {
        Some(space) if !whole && space >= head.len() / 2 => &head[..space],
        _ => &head,
    };
    format!("{}…", head.trim_end())
}

/// Lines of about `width` code points, broken at spaces.
pub(super) fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ') {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// A quoted string of DOT, line breaks as `\n`. Graphviz reads escapes and character entities in it.
pub(super) fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '&' => out.push_str("&amp;"),
            '\n' => out.push_str("\\n"),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// Text inside an HTML-like label.
pub(super) fn html(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            // Graphviz puts the names of node and graph for `\N` and `\G` here too.
            '\\' => out.push_str("&#92;"),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_text_is_cut_with_an_ellipsis() {
        assert_eq!(cut("short", 5), "short");
        assert_eq!(cut("a longer text", 9), "a longer…");
        assert_eq!(cut("one two three four", 12), "one two…");
        assert_eq!(cut(&"é".repeat(10_000), 40).chars().count(), 40);
    }

    #[test]
    fn controls_and_directions_become_spaces() {
        assert_eq!(cut("\n", 40), "?");
        assert_eq!(cut("a\0b\nc\u{202e}d\u{7f}\u{1b}e", 40), "a b c d e");
    }

    #[test]
    fn what_has_a_meaning_for_graphviz_is_escaped() {
        assert_eq!(quoted("a\"b\\N<c>&lt;\nd"), "\"a\\\"b\\\\N<c>&amp;lt;\\nd\"");
        assert_eq!(html("<b>&\"\\N"), "&lt;b&gt;&amp;&quot;&#92;N");
    }

    #[test]
    fn lines_break_at_spaces_only() {
        assert_eq!(
            wrap("one two three incomprehensibilities", 8),
            ["one two", "three", "incomprehensibilities"]
        );
    }
}
