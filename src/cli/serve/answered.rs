//! Answers as they were given, kept for who asks the same again.

use std::collections::{HashMap, VecDeque};

use axum::body::Bytes;

/// An answer in the form in which it is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered {
    /// Its media type.
    pub kind: &'static str,
    /// What is sent.
    pub bytes: Bytes,
    /// Whether it is a page with a policy of its own.
    pub own_policy: bool,
}

/// Answers by what was asked. Those that were kept first go where there are too many bytes.
#[derive(Debug, Default)]
pub struct Kept {
    answers: HashMap<String, Answered>,
    /// From the first on.
    order: VecDeque<String>,
    bytes: usize,
}

/// The most bytes of answers that are kept.
const MOST: usize = 32 << 20;
/// The largest answer that is kept, in bytes: a few that are larger would leave no room for others.
const LARGEST: usize = MOST / 8;

impl Kept {
    /// The answer to the same request, if it is still there.
    pub fn find(&self, asked: &str) -> Option<Answered> {
        self.answers.get(asked).cloned()
    }

    /// Keeps an answer.
    pub fn keep(&mut self, asked: String, answer: Answered) {
        let size = asked.len() + answer.bytes.len();
        if size > LARGEST || self.answers.contains_key(&asked) {
            return;
        }
        while self.bytes + size > MOST {
            let Some(first) = self.order.pop_front() else { break };
            self.bytes -= first.len() + self.answers.remove(&first).map_or(0, |answer| answer.bytes.len());
        }
        self.bytes += size;
        self.order.push_back(asked.clone());
        self.answers.insert(asked, answer);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(size: usize) -> Answered {
        Answered { kind: "text/html", bytes: vec![b'a'; size].into(), own_policy: false }
    }

    #[test]
    fn answers_are_kept_until_there_are_too_many_bytes() {
        let mut kept = Kept::default();
        kept.keep("large".to_owned(), answer(LARGEST));
        assert_eq!(kept.find("large"), None);
        for number in 0..20 {
            kept.keep(number.to_string(), answer(MOST / 10));
            assert!(kept.bytes <= MOST);
        }
        assert_eq!(kept.find("0"), None);
        assert_eq!(kept.find("19"), Some(answer(MOST / 10)));
        assert_eq!(kept.answers.len(), kept.order.len());
    }
}
