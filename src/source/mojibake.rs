//! Text that was UTF-8 and was read as windows-1252 by whoever saved it: "ZelenskÃ½" for "Zelenský".

use std::borrow::Cow;

use encoding_rs::WINDOWS_1252;

/// So many places must be damaged in this way, and nothing else be there that is not ASCII, before a text is mended.
const CERTAIN: usize = 2;

/// What is found in a text.
pub(super) enum Damage {
    /// The text mended, with a word that was damaged and the word that it is.
    Mended { text: String, from: String, to: String },
    /// A damaged word: there are other letters beside, so that nobody can be sure how the text should be.
    Told(String),
}

/// What is damaged in `text`, where anything is.
pub(super) fn damage(text: &str) -> Option<Damage> {
    let mut out = String::with_capacity(text.len());
    let (mut good, mut other, mut first) = (0, 0, None);
    let mut rest = text;
    while let Some(start) = rest.find(|c: char| !c.is_ascii()) {
        let (before, behind) = rest.split_at(start);
        let (run, behind) = behind.split_at(behind.find(|c: char| c.is_ascii()).unwrap_or(behind.len()));
        out.push_str(before);
        match undone(run) {
            Some(letters) => {
                good += 1;
                first = first.or_else(|| {
                    let (head, tail) = (last_word(before), first_word(behind));
                    Some((format!("{head}{run}{tail}"), format!("{head}{letters}{tail}")))
                });
                out.push_str(&letters);
            }
            None => {
                other += 1;
                out.push_str(run);
            }
        }
        rest = behind;
    }
    out.push_str(rest);
    let (from, to) = first?;
    Some(if good >= CERTAIN && other == 0 {
        Damage::Mended { text: out, from, to }
    } else {
        Damage::Told(from)
    })
}

/// The letters whose UTF-8 bytes the characters of `run` are in windows-1252; nothing where they are none of a language
/// in Latin, Greek or Cyrillic letters, and no signs of its printers.
fn undone(run: &str) -> Option<String> {
    let (bytes, _, lost) = WINDOWS_1252.encode(run);
    let text = match bytes {
        _ if lost => return None,
        Cow::Borrowed(bytes) => std::str::from_utf8(bytes).ok()?.to_owned(),
        Cow::Owned(bytes) => String::from_utf8(bytes).ok()?,
    };
    let plain = |c: char| matches!(c, '\u{a0}'..='\u{24f}' | '\u{370}'..='\u{4ff}' | '\u{2010}'..='\u{203a}' | '€' | '™');
    (text != run && text.chars().all(plain)).then_some(text)
}

fn last_word(text: &str) -> &str {
    text.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default()
}

fn first_word(text: &str) -> &str {
    text.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_read_in_the_wrong_encoding_is_mended_where_all_of_it_was() {
        let text = "Zelenský met Orbán — they didn’t agree.";
        let wrong = WINDOWS_1252.decode_without_bom_handling(text.as_bytes()).0;
        match damage(&wrong) {
            Some(Damage::Mended { text: mended, from, to }) => {
                assert_eq!((mended.as_str(), from.as_str(), to.as_str()), (text, "ZelenskÃ½", "Zelenský"));
            }
            _ => panic!("{wrong}"),
        }
    }

    #[test]
    fn what_may_be_meant_is_told_and_left() {
        for text in ["ZelenskÃ½ met Orbán.", "ZelenskÃ½ spoke."] {
            assert!(matches!(damage(text), Some(Damage::Told(word)) if word == "ZelenskÃ½"), "{text}");
        }
        for text in ["Zelenský met Orbán.", "« CAFÉ» à l’Élysée", "Ação, NÃO!", "Ł", "日本", ""]
        {
            assert!(damage(text).is_none(), "{text}");
        }
    }
}
