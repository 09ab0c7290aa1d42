//! From chunks to named entities: names that mean the same thing are put together.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::ops::Range;

use super::chunk::{Chunk, Source, chunks};
use super::form::{Form, forms};
use super::model::{EntityDraft, Mention, MentionKind, Mentions};
use super::place::{in_dateline, is_government};
use super::spelling::{slug, tidy};
use crate::lexicon::{Gazetteer, Known, MentionWords};
use crate::schema::EntityType;
use crate::text::{AnalysedText, Deprel, Tag, Upos};

/// Finds the names in a text, decides what each names, and puts those of one thing together.
pub fn names(doc: &AnalysedText, gazetteer: &Gazetteer, words: &MentionWords) -> Mentions {
    let chunks = chunks(doc, gazetteer, words);
    let mut forms = forms(doc, words, &chunks);
    let persons = Persons::new(words, &chunks, &mut forms);
    let mut register = Register { gazetteer, words, entities: Vec::new(), by_id: HashMap::new() };
    let mut form_of = vec![0; chunks.len()];
    for (f, form) in forms.iter().enumerate() {
        for &k in &form.chunks {
            form_of[k] = f;
        }
    }
    let organizations = organizations(doc, &chunks, &forms, &form_of);
    let countries = known_ids(&forms, &chunks);
    let states = states(doc, gazetteer, words, &chunks, &forms, &countries);
    let mut person_entity: BTreeMap<usize, usize> = BTreeMap::new();
    let mut body_entity: BTreeMap<usize, usize> = BTreeMap::new();
    let mut mentions = Vec::new();
    for (k, chunk) in chunks.iter().enumerate() {
        let f = form_of[k];
        let form = &forms[f];
        let mut kind = MentionKind::Name;
        let entity = if let Some(person) = persons.of(k, f) {
            Some(*person_entity.entry(person).or_insert_with(|| {
                register.named(EntityType::Person, persons.name(doc, &chunks, &forms, person))
            }))
        } else {
            match &chunk.source {
                _ if let Some(state) = states.get(&k) => Some(register.known(state)),
                _ if let Some(country) = short_name(gazetteer, words, form, &countries) => {
                    Some(register.known(&country))
                }
                Source::Known(known) if form.kind != Some(EntityType::Person) && organizations[f] == f => {
                    Some(register.known(prominent(known)))
                }
                Source::Seat(known) => Some(register.known(known)),
                Source::Capital { government, .. } if is_government(doc, words, chunk.head) => {
                    Some(register.known(government))
                }
                Source::Capital { city, .. } => Some(match city {
                    Some(city) => register.known(city),
                    None => register.named(EntityType::City, title_case(doc, chunk)),
                }),
                Source::Demonym(known) => {
                    kind = demonym_kind(doc, chunk);
                    demonym(doc, words, chunk, known).then(|| register.known(known))
                }
                Source::Known(_) | Source::Shape(_) => match form.kind {
                    Some(EntityType::Organization) => {
                        let body = organizations[f];
                        if let Source::Known(known) = &chunks[forms[body].chunks[0]].source {
                            Some(register.known(&known[0]))
                        } else {
                            Some(*body_entity.entry(body).or_insert_with(|| {
                                let first = &chunks[forms[body].chunks[0]];
                                register.named(EntityType::Organization, title_case(doc, first))
                            }))
                        }
                    }
                    Some(other) if other != EntityType::Person => {
                        let first = &chunks[form.chunks[0]];
                        Some(
                            *body_entity
                                .entry(f)
                                .or_insert_with(|| register.named(other, title_case(doc, first))),
                        )
                    }
                    _ => None,
                },
            }
        };
        if entity.is_some() || kind == MentionKind::Demonym {
            mentions.push(Mention {
                tokens: chunk.tokens.clone(),
                head: chunk.head,
                kind,
                entity,
                members: Vec::new(),
            });
        }
    }
    let entities = register.finish();
    Mentions::new(entities, mentions, doc.tokens.len())
}

/// The entities so far, by id.
struct Register<'a> {
    gazetteer: &'a Gazetteer,
    words: &'a MentionWords,
    entities: Vec<EntityDraft>,
    by_id: HashMap<String, usize>,
}

impl Register<'_> {
    fn known(&mut self, known: &Known) -> usize {
        if let Some(&e) = self.by_id.get(known.id) {
            return e;
        }
        self.push(EntityDraft {
            id: known.id.to_owned(),
            kind: known.kind,
            name: known.name.to_owned(),
            same_as: known.same_as.clone(),
            gender: None,
            country: None,
            named: true,
        })
    }

    fn named(&mut self, kind: EntityType, name: String) -> usize {
        let name = tidy(self.words.names.function.without_article(&name).unwrap_or(&name));
        let mut id = slug(&name);
        if id.is_empty() {
            id = format!("{kind}-{}", self.entities.len() + 1);
        }
        if let Some(&e) = self.by_id.get(&id) {
            if self.entities[e].kind == kind {
                return e;
            }
            id = format!("{id}-{kind}");
            if let Some(&e) = self.by_id.get(&id) {
                return e;
            }
        }
        self.push(EntityDraft {
            id,
            kind,
            name,
            same_as: Vec::new(),
            gender: None,
            country: None,
            named: true,
        })
    }

    /// Notes the country of each place and body, if the text speaks of it.
    fn finish(mut self) -> Vec<EntityDraft> {
        for e in 0..self.entities.len() {
            let draft = &self.entities[e];
            let known = self.gazetteer.lookup(&draft.name).into_iter().find(|k| k.id == draft.id);
            let country = match known.and_then(|k| k.country) {
                Some(id) => Some(id),
                None if draft.kind == EntityType::City => self.gazetteer.capital(&draft.name).map(|k| k.id),
                None => None,
            };
            self.entities[e].country = country.and_then(|id| self.by_id.get(id)).copied();
        }
        self.entities
    }

    fn push(&mut self, draft: EntityDraft) -> usize {
        self.by_id.insert(draft.id.clone(), self.entities.len());
        self.entities.push(draft);
        self.entities.len() - 1
    }
}

/// A name in capitals throughout, as datelines have it, with small letters after the first; others as they are.
fn title_case(doc: &AnalysedText, chunk: &Chunk) -> String {
    let name = doc.slice(chunk.tokens.clone());
    if !in_dateline(doc, chunk.head) || name.chars().any(char::is_lowercase) {
        return name.to_owned();
    }
    let mut out = String::new();
    let mut inside = false;
    for c in name.chars() {
        if inside {
            out.extend(c.to_lowercase())
        } else {
            out.push(c)
        }
        inside = c.is_alphabetic();
    }
    out
}

/// How a word of nationality refers: "the Russians" means the country as a name does, "Russian" only points to it.
fn demonym_kind(doc: &AnalysedText, chunk: &Chunk) -> MentionKind {
    let token = &doc.tokens[chunk.head];
    let plural = matches!(token.tag, Tag::Nnps | Tag::Nns);
    if plural && !matches!(token.deprel, Deprel::Compound | Deprel::Amod | Deprel::Nmod) {
        MentionKind::Description
    } else {
        MentionKind::Demonym
    }
}

/// Whether a word of nationality makes its country part of the text.
fn demonym(doc: &AnalysedText, words: &MentionWords, chunk: &Chunk, known: &Known) -> bool {
    if !matches!(known.kind, EntityType::Country | EntityType::Organization) {
        return false;
    }
    // "the Austrian capital" speaks of Vienna alone.
    let head = doc.tokens[chunk.head].head;
    head == chunk.head || !words.names.country.capital.contains(&*doc.tokens[head].lower)
}

/// The persons of a text: which form is whose.
struct Persons {
    /// Forms of each person, the fullest first.
    forms: Vec<Vec<usize>>,
    /// Persons that a form may be of.
    by_form: HashMap<usize, Vec<usize>>,
    /// Person of a chunk whose form several persons share.
    by_chunk: HashMap<usize, usize>,
}

impl Persons {
    /// Groups the forms that name persons: full names first, then the single names that are part of them.
    ///
    /// A single name may overrule what it was taken for by itself: a surname is often seen as an organization.
    fn new(words: &MentionWords, chunks: &[Chunk], forms: &mut [Form]) -> Self {
        let mut order: Vec<usize> = (0..forms.len())
            .filter(|&f| forms[f].words.len() > 1 && forms[f].kind == Some(EntityType::Person))
            .collect();
        order.sort_by_key(|&f| (Reverse(forms[f].words.len()), f));
        let mut persons = Persons { forms: Vec::new(), by_form: HashMap::new(), by_chunk: HashMap::new() };
        let mut index = NameIndex::default();
        let mut generations: Vec<Option<String>> = Vec::new();
        for f in order {
            let name = without_suffixes(&forms[f].words, words);
            let own = generation(&forms[f].words, words);
            let mut fitting = index.like(&name);
            fitting.retain(|&p| {
                let others = own.is_some() && generations[p].is_some() && own != generations[p];
                !others && same_person(&index.names[p], &name)
            });
            if let [p] = fitting[..] {
                persons.forms[p].push(f);
                persons.by_form.insert(f, vec![p]);
                generations[p] = generations[p].take().or(own);
            } else {
                persons.forms.push(vec![f]);
                persons.by_form.insert(f, vec![persons.forms.len() - 1]);
                generations.push(own);
                index.add(name);
            }
        }
        let mut index = NameIndex::default();
        persons.forms.iter().for_each(|own| index.add(forms[own[0]].words.clone()));
        for f in 0..forms.len() {
            if persons.by_form.contains_key(&f) {
                continue;
            }
            let strong = chunks[forms[f].chunks[0]].source_is_strong();
            let mut fitting = index.longer(&forms[f].words, words);
            fitting.retain(|&p| is_short_for(&forms[f].words, &index.names[p], words));
            if fitting.is_empty() {
                if forms[f].kind == Some(EntityType::Person) && !strong {
                    persons.forms.push(vec![f]);
                    persons.by_form.insert(f, vec![persons.forms.len() - 1]);
                }
            } else if !strong || forms[f].kind == Some(EntityType::Person) {
                forms[f].kind = Some(EntityType::Person);
                for &p in &fitting {
                    persons.forms[p].push(f);
                }
                persons.by_form.insert(f, fitting);
            }
        }
        persons.share(chunks, forms);
        persons
    }

    /// Gives each use of a name that several persons bear to one of them: to the one who bore it alone before any other
    /// was named in full, as news calls the rest of a family by full names; else to the one named in full most
    /// recently, else to the one named most.
    fn share(&mut self, chunks: &[Chunk], forms: &[Form]) {
        let mut shared: Vec<(&usize, &Vec<usize>)> =
            self.by_form.iter().filter(|(_, p)| p.len() > 1).collect();
        shared.sort();
        // Where each person is named in full.
        let full = |own: &Vec<usize>| -> Vec<usize> {
            let full = own.iter().filter(|g| forms[**g].words.len() > 1);
            full.flat_map(|g| &forms[*g].chunks).map(|&c| chunks[c].head).collect()
        };
        let full: Vec<Vec<usize>> = self.forms.iter().map(full).collect();
        let mut by_chunk = HashMap::new();
        for (f, persons) in shared {
            let named = |p: usize| full[p].iter().copied().min();
            let mut first: Vec<(Option<usize>, usize)> = persons.iter().map(|&p| (named(p), p)).collect();
            first.sort();
            let alone = forms[*f].chunks.iter().map(|&k| chunks[k].head).min();
            let holder = match first[..] {
                [(Some(own), p), (Some(other), _), ..] if alone.is_some_and(|a| own < a && a < other) => {
                    Some(p)
                }
                _ => None,
            };
            let most = persons.iter().copied().max_by_key(|&p| (full[p].len(), Reverse(p)));
            let mut uses: Vec<(usize, usize, Reverse<usize>)> = persons
                .iter()
                .flat_map(|&p| full[p].iter().map(|&at| (at, full[p].len(), Reverse(p))).collect::<Vec<_>>())
                .collect();
            uses.sort();
            for &k in &forms[*f].chunks {
                let before = uses.partition_point(|&(at, ..)| at < chunks[k].head);
                let recent = before.checked_sub(1).map(|u| uses[u].2.0);
                if let Some(p) = holder.or(recent).or(most) {
                    by_chunk.insert(k, p);
                }
            }
        }
        self.by_chunk = by_chunk;
    }

    /// The person that chunk `k` of form `f` names.
    fn of(&self, k: usize, f: usize) -> Option<usize> {
        self.by_chunk.get(&k).copied().or_else(|| self.by_form.get(&f).map(|p| p[0]))
    }

    /// The fullest name, as the text first has it.
    fn name(&self, doc: &AnalysedText, chunks: &[Chunk], forms: &[Form], person: usize) -> String {
        let fullest = self.forms[person][0];
        title_case(doc, &chunks[forms[fullest].chunks[0]])
    }
}

impl Chunk {
    /// Whether the gazetteer names it without doubt, so that it is nobody's surname.
    fn source_is_strong(&self) -> bool {
        match &self.source {
            Source::Known(known) => {
                !matches!(known[0].kind, EntityType::City | EntityType::Region) || self.tokens.len() > 1
            }
            Source::Seat(_) | Source::Capital { .. } | Source::Demonym(_) => true,
            Source::Shape(_) => false,
        }
    }
}

/// The names of persons by their words, so that a name is not held against all others.
#[derive(Default)]
struct NameIndex {
    names: Vec<Vec<String>>,
    by_word: HashMap<String, Vec<usize>>,
    by_letter: HashMap<char, Vec<usize>>,
    by_ends: HashMap<(String, String), Vec<usize>>,
    by_stem: HashMap<String, Vec<usize>>,
}

impl NameIndex {
    fn add(&mut self, name: Vec<String>) {
        let p = self.names.len();
        let note = |list: &mut Vec<usize>| {
            if list.last() != Some(&p) {
                list.push(p);
            }
        };
        for word in &name {
            note(self.by_word.entry(word.clone()).or_default());
            word.chars().take(1).for_each(|c| note(self.by_letter.entry(c).or_default()));
        }
        if let (Some(first), Some(last)) = (name.first(), name.last()) {
            note(self.by_ends.entry((first.clone(), last.clone())).or_default());
            note(self.by_stem.entry(stem(last)).or_default());
        }
        self.names.push(name);
    }

    /// The persons, in order, among whom all are that [`same_person`] may find for `short`.
    fn like(&self, short: &[String]) -> Vec<usize> {
        let whole = short.iter().filter(|w| !is_initial(w)).map(|w| self.by_word.get(w));
        let initials = short.iter().filter_map(|w| w.chars().next()).map(|c| self.by_letter.get(&c));
        let Some(rarest) = rarest(whole).or_else(|| rarest(initials)) else {
            return (0..self.names.len()).collect();
        };
        let ends = short.first().zip(short.last()).map(|(first, last)| (first.clone(), last.clone()));
        union(rarest, ends.and_then(|ends| self.by_ends.get(&ends)))
    }

    /// The persons, in order, among whom all are whose name [`is_short_for`] may find `short` to be short for.
    fn longer(&self, short: &[String], words: &MentionWords) -> Vec<usize> {
        let core: Vec<&String> = short.iter().filter(|w| !words.names.particles.contains(*w)).collect();
        match core[..] {
            [] => Vec::new(),
            [word] => union(self.by_word.get(word).map_or(&[], Vec::as_slice), self.by_stem.get(&stem(word))),
            _ => rarest(short.iter().map(|w| self.by_word.get(w))).unwrap_or_default().to_vec(),
        }
    }
}

/// The shortest of some lists, if there are any; no list is an empty one.
fn rarest<'l>(lists: impl Iterator<Item = Option<&'l Vec<usize>>>) -> Option<&'l [usize]> {
    lists.map(|list| list.map_or(&[][..], Vec::as_slice)).min_by_key(|list| list.len())
}

fn union(one: &[usize], other: Option<&Vec<usize>>) -> Vec<usize> {
    let mut all: Vec<usize> = one.iter().chain(other.into_iter().flatten()).copied().collect();
    all.sort_unstable();
    all.dedup();
    all
}

fn is_initial(word: &str) -> bool {
    word.chars().count() == 1
}

/// The words of a name without "Jr." and its like.
fn without_suffixes(name: &[String], words: &MentionWords) -> Vec<String> {
    name.iter().filter(|w| !words.titles.suffixes.contains(*w)).cloned().collect()
}

/// What a name's suffix says of father and son: "jr", "ii".
fn generation(name: &[String], words: &MentionWords) -> Option<String> {
    let suffix = name.iter().skip(1).rfind(|w| words.titles.suffixes.contains(*w))?;
    Some(suffix.trim_end_matches('.').to_owned())
}

/// Whether two full names tell of different people by their middle names: "George H. W. Bush", "George W. Bush".
fn middles_differ(one: &[String], other: &[String]) -> bool {
    let [[_, one, .., _], [_, other, .., _]] = [one, other] else { return false };
    (is_initial(one) || is_initial(other)) && one.chars().next() != other.chars().next()
}

/// Whether two full names without suffixes, the first no shorter, may be of one person: the words of one lie in order in
/// the other, with initials standing for words, and the last ones agree.
fn same_person(long: &[String], short: &[String]) -> bool {
    if middles_differ(long, short) {
        return false;
    }
    let mut rest = long.iter();
    let inside = short.iter().all(|w| rest.any(|l| l == w || is_initial(w) && l.starts_with(w.as_str())));
    // "Emily W. Murphy", "Emily Murphy"; middle names differ from outlet to outlet.
    inside
        || long.len() > 1 && short.len() > 1 && long.first() == short.first() && long.last() == short.last()
}

/// Whether a shorter name can stand for a full one: its surname with particles, its first name, or a part of it.
fn is_short_for(short: &[String], name: &[String], words: &MentionWords) -> bool {
    if short.len() >= name.len() {
        return false;
    }
    let particle = |w: &String| words.names.particles.contains(w);
    let core: Vec<&String> = short.iter().filter(|w| !particle(w)).collect();
    if core.is_empty() || core.iter().all(|w| w.chars().count() == 1) {
        return false;
    }
    name.windows(short.len()).any(|window| window == short)
        || core.len() == 1 && name.iter().any(|w| w == core[0])
        || core.len() == 1 && name.last().is_some_and(|w| same_transliteration(w, core[0]))
}

/// Whether two surnames may be one name of another script: "Zelenskyy", "Zelensky", "Zelenskiy".
fn same_transliteration(a: &str, b: &str) -> bool {
    a.chars().count() >= 5 && b.chars().count() >= 5 && stem(a) == stem(b)
}

/// A surname without what transliterations of it differ in.
fn stem(name: &str) -> String {
    let mut out = String::new();
    for c in name.chars().map(|c| if matches!(c, 'y' | 'j') { 'i' } else { c }) {
        if !out.ends_with(c) {
            out.push(c);
        }
    }
    out
}

/// For each form of an organization the form that it is short for, or itself.
fn organizations(doc: &AnalysedText, chunks: &[Chunk], forms: &[Form], form_of: &[usize]) -> Vec<usize> {
    let mut fullest: Vec<usize> = (0..forms.len()).collect();
    let is_body = |f: usize| forms[f].kind == Some(EntityType::Organization);
    let bodies: Vec<usize> = (0..forms.len()).filter(|&f| is_body(f)).collect();
    let longer_names = LongerNames::new(forms, &bodies);
    for &f in &bodies {
        let form = &forms[f];
        // An acronym is what the text says it is, whatever else bears it: "Electronic Frontier Foundation (EFF)".
        let strong = chunks[form.chunks[0]].source_is_strong();
        let before_bracket = form.chunks.iter().find_map(|&k| introduced(doc, chunks, k));
        let by_bracket = before_bracket.map(|k| form_of[k]).filter(|&g| g != f && is_body(g));
        let by_bracket = by_bracket
            .filter(|&g| !strong || form.words.len() == 1 && is_acronym(&form.words[0], &forms[g].words));
        if strong && by_bracket.is_none() {
            continue;
        }
        let longer = by_bracket.or_else(|| {
            let capitals = form.words.len() == 1
                && doc
                    .word(chunks[form.chunks[0]].head)
                    .chars()
                    .filter(|c| c.is_alphabetic())
                    .all(char::is_uppercase);
            longer_names.first(&form.words, capitals)
        });
        if let Some(g) = longer {
            fullest[f] = g;
        }
    }
    // Chains end at the fullest form.
    for f in 0..fullest.len() {
        let mut g = fullest[f];
        for _ in 0..4 {
            g = fullest[g];
        }
        fullest[f] = g;
    }
    fullest
}

/// The names of bodies by what they may be shortened to.
struct LongerNames<'f> {
    /// The first form that begins or ends with these words and has more.
    by_part: HashMap<&'f [String], usize>,
    /// The first form whose words have these first letters.
    by_initials: HashMap<String, usize>,
}

impl<'f> LongerNames<'f> {
    fn new(forms: &'f [Form], bodies: &[usize]) -> Self {
        let mut out = Self { by_part: HashMap::new(), by_initials: HashMap::new() };
        // Only parts as long as some name are ever looked up.
        let lengths: BTreeSet<usize> = bodies.iter().map(|&f| forms[f].words.len()).collect();
        for &f in bodies {
            let name = &forms[f].words[..];
            for &length in lengths.range(..name.len()) {
                out.by_part.entry(&name[..length]).or_insert(f);
                out.by_part.entry(&name[name.len() - length..]).or_insert(f);
            }
            if name.len() > 1 {
                for initials in initials(name) {
                    out.by_initials.entry(initials).or_insert(f);
                }
            }
        }
        out
    }

    /// The first form that `words` may be short for; by their letters too if they are one word in capitals.
    fn first(&self, words: &[String], capitals: bool) -> Option<usize> {
        let part = self.by_part.get(words).copied();
        let acronym = (capitals && words[0].chars().count() > 1)
            .then(|| self.by_initials.get(&letters(&words[0])).copied())
            .flatten();
        part.into_iter().chain(acronym).min()
    }
}

/// The chunk before the bracket that chunk `k` stands in: "International Atomic Energy Agency (IAEA)".
fn introduced(doc: &AnalysedText, chunks: &[Chunk], k: usize) -> Option<usize> {
    let start = chunks[k].tokens.start;
    if k == 0 || start < 2 || doc.tokens[start - 1].tag != Tag::LeftBracket {
        return None;
    }
    (chunks[k - 1].tokens.end == start - 1 && doc.tokens[chunks[k - 1].head].upos != Upos::Punct)
        .then_some(k - 1)
}

/// Whether a word is made of the first letters of a name's words, small ones left out or not.
fn is_acronym(word: &str, name: &[String]) -> bool {
    word.chars().count() > 1 && name.len() > 1 && initials(name).contains(&letters(word))
}

/// The first letters of a name's words: of all, and of those longer than two and three letters.
fn initials(name: &[String]) -> [String; 3] {
    [0, 2, 3]
        .map(|min| name.iter().filter(|w| w.chars().count() > min).filter_map(|w| w.chars().next()).collect())
}

fn letters(word: &str) -> String {
    word.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// The country that "the North" is short for, in a text that has the full name.
fn short_name(
    gazetteer: &Gazetteer,
    words: &MentionWords,
    form: &Form,
    named: &HashSet<&str>,
) -> Option<Known> {
    let [word] = &form.words[..] else { return None };
    let id = words.names.short_names.get(word)?;
    if named.contains(id.as_str()) { gazetteer.get(id) } else { None }
}

/// The chunks that name a state of a federation whose name is also that of a country or capital: those beside an office of such
/// states ("Georgia Governor", "governor of Washington"), and with them all of that form, unless the text speaks of the country
/// by another word too.
fn states(
    doc: &AnalysedText,
    gazetteer: &Gazetteer,
    words: &MentionWords,
    chunks: &[Chunk],
    forms: &[Form],
    named: &HashSet<&str>,
) -> HashMap<usize, Known> {
    let office = |i: usize| doc.tokens.get(i).is_some_and(|t| words.titles.of_states.contains(&*t.lower));
    let beside = |chunk: &Chunk| {
        let Range { start, end } = chunk.tokens;
        let of = start >= 2 && words.names.function.of.contains(&*doc.tokens[start - 1].lower);
        let owner = doc.tokens.get(end).is_some_and(|t| t.tag == Tag::Pos);
        office(end) || owner && office(end + 1) || of && office(start - 2)
    };
    let mut out = HashMap::new();
    for form in forms {
        let beside: Vec<usize> = form.chunks.iter().copied().filter(|&k| beside(&chunks[k])).collect();
        let Some(&first) = beside.first() else { continue };
        let (country, whole) = match &chunks[first].source {
            Source::Known(known) if known[0].kind == EntityType::Country => (known[0].id, true),
            Source::Capital { government, .. } => (government.id, false),
            _ => continue,
        };
        let name = doc.slice(chunks[first].tokens.clone());
        let state = gazetteer.lookup(&format!("state of {name}"));
        let Some(state) = state.into_iter().find(|k| k.kind == EntityType::Region) else { continue };
        let demonym = |c: &Chunk| match &c.source {
            Source::Demonym(known) => known.id == country,
            Source::Capital { government, .. } => government.id == country,
            _ => false,
        };
        let every = whole && named.contains(country) && !chunks.iter().any(demonym);
        let own = if every { &form.chunks } else { &beside };
        out.extend(own.iter().map(|&k| (k, state.clone())));
    }
    out
}

/// The ids of all that the gazetteer knows by a name or word of nationality of the text.
fn known_ids<'c>(forms: &[Form], chunks: &'c [Chunk]) -> HashSet<&'c str> {
    let id = |form: &Form| match &chunks[form.chunks[0]].source {
        Source::Known(known) => Some(known[0].id),
        Source::Demonym(known) => Some(known.id),
        _ => None,
    };
    forms.iter().filter_map(id).collect()
}

/// Inhabitants of a city that is better known than the province of its name: New York is one, Donetsk is not.
const LARGE: u64 = 2_000_000;

/// Of all that bear a name the one that news means by it: a large city comes before the province of its name.
fn prominent(known: &[Known]) -> &Known {
    let large = |k: &&Known| k.kind == EntityType::City && k.population >= LARGE;
    match known[0].kind {
        EntityType::Region => known.iter().find(large).unwrap_or(&known[0]),
        _ => &known[0],
    }
}
