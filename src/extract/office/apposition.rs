//! Titles in apposition to a name: behind it, before it, and in lists, also where the parse hangs them elsewhere.

use std::ops::Range;

use super::super::mention::MentionKind;
use super::find::Finder;
use super::title::{title_ending_at, with_conjuncts};
use crate::schema::{EntityType, OfficeStatus};
use crate::text::{Deprel, Tag, Upos};

impl Finder<'_> {
    /// "Mark Rutte, the head of NATO", "his foreign minister, Sergey Lavrov"
    pub(super) fn apposed(&mut self, person: usize, head: usize, tokens: &Range<usize>) {
        let doc = self.doc;
        let after: Vec<usize> = doc.children_by(head, Deprel::Appos).collect();
        for noun in after {
            if self.is_beside_another(noun, tokens) {
                continue;
            }
            if let Some((other, name)) = self.next_of_list(noun, person, tokens) {
                self.title_at(noun, &[other], &name);
                continue;
            }
            let plural = doc.tokens[noun].tag == Tag::Nns;
            let all = if plural { self.list_of(head) } else { Vec::new() };
            let all = if all.contains(&person) { all } else { vec![person] };
            self.title_at(noun, &all, tokens);
            let mut conjunct = doc.child(noun, Deprel::Conj);
            let mut steps = 0;
            while let Some(next) = conjunct.filter(|_| steps < 4) {
                if self.mentions.at(next).is_none_or(|m| m.kind != MentionKind::Name) {
                    self.title_at(next, &[person], tokens);
                }
                conjunct = doc.child(next, Deprel::Conj);
                steps += 1;
            }
        }
        if doc.tokens[head].deprel == Deprel::Appos {
            let mut noun = doc.tokens[head].head;
            // "Washington's ambassador to the UN, X": the parse may hang the name on what stands nearest.
            for _ in 0..2 {
                let above = doc.tokens[noun].head;
                let nested =
                    doc.tokens[noun].deprel == Deprel::Pobj && doc.tokens[above].deprel == Deprel::Prep;
                if nested && title_ending_at(doc, self.mentions, self.words, noun + 1).is_none() {
                    noun = doc.tokens[above].head;
                }
            }
            let plural = matches!(doc.tokens[noun].tag, Tag::Nns | Tag::Nnps);
            let all = if plural { with_conjuncts(doc, self.mentions, head) } else { vec![person] };
            if self.mentions.at(noun).is_none_or(|m| m.kind != MentionKind::Name) {
                self.title_at(noun, &all, tokens);
                // "his adviser, the veteran diplomat X": the person has both nouns.
                let above = doc.tokens[noun].head;
                if doc.tokens[noun].deprel == Deprel::Appos && !self.in_name(above) && !plural {
                    self.title_at(above, &all, tokens);
                }
            } else if tokens.start >= 2
                && doc.word(tokens.start - 1) == ","
                && noun + 2 < tokens.start
                && self.apposed_by_commas(tokens)
            {
                // The parse hangs it on a name further off.
                self.title_before_comma(person, tokens);
            }
        } else if tokens.start >= 2 && doc.word(tokens.start - 1) == "," && self.apposed_by_commas(tokens) {
            // "his foreign minister, Sergey Lavrov, called": the parse may take the name for the subject.
            self.title_before_comma(person, tokens);
        }
        if doc.children_by(head, Deprel::Appos).next().is_none() {
            self.title_after_comma(person, tokens);
        }
    }

    fn apposed_by_commas(&self, tokens: &Range<usize>) -> bool {
        let doc = self.doc;
        let noun = tokens.start - 2;
        let closes =
            tokens.end < doc.tokens.len() && matches!(doc.word(tokens.end), "," | "." | ";" | ")" | "—");
        closes
            && matches!(doc.tokens[noun].tag, Tag::Nn | Tag::Nnp)
            && doc.tokens[noun].deprel != Deprel::Conj
    }

    /// Whether the words of a phrase stand from token `i` on.
    pub(super) fn stands_at(&self, phrase: &str, i: usize) -> bool {
        phrase.split(' ').enumerate().all(|(k, w)| self.doc.tokens.get(i + k).is_some_and(|t| &*t.lower == w))
    }

    fn title_before_comma(&mut self, person: usize, tokens: &Range<usize>) {
        let doc = self.doc;
        // "whose president at the time, X"
        let comma = tokens.start - 1;
        let then = self.words.titles.status.then.iter().find_map(|phrase| {
            comma
                .checked_sub(phrase.split(' ').count())
                .filter(|&start| start > 0 && self.stands_at(phrase, start))
        });
        if let Some(start) = then
            && let Some(mut title) = title_ending_at(doc, self.mentions, self.words, start)
            && (title.possessor.is_some() || !title.of.is_empty())
        {
            title.status = OfficeStatus::Former;
            self.add(&[person], title, tokens.clone());
            return;
        }
        if let Some(title) = title_ending_at(doc, self.mentions, self.words, tokens.start - 1) {
            if title.possessor.is_some() || !title.of.is_empty() || title.counterpart {
                self.add(&[person], title, tokens.clone());
            }
            return;
        }
        // "Washington's ambassador to the UN, X", "its envoy for the Horn of Africa, X"
        let mut object = tokens.start - 2;
        for _ in 0..2 {
            let above = doc.tokens[object].head;
            if doc.tokens[object].deprel != Deprel::Pobj || doc.tokens[above].deprel != Deprel::Prep {
                return;
            }
            object = doc.tokens[above].head;
            let title = title_ending_at(doc, self.mentions, self.words, object + 1);
            if title.is_some_and(|t| !t.of.is_empty()) {
                self.title_at(object, &[person], tokens);
                return;
            }
        }
    }

    /// "Sergey Lavrov, Russian foreign minister, …" where the parse has it otherwise.
    fn title_after_comma(&mut self, person: usize, tokens: &Range<usize>) {
        let doc = self.doc;
        let sentence = doc.sentences[doc.sentence_of(tokens.start)].clone();
        if tokens.end + 1 >= sentence.end || doc.word(tokens.end) != "," {
            return;
        }
        // The noun phrase up to its head: the first noun that heads no further compound.
        let mut i = tokens.end + 1;
        while i < sentence.end && i < tokens.end + 9 {
            let token = &doc.tokens[i];
            let inside = matches!(
                token.upos,
                Upos::Det | Upos::Adj | Upos::Noun | Upos::Propn | Upos::Part | Upos::Pron
            ) || token.tag == Tag::Hyph;
            if !inside || matches!(token.tag, Tag::Wp | Tag::Wdt | Tag::Prp) {
                return;
            }
            if token.upos == Upos::Noun && token.deprel != Deprel::Compound && !self.in_name(i) {
                let next = i + 1;
                let ends = next >= sentence.end
                    || matches!(doc.word(next), "," | "." | ";")
                    || self.words.titles.phrase.followers.contains(doc.word(next));
                if ends
                    && !matches!(token.deprel, Deprel::Nsubj | Deprel::Conj | Deprel::Pobj)
                    && token.tag == Tag::Nn
                {
                    self.title_at(i, &[person], tokens);
                }
                return;
            }
            i += 1;
        }
    }

    /// Whether an apposition stands right behind another name than the one that the parse hangs it on.
    fn is_beside_another(&self, noun: usize, tokens: &Range<usize>) -> bool {
        let doc = self.doc;
        let comma = (tokens.end..noun).rev().find(|&k| doc.word(k) == ",");
        comma.is_some_and(|c| {
            self.mentions
                .containing(c - 1)
                .is_some_and(|m| m.kind == MentionKind::Name && m.tokens.start >= tokens.end)
        })
    }

    /// The next name of a list in which this person has a title already and the apposition is the next one's: "CIA
    /// director X, the head of the Mossad, Y, and …".
    fn next_of_list(
        &self,
        noun: usize,
        person: usize,
        tokens: &Range<usize>,
    ) -> Option<(usize, Range<usize>)> {
        let doc = self.doc;
        title_ending_at(doc, self.mentions, self.words, tokens.start)?;
        let next = self.mentions.mentions.iter().find(|m| {
            m.kind == MentionKind::Name && m.head > noun && {
                let inside =
                    doc.subtree(noun).contains(&m.head) && doc.tokens[m.head].deprel != Deprel::Appos;
                !inside
            }
        })?;
        let end = *doc.subtree(noun).iter().filter(|&&i| i < next.tokens.start).max()?;
        let beside = next.tokens.start == end + 2 && doc.word(end + 1) == ","
            || next.tokens.start == end + 1 && doc.word(end) == ",";
        let list = doc.tokens.get(next.tokens.end).is_some_and(|t| &*t.lower == ",")
            && doc.tokens[next.head].deprel == Deprel::Appos
            && doc.children(next.head).any(|c| doc.tokens[c].deprel == Deprel::Conj);
        let other = next.entity.filter(|&e| {
            e != person && self.mentions.entities[e].kind == EntityType::Person && beside && list
        })?;
        Some((other, next.tokens.clone()))
    }

    /// The persons of the list that the name with this head stands in.
    fn list_of(&self, head: usize) -> Vec<usize> {
        let mut first = head;
        while self.doc.tokens[first].deprel == Deprel::Conj && self.doc.tokens[first].head < first {
            first = self.doc.tokens[first].head;
        }
        let mut all = with_conjuncts(self.doc, self.mentions, first);
        all.retain(|&e| self.mentions.entities[e].kind == EntityType::Person);
        all
    }

    fn in_name(&self, i: usize) -> bool {
        self.mentions.containing(i).is_some_and(|m| m.kind == MentionKind::Name)
    }
}
