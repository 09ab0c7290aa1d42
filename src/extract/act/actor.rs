//! From noun phrases to the actors that they stand for: lists, officials and armies of a state, members of a group.

use super::model::{Actors, Context};
use crate::extract::mention::{Mention, MentionKind};
use crate::schema::EntityType;
use crate::text::{AnalysedText, Deprel, Tag, Upos};

impl<'a> Context<'a> {
    pub(in crate::extract) fn doc(self) -> &'a AnalysedText {
        self.clauses.doc
    }

    pub(in crate::extract) fn can_act(self, entity: usize, strictly: bool) -> bool {
        match self.mentions.entities[entity].kind {
            EntityType::Person | EntityType::Country | EntityType::Organization | EntityType::Group => true,
            EntityType::Region => !strictly,
            EntityType::City => false,
        }
    }

    /// The entities that token `head` names, without its conjuncts.
    pub(in crate::extract) fn entities(self, head: usize) -> Vec<usize> {
        self.mentions.entities_at(head)
    }

    /// The actors that a noun phrase and its conjuncts stand for.
    pub(in crate::extract) fn actors(self, head: usize) -> Actors {
        self.actors_or_places(head, false)
    }

    pub(in crate::extract) fn actors_or_places(self, head: usize, places: bool) -> Actors {
        let mut out = Vec::new();
        let counted = self.counted(head);
        if !counted.is_empty() {
            return counted;
        }
        for conjunct in self.clauses.conjuncts(head) {
            let direct = self.entities(conjunct);
            if let Some(place) = self.named_place(conjunct) {
                out.extend(self.entities(place).into_iter().map(|e| (e, place)));
            } else if let Some(several) = self.several_owners(conjunct) {
                out.extend(several);
            } else if !direct.is_empty() {
                out.extend(direct.into_iter().map(|e| (self.state_of(e, conjunct), conjunct)));
            } else if let Some(inner) = self.partitive(conjunct) {
                out.extend(self.actors_or_places(inner, places));
            } else if !places {
                out.extend(self.proxied(conjunct));
            }
        }
        if let Some(apposed) = self.named_beside(head) {
            let further = self.clauses.conjuncts(apposed).into_iter().skip(1).chain(self.series(apposed));
            out.extend(further.flat_map(|c| self.entities(c).into_iter().map(move |e| (e, c))));
        }
        for named in self.series(head) {
            out.extend(self.entities(named).into_iter().map(|e| (e, named)));
        }
        out
    }

    /// The name beside a description of the same person, which a list of further names may hang on: "by the prime
    /// minister, A, and the ministers B and C".
    fn named_beside(self, head: usize) -> Option<usize> {
        let doc = self.doc();
        let described = self.mentions.at(head).filter(|m| m.kind == MentionKind::Description)?.entity?;
        doc.children_by(head, Deprel::Appos).find(|&c| {
            self.mentions.at(c).is_some_and(|m| m.kind == MentionKind::Name && m.entity == Some(described))
        })
    }

    /// The state that an unnamed group of its officials stands for: "Iraqi leaders"; any other entity is itself.
    pub(super) fn state_of(self, entity: usize, head: usize) -> usize {
        let draft = &self.mentions.entities[entity];
        let officials = draft.kind == EntityType::Group
            && self.clauses.cues.officials.contains(&*self.doc().tokens[head].lemma);
        let country = draft.country.filter(|&c| self.mentions.entities[c].kind == EntityType::Country);
        country.filter(|_| officials).unwrap_or(entity)
    }

    /// The states of "the delegations of A and B", which a description gives to the first alone.
    pub(super) fn several_owners(self, head: usize) -> Option<Actors> {
        let described = self.mentions.at(head).is_some_and(|m| m.kind == MentionKind::Description);
        let plural = self.doc().tokens[head].tag == Tag::Nns;
        let owners = if described && plural { self.proxied(head) } else { Vec::new() };
        (owners.len() > 1).then_some(owners)
    }

    /// The name after "the port of", "the city of".
    pub(in crate::extract) fn named_place(self, head: usize) -> Option<usize> {
        let doc = self.doc();
        let token = &doc.tokens[head];
        if token.upos != Upos::Noun || !self.clauses.cues.place_nouns.contains(&*token.lemma) {
            return None;
        }
        doc.children_by(head, Deprel::Prep)
            .filter(|&c| self.clauses.cues.partitive_prepositions.contains(&*doc.tokens[c].lower))
            .find_map(|c| doc.child(c, Deprel::Pobj))
            .filter(|&p| self.mentions.at(p).is_some_and(|m| m.kind == MentionKind::Name))
    }

    /// What "a number of", "several of" and their like count.
    pub(in crate::extract) fn partitive(self, head: usize) -> Option<usize> {
        let doc = self.doc();
        let counts = self.clauses.cues.partitives.contains(&*doc.tokens[head].lemma);
        let of = doc
            .children_by(head, Deprel::Prep)
            .find(|&c| self.clauses.cues.partitive_prepositions.contains(&*doc.tokens[c].lower));
        of.filter(|_| counts).and_then(|of| doc.child(of, Deprel::Pobj))
    }

    /// Those whom a sentence counts among a description: "leaders heading to Rome include A and B".
    pub(in crate::extract) fn counted(self, head: usize) -> Actors {
        let doc = self.doc();
        let Some(verb) = doc.head(head).filter(|_| doc.tokens[head].deprel == Deprel::Nsubj) else {
            return Vec::new();
        };
        if !self.clauses.cues.inclusion.contains(&*doc.tokens[verb].lemma) {
            return Vec::new();
        }
        doc.children(verb)
            .filter(|&c| c > verb && matches!(doc.tokens[c].deprel, Deprel::Dobj | Deprel::Attr))
            .flat_map(|c| self.actors(c))
            .filter(|&(e, _)| self.mentions.entities[e].kind == EntityType::Person)
            .collect()
    }

    /// The further members of a list of names that `head` opens: "A, B and C".
    ///
    /// The parser often reads the members as appositions or loose modifiers; the names, commas and titles between them
    /// say better. A list ends in a conjunction word before its last name, and that name is no subject of its own.
    pub(in crate::extract) fn series(self, head: usize) -> Vec<usize> {
        let doc = self.doc();
        let Some(mention) = self.mentions.at(head).filter(|m| m.kind == MentionKind::Name) else {
            return Vec::new();
        };
        let kind = |m: &Mention| m.entity.map(|e| self.mentions.entities[e].kind);
        let mut out = Vec::new();
        let mut at = mention.tokens.end;
        let sentence = doc.sentences[doc.sentence_of(head)].end;
        let mut closed = false;
        while at < sentence && !closed && out.len() < 12 {
            let comma = &*doc.tokens[at].lower == ",";
            if comma {
                at += 1;
            }
            if at < sentence
                && doc.tokens[at].upos == Upos::Cconj
                && self.clauses.cues.additive.contains(&*doc.tokens[at].lower)
            {
                closed = true;
                at += 1;
            } else if !comma {
                break;
            }
            // Titles, demonyms and descriptions before the next name: "his Finnish counterpart, Sauli Niinisto".
            let name = (at..sentence.min(at + 14)).find_map(|t| {
                let m = self
                    .mentions
                    .containing(t)
                    .filter(|m| m.kind == MentionKind::Name && m.tokens.start == t)?;
                (kind(m) == kind(mention) && m.entity != mention.entity).then_some(m)
            });
            let Some(name) = name else { break };
            let plain = (at..name.tokens.start).all(|t| {
                !self.clauses.is_clausal(t)
                    && !matches!(doc.tokens[t].upos, Upos::Aux | Upos::Sconj | Upos::Sym)
                    && !matches!(
                        doc.tokens[t].tag,
                        Tag::Wp | Tag::Wdt | Tag::WpPoss | Tag::QuoteOpen | Tag::QuoteClose
                    )
            });
            if !plain {
                break;
            }
            closed |= (at..name.tokens.start).any(|t| {
                doc.tokens[t].upos == Upos::Cconj
                    && self.clauses.cues.additive.contains(&*doc.tokens[t].lower)
            });
            out.push(name.head);
            at = name.tokens.end;
        }
        let separate = |&last: &usize| {
            matches!(doc.tokens[last].deprel, Deprel::Nsubj | Deprel::Nsubjpass)
                && doc.tokens[last].head != doc.tokens[head].head
        };
        if !closed || out.last().is_some_and(separate) {
            return Vec::new();
        }
        out
    }

    /// What an unnamed official, army or team stands for, or who stands beside a description in apposition.
    pub(in crate::extract) fn proxied(self, head: usize) -> Actors {
        let doc = self.doc();
        for apposed in doc.children_by(head, Deprel::Appos) {
            let named: Actors = self
                .clauses
                .conjuncts(apposed)
                .into_iter()
                .flat_map(|c| self.entities(c).into_iter().map(move |e| (e, c)))
                .filter(|&(e, _)| self.mentions.entities[e].kind == EntityType::Person)
                .collect();
            if !named.is_empty() {
                return named;
            }
        }
        if !self.clauses.cues.proxies.contains(&doc.tokens[head].lemma.to_lowercase()) {
            return Vec::new();
        }
        self.possessors(head)
    }

    /// The states and bodies that a noun's possessor, adjective or place names.
    pub(in crate::extract) fn possessors(self, head: usize) -> Actors {
        let doc = self.doc();
        let personal = self.clauses.cues.personal_teams.contains(&*doc.tokens[head].lemma);
        for child in doc.children(head) {
            let at = match doc.tokens[child].deprel {
                Deprel::Poss | Deprel::Compound | Deprel::Amod | Deprel::Nmod => {
                    Some(self.clauses.dereference(child))
                }
                Deprel::Prep if self.clauses.cues.proxy_prepositions.contains(&*doc.tokens[child].lower) => {
                    doc.child(child, Deprel::Pobj)
                }
                _ => None,
            };
            let Some(at) = at else { continue };
            let owners: Actors = self
                .clauses
                .conjuncts(at)
                .into_iter()
                .flat_map(|c| self.entities(c))
                .filter_map(|e| match self.mentions.entities[e].kind {
                    EntityType::Country | EntityType::Organization => Some(e),
                    // "the Sunak government", "whose army": the state that the person stands for.
                    EntityType::Person if !personal => self.mentions.entities[e].country,
                    _ => None,
                })
                .map(|e| (e, head))
                .collect();
            if !owners.is_empty() {
                return owners;
            }
        }
        Vec::new()
    }

    /// The noun that "it", "this" or "them" takes up: the nearest subject or object before it, in its sentence or the
    /// one before, that is no actor and agrees in number.
    pub(in crate::extract) fn antecedent_of(self, pronoun: usize) -> Option<usize> {
        let doc = self.doc();
        let token = &doc.tokens[pronoun];
        let plural = self.clauses.cues.plural_pronouns.contains(&*token.lower);
        if !plural && !self.clauses.cues.singular_pronouns.contains(&*token.lower) {
            return None;
        }
        let sentence = doc.sentence_of(pronoun);
        let first = doc.sentences[sentence.saturating_sub(1)].start;
        let clause = self.clauses.clause_of(pronoun);
        let rank = |i: usize| {
            let t = &doc.tokens[i];
            let subject = matches!(t.deprel, Deprel::Nsubj | Deprel::Nsubjpass);
            (
                self.clauses.cues.documents.contains(&*t.lemma),
                doc.sentence_of(i) == sentence,
                subject,
                t.deprel == Deprel::Dobj,
                i,
            )
        };
        (first..pronoun)
            .filter(|&i| {
                let t = &doc.tokens[i];
                t.upos == Upos::Noun
                    && matches!(t.deprel, Deprel::Nsubj | Deprel::Nsubjpass | Deprel::Dobj | Deprel::Pobj)
                    && (t.tag == Tag::Nns) == plural
                    && self.clauses.clause_of(i) != clause
                    && self.entities(i).is_empty()
                    && doc.entity_at(i).is_none()
                    && self.partitive(i).is_none()
            })
            .max_by_key(|&i| rank(i))
    }
}
