//! How far a name reaches: gazetteer, NER and the heads of names weighed against each other.

use std::ops::Range;

use super::chunk::{Chunker, Shape, Source};
use crate::lexicon::given_names;
use crate::schema::EntityType;
use crate::text::{Deprel, EntityLabel, Tag, Upos};

impl<'a> Chunker<'a> {
    /// The longest reading of a name at `i`, as end and source.
    pub(super) fn longest(&mut self, i: usize, sentence: &Range<usize>) -> (usize, Source) {
        let known = self.known(i, sentence);
        let run = self.run_end(i, sentence);
        let entity = self.doc.entity_at(i).filter(|e| e.tokens.start <= i);
        let person = entity.is_some_and(|e| e.label == EntityLabel::Person);
        let known_end = known.as_ref().map_or(i, |(end, _)| *end);

        // A royal title belongs to a single name after it.
        if self.words.titles.royal.contains(self.lower(i)) && run > i + 1 && self.is_capitalized(i) {
            let titles = &self.words.titles;
            let names = (i + 1..run).filter(|&j| !titles.suffixes.contains(self.lower(j))).count();
            let numbered = titles.regnal.contains(self.lower(i)) && names < run - i - 1;
            if names == 1 && known_end <= i + 1 && !numbered {
                return (run, Source::Shape(Shape::Plain));
            }
        }
        if known_end <= i && self.title_end(i, sentence).is_some() {
            return (i, Source::Shape(Shape::Plain));
        }
        // A title inside the run ends the name before it: "European Council President".
        let mut cut = run;
        for j in i + 1..run {
            let in_name =
                self.doc.entity_at(j).is_some_and(|e| e.label == EntityLabel::Person && e.tokens.start < j);
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
                Person => ner_end = if end <= cut { self.rest_of_person(end, cut) } else { cut },
                Org | Fac | Loc | Law | WorkOfArt | Event => {
                    // Such a name may reach over small words, but not over a title.
                    let title = (i + 1..end).find(|&j| j >= cut && self.title_end(j, sentence).is_some());
                    ner_end = title.unwrap_or(if cut < run { end.min(cut) } else { end });
                    if !self.is_capitalized(ner_end - 1)
                        && ner_end > cut
                        && (self.doc.tokens[ner_end - 1].upos != Upos::Propn
                            || self.words.names.stand_in.of_holder.contains(self.lower(ner_end - 1)))
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

    /// Whether what the NER takes for a place or people in `i..end` is the first name of a person named up to `cut`: of a
    /// country only where the lists of names have both, "India Walton".
    fn is_first_name(&self, i: usize, end: usize, cut: usize, known: Option<&(usize, Source)>) -> bool {
        let last = cut - 1;
        let town = match known {
            None => true,
            Some((_, Source::Known(known))) => {
                let small = known[0].kind == EntityType::City && known[0].population < 500_000;
                let place = matches!(known[0].kind, EntityType::City | EntityType::Region);
                let named = known[0].kind == EntityType::Country
                    && end == i + 1
                    && given_names::is_given_name(self.doc.word(i))
                    && given_names::is_surname(self.doc.word(last));
                (place || named) && (small || self.label(last) == Some(EntityLabel::Person))
            }
            _ => false,
        };
        town && self.doc.tokens[i].deprel == Deprel::Compound
            && (i..=last).contains(&self.doc.tokens[i].head)
            && (end..cut)
                .all(|j| matches!(self.label(j), None | Some(EntityLabel::Person | EntityLabel::Norp)))
    }

    /// Takes in what follows a person's name as the NER has it, up to the end of the run, unless that is a name of its own.
    fn rest_of_person(&self, end: usize, cut: usize) -> usize {
        let quotes = (end..cut).find(|&j| self.is_quote(j)).zip((end..cut).rfind(|&j| self.is_quote(j)));
        // "Ursula von der" is no whole name.
        let cut_short = self.words.names.particles.contains(self.lower(end - 1));
        let open = |j: usize| {
            self.doc.entity_at(j).is_none()
                || cut_short
                || quotes.is_some_and(|(_, last)| j <= last || self.label(j) == Some(EntityLabel::Person))
                || self.words.names.calendar_surnames.contains(self.lower(j))
        };
        if end < cut && (end..cut).all(open) { cut } else { end }
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
            let in_person =
                self.doc.entity_at(j).is_some_and(|e| e.label == EntityLabel::Person && e.tokens.len() > 1);
            let other = names.other.heads.contains(lower) && (j > i || cut == i + 1);
            if j < known_end || in_person && !(other && j + 1 == cut) {
                continue;
            }
            // "the UK Government" is the United Kingdom.
            if known_end > i && names.stand_in.nouns.contains(lower) {
                continue;
            }
            // "the Biden administration" is that of Biden, and no name.
            if !self.is_capitalized(j) && names.stand_in.of_holder.contains(lower) {
                continue;
            }
            if other {
                best = Some((j + 1, Shape::Other));
            } else if names.organization.heads.contains(lower)
                && (j > i
                    || self.label(j) == Some(EntityLabel::Org)
                    || names.function.of.contains(self.lower_at(j + 1, sentence)))
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
        if end == cut && names.function.of_or_for.contains(self.lower_at(end, sentence)) {
            let mut next = end + 1;
            if names.function.article.contains(self.lower_at(next, sentence)) {
                next += 1;
            }
            if next < sentence.end && self.is_name(next) {
                end = self.run_end(next, sentence);
                let ministry = names.function.and.contains(self.lower_at(end, sentence))
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
