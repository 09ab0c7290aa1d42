//! The encoding that markup declares for itself.

use crate::source::encoding::Encoding;

/// How far into a file a declaration of its encoding may stand (HTML Standard, "prescan a byte stream").
const DECLARATION_BYTES: usize = 1024;

/// What markup says of itself: `<?xml encoding="…"?>`, `<meta charset=…>`, `<meta content="…; charset=…">`.
pub(super) fn declared(bytes: &[u8]) -> Option<Encoding> {
    let head = &bytes[..bytes.len().min(DECLARATION_BYTES)];
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    let after = |name: &str| {
        let rest = head[head.find(name)? + name.len()..].trim_start().strip_prefix('=')?;
        let label = rest.trim_start().trim_start_matches(['"', '\'']);
        let label = label
            .split(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | ';' | '>' | '/' | '?'))
            .next()?;
        encoding_rs::Encoding::for_label(label.as_bytes())
    };
    let declared = if head.trim_start().starts_with("<?xml") { after("encoding") } else { None };
    // Whoever writes an ASCII declaration of UTF-16 does not write UTF-16.
    declared.or_else(|| after("charset")).filter(|encoding| encoding.is_ascii_compatible())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::encoding::{Decoded, decode};

    fn read(bytes: &[u8]) -> Decoded {
        decode(bytes.to_vec(), declared).unwrap()
    }

    #[test]
    fn what_is_declared_is_believed_unless_it_is_utf_8() {
        let page = |charset: &str, word: &[u8]| {
            [b"<html><meta charset=\"", charset.as_bytes(), b"\"><p>", word].concat()
        };
        let decoded = read(&page("windows-1251", b"\xcc\xee\xf1\xea\xe2\xe0"));
        assert!(decoded.text.ends_with("Москва") && decoded.note.is_none(), "{}", decoded.text);
        assert!(read(&page("windows-1251", "Москва".as_bytes())).text.ends_with("Москва"));
        let xml = b"<?xml version='1.0' encoding='ISO-8859-2'?><p>Orb\xe1n, Wa\xb3\xeasa</p>";
        assert!(read(xml).text.contains("Orbán, Wałęsa"));
    }
}
