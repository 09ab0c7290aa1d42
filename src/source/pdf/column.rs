//! Columns: which fragments of a page are read before which.
//!
//! A column begins where several lines do, with a gap to their left that no line crosses. What stands above the gap is read
//! first, then what is left of it, what is right of it, and what is below; each of these in the same way.

use super::fragment::Fragment;

/// The narrowest gap between columns, in sizes of the font.
const GAP: f64 = 0.9;

/// How far apart the beginnings of lines of a column may be.
const ALIGNED: f64 = 0.3;

/// Lines that a column has at least.
const LINES: usize = 3;

/// A column is so wide at least, in sizes of the font: numbers and dots of a list are none.
const NARROWEST: f64 = 6.0;

/// Columns inside one another.
const DEEPEST: usize = 12;

/// A page of more fragments is a map or a table.
const MOST: usize = 8_000;

/// A gap between two columns.
struct Gap {
    /// Where the column behind it begins.
    x: f64,
    /// The baselines between which it is.
    top: f64,
    bottom: f64,
    lines: usize,
}

/// The fragments of a page by columns, in the order in which they are read.
pub(super) fn columns(page: Vec<Fragment>) -> Vec<Vec<Fragment>> {
    let mut out = Vec::new();
    let deepest = if page.len() > MOST { 0 } else { DEEPEST };
    part(page, deepest, &mut out);
    out
}

fn part(region: Vec<Fragment>, depth: usize, out: &mut Vec<Vec<Fragment>>) {
    if region.is_empty() {
        return;
    }
    let gap = (depth > 0).then(|| widest(&region)).flatten();
    let Some(gap) = gap else {
        out.push(region);
        return;
    };
    let mut parts: [Vec<Fragment>; 4] = Default::default();
    for fragment in region {
        let place = match fragment.y {
            y if y >= gap.top => 0,
            y if y <= gap.bottom => 3,
            _ if fragment.from < gap.x => 1,
            _ => 2,
        };
        parts[place].push(fragment);
    }
    parts.into_iter().for_each(|inner| part(inner, depth - 1, out));
}

/// The gap of most lines.
fn widest(region: &[Fragment]) -> Option<Gap> {
    let mut sizes: Vec<f64> = region.iter().map(|fragment| fragment.size).collect();
    sizes.sort_by(f64::total_cmp);
    let size = sizes[sizes.len() / 2];
    let mut from: Vec<&Fragment> = region.iter().collect();
    from.sort_by(|a, b| a.from.total_cmp(&b.from));
    let mut best: Option<Gap> = None;
    let mut at = 0;
    while at < from.len() {
        let aligned =
            from[at..].iter().take_while(|other| other.from - from[at].from <= ALIGNED * size).count();
        if aligned >= LINES {
            for gap in gaps(region, &from[at..at + aligned], size) {
                if best.as_ref().is_none_or(|best| gap.lines > best.lines) {
                    best = Some(gap);
                }
            }
        }
        at += aligned;
    }
    best
}

/// The gaps to the left of fragments that begin at one place.
fn gaps(region: &[Fragment], begin: &[&Fragment], size: f64) -> Vec<Gap> {
    let x = begin[0].from;
    let left = x - GAP * size;
    let crosses = |fragment: &&Fragment| fragment.from < x && fragment.to > left;
    let mut bars: Vec<f64> = region.iter().filter(crosses).map(|fragment| fragment.y).collect();
    bars.extend([f64::INFINITY, f64::NEG_INFINITY]);
    bars.sort_by(|a, b| b.total_cmp(a));
    let mut right: Vec<&Fragment> = begin.to_vec();
    let mut other: Vec<&Fragment> = region.iter().filter(|fragment| fragment.to <= left).collect();
    for side in [&mut right, &mut other] {
        side.sort_by(|a, b| b.y.total_cmp(&a.y));
    }
    let mut out = Vec::new();
    for pair in bars.windows(2) {
        let (top, bottom) = (pair[0], pair[1]);
        let (before, behind) = (between(&other, top, bottom), between(&right, top, bottom));
        let is_column = |side: &[&Fragment]| {
            let wide = side.iter().any(|fragment| fragment.to - fragment.from >= NARROWEST * size);
            wide && rows(side) >= LINES
        };
        if is_column(before) && is_column(behind) {
            out.push(Gap { x, top, bottom, lines: rows(before) + rows(behind) });
        }
    }
    out
}

/// Those of `side`, from above, whose baselines are between two.
fn between<'a, 'b>(side: &'b [&'a Fragment], top: f64, bottom: f64) -> &'b [&'a Fragment] {
    let from = side.partition_point(|fragment| fragment.y >= top);
    let to = side.partition_point(|fragment| fragment.y > bottom);
    &side[from.min(to)..to]
}

/// How many lines fragments are, from above.
fn rows(side: &[&Fragment]) -> usize {
    let breaks = side.windows(2).filter(|pair| pair[0].y - pair[1].y > 0.4 * pair[1].size);
    breaks.count() + usize::from(!side.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A line of ten points.
    fn line(text: &str, from: f64, to: f64, y: f64) -> Fragment {
        Fragment { text: text.to_owned(), from, to, y, size: 10.0 }
    }

    fn read(page: Vec<Fragment>) -> String {
        columns(page).into_iter().flatten().map(|fragment| fragment.text).collect()
    }

    /// Lines of a column from `top` down, each a letter.
    fn column(letters: &str, from: f64, to: f64, top: f64) -> Vec<Fragment> {
        let y = |n: usize| top - 12.0 * n as f64;
        letters.chars().enumerate().map(|(n, c)| line(&c.to_string(), from, to, y(n))).collect()
    }

    #[test]
    fn columns_are_read_one_after_another_between_what_goes_across() {
        let page = [
            vec![line("-", 0.0, 400.0, 700.0)],
            column("abcd", 0.0, 190.0, 680.0),
            column("efgh", 210.0, 400.0, 680.0),
            vec![line("=", 0.0, 400.0, 600.0)],
            // The next two do not share their baselines.
            column("ijk", 0.0, 190.0, 580.0),
            column("lmn", 210.0, 390.0, 575.0),
        ];
        let mut shuffled = page.concat();
        shuffled.sort_by(|a, b| b.y.total_cmp(&a.y));
        assert_eq!(read(shuffled), "-abcdefgh=ijklmn");
    }

    #[test]
    fn three_columns_with_a_headline_over_two() {
        let page = [
            column("abc", 0.0, 90.0, 700.0),
            column("def", 110.0, 190.0, 700.0),
            vec![line("-", 0.0, 190.0, 650.0)],
            column("ghi", 0.0, 90.0, 630.0),
            column("jkl", 110.0, 190.0, 630.0),
            column("mnopqrst", 210.0, 300.0, 700.0),
        ];
        let mut shuffled = page.concat();
        shuffled.sort_by(|a, b| b.y.total_cmp(&a.y));
        assert_eq!(read(shuffled), "abcdef-ghijklmnopqrst");
    }

    #[test]
    fn lists_and_spaced_lines_are_no_columns() {
        let list = [column("...", 0.0, 5.0, 700.0), column("abc", 20.0, 200.0, 700.0)].concat();
        assert_eq!(columns(list).len(), 1);
        let spaced = [
            line("a", 0.0, 100.0, 700.0),
            line("b", 110.0, 200.0, 700.0),
            line("c", 0.0, 105.0, 688.0),
            line("d", 115.0, 200.0, 688.0),
            line("e", 0.0, 200.0, 676.0),
            line("f", 0.0, 90.0, 664.0),
            line("g", 111.0, 200.0, 664.0),
        ];
        assert_eq!(columns(spaced.to_vec()).len(), 1);
    }
}
