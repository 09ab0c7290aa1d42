//! How near a name is to one that nobody has.

/// How far words are from the words of a name: for each the edit distance to the nearest of them, where that is a slip;
/// [`FAR`] stands for a name of which no word is near.
pub(crate) fn nearness(sought: &[String], present: &[impl AsRef<str>]) -> usize {
    let length = |word: &String| word.chars().count();
    let distances = sought.iter().map(|word| {
        let least = present.iter().filter_map(|other| slip(word, other.as_ref())).min();
        least.unwrap_or_else(|| length(word).max(1) * 2)
    });
    let total = distances.sum();
    if total < sought.iter().map(length).sum() { total } else { FAR }
}

/// Most names that are proposed for one that nobody has.
pub(crate) const NAMES_PROPOSED: usize = 3;

/// The nearness of names that have nothing in common.
pub(crate) const FAR: usize = usize::MAX;

/// The edit distance of a word to another that may be meant by it: a third of the letters wrong is a slip, more is another
/// word.
pub(crate) fn slip(word: &str, other: &str) -> Option<usize> {
    let (longest, length) = (word.chars().count(), other.chars().count());
    // As many letters as one word has more than the other must be put in or taken out.
    if longest.abs_diff(length) * 3 > longest {
        return None;
    }
    Some(distance(word, other)).filter(|distance| distance * 3 <= longest)
}

/// Levenshtein's distance in code points.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let substituted = diagonal + usize::from(x != *y);
            diagonal = row[j + 1];
            row[j + 1] = substituted.min(row[j] + 1).min(row[j + 1] + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_distance_counts_letters_put_in_taken_out_and_changed() {
        for (a, b, d) in [("", "abc", 3), ("merz", "mers", 1), ("kyiv", "kiev", 2), ("same", "same", 0)] {
            assert_eq!(distance(a, b), d);
            assert_eq!(distance(b, a), d);
        }
        assert_eq!((slip("merz", "mers"), slip("merz", "merkel")), (Some(1), None));
    }
}
