//! Spelling of canonical names and ids.

use unicode_normalization::UnicodeNormalization;

use crate::lexicon::fold;

/// A name as it is shown: its letters composed and as the text has them, with plain apostrophes, hyphens and spaces.
pub fn tidy(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for c in name.nfc() {
        match c {
            '’' | '‘' | 'ʼ' | 'ʻ' => out.push('\''),
            '–' | '‑' | '‐' => out.push('-'),
            c if c.is_whitespace() => out.push(' '),
            c => out.push(c),
        }
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A name in plain ASCII, its hyphens and apostrophes kept: "Jean-Yves Le Drian", "Korir Sing'Oei".
pub fn plain(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for c in tidy(name).chars() {
        if c.is_ascii() { out.push(c) } else { out.push_str(&fold(c.encode_utf8(&mut [0; 4]))) }
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The lower-case slug of a name: letters and digits with single hyphens between.
pub fn slug(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for c in plain(name).chars() {
        if c.is_alphanumeric() {
            out.extend(c.to_lowercase());
        } else if c != '\'' && c != '.' && !out.ends_with('-') && !out.is_empty() {
            out.push('-');
        }
    }
    out.truncate(out.trim_end_matches('-').len());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shown_name_keeps_its_letters_composed() {
        assert_eq!(tidy("Aleksandar  Vuc\u{30c}ic\u{301}"), "Aleksandar Vučić");
        assert_eq!(tidy("Korir Sing’Oei"), "Korir Sing'Oei");
    }

    #[test]
    fn marks_go_and_hyphens_stay() {
        assert_eq!(plain("Aleksandar Vučić"), "Aleksandar Vucic");
        assert_eq!(plain("Jean-Yves Le Drian"), "Jean-Yves Le Drian");
        assert_eq!(slug("Korir Sing’Oei"), "korir-singoei");
        assert_eq!(slug("U.S. Southern Command"), "us-southern-command");
        assert_eq!(slug("  P5+1 "), "p5-1");
    }
}
