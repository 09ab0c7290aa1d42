//! Abbreviations that people type, in full.

use crate::lexicon::questions::Questions;

/// What surrounds a word and is no part of it.
const MARKS: [char; 8] = ['?', '!', ',', ';', ':', '"', '(', ')'];

/// A question with the abbreviations of `data/questions.toml` in full, as it should be analysed: taggers are trained on
/// words that are written out.
///
/// ```
/// use demarche::lexicon::Lexicon;
/// use demarche::question::in_full;
///
/// assert_eq!(in_full("whos the uk PM?", &Lexicon::builtin().questions), "who is the UK prime minister?");
/// ```
pub fn in_full(question: &str, questions: &Questions) -> String {
    let words: Vec<&str> = question.split_whitespace().collect();
    let mut full: Vec<String> = Vec::new();
    let mut at = 0;
    'words: while at < words.len() {
        for (phrase, long) in &questions.short {
            let Some(run) = words.get(at..at + phrase.len()) else { continue };
            let bare = |word: &str| word.trim_matches(MARKS).to_lowercase();
            let same = |(word, other): (&&str, &String)| bare(word) == *other;
            // A mark within the phrase parts it.
            let parted = run[..run.len() - 1].iter().any(|word| word.ends_with(MARKS));
            if !parted && run.iter().zip(phrase).all(same) {
                let (first, last) = (run[0], run[run.len() - 1]);
                let before = &first[..first.len() - first.trim_start_matches(MARKS).len()];
                let after = &last[last.trim_end_matches(MARKS).len()..];
                // What is left out leaves its marks to the word before.
                match full.last_mut().filter(|_| long.is_empty() && before.is_empty()) {
                    Some(last) => last.push_str(after),
                    None => full.push(format!("{before}{long}{after}")),
                }
                at += phrase.len();
                continue 'words;
            }
        }
        full.push(words[at].to_owned());
        at += 1;
    }
    full.join(" ")
}
