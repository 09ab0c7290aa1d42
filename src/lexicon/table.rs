//! Sorted lists in text files, searched in place: nothing is parsed until it is asked for.

use std::cmp::Ordering;

/// Lines of tab-separated fields, sorted by the first field in lower case; comment lines stand at the top.
#[derive(Debug, Clone, Copy)]
pub struct Table {
    text: &'static str,
}

impl Table {
    /// The table in a file's text.
    pub const fn new(text: &'static str) -> Self {
        Self { text }
    }

    /// Every line, in order.
    pub fn lines(self) -> impl Iterator<Item = &'static str> {
        self.text.lines().filter(|line| !line.starts_with('#'))
    }

    /// The lines whose first field is `key`, in any case.
    pub fn find<'k>(self, key: &'k str) -> impl Iterator<Item = &'static str> + use<'k> {
        self.text[self.lower_bound(key)..]
            .lines()
            .take_while(move |line| compare(line, key) == Ordering::Equal)
    }

    /// Where the first line not below `key` starts.
    fn lower_bound(self, key: &str) -> usize {
        let bytes = self.text.as_bytes();
        let (mut low, mut high) = (self.body(), bytes.len());
        while low < high {
            let middle = low + (high - low) / 2;
            let start = bytes[low..middle].iter().rposition(|b| *b == b'\n').map_or(low, |i| low + i + 1);
            if compare(&self.text[start..], key) == Ordering::Less {
                low = bytes[middle..].iter().position(|b| *b == b'\n').map_or(high, |i| middle + i + 1);
            } else {
                high = start;
            }
        }
        low
    }

    /// Where the comments end.
    fn body(self) -> usize {
        self.text.split_inclusive('\n').take_while(|line| line.starts_with('#')).map(str::len).sum()
    }
}

/// Compares the first field of the line at the start of `text` with `key`, both in lower case.
fn compare(text: &str, key: &str) -> Ordering {
    let field = text.bytes().take_while(|b| !matches!(b, b'\t' | b'\n' | b'\r'));
    field.map(|b| b.to_ascii_lowercase()).cmp(key.bytes().map(|b| b.to_ascii_lowercase()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const FRUIT: Table = Table::new(
        "# name\tcolour\n# more\nApple\tgreen\napple\tred\nFig\tblue\nfig tree\tgrey\nPear\tyellow\n",
    );

    #[test]
    fn every_line_is_found_under_its_key_and_no_other() {
        let find = |key| FRUIT.find(key).collect::<Vec<_>>();
        assert_eq!(find("apple"), ["Apple\tgreen", "apple\tred"]);
        assert_eq!(find("FIG"), ["Fig\tblue"]);
        assert_eq!(find("fig tree"), ["fig tree\tgrey"]);
        assert_eq!(find("Pear"), ["Pear\tyellow"]);
        for key in ["", "a", "Appl", "apples", "fi", "zebra", "# name", "é"] {
            assert!(find(key).is_empty(), "{key:?}");
        }
        assert_eq!(FRUIT.lines().count(), 5);
    }

    #[test]
    fn an_empty_table_holds_nothing() {
        assert_eq!(Table::new("").find("x").count(), 0);
        assert_eq!(Table::new("# only a comment\n").find("x").count(), 0);
    }
}
