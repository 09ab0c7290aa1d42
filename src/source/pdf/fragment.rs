//! From letters to fragments of lines: letters that follow each other on a baseline with no wide gap.

use super::content::Glyph;

/// A gap between letters that is a space where none is written, in sizes of the font.
pub(super) const SPACE: f64 = 0.16;

/// A gap that may be one between columns.
const WIDE: f64 = 0.7;

/// How far letters may run into each other.
const OVERLAP: f64 = 0.4;

/// How far baselines of one line may be apart.
const BASELINE: f64 = 0.2;

/// Letters of this share of the size of a line stand above or below it, as marks of notes do.
const SMALL: f64 = 0.8;

/// An initial of this many times the size of the text beside it is set into it.
const INITIAL: f64 = 1.8;

/// A part of a line.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Fragment {
    pub text: String,
    pub from: f64,
    pub to: f64,
    pub y: f64,
    pub size: f64,
}

impl Fragment {
    fn new(glyph: Glyph) -> Self {
        let Glyph { letters, from, to, y, size } = glyph;
        Self { text: plain(&letters), from, to, y, size }
    }

    /// Whether a letter goes on in it; `None` where it does not, else whether it stands above or below the line.
    fn takes(&self, glyph: &Glyph) -> Option<bool> {
        let gap = (glyph.from - self.to) / self.size.max(glyph.size);
        let above = (glyph.y - self.y) / self.size;
        let beside = (-OVERLAP..=WIDE).contains(&gap);
        let small = glyph.size < SMALL * self.size && (-0.4..=0.7).contains(&above);
        if !beside || !(small || above.abs() <= BASELINE) {
            return None;
        }
        Some(small && above > BASELINE / 2.0)
    }
}

/// The fragments of a page, in the order in which they are shown.
pub(super) fn fragments(glyphs: Vec<Glyph>) -> Vec<Fragment> {
    let mut out: Vec<Fragment> = Vec::new();
    let mut spaced = true;
    for glyph in glyphs {
        if glyph.letters.trim().is_empty() {
            spaced = true;
            continue;
        }
        match out.last_mut().and_then(|last| Some((last.takes(&glyph)?, last))) {
            // The mark of a note is no letter of the word before it.
            Some((true, last)) if is_mark(&glyph.letters) => last.to = last.to.max(glyph.to),
            Some((_, last)) => {
                if spaced || glyph.from - last.to > SPACE * last.size {
                    last.text.push(' ');
                }
                last.text.push_str(&plain(&glyph.letters));
                last.to = last.to.max(glyph.to);
            }
            None => out.push(Fragment::new(glyph)),
        }
        spaced = false;
    }
    with_initials(out)
}

/// Letters as they are written by themselves: ligatures taken apart.
fn plain(letters: &str) -> String {
    let mut out = String::with_capacity(letters.len());
    for c in letters.chars() {
        match c {
            '\u{fb00}' => out.push_str("ff"),
            '\u{fb01}' => out.push_str("fi"),
            '\u{fb02}' => out.push_str("fl"),
            '\u{fb03}' => out.push_str("ffi"),
            '\u{fb04}' => out.push_str("ffl"),
            '\u{fb05}' | '\u{fb06}' => out.push_str("st"),
            c if c.is_whitespace() => out.push(' '),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

fn is_mark(letters: &str) -> bool {
    letters.chars().all(|c| c.is_ascii_digit() || "*†‡§¶[](),¹²³⁴⁵⁶⁷⁸⁹⁰".contains(c))
}

/// `fragments` with large initials put before the first of the lines beside them.
fn with_initials(mut fragments: Vec<Fragment>) -> Vec<Fragment> {
    let mut at = 0;
    while at < fragments.len() {
        let one = &fragments[at];
        let is_initial = one.text.chars().count() == 1 && one.text.chars().all(char::is_uppercase);
        let beside = |line: &Fragment| {
            let (right, up) = (line.from - one.to, line.y - one.y);
            line.size * INITIAL < one.size
                && (-0.2 * line.size..1.5 * line.size).contains(&right)
                && (0.0..one.size).contains(&up)
        };
        let first = (0..fragments.len().min(at + 50)).skip(at.saturating_sub(50)).filter(|_| is_initial);
        let first = first
            .filter(|n| beside(&fragments[*n]))
            .max_by(|a, b| fragments[*a].y.total_cmp(&fragments[*b].y));
        match first {
            Some(line) => {
                let (letter, from) = (one.text.clone(), one.from);
                fragments[line].text.insert_str(0, &letter);
                fragments[line].from = from;
                fragments.remove(at);
            }
            None => at += 1,
        }
    }
    fragments
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Letters of half their size, from `x` on.
    fn word(text: &str, x: f64, y: f64, size: f64) -> Vec<Glyph> {
        let at = |n: usize| x + n as f64 * size / 2.0;
        let glyph =
            |(n, c): (usize, char)| Glyph { letters: c.to_string(), from: at(n), to: at(n + 1), y, size };
        text.chars().enumerate().map(glyph).collect()
    }

    fn texts(words: &[Vec<Glyph>]) -> Vec<String> {
        fragments(words.concat()).into_iter().map(|fragment| fragment.text).collect()
    }

    #[test]
    fn a_gap_is_a_space_and_a_wide_one_ends_the_fragment() {
        let words = [word("no", 0.0, 0.0, 10.0), word("way", 13.0, 0.0, 10.0), word("out", 40.0, 0.0, 10.0)];
        assert_eq!(texts(&words), ["no way", "out"]);
        assert_eq!(texts(&[word("of\u{fb01}ce hours", 0.0, 0.0, 10.0)]), ["office hours"]);
    }

    #[test]
    fn marks_of_notes_are_left_out_and_what_stands_higher_for_another_reason_is_not() {
        let note =
            [word("talks", 0.0, 0.0, 10.0), word("12", 25.0, 4.0, 6.0), word("ended", 33.0, 0.0, 10.0)];
        assert_eq!(texts(&note), ["talks ended"]);
        let tenth = [word("10", 0.0, 0.0, 10.0), word("th", 10.0, 4.0, 6.0)];
        assert_eq!(texts(&tenth), ["10th"]);
    }

    #[test]
    fn a_large_initial_belongs_to_the_first_line_beside_it() {
        let lines =
            [word("T", 0.0, 0.0, 36.0), word("he talks", 20.0, 24.0, 10.0), word("ended", 20.0, 12.0, 10.0)];
        assert_eq!(texts(&lines), ["The talks", "ended"]);
    }
}
