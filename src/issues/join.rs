//! Putting together what is alike, the likest first.
//!
//! Two groups are as alike as their members are on the mean, with a part of what the likest two are (R. Sokal and
//! C. Michener, "A statistical method for evaluating systematic relationships", 1958, is the mean alone).

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};

use super::ruled::{Side, opposed};

/// What two groups have in common.
#[derive(Debug, Clone, Copy)]
pub struct Tie {
    /// Log-odds of all pairs of members, added up.
    pub sum: f64,
    /// The greatest of them.
    pub greatest: f64,
}

/// Groups to be put together.
#[derive(Default)]
pub struct Groups {
    /// Members of each.
    sizes: Vec<usize>,
    /// What a group must not share with one that it is put together with.
    apart: Vec<BTreeSet<usize>>,
    /// Where each stands among what is ruled to be kept apart.
    sides: Vec<BTreeSet<Side>>,
    ties: Vec<BTreeMap<usize, Tie>>,
}

/// How groups are put together.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// The part of the likest two members, from 0 to 1.
    pub nearest: f64,
    /// The least log-odds at which two groups become one.
    pub least: f64,
    /// Log-odds of two members that have no tie.
    pub absent: f64,
}

/// Two groups that may be put together.
#[derive(PartialEq)]
struct Candidate {
    likeness: f64,
    pair: (usize, usize),
}

impl Eq for Candidate {}

impl Ord for Candidate {
    fn cmp(&self, other: &Self) -> Ordering {
        self.likeness.total_cmp(&other.likeness).then_with(|| other.pair.cmp(&self.pair))
    }
}

impl PartialOrd for Candidate {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Groups {
    /// Adds a group of so many members; returns its number.
    pub fn add(&mut self, size: usize, apart: BTreeSet<usize>, sides: BTreeSet<Side>) -> usize {
        self.sizes.push(size);
        self.apart.push(apart);
        self.sides.push(sides);
        self.ties.push(BTreeMap::new());
        self.sizes.len() - 1
    }

    /// Ties two groups.
    pub fn tie(&mut self, a: usize, b: usize, tie: Tie) {
        self.ties[a].insert(b, tie);
        self.ties[b].insert(a, tie);
    }

    fn likeness(&self, a: usize, b: usize, tie: Tie, rule: Rule) -> f64 {
        let mean = tie.sum / (self.sizes[a] * self.sizes[b]) as f64;
        (1.0 - rule.nearest) * mean + rule.nearest * tie.greatest
    }

    /// Puts together the likest two groups until none are likely enough. Each result is the numbers of groups that are
    /// one, sorted; the results are sorted too.
    pub fn join(mut self, rule: Rule) -> Vec<Vec<usize>> {
        let count = self.sizes.len();
        let mut members: Vec<Vec<usize>> = (0..count).map(|group| vec![group]).collect();
        let mut heap = BinaryHeap::new();
        for (a, ties) in self.ties.iter().enumerate() {
            for (&b, &tie) in ties.range(a + 1..) {
                let likeness = self.likeness(a, b, tie, rule);
                if likeness >= rule.least {
                    heap.push(Candidate { likeness, pair: (a, b) });
                }
            }
        }
        while let Some(Candidate { likeness, pair: (a, b) }) = heap.pop() {
            // What was joined since has another likeness, or is no more.
            let Some(&tie) = self.ties[a].get(&b) else { continue };
            if self.likeness(a, b, tie, rule).total_cmp(&likeness) != Ordering::Equal
                || !self.apart[a].is_disjoint(&self.apart[b])
                || opposed(&self.sides[a], &self.sides[b])
            {
                continue;
            }
            let moved = std::mem::take(&mut members[b]);
            members[a].extend(moved);
            let (mut own, other) = (std::mem::take(&mut self.ties[a]), std::mem::take(&mut self.ties[b]));
            own.remove(&b);
            let absent = |group: usize, size: usize| Tie {
                sum: rule.absent * (self.sizes[group] * size) as f64,
                greatest: rule.absent,
            };
            let mut ties = BTreeMap::new();
            for (&c, &tie) in &own {
                let more = other.get(&c).copied().unwrap_or_else(|| absent(c, self.sizes[b]));
                ties.insert(c, Tie { sum: tie.sum + more.sum, greatest: tie.greatest.max(more.greatest) });
            }
            for (&c, &tie) in other.iter().filter(|(c, _)| **c != a && !own.contains_key(*c)) {
                let more = absent(c, self.sizes[a]);
                ties.insert(c, Tie { sum: tie.sum + more.sum, greatest: tie.greatest.max(more.greatest) });
            }
            self.sizes[a] += self.sizes[b];
            let apart = std::mem::take(&mut self.apart[b]);
            self.apart[a].extend(apart);
            let sides = std::mem::take(&mut self.sides[b]);
            self.sides[a].extend(sides);
            for (&c, &tie) in &ties {
                self.ties[c].remove(&b);
                self.ties[c].insert(a, tie);
                let likeness = self.likeness(a, c, tie, rule);
                if likeness >= rule.least {
                    heap.push(Candidate { likeness, pair: (a.min(c), a.max(c)) });
                }
            }
            self.ties[a] = ties;
        }
        members.retain(|group| !group.is_empty());
        members.iter_mut().for_each(|group| group.sort_unstable());
        members.sort();
        members
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULE: Rule = Rule { nearest: 0.0, least: 0.0, absent: -4.0 };

    fn groups(apart: &[usize], ties: &[(usize, usize, f64)]) -> Groups {
        let mut groups = Groups::default();
        apart.iter().for_each(|part| _ = groups.add(1, BTreeSet::from([*part]), BTreeSet::new()));
        ties.iter().for_each(|&(a, b, x)| groups.tie(a, b, Tie { sum: x, greatest: x }));
        groups
    }

    #[test]
    fn the_likest_are_put_together_first_and_the_mean_decides_on_more() {
        let found = groups(&[0, 1, 2], &[(0, 1, 3.0), (1, 2, 2.0), (0, 2, -3.0)]).join(RULE);
        assert_eq!(found, [vec![0, 1], vec![2]]);
        let found = groups(&[0, 1, 2], &[(0, 1, 3.0), (1, 2, 2.0), (0, 2, -1.0)]).join(RULE);
        assert_eq!(found, [[0, 1, 2]]);
    }

    #[test]
    fn what_has_no_tie_counts_as_unlike() {
        assert_eq!(groups(&[0, 1, 2], &[(0, 1, 3.0), (1, 2, 2.0)]).join(RULE), [vec![0, 1], vec![2]]);
        let rule = Rule { nearest: 0.8, ..RULE };
        assert_eq!(groups(&[0, 1, 2], &[(0, 1, 3.0), (1, 2, 2.0)]).join(rule), [[0, 1, 2]]);
    }

    #[test]
    fn what_is_ruled_to_be_kept_apart_is_kept_apart_by_way_of_others_too() {
        let mut groups = Groups::default();
        for side in [Some(false), None, Some(true)] {
            groups.add(1, BTreeSet::new(), side.map(|side| (0, side)).into_iter().collect());
        }
        for (a, b, x) in [(0, 1, 3.0), (1, 2, 2.0), (0, 2, 2.0)] {
            groups.tie(a, b, Tie { sum: x, greatest: x });
        }
        assert_eq!(groups.join(RULE), [vec![0, 1], vec![2]]);
    }

    #[test]
    fn what_must_stay_apart_stays_apart() {
        assert_eq!(groups(&[0, 0, 1], &[(0, 1, 9.0), (1, 2, 2.0)]).join(RULE), [vec![0], vec![1, 2]]);
    }
}
