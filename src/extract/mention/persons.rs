//! Which names are of one person: full names that may be one, and the shorter ones that stand for them.

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap};

use super::chunk::Chunk;
use super::form::Form;
use super::name::title_case;
use crate::lexicon::{MentionWords, fold};
use crate::schema::EntityType;
use crate::text::{AnalysedText, Deprel};

/// Full names that a user keeps apart, whatever they have in common.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Apart(BTreeSet<[Vec<String>; 2]>);

impl Apart {
    /// Pairs of names, as the text spells them.
    pub fn new<'n>(pairs: impl IntoIterator<Item = [&'n str; 2]>) -> Self {
        let words = |name: &str| -> Vec<String> {
            fold(name).to_lowercase().split_whitespace().map(str::to_owned).collect()
        };
        Self(pairs.into_iter().map(|[one, other]| [words(one), words(other)]).collect())
    }

    fn has(&self, one: &[String], other: &[String]) -> bool {
        self.0.iter().any(|[a, b]| a == one && b == other || a == other && b == one)
    }
}

/// The persons of a text: which form is whose.
pub(super) struct Persons {
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
    pub fn new(
        doc: &AnalysedText,
        words: &MentionWords,
        chunks: &[Chunk],
        forms: &mut [Form],
        apart: &Apart,
    ) -> Self {
        let is_royal = |name: &[String]| name.len() == 2 && words.titles.regnal.contains(&name[0]);
        let full = (0..forms.len())
            .filter(|&f| forms[f].words.len() > 1 && forms[f].kind == Some(EntityType::Person));
        let (royal, mut order): (Vec<usize>, Vec<usize>) = full.partition(|&f| is_royal(&forms[f].words));
        order.sort_by_key(|&f| (Reverse(forms[f].words.len()), f));
        let kin: Vec<bool> =
            forms.iter().map(|form| form.chunks.iter().any(|&k| is_kin(doc, words, &chunks[k]))).collect();
        let mut persons = Persons { forms: Vec::new(), by_form: HashMap::new(), by_chunk: HashMap::new() };
        let mut index = NameIndex::default();
        let mut generations: Vec<Option<String>> = Vec::new();
        for f in order {
            let name = without_suffixes(&forms[f].words, words);
            let own = generation(&forms[f].words, words);
            let mut fitting = index.like(&name);
            fitting.retain(|&p| {
                let others = own.is_some() && generations[p].is_some() && own != generations[p];
                let relative = kin[f] != kin[persons.forms[p][0]];
                let kept = persons.forms[p].iter().any(|&g| apart.has(&forms[f].words, &forms[g].words));
                !others && !relative && !kept && same_person(&index.names[p], &name)
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
        // "King Harald" is Harald V, if the text names one.
        let mut numbered: HashMap<&str, Vec<usize>> = HashMap::new();
        for (p, own) in persons.forms.iter().enumerate() {
            if let [first, number] = &forms[own[0]].words[..]
                && words.titles.suffixes.contains(number)
            {
                numbered.entry(first).or_default().push(p);
            }
        }
        for f in royal {
            let p = match numbered.get(&*forms[f].words[1]).map(Vec::as_slice) {
                Some(&[p]) => p,
                _ => {
                    persons.forms.push(Vec::new());
                    persons.forms.len() - 1
                }
            };
            persons.forms[p].push(f);
            persons.by_form.insert(f, vec![p]);
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
    pub fn of(&self, k: usize, f: usize) -> Option<usize> {
        self.by_chunk.get(&k).copied().or_else(|| self.by_form.get(&f).map(|p| p[0]))
    }

    /// The fullest name, as the text most often spells it, and first of those.
    pub fn name(&self, doc: &AnalysedText, chunks: &[Chunk], forms: &[Form], person: usize) -> String {
        let mut spellings: Vec<(String, usize)> = Vec::new();
        for &k in &forms[self.forms[person][0]].chunks {
            let spelling = title_case(doc, &chunks[k]);
            match spellings.iter_mut().find(|(known, _)| *known == spelling) {
                Some((_, times)) => *times += 1,
                None => spellings.push((spelling, 1)),
            }
        }
        let most = spellings.into_iter().rev().max_by_key(|(_, times)| *times);
        most.map(|(spelling, _)| spelling).unwrap_or_default()
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

/// Whether a name stands beside a word that says whose relative its bearer is, who may have nearly the same name: "his father,
/// former President George Bush", "Jeb Bush, the brother of …".
fn is_kin(doc: &AnalysedText, words: &MentionWords, chunk: &Chunk) -> bool {
    let kin = |i: usize| words.names.person.kin.contains(&*doc.tokens[i].lemma);
    let comma = |i: usize| &*doc.tokens[i].lower == ",";
    let above = doc.tokens[chunk.head].deprel == Deprel::Appos && kin(doc.tokens[chunk.head].head);
    let beside = doc.children_by(chunk.head, Deprel::Appos).any(kin);
    let before = chunk.title_start.checked_sub(1).is_some_and(|i| {
        let noun = if comma(i) { i.checked_sub(1) } else { Some(i) };
        noun.is_some_and(kin) && doc.sentence_of(i) == doc.sentence_of(chunk.head)
    });
    above || beside || before
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
