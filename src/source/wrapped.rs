//! Text whose lines are broken at some column, as in mail and old collections: its paragraphs are whole again.
//!
//! A line feed within a paragraph becomes a space, so that every offset stays what it was. Elsewhere a line is a paragraph
//! and stays one.

/// Lines up to this length, in characters, may have been broken at a column; a paragraph is longer.
const WIDEST: usize = 100;

/// Columns that are too few for a text of news: such lines are a list or a poem.
const NARROWEST: usize = 40;

/// A line, and one more of this many, may be longer than the column: an address is not broken.
const ONE_LONGER_OF: usize = 20;

/// So many lines must go on in the next before a text is taken to be broken.
const FEWEST: usize = 3;

/// `text` with a line for each paragraph.
pub(super) fn unwrapped(text: String) -> String {
    let lines: Vec<&str> = text.split('\n').collect();
    let Some(width) = width(&lines) else { return text };
    let mut ends = vec![false; lines.len()];
    for (i, pair) in lines.windows(2).enumerate() {
        ends[i] = is_end(pair[0], pair[1], width);
    }
    let mut out = String::with_capacity(text.len());
    for (line, end) in lines.iter().zip(&ends) {
        let end = if *end { "\n" } else { " " };
        // An offset counts a carriage return too.
        match line.strip_suffix('\r').filter(|_| end == " ") {
            Some(line) => out.extend([line, "  "]),
            None => out.extend([*line, end]),
        }
    }
    // Behind the last line there is none.
    out.pop();
    out
}

/// The column at which lines are broken, where they are.
fn width(lines: &[&str]) -> Option<usize> {
    let mut lengths: Vec<usize> =
        lines.iter().map(|line| length(line)).filter(|length| *length > 0).collect();
    lengths.sort_unstable();
    let longer = 1 + lengths.len() / ONE_LONGER_OF;
    let width = *lengths.get(lengths.len().checked_sub(1 + longer)?)?;
    if !(NARROWEST..=WIDEST).contains(&width) {
        return None;
    }
    // In prose the next line of a broken one begins with a small letter more often than not.
    let pairs = || lines.windows(2).filter(|pair| !is_end(pair[0], pair[1], width));
    let goes_on = |pair: &[&str]| {
        pair[1].starts_with(char::is_lowercase)
            && !pair[0].trim_end().ends_with(['.', '!', '?', ':', '"', '”'])
    };
    let broken = pairs().filter(|pair| goes_on(pair)).count();
    (broken >= FEWEST && 2 * broken >= pairs().count()).then_some(width)
}

/// Whether a paragraph ends between two lines: there is none, or it begins further in, or its first word had room before.
fn is_end(line: &str, next: &str, width: usize) -> bool {
    let indent = |line: &str| line.len() - line.trim_start().len();
    let Some(word) = next.split_whitespace().next() else { return true };
    let room = length(line) + 1 + word.chars().count();
    // Not every hand or program fills its lines.
    length(line) == 0 || indent(next) > indent(line) || 10 * room <= 8 * width
}

/// Characters of a line without the white space behind it.
fn length(line: &str) -> usize {
    line.trim_end().chars().count()
}

#[cfg(test)]
mod tests {
    use super::*;

    const BROKEN: &str = "\
PARIS - President Emmanuel Macron met Chancellor Friedrich Merz on Monday
and rejected a proposal to move the talks on security guarantees, which
the two had agreed on in May, to the end of the year. A spokesman for the
government in Berlin said that nothing had been decided.

Merz supported the plan, the spokesman said, and would take it to the
parliament as soon as the ministers had agreed on its wording.
https://lake-courier.example/2025/08/18/a-long-address-that-nobody-breaks-because-it-would-not-work
   In Rome, ministers of five countries met to speak about the same plan,
but did not agree.
";

    #[test]
    fn broken_lines_are_paragraphs_again_and_every_letter_keeps_its_place() {
        for text in [BROKEN.to_owned(), BROKEN.replace('\n', "\r\n")] {
            let whole = unwrapped(text.clone());
            assert_eq!(whole.chars().count(), text.chars().count());
            let differ = whole.chars().zip(text.chars()).filter(|(a, b)| a != b);
            assert!(differ.clone().all(|(a, b)| a == ' ' && matches!(b, '\n' | '\r')));
            assert!(whole.ends_with('\n'));
            let begins: Vec<&str> =
                whole.lines().filter(|line| !line.trim().is_empty()).map(|line| &line.trim()[..7]).collect();
            assert_eq!(begins, ["PARIS -", "Merz su", "In Rome"]);
        }
    }

    #[test]
    fn a_line_that_is_a_paragraph_stays_one() {
        let paragraphs =
            "Trump met Putin in Alaska, and the two agreed on nothing.\nThey spoke for three hours.\n"
                .repeat(9);
        let list = "the plan\nthe talks\nthe guarantees\nan offer\nand more\n".repeat(3);
        let verse =
            "Macron met Merz in Paris, where it rained all day and all night,\nMerz met Macron\n".repeat(5);
        let long = BROKEN.replace('\n', " ");
        let short = "Macron met Merz in Paris and the two agreed on\na plan for the talks.";
        for text in ["", "\n", "Trump met Putin.", &paragraphs, &list, &verse, &long, short] {
            assert_eq!(unwrapped(text.to_owned()), text);
        }
    }
}
