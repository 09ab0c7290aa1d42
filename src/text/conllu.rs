//! Analysed text as CoNLL-U, read and written: fixtures that a person can read, and trees made by hand.
//!
//! The columns are those of CoNLL-U (<https://universaldependencies.org/format.html>): FORM, LEMMA, UPOS, XPOS, HEAD
//! and DEPREL are used; MISC may hold `SpaceAfter=No` and `NER=B-PERSON` or `NER=I-PERSON`. `# newpar` opens a paragraph.
//! The white space of a token that is nothing else (`SPACE`, which CoNLL-U does not know) is written with the escapes of
//! UDPipe's `SpacesAfter`: `\s`, `\t`, `\n`, `\r`.

use std::sync::Arc;

use super::document::{AnalysedText, NamedEntity, Token};
use super::labels::{Deprel, EntityLabel, Tag, Upos};
use crate::error::{Error, ErrorKind, Result};
use crate::span::Span;

/// White space as it is written.
const ESCAPES: [(&str, &str); 4] = [(" ", "\\s"), ("\t", "\\t"), ("\n", "\\n"), ("\r", "\\r")];

/// Reads CoNLL-U. A missing lemma (`_`) is the lower-cased form; the text is put together from the forms.
///
/// # Errors
/// A line that is not CoNLL-U or has an unknown label, with its number.
pub fn parse_conllu(input: &str) -> Result<AnalysedText> {
    let mut text = String::new();
    let mut chars = 0;
    let mut tokens: Vec<Token> = Vec::new();
    let mut sentences = Vec::new();
    let mut paragraphs = Vec::new();
    let mut entities: Vec<NamedEntity> = Vec::new();
    let mut start = 0;
    let mut paragraph = 0;
    let mut push = |text: &mut String, c: char| {
        text.push(c);
        chars += 1;
        chars
    };
    for (number, line) in input.lines().chain(std::iter::once("")).enumerate() {
        let bad = |what: &str| Error::new(ErrorKind::Format, format!("{what}: {line}")).at_line(number + 1);
        if line.trim().is_empty() {
            if tokens.len() > start {
                if let Some(wrong) = tokens[start..].iter().find(|t| t.head >= tokens.len()) {
                    return Err(bad(&format!("head {} lies outside the sentence", wrong.head - start + 1)));
                }
                if let Some(token) = on_itself(&tokens, start) {
                    return Err(bad(&format!(
                        "token {} hangs on itself by way of others",
                        token - start + 1
                    )));
                }
                sentences.push(start..tokens.len());
                start = tokens.len();
            }
            continue;
        }
        if line.starts_with('#') {
            if line.trim_start_matches(['#', ' ']).starts_with("newpar") && tokens.len() > paragraph {
                if tokens.len() > start {
                    return Err(bad("a paragraph opens inside a sentence"));
                }
                paragraphs.push(paragraph..tokens.len());
                paragraph = tokens.len();
                push(&mut text, '\n');
            }
            continue;
        }
        let columns: Vec<&str> = line.split('\t').collect();
        let &[id, form, lemma, upos, xpos, _, head, deprel, _, misc] = &columns[..] else {
            return Err(bad("a token has ten columns with tabs between them"));
        };
        if id.parse() != Ok(tokens.len() - start + 1) {
            return Err(bad("tokens are numbered from 1"));
        }
        // No sentence has more tokens than fit in 32 bits.
        let head = head.parse::<u32>().map_err(|_| bad("the head is no number"))? as usize;
        if form.is_empty() {
            return Err(bad("a token has no form"));
        }
        let upos = Upos::from_label(upos).ok_or_else(|| bad("the part of speech is not known"))?;
        let spaces = |column: &str| ESCAPES.iter().fold(column.to_owned(), |all, (c, e)| all.replace(e, c));
        let (form, lemma) = match upos {
            Upos::Space => (spaces(form), spaces(lemma)),
            _ => (form.to_owned(), lemma.to_owned()),
        };
        let byte_start = text.len();
        let mut span = Span::new(0, 0);
        for (k, c) in form.chars().enumerate() {
            let end = push(&mut text, c);
            if k == 0 {
                span.start = end - 1;
            }
            span.end = end;
        }
        let mut space_after = true;
        for feature in misc.split('|') {
            match feature.split_once('=') {
                Some(("SpaceAfter", "No")) => space_after = false,
                Some(("NER", tag)) => {
                    let label = tag
                        .split_once('-')
                        .and_then(|(_, l)| EntityLabel::from_label(l))
                        .ok_or_else(|| bad("the entity label is not known"))?;
                    match entities.last_mut() {
                        Some(e) if tag.starts_with('I') && e.tokens.end == tokens.len() => e.tokens.end += 1,
                        _ => entities.push(NamedEntity { tokens: tokens.len()..tokens.len() + 1, label }),
                    }
                }
                _ => {}
            }
        }
        let lower: Arc<str> = form.to_lowercase().into();
        tokens.push(Token {
            span,
            bytes: byte_start..text.len(),
            lemma: if lemma == "_" { lower.clone() } else { lemma.into() },
            lower,
            tag: Tag::from_label(xpos).ok_or_else(|| bad("the tag is not known"))?,
            upos,
            head: if head == 0 { tokens.len() } else { start + head - 1 },
            deprel: Deprel::from_label(deprel).ok_or_else(|| bad("the dependency label is not known"))?,
            space_after,
            margin: f32::INFINITY,
        });
        if space_after {
            push(&mut text, ' ');
        }
    }
    if tokens.len() > paragraph {
        paragraphs.push(paragraph..tokens.len());
    }
    Ok(AnalysedText::new(text, tokens, sentences, paragraphs, entities))
}

/// The first token from `start` on whose heads lead round to a token instead of up to a root.
fn on_itself(tokens: &[Token], start: usize) -> Option<usize> {
    let mut rooted = vec![false; tokens.len() - start];
    (start..tokens.len()).find(|&token| {
        let mut path = vec![token];
        let mut at = token;
        while !rooted[at - start] && tokens[at].head != at && path.len() <= rooted.len() {
            at = tokens[at].head;
            path.push(at);
        }
        let circle = path.len() > rooted.len();
        path.into_iter().for_each(|at| rooted[at - start] = true);
        circle
    })
}

/// Writes CoNLL-U that [`parse_conllu`] reads.
pub fn write_conllu(doc: &AnalysedText) -> String {
    let mut out = String::new();
    for sentence in &doc.sentences {
        if doc.paragraphs.binary_search_by_key(&sentence.start, |p| p.start).is_ok() {
            out.push_str("# newpar\n");
        }
        for i in sentence.clone() {
            let token = &doc.tokens[i];
            let column = |text: &str| match token.upos {
                Upos::Space => {
                    ESCAPES.iter().fold(text.to_owned(), |all, (c, escape)| all.replace(c, escape))
                }
                _ => text.to_owned(),
            };
            let head = if token.head == i { 0 } else { token.head - sentence.start + 1 };
            let mut misc = Vec::new();
            if let Some(entity) = doc.entity_at(i) {
                let prefix = if entity.tokens.start == i { "B" } else { "I" };
                misc.push(format!("NER={prefix}-{}", entity.label.as_str()));
            }
            if !token.space_after {
                misc.push("SpaceAfter=No".to_owned());
            }
            let misc = if misc.is_empty() { "_".to_owned() } else { misc.join("|") };
            out.push_str(&format!(
                "{}\t{}\t{}\t{}\t{}\t_\t{}\t{}\t_\t{}\n",
                i - sentence.start + 1,
                column(doc.word(i)),
                column(&token.lemma),
                token.upos.as_str(),
                token.tag.as_str(),
                head,
                token.deprel.as_str(),
                misc
            ));
        }
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const TREE: &str = "# newpar\n1\tTrump\tTrump\tPROPN\tNNP\t_\t2\tnsubj\t_\tNER=B-PERSON\n2\tmet\tmeet\tVERB\tVBD\t_\t0\tROOT\t_\t_\n3\tPutin\tPutin\tPROPN\tNNP\t_\t2\tdobj\t_\tNER=B-PERSON|SpaceAfter=No\n4\t.\t.\tPUNCT\t.\t_\t2\tpunct\t_\t_\n\n";

    #[test]
    fn what_is_written_is_what_was_read() {
        let doc = parse_conllu(TREE).unwrap();
        assert_eq!(doc.text.trim_end(), "Trump met Putin.");
        assert_eq!(doc.children(1).collect::<Vec<_>>(), [0, 2, 3]);
        assert_eq!(write_conllu(&doc), TREE);
    }

    #[test]
    fn tokens_of_white_space_are_written_in_letters() {
        let tree = TREE.replace("Putin\tPutin\tPROPN\tNNP", "\\s\\t\t\\s\\t\tSPACE\t_SP");
        let doc = parse_conllu(&tree).unwrap();
        assert_eq!((doc.word(2), &*doc.tokens[2].lemma), (" \t", " \t"));
        assert_eq!(write_conllu(&doc), tree);
    }

    #[test]
    fn a_bad_line_is_named_by_its_number() {
        let error = parse_conllu("1\tTrump\tTrump\tPROPN\tNNP\t_\t9\tnsubj\t_\t_\n").unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Format);
        let error = parse_conllu(&TREE.replace("nsubj", "subject")).unwrap_err();
        assert_eq!(error.line(), Some(2));
    }

    #[test]
    fn what_is_no_tree_is_refused() {
        let message = |from: &str, to: &str| parse_conllu(&TREE.replace(from, to)).unwrap_err().to_string();
        assert!(message("\t0\tROOT", "\t1\tROOT").contains("token 1 hangs on itself"));
        assert!(message("\t2\tdobj", "\t18446744073709551615\tdobj").contains("the head is no number"));
        assert!(message("\t2\tdobj", "\t9\tdobj").contains("head 9 lies outside"));
        assert!(message("3\tPutin", "# newpar\n3\tPutin").contains("inside a sentence"));
        assert!(message("3\tPutin", "3\t").contains("no form"));
    }
}
