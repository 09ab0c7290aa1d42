//! The letters of fonts whose codes are single bytes: a standard encoding, and what a font changes of it by the names of glyphs.

use lopdf::{Dictionary, Document, Encoding, Object};

use super::objects::{array, get, name};

/// What the codes of one byte stand for; nothing for one that is not known.
pub(super) type Table = Vec<String>;

/// The table of a font.
pub(super) fn table(file: &Document, font: &Dictionary) -> Table {
    let told = get(file, font, b"Encoding");
    let own = |told: &Object| told.as_name().ok().map(<[u8]>::to_vec);
    let changes = told.and_then(|told| told.as_dict().ok());
    let base =
        told.and_then(own).or_else(|| changes.and_then(|d| Some(name(file, d, b"BaseEncoding")?.to_vec())));
    // What tells nothing: fonts of TrueType are mostly made for Windows.
    let usual: &[u8] = if name(file, font, b"Subtype") == Some(b"TrueType") {
        b"WinAnsiEncoding"
    } else {
        b"StandardEncoding"
    };
    let mut table = standard(base.as_deref().unwrap_or(usual));
    let mut code = 0_usize;
    for change in changes.and_then(|changes| array(file, changes, b"Differences")).unwrap_or_default() {
        match change {
            Object::Integer(from) => code = usize::try_from(*from).unwrap_or(usize::MAX),
            Object::Name(glyph) => {
                if let Some(place) = table.get_mut(code) {
                    *place = letters(glyph).unwrap_or_default();
                }
                code = code.saturating_add(1);
            }
            _ => {}
        }
    }
    table
}

/// The table of a standard encoding.
fn standard(name: &[u8]) -> Table {
    let file = Document::new();
    let mut font = Dictionary::new();
    font.set("Type", "Font");
    font.set("Encoding", Object::Name(name.to_vec()));
    let encoding = font.get_font_encoding(&file);
    let letter = |code: u8| encoding.as_ref().ok()?.bytes_to_string(&[code]).ok();
    (0..=u8::MAX).map(|code| letter(code).unwrap_or_default()).collect()
}

/// The letters of the glyph called `name`, by the rules of the Adobe Glyph List: "eacute", "f_i", "uni00E9", "a.alt".
fn letters(name: &[u8]) -> Option<String> {
    let name = std::str::from_utf8(name).ok()?;
    let name = name.split('.').next().filter(|name| !name.is_empty())?;
    name.split('_').map(letter).collect()
}

fn letter(name: &str) -> Option<String> {
    let hex = |digits: &str| u32::from_str_radix(digits, 16).ok();
    if let Some(digits) =
        name.strip_prefix("uni").filter(|d| d.len() >= 4 && d.len() % 4 == 0 && d.is_ascii())
    {
        let units = digits.as_bytes().chunks(4).map(|four| hex(std::str::from_utf8(four).ok()?));
        return units.map(|unit| char::from_u32(unit?)).collect();
    }
    if let Some(digits) = name.strip_prefix('u').filter(|digits| (4..=6).contains(&digits.len()))
        && let Some(c) = hex(digits).and_then(char::from_u32)
    {
        return Some(c.to_string());
    }
    listed(name)
}

/// A name of the list itself, which `lopdf` knows: a font that changes one code to it.
fn listed(name: &str) -> Option<String> {
    let mut encoding = Dictionary::new();
    encoding.set("Differences", vec![Object::Integer(0), Object::Name(name.as_bytes().to_vec())]);
    let mut font = Dictionary::new();
    font.set("Type", "Font");
    font.set("Encoding", encoding);
    match font.get_font_encoding(&Document::new()).ok()? {
        Encoding::Differences(changes) => {
            let glyph = changes.map.get(&0)?;
            char::decode_utf16([glyph.utf16_code_unit()]).next()?.ok().map(String::from)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn glyphs_are_known_by_name_by_parts_and_by_number() {
        let of = |name: &str| letters(name.as_bytes());
        assert_eq!(of("eacute").as_deref(), Some("é"));
        assert_eq!(of("f_i").as_deref(), Some("fi"));
        assert_eq!(of("fi").as_deref(), Some("\u{fb01}"));
        assert_eq!(of("a.alt").as_deref(), Some("a"));
        assert_eq!(of("uni00E9").as_deref(), Some("é"));
        assert_eq!(of("u1F600").as_deref(), Some("😀"));
        assert_eq!([of("g123"), of(".notdef"), of("unié0E9")], [None, None, None]);
    }

    #[test]
    fn standard_encodings_differ_beyond_ascii() {
        assert_eq!(standard(b"WinAnsiEncoding")[0xe9], "é");
        assert_eq!(standard(b"MacRomanEncoding")[0x8e], "é");
        assert_eq!(standard(b"StandardEncoding")[0x41], "A");
    }
}
