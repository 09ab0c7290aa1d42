//! From the fragments of a column to its lines.

use super::fragment::{Fragment, SPACE};

/// How far apart baselines of one line may be, in sizes of the font.
const BASELINE: f64 = 0.4;

/// The lines of a column, from above; each a fragment that goes across it.
pub(super) fn lines(mut column: Vec<Fragment>) -> Vec<Fragment> {
    column.sort_by(|a, b| b.y.total_cmp(&a.y).then(a.from.total_cmp(&b.from)));
    let mut rows: Vec<Vec<Fragment>> = Vec::new();
    for fragment in column {
        let same =
            |row: &&mut Vec<Fragment>| row[0].y - fragment.y <= BASELINE * row[0].size.min(fragment.size);
        match rows.last_mut().filter(same) {
            Some(row) => row.push(fragment),
            None => rows.push(vec![fragment]),
        }
    }
    rows.into_iter().map(line).collect()
}

fn line(mut row: Vec<Fragment>) -> Fragment {
    row.sort_by(|a, b| a.from.total_cmp(&b.from));
    // What is larger or smaller beside the text does not make its size.
    let longest = row.iter().max_by_key(|fragment| fragment.text.len());
    let (size, y) = longest.map_or((0.0, 0.0), |fragment| (fragment.size, fragment.y));
    let mut out = Fragment { text: String::new(), from: row[0].from, to: f64::NEG_INFINITY, size, y };
    let mut before: Option<&Fragment> = None;
    for fragment in &row {
        // Some programs show letters twice to make them bold.
        let twice = before.is_some_and(|before| {
            before.text == fragment.text && (before.from - fragment.from).abs() < 0.3 * fragment.size
        });
        if twice {
            continue;
        }
        if fragment.from - out.to > SPACE * size {
            out.text.push(' ');
        }
        out.text.push_str(&fragment.text);
        out.to = out.to.max(fragment.to);
        before = Some(fragment);
    }
    out.text = out.text.split_whitespace().collect::<Vec<_>>().join(" ");
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fragments_on_a_baseline_are_a_line_and_those_shown_twice_are_there_once() {
        let at = |text: &str, from: f64, to: f64, y: f64| Fragment {
            text: text.to_owned(),
            from,
            to,
            y,
            size: 10.0,
        };
        let column = vec![
            at("was agreed", 60.0, 110.0, 88.0),
            at("The plan", 0.0, 50.0, 88.3),
            at("Talks", 0.0, 40.0, 100.0),
            at("Talks", 0.3, 40.3, 100.0),
        ];
        let texts: Vec<String> = lines(column).into_iter().map(|line| line.text).collect();
        assert_eq!(texts, ["Talks", "The plan was agreed"]);
    }
}
