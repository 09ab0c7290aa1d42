//! Paragraphs: the pieces of an article that are read apart from each other.
//!
//! In: an article's text. Out: byte ranges of its lines without the white space around them. A dateline before the
//! first sentence ("VIENNA (July 14) — ") is a piece of its own, and so is the name of a speaker ("MS. DOE: "): fused with
//! the sentence it would be read as a subject. A speaker's initials are left out, a time of day before an entry of a live
//! report ("16:40 GMT: "), and lines that are no sentences
//! of the article (by-lines, captions, "Read more: …").

use std::ops::Range;

use crate::lexicon::boilerplate::Boilerplate;
use crate::lexicon::corrections::Corrections;

/// Longest dateline, in bytes: "PORT-AU-PRINCE, Haiti, Sept. 30 (Reuters) — " has 44.
const LONGEST_DATELINE: usize = 80;

/// Longest name of a speaker before a speech, in bytes.
const LONGEST_SPEAKER: usize = 40;

/// Most letters of an abbreviated speaker.
const LONGEST_INITIALS: usize = 3;

/// The pieces of `text`, in order.
pub fn paragraphs(text: &str) -> Vec<Range<usize>> {
    let words = Boilerplate::builtin();
    let mut out = Vec::new();
    let mut start = 0;
    for line in text.split('\n') {
        let trimmed = line.trim();
        if !trimmed.is_empty() && !words.is_boilerplate(trimmed) {
            let from = start + (line.len() - line.trim_start().len());
            // The mark of a correction is no word of its sentence.
            let marked = Corrections::builtin().body(trimmed).unwrap_or(0);
            let (from, trimmed) = (from + marked, &trimmed[marked..]);
            let clock = words.behind_clock(trimmed).filter(|at| *at < trimmed.len());
            let body = clock.or_else(|| dateline(trimmed)).or_else(|| speaker(trimmed)).unwrap_or(0);
            let head = trimmed[..body].trim_end();
            if body > 0 && clock.is_none() && !is_initials(head) {
                out.push(from..from + head.len());
            }
            out.push(from + body..from + trimmed.len());
        }
        start += line.len() + 1;
    }
    out
}

/// Where the sentence begins behind a dateline that opens `line`.
///
/// A dateline is a place in capitals, then perhaps a country, a date and an agency, then a dash between spaces: before
/// the dash there is no word in small letters and no sentence. Where an agency is named, capitals are not asked for.
fn dateline(line: &str) -> Option<usize> {
    let place = line.split(|c: char| !c.is_alphabetic()).find(|w| !w.is_empty())?;
    let dash = [" — ", " – ", " - ", " -- "]
        .iter()
        .filter_map(|dash| line.find(dash).map(|at| (at, at + dash.len())))
        .min()
        .filter(|&(at, _)| at <= LONGEST_DATELINE)?;
    let words = line[..dash.0].split_whitespace();
    let plain = |word: &str| {
        let first = word.chars().find(|c| c.is_alphanumeric());
        first.is_none_or(|c| c.is_uppercase() || c.is_numeric())
    };
    let capitals = place.chars().count() >= 3 && place.chars().all(char::is_uppercase);
    let named = capitals || names_agency(&line[..dash.0]);
    (named && words.clone().all(plain) && !line[dash.1..].trim().is_empty()).then_some(dash.1)
}

/// Where a speech begins behind the name of its speaker in an interview or a transcript: "((Jane Doe)) ", "MS. DOE: ",
/// "Q: ".
fn speaker(line: &str) -> Option<usize> {
    let marked = line.strip_prefix("((").and_then(|rest| rest.split_once("))"));
    let (name, end) = match marked {
        Some((name, _)) => (name, name.len() + 4),
        None => {
            let (name, _) = line.split_once(": ").filter(|(name, _)| !name.contains(char::is_lowercase))?;
            (name, name.len() + 1)
        }
    };
    let is_name = name.len() <= LONGEST_SPEAKER
        && name.contains(char::is_alphabetic)
        && !name.contains(char::is_numeric);
    let body = end + line[end..].len() - line[end..].trim_start().len();
    (is_name && body < line.len()).then_some(body)
}

/// Letters that stand for whoever asks or answers: "((WN))", "Q:". They name nobody; before a colon, several may name a body.
fn is_initials(label: &str) -> bool {
    let letters = label.trim_matches(|c: char| !c.is_alphabetic());
    let most = if label.ends_with("))") { LONGEST_INITIALS } else { usize::from(label.ends_with(':')) };
    letters.chars().all(char::is_uppercase) && letters.chars().count() <= most
}

/// "Kyiv, Ukraine (AP)", "(Reuters)", "AFP", "London CNN": an agency in parentheses, or as the last word.
fn names_agency(before: &str) -> bool {
    let words = Boilerplate::builtin();
    let inside = before.split_once('(').and_then(|(_, rest)| rest.split_once(')')).map(|(inside, _)| inside);
    let last = before.split_whitespace().next_back();
    inside.or(last).is_some_and(|name| words.is_agency(name.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(text: &str) -> Vec<&str> {
        paragraphs(text).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn a_dateline_is_a_piece_of_its_own() {
        assert_eq!(
            pieces("VIENNA (July 14) — Iran agreed.\n\n  It did. "),
            ["VIENNA (July 14) —", "Iran agreed.", "It did."]
        );
        assert_eq!(
            pieces("PANMUNJOM, South Korea (June 30) — They met."),
            ["PANMUNJOM, South Korea (June 30) —", "They met."]
        );
        assert_eq!(pieces("PARIS/BONN - Talks began."), ["PARIS/BONN -", "Talks began."]);
        assert_eq!(pieces("Kyiv, Ukraine (AP) — Iran agreed."), ["Kyiv, Ukraine (AP) —", "Iran agreed."]);
        assert_eq!(pieces("(Reuters) - Iran agreed."), ["(Reuters) -", "Iran agreed."]);
        assert_eq!(pieces("London CNN — Iran agreed."), ["London CNN —", "Iran agreed."]);
    }

    #[test]
    fn the_mark_of_a_correction_is_left_out() {
        assert_eq!(pieces("CORRECTION: Iran did not agree."), ["Iran did not agree."]);
        assert_eq!(pieces("Correction - VIENNA (July 14) — It did."), ["VIENNA (July 14) —", "It did."]);
    }

    #[test]
    fn lines_around_an_article_are_left_out() {
        let text =
            "By Jane Doe\n\nIran agreed.\nRead more: Talks in Geneva\n\nIt did.\n(Reporting by Jane Doe)";
        assert_eq!(pieces(text), ["Iran agreed.", "It did."]);
    }

    #[test]
    fn a_sentence_that_names_an_agency_is_read_and_a_credit_is_not() {
        let text = "REUTERS/Jane Roe\n\nA Reuters/Ipsos poll found that voters rejected the plan.\n\nAFP/Getty Images";
        assert_eq!(pieces(text), ["A Reuters/Ipsos poll found that voters rejected the plan."]);
    }

    #[test]
    fn the_name_of_a_speaker_is_a_piece_of_its_own_and_initials_are_none() {
        assert_eq!(pieces("((Jane Doe)) Iran agreed."), ["((Jane Doe))", "Iran agreed."]);
        assert_eq!(pieces("MS. DOE: Iran agreed."), ["MS. DOE:", "Iran agreed."]);
        assert_eq!(pieces("UN: Iran agreed."), ["UN:", "Iran agreed."]);
        assert_eq!(pieces("((WN)) Did Iran agree?\nA: It did."), ["Did Iran agree?", "It did."]);
        for text in [
            "Doe: Iran agreed.",
            "((Iran agreed))",
            "12: 30",
            "IRAN AGREED: a long headline in capital letters: no",
            "Q:",
        ] {
            assert_eq!(pieces(text).last().map(|last| text.ends_with(last)), Some(true), "{text}");
        }
        assert_eq!(pieces("Doe: Iran agreed."), ["Doe: Iran agreed."]);
        assert_eq!(pieces("((Iran agreed))"), ["((Iran agreed))"]);
    }

    #[test]
    fn the_time_of_an_entry_of_a_live_report_is_no_name() {
        let text = "16:40 GMT: Lavrov met Araghchi.\n17:05 GMT\nAraghchi left.\n[18:00] Lavrov left.";
        assert_eq!(pieces(text), ["Lavrov met Araghchi.", "Araghchi left.", "Lavrov left."]);
    }

    #[test]
    fn a_sentence_with_a_dash_is_no_dateline() {
        for text in [
            "NATO met — and left.",
            "Vienna — Iran agreed.",
            "US, China agree to slash tariffs - report",
            "EU — it is.",
        ] {
            assert_eq!(pieces(text), [text]);
        }
    }
}
