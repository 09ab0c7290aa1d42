//! From tokens to chunks: the stretches of a text that bear a name, with titles cut off their front.
//!
//! A chunk starts at a capital and ends where the gazetteer, the NER or the heads of names ("… Ministry", "Lake …")
//! say, whichever reaches furthest, but never past a title.

use std::collections::HashMap;
use std::ops::Range;

use crate::lexicon::{Gazetteer, Known, MentionWords, fold};
use crate::schema::EntityType;
use crate::text::{AnalysedText, Deprel, EntityLabel, Tag, Upos};

/// What a chunk's words are known as.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Source {
    /// A name of the gazetteer: all that bear it.
    Known(Vec<Known>),
    /// A word of nationality.
    Demonym(Known),
    /// The seat of somebody, that is never a place of its own: the Kremlin.
    Seat(Known),
    /// A city that stands for whoever governs from there, or for itself: Kyiv, Brussels.
    Capital {
        /// The city, if the gazetteer has it.
        city: Option<Known>,
        /// Who governs from there.
        government: Known,
    },
    /// Ends in the head of a name of an organization, region or other thing, or only looks like a name.
    Shape(Shape),
}

/// What the words of a chunk show by themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    Organization,
    Region,
    Other,
    Plain,
}

/// A stretch of tokens that bears a name.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Chunk {
    pub tokens: Range<usize>,
    pub head: usize,
    pub source: Source,
    /// Where the titles before it start; equal to `tokens.start` without any.
    pub title_start: usize,
}

pub(crate) struct Chunker<'a> {
    doc: &'a AnalysedText,
    gazetteer: &'a Gazetteer,
    words: &'a MentionWords,
    /// Look-ups of this text, which repeats its names.
    cache: HashMap<&'a str, Option<Source>>,
}

/// Finds the chunks of a text, in order and without overlap.
pub(crate) fn chunks(doc: &AnalysedText, gazetteer: &Gazetteer, words: &MentionWords) -> Vec<Chunk> {
    let mut chunker = Chunker {
        doc,
        gazetteer,
        words,
        cache: HashMap::new(),
    };
    let mut found = Vec::new();
    for sentence in &doc.sentences {
        chunker.sentence(sentence.clone(), &mut found);
    }
    found
}

/// Longest name of the gazetteer that is looked for, in tokens.
const LONGEST: usize = 9;

impl<'a> Chunker<'a> {
    fn sentence(&mut self, sentence: Range<usize>, found: &mut Vec<Chunk>) {
        let mut i = sentence.start;
        let mut title_start = None;
        while i < sentence.end {
            if !self.may_start(i, &sentence) {
                title_start = None;
                i += 1;
                continue;
            }
            if self.lower(i) == "the" && self.known(i, &sentence).is_none() {
                title_start = None;
                i += 1;
                continue;
            }
            let (mut end, mut source) = self.longest(i, &sentence);
            let titled = title_start.is_some() || i > sentence.start && self.is_title_noun(i - 1);
            match &source {
                // After a title a small town's name is a first name: "Speaker Ararat Mirzoyan".
                Source::Known(known)
                    if titled && matches!(known[0].kind, EntityType::City | EntityType::Region) =>
                {
                    let run = self.run_end(i, &sentence);
                    if run > end
                        && (end..run).all(|j| !self.is_title_noun(j))
                        && self.known(end, &sentence).is_none()
                    {
                        (end, source) = (run, Source::Shape(Shape::Plain));
                    }
                }
                // "Foreign Ministry spokesman": the ministry is part of the title.
                Source::Known(_) | Source::Shape(Shape::Organization) if self.is_desk(end, &sentence) => {
                    let first = self.known(i, &sentence).filter(|(known_end, _)| *known_end < end);
                    match first {
                        Some((known_end, known)) => {
                            let tokens = i..known_end;
                            found.push(Chunk {
                                title_start: i,
                                head: self.head_of(&tokens),
                                tokens,
                                source: known,
                            });
                        }
                        None => {}
                    }
                    i = end;
                    title_start = None;
                    continue;
                }
                Source::Shape(Shape::Plain)
                    if end > i
                        && end < sentence.end
                        && self.doc.tokens[end].upos == Upos::Noun
                        && self.words.names.country.region.contains(self.lower(end))
                            | self.words.names.region.heads.contains(self.lower(end))
                        && (self.label(i) != Some(EntityLabel::Person)
                            || self.doc.tokens[end - 1].head == end)
                        && self.doc.tokens[end].tag == Tag::Nn =>
                {
                    // "Zangezur corridor"
                    end += 1;
                    source = Source::Shape(Shape::Region);
                }
                _ => {}
            }
            if end <= i
                && let Some(after) = self.title_end(i, &sentence)
            {
                title_start = title_start.or(Some(i));
                i = after;
                // A title that no name follows stands alone: it is a description.
                if i < sentence.end && !self.may_start(i, &sentence) {
                    title_start = None;
                }
                continue;
            }
            if end <= i {
                i += 1;
                continue;
            }
            let tokens = i..end;
            let head = self.head_of(&tokens);
            found.push(Chunk {
                title_start: title_start.take().unwrap_or(i),
                tokens,
                head,
                source,
            });
            i = end;
        }
    }

    fn is_title_noun(&self, i: usize) -> bool {
        self.words.titles.heads.contains(self.lower(i))
    }

    /// Whether a body's name that ends before `end` is the desk of a spokesperson: "Foreign Ministry | spokesman".
    fn is_desk(&self, end: usize, sentence: &Range<usize>) -> bool {
        end < sentence.end
            && self.words.names.organization.desk.contains(self.lower(end - 1))
            && self.words.titles.personal.contains(self.lower(end))
    }

    /// The token of a stretch whose head lies outside.
    fn head_of(&self, tokens: &Range<usize>) -> usize {
        tokens
            .clone()
            .find(|&i| {
                let head = self.doc.tokens[i].head;
                (head == i || !tokens.contains(&head)) && self.doc.tokens[i].upos != Upos::Punct
            })
            .unwrap_or(tokens.end - 1)
    }

    fn lower(&self, i: usize) -> &'a str {
        &self.doc.tokens[i].lower
    }

    fn is_capitalized(&self, i: usize) -> bool {
        self.doc.word(i).chars().next().is_some_and(char::is_uppercase)
    }

    fn label(&self, i: usize) -> Option<EntityLabel> {
        self.doc.entity_at(i).map(|e| e.label)
    }

    fn is_date(&self, i: usize) -> bool {
        // "May" is a surname too: a month is seldom a subject, and never follows a first name.
        if self.words.names.calendar_surnames.contains(self.lower(i))
            && self.doc.tokens[i].tag == Tag::Nnp
            && (matches!(
                self.doc.tokens[i].deprel,
                Deprel::Nsubj | Deprel::Nsubjpass | Deprel::Dobj
            ) || i > 0 && self.label(i - 1) == Some(EntityLabel::Person) && self.is_capitalized(i - 1))
            && !self.doc.tokens.get(i + 1).is_some_and(|next| next.tag == Tag::Cd)
        {
            return false;
        }
        use EntityLabel::{Cardinal, Date, Money, Ordinal, Percent, Quantity, Time};
        matches!(
            self.label(i),
            Some(Date | Time | Money | Percent | Quantity | Cardinal | Ordinal)
        )
    }

    /// Whether a token can be part of a name by itself.
    fn is_name(&self, i: usize) -> bool {
        let token = &self.doc.tokens[i];
        if !self.is_capitalized(i) || self.is_date(i) {
            return false;
        }
        match token.upos {
            Upos::Propn => true,
            // "Vice Premier He Lifeng": a capital inside a sentence, before a name.
            Upos::Pron => {
                self.doc.word(i).len() > 1
                    && i > 0
                    && self.doc.tokens[i - 1].upos != Upos::Punct
                    && !self.starts_sentence(i)
                    && self
                        .doc
                        .tokens
                        .get(i + 1)
                        .is_some_and(|next| next.upos == Upos::Propn)
            }
            Upos::Punct | Upos::Det | Upos::Adp | Upos::Aux | Upos::Cconj | Upos::Sconj | Upos::Part => false,
            _ => {
                use EntityLabel::{Gpe, Norp, Person};
                let label = self.label(i);
                !self.starts_sentence(i)
                    || matches!(label, Some(Gpe | Norp | Person))
                    || self.doc.entity_at(i).is_some_and(|e| e.tokens.len() > 1)
            }
        }
    }

    /// Whether a capital may be there only because a sentence or quotation begins.
    fn starts_sentence(&self, i: usize) -> bool {
        self.doc.sentences[self.doc.sentence_of(i)].start == i
            || i > 0
                && matches!(
                    self.doc.tokens[i - 1].tag,
                    Tag::QuoteOpen | Tag::QuoteClose | Tag::Colon
                )
    }

    fn may_start(&self, i: usize, sentence: &Range<usize>) -> bool {
        if self.is_name(i) {
            return true;
        }
        if self.is_date(i) {
            return false;
        }
        if self.is_capitalized(i)
            && matches!(
                self.doc.tokens[i].upos,
                Upos::Adj | Upos::Noun | Upos::Det | Upos::Verb
            )
        {
            return true;
        }
        // "von der Leyen", "al-Hayya"
        self.words.names.leading_particles.contains(self.lower(i))
            && matches!(
                self.doc.tokens[i].upos,
                Upos::Propn | Upos::X | Upos::Noun | Upos::Adj | Upos::Adp | Upos::Det
            )
            && self.after_particles(i, sentence).is_some()
    }

    /// The first capitalized token after the particles and hyphens from `i` on.
    fn after_particles(&self, i: usize, sentence: &Range<usize>) -> Option<usize> {
        let mut j = i;
        while j < sentence.end && j < i + 5 {
            if j > i && self.is_capitalized(j) && self.doc.tokens[j].upos != Upos::Punct {
                return self.is_name(j).then_some(j);
            }
            let hyphen = j > i && self.is_hyphen(j);
            if !hyphen && !self.words.names.particles.contains(self.lower(j)) {
                return None;
            }
            j += 1;
        }
        None
    }

    /// Whether token `i` is a hyphen that joins two tokens.
    fn is_hyphen(&self, i: usize) -> bool {
        matches!(self.doc.word(i), "-" | "–" | "‑")
            && !self.doc.tokens[i].space_after
            && i > 0
            && !self.doc.tokens[i - 1].space_after
    }

    /// Where the run of name tokens from `i` ends.
    fn run_end(&self, i: usize, sentence: &Range<usize>) -> usize {
        let mut j = i;
        while j < sentence.end {
            if self.is_name(j) {
                j += 1;
            } else if j > i && self.is_hyphen(j) && j + 1 < sentence.end {
                let next = j + 1;
                let same = self.doc.entity_at(next).is_some_and(|e| e.tokens.contains(&i));
                // "Moon Jae-in", but not "Iran-backed"
                let syllable = self.doc.word(next).len() <= 4
                    && self.label(i) == Some(EntityLabel::Person)
                    && !matches!(self.doc.tokens[next].upos, Upos::Verb | Upos::Adj | Upos::Adv);
                if self.is_name(next) || same || syllable || self.doc.tokens[next].upos == Upos::Propn {
                    j = next + 1;
                } else {
                    break;
                }
            } else if self.words.names.particles.contains(self.lower(j))
                && let Some(next) = self.after_particles(j, sentence)
                && (j > i || self.words.names.leading_particles.contains(self.lower(j)))
            {
                j = next + 1;
            } else if j > i && self.words.titles.suffixes.contains(self.lower(j)) && self.is_capitalized(j) {
                j += 1;
            } else {
                break;
            }
        }
        j
    }

    /// What the gazetteer says of these words.
    fn look_up(&mut self, tokens: Range<usize>) -> Option<Source> {
        let form = self.doc.slice(tokens);
        if let Some(hit) = self.cache.get(form) {
            return hit.clone();
        }
        let mut known = self.gazetteer.lookup(form);
        let capital = self.gazetteer.capital(form);
        let hit = if known.first().is_some_and(|k| k.kind == EntityType::Country) {
            Some(Source::Known(known))
        } else if let Some(government) = self.gazetteer.seat(form).or_else(|| capital.clone()) {
            let city = known
                .iter()
                .position(|k| k.kind == EntityType::City)
                .map(|k| known.swap_remove(k));
            if city.is_some() || capital.is_some() {
                Some(Source::Capital { city, government })
            } else {
                Some(Source::Seat(government))
            }
        } else if !known.is_empty() {
            Some(Source::Known(known))
        } else {
            self.gazetteer.demonym(form).map(Source::Demonym)
        };
        self.cache.insert(form, hit.clone());
        hit
    }

    /// The longest name of the gazetteer that starts at `i`.
    fn known(&mut self, i: usize, sentence: &Range<usize>) -> Option<(usize, Source)> {
        if !self.is_capitalized(i) {
            return None;
        }
        let names = &self.words.names;
        // How far words reach that a name may hold.
        let mut ends = vec![i + 1];
        let mut j = i + 1;
        while j < sentence.end && j < i + LONGEST {
            let lower = self.lower(j);
            let joins = names.connectors.contains(lower)
                || names.particles.contains(lower)
                || self.is_hyphen(j)
                || matches!(lower, "'s" | "’s" | "'" | "’" | "/" | ",");
            let closes = self.is_capitalized(j)
                || names.organization.heads.contains(lower)
                || names.region.heads.contains(lower)
                || names.organization.desk.contains(lower)
                || self.doc.tokens[j].tag == Tag::Cd
                || j > 0 && self.is_hyphen(j - 1);
            if closes {
                ends.push(j + 1);
            } else if !joins && !matches!(self.doc.tokens[j].upos, Upos::Adj | Upos::Noun) {
                break;
            }
            j += 1;
        }
        let article = self.lower(i) == "the";
        ends.into_iter().rev().find_map(|end| {
            let source = self.look_up(i..end)?;
            // "The Hague" has its article, "The Georgian leader" has not.
            let own = matches!(&source, Source::Known(known) if fold(known[0].name).starts_with("The "));
            (!article || own).then_some((end, source))
        })
    }

    /// The end of a title that starts at `i` in capitals, or with an honorific: "Prime Minister", "Secretary of State".
    fn title_end(&self, i: usize, sentence: &Range<usize>) -> Option<usize> {
        let titles = &self.words.titles;
        let is_word = |j: usize| j < sentence.end && (self.is_capitalized(j) || self.is_hyphen(j));
        let modifier = |j: usize| titles.modifiers.contains(self.lower(j)) || self.is_hyphen(j);
        let mut end = None;
        let mut j = i;
        while is_word(j) {
            let lower = self.lower(j);
            let plural = lower
                .strip_suffix('s')
                .is_some_and(|one| titles.heads.contains(one));
            let is_head = plural || titles.heads.contains(lower) || titles.short.contains_key(lower);
            if is_head || self.is_honorific(j) && j + 1 < sentence.end && self.is_capitalized(j + 1) {
                end = Some(j + 1);
            } else if !modifier(j) && !self.words.titles.status.former.contains(lower) {
                break;
            }
            j += 1;
        }
        let mut end = end?;
        // "of State", "for Foreign Affairs": words of titles, not the name of a place.
        while end + 1 < sentence.end && matches!(self.lower(end), "of" | "for" | "and" | "&" | "the") {
            let mut k = end + 1;
            if k < sentence.end && self.lower(k) == "the" {
                k += 1;
            }
            let mut last = None;
            while k < sentence.end && self.is_capitalized(k) && modifier(k) {
                k += 1;
                last = Some(k);
            }
            match last {
                Some(k) => end = k,
                None => break,
            }
        }
        // "Justice Department", "President's Office" and the like are no titles.
        let names_body = end < sentence.end
            && self.is_capitalized(end)
            && self.words.names.organization.heads.contains(self.lower(end))
            && !self.words.titles.heads.contains(self.lower(end));
        (!names_body).then_some(end)
    }

    fn is_honorific(&self, i: usize) -> bool {
        let honorific = &self.words.titles.honorific;
        let lower = self.lower(i);
        [&honorific.masculine, &honorific.feminine, &honorific.neutral]
            .iter()
            .any(|set| set.contains(lower))
    }

    /// The longest reading of a name at `i`, as end and source.
    fn longest(&mut self, i: usize, sentence: &Range<usize>) -> (usize, Source) {
        let known = self.known(i, sentence);
        let run = self.run_end(i, sentence);
        let entity = self.doc.entity_at(i).filter(|e| e.tokens.start <= i);
        let person = entity.is_some_and(|e| e.label == EntityLabel::Person);
        let known_end = known.as_ref().map_or(i, |(end, _)| *end);

        // A royal title belongs to a single name after it.
        if self.words.titles.royal.contains(self.lower(i)) && run > i + 1 && self.is_capitalized(i) {
            let names = (i + 1..run)
                .filter(|&j| !self.words.titles.suffixes.contains(self.lower(j)))
                .count();
            if names == 1 && known_end <= i + 1 {
                return (run, Source::Shape(Shape::Plain));
            }
        }
        if known_end <= i && self.title_end(i, sentence).is_some() {
            return (i, Source::Shape(Shape::Plain));
        }
        // A title inside the run ends the name before it: "European Council President".
        let mut cut = run;
        for j in i + 1..run {
            let in_name = self
                .doc
                .entity_at(j)
                .is_some_and(|e| e.label == EntityLabel::Person && e.tokens.start < j);
            if !in_name && !self.is_hyphen(j) && j >= known_end && self.title_end(j, sentence).is_some() {
                cut = j;
                break;
            }
        }
        let shape = self.by_heads(i, cut, known_end, sentence);
        let mut ner_end = i;
        if let Some(e) = entity {
            let mut end = e.tokens.end;
            // A dash with spaces around it parts a dateline from the text.
            if let Some(dash) =
                (i..end).find(|&j| matches!(self.doc.word(j), "-" | "–" | "—") && !self.is_hyphen(j))
            {
                end = dash;
            }
            if known_end > i
                && known_end < end
                && (known_end..end).all(|j| self.words.names.stand_in.nouns.contains(self.lower(j)))
            {
                end = known_end;
            }
            while end > i
                && (self.doc.tokens[end - 1].tag == Tag::Pos
                    || self.doc.tokens[end - 1].upos == Upos::Punct && !self.is_capitalized(end - 1))
            {
                end -= 1;
            }
            // "the Biden administration": the name is Biden's.
            if end > i + 1
                && !self.is_capitalized(end - 1)
                && self.words.names.stand_in.nouns.contains(self.lower(end - 1))
            {
                end -= 1;
            }
            use EntityLabel::{Event, Fac, Gpe, Law, Loc, Norp, Org, Person, Product, WorkOfArt};
            match e.label {
                Person => {
                    ner_end = if end <= cut {
                        self.rest_of_person(end, cut)
                    } else {
                        cut
                    }
                }
                Org | Fac | Loc | Law | WorkOfArt | Event => {
                    // Such a name may reach over small words, but not over a title.
                    let title = (i + 1..end).find(|&j| j >= cut && self.title_end(j, sentence).is_some());
                    ner_end = title.unwrap_or(if cut < run { end.min(cut) } else { end });
                    if !self.is_capitalized(ner_end - 1)
                        && ner_end > cut
                        && self.doc.tokens[ner_end - 1].upos != Upos::Propn
                    {
                        ner_end = cut.max(known_end);
                    }
                }
                // A first name that is taken for a place or people: "Uhuru Kenyatta", "Minoru Kihara".
                Gpe | Norp
                    if end < cut && shape.is_none() && self.is_first_name(i, end, cut, known.as_ref()) =>
                {
                    return (cut, Source::Shape(Shape::Plain));
                }
                Gpe | Norp | Product => ner_end = end.min(cut.max(i)),
                _ => {}
            }
        }
        match (known, shape) {
            (_, Some((end, shape))) if end > known_end && (end >= ner_end || !person) => {
                let org = entity.is_some_and(|e| e.label == EntityLabel::Org) && shape == Shape::Organization;
                (if org { end.max(ner_end) } else { end }, Source::Shape(shape))
            }
            (Some((end, source)), _) if end >= ner_end || self.known_is_modifier(i, end, ner_end) => {
                (end, source)
            }
            _ if ner_end > i => (ner_end, Source::Shape(Shape::Plain)),
            _ if !self.is_name(i) && !self.words.names.leading_particles.contains(self.lower(i)) => {
                (i, Source::Shape(Shape::Plain))
            }
            _ if self.starts_sentence(i)
                && self.doc.tokens[i].upos != Upos::Propn
                && self.doc.entity_at(i).is_none() =>
            {
                (i, Source::Shape(Shape::Plain))
            }
            _ => {
                // Without any help a name ends where the NER sees the next one begin.
                let next = (i + 1..cut).find(|&j| {
                    let parts = self
                        .doc
                        .entity_at(j)
                        .is_some_and(|e| e.tokens.start == j && e.label != EntityLabel::Person);
                    // A first name and a surname that is taken for a place or body: "Vice Premier He Lifeng".
                    let whole = self.doc.tokens[i].deprel == Deprel::Compound
                        && self.doc.tokens[i].head == j
                        && j + 1 == cut;
                    parts && !whole
                });
                (next.unwrap_or(cut), Source::Shape(Shape::Plain))
            }
        }
    }

    /// Whether what the NER takes for a place or people in `i..end` is the first name of a person named up to `cut`.
    fn is_first_name(&self, i: usize, end: usize, cut: usize, known: Option<&(usize, Source)>) -> bool {
        let last = cut - 1;
        let town = match known {
            None => true,
            Some((_, Source::Known(known))) => {
                let small = known[0].kind == EntityType::City && known[0].population < 500_000;
                let place = matches!(known[0].kind, EntityType::City | EntityType::Region);
                place && (small || self.label(last) == Some(EntityLabel::Person))
            }
            _ => false,
        };
        town && self.doc.tokens[i].deprel == Deprel::Compound
            && (i..=last).contains(&self.doc.tokens[i].head)
            && (end..cut).all(|j| {
                matches!(
                    self.label(j),
                    None | Some(EntityLabel::Person | EntityLabel::Norp)
                )
            })
    }

    /// Takes in what follows a person's name as the NER has it, up to the end of the run, unless that is a name of its own.
    fn rest_of_person(&self, end: usize, cut: usize) -> usize {
        let open = |j: usize| {
            self.doc.entity_at(j).is_none() || self.words.names.calendar_surnames.contains(self.lower(j))
        };
        if end < cut && (end..cut).all(open) {
            cut
        } else {
            end
        }
    }

    /// Whether a gazetteer name that the NER's name starts with stands for itself: "Israeli | Benjamin Netanyahu".
    fn known_is_modifier(&self, i: usize, end: usize, ner_end: usize) -> bool {
        self.doc.entity_at(i).is_none_or(|e| e.label == EntityLabel::Norp) && end < ner_end
    }

    /// The end and shape of a name in `i..cut` by its head words.
    fn by_heads(
        &self,
        i: usize,
        cut: usize,
        known_end: usize,
        sentence: &Range<usize>,
    ) -> Option<(usize, Shape)> {
        let names = &self.words.names;
        let mut best = None;
        for j in i..cut {
            let lower = self.lower(j);
            let in_person = self
                .doc
                .entity_at(j)
                .is_some_and(|e| e.label == EntityLabel::Person && e.tokens.len() > 1);
            let other = names.other.heads.contains(lower) && (j > i || cut == i + 1);
            if j < known_end || in_person && !(other && j + 1 == cut) {
                continue;
            }
            // "the UK Government" is the United Kingdom.
            if known_end > i && names.stand_in.nouns.contains(lower) {
                continue;
            }
            if other {
                best = Some((j + 1, Shape::Other));
            } else if names.organization.heads.contains(lower)
                && (j > i
                    || self.label(j) == Some(EntityLabel::Org)
                    || self.lower_at(j + 1, sentence) == "of")
            {
                best = Some((j + 1, Shape::Organization));
            } else if names.region.heads.contains(lower) && j > i
                || j == i + 1
                    && names.region.first.contains(self.lower(i))
                    && self.label(i) != Some(EntityLabel::Person)
            {
                best = Some((j + 1, Shape::Region));
            }
        }
        let (mut end, shape) = best?;
        // "Ministry of Foreign Affairs", "Bank of England"
        if end == cut && matches!(self.lower_at(end, sentence), "of" | "for") {
            let mut next = end + 1;
            if self.lower_at(next, sentence) == "the" {
                next += 1;
            }
            if next < sentence.end && self.is_name(next) {
                end = self.run_end(next, sentence);
                let ministry = self.lower_at(end, sentence) == "and"
                    && end + 1 < sentence.end
                    && self.is_name(end + 1)
                    && self.doc.entity_at(end + 1).is_some_and(|e| e.tokens.start <= end);
                if ministry {
                    end = self.run_end(end + 1, sentence);
                }
            }
        }
        Some((end, shape))
    }

    fn lower_at(&self, i: usize, sentence: &Range<usize>) -> &'a str {
        if i < sentence.end { self.lower(i) } else { "" }
    }
}
