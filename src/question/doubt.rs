//! Words by which a text leaves open whether something is so.

use crate::lexicon::questions::Questions;

/// The words of a quote by which it leaves open whether what it tells is so.
///
/// ```
/// use demarche::lexicon::Lexicon;
/// use demarche::question::doubt;
///
/// let questions = &Lexicon::builtin().questions;
/// assert_eq!(doubt("Macron has reportedly refused to go", questions), Some("reportedly".to_owned()));
/// assert_eq!(doubt("Macron refused to go", questions), None);
/// ```
pub fn doubt(quote: &str, questions: &Questions) -> Option<String> {
    let words: Vec<String> = quote
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    let stands = |cue: &&Vec<String>| words.windows(cue.len()).any(|run| run == cue.as_slice());
    questions.doubt.iter().find(stands).map(|cue| cue.join(" "))
}
