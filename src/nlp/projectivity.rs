//! From the parser's arcs to the tree: lifted arcs go back to their true heads, and sentences follow from the tree.
//!
//! The parser makes only arcs that do not cross. Training lifted crossing arcs to a head further up and wrote the true
//! head's relation into the label, as `relcl||dobj` (Nivre and Nilsson 2005, the "head" scheme).

use super::parser::Arc;

/// Passes over the edges of subtrees before an ill-formed tree is left as it is.
const PASSES: usize = 12;

/// The first and last token of each token's subtree.
#[derive(Debug, Default)]
pub struct Edges {
    left: Vec<usize>,
    right: Vec<usize>,
    starts: Vec<bool>,
}

impl Edges {
    /// Finds the edges. One pass is enough for a tree without crossing arcs; with them, passes are made until every
    /// head stands in the sentence of its dependents.
    pub fn find(&mut self, arcs: &[Arc]) {
        let n = arcs.len();
        self.left.clear();
        self.left.extend(0..n);
        self.right.clear();
        self.right.extend(0..n);
        for _ in 0..PASSES {
            for i in (0..n).chain((0..n).rev()) {
                let head = arcs[i].head;
                self.left[head] = self.left[head].min(self.left[i]);
                self.right[head] = self.right[head].max(self.right[i]);
            }
            self.starts.clear();
            self.starts.resize(n, false);
            for (i, _) in arcs.iter().enumerate().filter(|(i, arc)| arc.head == *i) {
                self.starts[self.left[i]] = true;
            }
            if self.heads_are_inside(arcs) {
                break;
            }
        }
    }

    fn heads_are_inside(&self, arcs: &[Arc]) -> bool {
        let n = arcs.len();
        let mut start = 0;
        for i in 0..n {
            if (i > 0 && self.starts[i]) || i + 1 == n {
                if arcs[start..i].iter().any(|arc| arc.head < start || arc.head > i) {
                    return false;
                }
                start = i;
            }
        }
        true
    }

    /// Whether each token starts a sentence. The first always does, and where the passes did not settle a tree,
    /// sentences that an arc crosses are one.
    pub fn sentence_starts(&mut self, arcs: &[Arc]) -> &[bool] {
        if let Some(first) = self.starts.first_mut() {
            *first = true;
        }
        // `reach` is the last token that an arc from or to a token before `i` touches.
        let mut reach = 0;
        let mut earliest: Vec<usize> = Vec::new();
        for (i, arc) in arcs.iter().enumerate() {
            if reach >= i {
                self.starts[i] &= i == 0;
            }
            reach = reach.max(arc.head);
            if self.starts[i] {
                earliest.push(i);
            }
            // An arc to a head before this sentence joins it to those before.
            while arc.head < *earliest.last().unwrap_or(&0) {
                if let Some(start) = earliest.pop() {
                    self.starts[start] = false;
                }
            }
        }
        &self.starts
    }
}

/// Moves lifted arcs to their true heads: the nearest token below the head they have, breadth first and from left to
/// right, whose relation is the one that the label names. Where there is none the arc stays.
pub fn deprojectivize(arcs: &mut [Arc], is_space: impl Fn(usize) -> bool, edges: &Edges) {
    let mut queue = Vec::new();
    for i in 0..arcs.len() {
        let Some(wanted) = arcs[i].label.lifted.take() else {
            continue;
        };
        queue.clear();
        queue.push(arcs[i].head);
        let mut next = 0;
        'search: while next < queue.len() && queue.len() <= arcs.len() {
            let parent = queue[next];
            next += 1;
            for child in edges.left[parent]..=edges.right[parent] {
                if child == parent || child == i || arcs[child].head != parent || is_space(child) {
                    continue;
                }
                if arcs[child].label.deprel == wanted && arcs[child].label.lifted.is_none() {
                    arcs[i].head = child;
                    break 'search;
                }
                queue.push(child);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nlp::parser::ArcLabel;
    use crate::text::Deprel;

    fn arcs(tree: &[(usize, &str)]) -> Vec<Arc> {
        let label = |l: &str| Deprel::from_label(l).unwrap();
        tree.iter()
            .map(|&(head, name)| Arc {
                head,
                label: match name.split_once("||") {
                    Some((own, of)) => ArcLabel { deprel: label(own), lifted: Some(label(of)) },
                    None => ArcLabel { deprel: label(name), lifted: None },
                },
                margin: 0.0,
            })
            .collect()
    }

    fn heads_after(tree: &[(usize, &str)], space: Option<usize>) -> Vec<usize> {
        let mut arcs = arcs(tree);
        let mut edges = Edges::default();
        edges.find(&arcs);
        deprojectivize(&mut arcs, |i| Some(i) == space, &edges);
        assert!(arcs.iter().all(|a| a.label.lifted.is_none()));
        arcs.iter().map(|a| a.head).collect()
    }

    #[test]
    fn a_lifted_arc_finds_the_nearest_head_of_its_kind() {
        // 0 saw: 1 him (dobj) <- 2 the (det of a lower dobj); 4 is lifted to 0 and belongs to a dobj.
        let tree = [(0, "ROOT"), (0, "prep"), (1, "dobj"), (0, "dobj"), (0, "relcl||dobj")];
        assert_eq!(heads_after(&tree, None), [0, 0, 1, 0, 3]);
        // Of two on one level the left one is taken.
        let tree = [(0, "ROOT"), (0, "dobj"), (0, "dobj"), (0, "relcl||dobj")];
        assert_eq!(heads_after(&tree, None), [0, 0, 0, 1]);
        // With none to the left, one to the right will do.
        let tree = [(0, "ROOT"), (0, "relcl||dobj"), (0, "dobj")];
        assert_eq!(heads_after(&tree, None), [0, 2, 0]);
    }

    #[test]
    fn white_space_is_no_head_and_a_missing_head_changes_nothing() {
        let tree = [(0, "ROOT"), (0, "dobj"), (1, "dobj"), (0, "relcl||dobj")];
        assert_eq!(heads_after(&tree, Some(1)), [0, 0, 1, 0]);
        let tree = [(0, "ROOT"), (0, "nsubj"), (0, "relcl||dobj")];
        assert_eq!(heads_after(&tree, None), [0, 0, 0]);
    }

    #[test]
    fn a_lifted_token_may_be_the_head_of_a_later_one_once_it_is_lowered() {
        let tree = [(0, "ROOT"), (0, "dobj"), (0, "prep||dobj"), (0, "relcl||prep")];
        assert_eq!(heads_after(&tree, None), [0, 0, 1, 0]);
    }

    fn starts(tree: &[(usize, &str)]) -> Vec<usize> {
        let arcs = arcs(tree);
        let mut edges = Edges::default();
        edges.find(&arcs);
        let starts = edges.sentence_starts(&arcs);
        (0..starts.len()).filter(|&i| starts[i]).collect()
    }

    #[test]
    fn a_sentence_starts_at_the_left_edge_of_each_root() {
        assert_eq!(starts(&[(1, "det"), (1, "ROOT"), (3, "det"), (3, "ROOT"), (3, "punct")]), [0, 2]);
        assert!(starts(&[]).is_empty());
        assert_eq!(starts(&[(0, "ROOT")]), [0]);
    }

    #[test]
    fn crossing_arcs_do_not_tear_a_sentence_apart() {
        // 0 -> 2 -> 1 -> 3, and a sentence of its own behind.
        assert_eq!(starts(&[(0, "ROOT"), (2, "det"), (0, "dobj"), (1, "det"), (4, "ROOT")]), [0, 4]);
        // Two roots whose subtrees interleave are one sentence.
        assert_eq!(starts(&[(0, "ROOT"), (1, "ROOT"), (0, "dobj"), (1, "dobj")]), [0]);
    }
}
