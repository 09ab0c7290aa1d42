//! Lines that are written in capitals: in the letters that they would have elsewhere, so that the engine, which goes by
//! capitals, can read them.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::lexicon::given_names::{is_given_name, is_surname};
use crate::lexicon::leaders::leaders;
use crate::lexicon::times::Times;
use crate::lexicon::{Gazetteer, Known};
use crate::schema::{EntityType, Record};

/// Letters that a line in capitals has at least: a shorter one may be a few abbreviations.
const LEAST_LETTERS: usize = 16;
/// Words that it has at least.
const LEAST_WORDS: usize = 3;
/// Most words of a name that is looked up.
const LONGEST_NAME: usize = 5;
/// Inhabitants of a city whose name is more often the city than a word.
const LARGE_CITY: u64 = 300_000;
/// Letters of the longest abbreviation that is kept as it is.
const LONGEST_ABBREVIATION: usize = 6;

/// `text` with its lines in capitals in small letters but for names and the first words of sentences, byte for byte in its
/// place; none where no line is in capitals.
///
/// Names are what the gazetteer, the leaders and the lists of people's names have, and what the other lines of the text
/// write with a capital. What none of these knows is in small letters.
pub fn in_small_letters(text: &str) -> Option<String> {
    let lines: Vec<&str> = text.split('\n').collect();
    if !lines.iter().any(|line| is_in_capitals(line)) {
        return None;
    }
    let known = capitalized(lines.iter().copied().filter(|line| !is_in_capitals(line)));
    let small: Vec<String> = lines
        .into_iter()
        .map(|line| if is_in_capitals(line) { small(line, &known) } else { line.to_owned() })
        .collect();
    Some(small.join("\n"))
}

/// Puts the words of `text` as it is into the quotes of a record that was read from [`in_small_letters`].
pub fn restore(record: &mut Record, text: &str) {
    let starts: Vec<usize> = text.char_indices().map(|(byte, _)| byte).chain([text.len()]).collect();
    let mentions = record.entities.iter_mut().flat_map(|entity| &mut entity.mentions);
    let offices = record.offices.iter_mut().map(|office| &mut office.evidence);
    let relations = record.relations.iter_mut().map(|relation| &mut relation.evidence);
    let positions = record.positions.iter_mut().map(|position| &mut position.evidence);
    let said = record.attributions.iter_mut().flat_map(|said| {
        let speaker = said.source.as_mut().map(|source| &mut source.quote);
        speaker.into_iter().chain([&mut said.cue]).chain(&mut said.content)
    });
    for quote in mentions.chain(offices).chain(relations).chain(positions).chain(said) {
        quote.text = text[starts[quote.span.start]..starts[quote.span.end]].to_owned();
    }
}

fn is_in_capitals(line: &str) -> bool {
    let upper = line.chars().filter(|c| c.is_uppercase()).count();
    let lower = line.chars().filter(|c| c.is_lowercase()).count();
    upper >= LEAST_LETTERS && lower * 20 <= upper && words(line).len() >= LEAST_WORDS
}

/// Runs of letters, digits and apostrophes between them.
fn words(line: &str) -> Vec<Range<usize>> {
    let mut words: Vec<Range<usize>> = Vec::new();
    for (at, c) in line.char_indices() {
        let end = at + c.len_utf8();
        match words.last_mut().filter(|word| word.end == at) {
            Some(word) if c.is_alphanumeric() || matches!(c, '\'' | '’') => word.end = end,
            _ if c.is_alphanumeric() => words.push(at..end),
            _ => {}
        }
    }
    words
}

/// The word without the ending of an owner: a letter behind an apostrophe, or the apostrophe alone.
fn bare(word: &str) -> &str {
    match word.rsplit_once(['\'', '’']) {
        Some((owner, ending)) if ending.chars().count() < 2 => owner,
        _ => word,
    }
}

/// Words that the lines write with a capital inside a sentence.
fn capitalized<'t>(lines: impl Iterator<Item = &'t str>) -> BTreeSet<String> {
    let mut known = BTreeSet::new();
    for line in lines {
        for word in words(line) {
            let before = line[..word.start].trim_end();
            let text = bare(&line[word]);
            let inside = before.ends_with(|c: char| c.is_alphanumeric() || c == ',');
            if inside && text.starts_with(char::is_uppercase) {
                known.insert(text.to_owned());
            }
        }
    }
    known
}

fn small(line: &str, known: &BTreeSet<String>) -> String {
    let words = words(line);
    let mut cases: Vec<Option<Case>> = vec![None; words.len()];
    for first in 0..words.len() {
        if cases[first].is_some() {
            continue;
        }
        let most = (words.len() - first).min(LONGEST_NAME);
        let found = (1..=most).rev().find_map(|count| {
            let name = &words[first..first + count];
            case(line, name, words.get(first + count), known).map(|case| (count, case))
        });
        if let Some((count, case)) = found {
            cases[first..first + count].fill(Some(case));
        }
    }
    // "DONALD TRUMP": whatever follows a given name is a surname, if it is one anywhere.
    for at in 1..words.len() {
        let word = title(bare(&line[words[at].clone()]));
        let beside = line[words[at - 1].end..words[at].start].trim().is_empty();
        if cases[at].is_none() && beside && cases[at - 1] == Some(Case::Given) && is_surname(&word) {
            cases[at] = Some(Case::Title);
        }
    }
    let mut out = String::with_capacity(line.len());
    let mut end = 0;
    for (word, case) in words.iter().zip(&cases) {
        out.push_str(&line[end..word.start]);
        let opens = !out
            .trim_end()
            .ends_with(|c: char| c.is_alphanumeric() || matches!(c, ',' | ';' | '-' | '’' | '\''));
        let text = &line[word.clone()];
        match case {
            Some(Case::Kept) => out.push_str(text),
            Some(Case::Title | Case::Given) => out.push_str(&title(text)),
            None if opens => out.push_str(&title(text)),
            None => out.push_str(&lower(text)),
        }
        end = word.end;
    }
    out.push_str(&line[end..]);
    out
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Case {
    /// An abbreviation.
    Kept,
    /// A name.
    Title,
    /// Somebody's given name.
    Given,
}

/// How words that may be a name are written; nothing where they are none that is known.
fn case(
    line: &str,
    name: &[Range<usize>],
    next: Option<&Range<usize>>,
    known: &BTreeSet<String>,
) -> Option<Case> {
    let (first, last) = (name.first()?, name.last()?);
    let between = name.windows(2).all(|two| matches!(&line[two[0].end..two[1].start], " " | "-" | ". "));
    if !between {
        return None;
    }
    let written = bare(&line[first.start..last.end]);
    let titled: String = {
        let mut text = String::new();
        let mut end = first.start;
        for word in name {
            text.push_str(&line[end..word.start]);
            text.push_str(&title(&line[word.clone()]));
            end = word.end;
        }
        bare(&text).to_owned()
    };
    let gazetteer = Gazetteer::builtin();
    if let [_] = name {
        if known.contains(written) && written.chars().count() > 1 {
            return Some(Case::Kept);
        }
        if known.contains(&titled) {
            return Some(if is_given_name(&titled) { Case::Given } else { Case::Title });
        }
        if written.chars().all(|c| c.is_ascii_digit()) {
            return Some(Case::Kept);
        }
        let short = written.chars().count() <= LONGEST_ABBREVIATION;
        let abbreviates = |name: &str| gazetteer.lookup(name).iter().any(is_actor);
        if short && abbreviates(written) && gazetteer.lookup(&titled).is_empty() {
            return Some(Case::Kept);
        }
        if gazetteer.demonym(&titled).is_some() || is_day(&titled) {
            return Some(Case::Title);
        }
        let times = Times::builtin();
        let number = next.is_some_and(|next| line[next.clone()].chars().all(|c| c.is_ascii_digit()));
        if number && times.months.contains_key(&titled.to_lowercase()) {
            return Some(Case::Title);
        }
        if is_given_name(&titled) && next.is_some_and(|next| is_surname(&title(bare(&line[next.clone()])))) {
            return Some(Case::Given);
        }
        return gazetteer.lookup(&titled).iter().any(is_well_known).then_some(Case::Title);
    }
    let named = !gazetteer.lookup(&titled).is_empty() || !leaders(&titled).is_empty();
    named.then_some(Case::Title)
}

fn is_actor(known: &Known) -> bool {
    matches!(known.kind, EntityType::Country | EntityType::Organization | EntityType::Group)
}

/// Small places have the names of all sorts of things.
fn is_well_known(known: &Known) -> bool {
    is_actor(known) || known.kind == EntityType::City && known.population >= LARGE_CITY
}

fn is_day(word: &str) -> bool {
    Times::builtin().weekdays.contains_key(&word.to_lowercase())
}

/// The first letter as it is, the others small.
fn title(word: &str) -> String {
    let end = word.chars().next().map_or(0, char::len_utf8);
    format!("{}{}", &word[..end], lower(&word[end..]))
}

/// Small letters of the same length in bytes; what has none stays.
fn lower(word: &str) -> String {
    word.chars()
        .map(|c| {
            let mut small = c.to_lowercase();
            match (small.next(), small.next()) {
                (Some(small), None) if small.len_utf8() == c.len_utf8() => small,
                _ => c,
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_in_capitals_is_read_in_small_letters_with_its_names() {
        let text = "PRESIDENT DONALD TRUMP MET MARK CARNEY IN OTTAWA ON MONDAY. HE CRITICIZED CANADA'S TRADE POLICY AND NATO.\n\nThe tariffs, Qalandar said, hurt.\nQALANDAR DEMANDED NEW TALKS WITH SOUTH KOREA BY MARCH 15";
        let small = in_small_letters(text).unwrap();
        assert_eq!(
            small,
            "President Donald Trump met Mark Carney in Ottawa on Monday. He criticized Canada's trade policy and NATO.\n\nThe tariffs, Qalandar said, hurt.\nQalandar demanded new talks with South Korea by March 15"
        );
        assert_eq!(small.len(), text.len());
    }

    #[test]
    fn abbreviations_and_short_lines_are_no_lines_in_capitals() {
        for text in ["NATO, EU AND UN", "The US and the UK met NATO in Vilnius.", "BREAKING", ""] {
            assert_eq!(in_small_letters(text), None, "{text}");
        }
    }
}
