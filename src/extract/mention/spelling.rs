//! Spelling of canonical names and ids.

use crate::lexicon::fold;

/// A name in plain ASCII, its hyphens and apostrophes kept: "Jean-Yves Le Drian", "Korir Sing'Oei".
pub fn plain(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for c in name.chars() {
        match c {
            '’' | '‘' | 'ʼ' | 'ʻ' => out.push('\''),
            '–' | '‑' | '‐' => out.push('-'),
            c if c.is_ascii() => out.push(c),
            c if c.is_whitespace() => out.push(' '),
            c => out.push_str(&fold(c.encode_utf8(&mut [0; 4]))),
        }
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
    fn marks_go_and_hyphens_stay() {
        assert_eq!(plain("Aleksandar Vučić"), "Aleksandar Vucic");
        assert_eq!(plain("Jean-Yves Le Drian"), "Jean-Yves Le Drian");
        assert_eq!(slug("Korir Sing’Oei"), "korir-singoei");
        assert_eq!(slug("U.S. Southern Command"), "us-southern-command");
        assert_eq!(slug("  P5+1 "), "p5-1");
    }
}
