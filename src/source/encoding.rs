//! Bytes to text: by a byte order mark, as UTF-8, by what the file declares, or by a guess that is told.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};

use super::pdf::is_pdf;
use crate::error::{Error, ErrorKind, Result};

/// An encoding of the WHATWG Encoding Standard.
pub type Encoding = &'static encoding_rs::Encoding;

/// A text, with what a user should know of how it was read.
pub(super) struct Decoded {
    pub text: String,
    pub note: Option<String>,
}

/// The encoding that a name (`windows-1252`, `latin1`) stands for.
///
/// # Errors
/// When the name is none of the WHATWG Encoding Standard.
pub fn encoding(name: &str) -> Result<Encoding> {
    encoding_rs::Encoding::for_label(name.as_bytes()).ok_or_else(|| {
        let message = format!(
            "'{name}' is no name of an encoding; common ones are utf-8, windows-1252, iso-8859-15, windows-1251, utf-16le"
        );
        Error::new(ErrorKind::Query, message)
    })
}

/// The UTF-16 that a byte order mark at the beginning of `head` says.
pub(super) fn utf16(head: &[u8]) -> Option<Encoding> {
    encoding_rs::Encoding::for_bom(head)
        .map(|(encoding, _)| encoding)
        .filter(|encoding| *encoding != encoding_rs::UTF_8)
}

/// Text out of `bytes`, without its byte order mark. `declared` finds an encoding that the bytes themselves tell.
pub(super) fn decode(bytes: Vec<u8>, declared: fn(&[u8]) -> Option<Encoding>) -> Result<Decoded> {
    if is_pdf(&bytes) {
        // Bytes above the first line would be taken for Chinese.
        let message = "is a PDF and no text; call it .pdf, or say --input-format pdf";
        return Err(Error::new(ErrorKind::Format, message));
    }
    if let Some(encoding) = utf16(&bytes) {
        return Ok(Decoded { text: encoding.decode_with_bom_removal(&bytes).0.into_owned(), note: None });
    }
    if let Some(offset) = bytes.iter().position(|&byte| byte == 0) {
        return Err(binary(&format!("zero byte at offset {offset}")));
    }
    let bytes = match String::from_utf8(bytes) {
        Ok(text) => {
            let text = text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text);
            return Ok(Decoded { text, note: None });
        }
        Err(error) => error.into_bytes(),
    };
    if let Some(encoding) = declared(&bytes).filter(|encoding| *encoding != encoding_rs::UTF_8) {
        let (text, damaged) = encoding.decode_without_bom_handling(&bytes);
        if !damaged {
            return Ok(Decoded { text: text.into_owned(), note: None });
        }
    }
    guess(&bytes)
}

/// Reads what is not UTF-8 and does not say what it is.
fn guess(bytes: &[u8]) -> Result<Decoded> {
    let (mut whole, mut damaged, mut first) = (0, 0, None);
    let mut offset = 0;
    for chunk in bytes.utf8_chunks() {
        whole += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        damaged += usize::from(!chunk.invalid().is_empty());
        offset += chunk.valid().len();
        first = first.or_else(|| chunk.invalid().first().map(|byte| (*byte, offset)));
        offset += chunk.invalid().len();
    }
    let (byte, offset) = first.unwrap_or_default();
    let place = format!("is not UTF-8 (byte 0x{byte:02X} at offset {offset})");
    if let Some(control) = bytes.iter().find(|byte| is_foreign(**byte)) {
        return Err(binary(&format!("control character 0x{control:02X}")));
    }
    if whole > damaged {
        // In any other encoding each of the many letters that are good would be two wrong ones.
        let places = if damaged == 1 { "one place".to_owned() } else { format!("{damaged} places") };
        let note = format!("{place}, but reads as UTF-8 except in {places}, now \u{fffd}");
        return Ok(Decoded { text: String::from_utf8_lossy(bytes).into_owned(), note: Some(note) });
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let encoding = detector.guess(None, Utf8Detection::Deny);
    let (text, damaged) = encoding.decode_without_bom_handling(bytes);
    if damaged {
        return Err(Error::new(
            ErrorKind::Format,
            format!(
                "{place}, nor any other encoding that is known; convert it, for example with iconv -t UTF-8"
            ),
        ));
    }
    let note =
        format!("{place}, and was read as {}, which is a guess; --encoding sets another", encoding.name());
    Ok(Decoded { text: text.into_owned(), note: Some(note) })
}

/// Control characters that no text has.
fn is_foreign(byte: u8) -> bool {
    byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0c | 0x1b)
}

fn binary(shown_by: &str) -> Error {
    Error::new(ErrorKind::Format, format!("is a binary file and no text ({shown_by})"))
}

/// Plain text declares nothing.
pub(super) fn undeclared(_: &[u8]) -> Option<Encoding> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> Decoded {
        decode(bytes.to_vec(), undeclared).unwrap()
    }

    #[test]
    fn a_byte_order_mark_is_dropped_and_line_ends_are_kept() {
        assert_eq!(read(b"\xef\xbb\xbfOne.\r\nTwo.").text, "One.\r\nTwo.");
        assert_eq!(read(b"\xff\xfeO\0n\0e\0").text, "One");
        assert_eq!(read(b"\xfe\xff\0O\0n\0e").text, "One");
    }

    #[test]
    fn what_is_guessed_is_told() {
        let decoded =
            read(b"The President\x92s caf\xe9 closed \x96 at noon, \x93as planned\x94, officials said.");
        assert_eq!(decoded.text, "The President’s café closed – at noon, “as planned”, officials said.");
        let note = decoded.note.unwrap();
        assert!(note.contains("byte 0x92 at offset 13") && note.contains("windows-1252"), "{note}");
    }

    #[test]
    fn damaged_utf_8_stays_utf_8() {
        let decoded = read(b"Erdo\xc4\x9fan met Orb\xc3\xa1n\xff.");
        assert_eq!(decoded.text, "Erdoğan met Orbán\u{fffd}.");
        assert!(decoded.note.unwrap().contains("except in one place"));
    }

    #[test]
    fn what_is_no_text_is_named_with_its_place() {
        let message = |bytes: &[u8]| decode(bytes.to_vec(), undeclared).err().unwrap().to_string();
        assert!(message(b"%PDF\x00").contains("binary file and no text (zero byte at offset 4)"));
        assert!(message(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj").contains("is a PDF and no text"));
        assert!(message(b"\xef\xbb\xbf\n%PDF-1.4\n1 0 obj").contains("is a PDF and no text"));
        assert!(message(b"\x7fELF\x02\xff").contains("binary file and no text (control character 0x02)"));
    }

    #[test]
    fn a_name_of_an_encoding_is_understood() {
        assert_eq!(encoding("latin1").unwrap().name(), "windows-1252");
        assert!(encoding("klingon").is_err());
    }
}
