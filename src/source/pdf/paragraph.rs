//! From the lines of columns to paragraphs, which go on over columns and pages.

use std::collections::BTreeMap;

use super::content::UNTOLD;
use super::fragment::Fragment;
use super::hyphen::Words;

/// What is larger than the text by this is a heading, and what is smaller by that a note or a caption.
const LARGE: f64 = 1.15;
const SMALL: f64 = 0.85;

/// Small letters are the text itself where they are more than this share of all.
const MUCH: f64 = 0.2;

/// Distance of lines that parts paragraphs: of text, in its usual distances, and of headings, in sizes of their font.
const FAR: f64 = 1.25;
const FAR_HEADINGS: f64 = 1.6;

/// How far a first line may be set in, in sizes of the font.
const INDENT: std::ops::Range<f64> = 0.8..6.0;

/// A share of a column that lines may leave empty.
const ROOM: f64 = 0.1;

/// Signs that begin an item of a list.
const BULLETS: [char; 7] = ['•', '●', '▪', '■', '◦', '‣', '➢'];

/// A column of lines on a page.
pub(super) struct Column {
    pub page: usize,
    pub lines: Vec<Fragment>,
}

/// A paragraph or a heading.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Paragraph {
    pub text: String,
    /// The size of its letters, in those of the text.
    pub size: f64,
    pub page: usize,
}

impl Paragraph {
    pub fn is_heading(&self) -> bool {
        self.size > LARGE
    }
}

/// Where the lines of a column begin and end, and how far apart they are.
struct Measure {
    left: f64,
    right: f64,
    leading: f64,
}

/// The paragraphs of a text, without notes and captions.
pub(super) fn paragraphs(mut columns: Vec<Column>) -> Vec<Paragraph> {
    let Some(body) = body(&columns) else { return Vec::new() };
    let letters = |keep: &dyn Fn(&Fragment) -> bool| -> usize {
        let lines = columns.iter().flat_map(|column| &column.lines);
        lines.filter(|line| keep(line)).map(|line| line.text.len()).sum()
    };
    let small = letters(&|line| line.size < SMALL * body) as f64;
    if small < MUCH * letters(&|_| true) as f64 {
        columns.iter_mut().for_each(|column| column.lines.retain(|line| line.size >= SMALL * body));
    }
    let words = Words::of(columns.iter().flat_map(|column| &column.lines));
    let mut out: Vec<Paragraph> = Vec::new();
    for Column { page, lines } in &columns {
        let measure = Measure::of(lines, body);
        // The line before, and its paragraph.
        let mut before: Option<(&Fragment, usize)> = None;
        for line in lines {
            let size = line.size / body;
            let goes_on = match before.filter(|(before, _)| is_same(before.size, line.size)) {
                Some((before, at)) => (!measure.parts(before, line, size)).then_some(at),
                None => interrupted(&out, line, size, &measure),
            };
            let at = goes_on.unwrap_or(out.len());
            match goes_on {
                Some(at) => words.join(&mut out[at].text, &line.text),
                None => out.push(Paragraph { text: line.text.clone(), size, page: *page }),
            }
            before = Some((line, at));
        }
    }
    out.iter_mut().for_each(|paragraph| paragraph.text = clean(&paragraph.text));
    out.retain(|paragraph| !paragraph.text.is_empty());
    out
}

/// The size in which most letters are set.
fn body(columns: &[Column]) -> Option<f64> {
    let mut letters: BTreeMap<u64, usize> = BTreeMap::new();
    for line in columns.iter().flat_map(|column| &column.lines) {
        // Half points: sizes are seldom whole once a page is scaled.
        *letters.entry((line.size * 2.0).round() as u64).or_default() += line.text.len();
    }
    let most = letters.into_iter().max_by_key(|(_, number)| *number)?;
    Some((most.0 as f64 / 2.0).max(0.5))
}

fn is_same(one: f64, other: f64) -> bool {
    (one - other).abs() <= 0.1 * one.max(other)
}

/// The paragraph that `line`, the first of its kind in a column, goes on: the last one of its size, where that is not at its
/// end.
fn interrupted(out: &[Paragraph], line: &Fragment, size: f64, measure: &Measure) -> Option<usize> {
    let at = out.iter().rposition(|paragraph| is_same(paragraph.size, size))?;
    if out[at].is_heading() {
        return None;
    }
    let adjacent = at + 1 == out.len();
    let small_letter = line.text.starts_with(char::is_lowercase);
    let indented = INDENT.contains(&((line.from - measure.left) / line.size));
    let open = !is_ended(&out[at].text);
    (open && (small_letter || adjacent && !indented && !line.text.starts_with(BULLETS))).then_some(at)
}

/// Whether a line begins an item of a list: "• ", "2. ", "(a) ".
fn is_item(text: &str) -> bool {
    let sign = text.split_whitespace().next().unwrap_or_default();
    let number = sign.trim_matches(['(', ')', '.']);
    let counts = number.chars().all(|c| c.is_ascii_digit()) || number.len() == 1;
    sign.starts_with(BULLETS) || sign.starts_with(UNTOLD) || counts && sign.ends_with(['.', ')'])
}

/// Whether a sentence ends where the text does.
fn is_ended(text: &str) -> bool {
    text.trim_end_matches(['"', '”', '’', '\'', ')', ']', '»']).ends_with(['.', '!', '?', ':', '…'])
}

impl Measure {
    fn of(lines: &[Fragment], body: f64) -> Self {
        let mut text: Vec<&Fragment> = lines.iter().filter(|line| is_same(line.size, body)).collect();
        if text.is_empty() {
            text = lines.iter().collect();
        }
        let mut apart: Vec<f64> =
            text.windows(2).map(|pair| pair[0].y - pair[1].y).filter(|apart| *apart > 0.5 * body).collect();
        apart.sort_by(f64::total_cmp);
        // Where every other paragraph is a line, most distances are those between paragraphs.
        let leading = apart.get(apart.len() / 3).copied().unwrap_or(1.2 * body);
        Self {
            left: text.iter().map(|line| line.from).fold(f64::INFINITY, f64::min),
            right: text.iter().map(|line| line.to).fold(f64::NEG_INFINITY, f64::max),
            leading,
        }
    }

    /// Whether a paragraph ends between two lines of one size.
    fn parts(&self, before: &Fragment, line: &Fragment, size: f64) -> bool {
        let apart = before.y - line.y;
        if size > LARGE {
            return apart > FAR_HEADINGS * line.size;
        }
        let indent = |line: &Fragment| (line.from - self.left) / line.size;
        // Lines of an item stand behind its sign or number.
        let set_in =
            INDENT.contains(&indent(line)) && indent(before) < INDENT.start / 2.0 && !is_item(&before.text);
        // The first word of a line stood in the one before, had there been room.
        let letters = line.text.chars().count().max(1) as f64;
        let word = line.text.split_whitespace().next().map_or(0, |word| word.chars().count() + 1) as f64;
        let needed = word * (line.to - line.from) / letters;
        let room = before.to + needed < self.right - ROOM * (self.right - self.left);
        apart > FAR * self.leading || set_in || room || line.text.starts_with(BULLETS)
    }
}

/// A text without hyphens that are shown at the ends of lines alone, and without signs that are no letters.
fn clean(text: &str) -> String {
    let is_sign = |word: &str| word.chars().all(|c| UNTOLD.contains(c) || BULLETS.contains(&c));
    let words = text.split_whitespace().filter(|word| !is_sign(word));
    words.collect::<Vec<_>>().join(" ").replace('\u{ad}', "")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Lines of ten points, of letters of five.
    fn column(page: usize, lines: &[(&str, f64)]) -> Column {
        let line = |(n, (text, indent)): (usize, &(&str, f64))| {
            let from = 50.0 + indent;
            let to = from + 5.0 * text.chars().count() as f64;
            Fragment { text: (*text).to_owned(), from, to, y: 700.0 - 12.0 * n as f64, size: 10.0 }
        };
        Column { page, lines: lines.iter().enumerate().map(line).collect() }
    }

    fn texts(columns: Vec<Column>) -> Vec<String> {
        paragraphs(columns).into_iter().map(|paragraph| paragraph.text).collect()
    }

    #[test]
    fn a_paragraph_ends_where_there_was_room_and_begins_where_a_line_is_set_in() {
        let lines = [
            ("Finland and Norway agreed on a plan for the north.", 0.0),
            ("It was met with doubt, and the next day a govern-", 0.0),
            ("ment did not want it.", 0.0),
            ("Sweden was against it as well, as it said then and", 0.0),
            ("so on, until all agreed on all that there is to be.", 0.0),
            ("Denmark did not.", 12.0),
        ];
        let read = texts(vec![column(0, &lines)]);
        assert_eq!(read.len(), 3, "{read:?}");
        assert!(read[0].ends_with("a government did not want it."));
        assert_eq!(read[2], "Denmark did not.");
    }

    #[test]
    fn the_lines_of_an_item_stand_behind_its_sign() {
        let lines = [
            ("• Finland and Norway agreed on a plan for the north", 0.0),
            ("and all who live in it for as long as it is to go", 10.0),
            ("• Denmark did not.", 0.0),
        ];
        let read = texts(vec![column(0, &lines)]);
        assert_eq!(read.len(), 2, "{read:?}");
        assert!(read[0].starts_with("Finland") && read[0].ends_with("it is to go"), "{read:?}");
    }

    #[test]
    fn a_paragraph_goes_on_over_columns_pages_and_notes() {
        let mut first =
            column(0, &[("Finland agreed on", 0.0), ("a plan with the", 0.0), ("1 A note of it.", 0.0)]);
        first.lines[2].size = 7.0;
        let mut second =
            column(1, &[("A large box", 0.0), ("north of Norway", 0.0), ("and all of it.", 0.0)]);
        second.lines[0].size = 20.0;
        second.lines[0].y += 40.0;
        let read = paragraphs(vec![first, second]);
        assert_eq!(read[0].text, "Finland agreed on a plan with the north of Norway and all of it.");
        assert!(read[1].is_heading() && read.len() == 2, "{read:?}");
    }
}
