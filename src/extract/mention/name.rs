//! From chunks to named entities: names that mean the same thing are put together.

use std::collections::{BTreeMap, HashMap};

use super::chunk::{Chunk, Source, chunks};
use super::form::{Form, forms};
use super::model::{EntityDraft, Mention, MentionKind, Mentions};
use super::place::{in_dateline, is_government};
use super::spelling::{plain, slug};
use crate::lexicon::{Gazetteer, Known, MentionWords};
use crate::schema::EntityType;
use crate::text::{AnalysedText, Deprel, Tag, Upos};

/// Finds the names in a text, decides what each names, and puts those of one thing together.
pub fn names(doc: &AnalysedText, gazetteer: &Gazetteer, words: &MentionWords) -> Mentions {
    let chunks = chunks(doc, gazetteer, words);
    let mut forms = forms(doc, words, &chunks);
    let persons = Persons::new(words, &chunks, &mut forms);
    let mut register = Register { gazetteer, entities: Vec::new(), by_id: HashMap::new() };
    let organizations = organizations(doc, &chunks, &forms);
    let mut form_of = vec![0; chunks.len()];
    for (f, form) in forms.iter().enumerate() {
        for &k in &form.chunks {
            form_of[k] = f;
        }
    }
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
                _ if let Some(country) = short_name(gazetteer, words, form, &forms, &chunks) => {
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
        })
    }

    fn named(&mut self, kind: EntityType, name: String) -> usize {
        let name = plain(name.strip_prefix("The ").unwrap_or(&name));
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
        self.push(EntityDraft { id, kind, name, same_as: Vec::new(), gender: None, country: None })
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
        order.sort_by_key(|&f| (std::cmp::Reverse(forms[f].words.len()), f));
        let mut persons = Persons { forms: Vec::new(), by_form: HashMap::new(), by_chunk: HashMap::new() };
        for f in order {
            let fitting: Vec<usize> = (0..persons.forms.len())
                .filter(|&p| same_person(&forms[persons.forms[p][0]].words, &forms[f].words, words))
                .collect();
            if let [p] = fitting[..] {
                persons.forms[p].push(f);
                persons.by_form.insert(f, vec![p]);
            } else {
                persons.forms.push(vec![f]);
                persons.by_form.insert(f, vec![persons.forms.len() - 1]);
            }
        }
        let full = persons.forms.len();
        for f in 0..forms.len() {
            if persons.by_form.contains_key(&f) {
                continue;
            }
            let strong = chunks[forms[f].chunks[0]].source_is_strong();
            let fitting: Vec<usize> = (0..full)
                .filter(|&p| {
                    let name = &forms[persons.forms[p][0]].words;
                    is_short_for(&forms[f].words, name, words)
                })
                .collect();
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
        let mut by_chunk = HashMap::new();
        for (f, persons) in shared {
            let named = |p: usize| {
                let full = self.forms[p].iter().filter(|g| forms[**g].words.len() > 1);
                full.flat_map(|g| &forms[*g].chunks).map(|&c| chunks[c].head).min()
            };
            let mut first: Vec<(Option<usize>, usize)> = persons.iter().map(|&p| (named(p), p)).collect();
            first.sort();
            let alone = forms[*f].chunks.iter().map(|&k| chunks[k].head).min();
            let holder = match first[..] {
                [(Some(own), p), (Some(other), _), ..] if alone.is_some_and(|a| own < a && a < other) => {
                    Some(p)
                }
                _ => None,
            };
            for &k in &forms[*f].chunks {
                if let Some(holder) = holder {
                    by_chunk.insert(k, holder);
                    continue;
                }
                let at = chunks[k].head;
                let closest = persons.iter().max_by_key(|&&p| {
                    let full = self.forms[p].iter().filter(|g| forms[**g].words.len() > 1);
                    let uses: Vec<usize> =
                        full.flat_map(|g| &forms[*g].chunks).map(|&c| chunks[c].head).collect();
                    let before = uses.iter().filter(|&&u| u < at).max().copied();
                    (before, uses.len(), std::cmp::Reverse(p))
                });
                if let Some(&p) = closest {
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

/// Whether two full names, the first no shorter, may be of one person: the words of one lie in order in the other, with
/// initials standing for words, and the last ones agree.
fn same_person(long: &[String], short: &[String], words: &MentionWords) -> bool {
    let strip = |name: &[String]| -> Vec<String> {
        name.iter().filter(|w| !words.titles.suffixes.contains(*w)).cloned().collect()
    };
    let (long, short) = (strip(long), strip(short));
    let mut rest = long.iter();
    let inside =
        short.iter().all(|w| rest.any(|l| l == w || w.chars().count() == 1 && l.starts_with(w.as_str())));
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
    let stem = |name: &str| -> String {
        let mut out = String::new();
        for c in name.chars().map(|c| if matches!(c, 'y' | 'j') { 'i' } else { c }) {
            if !out.ends_with(c) {
                out.push(c);
            }
        }
        out
    };
    a.chars().count() >= 5 && b.chars().count() >= 5 && stem(a) == stem(b)
}

/// For each form of an organization the form that it is short for, or itself.
fn organizations(doc: &AnalysedText, chunks: &[Chunk], forms: &[Form]) -> Vec<usize> {
    let mut fullest: Vec<usize> = (0..forms.len()).collect();
    let bodies: Vec<usize> =
        (0..forms.len()).filter(|&f| forms[f].kind == Some(EntityType::Organization)).collect();
    for &f in &bodies {
        let form = &forms[f];
        // An acronym is what the text says it is, whatever else bears it: "Electronic Frontier Foundation (EFF)".
        let strong = chunks[form.chunks[0]].source_is_strong();
        let before_bracket = form.chunks.iter().find_map(|&k| introduced(doc, chunks, k));
        let by_bracket = before_bracket
            .and_then(|k| bodies.iter().copied().find(|&g| g != f && forms[g].chunks.contains(&k)));
        let by_bracket = by_bracket
            .filter(|&g| !strong || form.words.len() == 1 && is_acronym(&form.words[0], &forms[g].words));
        if strong && by_bracket.is_none() {
            continue;
        }
        let longer = by_bracket.or_else(|| {
            bodies.iter().copied().filter(|&g| g != f).find(|&g| {
                let name = &forms[g].words;
                let acronym = form.words.len() == 1
                    && doc
                        .word(chunks[form.chunks[0]].head)
                        .chars()
                        .filter(|c| c.is_alphabetic())
                        .all(char::is_uppercase)
                    && is_acronym(&form.words[0], name);
                acronym
                    || name.len() > form.words.len()
                        && (name.ends_with(&form.words) || name.starts_with(&form.words))
            })
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
    if word.chars().count() < 2 || name.len() < 2 {
        return false;
    }
    let initials = |min: usize| -> String {
        name.iter().filter(|w| w.chars().count() > min).filter_map(|w| w.chars().next()).collect()
    };
    let word: String = word.chars().filter(|c| c.is_alphanumeric()).collect();
    [0, 2, 3].iter().any(|&min| initials(min) == word)
}

/// The country that "the North" is short for, in a text that has the full name.
fn short_name(
    gazetteer: &Gazetteer,
    words: &MentionWords,
    form: &Form,
    forms: &[Form],
    chunks: &[Chunk],
) -> Option<Known> {
    let [word] = &form.words[..] else { return None };
    let id = words.names.short_names.get(word)?;
    let named = forms.iter().any(|f| match &chunks[f.chunks[0]].source {
        Source::Known(known) => known[0].id == id,
        Source::Demonym(known) => known.id == id,
        _ => false,
    });
    if named { gazetteer.get(id) } else { None }
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
