//! From chunks to named entities: names that mean the same thing are put together; those of people in `persons`.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::ops::Range;

use super::chunk::{Chunk, Source, chunks};
use super::form::{Form, forms};
use super::model::{EntityDraft, Mention, MentionKind, Mentions};
use super::persons::{Apart, Persons};
use super::place::{in_dateline, is_government};
use super::spelling::{slug, tidy};
use crate::lexicon::{Gazetteer, Known, MentionWords};
use crate::schema::EntityType;
use crate::text::{AnalysedText, Deprel, Tag, Upos};

/// Finds the names in a text, decides what each names, and puts those of one thing together.
///
/// Names that a user keeps `apart` are two people's.
pub fn names(doc: &AnalysedText, gazetteer: &Gazetteer, words: &MentionWords, apart: &Apart) -> Mentions {
    let chunks = chunks(doc, gazetteer, words);
    let mut forms = forms(doc, words, &chunks);
    let persons = Persons::new(doc, words, &chunks, &mut forms, apart);
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
pub(super) fn title_case(doc: &AnalysedText, chunk: &Chunk) -> String {
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

impl Chunk {
    /// Whether the gazetteer names it without doubt, so that it is nobody's surname.
    pub(super) fn source_is_strong(&self) -> bool {
        match &self.source {
            Source::Known(known) => {
                !matches!(known[0].kind, EntityType::City | EntityType::Region) || self.tokens.len() > 1
            }
            Source::Seat(_) | Source::Capital { .. } | Source::Demonym(_) => true,
            Source::Shape(_) => false,
        }
    }
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
