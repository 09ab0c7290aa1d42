//! Annotation word for word: acts with the places of the words that show them, a table beside its text.
//!
//! `spans/ID.tsv` has a line for each act, eight columns with tabs between: the number of the sentence (from 1, as the
//! engine splits them), the relation or stance with a `?` where it is optional, the status (`o` occurred, `p` planned, `m`
//! possible, `d` denied), then the words of trigger, source, target, topic and reporter as they stand in that sentence,
//! `-` where there are none. `words#2` is the second place of the words, `3:words` is in sentence 3. The text is
//! `text/ID.txt` or `ID.txt`.

use std::collections::BTreeMap;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

use crate::error::{Error, ErrorKind, Result};
use crate::schema::{ActStatus, RelationKind, Stance};
use crate::span::Span;
use crate::text::{AnalysedText, Upos};

/// An act or a stance with the places of its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MarkedAct {
    /// A relation or a stance, by its word.
    pub word: String,
    /// Happened, planned, possible or denied.
    pub status: ActStatus,
    /// Neither a miss nor a false alarm.
    pub optional: bool,
    /// The word that shows it.
    pub trigger: Span,
    /// What points to the actor.
    pub source: Span,
    /// What points to the other actor or the place.
    pub target: Option<Span>,
    /// What is proposed, rejected and so on.
    pub topic: Option<Span>,
    /// What points to the source that the text names for it.
    pub reporter: Option<Span>,
}

/// The tokens that stand for the words of an act.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MarkedHeads {
    /// Of the word that shows it.
    pub trigger: usize,
    /// Of its actor.
    pub source: usize,
    /// Of the other actor or the place.
    pub target: Option<usize>,
    /// Of what it is about.
    pub topic: Option<usize>,
    /// Of who says so.
    pub reporter: Option<usize>,
}

impl MarkedAct {
    /// The stance that it is, if it is no act.
    pub fn stance(&self) -> Option<Stance> {
        self.word.parse().ok()
    }

    /// The tokens that stand for its words in the tree.
    pub fn heads(&self, doc: &AnalysedText) -> Option<MarkedHeads> {
        let head_of = |place: Option<Span>| place.and_then(|place| head(doc, place));
        Some(MarkedHeads {
            trigger: head(doc, self.trigger)?,
            source: head(doc, self.source)?,
            target: head_of(self.target),
            topic: head_of(self.topic),
            reporter: head_of(self.reporter),
        })
    }

    /// Reads the annotation in the file `path` of the text `doc`.
    ///
    /// # Errors
    /// [`ErrorKind::Io`] when the file cannot be read; [`ErrorKind::Format`] with its line when it is no annotation of this
    /// text.
    pub fn read(path: &Path, doc: &AnalysedText) -> Result<Vec<MarkedAct>> {
        let table = fs::read_to_string(path).map_err(|error| Error::io(path, "cannot be read", error))?;
        Self::parse(&table, doc).map_err(|error| error.in_file(path))
    }

    /// Reads an annotation.
    ///
    /// # Errors
    /// As [`MarkedAct::read`], without the file.
    pub fn parse(table: &str, doc: &AnalysedText) -> Result<Vec<MarkedAct>> {
        let lines = table.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
        lines
            .map(|(number, line)| {
                act(line, doc).map_err(|message| Error::new(ErrorKind::Format, message).at_line(number + 1))
            })
            .collect()
    }
}

/// The tokens that `place` touches.
pub(super) fn tokens(doc: &AnalysedText, place: Span) -> Range<usize> {
    let first = doc.tokens.partition_point(|token| token.span.end <= place.start);
    first..doc.tokens.partition_point(|token| token.span.start < place.end).max(first)
}

/// The token that stands for the words at `place` in the tree: of those whose head is outside, the one with most of the
/// others below it, the first of several.
pub(super) fn head(doc: &AnalysedText, place: Span) -> Option<usize> {
    let inside = tokens(doc, place);
    let top = |t: usize| {
        let up = std::iter::once(t).chain(doc.ancestors(t)).take_while(|t| inside.contains(t));
        up.last().unwrap_or(t)
    };
    let mut below: BTreeMap<usize, usize> = BTreeMap::new();
    inside.clone().for_each(|t| *below.entry(top(t)).or_default() += 1);
    let word = |t: &usize| !matches!(doc.tokens[*t].upos, Upos::Punct | Upos::Space);
    let tops = below.into_iter().filter(|(t, _)| word(t));
    tops.max_by_key(|&(t, count)| (count, std::cmp::Reverse(t))).map(|(t, _)| t)
}

/// The act of a line, or what is wrong with it.
fn act(line: &str, doc: &AnalysedText) -> std::result::Result<MarkedAct, String> {
    let cells: Vec<&str> = line.split('\t').map(str::trim).collect();
    let &[number, word, status, trigger, source, target, topic, reporter] = &cells[..] else {
        return Err(format!("has {} columns; an act has eight, with tabs between them", cells.len()));
    };
    let sentence = sentence(number, doc).ok_or_else(|| format!("the text has no sentence '{number}'"))?;
    let optional = word.ends_with('?');
    let word = word.trim_end_matches('?');
    if word.parse::<RelationKind>().is_err() && word.parse::<Stance>().is_err() {
        return Err(format!("'{word}' is no relation and no stance"));
    }
    let status = match status {
        "o" => ActStatus::Occurred,
        "p" => ActStatus::Planned,
        "m" => ActStatus::Possible,
        "d" => ActStatus::Denied,
        _ => return Err(format!("'{status}' is no status; it is o, p, m or d")),
    };
    let maybe = |field: &str| match field {
        "" | "-" => Ok(None),
        _ => match place(field, sentence, doc) {
            Some(place) => Ok(Some(place)),
            None => Err(format!("'{field}' is not in the sentence")),
        },
    };
    let sure = |what: &str, field: &str| maybe(field)?.ok_or_else(|| format!("the act has no {what}"));
    Ok(MarkedAct {
        word: word.to_owned(),
        status,
        optional,
        trigger: sure("trigger", trigger)?,
        source: sure("source", source)?,
        target: maybe(target)?,
        topic: maybe(topic)?,
        reporter: maybe(reporter)?,
    })
}

/// The index of the sentence with this number.
fn sentence(number: &str, doc: &AnalysedText) -> Option<usize> {
    let number = number.parse::<usize>().ok()?.checked_sub(1)?;
    (number < doc.sentences.len()).then_some(number)
}

/// Where the words of `field` stand, in `sentence` unless they name another.
fn place(field: &str, mut sentence_index: usize, doc: &AnalysedText) -> Option<Span> {
    let mut words = field;
    if let Some((number, rest)) = field.split_once(':')
        && let Some(other) = sentence(number, doc)
    {
        (sentence_index, words) = (other, rest);
    }
    let mut nth = 1;
    if let Some((rest, digit)) = words.rsplit_once('#')
        && let &[digit @ b'1'..=b'9'] = digit.as_bytes()
    {
        (words, nth) = (rest, digit - b'0');
    }
    let sentence = doc.sentences[sentence_index].clone();
    let text = doc.slice(sentence.clone());
    let is_letter = |c: char| c.is_alphanumeric() || c == '_';
    // A line in capitals is analysed in small letters, and annotated as it stands.
    let as_is = text.contains(words);
    let is_here = |at: usize| match as_is {
        true => text[at..].starts_with(words),
        false => text.get(at..at + words.len()).is_some_and(|here| here.eq_ignore_ascii_case(words)),
    };
    let places = || text.char_indices().map(|(at, _)| at).filter(|&at| is_here(at));
    let whole =
        |at: usize| !text[..at].ends_with(is_letter) && !text[at + words.len()..].starts_with(is_letter);
    let mut from = 0;
    let mut at = None;
    for _ in 0..nth {
        // Whole words come before parts of words: "US" is not looked for in "AUSTRIA".
        let next = |sure: bool| places().find(|&at| at >= from && (!sure || whole(at)));
        let found = next(true).or_else(|| next(false))?;
        (at, from) = (Some(found), found + 1);
    }
    let start = doc.span(sentence).start + text[..at?].chars().count();
    Some(Span::new(start, start + words.chars().count()))
}

/// An article annotated word for word.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct MarkedFiles {
    /// The table of its acts.
    pub marks: PathBuf,
    /// Its text.
    pub text: PathBuf,
}

/// The articles annotated word for word in `folder`: each `spans/ID.tsv` with `text/ID.txt` or `ID.txt`, in the order of
/// their names. Hidden files are passed over.
///
/// # Errors
/// [`ErrorKind::Io`] when there is no folder `spans` in it, or nothing in that.
pub fn marked_files(folder: &Path) -> Result<Vec<MarkedFiles>> {
    let spans = folder.join("spans");
    let unreadable = |error| Error::io(&spans, "cannot be read as a folder of tables of acts", error);
    let mut files = Vec::new();
    for entry in fs::read_dir(&spans).map_err(unreadable)? {
        let marks = entry.map_err(unreadable)?.path();
        let hidden = marks.file_name().is_none_or(|name| name.to_string_lossy().starts_with('.'));
        if !hidden
            && marks.extension().is_some_and(|ending| ending == "tsv")
            && let Some(name) = marks.file_name()
        {
            let name = Path::new(name).with_extension("txt");
            let text = [folder.join("text").join(&name), folder.join(&name)];
            let text = if text[0].exists() || !text[1].exists() { &text[0] } else { &text[1] };
            files.push(MarkedFiles { text: text.clone(), marks });
        }
    }
    files.sort();
    if files.is_empty() {
        let message =
            "no tables of acts in this folder; each is a file spans/ID.tsv beside its text text/ID.txt";
        return Err(Error::new(ErrorKind::Io, message).in_file(folder));
    }
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::parse_conllu;

    /// "Né met Bo . Bo met Bos ." in two sentences.
    fn doc() -> AnalysedText {
        let mut conllu = String::new();
        for words in [["Né", "met", "Bo", "."], ["Bo", "met", "Bos", "."]] {
            for (k, word) in words.iter().enumerate() {
                conllu.push_str(&format!("{}\t{word}\t_\tPROPN\tNNP\t_\t0\tROOT\t_\t_\n", k + 1));
            }
            conllu.push('\n');
        }
        parse_conllu(&conllu).unwrap()
    }

    #[test]
    fn words_are_found_in_their_sentence_whole_before_part_and_by_number() {
        let doc = doc();
        let at =
            |field: &str, sentence: usize| place(field, sentence, &doc).map(|place| (place.start, place.end));
        assert_eq!(at("met", 0), Some((3, 6)));
        assert_eq!(at("Bo", 1), Some((12, 14)));
        assert_eq!(at("Bo#2", 1), Some((19, 21)));
        assert_eq!(at("os", 1), Some((20, 22)));
        assert_eq!(at("1:Bo", 1), Some((7, 9)));
        assert_eq!((at("Bos", 0), at("Bo#2", 0), at("9:Bo", 1)), (None, None, None));
    }

    #[test]
    fn what_is_wrong_with_a_line_is_said_with_its_number() {
        let doc = doc();
        let message = |line: &str| {
            let error = MarkedAct::parse(&format!("\n{}", line.replace(' ', "\t")), &doc).unwrap_err();
            assert_eq!(error.line(), Some(2));
            error.to_string()
        };
        assert!(message("1 met o met Né").contains("has 5 columns"));
        assert!(message("3 met o met Né Bo - -").contains("no sentence '3'"));
        assert!(message("1 mat o met Né Bo - -").contains("'mat' is no relation"));
        assert!(message("1 met x met Né Bo - -").contains("'x' is no status"));
        assert!(message("1 met o met Bos Bo - -").contains("'Bos' is not in the sentence"));
        assert!(message("1 met o met - Bo - -").contains("the act has no source"));
        let acts = MarkedAct::parse("1\tfor?\td\tmet\tNé\t\t-\t2:Bos\n", &doc).unwrap();
        assert_eq!((acts[0].stance(), acts[0].optional), (Some(Stance::For), true));
        assert_eq!((acts[0].target, acts[0].reporter), (None, Some(Span::new(19, 22))));
    }
}
