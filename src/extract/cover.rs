//! Which runs of tokens a token stands in, without looking at all of them.

use std::ops::Range;

/// Tokens in one block. Most runs are shorter, so that few stand in more blocks than two.
const BLOCK: usize = 64;

/// Runs of tokens, numbered by whoever adds them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Cover {
    blocks: Vec<Vec<(Range<usize>, usize)>>,
}

impl Cover {
    /// Adds run `number`, which may have several stretches.
    pub fn add(&mut self, tokens: Range<usize>, number: usize) {
        if tokens.is_empty() {
            return;
        }
        let last = (tokens.end - 1) / BLOCK;
        if self.blocks.len() <= last {
            self.blocks.resize_with(last + 1, Vec::new);
        }
        for block in &mut self.blocks[tokens.start / BLOCK..=last] {
            block.push((tokens.clone(), number));
        }
    }

    /// The numbers of the runs that hold token `i`, in the order in which they were added; one that holds it twice comes
    /// twice.
    pub fn at(&self, i: usize) -> impl Iterator<Item = usize> + '_ {
        let block = self.blocks.get(i / BLOCK).into_iter().flatten();
        block.filter(move |(tokens, _)| tokens.contains(&i)).map(|&(_, number)| number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_finds_the_runs_around_it() {
        let mut cover = Cover::default();
        for (number, tokens) in [3..5, 0..200, 64..64, 63..65, 190..300].into_iter().enumerate() {
            cover.add(tokens, number);
        }
        let at = |i| cover.at(i).collect::<Vec<_>>();
        assert_eq!(at(4), [0, 1]);
        assert_eq!((at(63), at(64), at(65)), (vec![1, 3], vec![1, 3], vec![1]));
        assert_eq!((at(199), at(299), at(300)), (vec![1, 4], vec![4], vec![]));
        assert!(at(100_000).is_empty());
    }
}
