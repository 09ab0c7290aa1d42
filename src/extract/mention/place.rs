//! Whether the name of a capital or seat stands for the place or for whoever governs from there.

use crate::lexicon::MentionWords;
use crate::text::{AnalysedText, Deprel, Tag, Upos};

/// Farthest that a dateline reaches into its paragraph, in tokens.
const DATELINE: usize = 18;

/// Whether token `i` stands in a dateline: "MADRID (June 30) —", "ARGYLE, St. Vincent, Dec. 15 —".
pub(crate) fn in_dateline(doc: &AnalysedText, i: usize) -> bool {
    let paragraph = doc.paragraphs[doc.paragraph_of(i)].clone();
    if i >= paragraph.start + DATELINE {
        return false;
    }
    for j in paragraph.start..paragraph.end.min(paragraph.start + DATELINE) {
        let token = &doc.tokens[j];
        if j > paragraph.start
            && matches!(doc.word(j), "—" | "–" | "-" | "--" | "―")
            && doc.tokens[j - 1].space_after
        {
            return j > i;
        }
        if matches!(token.upos, Upos::Verb | Upos::Aux | Upos::Pron | Upos::Cconj | Upos::Adp) {
            return false;
        }
    }
    false
}

/// Whether the name with head `i` stands for a government: it acts, is addressed or owns an act, and nothing is in it.
pub(crate) fn is_government(doc: &AnalysedText, words: &MentionWords, i: usize) -> bool {
    if in_dateline(doc, i) {
        return false;
    }
    let place = &words.names.place;
    let token = &doc.tokens[i];
    let Some(head) = doc.head(i) else { return false };
    let lemma = |j: usize| &*doc.tokens[j].lemma;
    match token.deprel {
        // A conjunct is used as the first one is.
        Deprel::Conj => is_government(doc, words, head),
        Deprel::Nsubj | Deprel::Nsubjpass | Deprel::Csubj => {
            // "Moscow is the capital": a place; "Moscow is ready": not.
            !(token.deprel == Deprel::Nsubjpass && place.verbs.contains(lemma(head)))
        }
        Deprel::Dobj | Deprel::Dative => !place.verbs.contains(lemma(head)),
        Deprel::Poss | Deprel::Compound | Deprel::Nmod | Deprel::Amod => {
            // "Kyiv's streets", "the Doha talks"
            token.deprel == Deprel::Poss && !place.things.contains(lemma(head))
                || token.deprel != Deprel::Poss && is_title(words, doc, head)
        }
        Deprel::Pobj => {
            let preposition = &*doc.tokens[head].lower;
            if place.at.contains(preposition) {
                return false;
            }
            if !place.motion_prepositions.contains(preposition) {
                return true;
            }
            let above = doc.head(head);
            let moves = above.is_some_and(|v| {
                place.motion.contains(lemma(v))
                    || doc.tokens[v].deprel == Deprel::Prep
                        && doc.head(v).is_some_and(|w| place.motion.contains(lemma(w)))
                    || doc.tokens[v].tag == Tag::Cd
            });
            let speaks_of_place =
                place.among.contains(preposition) && above.is_some_and(|v| place.things.contains(lemma(v)));
            if moves || speaks_of_place {
                return false;
            }
            // "accused of", "the rejection of": what is done to a government; "the streets of": not.
            !words.names.function.of.contains(preposition)
                || above.is_some_and(|v| doc.tokens[v].upos == Upos::Verb || is_act(words, doc, v))
        }
        Deprel::Agent => true,
        _ => false,
    }
}

fn is_title(words: &MentionWords, doc: &AnalysedText, i: usize) -> bool {
    words.titles.heads.contains(&*doc.tokens[i].lower)
}

/// Whether a noun names something that somebody did or thinks, by its form.
fn is_act(words: &MentionWords, doc: &AnalysedText, i: usize) -> bool {
    let lemma = &*doc.tokens[i].lemma;
    doc.tokens[i].upos == Upos::Noun && words.names.place.act_suffixes.iter().any(|s| lemma.ends_with(s))
}
