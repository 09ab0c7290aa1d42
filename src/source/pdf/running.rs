//! Heads and feet: what stands at the top and bottom of several pages, and their numbers.

use std::collections::BTreeMap;

use super::fragment::Fragment;

/// How many rows from the top and from the bottom may be heads and feet.
const ROWS: usize = 3;

/// How far apart heads of two pages may stand, in points.
const SAME_PLACE: f64 = 12.0;

/// How far from the text a number must stand to be that of a page, in sizes of its font.
const APART: f64 = 1.8;

/// The longest number of a page with what stands around it: "– 128 / 256 –".
const LONGEST_NUMBER: usize = 16;

/// A row at the edge of a page.
struct Row {
    y: f64,
    size: f64,
    /// Fragments of the page, by their places.
    parts: Vec<usize>,
    /// The words, with one sign for each number.
    words: String,
    /// How far from the next row.
    apart: f64,
}

/// Takes heads, feet and numbers out of `pages`.
pub(super) fn without_heads_and_feet(pages: &mut [Vec<Fragment>]) {
    let rows: Vec<Vec<Row>> = pages.iter().map(|page| edges(page)).collect();
    // By their words: the places, and on which page they were seen last and on how many.
    let mut seen: BTreeMap<&str, Vec<(f64, usize, usize)>> = BTreeMap::new();
    for (page, rows) in rows.iter().enumerate() {
        for row in rows {
            let places = seen.entry(&row.words).or_default();
            match places.iter_mut().find(|(y, _, _)| (y - row.y).abs() < SAME_PLACE) {
                Some((_, last, number)) => {
                    *number += usize::from(*last != page);
                    *last = page;
                }
                None => places.push((row.y, page, 1)),
            }
        }
    }
    let repeated = |row: &Row| {
        seen[row.words.as_str()].iter().any(|(y, _, number)| (y - row.y).abs() < SAME_PLACE && *number > 1)
    };
    let left_out: Vec<Vec<usize>> = rows
        .iter()
        .map(|rows| {
            let last = rows.len().saturating_sub(1);
            let out = rows.iter().enumerate().filter(|(n, row)| {
                repeated(row)
                    || ([0, last].contains(n) && is_number(&row.words) && row.apart > APART * row.size)
            });
            out.flat_map(|(_, row)| row.parts.iter().copied()).collect()
        })
        .collect();
    for (page, out) in pages.iter_mut().zip(left_out) {
        let mut at = 0..;
        page.retain(|_| !out.contains(&at.next().unwrap_or_default()));
    }
}

/// The rows at the top and at the bottom of a page, from above.
fn edges(page: &[Fragment]) -> Vec<Row> {
    let mut order: Vec<usize> = (0..page.len()).collect();
    order.sort_by(|a, b| page[*b].y.total_cmp(&page[*a].y).then(page[*a].from.total_cmp(&page[*b].from)));
    let mut rows: Vec<Vec<usize>> = Vec::new();
    for at in order {
        match rows.last_mut().filter(|row| page[row[0]].y - page[at].y < 0.5 * page[at].size) {
            Some(row) => row.push(at),
            None => rows.push(vec![at]),
        }
    }
    let y = |row: &Vec<usize>| page[row[0]].y;
    let count = rows.len();
    let apart: Vec<f64> = (0..count)
        .map(|n| {
            let above = n.checked_sub(1).map_or(f64::INFINITY, |above| y(&rows[above]) - y(&rows[n]));
            let below = rows.get(n + 1).map_or(f64::INFINITY, |below| y(&rows[n]) - y(below));
            above.min(below)
        })
        .collect();
    let row = |(parts, apart): (Vec<usize>, f64)| Row {
        y: page[parts[0]].y,
        size: page[parts[0]].size,
        words: words(parts.iter().map(|part| page[*part].text.as_str())),
        parts,
        apart,
    };
    let edge = |n: usize| n < ROWS || n + ROWS >= count;
    rows.into_iter().zip(apart).enumerate().filter(|(n, _)| edge(*n)).map(|(_, found)| row(found)).collect()
}

fn words<'a>(parts: impl Iterator<Item = &'a str>) -> String {
    let mut out = String::new();
    for part in parts {
        for c in part.chars().chain([' ']) {
            match c {
                c if c.is_numeric() && out.ends_with('#') => {}
                c if c.is_numeric() => out.push('#'),
                c => out.extend(c.to_lowercase()),
            }
        }
    }
    out.trim_end().to_owned()
}

/// Whether these are the words of the number of a page.
fn is_number(words: &str) -> bool {
    let bare = |c: char| "#-–—|/·• ".contains(c);
    let roman = !words.is_empty() && words.len() <= 6 && words.chars().all(|c| "ivxl".contains(c));
    roman || (words.contains('#') && words.chars().all(bare) && words.chars().count() <= LONGEST_NUMBER)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str, y: f64) -> Fragment {
        Fragment { text: text.to_owned(), from: 0.0, to: 50.0, y, size: 10.0 }
    }

    fn texts(pages: &[Vec<Fragment>]) -> Vec<&str> {
        pages.iter().flatten().map(|fragment| fragment.text.as_str()).collect()
    }

    #[test]
    fn what_stands_on_several_pages_at_one_place_is_left_out() {
        let page = |n: usize, text: &str| {
            vec![
                at("Lake Courier", 800.0),
                at(text, 700.0),
                at("and so on.", 688.0),
                at(&format!("Page {n} of 2"), 30.0),
            ]
        };
        let mut pages = [page(1, "Finland agreed"), page(2, "Norway did not")];
        without_heads_and_feet(&mut pages);
        // A last line of two pages at one place is no sentence of both.
        assert_eq!(texts(&pages), ["Finland agreed", "Norway did not"]);
    }

    #[test]
    fn a_number_far_from_the_text_is_that_of_the_page_and_a_last_line_is_not() {
        let mut pages = [vec![at("Finland agreed in", 700.0), at("2025", 688.0), at("– 7 –", 30.0)]];
        without_heads_and_feet(&mut pages);
        assert_eq!(texts(&pages), ["Finland agreed in", "2025"]);
        assert!(is_number("# / #") && is_number("iv") && !is_number("#. march") && !is_number("-"));
    }
}
