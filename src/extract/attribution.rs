//! Attribution: who says what. Direct, indirect and mixed quotation, "according to", and speech verbs after, before and
//! inside what is said.
//!
//! In: a text. Out: reports, each with the speaker's head token, the cue and the tokens said. Nothing here knows who
//! the speaker is.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::ops::Range;

use super::clause::Clauses;
use super::cover::Cover;
use crate::text::{AnalysedText, Deprel};

/// One reported statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Head token of the speaker's noun phrase, where the text has one.
    pub speaker: Option<usize>,
    /// The speech verb, or "according".
    pub cue: usize,
    /// What is said.
    pub content: Vec<Range<usize>>,
    /// Whether it stands in quotation marks.
    pub direct: bool,
    /// What the cue shows of the speaker's attitude: "state", "deny", "ask" and so on.
    pub stance: String,
}

impl Report {
    /// Number of tokens said.
    pub fn len(&self) -> usize {
        self.content.iter().map(|c| c.len()).sum()
    }

    /// Whether nothing is said.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether token `i` is said in it.
    pub fn contains(&self, i: usize) -> bool {
        self.content.iter().any(|c| c.contains(&i))
    }
}

/// The reports of a text.
#[derive(Debug, Clone, Default)]
pub struct Reports {
    /// In the order of their cues; indirect ones before direct ones of the same cue.
    pub reports: Vec<Report>,
    /// What stands in quotation marks, in order, without the marks.
    pub quotations: Vec<Range<usize>>,
    cover: Cover,
    /// Number of tokens said in each.
    lengths: Vec<usize>,
}

impl Reports {
    fn new(mut reports: Vec<Report>, quotations: Vec<Range<usize>>) -> Self {
        reports.sort_by_key(|r| (r.cue, r.direct));
        let mut cover = Cover::default();
        for (number, report) in reports.iter().enumerate() {
            report.content.iter().for_each(|said| cover.add(said.clone(), number));
        }
        let lengths = reports.iter().map(Report::len).collect();
        Self { reports, quotations, cover, lengths }
    }

    /// The reports that token `i` stands in, innermost first.
    pub fn around(&self, i: usize) -> Vec<&Report> {
        let mut found: Vec<usize> = self.cover.at(i).collect();
        found.sort_unstable_by_key(|&r| (self.lengths[r], r));
        found.dedup();
        found.into_iter().map(|r| &self.reports[r]).collect()
    }

    /// The head token of the speaker of the direct quotation that token `i` stands in.
    pub fn quoted_speaker(&self, i: usize) -> Option<usize> {
        self.around(i).into_iter().find(|r| r.direct).and_then(|r| r.speaker)
    }

    /// Whether token `i` stands in quotation marks.
    pub fn is_quoted(&self, i: usize) -> bool {
        is_within(&self.quotations, i)
    }
}

fn is_within(quotations: &[Range<usize>], i: usize) -> bool {
    let k = quotations.partition_point(|q| q.end <= i);
    quotations.get(k).is_some_and(|q| q.contains(&i))
}

/// Shortest quotation that is speech by itself and no quoted word or phrase, in tokens.
const SPEECH: usize = 4;

/// All reports of a text.
pub fn reports(clauses: Clauses<'_>) -> Reports {
    let doc = clauses.doc;
    let mut out = Vec::new();
    for i in 0..doc.tokens.len() {
        if let Some(stance) = speech(clauses, i) {
            out.extend(indirect(clauses, i, stance));
        } else if clauses.cues.source_prepositions.contains(&*doc.tokens[i].lower) {
            out.extend(according(clauses, i));
        }
    }
    let quotations = quotations(doc);
    out.extend(direct(clauses, &quotations));
    Reports::new(out, quotations)
}

/// The attitude that token `i` shows if it is a speech verb in use.
fn speech<'a>(clauses: Clauses<'a>, i: usize) -> Option<&'a str> {
    let doc = clauses.doc;
    (clauses.is_clausal(i))
        .then(|| clauses.cues.speech.get(&*doc.tokens[i].lemma))
        .flatten()
        .map(String::as_str)
}

fn is_quote_mark(doc: &AnalysedText, i: usize) -> bool {
    matches!(doc.word(i), "\"" | "“" | "”" | "«" | "»" | "„" | "``" | "''")
}

/// The runs of tokens between quotation marks. A paragraph that opens a quotation and does not close it is quoted to
/// its end, as newspapers do when a quotation runs on in the next paragraph.
fn quotations(doc: &AnalysedText) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    for paragraph in &doc.paragraphs {
        let mut open: Option<usize> = None;
        for i in paragraph.clone().filter(|&i| is_quote_mark(doc, i)) {
            let word = doc.word(i);
            let opens = match word {
                "“" | "«" | "„" | "``" => true,
                "”" | "»" => false,
                _ => open.is_none(),
            };
            match (open, opens) {
                (_, true) => open = Some(i + 1),
                (Some(start), false) => {
                    if start < i {
                        out.push(start..i);
                    }
                    open = None;
                }
                (None, false) => {}
            }
        }
        if let Some(start) = open
            && start < paragraph.end
        {
            out.push(start..paragraph.end);
        }
    }
    out
}

/// Who speaks: the subject of the speech verb, or whoever is quoted.
fn speaker(clauses: Clauses<'_>, cue: usize) -> Option<usize> {
    let quoted = clauses.cues.quoting.contains(&*clauses.doc.tokens[cue].lemma) && clauses.is_passive(cue);
    if quoted { clauses.surface_subject(cue) } else { clauses.logical_subject(cue) }
}

/// The contiguous stretch of the subtree of `head`, without the subtree of `without`.
fn stretch(doc: &AnalysedText, head: usize, without: Option<usize>) -> Vec<Range<usize>> {
    let skip: Vec<usize> = without.map(|w| doc.subtree(w)).unwrap_or_default();
    let mut out: Vec<Range<usize>> = Vec::new();
    for i in doc.subtree(head).into_iter().filter(|i| skip.binary_search(i).is_err()) {
        match out.last_mut() {
            Some(last) if last.end == i => last.end += 1,
            _ => out.push(i..i + 1),
        }
    }
    out.retain(|r| r.len() > 1 || doc.tokens[r.start].deprel != Deprel::Punct);
    out
}

fn indirect(clauses: Clauses<'_>, verb: usize, stance: &str) -> Option<Report> {
    let doc = clauses.doc;
    let speaker = speaker(clauses, verb);
    let says = |c: usize| {
        matches!(doc.tokens[c].deprel, Deprel::Ccomp | Deprel::Xcomp) && !clauses.is_infinitive(c)
            || doc.tokens[c].deprel == Deprel::Advcl
                && doc
                    .children_by(c, Deprel::Mark)
                    .any(|m| clauses.cues.complementizers.contains(&*doc.tokens[m].lower))
    };
    // "as A said that T" behind a main clause that the parser hangs on "said": what is said comes after.
    let after = doc.children_by(verb, Deprel::Mark).next().unwrap_or(0);
    let content = doc.children(verb).find(|&c| c > after && says(c));
    let content = match content {
        Some(clause) => stretch(doc, clause, None),
        None => {
            // ", he said," inside what is said: the parser hangs the speech verb on it.
            let above = doc.head(verb)?;
            let inserted = matches!(
                doc.tokens[verb].deprel,
                Deprel::Parataxis | Deprel::Ccomp | Deprel::Dep | Deprel::Conj | Deprel::Advcl
            ) && clauses.is_clausal(above)
                && doc.child(verb, Deprel::Nsubj).is_some()
                && doc.child(verb, Deprel::Dobj).is_none()
                && doc.child(verb, Deprel::Mark).is_none()
                && doc.tokens[verb].deprel != Deprel::Conj
                && doc.tokens[verb].deprel != Deprel::Advcl;
            if !inserted {
                return None;
            }
            stretch(doc, above, Some(verb))
        }
    };
    (!content.is_empty()).then(|| Report {
        speaker,
        cue: verb,
        content,
        direct: false,
        stance: stance.to_owned(),
    })
}

/// "According to A, …": what is said is the clause that it stands in.
fn according(clauses: Clauses<'_>, cue: usize) -> Option<Report> {
    let doc = clauses.doc;
    let speaker = doc
        .child(cue, Deprel::Pobj)
        .or_else(|| doc.child(cue, Deprel::Prep).and_then(|to| doc.child(to, Deprel::Pobj)))?;
    let clause = doc.head(cue).and_then(|h| clauses.clause_of(h))?;
    let content = stretch(doc, clause, Some(cue));
    Some(Report { speaker: Some(speaker), cue, content, direct: false, stance: "state".to_owned() })
}

/// The speech verb of a quotation, and whose it is.
fn direct(clauses: Clauses<'_>, quotations: &[Range<usize>]) -> Vec<Report> {
    let doc = clauses.doc;
    let mut out: Vec<Report> = Vec::new();
    let mut by_speech: HashMap<(usize, Option<usize>), usize> = HashMap::new();
    let mut last: Option<(usize, Report)> = None;
    let spoken = |&i: &usize| speech(clauses, i).is_some() && !is_within(quotations, i);
    let verbs: Vec<usize> = (0..doc.tokens.len()).filter(spoken).collect();
    for quotation in quotations {
        let paragraph = doc.paragraph_of(quotation.start);
        let first = doc.sentence_of(quotation.start);
        let end = doc.sentence_of(quotation.end - 1);
        let sentences = doc.sentences[first].start..doc.sentences[end].end;
        let has_verb = quotation.clone().any(|i| clauses.is_clausal(i));
        let from = verbs.partition_point(|&v| v < sentences.start);
        let outside = &verbs[from..verbs.partition_point(|&v| v < sentences.end)];
        let governs = |v: usize| {
            let said = |c: usize| quotation.contains(&c) && doc.tokens[c].deprel != Deprel::Punct;
            doc.children(v).any(said) || doc.head(v).is_some_and(|h| quotation.contains(&h))
        };
        let cue = outside.iter().copied().find(|&v| governs(v)).or_else(|| {
            // The nearest speech verb with a subject, when the quotation is more than a phrase.
            (has_verb && quotation.len() >= SPEECH)
                .then(|| {
                    outside.iter().copied().filter(|&v| clauses.logical_subject(v).is_some()).min_by_key(
                        |&v| {
                            if v < quotation.start { quotation.start - v } else { v - quotation.end + 1 }
                        },
                    )
                })
                .flatten()
        });
        let report = match cue {
            Some(cue) => Some(Report {
                speaker: speaker(clauses, cue),
                cue,
                content: vec![quotation.clone()],
                direct: true,
                stance: speech(clauses, cue).unwrap_or("state").to_owned(),
            }),
            None if quotation.len() >= SPEECH && has_verb => {
                let whole = sentences.start + 1 >= quotation.start;
                let introduced = first
                    .checked_sub(1)
                    .map(|s| doc.sentences[s].clone())
                    .filter(|s| s.end <= quotation.start && doc.paragraph_of(s.start) == paragraph)
                    .filter(|s| {
                        doc.word(s.end - 1) == ":" || s.clone().rev().take(2).any(|i| doc.word(i) == ":")
                    })
                    .and_then(|s| {
                        s.clone()
                            .rev()
                            .find(|&i| speech(clauses, i).is_some() && clauses.logical_subject(i).is_some())
                    });
                match (introduced, &last) {
                    (Some(cue), _) => Some(Report {
                        speaker: speaker(clauses, cue),
                        cue,
                        content: vec![quotation.clone()],
                        direct: true,
                        stance: speech(clauses, cue).unwrap_or("state").to_owned(),
                    }),
                    // A quotation that makes up its sentence goes on with the speaker of the one before.
                    (None, Some((p, previous))) if whole && (*p == paragraph || *p + 1 == paragraph) => {
                        Some(Report { content: vec![quotation.clone()], ..previous.clone() })
                    }
                    _ => None,
                }
            }
            None => None,
        };
        if let Some(report) = report {
            if quotation.len() >= SPEECH {
                last = Some((paragraph, report.clone()));
            }
            match by_speech.entry((report.cue, report.speaker)) {
                Entry::Occupied(same) => out[*same.get()].content.extend(report.content),
                Entry::Vacant(new) => {
                    new.insert(out.len());
                    out.push(report);
                }
            }
        }
    }
    out
}
