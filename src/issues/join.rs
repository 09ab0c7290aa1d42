//! Putting together what is alike, the likest first.
//!
//! Two groups are as alike as their members are on the mean, with a part of what the likest two are (R. Sokal and
//! C. Michener, "A statistical method for evaluating systematic relationships", 1958, is the mean alone).

use std::cmp::Ordering;
use std::collections::{BTreeSet, BinaryHeap};

use hashbrown::HashTable;
use hashbrown::hash_table::Entry;

use super::ruled::{Side, opposed};
use super::vocabulary::SPREAD;

/// What two groups have in common.
#[derive(Debug, Clone, Copy)]
pub struct Tie {
    /// Log-odds of all pairs of members, added up.
    pub sum: f64,
    /// The greatest of them.
    pub greatest: f64,
}

/// A [`Tie`] as it is kept: how far it is above what as many pairs without one would have. Where one of two groups that are
/// put together is not tied to a third, that does not change.
#[derive(Debug, Clone, Copy)]
struct Bond {
    /// The number of the other group.
    to: u32,
    /// The greatest log-odds of two members.
    greatest: f32,
    /// The sum of the log-odds of all pairs, less what as many pairs without a tie have; not below 0.
    beyond: f64,
}

/// Groups to be put together.
pub struct Groups {
    rule: Rule,
    /// Members of each.
    sizes: Vec<usize>,
    /// What a group must not share with one that it is put together with.
    apart: Vec<BTreeSet<usize>>,
    /// Where each stands among what is ruled to be kept apart.
    sides: Vec<BTreeSet<Side>>,
    /// The bonds of each group, looked up by `to`.
    bonds: Vec<HashTable<Bond>>,
}

/// How groups are put together.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// The part of the likest two members, from 0 to 1.
    pub nearest: f64,
    /// The least log-odds at which two groups become one.
    pub least: f64,
    /// Log-odds of two members that have no tie; no two have less.
    pub absent: f64,
}

/// Two groups that may be put together, by the least number of what is in each, and how alike they were when that was last
/// looked at: they are no more alike now, unless another candidate says so.
#[derive(PartialEq)]
struct Candidate {
    likeness: f64,
    pair: (u32, u32),
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
    /// No groups yet.
    pub fn new(rule: Rule) -> Self {
        Self { rule, sizes: Vec::new(), apart: Vec::new(), sides: Vec::new(), bonds: Vec::new() }
    }

    /// Adds a group of so many members; returns its number.
    pub fn add(&mut self, size: usize, apart: BTreeSet<usize>, sides: BTreeSet<Side>) -> usize {
        self.sizes.push(size);
        self.apart.push(apart);
        self.sides.push(sides);
        self.bonds.push(HashTable::new());
        self.sizes.len() - 1
    }

    /// Ties two groups.
    pub fn tie(&mut self, a: usize, b: usize, tie: Tie) {
        let beyond = tie.sum - self.rule.absent * (self.sizes[a] * self.sizes[b]) as f64;
        for (from, to) in [(a, b), (b, a)] {
            let to = u32::try_from(to).expect("there are fewer groups");
            put(&mut self.bonds[from], Bond { to, greatest: tie.greatest as f32, beyond });
        }
    }

    fn likeness(&self, a: usize, bond: Bond) -> f64 {
        let Rule { nearest, absent, .. } = self.rule;
        let mean = absent + bond.beyond / (self.sizes[a] * self.sizes[bond.to as usize]) as f64;
        (1.0 - nearest) * mean + nearest * f64::from(bond.greatest)
    }

    fn bond(&self, a: usize, b: usize) -> Option<Bond> {
        let b = b as u32;
        self.bonds[a].find(spread(b), |bond| bond.to == b).copied()
    }

    /// Puts together the likest two groups until none are likely enough. Each result is the numbers of groups that are
    /// one, sorted; the results are sorted too.
    pub fn join(mut self) -> Vec<Vec<usize>> {
        let count = self.sizes.len();
        let mut members: Vec<Vec<usize>> = (0..count).map(|group| vec![group]).collect();
        // A group is kept under the number that had most ties; its least number tells which of two pairs comes first.
        let mut least: Vec<u32> = (0..count as u32).collect();
        let mut kept: Vec<u32> = least.clone();
        let mut heap = BinaryHeap::new();
        for a in 0..count {
            for bond in self.bonds[a].iter().filter(|bond| bond.to as usize > a) {
                let bond = *bond;
                let likeness = self.likeness(a, bond);
                if likeness >= self.rule.least {
                    heap.push(Candidate { likeness, pair: (a as u32, bond.to) });
                }
            }
        }
        while let Some(Candidate { likeness, pair: (x, y) }) = heap.pop() {
            let [a, b] = [x, y].map(|number| find(&mut kept, number));
            if a == b {
                continue;
            }
            let Some(bond) = self.bond(a, b) else { continue };
            // What was joined since has another likeness or name.
            let now = self.likeness(a, bond);
            let pair = (least[a].min(least[b]), least[a].max(least[b]));
            if now != likeness || pair != (x, y) {
                if (self.rule.least..=likeness).contains(&now) {
                    heap.push(Candidate { likeness: now, pair });
                }
                continue;
            }
            if !self.apart[a].is_disjoint(&self.apart[b]) || opposed(&self.sides[a], &self.sides[b]) {
                continue;
            }
            let (a, b) = if self.bonds[a].len() >= self.bonds[b].len() { (a, b) } else { (b, a) };
            let moved = std::mem::take(&mut members[b]);
            members[a].extend(moved);
            self.sizes[a] += self.sizes[b];
            let apart = std::mem::take(&mut self.apart[b]);
            self.apart[a].extend(apart);
            let sides = std::mem::take(&mut self.sides[b]);
            self.sides[a].extend(sides);
            (least[a], kept[b]) = (x, a as u32);
            for bond in self.take(a, b) {
                let likeness = self.likeness(a, bond);
                if likeness >= self.rule.least {
                    let other = least[bond.to as usize];
                    heap.push(Candidate { likeness, pair: (x.min(other), x.max(other)) });
                }
            }
        }
        members.retain(|group| !group.is_empty());
        members.iter_mut().for_each(|group| group.sort_unstable());
        members.sort();
        members
    }

    /// Gives the ties of one group to another; returns those of the other that are new or have changed.
    fn take(&mut self, a: usize, b: usize) -> Vec<Bond> {
        let given = std::mem::take(&mut self.bonds[b]);
        remove(&mut self.bonds[a], b);
        let mut changed = Vec::with_capacity(given.len());
        for mut bond in given.into_iter().filter(|bond| bond.to as usize != a) {
            if let Some(own) = self.bond(a, bond.to as usize) {
                bond.beyond += own.beyond;
                bond.greatest = bond.greatest.max(own.greatest);
            }
            put(&mut self.bonds[a], bond);
            let theirs = &mut self.bonds[bond.to as usize];
            remove(theirs, b);
            put(theirs, Bond { to: a as u32, ..bond });
            changed.push(bond);
        }
        changed
    }
}

/// The number under which a group is kept that had this one.
fn find(kept: &mut [u32], number: u32) -> usize {
    let mut number = number as usize;
    while kept[number] as usize != number {
        kept[number] = kept[kept[number] as usize];
        number = kept[number] as usize;
    }
    number
}

/// Where a number stands in a table.
fn spread(number: u32) -> u64 {
    // The upper half tells most, and tables look at the lower.
    u64::from(number).wrapping_mul(SPREAD).rotate_left(32)
}

fn put(bonds: &mut HashTable<Bond>, bond: Bond) {
    match bonds.entry(spread(bond.to), |known| known.to == bond.to, |known| spread(known.to)) {
        Entry::Occupied(mut known) => *known.get_mut() = bond,
        Entry::Vacant(place) => _ = place.insert(bond),
    }
}

fn remove(bonds: &mut HashTable<Bond>, to: usize) {
    if let Ok(bond) = bonds.find_entry(spread(to as u32), |bond| bond.to as usize == to) {
        bond.remove();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULE: Rule = Rule { nearest: 0.0, least: 0.0, absent: -4.0 };

    fn groups(apart: &[usize], ties: &[(usize, usize, f64)], rule: Rule) -> Groups {
        let mut groups = Groups::new(rule);
        apart.iter().for_each(|part| _ = groups.add(1, BTreeSet::from([*part]), BTreeSet::new()));
        ties.iter().for_each(|&(a, b, x)| groups.tie(a, b, Tie { sum: x, greatest: x }));
        groups
    }

    #[test]
    fn the_likest_are_put_together_first_and_the_mean_decides_on_more() {
        let found = groups(&[0, 1, 2], &[(0, 1, 3.0), (1, 2, 2.0), (0, 2, -3.0)], RULE).join();
        assert_eq!(found, [vec![0, 1], vec![2]]);
        let found = groups(&[0, 1, 2], &[(0, 1, 3.0), (1, 2, 2.0), (0, 2, -1.0)], RULE).join();
        assert_eq!(found, [[0, 1, 2]]);
    }

    #[test]
    fn what_has_no_tie_counts_as_unlike() {
        assert_eq!(groups(&[0, 1, 2], &[(0, 1, 3.0), (1, 2, 2.0)], RULE).join(), [vec![0, 1], vec![2]]);
        let rule = Rule { nearest: 0.8, ..RULE };
        assert_eq!(groups(&[0, 1, 2], &[(0, 1, 3.0), (1, 2, 2.0)], rule).join(), [[0, 1, 2]]);
    }

    #[test]
    fn what_is_ruled_to_be_kept_apart_is_kept_apart_by_way_of_others_too() {
        let mut groups = Groups::new(RULE);
        for side in [Some(false), None, Some(true)] {
            groups.add(1, BTreeSet::new(), side.map(|side| (0, side)).into_iter().collect());
        }
        for (a, b, x) in [(0, 1, 3.0), (1, 2, 2.0), (0, 2, 2.0)] {
            groups.tie(a, b, Tie { sum: x, greatest: x });
        }
        assert_eq!(groups.join(), [vec![0, 1], vec![2]]);
    }

    #[test]
    fn what_must_stay_apart_stays_apart() {
        assert_eq!(groups(&[0, 0, 1], &[(0, 1, 9.0), (1, 2, 2.0)], RULE).join(), [vec![0], vec![1, 2]]);
    }

    /// The same by looking at all groups after each step.
    fn slowly(sizes: &[usize], ties: &[(usize, usize, Tie)], rule: Rule) -> Vec<Vec<usize>> {
        let mut groups: Vec<Vec<usize>> = (0..sizes.len()).map(|one| vec![one]).collect();
        let size = |group: &[usize]| group.iter().map(|&one| sizes[one]).sum::<usize>() as f64;
        let likeness = |a: &[usize], b: &[usize]| {
            let known = |(x, y, _): &&(usize, usize, Tie)| {
                a.contains(x) && b.contains(y) || a.contains(y) && b.contains(x)
            };
            let tied: Vec<_> = ties.iter().filter(known).collect();
            let pairs: f64 = tied.iter().map(|(x, y, _)| (sizes[*x] * sizes[*y]) as f64).sum();
            let sum = tied.iter().map(|(_, _, tie)| tie.sum).sum::<f64>();
            let mean = (sum + rule.absent * (size(a) * size(b) - pairs)) / (size(a) * size(b));
            let greatest = tied.iter().map(|(_, _, tie)| tie.greatest).fold(rule.absent, f64::max);
            (!tied.is_empty()).then_some((1.0 - rule.nearest) * mean + rule.nearest * greatest)
        };
        loop {
            let pairs = (0..groups.len()).flat_map(|i| (i + 1..groups.len()).map(move |j| (i, j)));
            let found = pairs.filter_map(|(i, j)| Some((likeness(&groups[i], &groups[j])?, i, j)));
            let likest = found.filter(|found| found.0 >= rule.least).max_by(|a, b| a.0.total_cmp(&b.0));
            let Some((_, i, j)) = likest else { break };
            let moved = groups.remove(j);
            groups[i].extend(moved);
            groups[i].sort_unstable();
        }
        groups.sort();
        groups
    }

    #[test]
    fn what_is_put_together_is_what_looking_at_all_groups_again_and_again_puts_together() {
        let mut state = 7u64;
        let mut next = |below: u64| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) % below
        };
        for nearest in [0.0, 0.6] {
            for _ in 0..200 {
                let rule = Rule { nearest, least: -1.5, absent: -6.0 };
                let sizes: Vec<usize> = (0..12).map(|_| 1 + next(3) as usize).collect();
                let mut ties = Vec::new();
                let mut groups = Groups::new(rule);
                for &size in &sizes {
                    groups.add(size, BTreeSet::new(), BTreeSet::new());
                }
                for a in 0..sizes.len() {
                    for b in a + 1..sizes.len() {
                        if next(3) == 0 {
                            let odds = |next: &mut dyn FnMut(u64) -> u64| next(1000) as f32 / 100.0 - 6.0;
                            let all: Vec<f32> = (0..sizes[a] * sizes[b]).map(|_| odds(&mut next)).collect();
                            let sum = all.iter().copied().map(f64::from).sum();
                            let greatest = f64::from(all.iter().copied().fold(f32::NEG_INFINITY, f32::max));
                            ties.push((a, b, Tie { sum, greatest }));
                            groups.tie(a, b, Tie { sum, greatest });
                        }
                    }
                }
                assert_eq!(groups.join(), slowly(&sizes, &ties, rule), "{ties:?}");
            }
        }
    }
}
