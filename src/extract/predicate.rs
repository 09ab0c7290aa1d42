//! From a dependency tree to predicates with logical roles.
//!
//! In: a text. Out: for every verb, noun and adjective that a lexicon of triggers knows, its arguments, in the same
//! form whether the sentence says "A rejected T", "T was rejected by A", "A, who rejected T", "A's rejection of T" or
//! "A voiced opposition to T". Frames then speak of roles alone.

use super::clause::Clauses;
use super::modality::{Modality, weaker};
use crate::lexicon::frames::{Frames, SupportVerbs};
use crate::schema::ActStatus;
use crate::text::{Deprel, Tag, Upos};

/// The word class of a trigger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// "rejected"
    Verb,
    /// "rejection"
    Noun,
    /// "opposed"
    Adjective,
}

/// A logical role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Role {
    /// Who does it.
    Subject,
    /// Who or what it is done to.
    Object,
    /// To whom.
    Dative,
    /// A clause as complement.
    Complement,
    /// What follows a preposition.
    Prep(String),
    /// Possessor of a noun.
    Owner,
    /// Name, demonym or noun before a noun.
    Modifier,
    /// Subject of a light verb over a noun.
    Light,
    /// Subject of the verb that a noun hangs on by a preposition.
    Governor,
    /// Subject of a verb of receiving over a noun.
    Receiver,
    /// The noun that a noun stands beside.
    Apposition,
}

/// An argument of a predicate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Argument {
    /// Its role.
    pub role: Role,
    /// Its head token.
    pub head: usize,
    /// Whether it is a clause.
    pub clausal: bool,
}

/// A predicate with its roles.
#[derive(Debug, Clone)]
pub struct Predicate {
    /// The trigger token.
    pub head: usize,
    /// The trigger's word class.
    pub class: Class,
    /// Arguments in the order in which they were found: own ones first.
    pub arguments: Vec<Argument>,
    /// Lemmas of particles, prepositions, objects and modifiers beside the trigger.
    pub satellites: Vec<String>,
    /// Whether it is said to have happened.
    pub modality: Modality,
    /// The light verb that carries a noun, or the copula of an adjective.
    pub carrier: Option<usize>,
    /// Whether a noun is the object of a verb that keeps it from taking place: "cancelled the talks".
    pub cancelled: bool,
}

impl Predicate {
    /// The heads of the arguments in `role`.
    pub fn role<'p>(&'p self, role: &'p Role) -> impl Iterator<Item = &'p Argument> + 'p {
        self.arguments.iter().filter(move |a| a.role == *role)
    }

    fn push(&mut self, role: Role, head: usize, clausal: bool) {
        if head != self.head && !self.arguments.iter().any(|a| a.role == role && a.head == head) {
            self.arguments.push(Argument { role, head, clausal });
        }
    }
}

/// Every predicate whose head is a trigger of some frame, in text order.
pub fn predicates(clauses: Clauses<'_>, frames: &Frames) -> Vec<Predicate> {
    let is_trigger = |class: Class, word: &str| match class {
        Class::Verb => frames.verbs.contains_key(word),
        Class::Noun => frames.nouns.contains_key(word),
        Class::Adjective => frames.adjectives.contains_key(word),
    };
    predicates_where(clauses, &frames.support, is_trigger)
}

/// Every predicate of a text whose word class and lemma `is_wanted`, in text order; a past participle is asked for as
/// an adjective by its form. With `|_, _| true` it is every verb, noun and predicative adjective, and no frame matters.
pub fn predicates_where(
    clauses: Clauses<'_>,
    support: &SupportVerbs,
    is_wanted: impl Fn(Class, &str) -> bool,
) -> Vec<Predicate> {
    let doc = clauses.doc;
    let mut out = Vec::new();
    for i in 0..doc.tokens.len() {
        let token = &doc.tokens[i];
        let lemma = token.lemma.to_lowercase();
        match token.upos {
            Upos::Verb | Upos::Aux if is_wanted(Class::Verb, &lemma) && clauses.is_clausal(i) => {
                out.push(verb(clauses, i))
            }
            Upos::Noun | Upos::Propn if is_wanted(Class::Noun, &lemma) => out.push(noun(clauses, support, i)),
            Upos::Adj if is_wanted(Class::Adjective, &lemma) => out.extend(adjective(clauses, i)),
            Upos::Verb
                if token.tag == Tag::Vbn
                    && is_wanted(Class::Adjective, &token.lower)
                    && (matches!(token.deprel, Deprel::Acomp | Deprel::Oprd | Deprel::Xcomp)
                        || doc.child(i, Deprel::Auxpass).is_some()) =>
            {
                out.extend(adjective(clauses, i))
            }
            _ => {}
        }
    }
    out
}

/// Adds the prepositional arguments that hang on `from`, with the prepositions' words as satellites.
fn prepositions(clauses: Clauses<'_>, from: usize, out: &mut Predicate) {
    let doc = clauses.doc;
    for prep in doc.children(from) {
        let token = &doc.tokens[prep];
        match token.deprel {
            Deprel::Prep | Deprel::Agent | Deprel::Dative
                if matches!(token.upos, Upos::Adp | Upos::Sconj | Upos::Part | Upos::Adv | Upos::Verb) =>
            {
                let known = out.satellites.len();
                preposition(clauses, prep, "", out);
                if prep < from && !fronted_relative(clauses, prep) {
                    // "With the Greens, Hill stands in Smith's place": what is put in front makes no "stand with".
                    out.satellites.truncate(known);
                }
            }
            Deprel::Intj => out.satellites.push(token.lower.to_string()),
            Deprel::Prt | Deprel::Advmod => {
                out.satellites.push(token.lower.to_string());
                for nested in doc.children_by(prep, Deprel::Prep) {
                    preposition(clauses, nested, "", out);
                }
            }
            _ => {}
        }
    }
}

/// Whether what follows a preposition is a relative word: "with whom".
fn fronted_relative(clauses: Clauses<'_>, prep: usize) -> bool {
    let doc = clauses.doc;
    doc.child(prep, Deprel::Pobj)
        .is_some_and(|o| std::iter::once(o).chain(doc.children(o)).any(|t| clauses.dereference(t) != t))
}

fn preposition(clauses: Clauses<'_>, prep: usize, before: &str, out: &mut Predicate) {
    let doc = clauses.doc;
    let word = doc.tokens[prep].lower.to_string();
    out.satellites.push(word.clone());
    let mut strayed = Vec::new();
    for child in doc.children(prep) {
        match doc.tokens[child].deprel {
            Deprel::Pobj => {
                let object = clauses.dereference(child);
                out.push(Role::Prep(word.clone()), object, false);
                out.satellites.push(doc.tokens[child].lemma.to_lowercase());
                if !before.is_empty() {
                    out.push(Role::Prep(format!("{before} {word}")), object, false);
                }
                // "in favour of T", "on the side of B": what hangs on the noun is the predicate's too.
                for nested in doc.children_by(child, Deprel::Prep) {
                    let inner = doc.tokens[nested].lower.to_string();
                    out.satellites.push(inner.clone());
                    // "spoke by telephone with B", "met in Paris with B": a bare noun or name has no complement of its own.
                    let bare = !clauses.cues.partitive_prepositions.contains(&inner)
                        && doc.children(child).all(|c| {
                            !matches!(doc.tokens[c].deprel, Deprel::Det | Deprel::Poss | Deprel::Amod)
                        });
                    if bare && let Some(object) = doc.child(nested, Deprel::Pobj) {
                        strayed.push((inner.clone(), clauses.dereference(object)));
                    }
                    for object in doc
                        .children(nested)
                        .filter(|&c| matches!(doc.tokens[c].deprel, Deprel::Pobj | Deprel::Pcomp))
                    {
                        let clausal = doc.tokens[object].deprel == Deprel::Pcomp;
                        out.push(
                            Role::Prep(format!("{word} {} {inner}", doc.tokens[child].lemma.to_lowercase())),
                            object,
                            clausal,
                        );
                    }
                }
            }
            Deprel::Pcomp => out.push(Role::Prep(word.clone()), child, clauses.is_clausal(child)),
            Deprel::Prep => preposition(clauses, child, &word, out),
            _ => {}
        }
    }
    for (word, object) in strayed {
        out.push(Role::Prep(word), object, false);
    }
}

/// The predicate of verb `v`.
pub fn verb(clauses: Clauses<'_>, v: usize) -> Predicate {
    let doc = clauses.doc;
    let mut out = Predicate {
        head: v,
        class: Class::Verb,
        arguments: Vec::new(),
        satellites: Vec::new(),
        modality: clauses.modality(v),
        carrier: None,
        cancelled: false,
    };
    for subject in clauses.logical_subjects(v) {
        out.push(Role::Subject, subject, clauses.is_clausal(subject));
    }
    let passive = clauses.is_passive(v);
    let retained = doc.child(v, Deprel::Dobj).filter(|_| passive);
    if let Some(object) = clauses.logical_object(v).filter(|&o| !clauses.is_misread_apposition(v, o)) {
        out.push(Role::Object, object, clauses.is_clausal(object));
        out.satellites.push(doc.tokens[object].lemma.to_lowercase());
    }
    if retained.is_some()
        && let Some(receiver) = clauses.surface_subject(v)
    {
        // "Kim was offered a meeting": the object of the passive stays an object, its subject is the receiver.
        out.push(Role::Dative, receiver, false);
    }
    for child in doc.children(v) {
        match doc.tokens[child].deprel {
            Deprel::Dative if doc.tokens[child].upos != Upos::Adp => {
                out.push(Role::Dative, clauses.dereference(child), false)
            }
            Deprel::Dative => {
                if let Some(object) = doc.child(child, Deprel::Pobj) {
                    out.push(Role::Dative, clauses.dereference(object), false);
                }
            }
            Deprel::Xcomp | Deprel::Ccomp => {
                out.push(Role::Complement, child, true);
            }
            Deprel::Oprd if doc.tokens[child].upos == Upos::Adj => {
                // "left the door open to T"
                out.satellites.push(doc.tokens[child].lower.to_string());
                prepositions(clauses, child, &mut out);
            }
            _ => {}
        }
    }
    let bare = !out.arguments.iter().any(|a| a.role == Role::Complement);
    if bare && clauses.cues.embedders.contains_key(&*doc.tokens[v].lemma) {
        // "threatened on Friday to leave": behind an adjunct the parser reads the complement as a purpose.
        let purpose = doc
            .children_by(v, Deprel::Advcl)
            .find(|&c| c > v && clauses.is_infinitive(c) && doc.child(c, Deprel::Mark).is_none_or(|m| m > c));
        if let Some(complement) = purpose {
            out.push(Role::Complement, complement, true);
        }
    }
    // "called for the raids to stop"
    for clause in doc.children_by(v, Deprel::Advcl).filter(|&c| c > v && clauses.is_infinitive(c)) {
        let opener = doc.child(clause, Deprel::Mark).map(|m| &*doc.tokens[m].lower);
        if let Some(opener) = opener.filter(|o| clauses.cues.infinitive_openers.contains(*o))
            && doc.children(clause).any(|c| matches!(doc.tokens[c].deprel, Deprel::Nsubj | Deprel::Nsubjpass))
        {
            out.satellites.push(opener.to_owned());
            out.push(Role::Complement, clause, true);
        }
    }
    // "consented to end the war": the particle of an infinitive counts as the verb's preposition.
    let infinitive =
        out.arguments.iter().find(|a| a.role == Role::Complement && clauses.is_infinitive(a.head));
    if let Some(to) =
        infinitive.and_then(|a| doc.children_by(a.head, Deprel::Aux).find(|&c| doc.tokens[c].tag == Tag::To))
    {
        out.satellites.push(doc.tokens[to].lower.to_string());
    }
    if bare && let Some(clause) = clauses.strayed_complement(v) {
        out.push(Role::Complement, clause, true);
    }
    prepositions(clauses, v, &mut out);
    if let Some(chain) = clauses.stranded_preposition(v) {
        let words: Vec<&str> = chain.iter().map(|&p| &*doc.tokens[p].lower).collect();
        out.push(Role::Prep(words.join(" ")), doc.tokens[v].head, false);
    }
    if passive && !out.arguments.iter().any(|a| a.role == Role::Subject) {
        // "was condemned in a joint statement by A": the agent hangs on another noun.
        let names_agent = |prep: &str| {
            prep.rsplit(' ').next().is_some_and(|last| clauses.cues.agent_prepositions.contains(last))
        };
        let by =
            |a: &&Argument| matches!(&a.role, Role::Prep(p) if names_agent(p)) && !clauses.is_time(a.head);
        if let Some(agent) = out.arguments.iter().find(by).map(|a| a.head) {
            out.push(Role::Subject, agent, false);
        }
    }
    // The parser often hangs a verb's prepositions on its object: they are looked up after the verb's own.
    if let Some(object) = doc.child(v, Deprel::Dobj) {
        prepositions(clauses, object, &mut out);
        for acl in doc.children_by(object, Deprel::Acl) {
            let asked = matches!(doc.tokens[object].upos, Upos::Propn | Upos::Pron)
                || clauses.cues.is_people(&doc.tokens[object].lemma);
            if asked && clauses.is_infinitive(acl) {
                out.push(Role::Complement, acl, true);
            }
        }
    }
    if doc.child(v, Deprel::Oprd).is_some() && clauses.cues.naming.contains(&*doc.tokens[v].lemma) {
        // "called B a disgrace for it" is no "call for".
        out.satellites.clear();
    }
    out
}

/// The predicate of noun `n`.
pub fn noun(clauses: Clauses<'_>, support: &SupportVerbs, n: usize) -> Predicate {
    let doc = clauses.doc;
    let mut out = Predicate {
        head: n,
        class: Class::Noun,
        arguments: Vec::new(),
        satellites: Vec::new(),
        modality: Modality {
            status: ActStatus::Occurred,
            negated: clauses.is_negative_phrase(n),
            unwilling: false,
            unable: false,
        },
        carrier: None,
        cancelled: false,
    };
    for child in doc.children(n) {
        let token = &doc.tokens[child];
        match token.deprel {
            Deprel::Poss => out.push(Role::Owner, clauses.dereference(child), false),
            Deprel::Compound | Deprel::Amod | Deprel::Nmod => {
                out.push(Role::Modifier, child, false);
                out.satellites.push(token.lemma.to_lowercase());
                if let Some(&status) = clauses.cues.noun_statuses.get(&*token.lower) {
                    out.modality.status = weaker(out.modality.status, status);
                }
            }
            Deprel::Acl if clauses.is_infinitive(child) => out.push(Role::Complement, child, true),
            Deprel::Acl if clauses.is_passive(child) && support.light.contains(&*doc.tokens[child].lemma) => {
                if let Some(agent) = clauses.logical_subject(child) {
                    out.push(Role::Prep("by".to_owned()), agent, false);
                }
            }
            Deprel::Acl | Deprel::Ccomp if doc.child(child, Deprel::Mark).is_some() => {
                out.push(Role::Complement, child, true);
            }
            _ => {}
        }
    }
    let determined =
        |t: usize| doc.children(t).any(|c| matches!(doc.tokens[c].deprel, Deprel::Poss | Deprel::Det));
    if doc.tokens[n].deprel == Deprel::Conj && !determined(n) {
        // "A's visit and talks": the possessor of the first is that of the second.
        if let Some(owner) = doc.head(n).and_then(|first| doc.child(first, Deprel::Poss)) {
            out.push(Role::Owner, clauses.dereference(owner), false);
        }
    }
    if let Some(subject) = clauses.light_participle(n, support) {
        // "welcomed the text but voiced concern", with "voiced" read as an adjective
        out.push(Role::Light, subject, false);
    }
    prepositions(clauses, n, &mut out);
    if doc.tokens[n].deprel == Deprel::Appos {
        out.push(Role::Apposition, doc.tokens[n].head, false);
    }
    governor(clauses, support, n, &mut out);
    out
}

/// The verb over noun `n`: a light verb lends subject, prepositions and modality; another verb, over a preposition,
/// its subject.
fn governor(clauses: Clauses<'_>, support: &SupportVerbs, n: usize, out: &mut Predicate) {
    let doc = clauses.doc;
    // Conjoined objects share their verb.
    let mut at = n;
    while doc.tokens[at].deprel == Deprel::Conj && doc.tokens[doc.tokens[at].head].upos == doc.tokens[n].upos
    {
        at = doc.tokens[at].head;
    }
    let Some(above) = doc.head(at) else { return };
    match doc.tokens[at].deprel {
        Deprel::Dobj | Deprel::Nsubjpass | Deprel::Attr => {
            let is_object =
                clauses.logical_object(above) == Some(at) || doc.tokens[at].deprel == Deprel::Attr;
            if is_object && support.light.contains(&*doc.tokens[above].lemma) {
                light(clauses, above, out);
            } else if is_object && support.receiving.contains(&*doc.tokens[above].lemma) {
                if let Some(subject) = clauses.logical_subject(above) {
                    out.push(Role::Receiver, subject, false);
                }
                let modality = clauses.modality(above);
                out.modality.status = weaker(out.modality.status, modality.status);
                out.modality.negated |= modality.negated;
                prepositions(clauses, above, out);
            } else if doc.child(above, Deprel::Expl).is_some() {
                // "There will be talks."
                let modality = clauses.modality(above);
                out.modality.status = weaker(out.modality.status, modality.status);
                out.modality.negated |= modality.negated;
            } else if clauses.cues.cancelling.contains(&*doc.tokens[above].lemma) {
                out.cancelled = true;
            }
        }
        Deprel::Pobj => {
            let Some(verb) = doc.head(above) else { return };
            // "took part in talks", "was engaged in negotiations"
            if clauses.is_clausal(verb) {
                let embeds = clauses.cues.event_prepositions.contains(&*doc.tokens[above].lower);
                if let Some(&status) = clauses.cues.embedders.get(&*doc.tokens[verb].lemma).filter(|_| embeds)
                {
                    out.modality.status = weaker(out.modality.status, status);
                }
                if let Some(subject) = clauses.logical_subject(verb) {
                    let shared = clauses.modality(verb);
                    out.push(Role::Governor, subject, false);
                    out.modality.status = weaker(out.modality.status, shared.status);
                    out.modality.negated |= shared.negated;
                    out.carrier = Some(verb);
                }
            } else if doc.tokens[verb].upos == Upos::Adj || doc.tokens[verb].upos == Upos::Noun {
                let embeds = clauses.cues.event_prepositions.contains(&*doc.tokens[above].lower);
                if let Some(&status) = clauses.cues.embedders.get(&*doc.tokens[verb].lemma).filter(|_| embeds)
                {
                    out.modality.status = weaker(out.modality.status, status);
                }
                if doc.tokens[verb].deprel == Deprel::Dobj
                    && let Some(top) = doc.head(verb)
                    && support.light.contains(&*doc.tokens[top].lemma)
                    && let Some(subject) = clauses.logical_subject(top)
                {
                    out.push(Role::Governor, subject, false);
                    let shared = clauses.modality(top);
                    out.modality.status = weaker(out.modality.status, shared.status);
                    out.modality.negated |= shared.negated;
                }
            }
        }
        Deprel::Relcl | Deprel::Acl => {}
        _ => {}
    }
    // "the talks that A held with B", "a pledge made by A"
    for clause in doc.children(n).filter(|&c| matches!(doc.tokens[c].deprel, Deprel::Relcl | Deprel::Acl)) {
        if support.light.contains(&*doc.tokens[clause].lemma) && clauses.logical_object(clause) == Some(n) {
            light(clauses, clause, out);
        }
    }
}

fn light(clauses: Clauses<'_>, verb: usize, out: &mut Predicate) {
    if let Some(subject) = clauses.logical_subject(verb) {
        out.push(Role::Light, subject, false);
    }
    let modality = clauses.modality(verb);
    out.modality.status = weaker(out.modality.status, modality.status);
    out.modality.negated |= modality.negated;
    out.modality.unwilling |= modality.unwilling;
    out.carrier = Some(verb);
    prepositions(clauses, verb, out);
    for dative in clauses.doc.children_by(verb, Deprel::Dative) {
        out.push(Role::Prep("to".to_owned()), clauses.dereference(dative), false);
    }
    for complement in clauses
        .doc
        .children(verb)
        .filter(|&c| matches!(clauses.doc.tokens[c].deprel, Deprel::Xcomp | Deprel::Ccomp))
    {
        out.push(Role::Complement, complement, true);
    }
}

/// The predicate of an adjective after a copula: "A is opposed to T", or nothing when it only modifies a noun.
pub fn adjective(clauses: Clauses<'_>, a: usize) -> Option<Predicate> {
    let doc = clauses.doc;
    let token = &doc.tokens[a];
    let mut out = Predicate {
        head: a,
        class: Class::Adjective,
        arguments: Vec::new(),
        satellites: Vec::new(),
        modality: Modality { status: ActStatus::Occurred, negated: false, unwilling: false, unable: false },
        carrier: None,
        cancelled: false,
    };
    let participle = token.upos == Upos::Verb && token.tag == Tag::Vbn && clauses.is_clausal(a);
    if participle {
        out.modality = clauses.modality(a);
        out.push(Role::Subject, clauses.surface_subject(a)?, false);
    } else {
        let copula = match token.deprel {
            Deprel::Acomp | Deprel::Attr | Deprel::Oprd | Deprel::Conj => {
                let mut at = a;
                while doc.tokens[at].deprel == Deprel::Conj {
                    at = doc.tokens[at].head;
                }
                doc.head(at).filter(|&h| clauses.is_clausal(h) && at != h)
            }
            Deprel::Advcl | Deprel::Ccomp => None,
            _ => return None,
        };
        match copula {
            Some(copula) => {
                out.modality = clauses.modality(copula);
                out.push(Role::Subject, clauses.surface_subject(copula)?, false);
                out.carrier = Some(copula);
                prepositions(clauses, copula, &mut out);
                for c in doc
                    .children(copula)
                    .filter(|&c| matches!(doc.tokens[c].deprel, Deprel::Xcomp | Deprel::Ccomp))
                {
                    out.push(Role::Complement, c, true);
                }
            }
            None => out.push(
                Role::Subject,
                clauses
                    .surface_subject(a)
                    .or_else(|| doc.head(a).and_then(|h| clauses.surface_subject(h)))?,
                false,
            ),
        }
    }
    for c in doc.children(a).filter(|&c| matches!(doc.tokens[c].deprel, Deprel::Xcomp | Deprel::Ccomp)) {
        out.push(Role::Complement, c, true);
    }
    prepositions(clauses, a, &mut out);
    Some(out)
}
