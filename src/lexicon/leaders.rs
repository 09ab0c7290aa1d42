//! Who leads or has led a country or an international body, by name.
//!
//! What a name means, as a reader of news knows it: it says whose a post is that a text leaves open, and never that
//! somebody holds one. The table has no dates, and leaders of the past stand beside those of today.

use super::fold::{case_fits, fold};
use super::table::Table;

/// Leaders: form of the name, id of the country or body, posts (|).
const LEADERS: Table = Table::new(include_str!("../../data/leaders.tsv"));

/// What somebody leads or has led.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leader {
    /// Id of the country or body, as in the gazetteer.
    pub of: &'static str,
    /// Posts held there, in lower case: "president".
    pub posts: Vec<&'static str>,
}

/// What those who bear this name lead or have led: nothing for most names, and more than one thing for who has moved
/// from one post to another. Spelling is folded and case heeded; a surname alone finds nobody.
///
/// ```
/// use demarche::lexicon::leaders::leaders;
///
/// let kenyan = leaders("William Ruto");
/// assert_eq!((kenyan[0].of, &kenyan[0].posts[..]), ("kenya", &["president"][..]));
/// assert!(leaders("Ruto").is_empty());
/// ```
pub fn leaders(name: &str) -> Vec<Leader> {
    let name = fold(name);
    let lines = LEADERS.find(&name).filter_map(|line| {
        let (form, rest) = line.split_once('\t')?;
        let (of, posts) = rest.split_once('\t')?;
        case_fits(form, &name).then(|| Leader { of, posts: posts.split('|').collect() })
    });
    let mut found: Vec<Leader> = Vec::new();
    for leader in lines {
        // Forms that differ in case have a line each.
        match found.iter_mut().find(|l| l.of == leader.of) {
            Some(same) => same.posts.extend(leader.posts),
            None => found.push(leader),
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::Gazetteer;

    fn of(name: &str) -> Vec<&str> {
        leaders(name).iter().map(|l| l.of).collect()
    }

    #[test]
    fn a_leader_is_found_by_every_spelling_of_the_whole_name() {
        for name in
            ["Volodymyr Zelenskyy", "Volodymyr Zelensky", "Volodymyr Zelenskiy", "VOLODYMYR ZELENSKYY"]
        {
            assert_eq!(of(name), ["ukraine"], "{name}");
        }
        for name in ["Luiz Inácio Lula da Silva", "Lula da Silva", "Luiz Inacio Lula da Silva"] {
            assert_eq!(of(name), ["brazil"], "{name}");
        }
        assert_eq!(of("Kim Jong Un"), ["north-korea"]);
        assert_eq!(of("Kim Jong-un"), ["north-korea"]);
        assert_eq!(of("Nayib Bukele"), ["el-salvador"], "the Factbook has Nayib Armando Bukele Ortez");
    }

    #[test]
    fn who_has_moved_from_one_post_to_another_has_both() {
        assert_eq!(of("Mark Rutte"), ["nato", "netherlands"]);
    }

    #[test]
    fn a_surname_a_given_name_and_a_stranger_find_nobody() {
        for name in ["Zelenskyy", "Volodymyr", "Lula", "Putin", "Vladimir Smirnov", "vladimir putin", ""] {
            assert!(of(name).is_empty(), "{name}");
        }
    }

    #[test]
    fn every_line_names_a_thing_of_the_gazetteer_and_a_form_of_two_words() {
        let mut count = 0;
        for line in LEADERS.lines() {
            let fields: Vec<&str> = line.split('\t').collect();
            let [form, of, posts] = fields[..] else { panic!("{line}") };
            assert!(form.contains(' ') && fold(form) == form, "{line}");
            assert!(Gazetteer::builtin().get(of).is_some(), "{line}");
            assert!(posts.split('|').all(|p| !p.is_empty() && p == p.to_lowercase()), "{line}");
            assert!(!leaders(form).is_empty(), "{line}: not found");
            count += 1;
        }
        assert!(count > 1000);
    }
}
