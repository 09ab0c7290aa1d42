//! Names of things as parts of an IRI.

use std::collections::BTreeMap;

use unicode_normalization::UnicodeNormalization;

/// Longest slug, in code points; beyond it the rest of the name is told by a hash.
const LONGEST: usize = 96;

/// Lower case without accents (NFKD, the combining marks of Latin, Greek and Cyrillic removed): the form in which
/// names and phrases are compared.
pub(crate) fn plain(text: &str) -> String {
    let stripped: String = text.nfkd().filter(|c| !('\u{300}'..='\u{36f}').contains(c)).collect();
    stripped.to_lowercase()
}

/// A name in lower case with hyphens between its words, made of letters and digits that RFC 3987 allows in an IRI.
///
/// A name without any is told by a hash, one of more than 96 code points is cut and told by a hash.
pub(crate) fn slug(name: &str) -> String {
    let mut out = String::new();
    for c in plain(name).chars() {
        if c.is_alphanumeric() && !is_private(c) {
            out.push(c);
        } else if matches!(c, '\'' | '’' | '\u{2bc}') {
            // "Ukraine's" is one word.
        } else if !out.ends_with('-') && !out.is_empty() {
            out.push('-');
        }
    }
    let out = out.trim_end_matches('-');
    if out.is_empty() {
        return format!("x{:016x}", fnv1a(name));
    }
    match out.char_indices().nth(LONGEST) {
        Some((byte, _)) => format!("{}-{:016x}", &out[..byte], fnv1a(out)),
        None => out.to_owned(),
    }
}

/// One id a thing, each made of what the thing is.
///
/// `things` gives for each its forms of name from the shortest to the most exact, the last of which no two share.
/// Each gets the first form that no other thing has among its forms of that length; where all are shared, a hash
/// of the last is added. The result depends on the set of things, not on their order.
pub(crate) fn distinct_ids(things: &[Vec<String>]) -> Vec<String> {
    let depth = things.iter().map(Vec::len).max().unwrap_or(0);
    let mut ids: Vec<Option<String>> = vec![None; things.len()];
    let mut taken: BTreeMap<String, usize> = BTreeMap::new();
    for level in 0..depth {
        let mut count: BTreeMap<&str, usize> = BTreeMap::new();
        let open: Vec<usize> = (0..things.len()).filter(|&i| ids[i].is_none()).collect();
        for &i in &open {
            *count.entry(form(&things[i], level)).or_default() += 1;
        }
        for &i in &open {
            let name = form(&things[i], level);
            let shared = count[name] > 1 || taken.contains_key(name);
            let last = level + 1 == depth;
            if !shared || last {
                let exact = things[i].last().map_or("", String::as_str);
                let mut id = if shared { format!("{name}-{:016x}", fnv1a(exact)) } else { name.to_owned() };
                while taken.contains_key(&id) {
                    id.push('x');
                }
                taken.insert(id.clone(), i);
                ids[i] = Some(id);
            }
        }
    }
    ids.into_iter().flatten().collect()
}

fn form(forms: &[String], level: usize) -> &str {
    // All forms but the last are slugs; the last is what the hash is made from and no id itself.
    let readable = forms.len().saturating_sub(1).max(1);
    &forms[level.min(readable - 1)]
}

fn is_private(c: char) -> bool {
    matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..)
}

/// FNV-1a, 64 bits (<https://www.ietf.org/archive/id/draft-eastlake-fnv-17.html>): stable across versions of Rust.
fn fnv1a(text: &str) -> u64 {
    text.bytes()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slug_has_only_letters_digits_and_single_hyphens() {
        assert_eq!(slug("Volodymyr Zelenskyy"), "volodymyr-zelenskyy");
        assert_eq!(slug("  Côte d'Ivoire -- (west) "), "cote-divoire-west");
        assert_eq!(slug("a/b#c?d%e"), "a-b-c-d-e");
        assert_eq!(slug("習近平"), "習近平");
    }

    #[test]
    fn names_without_letters_and_endless_names_are_told_apart_by_a_hash() {
        assert_ne!(slug("?"), slug("!"));
        let (one, other) = (format!("{}a", "x".repeat(10_000)), format!("{}b", "x".repeat(10_000)));
        assert_ne!(slug(&one), slug(&other));
        assert!(slug(&one).chars().count() < 120);
    }

    #[test]
    fn things_of_one_name_get_the_longer_form_and_then_a_hash() {
        let forms = |all: &[&str]| all.iter().map(|s| (*s).to_owned()).collect::<Vec<_>>();
        let ids = distinct_ids(&[
            forms(&["georgia", "georgia-country", "1"]),
            forms(&["georgia", "georgia-region", "2"]),
            forms(&["kim", "kim-person", "3"]),
            forms(&["kim", "kim-person", "4"]),
            forms(&["oslo", "oslo-city", "5"]),
        ]);
        assert_eq!(ids[0], "georgia-country");
        assert_eq!(ids[1], "georgia-region");
        assert!(ids[2].starts_with("kim-person-") && ids[3].starts_with("kim-person-") && ids[2] != ids[3]);
        assert_eq!(ids[4], "oslo");
    }
}
