//! The page put together from its parts, which stand as files in `page/`.

use std::io;
use std::sync::LazyLock;

use sha2::{Digest, Sha256};

const HTML: &str = include_str!("page/page.html");
const STYLE: &str = include_str!("page/page.css");
const LIBRARY: &str = include_str!("page/vendor/cytoscape.min.js");

/// The program of the page, each file after those it uses.
const PROGRAM: [&str; 10] = [
    include_str!("page/js/element.js"),
    include_str!("page/js/model.js"),
    include_str!("page/js/filter.js"),
    include_str!("page/js/edges.js"),
    include_str!("page/js/layout.js"),
    include_str!("page/js/drawing.js"),
    include_str!("page/js/detail.js"),
    include_str!("page/js/tables.js"),
    include_str!("page/js/controls.js"),
    include_str!("page/js/main.js"),
];

/// What runs in the page: one function, so that no name of it is a name of the page.
static SCRIPT: LazyLock<String> =
    LazyLock::new(|| format!("(() => {{\n'use strict';\n{}}})();\n", PROGRAM.concat()));

/// The policy of the page, which is the same for all graphs.
static POLICY: LazyLock<String> = LazyLock::new(|| {
    format!(
        "default-src 'none'; script-src {} {}; style-src {}; img-src data: blob:; base-uri 'none'; form-action 'none'",
        digest(LIBRARY),
        digest(&SCRIPT),
        digest(STYLE)
    )
});

/// Writes the page around the graph, given as JSON.
pub(super) fn write(heading: &str, json: &str, out: &mut dyn io::Write) -> io::Result<()> {
    let parts: [(&str, &str); 6] = [
        ("{{policy}}", &POLICY),
        ("{{heading}}", &text(heading)),
        ("{{style}}", STYLE),
        ("{{graph}}", &script_data(json)),
        ("{{library}}", LIBRARY),
        ("{{program}}", &SCRIPT),
    ];
    let mut rest = HTML;
    for (place, part) in parts {
        let (before, after) = rest.split_once(place).expect("page.html has every place, in this order");
        out.write_all(before.as_bytes())?;
        out.write_all(part.as_bytes())?;
        rest = after;
    }
    out.write_all(rest.as_bytes())
}

/// A source of the content security policy (W3C CSP 3, section 2.3.1) that allows this script or style and no other.
fn digest(text: &str) -> String {
    format!("'sha256-{}'", base64(&Sha256::digest(text.as_bytes())))
}

/// RFC 4648, section 4.
fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let bits =
            (0..3).fold(0, |bits: usize, i| bits << 8 | usize::from(chunk.get(i).copied().unwrap_or(0)));
        for i in 0..4 {
            let digit = char::from(DIGITS[bits >> (18 - 6 * i) & 63]);
            out.push(if i <= chunk.len() { digit } else { '=' });
        }
    }
    out
}

/// JSON inside a script element: what could end the element, open a comment in it, or end a line of script stands
/// escaped. In JSON these letters occur in strings alone.
fn script_data(json: &str) -> String {
    let mut out = String::with_capacity(json.len() + json.len() / 64);
    for c in json.chars() {
        match c {
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => out.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => out.push(c),
        }
    }
    out
}

/// Text inside an element, without what a document cannot hold.
fn text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_that_of_rfc_4648() {
        let cases = [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("fooba", "Zm9vYmE="),
        ];
        for (plain, coded) in cases {
            assert_eq!(base64(plain.as_bytes()), coded);
        }
        assert_eq!(base64(&[0xfb, 0xff, 0xfe]), "+//+");
    }

    #[test]
    fn nothing_in_a_string_ends_the_script_or_opens_a_comment() {
        let value = "</script><!--<script>&\u{2028}\u{2029}";
        let escaped = script_data(&serde_json::to_string(value).unwrap());
        assert_eq!(escaped, r#""\u003c/script\u003e\u003c!--\u003cscript\u003e\u0026\u2028\u2029""#);
        assert_eq!(serde_json::from_str::<String>(&escaped).unwrap(), value);
    }

    #[test]
    fn no_part_of_the_page_ends_its_own_element() {
        for part in PROGRAM.into_iter().chain([LIBRARY]) {
            assert!(!part.to_lowercase().contains("</script") && !part.contains("<!--"));
        }
        assert!(!STYLE.to_lowercase().contains("</style"));
    }
}
