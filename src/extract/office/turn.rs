//! Posts that change hands: who came before or after a holder, who takes one up and who leaves it.

use std::ops::Range;

use super::super::mention::MentionKind;
use super::find::{Finder, OfficeDraft};
use crate::lexicon::Words;
use crate::schema::{EntityType, OfficeStatus};
use crate::text::{Deprel, Tag, Upos};

impl Finder<'_> {
    /// Passes on posts from one person to the next, once it is known whose they are.
    pub(super) fn turns(&mut self) {
        let mentions = self.mentions;
        for mention in mentions.mentions.iter().filter(|m| m.kind == MentionKind::Name) {
            if let Some(person) = self.person_at(mention.head) {
                self.follows(person, mention.head, &mention.tokens);
                self.succeeds(person, mention.head, &mention.tokens);
            }
        }
    }

    /// Ends the posts of those of whom it is told that they left: "the minister, X, was ousted", "X, who resigned".
    pub(super) fn departures(&mut self) {
        let mut left: Vec<(usize, usize, Range<usize>)> = Vec::new();
        for mention in &self.mentions.mentions {
            let head = mention.head;
            if let Some(person) = self.person_at(head)
                && self.leaves(head)
            {
                let (tokens, verb) = (&mention.tokens, self.doc.tokens[head].head);
                left.push((person, verb, tokens.start.min(verb)..tokens.end.max(verb + 1)));
            }
        }
        for (person, verb, shown) in left {
            let sentence = self.doc.sentences[self.doc.sentence_of(verb)].clone();
            for office in self.found.since(0) {
                if office.holder == person
                    && office.tokens.end <= sentence.end
                    && office.status == OfficeStatus::Current
                {
                    office.status = OfficeStatus::Former;
                    // What shows that the post is over is the verb, with the post where its sentence tells it.
                    office.tokens = match office.tokens.start >= sentence.start {
                        true => office.tokens.start.min(shown.start)..office.tokens.end.max(shown.end),
                        false => shown.clone(),
                    };
                }
            }
        }
        self.given_up_again();
    }

    /// "The minister X stepped down as minister": the post that is told again at the end of its sentence is over.
    fn given_up_again(&mut self) {
        let over: Vec<(usize, String, Range<usize>)> = self
            .found
            .all()
            .iter()
            .filter(|office| office.status == OfficeStatus::Former && self.tells_of_leaving(&office.tokens))
            .map(|office| (office.holder, office.title.clone(), office.tokens.clone()))
            .collect();
        for (holder, title, tokens) in over {
            let sentence = self.doc.sentences[self.doc.sentence_of(tokens.start)].clone();
            for office in self.found.since(0) {
                if office.holder == holder
                    && office.title == title
                    && office.status == OfficeStatus::Current
                    && office.tokens.start >= sentence.start
                    && office.tokens.start <= tokens.start
                    && office.tokens.end <= tokens.end
                {
                    office.status = OfficeStatus::Former;
                }
            }
        }
    }

    /// Whether words by which somebody leaves a post are among these.
    fn tells_of_leaving(&self, tokens: &Range<usize>) -> bool {
        let entry = &self.words.titles.entry;
        self.doc.tokens[tokens.clone()]
            .iter()
            .any(|token| entry.give_up.contains(&*token.lemma) || entry.left.contains(&*token.lemma))
    }

    /// Whether the clause of the mention with this head tells that whoever it means has left their only post.
    fn leaves(&self, head: usize) -> bool {
        let doc = self.doc;
        let entry = &self.words.titles.entry;
        let token = &doc.tokens[head];
        let verb = token.head;
        let lemma = &*doc.tokens[verb].lemma;
        let particle = doc.child(verb, Deprel::Prt).map(|p| format!("{lemma} {}", doc.tokens[p].lower));
        let is =
            |verbs: &Words| verbs.contains(lemma) || particle.as_deref().is_some_and(|w| verbs.contains(w));
        let told = match token.deprel {
            Deprel::Nsubj => is(&entry.left),
            // "was ousted", "the president dismissed X"
            Deprel::Nsubjpass => is(&entry.removed),
            Deprel::Dobj => is(&entry.removed) && doc.child(verb, Deprel::Nsubj).is_some(),
            _ => false,
        };
        // What is only meant or said to come leaves the post as it is, and "as" and "from" tell which of several ends.
        let happened = matches!(doc.tokens[verb].tag, Tag::Vbd | Tag::Vbn)
            && doc.child(verb, Deprel::Neg).is_none()
            && !doc.children_by(verb, Deprel::Aux).any(|a| doc.tokens[a].tag == Tag::Md)
            && !doc.children(verb).any(|c| {
                doc.tokens[c].deprel == Deprel::Prep && !entry.beside.contains(&*doc.tokens[c].lower)
                    || c != head && matches!(doc.tokens[c].deprel, Deprel::Dobj | Deprel::Mark)
            });
        told && happened
    }

    /// "his predecessor, X", "X, her successor": the post is that of the one who owns the noun.
    fn follows(&mut self, person: usize, head: usize, tokens: &Range<usize>) {
        let doc = self.doc;
        let nouns = doc
            .children_by(head, Deprel::Appos)
            .chain((doc.tokens[head].deprel == Deprel::Appos).then_some(doc.tokens[head].head))
            .chain(
                doc.children(head)
                    .filter(|&c| doc.tokens[c].deprel == Deprel::Compound && c + 1 == tokens.start),
            );
        let entry = &self.words.titles.entry;
        for noun in nouns {
            let lemma = &*doc.tokens[noun].lemma;
            let before = entry.before.contains(lemma);
            if !before && !entry.after.contains(lemma) {
                continue;
            }
            let owner = doc.child(noun, Deprel::Poss).and_then(|p| self.person_at(p));
            if let Some(owner) = owner {
                self.hand_over(owner, person, before, tokens);
            }
            return;
        }
    }

    /// "X succeeded Y", "Y was succeeded by X": the post goes from Y to X.
    fn succeeds(&mut self, person: usize, head: usize, tokens: &Range<usize>) {
        let doc = self.doc;
        let token = &doc.tokens[head];
        let agent = token.deprel == Deprel::Pobj && doc.tokens[token.head].deprel == Deprel::Agent;
        let verb = if agent { doc.tokens[token.head].head } else { token.head };
        let told = doc.tokens[verb].upos == Upos::Verb
            && self.words.titles.entry.follow.contains(&*doc.tokens[verb].lemma)
            && doc.child(verb, Deprel::Neg).is_none()
            && !doc.children_by(verb, Deprel::Aux).any(|a| self.doc.tokens[a].tag == Tag::Md);
        if !told {
            return;
        }
        let other = if agent {
            doc.child(verb, Deprel::Nsubjpass)
        } else if token.deprel == Deprel::Nsubj {
            doc.child(verb, Deprel::Dobj)
        } else {
            None
        };
        if let Some(owner) = other.and_then(|o| self.person_at(o)) {
            let first = self.found.len();
            self.hand_over(owner, person, false, tokens);
            // What has happened is no promise.
            for office in self.found.since(first) {
                office.status = OfficeStatus::Current;
            }
        }
    }

    /// "took up his post as ambassador", "resigned from her job as minister"
    pub(super) fn takes_up(&mut self, person: usize, verb: usize, tokens: &Range<usize>) {
        let doc = self.doc;
        let entry = &self.words.titles.entry;
        let lemma = &*doc.tokens[verb].lemma;
        let gives_up = entry.give_up.contains(lemma);
        if !gives_up && !entry.take.contains(lemma) {
            return;
        }
        let within = |i: usize| doc.children_by(i, Deprel::Prep).filter_map(|p| doc.child(p, Deprel::Pobj));
        let post = doc
            .child(verb, Deprel::Dobj)
            .into_iter()
            .chain(within(verb))
            .find(|&noun| entry.posts.contains(&*doc.tokens[noun].lemma));
        // The parse may hang "as" on the verb, and "resigned as" needs no noun.
        let role = post
            .into_iter()
            .chain([verb])
            .flat_map(|i| doc.children_by(i, Deprel::Prep))
            .find(|&p| p > post.unwrap_or(verb) && entry.role.contains(&*doc.tokens[p].lower));
        if let Some(noun) = role.and_then(|p| doc.child(p, Deprel::Pobj)) {
            let first = self.found.len();
            self.title_at(noun, &[person], tokens);
            for office in self.found.since(first) {
                if gives_up && office.status == OfficeStatus::Current {
                    office.status = OfficeStatus::Former;
                }
            }
        }
    }

    fn person_at(&self, i: usize) -> Option<usize> {
        let e = self.mentions.at(i)?.entity?;
        (self.mentions.entities[e].kind == EntityType::Person).then_some(e)
    }

    /// Gives `person` the highest post of `owner` that is known so far, as its holder before or after.
    fn hand_over(&mut self, owner: usize, person: usize, before: bool, tokens: &Range<usize>) {
        if owner == person {
            return;
        }
        let top = &self.words.titles.rank;
        let post = self
            .found
            .first_of(owner)
            .filter(|o| o.of.is_some() && !top.leader.contains(&o.title))
            .min_by_key(|o| !top.top.contains(&o.title));
        let Some(post) = post else { return };
        let status = match (before, post.status) {
            (true, _) => OfficeStatus::Former,
            (false, OfficeStatus::Former) => OfficeStatus::Current,
            // A throne is never empty.
            (false, _) if self.words.titles.royal.contains(&post.title) => OfficeStatus::Current,
            (false, _) => OfficeStatus::Elect,
        };
        let draft = OfficeDraft {
            holder: person,
            title: post.title.clone(),
            of: post.of,
            status,
            tokens: tokens.clone(),
            open: false,
            guessed: false,
        };
        // What the text says of that post in words of its own goes before.
        let said = self.found.first_of(person).any(|o| self.words.titles.agree(&o.title, &draft.title));
        if !said {
            self.found.push(draft);
        }
    }
}
