//! Topics: from the noun or clause that a predicate is about to a short phrase near the text's own words.

use super::clause::Clauses;
use crate::text::{AnalysedText, Deprel, Tag, Upos};

/// What an act or a position is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Topic {
    /// The phrase, without article and without what hangs loosely on it.
    pub phrase: String,
    /// Lemma of the head.
    pub head_lemma: String,
    /// Head token.
    pub head: usize,
    /// Its first token and the one after its last.
    pub tokens: std::ops::Range<usize>,
    /// Whether it is a clause and not a noun phrase.
    pub clausal: bool,
}

impl Topic {
    /// The topic without a negation in front: what "will not sign" refuses is to sign.
    pub fn affirmed(mut self, doc: &AnalysedText) -> Topic {
        while self.tokens.start < self.head && doc.tokens[self.tokens.start].deprel == Deprel::Neg {
            self.tokens.start += 1;
        }
        self.phrase = clean(doc.slice(self.tokens.clone()));
        self
    }
}

/// Longest phrase, in tokens: what is longer is cut behind the last whole part that fits.
const LONGEST: usize = 16;

/// The topic that the noun phrase or clause headed by `head` names; `None` when nothing nameable is left. A clause on it
/// that holds `trigger` tells the act itself, and no part of what it is about: "a *plan* that Rome turned down".
pub fn topic(clauses: Clauses<'_>, head: usize, clausal: bool, trigger: usize) -> Option<Topic> {
    let doc = clauses.doc;
    let mut keep = Vec::new();
    gather(clauses, head, clausal, true, &mut keep);
    let mut behind =
        doc.children(head).filter(|&child| head < child && child <= trigger).map(|c| doc.subtree(c));
    if let Some(telling) = behind.find(|clause| clause.binary_search(&trigger).is_ok()) {
        keep.retain(|token| telling.binary_search(token).is_err());
    }
    if let Some(complement) = misplaced(clauses, head) {
        gather(clauses, complement, false, false, &mut keep);
    }
    keep.sort_unstable();
    // One stretch without holes around the head reads best; a hole (a dropped relative clause) ends the phrase.
    let at = keep.iter().position(|&t| t == head)?;
    let mut start = at;
    while start > 0 && keep[start - 1] + 1 == keep[start] {
        start -= 1;
    }
    let mut end = at;
    while end + 1 < keep.len() && keep[end] + 1 == keep[end + 1] && keep[end + 1] - keep[start] < LONGEST {
        end += 1;
    }
    let (mut start, mut end) = (keep[start], keep[end] + 1);
    let edge = |t: usize| {
        matches!(doc.tokens[t].upos, Upos::Punct | Upos::Space | Upos::Det | Upos::Cconj | Upos::Sconj)
            && t != head
    };
    let hyphenated = |t: usize| doc.tokens.get(t + 1).is_some_and(|n| n.tag == Tag::Hyph);
    // "Fears that no aid would come": without its "no" it says the opposite.
    let denies = |t: usize| clausal && clauses.cues.kept_determiners.contains(&*doc.tokens[t].lower);
    while start < head
        && !hyphenated(start)
        && !denies(start)
        && (edge(start)
            || doc.tokens[start].tag == Tag::To
            || doc.tokens[start].upos == Upos::Adp
            || clausal && doc.tokens[start].upos == Upos::Adv)
    {
        start += 1;
    }
    // A preposition or participle at the end has lost what belongs to it.
    let dangling = |t: usize| {
        doc.tokens[t].upos == Upos::Adp && doc.tokens[t].deprel != Deprel::Prt
            || doc.tokens[t].deprel == Deprel::Acl && doc.tokens[t].tag == Tag::Vbn
    };
    // What belongs to a word behind the end says nothing without it: "over a year-end".
    let orphaned = |t: usize, end: usize| {
        doc.head(t).is_some_and(|above| above >= end && above < doc.sentences[doc.sentence_of(t)].end)
    };
    while end > head + 1 && (edge(end - 1) || dangling(end - 1) || orphaned(end - 1, end)) {
        end -= 1;
    }
    // "re-election", "non-interventionism": the parser may cut such a word in two.
    let inside = |t: usize| {
        t > 0
            && t + 1 < doc.tokens.len()
            && matches!(doc.word(t), "-" | "–")
            && !doc.tokens[t].space_after
            && !doc.tokens[t - 1].space_after
    };
    let cut = end;
    while inside(end) && end + 2 <= doc.tokens.len() {
        end += 2;
    }
    while !clausal && start > 1 && inside(start - 1) {
        start -= 2;
    }
    let last = if end > cut && cut == head + 1 { end - 1 } else { head };
    if clausal {
        // Without its subject a finite clause reads best without its helpers: "(he) would not resign" is "resign".
        let helper = |t: usize| {
            matches!(doc.tokens[t].deprel, Deprel::Aux | Deprel::Auxpass) && doc.tokens[t].head == head
        };
        let whole = start;
        while start < head && helper(start) {
            start += 1;
        }
        let copula = start == head
            && doc.tokens[head].upos == Upos::Aux
            && matches!(doc.tokens[head].tag, Tag::Vbd | Tag::Vbz | Tag::Vbp | Tag::Vbn)
            && doc.child(head, Deprel::Acomp).is_none();
        // "(he) had fallen" names nothing.
        let bare = start > whole && end == start + 1 && matches!(doc.tokens[head].tag, Tag::Vbn | Tag::Vbd);
        if copula || bare {
            return None;
        }
    }
    let phrase = clean(doc.slice(start..end));
    // "urged them not to go": the negation stands before the "to" that is left out.
    let negation = doc
        .children_by(head, Deprel::Neg)
        .find(|&n| clausal && n < start && doc.tokens[n + 1].tag == Tag::To);
    let phrase = match negation {
        Some(n) => format!("{} {phrase}", doc.word(n)),
        None => phrase,
    };
    let unspecific = end == start + 1 && clauses.cues.unspecific.contains(&*doc.tokens[start].lemma);
    (!unspecific && phrase.chars().any(char::is_alphanumeric)).then(|| Topic {
        phrase,
        head_lemma: doc.tokens[last].lemma.to_lowercase(),
        head,
        tokens: start..end,
        clausal,
    })
}

/// The prepositional phrase that tells what somebody's wish is for or against and that the parser has hung on the verb: "dropped
/// *his push* for a truce".
fn misplaced(clauses: Clauses<'_>, head: usize) -> Option<usize> {
    let doc = clauses.doc;
    let object = doc.tokens[head].deprel == Deprel::Dobj && doc.child(head, Deprel::Poss).is_some();
    let verb = object.then(|| doc.tokens[head].head)?;
    doc.children_by(verb, Deprel::Prep)
        .find(|&prep| prep == head + 1 && clauses.cues.wished.contains(&*doc.tokens[prep].lower))
}

/// Whether `child` of a topic's `head` says what the topic is taken for, or gives examples: "the claims as a disgrace",
/// "states such as Chad", "including Chad".
fn is_aside(clauses: Clauses<'_>, head: usize, child: usize) -> bool {
    let doc = clauses.doc;
    let token = &doc.tokens[child];
    let role = |t: usize| clauses.cues.role_prepositions.contains(&*doc.tokens[t].lower);
    match token.deprel {
        Deprel::Prep => {
            clauses.cues.exemplifying.contains(&*token.lower)
                || role(child)
                    && doc.tokens[head].upos == Upos::Noun
                    && !clauses.cues.roles.contains(&*doc.tokens[head].lemma)
        }
        Deprel::Amod => {
            clauses.cues.exemplifying.contains(&*token.lower)
                && doc.children_by(child, Deprel::Prep).any(role)
        }
        _ => false,
    }
}

fn gather(clauses: Clauses<'_>, at: usize, clausal: bool, top: bool, keep: &mut Vec<usize>) {
    let doc = clauses.doc;
    keep.push(at);
    for child in doc.children(at) {
        let token = &doc.tokens[child];
        let dropped = match token.deprel {
            // "ways *to end* the war" says which ways.
            Deprel::Relcl => {
                doc.child(child, Deprel::Nsubj).is_some()
                    || !doc.children_by(child, Deprel::Aux).any(|aux| doc.tokens[aux].tag == Tag::To)
            }
            Deprel::Appos | Deprel::Parataxis | Deprel::Meta => true,
            Deprel::Conj | Deprel::Cc | Deprel::Preconj => top,
            Deprel::Advcl => token.head > child || !doc.children(child).any(|c| doc.tokens[c].tag == Tag::To),
            Deprel::Nsubj
            | Deprel::Nsubjpass
            | Deprel::Aux
            | Deprel::Mark
            | Deprel::Auxpass
            | Deprel::Expl => {
                // "that Iran lift the siege" keeps its subject, "to lift the siege" has none; "it" and "he" say nothing.
                clausal
                    && top
                    && (token.deprel == Deprel::Mark || token.tag == Tag::To || token.upos == Upos::Pron)
            }
            Deprel::Punct => {
                top && child > at
                    && !matches!(token.tag, Tag::QuoteOpen | Tag::QuoteClose | Tag::Hyph)
                    // "want[ing] to": what an editor puts into a quotation.
                    && !matches!(doc.word(child), "[" | "]")
            }
            Deprel::Npadvmod => clausal && doc.entity_at(child).is_some(),
            Deprel::Det => {
                top && !clausal
                    && token.tag != Tag::WpPoss
                    && !clauses.cues.kept_determiners.contains(&*token.lower)
            }
            _ => is_aside(clauses, at, child),
        };
        if !dropped {
            gather(clauses, child, clausal, false, keep);
        }
    }
}

/// Quotation marks off the ends, white space made single.
fn clean(text: &str) -> String {
    let joined = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let quotes =
        |c: char| matches!(c, '"' | '“' | '”' | '‘' | '’' | '\'' | '«' | '»' | ',' | ';' | ':' | '.');
    let trimmed = joined.trim_matches(quotes).trim();
    // So does a bracket that is not closed.
    let open = trimmed.rfind('(').filter(|&at| at > 0 && !trimmed[at..].contains(')'));
    let trimmed = open.map_or(trimmed, |at| trimmed[..at].trim_end());
    // A quotation mark whose partner was cut off says nothing.
    let marks = trimmed.chars().filter(|c| matches!(c, '"' | '“' | '”')).count();
    if marks % 2 == 1 { trimmed.replace(['"', '“', '”'], "") } else { trimmed.to_owned() }
}
